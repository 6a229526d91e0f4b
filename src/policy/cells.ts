// The cells of one policy, looked up by facts. Where a fact is not known, or two bases hold, a record stands under the meet of all cells it
// may be; each such set of cells has a cell and a number of its own.

import type { Cell, CellFacts, Policy } from './policy.ts'
import { contextOf, contextsOf, keyOfContext } from './contexts.ts'
import { meetAll } from './meet.ts'
import { mixedStandings, standingsNamed } from './standings.ts'

/**
 * The cell of these facts; where a fact is not known, the meet of all it may be (language, "The decision"), under a number of its own. Where
 * pairs tell sessions or accounts apart, it keeps in which the data was collected (contexts.ts).
 */
export function cellOf(policy: Policy, facts: CellFacts): Cell | undefined {
  const may = cellsOf(policy, facts)
  const found = may.length < 2 ? may[0] : metOf(policy, may)
  return found && inContext(policy, found, facts)
}

/** The cell that data of this cell stands in by another version: that of all the standings which share it. */
export function cellNow(policy: Policy, { facts, standings = [] }: Cell): Cell | undefined {
  return cellOf(policy, standings.length === 0 ? facts : { ...facts, standing: [facts.standing, ...standings].join('&') }) // prettier-ignore
}

/** Every cell that these facts may be; none where one of the standings they name has none. */
export function cellsOf(policy: Policy, facts: CellFacts): readonly Cell[] {
  const found = (standingsNamed(policy, facts.standing) ?? []).map((standing) =>
    cellsIn(policy, { ...facts, standing }),
  )
  const [first = []] = found
  if (found.length < 2) return first
  return found.some((cells) => cells.length === 0) ? [] : inOrder(found.flat())
}

function cellsIn(policy: Policy, facts: CellFacts): readonly Cell[] {
  return (byPlace(policy).get(placeOf(facts)) ?? []).filter((cell) => fits(cell.facts, facts))
}

/** Each cell once, by number. */
function inOrder(cells: readonly Cell[]): readonly Cell[] {
  return [...new Set(cells)].toSorted((a, b) => a.id - b.id)
}

const placed = new WeakMap<Policy, ReadonlyMap<string, readonly Cell[]>>()

/** The cells of a policy by the facts that are always known; one that several standings share stands at each of them. */
function byPlace(policy: Policy): ReadonlyMap<string, readonly Cell[]> {
  const known = placed.get(policy)
  if (known) return known
  const made = new Map<string, Cell[]>()
  for (const cell of policy.cells)
    for (const standing of standingsOf(cell)) {
      const place = placeOf({ ...cell.facts, standing })
      const own = made.get(place)
      if (own) own.push(cell)
      else made.set(place, [cell])
    }
  placed.set(policy, made)
  return made
}

/** The standings that a cell says the same of, its own first. */
export function standingsOf({ facts, standings = [] }: Cell): readonly string[] {
  return [facts.standing, ...standings]
}

function placeOf({ standing, product, category, origin }: CellFacts): string {
  return `${standing}\0${product}\0${category}\0${origin}`
}

/** Whether a cell of the same place may be the one of these facts. */
function fits(cell: CellFacts, asked: CellFacts): boolean {
  const same = (a: unknown, b: unknown): boolean => a === null || b === null || a === b
  return (
    same(cell.signedIn, asked.signedIn) &&
    same(cell.account, asked.account) &&
    same(cell.where, asked.where) &&
    same(cell.source ?? null, asked.source ?? null)
  )
}

// --- what is not known ----------------------------------------------------------------------------------------------

interface Unknown {
  /** by the numbers of the cells that met */
  readonly cells: Map<string, Cell>
  /** meets that no record is written under, and without a number: those of another version's standings */
  readonly others: Map<string, Cell>
}

const unknown = new WeakMap<Policy, Unknown>()

/** The meet of several cells; the same one for the same cells. */
function metOf(policy: Policy, may: readonly Cell[]): Cell | undefined {
  const { cells, others } = unknownOf(policy)
  const key = keyOf(may)
  const known = cells.get(key) ?? others.get(key)
  if (known) return known
  const met = meetAll(may)
  const made = met && { ...withoutStandings(met), id: 0 }
  if (made) others.set(key, made)
  return made
}

/**
 * The cells of records some fact of which is not known, or which two bases rule: for every set of cells that this can mean, their meet. A
 * record keeps such a cell's number like any other, so what was not known when it was written stays unknown. Numbers follow those of the
 * policy's cells.
 */
export function unknownCells(policy: Policy): readonly Cell[] {
  return [...unknownOf(policy).cells.values()]
}

function unknownOf(policy: Policy): Unknown {
  const known = unknown.get(policy)
  if (known) return known
  const made = new Map<string, Cell>()
  const add = (may: readonly Cell[], facts: CellFacts): void => {
    const met = may.length > 1 && !made.has(keyOf(may)) ? meetAll(may) : undefined
    if (met) made.set(keyOf(may), { ...withoutStandings(met), id: policy.cells.length + made.size + 1, facts })
  }
  for (const cell of policy.cells)
    for (const standing of standingsOf(cell))
      for (const less of lessKnown({ ...cell.facts, standing })) add(cellsOf(policy, less), less)
  for (const standings of mixedStandings(policy)) addMixed(policy, standings, add)
  const found = { cells: made, others: new Map<string, Cell>() }
  unknown.set(policy, found)
  return found
}

/** What several standings together may mean: for each place that all of them know, with all facts known and with fewer. */
function addMixed(
  policy: Policy,
  standings: readonly string[],
  add: (may: readonly Cell[], facts: CellFacts) => void,
): void {
  const [first = '', ...others] = standings
  const standing = standings.join('&')
  for (const place of placesOf(policy).get(first) ?? []) {
    const all = others.map((other) => byPlace(policy).get(placeOf({ ...place, standing: other })) ?? [])
    const own = byPlace(policy).get(placeOf({ ...place, standing: first })) ?? []
    if (all.some((cells) => cells.length === 0) || all.every((cells) => isSame(cells, own))) continue
    for (const { facts } of inOrder([...own, ...all.flat()]))
      for (const known of [{ ...facts, standing }, ...lessKnown({ ...facts, standing })]) add(cellsOf(policy, known), known) // prettier-ignore
  }
}

function isSame(a: readonly Cell[], b: readonly Cell[]): boolean {
  return a.length === b.length && a.every((cell, i) => cell === b[i])
}

const placesByStanding = new WeakMap<Policy, ReadonlyMap<string, readonly CellFacts[]>>()

/** One cell's facts for each product, category and origin that a standing knows. */
function placesOf(policy: Policy): ReadonlyMap<string, readonly CellFacts[]> {
  const known = placesByStanding.get(policy)
  if (known) return known
  const made = new Map<string, CellFacts[]>()
  for (const [place, [cell]] of byPlace(policy)) {
    const standing = place.slice(0, place.indexOf('\0'))
    made.set(standing, [...(made.get(standing) ?? []), { ...cell!.facts, standing }]) // no place is without a cell
  }
  placesByStanding.set(policy, made)
  return made
}

// --- contexts -------------------------------------------------------------------------------------------------------

/** Cells that differ from one of the policy, or of `unknownCells`, in the context alone: by that one, then by the context. */
type InContexts = ReadonlyMap<Cell, Map<string, Cell>>

const contexts = new WeakMap<Policy, InContexts>()
const plains = new WeakMap<Cell, Cell>()

/** Of one of the `contextCells` the cell that it differs from in the context alone. */
export function plainOf(cell: Cell): Cell | undefined {
  return plains.get(cell)
}

/**
 * The cells of records that keep in which context they were collected: every cell that has a number once more for each context that pairs
 * tell apart and that it does not. They say what that cell says. Numbers follow those of `unknownCells`.
 */
export function contextCells(policy: Policy): readonly Cell[] {
  return [...inContexts(policy).values()].flatMap((own) => [...own.values()])
}

function inContexts(policy: Policy): InContexts {
  const known = contexts.get(policy)
  if (known) return known
  const plain = [...policy.cells, ...unknownCells(policy)]
  let id = plain.length
  const made = new Map(
    plain.flatMap((cell) => {
      const own = contextsOf(policy, cell)
      const cells = own.map((context) => [keyOfContext(context), { ...cell, id: ++id, facts: { ...cell.facts, ...context } }] as const) // prettier-ignore
      return own.length === 0 ? [] : [[cell, new Map(cells)] as const]
    }),
  )
  for (const [plain, own] of made) for (const cell of own.values()) plains.set(cell, plain)
  contexts.set(policy, made)
  return made
}

const unnumbered = new WeakMap<Cell, Map<string, Cell>>()

/** A cell in the context of these facts; a meet without a number has none there either. The same one for the same context. */
function inContext(policy: Policy, cell: Cell, facts: CellFacts): Cell {
  const context = contextOf(policy, cell, facts)
  if (!context) return cell
  const key = keyOfContext(context)
  const numbered = inContexts(policy).get(cell)?.get(key)
  if (numbered) return numbered
  const own = unnumbered.get(cell) ?? new Map<string, Cell>()
  const made = own.get(key) ?? { ...cell, facts: { ...cell.facts, ...context } }
  unnumbered.set(cell, own.set(key, made))
  return made
}

/** The set that met says which standings it is for; the first cell's own do not. */
function withoutStandings({ standings: _standings, ...cell }: Cell): Cell {
  return cell
}

/** These facts with one, several or all of the optional ones left out. */
function lessKnown(facts: CellFacts): readonly CellFacts[] {
  const optional = ['signedIn', 'account', 'where', ...(facts.source === undefined ? [] : ['source'])]
  return Array.from({ length: 2 ** optional.length - 1 }, (_, n) =>
    Object.fromEntries(optional.filter((_name, i) => (((n + 1) >> i) & 1) === 1).map((name) => [name, null])),
  ).map((left) => ({ ...facts, ...left }))
}

function keyOf(cells: readonly Cell[]): string {
  return cells.map(({ id }) => id).join(' ')
}
