// Text that was made to be slow: each is linted at one size and at eight times that size, and must not take much more than eight times as
// long. The largest text that is taken is linted whole.

import { expect, test } from 'vitest'
import { lint } from './lint.ts'
import { fileBytesMax } from './source-file.ts'

const repeated: readonly (readonly [name: string, piece: string])[] = [
  ['tags that never end', '<'],
  ['open tags', '<a '],
  ['comments', '<!--'],
  ['links', ']('],
  ['brackets', '['],
  ['emphasis', '*_'],
  ['fences', '```\n'],
  ['spaces', ' '],
  ['empty lines', '\n'],
  ['cells', '|a'],
  ['quotes', '> '],
  ['entities', '&#'],
  ['one word', 'a'],
  ['dots', '. A'],
  ['vague words', 'etc '],
  ['vague lines', 'We answer promptly.\n\n'],
  ['no end in sight', 'we never share your location and '],
  ['claims', 'We never share your location. We share your location with Lund. '],
  ['periods', 'We keep searches for 1 day. We keep searches for 2 days. '],
  ['half a phrase', 'as long as '],
  ['numbers', 'twenty-'],
  ['units', '1 month '],
  ['things', 'name e-mail location '],
]

test.each(repeated)('%s', (_, piece) => {
  const time = (bytes: number): number => {
    const text = piece.repeat(Math.ceil(bytes / piece.length))
    const began = performance.now()
    lint({ file: 'f', text })
    return performance.now() - began
  }
  time(5_000)
  const [small, large] = [time(30_000), time(240_000)]
  expect(large, `${small.toFixed(0)} ms and ${large.toFixed(0)} ms`).toBeLessThan(400 + small * 24)
})

test('the largest text is linted within seconds', () => {
  const line = 'We keep your e-mail address and your orders for 2 years, and we never share them with anyone at all.\n'
  const began = performance.now()
  const { text } = lint({ file: 'f', text: line.repeat(Math.floor(fileBytesMax.text / line.length)) })
  expect(text.sentences).toBeGreaterThan(1_000)
  expect(performance.now() - began).toBeLessThan(60_000)
})
