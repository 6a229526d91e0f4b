// What stands behind data that was made: the contexts of all that it was or may have been made from, through every step. Whoever brings it
// together with something brings these together too (laws 10 and 13).

import { apart, inputsThrough, joins, type MayMake } from './inputs.ts'
import { bitsOf, has, meets, none, union } from './mask.ts'
import type { Behind, Cell, CellFacts, Context, Pair, PairBan, Policy, Side } from './policy.ts'

/** The contexts behind a cell that was made from these by the lines of these versions; undefined for one that is not made. */
export function behindOf(cell: Cell, inputs: readonly Cell[], policies: readonly Policy[]): readonly Behind[] | undefined {
  if (!cell.derives) return undefined
  const purposes = [cell, ...inputs].flatMap(({ derives = [] }) => derives.map((line) => line.purposes)).reduce(union, none)
  const mayBe = contextsOf(cell.facts, policies.flatMap(({ pairs = [] }) => pairs.filter((pair) => meets(pair.purposes, purposes))))
  const all = inputs.map(({ facts }): Behind => ({ product: facts.product, category: facts.category, ...mayBe(facts) }))
  return [...new Map(all.map((one) => [JSON.stringify([one.product, one.category, one.signedIn, one.account]), one])).values()]
} // prettier-ignore

const narrowedTo = new WeakMap<Cell, Map<string, Cell>>()

/**
 * A cell as it stands for one record of it, of which everything that it was made from is known, through every step: of the contexts behind the cell those
 * that these inputs are of. The same cell where one of them is of none: then any may stand behind it.
 */
export function behindNarrowed(cell: Cell, inputs: readonly CellFacts[]): Cell {
  const { behind } = cell
  if (!behind || inputs.length === 0) return cell
  const kept = behind.filter((one) => inputs.some((input) => mayMean(one, input)))
  const isKnown = inputs.every((input) => kept.some((one) => mayMean(one, input)))
  if (!isKnown || kept.length === behind.length) return cell
  const all = narrowedTo.get(cell) ?? new Map<string, Cell>()
  narrowedTo.set(cell, all)
  const key = kept.map((one) => behind.indexOf(one)).join(' ')
  const found = all.get(key) ?? { ...cell, behind: kept }
  all.set(key, found)
  return found
}

/** Whether an input may be what a context behind a cell tells of. What is not known of either may be so. */
function mayMean(one: Behind, input: CellFacts): boolean {
  const isOrMayBe = <Fact>(a: Fact | null, b: Fact | null): boolean => a === null || b === null || a === b
  return (
    one.product === input.product &&
    one.category === input.category &&
    isOrMayBe(one.signedIn, input.signedIn) &&
    isOrMayBe(one.account, input.account)
  )
}

/** Answers the cells that stand behind a cell of the version at a place. */
export function standingBehind(policies: readonly Policy[]): (cell: Cell, place: number) => readonly Cell[] {
  return inputsThrough(policies, mayMake)
}

/** Whether, for some purpose of the line, a pair joins all that the two differ in and no ban keeps them apart for good. */
const mayMake: MayMake = ({ pairs = [], pairBans = [] }, { purposes }, input, made) =>
  bitsOf(purposes).some(
    (purpose) =>
      apart(input, made).every(([a, b]) => pairs.some((pair) => has(pair.purposes, purpose) && joins(pair, a, b))) &&
      !pairBans.some(
        (ban) => has(ban.purposes, purpose) && apart(input, made).length > 0 && keepsForGood(ban, input, made),
      ),
  )

/** Whether a ban keeps apart what it names for everybody and always, under whatever session and account. */
export function isForGood({ when, unless, whenIn, unlessIn, where, standings }: PairBan): boolean {
  return when === null && unless === null && !whenIn && !unlessIn && where === null && standings === undefined
}

/** Whether a ban is about two whatever is not known of them, for everybody, always. */
function keepsForGood(ban: PairBan, { facts: a }: Cell, { facts: b }: Cell): boolean {
  const [left, right] = ban.sides
  return isForGood(ban) && ((says(left, a) && says(right, b)) || (says(left, b) && says(right, a)))
}

function says({ categories, contexts }: Side, { product, category, signedIn, account }: CellFacts): boolean {
  const names = [
    product,
    ...(signedIn === null ? [] : [signedIn ? 'signed-in' : 'signed-out']),
    ...(account === null ? [] : [`${account}-account`]),
  ]
  return (categories?.includes(category) ?? true) && (contexts?.some((name) => names.includes(name)) ?? true)
}

const known = new WeakMap<Policy, (cell: Cell) => readonly Behind[]>()

/** The contexts behind data of a cell: those it keeps from when it was put in force, else those of this policy's own lines. */
export function behindIn(policy: Policy, cell: Cell): readonly Behind[] {
  if (cell.behind || !cell.derives) return cell.behind ?? []
  const found = known.get(policy) ?? finderOf(policy)
  known.set(policy, found)
  return found(cell)
}

function finderOf(policy: Policy): (cell: Cell) => readonly Behind[] {
  const inputsOf = standingBehind([policy])
  const found = new WeakMap<Cell, readonly Behind[]>()
  return (cell) => {
    const ready = found.get(cell) ?? behindOf(cell, inputsOf(cell, 0), [policy]) ?? []
    found.set(cell, ready)
    return ready
  }
}

type InContext = Pick<CellFacts, 'signedIn' | 'account'>

/** The session and the account of what something was made from: its own, else those of what was made, unless a pair joins the two there are. */
function contextsOf(made: InContext, pairs: readonly Pair[]): (own: InContext) => InContext {
  const isJoined = (one: Context, other: Context): boolean => pairs.some((pair) => joins(pair, one, other))
  const signedIn = isJoined('signed-in', 'signed-out') ? null : made.signedIn
  const account = isJoined('personal-account', 'organisation-account') ? null : made.account
  return (own) => ({ signedIn: own.signedIn ?? signedIn, account: own.account ?? account })
}
