// What a house tells of itself, for /health, `kept doctor` and the start.

import type { Jobs } from '../adapters/jobs/index.ts'
import type { Database } from '../adapters/stores/index.ts'
import type { Clock } from '../base/index.ts'
import type { Ledger } from '../ledger/index.ts'
import type { InForce } from '../policy/index.ts'
import type { Vault } from '../vault/index.ts'
import type { AppConfig, Health } from './types.ts'

interface HealthParts {
  readonly config: AppConfig
  readonly db: Database
  readonly vault: Vault
  readonly ledger: Ledger
  readonly jobs: Jobs
  readonly clock: Clock
  readonly inForce: () => InForce
}

/** Asks ledger, jobs and statement how they stand. */
export async function healthOf({ config, db, vault, ledger, jobs, clock, inForce }: HealthParts): Promise<Health> {
  const [checkpoint, pending, list] = await Promise.all([ledger.checkpoint(), ledger.countPending(), jobs.list()])
  const { version, hash, policy } = inForce().newest
  return {
    state: 'ready',
    name: policy.organisation.name,
    software: config.software,
    statement: { version, hash },
    engine: db.engine === 'pglite' ? 'embedded PostgreSQL (PGlite)' : 'PostgreSQL',
    durability: db.durability,
    secondFence:
      db.engine === 'pglite'
        ? 'row-level security under role app; the engine itself runs as superuser'
        : 'row-level security under role app',
    custodians: vault.custodians,
    clock: clock.now().toISOString(),
    ledger: { size: checkpoint?.size ?? 0, at: checkpoint?.at.toISOString() ?? null, pending },
    jobs: list.map(({ job, everySeconds: seconds, stopped, lastAt, outcome }) => ({
      job,
      every: `${seconds} s`,
      stopped,
      lastAt: lastAt?.toISOString() ?? null,
      outcome,
    })),
  }
}
