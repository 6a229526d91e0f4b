// How long a material change is announced before it binds (CHG-03): what the statement in force promises, or else our own habit.

import { addPeriod, type Period } from '../../base/index.ts'
import { longerOf } from '../../decision/index.ts'
import type { Policy } from '../../policy/index.ts'

/** The notice where the statement promises none. */
const unpromised: Period = { count: 30, unit: 'day' }

/** The commitment of the register, and its parameter. */
const commitment = { name: 'notice-of-change', parameter: 'before' } as const

/** A notice, and the clause that promises it; null: none does. */
export interface Notice {
  readonly time: Period
  readonly clause: string | null
}

/** The notice that a policy promises; of several promises the longest. */
export function noticeOf({ promises = [] }: Pick<Policy, 'promises'>): Notice {
  const promised = promises.flatMap(({ commitment: name, clause, parameters }): readonly Notice[] => {
    const value = name === commitment.name ? parameters[commitment.parameter] : undefined
    return value && 'time' in value ? [{ time: value.time, clause }] : []
  })
  return promised.reduce<Notice | null>((longest, one) => (longest !== null && longerOf(longest.time, one.time) === longest.time ? longest : one), null) ?? { time: unpromised, clause: null } // prettier-ignore
}

/**
 * When a version that is published at a moment takes effect: at once, or after its notice where it is material, and never before a version
 * that was published earlier.
 */
export function effectiveFrom(
  publishedAt: Date,
  { notice, material, last }: { readonly notice: Notice; readonly material: boolean; readonly last: Date | null },
): Date {
  const earliest = material ? addPeriod(publishedAt, notice.time) : publishedAt
  return last !== null && last > earliest ? last : earliest
}
