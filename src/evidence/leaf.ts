// The leaf: all that the log shows of an event, and nothing a person could be found by (docs/spec/leaf.md). Every field has a fixed
// place and a length before it, so one leaf has one spelling. Who, whose and what stand as hiding commitments; the bodies lie elsewhere.

import { concat, equalBytes, hmacSha256, idBytes, lengthPrefixed, text, toHex, utf8 } from '../base/index.ts'

/** The version of the leaf's form, its first field. */
export const leafVersion = 1

/** Bytes of a commitment, and of the random value that opens it. */
export const commitmentBytes = 32

/** What a leaf says. The three commitments are 32 bytes each; a part that is absent is a commitment to the empty body. */
export interface LeafFields {
  /** the kind of event, in lower case: `read`, `choice`, `receipt` */
  readonly type: string
  /** its id, a random UUID */
  readonly event: string
  /** counted in whole seconds; what is smaller is cut off */
  readonly at: Date
  readonly subject: Uint8Array
  readonly actor: Uint8Array
  readonly payload: Uint8Array
}

/** A hiding commitment: HMAC-SHA-256 of a body under 32 random bytes `r`. Without `r` it tells nothing, not even by guessing. */
export function commit(r: Uint8Array, body: Uint8Array): Uint8Array<ArrayBuffer> {
  if (r.length !== commitmentBytes) throw new RangeError('r has 32 bytes')
  return hmacSha256(r, body)
}

/** The bytes of a leaf: version, type, event id, seconds, subject, actor, payload, each after its length. Throws a RangeError on a field of another form. */
export function encodeLeaf({ type, event, at, subject, actor, payload }: LeafFields): Uint8Array<ArrayBuffer> {
  if (!/^[a-z][a-z0-9.-]{0,63}$/.test(type)) throw new RangeError('not an event type')
  for (const part of [subject, actor, payload]) {
    if (part.length !== commitmentBytes) throw new RangeError('a commitment has 32 bytes')
  }
  return lengthPrefixed([
    Uint8Array.of(leafVersion), utf8(type), idBytes(event), secondsBytes(at), subject, actor, payload,
  ]) // prettier-ignore
}

/** The fields of a leaf; throws a RangeError where the bytes are none, or are spelt otherwise than `encodeLeaf` does. */
export function parseLeaf(bytes: Uint8Array): LeafFields {
  const fields = splitPrefixed(bytes)
  const [version, type, event, seconds, subject, actor, payload] = fields
  if (fields.length !== 7 || !version || !type || !event || !seconds || !subject || !actor || !payload)
    throw new RangeError('not a leaf')
  if (version.length !== 1 || version[0] !== leafVersion) throw new RangeError('a leaf of another version')
  if (event.length !== 16 || seconds.length !== 8) throw new RangeError('not a leaf')
  const parsed = { type: asciiText(type), event: uuid(event), at: dateOf(seconds), subject, actor, payload }
  if (!equalBytes(encodeLeaf(parsed), bytes)) throw new RangeError('not the canonical form of a leaf')
  return parsed
}

function secondsBytes(at: Date): Uint8Array {
  if (!(at.getTime() >= 0)) throw new RangeError('not a time')
  const seconds = Math.floor(at.getTime() / 1000)
  const bytes = new Uint8Array(8)
  const view = new DataView(bytes.buffer)
  view.setUint32(0, Math.floor(seconds / 2 ** 32))
  view.setUint32(4, seconds % 2 ** 32)
  return bytes
}

function dateOf(seconds: Uint8Array): Date {
  const count = new DataView(seconds.buffer, seconds.byteOffset, 8).getBigUint64(0)
  if (count > 8_640_000_000_000n) throw new RangeError('not a time')
  return new Date(Number(count) * 1000)
}

function uuid(bytes: Uint8Array): string {
  return toHex(bytes).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

function asciiText(bytes: Uint8Array): string {
  try {
    return text(bytes)
  } catch {
    throw new RangeError('not an event type')
  }
}

/** The fields of what `lengthPrefixed` wrote; throws a RangeError where it ends too early. */
export function splitPrefixed(bytes: Uint8Array): Uint8Array[] {
  const fields: Uint8Array[] = []
  for (let at = 0; at < bytes.length;) {
    const end = at + 2 + ((bytes[at]! << 8) | (bytes[at + 1] ?? 0))
    if (at + 2 > bytes.length || end > bytes.length) throw new RangeError('a field ends too early')
    fields.push(concat(bytes.subarray(at + 2, end)))
    at = end
  }
  return fields
}
