// Identifiers that can be asked for elsewhere: sealed under the person's own key when the person begins, opened after an entry of the
// ledger, and gone with key and row.

import { afterEach, beforeAll, expect, test } from 'vitest'
import { forEachEngine } from '../../test/harness/databases.ts'
import { eventStatement } from '../../test/harness/event-statement.ts'
import { folder, openGate, serviceOf, versionOf, type GateGround } from '../../test/harness/gate.ts'
import type { Database } from '../adapters/stores/index.ts'
import type { Version } from '../policy/index.ts'
import type { Principal } from '../principals/index.ts'
import type { GateStore, Identifier, PersonRef, WriteItem } from './index.ts'

const maya = { field: 'email', value: 'Maya@Example.org' }
const card = { field: 'card', value: '4711' }
const desk = { actor: 'system:shop-db', why: 'copy' }

let first: Version
let second: Version
beforeAll(async () => {
  first = await versionOf(folder('examples/harbour/statement'))
  second = await versionOf(eventStatement(), 2)
})

forEachEngine((open) => {
  let ground: GateGround
  let db: Database
  const begin = async (wrap?: (store: GateStore) => GateStore): Promise<GateGround> => {
    db = await open()
    return (ground = await openGate(db, first, wrap))
  }
  afterEach(() => ground.end())

  const write = async (messageId: string, also: readonly PersonRef[] = []): Promise<unknown> => {
    const item: WriteItem = {
      messageId,
      person: maya,
      also,
      product: 'search',
      category: 'interaction.search',
      origin: 'person',
      collectedAt: ground.clock.now(),
      region: 'eea',
      signedIn: true,
      data: { words: 'tide tables' },
    }
    return ground.gate.write(serviceOf(first), [item])
  }

  test('what a person is known by opens as it was told, after an entry of the ledger, and prints as sealed', async () => {
    const { gate } = await begin()
    await write('m1', [card])
    const person = (await gate.personOf(maya))!
    const opened = await gate.identifiers(person, desk)
    expect(revealed(opened).toSorted((a, b) => (a.field < b.field ? -1 : 1))).toEqual([card, maya])
    expect(JSON.stringify(opened)).not.toMatch(/maya|4711/i)
    const [entry] = await gate.history(person, 1)
    expect(entry).toMatchObject({
      type: 'identifiers',
      actor: 'system:shop-db',
      payload: { fields: ['card', 'email'], count: 2, why: 'copy' },
    })
    expect(JSON.stringify(entry)).not.toMatch(/maya|4711/i)
  })

  test('nothing opens when the ledger does not take the entry', async () => {
    let isDown = false
    const { gate } = await begin((store) => ({
      ...store,
      async commit(works) {
        if (isDown) throw new Error('the disk')
        return store.commit(works)
      },
    }))
    const person = await gate.admit(maya, { region: null, canary: false })
    isDown = true
    await expect(gate.identifiers(person, desk)).rejects.toMatchObject({ code: 'audit_unavailable' })
  })

  test('none of somebody erased, none of somebody unknown; who comes back is known by the new one', async () => {
    const { gate, clock } = await begin()
    const person = await gate.admit(maya, { region: null, canary: false })
    await gate.forget(person, { case: 'R-1', tombstonesUntil: clock.now() })
    expect(await gate.identifiers(person, desk)).toEqual([])
    expect(await gate.identifiers('00000000-0000-4000-8000-000000000001', desk)).toEqual([])
    clock.forward(1_000)
    const again = await gate.admit(maya, { region: null, canary: false })
    expect(again).not.toBe(person)
    expect(revealed(await gate.identifiers(again, desk))).toEqual([maya])
  })

  test('one added while the person is forgotten is gone too, and has its tombstone', async () => {
    let meanwhile = async (): Promise<void> => {}
    const { gate, clock } = await begin((store) => ({
      ...store,
      async forget(person, keepable, prepare) {
        const told = meanwhile
        meanwhile = async () => {}
        await told()
        return store.forget(person, keepable, prepare)
      },
    }))
    await write('m1')
    const person = (await gate.personOf(maya))!
    clock.forward(1_000)
    const site = { ...serviceOf(second, 'shop-site'), source: 'shop-site' } as Principal // a service’s, with its source
    ground.publish(second)
    const told = { type: 'identify', userId: 'u1', messageId: 'e1', traits: { email: maya.value } }
    meanwhile = async () => void (await gate.intake(site, [told]))
    const { tombstones } = await gate.forget(person, { case: 'R-1', tombstonesUntil: new Date('2027-01-01T00:00:00Z') })
    expect(tombstones).toBe(2)
    expect(await gate.personOf({ field: 'customer', value: 'u1' })).toBeNull()
    const before = { type: 'track', event: 'Order Completed', userId: 'u1', messageId: 'e2', timestamp: '2026-04-14T09:00:00Z', properties: { total: 1 } } // prettier-ignore
    expect(await gate.intake(site, [before])).toMatchObject([{ outcome: 'refused', code: 'erased' }])
  })

  test('one stored before they were sealed opens as null, until it is told again', async () => {
    const { gate } = await begin()
    const person = await gate.admit(maya, { region: null, canary: false })
    await db.query('update app.identifier set sealed = null where tenant = $1', [db.tenant])
    expect(revealed(await gate.identifiers(person, desk))).toEqual([{ field: 'email', value: null }])
    expect(await gate.admit(maya, { region: null, canary: false })).toBe(person)
    expect(revealed(await gate.identifiers(person, desk))).toEqual([maya])
  })

  test('moved to another person’s row it does not open', async () => {
    const { gate } = await begin()
    const person = await gate.admit(maya, { region: null, canary: false })
    await gate.admit(card, { region: null, canary: false })
    await db.query(
      `update app.identifier i set sealed = (select o.sealed from app.identifier o where o.tenant = i.tenant and o.field = 'card')
       where i.tenant = $1 and i.field = 'email'`,
      [db.tenant],
    )
    await expect(gate.identifiers(person, desk)).rejects.toMatchObject({ code: 'sealed_refused' })
  })
})

function revealed(identifiers: readonly Identifier[]): { field: string; value: string | null }[] {
  return identifiers.map(({ field, value }) => ({ field, value: value?.reveal() ?? null }))
}
