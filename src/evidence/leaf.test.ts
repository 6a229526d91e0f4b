// One leaf has one spelling, and no other bytes are one (docs/spec/leaf.md, F1 and F2).

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { newId, randomBytes, utf8 } from '../base/index.ts'
import { commit, encodeLeaf, parseLeaf, type LeafFields } from './leaf.ts'

const fields: LeafFields = {
  type: 'read', event: '00112233-4455-6677-8899-aabbccddeeff', at: new Date('2026-04-14T09:44:02.900Z'),
  subject: new Uint8Array(32).fill(1), actor: new Uint8Array(32).fill(2), payload: new Uint8Array(32).fill(3),
} // prettier-ignore

test('a leaf has one spelling: version, type, event, seconds, three commitments, each after its length', () => {
  const hex = Buffer.from(encodeLeaf(fields)).toString('hex')
  expect(hex).toBe(
    '000101' + '000472656164' + '001000112233445566778899aabbccddeeff' + '00080000000069de0c62' +
      '0020' + '01'.repeat(32) + '0020' + '02'.repeat(32) + '0020' + '03'.repeat(32),
  ) // prettier-ignore
  expect(parseLeaf(encodeLeaf(fields))).toEqual({ ...fields, at: new Date('2026-04-14T09:44:02Z') })
})

test('what is parsed is what was encoded', () => {
  fc.assert(
    fc.property(
      fc.stringMatching(/^[a-z][a-z0-9.-]{0,63}$/), fc.uuid({ version: 4 }), fc.integer({ min: 0, max: 8_640_000_000_000 }),
      (type, event, seconds) => {
        const leaf = { ...fields, type, event, at: new Date(seconds * 1000) }
        expect(parseLeaf(encodeLeaf(leaf))).toEqual(leaf)
      },
    ), // prettier-ignore
  )
})

test('no other bytes are a leaf: every cut and every lengthening is refused', () => {
  const leaf = encodeLeaf(fields)
  for (let length = 0; length < leaf.length; length++)
    expect(() => parseLeaf(leaf.subarray(0, length))).toThrow(RangeError)
  expect(() => parseLeaf(Uint8Array.of(...leaf, 0))).toThrow(RangeError)
  expect(() => parseLeaf(Uint8Array.of(...leaf, 0, 0))).toThrow(RangeError)
})

/** A leaf's fields as text; null where the bytes are no leaf. Anything else than a RangeError fails the test. */
function spelt(bytes: Uint8Array): string | null {
  try {
    return JSON.stringify(parseLeaf(bytes))
  } catch (cause) {
    if (cause instanceof RangeError) return null
    throw cause
  }
}

test('a byte changed gives another leaf or none', () => {
  const leaf = encodeLeaf(fields)
  for (let at = 0; at < leaf.length; at++) {
    const changed = leaf.slice()
    changed[at] = changed[at]! ^ 1
    expect(spelt(changed)).not.toBe(spelt(leaf))
  }
})

test('types that are no names, times before 1970 and short commitments are refused', () => {
  for (const type of ['', 'Read', '1a', 'a b', 'é', 'x'.repeat(65)])
    expect(() => encodeLeaf({ ...fields, type })).toThrow(RangeError)
  expect(() => encodeLeaf({ ...fields, at: new Date(-1) })).toThrow(RangeError)
  expect(() => encodeLeaf({ ...fields, at: new Date(Number.NaN) })).toThrow(RangeError)
  expect(() => encodeLeaf({ ...fields, actor: new Uint8Array(31) })).toThrow(RangeError)
})

test('a commitment hides: the same body under another r is another commitment', () => {
  const body = utf8('{"kind":"erase"}')
  const [r, other] = [randomBytes(32), randomBytes(32)]
  expect(commit(r, body)).toEqual(commit(r, body))
  expect(commit(r, body)).not.toEqual(commit(other, body))
  expect(commit(r, body)).not.toEqual(commit(r, utf8('{"kind":"clear"}')))
  expect(() => commit(new Uint8Array(16), body)).toThrow('32 bytes')
})

test('leaves of two people about the same thing have the same length and share nothing but what is public', () => {
  const leafOf = (person: string) =>
    encodeLeaf({
      ...fields,
      event: newId(),
      subject: commit(randomBytes(32), utf8(person)),
      actor: commit(randomBytes(32), utf8('job')),
    })
  const [maya, somebody] = [leafOf('maya'), leafOf('an entirely different person')]
  expect(maya.length).toBe(somebody.length)
})
