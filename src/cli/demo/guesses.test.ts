// What the demo guesses: from several searches of one topic, each named, and from nothing else.

import { expect, test } from 'vitest'
import { guessesFrom } from './guesses.ts'
import { maya } from './people.ts'
import { favourites, searchWords } from './words.ts'

const now = new Date('2026-04-14T09:44:00Z')
const search = (id: string, words: string) => ({ id, data: { words, opened: 1 } })

test('a guess names every search it was made from, and one search alone makes none', () => {
  const searches = [
    search('a', 'learn to whistle'),
    search('b', 'rain radar'),
    search('c', 'choir for beginners'),
    search('d', 'poems about the sea'),
  ]
  expect(guessesFrom(maya, searches, now)).toEqual([
    expect.objectContaining({
      category: 'interaction.interest',
      product: 'search',
      origin: 'inferred',
      data: { favourite: 'making music' },
      madeFrom: { records: ['a', 'c'], purpose: 'personalise' },
    }),
  ])
  expect(guessesFrom(maya, [], now)).toEqual([])
})

test('the same search again is no second one, and no more are named than one write may', () => {
  const many = Array.from({ length: 130 }, (_, i) => search(`s${i}`, 'learn to whistle'))
  expect(guessesFrom(maya, many, now)).toEqual([])
  expect(guessesFrom(maya, [...many, search('b', 'choir for beginners')], now)[0]?.madeFrom?.records).toHaveLength(100)
})

test('nothing is guessed that nobody searches, and nobody is told twice', () => {
  const searched = favourites.flatMap((one) => one.searched)
  expect(searched.filter((words) => !searchWords.includes(words))).toEqual([])
  expect(new Set(searched).size).toBe(searched.length)
})
