// DDL in three dialects to a catalogue with lines: quotes, comments, constraints, changes of tables, and what makes no table. What is
// not understood is told; hostile text is read in time linear in its length.

import { describe, expect, test } from 'vitest'
import { readDdl, type Ddl } from './read-ddl.ts'
import type { Dialect } from './tokens.ts'
import { busyMs } from '../../../test/harness/busy.ts'

const columnsOf = ({ catalogue }: Ddl): Record<string, string> =>
  Object.fromEntries(catalogue.tables.map(({ name, columns }) => [name, columns.map((column) => column.name).join(' ')])) // prettier-ignore
const first = (sql: string, dialect?: Dialect) => readDdl(sql, dialect).catalogue.tables[0]

describe('columns', () => {
  test('have type, length, whether they may be empty, whether they are computed, and their place', () => {
    const table = first(`create table t (
  a   character varying(40) not null,
  "B c" timestamp with time zone default clock(),
  d   numeric(10, 2) generated always as (e * 2) stored,
  e   int[] unique, f double precision check (f > 0) references u (x, y)
);`)
    expect(table?.columns.map(({ name, type, length, nullable, generated, at }) => [name, type, length, nullable, generated, at.line, at.column, at.length])).toEqual([
      ['a', 'character varying', 40, false, false, 2, 3, 1],
      ['B c', 'timestamp with time zone', null, true, false, 3, 3, 5],
      ['d', 'numeric', null, true, true, 4, 3, 1],
      ['e', 'int[]', null, true, false, 5, 3, 1],
      ['f', 'double precision', null, true, false, 5, 21, 1],
    ]) // prettier-ignore
    expect([table?.uniques, table?.foreign]).toEqual([
      [['e']],
      [{ columns: ['f'], schema: 'public', table: 'u', references: ['x', 'y'], onDelete: 'nothing' }],
    ])
  })

  test.each([
    [
      'mysql',
      "create table t (`a b` int unsigned not null auto_increment, `c` enum('x','y,z') character set utf8mb4 default 'x' comment 'it''s \\' odd', `d` int as (`a b` + 1) virtual, primary key (`a b`), key ix (`c`(10)), fulltext (`c`)) engine=InnoDB",
      'a b:int unsigned c:enum d:int',
    ],
    [
      'sqlite',
      'create table t ([a b], "c" integer primary key autoincrement, \'d\' varchar(20) collate nocase, e) strict, without rowid;',
      'a b: c:integer d:varchar e:',
    ],
    [
      'postgres',
      'create table t (key text, "check" text, "primary" int, like_it bool, period text, unique_code text, index int, constraint_id int)',
      'key:text check:text primary:int like_it:bool period:text unique_code:text index:int constraint_id:int',
    ],
    [
      'postgres',
      'create table t (a public.citext, b "MyType", c interval day to second(3), d bit varying(8), e national character varying(9))',
      'a:citext b:mytype c:interval day to second d:bit varying e:national character varying',
    ],
  ] as const)('of %s: %#', (dialect, sql, told) => {
    const ddl = readDdl(sql, dialect)
    expect(ddl.catalogue.tables[0]?.columns.map(({ name, type }) => `${name}:${type}`).join(' ')).toBe(told)
    expect(ddl.troubles).toEqual([])
  })

  test('are spelled as the database does: PostgreSQL folds what is not quoted', () => {
    expect(columnsOf(readDdl('create table Shop."Order" (Id int, "Total" int)', 'postgres'))).toEqual({
      Order: 'id Total',
    })
    expect(columnsOf(readDdl('create table Shop (Id int)', 'mysql'))).toEqual({ Shop: 'Id' })
    expect(first('create table Shop."Order" (Id int)', 'postgres')?.schema).toBe('shop')
  })

  test('have the comment that the schema gives them', () => {
    const sql =
      "create table s.t (a int, b int); comment on column s.t.b is $$it's \"b\"$$; comment on table s.t is 'x';"
    expect(first(sql, 'postgres')?.columns.map(({ comment }) => comment)).toEqual([null, 'it\'s "b"'])
    expect(first("create table t (a int comment 'yes') comment='no'", 'mysql')?.columns[0]?.comment).toBe('yes')
  })
})

describe('keys', () => {
  test('of the table: primary, unique, foreign with what deleting does', () => {
    const table = first(
      `create table t (a int, b int, c int, constraint "p k" primary key using btree (a, b desc), unique nulls not distinct (c),
        constraint f foreign key (a, b) references s.u match full on update cascade on delete set null (a) deferrable,
        foreign key (c) references v(d) on delete cascade, exclude using gist (a with =), check (a > 0));
      create table s.u (x int, y int, primary key (x, y));`,
      'postgres',
    )
    expect([table?.primary, table?.uniques]).toEqual([['a', 'b'], [['c']]])
    expect(table?.foreign).toEqual([
      { columns: ['a', 'b'], schema: 's', table: 'u', references: ['x', 'y'], onDelete: 'set null' },
      { columns: ['c'], schema: 'public', table: 'v', references: ['d'], onDelete: 'cascade' },
    ])
    expect(table?.columns.map(({ name, nullable }) => [name, nullable])).toEqual([['a', false], ['b', false], ['c', true]]) // prettier-ignore
  })
})

describe('tables', () => {
  test.each([
    ['made if they are not there', 'create table if not exists a (x int);', { a: 'x' }],
    [
      'temporary, unlogged, foreign, virtual',
      "create temp table a (x int); create unlogged table b (x int); create virtual table c using fts5(title, body, tokenize = 'porter');",
      { a: 'x', b: 'x', c: 'title body' },
    ],
    [
      'changed',
      'create table a (x int, y int); alter table if exists only a add column if not exists z text, add constraint k unique (z), drop column y cascade, rename column x to w; alter table a rename to b;',
      { b: 'w z' },
    ],
    [
      'changed as MySQL does',
      'create table `a` (x int, y int); alter table a add (p int, q text), change column x `first name` varchar(9) first, modify y bigint not null; rename table a to c;',
      { c: 'first name y p q' },
    ],
    ['dropped', 'create table a (x int); create table b (y int); drop table if exists a, nowhere;', { b: 'y' }],
    [
      'like others',
      'create table a (x int, y text); create table b (like a including all, z int); create table c like a;',
      { a: 'x y', b: 'x y z', c: 'x y' },
    ],
    [
      'of a query',
      'create table a (x int, y text); create table b as select x, upper(y) as z, a.y from a; create table c as (select * from a); create table d (p, q) as select 1, 2;',
      { a: 'x y', b: 'x z y', c: 'x y', d: 'p q' },
    ],
    [
      'in partitions',
      'create table a (x int) partition by list (x); create table a1 partition of a for values in (1); alter table a attach partition a2 default;',
      { a: 'x' },
    ],
    [
      'beside what makes none',
      'create view v as select 1; create unique index i on a (x); create type e as enum (\'a\'); create sequence q; create extension "x"; grant all on a to b; set x = 1; begin; commit; create table a (x int);',
      { a: 'x' },
    ],
    [
      'beside routines',
      'create function f() returns trigger as $f$ begin create table no (x int); end; $f$ language plpgsql; create trigger t after insert on a for each row begin insert into b values (1); update c set d = case when 1 then 2 end; end; create table a (x int);',
      { a: 'x' },
    ],
  ] as const)('%s', (_, sql, told) => {
    const ddl = readDdl(sql)
    expect(columnsOf(ddl)).toEqual(told)
    expect(ddl.troubles).toEqual([])
  })

  test('lie in the schema in use', () => {
    const schemas = (sql: string, dialect: Dialect) =>
      readDdl(sql, dialect).catalogue.tables.map(({ schema, name }) => `${schema}.${name}`)
    expect(schemas('create table a (x int); set search_path = "Play", public; create table a (x int); create table z.a (x int);', 'postgres')).toEqual(['Play.a', 'public.a', 'z.a']) // prettier-ignore
    expect(schemas('use `shop`; create table a (x int);', 'mysql')).toEqual(['shop.a'])
    expect(schemas('create table a (x int);', 'sqlite')).toEqual(['main.a'])
  })
})

describe('what stands between', () => {
  test.each([
    [
      'postgres',
      "/* a /* nested */ create table no (x int); */ -- create table no (y int);\n\\connect shop\ncreate table a (x text default E'it\\'s; ' || 'a''b;' || $q$;'$q$);",
    ],
    [
      'mysql',
      "# create table no (x int);\n/*!40101 SET NAMES utf8 */;\n/*!50001 create table a (x text default 'it\\'s; \"') */;\nselect 1 --1;\n;",
    ],
    ['mysql', "DELIMITER //\ncreate procedure p() begin select ';'; end//\nDELIMITER ;\ncreate table a (x int);"],
    [
      'sqlite',
      "pragma x; -- ' \ncreate table a (x text default 'a\\'); insert into a values ('create table no (x int);');",
    ],
  ] as const)('in %s is passed over: %#', (dialect, sql) => {
    const ddl = readDdl(sql, dialect)
    expect([columnsOf(ddl), ddl.troubles]).toEqual([{ a: 'x' }, []])
  })

  test('rows of a copy are not read, whatever they say', () => {
    const sql =
      "create table a (x int);\nCOPY a (x) FROM stdin WITH (FORMAT text);\n1\t'\n'; create table no (x int);\n\\.\ncreate table b (y int);"
    expect(columnsOf(readDdl(sql, 'postgres'))).toEqual({ a: 'x', b: 'y' })
  })

  test('a comment that says a column is not personal is kept with its line', () => {
    const sql = 'create table a (\n  x text, -- not personal: a colour\n  y text /* Not personal */\n);'
    expect([...readDdl(sql).notPersonal]).toEqual([[2, 'not personal: a colour'], [3, 'Not personal']]) // prettier-ignore
  })
})

test('a comment that says which data a column holds is kept with its place', () => {
  const sql = 'create table a (\n  x text, -- personal: contact for provide\n  y text -- not personal: no\n);'
  const { declared, notPersonal } = readDdl(sql)
  expect([...declared]).toEqual([[2, { text: 'personal: contact for provide', at: { line: 2, column: 11, length: 32 } }]]) // prettier-ignore
  expect([...notPersonal.keys()]).toEqual([3])
})

describe('the dialect', () => {
  test.each([
    ['mysql', 'CREATE TABLE `a` (`x` int) ENGINE=InnoDB;'],
    ['sqlite', 'CREATE TABLE a (x INTEGER PRIMARY KEY AUTOINCREMENT);'],
    ['postgres', 'create table a (x bigserial, y jsonb);'],
    ['postgres', "create table a (x int); insert into a values ('[live] x', '`b`', '[live] y');"],
  ])('%s is known by its own signs', (dialect, sql) => {
    expect(readDdl(sql).dialect).toBe(dialect)
  })
})

describe('what is not understood', () => {
  test.each([
    ['frobnicate all;', 1, '`frobnicate`'],
    ['create table a (x int);\ncreate gizmo b;', 2, '`create gizmo`'],
    ['create table a as execute q;', 1, 'columns of `a`'],
    ['create table a as select 1 + 1, x from b;', 1, 'come from a query'],
    ['create table a as select * from elsewhere;', 1, 'come from a query'],
    ['create table a of t;', 1, 'those of a type'],
    ['create table a (\n  x int,\n  123 int\n);', 3, 'a column of `a`'],
    ['create table a (like nowhere);', 1, 'a table that the file does not make'],
    ['alter table a add column y text;', 1, 'the file does not make'],
    ['create table a (x int);\ncreate table a (y int);', 2, 'a second `create table`'],
  ])('is told with its line: %s', (sql, line, what) => {
    const { troubles } = readDdl(sql, 'postgres')
    expect(troubles[0]).toMatchObject({ kind: 'not understood', at: { line } })
    expect(troubles[0]?.what).toContain(what)
  })

  test('a new column of a table made elsewhere is read all the same', () => {
    expect(columnsOf(readDdl('alter table a add column y text;'))).toEqual({ a: 'y' })
  })
})

describe('hostile text', () => {
  test.each([
    ['a text', 'postgres', "create table a (x int);\ncreate table b (x text default 'no;\n", "'"],
    ['a name', 'sqlite', 'create table a (x int);\ncreate table [b (x text);', ']'],
    ['a dollar quote', 'postgres', 'create table a (x int);\nselect $t$ $u$;', '$t$'],
    ['a comment', 'postgres', 'create table a (x int);\n/* /* */ create table b (x int);', '*/'],
    ['rows', 'postgres', 'create table a (x int);\ncopy a from stdin;\n1\n', '\\.'],
    [
      'a routine',
      'sqlite',
      'create table a (x int);\ncreate trigger t after insert on a begin select 1; create table b (x int);',
      'end',
    ],
  ] as const)('%s that nothing closes ends the reading there, with its line', (_, dialect, sql, closedBy) => {
    const ddl = readDdl(sql, dialect)
    expect(columnsOf(ddl)).toEqual({ a: 'x' })
    expect(ddl.troubles).toMatchObject([{ kind: 'unclosed', closedBy, at: { line: 2 } }])
  })

  /** What takes long where reading is not linear: each is read at one size and at eight times that size. */
  const repeated: readonly (readonly [name: string, text: (n: number) => string])[] = [
    ['brackets', (n) => `create table a (x int ${'('.repeat(n)}`],
    ['closing brackets', (n) => `create table a (x int ${')'.repeat(n)}`],
    ['quotes', (n) => `insert into a values (${"''''".repeat(n / 4)});`],
    ['open quotes', (n) => `"${'\\"'.repeat(n / 2)}`],
    ['dollar signs', (n) => '$a$b'.repeat(n / 4)],
    ['comments', (n) => '/*'.repeat(n / 2)],
    ['statements', (n) => 'create table a(b int);'.repeat(n / 22)],
    ['tables', (n) => Array.from({ length: n / 28 }, (_, i) => `create table t${i}(b int);`).join('\n')],
    ['copies of copies', (n) => `create table a(${Array.from({ length: 500 }, (_, i) => `c${i} int`).join(',')});${Array.from({ length: n / 28 }, (_, i) => `create table t${i}(like a);`).join('\n')}`],
    ['renames', (n) => `create table a(b int);${'alter table a rename b to b;'.repeat(n / 28)}`],
    ['renames in a wide table', (n) => `create table a(${Array.from({ length: n / 40 }, (_, i) => `c${i} int`).join(',')});${'alter table a rename c0 to d;alter table a rename d to c0;'.repeat(n / 120)}`],
    ['copies that go again', (n) => `create table a(${Array.from({ length: n / 40 }, (_, i) => `c${i} int`).join(',')});${'create table b(like a);drop table b;'.repeat(n / 80)}`],
    ['keys', (n) => `create table a(${Array.from({ length: n / 60 }, (_, i) => `c${i} int`).join(',')}, primary key (${Array.from({ length: n / 60 }, (_, i) => `c${i}`).join(',')}))`],
    ['commas', (n) => `create table a (${','.repeat(n)})`],
    ['signs', (n) => ';'.repeat(n)],
    ['empty lines', (n) => '\n'.repeat(n)],
    ['NULs', (n) => '\u0000'.repeat(n)],
  ] // prettier-ignore

  test.each(repeated)('%s: eight times as much takes not much more than eight times as long', (_, text) => {
    const time = (n: number): number => {
      const sql = text(n)
      return busyMs(() => {
        for (const dialect of ['postgres', 'mysql'] as const) readDdl(sql, dialect)
      })
    }
    time(20_000)
    const [small, large] = [time(100_000), time(800_000)]
    expect(large, `${small.toFixed(0)} ms and ${large.toFixed(0)} ms`).toBeLessThan(400 + small * 24)
  })

  test('20 MB of rows with a table behind them are read whole', () => {
    const row = "INSERT INTO `a` VALUES (1,'Maya; Lindqvist','it\\'s \\\\',NULL),(2,'O''Neil',x'00ff',3.14);\n"
    const sql = `create table \`a\` (x int);\n${row.repeat(Math.ceil((20 * 1024 * 1024) / row.length))}create table \`b\` (y int);`
    const began = performance.now()
    expect(columnsOf(readDdl(sql))).toEqual({ a: 'x', b: 'y' })
    expect(performance.now() - began).toBeLessThan(20_000)
  })
})
