// Evidence: tree, note, tile, leaf, receipt and their verifier. Pure and made of Web standards alone: the same files run in a page, in
// the server and as one offline `verify.mjs` (docs/spec/{leaf,log,receipt}.md).

export { commit, commitmentBytes, encodeLeaf, leafVersion, parseLeaf, type LeafFields } from './leaf.ts'
export {
  composeReceipt, openingOf, receiptEvent, receiptFormat, receiptPayload,
  type Opening, type Proof, type ProofEntry, type Receipt, type ReceiptBody, type ReceiptHolder, type ReceiptResidue,
} from './receipt.ts' // prettier-ignore
