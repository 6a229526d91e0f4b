// One sealed layer: an AEAD, its header and its nonces. Two of them make an envelope (docs/spec/envelope.md). No plaintext byte
// leaves before its tag was checked, and keys are key objects only.

import { createCipheriv, createDecipheriv, randomFillSync, type KeyObject } from 'node:crypto'
import { concat, Failure } from '../base/index.ts'

/** Bytes of a header: suite, key version, nonce. */
export const headerBytes = 15
export const tagBytes = 16
const nonceBytes = 12

/** An AEAD under the suite number that begins its envelopes. `decrypt` throws where the tag does not fit, and releases nothing before. */
export interface Layer {
  readonly suite: number
  /** the ciphertext and its tag */
  encrypt(key: KeyObject, nonce: Uint8Array, context: Uint8Array, plaintext: Uint8Array): Uint8Array
  decrypt(key: KeyObject, nonce: Uint8Array, context: Uint8Array, sealed: Uint8Array): Uint8Array
}

/** Suite 1, the customer layer: AES-256-GCM (NIST SP 800-38D). */
export const aesGcm: Layer = aead(1, 'aes-256-gcm')

/** Suite 2, the platform layer: ChaCha20-Poly1305 (RFC 8439). */
export const chachaPoly: Layer = aead(2, 'chacha20-poly1305')

function aead(suite: number, algorithm: 'aes-256-gcm' | 'chacha20-poly1305'): Layer {
  const options = { authTagLength: tagBytes }
  // Node types the two algorithms apart though the calls are the same; `aes-256-gcm` stands for both.
  const name = algorithm as 'aes-256-gcm'
  return {
    suite,
    encrypt(key, nonce, context, plaintext) {
      if (nonce.length !== nonceBytes) throw new RangeError('a nonce has 96 bits')
      const cipher = createCipheriv(name, key, nonce, options).setAAD(context)
      const body = cipher.update(plaintext)
      cipher.final()
      return concat(body, cipher.getAuthTag())
    },
    decrypt(key, nonce, context, sealed) {
      if (nonce.length !== nonceBytes || sealed.length < tagBytes) throw new Failure('sealed_refused')
      const decipher = createDecipheriv(name, key, nonce, options).setAAD(context)
      decipher.setAuthTag(sealed.subarray(-tagBytes))
      const plaintext = decipher.update(sealed.subarray(0, -tagBytes))
      try {
        decipher.final()
      } catch (cause) {
        plaintext.fill(0)
        throw new Failure('sealed_refused', {}, cause)
      }
      return plaintext
    },
  }
}

/** What the first 15 bytes of a layer's envelope say. */
export interface Header {
  readonly suite: number
  readonly keyVersion: number
  readonly nonce: Uint8Array
}

/** A header with a fresh random nonce. Key versions go to 65,535. */
export function newHeader(layer: Layer, keyVersion: number): Uint8Array {
  if (!Number.isInteger(keyVersion) || keyVersion < 0 || keyVersion > 0xffff)
    throw new RangeError('a key version fits 16 bits')
  const header = new Uint8Array(headerBytes)
  header[0] = layer.suite
  header[1] = keyVersion >> 8
  header[2] = keyVersion
  header.set(nextNonce(), headerBytes - nonceBytes)
  return header
}

/** Reads a header; Failure `sealed_refused` where it is cut or of another suite than the layer's. */
export function readHeader(layer: Layer, bytes: Uint8Array): Header {
  if (bytes.length < headerBytes || bytes[0] !== layer.suite) throw new Failure('sealed_refused')
  return {
    suite: layer.suite,
    keyVersion: (bytes[1]! << 8) | bytes[2]!,
    nonce: bytes.subarray(headerBytes - nonceBytes, headerBytes),
  }
}

/** The nonce of a header made by `newHeader`. */
export function nonceOf(header: Uint8Array): Uint8Array {
  return header.subarray(headerBytes - nonceBytes, headerBytes)
}

const pool = new Uint8Array(1024 * nonceBytes)
let used = pool.length

/** The next 96 random bits: 1024 nonces are drawn at once, none is given twice. */
function nextNonce(): Uint8Array {
  if (used === pool.length) {
    randomFillSync(pool)
    used = 0
  }
  used += nonceBytes
  return pool.subarray(used - nonceBytes, used)
}

/** A value sealed by one layer alone: header, ciphertext, tag (31 bytes more). For wrapped keys and audit bodies. */
export function sealOnce(
  layer: Layer,
  key: KeyObject,
  keyVersion: number,
  context: Uint8Array,
  plaintext: Uint8Array,
): Uint8Array {
  const header = newHeader(layer, keyVersion)
  return concat(header, layer.encrypt(key, nonceOf(header), context, plaintext))
}

/** The value of `sealOnce`; Failure `sealed_refused` where it does not authenticate or names another key version. */
export function openOnce(
  layer: Layer,
  key: KeyObject,
  keyVersion: number,
  context: Uint8Array,
  sealed: Uint8Array,
): Uint8Array {
  const header = readHeader(layer, sealed)
  if (header.keyVersion !== keyVersion) throw new Failure('sealed_refused')
  return layer.decrypt(key, header.nonce, context, sealed.subarray(headerBytes))
}
