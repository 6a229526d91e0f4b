// What every store needs of a database, on both engines alike. One set of queries, two pools: nothing above asks which one runs.

import type pg from 'pg'

/** Runs queries. Values are bound, never concatenated; rows come back as the driver gives them (bigint as text). */
export interface Queries {
  query<Row extends object = Record<string, unknown>>(text: string, values?: readonly unknown[]): Promise<Row[]>
}

/** An open database of one tenant: its sessions run as role `app` with the tenant bound, so row-level security holds. */
export interface Database extends Queries {
  readonly engine: 'pglite' | 'postgres'
  readonly tenant: string
  /** shown at start, in /health and by `kept doctor` */
  readonly durability: string
  readonly pool: pg.Pool
  /** Runs work in one transaction: commits when it returns, rolls back when it throws. Pass `tx` on; never use the database inside. */
  transaction<T>(work: (tx: Queries) => Promise<T>): Promise<T>
  close(): Promise<void>
}
