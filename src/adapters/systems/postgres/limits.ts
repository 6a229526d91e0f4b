// How much of a connected system's time, bytes and rows we take (docs/spec/connector.md, "Limits"). What goes over ends the call and
// the connection; the core lives.

/** Limits of one connector. Times in milliseconds. */
export interface Limits {
  /** until the server has let us in */
  readonly connectMs: number
  /** one query, by the server's own clock */
  readonly statementMs: number
  /** waiting for a lock somebody else holds */
  readonly lockMs: number
  /** one call, by our clock: the catalogue, some rows of a stream, a change */
  readonly callMs: number
  /** one survey of a whole database: profile, overlaps */
  readonly surveyMs: number
  /** how long a stream of rows may wait for its reader */
  readonly pauseMs: number
  /** one message of the server: in effect, one row */
  readonly messageBytesMax: number
  /** all that the server sends for one query */
  readonly queryBytesMax: number
  /** all that a stream of rows brings */
  readonly streamBytesMax: number
  readonly streamRowsMax: number
  readonly tablesMax: number
  readonly columnsMax: number
  /** rows of a table that a profile looks at */
  readonly sampleRows: number
  /** different values of a column that are looked for in another one */
  readonly sampleValues: number
}

const mebibyte = 1024 * 1024

/** The limits without others. */
export const usualLimits: Limits = {
  connectMs: 10_000,
  statementMs: 30_000,
  lockMs: 5_000,
  callMs: 60_000,
  surveyMs: 600_000,
  pauseMs: 300_000,
  messageBytesMax: 16 * mebibyte,
  queryBytesMax: 64 * mebibyte,
  streamBytesMax: 1024 * mebibyte,
  streamRowsMax: 5_000_000,
  tablesMax: 5_000,
  columnsMax: 50_000,
  sampleRows: 300,
  sampleValues: 300,
}
