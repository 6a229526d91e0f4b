// Steps of the tour: each says what it is about to see, what it saw, and stops the tour at the first surprise.

import { deepStrictEqual } from 'node:assert/strict'

/** What a step may say and hold. */
export interface Step {
  /** prints what was observed */
  readonly see: (observed: string) => void
  /** stops the tour where a thing is not as the story tells */
  readonly hold: (what: string, holds: boolean) => void
  /** stops the tour where two values differ */
  readonly same: (what: string, found: unknown, told: unknown) => void
}

/** The tour so far. */
export interface Tally {
  readonly passed: number
  readonly failed: number
  readonly printed: readonly string[]
}

/** Begins a tour. `step` runs one step and answers what it gives on; after a surprise it throws. */
export function beginTour(print: (line: string) => void): {
  step<T>(title: string, run: (step: Step) => Promise<T>): Promise<T>
  tally(): Tally
} {
  const printed: string[] = []
  let [passed, failed] = [0, 0]
  const say = (line: string): void => {
    printed.push(line)
    print(line)
  }
  const step: Step = {
    see: (observed) => say(`       ${observed}`),
    hold: (what, holds) => {
      if (!holds) throw new Error(what)
    },
    same: (what, found, told) =>
      deepStrictEqual(found, told, `${what}: found ${JSON.stringify(found)}, told ${JSON.stringify(told)}`),
  }
  return {
    tally: () => ({ passed, failed, printed }),
    async step(title, run) {
      say(`  ${title}`)
      try {
        const given = await run(step)
        passed += 1
        say('       ok')
        return given
      } catch (cause) {
        failed += 1
        say(`       surprise: ${cause instanceof Error ? cause.message : String(cause)}`)
        throw cause
      }
    },
  }
}
