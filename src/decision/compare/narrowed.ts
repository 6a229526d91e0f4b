// What narrows a cell, and what a later one takes of it: limits, controls, bans and places.

import { bitsOf, endedBy, has, intersect, maskOf, union, without, type Ban, type Cell, type Limit, type Mask, type Meant, type Row, type Stands } from '../../policy/index.ts' // prettier-ignore
import type { Loss, Pair } from './cells.ts'
import { isNoHarder, isStronger, isWeaker, isWider, passesNoLater } from './strength.ts'
import { purposeName } from './words.ts'

/** Kept longer, or so that nobody can tell that it is not (K804). */
export function keptLonger({ was, now }: Pair): readonly Loss[] {
  if (!was) return []
  return [
    ...keptAtAll(was, now),
    ...was.limits.flatMap((old): readonly Loss[] => {
      const purposes = bitsOf(old.purposes).filter(
        (bit) => isLimited(now, bit) && !now.limits.some((limit) => has(limit.purposes, bit) && passesNoLater(limit, old) && endedBy(now, limit) === endedBy(was, old)), // prettier-ignore
      )
      if (purposes.length === 0) return []
      const line = now.limits.find((limit) => purposes.some((bit) => has(limit.purposes, bit))) ?? old
      return [[line, { key: 'kept', now: line.end, before: old.end }, { key: 'kept', now: old.end, before: line.end }]]
    }),
  ]
}

/** What no limit holds for is closed: a limit where none held, or only under a condition, opens it. */
function keptAtAll(was: Cell, now: Cell): readonly Loss[] {
  const open = (cell: Cell): Mask => cell.rows.reduce<Mask>((mask, { based }) => union(mask, based), maskOf())
  const both = bitsOf(intersect(open(was), open(now)))
  const isNew = ({ purposes, when }: Limit): boolean =>
    both.some(
      (bit) => has(purposes, bit) && !was.limits.some((old) => has(old.purposes, bit) && isNoHarder(old.when, when)),
    )
  return now.limits.filter(isNew).map((line): Loss => [line, { key: 'kept at all', end: line.end, how: 'now' }, { key: 'kept at all', end: line.end, how: 'gone' }]) // prettier-ignore
}

/** A purpose that nothing limits any more is closed, and keeps nothing. */
function isLimited({ limits }: Cell, bit: number): boolean {
  return limits.some(({ purposes }) => has(purposes, bit))
}

/** Places, or ways to one without a mechanism it needed, that were closed (K808). */
export function placesOpened({ was, now }: Pair): readonly Loss[] {
  if (!was) return []
  return now.stores.flatMap((line): readonly Loss[] => {
    const places = line.places.filter(
      (place) => !was.stores.some((old) => old.places.includes(place) && isNoHarder(old.when, line.when) && isUnder(line.under, old.under)), // prettier-ignore
    )
    const means = (how: Stands): Meant => ({ key: 'lies', places, under: line.under, how })
    return places.length === 0 ? [] : [[line, means('now'), means('gone')]]
  })
}

/** One mechanism of those listed must hold: fewer of them is stricter, none is freest. */
function isUnder(under: readonly string[], old: readonly string[]): boolean {
  return old.length === 0 || (under.length > 0 && under.every((name) => old.includes(name)))
}

/** Controls that are gone, reach less far or take longer (K805). */
export function controlsWeaker({ was, now }: Pair): readonly Loss[] {
  return (was?.controls ?? []).flatMap((old): readonly Loss[] => {
    // several sentences may offer one control: one of them that is no weaker is enough
    const lines = now.controls.filter(({ control }) => control === old.control)
    const { control } = old
    if (!lines[0]) return [[old, { key: 'control', control, how: 'gone' }, { key: 'control', control, how: 'now' }]]
    return lines.every((line) => isWeaker(line, old))
      ? [[lines[0], { key: 'control', control, how: 'weaker' }, { key: 'control', control, how: 'stronger' }]]
      : []
  })
}

// --- bans ---------------------------------------------------------------------------------------------------------

/** What a ban on some purposes means when it comes or goes. */
type Banning = (purposes: readonly string[], how: Stands) => Meant

/** Bans that are gone or hold less often (K806). */
export function bansGone({ was, now, before, after }: Pair): readonly Loss[] {
  if (!was) return []
  // a ban for whatever purpose is one on those that the other policy alone registers
  const nameOf = (bit: number): string => purposeName([before, after].find(({ purposes }) => purposes.some((one) => one.bit === bit)) ?? before, bit) // prettier-ignore
  const names = (mask: Mask): readonly string[] => bitsOf(mask).map(nameOf)
  const closed = (old: readonly Ban[], bans: readonly Ban[], means: Banning): readonly Loss[] =>
    old.flatMap((ban): readonly Loss[] => {
      const gone = without(ban.purposes, stillClosed(ban, bans))
      return bitsOf(gone).length === 0 ? [] : [[ban, means(names(gone), 'gone'), means(names(gone), 'now')]]
    })
  const rows = was.rows.flatMap((old) => {
    const row = now.rows.find(({ hand, form }) => hand === old.hand && form === old.form)
    return row
      ? [
          ...closed(old.bans, row.bans, (purposes, how) => ({ key: 'ban on use', purposes, how })),
          ...unbarred(row, without(old.barred, row.barred), nameOf),
        ]
      : []
  })
  const shares = (was.shares ?? []).flatMap((old) => {
    const row = now.shares?.find(({ recipient, form }) => recipient === old.recipient && form === old.form)
    return row
      ? closed(old.bans, row.bans, (purposes, how) => ({
          key: 'ban on sharing',
          recipient: old.recipient,
          purposes,
          how,
        }))
      : []
  })
  const derives = (was.deriveBans ?? []).flatMap((old) => {
    const bans = (now.deriveBans ?? []).filter(({ inputs }) => old.inputs.every((input) => inputs.includes(input)))
    return closed([old], bans, (purposes, how) => ({ key: 'ban on making', inputs: old.inputs, purposes, how }))
  })
  const collecting = was.collectBans.filter((ban) => !now.collectBans.some((one) => isStronger(one, ban)))
  const storing = was.storeBans.filter((ban) => !now.storeBans.some((one) => isStronger(one, ban) && isWider(one, ban)))
  return [
    ...rows,
    ...shares,
    ...derives,
    ...collecting.map((ban): Loss => [
      ban,
      { key: 'ban on collecting', how: 'gone' },
      { key: 'ban on collecting', how: 'now' },
    ]),
    ...storing.map((ban): Loss => [
      ban,
      { key: 'ban on storing', places: ban.places, how: 'gone' },
      { key: 'ban on storing', places: ban.places, how: 'now' },
    ]),
  ]
}

/** What its source or its inputs closed, and do not close any more: said of the uses it opens. */
function unbarred({ uses }: Row, lost: Mask, nameOf: (bit: number) => string): readonly Loss[] {
  const means = (bit: number, how: Stands): Meant => ({ key: 'barred by its source', purpose: nameOf(bit), how })
  return uses.filter(({ purpose }) => has(lost, purpose)).map((use): Loss => [use, means(use.purpose, 'gone'), means(use.purpose, 'now')]) // prettier-ignore
}

/** Purposes that some ban, at least as strong, still closes. */
export function stillClosed(
  ban: Pick<Ban, 'when' | 'unless'>,
  bans: readonly Pick<Ban, 'purposes' | 'when' | 'unless'>[],
): Mask {
  return bans
    .filter((one) => isStronger(one, ban))
    .reduce<Mask>((mask, { purposes }) => union(mask, purposes), maskOf())
}
