// A credential leaves its seal only after the ledger took note, and a map that was brought up to date keeps what was signed.

import { expect, test } from 'vitest'
import { createSystemStore } from '../adapters/stores/index.ts'
import { Failure, systemClock } from '../base/index.ts'
import type { InForce } from '../policy/index.ts'
import { createVault, type Vault } from '../vault/index.ts'
import { forEachEngine } from '../../test/harness/databases.ts'
import { freshKeys } from '../../test/harness/keys.ts'
import type { Catalogue } from './catalogue.ts'
import { dataMapFormat, type DataMap, type MappedColumn, type MappedTable } from './data-map.ts'
import { mergeDataMap } from './merge-map.ts'
import { createSystems, type Credential, type OpenConnector } from './systems.ts'

const url = 'postgres://kept:canary@db.example/shop'

/** A connector that asks for its credential at every call, as a process does that has to be started. */
function opening(got: Credential[]): OpenConnector {
  return ({ credential }) => {
    const enter = async (): Promise<void> => void got.push(await credential())
    return {
      try: async () => (await enter(), { version: '17.2' }),
      catalogue: async () => (await enter(), { tables: [] }),
      profile: async () => [],
      overlaps: async () => [],
      async *rows() {},
      change: async () => [],
      close: async () => {},
    }
  }
}

forEachEngine((open) => {
  test('no ledger, no credential: nothing is opened when the entry could not be kept', async () => {
    const { customer, platform } = await freshKeys(systemClock)
    const vault = createVault({ tenant: 'harbour', customer, platform, clock: systemClock })
    const opened: string[] = []
    const watched: Pick<Vault, 'sealSecret' | 'openSecret'> = {
      sealSecret: (name, secret) => vault.sealSecret(name, secret),
      async openSecret(name, sealed) {
        opened.push(name)
        return vault.openSecret(name, sealed)
      },
    }
    const [got, noted]: [Credential[], string[]] = [[], []]
    let isKept = true
    const store = createSystemStore(await open())
    const systems = createSystems({
      store,
      vault: watched,
      open: opening(got),
      placeOf: () => 'db.example:5432/shop',
      async note({ type }) {
        if (!isKept) throw new Failure('audit_unavailable')
        noted.push(type)
      },
      findings: { raise: async () => {}, settle: async () => {} },
      openFindings: async () => [],
      inForce: () => ({ newest: { policy: { cells: [] }, page: { sections: [] } } }) as unknown as InForce, // a statement without a word
      clock: systemClock,
    })

    await systems.connect({ name: 'shop-db', actor: 'operator', url, reach: 'near' })
    expect([noted, opened, got]).toEqual([['system.open', 'system.connect'], [], [{ url, reach: 'near' }]])
    expect(Buffer.from((await store.credential('shop-db'))!).toString('latin1')).not.toContain('canary')

    await systems.connector('shop-db').catalogue()
    expect([noted.at(-1), opened, got.at(-1)]).toEqual(['system.open', ['system/shop-db'], { url, reach: 'near' }])

    isKept = false
    const refused = { code: 'audit_unavailable' }
    await expect(systems.connector('shop-db').catalogue()).rejects.toMatchObject(refused)
    await expect(systems.scan('shop-db', 'operator')).rejects.toMatchObject(refused)
    await expect(systems.connect({ name: 'other', actor: 'operator', url, reach: 'near' })).rejects.toMatchObject(
      refused,
    )
    await expect(systems.remove('shop-db', 'operator')).rejects.toMatchObject(refused)
    await expect(systems.watch()).rejects.toMatchObject(refused)
    expect([opened.length, got.length]).toEqual([1, 2])
    expect((await systems.list()).map(({ name }) => name)).toEqual(['shop-db'])
  })
})

const column = (name: string, changes: Partial<MappedColumn> = {}): MappedColumn => ({ name, type: null, plain: 'not personal', category: null, erase: null, as: null, of: null, ...changes }) // prettier-ignore
const mapped = (table: string, columns: readonly MappedColumn[], changes: Partial<MappedTable> = {}): MappedTable => ({ schema: 'public', table, whose: 'nobody', links: [], key: [], product: null, erase: null, shared: null, columns, ...changes }) // prettier-ignore
const mapOf = (...tables: readonly MappedTable[]): DataMap => ({ format: dataMapFormat, system: 'shop-db', tables })
const seen = (tables: Readonly<Record<string, readonly string[]>>): Catalogue => ({
  tables: Object.entries(tables).map(([name, columns]) => ({
    schema: 'public',
    name,
    columns: columns.map((one) => ({ name: one, type: 'text', nullable: true, length: null, generated: false })),
    primary: null,
    uniques: [],
    foreign: [],
    rows: null,
  })),
})

test('a map brought up to date keeps what was signed, takes in what is new, and lets go what is gone', () => {
  const signed = mapOf(
    mapped('customer', [column('id', { plain: 'key' }), column('mail', { plain: null, category: 'contact' }), column('old')], { whose: 'staff' }),
    mapped('gone', [column('a')]),
  ) // prettier-ignore
  const proposed = mapOf(
    mapped('customer', [column('id'), column('mail'), column('born', { plain: null, category: 'demographic', of: 'self' })], { whose: 'person' }),
    mapped('album', [column('title')]),
  ) // prettier-ignore
  const note = (table: string, of: string | null) => ({
    schema: 'public',
    table,
    column: of,
    reason: 'r',
    confidence: 0.9,
  })
  const notes = [
    note('customer', null),
    note('customer', 'mail'),
    note('customer', 'born'),
    note('album', null),
    note('album', 'title'),
  ]
  const catalogue = seen({ album: ['title'], customer: ['id', 'mail', 'born'] })
  const merged = mergeDataMap(signed, { map: proposed, notes }, catalogue)
  expect(merged.map).toEqual(
    mapOf(
      mapped('album', [column('title')]),
      mapped('customer', [column('id', { plain: 'key' }), column('mail', { plain: null, category: 'contact' }), column('born', { plain: null, category: 'demographic' })], { whose: 'staff' }),
    ),
  ) // prettier-ignore
  expect(merged.notes.map(({ table, column: of }) => `${table}.${of}`)).toEqual([
    'customer.born',
    'album.null',
    'album.title',
  ])
})
