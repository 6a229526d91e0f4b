// Conditions compared: whether two can hold at once, and whether one asks at least what another asks.

import { covers, meets, type Condition } from '../../policy/index.ts'

/** Whether two conditions never hold at once: one needs a choice on that the other needs off. */
export function exclude(a: Condition | null, b: Condition | null): boolean {
  return a !== null && b !== null && (meets(a.need, b.block) || meets(b.need, a.block))
}

/** Whether a condition asks at least all that another asks; null asks nothing. */
export function asksAll(more: Condition | null, less: Condition | null): boolean {
  if (less === null) return true
  if (more === null) return false
  const cases = less.cases.every((list) => more.cases.some((narrower) => narrower.every((name) => list.includes(name))))
  return covers(more.need, less.need) && covers(more.block, less.block) && cases && (more.directed || !less.directed)
}
