// The grid: every cell the statement opens, with the rules that cover it. Checks look for holes and clashes in it, the policy is printed
// from it, so both see the same thing (docs/spec/statement.md, "Cells").

import { origins, type Account, type CellFacts, type Condition, type Origin, type StandingEntry } from '../../policy/index.ts' // prettier-ignore
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
  /** further standings whose overlays say nothing of it: one cell for all of them */
  readonly standings: readonly string[]
  readonly rules: Readonly<Record<Frame, readonly Covering[]>>
}

const frameNames: readonly Frame[] = [
  'collect', 'derive', 'use', 'share', 'combine', 'keep', 'never collect', 'never derive', 'never use', 'never share', 'never combine', 'never store',
  'offer', 'promise', 'store',
] // prettier-ignore

/** What rules pairs of contexts, or nothing that lies anywhere: no cell knows of it. */
function isOfCells({ rule }: Resolved): boolean {
  return rule.verb !== 'combine' && rule.verb !== 'promise' && rule.ban !== 'combine'
}

/** What opens a cell: it is taken in, or made. */
function opens({ frame }: Resolved): boolean {
  return frame === 'collect' || frame === 'derive'
}

/** Which rules hold in which standing. */
export interface Held {
  readonly standings: readonly StandingEntry[]
  /** rules of a base, without its overlays */
  readonly ofBase: (base: string) => readonly Resolved[]
  /** rules of an overlay or a contract */
  readonly ofLayer: (name: string) => readonly Resolved[]
}

/** Every cell some `collect` opens, by base: in the order of facts product, category, origin, overlays, place, session, account. */
export function buildGrid(held: Held, registers: Registers): readonly GridCell[] {
  const bases = Map.groupBy(held.standings, ({ base }) => base)
  return [...bases].flatMap(([base, standings]) => gridOfBase(held.ofBase(base), standings, held, registers))
}

function gridOfBase(
  rules: readonly Resolved[],
  standings: readonly StandingEntry[],
  { ofLayer }: Held,
  registers: Registers,
): readonly GridCell[] {
  const layers = [...new Set(standings.flatMap(({ overlays }) => overlays))]
  const of = new Map(layers.map((layer) => [layer, byCategory(ofLayer(layer))]))
  const ofBase = byCategory(rules)
  const isUnit = unitsOf(rules, new Map(layers.map((layer) => [layer, ofLayer(layer)])), registers)
  const comings = comingsOf(registers)
  const cells: GridCell[] = []
  for (const { name: product } of registers.products)
    for (const { name: category } of registers.categories)
      for (const { origin, source } of comings) {
        const touching = (own: ReadonlyMap<string, readonly Resolved[]> | undefined): readonly Resolved[] => (own?.get(category) ?? []).filter((rule) => touches(rule, product, origin, source)) // prettier-ignore
        const base = touching(ofBase)
        const added = new Map(layers.flatMap((layer) => { const own = touching(of.get(layer)); return own.length > 0 ? [[layer, own] as const] : [] })) // prettier-ignore
        if (base.length === 0 && added.size === 0) continue
        const isMade = [...base, ...[...added.values()].flat()].some(({ frame }) => frame === 'derive')
        for (const [active, names] of isMade ? eachAlone(standings, added) : alike(standings, added)) {
          if (!isUnit(category, active)) continue
          const covering = active.length === 0 ? base : [...base, ...active.flatMap((layer) => added.get(layer) ?? [])]
          if (!covering.some(opens)) continue
          const [standing = '', ...others] = names
          for (const facts of partings(covering, registers)) {
            const told = source === null ? {} : { source }
            const cell = cover({ standing, product, category, origin, ...facts, ...told }, others, covering, registers)
            if (cell.rules.collect.length + cell.rules.derive.length > 0) cells.push(cell)
          }
        }
      }
  return cells
}

/** Standings by those of their overlays that say something here: the others make no difference. */
function alike(
  standings: readonly StandingEntry[],
  added: ReadonlyMap<string, unknown>,
): readonly (readonly [active: readonly string[], names: readonly string[]])[] {
  const found = new Map<string, [readonly string[], string[]]>()
  for (const { name, overlays } of standings) {
    const active = added.size === 0 ? [] : overlays.filter((overlay) => added.has(overlay))
    const known = found.get(active.join('+'))
    if (known) known[1].push(name)
    else found.set(active.join('+'), [active, [name]])
  }
  return [...found.values()]
}

/** What is made takes after its inputs, of which an overlay may speak that says nothing here: a standing each (law 6). What says the same is one cell in the end. */
function eachAlone(
  standings: readonly StandingEntry[],
  added: ReadonlyMap<string, unknown>,
): readonly (readonly [active: readonly string[], names: readonly string[]])[] {
  return standings.map(({ name, overlays }) => [overlays.filter((overlay) => added.has(overlay)), [name]])
}

/** Whether a category is a cell of its own: nothing stands below it, or a `collect` of the base or of an active overlay names it. */
function unitsOf(
  rules: readonly Resolved[],
  layers: ReadonlyMap<string, readonly Resolved[]>,
  { categories }: Registers,
): (category: string, active: readonly string[]) => boolean {
  const parents = new Set(categories.flatMap(({ name }) => above(name)))
  const namedBy = (own: readonly Resolved[]): ReadonlySet<string> =>
    new Set(own.flatMap((rule) => (opens(rule) ? [...rule.named] : [])))
  const base = namedBy(rules)
  const of = new Map([...layers].map(([layer, own]) => [layer, namedBy(own)]))
  return (category, active) =>
    !parents.has(category) || base.has(category) || active.some((layer) => of.get(layer)?.has(category))
}

/** The categories that a category lies in. */
function above(name: string): readonly string[] {
  const parts = name.split('.')
  return parts.slice(1).map((_, i) => parts.slice(0, i + 1).join('.'))
}

function byCategory(rules: readonly Resolved[]): ReadonlyMap<string, readonly Resolved[]> {
  const found = new Map<string, Resolved[]>()
  for (const rule of rules.filter(isOfCells))
    for (const category of rule.categories) {
      const own = found.get(category)
      if (own) own.push(rule)
      else found.set(category, [rule])
    }
  return found
}

function touches(rule: Resolved, product: string, origin: Origin, source: string | null): boolean {
  const isFrom = source === null || rule.providers === null || rule.providers.has(source)
  return rule.products.has(product) && rule.origins.has(origin) && isFrom
}

interface Coming {
  readonly origin: Origin
  readonly source: string | null
}

/** How data may have come: each origin, and each of the others from whom it may be, where any is registered. */
function comingsOf({ providers }: Registers): readonly Coming[] {
  return origins.flatMap((origin): Coming[] =>
    origin === 'third-party' && providers.length > 0
      ? providers.map(({ name }) => ({ origin, source: name }))
      : [{ origin, source: null }],
  )
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

function cover(
  facts: CellFacts,
  standings: readonly string[],
  rules: readonly Resolved[],
  registers: Registers,
): GridCell {
  const covering = rules.flatMap((rule) => coverOne(facts, rule, registers) ?? [])
  const byFrame = Map.groupBy(covering, ({ rule }) => rule.frame)
  return {
    facts,
    standings,
    rules: Object.fromEntries(frameNames.map((frame) => [frame, byFrame.get(frame) ?? []])) as Record<
      Frame,
      Covering[]
    >,
  } // every frame is listed
}

/** A rule on a cell, or null where it does not cover it. */
export function coverOne(facts: CellFacts, rule: Resolved, registers: Registers): Covering | null {
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
