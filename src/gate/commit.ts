// Group commit: operations that arrive while a transaction is under way share the next one. Nobody is answered before the
// transaction that holds the entry of the ledger is durable (architecture, decision 4).

import { Failure, isStorageAway } from '../base/index.ts'
import type { GateStore, Outcome, Work } from './store.ts'

const worksPerCommitMax = 256

interface Waiting {
  readonly work: Work
  readonly resolve: (outcome: Outcome) => void
  readonly reject: (failure: Failure) => void
}

/** Commits operations, many at a time. */
export interface Committer {
  /** Answers when the operation is durable; fails with `audit_unavailable` or the store's own failure when it is not. */
  commit(work: Work): Promise<Outcome>
  /** Waits until everything handed in was answered. */
  drain(): Promise<void>
}

/** Makes a committer over a store. One transaction runs at a time; what arrives meanwhile goes together into the next. */
export function createCommitter(store: Pick<GateStore, 'commit'>): Committer {
  const queue: Waiting[] = []
  let running: Promise<void> | null = null

  async function run(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve)) // lets the requests of this turn gather
    while (queue.length > 0) await flush(store, queue.splice(0, worksPerCommitMax))
    running = null
  }

  return {
    commit(work) {
      return new Promise((resolve, reject) => {
        queue.push({ work, resolve, reject })
        running ??= run()
      })
    },
    async drain() {
      while (running) await running
    },
  }
}

/** One transaction for all; when it fails though the store is there, one for each, so that a bad operation fails alone. */
async function flush(store: Pick<GateStore, 'commit'>, batch: readonly Waiting[]): Promise<void> {
  try {
    const outcomes = await store.commit(batch.map(({ work }) => work))
    batch.forEach(({ resolve }, i) => resolve(outcomes[i]!))
  } catch (cause) {
    if (batch.length === 1 || isStorageAway(cause)) return batch.forEach(({ reject }) => reject(auditFailure(cause)))
    for (const one of batch) await flush(store, [one])
  }
}

function auditFailure(cause: unknown): Failure {
  return cause instanceof Failure && told.includes(cause.code) ? cause : new Failure('audit_unavailable', {}, cause)
}

/** What the caller is told as it is: no room, and that something left that the operation stood on. */
const told: readonly string[] = ['storage_full', 'conflict']
