// The vault over real key files: whose keys open what, how long they are kept, what ends with an epoch, and what tokens tell.

import { createSecretKey, randomBytes, type KeyObject } from 'node:crypto'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { text, toHex, utf8 } from '../base/index.ts'
import { clockAt, type TestClock } from '../../test/harness/clocks.ts'
import { freshKeys, placeOf } from '../../test/harness/keys.ts'
import type { CustomerKeys, PlatformKeys, Vault } from './types.ts'
import { createVault } from './vault.ts'

const start = '2026-11-21T12:00:00Z'
const minute = 60_000
const refused = expect.objectContaining({ code: 'sealed_refused' })

async function openVault(tenant = 'harbour'): Promise<{
  vault: Vault
  clock: TestClock
  customer: CustomerKeys
  platform: PlatformKeys
  customerDir: string
}> {
  const clock = clockAt(start)
  const { customer, platform, customerDir } = await freshKeys(clock)
  return { vault: createVault({ tenant, customer, platform, clock }), clock, customer, platform, customerDir }
}

/** The branch keys of a source, counted. */
function counted(customer: CustomerKeys): CustomerKeys & { readonly asked: () => number } {
  let asked = 0
  return { ...customer, branchKey: (epoch) => (asked++, customer.branchKey(epoch)), asked: () => asked }
}

test('what a person’s keys seal opens for that person alone', async () => {
  const { vault } = await openVault()
  const [maya, noor] = [await vault.newKey('maya'), await vault.newKey('noor')]
  const sealed = vault.seal(await vault.unlock(maya), placeOf({ person: 'maya' }), utf8('lights'))
  expect(text(vault.open(await vault.unlock(maya), placeOf({ person: 'maya' }), sealed))).toBe('lights')
  const noors = await vault.unlock(noor)
  expect(() => vault.open(noors, placeOf({ person: 'maya' }), sealed)).toThrow(refused)
  expect(() => vault.open(noors, placeOf({ person: 'noor' }), sealed)).toThrow(refused)
})

test('a law’s key is another key: neither opens what the other sealed', async () => {
  const { vault } = await openVault()
  const own = await vault.unlock(await vault.newKey('maya'))
  const law = await vault.unlock(await vault.newKey('maya', 'tax-147'))
  const place = placeOf({ person: 'maya' })
  const sealed = vault.seal(law, place, utf8('invoice'))
  expect(() => vault.open(own, place, sealed)).toThrow(refused)
  expect(text(vault.open(law, place, sealed))).toBe('invoice')
})

test('a wrapped key opens in its own row only: another tenant, person, law, version or epoch refuses it', async () => {
  const { vault, clock, customer, platform } = await openVault()
  const key = await vault.newKey('maya')
  await customer.nextEpoch()
  const rows = [
    { person: 'noor' },
    { law: 'tax-147' },
    { version: 2 },
    { epoch: 2 },
    { wrapped: key.wrapped.slice(0, 62) },
  ]
  for (const change of rows) await expect(vault.unlock({ ...key, ...change })).rejects.toEqual(refused)
  const other = createVault({ tenant: 'elsewhere', customer, platform, clock })
  await expect(other.unlock(key)).rejects.toEqual(refused)
  for (let at = 0; at < key.wrapped.length; at++) {
    const wrapped = key.wrapped.slice()
    wrapped[at] = wrapped[at]! ^ 1
    await expect(vault.unlock({ ...key, wrapped })).rejects.toEqual(refused)
  }
  await expect(vault.unlock(key)).resolves.toBeDefined()
})

test('a person’s keys are kept for 60 seconds, loaded once for all who ask, and dropped when told', async () => {
  const { clock, customer, platform } = await openVault()
  const vault = createVault({ tenant: 't', customer, platform, clock })
  const key = await vault.newKey('maya')
  const [one, two] = await Promise.all([vault.unlock(key), vault.unlock(key)])
  expect(one).toBe(two)
  clock.move(minute - 1)
  expect(await vault.unlock(key)).toBe(one)
  clock.move(1)
  const later = await vault.unlock(key)
  expect(later).not.toBe(one)
  vault.drop('noor')
  expect(await vault.unlock(key)).toBe(later)
  vault.drop('maya')
  expect(await vault.unlock(key)).not.toBe(later)
})

// SEC-05
test('taking the customer’s root key away takes effect within five minutes', async () => {
  const { vault, clock, customerDir } = await openVault()
  const key = await vault.newKey('maya')
  await vault.unlock(key)
  rmSync(join(customerDir, 'root.key'))
  clock.move(5 * minute)
  await expect(vault.unlock(key)).rejects.toMatchObject({ code: 'key_missing', detail: { file: 'customer/root.key' } })
})

test('unlocking ten thousand people asks the source for one branch key', async () => {
  const { clock, customer, platform } = await openVault()
  const source = counted(customer)
  const vault = createVault({ tenant: 't', customer: source, platform, clock })
  const keys = await Promise.all(Array.from({ length: 10_000 }, (_, i) => vault.newKey(`p${i}`)))
  await Promise.all(keys.map((key) => vault.unlock(key)))
  expect(source.asked()).toBe(1)
})

test('a key wrapped anew stands under the newest epoch and is the same key', async () => {
  const { vault, customer } = await openVault()
  const key = await vault.newKey('maya')
  const place = placeOf({ person: 'maya' })
  const sealed = vault.seal(await vault.unlock(key), place, utf8('lights'))
  expect(await vault.rewrap(key)).toBe(key)
  await customer.nextEpoch()
  const fresh = await vault.rewrap(key)
  expect([key.epoch, fresh.epoch, fresh.version]).toEqual([1, 2, 1])
  expect(toHex(fresh.wrapped)).not.toBe(toHex(key.wrapped))
  expect(text(vault.open(await vault.unlock(fresh), place, sealed))).toBe('lights')
})

test('when an epoch is destroyed, an old copy of a key row yields nothing, and one wrapped anew still opens', async () => {
  const { clock, customer, platform } = await openVault()
  const before = createVault({ tenant: 't', customer, platform, clock })
  const [erased, living] = [await before.newKey('maya'), await before.newKey('noor')]
  const sealed = before.seal(await before.unlock(living), placeOf({ person: 'noor' }), utf8('still here'))
  await customer.nextEpoch()
  const rewrapped = await before.rewrap(living)
  await customer.destroyEpoch(1)
  const restored = createVault({ tenant: 't', customer, platform, clock })
  await expect(restored.unlock(erased)).rejects.toMatchObject({ code: 'keys_unavailable' })
  await expect(restored.unlock(living)).rejects.toMatchObject({ code: 'keys_unavailable' })
  expect(text(restored.open(await restored.unlock(rewrapped), placeOf({ person: 'noor' }), sealed))).toBe('still here')
})

test('a new platform epoch seals from then on, and the older ones still open', async () => {
  const { clock, customer } = await openVault()
  const outer = new Map([[1, key()]])
  const platform = { ...(await freshKeys(clock)).platform, ...epochs(outer) }
  const vault = createVault({ tenant: 't', customer, platform, clock })
  const row = await vault.newKey('maya')
  const place = placeOf({ person: 'maya' })
  const older = vault.seal(await vault.unlock(row), place, utf8('older'))
  outer.set(2, key())
  clock.move(5 * minute)
  const keys = await vault.unlock(row)
  const newer = vault.seal(keys, place, utf8('newer'))
  expect([older[2], newer[2]]).toEqual([1, 2])
  expect([text(vault.open(keys, place, older)), text(vault.open(keys, place, newer))]).toEqual(['older', 'newer'])
})

test('an identifier has one token, another one in every field, tenant and use', async () => {
  const { vault, clock, customer, platform } = await openVault()
  const other = createVault({ tenant: 'elsewhere', customer, platform, clock })
  const tokens = [
    await vault.token('email', 'maya@example.org'),
    await vault.token('customer', 'maya@example.org'),
    await vault.tombstoneToken('email', 'maya@example.org'),
    await vault.messageToken('email', 'maya@example.org'),
    await other.token('email', 'maya@example.org'),
  ].map(toHex)
  expect(new Set(tokens).size).toBe(tokens.length)
  expect(tokens.every((token) => token.length === 32)).toBe(true)
  expect(toHex(await vault.token('email', ' MAYA@Example.org'))).toBe(tokens[0])
})

test('the tombstone of a blind token is that of the identifier, and messages are told apart by source and id', async () => {
  const { vault } = await openVault()
  const blind = await vault.token('email', 'maya@example.org')
  expect(toHex(await vault.tombstoneOf(blind))).toBe(toHex(await vault.tombstoneToken('email', 'Maya@example.org')))
  const messages = [['a', 'bc'], ['ab', 'c'], ['abc', ''], ['', 'abc']] as const // prettier-ignore
  const tokens = await Promise.all(messages.map(async ([source, id]) => toHex(await vault.messageToken(source, id))))
  expect(new Set(tokens).size).toBe(4)
  await expect(vault.token('tombstone', 'x')).rejects.toThrow('name of its own')
})

test('what the audit seals opens for its tenant, unchanged, and for nobody else', async () => {
  const { vault, clock, customer, platform } = await openVault()
  const sealed = await vault.sealAudit(utf8('who asked'))
  expect(sealed.length).toBe(9 + 31)
  expect(text(await vault.openAudit(sealed))).toBe('who asked')
  await expect(createVault({ tenant: 'x', customer, platform, clock }).openAudit(sealed)).rejects.toEqual(refused)
  for (let at = 0; at < sealed.length; at++) {
    const changed = sealed.slice()
    changed[at] = changed[at]! ^ 1
    await expect(vault.openAudit(changed)).rejects.toEqual(refused)
  }
})

test('two local files are one custodian, two sources of different kinds are two', async () => {
  const { vault, clock, customer, platform } = await openVault()
  expect(vault.custodians).toEqual({ two: false, words: 'two custodians: no (both are local files)' })
  const apart = createVault({ tenant: 't', customer: { ...customer, custodian: 'OpenBao' }, platform, clock })
  expect(apart.custodians).toEqual({ two: true, words: 'two custodians: yes (OpenBao, local file)' })
})

function key(): KeyObject {
  return createSecretKey(randomBytes(32))
}

function epochs(outer: ReadonlyMap<number, KeyObject>): Pick<PlatformKeys, 'currentEpoch' | 'epochs' | 'outerKey'> {
  return {
    currentEpoch: async () => Math.max(...outer.keys()),
    epochs: async () => [...outer.keys()],
    outerKey: async (epoch) => outer.get(epoch)!,
  }
}

describe('a secret of the tenant', () => {
  const name = 'system/shop-db'
  const secret = utf8('postgres://kept:canary@db.example/shop')

  test('opens under its name, and seals to other bytes each time', async () => {
    const { vault } = await openVault()
    const [one, two] = [await vault.sealSecret(name, secret), await vault.sealSecret(name, secret)]
    expect(toHex(one)).not.toBe(toHex(two))
    for (const sealed of [one, two]) expect(text(await vault.openSecret(name, sealed))).toBe(text(secret))
  })

  test('opens for no other name, no other tenant, and no byte changed', async () => {
    const { vault, clock, customer, platform } = await openVault()
    const sealed = await vault.sealSecret(name, secret)
    const other = createVault({ tenant: 'elsewhere', customer, platform, clock })
    await expect(vault.openSecret('system/shop-db2', sealed)).rejects.toEqual(refused)
    await expect(other.openSecret(name, sealed)).rejects.toEqual(refused)
    for (let at = 0; at < sealed.length; at++) {
      const changed = sealed.slice()
      changed[at] = changed[at]! ^ 1
      await expect(vault.openSecret(name, changed)).rejects.toEqual(refused)
    }
  })

  test('needs the keys of both layers', async () => {
    const { vault, clock, customer, platform } = await openVault()
    const sealed = await vault.sealSecret(name, secret)
    const [theirs, ours] = [await freshKeys(clock), await freshKeys(clock)]
    const halves = [
      createVault({ tenant: 'harbour', customer: theirs.customer, platform, clock }),
      createVault({ tenant: 'harbour', customer, platform: ours.platform, clock }),
    ]
    for (const half of halves) await expect(half.openSecret(name, sealed)).rejects.toEqual(refused)
  })

  test('outlives the epochs of branch keys', async () => {
    const { vault, customer, clock } = await openVault()
    const sealed = await vault.sealSecret(name, secret)
    await customer.nextEpoch()
    await customer.destroyEpoch(1)
    clock.move(5 * minute)
    expect(text(await vault.openSecret(name, sealed))).toBe(text(secret))
  })

  test('is lost, and not made anew, when its key file is', async () => {
    const { vault, clock, customerDir } = await openVault()
    const sealed = await vault.sealSecret(name, secret)
    rmSync(join(customerDir, 'secret.key'))
    clock.move(5 * minute)
    const gone = { code: 'key_missing', detail: { file: 'customer/secret.key' } }
    await expect(vault.openSecret(name, sealed)).rejects.toMatchObject(gone)
    await expect(vault.sealSecret(name, secret)).rejects.toMatchObject(gone)
  })
})
