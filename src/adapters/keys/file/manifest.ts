// The manifest of a key directory (docs/spec/envelope.md, "Key files"): which files there are, since when, and a fingerprint of each,
// under a checksum that only the holder of the root key can make. It says that a file changed without saying what is in it.

import { createHmac, timingSafeEqual, type KeyObject } from 'node:crypto'
import { canonicalJson, concat, Failure, fromHex, sha256Hex, text, utf8 } from '../../../base/index.ts'
import { deriveKey } from '../../../vault/index.ts'

/** The two directories: whose layer a key belongs to. */
export type LayerName = 'customer' | 'platform'

export const manifestFile = 'manifest.json'
export const rootFile = 'root.key'

/** One key file. */
export interface KeyEntry {
  readonly file: string
  readonly since: string
  /** SHA-256 over a label and the file's bytes, in hexadecimal */
  readonly fingerprint: string
}

/** A key directory's content. Files once destroyed stay listed, so that none comes back. */
export interface Manifest {
  readonly format: 1
  readonly layer: LayerName
  readonly keys: readonly KeyEntry[]
  readonly destroyed: readonly { readonly file: string; readonly at: string }[]
}

/** What is known of a file without knowing the key in it. Keys are 256 random bits, so nothing can be guessed from it. */
export function fingerprintOf(content: Uint8Array): string {
  return sha256Hex(concat(utf8('wordkept key file\n'), content))
}

/** The manifest as it lies on the disk. */
export function printManifest(manifest: Manifest, root: KeyObject): Uint8Array {
  return utf8(`${canonicalJson({ ...manifest, checksum: checksumOf(manifest, root).toString('hex') })}\n`)
}

/** What a manifest says before it was checked; the failure `key_missing` names it where it says nothing. */
export function readManifest(layer: LayerName, content: Uint8Array): { manifest: Manifest; checksum: string } {
  try {
    const { checksum, ...manifest }: Manifest & { checksum: string } = JSON.parse(text(content))
    if (manifest.format === 1 && manifest.layer === layer && typeof checksum === 'string' && isList(manifest.keys)) {
      return { manifest, checksum }
    }
  } catch {
    // Told below: there is no more to say about a manifest that is no JSON.
  }
  throw new Failure('key_missing', { file: `${layer}/${manifestFile}` })
}

/** Holds a manifest against its checksum; the failure `key_missing` names it where somebody changed it. */
export function checkManifest(manifest: Manifest, checksum: string, root: KeyObject): void {
  const right = checksumOf(manifest, root)
  const told = /^[0-9a-f]{64}$/.test(checksum) ? fromHex(checksum) : new Uint8Array(right.length)
  if (!timingSafeEqual(right, told)) throw new Failure('key_missing', { file: `${manifest.layer}/${manifestFile}` })
}

function checksumOf(manifest: Manifest, root: KeyObject): Buffer {
  const key = deriveKey('sha256', root, ['wordkept/v1/manifest', manifest.layer])
  return createHmac('sha256', key).update(canonicalJson(manifest)).digest()
}

function isList(keys: unknown): boolean {
  return Array.isArray(keys) && keys.every((key: unknown) => typeof key === 'object' && key !== null && 'file' in key)
}
