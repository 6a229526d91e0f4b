// May these be brought together? Every two contexts in one question, the asking product included, need a pair; pairs do not chain (law 13,
// SEP-01). Told apart are the product, whether somebody was signed in, and the kind of account.

import {
  has, standingsJoined, toldApart, type Account, type Act, type CellFacts, type Context, type Decision, type Pair, type PairBan, type Policy, type Side,
  type Standing,
} from '../policy/index.ts' // prettier-ignore
import { holds } from './cell-index.ts'
import { first, permit } from './decide.ts'
import { noCase, notOpen, type Closing } from './formula.ts'
import { registersOf } from './policy-index.ts'
import { denial } from './words.ts'

/**
 * One of those brought together. `category` null: who asks, which brings no data of its own; of a session or an account that it does not say it
 * is in none.
 */
export interface Joined extends Pick<CellFacts, 'product' | 'signedIn' | 'account'> {
  readonly category: string | null
}

/** Who the person is, as far as pairs may tell it: where they live and which standing they have; null: not known. */
export interface JoinedFor {
  readonly where: string | null
  readonly standing: string | null
}

/** May all of these be brought together for the act's purpose? What is of one context needs no pair. */
export function decideCombine(
  policy: Policy,
  joined: readonly Joined[],
  who: JoinedFor,
  standing: Standing,
  act: Act,
): Decision {
  const registers = registersOf(policy)
  const twos = joined.flatMap((a, i) => joined.slice(i + 1).map((b) => [a, b] as const))
  const closing = first(twos.map(([a, b]) => closedPair(policy, [a, b], who, standing, act)))
  if (closing) return denial(closing, registers, { done: 'brought together' })
  const opened = twos.flatMap(([a, b]) => openPairs(policy, [a, b], who, standing, act))
  return permit(opened.at(-1)?.clause ?? null, undefined, 'These may be brought together.')
}

type Two = readonly [Joined, Joined]

/** Two contexts that two may differ in, as the names that a side may say: of the first and of the second. */
type Apart = readonly [string, string]

/** Why two may not be brought together; null where they may, or are of one context. */
export function closedPair(policy: Policy, two: Two, who: JoinedFor, standing: Standing, act: Act): Closing | null {
  const apart = asunder(policy, two)
  if (apart.length === 0) return null
  const ban = policy.pairBans?.find((one) => bears(one, two, act.purpose) && isFor(one, who, true) && isHeld(one, two, standing, act)) // prettier-ignore
  if (ban) return { term: 'never', line: ban, ban }
  return first(apart.map((contexts) => closedApart(policy, two, contexts, who, standing, act)))
}

/** Everything that two differ in, or may differ in: each needs a pair. */
function asunder(policy: Policy, [a, b]: Two): readonly Apart[] {
  const { sessions, accounts } = toldApart(policy)
  return [
    ...(a.product === b.product ? [] : [[a.product, b.product] as const]),
    ...differing(sessionsOf(a), sessionsOf(b), sessions),
    ...differing(accountsOf(a), accountsOf(b), accounts),
  ]
}

/** What one may be of, each named: one where it is known, both where it is not, none where it is of none. */
type MayBe = readonly Context[]

/** The ways in which two may differ. Where no pair tells them apart, only what is known counts. */
function differing(a: MayBe, b: MayBe, isTold: boolean): readonly Apart[] {
  if (!isTold && (a.length > 1 || b.length > 1)) return []
  return a.flatMap((one) => b.flatMap((other) => (one === other ? [] : [[one, other] as const])))
}

function sessionsOf({ signedIn, category }: Joined): MayBe {
  if (signedIn !== null) return [signedIn ? 'signed-in' : 'signed-out']
  return category === null ? [] : ['signed-in', 'signed-out']
}

/** Signed out nobody is in an account. */
function accountsOf({ signedIn, account, category }: Joined): MayBe {
  if (account !== null) return [named[account]]
  return category === null || signedIn === false ? [] : ['personal-account', 'organisation-account']
}

const named: Readonly<Record<Account, Context>> = { personal: 'personal-account', organisation: 'organisation-account' }

function closedApart(
  { pairs = [] }: Policy,
  two: Two,
  contexts: Apart,
  who: JoinedFor,
  standing: Standing,
  act: Act,
): Closing | null {
  const naming = pairs.filter(
    (pair) => joins(pair, two, contexts, act.purpose) && isFor(pair, who, false) && areAll(two, pair.whenIn),
  )
  const closings = naming.map((pair) => notOpen(pair, pair.when, standing.on, act.directed) ?? noCase(pair, pair.when.cases, act.cases)) // prettier-ignore
  return closings.includes(null) ? null : (closings[0] ?? { term: 'pair', line: null })
}

function openPairs(policy: Policy, two: Two, who: JoinedFor, standing: Standing, act: Act): readonly Pair[] {
  const open = (pair: Pair): boolean =>
    !notOpen(pair, pair.when, standing.on, act.directed) && !noCase(pair, pair.when.cases, act.cases)
  return asunder(policy, two).flatMap(
    (contexts) =>
    (policy.pairs ?? []).filter((pair) => joins(pair, two, contexts, act.purpose) && isFor(pair, who, false) && areAll(two, pair.whenIn) && open(pair)).slice(0, 1), // prettier-ignore
  )
}

/** Whether a pair names these two contexts, one on each side, and the data of either. */
function joins({ sides, purposes }: Pair, [a, b]: Two, [one, other]: Apart, purpose: number): boolean {
  const says = (side: Side, context: string, { category }: Joined): boolean =>
    (side.contexts?.includes(context) ?? true) && (category === null || (side.categories?.includes(category) ?? true))
  const [left, right] = sides
  const isNamed = (says(left, one, a) && says(right, other, b)) || (says(left, other, b) && says(right, one, a))
  return isNamed && isBit(purpose) && has(purposes, purpose)
}

/** Whether a ban is about these two, whatever they differ in. What is not known of them may be so. */
function bears({ sides, purposes }: PairBan, [a, b]: Two, purpose: number): boolean {
  const names = (one: Joined): readonly string[] => [one.product, ...sessionsOf(one), ...accountsOf(one)]
  const says = (side: Side, one: Joined): boolean =>
    (side.contexts === null || names(one).some((name) => side.contexts!.includes(name))) &&
    (side.categories === null || (one.category !== null && side.categories.includes(one.category)))
  const [left, right] = sides
  const isAbout = (says(left, a) && says(right, b)) || (says(left, b) && says(right, a))
  return isAbout && (!isBit(purpose) || has(purposes, purpose))
}

/** Whether both are known to be of these sessions and accounts. */
function areAll(two: Two, named: readonly Context[] = []): boolean {
  return named.every((context) => two.every((one) => isOf(one, context) === true))
}

/** Whether one is of a session or an account; null: not known. */
function isOf({ signedIn, account }: Joined, context: Context): boolean | null {
  if (context === 'signed-in' || context === 'signed-out')
    return signedIn === null ? null : signedIn === (context === 'signed-in')
  return account === null ? null : `${account}-account` === context
}

/** Whether a ban holds. What is not known of a session or an account may be so for its `when`, and not for its `unless`. */
function isHeld(ban: PairBan, two: Two, standing: Standing, act: Act): boolean {
  const { whenIn = [], unlessIn } = ban
  if (whenIn.some((context) => two.some((one) => isOf(one, context) === false))) return false
  if (!unlessIn || areAll(two, unlessIn)) return holds(ban, standing.on, act)
  return holds({ when: ban.when, unless: null }, standing.on, act)
}

/** Whether a line holds for somebody. Not known: a ban holds, a permission does not; nor does one that not all of several standings have. */
function isFor({ where, standings }: Pick<Pair, 'where' | 'standings'>, who: JoinedFor, unknown: boolean): boolean {
  const isHere = where === null || (who.where === null ? unknown : where.includes(who.where))
  if (!isHere || standings === undefined) return isHere
  if (who.standing === null) return unknown
  const own = standingsJoined(who.standing)
  return unknown ? own.some((name) => standings.includes(name)) : own.every((name) => standings.includes(name))
}

function isBit(purpose: number): boolean {
  return purpose >= 0 && purpose < 64
}
