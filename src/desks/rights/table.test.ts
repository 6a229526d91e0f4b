// The whole graph of the rights desk walked: every state, event and role. What may follow what is written out once more, by hand.

import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { isFinal, roles, step, type Role } from '../case.ts'
import {
  controlFor,
  rightsEvents,
  rightsKinds,
  rightsStates,
  rightsTable,
  signInFor,
  stateWords,
  type RightsEvent,
  type RightsState,
} from './table.ts'

/** Every way through the desk, without going twice through a state and event, as the events taken. */
function ways(
  state: RightsState,
  taken: readonly RightsEvent[],
  seen: ReadonlySet<string>,
): { state: RightsState; taken: readonly RightsEvent[] }[] {
  const here = { state, taken }
  const further = rightsEvents.flatMap((event) => {
    const key = `${state} ${event}`
    const to = rightsTable.next[state][event]
    return to === null || seen.has(key) ? [] : ways(to, [...taken, event], new Set([...seen, key]))
  })
  return [here, ...further]
}

const all = ways(rightsTable.first, [], new Set())

test('no way leads to running without an identification', () => {
  const running = all.filter(({ state }) => state === 'running' || state === 'waiting' || state === 'done')
  expect(running.length).toBeGreaterThan(3)
  for (const { taken } of running) expect(taken.indexOf('identify')).toBeGreaterThanOrEqual(0)
  for (const { taken } of running) expect(taken.indexOf('identify')).toBeLessThan(taken.indexOf('begin'))
})

test('begin asks for the identification on record, and finish for the beginning', () => {
  expect(rightsTable.after).toEqual({ begin: 'identify', finish: 'begin' })
})

test('every state is reached, and every state that is no end leads to one', () => {
  expect(new Set(all.map(({ state }) => state))).toEqual(new Set(rightsStates))
  const ends = (state: RightsState): boolean =>
    ways(state, [], new Set()).some((way) => isFinal(rightsTable, way.state))
  for (const state of rightsStates) expect(ends(state)).toBe(true)
})

test('done, refused, dropped and lapsed are ends, and no others', () => {
  expect(rightsStates.filter((state) => isFinal(rightsTable, state))).toEqual(['done', 'refused', 'dropped', 'lapsed'])
})

test('the whole graph: states, events and roles', () => {
  const print = (state: RightsState, event: RightsEvent, role: Role): string => {
    const answer = step(rightsTable, state, event, role)
    return 'to' in answer ? `${state} ${event} ${role} ▶ ${answer.to}` : ''
  }
  const allowed = rightsStates
    .flatMap((state) => rightsEvents.flatMap((event) => roles.map((role) => print(state, event, role))))
    .filter((line) => line !== '')
  expect(allowed).toEqual([
    'received identify person ▶ identified',
    'received identify operator ▶ identified',
    'received refuse officer ▶ refused',
    'received drop person ▶ dropped',
    'received lapse system ▶ lapsed',
    'identified begin person ▶ running',
    'identified begin operator ▶ running',
    'identified begin system ▶ running',
    'identified refuse officer ▶ refused',
    'identified drop person ▶ dropped',
    'identified lapse system ▶ lapsed',
    'running stall system ▶ waiting',
    'running finish system ▶ done',
    'running lapse system ▶ lapsed',
    'waiting resume system ▶ running',
    'waiting lapse system ▶ lapsed',
  ])
})

// ACC-15
test('access, copy and erasure need a fresh sign-in, and nothing needs more than that', () => {
  expect(rightsKinds.filter((kind) => signInFor[kind] === 'fresh')).toEqual(['access', 'export', 'erase'])
})

test('every kind has a control, and every state has words', () => {
  for (const kind of rightsKinds) expect(controlFor[kind]).toMatch(/^[a-z]+$/)
  for (const state of rightsStates) expect(stateWords[state].length).toBeGreaterThan(3)
})

test('the table of docs/spec/rights.md is this table', () => {
  const lines = readFileSync('docs/spec/rights.md', 'utf8').split('\n')
  const written = lines.filter((line) => line.startsWith('|')).map((line) => line.split('|').map((cell) => cell.trim()).join('|')) // prettier-ignore
  const row = (first: string, cells: readonly string[]): string => `|${[first, ...cells].join('|')}|`
  const states = rightsStates.map(
    (state) =>
    row(`**${state}**`, rightsEvents.map((event) => rightsTable.next[state][event] ?? '')), // prettier-ignore
  )
  const who = row('_who_', rightsEvents.map((event) => rightsTable.by[event].join(', '))) // prettier-ignore
  expect(written).toEqual(expect.arrayContaining([row('', rightsEvents), ...states, who]))
})
