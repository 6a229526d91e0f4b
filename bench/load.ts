// How a side is driven: so many callers that each wait for their answer before they ask again, for some time.

/** Runs `ask` by so many callers at once for so many milliseconds; answers how many a second ended. */
export async function perSecond(
  callers: number,
  milliseconds: number,
  ask: (n: number) => Promise<void>,
): Promise<number> {
  const began = performance.now()
  const end = began + milliseconds
  let [next, done] = [0, 0]
  const caller = async (): Promise<void> => {
    while (performance.now() < end) {
      await ask(next++)
      done++
    }
  }
  await Promise.all(Array.from({ length: callers }, caller))
  return done / ((performance.now() - began) / 1000)
}

/** How many seconds some work takes. */
export async function seconds(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  await work()
  return (performance.now() - began) / 1000
}

/** Does something for each of a list, so many at a time. */
export async function eachOf<T>(
  list: readonly T[],
  callers: number,
  work: (one: T) => Promise<unknown>,
): Promise<void> {
  let next = 0
  const caller = async (): Promise<void> => {
    while (next < list.length) await work(list[next++]!)
  }
  await Promise.all(Array.from({ length: callers }, caller))
}
