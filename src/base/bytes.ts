// Bytes and their printed forms. Nothing here knows the domain; it runs in Node and in a browser alike.

const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-8', { fatal: true })

/** The UTF-8 bytes of a text. A short one is mostly ASCII, and then faster written here than by the encoder. */
export function utf8(text: string): Uint8Array<ArrayBuffer> {
  return (text.length <= shortMax && ascii(text)) || encoder.encode(text)
}

const shortMax = 400

/** The bytes of a text that is ASCII; null for another. */
function ascii(text: string): Uint8Array<ArrayBuffer> | null {
  const bytes = new Uint8Array(text.length)
  for (let i = 0; i < bytes.length; i++) {
    const code = text.charCodeAt(i)
    if (code > 0x7f) return null
    bytes[i] = code
  }
  return bytes
}

/** The text of UTF-8 bytes; throws a TypeError where they are not UTF-8. */
export function text(bytes: Uint8Array): string {
  return decoder.decode(bytes)
}

/** Several byte strings, one after the other. */
export function concat(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  let [length, at] = [0, 0]
  for (const part of parts) length += part.length
  const whole = new Uint8Array(length)
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

const hexOf: readonly string[] = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

/** Lower-case hexadecimal. */
export function toHex(bytes: Uint8Array): string {
  let hex = ''
  for (const byte of bytes) hex += hexOf[byte]!
  return hex
}

/** Bytes of lower- or upper-case hexadecimal; throws a RangeError where it is none. */
export function fromHex(hex: string): Uint8Array<ArrayBuffer> {
  if (!/^(?:[0-9a-fA-F]{2})*$/.test(hex)) throw new RangeError('not hexadecimal')
  return Uint8Array.from({ length: hex.length / 2 }, (_, i) => Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16))
}

const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
/** two digits of base64 for every 12 bits */
const pairOf: readonly string[] = Array.from({ length: 4096 }, (_, bits) => digits[bits >> 6]! + digits[bits & 63]!)

/** Standard base64 with padding (RFC 4648 §4). */
export function toBase64(bytes: Uint8Array): string {
  const whole = bytes.length - (bytes.length % 3)
  let base64 = ''
  for (let at = 0; at < whole; at += 3) {
    const bits = (bytes[at]! << 16) | (bytes[at + 1]! << 8) | bytes[at + 2]!
    base64 += pairOf[bits >> 12]! + pairOf[bits & 0xfff]!
  }
  if (bytes.length - whole === 1) return `${base64}${pairOf[bytes[whole]! << 4]!}==`
  if (bytes.length === whole) return base64
  const bits = (bytes[whole]! << 16) | (bytes[whole + 1]! << 8)
  return `${base64}${pairOf[bits >> 12]!}${digits[(bits >> 6) & 63]!}=`
}

/** Bytes of canonical base64 (RFC 4648 §4); throws a RangeError where it is none, or where bits are left over. */
export function fromBase64(base64: string): Uint8Array<ArrayBuffer> {
  if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(base64))
    throw new RangeError('not base64')
  const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))
  if (toBase64(bytes) !== base64) throw new RangeError('not canonical base64')
  return bytes
}

/** Whether two byte strings are equal. Not for secrets: it stops at the first difference. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i])
}

/** Each field as a big-endian u16 length and its bytes: injective, so no two lists of fields share an encoding. */
export function lengthPrefixed(fields: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  let [length, at] = [0, 0]
  for (const field of fields) {
    if (field.length > 0xffff) throw new RangeError('a field is longer than 65535 bytes')
    length += 2 + field.length
  }
  const whole = new Uint8Array(length)
  for (const field of fields) {
    whole[at] = field.length >> 8
    whole[at + 1] = field.length
    whole.set(field, at + 2)
    at += 2 + field.length
  }
  return whole
}
