// pg-boss on our pool, in the schema `jobs`: it opens no connection of its own, so row-level security and the embedded engine's one
// session hold for it too.

import type pg from 'pg'
import { PgBoss } from 'pg-boss'

/** What of a database pg-boss runs on. */
interface BossPlace {
  readonly pool: pg.Pool
  readonly engine: 'pglite' | 'postgres'
}

/** A pg-boss not yet started. `migrating`: it only makes its schema (as the owner); otherwise it only works (as `app`). */
export function bossOn({ pool, engine }: BossPlace, migrating: boolean): PgBoss {
  return new PgBoss({
    schema: 'jobs',
    backend: engine,
    migrate: migrating,
    createSchema: migrating,
    supervise: !migrating,
    schedule: false, // cron has minutes; our timers have seconds
    reindex: false,
    monitorVacuum: false,
    db: {
      async executeSql(text, values) {
        // pg answers one result a statement where a text holds several
        const answer = (await pool.query(text, values as unknown[])) as pg.QueryResult | pg.QueryResult[]
        return Array.isArray(answer) ? { rows: answer.flatMap((part) => part.rows ?? []) } : answer
      },
    },
  })
}

/** Makes or migrates pg-boss's schema `jobs`, as the owner. */
export async function migrateJobs(place: BossPlace): Promise<void> {
  const boss = bossOn(place, true)
  boss.on('error', () => {}) // `start` rejects with it
  await boss.start()
  await boss.stop({ graceful: false })
}
