// Chance that repeats itself: the same seed gives the same demo, so that the tour can know numbers before it counts them.

/** Draws numbers, items and times from one seed. */
export interface Chance {
  /** a whole number from 0 up to but not including `below` */
  number(below: number): number
  pick<T>(from: readonly T[]): T
}

/** A chance of this seed: the generator mulberry32, which is not for secrets. */
export function chanceOf(seed: number): Chance {
  let state = seed >>> 0
  const number = (below: number): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * below)
  }
  const pick = <T>(from: readonly T[]): T => {
    const picked = from[number(from.length)]
    if (picked === undefined) throw new RangeError('nothing to pick from')
    return picked
  }
  return { number, pick }
}
