// The ledger in its everyday life, on both engines: places, proofs, several at once, and time.

import { describe, expect, test } from 'vitest'
import { forEachEngine } from '../../test/harness/databases.ts'
import { appendPending, newDirectory, newLeaf, newLedger } from '../../test/harness/ledger.ts'
import { fromBase64, text } from '../base/index.ts'
import { leafHash, openNote, parseCheckpoint, parseVerifierKey, verifyInclusion } from '../evidence/index.ts'
import { createLedger, type Ledger, type LedgerProof } from './ledger.ts'

/** Checks a proof as a stranger would: with the verifier key alone. Answers the indexes. */
async function checkProof(
  ledger: Ledger,
  proof: LedgerProof,
  leaves: readonly { event: string; leaf: Uint8Array }[],
): Promise<number[]> {
  const opened = await openNote(proof.checkpoint, [parseVerifierKey(ledger.vkey)!])
  const head = parseCheckpoint(opened.result === 'ok' ? opened.text : '')!
  expect(head.origin).toBe('harbour.example/log')
  expect(proof.entries).toHaveLength(leaves.length)
  for (const { event, hash, index, path } of proof.entries) {
    const { leaf } = leaves.find((one) => one.event === event)!
    expect(fromBase64(hash)).toEqual(leafHash(leaf))
    expect(verifyInclusion({ hash: leafHash(leaf), index, size: head.size }, path.map(fromBase64), head.root)).toBe(
      true,
    )
  }
  return proof.entries.map(({ index }) => index)
}

forEachEngine((open) => {
  describe('a ledger', () => {
    test('begins with a signed checkpoint of nothing, in the files and outside', async () => {
      const { ledger, parts } = newLedger(await open())
      await ledger.start()
      const first = await ledger.checkpoint()
      expect(first).toMatchObject({ size: 0, at: new Date('2026-04-14T09:45:00Z') })
      expect(await parts.external.read()).toBe(first!.note)
      expect(text((await parts.files.read('checkpoint'))!)).toBe(first!.note)
      expect(await ledger.sequence()).toBe(0)
      expect(await ledger.checkpoint()).toEqual(first)
    })

    test('gives leaves contiguous indexes in the order they came in, and proves each of them', async () => {
      const { ledger, append } = newLedger(await open())
      const leaves = [...(await append(2)), ...(await append(3))]
      expect(await ledger.prove([leaves[0]!.event])).toBe(null)
      expect(await ledger.sequence()).toBe(5)
      const later = await append(4)
      expect(await ledger.countPending()).toBe(4)
      expect(await ledger.prove([leaves[0]!.event, later[0]!.event])).toBe(null)
      expect(await ledger.sequence()).toBe(4)
      const proof = await ledger.prove([...later, ...leaves].map(({ event }) => event))
      expect(await checkProof(ledger, proof!, [...leaves, ...later])).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8])
    })

    test('takes at most a thousand a step, and proves across several levels of tiles', async () => {
      const db = await open()
      const { ledger } = newLedger(db)
      const leaves = Array.from({ length: 2300 }, () => newLeaf())
      await appendPending(db, leaves)
      expect([
        await ledger.sequence(),
        await ledger.sequence(),
        await ledger.sequence(),
        await ledger.sequence(),
      ]).toEqual([1000, 1000, 300, 0])
      const some = [0, 255, 256, 999, 1000, 2047, 2048, 2299].map((i) => leaves[i]!)
      const proof = await ledger.prove(some.map(({ event }) => event))
      expect(await checkProof(ledger, proof!, some)).toEqual([0, 255, 256, 999, 1000, 2047, 2048, 2299])
    })

    test('waits for events: sequences them itself, and says so when they do not come', async () => {
      const { ledger, append } = newLedger(await open())
      const leaves = await append(3)
      const proof = await ledger.waitFor(leaves.map(({ event }) => event), 5000) // prettier-ignore
      expect(await checkProof(ledger, proof, leaves)).toEqual([0, 1, 2])
      await expect(ledger.waitFor([newLeaf().event], 60)).rejects.toMatchObject({ code: 'audit_unavailable' })
    })

    test('several at once over one database place every leaf once', async () => {
      const db = await open()
      const directory = newDirectory()
      const first = newLedger(db, {}, directory)
      const others = [1, 2, 3].map(() => createLedger(first.parts))
      const leaves = Array.from({ length: 1500 }, () => newLeaf())
      const ledgers = [first.ledger, ...others]
      await Promise.all([
        ...leaves.map((_, i) => (i % 50 === 0 ? appendPending(db, leaves.slice(i, i + 50)) : null)),
        ...ledgers.flatMap((ledger) => [ledger.start(), ledger.sequence(), ledger.sequence(), ledger.sequence()]),
      ])
      while ((await first.ledger.sequence()) > 0);
      const proof = await others[0]!.prove(leaves.map(({ event }) => event))
      expect(await checkProof(first.ledger, proof!, leaves)).toEqual(leaves.map((_, i) => i))
      expect(await first.parts.external.read()).toBe((await first.ledger.checkpoint())!.note)
    })

    test('its time never goes backwards, even when the clock does', async () => {
      const times = ['2026-04-14T09:45:00Z', '2026-04-14T09:45:10Z', '2026-04-14T08:00:00Z', '2026-04-14T09:45:20Z']
      const clock = { now: () => new Date(times.shift()!) }
      const { ledger, append } = newLedger(await open(), { clock })
      await ledger.start()
      const seen: (string | undefined)[] = []
      for (let i = 0; i < 3; i++) {
        await append(1)
        await ledger.sequence()
        seen.push((await ledger.checkpoint())?.at.toISOString())
      }
      expect(seen).toEqual(['2026-04-14T09:45:10.000Z', '2026-04-14T09:45:10.000Z', '2026-04-14T09:45:20.000Z'])
    })
  })
})
