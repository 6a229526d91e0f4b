// Carrying a plan out and reading it back. The changes are one transaction: rows are taken, looked at once more, blanked, then deleted in
// order; a number that differs from the plan's undoes all. The read-back asks for the rows themselves and believes nothing (P3).

import { Failure } from '../base/index.ts'
import type { Change, Row } from './connector.ts'
import { deletedOf, type ErasurePlan, type Outcome, type PlannedRows, type PlannedTable } from './erasure.ts'
import { blankQuery, countQuery, deleteQuery, lockQuery, newcomersQuery, refersQuery, stillQuery, untieQuery, type Asked } from './queries.ts' // prettier-ignore
import { countsOf, type Answering } from './reach.ts'

/** Rows that one statement names by key. */
const rowsAtOnce = 10_000

/** The statements of a plan, for one transaction: all or none. */
export function changesOf({ tables, dialect }: ErasurePlan): readonly Change[] {
  const locks = tables.flatMap((table) => chunks(changedOf(table)).map((keys) => ({ ...lockQuery(table, keys, dialect), rows: keys.length }))) // prettier-ignore
  const newcomers = tables.map((table) => ({ ...newcomersQuery(table, table.reach, keysOf(table), dialect), rows: 0 }))
  const blanks = tables.flatMap((table) => table.rows.flatMap((group) => blanking(table, group, dialect)))
  const unties = tables.filter(({ untie }) => untie.length > 0).flatMap((table) => chunks(deletedOf(table)).map((keys) => ({ ...untieQuery(table, keys, table.untie, dialect), rows: keys.length }))) // prettier-ignore
  return [...locks, ...newcomers, ...blanks, ...unties, ...tables.flatMap((table) => deleting(table, dialect))]
}

/** Whether a change surely did nothing: the database itself said so, or it never was told to commit. After anything else it may be done. */
export function isUndone(cause: unknown): boolean {
  if (!(cause instanceof Failure) || cause.code !== 'system_refused') return false
  return cause.detail['sqlstate'] !== undefined || cause.detail['why'] === 'rows-differ'
}

function blanking(table: PlannedTable, group: PlannedRows, dialect: ErasurePlan['dialect']): readonly Change[] {
  if (group.how === 'delete' || group.blanks.length === 0) return []
  return chunks(group.keys).map((keys) => ({ ...blankQuery(table, keys, group.blanks, dialect), rows: keys.length }))
}

/** Before rows go, nothing that stays may refer to them. Rows that refer to rows of their own table go in one statement. */
function deleting(table: PlannedTable, dialect: ErasurePlan['dialect']): readonly Change[] {
  const isOwn = table.referredBy.some((one) => one.schema === table.schema && one.table === table.table)
  const goes = deletedOf(table)
  return (isOwn && goes.length > 0 ? [goes] : chunks(goes)).flatMap((keys) => [
    ...table.referredBy.map((reference) => ({ ...refersQuery(table, keys, reference, dialect), rows: 0 })),
    { ...deleteQuery(table, keys, dialect), rows: keys.length },
  ])
}

function keysOf({ rows }: PlannedTable): readonly Row[] {
  return rows.flatMap(({ keys }) => keys)
}

/** The rows that a plan changes: all but those that stay as they are. */
function changedOf({ rows }: PlannedTable): readonly Row[] {
  return rows.flatMap((group) => (group.how === 'delete' || group.blanks.length > 0 ? group.keys : []))
}

function chunks(keys: readonly Row[]): readonly (readonly Row[])[] {
  return Array.from({ length: Math.ceil(keys.length / rowsAtOnce) }, (_, i) => keys.slice(i * rowsAtOnce, (i + 1) * rowsAtOnce)) // prettier-ignore
}

// --- before and after ---------------------------------------------------------------------------------------------

/** What a plan would leave: said in a preview with the words of the read-back. */
export function foreseen({ tables }: ErasurePlan): readonly Outcome[] {
  return tables.flatMap((table) => table.rows.flatMap((group) => outcomesOf(table, group, seenAsPlanned(group))))
}

/** What was read back. `open`: rows or values that should have gone and are still there; with 0 the erasure is done. */
export interface ReadBackRead {
  readonly open: number
  readonly outcomes: readonly Outcome[]
}

/** Reads the system again: the rows by their keys, and once more the way they were found. */
export async function readBackErasure(system: Answering, plan: ErasurePlan): Promise<ReadBackRead> {
  const [outcomes, opens]: [Outcome[], number[]] = [[], []]
  for (const table of plan.tables) {
    for (const group of table.rows) {
      const seen = await look(system, table, group, plan.dialect)
      outcomes.push(...outcomesOf(table, group, seen))
      opens.push(group.how === 'delete' ? seen.rows : seen.values.reduce((sum, count) => sum + count, 0))
    }
    const again = await foundAgain(system, table, plan.dialect)
    opens.push(again)
    if (again > 0) outcomes.push({ ...wholeRows(table), rows: again, state: 'not proven', why: words.newcomers })
  }
  return { open: opens.reduce((sum, count) => sum + count, 0), outcomes }
}

/** Rows of a group that are there, and for each of its blanks in how many of them the value is. */
interface Seen {
  readonly rows: number
  readonly values: readonly number[]
}

function seenAsPlanned(group: PlannedRows): Seen {
  return group.how === 'delete' ? { rows: 0, values: [] } : { rows: group.keys.length, values: group.blanks.map(() => 0) }
} // prettier-ignore

async function look(system: Answering, table: PlannedTable, group: PlannedRows, dialect: ErasurePlan['dialect']): Promise<Seen> {
  const blanks = group.how === 'delete' ? [] : group.blanks
  let seen: Seen = { rows: 0, values: blanks.map(() => 0) }
  for (const keys of chunks(group.keys)) {
    const [rows = 0, ...values] = await countsOf(system, stillQuery(table, keys, blanks, dialect), 1 + blanks.length, table)
    seen = { rows: seen.rows + rows, values: seen.values.map((count, i) => count + (values[i] ?? 0)) }
  }
  return seen
} // prettier-ignore

/** Rows that the search of before finds now and that the plan did not know: whoever wrote them did so afterwards. */
async function foundAgain(system: Answering, table: PlannedTable, dialect: ErasurePlan['dialect']): Promise<number> {
  const asked: Asked = table
  const stays = table.rows.flatMap((group) => (group.how === 'delete' ? [] : group.keys))
  const [all = 0] = await countsOf(system, countQuery(asked, table.reach, stays, dialect), 1, table)
  return all
}

// --- words --------------------------------------------------------------------------------------------------------

/** Why something stays or is not proven, as people read it (docs/spec/systems.md, residue). */
const words = {
  there: 'it was still there when the system was read again',
  newcomers: 'it came in after the erasure was planned',
  emptied: 'the row stays, emptied, because other rows refer to it',
  shared: 'it is in a row that is somebody else’s too',
  follows: 'the database computes it from values that are gone; nobody looked at what came out',
  unknown: 'the data map does not know this column',
} as const

function wholeRows({ schema, table }: PlannedTable): Omit<Outcome, 'rows' | 'state' | 'why'> {
  return { schema, table, column: null, category: null, law: null, clause: null, until: null }
}

type End = Pick<Outcome, 'rows' | 'state' | 'why'>

/** What a group of rows is, row and column, after what was seen of it. */
function outcomesOf(table: PlannedTable, group: PlannedRows, seen: Seen): readonly Outcome[] {
  const whole = wholeRows(table)
  const columns = table.columns.map(({ name, category }) => ({ ...whole, column: name, category }))
  const gone = (rows: number): End => ({ rows, state: 'gone', why: null })
  const open = (rows: number): End => ({ rows, state: 'not proven', why: words.there })
  const either = (base: Omit<Outcome, 'rows' | 'state' | 'why'>, left: number): Outcome[] =>
    [gone(group.keys.length - left), open(left)].filter(({ rows }) => rows > 0).map((end) => ({ ...base, ...end }))
  if (group.how === 'delete') return [whole, ...columns].flatMap((base) => either(base, seen.rows))
  const kept = group.how === 'keep' ? { law: group.law, clause: group.clause, until: group.until } : {}
  const why = group.how === 'keep' ? `because ${group.law}` : group.because === 'shared' ? words.shared : null
  const ofColumns = columns.flatMap((base, i): Outcome[] => {
    const at = group.blanks.findIndex(({ column }) => column === base.column)
    if (at >= 0) return either(base, seen.values[at] ?? 0)
    if (table.columns[i]?.follows && group.how === 'blank') return [{ ...base, rows: seen.rows, state: 'not proven', why: words.follows }] // prettier-ignore
    return [{ ...base, ...kept, rows: seen.rows, state: 'stays', why }]
  })
  const emptied: Outcome = { ...whole, ...kept, rows: seen.rows, state: 'stays', why: why ?? words.emptied }
  const unknown = table.unknown.map((column): Outcome => ({ ...whole, column, rows: seen.rows, state: 'not proven', why: words.unknown })) // prettier-ignore
  return [emptied, ...ofColumns, ...unknown].filter(({ rows }) => rows > 0) // prettier-ignore
}
