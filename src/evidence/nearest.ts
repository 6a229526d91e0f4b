// Finding the byte: where one byte was changed, putting back the right one makes a hash fit again, and there are few to try. It names the
// place and what stood there; it never makes a changed receipt valid.

/** A byte that was changed, and what stood there. */
export interface ChangedByte {
  readonly at: number
  readonly was: number
}

/** Tries that a search may cost: about a second on a small machine. */
const triesMax = 150_000

const printable = Array.from({ length: 95 }, (_, i) => 0x20 + i)
const isOneBit = (mask: number): boolean => (mask & (mask - 1)) === 0

/**
 * The one byte whose replacement by a printable one makes `fits` true; null where there is none, or too many to try. Bytes that differ in
 * a single bit come first, for that is how files decay.
 */
export function nearest(
  bytes: Uint8Array,
  fits: (candidate: Uint8Array) => boolean,
  costOfTry = 1,
): ChangedByte | null {
  if (bytes.length * printable.length * costOfTry > triesMax) return null
  return search(bytes, fits, isOneBit) ?? search(bytes, fits, (mask) => !isOneBit(mask))
}

function search(
  bytes: Uint8Array,
  fits: (candidate: Uint8Array) => boolean,
  may: (mask: number) => boolean,
): ChangedByte | null {
  const candidate = bytes.slice()
  for (let at = 0; at < bytes.length; at++) {
    const is = bytes[at]!
    for (const was of printable) {
      candidate[at] = was
      if (was !== is && may(was ^ is) && fits(candidate)) return { at, was }
    }
    candidate[at] = is
  }
  return null
}
