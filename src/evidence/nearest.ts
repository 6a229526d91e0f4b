// Finding the byte: where one byte was changed, putting back the right one makes a hash fit again, and there are few to try. It names the
// place and what stood there; it never makes a changed receipt valid.

/** A stretch of a file that may hold the changed byte: where it begins, its bytes, and whether a candidate for them makes the hash fit. */
export interface Suspect {
  readonly from: number
  readonly bytes: Uint8Array
  readonly fits: (candidate: Uint8Array) => boolean
  /** hashes that one try costs */
  readonly cost: number
}

/** A byte that was changed: where in the file, and the character that stood there. */
export interface ChangedByte {
  readonly at: number
  readonly was: string
}

/** Hashes that a search may cost: about a second on a small machine. */
const hashesMax = 400_000

const printable = Array.from({ length: 95 }, (_, i) => 0x20 + i)
const isOneBit = (mask: number): boolean => (mask & (mask - 1)) === 0

/**
 * The one byte in any of the suspects whose replacement by a printable one makes a hash fit; null where there is none, or too many to try.
 * Bytes that differ in a single bit are tried first, for that is how files decay.
 */
export function nearest(suspects: readonly Suspect[]): ChangedByte | null {
  const cost = suspects.reduce((sum, suspect) => sum + suspect.bytes.length * suspect.cost, 0)
  const searches = cost * printable.length > hashesMax ? [isOneBit] : [isOneBit, (mask: number) => !isOneBit(mask)]
  for (const may of searches) {
    for (const suspect of suspects) {
      const byte = search(suspect, may)
      if (byte) return byte
    }
  }
  return null
}

function search({ from, bytes, fits }: Suspect, may: (mask: number) => boolean): ChangedByte | null {
  const candidate = bytes.slice()
  for (let at = 0; at < bytes.length; at++) {
    const is = bytes[at]!
    for (const was of printable) {
      if (was === is || !may(was ^ is)) continue
      candidate[at] = was
      if (fits(candidate)) return { at: from + at, was: String.fromCharCode(was) }
    }
    candidate[at] = is
  }
  return null
}
