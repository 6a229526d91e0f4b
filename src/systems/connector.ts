// The port to a connected system. Behind it a child process holds that one system's credential and no key of the vault; what comes
// back is hostile input, capped in rows, bytes and time (security.md, threats 9 and 10).

import type { PrintedSql } from '../sql/index.ts'
import type { Catalogue } from './catalogue.ts'

/** A value of a foreign row as it comes back: text in the database's own spelling, or null. */
export type Cell = string | null
/** A foreign row: its values in the order of the query. */
export type Row = readonly Cell[]

/** What was seen of a column without any value leaving the connector. */
export interface ColumnProfile {
  readonly schema: string
  readonly table: string
  readonly column: string
  /** rows looked at, and how many of them held a value, and how many different ones */
  readonly looked: number
  readonly filled: number
  readonly distinct: number
  /** what the recognisers made of the values: kind, and share of the filled ones that are of it (0–1) */
  readonly kinds: readonly { readonly kind: string; readonly share: number }[]
}

/** Two columns, and the share (0–1) of the first's different values that the second holds: how keys are found that nobody declared. */
export interface Overlap {
  readonly from: { readonly schema: string; readonly table: string; readonly column: string }
  readonly to: { readonly schema: string; readonly table: string; readonly column: string }
  readonly share: number
}

/**
 * One statement of a transaction. `rows`: how many it must change; another number undoes the whole transaction (null: any). A query among
 * them locks or guards: it must answer so many rows, and they go nowhere.
 */
export interface Change extends PrintedSql {
  readonly rows: number | null
}

/** A connected system. Every method fails with `system_unavailable`, `system_refused` or `system_limit` and never with a server's own words. */
export interface Connector {
  /** What the database is made of. */
  catalogue(): Promise<Catalogue>
  /** Looks at some rows of each column. Values stay in the connector. */
  profile(catalogue: Catalogue): Promise<readonly ColumnProfile[]>
  /** Compares the values of pairs of columns. Values stay in the connector. */
  overlaps(pairs: readonly Pick<Overlap, 'from' | 'to'>[]): Promise<readonly Overlap[]>
  /** Rows of a query, as they come. */
  rows(query: PrintedSql): AsyncIterable<Row>
  /**
   * Carries statements out in one transaction, all or none, and answers how many rows each changed. Only a `system_refused` with `sqlstate`,
   * or with `why` of `rows-differ`, says that nothing was changed; after any other failure it may be done.
   */
  change(changes: readonly Change[]): Promise<readonly number[]>
  close(): Promise<void>
}
