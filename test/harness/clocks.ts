// A clock that stands still until a test moves it.

import type { Clock } from '../../src/base/index.ts'

/** A clock and the hand that moves it. */
export interface TestClock extends Clock {
  /** Moves the clock by so many milliseconds; a negative number sets it back. */
  move(ms: number): void
}

/** A clock that begins at a moment and moves only when told to. */
export function clockAt(start: string): TestClock {
  let now = Date.parse(start)
  return { now: () => new Date(now), move: (ms) => void (now += ms) }
}
