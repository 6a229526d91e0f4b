// How a metric is measured: every round runs every side, each time another one first; the first round is dropped; what counts is the
// median with minimum and maximum. A round with a wrong answer is void, and a metric most of whose rounds are void has no figure.

import { WrongAnswer, type Figure, type Metric, type Stage, type Values } from './metric.ts'

/** Median, minimum and maximum of some rounds. */
export interface Spread {
  readonly median: number
  readonly min: number
  readonly max: number
}

/** A figure as it was measured; null where too many rounds were void. */
export interface Measured extends Omit<Figure, 'of'> {
  readonly spread: Spread | null
}

/** What measuring a metric gave. */
export interface Outcome {
  readonly name: string
  readonly figures: readonly Measured[]
  readonly sides: readonly { readonly name: string; readonly unit: string; readonly spread: Spread | null }[]
  readonly rounds: number
  /** why rounds were void */
  readonly wrong: readonly string[]
}

/** The median of some numbers; of an even count the mean of the two in the middle. Throws a RangeError on none. */
export function median(numbers: readonly number[]): number {
  if (numbers.length === 0) throw new RangeError('no numbers')
  const sorted = numbers.toSorted((a, b) => a - b)
  const last = sorted.length - 1
  return (sorted[Math.floor(last / 2)]! + sorted[Math.ceil(last / 2)]!) / 2
}

/** A list begun at another place: who went first last time goes last. */
export function rotated<T>(list: readonly T[], by: number): readonly T[] {
  return list.map((_, i) => list[(i + by) % list.length]!)
}

/** Runs the rounds of a metric that was made ready. */
export async function measure(metric: Metric, stage: Stage, rounds: number): Promise<Outcome> {
  const [right, wrong]: [Values[], string[]] = [[], []]
  for (let round = 0; round < rounds; round++) {
    try {
      await stage.prepare?.()
      const values = await runRound(stage, round)
      if (round > 0) right.push(values)
    } catch (cause) {
      if (!(cause instanceof WrongAnswer)) throw cause
      wrong.push(cause.message)
    }
  }
  const counts = right.length > 0 && 2 * right.length >= rounds - 1
  const spread = (of: (values: Values) => number): Spread | null => (counts ? spreadOf(right.map(of)) : null)
  return {
    name: metric.name,
    figures: metric.figures.map(({ of, ...figure }) => ({ ...figure, spread: spread(of) })),
    sides: Object.entries(metric.sides).map(([name, unit]) => ({ name, unit, spread: spread((v) => v[name]!) })),
    rounds: right.length,
    wrong,
  }
}

async function runRound(stage: Stage, round: number): Promise<Values> {
  const values: Record<string, number> = {}
  for (const [name, run] of rotated(Object.entries(stage.sides), round)) values[name] = await run()
  return values
}

function spreadOf(numbers: readonly number[]): Spread {
  return { median: median(numbers), min: Math.min(...numbers), max: Math.max(...numbers) }
}

/** The gated figures that do not reach their floor, or have no value at all. */
export function below(outcomes: readonly Outcome[]): readonly Measured[] {
  return outcomes.flatMap(({ figures }) => figures.filter((figure) => figure.gated && !reaches(figure, figure.floor)))
}

/** Whether a figure is at least as good as a mark; without a mark, whether it was measured. */
export function reaches({ spread, good }: Pick<Measured, 'spread' | 'good'>, mark: number | null): boolean {
  if (spread === null) return false
  if (mark === null) return true
  return good === 'large' ? spread.median >= mark : spread.median <= mark
}
