// The tables of a database while its DDL is read: made, changed, renamed and dropped in the order in which the file says so.

import type { Catalogue, Column, ForeignKey, Table } from '../catalogue.ts'
import type { Element, WrittenColumn, WrittenKey } from './columns.ts'
import { orderedList, type Ordered } from './ordered.ts'
import type { Place, Placed } from './places.ts'
import type { Dialect, Token } from './tokens.ts'

/** A column and where its name stands. */
export interface DdlColumn extends Column {
  readonly at: Place
  /** what the schema itself says of it */
  readonly comment: string | null
}

/** A table and where its name stands. */
export interface DdlTable extends Table {
  readonly at: Place
  readonly columns: readonly DdlColumn[]
}

/** A catalogue whose tables and columns know their line. */
export interface DdlCatalogue extends Catalogue {
  readonly tables: readonly DdlTable[]
}

/** Which table is meant; without a schema the one in use. */
export interface TableName {
  readonly schema: string | null
  readonly name: string
}

interface Draft {
  readonly schema: string
  readonly name: string
  readonly at: Place
  readonly columns: Ordered<DdlColumn>
  primary: readonly string[] | null
  readonly uniques: (readonly string[])[]
  readonly foreign: (WrittenKey & { readonly schema: string })[]
}

/** Takes what statements say and answers the catalogue they leave. */
export interface Builder {
  readonly use: (schema: string) => void
  /** Makes a table; null where it is there already and stays, as after `if not exists`. */
  readonly create: (name: TableName, at: Token) => void
  readonly drop: (name: TableName) => void
  readonly rename: (from: TableName, to: TableName) => void
  readonly has: (name: TableName) => boolean
  /** Adds an element. False where the table, or the one it is like, is unknown. */
  readonly add: (name: TableName, element: Element) => boolean
  readonly change: (name: TableName, column: string, how: Partial<Pick<DdlColumn, 'type' | 'length' | 'nullable' | 'comment'>>) => void // prettier-ignore
  readonly replace: (name: TableName, column: string, written: WrittenColumn) => void
  readonly dropColumn: (name: TableName, column: string) => void
  readonly renameColumn: (name: TableName, from: string, to: Token, spelled: string) => void
  /** columns ever made, also those that went again: what the reading costs */
  readonly columnsMade: () => number
  readonly catalogue: () => DdlCatalogue
}

/** The schema that is in use where nobody says one. MySQL has none: the database's name stands outside the file. */
const schemaOf: Readonly<Record<Dialect, string>> = { postgres: 'public', mysql: '', sqlite: 'main' }

/** A builder with no tables. */
export function buildCatalogue(dialect: Dialect, placed: Placed): Builder {
  const drafts = new Map<string, Draft>()
  let inUse = schemaOf[dialect]
  let made = 0
  const fold = (name: string): string => (dialect === 'postgres' ? name : name.toLowerCase())
  const keyOf = ({ schema, name }: TableName): string => `${fold(schema ?? inUse)}\u0000${fold(name)}`
  const placeOf = ({ start, end }: Token): Place => placed.place(start, end)
  const draft = (name: TableName): Draft | undefined => drafts.get(keyOf(name))

  const put = (table: Draft, column: DdlColumn): void => {
    made += 1
    table.columns.put(fold(column.name), column)
  }
  const toColumn = ({ at, ...facts }: WrittenColumn): DdlColumn => ({ ...facts, at: placeOf(at) })

  const addTo: { readonly [K in Element['kind']]: (table: Draft, element: Extract<Element, { kind: K }>) => boolean } =
    {
      column: (table, { column, keys }) => {
        put(table, toColumn(column))
        return keys.every((key) => add(table, key))
      },
      primary: (table, { columns }) => {
        table.primary = columns
        return true
      },
      unique: (table, { columns }) => table.uniques.push(columns) > 0,
      foreign: (table, { key }) => table.foreign.push({ ...key, schema: key.schema ?? table.schema }) > 0,
      like: (table, { table: name }) => {
        const other = draft(name)
        for (const column of other?.columns.all() ?? []) put(table, { ...column, at: table.at })
        return other !== undefined
      },
      nothing: () => true,
      unread: () => true,
    }
  function add<K extends Element['kind']>(table: Draft, element: Extract<Element, { kind: K }>): boolean {
    return addTo[element.kind as K](table, element) // the kind chooses its own line of the table
  }

  return {
    use: (schema) => void (inUse = schema),
    has: (name) => draft(name) !== undefined,
    columnsMade: () => made,
    create: (name, at) => {
      const fresh = {
        schema: name.schema ?? inUse,
        name: name.name,
        at: placeOf(at),
        columns: orderedList<DdlColumn>(),
      }
      if (!draft(name)) drafts.set(keyOf(name), { ...fresh, primary: null, uniques: [], foreign: [] })
    },
    drop: (name) => void drafts.delete(keyOf(name)),
    rename: (from, to) => {
      const table = draft(from)
      if (!table) return
      drafts.delete(keyOf(from))
      const target = { schema: to.schema ?? table.schema, name: to.name }
      drafts.set(keyOf(target), { ...table, ...target })
    },
    add: (name, element) => {
      const table = draft(name)
      return table !== undefined && add(table, element)
    },
    change: (name, column, how) => {
      const table = draft(name)
      const old = table?.columns.get(fold(column))
      if (table && old) table.columns.put(fold(column), { ...old, ...how })
    },
    replace: (name, column, written) =>
      draft(name)?.columns.replace(fold(column), fold(written.name), toColumn(written)),
    dropColumn: (name, column) => draft(name)?.columns.drop(fold(column)),
    renameColumn: (name, from, to, spelled) => {
      const table = draft(name)
      const old = table?.columns.get(fold(from))
      if (table && old) table.columns.replace(fold(from), fold(spelled), { ...old, name: spelled, at: placeOf(to) })
    },
    catalogue: () => ({
      tables: [...drafts.values()]
        .map((table) => finished(table, (name) => draft(name)?.primary ?? []))
        .toSorted((a, b) => order(a.schema, b.schema) || order(a.name, b.name)),
    }),
  }
}

/** A key that names no columns refers to the primary key; what is in the primary key is not empty. */
function finished(table: Draft, primaryOf: (name: TableName) => readonly string[]): DdlTable {
  const { schema, name, at, primary, uniques } = table
  const foreign = table.foreign.map((key): ForeignKey => ({
    ...key,
    references: key.references.length > 0 ? key.references : primaryOf({ schema: key.schema, name: key.table }),
  }))
  const isPrimary = new Set(primary)
  const columns = table.columns
    .all()
    .map((column) => (isPrimary.has(column.name) ? { ...column, nullable: false } : column))
  return { schema, name, at, columns, primary, uniques, foreign, rows: null }
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
