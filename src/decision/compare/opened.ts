// What a later cell opens that an earlier one did not: collecting, guessing, using, handing on, and on which basis.

import { bitsOf, covers, forms, has, without, type Cell, type Form, type Mask, type Meant, type Opens, type Row, type Share, type ShareRow, type Stands, type Use } from '../../policy/index.ts' // prettier-ignore
import type { Loss, Pair } from './cells.ts'
import { isEasier } from './strength.ts'
import { purposeName } from './words.ts'

/** Collected from where it was not, or under fewer conditions (K801). */
export function moreCollected({ was, now }: Pair): readonly Loss[] {
  const grew = now.collects.filter(({ when }) => !was?.collects.some((old) => isEasier(old.when, when)))
  const means = (how: Opens): Meant => ({ key: 'collected', origin: now.facts.origin, how })
  const ways = waysOf((was?.collects.length ?? 0) > 0)
  return grew.map((line) => [line, means(ways[0]), means(ways[1])])
}

/** Made from what it was not made from, or for more (K801). */
export function moreDerived({ was, now, after }: Pair): readonly Loss[] {
  return (now.derives ?? []).flatMap((line): readonly Loss[] => {
    const known = (was?.derives ?? []).filter((old) => line.inputs.every((input) => old.inputs.includes(input)) && old.form === line.form && isEasier(old.when, line.when)) // prettier-ignore
    const open = bitsOf(line.purposes).filter((bit) => !known.some(({ purposes }) => has(purposes, bit)))
    const purposes = open.map((bit) => purposeName(after, bit))
    const means = (how: Stands): Meant => ({ key: 'made', inputs: line.inputs, purposes, form: line.form, how })
    return open.length === 0 ? [] : [[line, means('now'), means('gone')]]
  })
}

/** A purpose opened to a hand, or under fewer conditions (K802). */
export function purposesOpened({ was, now, after }: Pair): readonly Loss[] {
  const lines = now.rows.map((row) => {
    const old = was?.rows.find((one) => one.hand === row.hand && one.form === row.form)
    return { key: row.hand, form: row.form, entries: row.uses, known: old?.uses ?? [], based: old?.based ?? null }
  })
  return opened(lines, (hand, { purpose }, form, how) => ({
    key: 'used',
    purpose: purposeName(after, purpose),
    hand,
    form,
    how,
  }))
}

/** Handed to somebody who did not get it, for something else, or under fewer conditions (K803). */
export function recipientsOpened({ was, now, after }: Pair): readonly Loss[] {
  const lines = (now.shares ?? []).map((row) => {
    const old = was?.shares?.find((one) => one.recipient === row.recipient && one.form === row.form)
    return {
      key: row.recipient,
      form: row.form,
      entries: row.shares,
      known: old?.shares ?? [],
      based: old?.based ?? null,
    }
  })
  return opened(
    lines,
    (recipient, { purpose }, form, how) => ({ key: 'shared', recipient, purpose: purposeName(after, purpose), form, how }), // prettier-ignore
  )
}

interface Lines<Entry, Key> {
  /** the hand, or the recipient */
  readonly key: Key
  readonly form: Form
  readonly entries: readonly Entry[]
  readonly known: readonly Entry[]
  /** purposes that were open; null: there was no such row */
  readonly based: Mask | null
}

/** A form that hides more repeats what the plainer one says: what was told of that one is not told again. */
function opened<Entry extends Use | Share, Key extends string>(
  lines: readonly Lines<Entry, Key>[],
  means: (key: Key, entry: Entry, form: Form, how: Opens) => Meant,
): readonly Loss[] {
  const told = new Set<string>()
  const plainestFirst = lines.toSorted((a, b) => forms.indexOf(a.form) - forms.indexOf(b.form))
  return plainestFirst.flatMap(({ key, form, entries, known, based }) =>
    entries.flatMap((entry): readonly Loss[] => {
      const old = known.filter(({ purpose }) => purpose === entry.purpose)
      const isOpen = based !== null && has(based, entry.purpose)
      const isWithin = isOpen && old.every((one) => isEasier(one.when, entry.when) && isNoMore(entry, one))
      if (isWithin || told.has(`${key} ${entry.purpose}`)) return []
      told.add(`${key} ${entry.purpose}`)
      const [loss, gain] = waysOf(isOpen)
      return [[entry, means(key, entry, form, loss), means(key, entry, form, gain)]]
    }),
  )
}

/** What became of something that opened, and what its opposite is: whether it was open already tells. */
function waysOf(wasOpen: boolean): readonly [loss: Opens, gain: Opens] {
  return wasOpen ? ['fewer conditions', 'more conditions'] : ['now', 'gone']
}

/** Whether a sampler may take no more than another, and a form hides no less. */
function isNoMore(entry: Use | Share, old: Use | Share): boolean {
  return isCapped(capOf(entry), capOf(old)) && isSameShape(entry.shape, old.shape)
}

function capOf(entry: Use | Share): Cap | null {
  return 'cap' in entry ? entry.cap : null
}

function isCapped(cap: Cap | null, old: Cap | null): boolean {
  if (old === null || cap === null) return old === null
  return cap.count * old.of <= old.count * cap.of && isNoLongerSample(cap, old)
}

type Cap = NonNullable<Use['cap']>

function isNoLongerSample({ time }: Cap, { time: old }: Cap): boolean {
  return old === null || (time !== null && time.unit === old.unit && time.count <= old.count)
}

function isSameShape(shape: Use['shape'], old: Use['shape']): boolean {
  if (shape === undefined || old === undefined) return shape === old
  if ('method' in shape || 'method' in old) return 'method' in shape && 'method' in old && shape.method === old.method
  return shape.atLeast >= old.atLeast
}

// --- bases --------------------------------------------------------------------------------------------------------

/** Another basis, another note, or a consent fewer (K807). */
export function basesChanged(pair: Pair): readonly Loss[] {
  const { was, now, after } = pair
  const uses = now.rows.flatMap((row) => row.uses.map((use) => [use, usesLike(was, row)] as const))
  const shares = (now.shares ?? []).flatMap((row) => row.shares.map((share) => [share, sharesLike(was, row)] as const))
  return [...uses, ...shares].flatMap(([entry, known]): readonly Loss[] => {
    const others = known.filter((old) => old.purpose === entry.purpose && !isSameBasis(old, entry))
    return others.map((old): Loss => {
      const purpose = purposeName(after, entry.purpose)
      return [entry, { key: 'basis', purpose, now: entry.basis, before: old.basis }, null]
    })
  })
}

function usesLike(cell: Cell | undefined, { hand, form }: Row): readonly (Use | Share)[] {
  return cell?.rows.find((row) => row.hand === hand && row.form === form)?.uses ?? []
}

function sharesLike(cell: Cell | undefined, { recipient, form }: ShareRow): readonly (Use | Share)[] {
  return cell?.shares?.find((row) => row.recipient === recipient && row.form === form)?.shares ?? []
}

/** The same kind and note, and no consent fewer. */
function isSameBasis(old: Use | Share, entry: Use | Share): boolean {
  return (
    old.basis?.kind === entry.basis?.kind && old.basis?.name === entry.basis?.name && covers(entry.given, old.given)
  )
}

/** A purpose that people could object to and cannot any more; a changed basis says so itself (K805). */
export function objectionsGone({ was, now, after }: Pair): readonly Loss[] {
  return now.rows.flatMap((row) => {
    const old = was?.rows.find(({ hand, form }) => hand === row.hand && form === row.form)
    if (!old) return []
    const lost = bitsOf(without(old.objectable, row.objectable))
    return row.uses
      .filter(({ purpose }) => lost.includes(purpose))
      .map((use): Loss => {
        const purpose = purposeName(after, use.purpose)
        return [use, { key: 'objection', purpose, how: 'gone' }, { key: 'objection', purpose, how: 'now' }]
      })
  })
}
