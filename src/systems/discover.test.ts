// Drafts of data maps from schemas as people write them: whose rows, by which way, and what erasing means, each with its reason.

import { describe, expect, test } from 'vitest'
import { folder, versionOf } from '../../test/harness/gate.ts'
import type { Catalogue } from './catalogue.ts'
import type { ColumnProfile, Overlap } from './connector.ts'
import { readDdl } from './ddl/read-ddl.ts'
import { proposeDataMap, type Draft } from './discover.ts'
import type { MappedTable } from './data-map.ts'
import { candidatePairs } from './references.ts'
import { refusals } from './refusals.ts'

const { policy } = await versionOf(folder('examples/shop/statement'))

interface SeenMore {
  readonly profiles?: readonly ColumnProfile[]
  readonly overlaps?: readonly Overlap[]
}

function catalogueOf(ddl: string): Catalogue {
  return readDdl(ddl, 'postgres').catalogue
}

function draftOf(ddl: string, { profiles = [], overlaps = [] }: SeenMore = {}): Draft {
  return proposeDataMap({ system: 'shop-db', catalogue: catalogueOf(ddl), profiles, overlaps, policy })
}

function tableOf({ map }: Draft, table: string, schema = 'public'): MappedTable {
  return map.tables.find((one) => one.table === table && one.schema === schema)!
}

/** Each table with whose rows it holds and what erasing means. */
function fates({ map }: Draft): Record<string, string> {
  return Object.fromEntries(map.tables.map(({ table, whose, erase }) => [table, erase ? `${whose}: ${erase.how}` : whose])) // prettier-ignore
}

/** The steps of each way from a table to people: `customer_id > customer`. */
function ways({ links }: MappedTable): string[] {
  return links.map((link) => link.kind === 'identifiers' ? `by ${link.identifiers.map(({ field }) => field).join(' and ')}` : link.hops.map(({ columns, table }) => `${columns.join('+')} > ${table}`).join(', ')) // prettier-ignore
}

const people =
  'create table users (id bigint primary key, email text not null unique, full_name text, birth_date date);'

describe('whose rows', () => {
  test('rows that lead to people over several steps are theirs, by declared keys', () => {
    const draft = draftOf(`${people}
      create table orders (id bigint primary key, user_id bigint not null references users, placed_at timestamptz not null);
      create table order_items (id bigint primary key, order_id bigint not null references orders, product_id bigint not null references products, quantity int not null);
      create table products (id bigint primary key, title text not null, price numeric not null);`)
    expect(fates(draft)).toEqual({ order_items: 'person: delete', orders: 'person: delete', products: 'nobody', users: 'person: delete' }) // prettier-ignore
    expect(ways(tableOf(draft, 'order_items'))).toEqual(['order_id > orders, user_id > users'])
    expect(ways(tableOf(draft, 'users'))).toEqual(['by email'])
  })

  test('the same from names and types alone, where nobody declared a key', () => {
    const draft = draftOf(`${people}
      create table orders (id bigint primary key, user_id bigint not null, placed_at timestamptz not null);
      create table order_items (id bigint primary key, order_id bigint not null, product_id bigint not null, quantity int not null);
      create table products (id bigint primary key, title text not null, price numeric not null);`)
    expect(ways(tableOf(draft, 'order_items'))).toEqual(['order_id > orders, user_id > users'])
    expect(fates(draft)).toMatchObject({ products: 'nobody', users: 'person: delete' })
    const note = draft.notes.find(({ table, column }) => table === 'orders' && column === null)
    expect(note).toMatchObject({ confidence: 0.65, reason: expect.stringContaining('no value was compared') })
  })

  test('names that agree lead nowhere when the values say otherwise', () => {
    const ddl = `${people} create table orders (id bigint primary key, user_id bigint, total numeric);`
    const pairs = candidatePairs(catalogueOf(ddl), [])
    const overlap = (share: number): Overlap[] => pairs.map((pair) => ({ ...pair, share }))
    expect(tableOf(draftOf(ddl, { overlaps: overlap(0.4) }), 'orders').whose).toBe('nobody')
    expect(tableOf(draftOf(ddl, { overlaps: overlap(1) }), 'orders').whose).toBe('person')
  })

  test('whole keys of several columns are found by their names', () => {
    const draft = draftOf(`
      create table customer (shop_id int, customer_no int, email text, primary key (shop_id, customer_no));
      create table invoice (invoice_no int primary key, shop_id int not null, customer_no int not null, invoice_date date not null, total numeric);`)
    expect(ways(tableOf(draft, 'invoice'))).toEqual(['shop_id+customer_no > customer'])
    expect(tableOf(draft, 'customer').key).toEqual(['shop_id', 'customer_no'])
    expect(fates(draft)).toEqual({ customer: 'person: blank', invoice: 'person: keep' })
  })

  test('of two tables with one name, rows lead to the one in their own schema', () => {
    const draft = draftOf(`
      create table crm.customer (customer_id int primary key, email text not null);
      create table sales.customer (customer_id int primary key, email text not null);
      create table sales.orders (id int primary key, customer_id int not null);`)
    const [link] = tableOf(draft, 'orders', 'sales').links
    expect(link).toMatchObject({ kind: 'path', hops: [{ schema: 'sales', table: 'customer' }] })
  })

  test('staff are people, and not those who ask: nothing leads through them', () => {
    const draft = draftOf(`
      create table customer (id int primary key, email text not null, first_name text, support_rep_id int references employee);
      create table employee (id int primary key, email text, last_name text, reports_to int references employee);
      create table payslip (id int primary key, employee_id int not null references employee, salary numeric, iban text);`)
    expect(fates(draft)).toEqual({ customer: 'person: delete', employee: 'staff', payslip: 'staff' })
    expect(tableOf(draft, 'customer').columns.find(({ name }) => name === 'support_rep_id')?.plain).toBe('somebody else') // prettier-ignore
  })

  test('a table that refers to itself is blanked: rows of other people may refer to the one that goes', () => {
    const draft = draftOf('create table member (id int primary key, email text not null, invited_by int references member);') // prettier-ignore
    expect(fates(draft)).toEqual({ member: 'person: blank' })
    expect(draft.notes.map(({ reason }) => reason)).toContain('blanked: rows of other people in it may refer to it')
  })

  test('rows about two people say what becomes of them: a letter lets go of one side, a friendship goes', () => {
    const draft = draftOf(`${people}
      create table messages (id bigint primary key, sender_id bigint references users, recipient_id bigint references users, sender_name text, body text not null);
      create table friendships (user_id bigint references users, friend_id bigint references users, since date, primary key (user_id, friend_id));`)
    expect(tableOf(draft, 'messages').shared).toBe('unlink')
    expect(ways(tableOf(draft, 'messages'))).toEqual(['sender_id > users', 'recipient_id > users'])
    expect(tableOf(draft, 'messages').columns.find(({ name }) => name === 'sender_name')?.of).toBe('sender')
    expect(tableOf(draft, 'friendships').shared).toBe('delete')
  })

  test('a guest is found by the address in the row where no column leads to anybody', () => {
    const draft = draftOf(`${people}
      create table orders (id bigint primary key, user_id bigint references users, guest_email text, total numeric);`)
    expect(ways(tableOf(draft, 'orders'))).toEqual(['by email', 'user_id > users'])
    expect(tableOf(draft, 'orders')).toMatchObject({ shared: 'unlink', links: [{ several: true }, {}] })
  })

  test('addresses of companies and lists of things are nobody’s; a list of addresses for letters is somebody’s', () => {
    const draft = draftOf(`
      create table supplier (id int primary key, company_name text, email text);
      create table newsletter_subscription (id int primary key, email text not null, since date);
      create table genre (id int primary key, name text);`)
    expect(fates(draft)).toEqual({ genre: 'nobody', newsletter_subscription: 'person: delete', supplier: 'nobody' })
  })

  test('what somebody last edited is not theirs', () => {
    const draft = draftOf(`${people} create table products (id bigint primary key, title text, updated_by bigint references users);`) // prettier-ignore
    expect(fates(draft)).toEqual({ products: 'nobody', users: 'person: blank' })
  })
})

describe('what columns hold', () => {
  test('values say what names do not', () => {
    const profile = (column: string, kind: string): ColumnProfile => ({ schema: 'public', table: 'kunden', column, looked: 100, filled: 100, distinct: 100, kinds: [{ kind, share: 0.98 }] }) // prettier-ignore
    const draft = draftOf('create table kunden (nr int primary key, feld_7 text not null);', { profiles: [profile('feld_7', 'email')] }) // prettier-ignore
    expect(tableOf(draft, 'kunden')).toMatchObject({ whose: 'person', links: [{ identifiers: [{ field: 'email', column: 'feld_7' }] }] }) // prettier-ignore
    expect(draft.notes.find(({ column }) => column === 'feld_7')?.reason).toBe('98 % of the values seen look like an e-mail address') // prettier-ignore
  })

  test('what the law keeps is kept whole, but for what opens an account', () => {
    const draft = draftOf(`
      create table customer (customer_id int primary key, email text not null);
      create table invoice (invoice_id int primary key, customer_id int not null, invoice_date date, billing_city text, total numeric, iban text);`)
    const category = (name: string) =>
      tableOf(draft, 'invoice').columns.find((column) => column.name === name)?.category
    expect(['billing_city', 'total', 'iban'].map(category)).toEqual(['licence.invoice', 'licence.invoice', 'payment'])
    expect(tableOf(draft, 'invoice').erase).toMatchObject({ how: 'keep', law: 'tax-147', from: { column: 'invoice_date' } }) // prettier-ignore
  })

  test('the lines of an invoice that the law keeps are kept with it, as long, and go with it', () => {
    const draft = draftOf(`
      create table customer (customer_id int primary key, email text not null);
      create table invoice (invoice_id int primary key, customer_id int not null references customer, invoice_date date not null, total numeric);
      create table invoice_line (line_id int primary key, invoice_id int not null references invoice, article text not null, quantity int);
      create table line_discount (id int primary key, line_id int not null references invoice_line, percent int not null);
      create table parcel (id int primary key, invoice_id int references invoice, weight int);`)
    expect(fates(draft)).toEqual({ customer: 'person: blank', invoice: 'person: keep', invoice_line: 'person: keep', line_discount: 'person: keep', parcel: 'person: delete' }) // prettier-ignore
    const kept = { how: 'keep', law: 'tax-147', from: { schema: 'public', table: 'invoice', column: 'invoice_date' }, after: 'delete' } // prettier-ignore
    expect(['invoice_line', 'line_discount'].map((name) => tableOf(draft, name).erase)).toEqual([kept, kept])
    expect(tableOf(draft, 'invoice_line').columns.map(({ category }) => category)).toEqual([null, null, 'licence.invoice', 'licence.invoice']) // prettier-ignore
    const why = draft.notes.find(
      ({ table, reason }) => table === 'invoice_line' && reason.startsWith('licence.invoice'),
    )
    expect(why).toMatchObject({ confidence: 0.7, reason: expect.stringContaining('its rows are part of public.invoice: none can be without one, and tax-147 keeps it') }) // prettier-ignore
  })

  test('a table whose rows nothing addresses says so, and is refused until somebody names a key', () => {
    const ddl = `${people} create table logins (user_id bigint references users, ip inet, at timestamptz);`
    const draft = draftOf(ddl)
    expect(tableOf(draft, 'logins').key).toEqual([])
    expect(refusals({ map: draft.map, catalogue: catalogueOf(ddl), policy }).map(({ code, table }) => [code, table])).toEqual([['no key', 'logins']]) // prettier-ignore
  })
})

test('pairs worth comparing stay few in a database of two thousand columns', () => {
  const tables = Array.from({ length: 200 }, (_, i) => `create table t${i} (id int primary key, user_id int, author_id int, t${(i + 1) % 200}_id int, a int, b int, c text, d text, e uuid, f date);`) // prettier-ignore
  const catalogue = catalogueOf(`${people}${tables.join('\n')}`)
  expect(catalogue.tables.flatMap(({ columns }) => columns)).toHaveLength(2_004)
  const pairs = candidatePairs(catalogue, [])
  expect(pairs.length).toBeLessThan(2_004)
  expect(pairs.filter(({ from }) => from.column === 't7_id').map(({ to }) => to.table)).toEqual(['t7'])
  expect(candidatePairs(catalogue, pairs.map(({ from }) => ({ ...from, looked: 9, filled: 0, distinct: 0, kinds: [] })))).toEqual([]) // prettier-ignore
})
