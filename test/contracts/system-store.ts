// What every store of connected systems holds, whichever engine runs (src/systems/system-store.ts).

import { expect, test } from 'vitest'
import { createSystemStore } from '../../src/adapters/stores/index.ts'
import { dataMapFormat, type Catalogue, type SystemStore } from '../../src/systems/index.ts'
import type { Open } from '../harness/databases.ts'

const at = (minute: number): Date => new Date(Date.UTC(2026, 10, 21, 9, minute))

const shop = { name: 'shop-db', kind: 'postgres', place: 'db.example:5432/shop', credential: Uint8Array.of(1, 2, 255), at: at(0) } as const // prettier-ignore

const catalogue: Catalogue = {
  tables: [
    {
      schema: 'public',
      name: 'weird "name"',
      columns: [{ name: 'id', type: 'integer', nullable: false, length: null, generated: true }],
      primary: ['id'],
      uniques: [['id']],
      foreign: [{ columns: ['id'], schema: 'public', table: 'other', references: ['id'], onDelete: 'set null' }],
      rows: 12,
    },
  ],
}

const signed = (changes: Partial<Parameters<SystemStore['sign']>[1]> = {}): Parameters<SystemStore['sign']>[1] => ({ text: 'format: 1\n', map: { format: dataMapFormat, system: 'shop-db', tables: [] }, hash: 'ab'.repeat(32), signedBy: 'ines', place: shop.place, at: at(5), after: 0, ...changes }) // prettier-ignore

/** The suite of the port \`SystemStore\`. */
export function holdsTheSystemStoreContract(open: Open): void {
  test('a system is listed without its credential, which is asked for by itself', async () => {
    const store = createSystemStore(await open())
    expect(await store.put(shop)).toBe(true)
    const row = { name: 'shop-db', kind: 'postgres', place: 'db.example:5432/shop', addedAt: at(0), seen: null, trouble: null, map: null } // prettier-ignore
    expect(await store.list()).toEqual([row])
    expect(await store.read('shop-db')).toEqual(row)
    expect(await store.credential('shop-db')).toEqual(shop.credential)
    expect([await store.read('other'), await store.credential('other')]).toEqual([null, null])
  })

  test('connecting it again changes place and credential, and keeps its maps and the day it came', async () => {
    const store = createSystemStore(await open())
    await store.put(shop)
    await store.sign('shop-db', signed())
    await store.trouble('shop-db', 'nothing answers', at(6))
    expect(await store.put({ ...shop, place: 'new.example:5432/shop', credential: Uint8Array.of(9), at: at(7) })).toBe(false) // prettier-ignore
    expect(await store.read('shop-db')).toMatchObject({ place: 'new.example:5432/shop', addedAt: at(0), trouble: null, map: { version: 1 } }) // prettier-ignore
    expect(await store.credential('shop-db')).toEqual(Uint8Array.of(9))
    expect((await store.read('shop-db'))!.map!.place).toBe(shop.place)
    expect(await store.sign('shop-db', signed({ after: 1 }))).toBeNull()
    expect(await store.sign('shop-db', signed({ after: 1, place: 'new.example:5432/shop' }))).toMatchObject({ version: 2 }) // prettier-ignore
    expect((await store.maps('shop-db')).map(({ place }) => place)).toEqual([shop.place, 'new.example:5432/shop'])
  })

  test('what was seen comes back as it was; trouble does not take it away, and seeing it again ends the trouble', async () => {
    const store = createSystemStore(await open())
    await store.put(shop)
    await store.see('shop-db', catalogue, at(1))
    await store.trouble('shop-db', 'nothing answers at its address', at(2))
    expect(await store.read('shop-db')).toMatchObject({
      seen: { catalogue, at: at(1) },
      trouble: { reason: 'nothing answers at its address', at: at(2) },
    })
    await store.see('shop-db', { tables: [] }, at(3))
    expect(await store.read('shop-db')).toMatchObject({ seen: { catalogue: { tables: [] }, at: at(3) }, trouble: null })
  })

  test('maps are versions: the newest counts, the older stay, and of two who sign at once one does', async () => {
    const store = createSystemStore(await open())
    await store.put(shop)
    expect(await store.sign('shop-db', signed())).toMatchObject({ version: 1 })
    const both = await Promise.all([
      store.sign('shop-db', signed({ after: 1, text: 'two\n', signedBy: 'jonas', at: at(6) })),
      store.sign('shop-db', signed({ after: 1, text: 'zwei\n', at: at(6) })),
    ])
    expect(both.filter((map) => map !== null)).toHaveLength(1)
    expect(await store.sign('shop-db', signed({ after: 0 }))).toBeNull()
    expect(await store.sign('shop-db', signed({ after: 7 }))).toBeNull()
    expect(await store.sign('other', signed())).toBeNull()
    expect((await store.read('shop-db'))!.map).toEqual(both.find((map) => map !== null))
    expect((await store.maps('shop-db')).map(({ version }) => version)).toEqual([1, 2])
  })

  test('removing it takes credential and maps along', async () => {
    const store = createSystemStore(await open())
    await store.put(shop)
    await store.put({ ...shop, name: 'another' })
    await store.sign('shop-db', signed())
    expect([await store.remove('shop-db'), await store.remove('shop-db')]).toEqual([true, false])
    expect((await store.list()).map(({ name }) => name)).toEqual(['another'])
    expect(await store.credential('shop-db')).toBeNull()
    await store.put(shop)
    expect((await store.read('shop-db'))!.map).toBeNull()
  })
}
