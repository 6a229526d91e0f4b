// Text that was made to be slow: each is linted at one size and at eight times that size, and must not take much more than eight times as
// long. The largest text that is taken is linted whole.

import { expect, test } from 'vitest'
import { lint } from './lint.ts'
import { fileBytesMax } from './source-file.ts'
import { busyMs } from '../../../test/harness/busy.ts'

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
    return busyMs(() => lint({ file: 'f', text }))
  }
  time(5_000)
  const [small, large] = [time(30_000), time(240_000)]
  expect(large, `${small.toFixed(0)} ms and ${large.toFixed(0)} ms`).toBeLessThan(400 + small * 24)
})

/** Schemas that were made to be slow. */
const schemas: readonly (readonly [name: string, sql: (n: number) => string])[] = [
  ['persons and those who refer to them', (n) => range(n, (i) => `create table p${i}(id int primary key, email text, r int references p${n - 1 - i});`)],
  ['one wide table', (n) => `create table customers(${range(n, (i) => `email_${i} text references x`, ',')});`],
  ['long names', (n) => range(n / 100, (i) => `create table t${i}(${'email_'.repeat(100)} text);`)],
] // prettier-ignore

function range(n: number, piece: (i: number) => string, between = ''): string {
  return Array.from({ length: Math.ceil(n) }, (_, i) => piece(i)).join(between)
}

test.each(schemas)('%s', (_, sql) => {
  const time = (n: number): number => {
    const text = sql(n)
    return busyMs(() => lint({ file: 'f', text: 'We keep your name.' }, [{ file: 's', text }]))
  }
  time(200)
  const [small, large] = [time(1_500), time(12_000)]
  expect(large, `${small.toFixed(0)} ms and ${large.toFixed(0)} ms`).toBeLessThan(600 + small * 24)
})

test('the largest text is linted within seconds', () => {
  const line = 'We keep your e-mail address and your orders for 2 years, and we never share them with anyone at all.\n'
  const began = performance.now()
  const { text } = lint({ file: 'f', text: line.repeat(Math.floor(fileBytesMax.text / line.length)) })
  expect(text.sentences).toBeGreaterThan(1_000)
  expect(performance.now() - began).toBeLessThan(60_000)
})
