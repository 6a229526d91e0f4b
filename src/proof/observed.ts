// What a product that only observes leaves unproved, and what enforcing would have refused there (docs/spec/modes.md). Pure.

import type { Json } from '../base/index.ts'
import type { ProductMode } from '../gate/index.ts'
import type { Cell, InForce, Mode, Origin, Policy } from '../policy/index.ts'
import type { Counted } from './store.ts'

/** Whether a product enforces. */
export type ModeOf = (product: string) => Mode

/** Questions of one sort that passed only because their product observes. `clause`: the sentence that would refuse them; null: none covers them. */
export interface WouldRefuse {
  readonly clause: string | null
  readonly service: string
  readonly ask: string
  readonly purpose: string | null
  readonly category: string
  /** where what was to be stored came from; null for what was not to be stored */
  readonly origin: Origin | null
  readonly count: number
  readonly lastAt: Date
}

/** What enforcing would have done to a product. */
export interface ModeReport {
  /** questions that it would have refused, most first */
  readonly refused: readonly WouldRefuse[]
  /** reads that it would have given fewer records, most first */
  readonly narrowed: readonly WouldRefuse[]
}

/** The policy as far as its products enforce: what a probe may expect to be refused. */
export function enforcedPart(policy: Policy, modeOf: ModeOf): Policy {
  const cells = policy.cells.filter(({ facts }) => modeOf(facts.product) === 'enforce')
  return cells.length === policy.cells.length ? policy : { ...policy, cells }
}

/** Controls that close something later: where a product only observes they close nothing. */
const closingControls: readonly string[] = ['withdraw', 'object']

/** What the modes of its products mean for a clause. */
export interface ModesOf {
  /** labels of the products in which what it promises is only observed */
  readonly observed: readonly string[]
  /** when the last of its products was switched: what was tried before tried something else; null: never */
  readonly switchedAt: Date | null
}

/** The modes of the products in which a clause promises more than a `never`, or than a control that works at once. */
export function modesOf(policy: Policy, clause: string, modes: readonly ProductMode[]): ModesOf {
  const named = productsIn(policy, clause)
  const own = modes.filter(({ product }) => named.has(product))
  const labelOf = (name: string): string => policy.products.find((one) => one.name === name)?.label ?? name
  return {
    observed: own.filter(({ mode }) => mode === 'observe').map(({ product }) => labelOf(product)),
    switchedAt: own.reduce<Date | null>((last, { since }) => (last === null || since > last ? since : last), null),
  }
}

function productsIn({ cells }: Policy, clause: string): ReadonlySet<string> {
  const speaks = ({ collects, rows, limits, stores, controls }: Cell): boolean =>
    [
      ...collects,
      ...rows.flatMap(({ uses }) => uses),
      ...limits,
      ...stores,
      ...controls.filter(({ control }) => closingControls.includes(control)),
    ].some((line) => line.clause === clause)
  return new Set(cells.filter(speaks).map(({ facts }) => facts.product))
}

/** The report over decisions counted while a product observes. */
export function reportOf(inForce: InForce, product: string, counted: readonly Counted[]): ModeReport {
  const rowsOf = (effect: Counted['effect']): readonly WouldRefuse[] =>
    counted.flatMap((one) => {
      const facts = one.effect === effect ? inForce.cell(one.cell)?.facts : undefined
      if (facts?.product !== product) return []
      const { clause, service, ask, purpose, count, lastAt } = one
      return [{ clause: clause || null, service, ask, purpose: purpose || null, category: facts.category, origin: ask === 'write' ? facts.origin : null, count, lastAt }] // prettier-ignore
    })
  return { refused: summed(rowsOf('observed')), narrowed: summed(rowsOf('narrowed')) }
}

/** Cells of other versions do not matter here, nor of other origins where nothing is stored: one row a sort of question. */
function summed(rows: readonly WouldRefuse[]): readonly WouldRefuse[] {
  const keyOf = ({ clause, service, ask, purpose, category, origin }: WouldRefuse): string =>
    JSON.stringify([clause, service, ask, purpose, category, origin] satisfies Json)
  return [...Map.groupBy(rows, keyOf).entries()]
    .map(([key, alike]) => ({
      key,
      row: {
        ...alike[0]!, // a group has a member
        count: alike.reduce((sum, { count }) => sum + count, 0),
        lastAt: alike.reduce((last, { lastAt }) => (lastAt > last ? lastAt : last), alike[0]!.lastAt),
      },
    }))
    .sort((a, b) => b.row.count - a.row.count || (a.key < b.key ? -1 : 1))
    .map(({ row }) => row)
}
