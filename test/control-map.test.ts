// The control map has a row for every requirement, and its states follow from what was found, never from what was typed.

import { expect, test } from 'vitest'
import { controlMap, stateOf, type Carrier } from '../scripts/control-map/control-map.ts'
import { controlMapPage } from '../scripts/control-map/print.ts'
import { requirements } from '../scripts/control-map/requirements.ts'

const map = await controlMap()

test('every requirement has one row, with a gap shown as a gap', () => {
  expect(map.controls.map(({ id }) => id)).toEqual(Object.keys(requirements))
  const page = controlMapPage(map, '')
  for (const { id, title, state } of map.controls) {
    const row = page.split('\n').filter((line) => line.startsWith(`| ${id} |`))
    expect(row, id).toHaveLength(1)
    expect(row[0]).toContain(title)
    expect(row[0]!.endsWith(`| ${state} |`)).toBe(true)
  }
})

test('a requirement is kept only by rules that somebody signed, and that a probe or a test tries', () => {
  const kept = map.controls.filter(({ state }) => state === 'kept')
  expect(kept.length).toBeGreaterThan(20)
  for (const { carriers, tests } of kept)
    expect(carriers.some(({ signed, rules, probes }) => signed && rules.length > 0 && (probes.length > 0 || tests.length > 0))).toBe(true) // prettier-ignore
})

const carrier: Carrier = { clause: 'x', part: false, class: 'ruled', signed: true, rules: ['never use any'], probes: ['try everything it forbids'] } // prettier-ignore
const part = { ...carrier, part: true }
const aim: Carrier = { ...carrier, class: 'aim', rules: [], probes: [] }

test.each([
  ['nothing', [], [], 'gap'],
  ['a test alone', [], ['a.test.ts'], 'tested'],
  ['an aim', [aim], [], 'clause only'],
  ['an aim and a test', [aim], ['a.test.ts'], 'tested'],
  ['a clause nobody signed', [{ ...carrier, signed: false }], [], 'clause only'],
  ['a rule without a probe', [{ ...carrier, probes: [] }], [], 'clause only'],
  ['a promise and a test', [{ ...carrier, probes: [] }], ['a.test.ts'], 'kept'],
  ['a part', [part], [], 'in part'],
  ['a part and a test', [part], ['a.test.ts'], 'kept'],
  ['a part and a whole', [part, carrier], [], 'kept'],
] as const)('%s', (_, carriers, tests, state) => {
  expect(stateOf({ carriers, tests })).toBe(state)
})
