// Published versions of the statement. A row is written once and never changed (CHG-01).

import type { VersionRow } from '../../desks/index.ts'
import type { Page, Policy, Version } from '../../policy/index.ts'
import type { Database, Queries } from './database.ts'

/** Keeps a version within the transaction of who publishes it; a number that is taken fails. */
export async function insertVersion(tx: Queries, tenant: string, row: VersionRow): Promise<void> {
  await tx.query(
    `insert into statement_version (tenant, version, hash, policy, page, sources, published_at, effective_at, published_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      tenant,
      row.version,
      row.hash,
      row.policy,
      row.page,
      JSON.stringify(row.sources),
      row.publishedAt,
      row.effectiveAt,
      JSON.stringify(row.publishedBy),
    ],
  )
}

/** A version with the moments and officers of its publishing. */
export interface Published extends Version {
  readonly publishedBy: readonly string[]
}

/** Every published version, oldest first, those whose day has not come too: `effectiveAt` tells. */
export async function loadVersions(db: Database): Promise<readonly Published[]> {
  const rows = await db.query<{
    version: number
    hash: string
    policy: string
    page: string
    published_at: Date
    effective_at: Date
    published_by: string[]
  }>(
    `select v.version, v.hash, v.policy, v.page, v.published_at, v.effective_at, v.published_by
     from statement_version v where v.tenant = $1 order by v.version`,
    [db.tenant],
  )
  return rows.map((row) => ({
    version: row.version,
    hash: row.hash,
    policy: JSON.parse(row.policy) as Policy, // written by insertVersion out of a compiled policy
    page: JSON.parse(row.page) as Page, // likewise
    effectiveAt: row.effective_at,
    publishedAt: row.published_at,
    publishedBy: row.published_by,
  }))
}

/** The folder of a version as it was published; null for an unknown one. */
export async function loadSources(db: Database, version: number): Promise<Readonly<Record<string, string>> | null> {
  const [row] = await db.query<{ sources: Record<string, string> }>(
    `select v.sources from statement_version v where v.tenant = $1 and v.version = $2`,
    [db.tenant, version],
  )
  return row?.sources ?? null
}
