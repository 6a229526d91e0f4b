// Evidence: tree, note, tile, leaf, receipt and their verifier. Pure and made of Web standards alone: the same files run in a page, in
// the server and as one offline `verify.mjs` (docs/spec/{leaf,log,receipt}.md).

export { commit, commitmentBytes, encodeLeaf, leafVersion, parseLeaf, splitPrefixed, type LeafFields } from './leaf.ts'
export {
  composeReceipt, openingOf, receiptEvent, receiptFormat, receiptPayload,
  type Opening, type Proof, type ProofEntry, type Receipt, type ReceiptBody, type ReceiptHolder, type ReceiptResidue,
} from './receipt.ts' // prettier-ignore
export { resultWords } from './result-words.ts'
export { formatCheckpoint, parseCheckpoint, type Checkpoint } from './checkpoint.ts'
export {
  edgeTiles,
  grow,
  rootOfEdge,
  subtreesFrom,
  type Edge,
  type FilledTile,
  type Growth,
  type ReadTile,
} from './grow.ts'
export {
  cosignedBytes, formatNote, formatVerifierKey, noteText, openNote, parseNote, parseVerifierKey, signNote, verifierKey, verifySignature,
  type Note, type NoteSigner, type Opened, type SignatureLine, type VerifierKey,
} from './note.ts' // prettier-ignore
export {
  bundlePath, encodeBundle, hashAt, hashInTile, hashesAt, parseBundle, tileHeight, tileOf, tilePath, tileRoot, tilesBetween, tileWidth, type Tile,
} from './tile.ts' // prettier-ignore
export {
  consistencyRanges, emptyRoot, hashBytes, inclusionRanges, joinHashes, leafHash, nodeHash, rangeHash, rootOf, rootOfInclusion, subtreesOf,
  verifyConsistency, verifyInclusion, type Range, type Subtree, type SubtreeHash, type TreeHead,
} from './tree.ts' // prettier-ignore
export type { ReceiptPart } from './fault.ts'
export { exitCodes, placeOf, type Check, type Place, type VerdictState } from './verdict.ts'
export { verifyReceipt, type ReceiptFacts, type ReceiptOptions, type Verdict } from './verify-receipt.ts'
export { verifyLog, type LogOptions, type LogVerdict, type ReadLogFile } from './verify-log.ts'
