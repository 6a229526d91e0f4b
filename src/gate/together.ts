// What one question brings together: records of several sessions or accounts, which need a pair like any two contexts (law 13, SEP-01). Asked of
// what is about to be handed out, so that a question about one record pays nothing for it.

import { decideCombine, decideWithin, type Joined } from '../decision/index.ts'
import {
  toldApart,
  versionOf,
  type Account,
  type Act,
  type Cell,
  type Decision,
  type InForce,
  type PersonNow,
  type Policy,
  type Standing,
  type Version,
} from '../policy/index.ts'
import { cellOfRecord, type Made, type MadeRecord } from './made.ts'
import type { StoredRecord } from './store.ts'

/** Who asks, as far as pairs tell it. */
export interface Joining {
  readonly act: Act
  readonly standing: Standing
  readonly now: (account: Account | null) => PersonNow
}

/** A record as far as its context is known by it. */
export type Placed = Pick<StoredRecord, 'cell' | 'product' | 'category'> & Made

/** The policies a record lived through: that of its own version, and every later one. */
export function livedThrough(inForce: InForce, number: number): readonly Policy[] {
  return versionsSince(inForce, number).map(({ policy }) => policy)
}

/** The versions that data of these numbers has lived through, oldest first: those of the oldest; what no sentence covers lives under the newest alone. */
export function versionsSince({ versions, newest }: InForce, ...numbers: readonly number[]): readonly Version[] {
  const number = numbers.reduce(older, -1)
  return number < 0 ? [newest] : versions.filter(({ version }) => version >= versionOf(number))
}

/**
 * The `never combine`, of any version it lived through, that closes a record by itself, for it was made from what that keeps apart; null: none. `cell`: as
 * it stands for the person now.
 */
export function apartWithin(
  inForce: InForce,
  { cell: number }: Pick<Placed, 'cell'>,
  cell: Cell,
  { act, standing, now }: Joining,
): Decision | null {
  return decideWithin(livedThrough(inForce, number), cell, now(cell.facts.account), standing, act)
}

/**
 * Why these records may not be handed out together, by any version that one of them lived through (law 8); null where they may. What nobody
 * told of a record may be of either context, and is never taken for the same.
 */
export function keptApart(inForce: InForce, records: readonly Placed[], joining: Joining): Decision | null {
  if (records.length < 2) return null
  const groups = groupsOf(inForce, records)
  const contexts = new Set(groups.map(({ joined }) => `${joined.signedIn} ${joined.account}`))
  const policies = livedThrough(inForce, oldestOf(groups))
  const isPlain = groups.every(({ joined }) => !joined.behind) && !policies.some(namesData)
  if (isPlain && contexts.size === 1 && policies.every((policy) => isOne(policy, groups[0]!.joined))) return null
  const denials = twosOf(groups).flatMap((two) => denialOf(inForce, two, joining) ?? [])
  const found = denials.find(({ term }) => term === 'never') ?? denials[0]
  return found ? said(found) : null
}

/** Whether a policy keeps certain data apart, whatever contexts it is of. */
function namesData({ pairBans = [], categories: all }: Policy): boolean {
  return pairBans.some(({ sides }) =>
    sides.every(({ categories }) => categories !== null && categories.length < all.length),
  )
}

/** Records whose context is known, where the newest statement tells any apart. */
export function inKnownContext(inForce: InForce, records: readonly MadeRecord[]): readonly MadeRecord[] {
  const { policy } = inForce.newest
  return records.filter((record) => isOne(policy, joinedOf(inForce, record)))
}

/** Records that pairs cannot tell from one another. */
interface Group {
  readonly joined: Joined
  /** number of the oldest one's cell */
  readonly number: number
  readonly count: number
}

function groupsOf(inForce: InForce, records: readonly Placed[]): readonly Group[] {
  const groups = new Map<string, Group>()
  for (const record of records) {
    const joined = joinedOf(inForce, record)
    const key = `${joined.category} ${joined.signedIn} ${joined.account}${joined.behind ? ` ${record.cell} ${JSON.stringify(joined.behind)}` : ''}`
    const { number, count } = groups.get(key) ?? { number: record.cell, count: 0 }
    groups.set(key, { joined, number: older(number, record.cell), count: count + 1 })
  }
  return [...groups.values()]
}

function joinedOf(inForce: InForce, { cell, product, category, ...made }: Placed): Joined {
  const { facts, behind } = cellOfRecord(inForce, inForce.cell(cell), made) ?? {}
  return { product, category, signedIn: facts?.signedIn ?? null, account: facts?.account ?? null, ...(behind && { behind }) } // prettier-ignore
}

/** Of two numbers that of the older version; data that no sentence covers stands under the newest. */
function older(a: number, b: number): number {
  if (a < 0 || b < 0) return a < 0 ? b : a
  return Math.min(a, b)
}

function oldestOf(groups: readonly Group[]): number {
  return groups.map(({ number }) => number).reduce(older)
}

/** Whether all data of such a context is of one for a policy: it knows what the policy tells apart. */
function isOne(policy: Policy, { signedIn, account }: Joined): boolean {
  const { sessions, accounts } = toldApart(policy)
  return (!sessions || signedIn !== null) && (!accounts || account !== null || signedIn === false)
}

type Two = readonly [Group, Group]

/** Every two groups; and one with itself, where two of it may be of different contexts. */
function twosOf(groups: readonly Group[]): readonly Two[] {
  return groups.flatMap((a, i) => groups.slice(a.count > 1 ? i : i + 1).map((b): Two => [a, b]))
}

function denialOf(inForce: InForce, [a, b]: Two, { act, standing, now }: Joining): Decision | null {
  const [one, other] = [now(a.joined.account), now(b.joined.account)]
  const joint = one.standing === other.standing ? one.standing : `${one.standing}&${other.standing}`
  for (const policy of livedThrough(inForce, older(a.number, b.number))) {
    const decision = decideCombine(policy, [a.joined, b.joined], { ...one, standing: joint }, standing, act)
    if (decision.effect === 'deny') return decision
  }
  return null
}

/** The denial as who asked needs it: what differs, and how to ask. */
function said(denied: Decision): Decision {
  const apart = 'Some of this, or what it was made from, was collected in another session, account or product than the rest, or nobody told in which, and no sentence brings these together.' // prettier-ignore
  const change = 'Say in `signedIn` and `account` for which session and account you ask, and the rest stays apart. What was written without them is read one at a time, by `ids`.' // prettier-ignore
  return { ...denied, change, ...(denied.term === 'pair' && { why: apart }) }
}
