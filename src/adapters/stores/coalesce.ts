// Questions of one kind that come in the same turn of the event loop are asked as one (limits of a database are its round trips). A
// question that nobody came along with is asked alone, at once; when asking together fails, each is asked by itself, so that a bad one fails alone.

/** How many questions go together at most, and how many such queries are under way at once. */
export interface CoalesceLimits {
  readonly togetherMax: number
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
  { togetherMax, underWayMax }: CoalesceLimits,
): (ask: Ask) => Promise<Answer> {
  const queue: Waiting<Ask, Answer>[] = []
  let [underWay, isScheduled] = [0, false]

  function schedule(): void {
    if (isScheduled || queue.length === 0 || underWay >= underWayMax) return
    isScheduled = true
    setImmediate(() => {
      isScheduled = false
      while (queue.length > 0 && underWay < underWayMax) void flush(queue.splice(0, togetherMax))
    })
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
    if (batch.length === 1) return batch[0]!.reject(cause)
    for (const one of batch) await askAll(answer, [one])
  }
}
