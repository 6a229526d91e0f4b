// From a map and a catalogue to what a query needs: tables with the types of their keys, and the ways from rows to one person. The first
// questions find the person's own rows; their values are what every further question starts from.

import { Failure } from '../base/index.ts'
import { type Dialect, type PrintedSql } from '../sql/index.ts'
import { tableLabel, type Catalogue, type Column, type Table } from './catalogue.ts'
import type { Cell, Connector, Row } from './connector.ts'
import { mappedTable, type DataMap, type Hop, type IdentifierLink, type Link, type MappedTable, type PathLink } from './data-map.ts' // prettier-ignore
import type { FoundPeople, Identifier, KeyColumn, People, Reach } from './erasure.ts'
import { peopleQuery, type Asked } from './queries.ts'

/** A system's signed map and what its database was seen to be made of. */
export interface Mapped {
  readonly map: DataMap
  readonly catalogue: Catalogue
  readonly dialect?: Dialect
}

/** A connected system that answers queries. */
export type Answering = Pick<Connector, 'rows'>

/** A table of a catalogue; undefined where there is none of that name. */
export function tableOf(catalogue: Catalogue, { schema, table }: { readonly schema: string; readonly table: string }): Table | undefined {
  return catalogue.tables.find((one) => one.schema === schema && one.name === table)
} // prettier-ignore

/** A column of a table; undefined where there is none of that name. */
export function columnOf(table: Table | undefined, name: string): Column | undefined {
  return table?.columns.find((column) => column.name === name)
}

/** Some columns with their types. Throws a RangeError for a column that is not there: `refusals` names it before anybody asks. */
export function typed(table: Table | undefined, columns: readonly string[]): readonly KeyColumn[] {
  return columns.map((column) => {
    const known = columnOf(table, column)
    if (!known) throw new RangeError('a column of the data map is not in the catalogue')
    return { name: column, type: known.type }
  })
}

/** A table of the map as queries ask it. */
export function askedOf(catalogue: Catalogue, { schema, table, key }: Pick<MappedTable, 'schema' | 'table' | 'key'>): Asked {
  return { schema, table, key: typed(tableOf(catalogue, { schema, table }), key) }
} // prettier-ignore

/** The tables whose rows are people's, as the map says. */
export function peoplesTables({ map }: Pick<Mapped, 'map'>): readonly MappedTable[] {
  return map.tables.filter(({ whose }) => whose === 'person')
}

/** The way by identifiers that a table has. */
export function identifierLink({ links }: Pick<MappedTable, 'links'>): IdentifierLink | undefined {
  return links.find((link) => link.kind === 'identifiers')
}

/** How rows hold identifiers: the columns of a link and what the person has of each. */
export function identifierReach({ identifiers }: IdentifierLink, given: readonly Identifier[]): Reach {
  const columns = identifiers.map(({ field, column }) => ({
    field,
    column,
    values: given.filter((one) => one.field === field).map(({ value }) => value),
  }))
  return { kind: 'identifiers', columns }
}

/** Looks for the person's own rows in every table that has identifiers. */
export async function findPeople(system: Answering, mapped: Mapped, given: readonly Identifier[]): Promise<People> {
  const found: FoundPeople[] = []
  for (const { table, columns, query } of peopleQueries(mapped, given))
    found.push({
      schema: table.schema,
      table: table.table,
      columns,
      rows: await rowsOf(system, query, columns.length, table),
    })
  return { found }
}

/** Those found now and those found before, each row once. */
export function together(now: People, before: People = { found: [] }): People {
  const found = now.found.map((one) => {
    const same = before.found.filter(({ schema, table, columns }) => schema === one.schema && table === one.table && columns.join() === one.columns.join()) // prettier-ignore
    const rows = [...one.rows, ...same.flatMap(({ rows: older }) => older)]
    return { ...one, rows: [...new Map(rows.map((row) => [JSON.stringify(row), row])).values()] }
  })
  return { found }
}

function peopleQueries(mapped: Mapped, given: readonly Identifier[]): readonly { table: MappedTable; columns: readonly string[]; query: PrintedSql }[] {
  return peoplesTables(mapped).flatMap((table) => {
    const link = identifierLink(table)
    if (!link) return []
    const columns = [...new Set([...table.key, ...referredFrom(mapped, table)])]
    const asked = askedOf(mapped.catalogue, table)
    return [{ table, columns, query: peopleQuery(asked, identifierReach(link, given), columns, mapped.dialect ?? 'postgres') }]
  })
} // prettier-ignore

/** The columns of a person's table in which paths of other tables end. */
function referredFrom({ map }: Mapped, { schema, table }: MappedTable): readonly string[] {
  return map.tables.flatMap(({ links }) =>
    links.flatMap((link) => {
      const last = link.kind === 'path' ? link.hops.at(-1) : undefined
      return last && last.schema === schema && last.table === table ? last.references : []
    }),
  )
}

/** The ways from rows of a table to this person. */
export function reachOf(mapped: Mapped, people: People, given: readonly Identifier[], table: MappedTable): readonly Reach[] {
  return table.links.map((link) => oneReach(mapped, people, given, table, link))
} // prettier-ignore

/** One way from rows of a table to this person. */
export function oneReach(mapped: Mapped, people: People, given: readonly Identifier[], table: MappedTable, link: Link): Reach {
  if (link.kind === 'identifiers') return identifierReach(link, given)
  const last = link.hops.at(-1)
  if (!last) throw new RangeError('a path of the data map has no step')
  const before = link.hops.at(-2) ?? { schema: table.schema, table: table.table }
  return {
    kind: 'path',
    hops: link.hops,
    last: typed(tableOf(mapped.catalogue, before), last.columns),
    values: valuesOf(people, last),
  }
} // prettier-ignore

/** The person's values of the columns a path ends in; a row with a null among them is referred to by nobody. */
function valuesOf({ found }: People, last: Hop): readonly Row[] {
  const rows = found.filter(({ schema, table }) => schema === last.schema && table === last.table)
  return rows.flatMap(({ columns, rows: all }) => {
    const at = last.references.map((column) => columns.indexOf(column))
    return all.map((row) => at.map((i) => row[i] ?? null)).filter((row) => row.every((cell) => cell !== null))
  })
}

/** The table a path leads to, in the map. */
export function endOfPath(map: DataMap, { hops }: PathLink): MappedTable | undefined {
  const last = hops.at(-1)
  return last && mappedTable(map, { schema: last.schema, name: last.table })
}

/** All rows of a query. What does not have as many cells as were asked for comes from a server that breaks its word. */
export async function rowsOf(
  system: Answering,
  query: PrintedSql,
  cells: number,
  { schema, table }: { readonly schema: string; readonly table: string },
): Promise<readonly Row[]> {
  const rows: Row[] = []
  for await (const row of system.rows(query)) {
    if (row.length !== cells) throw odd(schema, table)
    rows.push(row)
  }
  return rows
}

/** The counts that a query answers in its one row. */
export async function countsOf(
  system: Answering,
  query: PrintedSql,
  cells: number,
  table: { readonly schema: string; readonly table: string },
): Promise<readonly number[]> {
  const rows = await rowsOf(system, query, cells, table)
  if (rows.length !== 1) throw odd(table.schema, table.table)
  return rows[0]!.map((cell) => countIn(cell, table)) // one row, looked at above
}

function countIn(cell: Cell, { schema, table }: { readonly schema: string; readonly table: string }): number {
  const count = cell === null ? Number.NaN : Number(cell)
  if (!Number.isSafeInteger(count) || count < 0) throw odd(schema, table)
  return count
}

function odd(schema: string, name: string): Failure {
  return new Failure('system_refused', { table: tableLabel({ schema, name }), reason: 'it answered something else than was asked' }) // prettier-ignore
}
