// Questions that go together: one query for many, a bad one fails alone, and a database that is away is told to all at once.

import { expect, test } from 'vitest'
import { Failure } from '../../base/index.ts'
import { coalesced } from './coalesce.ts'

const limits = { togetherMax: 64, enough: 8, patienceMs: 1, underWayMax: 4 }
const forty = Array.from({ length: 40 }, (_, i) => i)

test('questions of one turn are one query, each with its own answer', async () => {
  const queries: number[] = []
  const ask = coalesced<number, number>(async (asks) => {
    queries.push(asks.length)
    return asks.map((one) => one * 2)
  }, limits)
  expect(await Promise.all(forty.map(ask))).toEqual(forty.map((one) => one * 2))
  expect(queries).toEqual([40])
})

test('one that cannot be asked fails alone', async () => {
  const ask = coalesced<number, number>(async (asks) => {
    if (asks.includes(7)) throw new Failure('unexpected')
    return asks
  }, limits)
  const told = await Promise.allSettled(forty.map(ask))
  expect(told.flatMap(({ status }, i) => (status === 'rejected' ? [i] : []))).toEqual([7])
})

test('a database that is away is asked once, and everybody is told', async () => {
  let queries = 0
  const ask = coalesced<number, number>(async () => {
    queries++
    throw new Failure('storage_unavailable')
  }, limits)
  const told = await Promise.allSettled(forty.map(ask))
  expect([queries, told.every(({ status }) => status === 'rejected')]).toEqual([1, true])
})
