// Migrations on empty databases of the real server and of the embedded engine. Each test makes its own and drops it.

import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { administer, databaseUrl } from '../../../test/harness/servers.ts'
import { share } from '../../../test/harness/databases.ts'
import { systemClock } from '../../base/index.ts'
import { readMigrations } from './migrate.ts'
import { migrateOn, openDatabase } from './open.ts'
import { openPool } from './pool.ts'
import { startEngine } from './pglite/engine.ts'
import { queriesOn } from './queries.ts'

const cleanups: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup()
})

/** An empty database on the real server: not even the role exists in it by our doing. */
async function emptyDatabase(): Promise<string> {
  const { url } = await share('postgres')
  const name = `wordkept_${randomUUID().replaceAll('-', '')}`
  await administer(url, `create database ${name}`)
  cleanups.push(() => administer(url, `drop database ${name} with (force)`))
  return databaseUrl(url, name)
}

async function asOwner(url: string, text: string): Promise<Record<string, unknown>[]> {
  const pool = openPool({ url }, { role: 'owner' })
  try {
    return await queriesOn(pool).query(text)
  } finally {
    await pool.end()
  }
}

const applied = 'select number, name from migration order by number'
const known = readMigrations().map(({ number, name }) => ({ number, name }))

test('migrations are numbered without a gap', () => {
  expect(known.map(({ number }) => number)).toEqual(known.map((_, i) => i + 1))
})

test('processes that start on an empty server at once all open, and each migration is applied once', async () => {
  const url = await emptyDatabase()
  const opened = await Promise.all(['a', 'b', 'c'].map((tenant) => openDatabase({ engine: 'postgres', url }, tenant)))
  for (const database of opened) await database.close()
  expect(await asOwner(url, applied)).toEqual(known)
})

test('two tenants of one server see only their own', async () => {
  const url = await emptyDatabase()
  const [one, two] = [
    await openDatabase({ engine: 'postgres', url }, 'one'),
    await openDatabase({ engine: 'postgres', url }, 'two'),
  ]
  await one.query('insert into person (tenant, person, created_at) values ($1, $2, $3)', [
    'one',
    randomUUID(),
    new Date(0),
  ])
  expect(await two.query('select person from person')).toEqual([])
  expect(await one.query('select person from person')).toHaveLength(1)
  for (const database of [one, two]) await database.close()
})

test.each([
  ['a newer one',       `insert into migration values (999, '999-later.sql', 'x', '2030-01-01Z')`],
  ['one of other text', `update migration set hash = 'x' where number = 1`],
])('a database made by other code is refused and left as it is: %s', async (_, change) => {
  const url = await emptyDatabase()
  await migrateOn({ url }, systemClock)
  const before = await asOwner(url, `${change} returning number`).then(() => asOwner(url, 'select * from migration order by number'))
  const opening = openDatabase({ engine: 'postgres', url }, 'harbour')
  await expect(opening).rejects.toThrowError(expect.objectContaining({ code: 'storage_version' }))
  expect(await asOwner(url, 'select * from migration order by number')).toEqual(before)
}) // prettier-ignore

test('an embedded database made by other code is refused, and its directory is free again', async () => {
  const home = mkdtempSync(join(tmpdir(), 'wordkept-home-'))
  cleanups.push(() => rmSync(home, { recursive: true }))
  const engine = startEngine({ home, statementMs: 60_000 })
  await engine.ready()
  await migrateOn({ engine }, systemClock)
  const pool = openPool({ engine }, { role: 'owner' })
  await queriesOn(pool).query(`insert into migration values (999, '999-later.sql', 'x', '2030-01-01Z')`)
  await pool.end()
  await engine.close()
  for (const _ of [1, 2]) {
    const opening = openDatabase({ engine: 'pglite', home }, 'harbour')
    await expect(opening).rejects.toThrowError(expect.objectContaining({ code: 'storage_version', detail: { migration: 999, known: known.length } })) // prettier-ignore
  }
})

test('a migration that fails leaves nothing of itself', async () => {
  const url = await emptyDatabase()
  await asOwner(url, 'create schema app') // 001 wants to make it
  await expect(migrateOn({ url }, systemClock)).rejects.toThrowError(expect.objectContaining({ code: 'unexpected' }))
  expect(await asOwner(url, `select to_regclass('public.record') as record`)).toEqual([{ record: null }])
  expect(await asOwner(url, applied)).toEqual([])
})
