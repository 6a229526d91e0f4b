// Erasures in somebody else's database, on a real PostgreSQL: what is refused and why, before anything is executed; what comes between a
// plan and its changes; what a law keeps; and how few queries it takes.

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { foundIn, openForeign, type Foreign } from '../../test/harness/foreign.ts'
import { folder, versionOf } from '../../test/harness/gate.ts'
import type { Policy } from '../policy/index.ts'
import { changesOf, foreseen, readBackErasure } from './carry-out.ts'
import type { Row } from './connector.ts'
import type { DataMap, MappedColumn, MappedTable } from './data-map.ts'
import { readDdl } from './ddl/read-ddl.ts'
import { proposeDataMap } from './discover.ts'
import type { ErasurePlan, Outcome } from './erasure.ts'
import { copyPerson, findPerson } from './person.ts'
import { prepareErasure, type ErasureAsked } from './prepare.ts'

let [policy, foreign]: [Policy, Foreign] = [null as never, null as never] // set before any test
beforeAll(async () => {
  policy = (await versionOf(folder('examples/shop/statement'))).policy
  foreign = await openForeign()
})
beforeEach(() => foreign.run('drop schema public cascade; create schema public;'))
afterAll(() => foreign.close())

const at = new Date('2026-04-14T00:00:00Z')

type Change = Partial<MappedTable> | ((table: MappedTable) => Partial<MappedTable>)

/** Makes the tables of a script, drafts their map, and changes what a test says of it. */
async function made(ddl: string, rows: string, changes: Readonly<Record<string, Change>> = {}): Promise<ErasureAsked> {
  await foreign.run(`${ddl}\n${rows}`)
  foreign.asked.length = 0
  const { catalogue } = readDdl(ddl, 'postgres')
  const { map } = proposeDataMap({ system: 'shop-db', catalogue, profiles: [], overlaps: [], policy })
  const tables = map.tables.map((table) => {
    const change = changes[table.table]
    return { ...table, ...(typeof change === 'function' ? change(table) : change) }
  })
  return { map: { ...map, tables }, catalogue, policy, at, identifiers: [{ field: 'email', value: 'ada@example.org' }] }
}

/** A map of columns with one of them said anew. */
const saying = (name: string, said: Partial<MappedColumn>) => ({ columns }: MappedTable): Partial<MappedTable> => ({ columns: columns.map((column) => (column.name === name ? { ...column, ...said } : column)) }) // prettier-ignore

async function refusalOf(asked: ErasureAsked): Promise<readonly string[]> {
  const prepared = await prepareErasure(foreign, asked)
  if (prepared.state !== 'refused') throw new Error(`it is ${prepared.state}`)
  for (const text of foreign.asked) expect(text).toMatch(/^select /)
  return prepared.refusals.map(({ code, table, words }) => `${code}: ${table}: ${words}`)
}

async function planOf(asked: ErasureAsked): Promise<ErasurePlan> {
  const prepared = await prepareErasure(foreign, asked)
  if (prepared.state !== 'ready') throw new Error(JSON.stringify(prepared))
  return prepared.plan
}

async function erase(asked: ErasureAsked): Promise<readonly Outcome[]> {
  const plan = await planOf(asked)
  await foreign.change(changesOf(plan))
  const { open, outcomes } = await readBackErasure(foreign, plan)
  expect(open).toBe(0)
  expect(outcomes).toEqual(foreseen(plan))
  return outcomes
}

const all = (table: string): Promise<readonly Row[]> => foreign.read(`select * from ${table} order by 1`)
const said = (outcomes: readonly Outcome[]): string[] => outcomes.map(({ table, column, rows, state, until }) => `${table}${column === null ? '' : `.${column}`}: ${rows} ${state}${until === null ? '' : ` until ${until.slice(0, 10)}`}`) // prettier-ignore

const customer = 'create table customer (id int primary key, email varchar(60) not null, name text);'
const two = `insert into customer values (1, 'Ada@Example.org ', 'Ada'), (2, 'bob@example.org', 'Bob');`

describe('refused before anything is executed', () => {
  test('an address that two rows hold may be two people’s; where the map says so, it is one', async () => {
    const asked = await made(customer, `insert into customer values (1, 'ada@example.org', 'Ada'), (2, 'ADA@example.org', 'Adam');`) // prettier-ignore
    expect(await refusalOf(asked)).toEqual(['several people: customer: 2 rows hold the identifiers, and they may be different people']) // prettier-ignore
    const links = asked.map.tables[0]!.links.map((link) => ({ ...link, several: true }))
    const map: DataMap = { ...asked.map, tables: [{ ...asked.map.tables[0]!, links }] }
    expect(said(await erase({ ...asked, map }))[0]).toBe('customer: 2 gone')
  })

  test('identifiers that name two different people', async () => {
    const asked = await made('create table customer (id int primary key, email text, username text);', `insert into customer values (1, 'ada@example.org', 'ada'), (2, 'bob@example.org', 'bob');`) // prettier-ignore
    const identifiers = [...asked.identifiers, { field: 'user-name', value: 'bob' }]
    expect(await refusalOf({ ...asked, identifiers })).toEqual([expect.stringContaining('several people')])
    expect(await all('customer')).toHaveLength(2)
  })

  test('what an erasure refuses is neither counted nor copied: no row was read but those that hold the identifiers', async () => {
    const ddl = 'create table customer (id int primary key, email text, username text); create table visit (id int primary key, customer_id int references customer, page text);' // prettier-ignore
    const visits = `insert into visit values (1, 1, 'hers'), (2, 2, 'his');`
    const sameAddress = await made(ddl, `insert into customer values (1, 'ada@example.org', 'ada'), (2, 'ada@example.org', 'bob'); ${visits}`) // prettier-ignore
    await foreign.run('drop schema public cascade; create schema public;')
    const twoWays = await made(ddl, `insert into customer values (1, 'ada@example.org', 'ada'), (2, 'bob@example.org', 'bob'); ${visits}`) // prettier-ignore
    const byBoth = { ...twoWays, identifiers: [...twoWays.identifiers, { field: 'user-name', value: 'bob' }] }
    const impossible = { ...twoWays, identifiers: [{ field: 'email', value: 'a\0@example.org' }] }
    const cases = [
      [byBoth, 'several people'],
      [impossible, 'identifier not possible'],
    ] as const
    for (const [asked, code] of cases) {
      foreign.asked.length = 0
      for (const answer of [await findPerson(foreign, asked), await copyPerson(foreign, asked)])
        expect(answer).toEqual({ state: 'refused', refusals: [expect.objectContaining({ code, table: 'customer' })] })
      expect(foreign.asked.join('\n')).not.toContain('visit')
    }
    await foreign.run(`update customer set email = 'ada@example.org'`)
    expect(await copyPerson(foreign, sameAddress)).toMatchObject({ state: 'refused' })
    const links = sameAddress.map.tables.find(({ table }) => table === 'customer')!.links.map((link) => ({ ...link, several: true })) // prettier-ignore
    const tables = sameAddress.map.tables.map((table) => (table.table === 'customer' ? { ...table, links } : table))
    const found = foundIn(await findPerson(foreign, { ...sameAddress, map: { ...sameAddress.map, tables } }))
    expect(found.map(({ table, rows }) => [table, rows])).toEqual([['customer', 2], ['visit', 2]]) // prettier-ignore
  })

  test('an identifier that no database text can hold', async () => {
    const asked = await made(customer, two)
    for (const value of ['a\0@example.org', '\ud800@example.org'])
      expect(await refusalOf({ ...asked, identifiers: [{ field: 'email', value }] })).toEqual([expect.stringContaining('identifier not possible')]) // prettier-ignore
    expect(foreign.asked).toEqual([])
  })

  test('a name that SQL cannot hold as it stands, of a table or of one that refers to it', async () => {
    const asked = await made(customer, two)
    const [table] = asked.catalogue.tables
    for (const name of ['x'.repeat(64), 'é'.repeat(32), 'a\0b', '\ud800']) {
      const other = { ...table!, name, foreign: [{ columns: ['id'], schema: 'public', table: 'customer', references: ['id'], onDelete: 'nothing' as const }] } // prettier-ignore
      expect(await refusalOf({ ...asked, catalogue: { tables: [table!, other] } })).toEqual([expect.stringContaining('name not possible: customer')]) // prettier-ignore
      const renamed = { ...asked.map.tables[0]!, table: name }
      expect(await refusalOf({ ...asked, catalogue: { tables: [{ ...table!, name }] }, map: { ...asked.map, tables: [renamed] } })).toHaveLength(1) // prettier-ignore
    }
    expect(foreign.asked).toEqual([])
  })

  test('blank identifiers are nobody’s', async () => {
    const asked = await made(customer, `insert into customer values (1, '', 'x'), (2, '  ', 'y');`)
    for (const value of ['', ' ', '\t']) expect((await prepareErasure(foreign, { ...asked, identifiers: [{ field: 'email', value }] })).state).toBe('nobody') // prettier-ignore
    expect((await prepareErasure(foreign, { ...asked, identifiers: [] })).state).toBe('nobody')
  })

  test('a key that tells no rows apart', async () => {
    const asked = await made(`${customer} create table visit (no int, customer_id int references customer, page text);`, `${two} insert into visit values (1, 1, 'a'), (1, 1, 'b');`, { visit: { key: ['no'] } }) // prettier-ignore
    expect(await refusalOf(asked)).toEqual(['rows share a key: visit: the columns of its key do not tell its rows apart']) // prettier-ignore
  })

  test('a foreign key that would take somebody else’s rows along', async () => {
    const asked = await made(
      `${customer} create table board (id int primary key, customer_id int references customer); create table entry (id int primary key, board_id int references board on delete cascade, customer_id int not null references customer, body text);`,
      `${two} insert into board values (7, 1); insert into entry values (1, 7, 1, 'hers'), (2, 7, 2, 'his');`,
      { customer: { erase: { how: 'blank' } }, board: { erase: { how: 'delete' }, whose: 'person' }, entry: ({ links }) => ({ erase: { how: 'delete' }, links: links.slice(-1), shared: null }) },
    ) // prettier-ignore
    const links = [{ name: 'author', kind: 'path', hops: [{ columns: ['customer_id'], schema: 'public', table: 'customer', references: ['id'] }] }] as const // prettier-ignore
    const tables = asked.map.tables.map((table) => (table.table === 'entry' ? { ...table, links } : table))
    expect(await refusalOf({ ...asked, map: { ...asked.map, tables } })).toEqual(['rows of others refer to it: board: 1 rows of public.entry that stay refer to rows that would go']) // prettier-ignore
    expect(await all('entry')).toHaveLength(2)
  })

  test('references in a circle that cannot be let go of; where a column may be empty, it is emptied first', async () => {
    const circle = (nullable: string): string => `${customer}
      create table cart (id int primary key, customer_id int not null references customer, last_line int ${nullable});
      create table line (id int primary key, customer_id int not null references customer, cart_id int not null references cart, what text);
      alter table cart add foreign key (last_line) references line deferrable initially deferred;`
    const rows = `${two} begin; insert into cart values (1, 1, 11), (2, 2, 12); insert into line values (11, 1, 1, 'a'), (12, 2, 2, 'b'); commit;` // prettier-ignore
    const link = [{ name: 'customer', kind: 'path', hops: [{ columns: ['customer_id'], schema: 'public', table: 'customer', references: ['id'] }] }] as const // prettier-ignore
    const goes = { customer: { erase: { how: 'blank' } }, cart: { links: link, shared: null, erase: { how: 'delete' } }, line: { links: link, shared: null, erase: { how: 'delete' } } } as const // prettier-ignore
    const refused = await refusalOf(await made(circle('not null'), rows, goes))
    expect(refused).toEqual([expect.stringContaining('cycle: cart'), expect.stringContaining('cycle: line')])
    await foreign.run('drop schema public cascade; create schema public;')
    await erase(await made(circle('null'), rows, goes))
    expect([await all('cart'), await all('line')]).toEqual([[['2', '2', '12']], [['12', '2', '2', 'b']]])
  })

  test('a database that changed since the map was signed', async () => {
    const asked = await made(`${customer} create table visit (id int primary key, customer_id int references customer, page text);`, two) // prettier-ignore
    const now = (ddl: string): ErasureAsked => ({ ...asked, catalogue: readDdl(ddl, 'postgres').catalogue })
    expect(await refusalOf(now(customer))).toEqual(['table gone: visit: there is no table public.visit any more'])
    expect(await refusalOf(now('create table customer (id int primary key, email varchar(60) not null); create table visit (id int primary key, customer_id int references customer, page text);'))).toEqual([expect.stringContaining('column gone: customer')]) // prettier-ignore
    expect(await refusalOf(now('create table customer (id int primary key, email varchar(60) not null, name int); create table visit (id int primary key, customer_id int references customer, page text);'))).toEqual([expect.stringContaining('type changed: customer: it was text')]) // prettier-ignore
    expect(foreign.asked).toEqual([])
  })
})

describe('between the plan and the changes', () => {
  const ddl = `${customer} create table visit (id int primary key, customer_id int not null references customer on delete cascade, page text);` // prettier-ignore
  const rows = `${two} insert into visit values (1, 1, 'a'), (2, 2, 'b');`

  test('a row that came in undoes all; a new plan knows it', async () => {
    const asked = await made(ddl, rows)
    const plan = await planOf(asked)
    await foreign.run(`insert into visit values (3, 1, 'late')`)
    await expect(foreign.change(changesOf(plan))).rejects.toThrow('does not let us')
    expect([(await all('customer')).length, (await all('visit')).length]).toEqual([2, 3])
    expect(said(await erase(asked))[0]).toMatch(/visit: 2 gone/)
    expect(await all('visit')).toEqual([['2', '2', 'b']])
  })

  test('a row that was taken away undoes all', async () => {
    const asked = await made(ddl, rows)
    const plan = await planOf(asked)
    await foreign.run('delete from visit where id = 1')
    await expect(foreign.change(changesOf(plan))).rejects.toThrow('does not let us')
    expect(await all('customer')).toHaveLength(2)
  })

  test('somebody else’s row that began to refer to one that goes undoes all, although the database would have taken it along', async () => {
    const board = 'create table board (id int primary key, customer_id int not null references customer); create table pin (id int primary key, board_id int not null references board on delete cascade);' // prettier-ignore
    const asked = await made(`${customer}${board}`, `${two} insert into board values (1, 1), (2, 2); insert into pin values (1, 2);`, { pin: { whose: 'nobody', links: [], product: null, erase: null }, board: { erase: { how: 'delete' } } }) // prettier-ignore
    const plan = await planOf(asked)
    await foreign.run('insert into pin values (2, 1)')
    await expect(foreign.change(changesOf(plan))).rejects.toThrow('does not let us')
    expect([(await all('board')).length, (await all('pin')).length]).toEqual([2, 2])
  })

  test('a refusal of the database in the middle undoes all', async () => {
    const asked = await made(ddl, rows)
    await foreign.run(`create function no() returns trigger language plpgsql as $$ begin raise exception 'no'; end $$; create trigger no before delete on customer for each row execute function no();`) // prettier-ignore
    await expect(foreign.change(changesOf(await planOf(asked)))).rejects.toThrow('no')
    expect([(await all('customer')).length, (await all('visit')).length]).toEqual([2, 2])
  })

  test('what came in after the erasure is found by the read-back, and goes by a plan that knows the person by their keys', async () => {
    const asked = await made(ddl, rows, { customer: { erase: { how: 'blank' } } })
    const plan = await planOf(asked)
    await foreign.change(changesOf(plan))
    await foreign.run(`insert into visit values (3, 1, 'late')`)
    const read = await readBackErasure(foreign, plan)
    expect(read.open).toBe(1)
    expect(read.outcomes.at(-1)).toMatchObject({ table: 'visit', rows: 1, state: 'not proven', why: 'it came in after the erasure was planned' }) // prettier-ignore
    expect((await prepareErasure(foreign, asked)).state).toBe('nobody')
    await erase({ ...asked, known: plan.people })
    expect(await all('visit')).toEqual([['2', '2', 'b']])
  })

  test('a value that is put back is found by the read-back', async () => {
    const asked = await made(customer, two, { customer: { erase: { how: 'blank' } } })
    const plan = await planOf(asked)
    await foreign.change(changesOf(plan))
    await foreign.run(`update customer set name = 'Ada' where id = 1`)
    const read = await readBackErasure(foreign, plan)
    expect(read.open).toBe(1)
    expect(read.outcomes.filter(({ state }) => state === 'not proven')).toEqual([expect.objectContaining({ column: 'name', rows: 1, why: 'it was still there when the system was read again' })]) // prettier-ignore
  })
})

describe('what stays', () => {
  const shop = `${customer}
    create table invoice (id int primary key, customer_id int not null references customer, invoice_date timestamp not null, billing_city text, total numeric not null);
    create table invoice_line (id int primary key, invoice_id int not null references invoice, track text);`
  const rows = `${two} insert into invoice values (1, 1, '2014-01-01', 'Turin', 1), (2, 1, '2020-02-29', 'Turin', 2), (3, 1, '2024-05-01', null, 3), (4, 2, '2014-01-01', 'Bari', 4);
    insert into invoice_line values (1, 1, 'a'), (2, 2, 'b'), (3, 4, 'c');`

  test('a law keeps rows until its period is over for the last of them; those whose period is over go', async () => {
    const outcomes = await erase(await made(shop, rows))
    expect(said(outcomes)).toEqual([
      'customer: 1 stays', 'customer.email: 1 gone', 'customer.name: 1 gone',
      'invoice_line: 1 gone', 'invoice_line.track: 1 gone', // that of the invoice that goes; the other one stays as long as its own
      'invoice_line: 1 stays until 2030-02-28', 'invoice_line.track: 1 stays until 2030-02-28',
      'invoice: 1 gone', 'invoice.invoice_date: 1 gone', 'invoice.billing_city: 1 gone', 'invoice.total: 1 gone',
      'invoice: 2 stays until 2034-05-01', 'invoice.invoice_date: 2 stays until 2034-05-01', 'invoice.billing_city: 2 stays until 2034-05-01', 'invoice.total: 2 stays until 2034-05-01',
    ]) // prettier-ignore
    expect(await all('customer')).toEqual([['1', 'erased', null], ['2', 'bob@example.org', 'Bob']]) // prettier-ignore
    expect((await all('invoice')).map(([id]) => id)).toEqual(['2', '3', '4'])
  })

  test('a period may count from a day of another table on the way', async () => {
    const from = { schema: 'public', table: 'invoice', column: 'invoice_date' }
    const keeps = ({ columns }: MappedTable): Partial<MappedTable> => ({ erase: { how: 'keep', law: 'tax-147', from, after: 'delete' }, columns: columns.map((column) => (column.category === null ? column : { ...column, category: 'licence.invoice' })) }) // prettier-ignore
    const outcomes = await erase(await made(shop, rows, { invoice_line: keeps }))
    expect(said(outcomes).filter((line) => line.startsWith('invoice_line:'))).toEqual(['invoice_line: 1 gone', 'invoice_line: 1 stays until 2030-02-28']) // prettier-ignore
    expect((await all('invoice_line')).map(([id]) => id)).toEqual(['2', '3'])
  })

  test('in a row that a law keeps, columns it does not name are blanked', async () => {
    await erase(await made(shop, rows, { invoice: saying('billing_city', { category: 'contact', erase: 'blank' }) }))
    expect((await all('invoice')).map((row) => row[3])).toEqual([null, null, 'Bari'])
  })

  test('columns that the map does not know, and what the database computes, are never called gone', async () => {
    const ddl = 'create table customer (id int primary key, email varchar(60) not null, name text, greeting text generated always as (name) stored, nickname text);' // prettier-ignore
    const asked = await made(ddl, `insert into customer (id, email, name, nickname) values (1, 'ada@example.org', 'Ada', 'A')`, { customer: (table) => ({ erase: { how: 'blank' }, columns: table.columns.filter(({ name }) => name !== 'nickname') }) }) // prettier-ignore
    const map = { ...asked.map, tables: [{ ...asked.map.tables[0]!, ...saying('greeting', { plain: null, category: 'contact', erase: 'follow' })(asked.map.tables[0]!) }] } // prettier-ignore
    const outcomes = await erase({ ...asked, map })
    expect(outcomes.filter(({ state }) => state === 'not proven').map(({ column }) => column)).toEqual(['greeting', 'nickname']) // prettier-ignore
    expect(await all('customer')).toEqual([['1', 'erased', null, null, 'A']])
  })

  test('an order of a guest goes; one that is another customer’s stays theirs, without the address', async () => {
    const ddl = `${customer} create table orders (id int primary key, customer_id int references customer, guest_email text, total numeric);` // prettier-ignore
    const orders = `insert into orders values (1, null, 'ada@example.org', 1), (2, 2, 'ADA@example.org', 2), (3, 1, 'mum@example.org', 3), (4, 2, 'bob@example.org', 4), (5, null, 'eve@example.org', 5);` // prettier-ignore
    const outcomes = await erase(await made(ddl, two + orders))
    expect(await all('orders')).toEqual([['2', '2', null, '2'], ['4', '2', 'bob@example.org', '4'], ['5', null, 'eve@example.org', '5']]) // prettier-ignore
    expect((await all('customer'))[0]).toEqual(['1', 'erased', null])
    const stays = outcomes.filter(({ table, state }) => table === 'orders' && state === 'stays')
    expect(stays.map(({ column, why }) => [column, why])).toEqual([[null, 'it is in a row that is somebody else’s too'], ['total', 'it is in a row that is somebody else’s too']]) // prettier-ignore
  })

  test('two people blanked in a table whose addresses must differ do not meet; a check is met by a value of the officer’s', async () => {
    const ddl = `create table customer (id int primary key, email varchar(60) not null unique, code varchar(12) not null unique, plan text not null check (plan in ('free', 'paid')));` // prettier-ignore
    const rows = `insert into customer values (1, 'ada@example.org', 'a', 'paid'), (2, 'bob@example.org', 'b', 'paid');`
    const blank = (table: MappedTable): Partial<MappedTable> => ({ erase: { how: 'blank' }, ...saying('plan', { plain: null, category: 'contact', as: 'free' })({ ...table, ...saying('code', { plain: null, category: 'contact' })(table) }) }) // prettier-ignore
    const asked = await made(ddl, rows, { customer: blank })
    await erase(asked)
    await erase({ ...asked, identifiers: [{ field: 'email', value: 'bob@example.org' }] })
    const [ada, bob] = await all('customer')
    expect([ada?.[3], bob?.[3]]).toEqual(['free', 'free'])
    expect(ada?.[1]).toMatch(/^erased-[0-9a-f]{32}@erased\.invalid$/)
    expect(new Set([ada?.[1], bob?.[1]]).size + new Set([ada?.[2], bob?.[2]]).size).toBe(4)
  })
})

describe('for whole sets', () => {
  test('thirty thousand rows take as many queries as three; no statement names more than ten thousand rows', async () => {
    const ddl = `${customer} create table visit (id int primary key, customer_id int not null references customer, page text); create table step (a int, b int, visit_id int not null references visit, primary key (a, b)); create index on step (visit_id);` // prettier-ignore
    const rows = (count: number): string => `${two} insert into visit select n, 1 + n % 2, 'p' from generate_series(1, ${2 * count}) n; insert into step select n, n % 7, n from generate_series(1, ${2 * count}) n;` // prettier-ignore
    const asking = async (count: number): Promise<{ asked: number; changes: number }> => {
      const asked = await made(ddl, rows(count))
      const plan = await planOf(asked)
      const questions = foreign.asked.length
      const changes = changesOf(plan)
      const lists = changes.filter(({ text }) => /^(delete|update)/.test(text)).flatMap(({ values }) => values.filter((value) => Array.isArray(value))) // prettier-ignore
      expect(Math.max(...lists.map(({ length }) => length))).toBeLessThanOrEqual(10_000)
      await foreign.change(changes)
      expect((await readBackErasure(foreign, plan)).open).toBe(0)
      expect(await all('customer')).toEqual([['2', 'bob@example.org', 'Bob']])
      expect(await foreign.read('select count(*) from visit where customer_id = 1')).toEqual([['0']])
      return { asked: questions, changes: changes.length }
    }
    const few = await asking(3)
    await foreign.run('drop schema public cascade; create schema public;')
    const many = await asking(30_000)
    expect(many.asked).toBe(few.asked)
    expect(many.changes).toBeLessThan(few.changes + 20)
  }, 120_000)

  test('a look for somebody by an index takes no walk over the table', async () => {
    const asked = await made(`${customer} create table visit (id int primary key, customer_id int not null references customer, page text); create index on visit (customer_id);`, `${two} insert into visit select n, 2, 'p' from generate_series(1, 20000) n; analyze;`) // prettier-ignore
    foundIn(await findPerson(foreign, asked))
    const text = foreign.asked.find((one) => one.includes('"visit"'))!
    const plan = (await foreign.read(`explain ${text}`, [['1']])).flat().join('\n')
    expect(plan).toMatch(/Index (Only )?Scan using visit_customer_id_idx/)
  })

  test('a system that answers something else than was asked is not believed', async () => {
    const asked = await made(customer, two)
    const lying = (row: Row) => ({ async *rows() { yield row } }) // prettier-ignore
    for (const row of [[], ['1', '2', '3', '4', '5']]) await expect(prepareErasure(lying(row), asked)).rejects.toMatchObject({ code: 'system_refused' }) // prettier-ignore
    const plan = await planOf(asked)
    for (const cell of ['x', '-1', null, '1.5']) await expect(readBackErasure(lying([cell]), plan)).rejects.toMatchObject({ code: 'system_refused' }) // prettier-ignore
  })
})
