// Masks are sets: each operation on two 32-bit words says what the same operation says of a set of bits, and SQL's bigint holds the same.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  bitsOf, covers, every, fromInt64, has, intersect, isEmpty, maskOf, meets, none, toInt64, union, without, type Mask,
} from '../../src/policy/index.ts' // prettier-ignore

const bits = fc.uniqueArray(fc.integer({ min: 0, max: 63 }), { maxLength: 64 })

test('union, intersection, difference, cover and meeting are those of sets', () => {
  fc.assert(
    fc.property(bits, bits, (a, b) => {
      const [x, y] = [maskOf(...a), maskOf(...b)]
      const [left, right] = [new Set(a), new Set(b)]
      const all = Array.from({ length: 64 }, (_, bit) => bit)
      expect(bitsOf(union(x, y))).toEqual(all.filter((bit) => left.has(bit) || right.has(bit)))
      expect(bitsOf(intersect(x, y))).toEqual(all.filter((bit) => left.has(bit) && right.has(bit)))
      expect(bitsOf(without(x, y))).toEqual(all.filter((bit) => left.has(bit) && !right.has(bit)))
      expect(covers(x, y)).toBe(b.every((bit) => left.has(bit)))
      expect(meets(x, y)).toBe(b.some((bit) => left.has(bit)))
      expect(isEmpty(x)).toBe(left.size === 0)
      for (let bit = 0; bit < 64; bit++) expect(has(x, bit)).toBe(left.has(bit))
    }),
    { numRuns: 2_000 },
  )
})

test('words stay unsigned, and a signed 64-bit integer holds the same set', () => {
  fc.assert(
    fc.property(bits, (list) => {
      const mask = maskOf(...list)
      const sum = list.reduce((all, bit) => all | (1n << BigInt(bit)), 0n)
      expect(mask.every((word) => word >= 0 && word <= 0xffffffff)).toBe(true)
      expect(BigInt.asUintN(64, BigInt(toInt64(mask)))).toBe(sum)
      expect(fromInt64(toInt64(mask))).toEqual(mask)
    }),
    { numRuns: 2_000 },
  )
})

test('the empty and the full set', () => {
  const ends: readonly (readonly [Mask, string])[] = [[none, '0'], [every, '-1'], [maskOf(63), '-9223372036854775808'], [maskOf(62), '4611686018427387904']] // prettier-ignore
  for (const [mask, decimal] of ends) {
    expect(toInt64(mask)).toBe(decimal)
    expect(fromInt64(decimal)).toEqual(mask)
  }
})
