// Key derivation: HKDF-Expand (RFC 5869 §2.3). The keys it starts from are uniform 256-bit keys already, so nothing is extracted.

import { createHmac, createSecretKey, type KeyObject } from 'node:crypto'
import { utf8 } from '../base/index.ts'
import { encodeFields } from './context.ts'

/** The hashes the vault expands with: another one for each layer. */
export type ExpandHash = 'sha256' | 'sha3-256'

const hashBytes = 32

/** `length` bytes from a uniform key; throws a RangeError above 255 blocks of 32 bytes. */
export function hkdfExpand(hash: ExpandHash, key: KeyObject, info: Uint8Array, length: number): Buffer {
  if (length > 255 * hashBytes) throw new RangeError('HKDF-Expand gives at most 255 blocks')
  const whole = Buffer.alloc(Math.ceil(length / hashBytes) * hashBytes)
  let block = Buffer.alloc(0)
  for (let at = 0, count = 1; at < length; at += hashBytes, count++) {
    block = createHmac(hash, key).update(block).update(info).update(Uint8Array.of(count)).digest()
    block.copy(whole, at)
  }
  return whole.subarray(0, length)
}

/** A 256-bit key derived from another; `fields` say what for, the first one being its label. */
export function deriveKey(hash: ExpandHash, key: KeyObject, fields: readonly string[]): KeyObject {
  const bytes = hkdfExpand(hash, key, encodeFields(fields.map(utf8)), hashBytes)
  const derived = createSecretKey(bytes)
  bytes.fill(0)
  return derived
}
