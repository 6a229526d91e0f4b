// What every connector to a foreign database holds (src/systems/connector.ts, docs/spec/connector.md). The database behind it is of the
// harness's making: `schema` below, in a fresh database.

import { expect, test } from 'vitest'
import { name, print, sql } from '../../src/sql/index.ts'
import type { Connector, Row } from '../../src/systems/index.ts'

/** A small shop with every awkward thing a schema may have. Its rows are people nobody knows. */
export const schema = `
  create schema shop; create schema "Other Side";
  create table shop.customer (
    id integer generated always as identity primary key,
    email varchar(120) not null unique,
    first_name text not null,
    phone char(20),
    born date,
    photo bytea,
    shout text generated always as (upper(first_name)) stored,
    manager integer references shop.customer (id) on delete set null
  );
  create table shop."select" ("Mixed Case" integer, "quote""d" text, primary key ("Mixed Case", "quote""d"));
  create table "Other Side".customer (id bigint primary key, of integer not null, foreign key (of) references shop.customer (id) on delete cascade);
  create table shop.pair (a integer, b text, foreign key (a, b) references shop."select" ("Mixed Case", "quote""d"));
  create table shop.parted (id integer, at date) partition by range (at);
  create table shop.parted_2026 partition of shop.parted for values from ('2026-01-01') to ('2027-01-01');
  create table shop.undeclared (ref integer, mail text);
  create domain shop.address as varchar(90) not null; create type shop."Mood" as enum ('good', 'bad');
  create table "Other Side".typed (mail shop.address, mood shop."Mood", moods shop."Mood"[], amount numeric(10, 2), at timestamptz(3), doc jsonb);
  create view shop.seen as select email from shop.customer;
  create unique index on shop.undeclared (ref) where mail is not null;
  insert into shop.customer (email, first_name, phone, born, photo)
    select 'person' || i || '@example.com', 'Given' || i, '+44 20 7946 0' || (100 + i), date '1980-02-29' + i, '\\x00ff' from generate_series(1, 40) as i;
  insert into shop.undeclared select i, 'person' || i || '@example.com' from generate_series(1, 30) as i;
  insert into shop."select" values (1, 'it''s');
  analyze;
`

async function all(rows: AsyncIterable<Row>): Promise<Row[]> {
  const found: Row[] = []
  for await (const row of rows) found.push(row)
  return found
}

const customers = name('shop', 'customer')

/** The suite of the port \`Connector\`. \`open\` gives a connector to a fresh database with the schema above, and what reads it directly. */
export function holdsTheConnectorContract(
  open: () => Promise<{ connector: Connector; count: (query: string) => Promise<number> }>,
): void {
  test('the catalogue has every base table with its columns and keys, as the database spells them', async () => {
    const { connector } = await open()
    const { tables } = await connector.catalogue()
    expect(tables.map(({ schema: of, name: table }) => `${of}.${table}`)).toEqual([
      'Other Side.customer', 'Other Side.typed', 'shop.customer', 'shop.pair', 'shop.parted', 'shop.select', 'shop.undeclared',
    ]) // prettier-ignore
    const customer = tables[2]!
    expect(customer.columns).toEqual([
      { name: 'id', type: 'integer', nullable: false, length: null, generated: true },
      { name: 'email', type: 'character varying', nullable: false, length: 120, generated: false },
      { name: 'first_name', type: 'text', nullable: false, length: null, generated: false },
      { name: 'phone', type: 'character', nullable: true, length: 20, generated: false },
      { name: 'born', type: 'date', nullable: true, length: null, generated: false },
      { name: 'photo', type: 'bytea', nullable: true, length: null, generated: false },
      { name: 'shout', type: 'text', nullable: true, length: null, generated: true },
      { name: 'manager', type: 'integer', nullable: true, length: null, generated: false },
    ])
    expect(customer).toMatchObject({ primary: ['id'], uniques: [['email']], rows: 40 })
    expect(customer.foreign).toEqual([
      { columns: ['manager'], schema: 'shop', table: 'customer', references: ['id'], onDelete: 'set null' },
    ])
    expect(tables[0]!.foreign).toEqual([
      { columns: ['of'], schema: 'shop', table: 'customer', references: ['id'], onDelete: 'cascade' },
    ])
    expect(tables[3]!.foreign).toEqual([
      { columns: ['a', 'b'], schema: 'shop', table: 'select', references: ['Mixed Case', 'quote"d'], onDelete: 'nothing' },
    ]) // prettier-ignore
    expect(tables[5]!.primary).toEqual(['Mixed Case', 'quote"d'])
    const ofType = ({ type, length, nullable }: (typeof customer.columns)[number]): unknown[] => [
      type,
      length,
      nullable,
    ]
    expect(tables[1]!.columns.map(ofType)).toEqual([
      ['character varying', 90, false], ['"mood"', null, true], ['"mood"[]', null, true], ['numeric', null, true],
      ['timestamp with time zone', null, true], ['jsonb', null, true],
    ]) // prettier-ignore
    expect(tables[6]).toMatchObject({ primary: null, uniques: [] })
  })

  test('a profile says what columns hold without a value of theirs', async () => {
    const { connector } = await open()
    const profiles = await connector.profile(await connector.catalogue())
    const of = (table: string, column: string) => profiles.find((one) => one.table === table && one.column === column)
    expect(of('customer', 'email')).toMatchObject({ looked: 40, filled: 40, distinct: 40, kinds: [{ kind: 'email' }] })
    expect(of('undeclared', 'mail')!.kinds[0]).toMatchObject({ kind: 'email', share: 1 })
    expect(of('customer', 'manager')).toMatchObject({ looked: 40, filled: 0, distinct: 0, kinds: [] })
    expect(of('customer', 'photo')).toMatchObject({ filled: 40, kinds: [] })
    expect(of('select', 'quote"d')).toMatchObject({ looked: 1, filled: 1 })
    expect(JSON.stringify(profiles)).not.toMatch(/@example|Given|7946/)
  })

  test('overlaps tell which column holds another one’s values, declared or not', async () => {
    const { connector } = await open()
    const at = (table: string, column: string) => ({ schema: 'shop', table, column })
    const pairs = [
      { from: at('undeclared', 'ref'), to: at('customer', 'id') },
      { from: at('customer', 'id'), to: at('undeclared', 'ref') },
      { from: at('undeclared', 'mail'), to: at('customer', 'email') },
      { from: at('undeclared', 'mail'), to: at('customer', 'first_name') },
      { from: at('customer', 'manager'), to: at('customer', 'id') },
    ]
    const overlaps = await connector.overlaps(pairs)
    expect(overlaps.map(({ share }) => share)).toEqual([1, 0.75, 1, 0])
    expect(overlaps.map(({ from, to }) => ({ from, to }))).toEqual(pairs.slice(0, 4)) // nothing to compare: left out
  })

  test('rows come in the database’s own spelling, with nothing for null', async () => {
    const { connector } = await open()
    const query = sql`select id, email, phone, born, photo, manager, 1.50::numeric, true, '{1,2}'::int[] from ${customers} where email = ${'person1@example.com'}`
    expect(await all(connector.rows(print(query)))).toEqual([
      ['1', 'person1@example.com', '+44 20 7946 0101    ', '1980-03-01', '\\x00ff', null, '1.50', 't', '{1,2}'],
    ])
  })

  test('every kind of value can be bound', async () => {
    const { connector } = await open()
    const at = new Date('2026-11-21T10:00:00.123Z')
    const query = sql`select ${'a'}::text, ${1}::int, ${true}::bool, ${12345678901234567890n}::numeric, ${at}::timestamptz, ${Uint8Array.of(0, 255)}::bytea, ${null}::text, ${['x', '"', null]}::text[]`
    expect(await all(connector.rows(print(query)))).toEqual([
      ['a', '1', 't', '12345678901234567890', '2026-11-21 10:00:00.123+00', '\\x00ff', null, '{x,"\\"",NULL}'],
    ])
  })

  test('many rows are drawn as they are read, and a reader may stop early', async () => {
    const { connector } = await open()
    const numbers = print(sql`select i from generate_series(1, 20000) as i`)
    expect((await all(connector.rows(numbers))).map(([i]) => Number(i))).toEqual(Array.from({ length: 20_000 }, (_, i) => i + 1)) // prettier-ignore
    const seen: Row[] = []
    for await (const row of connector.rows(numbers)) if (seen.push(row) === 3) break
    expect(seen).toHaveLength(3)
    expect(await all(connector.rows(print(sql`select 1`)))).toEqual([['1']])
  })

  test('streams run beside each other and beside other calls', async () => {
    const { connector } = await open()
    const pairs: [string, string][] = []
    for await (const [a] of connector.rows(print(sql`select i from generate_series(1, 3) as i`)))
      for await (const [b] of connector.rows(print(sql`select i from generate_series(1, 2) as i`))) pairs.push([a!, b!])
    expect(pairs).toEqual([['1', '1'], ['1', '2'], ['2', '1'], ['2', '2'], ['3', '1'], ['3', '2']]) // prettier-ignore
  })

  test('what only reads cannot write', async () => {
    const { connector, count } = await open()
    const write = print(sql`with gone as (delete from ${customers} returning id) select * from gone`)
    await expect(all(connector.rows(write))).rejects.toMatchObject({ code: 'system_refused' })
    expect(await count('select count(*) from shop.customer')).toBe(40)
  })

  test('a change is done whole, and answers how many rows each query changed', async () => {
    const { connector, count } = await open()
    const counts = await connector.change([
      { ...print(sql`select id from ${customers} where email like ${'person1%'} for update`), rows: null },
      {
        ...print(sql`update ${customers} set first_name = ${'[erased]'} where email = ${'person2@example.com'}`),
        rows: 1,
      },
      { ...print(sql`delete from ${name('shop', 'undeclared')} where ref > ${20}`), rows: 10 },
    ])
    expect(counts).toEqual([11, 1, 10])
    expect(await count(`select count(*) from shop.customer where first_name = '[erased]'`)).toBe(1)
    expect(await count('select count(*) from shop.undeclared')).toBe(20)
  })

  test('other rows than planned undo all of it', async () => {
    const { connector, count } = await open()
    const changes = [
      { ...print(sql`delete from ${name('shop', 'undeclared')} where ref > ${20}`), rows: 10 },
      { ...print(sql`delete from ${customers} where email = ${'person2@example.com'}`), rows: 2 },
    ]
    await expect(connector.change(changes)).rejects.toMatchObject({
      code: 'system_refused',
      detail: { why: 'rows-differ', statement: 1, expected: 2, found: 1 },
    })
    expect(await count('select count(*) from shop.undeclared')).toBe(30)
    expect(await count('select count(*) from shop.customer')).toBe(40)
  })

  test('a rule of the database undoes all of it, and no value of a row is told', async () => {
    const { connector, count } = await open()
    await connector.catalogue()
    const changes = [
      { ...print(sql`delete from ${name('shop', 'undeclared')}`), rows: null },
      {
        ...print(sql`update ${customers} set email = ${'person1@example.com'} where email = ${'person2@example.com'}`),
        rows: 1,
      },
    ]
    const failure = await connector.change(changes).then(() => null, (cause: unknown) => cause) // prettier-ignore
    expect(failure).toMatchObject({
      code: 'system_refused',
      detail: { why: 'constraint', sqlstate: '23505', table: 'shop.customer', statement: 1 },
    })
    expect(JSON.stringify(failure) + String(failure) + String((failure as Error).stack)).not.toContain('@example')
    expect(await count('select count(*) from shop.undeclared')).toBe(30)
  })

  test.each([
    ['a table that went', sql`select * from ${name('shop', 'gone')}`, 'shape'],
    ['a column that went', sql`select gone from ${customers}`, 'shape'],
    ['nonsense', sql`selekt`, 'query'],
    ['a value that does not fit', sql`select ${'x'}::integer`, 'query'],
  ])('%s is refused, and the next call works', async (_, query, why) => {
    const { connector } = await open()
    await expect(all(connector.rows(print(query)))).rejects.toMatchObject({ code: 'system_refused', detail: { why } })
    expect(await all(connector.rows(print(sql`select 1`)))).toEqual([['1']])
  })

  test('closed is closed', async () => {
    const { connector } = await open()
    await connector.catalogue()
    await connector.close()
    await connector.close()
    await expect(connector.catalogue()).rejects.toMatchObject({ code: 'system_unavailable', detail: { why: 'closed' } })
  })
}
