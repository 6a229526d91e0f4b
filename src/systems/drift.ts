// What has changed in a database since its map was signed, and how much of what looks personal a sentence covers: the same questions at
// every scan, answered from names and types alone, so that nobody has to edit anything for a new column to show (COL-16).

import { recogniseName } from '../recognise/index.ts'
import type { Policy } from '../policy/index.ts'
import { tableLabel, type Catalogue, type Column, type Table } from './catalogue.ts'
import { clausesOf } from './clauses.ts'
import { plainType, typeWords } from './column-types.ts'
import { isOfAnother, mappedTable, personalColumns, type DataMap, type MappedTable } from './data-map.ts'
import { fitCategory, mostOf } from './guess.ts'
import { columnOf, tableOf } from './reach.ts'

/** Something that differs between a database and its signed map. */
export interface Drift {
  readonly kind:
    'another database' | 'new table' | 'new column' | 'table gone' | 'column gone' | 'type changed' | 'nullable changed'
  readonly schema: string
  readonly table: string
  readonly column: string | null
  /** category it seems to hold, or held by the map; null: it does not look personal */
  readonly category: string | null
  /** clauses concerned: those that cover the category, else those of the rest of its table; empty: no sentence covers it */
  readonly clauses: readonly string[]
  /** whether some sentence covers the category */
  readonly isCovered: boolean
  /** one clause of plain words, without any value */
  readonly words: string
}

/** What differs, tables and columns in the order of the catalogue, what is gone last. */
export function compareDataMap(map: DataMap, catalogue: Catalogue, policy: Policy): readonly Drift[] {
  const there = catalogue.tables.flatMap((table) => {
    const mapped = mappedTable(map, table)
    return mapped ? changesOfTable(mapped, table, policy) : newTable(table, policy)
  })
  const gone = map.tables.filter((mapped) => !tableOf(catalogue, mapped)).map((mapped): Drift => {
    const clauses = clausesOfTable(mapped, policy)
    const category = mostOf(personalColumns(mapped).map((column) => column.category))
    return { kind: 'table gone', ...place(mapped), column: null, category, clauses, isCovered: clauses.length > 0, words: `${label(mapped)} is not there any more` }
  }) // prettier-ignore
  return [...anotherDatabase(map, catalogue), ...there, ...gone]
}

/** At the same address lies another database: a copy, or an empty one. */
function anotherDatabase(map: DataMap, catalogue: Catalogue): readonly Drift[] {
  if (!isOfAnother(map, catalogue)) return []
  const words = 'another database lies at this address than its data map was signed for'
  return [
    {
      kind: 'another database',
      schema: '',
      table: '',
      column: null,
      category: null,
      clauses: [],
      isCovered: true,
      words,
    },
  ]
}

function place({ schema, table }: Pick<MappedTable, 'schema' | 'table'>): Pick<Drift, 'schema' | 'table'> {
  return { schema, table }
}

function label({ schema, table }: Pick<MappedTable, 'schema' | 'table'>): string {
  return tableLabel({ schema, name: table })
}

function newTable(table: Table, policy: Policy): readonly Drift[] {
  const at = { schema: table.schema, table: table.name }
  const columns = table.columns.flatMap((column) => looksPersonal(table, column, policy) ?? [])
  const whole = { kind: 'new table', ...at, column: null } as const
  if (columns.length === 0) return [{ ...whole, category: null, clauses: [], isCovered: false, words: `${label(at)} is new; nothing in it looks personal` }] // prettier-ignore
  return columns.map(({ column, category, reason }) => {
    const clauses = clausesOf(policy, category, null)
    return { kind: 'new column', ...at, column, category, clauses, isCovered: clauses.length > 0, words: `${label(at)}.${column} is new, in a new table: ${reason}` } // prettier-ignore
  })
}

function changesOfTable(mapped: MappedTable, table: Table, policy: Policy): readonly Drift[] {
  const at = place(mapped)
  const changed = table.columns.flatMap((column) => {
    const said = mapped.columns.find(({ name }) => name === column.name)
    return said ? changesOfColumn(mapped, said, column, policy) : [newColumn(mapped, table, column, policy)]
  })
  const gone = mapped.columns.filter(({ name }) => !columnOf(table, name)).map(({ name, category }): Drift => {
    const clauses = category === null ? [] : clausesOf(policy, category, mapped.product)
    return { kind: 'column gone', ...at, column: name, category, clauses, isCovered: clauses.length > 0, words: `${label(at)}.${name} is not there any more` }
  }) // prettier-ignore
  return [...changed, ...gone]
}

function newColumn(mapped: MappedTable, table: Table, column: Column, policy: Policy): Drift {
  const at = { kind: 'new column', ...place(mapped), column: column.name } as const
  const looks = looksPersonal(table, column, policy)
  if (looks && mapped.whose !== 'nobody') {
    const covering = clausesOf(policy, looks.category, mapped.product)
    const clauses = covering.length > 0 ? covering : clausesOfTable(mapped, policy)
    return { ...at, category: looks.category, clauses, isCovered: covering.length > 0, words: `${label(at)}.${column.name} is new: ${looks.reason}` } // prettier-ignore
  }
  const why = looks ? `${looks.reason}, in a table whose rows are nobody’s by the map` : 'it does not look personal'
  const clauses = mapped.whose === 'person' ? clausesOfTable(mapped, policy) : []
  return { ...at, category: looks?.category ?? null, clauses, isCovered: false, words: `${label(at)}.${column.name} is new: ${why}` } // prettier-ignore
}

function changesOfColumn(mapped: MappedTable, said: MappedTable['columns'][number], column: Column, policy: Policy): readonly Drift[] {
  const now = typeWords(column)
  if (said.type === null || said.type === now) return []
  const clauses = said.category === null ? [] : clausesOf(policy, said.category, mapped.product)
  const kind = plainType(said.type) === plainType(now) ? 'nullable changed' : 'type changed'
  const words = `${label(mapped)}.${said.name} was ${said.type} and is ${now} now`
  return [{ kind, ...place(mapped), column: said.name, category: said.category, clauses, isCovered: clauses.length > 0, words }]
} // prettier-ignore

function clausesOfTable(mapped: MappedTable, policy: Policy): readonly string[] {
  const categories = new Set(personalColumns(mapped).map(({ category }) => category))
  return [...new Set([...categories].flatMap((category) => clausesOf(policy, category, mapped.product)))].toSorted()
}

function looksPersonal(table: Table, { name, type }: Column, policy: Policy): { column: string; category: string; reason: string } | null {
  const guess = recogniseName({ schema: table.schema, table: table.name, column: name, type })
  return guess && { column: name, category: fitCategory(policy, guess.kind.category) ?? guess.kind.category, reason: guess.reason }
} // prettier-ignore

// --- the coverage line --------------------------------------------------------------------------------------------

/** How many of the columns that look personal some sentence covers (architecture, settled 1). Columns of staff stand apart. */
export interface Coverage {
  readonly personal: number
  readonly covered: number
  readonly staff: number
  /** those that no sentence covers, and why they look personal */
  readonly uncovered: readonly { readonly schema: string; readonly table: string; readonly column: string; readonly category: string }[]
} // prettier-ignore

/** Counts what is there now: columns the map calls personal, and those it does not know that look so. */
export function coverageOf(map: DataMap, catalogue: Catalogue, policy: Policy): Coverage {
  const found = catalogue.tables.flatMap((table) => personalNow(map, table, policy))
  const ofPeople = found.filter(({ isStaff }) => !isStaff)
  const uncovered = ofPeople.filter(({ category, product }) => clausesOf(policy, category, product).length === 0)
  return {
    personal: ofPeople.length,
    covered: ofPeople.length - uncovered.length,
    staff: found.length - ofPeople.length,
    uncovered: uncovered.map(({ schema, table, column, category }) => ({ schema, table, column, category })),
  }
}

interface PersonalNow {
  readonly schema: string
  readonly table: string
  readonly column: string
  readonly category: string
  readonly product: string | null
  readonly isStaff: boolean
}

function personalNow(map: DataMap, table: Table, policy: Policy): readonly PersonalNow[] {
  const mapped = mappedTable(map, table)
  const at = { schema: table.schema, table: table.name, product: mapped?.product ?? null, isStaff: mapped?.whose === 'staff' } // prettier-ignore
  return table.columns.flatMap((column) => {
    const said = mapped?.columns.find(({ name }) => name === column.name)
    const category = said ? said.category : (looksPersonal(table, column, policy)?.category ?? null)
    return category === null ? [] : [{ ...at, column: column.name, category }]
  })
}
