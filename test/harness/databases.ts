// Fresh databases for tests, on both engines: PGlite in memory, and a real PostgreSQL (from npm, or the one DATABASE_URL names).
// What a suite says of a store holds on each; a test gets a database nobody wrote to, and it is closed after the test.

import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { afterAll, afterEach, beforeEach, describe, inject } from 'vitest'
import type { Database } from '../../src/adapters/stores/index.ts'
import { databaseOn } from '../../src/adapters/stores/open.ts'
import { type Engine, startEngine } from '../../src/adapters/stores/pglite/engine.ts'
import { openPool } from '../../src/adapters/stores/pool.ts'
import { queriesOn } from '../../src/adapters/stores/queries.ts'
import { administer, databaseUrl, type ImagePlace, type PostgresPlace } from './servers.ts'

/** Opens a fresh, migrated database of a tenant, as role `app`. It is closed by itself after the test (or the suite) that opened it. */
export type Open = (tenant?: string) => Promise<Database>

/** Opens a fresh database on one engine. The caller closes it. */
export const openers: Readonly<Record<'pglite' | 'postgres', (tenant: string) => Promise<Database>>> = {
  pglite: openLite,
  postgres: openServer,
}

/** Runs a suite on each engine. */
export function forEachEngine(suite: (open: Open, engine: 'pglite' | 'postgres') => void): void {
  for (const engine of ['pglite', 'postgres'] as const)
    describe(`on ${engine}`, () => {
      suite(closing(openers[engine]), engine)
    })
}

/** Closes what was opened in a test after it, and what was opened before the tests after the suite. */
function closing(open: (tenant: string) => Promise<Database>): Open {
  const [ofSuite, ofTest]: [Database[], Database[]] = [[], []]
  let testing = false
  const closeAll = async (opened: Database[]): Promise<void> => {
    for (const database of opened.splice(0)) await database.close()
  }
  beforeEach(() => void (testing = true))
  afterEach(async () => {
    testing = false
    await closeAll(ofTest)
  })
  afterAll(() => closeAll(ofSuite))
  return async (tenant = 'harbour') => {
    const database = await open(tenant)
    ;(testing ? ofTest : ofSuite).push(database)
    return database
  }
}

// PGlite: starting costs half a second, so an engine is emptied and lent again within a test file ---------------------------

const idle: Engine[] = []

async function openLite(tenant: string): Promise<Database> {
  const engine = idle.pop() ?? (await beginLite())
  return databaseOn({ engine }, tenant, 'memory', async () => {
    await empty(engine)
    idle.push(engine)
  })
}

async function beginLite(): Promise<Engine> {
  const engine = startEngine({ home: null, statementMs: 30_000, image: await preparedImage() })
  await engine.ready()
  return engine
}

let image: Promise<Uint8Array<ArrayBuffer>> | null = null

/** A migrated embedded database nobody wrote to, to begin with: setting one up anew takes three seconds. */
export function preparedImage(): Promise<Uint8Array<ArrayBuffer>> {
  return (image ??= share('image').then(({ path }) => new Uint8Array(readFileSync(path))))
}

async function empty(engine: Engine): Promise<void> {
  const pool = openPool({ engine }, { role: 'owner' })
  await queriesOn(pool).query(emptyAll)
  await pool.end()
}

/** Every table but those that say which version a schema has. */
const emptyAll = `
  do $$ declare name text; begin
    for name in select format('%I.%I', schemaname, tablename) from pg_tables
                where schemaname in ('public', 'app', 'accounts', 'jobs') and tablename not in ('migration', 'version') loop
      execute format('truncate %s restart identity cascade', name);
    end loop;
    alter sequence app.case_number restart;
  end $$`

// PostgreSQL: a clone of the migrated template ------------------------------------------------------------------------------

async function openServer(tenant: string): Promise<Database> {
  const { url, drop } = await freshOnServer('migrated')
  return databaseOn({ url }, tenant, 'server', drop)
}

/** A fresh database on the server: a clone of the migrated template, or an empty one for other people's data. */
export async function freshOnServer(
  how: 'migrated' | 'empty',
): Promise<{ readonly url: string; readonly drop: () => Promise<void> }> {
  const { url, template } = await share('postgres')
  const name = `wordkept_${randomUUID().replaceAll('-', '')}`
  await administer(url, `create database ${name} template ${how === 'migrated' ? template : 'template0'}`)
  return { url: databaseUrl(url, name), drop: () => administer(url, `drop database if exists ${name} with (force)`) }
}

/** Asks the run's set-up for what all workers share. */
export async function share<What extends keyof Shared>(what: What): Promise<Shared[What]> {
  // a connection of its own: a test that blocks the thread would find a kept one closed
  const answer = await fetch(`${inject('servers')}/${what}`, { headers: { connection: 'close' } })
  if (!answer.ok) throw new Error(await answer.text())
  return (await answer.json()) as Shared[What] // servers.ts wrote it
}

interface Shared {
  readonly image: ImagePlace
  readonly postgres: PostgresPlace
}
