// Our own published vectors (docs/spec/envelope-vectors.json), made by another implementation from the text of the spec.

import { createSecretKey, type KeyObject } from 'node:crypto'
import { expect, test } from 'vitest'
import vectors from '../../docs/spec/envelope-vectors.json' with { type: 'json' }
import { clockAt } from '../../test/harness/clocks.ts'
import { fromHex, sha256, toHex } from '../base/index.ts'
import { customerContext, encodePlace, platformContext } from './context.ts'
import { deriveKey } from './derive.ts'
import { openTwice, twoLayers } from './envelope.ts'
import type { CustomerKeys, PlatformKeys, Vault } from './types.ts'
import { createVault } from './vault.ts'

const keyOf = (hex: string): KeyObject => createSecretKey(fromHex(hex))
const indexKeys: Readonly<Record<string, string>> = vectors.blindIndex.indexKeys

/** Key sources that hold the vectors' keys. */
function vaultOfVectors(tenant: string): Vault {
  const { epoch, branchKey } = vectors.wrappedKey
  const { platformEpoch, outerKey } = vectors.envelope
  const customer: CustomerKeys = {
    custodian: 'vectors',
    currentEpoch: async () => epoch,
    branchKey: async () => keyOf(branchKey),
    nextEpoch: async () => epoch + 1,
    destroyEpoch: async () => {},
    epochs: async () => [],
    secretKey: async () => keyOf(vectors.secret.secretKey),
  }
  const platform: PlatformKeys = {
    custodian: 'vectors',
    currentEpoch: async () => platformEpoch,
    epochs: async () => [platformEpoch],
    outerKey: async () => keyOf(outerKey),
    indexKey: async (use) => keyOf(indexKeys[use]!),
    auditKey: async () => keyOf(vectors.audit.auditKey),
    logKey: async () => keyOf(outerKey),
  }
  return createVault({ tenant, customer, platform, clock: clockAt('2026-11-21T12:00:00Z') })
}

test('the contexts of both layers', () => {
  const { tenant, place, sealed, customerContext: inner, platformContext: outer } = vectors.envelope
  const where = encodePlace(tenant, place)
  expect(toHex(customerContext(where))).toBe(inner)
  expect(toHex(platformContext(where, sha256(fromHex(sealed).subarray(15, 30))))).toBe(outer)
})

test('a person’s outer key', () => {
  const { tenant, place, outerKey, platformEpoch, personOuterKey } = vectors.envelope
  const derived = deriveKey('sha3-256', keyOf(outerKey), [
    'wordkept/v1/person-outer',
    tenant,
    place.person,
    String(platformEpoch),
  ])
  expect(toHex(derived.export())).toBe(personOuterKey)
})

test('an envelope', () => {
  const { tenant, place, personKey, keyVersion, personOuterKey, platformEpoch, sealed, plaintext } = vectors.envelope
  const platform = keyOf(personOuterKey)
  const keys = {
    wrapped: { person: place.person, law: '', version: keyVersion, epoch: 1, wrapped: new Uint8Array() },
    customer: keyOf(personKey),
    platform,
    platformEpoch,
    platforms: new Map([[platformEpoch, platform]]),
  }
  expect(toHex(openTwice(twoLayers, tenant, keys, place, fromHex(sealed)))).toBe(plaintext)
})

test('a wrapped key', async () => {
  const { tenant, person, law, version, epoch, wrapped, personKey } = vectors.wrappedKey
  const keys = await vaultOfVectors(tenant).unlock({ person, law, version, epoch, wrapped: fromHex(wrapped) })
  expect(toHex(keys.customer.export())).toBe(personKey)
})

test('the tokens of the blind index', async () => {
  const { tenant, email, tombstone, message } = vectors.blindIndex
  const vault = vaultOfVectors(tenant)
  expect(toHex(await vault.token('email', email.value))).toBe(email.token)
  expect(toHex(await vault.tombstoneToken('email', email.value))).toBe(tombstone)
  expect(toHex(await vault.messageToken(message.source, message.id))).toBe(message.token)
})

test('the audit’s seal', async () => {
  const { tenant, sealed, plaintext } = vectors.audit
  expect(toHex(await vaultOfVectors(tenant).openAudit(fromHex(sealed)))).toBe(plaintext)
})

test('a secret of the tenant', async () => {
  const { tenant, name, sealed, secret } = vectors.secret
  expect(toHex(await vaultOfVectors(tenant).openSecret(name, fromHex(sealed)))).toBe(secret)
})
