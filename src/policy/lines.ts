// What a cell says taken together: the parts that met in it, the purposes it is kept for, what a law names. Shared by the decision and
// by the predicate printed from the same policy, so that both read a cell alike.

import type { Ban, Cell, Limit, Line, Row } from './policy.ts'
import { isEmpty, intersect, none, union, type Mask } from './mask.ts'

const partsPerVersionMax = 100_000

/** The part a line belongs to: its version, and the cell of that version where several met. Each part of a cell must allow. */
export function partOf({ version = 0, part = 0 }: Line): number {
  return version * partsPerVersionMax + part
}

/** Every part met in a cell. */
export function partsOf({ collects, collectBans, stores, storeBans, rows, limits, controls }: Cell): readonly number[] {
  const ofRows = rows.flatMap(({ uses, bans }): Line[] => [...uses, ...bans])
  const lines: Line[] = [...collects, ...collectBans, ...stores, ...storeBans, ...ofRows, ...limits, ...controls]
  return [...new Set(lines.map(partOf))]
}

/** A row with these bans: what those without a condition close stands in its masks too, as `barred` where it was inherited. */
export function withBans<R extends Pick<Row, 'never' | 'barred' | 'bans'>>(row: R, bans: readonly Ban[]): R {
  const closed = (inherited: boolean): Mask =>
    bans.reduce<Mask>((mask, ban) => (isAlways(ban) && (ban.inherited ?? false) === inherited ? union(mask, ban.purposes) : mask), none) // prettier-ignore
  return { ...row, bans, never: union(row.never, closed(false)), barred: union(row.barred, closed(true)) }
}

function isAlways({ when, unless }: Pick<Ban, 'when' | 'unless'>): boolean {
  return when === null && unless === null
}

/** Events that are no moment of a record: the first starts periods, the others end it by an act of the person. */
const acts = { collection: 'collection', removal: 'removal', withdrawal: 'withdrawal' } as const

/**
 * What makes a limit pass: time from the collection or from the record's event, that event itself, taking a consent back, or nothing that
 * is on the record (removing it removes the limit with it).
 */
export type EndedBy = 'time after collection' | 'time after event' | 'event' | 'withdrawal' | 'removal'

/**
 * Which it is for a limit. A record carries one event's moment, `ended_at`: that of the event from which a period of the same part counts,
 * else that of an `until`. An `until` another event, like closing the account beside a period after the purchase, ends with the record.
 */
export function endedBy({ limits }: Pick<Cell, 'limits'>, limit: Limit): EndedBy {
  const { end } = limit
  if ('after' in end) return end.event === acts.collection ? 'time after collection' : 'time after event'
  if (end.until === acts.removal || end.until === acts.withdrawal) return end.until
  const counting = limits.flatMap((one) => (partOf(one) === partOf(limit) && 'after' in one.end && one.end.event !== acts.collection ? [one.end.event] : [])) // prettier-ignore
  return counting.length === 0 || counting.includes(end.until) ? 'event' : 'removal'
}

/**
 * The purposes a record is kept for: those a use opens and those only a law keeps. Where a later version opens none of them any more, the
 * older limits still remove the bytes, each at its own time.
 */
export function servedBy({ rows, limits }: Cell): Mask {
  const used = rows.reduce<Mask>((mask, { based }) => union(mask, based), none)
  const kept = limits
    .filter(({ law }) => law !== null)
    .reduce<Mask>((mask, { purposes }) => union(mask, purposes), used)
  return isEmpty(kept) ? limits.reduce<Mask>((mask, { purposes }) => union(mask, purposes), none) : kept
}

/** The purposes a law keeps a cell for: those its unconditional limits name in every part that has one. */
export function namedByLaw({ limits }: Cell, law: string): Mask {
  const own = limits.filter((limit) => limit.law === law && limit.when === null)
  const named = [...Map.groupBy(own, partOf).values()].map((ofPart) =>
    ofPart.reduce<Mask>((mask, { purposes }) => union(mask, purposes), none),
  )
  return named.length === 0 ? none : named.reduce(intersect)
}
