// What a draft changes to somebody's disadvantage: the K8 codes, each material until a person says otherwise (CHG-04). Compares cells
// of the same facts; where it cannot tell whether something grew, it says that it did.

import { addPeriod, periodWords, type Period } from '../base/index.ts'
import {
  bitsOf, cellOf, covers, has, isEmpty, maskOf, union, without,
  type Ban, type Cell, type Condition, type Control, type Limit, type Line, type Policy, type Row, type StoreBan, type Use,
} from '../policy/index.ts' // prettier-ignore

/** What kind of change it is (language, "Diagnostics", K8). 803 is for recipients, which no sentence names yet. */
export type ChangeCode = 'K801' | 'K802' | 'K803' | 'K804' | 'K805' | 'K806' | 'K807' | 'K808'

/** One material change. `detail` is a line for an officer: data, then what changed. */
export interface PolicyChange {
  readonly code: ChangeCode
  readonly clause: string
  readonly detail: string
}

interface Pair {
  readonly was: Cell | undefined
  readonly now: Cell
  readonly before: Policy
  readonly after: Policy
}

type Compare = (pair: Pair) => readonly (readonly [Line, string])[]

/** Every material change from one policy to another, each code, clause and detail once, by code. */
export function comparePolicies(before: Policy, after: Policy): readonly PolicyChange[] {
  const changes = new Map<string, PolicyChange>()
  const add = (code: ChangeCode, { facts }: Cell, [{ clause }, what]: readonly [Line, string]): void => {
    const detail = `${facts.category} in ${facts.product}: ${what}`
    changes.set(`${code} ${clause} ${detail}`, { code, clause, detail })
  }
  for (const now of after.cells) {
    const pair = { was: cellOf(before, now.facts), now, before, after }
    for (const [code, compare] of comparisons) for (const found of compare(pair)) add(code, now, found)
  }
  for (const was of before.cells) {
    if (!cellOf(after, was.facts)) for (const line of was.controls) add('K805', was, [line, `${line.control} is gone`])
  }
  return [...changes].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, change]) => change)
}

const comparisons: readonly (readonly [ChangeCode, Compare])[] = [
  ['K801', moreCollected],
  ['K802', purposesOpened],
  ['K804', keptLonger],
  ['K805', controlsWeaker],
  ['K806', bansGone],
  ['K807', basesChanged],
  ['K808', placesOpened],
]

function moreCollected({ was, now }: Pair): readonly (readonly [Line, string])[] {
  const grew = now.collects.filter(({ when }) => !was?.collects.some((old) => isEasier(old.when, when)))
  return grew.map((line) => [line, `collected from ${now.facts.origin}`])
}

function purposesOpened({ was, now, after }: Pair): readonly (readonly [Line, string])[] {
  return now.rows.flatMap((row) => {
    const old = rowLike(was, row)
    const grew = row.uses.filter((use) => {
      const before = old?.uses.filter(({ purpose }) => purpose === use.purpose) ?? []
      return !old || !has(old.based, use.purpose) || !before.every(({ when }) => isEasier(when, use.when))
    })
    return grew.map((use) => [use, `used for ${purposeName(after, use.purpose)} by ${row.hand}, ${row.form}`] as const)
  })
}

function basesChanged({ was, now, after }: Pair): readonly (readonly [Line, string])[] {
  return now.rows.flatMap((row) => {
    const changed = row.uses.flatMap((use): (readonly [Line, string])[] => {
      const old = rowLike(was, row)?.uses.find(({ purpose }) => purpose === use.purpose)
      if (!old || isSameBasis(old, use)) return []
      return [[use, `${purposeName(after, use.purpose)} rests on ${basisWords(use)}, before on ${basisWords(old)}`]]
    })
    return changed
  })
}

/** The same kind and note, and no consent fewer. */
function isSameBasis(old: Use, use: Use): boolean {
  return old.basis.kind === use.basis.kind && old.basis.name === use.basis.name && covers(use.given, old.given)
}

function keptLonger({ was, now }: Pair): readonly (readonly [Line, string])[] {
  if (!was) return []
  return was.limits.flatMap((old) => {
    const purposes = bitsOf(old.purposes).filter(
      (bit) => isLimited(now, bit) && !now.limits.some((limit) => has(limit.purposes, bit) && isNoLonger(limit, old)),
    )
    if (purposes.length === 0) return []
    const line = now.limits.find((limit) => purposes.some((bit) => has(limit.purposes, bit))) ?? old
    return [[line, `kept ${limitWords(line)}, before ${limitWords(old)}`] as const]
  })
}

/** A purpose that nothing limits any more is closed, and keeps nothing. */
function isLimited({ limits }: Cell, bit: number): boolean {
  return limits.some(({ purposes }) => has(purposes, bit))
}

/** Whether a limit passes no later than another, for every record. */
function isNoLonger(limit: Limit, old: Limit): boolean {
  if (limit.when !== null && (old.when === null || !isEasier(limit.when, old.when))) return false
  if ('until' in limit.end || 'until' in old.end)
    return 'until' in limit.end && 'until' in old.end && limit.end.until === old.end.until
  return limit.end.event === old.end.event && isShorter(limit.end.after, old.end.after)
}

const months: Partial<Record<Period['unit'], number>> = { month: 1, year: 12 }

/** Whether a period ends no later than another, wherever in the calendar both begin. */
function isShorter(a: Period, b: Period): boolean {
  const [ofA, ofB] = [months[a.unit], months[b.unit]]
  if (ofA !== undefined && ofB !== undefined) return a.count * ofA <= b.count * ofB
  return starts.every((start) => addPeriod(start, a) <= addPeriod(start, b))
}

/** Each month of four years, a leap year among them: the lengths that a calendar period can have. */
const starts = Array.from({ length: 48 }, (_, month) => new Date(Date.UTC(2023, month, 1)))

function controlsWeaker({ was, now }: Pair): readonly (readonly [Line, string])[] {
  return (was?.controls ?? []).flatMap((old): readonly (readonly [Line, string])[] => {
    // several sentences may offer one control: one of them that is no weaker is enough
    const lines = now.controls.filter(({ control }) => control === old.control)
    if (!lines[0]) return [[old, `${old.control} is gone`]]
    return lines.every((line) => isWeaker(line, old))
      ? [[lines[0], `${old.control} reaches less far or takes longer`]]
      : []
  })
}

function isWeaker(line: Control, old: Control): boolean {
  const lost = (a: readonly string[], b: readonly string[]): boolean => b.some((name) => !a.includes(name))
  const later = old.within !== null && (line.within === null || !isShorter(line.within, old.within))
  const lists = [
    lost(line.surfaces, old.surfaces),
    lost(line.to, old.to),
    lost(line.per, old.per),
    lost(old.unlessLaw, line.unlessLaw),
  ]
  return lists.includes(true) || later || !covers(line.purposes, old.purposes)
}

function bansGone({ was, now, before }: Pair): readonly (readonly [Line, string])[] {
  if (!was) return []
  const rows = was.rows.flatMap((old) => {
    const bans = rowLike(now, old)?.bans
    if (!bans) return []
    return old.bans.flatMap((ban) => {
      const gone = bitsOf(without(ban.purposes, kept(ban, bans)))
      return gone.length === 0
        ? []
        : [[ban, `no ban any more on ${gone.map((bit) => purposeName(before, bit)).join(', ')}`] as const]
    })
  })
  const collecting = was.collectBans.filter((ban) => !now.collectBans.some((one) => isStronger(one, ban)))
  const storing = was.storeBans.filter((ban) => !now.storeBans.some((one) => isStronger(one, ban) && isWider(one, ban)))
  return [
    ...rows,
    ...collecting.map((ban) => [ban, 'no ban any more on collecting it'] as const),
    ...storing.map((ban) => [ban, 'no ban any more on storing it there'] as const),
  ]
}

/** Without places a ban closes all of them. */
function isWider({ places }: StoreBan, old: StoreBan): boolean {
  return places.length === 0 || (old.places.length > 0 && old.places.every((place) => places.includes(place)))
}

/** Purposes that some ban, at least as strong, still closes. */
function kept(ban: Ban, bans: readonly Ban[]): Ban['purposes'] {
  return bans
    .filter((one) => isStronger(one, ban))
    .reduce<Ban['purposes']>((mask, { purposes }) => union(mask, purposes), maskOf())
}

/** Whether a ban holds whenever another does. */
function isStronger(
  ban: Pick<Ban | StoreBan, 'when' | 'unless'>,
  old: Pick<Ban | StoreBan, 'when' | 'unless'>,
): boolean {
  const holdsAsOften = ban.when === null || (old.when !== null && isEasier(ban.when, old.when))
  const liftsAsRarely = ban.unless === null || (old.unless !== null && isEasier(old.unless, ban.unless))
  return holdsAsOften && liftsAsRarely
}

function placesOpened({ was, now }: Pair): readonly (readonly [Line, string])[] {
  return now.stores.flatMap((line) => {
    const places = line.places.filter(
      (place) => !was?.stores.some((old) => old.places.includes(place) && isNoHarder(old.when, line.when)),
    )
    return was && places.length > 0 ? [[line, `may lie in ${places.join(', ')}`] as const] : []
  })
}

function isNoHarder(a: Condition | null, b: Condition | null): boolean {
  return a === null || isEmptyCondition(a) || (b !== null && isEasier(a, b))
}

function isEmptyCondition({ need, block, cases, directed }: Condition): boolean {
  return isEmpty(need) && isEmpty(block) && cases.length === 0 && !directed
}

/** Whether one condition is met whenever another is. */
function isEasier(a: Condition, b: Condition): boolean {
  const casesMet = a.cases.every((list) => b.cases.some((other) => other.every((name) => list.includes(name))))
  return covers(b.need, a.need) && covers(b.block, a.block) && casesMet && (!a.directed || b.directed)
}

function rowLike(cell: Cell | undefined, { hand, form }: Row): Row | undefined {
  return cell?.rows.find((row) => row.hand === hand && row.form === form)
}

function purposeName({ purposes }: Policy, bit: number): string {
  return purposes.find((purpose) => purpose.bit === bit)?.name ?? `purpose ${bit}`
}

function basisWords({ basis: { kind, name } }: Use): string {
  return name === null ? kind : `${kind} ${name}`
}

function limitWords({ end }: Limit): string {
  return 'after' in end ? `${periodWords(end.after)} after ${end.event}` : `until ${end.until}`
}
