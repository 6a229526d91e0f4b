// The rows that plans of one erasure name: how many they take, which of them are new, and what of a plan may be carried out once more.

import type { ErasurePlan, PlannedTable } from '../systems/index.ts'
import type { Held } from './holder.ts'
import { placeLabel } from './places.ts'

/** How many rows of each table an erasure deletes or empties. */
export function goingIn({ tables }: ErasurePlan): readonly Held[] {
  return tables
    .map((table) => ({ kind: placeLabel({ ...table, column: null }), count: touchedRows(table).length, oldest: null }))
    .filter(({ count }) => count > 0)
}

/** How many rows the plans of one erasure delete or empty, each once. */
export function touchedIn(plans: readonly ErasurePlan[]): number {
  return new Set(plans.flatMap(({ tables }) => tables.flatMap(touchedRows))).size
}

/** How many rows a plan names that none of the earlier ones did: whoever wrote them did so in between. */
export function newIn(plan: ErasurePlan, earlier: readonly ErasurePlan[]): number {
  const known = new Set(earlier.flatMap(({ tables }) => tables.flatMap(allRows)))
  return plan.tables.flatMap(allRows).filter((row) => !known.has(row)).length
}

/**
 * What of a plan that was carried out before may be done once more: rows that stayed are emptied again. A row that was deleted is not: what
 * lies under its key now may be somebody else's.
 */
export function emptiedAgain(plan: ErasurePlan): ErasurePlan {
  const tables = plan.tables.map((table) => ({ ...table, rows: table.rows.filter(({ how }) => how !== 'delete') }))
  return { ...plan, tables: tables.filter(({ rows }) => rows.length > 0) }
}

function touchedRows(table: PlannedTable): readonly string[] {
  return rowsOf(table, ({ how }) => how !== 'keep')
}

function allRows(table: PlannedTable): readonly string[] {
  return rowsOf(table, () => true)
}

/** Rows as texts to compare. */
function rowsOf(
  { schema, table, rows }: PlannedTable,
  which: (group: PlannedTable['rows'][number]) => boolean,
): readonly string[] {
  return rows.filter(which).flatMap(({ keys }) => keys.map((key) => JSON.stringify([schema, table, key])))
}
