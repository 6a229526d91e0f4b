// A draft for a database that has a signed map already: what was signed stays as it was, what is new comes from the discovery, what is
// gone goes. So nobody writes a map twice because a column came in.

import { tableLabel, type Catalogue } from './catalogue.ts'
import { mappedTable, type DataMap, type MappedTable } from './data-map.ts'
import type { Draft } from './discover.ts'
import { columnOf, tableOf } from './reach.ts'

/** The signed map brought up to the catalogue by a draft made of it. Notes are kept of what is new alone. */
export function mergeDataMap(signed: DataMap, draft: Draft, catalogue: Catalogue): Draft {
  const fresh = draft.map.tables.filter((table) => !mappedTable(signed, { schema: table.schema, name: table.table }))
  const kept = signed.tables.flatMap((table) =>
    tableOf(catalogue, table) ? [mergeTable(table, draft.map, catalogue)] : [],
  )
  const isNew = ({ schema, table, column }: Draft['notes'][number]): boolean => {
    const known = mappedTable(signed, { schema, name: table })
    return known === undefined || (column !== null && !known.columns.some(({ name }) => name === column))
  }
  return { map: { ...signed, tables: [...kept, ...fresh].toSorted(byName) }, notes: draft.notes.filter(isNew) }
}

function mergeTable(signed: MappedTable, draft: DataMap, catalogue: Catalogue): MappedTable {
  const there = tableOf(catalogue, signed)
  const drafted = mappedTable(draft, { schema: signed.schema, name: signed.table })
  const kept = signed.columns.filter(({ name }) => columnOf(there, name))
  const fresh = drafted?.columns.filter(({ name }) => !signed.columns.some((column) => column.name === name)) ?? []
  const ofSide = (of: string | null): string | null => (signed.links.some(({ name }) => name === of) ? of : null)
  return { ...signed, columns: [...kept, ...fresh.map((column) => ({ ...column, of: ofSide(column.of) }))] }
}

function byName(a: MappedTable, b: MappedTable): number {
  const [one, other] = [a, b].map(({ schema, table }) => tableLabel({ schema, name: table })) as [string, string] // two tables
  return one < other ? -1 : Number(one > other)
}
