// Sets of at most 64 bits: one 64-bit integer in SQL, two 32-bit integers here. Purposes and choices are such sets.

/** A set of bits 0–63 as [low, high] unsigned 32-bit words. */
export type Mask = readonly [low: number, high: number]

/** The empty set. */
export const none: Mask = [0, 0]

/** The set of all 64 bits. */
export const every: Mask = [0xffffffff, 0xffffffff]

/** The set of the bits named. */
export function maskOf(...bits: readonly number[]): Mask {
  return bits.reduce<Mask>(
    (mask, bit) => union(mask, bit < 32 ? [(1 << bit) >>> 0, 0] : [0, (1 << (bit - 32)) >>> 0]),
    none,
  )
}

/** Whether a bit is in a set. */
export function has([low, high]: Mask, bit: number): boolean {
  return ((bit < 32 ? low >>> bit : high >>> (bit - 32)) & 1) === 1
}

export function union(a: Mask, b: Mask): Mask {
  return [(a[0] | b[0]) >>> 0, (a[1] | b[1]) >>> 0]
}

export function intersect(a: Mask, b: Mask): Mask {
  return [(a[0] & b[0]) >>> 0, (a[1] & b[1]) >>> 0]
}

export function without(a: Mask, b: Mask): Mask {
  return [(a[0] & ~b[0]) >>> 0, (a[1] & ~b[1]) >>> 0]
}

export function isEmpty([low, high]: Mask): boolean {
  return (low | high) === 0
}

/** Whether every bit of `part` is in `whole`. */
export function covers(whole: Mask, part: Mask): boolean {
  return isEmpty(without(part, whole))
}

/** Whether two sets share a bit. */
export function meets(a: Mask, b: Mask): boolean {
  return !isEmpty(intersect(a, b))
}

/** The bits of a set, ascending. */
export function bitsOf(mask: Mask): number[] {
  const bits: number[] = []
  mask.forEach((word, high) => {
    for (let rest = word; rest !== 0; rest &= rest - 1) bits.push(32 * high + 31 - Math.clz32(rest & -rest))
  })
  return bits
}

/** The set as a signed 64-bit decimal, as SQL's bigint holds it. */
export function toInt64([low, high]: Mask): string {
  return BigInt.asIntN(64, (BigInt(high) << 32n) | BigInt(low)).toString()
}

/** The set of a signed 64-bit decimal from SQL. */
export function fromInt64(decimal: string): Mask {
  const bits = BigInt.asUintN(64, BigInt(decimal))
  return [Number(bits & 0xffffffffn), Number(bits >> 32n)]
}
