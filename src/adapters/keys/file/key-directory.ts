// One directory of key files: a root key, and keys wrapped under it, each its own file. A key is read from the disk whenever it is
// asked for, so that taking the root key away takes effect; whoever asks keeps it for minutes at most (the vault's cache).

import { createSecretKey, randomFillSync, type KeyObject } from 'node:crypto'
import { readFile, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { canonicalJson, Failure, fromBase64, text, toBase64, utf8, type Clock } from '../../../base/index.ts'
import { unwrapSecret, wrapSecret } from '../../../vault/index.ts'
import { destroyFile, isMissing, syncDirectory, writeDurably } from './disk.ts'
import { whileLocked } from './lock.ts'
import { checkManifest, fingerprintOf, manifestFile, printManifest, readManifest, rootFile } from './manifest.ts'
import type { KeyEntry, LayerName, Manifest } from './manifest.ts'

/** Stands in a directory while its first files are being made: whoever finds it starts over, for nothing was sealed yet. */
const markerFile = '.making'

/** Where a layer's keys lie. */
export interface KeyPlace {
  readonly layer: LayerName
  /** a real path */
  readonly path: string
}

/** `empty`: no key ever lay there. `making`: the first start was cut short. `broken`: keys without a manifest. */
export type DirectoryState = 'empty' | 'making' | 'broken' | 'complete'

/** What a directory holds, by the names of its files. */
export async function stateOf({ path }: KeyPlace): Promise<DirectoryState> {
  const files = await readdir(path)
  if (files.includes(markerFile)) return 'making'
  if (files.includes(manifestFile)) return 'complete'
  return files.some((file) => file.endsWith('.key')) ? 'broken' : 'empty'
}

/** Marks a directory as being made, and wipes what an earlier start left there. */
export async function beginMaking({ path }: KeyPlace): Promise<void> {
  await writeDurably(join(path, markerFile), utf8('first start\n'))
  const files = (await readdir(path)).filter((file) => /\.key(\.new)?$/.test(file) || file === manifestFile)
  for (const file of files) await destroyFile(join(path, file))
}

/** The directory is complete from now on. */
export async function endMaking({ path }: KeyPlace): Promise<void> {
  await rm(join(path, markerFile), { force: true })
  await syncDirectory(path)
}

/** Makes the root key and the first keys under it; the manifest is written last. */
export async function makeKeys(
  place: KeyPlace,
  secrets: Readonly<Record<string, Uint8Array>>,
  at: Date,
): Promise<void> {
  const bytes = randomFillSync(new Uint8Array(32))
  const root = createSecretKey(bytes)
  await writeDurably(join(place.path, rootFile), bytes)
  const keys: KeyEntry[] = [{ file: rootFile, since: at.toISOString(), fingerprint: fingerprintOf(bytes) }]
  bytes.fill(0)
  for (const [file, secret] of Object.entries(secrets)) keys.push(await writeKey(place, root, { file, secret, at }))
  await writeManifest(place, { format: 1, layer: place.layer, keys, destroyed: [] }, root)
}

/** The keys of a directory by the names of their files. */
export interface KeyDirectory {
  /** what the manifest lists; read again only when it changed on the disk */
  entries(): Promise<readonly KeyEntry[]>
  /** A secret by its file. Failure `key_missing` names a file that is gone or changed, `keys_unavailable` one that is not listed. */
  secret(file: string): Promise<Uint8Array>
  /** Adds a key, or takes up the one a killed process wrote and did not list. */
  add(file: string, secret: Uint8Array, at: Date): Promise<void>
  /** Takes a key off the list for ever, then overwrites and removes its file. May be repeated. */
  destroy(file: string, at: Date): Promise<void>
}

/** Opens a complete directory: every file listed must be there, unchanged, and open under the root key. Finishes what a killed process began to destroy. */
export async function openDirectory(place: KeyPlace, { clock }: { clock: Clock }): Promise<KeyDirectory> {
  const { manifest, root } = await load(place)
  for (const entry of manifest.keys) if (entry.file !== rootFile) (await readKey(place, root, entry)).fill(0)
  const directory = directoryOf(place)
  for (const { file } of await leftovers(place, manifest)) await directory.destroy(file, clock.now())
  return directory
}

function directoryOf(place: KeyPlace): KeyDirectory {
  const { path } = place
  let known: { stamp: string; keys: readonly KeyEntry[] } | null = null
  return {
    async entries() {
      const stamp = await stampOf(place)
      if (known?.stamp !== stamp) known = { stamp, keys: (await load(place)).manifest.keys }
      return known.keys
    },
    async secret(file) {
      const { manifest, root } = await load(place)
      const entry = manifest.keys.find((key) => key.file === file)
      if (!entry) throw new Failure('keys_unavailable', { file: `${place.layer}/${file}` })
      return readKey(place, root, entry)
    },
    add: (file, secret, at) =>
      whileLocked(path, async () => {
        const { manifest, root } = await load(place)
        if ([...manifest.keys, ...manifest.destroyed].some((entry) => entry.file === file)) return
        const entry = (await takeUp(place, root, file)) ?? (await writeKey(place, root, { file, secret, at }))
        await writeManifest(place, { ...manifest, keys: [...manifest.keys, entry] }, root)
      }),
    destroy: (file, at) =>
      whileLocked(path, async () => {
        const { manifest, root } = await load(place)
        const keys = manifest.keys.filter((key) => key.file !== file)
        const destroyed = [...manifest.destroyed, { file, at: at.toISOString() }]
        if (keys.length < manifest.keys.length) await writeManifest(place, { ...manifest, keys, destroyed }, root)
        await destroyFile(join(path, file))
      }),
  }
}

/** The manifest and the root key, checked against each other. */
async function load(place: KeyPlace): Promise<{ manifest: Manifest; root: KeyObject }> {
  const { manifest, checksum } = readManifest(place.layer, await readOf(place, manifestFile))
  const bytes = await readOf(place, rootFile)
  const listed = manifest.keys.find(({ file }) => file === rootFile)
  if (bytes.length !== 32 || listed?.fingerprint !== fingerprintOf(bytes)) throw missing(place, rootFile)
  const root = createSecretKey(bytes)
  bytes.fill(0)
  checkManifest(manifest, checksum, root)
  return { manifest, root }
}

async function readKey(place: KeyPlace, root: KeyObject, { file, fingerprint }: KeyEntry): Promise<Uint8Array> {
  const content = await readOf(place, file)
  if (fingerprintOf(content) !== fingerprint) throw missing(place, file)
  return unwrapFile(place, root, file, content).secret
}

/** A key that was written by a process that died before listing it: it opens under the root key, so it is ours. */
async function takeUp(place: KeyPlace, root: KeyObject, file: string): Promise<KeyEntry | null> {
  if (!(await readdir(place.path)).includes(file)) return null
  const content = await readOf(place, file)
  const { secret, since } = unwrapFile(place, root, file, content)
  secret.fill(0)
  return { file, since, fingerprint: fingerprintOf(content) }
}

async function writeKey(
  place: KeyPlace,
  root: KeyObject,
  key: { file: string; secret: Uint8Array; at: Date },
): Promise<KeyEntry> {
  const since = key.at.toISOString()
  const wrapped = wrapSecret(root, [place.layer, key.file, since], key.secret)
  const content = utf8(`${canonicalJson({ file: key.file, layer: place.layer, since, wrapped: toBase64(wrapped) })}\n`)
  await writeDurably(join(place.path, key.file), content)
  return { file: key.file, since, fingerprint: fingerprintOf(content) }
}

function unwrapFile(
  place: KeyPlace,
  root: KeyObject,
  file: string,
  content: Uint8Array,
): { secret: Uint8Array; since: string } {
  try {
    const { since, wrapped }: { since: string; wrapped: string } = JSON.parse(text(content))
    return { since, secret: unwrapSecret(root, [place.layer, file, since], fromBase64(wrapped)) }
  } catch (cause) {
    throw missing(place, file, cause)
  }
}

async function writeManifest({ path }: KeyPlace, manifest: Manifest, root: KeyObject): Promise<void> {
  await writeDurably(join(path, manifestFile), printManifest(manifest, root))
}

/** Files of destroyed keys that are still there: a process was killed between the list and the file. */
async function leftovers({ path }: KeyPlace, { destroyed }: Manifest): Promise<readonly { readonly file: string }[]> {
  const files = await readdir(path)
  return destroyed.filter(({ file }) => files.includes(file))
}

/** Changes whenever the manifest is replaced: a rename brings another inode. */
async function stampOf(place: KeyPlace): Promise<string> {
  const { ino, mtimeMs, size } = await stat(join(place.path, manifestFile)).catch((cause: unknown) => {
    throw missing(place, manifestFile, cause)
  })
  return `${ino}/${mtimeMs}/${size}`
}

async function readOf(place: KeyPlace, file: string): Promise<Buffer> {
  try {
    return await readFile(join(place.path, file))
  } catch (cause) {
    throw isMissing(cause)
      ? missing(place, file, cause)
      : new Failure('keys_unavailable', { file: `${place.layer}/${file}` }, cause)
  }
}

function missing({ layer }: KeyPlace, file: string, cause?: unknown): Failure {
  return new Failure('key_missing', { file: `${layer}/${file}` }, cause)
}
