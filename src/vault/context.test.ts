// The encoding of contexts is injective (E2): shown on random lists and places, many of which differ only in where words are cut.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { toHex } from '../base/index.ts'
import { customerContext, encodeFields, encodePlace, field, keyContext, number, platformContext } from './context.ts'
import type { SealPlace } from './types.ts'

/** few letters, so that places which differ only in where they are cut do occur */
const word = fc.oneof(
  fc.string({ unit: fc.constantFrom('a', '\0', 'ä'), maxLength: 2 }),
  fc.string({ unit: 'binary', maxLength: 6 }),
)
const whole = fc.oneof(fc.integer({ min: 0, max: 2 }), fc.integer({ min: 0, max: 0xffffffff }))
const place = fc.record({ person: word, record: word, category: word, schema: whole, version: whole })
const places = fc.record({ tenant: word, place })

test('two lists of fields that differ never share an encoding', () => {
  const fields = fc.array(fc.uint8Array({ maxLength: 4 }), { maxLength: 5 })
  fc.assert(
    fc.property(fields, fields, (a, b) => {
      const same = a.length === b.length && a.every((bytes, i) => toHex(bytes) === toHex(b[i]!))
      expect(toHex(encodeFields(a)) === toHex(encodeFields(b))).toBe(same)
    }),
    { numRuns: 20_000 },
  )
})

test('two places that differ never share an encoding, however their words are cut', () => {
  const written = ({ tenant, place: p }: { tenant: string; place: SealPlace }): string =>
    JSON.stringify([tenant, p.person, p.record, p.category, p.schema, p.version])
  const encoded = (one: { tenant: string; place: SealPlace }): string => toHex(encodePlace(one.tenant, one.place))
  fc.assert(
    fc.property(places, places, (a, b) => {
      expect(encoded(a) === encoded(b)).toBe(written(a) === written(b))
    }),
    { numRuns: 10_000 },
  )
  const cut = (person: string, record: string): string =>
    toHex(encodePlace('t', { person, record, category: 'c', schema: 1, version: 1 }))
  expect(new Set([cut('ab', 'c'), cut('a', 'bc'), cut('abc', ''), cut('', 'abc')]).size).toBe(4)
})

test('an encoding can be read back, so it loses nothing', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 6 }), (fields) => {
      expect(decode(encodeFields(fields)).map(toHex)).toEqual(fields.map(toHex))
    }),
  )
})

test('contexts of different kinds never meet, for the same place either', () => {
  const where = encodePlace('t', { person: 'p', record: 'r', category: 'c', schema: 1, version: 1 })
  const contexts = [
    customerContext(where),
    platformContext(where, new Uint8Array(32)),
    platformContext(where, new Uint8Array(32).fill(1)),
    keyContext('t', { person: 'p', law: '', version: 1 }),
    keyContext('t', { person: 'p', law: 'tax', version: 1 }),
  ]
  expect(new Set(contexts.map(toHex)).size).toBe(contexts.length)
})

test('a lone surrogate has no encoding of its own and is refused', () => {
  expect(() => field('\ud800')).toThrow('lone surrogate')
  expect(() => number(-1)).toThrow('32 bits')
  expect(() => number(2 ** 32)).toThrow('32 bits')
  expect(() => number(1.5)).toThrow('32 bits')
})

function decode(bytes: Uint8Array): Uint8Array[] {
  const fields: Uint8Array[] = []
  for (let at = 0; at < bytes.length;) {
    const length = (bytes[at]! << 8) | bytes[at + 1]!
    fields.push(bytes.subarray(at + 2, at + 2 + length))
    at += 2 + length
  }
  return fields
}
