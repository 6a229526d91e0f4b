// Project Wycheproof against what the vault really calls: the two layers, HKDF-Expand, HMAC and Ed25519. Nothing is left out: vectors of
// sizes we do not use must be refused.

import { createHmac, createPublicKey, createSecretKey, verify } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { concat, fromHex, hmacSha256, toHex } from '../base/index.ts'
import { hkdfExpand } from './derive.ts'
import { aesGcm, chachaPoly, type Layer } from './layer.ts'

interface Group<Vector> {
  readonly keySize: number
  readonly ivSize: number
  readonly tagSize: number
  readonly publicKeyDer: string
  readonly tests: readonly (Vector & { readonly tcId: number; readonly result: 'valid' | 'invalid' | 'acceptable' })[]
}

function vectors<Vector>(name: string): { count: number; groups: readonly Group<Vector>[] } {
  const url = new URL(`../../../shared/vectors/wycheproof/${name}_test.json`, import.meta.url)
  const { numberOfTests, testGroups } = JSON.parse(readFileSync(url, 'utf8')) as {
    numberOfTests: number
    testGroups: Group<Vector>[]
  } // Wycheproof's published schema
  return { count: numberOfTests, groups: testGroups }
}

type AeadVector = { key: string; iv: string; aad: string; msg: string; ct: string; tag: string }

test.each<[string, Layer, number]>([
  ['aes_gcm', aesGcm, 33],
  ['chacha20_poly1305', chachaPoly, 158],
])('%s: valid vectors agree both ways, invalid ones and other sizes are refused', (name, layer, ours) => {
  const { count, groups } = vectors<AeadVector>(name)
  let [seen, used] = [0, 0]
  for (const { keySize, ivSize, tests } of groups) {
    for (const vector of tests) {
      seen += 1
      const sized = keySize === 256 && ivSize === 96
      if (sized) used += 1
      const opened = attempt(() =>
        layer.decrypt(keyOf(vector), fromHex(vector.iv), fromHex(vector.aad), fromHex(vector.ct + vector.tag)),
      )
      const valid = sized && vector.result === 'valid'
      expect([vector.tcId, opened === null ? null : toHex(opened)]).toEqual([vector.tcId, valid ? vector.msg : null])
      if (!valid) continue
      const sealed = layer.encrypt(keyOf(vector), fromHex(vector.iv), fromHex(vector.aad), fromHex(vector.msg))
      expect([vector.tcId, toHex(sealed)]).toEqual([vector.tcId, vector.ct + vector.tag])
    }
  }
  expect([seen, used]).toEqual([count, ours])
})

test('hkdf_sha256: our Expand after an Extract gives the vectors’ keys, and refuses what is too long', () => {
  const { count, groups } = vectors<{ ikm: string; salt: string; info: string; size: number; okm: string }>(
    'hkdf_sha256',
  )
  let seen = 0
  for (const { tcId, ikm, salt, info, size, okm, result } of groups.flatMap(({ tests }) => tests)) {
    seen += 1
    const extracted = createSecretKey(hmacSha256(fromHex(salt), fromHex(ikm)))
    const expanded = attempt(() => hkdfExpand('sha256', extracted, fromHex(info), size))
    expect([tcId, expanded === null ? null : toHex(expanded)]).toEqual([tcId, result === 'valid' ? okm : null])
  }
  expect(seen).toBe(count)
})

test('hmac_sha256: what the blind index calls, and the one of `base`, agree', () => {
  const { count, groups } = vectors<{ key: string; msg: string; tag: string }>('hmac_sha256')
  let seen = 0
  for (const { tagSize, tests } of groups) {
    for (const { tcId, key, msg, tag, result } of tests) {
      seen += 1
      const ours = createHmac('sha256', createSecretKey(fromHex(key)))
        .update(fromHex(msg))
        .digest()
      const right = toHex(ours.subarray(0, tagSize / 8)) === tag
      expect([tcId, right, toHex(hmacSha256(fromHex(key), fromHex(msg)))]).toEqual([
        tcId,
        result === 'valid',
        toHex(ours),
      ])
    }
  }
  expect(seen).toBe(count)
})

test('ed25519: the log key’s algorithm verifies the vectors as said', () => {
  const { count, groups } = vectors<{ msg: string; sig: string }>('ed25519')
  let seen = 0
  for (const { publicKeyDer, tests } of groups) {
    const key = createPublicKey({ key: Buffer.from(fromHex(publicKeyDer)), type: 'spki', format: 'der' })
    for (const { tcId, msg, sig, result } of tests) {
      seen += 1
      expect([tcId, verify(null, fromHex(msg), key, fromHex(sig))]).toEqual([tcId, result === 'valid'])
    }
  }
  expect(seen).toBe(count)
})

function keyOf({ key }: AeadVector): ReturnType<typeof createSecretKey> {
  return createSecretKey(concat(fromHex(key)))
}

function attempt<T>(work: () => T): T | null {
  try {
    return work()
  } catch {
    return null
  }
}
