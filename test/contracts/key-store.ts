// What every key store holds, whichever engine runs.

import { randomBytes, randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { createKeyStore, type Database } from '../../src/adapters/stores/index.ts'
import { toHex } from '../../src/base/index.ts'
import type { KeyPosition, KeyStore, WrappedKey } from '../../src/vault/index.ts'
import type { Open } from '../harness/databases.ts'

/** Puts a person and a key row of that person into the database, as the gate's `admit` does. */
export async function putKey(db: Database, key: WrappedKey): Promise<void> {
  const at = new Date('2026-11-21T12:00:00Z')
  await db.query('insert into person (tenant, person, created_at) values ($1, $2, $3) on conflict do nothing', [db.tenant, key.person, at]) // prettier-ignore
  await db.query(
    'insert into person_key (tenant, person, law, version, epoch, wrapped) values ($1, $2, $3, $4, $5, $6)',
    [db.tenant, key.person, key.law, key.version, key.epoch, Buffer.from(key.wrapped)],
  )
}

function someKey(change: Partial<WrappedKey> = {}): WrappedKey {
  return { person: randomUUID(), law: '', version: 1, epoch: 1, wrapped: randomBytes(63), ...change }
}

const nameOf = ({ person, law, version }: KeyPosition): string => `${person}/${law}/${version}`
const plain = (key: WrappedKey): unknown => ({ ...key, wrapped: toHex(key.wrapped) })

async function allUnder(store: KeyStore, epoch: number, batch: number): Promise<WrappedKey[]> {
  const found: WrappedKey[] = []
  for (let keys = await store.keysUnder(epoch, null, batch); keys.length > 0;) {
    expect(keys.length).toBeLessThanOrEqual(batch)
    found.push(...keys)
    keys = await store.keysUnder(epoch, keys.at(-1)!, batch)
  }
  return found
}

/** The suite of the port `KeyStore`. */
export function holdsTheKeyStoreContract(open: Open): void {
  test('batches give every key of an epoch once, and no other', async () => {
    const db = await open()
    const person = randomUUID()
    const own = [someKey({ person }), someKey({ person, law: 'tax-147' }), someKey({ person, version: 2 })]
    const keys = [...own, ...Array.from({ length: 20 }, () => someKey())]
    for (const key of [...keys, someKey({ epoch: 2 })]) await putKey(db, key)
    const store = createKeyStore(db)
    for (const batch of [1, 7, 100]) {
      const found = await allUnder(store, 1, batch)
      const sorted = (list: readonly WrappedKey[]): unknown[] =>
        list.toSorted((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1)).map(plain)
      expect(sorted(found)).toEqual(sorted(keys))
    }
    expect([await store.countUnder(1), await store.countUnder(2), await store.countUnder(3)]).toEqual([23, 1, 0])
  })

  test('keys are replaced by what was wrapped anew, all in one go', async () => {
    const db = await open()
    const keys = Array.from({ length: 30 }, () => someKey())
    for (const key of keys) await putKey(db, key)
    const store = createKeyStore(db)
    const fresh = keys.map((key) => ({ ...key, epoch: 2, wrapped: randomBytes(63) }))
    expect(await store.replaceUnder(1, fresh)).toBe(30)
    const byName = new Map((await allUnder(store, 2, 100)).map((key) => [nameOf(key), toHex(key.wrapped)]))
    expect(byName).toEqual(new Map(fresh.map((key) => [nameOf(key), toHex(key.wrapped)])))
    expect(await store.replaceUnder(1, fresh)).toBe(0)
    expect(await store.replaceUnder(1, [])).toBe(0)
  })

  test('a person erased in the meantime does not come back', async () => {
    const db = await open()
    const [erased, living] = [someKey(), someKey()]
    for (const key of [erased, living]) await putKey(db, key)
    await db.query('delete from person_key where tenant = $1 and person = $2', [db.tenant, erased.person])
    const store = createKeyStore(db)
    const fresh = [erased, living].map((key) => ({ ...key, epoch: 2 }))
    expect(await store.replaceUnder(1, fresh)).toBe(1)
    expect((await allUnder(store, 2, 10)).map(nameOf)).toEqual([nameOf(living)])
  })
}
