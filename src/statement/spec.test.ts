// What docs/spec/statement.md and words.md list, held to what the compiler reads: a second compiler is written from these lists alone.

import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { readFiles } from '../../test/harness/statements.ts'
import { shippedCommitments } from '../policy/index.ts'
import { isName } from './1-parse/parse-rules.ts'
import { compileStatement } from './index.ts'

const spec = (name: string): string => readFileSync(new URL(`../../docs/spec/${name}.md`, import.meta.url), 'utf8')
const base = readFiles(new URL('../../test/samples/base', import.meta.url).pathname)

/** The cells of the row of a table that begins with this. */
function row(text: string, first: string): readonly string[] {
  const found = text.split('\n').filter((line) => line.startsWith(`| ${first} `))
  expect(found).toHaveLength(1)
  return found[0]!.split('|').slice(1, -1).map((cell) => cell.trim()) // prettier-ignore
}

test('G3: these words are no names, and all other words of the grammar may be', () => {
  const [, listed = ''] = /none of: ([^.]*)\./.exec(row(spec('statement'), 'G3')[1]!) ?? []
  const reserved = listed.split(', ')
  const grammar = /```ebnf\n([^]*?)```/.exec(spec('statement'))![1]!
  const words = [...grammar.matchAll(/"([a-z][a-z-]*)"/g)].map(([, word]) => word!)
  expect(reserved.filter(isName)).toEqual([])
  expect(words.filter((word) => !isName(word) && !reserved.includes(word))).toEqual([])
  expect(words.filter((word) => isName(word) && reserved.includes(word))).toEqual([])
  expect([reserved.length, words.length]).toEqual([32, expect.any(Number)])
})

test('K901 and K904 name what this program tries, and what it carries out', () => {
  const named = (code: string): readonly string[] => Object.keys(shippedCommitments).filter((name) => row(spec('statement'), code)[1]!.includes(name)) // prettier-ignore
  const kept = (by: 'probe' | 'system'): readonly string[] => Object.entries(shippedCommitments).flatMap(([name, keepers]) => (keepers.includes(by) ? [name] : [])) // prettier-ignore
  expect(named('K901')).toEqual(kept('probe'))
  expect(named('K904')).toEqual(kept('system'))
})

/** `anonymise(d) · etc`: each phrase as it may be written; what lists words with commas is said by other rows. */
function phrasesOf(cell: string): readonly string[] {
  return cell.split(' · ').filter((phrase) => !phrase.includes(','))
    .flatMap((phrase) => [phrase.replaceAll(/\([a-z]+\)/g, ''), phrase.replaceAll(/[()]/g, '')])
    .filter((phrase, i, all) => all.indexOf(phrase) === i) // prettier-ignore
}

test('W1: every phrase of the table can be tested by nobody', async () => {
  const table = spec('words').split('## K701')[1]!.split('\n## ')[0]!
  const phrases = [...table.matchAll(/^\| (.+?) +\| /gm)].flatMap(([, cell]) => phrasesOf(cell!)).filter((phrase) => phrase !== 'phrases' && !phrase.startsWith('---')) // prettier-ignore
  const clauses = phrases.map((phrase, i) => `In Find a search is kept ${i % 2 ? phrase : phrase.toUpperCase()} now.\n\n\`\`\`kept c${i}\noffer view of search in find on form\n\`\`\`\n`) // prettier-ignore
  const { diagnostics } = await compileStatement({ ...base, 'statement.md': `${base['statement.md']}\n${clauses.join('\n')}` }) // prettier-ignore
  const told = diagnostics.filter(({ code }) => code === 'K701').map(({ source }) => source)
  expect(phrases.length).toBeGreaterThan(50)
  expect(phrases.filter((phrase) => !told.some((line) => line.toLowerCase().includes(` ${phrase} now`)))).toEqual([])
})
