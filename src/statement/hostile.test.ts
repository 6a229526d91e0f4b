// Text from outside that wants to stop or to fool us: refused before a parser sees it, in the time of one pass.

import { expect, test } from 'vitest'
import { readExample } from '../../test/harness/statements.ts'
import { compileStatement, type Diagnostic } from './index.ts'

const shop = readExample('shop')

async function compileWith(
  path: string,
  text: string,
  deadlineMs = 10_000,
): Promise<{ codes: readonly string[]; diagnostics: readonly Diagnostic[]; ms: number }> {
  const began = performance.now()
  const { diagnostics, compiled } = await compileStatement({ ...shop, [path]: text, 'signed.yaml': '' }, { deadlineMs })
  expect(compiled === null).toBe(diagnostics.some(({ severity }) => severity === 'error'))
  return { codes: diagnostics.map(({ code }) => code), diagnostics, ms: performance.now() - began }
}

const repeated = (text: string, count: number): string => text.repeat(count)

test.each([
  ['1,500 nested lists on one line', repeated('- ', 1500) + 'x'],
  ['1,500 nested lists by indent', Array.from({ length: 1500 }, (_, i) => `${' '.repeat(2 * i)}- x`).join('\n')],
  ['1,500 nested quotes', repeated('> ', 1500) + 'x'],
  ['nested ordered lists', repeated('1. ', 1500) + 'x'],
  ['quotes and lists mixed', repeated('> - 1) ', 500) + 'x'],
  ['an emphasis flood', repeated('*a **b ', 20_000)],
  ['a bracket flood', repeated('[', 100_000)],
  ['a backtick flood', Array.from({ length: 4000 }, (_, i) => '`'.repeat(1 + (i % 97))).join(' ')],
  ['an entity flood', repeated('&#x26;', 20_000)],
  ['one endless line', repeated('word ', 100_000)],
  ['a table as wide as a book', `|${repeated('a|', 20_000)}\n|${repeated('-|', 20_000)}\n`],
  ['an emphasis flood over many blocks', repeated(repeated('*a **b _c ', 400) + '\n\n', 300)],
  ['a bracket flood over many blocks', repeated(repeated('[', 1_900) + '\n\n', 200)],
  ['a million headings', repeated('## A\n\n', 150_000)],
  [
    'more clauses than anybody reads',
    Array.from({ length: 30_000 }, (_, i) => `A.\n\n~~~kept c${i}\nkeep contact until closing\n~~~\n`).join('\n'),
  ],
  [
    'links defined a hundred thousand times',
    Array.from({ length: 100_000 }, (_, i) => `[a${i}]: https://example.org\n`).join('\n'),
  ],
  ['nested lists 10,000 deep', repeated('- ', 10_000) + 'x'],
  ['nested lists 10,000 deep by indent', Array.from({ length: 2_000 }, (_, i) => `${' '.repeat(i)}- x`).join('\n')],
  ['more than 8 MB', repeated('A sentence of a statement that has no end.\n\n', 200_000)],
  ['a NUL', '# T\n\nWords\u0000 here.\n'],
  ['an escape sequence', '# T\n\n\u001b[31mRed words.\n'],
  ['words that run backwards', '# T\n\nWe \u202enever sell it\u202c.\n'],
  ['an isolate', '# T\n\nWe \u2066keep\u2069 it.\n'],
  ['a byte order mark in the middle', '# T\n\nWords\ufeff here.\n'],
  ['a lone surrogate', '# T\n\nWords \ud800 here.\n'],
])('%s is refused before the parser sees it', async (_, text) => {
  const { diagnostics, ms } = await compileWith('statement.md', text)
  const [first] = diagnostics.filter(({ file }) => file === 'statement.md')
  expect(first?.code).toBe('K112')
  expect(first!.source.length).toBeLessThanOrEqual(400)
  expect(ms).toBeLessThan(8_000)
})

test.each([
  ['an alias bomb', 'a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n'],
  ['a merge', 'base: &base { label: X }\nshop:\n  <<: *base\n'],
  ['a tag', 'shop: !!js/function { label: Shop }\n'],
  ['deep flow collections', `shop: ${'['.repeat(5000)}${']'.repeat(5000)}\n`],
  ['deep flow collections over lines', `shop:\n${' [\n'.repeat(5000)}${' ]\n'.repeat(5000)}`],
  ['deep block sequences', `shop: ${'- '.repeat(5000)}x\n`],
  ['deep maps', Array.from({ length: 500 }, (_, i) => `${' '.repeat(i)}a:`).join('\n')],
  ['a key said twice', 'shop: { label: Shop }\nshop: { label: Shop again }\n'],
  ['two documents', 'shop: { label: Shop }\n---\nshop: { label: Other }\n'],
  ['a register beyond 2 MB', 'shop: { label: Shop }\n'.repeat(100_000)],
  ['more entries than anybody names', Array.from({ length: 60_000 }, (_, i) => `p${i}: { label: Shop }`).join('\n')],
  ['more values than anybody names', `shop: [\n${'  1, 1, 1, 1,\n'.repeat(60_000)}]\n`],
  ['a map as a key', '? { a: b }\n: { label: Shop }\n'],
])('a register with %s is refused', async (_, text) => {
  const { codes, ms } = await compileWith('registers/products.yaml', text)
  expect(codes).toContain('K112')
  expect(ms).toBeLessThan(8_000)
})

test('front matter is a table too: an alias bomb in it is refused', async () => {
  const { codes } = await compileWith(
    'profiles/consumer.md',
    '---\nprofile: &a consumer\nkind: base\ninherits: *a\n---\n',
  )
  expect(codes).toContain('K112')
})

test.each([
  ['Cyrillic о', 'c\u043entact', 'U+043E'],
  ['Greek ο', 'c\u03bfntact', 'U+03BF'],
  ['Cyrillic а', 'cont\u0430ct', 'U+0430'],
  ['mathematical o', 'c\u{1d428}ntact', 'U+1D428'],
  ['fullwidth c', '\uff43ontact', 'U+FF43'],
  ['a long s', 'acces\u017fed', 'U+017F'],
  ['a combining accent', 'co\u0301ntact', 'U+0301'],
  ['a zero width joiner', 'con\u200dtact', 'U+200D'],
  ['a soft hyphen', 'con\u00adtact', 'U+00AD'],
])('a name that looks like another, with %s, is told by the number of the sign', async (_, name, number) => {
  const text = shop['statement.md']!.replace('collect contact in', `collect ${name} in`)
  expect(text).not.toBe(shop['statement.md'])
  const { diagnostics } = await compileWith('statement.md', text)
  const [first] = diagnostics.filter(({ severity }) => severity === 'error')
  expect(['K101', 'K112']).toContain(first?.code)
  expect(first?.message).toContain(number)
})

test.each(['c\u043entact', 'cont\u0430ct', '\uff43ontact'])('a register takes no name like %s', async (name) => {
  const taxonomy = shop['registers/taxonomy.yaml']!.replace('events:', `  ${name}: { label: X, holds: Y }\nevents:`)
  const { codes } = await compileWith('registers/taxonomy.yaml', taxonomy)
  expect(codes).toContain('K206')
})

test.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])(
  'a register may not be poisoned by %s',
  async (key) => {
    const { codes } = await compileWith(
      'registers/products.yaml',
      `shop: { label: Shop, ${key}: { label: X } }\n${key}: { label: Y }\n`,
    )
    expect(codes).toContain('K206')
    expect(({} as Record<string, unknown>)['label']).toBeUndefined()
  },
)

test('a path that leads out of the folder is not a file of a statement', async () => {
  const { codes } = await compileWith('../registers/products.yaml', 'x: { label: X }\n')
  expect(codes).toContain('K112')
})

test('a text that takes too long is ended, and the next one is read as if nothing had been', async () => {
  const slow = Array.from(
    { length: 60_000 },
    (_, i) => `Paragraph ${i} of *a* very long [statement](https://example.org) that nobody reads.\n`,
  ).join('\n')
  const { codes, diagnostics } = await compileWith('statement.md', slow, 150)
  expect(codes).toContain('K112')
  expect(diagnostics.some(({ message }) => message.includes('too long'))).toBe(true)
  expect((await compileStatement(shop)).diagnostics).toEqual([])
})

test('links that are no links to the web arrive as plain text', async () => {
  const words = 'Write to [us](javascript:alert(1)), [me](https://example.org/a) or [him](data:text/html,x).'
  const { compiled } = await compileStatement({
    ...shop,
    'statement.md': shop['statement.md']!.replace(
      'Write to Lena at 12 Needle Lane; she answers for all of this.',
      words,
    ),
    'signed.yaml': '',
  })
  const clause = compiled!.page.sections.flatMap(({ clauses }) => clauses).find(({ id }) => id === 'write')!
  expect(clause.words.kind === 'paragraph' && clause.words.spans.flatMap(({ href }) => href ?? [])).toEqual([
    'https://example.org/a',
  ])
})
