// The one spelling of identifiers, and the token made of it. What looks alike stays apart; what is the same comes together.

import fc from 'fast-check'
import { createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import { toHex, utf8 } from '../base/index.ts'
import { blindToken, normalise } from './blind-index.ts'

test.each([
  ['Maya.Lindqvist@Example.ORG', 'maya.lindqvist@example.org'],
  ['  maya@example.org\t', 'maya@example.org'],
  ['ＭＡＹＡ@example.org', 'maya@example.org'],
  ['maya@bücher.example', 'maya@xn--bcher-kva.example'],
  ['maya@XN--BCHER-KVA.example', 'maya@xn--bcher-kva.example'],
  ['mayå@example.org', 'mayå@example.org'],
  ['maya+news@example.org', 'maya+news@example.org'],
  ['a@b@example.org', 'a@b@example.org'],
  ['no address', 'no address'],
  ['maya@not a domain', 'maya@not a domain'],
])('an e-mail address has one spelling: %j is %j', (written, one) => {
  expect(normalise('email', written)).toBe(one)
})

test('addresses that only look alike stay different', () => {
  const alike = ['maya@example.org', 'mауа@example.org', 'maya@examp1e.org', 'may.a@example.org', 'maya+a@example.org']
  expect(new Set(alike.map((address) => normalise('email', address))).size).toBe(alike.length)
})

test('other identifiers keep their case: two customers are never taken for one', () => {
  expect(normalise('customer', ' Ab-7 ')).toBe('Ab-7')
  expect(normalise('customer', 'ab-7')).not.toBe(normalise('customer', 'AB-7'))
})

test('a spelling is its own spelling', () => {
  fc.assert(
    fc.property(fc.emailAddress(), fc.string({ unit: 'grapheme' }), (address, anything) => {
      for (const field of ['email', 'customer']) {
        for (const value of [address, anything, `${anything}@example.org`]) {
          const once = normalise(field, value)
          expect(normalise(field, once)).toBe(once)
        }
      }
    }),
    { numRuns: 3000 },
  )
})

test('a token is the first 16 bytes of HMAC-SHA-256 over "v1" and the value', () => {
  const secret = Buffer.alloc(32, 7)
  const expected = createHmac('sha256', secret).update('v1maya@example.org').digest().subarray(0, 16)
  expect(toHex(blindToken(secret, utf8('maya@example.org')))).toBe(toHex(expected))
})
