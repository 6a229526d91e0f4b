// What every database must do, whichever engine runs beneath it (src/adapters/stores/database.ts).

import { randomBytes, randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { Failure } from '../../src/base/index.ts'
import type { Database } from '../../src/adapters/stores/index.ts'

const token = (): Uint8Array => new Uint8Array(randomBytes(16))
const add = 'insert into app.message_seen (tenant, token, at) values ($1, $2, $3)'
const all = 'select token from app.message_seen order by token'

async function failureOf(work: Promise<unknown>): Promise<Failure> {
  const cause = await work.then(
    () => new Error('nothing failed'),
    (thrown: unknown) => thrown,
  )
  if (!(cause instanceof Failure)) throw cause
  return cause
}

/** Every table with people's data or look-ups: all of them have the fence. */
const tables = `
  select format('%I.%I', n.nspname, c.relname) as name, c.relrowsecurity and c.relforcerowsecurity as fenced
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
   where n.nspname in ('public', 'app') and c.relkind = 'r' and c.relname <> 'migration' order by 1`

/** Runs the suite over a fresh database of the tenant `harbour`. */
export function holdsTheDatabaseContract(open: () => Promise<Database>): void {
  test('values come back as they went in: bytes, times, 64-bit numbers as text, dates as text, JSON, lists', async () => {
    const database = await open()
    const values = [Uint8Array.of(0, 92, 255), new Date('0044-03-15T12:00:00.123Z'), '-9223372036854775808', '2026-02-29', JSON.stringify({ a: [1] }), ['a,"{}\\', null], [token()], [new Date(1)]] // prettier-ignore
    const text = `select $1::bytea as bytes, $2::timestamptz as at, $3::bigint as big, $5::jsonb as json, $6::text[] as texts,
                         $7::bytea[] as list, $8::timestamptz[] as times, '2028-02-29'::date as day where $4 <> ''`
    const [row] = await database.query(text, values)
    expect(row).toEqual({ bytes: values[0], at: values[1], big: values[2], json: { a: [1] }, texts: values[5], list: values[6], times: values[7], day: '2028-02-29' }) // prettier-ignore
  })

  test('a session runs as app and may neither change the shape of the database nor the list of migrations', async () => {
    const database = await open()
    expect(await database.query('select current_user as who')).toEqual([{ who: 'app' }])
    for (const text of [
      'create table t (a int)',
      'drop table record',
      'alter table record disable row level security',
      'delete from migration',
      'create role r',
    ])
      // prettier-ignore
      expect((await failureOf(database.query(text))).detail['sqlstate']).toBe('42501')
  })

  test('every table has the second fence', async () => {
    const database = await open()
    const found = await database.query<{ name: string; fenced: boolean }>(tables)
    expect(found.length).toBeGreaterThan(25)
    expect(found.filter(({ fenced }) => !fenced)).toEqual([])
  })

  test('another tenant sees nothing, changes nothing and removes nothing, even by a query without WHERE', async () => {
    const database = await open()
    const person = randomUUID()
    await database.query(add, ['harbour', token(), new Date(0)])
    await database.query('insert into person (tenant, person, created_at) values ($1, $2, $3)', [
      'harbour',
      person,
      new Date(0),
    ])
    await database.transaction(async (tx) => {
      await tx.query(`select set_config('wordkept.tenant', 'other', true)`)
      expect(await tx.query('select token from app.message_seen')).toEqual([])
      expect(await tx.query('select person from person')).toEqual([])
      expect(await tx.query('update person set region = $1 returning person', ['x'])).toEqual([])
      expect(await tx.query('delete from app.message_seen returning token')).toEqual([])
    })
    expect(await database.query(all)).toHaveLength(1)
    expect(await database.query('select region from person')).toEqual([{ region: null }])
  })

  test('a row of another tenant cannot be written, nor a row be handed to one', async () => {
    const database = await open()
    expect((await failureOf(database.query(add, ['other', token(), new Date(0)]))).detail['sqlstate']).toBe('42501')
    await database.query(add, ['harbour', token(), new Date(0)])
    const handed = database.query(`update app.message_seen set tenant = 'other'`)
    expect((await failureOf(handed)).detail['sqlstate']).toBe('42501')
  })

  test('a session that is bound to no tenant sees nothing', async () => {
    const database = await open()
    await database.query(add, ['harbour', token(), new Date(0)])
    await database.transaction(async (tx) => {
      await tx.query(`select set_config('wordkept.tenant', '', true)`)
      expect(await tx.query('select token from app.message_seen')).toEqual([])
    })
  })

  test('a transaction that throws leaves nothing, and the next caller starts afresh', async () => {
    const database = await open()
    const failing = database.transaction(async (tx) => {
      await tx.query(add, ['harbour', token(), new Date(0)])
      throw new Error('half-way')
    })
    await expect(failing).rejects.toThrowError('half-way')
    expect(await database.query(all)).toEqual([])
  })

  test('a transaction whose failure was swallowed is no commit', async () => {
    const database = await open()
    const swallowing = database.transaction(async (tx) => {
      await tx.query(add, ['harbour', token(), new Date(0)])
      await tx.query('select 1 / $1::int', [0]).catch(() => {})
      return 'as if stored'
    })
    expect((await failureOf(swallowing)).code).toBe('unexpected')
    expect(await database.query(all)).toEqual([])
  })

  test('a unique key taken is a conflict that names the constraint and no value', async () => {
    const database = await open()
    const values = ['harbour', token(), new Date(0)]
    await database.query(add, values)
    const failure = await failureOf(database.query(add, values))
    expect(failure).toMatchObject({ code: 'conflict', detail: { constraint: 'message_seen_pkey', sqlstate: '23505' } })
    const hex = Buffer.from(values[1] as Uint8Array).toString('hex')
    expect(`${JSON.stringify(failure)}${String(failure.cause)}${failure.message}`).not.toContain(hex)
    expect(await database.query(all)).toHaveLength(1)
  })

  test('a value the database cannot take is named in no failure', async () => {
    const database = await open()
    const failure = await failureOf(database.query('select $1::uuid', ['maya@example.test']))
    expect(failure.code).toBe('unexpected')
    expect(`${JSON.stringify(failure)}${String(failure.cause)}`).not.toContain('maya')
  })

  test('many at once all end, transactions among them, each seeing its own', async () => {
    const database = await open()
    const one = (i: number): Promise<number> =>
      database.transaction(async (tx) => {
        await tx.query(add, ['harbour', token(), new Date(i)])
        const [row] = await tx.query<{ at: Date }>('select at from app.message_seen where at = $1', [new Date(i)])
        return row!.at.getTime()
      })
    const answers = await Promise.all(Array.from({ length: 40 }, (_, i) => one(i)))
    expect(answers).toEqual(Array.from({ length: 40 }, (_, i) => i))
    expect(await database.query(all)).toHaveLength(40)
  })

  test('a text with several statements answers the last one’s rows', async () => {
    const database = await open()
    expect(await database.query('select 1 as a; select 2 as b')).toEqual([{ b: 2 }])
  })
}
