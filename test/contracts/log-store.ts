// What every log store must hold; each engine passes it (adapters/stores/ledger-store.test.ts).

import { describe, expect, test } from 'vitest'
import { newId } from '../../src/base/index.ts'
import { emptyRoot, leafHash } from '../../src/evidence/index.ts'
import type { Batch, LogStore, PendingLeaf } from '../../src/ledger/index.ts'
import { newLeaf } from '../harness/ledger.ts'

/** A store nobody wrote to, and how leaves come in beside it, as the gate's transactions bring them. */
export interface LogStoreUnderTest {
  readonly store: LogStore
  /** so many leaves a segment */
  readonly append: (
    leaves: readonly { readonly event: string; readonly leaf: Uint8Array }[],
    perSegment: number,
  ) => Promise<void>
}

/** A step over pending leaves whose tile and note are made up: a store does not look into them. */
function batchOver(taken: readonly PendingLeaf[], after: number | null): Batch {
  const first = after ?? 0
  const size = first + taken.length
  const placed = taken.map(({ event, leaf }, i) => ({ event, index: first + i, hash: leafHash(leaf) }))
  const tiles =
    taken.length === 0 ? [] : [{ level: 0, index: 0, width: size, hashes: new Uint8Array(32 * size).fill(size) }]
  return {
    after,
    taken,
    placed,
    tiles,
    head: { size, root: emptyRoot(), note: `note ${size}\n`, at: new Date(1e12 + size) },
  }
}

export function holdsTheLogStoreContract(open: () => Promise<LogStoreUnderTest>): void {
  describe('holds the contract of a log store', () => {
    test('is empty at first', async () => {
      const { store } = await open()
      expect(await store.newest()).toBe(null)
      expect(await store.countPending()).toBe(0)
      expect(await store.leaves(0, 10)).toEqual([])
      expect(await store.find([newId()])).toEqual([])
      expect(await store.tiles([])).toEqual([])
      expect(await store.tiles([{ level: 0, index: 0, width: 1 }])).toEqual([null])
    })

    test('hands out what is pending in the order it came in, up to a limit', async () => {
      const { store, append } = await open()
      const leaves = [newLeaf(), newLeaf(), newLeaf()]
      await append(leaves, 1)
      expect(await store.countPending()).toBe(3)
      const pending = await store.transact((log) => log.pending(2))
      expect(pending.map(({ event, leaf }) => ({ event, leaf }))).toEqual(leaves.slice(0, 2))
    })

    test('hands out whole segments, as many as fit and one at least, and takes them whole', async () => {
      const { store, append } = await open()
      await store.transact((log) => log.write(batchOver([], null)))
      const leaves = Array.from({ length: 9 }, () => newLeaf())
      await append(leaves, 3)
      const [few, some] = await store.transact(async (log) => [await log.pending(1), await log.pending(8)])
      expect([few!.length, some!.length]).toEqual([3, 6])
      expect(some!.map(({ place }) => place)).toEqual([0, 1, 2, 0, 1, 2])
      const torn = store.transact((log) => log.write(batchOver(some!.slice(0, 5), 0)))
      await expect(torn).rejects.toMatchObject({ code: 'conflict' })
      await store.transact((log) => log.write(batchOver(some!, 0)))
      expect(await store.countPending()).toBe(3)
      expect(await store.leaves(0, 9)).toEqual(leaves.slice(0, 6).map(({ leaf }) => leaf))
    })

    test('keeps a step whole: leaves, tiles and checkpoint, and takes its leaves out of what is pending', async () => {
      const { store, append } = await open()
      const leaves = [newLeaf(), newLeaf()]
      await append(leaves, 2)
      await store.transact((log) => log.write(batchOver([], null)))
      const batch = await store.transact(async (log) => {
        const next = batchOver(await log.pending(10), 0)
        await log.write(next)
        return next
      })
      expect(await store.newest()).toEqual(batch.head)
      expect(await store.countPending()).toBe(0)
      expect(await store.leaves(0, 2)).toEqual(leaves.map(({ leaf }) => leaf))
      expect(await store.leaves(1, 2)).toEqual([leaves[1]!.leaf])
      expect((await store.find(leaves.map(({ event }) => event))).toSorted((a, b) => a.index - b.index)).toEqual(
        batch.placed,
      )
      expect(await store.tiles([{ level: 1, index: 0, width: 1 }, { level: 0, index: 0, width: 2 }])).toEqual([null, batch.tiles[0]!.hashes]) // prettier-ignore
    })

    test('a tile that grew takes the place of the one before', async () => {
      const { store, append } = await open()
      await store.transact((log) => log.write(batchOver([], null)))
      for (const size of [0, 1]) {
        await append([newLeaf()], 1)
        await store.transact(async (log) => log.write(batchOver(await log.pending(1), size)))
      }
      expect((await store.tiles([{ level: 0, index: 0, width: 2 }]))[0]).toHaveLength(64)
      expect(await store.newest()).toMatchObject({ size: 2, note: 'note 2\n' })
    })

    test('a step that throws leaves nothing behind', async () => {
      const { store, append } = await open()
      await append([newLeaf()], 1)
      await store.transact((log) => log.write(batchOver([], null)))
      const broken = store.transact(async (log) => {
        await log.write(batchOver(await log.pending(1), 0))
        throw new Error('stopped')
      })
      await expect(broken).rejects.toThrow('stopped')
      expect(await store.newest()).toMatchObject({ size: 0 })
      expect(await store.countPending()).toBe(1)
      expect(await store.leaves(0, 1)).toEqual([])
    })

    test('a step that does not follow the newest checkpoint is refused', async () => {
      const { store, append } = await open()
      await append([newLeaf(), newLeaf()], 1)
      await store.transact((log) => log.write(batchOver([], null)))
      await store.transact(async (log) => log.write(batchOver(await log.pending(1), 0)))
      for (const after of [null, 0, 2]) {
        const late = store.transact(async (log) => log.write(batchOver(await log.pending(1), after)))
        await expect(late).rejects.toMatchObject({ code: 'conflict' })
      }
      expect(await store.newest()).toMatchObject({ size: 1 })
    })

    test('a leaf that was taken already is refused', async () => {
      const { store, append } = await open()
      await append([newLeaf()], 1)
      await store.transact((log) => log.write(batchOver([], null)))
      const taken = await store.transact((log) => log.pending(1))
      await store.transact((log) => log.write(batchOver(taken, 0)))
      const again = store.transact((log) => log.write(batchOver(taken, 1)))
      await expect(again).rejects.toMatchObject({ code: 'conflict' })
      expect(await store.newest()).toMatchObject({ size: 1 })
    })

    test('steps asked for at once run one after the other, and no index is left out or given twice', async () => {
      const { store, append } = await open()
      await store.transact((log) => log.write(batchOver([], null)))
      const leaves = Array.from({ length: 12 }, () => newLeaf())
      await append(leaves, 1)
      const step = () =>
        store.transact(async (log) => {
          const newest = await log.newest()
          await log.write(batchOver(await log.pending(3), newest!.size))
        })
      await Promise.all([step(), step(), step(), step()])
      expect(await store.leaves(0, 12)).toEqual(leaves.map(({ leaf }) => leaf))
      const placed = await store.find(leaves.map(({ event }) => event))
      expect(placed.map(({ index }) => index).toSorted((a, b) => a - b)).toEqual(leaves.map((_, i) => i))
    })

    test('only one publishes at a time, and one that fails lets the next in', async () => {
      const { store } = await open()
      let [inside, most] = [0, 0]
      const publish = (fail: boolean) =>
        store.publishing(async () => {
          most = Math.max(most, ++inside)
          await store.newest()
          await new Promise((resolve) => setTimeout(resolve, 5))
          inside--
          if (fail) throw new Error('failed')
          return inside
        })
      const outcomes = await Promise.allSettled([publish(false), publish(true), publish(false)])
      expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
      expect(most).toBe(1)
    })
  })
}
