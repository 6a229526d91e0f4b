// What a scan says when a database is no longer what its map was signed for, and how the coverage line counts.

import { describe, expect, test } from 'vitest'
import { folder, versionOf } from '../../test/harness/gate.ts'
import type { Catalogue } from './catalogue.ts'
import { readDdl } from './ddl/read-ddl.ts'
import { proposeDataMap } from './discover.ts'
import { compareDataMap, coverageOf } from './drift.ts'

const { policy } = await versionOf(folder('examples/shop/statement'))
const catalogueOf = (ddl: string): Catalogue => readDdl(ddl, 'postgres').catalogue

const customer =
  'create table customer (customer_id int primary key, email varchar(60) not null, first_name varchar(40) not null, phone text'
const rest = `create table invoice (invoice_id int primary key, customer_id int not null references customer, invoice_date date, total numeric);
  create table genre (genre_id int primary key, name text);
  create table employee (employee_id int primary key, email text, last_name text);` // prettier-ignore
const signed = catalogueOf(`${customer}); ${rest}`)
const { map } = proposeDataMap({ system: 'shop-db', catalogue: signed, profiles: [], overlaps: [], policy })
const drift = (ddl: string) => compareDataMap(map, catalogueOf(ddl), policy)

describe('drift', () => {
  test('a database as it was signed for has none', () => {
    expect(compareDataMap(map, signed, policy)).toEqual([])
  })

  test('a new column that looks personal and that no sentence covers is told with the clause its table rests on', () => {
    expect(drift(`${customer}, birthday date); ${rest}`)).toEqual([
      { kind: 'new column', schema: 'public', table: 'customer', column: 'birthday', category: 'demographic', clauses: ['customer'], isCovered: false, words: expect.stringContaining('public.customer.birthday is new: its name says “birthday”') },
    ]) // prettier-ignore
  })

  test('one that a sentence covers names that sentence; one that looks plain says so', () => {
    expect(drift(`${customer}, mobile_phone text); ${rest}`)).toMatchObject([{ column: 'mobile_phone', category: 'contact', clauses: ['customer'], isCovered: true }]) // prettier-ignore
    expect(drift(`${customer}, version int); ${rest}`)).toMatchObject([{ column: 'version', category: null, isCovered: false, words: 'public.customer.version is new: it does not look personal' }]) // prettier-ignore
  })

  test('what is gone, or another type now, is told with the clauses that rest on it', () => {
    const told = drift(`create table customer (customer_id int primary key, email varchar(60), first_name text not null); ${rest.replace('create table genre (genre_id int primary key, name text);', '')}`) // prettier-ignore
    expect(told.map(({ kind, table, column, clauses }) => [kind, table, column, clauses])).toEqual([
      ['nullable changed', 'customer', 'email', ['customer']],
      ['type changed', 'customer', 'first_name', ['customer']],
      ['column gone', 'customer', 'phone', ['customer']],
      ['table gone', 'genre', null, []],
    ])
  })

  test('a new table is told column by column where they look personal, else as a whole', () => {
    const told = drift(`${customer}); ${rest} create table lead (id int primary key, email text, score int); create table colour (id int, hue int);`) // prettier-ignore
    expect(told.map(({ kind, table, column, isCovered }) => [kind, table, column, isCovered])).toEqual([['new table', 'colour', null, false], ['new column', 'lead', 'email', true]]) // prettier-ignore
  })
})

describe('the coverage line', () => {
  test('counts the columns that look personal and those that a sentence covers; staff stand apart', () => {
    expect(coverageOf(map, signed, policy)).toEqual({ personal: 5, covered: 5, staff: 2, uncovered: [] })
  })

  test('shows a new column without anybody editing anything', () => {
    const now = catalogueOf(`${customer}, birthday date, mobile_phone text); ${rest} create table lead (id int primary key, email text, religion text);`) // prettier-ignore
    expect(coverageOf(map, now, policy)).toEqual({
      personal: 9, covered: 7, staff: 2,
      uncovered: [{ schema: 'public', table: 'customer', column: 'birthday', category: 'demographic' }, { schema: 'public', table: 'lead', column: 'religion', category: 'demographic' }],
    }) // prettier-ignore
  })
})
