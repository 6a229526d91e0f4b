// Recipients that are registered later, as an older version's bans meet them: what it forbids to a kind, or to everybody, it forbids to them too
// (laws 2 and 8). Its own rows know only those it had registered.

import type { Ban, Cell, Policy, Recipient, ShareRow } from './policy.ts'
import { forms } from './policy.ts'
import { isNewIn, ofNoHand } from './inputs.ts'
import { none, union, type Mask } from './mask.ts'
import { bansOnKind, type Binds } from './uncovered.ts'

/** Somebody whom a later version knows, and of which kind. */
export type Newcomer = Pick<Recipient, 'name' | 'kind'>

/** Of each version the recipients, with their kinds, that only later ones have. */
export function newcomersAfter(policies: readonly Policy[]): readonly (readonly Newcomer[])[] {
  const keyOf = ({ name, kind }: Newcomer): string => `${name} ${kind}`
  return policies.map(({ recipients = [] }, i) => {
    const known = new Set(recipients.map(keyOf))
    const later = policies.slice(i + 1).flatMap((policy) => policy.recipients ?? [])
    return [...new Map(later.filter((one) => !known.has(keyOf(one))).map((one) => [keyOf(one), one])).values()]
  })
}

/** A cell with the rows that its version's bans give newcomers; the same one where they give none. `from`: what it was made from; `binds`: which bans bind whoever a cell is about. */
export function withNewcomers(
  cell: Cell,
  policy: Policy,
  newcomers: readonly Newcomer[],
  { from, binds }: { readonly from: readonly Cell[]; readonly binds: (cell: Cell) => Binds },
): Cell {
  if (newcomers.length === 0) return cell
  const added = newcomers.flatMap((one) => {
    const own = bansOnKind(policy, cell.facts, binds(cell), one)
    const inherited = from.flatMap((input) => bansOnKind(policy, input.facts, binds(input), one)).filter(isNewIn(own)) // prettier-ignore
    const bans = [...own, ...inherited.map((ban) => ({ ...ban, inherited: true as const }))]
    return bans.length === 0 ? [] : forms.map((form) => rowOf(cell, one.name, form, bans))
  })
  if (added.length === 0) return cell
  const isAdded = ({ recipient, form }: ShareRow): boolean => added.some((row) => row.recipient === recipient && row.form === form) // prettier-ignore
  return { ...cell, shares: [...(cell.shares ?? []).filter((row) => !isAdded(row)), ...added] }
}

/** The row of a newcomer: with the bans on use that are on no hand alone, which follow what is passed on. One that was known as of another kind keeps its own. */
function rowOf({ shares = [], ...cell }: Cell, recipient: string, form: ShareRow['form'], bans: readonly Ban[]): ShareRow {
  const own = shares.find((row) => row.recipient === recipient && row.form === form)
  const follows = own ?? { based: none, objectable: none, never: none, shares: [], ...ofNoHand(cell, form) }
  const fresh = bans.filter(isNewIn(follows.bans))
  const always = fresh.filter(({ when, unless }) => when === null && unless === null)
  const closed = (inherited: boolean): Mask => always.filter((ban) => (ban.inherited ?? false) === inherited).map(({ purposes }) => purposes).reduce(union, none)
  return { ...follows, recipient, form, never: union(follows.never, closed(false)), barred: union(follows.barred, closed(true)), bans: [...follows.bans, ...fresh] }
} // prettier-ignore
