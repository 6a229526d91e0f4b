// The row guard of a table in somebody's PostgreSQL (docs/spec/forms.md, "Row guard"): a role sees rows only for a purpose that its session
// names, the script lets it have, and the statement opens for that row's person now. Random agreement: test/properties/witnesses.test.ts.

import pg from 'pg'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { freshOnServer } from '../../test/harness/databases.ts'
import { readExample } from '../../test/harness/statements.ts'
import { putInForce, type InForce } from '../policy/index.ts'
import { printGuard, type GuardedTable } from './3-emit/guard.ts'
import { compileStatement } from './compile.ts'

const role = 'wordkept_guarded'
const looks: GuardedTable = {
  schema: 'public',
  table: 'Looks "at" tracks', // a name that quoting by hand gets wrong
  person: 'customer',
  collected: 'seen',
  ended: null,
  law: null,
  holds: { product: 'shop', categories: ['interaction.device.browse'] },
}
const quoted = pg.escapeIdentifier(looks.table)

let [client, drop, inForce]: [pg.Client, () => Promise<void>, InForce] = [null as never, null as never, null as never] // set before any test

beforeAll(async () => {
  const { compiled } = await compileStatement(readExample('shop'))
  const { policy, page, hash } = compiled!
  const then = new Date(0)
  inForce = putInForce([{ version: 1, policy, page, hash, publishedAt: then, effectiveAt: then }])
  const fresh = await freshOnServer('empty')
  drop = fresh.drop
  client = new pg.Client({ connectionString: fresh.url })
  await client.connect()
  const { rowCount } = await client.query('select from pg_roles where rolname = $1', [role])
  if (rowCount === 0) await client.query(`create role ${role}`)
  await client.query(
    `create table ${quoted} (track text, customer integer, seen timestamptz); grant select, update on ${quoted} to ${role}`,
  )
}, 60_000)
afterAll(async () => {
  await client.end()
  await drop()
})

const suggestions = inChoice(0)
function inChoice(bit: number): string {
  return String(2 ** bit)
}

beforeEach(async () => {
  await client.query('reset role; reset all; set time zone \'Pacific/Chatham\'')
  await client.query(printGuard(inForce, looks, { role, purposes: ['suggest', 'provide'], hands: ['machines'] }))
  await client.query(`truncate ${quoted}, wordkept.choice_mask`)
  const [now, old] = [new Date(), new Date(Date.now() - 220 * 86_400_000)]
  const rows = [['yes', 1, now], ['no', 2, now], ['old', 1, old], ['nobody', 3, now]] as const // prettier-ignore
  for (const [track, customer, seenAt] of rows)
    await client.query(`insert into ${quoted} values ($1, $2, $3)`, [track, customer, seenAt.toISOString()])
  await client.query(`insert into wordkept.choice_mask (person, set_mask, on_mask) values ('1', ${suggestions}, ${suggestions}), ('2', ${suggestions}, 0)`) // prettier-ignore
}) // prettier-ignore

async function seen(settings: Readonly<Record<string, string>>): Promise<readonly string[]> {
  for (const [name, value] of Object.entries(settings)) await client.query('select set_config($1, $2, false)', [name, value]) // prettier-ignore
  await client.query(`set role ${role}`)
  const { rows } = await client.query<{ track: string }>(`select track from ${quoted} order by track`)
  await client.query('reset role')
  return rows.map(({ track }) => track)
}

test('a session that names no purpose sees nothing, nor one that names another', async () => {
  expect(await seen({})).toEqual([])
  expect(await seen({ 'wordkept.purpose': 'advertise' })).toEqual([])
  expect(await seen({ 'wordkept.purpose': 'provide' })).toEqual([])
  expect(await seen({ 'wordkept.purpose': `suggest' or true --` })).toEqual([])
})

test('for its purpose it sees those who said yes, until their period ends by the clock of the database', async () => {
  expect(await seen({ 'wordkept.purpose': 'suggest' })).toEqual(['yes'])
  expect(await seen({ 'wordkept.purpose': 'suggest', 'wordkept.hand': 'people' })).toEqual([])
})

test('taking a yes back, or a restriction, closes the rows at once', async () => {
  await client.query(`update wordkept.choice_mask set restricted = true where person = '1'`)
  expect(await seen({ 'wordkept.purpose': 'suggest' })).toEqual([])
  await client.query(`update wordkept.choice_mask set restricted = false, on_mask = 0 where person = '1'`)
  expect(await seen({ 'wordkept.purpose': 'suggest' })).toEqual([])
})

test('a row of several kinds is seen where all of them may be, and where one is unknown never', async () => {
  const both = { ...looks, holds: { product: 'shop', categories: ['interaction.device.browse', 'licence.invoice'] } }
  await client.query(printGuard(inForce, both, { role, purposes: ['suggest'], hands: ['machines'] }))
  expect(await seen({ 'wordkept.purpose': 'suggest' })).toEqual([])
  const unknown = { ...looks, holds: { product: 'account', categories: ['interaction.device.browse'] } }
  await client.query(printGuard(inForce, unknown, { role, purposes: ['suggest'], hands: ['machines'] }))
  expect(await seen({ 'wordkept.purpose': 'suggest' })).toEqual([])
})

test('run again it replaces what it made: a purpose that is taken away is gone', async () => {
  await client.query(printGuard(inForce, looks, { role, purposes: ['provide'], hands: ['machines'] }))
  expect(await seen({ 'wordkept.purpose': 'suggest' })).toEqual([])
  const { rows } = await client.query<{ polname: string }>('select polname from pg_policy')
  expect(rows.length).toBeLessThan(2)
})

test('the role changes no row, reads no masks, and sets no clock', async () => {
  await client.query(`set role ${role}; set wordkept.purpose = 'suggest'`)
  expect((await client.query(`update ${quoted} set track = 'x'`)).rowCount).toBe(0)
  await expect(client.query('select * from wordkept.choice_mask')).rejects.toThrow(/permission denied/)
  await expect(client.query(`create or replace function wordkept.clock() returns timestamptz language sql as 'select null::timestamptz'`)).rejects.toThrow(/must be owner|permission denied/) // prettier-ignore
})

test('what no column tells is said in the script', () => {
  const invoices = { ...looks, holds: { product: 'shop', categories: ['licence.invoice'] } }
  expect(printGuard(inForce, invoices, { role, purposes: ['provide'], hands: ['machines'] })).toContain('-- No column tells `invoice`') // prettier-ignore
})
