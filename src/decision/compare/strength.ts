// Whether one condition, limit, control or ban is at least as strong as another, for everybody and every record. Where that cannot be
// told, the answer is no.

import { isNoLonger, type Period } from '../../base/index.ts'
import {
  covers,
  isEmpty,
  type Ban,
  type Condition,
  type Control,
  type Limit,
  type StoreBan,
} from '../../policy/index.ts'

/** Whether one condition is met whenever another is. */
export function isEasier(a: Condition, b: Condition): boolean {
  const casesMet = a.cases.every((list) => b.cases.some((other) => other.every((name) => list.includes(name))))
  return covers(b.need, a.need) && covers(b.block, a.block) && casesMet && (!a.directed || b.directed)
}

/** The same, where null is no condition at all. */
export function isNoHarder(a: Condition | null, b: Condition | null): boolean {
  return a === null || isEmptyCondition(a) || (b !== null && isEasier(a, b))
}

function isEmptyCondition({ need, block, cases, directed }: Condition): boolean {
  return isEmpty(need) && isEmpty(block) && cases.length === 0 && !directed
}

/** Whether a limit passes no later than another, for every record. */
export function passesNoLater(limit: Limit, old: Limit): boolean {
  if (limit.when !== null && (old.when === null || !isEasier(limit.when, old.when))) return false
  if ('until' in limit.end || 'until' in old.end)
    return 'until' in limit.end && 'until' in old.end && limit.end.until === old.end.until
  return limit.end.event === old.end.event && isNoLonger(limit.end.after, old.end.after)
}

/** The longer of two periods; null is none. */
export function longerOf(a: Period | null, b: Period | null): Period | null {
  if (a === null || b === null) return a ?? b
  return isNoLonger(a, b) ? b : a
}

/** Whether a control reaches less far than another, or takes longer. */
export function isWeaker(line: Control, old: Control): boolean {
  const lost = (a: readonly string[], b: readonly string[]): boolean => b.some((name) => !a.includes(name))
  const later = old.within !== null && (line.within === null || !isNoLonger(line.within, old.within))
  const lists = [
    lost(line.surfaces, old.surfaces),
    lost(line.to, old.to),
    lost(line.per, old.per),
    lost(old.unlessLaw, line.unlessLaw),
  ]
  return lists.includes(true) || later || !covers(line.purposes, old.purposes)
}

/** Whether a ban holds whenever another does. */
export function isStronger(
  ban: Pick<Ban | StoreBan, 'when' | 'unless'>,
  old: Pick<Ban | StoreBan, 'when' | 'unless'>,
): boolean {
  const holdsAsOften = ban.when === null || (old.when !== null && isEasier(ban.when, old.when))
  const liftsAsRarely = ban.unless === null || (old.unless !== null && isEasier(old.unless, ban.unless))
  return holdsAsOften && liftsAsRarely
}

/** Whether a ban on places closes all that another closes. Without places it closes all of them. */
export function isWider({ places }: Pick<StoreBan, 'places'>, old: Pick<StoreBan, 'places'>): boolean {
  return places.length === 0 || (old.places.length > 0 && old.places.every((place) => places.includes(place)))
}
