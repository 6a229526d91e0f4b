// Lists as PostgreSQL sends them itself (binary form of arrays, src/backend/utils/adt/arrayfuncs.c): a parameter given so is neither
// printed here nor parsed there, which for lists of bytes costs more than all the rest of a query. The driver passes buffers on as they are.

import { idBytes } from '../../base/index.ts'

/** Types by their number in every PostgreSQL; how many bytes a value has, and how they are written. */
const types = {
  uuid: { id: 2950, size: () => 16, write: (to: Buffer, at: number, value: string) => to.set(idBytes(value), at) },
  text: { id: 25, size: (value: string) => Buffer.byteLength(value), write: (to: Buffer, at: number, value: string) => to.write(value, at) },
  bytea: { id: 17, size: (value: Uint8Array) => value.length, write: (to: Buffer, at: number, value: Uint8Array) => to.set(value, at) },
  timestamptz: { id: 1184, size: () => 8, write: (to: Buffer, at: number, value: Date) => to.writeBigInt64BE(microseconds(value), at) },
  int4: { id: 23, size: () => 4, write: (to: Buffer, at: number, value: number) => to.writeInt32BE(value, at) },
  int8: { id: 20, size: () => 8, write: (to: Buffer, at: number, value: number) => to.writeBigInt64BE(BigInt(value), at) },
  bool: { id: 16, size: () => 1, write: (to: Buffer, at: number, value: boolean) => to.writeUInt8(value ? 1 : 0, at) },
} as const // prettier-ignore

/** PostgreSQL counts microseconds from 2000-01-01. */
const epochMilliseconds = 946_684_800_000

function microseconds(at: Date): bigint {
  return BigInt(at.getTime() - epochMilliseconds) * 1000n
}

type Types = typeof types
type Value<Type extends keyof Types> = Parameters<Types[Type]['write']>[2]

/** A list of values, nulls among them, as one bound value of type `type[]`. */
export function list<Type extends keyof Types>(type: Type, values: readonly (Value<Type> | null)[]): Buffer {
  const { id } = types[type]
  // the ones that belong to the type
  const size = types[type].size as (value: Value<Type>) => number
  const write = types[type].write as (to: Buffer, at: number, value: Value<Type>) => void
  let [length, hasNull] = [values.length === 0 ? 12 : 20, 0]
  for (const value of values) {
    if (value === null) hasNull = 1
    else length += size(value)
    length += 4
  }
  const whole = Buffer.allocUnsafe(length)
  let at = 0
  const head = values.length === 0 ? [0, hasNull, id] : [1, hasNull, id, values.length, 1]
  for (const number of head) at = whole.writeInt32BE(number, at)
  for (const value of values) {
    const bytes = value === null ? -1 : size(value)
    at = whole.writeInt32BE(bytes, at)
    if (value === null) continue
    write(whole, at, value)
    at += bytes
  }
  return whole
}
