// A batch is about many people, and each new one costs a transaction: people go side by side, and what is about one person in its order.

const lanesMax = 8

/** Parts of a list to be worked on side by side. What has one key stays in one part, in order. */
export function lanesOf<T>(items: readonly T[], keyOf: (item: T) => string): readonly (readonly T[])[] {
  const laneOf = new Map([...new Set(items.map(keyOf))].map((key, i) => [key, i % lanesMax]))
  return [...Map.groupBy(items, (item) => laneOf.get(keyOf(item))).values()]
}

/** Does work on each, people side by side. */
export async function inLanes<T>(
  items: readonly T[],
  keyOf: (item: T) => string,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const run = async (lane: readonly T[]): Promise<void> => {
    for (const item of lane) await work(item)
  }
  await Promise.all(lanesOf(items, keyOf).map(run))
}
