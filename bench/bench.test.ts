// The runner's own logic, and every metric once in its smallest size, so that none can rot. No time is judged here.

import { readFileSync } from 'node:fs'
import { afterAll, describe, expect, test } from 'vitest'
import { share } from '../test/harness/databases.ts'
import { openGround } from './ground.ts'
import { below, measure, median, reaches, rotated, type Outcome } from './measure.ts'
import { plain, ratio, WrongAnswer, type Metric, type Stage } from './metric.ts'
import { metrics } from './metrics.ts'
import { figureLines, shown, sideLines } from './print.ts'
import { newestResults, withFigures } from './results.ts'

const metric: Metric = {
  name: 'T1',
  figures: [
    { id: 'T1', what: 'ours ÷ peer', unit: '×', good: 'large', floor: 2, target: 4, gated: true, of: ratio('ours', 'peer') },
    { id: 'T1 time', what: 'time', unit: 's', good: 'small', floor: 1, target: 0.5, gated: false, of: plain('peer') },
  ],
  sides: { ours: 'x/s', peer: 'x/s' },
  open: () => Promise.reject(new Error('not opened here')),
} // prettier-ignore

/** A stage whose sides answer one number after the other; a text is a wrong answer. */
function stageOf(values: { readonly ours: (number | string)[]; readonly peer: (number | string)[] }, order: string[] = []): Stage {
  const side = (name: 'ours' | 'peer') => async (): Promise<number> => {
    order.push(name)
    const next = values[name].shift()!
    if (typeof next === 'string') throw new WrongAnswer(next)
    return next
  }
  return { sides: { ours: side('ours'), peer: side('peer') }, close: async () => {} }
} // prettier-ignore

describe('the runner', () => {
  test('takes the middle of an odd count, the mean of the two in the middle of an even one, and nothing of none', () => {
    expect([median([3, 1, 2]), median([4, 1, 3, 2]), median([7])]).toEqual([2, 2.5, 7])
    expect(() => median([])).toThrow(RangeError)
  })

  test('lets another side begin each round, drops the first round, and gives median, minimum and maximum', async () => {
    const order: string[] = []
    const outcome = await measure(metric, stageOf({ ours: [1000, 4, 9, 6], peer: [1, 2, 3, 2] }, order), 4)
    expect(order).toEqual(['ours', 'peer', 'peer', 'ours', 'ours', 'peer', 'peer', 'ours'])
    expect(outcome).toMatchObject({ rounds: 3, wrong: [], figures: [{ spread: { median: 3, min: 2, max: 3 } }, {}] })
    expect(rotated(['a', 'b', 'c'], 4)).toEqual(['b', 'c', 'a'])
  })

  test('a wrong answer voids its round, and a metric most of whose rounds are void has no figure', async () => {
    const one = await measure(metric, stageOf({ ours: [1, 8, 'bad', 8], peer: [1, 2, 2] }), 4)
    expect(one).toMatchObject({ rounds: 2, wrong: ['bad'], figures: [{ spread: { median: 4 } }, {}] })
    const most = await measure(metric, stageOf({ ours: [1, 'a', 'b', 8], peer: [1, 2] }), 4)
    expect(most).toMatchObject({ rounds: 1, wrong: ['a', 'b'], figures: [{ spread: null }, { spread: null }] })
    expect(below([most]).map(({ id }) => id)).toEqual(['T1'])
    expect(figureLines([most]).join('\n')).toContain('BELOW ITS FLOOR')
    expect(sideLines(most).join('\n')).toContain('void: a')
  })

  test('any other failure ends the run', async () => {
    const stage: Stage = { sides: { ours: () => Promise.reject(new Error('no database')) }, close: async () => {} }
    await expect(measure(metric, stage, 3)).rejects.toThrow('no database')
  })

  test('the gate looks at gated figures alone, and knows which are good when small', () => {
    const figure = (id: string, good: 'large' | 'small', value: number, gated: boolean): Outcome['figures'][number] => ({ id, what: '', unit: '×', good, floor: 2, target: 4, gated, spread: { median: value, min: value, max: value } }) // prettier-ignore
    const figures = [figure('a', 'large', 1.9, true), figure('b', 'large', 2, true), figure('c', 'small', 2.1, true), figure('d', 'small', 2, true), figure('e', 'large', 1, false)] // prettier-ignore
    expect(below([{ name: 'T', figures, sides: [], rounds: 5, wrong: [] }]).map(({ id }) => id)).toEqual(['a', 'c'])
    expect(reaches({ good: 'large', spread: { median: 4, min: 1, max: 9 } }, 4)).toBe(true)
  })

  test('numbers read as people write them', () => {
    expect([shown(0.04321), shown(1.5), shown(123.4), shown(45_678)]).toEqual(['0.0432', '1.5', '123', '45,700'])
  })
})

test('the README tells the figures of the newest committed result: else run `npm run bench -- --readme`', () => {
  const readme = readFileSync('README.md', 'utf8')
  expect(readme).toContain('<!-- figures: npm run bench -- --readme -->')
  expect(withFigures(readme)).toBe(readme)
  const newest = newestResults()
  for (const { figures } of newest?.results.metrics ?? [])
    for (const { id } of figures) expect(metrics.some((one) => one.figures.some((figure) => figure.id === id)), id).toBe(true) // prettier-ignore
})

describe('every metric', () => {
  const ground = openGround('quick')
  afterAll(() => ground.close())

  test.each(metrics.map((one) => [one.name, one] as const))('%s runs, and its answers are right', async (_, one) => {
    process.env['DATABASE_URL'] ??= `${(await share('postgres')).url}`
    const stage = await one.open(ground)
    try {
      const { wrong, rounds, figures } = await measure(one, stage, 2)
      expect(wrong).toEqual([])
      expect(rounds).toBe(1)
      for (const { id, spread } of figures) expect(spread?.median, id).toBeGreaterThan(0)
    } finally {
      await stage.close()
    }
  })
})
