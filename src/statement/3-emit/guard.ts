// The row guard: policies of row-level security for a table in somebody's PostgreSQL, so that a role sees a row only for a purpose that
// its session named and the statement opens for that row's person now (docs/spec/forms.md, "Row guard"). One script, run by its owner.

import {
  forms, hands, meetAll,
  type Cell, type CellFacts, type Form, type Hand, type InForce, type Policy, type Purpose,
} from '../../policy/index.ts' // prettier-ignore
import { join, name, printScript, quoteName, sql, type Sql } from '../../sql/index.ts'
import { all, any, bansOf, mayUse, rowFor, survivingOf, usesOf, type Printing, type Test } from './formula.ts'
import { keyOf, sqlLanguage, toSql } from './sql-language.ts'

/** A table to guard: where the facts of its rows stand. Names are those of the database. */
export interface GuardedTable {
  readonly schema: string
  readonly table: string
  /** column that says whose row it is, as `wordkept.choice_mask` names people */
  readonly person: string
  /** column with the moment from which periods count */
  readonly collected: string
  /** column with the moment of the event that starts or ends a period; null: the table has none */
  readonly ended: string | null
  /** column with the law that alone keeps a row; null: the table has none */
  readonly law: string | null
  /** what the rows are: a column with the number of a cell, or one kind of data or several in every row */
  readonly holds: { readonly cell: string } | HeldKinds
}

/** The kinds of data in every row of a table. A row is seen only where all of them may be. */
export interface HeldKinds extends Partial<Pick<CellFacts, 'origin' | 'standing'>> {
  readonly product: string
  readonly categories: readonly string[]
}

/** Whom the guard lets see rows, and for which purposes at most. */
export interface GuardedRole {
  readonly role: string
  readonly purposes: readonly string[]
  readonly hands: readonly Hand[]
}

/** Prints the script that guards a table for a role. Run again, it replaces what it made. Nothing else in the table's rights changes. */
export function printGuard(inForce: InForce, table: GuardedTable, role: GuardedRole): string {
  const { policy, hash } = inForce.newest
  const target = name(table.schema, table.table)
  const policies = policy.purposes
    .filter(({ name: purpose }) => role.purposes.includes(purpose))
    .flatMap((purpose) => policyFor(purpose, inForce, table, role) ?? [])
  const statements = [
    sql`begin`,
    ...foundation,
    sql`grant usage on schema wordkept to ${name(role.role)}`,
    sql`grant execute on function wordkept.standing(text), wordkept.clock() to ${name(role.role)}`,
    sql`select wordkept.unguard(${[table.schema, table.table].map((part) => quoteName(part, 'postgres')).join('.')}::regclass)`,
    sql`alter table ${target} enable row level security`,
    ...policies,
    sql`commit`,
  ]
  return `${header(hash, table, unseen(inForce, table))}\n${statements.map((one) => `${printScript(one)};`).join('\n\n')}\n`
}

/** What every guarded database has: the masks of people, the clock, and what takes the policies of a table away. */
const foundation: readonly Sql[] = [
  sql`create schema if not exists wordkept`,
  sql`create table if not exists wordkept.choice_mask (
  person     text    primary key,
  set_mask   bigint  not null default 0,      -- choices ever decided
  on_mask    bigint  not null default 0,      -- those of them that are on
  objected   bigint  not null default 0,      -- purposes objected to
  restricted boolean not null default false   -- processing is restricted
)`,
  sql`revoke all on wordkept.choice_mask from public`,
  // security definer: a role learns of one person it can name what the formula asks, and cannot list people
  sql`create or replace function wordkept.standing(asked text) returns wordkept.choice_mask
  language sql stable security definer set search_path = ''
  as 'select p from wordkept.choice_mask p where p.person = asked'`,
  sql`revoke all on function wordkept.standing(text) from public`,
  // the one clock that a session cannot set
  sql`create or replace function wordkept.clock() returns timestamptz
  language sql stable as 'select statement_timestamp()'`,
  sql`create or replace function wordkept.unguard(guarded regclass) returns void language plpgsql as $unguard$
  declare made name;
  begin
    for made in select polname from pg_catalog.pg_policy where polrelid = guarded and polname ~ '^wordkept [0-9]+$' loop
      execute format('drop policy %I on %s', made, guarded);
    end loop;
  end $unguard$`,
]

/** The policy of one purpose; null where no row may ever be seen for it. */
function policyFor(
  purpose: Purpose,
  inForce: InForce,
  table: GuardedTable,
  { role, hands: asked }: GuardedRole,
): readonly Sql[] | null {
  const { policy } = inForce.newest
  const printing = printingOf(policy, table)
  const kinds = kindsOf(inForce, table)
  const ways = hands.filter((hand) => asked.includes(hand)).flatMap((hand) => forms.map((form) => ({ hand, form })))
  const tests = Map.groupBy(
    ways.map((way) => ({ way, test: isSeen({ ...way, purpose: purpose.bit }, kinds, table, printing) })),
    ({ test }) => keyOf(toSql(test)),
  )
  const open = [...tests.values()].flatMap((same) => {
    const { test } = same[0]! // groupBy makes no empty group
    return test === false ? [] : [sql`(${said('hand')} || ' ' || ${said('form')} = any(${same.map(({ way }) => wayName(way))}::text[]) and ${toSql(test)})`] // prettier-ignore
  })
  if (open.length === 0) return null
  const [target, policyName] = [name(table.schema, table.table), name(`wordkept ${purpose.bit}`)]
  const clauses = clausesOf(purpose.bit, kinds)
  return [
    sql`create policy ${policyName} on ${target} for select to ${name(role)} using (
  ${said('purpose')} = ${purpose.name}
  and (select ${join(open, ' or ')} from wordkept.standing(${column(table, table.person)}::text) p)
)`,
    sql`comment on policy ${policyName} on ${target} is ${`${purpose.name}: ${clauses.join(', ')}`}`,
  ]
}

/** One kind of row: the cells with which a row may be seen, all of them, and the numbers it has where a column says so. */
interface Kind {
  readonly number: number | null
  readonly cell: Cell
}

function kindsOf(inForce: InForce, { holds }: GuardedTable): readonly Kind[] {
  if ('cell' in holds) return inForce.numbers.flatMap((number) => kindOf(number, inForce.cell(number)))
  return holds.categories.flatMap((category) => kindOf(null, cellHeld(inForce.newest.policy, category, holds)))
}

function kindOf(number: number | null, cell: Cell | undefined): readonly Kind[] {
  return cell ? [{ number, cell }] : []
}

/** What may be said of a kind of data in a product, wherever it came from and whoever it is about where that is not said: the meet of its cells. */
function cellHeld({ cells }: Policy, category: string, { product, origin, standing }: HeldKinds): Cell | undefined {
  return meetAll(
    cells.filter(
      ({ facts, standings = [] }) =>
        facts.product === product &&
        facts.category === category &&
        (origin === undefined || facts.origin === origin) &&
        (standing === undefined || [facts.standing, ...standings].includes(standing)),
    ),
  )
}

function isSeen(
  way: { readonly purpose: number; readonly hand: Hand; readonly form: Form },
  kinds: readonly Kind[],
  { holds, ...table }: GuardedTable,
  printing: Printing<Sql>,
): Test<Sql> {
  const tests = kinds.map(({ number, cell }) => ({ number, test: mayUse(cell, way, printing) }))
  if (!('cell' in holds)) return kinds.length === holds.categories.length && all(tests.map(({ test }) => test), printing) // prettier-ignore
  const { cell } = holds
  const alike = Map.groupBy(tests.filter(({ test }) => test !== false), ({ test }) => keyOf(toSql(test))) // prettier-ignore
  return any(
    [...alike.values()].map((same) => all<Sql>([sql`${column(table, cell)} = any(${same.map(({ number }) => number)}::integer[])`, same[0]!.test], printing)), // prettier-ignore
    printing,
  )
}

function clausesOf(purpose: number, kinds: readonly Kind[]): readonly string[] {
  const rows = kinds.flatMap(({ cell }) => hands.flatMap((hand) => forms.flatMap((form) => rowFor(cell, { hand, form, purpose }) ?? []))) // prettier-ignore
  const lines = rows.flatMap((row) => [...usesOf(row, purpose), ...bansOf(row, purpose)])
  return [...new Set(lines.map(({ clause }) => clause))].toSorted()
}

/** The formula over a guarded table's columns, `p`, and what the session says. */
function printingOf(policy: Policy, table: GuardedTable): Printing<Sql> {
  const say = sqlLanguage(
    {
      now: sql`(select wordkept.clock())`,
      collected: sql`${column(table, table.collected)}::timestamptz`,
      ended: table.ended === null ? null : sql`${column(table, table.ended)}::timestamptz`,
      law: table.law === null ? null : sql`${column(table, table.law)}`,
      set: sql`p.set_mask`,
      on: sql`p.on_mask`,
      objected: sql`p.objected`,
      restricted: sql`p.restricted`,
      isDirected: sql`${said('directed')} = 'yes'`,
      isCited: (cases) => sql`string_to_array(${said('cases')}, ' ') && ${cases}::text[]`,
    },
    policy,
  )
  return { say, surviving: survivingOf(policy) }
}

const settings = { purpose: '', hand: 'machines', form: 'identified', cases: '', directed: 'no' } as const

/** What the session says, or what is taken where it says nothing. Looked up once a query. */
function said(setting: keyof typeof settings): Sql {
  return sql`(select coalesce(nullif(current_setting(${`wordkept.${setting}`}, true), ''), ${settings[setting]}))`
}

function wayName({ hand, form }: { readonly hand: Hand; readonly form: Form }): string {
  return `${hand} ${form}`
}

function column({ table }: Pick<GuardedTable, 'table'>, of: string) {
  return name(table, of)
}

/** Events that end or start a period and that no column of the table tells. */
function unseen(inForce: InForce, table: GuardedTable): readonly string[] {
  if (table.ended !== null) return []
  const acts = ['collection', 'removal', 'withdrawal']
  const events = kindsOf(inForce, table).flatMap(({ cell }) => cell.limits.map(({ end }) => ('after' in end ? end.event : end.until))) // prettier-ignore
  return [...new Set(events)].filter((event) => !acts.includes(event)).toSorted()
}

function header(hash: string, { schema, table }: GuardedTable, events: readonly string[]): string {
  const lines = [
    `Row guard of ${JSON.stringify(`${schema}.${table}`)}, made by \`kept emit guard\` from the statement with hash ${hash.slice(0, 16)}.`,
    `A session says what for: set wordkept.purpose = '...'; and where they differ wordkept.hand (machines), wordkept.form (identified),`,
    `wordkept.cases (names with a space between), wordkept.directed (yes). Without a purpose it sees no row.`,
    ...events.map((event) => `No column tells \`${event}\`: rows whose period it starts or ends are seen as if it had not happened.`), // prettier-ignore
  ]
  return lines.map((line) => `-- ${line.replaceAll(/[\r\n]/g, ' ')}`).join('\n')
}
