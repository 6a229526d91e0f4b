// The table of planted breaks is whole and up to date; that each is caught, `node scripts/planted.ts` finds out. Here the planting itself is tried:
// a break that a test catches, one that changes nothing, and one whose text is gone.

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { breaks } from '../../scripts/planted/breaks.ts'
import { copyTree, occurrences, tryBreak, type Copy } from '../../scripts/planted/break.ts'
import { root } from '../../scripts/run.ts'
import { formNames } from '../../src/statement/3-emit/forms.ts'

const laws = [
  'default is no', 'bans first', 'one sentence each', 'no dead promise', 'one basis', 'profiles do not leak', 'contracts and duties meet', 'promises outlive versions',
  'a consent covers what it covered when given', 'derived data keeps its inputs’ limits', 'one holder', 'ours or their own',
  'asking from another product is combining', 'forms are types', 'keeping is not using',
].map((law, i) => `law ${i + 1}: ${law}`) // prettier-ignore

const compiling = [
  'parse(print(r)) = r', 'say(r) differs for rules that differ', 'same folder, same hash', 'order and splitting of lists change nothing',
  'table, SQL, Cedar and a direct reading agree', 'no policy permits what no line permits', 'adding a `never` never opens', 'adding a narrowing overlay never opens',
  'adding a contract never opens', 'removing a line never opens', 'the meet of rows is: both allow', 'publishing opens no old record', 'publishing stretches no consent',
  'no chain of derive reaches a banned purpose', 'the conflicts of annex G are all reported',
] // prettier-ignore

const shown: Readonly<Record<string, string>> = { 'article-30': 'Article 30', dpv: 'DPV', faq: 'FAQ', notice: 'change notice' } // prettier-ignore
const forms = ['policy', 'types', 'predicate', ...formNames].map((form) => `form: ${shown[form] ?? form}`)

test('every law and every printed form has a break, and every break breaks one of them', () => {
  expect([...new Set(breaks.map((one) => one.breaks))].toSorted()).toEqual([...laws, ...compiling, ...forms].toSorted())
})

test('the text that a break replaces stands exactly once in its file, and its test is there', () => {
  const stale = breaks.filter((one) => occurrences(one) !== 1 || one.from === one.to)
  expect(stale.map(({ breaks: law, what, file }) => `${law}: ${what}: ${file}`)).toEqual([])
  expect(breaks.filter(({ caughtBy }) => !existsSync(join(root, caughtBy.file)))).toEqual([])
  expect(new Set(breaks.map(({ file, from, to }) => `${file} ${from} ${to}`)).size).toBe(breaks.length)
})

let copy: Copy
beforeAll(() => (copy = copyTree()))
afterAll(() => copy.end())

test('a break is caught, what changes nothing is not, and a text that is gone is told', async () => {
  const meet = breaks.find(({ file }) => file === 'src/policy/meet.ts')!
  expect(await tryBreak(meet, copy)).toBe('caught')
  expect(await tryBreak({ ...meet, to: `${meet.from} ` }, copy)).toBe('not caught')
  expect(await tryBreak({ ...meet, from: 'a text that stands nowhere' }, copy)).toBe('no such text')
  expect(occurrences(meet, copy.path)).toBe(1) // taken out again
}, 120_000)
