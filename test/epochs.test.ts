// Key epochs from end to end: real key files, real databases. A rotation killed at any of its calls is finished by the next one, nobody
// loses a key, and what was erased before opens from no backup afterwards.

import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { createKeyStore, type Database } from '../src/adapters/stores/index.ts'
import { text, toHex, utf8 } from '../src/base/index.ts'
import { createVault, epochEnd, rotateEpochs } from '../src/vault/index.ts'
import type { CustomerKeys, KeyStore, Rotation, Vault, WrappedKey } from '../src/vault/index.ts'
import { putKey } from './contracts/key-store.ts'
import { clockAt, type TestClock } from './harness/clocks.ts'
import { forEachEngine, type Open } from './harness/databases.ts'
import { freshKeys, placeOf } from './harness/keys.ts'

const minute = 60_000
const day = 1440 * minute
const start = '2026-11-21T12:00:00Z'

interface House {
  readonly db: Database
  readonly clock: TestClock
  readonly customer: CustomerKeys
  readonly rotation: Rotation
  /** a vault with nothing cached, as after a restart */
  readonly freshVault: () => Vault
}

async function openHouse(open: Open): Promise<House> {
  const db = await open()
  const clock = clockAt(start)
  const { customer, platform } = await freshKeys(clock)
  const freshVault = (): Vault => createVault({ tenant: db.tenant, customer, platform, clock })
  const rotation = { store: createKeyStore(db), vault: freshVault(), customer, clock, batch: 4 }
  return { db, clock, customer, rotation, freshVault }
}

interface Sealed {
  readonly person: string
  readonly sealed: Uint8Array
}

async function addPeople({ db, rotation: { vault } }: House, count: number): Promise<Sealed[]> {
  const people: Sealed[] = []
  for (let i = 0; i < count; i++) {
    const key = await vault.newKey(randomUUID())
    await putKey(db, key)
    const { person } = key
    people.push({
      person,
      sealed: vault.seal(await vault.unlock(key), placeOf({ person }), utf8(`value of ${person}`)),
    })
  }
  return people
}

async function rowsOf(db: Database): Promise<WrappedKey[]> {
  return db.query<WrappedKey & Record<string, unknown>>('select person, law, version, epoch, wrapped from person_key where tenant = $1', [db.tenant]) // prettier-ignore
}

async function expectAllOpen({ db, freshVault }: House, people: readonly Sealed[]): Promise<void> {
  const [vault, rows] = [freshVault(), new Map((await rowsOf(db)).map((row) => [row.person, row]))]
  for (const { person, sealed } of people) {
    const keys = await vault.unlock(rows.get(person)!)
    expect(text(vault.open(keys, placeOf({ person }), sealed))).toBe(`value of ${person}`)
  }
}

forEachEngine((open) => {
  test('nothing happens before an epoch is due', async () => {
    const house = await openHouse(open)
    await addPeople(house, 3)
    house.clock.move(29 * day)
    expect(await rotateEpochs(house.rotation)).toEqual({ began: null, rewrapped: 0, unreadable: 0, destroyed: [] })
  })

  test('when it is due, a new one begins, all keys are wrapped anew, and the old one goes once the new one has settled', async () => {
    const house = await openHouse(open)
    const people = await addPeople(house, 10)
    house.clock.move(30 * day - 11 * 60 * minute)
    expect(await rotateEpochs(house.rotation)).toEqual({ began: 2, rewrapped: 10, unreadable: 0, destroyed: [] })
    house.clock.move(10 * minute)
    expect(await rotateEpochs(house.rotation)).toEqual({ began: null, rewrapped: 0, unreadable: 0, destroyed: [1] })
    expect((await house.customer.epochs()).map(({ epoch }) => epoch)).toEqual([2])
    await expectAllOpen(house, people)
  })

  test('a key that a slow operation still wrapped under the old epoch is wrapped anew before that epoch goes', async () => {
    const house = await openHouse(open)
    const late = await house.rotation.vault.newKey(randomUUID())
    house.clock.move(30 * day)
    await rotateEpochs(house.rotation)
    await putKey(house.db, late)
    house.clock.move(10 * minute)
    expect(await rotateEpochs(house.rotation)).toEqual({ began: null, rewrapped: 1, unreadable: 0, destroyed: [1] })
    await expect(house.freshVault().unlock((await rowsOf(house.db))[0]!)).resolves.toBeDefined()
  })

  test('an erased person stays erased, from an old copy of the key rows too; the living open from the newest', async () => {
    const house = await openHouse(open)
    const [maya, noor] = await addPeople(house, 2)
    const backup = await rowsOf(house.db)
    await house.db.query('delete from person_key where tenant = $1 and person = $2', [house.db.tenant, maya!.person])
    house.rotation.vault.drop(maya!.person)
    const stillOpens = await house.freshVault().unlock(backup.find(({ person }) => person === maya!.person)!)
    expect(stillOpens).toBeDefined()
    house.clock.move(30 * day)
    await rotateEpochs({ ...house.rotation, settleMinutes: 0 })
    expect((await house.customer.epochs()).map(({ epoch }) => epoch)).toEqual([2])
    for (const row of backup) {
      await expect(house.freshVault().unlock(row)).rejects.toMatchObject({ code: 'keys_unavailable' })
    }
    await expectAllOpen(house, [noor!])
  })

  test('a key row that was changed keeps its epoch from being destroyed, and is counted', async () => {
    const house = await openHouse(open)
    const people = await addPeople(house, 6)
    await house.db.query('update person_key set wrapped = $3 where tenant = $1 and person = $2', [house.db.tenant, people[2]!.person, Buffer.alloc(63, 1)]) // prettier-ignore
    house.clock.move(30 * day)
    const rotation = { ...house.rotation, settleMinutes: 0 }
    expect(await rotateEpochs(rotation)).toEqual({ began: 2, rewrapped: 5, unreadable: 1, destroyed: [] })
    await expectAllOpen(house, people.toSpliced(2, 1))
    await house.db.query('delete from person_key where tenant = $1 and person = $2', [
      house.db.tenant,
      people[2]!.person,
    ])
    expect(await rotateEpochs(rotation)).toEqual({ began: null, rewrapped: 0, unreadable: 0, destroyed: [1] })
  })

  describe('killed at any call of a port', () => {
    test.each([false, true])(
      '(the call itself was done: %s) the next run finishes, nobody loses a key',
      async (done) => {
        const db = await open()
        let [call, ended] = [0, 'killed']
        while (ended === 'killed') {
          call += 1
          for (const table of ['person_key', 'person']) await db.query(`delete from ${table}`)
          const house = await openHouse(async () => db)
          const people = await addPeople(house, 9)
          house.clock.move(30 * day)
          const killer = killAt(call, done)
          const ports = { store: killer(house.rotation.store), customer: killer(house.customer) }
          const killed = rotateEpochs({ ...house.rotation, ...ports, settleMinutes: 0 })
          ended = await killed.then(() => 'finished', (cause: Error) => cause.message) // prettier-ignore
          await expectAllOpen(house, people)
          await rotateEpochs({ ...house.rotation, vault: house.freshVault(), settleMinutes: 0 })
          await expectAllOpen(house, people)
          expect((await house.customer.epochs()).map(({ epoch }) => epoch)).toEqual([2])
          expect(await house.rotation.store.countUnder(2)).toBe(9)
        }
        expect(ended).toBe('finished')
        expect(call).toBeGreaterThan(8)
      },
    )
  })
})

/** Makes the n-th call of all wrapped ports die, before it was done or after. */
function killAt(call: number, done: boolean): <Port extends KeyStore | CustomerKeys>(port: Port) => Port {
  let calls = 0
  return (port) =>
    new Proxy(port, {
      get(target, name, receiver) {
        const member: unknown = Reflect.get(target, name, receiver)
        if (typeof member !== 'function') return member
        return async (...args: unknown[]) => {
          const dies = ++calls === call
          if (dies && !done) throw new Error('killed')
          const answer: unknown = await member.apply(target, args)
          if (dies) throw new Error('killed')
          return answer
        }
      },
    })
}

describe('the end of an epoch', () => {
  test('is its beginning, the days an epoch lasts, and the days key backups live', async () => {
    const clock = clockAt(start)
    const { customer } = await freshKeys(clock)
    clock.move(3 * day)
    const end = async (terms: object): Promise<string | undefined> =>
      (await epochEnd({ customer, clock, ...terms }, 1))?.toISOString()
    expect(await end({})).toBe('2026-12-28T12:00:00.000Z')
    expect(await end({ everyDays: 7, keyBackupDays: 0 })).toBe('2026-11-28T12:00:00.000Z')
    expect(await end({ everyDays: 90, keyBackupDays: 7 })).toBe('2027-02-26T12:00:00.000Z')
    await expect(end({ everyDays: 0 })).rejects.toThrow(RangeError)
    await expect(end({ everyDays: 91 })).rejects.toThrow(RangeError)
  })

  test('is true: the epoch is destroyed before that day, when the rotation runs every hour', async () => {
    for (const everyDays of [1, 2, 30, 90]) {
      const clock = clockAt(start)
      const { customer, platform } = await freshKeys(clock)
      const vault = createVault({ tenant: 't', customer, platform, clock })
      const none: KeyStore = { keysUnder: async () => [], replaceUnder: async () => 0, countUnder: async () => 0 }
      const promised = await epochEnd({ customer, clock, everyDays, keyBackupDays: 0 }, 1)
      while ((await customer.epochs()).some(({ epoch }) => epoch === 1)) {
        clock.move(60 * minute)
        await rotateEpochs({ store: none, vault, customer, clock, everyDays })
      }
      expect(clock.now().getTime()).toBeLessThan(promised!.getTime())
    }
  })

  test('is never said to be past while the epoch is still there, and is null when it is gone', async () => {
    const clock = clockAt(start)
    const { customer } = await freshKeys(clock)
    clock.move(45 * day)
    expect((await epochEnd({ customer, clock, keyBackupDays: 0 }, 1))?.toISOString()).toBe('2027-01-06T12:00:00.000Z')
    await customer.nextEpoch()
    await customer.destroyEpoch(1)
    expect(await epochEnd({ customer, clock }, 1)).toBeNull()
  })
})

test('a key wrapped anew differs in every byte that could be compared', async () => {
  const clock = clockAt(start)
  const { customer, platform } = await freshKeys(clock)
  const vault = createVault({ tenant: 't', customer, platform, clock })
  const key = await vault.newKey('maya')
  await customer.nextEpoch()
  expect(toHex((await vault.rewrap(key)).wrapped.subarray(3))).not.toBe(toHex(key.wrapped.subarray(3)))
})
