// What is allowed of many at once, and of nobody alone. The sampler's cap: where a sentence lets people look at a few of many, no more than it says are drawn, and of each no more than the time it
// names (HUM-02, HUM-03). The use itself is decided first; asked for by itself, without a draw, a capped use is closed.

import { periodWords } from '../base/index.ts'
import {
  stricterCap,
  type Act,
  type Cell,
  type Decision,
  type Policy,
  type Standing,
  type Use,
} from '../policy/index.ts'
import { decideUse } from './decide.ts'
import { indexOf } from './cell-index.ts'

/** What was drawn so far for this purpose, and out of how many. */
export interface Drawn {
  readonly drawn: number
  readonly outOf: number
}

/** The strictest cap of a use; null where no sentence caps it. */
export function capOf(
  cell: Cell,
  { hand, form, purpose }: Pick<Act, 'hand' | 'form' | 'purpose'>,
): NonNullable<Use['cap']> | null {
  const caps = (indexOf(cell).entry(hand, form, purpose)?.uses ?? []).flatMap(({ cap }) => cap ?? [])
  const [first, ...others] = caps
  return first ? others.reduce(stricterCap, first) : null
}

/** How many may be drawn out of so many, at most: never rounded in our favour. */
export function drawnMost({ count, of }: NonNullable<Use['cap']>, outOf: number): number {
  return Math.floor((outOf * count) / of)
}

/** May one more be drawn? Denied like any use, and then by the cap. */
export function decideSample(
  policy: Policy,
  cell: Cell | undefined,
  standing: Standing,
  act: Act,
  { drawn, outOf }: Drawn,
): Decision {
  const decision = decideUse(policy, cell, standing, { ...act, drawn: true })
  const cap = cell && decision.effect === 'permit' ? capOf(cell, act) : null
  if (!cap || drawn < drawnMost(cap, outOf)) return decision
  const each = cap.time ? `, and of each at most ${periodWords(cap.time)}` : ''
  return {
    ...decision,
    effect: 'deny',
    term: 'open',
    why: `At most ${cap.count} in ${cap.of} may be drawn${each}; ${drawn} of ${outOf} were.`,
    change: 'More may be drawn once there is more to draw from.',
  }
}

/** Of how many people a use counted together must be at least: the most that a sentence says; null where none says it. */
export function fewestCounted(
  cell: Cell,
  { hand, form, purpose }: Pick<Act, 'hand' | 'form' | 'purpose'>,
): number | null {
  const uses = indexOf(cell).entry(hand, form, purpose)?.uses ?? []
  const said = uses.flatMap(({ shape }) => (shape && 'atLeast' in shape ? [shape.atLeast] : []))
  return said.length > 0 ? Math.max(...said) : null
}
