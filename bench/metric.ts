// What a metric is: sides that do the same work, and the figures made of what they took. One file a metric; `metrics.ts` lists them.

import type { Ground } from './ground.ts'

/** A side gave an answer that is not right: the round it did so in counts for nothing. */
export class WrongAnswer extends Error {}

/** Fails the round unless the answer is the right one. */
export function assertRight(isRight: boolean, what: string): void {
  if (!isRight) throw new WrongAnswer(what)
}

/** What each side measured in one round, by its name. */
export type Values = Readonly<Record<string, number>>

/** One published figure of a metric, out of what its sides measured in a round. */
export interface Figure {
  /** as in the table of metrics: `H1`, `H1s` */
  readonly id: string
  readonly what: string
  readonly unit: '×' | 's' | '/s'
  /** whether a good figure is large or small */
  readonly good: 'large' | 'small'
  /** null: published beside another one, promises nothing */
  readonly floor: number | null
  readonly target: number | null
  /** whether `--gate` fails below the floor */
  readonly gated: boolean
  readonly of: (values: Values) => number
}

/** A metric made ready: each side measures once when called, and throws `WrongAnswer` where what it did was wrong. */
export interface Stage {
  readonly sides: Readonly<Record<string, () => Promise<number>>>
  /** before each round, and measured by nobody */
  prepare?(): Promise<void>
  close(): Promise<void>
}

export interface Metric {
  readonly name: string
  readonly figures: readonly Figure[]
  /** what a side's own number means, by its name: `reads/s` */
  readonly sides: Readonly<Record<string, string>>
  open(ground: Ground): Promise<Stage>
}

/** One number divided by another, by the sides' names. */
export function ratio(above: string, below: string): Figure['of'] {
  return (values) => values[above]! / values[below]!
}

/** The number of one side as it is. */
export function plain(side: string): Figure['of'] {
  return (values) => values[side]!
}
