// Chance that can be repeated: every run draws the same numbers from a seed, and a failing case names the seed it came from.

/** A source of choices. */
export interface Random {
  /** an integer from 0 up to, not including, `end` */
  below(end: number): number
  chance(probability: number): boolean
  pick<T>(list: readonly T[]): T
  /** a part of a list, each member with the probability, in order */
  some<T>(list: readonly T[], probability: number): T[]
}

/** The seed of this run: `SEED` in the environment, else always the same. */
export const seed = Number(process.env['SEED'] ?? 20_261_121)

/** Mulberry32: 32 bits of state, good enough to choose test cases. */
export function randomFrom(start: number): Random {
  let state = start >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
  const below = (end: number): number => Math.floor(next() * end)
  return {
    below,
    chance: (probability) => next() < probability,
    pick: (list) => list[below(list.length)]!,
    some: (list, probability) => list.filter(() => next() < probability),
  }
}
