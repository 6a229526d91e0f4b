// Those that H1 measures our read against. Raw: `pg` reading words from a plain table, one statement a read, or the reads of a turn together. By
// hand: what people write who keep such promises without us. Bare: our own sealing, ledger and gathering, and nothing decided or looked up.

import { createCipheriv, createDecipheriv, createHash, createSecretKey, randomBytes, type KeyObject } from 'node:crypto'
import type pg from 'pg'
import { coalesced } from '../src/adapters/stores/coalesce.ts'
import { limits } from '../src/adapters/stores/gate-find.ts'
import { lengthPrefixed } from '../src/base/index.ts'
import { prepareEntry } from '../src/gate/audit.ts'
import { createCommitter } from '../src/gate/commit.ts'
import { segmentSealer, type Work } from '../src/gate/index.ts'
import type { WrappedKey } from '../src/vault/index.ts'
import { tenant, type House } from './ground.ts'
import { asked, type Item } from './people.ts'

/** Reads the words of an item, one way or another. */
export type Reader = (item: Item) => Promise<string | undefined>

/** P0: raw PostgreSQL as people use it. */
export function rawReader(pool: pg.Pool): Reader {
  const text = 'select words from item where id = $1'
  return async ({ number }) => {
    const { rows } = await pool.query<{ words: string }>({ name: 'point', text, values: [number] })
    return rows[0]?.words
  }
}

/** P0c: reads that arrive in one turn share a statement, as many as there are. */
export function coalescedReader(pool: pg.Pool): Reader {
  const text = 'select item.id, item.words from unnest($1::bigint[]) as a (id) join item on item.id = a.id'
  const gather = {
    togetherMax: Number.MAX_SAFE_INTEGER,
    enough: 1,
    patienceMs: 0,
    underWayMax: Number.MAX_SAFE_INTEGER,
  }
  const ask = coalesced(async (items: readonly Item[]) => {
    const values = [items.map(({ number }) => number)]
    const { rows } = await pool.query<{ id: string; words: string }>({ name: 'points', text, values })
    const found = new Map(rows.map(({ id, words }) => [Number(id), words]))
    return items.map(({ number }) => found.get(number))
  }, gather)
  return ask
}

// by hand -------------------------------------------------------------------------------------------------------------------

/** A column sealed once, a consent and an end of keeping beside it, and a log: what a table gets that is brought up to the law. */
const handTables = [
  'create table kept (id bigint primary key, person text not null, sealed bytea not null, expires_at timestamptz not null)',
  'create index kept_person on kept (person)',
  'create table consent (person text, purpose text, given boolean not null, primary key (person, purpose))',
  'create table read_log (id bigserial primary key, at timestamptz not null, person text not null, item bigint not null, purpose text not null)',
] as const

const handRead = `
  with found as (
    select k.id, k.person, k.sealed from kept k join consent c on c.person = k.person and c.purpose = $2 and c.given
     where k.id = $1 and k.expires_at > $3
  ), logged as (insert into read_log (at, person, item, purpose) select $3, person, id, $2 from found)
  select person, sealed from found`

const suite = 'aes-256-gcm'
const [nonceBytes, tagBytes] = [12, 16]

/** Asks a database, whichever driver brings it: a named statement where there is a name. */
export type Asks = (name: string | null, text: string, values?: unknown[]) => Promise<readonly object[]>

/** A read as it is written by hand: consent and end are looked at, the log's row is durable, and the column opened, in one statement. */
export async function handReader(ask: Asks, items: readonly Item[]): Promise<Reader> {
  const keys = new Map(items.map(({ email }) => [email, handKey(email)]))
  for (const text of handTables) await ask(null, text)
  const kept = `insert into kept select number, person, decode(sealed, 'hex'), '2100-01-01'
                  from unnest($1::bigint[], $2::text[], $3::text[]) as a (number, person, sealed)`
  await ask(null, kept, [
    items.map(({ number }) => number),
    items.map(({ email }) => email),
    items.map(({ email, words }) => sealByHand(keys.get(email)!, words).toString('hex')),
  ])
  const consent = 'insert into consent select person, $2, true from unnest($1::text[]) as a (person)'
  await ask(null, consent, [[...keys.keys()], asked.purpose])
  await ask(null, 'analyze')
  return async ({ number }) => {
    const [row] = await ask('by hand', handRead, [number, asked.purpose, new Date()])
    if (!row) return undefined
    const { person, sealed } = row as { person: string; sealed: Uint8Array } // the columns that it selects
    return openByHand(keys.get(person)!, sealed)
  }
}

/** Asks by node-postgres. */
export function askingBy(pool: pg.Pool): Asks {
  return async (name, text, values = []) =>
    (await pool.query<object>({ text, values, ...(name !== null && { name }) })).rows
}

/** Keys lie ready in the process, as ours do. */
function handKey(email: string): KeyObject {
  return createSecretKey(createHash('sha256').update(email).digest())
}

function sealByHand(key: KeyObject, words: string): Buffer {
  const nonce = randomBytes(nonceBytes)
  const cipher = createCipheriv(suite, key, nonce)
  return Buffer.concat([nonce, cipher.update(words, 'utf8'), cipher.final(), cipher.getAuthTag()])
}

function openByHand(key: KeyObject, sealed: Uint8Array): string {
  const decipher = createDecipheriv(suite, key, sealed.subarray(0, nonceBytes))
  decipher.setAuthTag(sealed.subarray(-tagBytes))
  return decipher.update(sealed.subarray(nonceBytes, -tagBytes), undefined, 'utf8') + decipher.final('utf8')
}

// bare ----------------------------------------------------------------------------------------------------------------------

const bareTables = [
  'create table sealed (id bigint primary key, person uuid not null, record uuid not null, bytes bytea not null)',
  'create table segment (id bigserial primary key, persons uuid[] not null, leaves bytea not null, rest bytea not null)',
] as const

interface Sealed extends WrappedKey {
  readonly id: string
  readonly sealed: Uint8Array
}

/**
 * The same records in the same envelope by their number, opened after an entry of the same form is durable, gathered like ours. Nobody is looked
 * up, nothing decided, counted or checked: what is left is what two layers and the ledger cost, the most that a gate over them could reach.
 */
export async function bareReader({ db, vault }: House, pool: pg.Pool, items: readonly Item[]): Promise<Reader> {
  const rows = await db.query<Sealed>(
    `select r.id, r.sealed, k.person, k.law, k.version, k.epoch, k.wrapped
       from record r join person_key k on k.tenant = r.tenant and k.person = r.person and k.law = r.law
      where r.tenant = $1`,
    [tenant],
  )
  const byId = new Map(rows.map((row) => [row.id, row]))
  const ours = items.map(({ id }) => byId.get(id)!) // each was written through the gate
  for (const text of bareTables) await pool.query(text)
  await pool.query('insert into sealed select * from unnest($1::bigint[], $2::uuid[], $3::uuid[], $4::bytea[])', [
    items.map(({ number }) => number),
    ours.map(({ person }) => person),
    ours.map(({ id }) => id),
    ours.map(({ sealed }) => Buffer.from(sealed)),
  ])
  await pool.query('analyze sealed')
  const find = coalesced(async (numbers: readonly number[]) => findSealed(pool, numbers), limits)
  const committer = createCommitter({ commit: (works) => appendBare(pool, works, segmentSealer(vault)) })
  return async ({ number, id }) => {
    const found = await find(number)
    const row = byId.get(id)!
    const keys = await vault.unlock(row)
    const event = {
      type: 'read',
      at: new Date(),
      person: row.person,
      actor: 'bench',
      payload: { ask: 'use', ...asked },
    }
    await committer.commit({ audit: [prepareEntry(vault, event, keys)], tally: [] })
    const place = { person: row.person, record: id, category: asked.category, schema: 1, version: 1 }
    const opened = JSON.parse(Buffer.from(vault.open(keys, place, found!)).toString()) as { words: string } // what was written
    return opened.words
  }
}

async function findSealed(pool: pg.Pool, numbers: readonly number[]): Promise<readonly (Uint8Array | undefined)[]> {
  const text = 'select s.id, s.bytes from unnest($1::bigint[]) as a (id) join sealed s on s.id = a.id'
  const { rows } = await pool.query<{ id: string; bytes: Uint8Array }>({ name: 'sealed', text, values: [numbers] })
  const found = new Map(rows.map(({ id, bytes }) => [Number(id), bytes]))
  return numbers.map((number) => found.get(number))
}

async function appendBare(
  pool: pg.Pool,
  works: readonly Work[],
  seal: ReturnType<typeof segmentSealer>,
): Promise<readonly 'done'[]> {
  const entries = works.flatMap(({ audit }) => audit)
  const text = 'insert into segment (persons, leaves, rest) values ($1, $2, $3)'
  const leaves = Buffer.from(lengthPrefixed(entries.map(({ leaf }) => leaf)))
  const values = [entries.map(({ person }) => person), leaves, Buffer.from(await seal(entries))]
  await pool.query({ name: 'segment', text, values })
  return works.map(() => 'done')
}
