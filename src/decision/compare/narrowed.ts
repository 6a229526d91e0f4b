// What narrows a cell, and what a later one takes of it: limits, controls, bans and places.

import { bitsOf, endedBy, has, intersect, maskOf, union, without, type Ban, type Cell, type Limit, type Mask, type Row, type StoreBan } from '../../policy/index.ts' // prettier-ignore
import type { Loss, Pair } from './cells.ts'
import { isNoHarder, isStronger, isWeaker, isWider, passesNoLater } from './strength.ts'
import { limitWords, purposeName } from './words.ts'

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
      const [newer, older] = [limitWords(line), limitWords(old)]
      return [[line, `kept ${newer}, before ${older}`, `kept ${older}, before ${newer}`]]
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
  return now.limits.filter(isNew).map((line): Loss => [line, `kept ${limitWords(line)}, before not at all, or only under a condition`, `not kept ${limitWords(line)} any more, or only under a condition`]) // prettier-ignore
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
    const words = `lie in ${places.join(', ')}${line.under.length > 0 ? ` under ${line.under.join(', ')}` : ''}`
    return places.length === 0 ? [] : [[line, `may ${words}`, `may not ${words} any more`]]
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
    if (!lines[0]) return [[old, `no ${old.control} any more`, `${old.control} is new`]]
    return lines.every((line) => isWeaker(line, old))
      ? [[lines[0], `${old.control} reaches less far or takes longer`, `${old.control} reaches further or is quicker`]]
      : []
  })
}

// --- bans ---------------------------------------------------------------------------------------------------------

/** Bans that are gone or hold less often (K806). */
export function bansGone({ was, now, before }: Pair): readonly Loss[] {
  if (!was) return []
  const names = (mask: Mask): string =>
    bitsOf(mask)
      .map((bit) => purposeName(before, bit))
      .join(', ')
  const closed = (old: readonly Ban[], bans: readonly Ban[], what: (mask: Mask) => string): readonly Loss[] =>
    old.flatMap((ban): readonly Loss[] => {
      const gone = without(ban.purposes, stillClosed(ban, bans))
      return bitsOf(gone).length === 0 ? [] : [[ban, `no ban any more on ${what(gone)}`, `a ban on ${what(gone)}`]]
    })
  const rows = was.rows.flatMap((old) => {
    const row = now.rows.find(({ hand, form }) => hand === old.hand && form === old.form)
    return row ? [...closed(old.bans, row.bans, names), ...unbarred(row, without(old.barred, row.barred), names)] : []
  })
  const shares = (was.shares ?? []).flatMap((old) => {
    const row = now.shares?.find(({ recipient, form }) => recipient === old.recipient && form === old.form)
    return row ? closed(old.bans, row.bans, (mask) => `sharing it with ${old.recipient} for ${names(mask)}`) : []
  })
  const derives = (was.deriveBans ?? []).flatMap((old) => {
    const bans = (now.deriveBans ?? []).filter(({ inputs }) => old.inputs.every((input) => inputs.includes(input)))
    return closed([old], bans, (mask) => `making it from ${old.inputs.join(', ')} for ${names(mask)}`)
  })
  const collecting = was.collectBans.filter((ban) => !now.collectBans.some((one) => isStronger(one, ban)))
  const storing = was.storeBans.filter((ban) => !now.storeBans.some((one) => isStronger(one, ban) && isWider(one, ban)))
  return [
    ...rows,
    ...shares,
    ...derives,
    ...collecting.map((ban): Loss => [ban, 'no ban any more on collecting it', 'a ban on collecting it']),
    ...storing.map((ban): Loss => [ban, `no ban any more on ${storedIn(ban)}`, `a ban on ${storedIn(ban)}`]),
  ]
}

/** What its source or its inputs closed, and do not close any more: said of the uses it opens. */
function unbarred({ uses }: Row, lost: Mask, names: (mask: Mask) => string): readonly Loss[] {
  return uses.filter(({ purpose }) => has(lost, purpose)).map((use): Loss => [use, `its source does not bar ${names(maskOf(use.purpose))} any more`, `its source bars ${names(maskOf(use.purpose))}`]) // prettier-ignore
}

function storedIn({ places }: StoreBan): string {
  return places.length === 0 ? 'storing it' : `storing it in ${places.join(', ')}`
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
