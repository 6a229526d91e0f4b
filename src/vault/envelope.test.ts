// The envelope: it opens where it was sealed and nowhere else (E1 to E4). 20,000 tampered ones, and each layer alone.

import fc from 'fast-check'
import { createSecretKey, randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { concat, Failure, text, utf8 } from '../base/index.ts'
import { personKeys, placeOf } from '../../test/harness/keys.ts'
import { envelopeBytes, openTwice, sealTwice, twoLayers, type Layers } from './envelope.ts'
import { aesGcm, chachaPoly, newHeader, nonceOf, tagBytes, type Layer } from './layer.ts'
import type { PersonKeys, SealPlace } from './types.ts'

const refused = expect.objectContaining({ code: 'sealed_refused' })
const seal = (keys: PersonKeys, place: SealPlace, plain: Uint8Array): Uint8Array =>
  sealTwice(twoLayers, 't', keys, place, plain)
const open = (keys: PersonKeys, place: SealPlace, sealed: Uint8Array, tenant = 't'): Uint8Array =>
  openTwice(twoLayers, tenant, keys, place, sealed)

test('whatever is sealed for a place opens there, 62 bytes longer', () => {
  const keys = personKeys('p-1')
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 5000 }), (plain) => {
      const sealed = seal(keys, placeOf(), plain)
      expect(sealed.length).toBe(plain.length + 62)
      expect([...open(keys, placeOf(), sealed)]).toEqual([...plain])
    }),
  )
})

test('an envelope begins with suite and key version of each layer', () => {
  const sealed = seal(personKeys('p-1', 3, 258), placeOf(), utf8('x'))
  expect([...sealed.subarray(0, 3)]).toEqual([2, 1, 2])
  expect([...sealed.subarray(15, 18)]).toEqual([1, 0, 3])
})

test('sealing the same value twice shares no byte pattern: nonces are random and never used again', () => {
  const keys = personKeys('p-1')
  const nonces = Array.from({ length: 5000 }, () => seal(keys, placeOf(), utf8('same')))
  const outer = new Set(nonces.map((sealed) => Buffer.from(sealed.subarray(3, 15)).toString('hex')))
  const inner = new Set(nonces.map((sealed) => Buffer.from(sealed.subarray(18, 30)).toString('hex')))
  expect([outer.size, inner.size, new Set([...outer, ...inner]).size]).toEqual([5000, 5000, 10_000])
})

describe('20,000 tampered envelopes, none accepted', () => {
  const plain = utf8('what Maya searched for: harbour lights')
  const keys = personKeys('p-1')
  const accepted = (count: number, change: (sealed: Uint8Array, i: number) => Uint8Array): number => {
    let opened = 0
    for (let i = 0; i < count; i++) {
      const sealed = seal(keys, placeOf(), plain)
      if (opens(() => open(keys, placeOf(), change(sealed, i)))) opened += 1
    }
    return opened
  }
  const bits = 8 * (plain.length + envelopeBytes)

  test('each single bit flipped (6,400)', () => {
    expect(accepted(6400, (sealed, i) => flip(sealed, i % bits))).toBe(0)
  })

  test('two bits flipped (2,000)', () => {
    const opened = accepted(2000, (sealed) => {
      const [a, b] = [below(bits), below(bits - 1)]
      return flip(flip(sealed, a), b >= a ? b + 1 : b)
    })
    expect(opened).toBe(0)
  })

  test('cut to any length, at either end (2,000)', () => {
    const opened = accepted(2000, (sealed, i) =>
      i % 2 ? sealed.subarray(0, below(sealed.length)) : sealed.subarray(1 + below(sealed.length)),
    )
    expect(opened).toBe(0)
  })

  test('made longer at either end or in the middle (1,200)', () => {
    const opened = accepted(1200, (sealed) => {
      const at = below(sealed.length + 1)
      return concat(sealed.subarray(0, at), randomBytes(1 + below(20)), sealed.subarray(at))
    })
    expect(opened).toBe(0)
  })

  test('each part swapped with that of another envelope of the same place and key (3,000)', () => {
    const other = seal(keys, placeOf(), utf8('what Maya searched for: something else'))
    const cuts = [[3, 15], [15, 30], [18, 30], [30, 30 + plain.length], [30, -16], [-32, -16], [-16, undefined]] as const // prettier-ignore
    const opened = accepted(3000, (sealed, i) => {
      const [from, to] = cuts[i % cuts.length]!
      const changed = sealed.slice()
      changed.set(other.subarray(from, to), from < 0 ? sealed.length + from : from)
      return changed
    })
    expect(opened).toBe(0)
  })

  test('both layers’ headers exchanged, and any other suite byte (1,400)', () => {
    const opened = accepted(1400, (sealed, i) => {
      const changed = sealed.slice()
      if (i % 2) changed.set(concat(sealed.subarray(15, 30), sealed.subarray(0, 15)))
      else changed[i % 4 ? 0 : 15] = (sealed[i % 4 ? 0 : 15]! + 1 + below(255)) % 256
      return changed
    })
    expect(opened).toBe(0)
  })

  test('moved to another tenant, person, record, category, form or version (2,000)', () => {
    const moves: readonly Partial<SealPlace>[] = [{ person: 'p-2' }, { record: 'r-2' }, { category: 'interaction' }, { schema: 2 }, { version: 2 }] // prettier-ignore
    let opened = 0
    for (let i = 0; i < 2000; i++) {
      const sealed = seal(keys, placeOf(), plain)
      const move = moves[i % (moves.length + 1)]
      if (opens(() => (move ? open(keys, placeOf(move), sealed) : open(keys, placeOf(), sealed, 't2')))) opened += 1
    }
    expect(opened).toBe(0)
  })

  test('opened with another person’s keys, another version of the key, or another platform epoch (2,000)', () => {
    let opened = 0
    for (let i = 0; i < 2000; i++) {
      const sealed = seal(keys, placeOf(), plain)
      const other = personKeys('p-1')
      const mixed = [
        other,
        { ...keys, customer: other.customer },
        { ...keys, platforms: other.platforms },
        { ...keys, wrapped: { ...keys.wrapped, version: 2 } },
        { ...keys, platforms: new Map([[2, keys.platform]]) },
      ][i % 5]!
      if (opens(() => open(mixed, placeOf(), sealed))) opened += 1
    }
    expect(opened).toBe(0)
  })

  test('what does not open says nothing but that', () => {
    const sealed = seal(keys, placeOf(), plain)
    for (const changed of [flip(sealed, 300), sealed.subarray(0, 61), new Uint8Array(), flip(sealed, 0)]) {
      expect(() => open(keys, placeOf(), changed)).toThrow(refused)
    }
  })
})

test('an envelope of an older platform epoch opens while that epoch’s key is held', () => {
  const before = personKeys('p-1', 1, 1)
  const sealed = seal(before, placeOf(), utf8('older'))
  const platform = createSecretKey(randomBytes(32))
  const after = { ...before, platform, platformEpoch: 2, platforms: new Map([[1, before.platform], [2, platform]]) } // prettier-ignore
  expect(text(open(after, placeOf(), sealed))).toBe('older')
  expect(text(open(after, placeOf(), seal(after, placeOf(), utf8('newer'))))).toBe('newer')
  expect(() => open({ ...after, platforms: new Map([[2, platform]]) }, placeOf(), sealed)).toThrow(refused)
})

/** Seals nothing: what the attacker has when one layer's key is theirs. It exists only here. */
const identity = (suite: number): Layer => ({
  suite,
  encrypt: (_key, _nonce, _context, plaintext) => concat(plaintext, new Uint8Array(tagBytes)),
  decrypt: (_key, _nonce, _context, sealed) => sealed.subarray(0, -tagBytes),
})

describe.each<[string, Layers]>([
  ['the customer layer', { inner: aesGcm, outer: identity(2) }],
  ['the platform layer', { inner: identity(1), outer: chachaPoly }],
])('%s alone still protects', (_, layers) => {
  const secret = utf8('a personal value that nobody may read')
  const keys = personKeys('p-1')

  // SEC-02
  test('the value is nowhere in the envelope, and opens with the right keys', () => {
    const sealed = sealTwice(layers, 't', keys, placeOf(), secret)
    expect(Buffer.from(sealed).includes(Buffer.from('personal'))).toBe(false)
    expect(text(openTwice(layers, 't', keys, placeOf(), sealed))).toBe(text(secret))
  })

  test('another person’s keys, another place and every flip within its part are refused', () => {
    const sealed = sealTwice(layers, 't', keys, placeOf(), secret)
    const others = { ...personKeys('p-1'), wrapped: keys.wrapped }
    expect(opens(() => openTwice(layers, 't', others, placeOf(), sealed))).toBe(false)
    for (const move of [{ person: 'p-2' }, { record: 'r-2' }, { category: 'c' }, { schema: 9 }, { version: 9 }]) {
      expect(opens(() => openTwice(layers, 't', keys, placeOf(move), sealed))).toBe(false)
    }
    expect(opens(() => openTwice(layers, 't2', keys, placeOf(), sealed))).toBe(false)
    for (let bit = 8 * 30; bit < 8 * (30 + secret.length); bit++) {
      expect(opens(() => openTwice(layers, 't', keys, placeOf(), flip(sealed, bit)))).toBe(false)
    }
  })
})

test('key versions fit 16 bits, nonces have 96 bits', () => {
  expect(() => newHeader(aesGcm, 65_536)).toThrow(RangeError)
  expect(() => newHeader(aesGcm, -1)).toThrow(RangeError)
  expect(nonceOf(newHeader(aesGcm, 65_535)).length).toBe(12)
  expect(() =>
    aesGcm.encrypt(personKeys('p').customer, new Uint8Array(11), new Uint8Array(), new Uint8Array()),
  ).toThrow(RangeError)
})

function flip(bytes: Uint8Array, bit: number): Uint8Array {
  const changed = bytes.slice()
  changed[bit >> 3] = changed[bit >> 3]! ^ (1 << (bit & 7))
  return changed
}

function below(limit: number): number {
  return randomBytes(4).readUInt32BE() % limit
}

function opens(work: () => Uint8Array): boolean {
  try {
    work()
    return true
  } catch (cause) {
    if (cause instanceof Failure && cause.code === 'sealed_refused') return false
    throw cause
  }
}
