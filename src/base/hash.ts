// The one seam between Node and a browser: synchronous SHA-256, chosen by the condition `#hash` in package.json.

import { sha256 } from '#hash'
import { concat, toHex, utf8 } from './bytes.ts'

export { sha256 }

const blockBytes = 64

/** HMAC-SHA-256 (RFC 2104) of a message under a key. */
export function hmacSha256(key: Uint8Array, message: Uint8Array): Uint8Array<ArrayBuffer> {
  const block = new Uint8Array(blockBytes)
  block.set(key.length > blockBytes ? sha256(key) : key)
  const inner = block.map((byte) => byte ^ 0x36)
  const outer = block.map((byte) => byte ^ 0x5c)
  return sha256(concat(outer, sha256(concat(inner, message))))
}

/** SHA-256 of a text in lower-case hexadecimal. */
export function sha256Hex(content: string | Uint8Array): string {
  return toHex(sha256(typeof content === 'string' ? utf8(content) : content))
}
