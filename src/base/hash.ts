// The one seam between Node and a browser: synchronous SHA-256, chosen by the condition `#hash` in package.json.

import { sha256 } from '#hash'
import { concat, toHex, utf8 } from './bytes.ts'

export { sha256 }

const blockBytes = 64

/** What is hashed under a key is written here first, for making a buffer costs more than hashing a small one; its first block also in words. */
const desk = new Uint8Array(1024)
const deskWords = new Uint32Array(desk.buffer, 0, blockBytes / 4)

/** HMAC-SHA-256 (RFC 2104) of a message under a key. */
export function hmacSha256(key: Uint8Array, message: Uint8Array): Uint8Array<ArrayBuffer> {
  const short = key.length > blockBytes ? sha256(key) : key
  const digest = keyed(short, outerPad, keyed(short, innerPad, message))
  desk.fill(0, 0, Math.min(blockBytes + message.length, desk.length))
  return digest
}

/** The pads of RFC 2104, a word of them each. */
const [innerPad, outerPad] = [0x36363636, 0x5c5c5c5c]

/** SHA-256 of a key as one block under a pad, and what comes after it. */
function keyed(key: Uint8Array, pad: number, message: Uint8Array): Uint8Array<ArrayBuffer> {
  desk.set(key)
  desk.fill(0, key.length, blockBytes)
  for (let i = 0; i < deskWords.length; i++) deskWords[i]! ^= pad
  const length = blockBytes + message.length
  if (length > desk.length) return sha256(concat(desk.subarray(0, blockBytes), message))
  desk.set(message, blockBytes)
  return sha256(desk.subarray(0, length))
}

/** SHA-256 of a text in lower-case hexadecimal. */
export function sha256Hex(content: string | Uint8Array): string {
  return toHex(sha256(typeof content === 'string' ? utf8(content) : content))
}
