// 100,000 random questions to random statements over the whole language: the decision says what a direct reading of the rules says; of a use and a
// write with the same term, and a clause that the reading names too. What was reached is counted: a verb, a slot, a term that no case touched
// fails the run. `node scripts/witnesses.ts 0 --in-process 1000000` asks ten times as many.

import { expect, test } from 'vitest'
import { hearInProcess, mustReach } from './hearing.ts'
import { seed } from './random.ts'

const cases = 100_000

test('100,000 questions have one answer', async () => {
  const reached = await hearInProcess(cases, { seed, each: 700 })
  expect(reached.get('cases')).toBe(cases)
  expect(mustReach.filter((what) => !reached.has(what))).toEqual([])
}, 300_000)
