// What a PostgreSQL is made of, in five queries whatever its size: tables with their columns, keys, foreign keys, and a mark. Base tables that this
// user may enter, without the system's own; partitions count as their parent, a column of a domain as one of the type beneath, and a type of an extension or of
// the database's own goes by its name alone.

import type { Catalogue, Column, ForeignKey, Table } from '../../../systems/index.ts'
import type { Limits } from './limits.ts'
import { Refused } from './reasons.ts'
import type { Cell, Session } from './session.ts'

const tables = `
  select n.nspname, c.relname, c.reltuples::bigint::text,
         a.attname, lower(regexp_replace(format_type(coalesce(nullif(t.typbasetype, 0), a.atttypid), null), '^("([^"]|"")*"|[^".]+)\\.', '')),
         (not a.attnotnull and not coalesce(t.typnotnull, false))::text,
         case when coalesce(nullif(t.typbasetype, 0), a.atttypid) in ('varchar'::regtype, 'bpchar'::regtype)
              then nullif(greatest(a.atttypmod, t.typtypmod) - 4, -5)::text end,
         (a.attgenerated <> '' or a.attidentity = 'a')::text
  from pg_class c
  join pg_namespace n on n.oid = c.relnamespace
  left join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
  left join pg_type t on t.oid = a.atttypid
  where c.relkind in ('r', 'p') and not c.relispartition and c.relpersistence <> 't'
    and n.nspname not in ('pg_catalog', 'information_schema') and n.nspname not like 'pg\\_toast%' and n.nspname not like 'pg\\_temp%'
    and has_schema_privilege(n.oid, 'usage') and (has_table_privilege(c.oid, 'select') or has_any_column_privilege(c.oid, 'select'))
  order by n.nspname collate "C", c.relname collate "C", a.attnum`

const keys = `
  select n.nspname, c.relname, i.indisprimary::text, a.attname, i.indexrelid::text
  from pg_index i
  join pg_class c on c.oid = i.indrelid
  join pg_namespace n on n.oid = c.relnamespace
  cross join lateral unnest(i.indkey::int2[]) with ordinality as k (attnum, place)
  join pg_attribute a on a.attrelid = c.oid and a.attnum = k.attnum
  where c.relkind in ('r', 'p') and not c.relispartition and n.nspname not in ('pg_catalog', 'information_schema')
    and i.indisunique and i.indisvalid and i.indpred is null and i.indexprs is null and k.place <= i.indnkeyatts
  order by n.nspname collate "C", c.relname collate "C", i.indexrelid, k.place`

const foreignKeys = `
  select n.nspname, c.relname, o.oid::text, a.attname, fn.nspname, f.relname, fa.attname, o.confdeltype::text
  from pg_constraint o
  join pg_class c on c.oid = o.conrelid
  join pg_namespace n on n.oid = c.relnamespace
  join pg_class f on f.oid = o.confrelid
  join pg_namespace fn on fn.oid = f.relnamespace
  cross join lateral unnest(o.conkey, o.confkey) with ordinality as k (own, other, place)
  join pg_attribute a on a.attrelid = o.conrelid and a.attnum = k.own
  join pg_attribute fa on fa.attrelid = o.confrelid and fa.attnum = k.other
  where o.contype = 'f' and o.conparentid = 0 and not c.relispartition
  order by n.nspname collate "C", c.relname collate "C", o.conname collate "C", k.place`

const onDelete: Readonly<Record<string, ForeignKey['onDelete']>> = { a: 'nothing', r: 'nothing', c: 'cascade', n: 'set null', d: 'set default' } // prettier-ignore

const own = `
  select d.oid::text, has_function_privilege('pg_catalog.pg_control_system()', 'execute')::text
  from pg_database d where d.datname = current_database()`

const cluster = `select system_identifier::text from pg_catalog.pg_control_system()`

/** The mark of the database: the number its server was given when it was made, where this user may read it, and its own number in there. */
async function markOf(session: Session): Promise<string | undefined> {
  const [[oid, may] = []] = (await session.query(own, [], 1)).rows
  if (!oid || !/^\d{1,10}$/.test(oid)) return undefined
  const [[server] = []] = may === 'true' ? (await session.query(cluster, [], 1)).rows : [['']]
  return `${server && /^\d{1,20}$/.test(server) ? server : ''}/${oid}`
}

/** Reads the catalogue. */
export async function readCatalogue(session: Session, { tablesMax, columnsMax }: Limits): Promise<Catalogue> {
  const found = await session.query(tables, [], columnsMax + tablesMax)
  const keyRows = await session.query(keys, [], columnsMax * 4)
  const foreignRows = await session.query(foreignKeys, [], columnsMax * 4)
  const uniques = groups(keyRows.rows)
  const foreign = groups(foreignRows.rows)
  const grouped = [...groups(found.rows)]
  if (grouped.length > tablesMax) throw new Refused({ why: 'too-many' })
  const database = await markOf(session)
  return {
    ...(database !== undefined && { database }),
    tables: grouped.map(([key, rows]) => tableOf(rows, uniques.get(key) ?? [], foreign.get(key) ?? [])),
  }
}

type Rows = readonly (readonly Cell[])[]

/** Rows by schema and table, their first two values. */
function groups(rows: Rows): ReadonlyMap<string, Rows> {
  return Map.groupBy(rows, ([schema, table]) => JSON.stringify([schema, table]))
}

function tableOf(rows: Rows, keyRows: Rows, foreignRows: Rows): Table {
  const [schema, name, estimate] = rows[0]! // groups have rows
  const unique = [...Map.groupBy(keyRows, (row) => row[4]).values()]
  const primary = unique.find(([first]) => first?.[2] === 'true')
  return {
    schema: schema ?? '',
    name: name ?? '',
    columns: rows.filter((row) => row[3] !== null).map(columnOf),
    primary: primary ? namesIn(primary) : null,
    uniques: unique.filter((one) => one !== primary).map(namesIn),
    foreign: [...Map.groupBy(foreignRows, (row) => row[2]).values()].map(foreignKeyOf),
    rows: Number(estimate) < 0 ? null : Number(estimate),
  }
}

function columnOf([, , , name, type, nullable, length, generated]: readonly Cell[]): Column {
  return {
    name: name ?? '',
    type: type ?? '',
    nullable: nullable === 'true',
    length: length ? Number(length) : null,
    generated: generated === 'true',
  }
}

function namesIn(rows: Rows): string[] {
  return rows.map((row) => row[3] ?? '')
}

function foreignKeyOf(rows: Rows): ForeignKey {
  const [, , , , schema, table, , rule] = rows[0]! // groups have rows
  return {
    columns: namesIn(rows),
    schema: schema ?? '',
    table: table ?? '',
    references: rows.map((row) => row[6] ?? ''),
    onDelete: onDelete[rule ?? ''] ?? 'nothing',
  }
}
