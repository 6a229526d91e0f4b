// The two makers of SHA-256 are one function: FIPS 180-4's own examples, every length around a block, random bytes, and the long message.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fromHex, toHex, utf8 } from './bytes.ts'
import { sha256 as inPages } from './hash.browser.ts'
import { sha256 as onNode } from './hash.node.ts'
import { hmacSha256 } from './hash.ts'

test('both give the digests that FIPS 180-4 prints', () => {
  const examples: readonly [string, string][] = [
    ['', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
    ['abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
    ['abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq', '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1'],
  ] // prettier-ignore
  for (const [message, digest] of examples) {
    expect(toHex(inPages(utf8(message)))).toBe(digest)
    expect(toHex(onNode(utf8(message)))).toBe(digest)
  }
})

test('both agree on every length from nothing to five blocks', () => {
  for (let length = 0; length <= 320; length++) {
    const bytes = Uint8Array.from({ length }, (_, i) => (i * 31 + length) % 256)
    expect(toHex(inPages(bytes)), `length ${length}`).toBe(toHex(onNode(bytes)))
  }
})

test('both agree on random bytes, and on a part of a larger buffer', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 2000 }), fc.nat(50), (bytes, from) => {
      expect(toHex(inPages(bytes))).toBe(toHex(onNode(bytes)))
      expect(toHex(inPages(bytes.subarray(from)))).toBe(toHex(onNode(bytes.subarray(from))))
    }),
    { numRuns: 2000 },
  )
})

test('both agree on a million letters', () => {
  const bytes = new Uint8Array(1_000_000).fill(0x61)
  expect(toHex(inPages(bytes))).toBe('cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0')
  expect(toHex(onNode(bytes))).toBe('cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0')
})

test('HMAC-SHA-256 gives the tags that RFC 4231 prints', () => {
  const cases: readonly [string, string, string][] = [
    ['0b'.repeat(20), '4869205468657265', 'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7'],
    ['4a656665', '7768617420646f2079612077616e7420666f72206e6f7468696e673f', '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843'],
    ['aa'.repeat(131), '54657374205573696e67204c6172676572205468616e20426c6f636b2d53697a65204b6579202d2048617368204b6579204669727374', '60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54'],
  ] // prettier-ignore
  for (const [key, message, tag] of cases) expect(toHex(hmacSha256(fromHex(key), fromHex(message)))).toBe(tag)
})
