// All published versions of a statement met with one another: what a server asks. A record stands under the meet of every version
// it has lived through (law 8); the meet is computed here over cells, once when publishing, never over records.

import type { Cell, CellFacts, Line, Policy, Row } from './policy.ts'
import type { Page } from './page.ts'
import { intersect, none, union } from './mask.ts'
import { uncoveredCell, uncoveredFacts, uncoveredNumbers, uncoveredVersion } from './uncovered.ts'

/** One published version. */
export interface Version {
  readonly version: number
  readonly hash: string
  readonly policy: Policy
  readonly page: Page
  readonly publishedAt: Date
  readonly effectiveAt: Date
}

/** The versions in force: the newest one for what is written now, the meets for what was written before. */
export interface InForce {
  readonly newest: Version
  readonly versions: readonly Version[]
  /** the cell with the number a record keeps: its own version's entries met with every later version's; below zero: uncovered data */
  cell(number: number): Cell | undefined
  /** numbers of all cells of the policies, ascending */
  readonly numbers: readonly number[]
  /** numbers that uncovered data may have, of one product and category (with all below it) where they are asked */
  uncovered(asked: { readonly product?: string; readonly category?: string }): readonly number[]
}

const cellsPerVersionMax = 100_000

/** The number a record of this version and cell keeps for ever. */
export function cellNumber(version: number, cellId: number): number {
  return version * cellsPerVersionMax + cellId
}

/** The version a cell's number belongs to. */
export function versionOf(number: number): number {
  return Math.floor(number / cellsPerVersionMax)
}

/** Puts versions in force, oldest first. Throws a RangeError when there is none or they do not ascend. */
export function putInForce(versions: readonly Version[]): InForce {
  const newest = versions.at(-1)
  if (!newest || versions.some((v, i) => i > 0 && v.version <= versions[i - 1]!.version))
    throw new RangeError('versions must ascend')
  const cells = new Map<number, Cell>()
  versions.forEach(({ version, policy }, i) => {
    const later = versions.slice(i + 1)
    for (const cell of [...policy.cells, ...unknownCells(policy).values()])
      cells.set(cellNumber(version, cell.id), livedThrough(cell, version, later))
  })
  const numbers = [...cells.keys()]
  return {
    newest,
    versions,
    cell(number) {
      const known = cells.get(number)
      if (known || number >= 0) return known
      const made = uncoveredThrough(number, versions)
      if (made) cells.set(number, made)
      return made
    },
    numbers,
    uncovered: (asked) => versions.flatMap(({ version, policy }) => uncoveredNumbers(policy, version, asked)),
  }
}

/** Uncovered data stands under the bans of every version it has lived through. */
function uncoveredThrough(number: number, versions: readonly Version[]): Cell | undefined {
  const first = versions.findIndex(({ version }) => version === uncoveredVersion(number))
  const facts = first < 0 ? undefined : uncoveredFacts(versions[first]!.policy, number)
  if (!facts) return undefined
  return versions
    .slice(first)
    .map(({ version, policy }) => dated(uncoveredCell(policy, facts), version))
    .reduce(meet)
}

function livedThrough(cell: Cell, version: number, later: readonly Version[]): Cell {
  return later.reduce(
    (met, next) => {
      const now = cellOf(next.policy, cell.facts)
      return meet(met, now ? dated(now, next.version) : closed(cell))
    },
    dated(cell, version),
  )
}

/** The cell of these facts; where a fact is not known, the meet of all it may be (language, "The decision"), under a number of its own. */
export function cellOf(policy: Policy, facts: CellFacts): Cell | undefined {
  const may = cellsOf(policy, facts)
  return may.length < 2 ? may[0] : (unknownCells(policy).get(keyOf(may)) ?? meetAll(may))
}

const unknown = new WeakMap<Policy, ReadonlyMap<string, Cell>>()

/**
 * The cells of records some fact of which is not known: for every set of cells that leaving facts out can mean, their meet. A record keeps
 * such a cell's number like any other, so what was not known when it was written stays unknown. Numbers follow those of the policy's cells.
 */
function unknownCells(policy: Policy): ReadonlyMap<string, Cell> {
  const known = unknown.get(policy)
  if (known) return known
  const made = new Map<string, Cell>()
  for (const { facts } of policy.cells) {
    for (const less of lessKnown(facts)) {
      const may = cellsOf(policy, less)
      const met = meetAll(may)
      if (met && may.length > 1 && !made.has(keyOf(may)))
        made.set(keyOf(may), { ...met, id: policy.cells.length + made.size + 1, facts: less })
    }
  }
  unknown.set(policy, made)
  return made
}

/** These facts with one, two or all three of the optional ones left out. */
function lessKnown(facts: CellFacts): readonly CellFacts[] {
  const optional = ['signedIn', 'account', 'where'] as const
  return Array.from({ length: 7 }, (_, n) =>
    Object.fromEntries(optional.filter((_name, i) => (((n + 1) >> i) & 1) === 1).map((name) => [name, null])),
  ).map((left) => ({ ...facts, ...left }))
}

function keyOf(cells: readonly Cell[]): string {
  return cells.map(({ id }) => id).join(' ')
}

/** Every cell that these facts may be. */
export function cellsOf(policy: Policy, facts: CellFacts): readonly Cell[] {
  return (byPlace(policy).get(placeOf(facts)) ?? []).filter((cell) => fits(cell.facts, facts))
}

const placed = new WeakMap<Policy, ReadonlyMap<string, readonly Cell[]>>()

/** The cells of a policy by the facts that are always known. */
function byPlace(policy: Policy): ReadonlyMap<string, readonly Cell[]> {
  const known = placed.get(policy)
  if (known) return known
  const made = Map.groupBy(policy.cells, ({ facts }) => placeOf(facts))
  placed.set(policy, made)
  return made
}

function placeOf({ standing, product, category, origin }: CellFacts): string {
  return `${standing}\0${product}\0${category}\0${origin}`
}

/** What all cells of one version allow. Each entry then says which of them it came from. */
export function meetAll(cells: readonly Cell[]): Cell | undefined {
  if (cells.length < 2) return cells[0]
  return cells.map((cell) => mark(cell, { part: cell.id })).reduce(meet)
}

/** Whether a cell of the same place may be the one of these facts. */
function fits(cell: CellFacts, asked: CellFacts): boolean {
  const same = (a: unknown, b: unknown): boolean => a === null || b === null || a === b
  return same(cell.signedIn, asked.signedIn) && same(cell.account, asked.account) && same(cell.where, asked.where)
}

/** What both cells allow: every term narrows (language, "The decision"). */
function meet(a: Cell, b: Cell): Cell {
  return {
    id: a.id,
    facts: a.facts,
    collects: a.collects.length > 0 && b.collects.length > 0 ? [...a.collects, ...b.collects] : [],
    collectBans: [...a.collectBans, ...b.collectBans],
    stores: [...a.stores, ...b.stores],
    storeBans: [...a.storeBans, ...b.storeBans],
    rows: bothRows(a.rows, b.rows),
    limits: [...a.limits, ...b.limits],
    controls: [...a.controls, ...b.controls.filter((c) => !a.controls.some((d) => d.control === c.control))],
  }
}

/** Rows of either: where the other says nothing of a hand and form, nothing is based, and the bans still name their clause. */
function bothRows(a: readonly Row[], b: readonly Row[]): readonly Row[] {
  const like = (rows: readonly Row[], { hand, form }: Row): Row =>
    rows.find((row) => row.hand === hand && row.form === form) ??
    ({ hand, form, based: none, objectable: none, never: none, barred: none, uses: [], bans: [] } as const)
  const onlyB = b.filter((row) => !a.some(({ hand, form }) => hand === row.hand && form === row.form))
  return [...a, ...onlyB].map((row) => meetRows(like(a, row), like(b, row)))
}

function meetRows(a: Row, b: Row): Row {
  return {
    hand: a.hand,
    form: a.form,
    based: intersect(a.based, b.based),
    objectable: union(a.objectable, b.objectable),
    never: union(a.never, b.never),
    barred: union(a.barred, b.barred),
    uses: [...a.uses, ...b.uses],
    bans: [...a.bans, ...b.bans],
  }
}

/** A later version that no longer knows these facts opens nothing; the older limits still remove the bytes. */
function closed(cell: Cell): Cell {
  return { ...cell, collects: [], collectBans: [], stores: [], storeBans: [], rows: [], limits: [], controls: [] }
}

function dated(cell: Cell, version: number): Cell {
  return mark(cell, { version })
}

/** Says of every entry where it came from. */
function mark(cell: Cell, from: { readonly version: number } | { readonly part: number }): Cell {
  const all = <T extends Line>(lines: readonly T[]): T[] => lines.map((line) => ({ ...line, ...from }))
  return {
    ...cell,
    collects: all(cell.collects),
    collectBans: all(cell.collectBans),
    stores: all(cell.stores),
    storeBans: all(cell.storeBans),
    rows: cell.rows.map((row) => ({ ...row, uses: all(row.uses), bans: all(row.bans) })),
    limits: all(cell.limits),
    controls: all(cell.controls),
  }
}
