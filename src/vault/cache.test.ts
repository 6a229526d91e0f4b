// The cache of keys by a clock that a test moves: its age, its size, one load at a time, and what a drop forgets.

import { expect, test } from 'vitest'
import { clockAt } from '../../test/harness/clocks.ts'
import { createCache } from './cache.ts'

const start = '2026-11-21T12:00:00Z'

test('a value is kept for its age and not a millisecond longer', async () => {
  const clock = clockAt(start)
  const cache = createCache<number>({ clock, ageMs: 60_000, entriesMax: 10 })
  let loads = 0
  const load = async (): Promise<number> => ++loads
  await cache.get('a', 'x', load)
  clock.move(59_999)
  expect(await cache.get('a', 'x', load)).toBe(1)
  clock.move(1)
  expect(await cache.get('a', 'x', load)).toBe(2)
})

test('a clock that goes back makes everything from later stale', async () => {
  const clock = clockAt(start)
  const cache = createCache<number>({ clock, ageMs: 60_000, entriesMax: 10 })
  let loads = 0
  const load = async (): Promise<number> => ++loads
  await cache.get('a', 'x', load)
  clock.move(-1)
  expect(await cache.get('a', 'x', load)).toBe(2)
})

test('who asks while a value is being loaded waits for that load', async () => {
  const cache = createCache<number>({ clock: clockAt(start), ageMs: 60_000, entriesMax: 10 })
  let loads = 0
  const load = async (): Promise<number> => {
    loads += 1
    await new Promise((resume) => setImmediate(resume))
    return loads
  }
  expect(await Promise.all(Array.from({ length: 50 }, () => cache.get('a', 'x', load)))).toEqual(
    Array.from({ length: 50 }, () => 1),
  )
})

test('a failure is not kept', async () => {
  const cache = createCache<number>({ clock: clockAt(start), ageMs: 60_000, entriesMax: 10 })
  await expect(cache.get('a', 'x', () => Promise.reject(new Error('no key')))).rejects.toThrow('no key')
  expect(await cache.get('a', 'x', async () => 7)).toBe(7)
})

test('never more entries than it may hold: the oldest group goes first', async () => {
  const cache = createCache<number>({ clock: clockAt(start), ageMs: 60_000, entriesMax: 100 })
  for (let i = 0; i < 1000; i++) {
    await cache.get(`g${i}`, 'x', async () => i)
    expect(cache.size).toBeLessThanOrEqual(100)
  }
  expect(await cache.get('g999', 'x', async () => -1)).toBe(999)
  expect(await cache.get('g0', 'x', async () => -1)).toBe(-1)
})

test('a drop forgets the whole group, and what was on its way when it was dropped does not stay', async () => {
  const cache = createCache<string>({ clock: clockAt(start), ageMs: 60_000, entriesMax: 10 })
  await cache.get('a', 'x', async () => 'old')
  await cache.get('a', 'y', async () => 'old')
  await cache.get('b', 'x', async () => 'old')
  cache.drop('a')
  expect(cache.size).toBe(1)
  const late = Promise.withResolvers<string>()
  const asked = cache.get('a', 'x', () => late.promise)
  cache.drop('a')
  late.resolve('erased meanwhile')
  expect(await asked).toBe('erased meanwhile')
  expect(await cache.get('a', 'x', async () => 'new')).toBe('new')
  expect(cache.size).toBe(2)
})
