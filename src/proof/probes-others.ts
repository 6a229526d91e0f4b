// Probes of what goes to others, is made from other data, is brought together, or is promised. Nobody outside is written to for a trial:
// the decision itself is asked, for a test person in every state of the choices that a sentence names.

import { decideCombine, decideDerive, decideShare, type Joined } from '../decision/index.ts'
import {
  bitsOf, cellOf, has, intersect, isEmpty, none, plainAct, union,
  type Act, type Ban, type Cell, type CellFacts, type Condition, type Mask, type Pair, type Policy, type Side,
} from '../policy/index.ts' // prettier-ignore
import { standing, waysToDecide } from './probe-ground.ts'

/** What was tried: how many trials came out as said, or what went wrong. */
export type Tried = number | string

/** One question to the decision: the person's choices, and the moment. */
interface Trial {
  readonly on: Mask
  readonly at: Date
}

/** Every way to decide the choices that some conditions name. */
function assignments(conditions: readonly (Condition | null)[], more: Mask = none): readonly Mask[] {
  return waysToDecide(
    conditions.reduce((mask, when) => (when ? union(mask, union(when.need, when.block)) : mask), more),
  )
}

/** The act that meets every case and direction a sentence may ask for: only choices stand in its way. */
function actOf(
  { at }: Trial,
  purpose: number,
  conditions: readonly (Condition | null)[],
  more: Partial<Act> = {},
): Act {
  const cases = conditions.flatMap((when) => when?.cases.flat() ?? [])
  return plainAct(at, { purpose, cases, directed: true, ...more })
}

function nameOf({ facts }: Cell): string {
  return `${facts.category} of ${facts.product}`
}

/** Each recipient a sentence names may get what it says in some state of choices, and one that is not registered never. */
export function tryShares(policy: Policy, clause: string, at: Date): Tried {
  let tried = 0
  for (const cell of policy.cells)
    for (const row of cell.shares ?? [])
      for (const share of row.shares.filter((one) => one.clause === clause)) {
        const uses = cell.rows.flatMap((one) => one.uses.filter(({ purpose }) => purpose === share.purpose))
        const conditions = [
          share.when,
          ...uses.map(({ when }) => when),
          ...row.bans.flatMap(({ when, unless }) => [when, unless]),
        ]
        const given = uses.reduce((mask, use) => union(mask, use.given), share.given)
        const may = (on: Mask, recipient: string): boolean =>
          decideShare(policy, cell, recipient, standing(on), actOf({ on, at }, share.purpose, conditions, { form: row.form })).effect === 'permit' // prettier-ignore
        const all = assignments(conditions, given)
        if (all.some((on) => may(on, ''))) return `${nameOf(cell)} would be given to somebody who is not registered`
        if (!all.some((on) => may(on, row.recipient))) return `${row.recipient} could never get ${nameOf(cell)}`
        tried++
      }
  return tried
}

/** What somebody does signed in to their own account: as far as a cell does not say it, one context for all that is tried. */
const own: Pick<CellFacts, 'signedIn' | 'account'> = { signedIn: true, account: 'personal' }

function inContext(policy: Policy, cell: Cell, { signedIn, account } = own): Cell {
  const { facts } = cell
  return cellOf(policy, { ...facts, signedIn: facts.signedIn ?? signedIn, account: facts.account ?? account }) ?? cell
}

/** Each line makes what it says from what it names in some state of choices, and from nothing never. */
export function tryDerives(policy: Policy, clause: string, at: Date): Tried {
  let tried = 0
  for (const cell of policy.cells.map((one) => inContext(policy, one)))
    for (const line of (cell.derives ?? []).filter((one) => one.clause === clause))
      for (const purpose of bitsOf(line.purposes)) {
        const sources = policy.cells.flatMap((one) =>
          line.inputs.includes(one.facts.category) ? inContext(policy, one, cell.facts) : [],
        )
        const uses = [cell, ...sources].flatMap(({ rows }) => rows.flatMap((row) => row.uses))
        const conditions = [line.when, ...uses.map(({ when }) => when)]
        const given = uses.reduce((mask, use) => union(mask, use.given), none)
        const may = (on: Mask, inputs: readonly Cell[]): boolean => {
          const made = inputs.map((one) => ({ cell: one, collectedAt: at, endedAt: null }))
          return decideDerive(policy, cell, made, standing(on), actOf({ on, at }, purpose, conditions)).effect === 'permit' // prettier-ignore
        }
        const all = assignments(conditions, given)
        if (all.some((on) => may(on, []))) return `${nameOf(cell)} would be made from nothing`
        if (!all.some((on) => sources.some((source) => may(on, [source])))) return `${nameOf(cell)} could never be made`
        tried++
      }
  return tried
}

/** Each pair joins its two sides in some state of choices. */
export function tryPairs(policy: Policy, clause: string, at: Date): Tried {
  let tried = 0
  for (const pair of (policy.pairs ?? []).filter((one) => one.clause === clause))
    for (const purpose of bitsOf(pair.purposes)) {
      const two = twoOf(policy, pair.sides)
      if (!two) continue
      const may = (on: Mask): boolean => joins(policy, pair, two, purpose, { on, at })
      if (!assignments([pair.when]).some(may))
        return `${two.map(({ product }) => product).join(' and ')} could never be brought together`
      tried++
    }
  return tried
}

function joins(
  policy: Policy,
  { when, where, standings }: Pick<Pair, 'where' | 'standings'> & { readonly when: Condition | null },
  two: readonly [Joined, Joined],
  purpose: number,
  trial: Trial,
): boolean {
  const who = { where: where?.[0] ?? null, standing: standings?.[0] ?? policy.profile }
  return decideCombine(policy, two, who, standing(trial.on), actOf(trial, purpose, [when])).effect === 'permit'
}

/** Two things that a pair is about and that differ in what it tells apart; null where nothing does. */
function twoOf({ products }: Policy, [left, right]: readonly [Side, Side]): readonly [Joined, Joined] | null {
  const [first, second] = [contextOf(left), contextOf(right)]
  const product = products[0]?.name ?? ''
  const other = (not: string): string => products.find(({ name }) => name !== not)?.name ?? not
  const one = joinedOf(first, product, left)
  const two = joinedOf(
    second,
    first === null || products.some(({ name }) => name === first) ? other(one.product) : product,
    right,
  )
  const differs = one.product !== two.product || one.signedIn !== two.signedIn || one.account !== two.account
  return differs ? [one, two] : null
}

function contextOf({ contexts }: Side): string | null {
  return contexts?.[0] ?? null
}

function joinedOf(context: string | null, product: string, { categories }: Side): Joined {
  const base: Joined = { product, ...own, category: categories?.[0] ?? null }
  if (context === 'signed-in') return base
  if (context === 'signed-out') return { ...base, signedIn: false, account: null }
  if (context === 'personal-account') return { ...base, account: 'personal' }
  if (context === 'organisation-account') return { ...base, account: 'organisation' }
  return context === null ? base : { ...base, product: context }
}

/** All that a `never` forbids beside collecting, using and storing: sharing, making, joining. */
export function tryForbidden(policy: Policy, clause: string, at: Date): Tried {
  let tried = 0
  const held = (ban: Pick<Ban, 'when' | 'unless'>): readonly Mask[] =>
    assignments([ban.when, ban.unless]).filter((on) => isHeld(ban, on))
  for (const cell of policy.cells) {
    for (const row of cell.shares ?? [])
      for (const ban of row.bans.filter((one) => one.clause === clause))
        for (const on of held(ban)) {
          const through = bitsOf(ban.purposes).some((purpose) => decideShare(policy, cell, row.recipient, standing(on), plainAct(at, { purpose, form: row.form })).effect === 'permit') // prettier-ignore
          if (through) return `${row.recipient} would get ${nameOf(cell)}, which this sentence forbids`
          tried++
        }
    const result = inContext(policy, cell)
    for (const ban of (cell.deriveBans ?? []).filter((one) => one.clause === clause))
      for (const on of held(ban)) {
        const inputs = policy.cells.filter(({ facts }) => ban.inputs.includes(facts.category)).map((one) => ({ cell: inContext(policy, one, result.facts), collectedAt: at, endedAt: null })) // prettier-ignore
        const through = bitsOf(ban.purposes).some((purpose) => inputs.some((input) => decideDerive(policy, result, [input], standing(on), plainAct(at, { purpose })).effect === 'permit')) // prettier-ignore
        if (through) return `${nameOf(cell)} would be made, which this sentence forbids`
        tried++
      }
  }
  for (const ban of (policy.pairBans ?? []).filter((one) => one.clause === clause))
    for (const on of held(ban)) {
      const two = twoOf(policy, ban.sides)
      const who = { where: null, standing: null }
      const through = two !== null && bitsOf(ban.purposes).some((purpose) => decideCombine(policy, two, who, standing(on), plainAct(at, { purpose })).effect === 'permit') // prettier-ignore
      if (through) return 'what this sentence keeps apart would be brought together'
      tried++
    }
  return tried
}

/** Whether a ban holds for a question without case and direction. */
function isHeld({ when, unless }: Pick<Ban, 'when' | 'unless'>, on: Mask): boolean {
  const met = (c: Condition): boolean =>
    bitsOf(c.need).every((bit) => has(on, bit)) &&
    isEmpty(intersect(on, c.block)) &&
    c.cases.length === 0 &&
    !c.directed
  return (when === null || met(when)) && !(unless !== null && met(unless))
}
