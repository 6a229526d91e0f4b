// The product's words are its own: no run of nine words of the documents it was asked to serve stands in any tracked file, and no
// tracked file knows a path of a machine.

import { execFileSync } from 'node:child_process'
import { globSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const runLength = 9
const wordsOf = (text: string): string[] => text.toLowerCase().match(/[a-z]+/g) ?? []
const runsOf = (text: string): string[] =>
  wordsOf(text).flatMap((_, i, words) =>
    i + runLength <= words.length ? [words.slice(i, i + runLength).join(' ')] : [],
  )
const tracked = execFileSync('git', ['ls-files'], { encoding: 'utf8' }).trim().split('\n').filter((path) => /\.(md|ts|tsx|js|ya?ml|html|json|sql|css|txt)$/.test(path) && path !== 'package-lock.json') // prettier-ignore

test('no sentence of the seed documents stands in the product', () => {
  const seeds = new Set(globSync('../shared/seeds/*.txt').flatMap((path) => runsOf(readFileSync(path, 'utf8'))))
  expect(seeds.size).toBeGreaterThan(1000)
  const copied = tracked.flatMap((path) => runsOf(readFileSync(path, 'utf8')).filter((run) => seeds.has(run)).map((run) => `${path}: ${run}`)) // prettier-ignore
  expect(copied).toEqual([])
})

test('no tracked file knows a path of a machine', () => {
  const found = tracked.flatMap((path) => (readFileSync(path, 'utf8').match(/(?<![\w.)/])\/(?:work|root|farm|home)\/[A-Za-z.][^\s'"`)]*/g) ?? []).map((hit) => `${path}: ${hit}`)) // prettier-ignore
  expect(found).toEqual([])
})
