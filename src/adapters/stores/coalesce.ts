// Questions of one kind that come in the same turn of the event loop are asked as one: what a database costs are its round trips. A
// question that nobody came along with is asked alone, at once; where asking together fails though the database is there, each is asked
// by itself, so that a bad one fails alone.

import { isStorageAway } from '../../base/index.ts'

/** How questions gather: while one query is under way the next waits until `enough` came or its patience ends. */
export interface CoalesceLimits {
  readonly togetherMax: number
  readonly enough: number
  readonly patienceMs: number
  readonly underWayMax: number
}

interface Waiting<Ask, Answer> {
  readonly ask: Ask
  readonly resolve: (answer: Answer) => void
  readonly reject: (cause: unknown) => void
}

/** Makes a question that is asked together with others of its turn. `answer` gives the answers in order. */
export function coalesced<Ask, Answer>(
  answer: (asks: readonly Ask[]) => Promise<readonly Answer[]>,
  { togetherMax, enough, patienceMs, underWayMax }: CoalesceLimits,
): (ask: Ask) => Promise<Answer> {
  const queue: Waiting<Ask, Answer>[] = []
  let [underWay, isScheduled] = [0, false]
  let patience: NodeJS.Timeout | undefined

  function schedule(): void {
    if (isScheduled || queue.length === 0 || underWay >= underWayMax) return
    if (underWay > 0 && queue.length < enough) {
      patience ??= setTimeout(begin, patienceMs)
      return
    }
    isScheduled = true
    setImmediate(begin)
  }

  function begin(): void {
    clearTimeout(patience)
    ;[patience, isScheduled] = [undefined, false]
    if (queue.length > 0 && underWay < underWayMax) void flush(queue.splice(0, togetherMax))
    schedule()
  }

  async function flush(batch: readonly Waiting<Ask, Answer>[]): Promise<void> {
    underWay++
    await askAll(answer, batch)
    underWay--
    schedule()
  }

  return (ask) =>
    new Promise((resolve, reject) => {
      queue.push({ ask, resolve, reject })
      schedule()
    })
}

async function askAll<Ask, Answer>(
  answer: (asks: readonly Ask[]) => Promise<readonly Answer[]>,
  batch: readonly Waiting<Ask, Answer>[],
): Promise<void> {
  try {
    const answers = await answer(batch.map(({ ask }) => ask))
    batch.forEach(({ resolve }, i) => resolve(answers[i]!)) // as many answers as were asked
  } catch (cause) {
    if (batch.length === 1 || isStorageAway(cause)) return batch.forEach(({ reject }) => reject(cause))
    await Promise.all(batch.map((one) => askAll(answer, [one])))
  }
}
