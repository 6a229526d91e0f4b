// Queries about one person's rows in somebody else's database, each for a whole set: names go through `name`, values are bound, and a
// type or name from a server never becomes text. The number of queries follows the tables, never the rows (docs/spec/systems.md).

import type { Period } from '../base/index.ts'
import {
  bind,
  join,
  later,
  name,
  print,
  sql,
  type Dialect,
  type Name,
  type PrintedSql,
  type Sql,
} from '../sql/index.ts'
import { castOf, hasEquality } from './column-types.ts'
import type { Row } from './connector.ts'
import type { KeyColumn, PlannedBlank, Reach, Reference, Tombstone } from './erasure.ts'

/** A table to be asked, and the columns by which its rows are told apart. */
export interface Asked {
  readonly schema: string
  readonly table: string
  readonly key: readonly KeyColumn[]
}

const own = 't'

/** The column of an alias. */
function of(alias: string, column: string): Name {
  return name(alias, column)
}

function from({ schema, table }: Pick<Asked, 'schema' | 'table'>, alias: string): Sql {
  return sql`${name(schema, table)} as ${name(alias)}`
}

/** The column as text, as the database spells it. */
function asText(alias: string, column: string): Sql {
  return sql`${of(alias, column)}::text`
}

// --- conditions ---------------------------------------------------------------------------------------------------

/** A condition that never holds. */
const nothing = sql`false`

/** Whether the columns hold one of these rows of values. One column compares by its own type; several by the types we know, else as text. */
function among(alias: string, columns: readonly KeyColumn[], rows: readonly Row[]): Sql {
  const [first] = columns
  if (!first || rows.length === 0) return nothing
  const bound = boundOnce(rows, columns.length)
  if (columns.length === 1) return sql`${of(alias, first.name)} = any(${bound[0]!})` // one list a column
  const lists = bound.map((list) => sql`${list}::text[]`)
  const names = columns.map((_, i) => sql`${name(`c${i}`)}`)
  const theirs = columns.map(({ type }, i) => {
    const cast = castOf(type)
    return cast === null ? sql`${of('k', `c${i}`)}` : sql`${of('k', `c${i}`)}::${cast}`
  })
  const ours = columns.map(({ name: column, type }) => castOf(type) === null ? asText(alias, column) : sql`${of(alias, column)}`) // prettier-ignore
  return sql`(${join(ours, ', ')}) in (select ${join(theirs, ', ')} from unnest(${join(lists, ', ')}) as ${name('k')}(${join(names, ', ')}))`
}

/** Lists of values, one a column: bound once however often a query asks about the same rows. */
function boundOnce(rows: readonly Row[], columns: number): readonly Sql[] {
  const known = boundLists.get(rows)
  if (known) return known
  const made = Array.from({ length: columns }, (_, i) => bind(rows.map((row) => row[i] ?? null)))
  boundLists.set(rows, made)
  return made
}

const boundLists = new WeakMap<readonly Row[], readonly Sql[]>()

/** Whether a column holds one of these identifiers: an e-mail address in any case, everything without blanks around it. */
function identified(alias: string, { field, column, values }: IdentifiedColumn): Sql {
  const filled = values.filter((value) => value.trim() !== '')
  if (filled.length === 0) return nothing
  return field === 'email'
    ? sql`lower(btrim(${asText(alias, column)})) in (select lower(btrim(${name('v')})) from unnest(${filled}::text[]) as ${name('k')}(${name('v')}))`
    : sql`btrim(${asText(alias, column)}) in (select btrim(${name('v')}) from unnest(${filled}::text[]) as ${name('k')}(${name('v')}))`
}

type IdentifiedColumn = Extract<Reach, { kind: 'identifiers' }>['columns'][number]

/** Whether a row is reached this way; null counts as no. */
function reached(alias: string, reach: Reach): Sql {
  return reach.kind === 'path'
    ? walk(alias, reach, 0)
    : sql`(${join([nothing, ...reach.columns.map((column) => identified(alias, column))], ' or ')})`
}

/** From an alias along the rest of a path to the values of the person. */
function walk(alias: string, reach: Extract<Reach, { kind: 'path' }>, at: number): Sql {
  const hop = reach.hops[at]
  if (!hop || at === reach.hops.length - 1) return among(alias, reach.last, reach.values)
  const next = `h${at}`
  return sql`exists (select 1 from ${from(hop, next)} where ${tied(next, hop.references, alias, hop.columns)} and ${walk(next, reach, at + 1)})`
}

function tied(a: string, ofA: readonly string[], b: string, ofB: readonly string[]): Sql {
  return join(ofA.map((column, i) => sql`${of(a, column)} = ${of(b, ofB[i]!)}`), ' and ') // as many of one as of the other
} // prettier-ignore

/** Whether a row is reached in any way. */
function reachedAny(alias: string, reach: readonly Reach[]): Sql {
  return sql`(${join([nothing, ...reach.map((one) => reached(alias, one))], ' or ')})`
}

/** Whether a row leads this way to somebody, who need not be the person. */
function leadsSomewhere(alias: string, reach: Reach): Sql {
  if (reach.kind === 'identifiers')
    return sql`(${join([nothing, ...reach.columns.map(({ column }) => sql`coalesce(btrim(${asText(alias, column)}), '') <> ''`)], ' or ')})`
  const columns = reach.hops[0]?.columns ?? []
  return sql`(${join(
    columns.map((column) => sql`${of(alias, column)} is not null`),
    ' and ',
  )})`
}

// --- looking ------------------------------------------------------------------------------------------------------

/** The rows that hold the identifiers: these columns of them. */
export function peopleQuery(table: Asked, reach: Reach, columns: readonly string[], dialect: Dialect): PrintedSql {
  const list = columns.map((column) => asText(own, column))
  return print(sql`select ${join(list, ', ')} from ${from(table, own)} where ${reached(own, reach)}`, { dialect })
}

/** From which moment a law's period counts for a row: of the row itself, or of the row that the hops lead to. */
export interface CountsFrom {
  readonly hops: readonly Reference[]
  readonly column: string
  readonly zoned: boolean
  readonly after: Period
  readonly at: Date
}

/**
 * The person's rows of a table. Each answers its key; for each way whether it is reached so, and whether it leads that way to somebody
 * else; and where a law's period counts, its end as RFC 3339 and whether that has passed.
 */
export function rowsQuery(
  table: Asked,
  reach: readonly Reach[],
  counts: CountsFrom | null,
  dialect: Dialect,
): PrintedSql {
  const flags = reach.flatMap((one) => [
    sql`((${reached(own, one)}) is true)::text`,
    sql`(${leadsSomewhere(own, one)} and (${reached(own, one)}) is not true)::text`,
  ])
  const ends = counts ? endOf(counts) : null
  const until = ends
    ? [sql`to_char(${ends} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`, sql`(${ends} <= ${counts!.at.toISOString()}::timestamptz)::text`]
    : [] // prettier-ignore
  const list = [...table.key.map(({ name: column }) => asText(own, column)), ...flags, ...until]
  return print(sql`select ${join(list, ', ')} from ${from(table, own)} where ${reachedAny(own, reach)}`, { dialect })
}

function endOf({ hops, column, zoned, after }: CountsFrom): Sql {
  const moment = (alias: string): Sql =>
    zoned ? sql`${of(alias, column)}` : sql`(${of(alias, column)}::timestamp at time zone 'UTC')`
  if (hops.length === 0) return later(moment(own), after)
  const alias = (i: number): string => `f${i}`
  const tables = hops.map((hop, i) => from(hop, alias(i)))
  const ties = hops.map((hop, i) => tied(alias(i), hop.references, i === 0 ? own : alias(i - 1), hop.columns))
  const start = sql`(select max(${moment(alias(hops.length - 1))}) from ${join(tables, ', ')} where ${join(ties, ' and ')})`
  return later(start, after)
}

/** How many rows are the person's, but for those named. */
export function countQuery(table: Asked, reach: readonly Reach[], but: readonly Row[], dialect: Dialect): PrintedSql {
  const others = but.length === 0 ? sql`` : sql` and (${among(own, table.key, but)}) is not true`
  return print(sql`select count(*)::text from ${from(table, own)} where ${reachedAny(own, reach)}${others}`, {
    dialect,
  })
}

/** A column to copy; `only`: the ways of which at least one must reach the row, or the value is another person's. */
export interface Copied {
  readonly name: string
  readonly only: readonly Reach[] | null
}

/** The person's rows as they read them: a value of another person is left out as null. */
export function copyQuery(
  table: Asked,
  reach: readonly Reach[],
  columns: readonly Copied[],
  dialect: Dialect,
): PrintedSql {
  const list = columns.map(({ name: column, only }) =>
    only === null ? asText(own, column) : sql`case when ${reachedAny(own, only)} then ${asText(own, column)} end`,
  )
  const order = table.key.map(({ name: column }) => asText(own, column))
  const ordered = order.length === 0 ? sql`` : sql` order by ${join(order, ', ')}`
  return print(sql`select ${join(list, ', ')} from ${from(table, own)} where ${reachedAny(own, reach)}${ordered}`, { dialect }) // prettier-ignore
}

/** How many rows refer to rows that are to go, but for those named, which go too or let go of them. */
export function blockersQuery(
  target: Asked,
  goes: readonly Row[],
  reference: Reference,
  but: { readonly key: readonly KeyColumn[]; readonly rows: readonly Row[] },
  dialect: Dialect,
): PrintedSql {
  const kept = but.rows.length === 0 ? sql`` : sql` and (${among('r', but.key, but.rows)}) is not true`
  return print(sql`select count(*)::text from ${from(reference, 'r')} where ${refersTo(target, goes, reference)}${kept}`, { dialect }) // prettier-ignore
}

function refersTo(target: Asked, goes: readonly Row[], { columns, references }: Reference): Sql {
  return sql`exists (select 1 from ${from(target, own)} where ${tied(own, references, 'r', columns)} and ${among(own, target.key, goes)})`
}

// --- changing -----------------------------------------------------------------------------------------------------

/** Takes rows for this transaction, so that nobody changes them or refers to them meanwhile; answers one row for each. */
export function lockQuery(table: Asked, keys: readonly Row[], dialect: Dialect): PrintedSql {
  return print(sql`select 1 from ${from(table, own)} where ${among(own, table.key, keys)} for update`, { dialect })
}

/** The person's rows that are not among those known: none, unless they came in meanwhile. */
export function newcomersQuery(table: Asked, reach: readonly Reach[], known: readonly Row[], dialect: Dialect): PrintedSql {
  return print(sql`select 1 from ${from(table, own)} where ${reachedAny(own, reach)} and (${among(own, table.key, known)}) is not true`, { dialect }) // prettier-ignore
} // prettier-ignore

/** Rows that refer to rows about to go, one answered for each; rows of the same table that go with them do not count. */
export function refersQuery(target: Asked, goes: readonly Row[], reference: Reference, dialect: Dialect): PrintedSql {
  const same = reference.schema === target.schema && reference.table === target.table
  const others = same ? sql` and (${among('r', target.key, goes)}) is not true` : sql``
  return print(sql`select 1 from ${from(reference, 'r')} where ${refersTo(target, goes, reference)}${others}`, { dialect }) // prettier-ignore
}

/** Blanks columns of rows. */
export function blankQuery(
  table: Asked,
  keys: readonly Row[],
  blanks: readonly PlannedBlank[],
  dialect: Dialect,
): PrintedSql {
  const sets = blanks.map(({ column, tombstone }) => sql`${name(column)} = ${printTombstone(table, tombstone)}`)
  return print(sql`update ${from(table, own)} set ${join(sets, ', ')} where ${among(own, table.key, keys)}`, {
    dialect,
  })
}

/** Sets columns of rows to null. */
export function untieQuery(
  table: Asked,
  keys: readonly Row[],
  columns: readonly string[],
  dialect: Dialect,
): PrintedSql {
  const sets = columns.map((column) => sql`${name(column)} = null`)
  return print(sql`update ${from(table, own)} set ${join(sets, ', ')} where ${among(own, table.key, keys)}`, {
    dialect,
  })
}

/** Deletes rows. */
export function deleteQuery(table: Asked, keys: readonly Row[], dialect: Dialect): PrintedSql {
  return print(sql`delete from ${from(table, own)} where ${among(own, table.key, keys)}`, { dialect })
}

/** What a tombstone is in SQL: a value to bind, or a hash of the row's key, which says nothing that the key beside it does not. */
function printTombstone({ key }: Asked, tombstone: Tombstone): Sql {
  if (tombstone.kind === 'null') return sql`null`
  if (tombstone.kind === 'value') return sql`${tombstone.value}`
  const cells = key.map(({ name: column }) => asText(own, column))
  const hash = sql`encode(sha256(convert_to(array[${join(cells, ', ')}]::text, 'UTF8')), 'hex')`
  if (tombstone.kind === 'unique uuid') return sql`left(${hash}, 32)::uuid`
  const { length, email } = tombstone
  if (email && (length === null || length >= emailLength))
    return sql`('erased-' || left(${hash}, 32) || '@erased.invalid')`
  if (length === null || length >= 39) return sql`('erased-' || left(${hash}, 32))`
  return length >= 24 ? sql`left('erased-' || ${hash}, ${length}::integer)` : sql`left(${hash}, ${length}::integer)`
}

/** `erased-`, 32 digits, `@erased.invalid`. */
const emailLength = 54

// --- reading back -------------------------------------------------------------------------------------------------

/** How many of these rows are there, and for each column in how many of them it is not what blanking leaves. */
export function stillQuery(
  table: Asked,
  keys: readonly Row[],
  blanks: readonly PlannedBlank[],
  dialect: Dialect,
): PrintedSql {
  const counts = blanks.map(({ column, type, tombstone }) => {
    const value = hasEquality(type) ? sql`${of(own, column)}` : asText(own, column)
    const left = tombstone.kind === 'null' ? sql`${of(own, column)} is not null` : sql`${value} is distinct from ${printTombstone(table, tombstone)}` // prettier-ignore
    return sql`(count(*) filter (where ${left}))::text`
  })
  return print(sql`select ${join([sql`count(*)::text`, ...counts], ', ')} from ${from(table, own)} where ${among(own, table.key, keys)}`, { dialect }) // prettier-ignore
}
