// Lists as PostgreSQL sends them itself (binary form of arrays, src/backend/utils/adt/arrayfuncs.c): a parameter given so is neither
// printed here nor parsed there, which costs more than the query for lists of bytes. The driver passes buffers on as they are.

import { idBytes } from '../../base/index.ts'

/** Types by their number in every PostgreSQL, with how a value is written. */
const types = {
  uuid: { id: 2950, encode: (value: string) => idBytes(value) },
  text: { id: 25, encode: (value: string) => Buffer.from(value, 'utf8') },
  bytea: { id: 17, encode: (value: Uint8Array) => value },
  timestamptz: { id: 1184, encode: (value: Date) => int64(BigInt(value.getTime()) * 1000n - epochMicroseconds) },
  int4: { id: 23, encode: int32 },
} as const

/** PostgreSQL counts microseconds from 2000-01-01. */
const epochMicroseconds = 946_684_800_000_000n

type Types = typeof types
type Value<Type extends keyof Types> = Parameters<Types[Type]['encode']>[0]

/** A list of values, nulls among them, as one bound value of type `type[]`. */
export function list<Type extends keyof Types>(type: Type, values: readonly (Value<Type> | null)[]): Buffer {
  const { id } = types[type]
  const encode = types[type].encode as (value: Value<Type>) => Uint8Array // the one that belongs to the type
  const encoded = values.map((value) => (value === null ? null : encode(value)))
  const bytes = encoded.reduce((sum, one) => sum + 4 + (one?.length ?? 0), values.length === 0 ? 12 : 20)
  const whole = Buffer.allocUnsafe(bytes)
  let at = 0
  const put = (number: number): void => void (at = whole.writeInt32BE(number, at))
  put(values.length === 0 ? 0 : 1)
  put(encoded.includes(null) ? 1 : 0)
  put(id)
  if (values.length > 0) {
    put(values.length)
    put(1)
  }
  for (const one of encoded) {
    put(one?.length ?? -1)
    if (one) {
      whole.set(one, at)
      at += one.length
    }
  }
  return whole
}

function int32(value: number): Uint8Array {
  const bytes = Buffer.allocUnsafe(4)
  bytes.writeInt32BE(value)
  return bytes
}

function int64(value: bigint): Uint8Array {
  const bytes = Buffer.allocUnsafe(8)
  bytes.writeBigInt64BE(value)
  return bytes
}
