// Every naughty string in every place a statement takes text: it compiles or is refused with a place, and nothing is thrown or run.

import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { readExample } from '../../test/harness/statements.ts'
import { compileStatement } from './index.ts'

const strings = JSON.parse(
  readFileSync(new URL('../../../shared/vectors/naughty-strings/blns-odd.json', import.meta.url), 'utf8'),
) as readonly string[] // the file is a list of strings
const shop = readExample('shop')
const places: Readonly<Record<string, (text: string) => Record<string, string>>> = {
  'a sentence': (text) => ({
    'statement.md': shop['statement.md']!.replace('You can look up', `${text} You can look up`),
  }),
  'a heading': (text) => ({ 'statement.md': shop['statement.md']!.replace('## When you buy', `## ${text}`) }),
  'a rule': (text) => ({
    'statement.md': shop['statement.md']!.replace('for provide because contract', `for ${text} because contract`),
  }),
  'a clause id': (text) => ({ 'statement.md': shop['statement.md']!.replace('kept customer', `kept ${text}`) }),
  'a label': (text) => ({ 'registers/products.yaml': `shop: { label: ${JSON.stringify(text)} }\n` }),
  'a name of a register': (text) => ({
    'registers/products.yaml': `shop: { label: Shop }\n${JSON.stringify(text)}: { label: Other }\n`,
  }),
  'a name of data and of a rule that collects it': (text) => ({
    'registers/taxonomy.yaml': shop['registers/taxonomy.yaml']!.replace('contact:', () => `${JSON.stringify(text)}:`),
    'statement.md': shop['statement.md']!.replaceAll('contact in', () => `${text} in`),
  }),
  'the name of a file': (text) => ({
    [`registers/${text}.yaml`]: 'x: { label: X }\n',
    [`profiles/${text}.md`]: 'We.\n',
  }),
  'raw YAML': (text) => ({ 'registers/notes.yaml': `${shop['registers/notes.yaml']}${text}\n` }),
}

test.each(Object.entries(places))('naughty strings in %s', async (_, put) => {
  expect(strings.length).toBeGreaterThan(200)
  for (const text of strings) {
    const files = { ...shop, ...put(text), 'signed.yaml': '' }
    const { diagnostics, compiled } = await compileStatement(files)
    expect(compiled === null).toBe(diagnostics.some(({ severity }) => severity === 'error'))
    for (const { message, help, line, column } of diagnostics) {
      expect(line >= 1 && column >= 1).toBe(true)
      expect(message.length > 0 && !/\{[a-z]+\}/.test((message + help).replaceAll(text, ''))).toBe(true)
    }
  }
})
