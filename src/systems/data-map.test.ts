// A data map on paper: what is printed reads back, whatever the names are; what a person wrote wrongly is told with its line and what to
// write instead; and only names that the catalogue and the statement hold are taken.

import { describe, expect, test } from 'vitest'
import { folder, versionOf } from '../../test/harness/gate.ts'
import { foreignDatabase, hostileNaming } from '../../test/properties/foreign-schemas.ts'
import { randomFrom, seed } from '../../test/properties/random.ts'
import type { Catalogue } from './catalogue.ts'
import { typeWords } from './column-types.ts'
import { hashDataMap, type DataMap } from './data-map.ts'
import { readDdl } from './ddl/read-ddl.ts'
import { proposeDataMap } from './discover.ts'
import { printDataMap, type MapNote } from './print-map.ts'
import { readDataMap, type MapRead } from './read-map.ts'
import { refusals } from './refusals.ts'

const { policy } = await versionOf(folder('examples/shop/statement'))
const { catalogue } = readDdl(`
  create table customer (customer_id int primary key, email varchar(60) not null unique, first_name varchar(40), company_size int not null unique, spoken_name text generated always as (first_name) stored);
  create table invoice (invoice_id int primary key, customer_id int not null references customer, invoice_date date, total numeric);
  create table crm.note (id int primary key, customer_id int references customer, author_id int references customer, body text);`, 'postgres') // prettier-ignore

const good = `format: wordkept/data-map/1
system: shop-db
tables:
  - table: customer
    schema: public
    whose: person
    key: [customer_id]
    product: shop
    erase: delete
    links:
      - { name: self, identifiers: { email: email } }
    columns:
      customer_id: key
      email: { is: contact, type: varchar(60) not null }
      first_name: contact
  - table: invoice
    schema: public
    whose: person
    key: [invoice_id]
    product: shop
    erase: { keep: tax-147, from: invoice_date }
    links:
      - { name: customer, path: [{ columns: [customer_id], schema: public, table: customer, references: [customer_id] }] }
    columns:
      invoice_id: key
      customer_id: key
      invoice_date: licence.invoice
      total: licence.invoice
`

const read = (text: string): Promise<MapRead> => readDataMap(text, { file: 'shop-db.yaml', catalogue, policy })
/** The lines, messages and helps of a map in which one text was replaced. */
const wrong = async (from: string, to: string): Promise<string[]> => {
  if (!good.includes(from)) throw new Error(`the map has no ${from}`)
  const { map, problems } = await read(good.replace(from, to))
  expect(map).toBeNull()
  return problems.map(({ line, message, help }) => `${line}: ${message}; ${help}`)
}

describe('reading', () => {
  test('short forms mean what long ones do', async () => {
    const { map, problems } = await read(good)
    expect(problems).toEqual([])
    expect(map!.tables[1]!.erase).toEqual({ how: 'keep', law: 'tax-147', from: { schema: 'public', table: 'invoice', column: 'invoice_date' }, after: 'delete' }) // prettier-ignore
    expect((await read(printDataMap(map!))).map).toEqual(map)
  })

  test.each([
    ['a table that is not there',    'table: invoice\n', 'table: invoise\n',                    '16: there is no table public.invoise; did you mean `invoice`?'],
    ['a table of another schema',    'table: invoice\n', 'table: note\n',                       '16: there is no table public.note; did you mean the one in schema `crm`?'],
    ['a column that is not there',   'total: licence',   'totl: licence',                       '28: public.invoice has no column `totl`; did you mean `total`?'],
    ['a name in another case',       'key: [invoice_id]', 'key: [Invoice_Id]',                  '19: public.invoice has no column `Invoice_Id`; did you mean `invoice_id`?'],
    ['a column of an identifier',    '{ email: email }', '{ email: mail }',                     '11: public.customer has no column `mail`; did you mean `email`?'],
    ['a category nobody knows',      'first_name: contact', 'first_name: contakt',              '15: `is`: nothing is called `contakt`; did you mean `contact`?'],
    ['a law nobody wrote down',      'keep: tax-147',    'keep: tax-174',                       '21: `keep`: nothing is called `tax-174`; did you mean `tax-147`?'],
    ['a field nobody reads',         'product: shop\n    erase: delete', 'product: shop\n    erases: delete', /9: a table says `erases`, which nobody reads; did you mean `erase`\?/],
    ['a word that says nothing',     'erase: delete',    'erase: remove',                       '9: `erase` is not remove; write one of `delete`, `blank`'],
    ['a product nobody sells',       'product: shop\n    erase: delete', 'product: shoe\n    erase: delete', '8: `product`: nothing is called `shoe`; did you mean `shop`?'],
    ['the same table twice',         'table: invoice\n', 'table: customer\n',                   /16: public.customer stands here twice; keep one of the two/],
    ['another format',               'wordkept/data-map/1', 'wordkept/data-map/2',              '1: `format` is not wordkept/data-map/2; write one of `wordkept/data-map/1`'],
  ])('%s is told with its line', async (_, from, to, said) => {
    const problems = await wrong(from, to)
    expect(problems.join('\n')).toMatch(said)
  }) // prettier-ignore

  test.each([
    ['a law that no sentence names for the category', 'total: licence.invoice', 'total: contact',        '28: total: no sentence keeps contact because tax-147; write `erase: blank` for the column, or a sentence that keeps it'],
    ['a type that is another one now',                'varchar(60) not null',   'varchar(40) not null',  '14: email: it was varchar(40) not null when the map was signed and is varchar(60) not null now; look at what it holds now, then sign the map anew'],
    ['a period that counts from no date',             'from: invoice_date',     'from: total',           '28: total: the law’s period cannot count from it: it is no date of this table or of one on its first path; name a column of type date or timestamp in `from:`'],
    ['a table that nothing addresses',                '    key: [invoice_id]\n', '',                     '16: nothing addresses one row of it; give the table a primary key, or name columns of the map in `key:` that are unique together'],
    ['a way that ends nowhere',                       'table: customer, references', 'table: invoice, references', '16: the link customer ends at public.invoice, which the map does not know by identifiers; mend the links of the table in the map, then sign it anew'],
    ['a column that must differ from row to row',     'first_name: contact',    'company_size: contact', '15: company_size: its values must differ and cannot be empty, and nothing that fits its type differs from row to row; write `erase: delete` for the table, or let the column be empty'],
    ['a column that the database computes',           'first_name: contact',    'spoken_name: contact',  '15: spoken_name: the database computes it, so nobody can write it; if it follows from columns that are blanked, write `erase: follow`; otherwise delete the row'],
    ['a key that would have to be blanked',           'customer_id: key',       'customer_id: contact',  '13: customer_id: rows are addressed by it, so it cannot be blanked; write `erase: delete` for the table, or give its rows another key'],
  ])('%s is told where the map could not be used', async (_, from, to, said) => {
    const blanked = from.startsWith('first_name') || from.startsWith('customer_id: key') ? good.replace('erase: delete', 'erase: blank') : good
    const { problems } = await read(blanked.replace(from, to))
    const told = problems.map(({ line, message, help }) => `${line}: ${message}; ${help}`)
    expect(told.join('\n')).toBe(said)
  }) // prettier-ignore

  test('text that is no map, however large or deep, is told in bounded time', async () => {
    for (const text of [
      '',
      '- a',
      'tables: 7',
      '\0',
      `a: ${'['.repeat(50_000)}`,
      `"${'x'.repeat(20_000)}`,
      'a: &a [*a, *a]',
      `${'a: 1\n'.repeat(1)}a: 2`,
      'x'.repeat(2_000_000),
      good.replace('tables:', 'tables: !!js'),
    ]) {
      // prettier-ignore
      const { map, problems } = await read(text)
      expect(map).toBeNull()
      expect(problems[0]!.line).toBeGreaterThan(0)
    }
  }, 10_000)
})

describe('printing', () => {
  test('500 maps with any names print and read back the same', async () => {
    for (let n = 0; n < 500; n++) {
      const random = randomFrom(seed + n)
      const made = foreignDatabase(random, hostileNaming(random))
      const map = typed(made.map, made.catalogue)
      const notes: MapNote[] = map.tables.flatMap(({ schema, table, columns }) => [{ schema, table, column: null, reason: `"}\n- table: x # ${table}`, confidence: 0.5 }, ...columns.map(({ name }) => ({ schema, table, column: name, reason: `\u202e}\r\n${name}: key`, confidence: null }))]) // prettier-ignore
      const printed = printDataMap(map, notes)
      const { map: back, problems } = await readDataMap(printed, {
        file: 'any.yaml',
        catalogue: made.catalogue,
        policy,
      })
      const stands = refusals({ map, catalogue: made.catalogue, policy })
      expect(problems).toHaveLength(stands.length)
      expect(back).toEqual(stands.length === 0 ? map : null)
    }
  }, 60_000)

  test('what is signed is what the map says, not how it is laid out', async () => {
    const { map } = await read(good)
    const commented = await read(good.replace('system:', '# looked at by Lena\nsystem:').replace('customer_id: key', 'customer_id: { is: key }')) // prettier-ignore
    expect(hashDataMap(commented.map!)).toBe(hashDataMap(map!))
    const longer = await read(good.replace('from: invoice_date', 'from: invoice_date, after: blank'))
    expect(hashDataMap(longer.map!)).not.toBe(hashDataMap(map!))
  })

  test('each guess stands beside what was guessed', () => {
    const { map, notes } = proposeDataMap({ system: 'shop-db', catalogue, profiles: [], overlaps: [], policy })
    const lines = printDataMap(map, notes).split('\n')
    expect(lines.find((line) => line.trim().startsWith('email:'))).toMatch(/^ {6}email: \{ is: contact, type: varchar\(60\) not null \} # \d\d %: its name says “email”/) // prettier-ignore
    expect(lines.filter((line) => line.includes('blanked: rows of public.invoice that stay refer to it'))).toHaveLength(1) // prettier-ignore
  })
})

/** The map with the types of its columns, as a draft says them. */
function typed(map: DataMap, { tables }: Catalogue): DataMap {
  return {
    ...map,
    tables: map.tables.map((mapped) => ({
      ...mapped,
      columns: mapped.columns.map((column) => {
        const known = tables.find(({ schema, name }) => schema === mapped.schema && name === mapped.table)!.columns.find(({ name }) => name === column.name)! // prettier-ignore
        return { ...column, type: typeWords(known) }
      }),
    })),
  }
}
