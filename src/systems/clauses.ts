// What the statement in force says of a category: which sentences cover it, and which law keeps it for how long. Asked by discovery, the
// check of a map, preflight and the coverage line.

import type { Period } from '../base/index.ts'
import type { Cell, Policy } from '../policy/index.ts'

/** The clauses that cover a category in a product (in any, when null): those that collect, use or keep it. A ban covers nothing. */
export function clausesOf(policy: Policy, category: string, product: string | null): readonly string[] {
  const lines = cellsOf(policy, category, product).flatMap(({ collects, rows, limits }) => [
    ...collects,
    ...rows.flatMap(({ uses }) => uses),
    ...limits,
  ])
  return [...new Set(lines.map(({ clause }) => clause))].toSorted()
}

/** A law that keeps a category: the clause that names it, and its period; null: it ends with an event no column tells. */
export interface LawKeeps {
  readonly law: string
  readonly clause: string
  readonly after: Period | null
  /** name of the event from which the period counts, or that ends it */
  readonly event: string
}

/** The laws that keep a category in a product, the longest period of each. */
export function lawsOf(policy: Policy, category: string, product: string | null): readonly LawKeeps[] {
  const limits = cellsOf(policy, category, product).flatMap((cell) => cell.limits)
  const kept = limits.flatMap(({ law, clause, end, when }) =>
    law === null || when !== null
      ? []
      : [{ law, clause, after: 'after' in end ? end.after : null, event: 'after' in end ? end.event : end.until }],
  )
  return [...Map.groupBy(kept, ({ law }) => law).values()].map(
    (ofLaw) => ofLaw.toSorted((a, b) => days(a.after) - days(b.after)).at(-1)!, // a group has a member
  )
}

function cellsOf({ cells }: Policy, category: string, product: string | null): readonly Cell[] {
  return cells.filter(({ facts }) => facts.category === category && (product === null || facts.product === product))
}

const daysOf: Record<Period['unit'], number> = { second: 1 / 86_400, minute: 1 / 1_440, hour: 1 / 24, day: 1, week: 7, month: 30.4, year: 365.2 } // prettier-ignore

/** About how long, to compare. */
function days(after: Period | null): number {
  return after === null ? Number.POSITIVE_INFINITY : after.count * daysOf[after.unit]
}
