// A random database put onto a real PostgreSQL, and what is in it read row by row, by an eye that knows nothing of our queries: its own
// quoting, no joins, every walk done here.

import pg from 'pg'
import type { Catalogue, MappedTable, Table } from '../../src/systems/index.ts'
import type { Foreign } from '../harness/foreign.ts'
import { emailOf, type ForeignDatabase, type ForeignRow } from './foreign-schemas.ts'

const quote = pg.escapeIdentifier
const literal = (value: string | null | undefined): string => (value == null ? 'null' : pg.escapeLiteral(value))
const fullName = ({ schema, name }: Pick<Table, 'schema' | 'name'>): string => `${quote(schema)}.${quote(name)}`

/** Makes the tables and puts the rows in, in a database where none of them are. */
export async function build(foreign: Foreign, made: ForeignDatabase): Promise<void> {
  const { tables } = made.catalogue
  const schemas = [...new Set(tables.map(({ schema }) => schema))]
  const script = [
    ...schemas.map((schema) => `create schema ${quote(schema)};`),
    ...tables.map(createTable),
    ...tables.flatMap((table) => (made.rows.get(table) ?? []).map((row) => insert(table, row))),
    ...made.later.map(({ table, row, set }) => `update ${fullName(table)} set ${assignments(set)} where ${conditions(table, row)};`), // prettier-ignore
    ...tables.flatMap(foreignKeys),
  ]
  await foreign.run(script.join('\n'))
}

/** Takes it away again. */
export async function raze(foreign: Foreign, { tables }: Catalogue): Promise<void> {
  const schemas = [...new Set(tables.map(({ schema }) => schema))]
  await foreign.run(schemas.map((schema) => `drop schema ${quote(schema)} cascade;`).join('\n'))
}

function createTable(table: Table): string {
  const columns = table.columns.map(({ name, type, length, nullable }) => `${quote(name)} ${type}${length === null ? '' : `(${length})`}${nullable ? '' : ' not null'}`) // prettier-ignore
  const keys = [`primary key (${(table.primary ?? []).map(quote).join(', ')})`, ...table.uniques.map((unique) => `unique (${unique.map(quote).join(', ')})`)] // prettier-ignore
  return `create table ${fullName(table)} (${[...columns, ...keys].join(', ')});`
}

function foreignKeys(table: Table): string[] {
  return table.foreign.map(({ columns, schema, table: to, references, onDelete }) => {
    const on = onDelete === 'nothing' ? '' : ` on delete ${onDelete}`
    return `alter table ${fullName(table)} add foreign key (${columns.map(quote).join(', ')}) references ${fullName({ schema, name: to })} (${references.map(quote).join(', ')})${on};`
  })
}

function insert(table: Table, row: ForeignRow): string {
  const columns = table.columns.map(({ name }) => name)
  return `insert into ${fullName(table)} (${columns.map(quote).join(', ')}) values (${columns.map((name) => literal(row[name])).join(', ')});`
}

function assignments(set: ForeignRow): string {
  return Object.entries(set).map(([name, value]) => `${quote(name)} = ${literal(value)}`).join(', ') // prettier-ignore
}

function conditions(table: Table, row: ForeignRow): string {
  return (table.primary ?? []).map((name) => `${quote(name)} = ${literal(row[name])}`).join(' and ')
}

/** Every row of every table, as text. */
export async function readAll(foreign: Foreign, { tables }: Catalogue): Promise<ReadonlyMap<Table, readonly ForeignRow[]>> {
  const all = new Map<Table, readonly ForeignRow[]>()
  for (const table of tables) {
    const columns = table.columns.map(({ name }) => name)
    const rows = await foreign.read(`select ${columns.map((name) => `${quote(name)}::text`).join(', ')} from ${fullName(table)}`)
    all.set(table, rows.map((row) => Object.fromEntries(columns.map((name, i) => [name, row[i] ?? null]))))
  }
  return all
} // prettier-ignore

// --- whose rows, walked one by one --------------------------------------------------------------------------------

/** A row that is the person's: by which links, and whether somebody else's too. */
export interface Own {
  readonly row: ForeignRow
  readonly sides: readonly string[]
  readonly isShared: boolean
}

/** The person's rows of a table. */
export function ownRows(made: ForeignDatabase, all: ReadonlyMap<Table, readonly ForeignRow[]>, mapped: MappedTable): readonly Own[] {
  const table = tableNamed(made, mapped)
  return all.get(table)!.flatMap((row) => {
    const led = mapped.links.map((link) => {
      if (link.kind === 'identifiers') return row[emailOf(mapped)]!.trim().toLowerCase() === made.identifier.trim().toLowerCase() ? 'own' : 'other'
      let here: readonly ForeignRow[] = [row]
      for (const hop of link.hops) {
        const next = all.get(made.catalogue.tables.find((one) => one.schema === hop.schema && one.name === hop.table)!)!
        here = next.filter((to) => here.some((from) => hop.columns.every((column, i) => from[column] !== null && from[column] === to[hop.references[i]!])))
      }
      const end = made.map.tables.find((one) => one.schema === link.hops.at(-1)!.schema && one.table === link.hops.at(-1)!.table)!
      if (here.some((to) => to[emailOf(end)]!.trim().toLowerCase() === made.identifier.trim().toLowerCase())) return 'own'
      return link.hops[0]!.columns.every((column) => row[column] !== null) ? 'other' : 'nobody'
    })
    const sides = mapped.links.filter((_, i) => led[i] === 'own').map(({ name }) => name)
    return sides.length === 0 ? [] : [{ row, sides, isShared: led.includes('other') }]
  })
} // prettier-ignore

/** The table of the catalogue that a map speaks of. */
export function tableNamed({ catalogue }: Pick<ForeignDatabase, 'catalogue'>, mapped: MappedTable): Table {
  return catalogue.tables.find((one) => one.schema === mapped.schema && one.name === mapped.table)!
}
