// Opens the database of one tenant on either engine: migrates it as its owner, then reopens it as role `app` with the tenant bound,
// which is the only way the rest of the product ever sees it.

import pg from 'pg'
import { type Clock, systemClock } from '../../base/index.ts'
import type { Database } from './database.ts'
import { asStorageFailure } from './errors.ts'
import { migrate } from './migrate.ts'
import { startEngine } from './pglite/engine.ts'
import { openPool, type Source } from './pool.ts'
import { queriesOn, transactionOn } from './queries.ts'

/**
 * Where the database is: embedded in this process (`home`: its directory; null: in memory; `image`: a prepared data directory to begin an empty
 * one with, instead of setting one up), or a PostgreSQL server.
 */
export type Where =
  | { readonly engine: 'pglite'; readonly home: string | null; readonly image?: Uint8Array<ArrayBuffer> }
  | { readonly engine: 'postgres'; readonly url: string }

/** What each engine promises of an acknowledged commit. */
const durabilities = {
  memory: 'in memory: everything ends with this process',
  disk: 'embedded, fsync at each commit: crash-safe; for power-loss safety use PostgreSQL',
  server: 'PostgreSQL: as durable as that server is set up to be',
} as const

/**
 * Opens a tenant's database, migrated. Failures: `storage_busy` where another process has the directory open, `storage_version` where
 * other code made it, `storage_unavailable` and `storage_full` where it does not answer or cannot write.
 */
export async function openDatabase(where: Where, tenant: string, clock: Clock = systemClock): Promise<Database> {
  if (where.engine === 'postgres') return openServer(where.url, tenant, clock)
  const engine = startEngine({ home: where.home, ...(where.image && { image: where.image }) })
  try {
    await engine.ready()
    engine.limit(null)
    await migrateOn({ engine }, clock)
    engine.limit(statementMs)
  } catch (cause) {
    await engine.close().catch(() => {})
    throw asStorageFailure(cause)
  }
  return databaseOn({ engine }, tenant, where.home === null ? 'memory' : 'disk', () => engine.close())
}

const statementMs = 10_000

async function openServer(url: string, tenant: string, clock: Clock): Promise<Database> {
  await migrateOn({ url }, clock).catch((cause: unknown) => {
    throw asStorageFailure(cause)
  })
  return databaseOn({ url }, tenant, 'server', async () => {})
}

/** Migrates as the owner, on a pool of its own that ends before the application's opens. */
export async function migrateOn(source: Source, clock: Clock): Promise<void> {
  const pool = openPool(source, { role: 'owner' })
  try {
    await migrate({ pool, engine: 'engine' in source ? 'pglite' : 'postgres' }, clock)
  } finally {
    await pool.end()
  }
}

/** A migrated database as role `app` and this tenant. `end` runs when it closes. */
export function databaseOn(
  source: Source,
  tenant: string,
  durability: keyof typeof durabilities,
  end: () => Promise<void>,
): Database {
  const pool: pg.Pool = openPool(source, { role: 'app', tenant })
  return {
    engine: 'engine' in source ? 'pglite' : 'postgres',
    tenant,
    durability: durabilities[durability],
    pool,
    ...queriesOn(pool),
    transaction: (work) => transactionOn(pool, work),
    async close() {
      await pool.end()
      await end()
    },
  }
}
