// May these be brought together? Every two contexts in one question, the asking product included, need a pair; pairs do not chain (law 13,
// SEP-01). Told apart are the product, whether somebody was signed in, and the kind of account. What was made brings with it all that it was
// made from (law 10): bans and pairs are asked of that too.

import {
  behindIn, bitsOf, cellNow, has, isForGood, none, standingsJoined, toldApart, union, type Account, type Act, type Behind, type Cell, type CellFacts, type Context,
  type Decision, type Pair, type PairBan, type Policy, type Side, type Standing,
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
  /** what it is or may be made from, through every step; left out: it is made from nothing */
  readonly behind?: readonly Behind[]
}

/** Data of a cell as something that is brought together, with all that it may be made from. */
export function joinedOf(policy: Policy, cell: Cell): Joined {
  const { product, category, signedIn, account } = cell.facts
  const behind = behindIn(policy, cell)
  return { product, category, signedIn, account, ...(behind.length > 0 && { behind }) }
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

/**
 * Why two, and all that stands behind them, may not be brought together; null where they may, or are of one context. Where the one goes over `to` the
 * other (who asks for it, or what is made of it there), what stands behind it goes over too, and pairs do not chain.
 */
export function closedPair(
  policy: Policy,
  two: Two,
  who: JoinedFor,
  standing: Standing,
  act: Act,
  goes: 'with' | 'to' = two.some(({ category }) => category === null) ? 'to' : 'with',
): Closing | null {
  const faces = facesOf(two)
  const holdsOver = (ban: PairBan): boolean => faces.some((face) => keepsApart(policy, ban, face) && bears(policy, ban, face, act.purpose) && isHeld(ban, face, standing, act)) // prettier-ignore
  const ban = policy.pairBans?.find((one) => isFor(one, who, true) && holdsOver(one))
  if (ban) return { term: 'never', line: ban, ban }
  const chained = goes === 'to' ? behindAsunder(policy, two) : []
  const apart = [...asunder(policy, two).map((contexts) => ({ face: two, contexts })), ...chained]
  return first(apart.map(({ face, contexts }) => closedApart(policy, face, contexts, who, standing, act)))
}

/**
 * The `never combine` that closes data which was made, by itself: it brings itself and all that it was made from together with each use (laws 10 and
 * 13). Asked of every version that it lived through, oldest first (law 8), for the purpose that it is used for now; null: none does.
 */
export function closedWithin(
  policies: readonly Policy[],
  cell: Cell,
  who: JoinedFor,
  standing: Standing,
  act: Act,
): Closing | null {
  if (!policies.some(({ pairBans = [] }) => pairBans.length > 0)) return null
  const twos = heldIn(policies, cell)
  const closings = policies.map((policy) => {
    const holdsOver = (ban: PairBan): boolean => twos.some((two) => keepsApart(policy, ban, two) && bears(policy, ban, two, act.purpose) && isHeld(ban, two, standing, act)) // prettier-ignore
    const ban = policy.pairBans?.find((one) => isFor(one, who, true) && holdsOver(one))
    return ban ? { term: 'never' as const, line: ban, ban } : null
  })
  return first(closings)
}

/** The same as an answer: why this may not be used, although some sentence allows the use; null: it may. */
export function decideWithin(
  policies: readonly Policy[],
  cell: Cell,
  who: JoinedFor,
  standing: Standing,
  act: Act,
): Decision | null {
  const closing = closedWithin(policies, cell, who, standing, act)
  return closing && denial(closing, registersOf(policies.at(-1)!), { done: 'brought together' }) // there is always a newest one
}

const heldTwos = new WeakMap<Cell, WeakMap<Policy, readonly Two[]>>()

/** Every two that data of a cell may hold together: what its own version kept apart, for everybody and always, whatever it was made for, it never took up. */
function heldIn([made]: readonly Policy[], cell: Cell): readonly Two[] {
  const policy = made! // there is always the one that it was written in
  const known = heldTwos.get(cell) ?? new WeakMap<Policy, readonly Two[]>()
  heldTwos.set(cell, known)
  const ready = known.get(policy) ?? twosWithin(joinedOf(policy, cell)).filter((two) => mayHold(policy, cell, two))
  known.set(policy, ready)
  return ready
}

/** What was made with each that stands behind it, and any two of these; one with its like too, for of each there may be several. */
function twosWithin({ behind = [], ...own }: Joined): readonly Two[] {
  return behind.flatMap((one, i) => [own, ...behind.slice(i)].map((other): Two => [one, other]))
}

/** Whether there is a purpose it was made for, for which no ban for good keeps the two apart. */
function mayHold(policy: Policy, cell: Cell, two: Two): boolean {
  const lines = (cellNow(policy, cell) ?? cell).derives ?? []
  const bans = (policy.pairBans ?? []).filter((ban) => isForGood(ban) && keepsApart(policy, ban, two))
  const purposes = bitsOf(lines.map((line) => line.purposes).reduce(union, none))
  return purposes.length === 0 || purposes.some((purpose) => !bans.some((ban) => bears(policy, ban, two, purpose)))
}

/** Two as they are, and everything behind the one with everything behind the other. */
function facesOf([a, b]: Two): readonly Two[] {
  const [one, other] = [a, b].map((joined) => [joined, ...behindOf(joined)]) as [Joined[], Joined[]] // two of them
  return one.flatMap((face) => other.map((beside): Two => [face, beside]))
}

function behindOf({ behind = [] }: Joined): readonly Joined[] {
  return behind
}

/** Whether a ban has a word on two: on whatever is of two contexts, and on different data of one context where it names the data of both. */
function keepsApart(policy: Policy, { sides }: PairBan, two: Two): boolean {
  if (asunder(policy, two).length > 0) return true
  const named = sides.map((side) => dataOf(policy, side))
  const isBoth = ({ category }: Joined): boolean => category !== null && named.every((data) => data?.includes(category))
  return !named.includes(null) && !two.every(isBoth)
}

/** What stands behind the one and differs from the other: but for contexts of the one itself, which its making brought together with what stands behind it. */
function behindAsunder(policy: Policy, [a, b]: Two): readonly { readonly face: Two; readonly contexts: Apart }[] {
  const from = (one: Joined, other: Joined): readonly { readonly face: Two; readonly contexts: Apart }[] => {
    const own = contextsOf(policy, one)
    return behindOf(one).flatMap((behind) => asunder(policy, [behind, other]).filter(([, there]) => !own.includes(there)).map((contexts) => ({ face: [behind, other], contexts }))) // prettier-ignore
  }
  return [...from(a, b), ...from(b, a)]
}

/** Every context that one is of, or may be. */
function namesOf(one: Joined): readonly string[] {
  return [one.product, ...sessionsOf(one), ...accountsOf(one)]
}

/** Every context that one is of for certain. What it may be of it may not be of either, where pairs tell that apart. */
function contextsOf(policy: Policy, one: Joined): readonly string[] {
  const { sessions, accounts } = toldApart(policy)
  const certain = (may: MayBe, isTold: boolean): MayBe => (isTold && may.length > 1 ? [] : may)
  return [one.product, ...certain(sessionsOf(one), sessions), ...certain(accountsOf(one), accounts)]
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

/** The data that a side of a ban names; null: all there is, whether it says so or not, and whoever asks brings some of it. */
function dataOf({ categories }: Policy, side: Side): readonly string[] | null {
  return side.categories?.length === categories.length ? null : side.categories
}

/** Whether a ban is about these two, whatever they differ in. What is not known of them may be so. */
function bears(policy: Policy, { sides, purposes }: PairBan, [a, b]: Two, purpose: number): boolean {
  const says = (side: Side, one: Joined): boolean => {
    const data = dataOf(policy, side)
    return isThere(side, one) && (data === null || (one.category !== null && data.includes(one.category)))
  }
  const [left, right] = sides
  const isAbout = (says(left, a) && says(right, b)) || (says(left, b) && says(right, a))
  return isAbout && (!isBit(purpose) || has(purposes, purpose))
}

/** Whether one is, or may be, in a context that a side names. */
function isThere({ contexts }: Side, one: Joined): boolean {
  return contexts === null || namesOf(one).some((name) => contexts.includes(name))
}

/** Whether a side of a pair, or of a ban on one, may mean such data. */
export function mayName({ sides }: Pair | PairBan, one: Joined): boolean {
  const { category } = one
  return sides.some(
    (side) => isThere(side, one) && (category === null || (side.categories?.includes(category) ?? true)),
  )
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
