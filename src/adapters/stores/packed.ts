// A row in one value: `record_send` in the query writes it as PostgreSQL sends rows itself (a count of columns; of each its type, its
// length and its bytes), and `unpacker` reads it here. A dozen columns printed as text and parsed again cost more than the query.

import type { Mask } from '../../policy/index.ts'

/** How the bytes of a column are read. `time` keeps the milliseconds, as a Date does. */
const readers = {
  int4: (bytes: DataView, at: number) => bytes.getInt32(at),
  bool: (bytes: DataView, at: number) => bytes.getUint8(at) === 1,
  mask: (bytes: DataView, at: number): Mask => [bytes.getUint32(at + 4), bytes.getUint32(at)],
  time: (bytes: DataView, at: number) => new Date(epochMilliseconds + millisecondsAt(bytes, at)),
  uuid: uuidText,
  text: (bytes: DataView, at: number, length: number) => decoder.decode(part(bytes, at, length)),
  bytes: (bytes: DataView, at: number, length: number) => part(bytes, at, length),
} as const

const decoder = new TextDecoder('utf-8', { fatal: true })
/** PostgreSQL counts microseconds from 2000-01-01. */
const epochMilliseconds = 946_684_800_000

type Readers = typeof readers
type Columns = Readonly<Record<string, keyof Readers>>
type Row<Of extends Columns> = { readonly [Name in keyof Of]: ReturnType<Readers[Of[Name]]> | null }

/** Reads the rows of one value, packed one after the other, with these columns in this order. */
export function unpacker<const Of extends Columns>(columns: Of): (bytes: Uint8Array) => readonly Row<Of>[] {
  const names = Object.keys(columns)
  const reads = names.map((name) => readers[columns[name]!] as (bytes: DataView, at: number, length: number) => unknown) // the union's members take these
  return (packed) => {
    const bytes = new DataView(packed.buffer, packed.byteOffset, packed.byteLength)
    const rows: Row<Of>[] = []
    for (let at = 0; at < packed.length;) {
      if (bytes.getInt32(at) !== names.length) throw new RangeError('a packed row has other columns')
      at += 4
      const row: Record<string, unknown> = {}
      for (let i = 0; i < names.length; i++) {
        const length = bytes.getInt32(at + 4)
        at += 8
        row[names[i]!] = length < 0 ? null : reads[i]!(bytes, at, length)
        if (length > 0) at += length
      }
      rows.push(row as Row<Of>) // each name was read by its own reader
    }
    return rows
  }
}

function part({ buffer, byteOffset }: DataView, at: number, length: number): Uint8Array {
  return new Uint8Array(buffer, byteOffset + at, length)
}

const hexDigits = Buffer.from('0123456789abcdef')
const printed = Buffer.alloc(36, '-')

/** The id that 16 bytes say, as one flat text: it is looked up by and hashed at once, and a text put together would be copied for that. */
function uuidText(bytes: DataView, from: number): string {
  for (let i = 0, at = 0; i < 16; i++) {
    if (i === 4 || i === 6 || i === 8 || i === 10) at++ // a hyphen stands there
    const byte = bytes.getUint8(from + i)
    printed[at++] = hexDigits[byte >> 4]!
    printed[at++] = hexDigits[byte & 15]!
  }
  return printed.toString('latin1')
}

/** Microseconds as whole milliseconds; the largest time PostgreSQL knows is exact in a number of twice 32 bits. */
function millisecondsAt(bytes: DataView, at: number): number {
  return Math.floor((bytes.getInt32(at) * 2 ** 32 + bytes.getUint32(at + 4)) / 1000)
}
