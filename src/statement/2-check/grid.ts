// The grid: every cell the statement opens, with the rules that cover it. Checks look for holes and clashes in it, the policy is printed
// from it, so both see the same thing (docs/spec/statement.md, "Cells").

import { origins, type Account, type CellFacts, type Condition, type Origin } from '../../policy/index.ts'
import type { Frame } from '../1-parse/slots.ts'
import { coversPlace, touchesPlace, type Resolved, type ResolvedCondition } from './resolve.ts'
import type { Registers } from './registers.ts'

/** A rule on one cell: its conditions without what the cell decides for ever. */
export interface Covering {
  readonly rule: Resolved
  /** null: without condition */
  readonly when: Condition | null
  readonly unless: Condition | null
}

/** A cell and all rules that cover it, by frame. */
export interface GridCell {
  readonly facts: CellFacts
  readonly rules: Readonly<Record<Frame, readonly Covering[]>>
}

const frameNames: readonly Frame[] = [
  'collect',
  'use',
  'keep',
  'never collect',
  'never use',
  'never store',
  'offer',
  'store',
]

/** Every cell some `collect` opens, in the order of facts: product, category, origin, place, session, account. */
export function buildGrid(rules: readonly Resolved[], registers: Registers, standing: string): readonly GridCell[] {
  const named = new Set(rules.flatMap((rule) => (rule.frame === 'collect' ? [...rule.named] : [])))
  const names = registers.categories.map(({ name }) => name)
  const parents = new Set(names.flatMap(above))
  const units = names.filter((name) => named.has(name) || !parents.has(name))
  const rulesOf = byCategory(rules)
  const cells: GridCell[] = []
  for (const { name: product } of registers.products)
    for (const category of units)
      for (const origin of origins) {
        const covering = (rulesOf.get(category) ?? []).filter((rule) => touches(rule, product, origin))
        if (!covering.some(({ frame }) => frame === 'collect')) continue
        for (const facts of partings(covering, registers)) {
          const cell = cover({ standing, product, category, origin, ...facts }, covering, registers)
          if (cell.rules.collect.length > 0) cells.push(cell)
        }
      }
  return cells
}

/** The categories that a category lies in. */
function above(name: string): readonly string[] {
  const parts = name.split('.')
  return parts.slice(1).map((_, i) => parts.slice(0, i + 1).join('.'))
}

function byCategory(rules: readonly Resolved[]): ReadonlyMap<string, readonly Resolved[]> {
  const found = new Map<string, Resolved[]>()
  for (const rule of rules)
    for (const category of rule.categories) {
      const own = found.get(category)
      if (own) own.push(rule)
      else found.set(category, [rule])
    }
  return found
}

function touches(rule: Resolved, product: string, origin: Origin): boolean {
  return rule.products.has(product) && rule.origins.has(origin)
}

type Parting = Pick<CellFacts, 'signedIn' | 'account' | 'where'>

/** The facts that some covering rule tells apart, in all their values. */
function partings(rules: readonly Resolved[], { places }: Registers): readonly Parting[] {
  const conditions = rules.flatMap(({ when, unless }) => [when, unless].filter((condition) => condition !== null))
  const wheres = rules.some(({ where }) => where !== null) ? places.map(({ name }) => name) : [null]
  const sessions = conditions.some(({ signedIn }) => signedIn.length > 0) ? [false, true] : [null]
  const accounts: readonly (Account | null)[] = conditions.some((condition) => condition.accounts.length > 0)
    ? ['organisation', 'personal']
    : [null]
  return wheres.flatMap((where) =>
    sessions.flatMap((signedIn) => accounts.map((account) => ({ signedIn, account, where }))),
  )
}

/** The cells that a rule covers, in the grid's order. */
export function cellsByRule(grid: readonly GridCell[]): ReadonlyMap<Resolved, readonly GridCell[]> {
  const found = new Map<Resolved, GridCell[]>()
  for (const cell of grid)
    for (const { rule } of Object.values(cell.rules).flat()) {
      const own = found.get(rule)
      if (!own) found.set(rule, [cell])
      else if (own.at(-1) !== cell) own.push(cell)
    }
  return found
}

function cover(facts: CellFacts, rules: readonly Resolved[], registers: Registers): GridCell {
  const covering = rules.flatMap((rule) => coverOne(facts, rule, registers) ?? [])
  const byFrame = Map.groupBy(covering, ({ rule }) => rule.frame)
  return {
    facts,
    rules: Object.fromEntries(frameNames.map((frame) => [frame, byFrame.get(frame) ?? []])) as Record<
      Frame,
      Covering[]
    >,
  } // every frame is listed
}

function coverOne(facts: CellFacts, rule: Resolved, registers: Registers): Covering | null {
  const narrows = rule.frame === 'keep' || rule.rule.verb === 'never'
  if (rule.where && facts.where !== null && !(narrows ? touchesPlace : coversPlace)(rule.where, facts.where, registers))
    return null
  const when = onCell(rule.when, facts)
  const unless = onCell(rule.unless, facts)
  if (when === 'never' || unless === 'always') return null
  return { rule, when: when === 'always' ? null : when, unless: unless === 'never' ? null : unless }
}

/** A condition on a cell: `always`, `never`, or what is left for the question to decide. */
function onCell(condition: ResolvedCondition | null, facts: CellFacts): Condition | 'always' | 'never' | null {
  if (!condition) return null
  if (
    condition.signedIn.some((wanted) => wanted !== facts.signedIn) ||
    condition.accounts.some((wanted) => wanted !== facts.account)
  )
    return 'never'
  const { need, block, cases, directed } = condition.rest
  const empty = need[0] === 0 && need[1] === 0 && block[0] === 0 && block[1] === 0 && cases.length === 0 && !directed
  return empty ? 'always' : condition.rest
}
