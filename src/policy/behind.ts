// What stands behind data that was made: the contexts of all that it was or may have been made from, through every step. Whoever brings it
// together with something brings these together too (laws 10 and 13).

import { inputsThrough, joins } from './inputs.ts'
import { meets, none, union } from './mask.ts'
import type { Behind, Cell, CellFacts, Context, Pair, Policy } from './policy.ts'

/** The contexts behind a cell that was made from these by the lines of these versions; undefined for one that is not made. */
export function behindOf(cell: Cell, inputs: readonly Cell[], policies: readonly Policy[]): readonly Behind[] | undefined {
  if (!cell.derives) return undefined
  const purposes = [cell, ...inputs].flatMap(({ derives = [] }) => derives.map((line) => line.purposes)).reduce(union, none)
  const mayBe = contextsOf(cell.facts, policies.flatMap(({ pairs = [] }) => pairs.filter((pair) => meets(pair.purposes, purposes))))
  const all = inputs.map(({ facts }): Behind => ({ product: facts.product, category: facts.category, ...mayBe(facts) }))
  return [...new Map(all.map((one) => [JSON.stringify([one.product, one.category, one.signedIn, one.account]), one])).values()]
} // prettier-ignore

const known = new WeakMap<Policy, (cell: Cell) => readonly Behind[]>()

/** The contexts behind data of a cell: those it keeps from when it was put in force, else those of this policy's own lines. */
export function behindIn(policy: Policy, cell: Cell): readonly Behind[] {
  if (cell.behind || !cell.derives) return cell.behind ?? []
  const found = known.get(policy) ?? finderOf(policy)
  known.set(policy, found)
  return found(cell)
}

function finderOf(policy: Policy): (cell: Cell) => readonly Behind[] {
  const inputsOf = inputsThrough([policy])
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
