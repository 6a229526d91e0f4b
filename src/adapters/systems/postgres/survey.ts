// Looks at values where they lie and brings none of them home: what the recognisers make of a sample of each column, and how many
// values of one column another one holds. A query per table or pair of columns, none per row.

import type { Catalogue, ColumnPlace, ColumnProfile, Overlap, Table } from '../../../systems/index.ts'
import { isValid, recogniseValues } from '../../../recognise/index.ts'
import { join, name, print, sql, type Sql } from '../../../sql/index.ts'
import type { Limits } from './limits.ts'
import { Refused } from './reasons.ts'
import type { Cell, Session } from './session.ts'

/** Does one query in a transaction of its own: a table that refuses or takes too long is left out, and the survey goes on. */
export type Each = <T>(work: (session: Session) => Promise<T>) => Promise<T>

/** Profiles of the columns of every table that may be read in time. */
export async function profileTables(
  each: Each,
  catalogue: Catalogue,
  limits: Limits,
): Promise<readonly ColumnProfile[]> {
  const profiles: ColumnProfile[] = []
  for (const table of catalogue.tables) {
    const rows = await leftOut(() => each((session) => sampleOf(session, table, limits)))
    if (rows !== null) profiles.push(...table.columns.map((column, i) => profileOf(table, column.name, rows.map((row) => row[i] ?? null)))) // prettier-ignore
  }
  return profiles
}

/** What a single table may refuse: the right to read it, a lock, time (by the server's own clock), and being there at all. */
const leftOutStates = ['42501', '42P01', '42703', '55P03', '57014']

/** One table or pair that refuses is no reason to stop; a server that is gone or hostile is. */
async function leftOut<T>(work: () => Promise<T>): Promise<T | null> {
  try {
    return await work()
  } catch (cause) {
    if (cause instanceof Refused && leftOutStates.includes(cause.refusal.sqlstate ?? '')) return null
    throw cause
  }
}

/** Columns of a table in one query; a table has at most 1,600. */
async function sampleOf(session: Session, table: Table, { sampleRows }: Limits): Promise<readonly (readonly Cell[])[]> {
  if (table.columns.length === 0) return []
  const { text, values } = print(
    sql`select ${join(
      table.columns.map(({ name: column, type }) => shownOf(column, type)),
      ', ',
    )}
        from ${name(table.schema, table.name)} as t ${thinned(table, sampleRows)} limit ${sampleRows}::integer`,
  )
  const { rows } = await session.query(text, values, sampleRows)
  return rows
}

const shownLettersMax = 200
/** bytes as stored: what is larger is not fetched at all, only known to be there */
const shownBytesMax = 4_096

/** The beginning of a value, if it is small and text says something of it; the empty text where it is only known to be there. */
function shownOf(column: string, type: string): Sql {
  const value = sql`t.${name(column)}`
  if (/^(?:bytea|tsvector|tsquery|xml|box|path|polygon)\b/.test(type))
    return sql`case when ${value} is not null then '' end`
  return sql`case when ${value} is null then null when pg_column_size(${value}) > ${shownBytesMax} then '' else "left"(${value}::text, ${shownLettersMax}) end`
}

/** Of a large table pages here and there, always the same ones; of a small one the first rows. */
function thinned({ rows }: Table, sampleRows: number): Sql {
  const percent = rows === null || rows === 0 ? 100 : (sampleRows * 400) / rows
  return percent >= 100 ? sql`` : sql`tablesample system (${percent}::real) repeatable (1)`
}

function profileOf({ schema, name: table }: Table, column: string, values: readonly Cell[]): ColumnProfile {
  const filled = values.filter((value) => value !== null)
  const seen = filled.filter((value) => value !== '')
  const guess = seen.length === 0 ? null : recogniseValues(seen)
  return {
    schema,
    table,
    column,
    looked: values.length,
    filled: filled.length,
    distinct: new Set(filled).size,
    kinds: guess ? [{ kind: guess.kind.name, share: shareOf(guess.kind.name, seen) ?? guess.confidence }] : [],
  }
}

/** Share of values that are of a kind; null where nothing tells. */
function shareOf(kind: string, values: readonly string[]): number | null {
  const told = values.map((value) => isValid(kind, value)).filter((valid) => valid !== null)
  return told.length === 0 ? null : told.filter(Boolean).length / values.length
}

/** Shares of the pairs that could be compared in time. */
export async function overlapsOf(
  each: Each,
  pairs: readonly Pick<Overlap, 'from' | 'to'>[],
  limits: Limits,
): Promise<readonly Overlap[]> {
  const overlaps: Overlap[] = []
  for (const { from, to } of pairs) {
    const share = await leftOut(() => each((session) => shareHeld(session, from, to, limits)))
    if (share !== null) overlaps.push({ from, to, share })
  }
  return overlaps
}

/** Of some different values of the first column the share that the second holds; null where the first holds none. */
async function shareHeld(
  session: Session,
  from: ColumnPlace,
  to: ColumnPlace,
  { sampleRows, sampleValues }: Limits,
): Promise<number | null> {
  const { text, values } = print(sql`
    with looked as (select f.${name(from.column)}::text as v from ${name(from.schema, from.table)} as f
                  where f.${name(from.column)} is not null limit ${sampleRows * 10}::integer),
         sought as (select distinct s.v from looked as s limit ${sampleValues}::integer)
    select count(*)::text, (count(*) filter (where exists (
      select from ${name(to.schema, to.table)} as t where t.${name(to.column)}::text = sought.v)))::text
    from sought`)
  const [row] = (await session.query(text, values, 1)).rows
  const [all, held] = [Number(row?.[0]), Number(row?.[1])]
  return all > 0 ? held / all : null
}
