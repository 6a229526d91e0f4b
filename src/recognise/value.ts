// From a sample of a column's values to the kind they are of: the share of filled values that a kind's form takes, against how often
// harmless values would pass by chance.

import { forms } from './forms.ts'
import { kindOf, type Kind } from './kinds.ts'
import type { Guess } from './name.ts'
import { scanners } from './scanned.ts'

interface Test {
  readonly name: string
  readonly kind: string
  readonly weight: number
  readonly isValid: (value: string) => boolean
}

const tests: readonly Test[] = [...scanners, ...forms]

/** Longest value that is looked at, and most of a sample. */
const valueMax = 512
const sampleMax = 1000

/** Share of the filled values that must be of a kind for a column to be taken for it. */
const shareFrom = 0.7

/** Whether a value is right for a kind (`national-id`) or one of its written forms (`us-ssn`); null where there is no check for it. */
export function isValid(kind: string, value: string): boolean | null {
  const asked = tests.filter((test) => test.kind === kind || test.name === kind)
  return asked.length === 0 ? null : asked.some((test) => test.isValid(value))
}

/** What a sample of one column's values is of; null where no kind takes enough of them. */
export function recogniseValues(values: readonly string[]): Guess | null {
  const filled = values
    .map((value) => value.trim())
    .filter((value) => value !== '')
    .slice(0, sampleMax)
  if (filled.length === 0) return null
  const guesses = tests.map((test) => guessOf(test, filled)).toSorted((a, b) => b.confidence - a.confidence)
  const best = guesses[0]
  return best !== undefined && best.confidence >= 0.5 ? best : null
}

function guessOf({ kind, weight, isValid: holds }: Test, filled: readonly string[]): Guess {
  const right = filled.filter((value) => value.length <= valueMax && holds(value)).length
  const share = right / filled.length
  // a check that one in ten passes by chance says more the more values pass it
  const sure = 1 - (1 - weight) ** Math.min(right, 4)
  const known: Kind = kindOf(kind)
  const confidence = share < shareFrom ? 0 : Math.round(share * sure * 100) / 100
  return {
    kind: known,
    confidence,
    reason: `${right} of ${filled.length} values looked at are of the form of ${known.label}`,
  }
}
