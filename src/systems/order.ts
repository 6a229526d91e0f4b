// The order in which rows of several tables can go: what refers before what is referred to. Where references run in a circle, a column
// that may be empty is emptied first; where there is none, no order exists.

import type { Catalogue, ForeignKey } from './catalogue.ts'
import type { PlannedTable } from './erasure.ts'
import { columnOf, tableOf } from './reach.ts'

/** Tables in order; `circle`: those for which there is none. */
export interface Order {
  readonly tables: readonly PlannedTable[]
  readonly circle: readonly PlannedTable[]
}

interface Edge {
  readonly from: PlannedTable
  readonly to: PlannedTable
  readonly columns: readonly string[]
}

/** Puts tables in the order in which their rows can be deleted; those without such rows stand first. */
export function orderOf(catalogue: Catalogue, tables: readonly PlannedTable[]): Order {
  const goes = tables.filter(({ rows }) => rows.some(({ how }) => how === 'delete'))
  const done: PlannedTable[] = tables.filter((table) => !goes.includes(table))
  const untie = new Map<PlannedTable, readonly string[]>()
  let [left, edges] = [goes, goes.flatMap((from) => edgesOf(catalogue, from, goes))]
  while (left.length > 0) {
    const next = left.find((table) => !edges.some(({ to }) => to === table))
    if (next) {
      left = left.filter((table) => table !== next)
      edges = edges.filter(({ from }) => from !== next)
      done.push(next)
      continue
    }
    const cut = edges.find((edge) => mayEmpty(catalogue, edge).length > 0 && leadsBack(edge, edges))
    if (!cut) return { tables: done, circle: left }
    untie.set(cut.from, [...(untie.get(cut.from) ?? []), ...mayEmpty(catalogue, cut)])
    edges = edges.filter((edge) => edge !== cut)
  }
  return { tables: done.map((table) => ({ ...table, untie: [...new Set(untie.get(table))] })), circle: [] }
}

function edgesOf(catalogue: Catalogue, from: PlannedTable, among: readonly PlannedTable[]): readonly Edge[] {
  return foreignOf(catalogue, from).flatMap(({ schema, table, columns }) => {
    const to = among.find((one) => one.schema === schema && one.table === table)
    return to && to !== from ? [{ from, to, columns }] : []
  })
}

function foreignOf(catalogue: Catalogue, table: PlannedTable): readonly ForeignKey[] {
  return tableOf(catalogue, table)?.foreign ?? []
}

/** The columns of a reference that may be empty; one is enough to let go. */
function mayEmpty(catalogue: Catalogue, { from, columns }: Edge): readonly string[] {
  const table = tableOf(catalogue, from)
  return columns.filter((name) => {
    const column = columnOf(table, name)
    return column?.nullable && !column.generated && !from.key.some((key) => key.name === name)
  })
}

/** Whether following references from the end of one leads to its beginning again. */
function leadsBack({ from, to }: Edge, edges: readonly Edge[]): boolean {
  const seen = new Set([to])
  for (const table of seen) for (const edge of edges) if (edge.from === table) seen.add(edge.to)
  return seen.has(from)
}
