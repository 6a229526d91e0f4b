// A credential leaves its seal only after the ledger took note, and a map that was brought up to date keeps what was signed.

import { expect, test } from 'vitest'
import { createSystemStore, type Database } from '../adapters/stores/index.ts'
import { Failure, systemClock } from '../base/index.ts'
import type { InForce } from '../policy/index.ts'
import { createVault, type Vault } from '../vault/index.ts'
import { forEachEngine } from '../../test/harness/databases.ts'
import { folder, versionOf } from '../../test/harness/gate.ts'
import { freshKeys } from '../../test/harness/keys.ts'
import type { Catalogue } from './catalogue.ts'
import { dataMapFormat, type DataMap, type MappedColumn, type MappedTable } from './data-map.ts'
import { readDdl } from './ddl/read-ddl.ts'
import { mergeDataMap } from './merge-map.ts'
import type { SystemStore } from './system-store.ts'
import { createSystems, type Credential, type OpenConnector, type Systems } from './systems.ts'

const url = 'postgres://kept:canary@db.example/shop'
const place = 'db.example:5432/shop'

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
      placeOf: () => place,
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

    await systems.connector('shop-db', place).catalogue()
    expect([noted.at(-1), opened, got.at(-1)]).toEqual(['system.open', ['system/shop-db'], { url, reach: 'near' }])

    // a connector of another place is handed nothing, also while the one of this place is not asked any more
    const elsewhere = systems.connector('shop-db', 'old.example:5432/shop').catalogue()
    await expect(elsewhere).rejects.toMatchObject({ code: 'system_unavailable', detail: { reason: 'it was connected to another database meanwhile' } }) // prettier-ignore
    expect(got.length).toBe(2)

    isKept = false
    const refused = { code: 'audit_unavailable' }
    await expect(systems.connector('shop-db', place).catalogue()).rejects.toMatchObject(refused)
    await expect(systems.scan('shop-db', 'operator')).rejects.toMatchObject(refused)
    await expect(systems.connect({ name: 'other', actor: 'operator', url, reach: 'near' })).rejects.toMatchObject(
      refused,
    )
    await expect(systems.remove('shop-db', 'operator')).rejects.toMatchObject(refused)
    await expect(systems.watch()).rejects.toMatchObject(refused)
    expect([opened.length, got.length]).toEqual([2, 2])
    expect((await systems.list()).map(({ name }) => name)).toEqual(['shop-db'])
  })
})

interface Signing {
  readonly systems: Systems
  readonly store: SystemStore
  /** type, actor and version of every entry */
  readonly noted: string[]
  /** what the database is made of now */
  catalogue: Catalogue
  /** what happens while an entry of this type is being kept */
  during: { readonly type: string; readonly act: () => Promise<void> } | null
}

const officers = ['ines', 'jonas'] as const
const catalogueOf = (ddl: string): Catalogue => readDdl(ddl, 'postgres').catalogue

/** A connected database of which a catalogue is all there is to see. */
async function signing(db: Database, ddl: string): Promise<Signing> {
  const newest = await versionOf(folder('examples/shop/statement'))
  const store = createSystemStore(db)
  const { customer, platform } = await freshKeys(systemClock)
  const noted: string[] = []
  const made: Omit<Signing, 'systems'> = { store, noted, catalogue: catalogueOf(ddl), during: null }
  const systems = createSystems({
    store,
    vault: createVault({ tenant: 'harbour', customer, platform, clock: systemClock }),
    open: (options) => ({ ...opening([])(options), catalogue: async () => signed.catalogue }),
    placeOf: () => place,
    async note({ type, actor, payload }) {
      noted.push([type, actor, (payload as { version?: number }).version].join(' ').trimEnd())
      if (signed.during?.type === type) await signed.during.act()
    },
    findings: { raise: async () => {}, settle: async () => {} },
    openFindings: async () => [],
    inForce: () => ({ newest }) as unknown as InForce, // a statement in force; systems ask for no other part
    clock: systemClock,
  })
  const signed: Signing = Object.assign(made, { systems })
  await systems.connect({ name: 'shop-db', actor: 'operator', url, reach: 'near' })
  return signed
}

const customers = 'create table customer (id int primary key, email varchar(60) not null, phone text)'
const customersNow = 'create table customer (id bigint primary key, email varchar(80) not null, phone varchar(30) not null)' // prettier-ignore

forEachEngine((open) => {
  test('what a scan prints after a type changed can be signed as it was printed, and then nothing differs', async () => {
    const here = await signing(await open(), customers)
    const sign = async (): Promise<string> => {
      const { text } = await here.systems.scan('shop-db', 'operator')
      const { hash, problems } = await here.systems.check('shop-db', text)
      expect(problems).toEqual([])
      await here.systems.sign('shop-db', { text, hash: hash!, officer: 'ines' })
      return text
    }
    await sign()
    here.catalogue = catalogueOf(customersNow)
    expect((await here.systems.scan('shop-db', 'operator')).drift!.map(({ kind, column: of }) => [kind, of])).toEqual([
      ['type changed', 'id'],
      ['type changed', 'email'],
      ['type changed', 'phone'],
    ])
    const text = await sign()
    expect(text).toMatch(/phone: .*type: varchar\(30\) not null.*# it was text when the map was signed and is varchar\(30\) not null now: look at what it holds; \d+ %: its name says/) // prettier-ignore
    const again = await here.systems.scan('shop-db', 'operator')
    expect(again.drift).toEqual([])
    expect(again.text).not.toContain('it was')
  })

  test('of two officers who sign at once the ledger says signed of the one who did', async () => {
    const here = await signing(await open(), customers)
    const { text } = await here.systems.scan('shop-db', 'operator')
    const hash = (await here.systems.check('shop-db', text)).hash!
    let waiting = 0
    const bothBegan = Promise.withResolvers<void>()
    here.during = {
      type: 'system.map.begin',
      act: () => (++waiting === officers.length && bothBegan.resolve(), bothBegan.promise),
    }
    here.noted.length = 0
    const told = await Promise.allSettled(officers.map((officer) => here.systems.sign('shop-db', { text, hash, officer }))) // prettier-ignore
    const lost = told.filter(({ status }) => status === 'rejected')
    expect(lost).toMatchObject([{ reason: { code: 'conflict' } }])
    const maps = await here.store.maps('shop-db')
    expect(maps.map(({ version }) => version)).toEqual([1])
    const ofMaps = here.noted.filter((entry) => entry.startsWith('system.map'))
    expect(ofMaps.slice(0, 2).toSorted()).toEqual(officers.map((officer) => `system.map.begin officer ${officer} 1`))
    expect(ofMaps.slice(2)).toEqual([`system.map officer ${maps[0]!.signedBy} 1`])
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
