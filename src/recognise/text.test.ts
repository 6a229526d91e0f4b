// Free text: what is found and what is left, and that no text, however hostile, takes more than its length in time.

import { describe, expect, test } from 'vitest'
import { findIn } from './index.ts'

const foundIn = (text: string): string[] => findIn(text).map(({ kind, start, end }) => `${kind.name} ${text.slice(start, end)}`) // prettier-ignore

describe('free text', () => {
  test('is searched for what people write in it', () => {
    const text =
      'Hi, Ada here: ada@example.org or +44 20 7946 0000. Card 4111 1111 1111 1111, IBAN DE89 3704 0044 0532 0130 00, SSN 078-05-1123, from 10.0.0.7.'
    expect(foundIn(text)).toEqual([
      'email ada@example.org',
      'phone +44 20 7946 0000',
      'card 4111 1111 1111 1111',
      'iban DE89 3704 0044 0532 0130 00',
      'national-id 078-05-1123',
      'ip 10.0.0.7',
    ])
  })

  test('a number that could be anything is found beside a word that says what it is', () => {
    expect(foundIn('It came to 912803450 in all')).toEqual([])
    expect(foundIn('My passport is 912803450')).toEqual(['passport 912803450'])
    expect(foundIn('zip code 10115')).toEqual(['postal-code 10115'])
    expect(foundIn('we sold 10115 of them')).toEqual([])
  })

  test.each([
    'The meeting of 2023-01-02 at 10:30 moved to 01/02/2023.',
    'Version 1.2.3, build 2023.1.0, 1,299.00 € and 12.99 $, ratio 1:2:3.',
    'Order SO-20231105-17, invoice 2023/0117, row 550e8400-e29b-41d4-a716-446655440000.',
    'In 1990 we were 12 of 4711, at 6 pm, to 1737.',
    'sha256 d41d8cd98f00b204e9800998ecf8427e, #ff00aa, file:///a/b.txt, std::cout',
  ])('what is nobody’s stays: %s', (text) => {
    expect(foundIn(text)).toEqual([])
  })

  test('of two claims on one place the surer has it, and none overlap', () => {
    const text =
      'user@example.org 192.168.0.1@x.org 4012888888881881 https://a.example/?email=a@b.org 2001:db8::10.0.0.1'
    const found = findIn(text)
    for (const [i, { start }] of found.entries()) expect(start).toBeGreaterThanOrEqual(found[i - 1]?.end ?? 0)
    expect(foundIn('https://shop.example/u?email=ada@example.org')[0]).toMatch(/^(?:personal-url|email) /)
  })

  test('every finding is a place of the text, with a confidence of 0.5 to 1', () => {
    const text = '\u0000é😀 ada@example.org\ud800 +1 415 555 0132 \u202e4111111111111111'
    for (const { start, end, confidence } of findIn(text)) {
      expect(start).toBeLessThan(end)
      expect(end).toBeLessThanOrEqual(text.length)
      expect(confidence).toBeGreaterThanOrEqual(0.5)
      expect(confidence).toBeLessThanOrEqual(1)
    }
    expect(findIn(text)).toHaveLength(3)
  })
})

describe('time', { timeout: 900_000 }, () => {
  /** Texts that make careless patterns go back and forth. */
  const hostile = ['@', 'a@', 'a.a.', 'x@x.x.', '"@', '1', '1 ', '1234 ', '123-', '12345678901 ', '1-', '::', 'ab:', '1:1:', '+', '(1', '+1 2', '1.1.', 'http://a.', 'www.', 'a-', '/', '1.234, ', 'GB29 ', 'A1 ', '1Abcdefghijk', 'bc1q', 'ABC ', 'B AB 1234 ', 'http://a.bc/?email=', '00:1A:', 'ä', '\0', 'a1b2c3d4 ', 'http://aaaaaaaaaaaaaaaa', '@a-', '((((', '1(2)3', '+1-', '12-34-56 ', '89.123,89.123,', '"@x', '1:2:3:4:5:6:7:', 'a.com.'] // prettier-ignore

  const timeOf = (text: string): number => {
    const from = performance.now()
    findIn(text)
    return performance.now() - from
  }

  test('eight times the text takes no more than eight times the time, and some: quadratic would be sixty-four', () => {
    const slow = hostile.filter((piece) => {
      const [short, long] = [20_000, 160_000].map((length) =>
        piece.repeat(Math.ceil(length / piece.length)).slice(0, length),
      )
      timeOf(short ?? '')
      const isSlow = (): boolean => timeOf(long ?? '') / Math.max(4, timeOf(short ?? '')) > 28
      // another process may take the core for a moment: only what is slow three times is slow
      return isSlow() && isSlow() && isSlow()
    })
    expect(slow).toEqual([])
  })

  test('twenty megabytes take a bounded multiple of reading their words once', () => {
    const lines =
      'The quick brown fox, 4711 and 12 others; ada@example.org wrote on 2023-01-02: call +44 20 7946 0000.\n'
    const text = lines.repeat(Math.ceil(20_000_000 / lines.length))
    const from = performance.now()
    const words = [...text.matchAll(/[\p{L}\p{N}_]+/gu)].length
    const once = performance.now() - from
    const from2 = performance.now()
    const found = findIn(text).length
    const taken = performance.now() - from2
    process.stdout.write(`20 MB: ${words} words read in ${once.toFixed(0)} ms, ${found} places found in ${taken.toFixed(0)} ms\n`) // prettier-ignore
    expect(found).toBe(2 * Math.ceil(20_000_000 / lines.length))
    expect(taken / once).toBeLessThan(60)
  })
})
