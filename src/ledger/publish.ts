// Publishing: what was committed goes to the files, then to the checkpoint outside the database, in this order and never past a
// disagreement (docs/spec/log.md, L5–L7). Starting, going on after a crash and the every-day run are the same code.

import { Failure, equalBytes, utf8 } from '../base/index.ts'
import {
  bundlePath, encodeBundle, openNote, parseCheckpoint, rangeHash, subtreesFrom, tilePath, tilesBetween,
  type Checkpoint, type ReadTile, type SubtreeHash, type Tile, type TreeHead, type VerifierKey,
} from '../evidence/index.ts' // prettier-ignore
import type { ExternalCheckpoint, LogFile, LogReader, LogStore, SignedHead, TileFiles } from './ports.ts'

/** Name of the newest checkpoint among the files of a log. */
const checkpointPath = 'checkpoint'

/** Tiles read and written at a time: a log of any size is published in bounded memory. */
const tilesAtOnce = 32

/** What publishing needs. */
export interface Publishing {
  readonly store: LogStore
  readonly files: TileFiles
  readonly external: ExternalCheckpoint
  readonly key: VerifierKey
}

/**
 * Brings files and external checkpoint up to the newest one, which it answers; null before the first. Failures: `ledger_rolled_back`
 * where an outside checkpoint is ahead of the database, `ledger_forked` where the two disagree or it is not signed by this log's key.
 */
export function publishNewest(publishing: Publishing): Promise<SignedHead | null> {
  const { store, files, external, key } = publishing
  return store.publishing(async () => {
    const [kept, shown] = [await external.read(), await readShown(files)]
    const newest = await store.newest()
    const held = await Promise.all([openHeld(kept, key, 'external'), openHeld(shown, key, 'files')])
    for (const one of held) if (one !== null) await compare(store, newest, one)
    if (newest === null) return null
    const from = Math.min(...held.map((one) => one?.size ?? 0))
    if (shown !== newest.note) await writeFiles(publishing, from, newest)
    if (kept !== newest.note) await external.write(newest.note)
    return newest
  })
}

async function readShown(files: TileFiles): Promise<string | null> {
  const bytes = await files.read(checkpointPath)
  return bytes && new TextDecoder().decode(bytes)
}

interface Held extends Checkpoint {
  /** which of the outside checkpoints it is */
  readonly where: string
}

async function openHeld(note: string | null, key: VerifierKey, where: string): Promise<Held | null> {
  if (note === null) return null
  const opened = await openNote(note, [key])
  const head = opened.result === 'ok' ? parseCheckpoint(opened.text) : null
  if (head === null || head.origin !== key.name) {
    throw new Failure('ledger_forked', { checkpoint: where, reason: 'it is not signed by the key of this log' })
  }
  return { ...head, where }
}

/** Equal or behind may go on; ahead, or another root over the same entries, may not. */
async function compare(store: LogReader, newest: SignedHead | null, held: Held): Promise<void> {
  const size = newest?.size ?? -1
  if (held.size > size)
    throw new Failure('ledger_rolled_back', { checkpoint: held.where, size: held.size, database: Math.max(size, 0) })
  const root = held.size === size ? newest!.root : await rootAt(store, held.size)
  if (!equalBytes(root, held.root)) throw new Failure('ledger_forked', { checkpoint: held.where, size: held.size })
}

/** The root the database's tiles give for a smaller size. */
function rootAt(log: LogReader, size: number): Promise<Uint8Array> {
  return rangeHash({ from: 0, to: size }, hashesOf(log, size))
}

/** The hashes of complete subtrees out of the database's tiles. */
export function hashesOf(log: LogReader, size: number): SubtreeHash {
  return subtreesFrom(size, tileReader(log))
}

function tileReader(log: LogReader): ReadTile {
  return async (tile) => {
    const [bytes] = await log.tiles([tile])
    return wideEnough(tile, bytes ?? null)
  }
}

function wideEnough({ level, index, width }: Tile, bytes: Uint8Array | null): Uint8Array {
  if (bytes === null || bytes.length < 32 * width) {
    throw new Failure('ledger_forked', { level, index, reason: 'a tile is missing in the database' })
  }
  return bytes.subarray(0, 32 * width)
}

async function writeFiles({ store, files }: Publishing, from: number, newest: SignedHead): Promise<void> {
  const tiles = tilesBetween(from, newest.size)
  for (let at = 0; at < tiles.length; at += tilesAtOnce)
    await files.write(await filesOf(store, tiles.slice(at, at + tilesAtOnce)))
  await files.write([{ path: checkpointPath, bytes: utf8(newest.note) }])
}

async function filesOf(store: LogStore, tiles: readonly Tile[]): Promise<LogFile[]> {
  const found = await store.tiles(tiles)
  const hashes = tiles.map((tile, i) => ({ path: tilePath(tile), bytes: wideEnough(tile, found[i] ?? null) }))
  const bundles = tiles.filter(({ level }) => level === 0).map((tile) => bundleOf(store, tile))
  return [...(await Promise.all(bundles)), ...hashes]
}

async function bundleOf(store: LogStore, tile: Tile): Promise<LogFile> {
  const first = tile.index * 256
  const leaves = await store.leaves(first, first + tile.width)
  if (leaves.length !== tile.width)
    throw new Failure('ledger_forked', { index: first, reason: 'a leaf is missing in the database' })
  return { path: bundlePath(tile), bytes: encodeBundle(leaves) }
}

/** Whether two heads are the same. */
export function sameHead(a: TreeHead, b: TreeHead): boolean {
  return a.size === b.size && equalBytes(a.root, b.root)
}
