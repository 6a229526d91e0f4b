// Brings a database to the shape this code knows, as its owner: our numbered SQL files, each in one transaction and never twice;
// then the schemas of jobs and accounts; then what role `app` may do. Goes forward only: a database of newer or other code is refused.

import { readdirSync, readFileSync } from 'node:fs'
import type pg from 'pg'
import { type Clock, Failure, sha256Hex, utf8 } from '../../base/index.ts'
import { migrateAccounts } from '../accounts/index.ts'
import { migrateJobs } from '../jobs/index.ts'
import { queriesOn, transactionOn } from './queries.ts'
import type { Queries } from './database.ts'

/** The database to migrate, opened as its owner. */
interface MigrationPlace {
  readonly pool: pg.Pool
  readonly engine: 'pglite' | 'postgres'
}

interface Migration {
  readonly number: number
  readonly name: string
  readonly text: string
  readonly hash: string
}

const folder = new URL('./migrations/', import.meta.url)

/** Our migrations, in order: `migrations/NNN-name.sql`. */
export function readMigrations(): readonly Migration[] {
  const names = readdirSync(folder).filter((name) => /^\d{3}-[a-z-]+\.sql$/.test(name))
  return names.sort().map((name) => {
    const text = readFileSync(new URL(name, folder), 'utf8')
    return { number: Number(name.slice(0, 3)), name, text, hash: sha256Hex(utf8(text)) }
  })
}

/** Migrates everything. Several processes may start at once: one migrates, the others wait. Failure `storage_version`. */
export async function migrate(place: MigrationPlace, clock: Clock): Promise<void> {
  await alone(place, async () => {
    const queries = queriesOn(place.pool)
    await queries.query(prepare)
    const applied = await queries.query<{ number: number; hash: string }>(
      'select number, hash from migration order by number',
    )
    const known = readMigrations()
    refuseOther(applied, known)
    for (const one of known.slice(applied.length)) await apply(place.pool, one, clock)
    await migrateJobs(place)
    await migrateAccounts(place.pool)
    await queries.query(grants)
  })
}

/** Runs work while no other process migrates. The embedded engine has one process and one session, so it needs no lock. */
async function alone(place: MigrationPlace, work: () => Promise<void>): Promise<void> {
  if (place.engine === 'pglite') return work()
  const client = await place.pool.connect()
  try {
    await client.query('select pg_advisory_lock($1)', [lockNumber])
    await work()
  } finally {
    client.release(true) // the lock ends with its session
  }
}

/** Ours among the advisory locks of a server: the first bytes of `wordkept`. */
const lockNumber = 0x776f7264

function refuseOther(applied: readonly { number: number; hash: string }[], known: readonly Migration[]): void {
  applied.forEach(({ number, hash }, i) => {
    const ours = known[i]
    if (ours?.number !== number || ours.hash !== hash)
      throw new Failure('storage_version', { migration: number, known: known.at(-1)?.number ?? 0 })
  })
}

function apply(pool: pg.Pool, { number, name, text, hash }: Migration, clock: Clock): Promise<void> {
  return transactionOn(pool, async (tx: Queries) => {
    await tx.query(text)
    await tx.query('insert into migration (number, name, hash, applied_at) values ($1, $2, $3, $4)', [
      number,
      name,
      hash,
      clock.now(),
    ])
  })
}

/** Before the first migration: the role sessions run as, without a log-in of its own, and the list of what was applied. */
const prepare = `
  do $$ begin
    if not exists (select from pg_roles where rolname = 'app') then create role app nologin; end if;
    if not pg_has_role(current_user, 'app', 'member') then grant app to current_user; end if;
  exception when duplicate_object or unique_violation then null; -- another database of this server made it at the same time
  end $$;
  create table if not exists public.migration (
    number     integer     primary key,
    name       text        not null,
    hash       text        not null,
    applied_at timestamptz not null
  );`

/** What \`app\` may do: work with rows, not with the shape of the database, nor with the list of migrations. */
const grants = `
  do $$ declare place text; begin
    revoke create on schema public from public;
    for place in select nspname from pg_namespace where nspname in ('public', 'app', 'accounts', 'jobs') loop
      execute format('grant usage on schema %I to app', place);
      execute format('grant select, insert, update, delete on all tables in schema %I to app', place);
      execute format('grant usage, select on all sequences in schema %I to app', place);
      execute format('grant execute on all functions in schema %I to app', place);
    end loop;
    revoke insert, update, delete on public.migration from app;
  end $$`
