// Sequencing: pending leaves get contiguous indexes, tiles grow, the new head is signed, and all of it is one commit that follows the
// checkpoint before it (docs/spec/log.md, L1–L4).

import { Failure, equalBytes } from '../base/index.ts'
import {
  edgeTiles,
  formatCheckpoint,
  grow,
  leafHash,
  rootOfEdge,
  signNote,
  type Edge,
  type NoteSigner,
  type TreeHead,
} from '../evidence/index.ts'
import type { Batch, LogReader, LogTransaction, PendingLeaf, SignedHead } from './ports.ts'

/** Signs heads of this log: its origin is the name of the key. */
export function signHead({ size, root }: TreeHead, signer: NoteSigner, at: Date): SignedHead {
  return { size, root, at, note: signNote(formatCheckpoint({ origin: signer.key.name, size, root }), signer) }
}

/** The step that follows the newest checkpoint, signed and not yet written; null where nothing is pending. */
export async function nextBatch(
  log: LogTransaction,
  newest: SignedHead,
  { signer, now, limit }: { readonly signer: NoteSigner; readonly now: Date; readonly limit: number },
): Promise<Batch | null> {
  const taken = await log.pending(limit)
  if (taken.length === 0) return null
  const edge = await readEdge(log, newest)
  const hashes = taken.map(({ leaf }) => leafHash(leaf))
  const growth = grow(newest.size, edge, hashes)
  // time never goes backwards, whatever the clock does (L4)
  const at = now < newest.at ? newest.at : now
  return {
    after: newest.size,
    taken,
    placed: places(taken, hashes, newest.size),
    tiles: growth.tiles,
    head: signHead(growth, signer, at),
  }
}

function places(taken: readonly PendingLeaf[], hashes: readonly Uint8Array[], first: number): Batch['placed'] {
  return taken.map(({ event }, i) => ({ event, index: first + i, hash: hashes[i]! }))
}

/** The tiles that are not full yet, held against the root that was signed over them: a database somebody changed is not built upon. */
async function readEdge(log: LogReader, head: TreeHead): Promise<Edge> {
  const wanted = edgeTiles(head.size)
  const found = await log.tiles(wanted)
  const edge: Uint8Array[] = []
  wanted.forEach(({ level, width }, i) => (edge[level] = (found[i] ?? new Uint8Array(0)).subarray(0, 32 * width)))
  const filled = Array.from(edge, (tile) => tile ?? new Uint8Array(0))
  if (!equalBytes(rootOfEdge(filled), head.root)) {
    throw new Failure('ledger_forked', {
      size: head.size,
      reason: 'the tiles in the database do not give the root that was signed',
    })
  }
  return filled
}
