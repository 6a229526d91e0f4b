// The ledger: append, sequence, tile, sign, hand out proofs (docs/spec/log.md).

export { createLedger, type Ledger, type LedgerParts, type LedgerProof } from './ledger.ts'
export type {
  Batch, ExternalCheckpoint, LogFile, LogReader, LogStore, LogTransaction, PendingLeaf, PlacedLeaf, SignedHead, TileFiles,
} from './ports.ts' // prettier-ignore
