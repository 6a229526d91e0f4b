// A draft for a database that has a signed map already: what was signed stays as it was, what is new comes from the discovery, what is
// gone goes, types are those of the catalogue. So nobody writes a map twice because a column came in or changed.

import { tableLabel, type Catalogue } from './catalogue.ts'
import { plainType, typeWords } from './column-types.ts'
import { mappedTable, markOf, type DataMap, type MappedTable } from './data-map.ts'
import type { Draft } from './discover.ts'
import { columnOf, tableOf } from './reach.ts'

/** The signed map brought up to the catalogue by a draft made of it. Notes are kept of what is new or has another type alone. */
export function mergeDataMap(signed: DataMap, draft: Draft, catalogue: Catalogue): Draft {
  const fresh = draft.map.tables.filter((table) => !mappedTable(signed, { schema: table.schema, name: table.table }))
  const kept = signed.tables.flatMap((table) =>
    tableOf(catalogue, table) ? [mergeTable(table, draft.map, catalogue)] : [],
  )
  const retyped = signed.tables.flatMap((table) => retypedIn(table, catalogue))
  const isNew = ({ schema, table, column }: Draft['notes'][number]): boolean => {
    const known = mappedTable(signed, { schema, name: table })
    return known === undefined || (column !== null && !known.columns.some(({ name }) => name === column))
  }
  const isRetyped = (note: Draft['notes'][number]): boolean => retyped.some((one) => one.schema === note.schema && one.table === note.table && one.column === note.column) // prettier-ignore
  const notes = [...retyped, ...draft.notes.filter((note) => isNew(note) || isRetyped(note))]
  return { map: { ...signed, ...markOf(catalogue), tables: [...kept, ...fresh].toSorted(byName) }, notes }
}

/** A note for each column that has another type than was signed: what it holds may be something else now. */
function retypedIn(signed: MappedTable, catalogue: Catalogue): Draft['notes'] {
  const { schema, table } = signed
  return signed.columns.flatMap(({ name, type }) => {
    const now = columnOf(tableOf(catalogue, signed), name)
    if (!now || type === null || plainType(type) === plainType(typeWords(now))) return []
    const reason = `it was ${type} when the map was signed and is ${typeWords(now)} now: look at what it holds`
    return [{ schema, table, column: name, reason, confidence: null }]
  })
}

function mergeTable(signed: MappedTable, draft: DataMap, catalogue: Catalogue): MappedTable {
  const there = tableOf(catalogue, signed)
  const drafted = mappedTable(draft, { schema: signed.schema, name: signed.table })
  const kept = signed.columns.flatMap((column) => {
    const now = columnOf(there, column.name)
    return now ? [{ ...column, type: column.type === null ? null : typeWords(now) }] : []
  })
  const fresh = drafted?.columns.filter(({ name }) => !signed.columns.some((column) => column.name === name)) ?? []
  const ofSide = (of: string | null): string | null => (signed.links.some(({ name }) => name === of) ? of : null)
  return { ...signed, columns: [...kept, ...fresh.map((column) => ({ ...column, of: ofSide(column.of) }))] }
}

function byName(a: MappedTable, b: MappedTable): number {
  const [one, other] = [a, b].map(({ schema, table }) => tableLabel({ schema, name: table })) as [string, string] // two tables
  return one < other ? -1 : Number(one > other)
}
