// The ledger: sequences what is pending, publishes it, and proves that an event stands in it (docs/spec/log.md). It never sees a body:
// the gate seals those and appends leaves in its own transactions.

import { createPublicKey, sign, type KeyObject } from 'node:crypto'
import { Failure, toBase64, type Clock } from '../base/index.ts'
import {
  emptyRoot, formatVerifierKey, inclusionRanges, rangeHash, verifierKey, type NoteSigner, type Proof, type ProofEntry,
} from '../evidence/index.ts' // prettier-ignore
import type { Batch, ExternalCheckpoint, LogStore, LogTransaction, PlacedLeaf, SignedHead, TileFiles } from './ports.ts'
import { hashesOf, publishNewest, sameHead } from './publish.ts'
import { nextBatch, signHead } from './sequence.ts'

/** Leaves that one step takes at most. */
const batchLeavesMax = 1000

/** How long `waitFor` sleeps between two looks. */
const lookAgainMs = 25

/** Inclusion of events in a signed checkpoint: what a receipt carries. */
export type LedgerProof = Proof

/** What a ledger is made of. `signer.name` is the log's origin, as C2SP names key and log alike. */
export interface LedgerParts {
  readonly store: LogStore
  readonly external: ExternalCheckpoint
  readonly files: TileFiles
  readonly signer: { readonly name: string; readonly key: KeyObject }
  readonly clock: Clock
}

export interface Ledger {
  /** Compares the database with the checkpoints outside it and publishes what is behind. Failures `ledger_rolled_back`, `ledger_forked`: do not serve. */
  start(): Promise<void>
  /** Gives pending leaves their places, at most 1,000 where no segment holds more, and publishes. Safe to call at once from anywhere; answers how many it placed. */
  sequence(): Promise<number>
  /** the verifier key to pin: `name+hint+base64` */
  readonly vkey: string
  /** The newest published checkpoint; null before the first. */
  checkpoint(): Promise<{ readonly size: number; readonly note: string; readonly at: Date } | null>
  /** Proves that events stand in the newest published checkpoint, ordered by index; null while one is not sequenced yet. */
  prove(events: readonly string[]): Promise<LedgerProof | null>
  /** The same, sequencing until every event is in. Failure `audit_unavailable` when that takes longer. */
  waitFor(events: readonly string[], ms: number): Promise<LedgerProof>
  /** how many events wait for their place */
  countPending(): Promise<number>
}

/** Makes a ledger. Call `start` before it is used; `sequence` does when nobody did. */
export function createLedger(parts: LedgerParts): Ledger {
  const { store, clock } = parts
  const signer = noteSigner(parts.signer)
  const publishing = { ...parts, key: signer.key }
  const vkey = formatVerifierKey(signer.key)
  const turn = oneAtATime()
  let published: SignedHead | null = null
  let unsure: Batch | null = null

  async function publish(): Promise<SignedHead | null> {
    published = (await publishNewest(publishing)) ?? published
    return published
  }

  async function begin(): Promise<void> {
    // an outside checkpoint without one in the database is a rollback, and found before anything is signed
    if ((await publish()) !== null) return
    await store.transact(async (log) => {
      if ((await log.newest()) === null) await log.write(firstBatch(signer, clock.now()))
    })
    await publish()
  }

  /** One step in a transaction. A batch that was signed, and whose commit nobody knows the end of, is tried again as it is: one size, one root (L3). */
  async function step(log: LogTransaction): Promise<number> {
    const newest = await log.newest()
    if (newest === null || (published && newest.size < published.size)) {
      throw new Failure('ledger_rolled_back', { size: published?.size ?? 0, database: newest?.size ?? 0 })
    }
    const batch: Batch | null =
      unsure?.after === newest.size
        ? unsure
        : await nextBatch(log, newest, { signer, now: clock.now(), limit: batchLeavesMax })
    unsure = batch
    if (batch !== null) await log.write(batch)
    return batch?.taken.length ?? 0
  }

  async function sequence(): Promise<number> {
    if (published === null) await begin()
    const count = await store.transact(step)
    unsure = null
    const newest = await store.newest()
    if (published === null || newest === null || !sameHead(published, newest)) await publish()
    return count
  }

  async function newestPublished(): Promise<SignedHead | null> {
    const newest = await store.newest()
    return published && newest && sameHead(published, newest) ? published : publish()
  }

  async function prove(events: readonly string[]): Promise<LedgerProof | null> {
    const asked = new Set(events)
    const placed = await store.find([...asked])
    if (placed.length < asked.size) return null
    const head = await newestPublished()
    if (head === null) return null
    return {
      checkpoint: head.note,
      entries: await entriesOf(store, head.size, placed),
      key: vkey,
      origin: signer.key.name,
    }
  }

  return {
    vkey,
    start: () => turn(begin),
    sequence: () => turn(sequence),
    prove,
    checkpoint: newestPublished,
    countPending: () => store.countPending(),
    async waitFor(events, ms) {
      const end = performance.now() + ms
      for (;;) {
        const proof = await prove(events)
        if (proof) return proof
        if (performance.now() >= end) throw new Failure('audit_unavailable', { waitedMs: ms })
        if ((await turn(sequence)) === 0) await new Promise((resolve) => setTimeout(resolve, lookAgainMs))
      }
    },
  }
}

function firstBatch(signer: NoteSigner, at: Date): Batch {
  return { after: null, taken: [], placed: [], tiles: [], head: signHead({ size: 0, root: emptyRoot() }, signer, at) }
}

async function entriesOf(store: LogStore, size: number, placed: readonly PlacedLeaf[]): Promise<ProofEntry[]> {
  const hashOf = hashesOf(store, size)
  const ordered = placed.toSorted((a, b) => a.index - b.index)
  return Promise.all(
    ordered.map(async ({ event, index, hash }) => {
      const path = await Promise.all(inclusionRanges(index, size).map((range) => rangeHash(range, hashOf)))
      return { event, hash: toBase64(hash), index, path: path.map(toBase64) }
    }),
  )
}

function noteSigner({ name, key }: LedgerParts['signer']): NoteSigner {
  const { x } = createPublicKey(key).export({ format: 'jwk' })
  return {
    key: verifierKey(name, new Uint8Array(Buffer.from(x ?? '', 'base64url'))),
    sign: (message) => new Uint8Array(sign(null, message, key)),
  }
}

/** Runs what it is given one after the other, whatever became of the one before. */
function oneAtATime(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve()
  return (work) => {
    const run = last.then(work, work)
    last = run.catch(() => undefined)
    return run
  }
}
