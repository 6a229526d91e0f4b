// A bounded queue in front of the intake: so many batches at once, so many waiting, and none that would wait longer than its sender does.
// Who comes when it is full is told when to come again, and nothing of that batch was touched.

import { Failure, type Clock } from '../base/index.ts'

/** How much may be under way. */
export interface QueueLimits {
  readonly atOnce: number
  readonly waitingMax: number
  /** nobody is let in to wait longer than this, by how long the last ones took */
  readonly waitMillisecondsMax: number
}

/** The trade's client gives a request 10 seconds, and each batch waiting holds up to 2 MiB. */
const limitsUsual: QueueLimits = { atOnce: 4, waitingMax: 32, waitMillisecondsMax: 5_000 }

const retrySecondsMin = 1
const retrySecondsMax = 30
/** How much the newest duration weighs in the mean. */
const weight = 0.2

export interface IntakeQueue {
  /** Runs when there is a place; throws `intake_busy` with `retryAfterSeconds` when there will be none in time. */
  run<T>(work: () => Promise<T>): Promise<T>
}

/** Makes a queue. */
export function createIntakeQueue(
  { clock }: { readonly clock: Clock },
  limits: QueueLimits = limitsUsual,
): IntakeQueue {
  const waiting: (() => void)[] = []
  let running = 0
  let meanMilliseconds = 0

  const wait = (): number => ((waiting.length + 1) / limits.atOnce) * meanMilliseconds
  const enter = async (): Promise<void> => {
    if (running < limits.atOnce) return void (running += 1)
    if (waiting.length >= limits.waitingMax || wait() > limits.waitMillisecondsMax)
      throw new Failure('intake_busy', { retryAfterSeconds: secondsOf(wait()) })
    return new Promise((resolve) => waiting.push(resolve))
  }
  /** The place goes to the next who waits. */
  const leave = (began: Date): void => {
    meanMilliseconds += weight * (clock.now().getTime() - began.getTime() - meanMilliseconds)
    const next = waiting.shift()
    if (next) next()
    else running -= 1
  }
  return {
    async run(work) {
      await enter()
      const began = clock.now()
      try {
        return await work()
      } finally {
        leave(began)
      }
    },
  }
}

function secondsOf(milliseconds: number): number {
  return Math.min(retrySecondsMax, Math.max(retrySecondsMin, Math.ceil(milliseconds / 1_000)))
}
