// What runs by itself: the table of jobs and their paces, what each does, and the small work that beats without a job.

import type { JobLine } from '../adapters/jobs/index.ts'
import { createKeyStore, type Database } from '../adapters/stores/index.ts'
import type { Clock } from '../base/index.ts'
import type { RightsDesk } from '../desks/index.ts'
import type { Gate, GateStore } from '../gate/index.ts'
import type { Plans } from '../plans/index.ts'
import type { Proof } from '../proof/index.ts'
import type { Systems } from '../systems/index.ts'
import { rotateEpochs, type CustomerKeys, type Vault } from '../vault/index.ts'

/** The schedule: what runs by itself, and how often without a pace. */
export const everySeconds = {
  sweep: 60,
  watch: 60,
  probe: 3600,
  plans: 60,
  epochs: 3600,
  tidy: 3600,
  scan: 3600,
} as const

/** A job of the schedule. */
export type JobName = keyof typeof everySeconds

/** The jobs, in the order of the table. */
export const jobNames = Object.keys(everySeconds) as JobName[] // the keys of the table

const sweepRecordsMax = 1_000

interface JobParts {
  readonly db: Database
  readonly clock: Clock
  readonly gate: Gate
  readonly store: GateStore
  readonly plans: Plans
  readonly proof: Proof
  readonly rights: RightsDesk
  readonly systems: Systems
  readonly vault: Vault
  readonly customer: CustomerKeys
}

/** What each job does; it answers what it did, in words for the list of jobs. */
export function workOf({
  db,
  clock,
  gate,
  store,
  plans,
  proof,
  rights,
  systems,
  vault,
  customer,
}: JobParts): Readonly<Record<JobName, JobLine['run']>> {
  return {
    async sweep() {
      const { removed, clean } = await plans.sweep((limit) => gate.due(clock.now(), Math.min(limit, sweepRecordsMax)))
      return clean ? `removed ${removed}` : `removed ${removed}; some were still there when read again`
    },
    async watch() {
      const runs = await proof.run({ verb: 'keep' })
      return `${runs.filter(({ passed }) => passed).length} of ${runs.length} sentences hold`
    },
    async probe(ends) {
      const runs = await proof.run({ ends })
      if (ends.aborted) return null // what it did not come to is due as before
      return `${runs.filter(({ passed }) => passed).length} of ${runs.length} tests passed`
    },
    plans: async () => `${await rights.resume(false)} went on`,
    async epochs() {
      const { began, rewrapped, destroyed } = await rotateEpochs({ store: createKeyStore(db), vault, customer, clock })
      return `began ${began ?? 'none'}, rewrapped ${rewrapped}, destroyed ${destroyed.length}`
    },
    scan: () => systems.watch(),
    tidy: async () =>
      `${await rights.tidy()} files and links ended, ${await store.dropTombstones(clock.now())} marks, ${await store.dropMessages(clock.now())} message ids, ${await store.dropDrawn(clock.now())} draws`,
  }
}

interface Beat {
  readonly everyMilliseconds: number
  readonly run: () => Promise<unknown>
  readonly onFailure: (cause: unknown) => void
}

/** Runs small work again and again, each after its own last end, until stopped. */
export function startPulse(beats: readonly Beat[]): { stop(): Promise<void> } {
  const stop = new AbortController()
  const loops = beats.map(async ({ everyMilliseconds, run, onFailure }) => {
    while (!stop.signal.aborted) {
      await run().catch(onFailure)
      await pause(everyMilliseconds, stop.signal)
    }
  })
  return {
    async stop() {
      stop.abort()
      await Promise.all(loops)
    },
  }
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds)
    signal.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true })
  })
}
