// What a cell says taken together: the parts that met in it, the purposes it is kept for, what a law names. Shared by the decision and
// by the predicate printed from the same policy, so that both read a cell alike.

import type { Cell, Line } from './policy.ts'
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
