// Group commit: one transaction for many, a bad operation fails alone, and a store that is away is told to all at once.

import { expect, test } from 'vitest'
import { Failure } from '../base/index.ts'
import { createCommitter } from './commit.ts'
import type { Work } from './store.ts'

const works: readonly Work[] = Array.from({ length: 30 }, () => ({ audit: [], tally: [] }))

test('operations of one turn share a transaction', async () => {
  const sizes: number[] = []
  const committer = createCommitter({
    async commit(batch) {
      sizes.push(batch.length)
      return batch.map(() => 'done')
    },
  })
  expect(await Promise.all(works.map((work) => committer.commit(work)))).toEqual(works.map(() => 'done'))
  expect(sizes).toEqual([30])
})

test('one that cannot be committed fails alone', async () => {
  const committer = createCommitter({
    async commit(batch) {
      if (batch.includes(works[3]!)) throw new Failure('conflict')
      return batch.map(() => 'done')
    },
  })
  const told = await Promise.allSettled(works.map((work) => committer.commit(work)))
  expect(told.flatMap(({ status }, i) => (status === 'rejected' ? [i] : []))).toEqual([3])
})

test.each([
  ['storage_unavailable', 'audit_unavailable'],
  ['storage_full', 'storage_full'],
] as const)('of a store that answers %s everybody is told %s after one try', async (code, said) => {
  let tries = 0
  const committer = createCommitter({
    async commit() {
      tries++
      throw new Failure(code)
    },
  })
  const told = await Promise.allSettled(works.map((work) => committer.commit(work)))
  expect([tries, told.filter((one) => one.status === 'rejected' && (one.reason as Failure).code === said).length]).toEqual([1, 30]) // prettier-ignore
})
