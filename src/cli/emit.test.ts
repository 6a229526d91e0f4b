// `kept emit` as a stranger meets it: files where they were asked for, words where something is missing or unknown.

import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { run } from '../../test/harness/kept.ts'

const shop = resolve('examples/shop/statement')
let cwd = ''
beforeAll(() => void (cwd = mkdtempSync(join(tmpdir(), 'wordkept-emit-'))))
afterAll(() => rmSync(cwd, { recursive: true, force: true }))

const guard = ['emit', 'guard', shop, '--table', 'looks', '--person', 'customer', '--collected', 'seen', '--product', 'shop', '--category', 'interaction.device.browse', '--role', 'analysts', '--purposes'] // prettier-ignore

test('writes the files of a form where it was told, and says which', async () => {
  const { code, out } = await run(['emit', 'article-30', shop, '--out', 'records', '--json'], { cwd })
  const { files } = JSON.parse(out.join('\n')) as { files: string[] } // its own form
  expect(code).toBe(0)
  expect(files).toEqual(readdirSync(join(cwd, 'records')).toSorted((a, b) => files.indexOf(join('records', a)) - files.indexOf(join('records', b))).map((name) => join('records', name))) // prettier-ignore
  expect(files).toHaveLength(4)
})

test('a notice compares two folders and names the class of the change', async () => {
  const { code } = await run(['emit', 'notice', shop, '--from', shop, '--out', 'same'], { cwd })
  expect(code).toBe(0)
  expect(JSON.parse(readFileSync(join(cwd, 'same/notice.json'), 'utf8'))).toMatchObject({ class: 'none', clauses: [] })
  await run(['emit', 'notice', shop, '--from', resolve('examples/harbour/statement'), '--out', 'other'], { cwd })
  expect(JSON.parse(readFileSync(join(cwd, 'other/notice.json'), 'utf8'))).toMatchObject({ class: 'material' })
})

test('a form that has nothing to say is told so, and nothing is written', async () => {
  const { code, out } = await run(['emit', 'places', shop, '--out', 'places'], { cwd })
  expect([code, out]).toEqual([0, ['nothing was written: the statement has nothing to say as `places` (for each place that the statement singles out, what it says to the people there)']]) // prettier-ignore
  expect(existsSync(join(cwd, 'places'))).toBe(false)
})

test('a guard is a script for the table that was named', async () => {
  const { code } = await run([...guard, 'suggest', '--out', 'guards'], { cwd })
  expect(code).toBe(0)
  expect(readFileSync(join(cwd, 'guards/guard-public.looks.sql'), 'utf8')).toMatch(/create policy "wordkept 3" on "public"."looks"/) // prettier-ignore
})

test.each([
  ['a form nobody knows', ['emit', 'picture', shop], 64, /'picture' is invalid/],
  ['a notice of nothing', ['emit', 'notice', shop], 64, /`notice` needs --from FOLDER/],
  ['a guard of nothing', ['emit', 'guard', shop], 64, /`guard` needs --table/],
  ['a purpose nobody knows', [...guard, 'sugest'], 1, /name_unknown/],
])('%s is told', async (_, args, code, words) => {
  const ran = await run(args, { cwd })
  expect(ran.code).toBe(code)
  expect(ran.err.join('\n')).toMatch(words)
})
