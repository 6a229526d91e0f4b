// Findings of the gate are raised at first sight, then once a minute, and never lost to a failure.

import { expect, test } from 'vitest'
import { testClock } from '../../test/harness/gate.ts'
import { createDrift } from './drift.ts'

function ground() {
  const clock = testClock('2026-04-14T09:00:00Z')
  const raised: string[] = []
  const state = { isDown: false }
  const raise = async ({ key }: { readonly key: string }): Promise<void> => {
    if (state.isDown) throw new Error('the disk')
    raised.push(key)
  }
  const drift = createDrift({ findings: { raise, settle: async () => {} }, clock })
  return { clock, raised, state, drift }
}

test('a thousand alike at once are one, and one more after a minute', async () => {
  const { clock, raised, drift } = ground()
  const found = { key: 'collect search contact person', summary: 'x' }
  await Promise.all(Array.from({ length: 1_000 }, () => drift.raise(found)))
  clock.forward(59_999)
  await drift.raise(found)
  expect(raised).toEqual([found.key])
  clock.forward(1)
  await drift.raise(found)
  expect(raised).toEqual([found.key, found.key])
})

test('one that could not be raised is raised the next time', async () => {
  const { raised, state, drift } = ground()
  state.isDown = true
  await expect(drift.raise({ key: 'a', summary: 'x' })).rejects.toThrow('the disk')
  expect(drift.knows('a')).toBe(false)
  state.isDown = false
  await drift.raise({ key: 'a', summary: 'x' })
  expect(raised).toEqual(['a'])
})

test('what was raised is known for a day, a thousand keys at most', async () => {
  const { clock, drift } = ground()
  for (let i = 0; i < 1_001; i++) await drift.raise({ key: `a ${i}`, summary: 'x' })
  expect([drift.knows('a 0'), drift.knows('a 1'), drift.count('a '), drift.count('b ')]).toEqual([
    false,
    true,
    1_000,
    0,
  ])
  clock.forward(86_400_000)
  expect([drift.knows('a 1'), drift.count('a ')]).toEqual([false, 0])
})
