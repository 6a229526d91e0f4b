// Purposes that are registered later, as an older version's bans meet them: what it forbids for whatever purpose, it forbids for those too (laws 2 and 8;
// docs/decisions/0014). Its own masks know only the purposes it had registered.

import { withBans } from './lines.ts'
import { covers, isEmpty, maskOf, none, union, without, type Mask } from './mask.ts'
import type { Ban, Cell, Line, Policy, Purpose, StandingBan } from './policy.ts'

/** Versions, oldest first, with their bans as they stand over the purposes that only later ones register. The same ones where nothing is registered later. */
export function withLaterPurposes<V extends { readonly policy: Policy }>(versions: readonly V[]): readonly V[] {
  const registered = versions.map(({ policy }) => bitsIn(policy.purposes))
  return versions.map((one, i) => {
    const policy = boundFor(one.policy, registered.slice(i + 1).reduce(union, none))
    return policy === one.policy ? one : { ...one, policy }
  })
}

/** A policy with its bans as they stand over these purposes too; the same one where it registers all of them. */
export function boundFor(policy: Policy, purposes: Mask): Policy {
  const known = bitsIn(policy.purposes)
  const later = without(purposes, known)
  if (isEmpty(later)) return policy
  const isOpen = meansAll(known)
  const widened = <B extends { readonly purposes: Mask }>(ban: B): B => ({ ...ban, purposes: union(ban.purposes, later) }) // prettier-ignore
  const said = new Map(policy.bans.filter(isOpen).map((ban) => [keyOf(ban), ban]))
  // of a ban on certain bases a row's `bans` hold what rests on them, and its `onBases` all that it names
  const ofCell = <B extends Ban>(ban: B): B => { const own = said.get(keyOf(ban)); return own && (own.bases === undefined) !== 'bases' in ban ? widened(ban) : ban } // prettier-ignore
  const { pairBans } = policy
  return {
    ...policy,
    cells: policy.cells.map((cell) => widenedCell(cell, ofCell)),
    bans: bansFor(policy, purposes),
    ...(pairBans && { pairBans: bansFor({ bans: pairBans, purposes: policy.purposes }, purposes) }),
  }
}

/** The bans of a policy over any data, or its bans on pairs, as they stand over those of these purposes that it does not register: what a ban spares it goes on sparing. */
export function bansFor<B extends Pick<StandingBan, 'purposes' | 'except'>>({ bans, purposes: registered }: { readonly bans: readonly B[]; readonly purposes: readonly Purpose[] }, purposes: Mask): readonly B[] {
  const known = bitsIn(registered)
  const [isOpen, later] = [meansAll(known), without(purposes, known)]
  return bans.map((ban) => (isOpen(ban) ? { ...ban, purposes: union(ban.purposes, later) } : ban))
} // prettier-ignore

/** Whether a ban is on all purposes that are known, or on all but those it spares. */
function meansAll(known: Mask): (ban: Pick<StandingBan, 'purposes' | 'except'>) => boolean {
  return ({ purposes, except = none }) => covers(union(purposes, except), known)
}

type OfCell = <B extends Ban>(ban: B) => B

function widenedCell(cell: Cell, ofCell: OfCell): Cell {
  const { shares, deriveBans } = cell
  return {
    ...cell,
    rows: cell.rows.map((row) => ({ ...closedBy(row, ofCell), ...(row.onBases && { onBases: row.onBases.map(ofCell) }) })), // prettier-ignore
    ...(shares && { shares: shares.map((row) => closedBy(row, ofCell)) }),
    ...(deriveBans && { deriveBans: deriveBans.map(ofCell) }),
  }
}

/** A row with the bans that bind later purposes, and the masks of what these close always. */
function closedBy<R extends { readonly bans: readonly Ban[]; readonly never: Mask; readonly barred: Mask }>(row: R, ofCell: OfCell): R {
  const bans = row.bans.map(ofCell)
  return bans.every((ban, i) => ban === row.bans[i]) ? row : withBans(row, bans)
} // prettier-ignore

function bitsIn(purposes: readonly Purpose[]): Mask {
  return maskOf(...purposes.map(({ bit }) => bit))
}

function keyOf({ clause, rule }: Line): string {
  return `${clause} ${rule}`
}
