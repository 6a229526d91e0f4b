// The one seam between Node and a browser: synchronous SHA-256, chosen by the condition `#hash` in package.json.

import { sha256 } from '#hash'
import { toHex, utf8 } from './bytes.ts'

export { sha256 }

const blockBytes = 64

/** What is hashed under a key is written here first, for making a buffer costs more than hashing a small one. */
const desk = new Uint8Array(1024)

/** HMAC-SHA-256 (RFC 2104) of a message under a key. */
export function hmacSha256(key: Uint8Array, message: Uint8Array): Uint8Array<ArrayBuffer> {
  const short = key.length > blockBytes ? sha256(key) : key
  const digest = keyed(short, 0x5c, keyed(short, 0x36, message))
  desk.fill(0, 0, blockBytes + message.length)
  return digest
}

/** SHA-256 of a key as one block under a mask, and what comes after it. */
function keyed(key: Uint8Array, mask: number, message: Uint8Array): Uint8Array<ArrayBuffer> {
  const length = blockBytes + message.length
  const bytes = length <= desk.length ? desk : new Uint8Array(length)
  for (let i = 0; i < blockBytes; i++) bytes[i] = (key[i] ?? 0) ^ mask
  bytes.set(message, blockBytes)
  return sha256(bytes === desk ? bytes.subarray(0, length) : bytes)
}

/** SHA-256 of a text in lower-case hexadecimal. */
export function sha256Hex(content: string | Uint8Array): string {
  return toHex(sha256(typeof content === 'string' ? utf8(content) : content))
}
