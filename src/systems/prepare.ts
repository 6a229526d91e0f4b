// Preparing an erasure: look for the person, look at every row that is theirs, and make a plan, or say in words why there is none. It
// only asks; nothing of a refused plan is executed, and what the plan holds was seen, not guessed (docs/spec/systems.md).

import type { Dialect } from '../sql/index.ts'
import type { Cell, Row } from './connector.ts'
import { lawsOf, type LawKeeps } from './clauses.ts'
import { hashDataMap, personalColumns, type Erase, type Link, type MappedColumn, type MappedTable } from './data-map.ts'
import { deletedOf, erasureFormat, type ErasurePlan, type Identifier, type People, type PlannedBlank, type PlannedRows, type PlannedTable, type Reach, type Reference, type Refusal, type RefusalCode } from './erasure.ts' // prettier-ignore
import { orderOf } from './order.ts'
import { blockersQuery, rowsQuery, type CountsFrom } from './queries.ts'
import { askedOf, columnOf, countsOf, peoplesTables, reachOf, rowsOf, tableOf, typed, type Answering } from './reach.ts' // prettier-ignore
import { blankedColumns, countsFrom, isReferred, referencesTo, refusals, sideOf, type Judged } from './refusals.ts'
import { isRefused, tombstoneOf } from './tombstones.ts'
import { findWho } from './who.ts'

/** What an erasure is prepared from. `at`: the moment by which periods of laws are over or not. */
export interface ErasureAsked extends Judged {
  readonly identifiers: readonly Identifier[]
  readonly at: Date
  /** who an earlier plan found: rows that came in since lead to them, although their identifiers may be gone */
  readonly known?: People
  readonly dialect?: Dialect
}

/** A plan; or nobody with these identifiers is there; or what stands in the way. */
export type Prepared =
  | { readonly state: 'ready'; readonly plan: ErasurePlan }
  | { readonly state: 'nobody' }
  | { readonly state: 'refused'; readonly refusals: readonly Refusal[] }

/** Makes the plan of an erasure, or says why there is none. Asks a fixed number of queries a table. */
export async function prepareErasure(system: Answering, asked: ErasureAsked): Promise<Prepared> {
  const before = refusals(asked)
  if (before.length > 0) return { state: 'refused', refusals: before }
  const who = await findWho(system, asked)
  if (who.state === 'refused') return who
  const { people } = who
  const found: FoundRows[] = []
  for (const mapped of peoplesTables(asked)) found.push(await findRows(system, asked, people, mapped))
  if (found.every(({ rows }) => rows.length === 0)) return { state: 'nobody' }
  const shared = found.flatMap(keysShared)
  if (shared.length > 0) return { state: 'refused', refusals: shared }
  const order = orderOf(
    asked.catalogue,
    found.filter(({ rows }) => rows.length > 0).map((one) => plannedTable(asked, one)),
  )
  const after = order.circle.length > 0 ? order.circle.map(inCircle) : await blockers(system, asked, order.tables)
  return after.length > 0
    ? { state: 'refused', refusals: after }
    : { state: 'ready', plan: planOf(asked, people, order.tables) }
}

function planOf(
  { map, dialect = 'postgres' }: ErasureAsked,
  people: People,
  tables: readonly PlannedTable[],
): ErasurePlan {
  return { format: erasureFormat, dialect, system: map.system, map: hashDataMap(map), people, tables }
}

// --- which rows ---------------------------------------------------------------------------------------------------

/** A row of the person's: its key, the links by which it is theirs, whether it is somebody else's too, and until when a law keeps it. */
interface FoundRow {
  readonly key: Row
  readonly sides: readonly Link[]
  readonly isShared: boolean
  readonly until: string | null
  readonly isOver: boolean
}

interface FoundRows {
  readonly mapped: MappedTable
  readonly reach: readonly Reach[]
  readonly law: LawKeeps | null
  readonly rows: readonly FoundRow[]
}

async function findRows(system: Answering, asked: ErasureAsked, people: People, mapped: MappedTable): Promise<FoundRows> {
  const reach = reachOf(asked, people, asked.identifiers, mapped)
  const law = lawOf(asked, mapped)
  const counts = law && mapped.erase?.how === 'keep' ? countingFrom(asked, mapped, mapped.erase, law) : null
  const table = askedOf(asked.catalogue, mapped)
  const query = rowsQuery(table, reach, counts, asked.dialect ?? 'postgres')
  const cells = mapped.key.length + 2 * reach.length + (counts ? 2 : 0)
  const rows = (await rowsOf(system, query, cells, mapped)).map((row) => readRow(mapped, row))
  return { mapped, reach, law, rows: rows.toSorted((a, b) => (JSON.stringify(a.key) < JSON.stringify(b.key) ? -1 : 1)) }
} // prettier-ignore

function readRow({ key, links }: MappedTable, row: Row): FoundRow {
  const flag = (at: number): boolean => row[key.length + at] === 'true'
  const sides = links.filter((_, i) => flag(2 * i))
  // where columns lead to the person, another address in the row is theirs too; without, two addresses may be two people
  const isLed = sides.some(({ kind }) => kind === 'path')
  const isShared = links.some(({ kind }, i) => flag(2 * i + 1) && (kind === 'path' || !isLed))
  const [until = null, over = null] = row.slice(key.length + 2 * links.length) as readonly (Cell | undefined)[] // there are none where no law counts
  return { key: row.slice(0, key.length), sides, isShared, until, isOver: over === 'true' }
}

/** The law that the map names for a table, as the statement says it for the categories that stay. */
function lawOf({ policy }: ErasureAsked, mapped: MappedTable): LawKeeps | null {
  const { erase, product } = mapped
  if (erase?.how !== 'keep') return null
  const kept = personalColumns(mapped).filter((column) => column.erase !== 'blank')
  const laws = kept.flatMap(({ category }) => lawsOf(policy, category, product).filter(({ law }) => law === erase.law))
  return laws.find(({ after }) => after === null) ?? laws[0] ?? null
}

function countingFrom({ catalogue, at }: ErasureAsked, mapped: MappedTable, { from }: Extract<Erase, { how: 'keep' }>, { after }: LawKeeps): CountsFrom | null {
  const counts = from && countsFrom(catalogue, mapped, from)
  return from && counts && after ? { hops: counts.hops, column: from.column, zoned: counts.kind === 'zoned', after, at } : null
} // prettier-ignore

function keysShared({ mapped, rows }: FoundRows): readonly Refusal[] {
  const distinct = new Set(rows.map(({ key }) => JSON.stringify(key)))
  const isWhole = rows.every(({ key }) => key.every((cell) => cell !== null))
  return distinct.size === rows.length && isWhole
    ? []
    : [refuse('rows share a key', mapped, null, 'the columns of its key do not tell its rows apart', 'name columns in `key:` that are unique together and never empty')] // prettier-ignore
}

// --- what becomes of them -----------------------------------------------------------------------------------------

function plannedTable(asked: ErasureAsked, { mapped, reach, law, rows }: FoundRows): PlannedTable {
  const table = tableOf(asked.catalogue, mapped)
  const groups = Map.groupBy(rows, (row) => JSON.stringify(fateOf(mapped, law, row)))
  const references = referencesTo(asked.catalogue, mapped).map(({ table: from, foreign }): Reference => ({ schema: from.schema, table: from.name, columns: foreign.columns, references: foreign.references })) // prettier-ignore
  return {
    schema: mapped.schema,
    table: mapped.table,
    key: typed(table, mapped.key),
    reach,
    rows: [...groups.values()].map((group) => plannedRows(asked, mapped, law, group)),
    columns: personalColumns(mapped).map(({ name, category, erase }) => ({ name, category, follows: erase === 'follow' })), // prettier-ignore
    unknown: (table?.columns ?? []).map(({ name }) => name).filter((name) => !mapped.columns.some((one) => one.name === name)), // prettier-ignore
    untie: [],
    referredBy: references,
  }
}

/** What becomes of a row. Rows with the same fate are planned together. */
type Fate =
  | { readonly how: 'delete' }
  | { readonly how: 'keep' }
  | { readonly how: 'blank'; readonly sides: readonly string[] | null }

function fateOf({ erase, shared }: MappedTable, law: LawKeeps | null, row: FoundRow): Fate {
  if (erase?.how === 'keep' && law && !row.isOver) return { how: 'keep' }
  if (row.isShared && shared === 'unlink') return { how: 'blank', sides: row.sides.map(({ name }) => name) }
  const how = erase?.how === 'keep' ? erase.after : (erase?.how ?? 'delete')
  return how === 'delete' || (row.isShared && shared === 'delete') ? { how: 'delete' } : { how: 'blank', sides: null }
}

function plannedRows(asked: ErasureAsked, mapped: MappedTable, law: LawKeeps | null, rows: readonly FoundRow[]): PlannedRows {
  const keys = rows.map(({ key }) => key)
  const fate = fateOf(mapped, law, rows[0]!) // a group has a member
  if (fate.how === 'delete') return { how: 'delete', keys }
  if (fate.how === 'keep') {
    const untils = rows.map(({ until }) => until)
    const until = untils.every((one) => one !== null) ? latest(untils) : null
    const blanks = blanksOf(asked, mapped, blankedColumns(mapped, 'kept'))
    return { how: 'keep', keys, blanks, law: law!.law, clause: law!.clause, until } // only a law keeps
  }
  if (fate.sides === null) return { how: 'blank', keys, blanks: blanksOf(asked, mapped, blankedColumns(mapped, 'erased')), because: 'erased' } // prettier-ignore
  const sides = mapped.links.filter(({ name }) => fate.sides!.includes(name)) // not null, looked at above
  return { how: 'blank', keys, blanks: [...blanksOf(asked, mapped, sides.flatMap((link) => sideOf(mapped, link))), ...untied(asked, mapped, sides)], because: 'shared' } // prettier-ignore
} // prettier-ignore

/** The last of some moments, all written the same way. */
function latest(moments: readonly string[]): string | null {
  return moments.reduce<string | null>((last, one) => (last === null || one > last ? one : last), null)
}

function blanksOf(asked: ErasureAsked, mapped: MappedTable, columns: readonly MappedColumn[]): readonly PlannedBlank[] {
  const table = tableOf(asked.catalogue, mapped)
  return columns.flatMap((said) => {
    const column = columnOf(table, said.name)
    if (!table || !column) return []
    const tombstone = tombstoneOf({ table, mapped, column, said, isReferred: isReferred(asked.catalogue, mapped, said.name) }) // prettier-ignore
    if (isRefused(tombstone)) throw new RangeError('a column that cannot be blanked was not refused')
    return [{ column: said.name, type: column.type, category: said.category, tombstone }]
  })
}

/** The columns by which a row leads to the erased person, emptied where they may be; others go on leading to a row that is blank. */
function untied({ catalogue }: ErasureAsked, mapped: MappedTable, sides: readonly Link[]): readonly PlannedBlank[] {
  const table = tableOf(catalogue, mapped)
  const columns = sides.flatMap((link) => (link.kind === 'path' ? (link.hops[0]?.columns ?? []) : []))
  return columns.flatMap((name) => {
    const column = columnOf(table, name)
    const mayBeEmpty = column?.nullable && !column.generated && !mapped.key.includes(name)
    return mayBeEmpty ? [{ column: name, type: column.type, category: null, tombstone: { kind: 'null' } as const }] : []
  })
}

function inCircle(table: PlannedTable): Refusal {
  return refuse('cycle', table, null, 'its rows and others refer to each other in a circle, so none can go first', 'let one of the columns be empty, or write `erase: blank` for one of the tables') // prettier-ignore
}

// --- what refers to them ------------------------------------------------------------------------------------------

/** Rows that stay and refer to rows that go: a database would refuse, or take the others' rows along. */
async function blockers(system: Answering, asked: ErasureAsked, tables: readonly PlannedTable[]): Promise<readonly Refusal[]> {
  const wrong: Refusal[] = []
  for (const target of tables) {
    const goes = deletedOf(target)
    if (goes.length === 0) continue
    for (const reference of target.referredBy) {
      const from = tables.find(({ schema, table }) => schema === reference.schema && table === reference.table)
      const but = { key: from?.key ?? [], rows: from ? lettingGo(from, reference) : [] }
      const query = blockersQuery(target, goes, reference, but, asked.dialect ?? 'postgres')
      const [count = 0] = await countsOf(system, query, 1, target)
      if (count > 0) wrong.push(refuse('rows of others refer to it', target, null, `${count} rows of ${reference.schema}.${reference.table} that stay refer to rows that would go`, 'write `erase: blank` for the table')) // prettier-ignore
    }
  }
  return wrong
} // prettier-ignore

/** Rows of a table that will not refer by these columns any more: they go, or a column of the reference becomes empty. */
function lettingGo(from: PlannedTable, { columns }: Reference): readonly Row[] {
  return from.rows.flatMap((group) => {
    if (group.how === 'delete') return group.keys
    const isEmptied = group.blanks.some(({ column, tombstone }) => tombstone.kind === 'null' && columns.includes(column)) // prettier-ignore
    return isEmptied ? group.keys : []
  })
}

function refuse(code: RefusalCode, { schema, table }: { readonly schema: string; readonly table: string }, column: string | null, words: string, help: string): Refusal {
  return { code, schema, table, column, words, help }
} // prettier-ignore
