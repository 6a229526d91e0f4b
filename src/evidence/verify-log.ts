// Checks a whole log from its files alone (docs/spec/log.md, "Checking"): the signature, every entry against its hash, every tile against
// the tiles below it, and the root made anew of all entries against the one that was signed.

import { equalBytes } from '../base/index.ts'
import { parseCheckpoint, type Checkpoint } from './checkpoint.ts'
import { canVerifySignatures, noteText, openNote, parseNote, parseVerifierKey } from './note.ts'
import {
  bundlePath,
  hashAt,
  hashesAt,
  parseBundle,
  tilePath,
  tilesBetween,
  tileWidth,
  tileRoot,
  type Tile,
} from './tile.ts'
import { hashBytes, leafHash, rootOf } from './tree.ts'
import { figure, type VerdictState } from './verdict.ts'

/** Gives a file of a log by its path (`checkpoint`, `tile/0/000`); null where there is none. */
export type ReadLogFile = (path: string) => Promise<Uint8Array | null>

/** What the verifier is given beside the files. `since`: a checkpoint kept from before, which must be a beginning of this log. */
export interface LogOptions {
  readonly vkey?: string
  readonly since?: string
}

/** The verdict over a log. */
export interface LogVerdict {
  readonly state: VerdictState
  /** one sentence */
  readonly words: string
  readonly help: string | null
  /** the file where something was changed or is missing */
  readonly file: string | null
  /** the byte in it, from 0 */
  readonly byte: number | null
  /** the entry that was changed, from 0, where it can be told */
  readonly entry: number | null
  readonly facts: { readonly origin: string; readonly size: number } | null
}

/** Thrown inside this file when the check is over. */
class Ended extends Error {
  readonly verdict: Omit<LogVerdict, 'facts'>
  constructor(verdict: Partial<LogVerdict> & Pick<LogVerdict, 'state' | 'words'>) {
    super(verdict.words)
    this.verdict = { help: null, file: null, byte: null, entry: null, ...verdict }
  }
}

/** Checks the files of a log. */
export async function verifyLog(read: ReadLogFile, options: LogOptions = {}): Promise<LogVerdict> {
  let head: Checkpoint | null = null
  const facts = (): LogVerdict['facts'] => head && { origin: head.origin, size: head.size }
  try {
    head = await readHead(read, options.vkey)
    await checkTiles(read, head, await readEntries(read, head))
    await checkSince(read, head, options)
    checkPinned(options.vkey)
    const words = `All ${figure(head.size)} entries give the root that was signed.`
    return { state: 'valid', words, help: null, file: null, byte: null, entry: null, facts: facts() }
  } catch (cause) {
    if (cause instanceof Ended) return { ...cause.verdict, facts: facts() }
    throw cause
  }
}

function changed(words: string, file: string, place: { byte?: number; entry?: number } = {}): Ended {
  return new Ended({
    state: 'changed',
    words,
    file,
    help: 'Keep this copy, and ask the organisation and whoever holds an older checkpoint.',
    ...place,
  })
}

async function readFile(read: ReadLogFile, path: string): Promise<Uint8Array> {
  const bytes = await read(path)
  if (bytes === null)
    throw new Ended({
      state: 'incomplete',
      words: 'A file of the log is missing.',
      file: path,
      help: 'Fetch the log again, whole.',
    })
  return bytes
}

/** The file of a tile or bundle. Where a partial one is gone because the full one took its place, the full one is read. */
async function readTile(read: ReadLogFile, tile: Tile, pathOf: (tile: Tile) => string): Promise<Uint8Array> {
  const full = tile.width === tileWidth ? null : pathOf({ ...tile, width: tileWidth })
  return (await read(pathOf(tile))) ?? (full === null ? null : await read(full)) ?? readFile(read, pathOf(tile))
}

// the checkpoint ------------------------------------------------------------------------------------------------------------

async function readHead(read: ReadLogFile, vkey: string | undefined): Promise<Checkpoint> {
  const note = noteText(await readFile(read, 'checkpoint'))
  const head = note === null ? null : headOf(note)
  if (note === null || head === null) throw changed('The checkpoint does not have the form of one.', 'checkpoint')
  const key = vkey === undefined ? null : parseVerifierKey(vkey)
  if (key === null) return head
  if (!(await canVerifySignatures())) {
    throw new Ended({
      state: 'stale',
      words: 'This program cannot check Ed25519 signatures.',
      help: 'Check the log with `kept verify` or verify.mjs.',
    })
  }
  const opened = await openNote(note, [key])
  const whole = opened.result === 'ok' && opened.unverified.length === 0 && head.origin === key.name
  if (!whole) throw changed('The checkpoint is not signed by the key you pinned.', 'checkpoint')
  return head
}

function headOf(note: string): Checkpoint | null {
  const head = parseCheckpoint(parseNote(note)?.text ?? '')
  return head?.root.length === hashBytes ? head : null
}

function checkPinned(vkey: string | undefined): void {
  if (vkey !== undefined && parseVerifierKey(vkey) !== null) return
  const words = vkey === undefined ? 'The log holds together, but no key is pinned: anybody could have signed it.' : 'The log holds together, but the key you gave is not a verifier key.' // prettier-ignore
  throw new Ended({ state: 'stale', words, help: 'Get the key from the organisation itself and give it with --vkey.' })
}

/** An older checkpoint must be signed by the same key and have the root that the first entries give. */
async function checkSince(read: ReadLogFile, head: Checkpoint, { since, vkey }: LogOptions): Promise<void> {
  if (since === undefined) return
  const key = vkey === undefined ? null : parseVerifierKey(vkey)
  const older = headOf(since)
  const signed = key === null || (await openNote(since, [key])).result === 'ok'
  if (older === null || !signed || older.origin !== head.origin)
    throw new Ended({ state: 'stale', words: 'The older checkpoint is not one of this log.' })
  if (older.size > head.size) throw changed('The log is shorter than it was at the older checkpoint.', 'checkpoint')
  if (!equalBytes(rootOf((await readEntries(read, head)).slice(0, older.size)), older.root)) {
    throw changed('The log is not the one of the older checkpoint: entries before it were changed.', 'checkpoint')
  }
}

// entries and tiles -----------------------------------------------------------------------------------------------------------

/** Hashes of all entries. A bundle of another length than its tile is refused here; wrong entries are found by their root. */
async function readEntries(read: ReadLogFile, { size }: Checkpoint): Promise<Uint8Array[]> {
  const hashes: Uint8Array[] = []
  for (const tile of tilesBetween(0, size).filter(({ level }) => level === 0)) {
    const path = bundlePath(tile)
    for (const entry of entriesOf(await readTile(read, tile, bundlePath), path, tile)) hashes.push(leafHash(entry))
  }
  return hashes
}

function entriesOf(bundle: Uint8Array, path: string, { width }: Tile): Uint8Array[] {
  try {
    const entries = parseBundle(bundle)
    if (entries.length === width || entries.length === tileWidth) return entries.slice(0, width)
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause
  }
  throw changed(`The bundle does not hold ${width} entries.`, path)
}

/** Every tile file against what is below it, then the root. Where entries and tiles differ, the signed root tells which of them is right. */
async function checkTiles(read: ReadLogFile, head: Checkpoint, entryHashes: readonly Uint8Array[]): Promise<void> {
  const entriesFit = equalBytes(rootOf(entryHashes), head.root)
  let below = entryHashes
  for (let level = 0; hashesAt(level, head.size) > 0; level++) {
    const shown = await readLevel(read, level, head.size)
    const differs = shown.hashes.findIndex((hash, i) => !equalBytes(hash, below[i]!))
    if (differs >= 0) throw levelFault(level, differs, head.size, entriesFit)
    below = shown.roots
  }
  if (!entriesFit) throw changed('The root that was signed is not the one all entries give.', 'checkpoint')
}

interface Level {
  readonly hashes: readonly Uint8Array[]
  /** hashes over its full tiles: what the level above must hold */
  readonly roots: readonly Uint8Array[]
}

async function readLevel(read: ReadLogFile, level: number, size: number): Promise<Level> {
  const [hashes, roots]: [Uint8Array[], Uint8Array[]] = [[], []]
  for (const tile of tilesBetween(0, size).filter((one) => one.level === level)) {
    const bytes = await readTile(read, tile, tilePath)
    if (bytes.length !== tile.width * hashBytes && bytes.length !== tileWidth * hashBytes)
      throw changed(`The tile does not hold ${tile.width} hashes.`, tilePath(tile))
    for (let i = 0; i < tile.width; i++) hashes.push(hashAt(bytes, i))
    if (tile.width === tileWidth) roots.push(tileRoot(bytes))
  }
  return { hashes, roots }
}

function levelFault(level: number, differs: number, size: number, entriesFit: boolean): Ended {
  const index = Math.floor(differs / tileWidth)
  const width = Math.min(tileWidth, hashesAt(level, size) - index * tileWidth)
  if (level === 0 && !entriesFit)
    return changed(`Entry ${figure(differs)} is not the one the log hashed.`, bundlePath({ index, width }), {
      entry: differs,
    })
  return changed('A tile holds another hash than what lies below it gives.', tilePath({ level, index, width }), {
    byte: (differs % tileWidth) * hashBytes,
  })
}
