// The demo's data: the same for the same seed, relative to the clock, and marked so that a leak would show.

import { expect, test } from 'vitest'
import { chanceOf } from './chance.ts'
import { ana, maya, people } from './people.ts'
import { names, recordsOf, searchesPast } from './records.ts'
import { telltales } from './words.ts'

const now = new Date('2026-04-14T09:44:00Z')

test('the same seed gives the same records, another one others', () => {
  expect(recordsOf(maya, now)).toEqual(recordsOf(maya, now))
  expect(recordsOf(maya, now, 2)).not.toEqual(recordsOf(maya, now))
})

test('nothing is collected in the future, and no search is older than the 18 months the statement keeps it', () => {
  const records = people.flatMap((person) => recordsOf(person, now))
  expect(records.filter(({ collectedAt }) => new Date(collectedAt) > now)).toEqual([])
  const searches = records.filter(({ category }) => category === names.searches.category)
  expect(searches.filter(({ collectedAt }) => new Date(collectedAt) <= new Date('2024-10-14T09:44:00Z'))).toEqual([])
})

test('every message is told once, and every telltale stands in somebody’s records', () => {
  const records = people.flatMap((person) => recordsOf(person, now))
  expect(new Set(records.map(({ messageId }) => messageId)).size).toBe(records.length)
  const told = JSON.stringify(records.map(({ data }) => data))
  expect(telltales.filter((words) => !told.includes(words))).toEqual([])
})

test('how many searches a shorter keeping would take is known before it is counted', () => {
  expect(searchesPast(ana, now, 18, now)).toBe(0)
  const half = searchesPast(ana, now, 6, now)
  expect(half).toBeGreaterThan(0)
  expect(half).toBeLessThan(300)
  expect(searchesPast(ana, now, 6, new Date('2028-01-01T00:00:00Z'))).toBe(300)
})

test('chance stays within what was asked, and picks from nothing never', () => {
  const chance = chanceOf(7)
  const drawn = Array.from({ length: 1000 }, () => chance.number(6))
  expect(new Set(drawn)).toEqual(new Set([0, 1, 2, 3, 4, 5]))
  expect(() => chance.pick([])).toThrow(RangeError)
})
