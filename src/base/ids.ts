// Opaque identifiers: random, without meaning, never personal data themselves.

import { concat, toHex } from './bytes.ts'

/** Random bytes from the platform's generator. */
export function randomBytes(count: number): Uint8Array<ArrayBuffer> {
  return crypto.getRandomValues(new Uint8Array(count))
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
  if (!isId(id)) throw new RangeError('not an id')
  const hex = id.replaceAll('-', '')
  return concat(Uint8Array.from({ length: 16 }, (_, i) => Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16)))
}

/** Whether a text is a UUID. */
function isId(id: string): boolean {
  return /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/.test(id)
}
