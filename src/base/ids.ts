// Opaque identifiers: random, without meaning, never personal data themselves.

import { toHex } from './bytes.ts'

const pool = new Uint8Array(4096)
let used = pool.length

/** Random bytes from the platform's generator. Few are cut from a larger draw, which keeps no copy of what it gave. */
export function randomBytes(count: number): Uint8Array<ArrayBuffer> {
  if (count > pool.length / 16) return crypto.getRandomValues(new Uint8Array(count))
  if (used + count > pool.length) {
    crypto.getRandomValues(pool)
    used = 0
  }
  const bytes = pool.slice(used, used + count)
  pool.fill(0, used, used + count)
  used += count
  return bytes
}

/** A new random UUID (version 4). */
export function newId(): string {
  return crypto.randomUUID()
}

/** A new secret for a link or a token: 128 random bits in hexadecimal unless told otherwise. */
export function newSecret(bits = 128): string {
  return toHex(randomBytes(bits / 8))
}

/** The 16 bytes of a UUID; throws a RangeError where it is none. */
export function idBytes(id: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(16)
  if (id.length !== 36) throw new RangeError('not an id')
  for (let at = 0, byte = 0; at < 36; at += 2, byte++) {
    if (at === 8 || at === 13 || at === 18 || at === 23) {
      if (id.charCodeAt(at) !== hyphen) throw new RangeError('not an id')
      at++
    }
    bytes[byte] = (digitOf(id.charCodeAt(at)) << 4) | digitOf(id.charCodeAt(at + 1))
  }
  return bytes
}

const hyphen = 0x2d

/** The value of a lower-case hexadecimal digit. */
function digitOf(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30
  if (code >= 0x61 && code <= 0x66) return code - 0x57
  throw new RangeError('not an id')
}
