// What the ledger needs of the world: a database that keeps the log, a directory that shows it, and a file outside both that remembers
// how far it was. Each contract is held by a suite: test/contracts/log-store.ts, and the tests beside adapters/log.

import type { FilledTile, Tile, TreeHead } from '../evidence/index.ts'

/** An event that is durable and has no place in the log yet. What was committed together came in together, as one segment. */
export interface PendingLeaf {
  /** its segment, in the order in which they came in; a text, for it may be larger than a safe integer */
  readonly seq: string
  /** where it stands in its segment, from 0 */
  readonly place: number
  /** whom it is about; null: nobody */
  readonly person: string | null
  readonly event: string
  readonly leaf: Uint8Array
}

/** A checkpoint as it was signed. */
export interface SignedHead extends TreeHead {
  /** the signed note, whole */
  readonly note: string
  readonly at: Date
}

/** Where an event stands in the log. */
export interface PlacedLeaf {
  readonly event: string
  readonly index: number
  readonly hash: Uint8Array
}

/** One step of the log: leaves, tiles and checkpoint, all of them or none. */
export interface Batch {
  /** size of the checkpoint this one follows; null for the first of all */
  readonly after: number | null
  readonly taken: readonly PendingLeaf[]
  /** where each of `taken` stands, in order */
  readonly placed: readonly PlacedLeaf[]
  readonly tiles: readonly FilledTile[]
  readonly head: SignedHead
}

/** Reads what was committed. */
export interface LogReader {
  /** the checkpoint with the largest size; null before the first */
  newest(): Promise<SignedHead | null>
  /** Bytes of tiles, in order: at least as wide as asked for, for a tile in the database only grows; null for one that is not there. */
  tiles(wanted: readonly Tile[]): Promise<readonly (Uint8Array | null)[]>
}

/** A transaction that no other one of this log, in any process, runs beside. */
export interface LogTransaction extends LogReader {
  /** the oldest pending leaves, in the order they came in: whole segments, as many as the limit holds, and one at least */
  pending(limit: number): Promise<readonly PendingLeaf[]>
  /** Writes a step and takes its leaves out of what is pending. Failure `conflict` where the newest checkpoint is not `after`, or a segment was taken already or not whole. */
  write(batch: Batch): Promise<void>
}

/**
 * Where the log is kept. Indexes are contiguous from 0 and never change; a size has one checkpoint; what `transact` returned from is
 * durable. When it throws, the step may or may not have been committed: `newest` tells.
 */
export interface LogStore extends LogReader {
  /** Runs work in one transaction, alone among the sequencers of all processes. */
  transact<T>(work: (log: LogTransaction) => Promise<T>): Promise<T>
  /** Runs work while nobody else publishes, in any process; no transaction is open meanwhile. */
  publishing<T>(work: () => Promise<T>): Promise<T>
  /** leaves from an index up to but not including another */
  leaves(from: number, to: number): Promise<readonly Uint8Array[]>
  /** Where events stand; those not sequenced yet are left out. */
  find(events: readonly string[]): Promise<readonly PlacedLeaf[]>
  /** how many leaves wait for a place */
  countPending(): Promise<number>
}

/** A file of the log: its path as C2SP tlog-tiles says, and its bytes. */
export interface LogFile {
  readonly path: string
  readonly bytes: Uint8Array
}

/** The log as static files. `write` returns when they are durable; writing a file again changes nothing. A full tile takes the place of its partial ones. */
export interface TileFiles {
  write(files: readonly LogFile[]): Promise<void>
  /** null where there is no such file, and for a path no log has */
  read(path: string): Promise<Uint8Array | null>
}

/** A copy of the newest checkpoint outside the database, best on another disk. `write` returns when the new one is durable; a crash leaves the old one or the new one, whole. */
export interface ExternalCheckpoint {
  read(): Promise<string | null>
  write(note: string): Promise<void>
}
