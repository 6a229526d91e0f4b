// Planted breaks of what is allowed of many and of nobody alone: samples that are drawn, and counts of people (docs/spec/decision.md, "At the gate").

import type { Break, CatchingTest } from './break.ts'

const sample = (test: string): CatchingTest => ({ file: 'src/gate/sample.test.ts', test })
const count = (test: string): CatchingTest => ({ file: 'src/gate/count.test.ts', test })

const made = (test: string): CatchingTest => ({ file: 'src/gate/made.test.ts', test })

const ofInputs = { breaks: 'law 10: derived data keeps its inputs’ limits' } as const
const fewOfMany = { breaks: 'law 1: default is no', file: 'src/gate/sample.ts' } as const
const together = { breaks: 'law 14: forms are types', file: 'src/gate/count.ts' } as const

/** Of samples and counts. */
export const ofMany: readonly Break[] = [
  {
    ...fewOfMany, what: 'asking again draws as many again',
    from: 'drawnMost(cap, outOf) - known - gone', to: 'drawnMost(cap, outOf) - gone', caughtBy: sample('is never more than the cap, rounded down'),
  },
  {
    ...fewOfMany, what: 'who turns it off after being drawn makes room for others',
    from: 'drawnMost(cap, outOf) - known - gone', to: 'drawnMost(cap, outOf) - known', caughtBy: sample('of somebody erased nothing is drawn'),
  },
  {
    ...fewOfMany, what: 'under a rarer cap, what was drawn before moves up for what is gone',
    from: 'drawnMost(cap, outOf) - gone - passed', to: 'drawnMost(cap, outOf) - passed', caughtBy: sample('under a rarer cap nothing moves up'),
  },
  {
    ...fewOfMany, what: 'a record of which nobody told how long it is opens',
    from: 'return seconds !== null && ', to: 'return seconds === null || ', caughtBy: sample('of each no more than the time'),
  },
  {
    ...fewOfMany, what: 'a use without a cap hands out everybody’s',
    from: "decision.effect === 'permit' && !capOf(cell, act) ? uncapped(decision) : decision", to: 'decision', caughtBy: sample('a use without a cap hands nobody everybody’s'),
  },
  {
    ...fewOfMany, what: 'what was turned off while everybody was gone through opens',
    from: 'const open = one && mayDraw(context, one)', to: 'const open = one && (mayDraw(context, one) ?? { cap: capOf(one.cell!, one.act)!, decision: denied(\'open\', \'\') })',
    caughtBy: sample('what left or was turned off while everybody was gone through does not open'),
  },
  {
    ...fewOfMany, what: 'each page hands out from the first again',
    from: 'if (isPassed) stratum.passed++', to: 'if (stratum.passed < 0) stratum.passed++', caughtBy: sample('however many pages there are, each is drawn once'),
  },
  {
    breaks: 'law 1: default is no', file: 'src/adapters/stores/population-store.ts', what: 'what lies there still is forgotten to have been drawn',
    from: '.filter((id) => !there.has(id))', to: '.filter((id) => there.size >= 0 && id)',
    caughtBy: { file: 'src/adapters/stores/population-store.test.ts', test: 'what was drawn is forgotten once it counts no more and its record is gone' },
  },
  {
    breaks: 'law 13: asking from another product is combining', file: 'src/gate/count.ts', what: 'who has two kinds that may not be combined is counted once over both',
    from: 'return !isKind || !apart', to: 'return !isKind || !apart || bit >= 0', caughtBy: count('of kinds that may not be combined each is counted by itself'),
  },
  {
    ...ofInputs, file: 'src/gate/made.ts', what: 'of what nobody knows what it was made from, nothing stands behind it',
    from: '(isTraced || now.cell(cell)?.behind === undefined)', to: '(isTraced || true)', caughtBy: made('of which nobody knows what it was made from'),
  },
  {
    ...ofInputs, file: 'src/adapters/stores/population-store.ts', what: 'a record brings along its own inputs and not theirs',
    from: 'm.id = b.input offset 0) m', to: 'm.id = b.input and false offset 0) m', caughtBy: made('brings along all that its inputs were made from, through every step'),
  },
  {
    ...ofInputs, file: 'src/policy/behind.ts', what: 'a record that was made of both sides of a ban is taken for made of neither',
    from: '?? { ...cell, behind: kept }', to: '?? { ...cell, behind: kept.slice(0, 1) }', caughtBy: made('is closed by a later ban where it was made of both sides'),
  },
  {
    ...together, what: 'a row of fewer people than said is told',
    from: 'people >= fewest))', to: 'people >= 1))', caughtBy: count('no row has fewer people than the sentence says'),
  },
  {
    ...together, what: 'somebody who has far more than the others stands out of a count',
    from: 'having * Math.min(records, most)', to: 'having * records', caughtBy: count('nobody who has far more than the others stands out of them'),
  },
  {
    ...together, what: 'a day of too few can be told from the month',
    from: '(days.has(at.dayKey) ? null : at.monthKey)', to: 'at.monthKey', caughtBy: count('no row has fewer people than the sentence says'),
  },
] // prettier-ignore
