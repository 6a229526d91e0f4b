import { expect, test } from 'vitest'
import {
  asSentence,
  counted,
  dayBeside,
  daysBetween,
  firstName,
  moment,
  shortened,
  since,
  span,
  times,
  written,
} from './words.ts'

test('times are written in UTC, days in full', () => {
  expect(moment('2026-04-14T23:41:09Z')).toBe('14 April 2026, 23:41')
  expect(written('weekday', '2026-04-11')).toBe('Saturday 11 April')
  expect(written('weekdayWithYear', '2026-04-11')).toBe('Saturday 11 April 2026')
  expect(written('seconds', '2026-04-14T09:44:02Z')).toBe('09:44:02')
})

test('the day a page is read on is today', () => {
  expect(since('2026-04-14T08:02:00Z', '2026-04-14T09:00:00Z')).toBe('08:02 today')
  expect(since('2026-04-13T08:02:00Z', '2026-04-14T09:00:00Z')).toBe('13 April 2026, 08:02')
})

test.each([
  ['2026-04-04', '2026-04-10', '4 to 10 April 2026'],
  ['2026-03-29', '2026-04-04', '29 March to 4 April 2026'],
  ['2025-12-29', '2026-01-04', '29 December 2025 to 4 January 2026'],
  ['2026-04-04', '2026-04-04', '4 April 2026'],
])('from %s to %s is %s', (from, to, words) => expect(span(from, to)).toBe(words))

test('days are counted over the ends of months, and part of a day is a day', () => {
  expect(dayBeside('2026-03-03', -6)).toBe('2026-02-25')
  expect(daysBetween('2026-04-14T09:00:00Z', '2026-05-14T08:00:00Z')).toBe(30)
})

test('a long text is cut to a name, between words, and never quotes within quotes', () => {
  expect(shortened('rain radar')).toBe('rain radar')
  expect(shortened('The doctor says it is nothing to worry about, and to come back in May.')).toBe('The doctor says it is nothing to worry about, and to come…')
  expect(shortened('x'.repeat(70))).toBe(`${'x'.repeat(60)}…`)
  expect(shortened('she said “no”\n and left')).toBe('she said ‘no’ and left')
}) // prettier-ignore

test('one thing is not many', () => {
  expect([counted(1, 'thing'), counted(18204, 'thing')]).toEqual(['1 thing', '18,204 things'])
  expect([1, 2, 3].map(times)).toEqual(['once', 'twice', '3 times'])
})

test('words of the machine become a sentence, with days as people write them', () => {
  expect(asSentence('copies lie there until 2026-12-21')).toBe('Copies lie there until 21 December 2026.')
  expect(asSentence('done.')).toBe('Done.')
  expect(asSentence('')).toBe('')
})

test('people are called by the first of their names', () => {
  expect(['Maya Lindqvist', ' Ana ', ''].map(firstName)).toEqual(['Maya', 'Ana', ''])
})
