// From a sample of a column's values to the kind they are of: the share of filled values that one written form takes, weighed against how
// many harmless values it would take as well.

import { forms } from './forms.ts'
import { kindOf } from './kinds.ts'
import type { Guess } from './name.ts'
import { scanners, type Scanner } from './scanned.ts'
import { vocabularies } from './vocabularies.ts'

interface Test {
  readonly name: string
  readonly kind: string
  /** one value in about ten passes by chance: a check digit guards it */
  readonly isGuarded: boolean
  readonly isValid: (value: string) => boolean
  /** how much one value of this form says alone (0–1) */
  readonly weightOf: (value: string) => number
}

const tests: readonly Test[] = [
  ...scanners.map((scanner) => ({ ...scanner, isGuarded: false, weightOf: (value: string) => scannedWeight(scanner, value) })), // prettier-ignore
  ...forms.map((form) => ({ ...form, isGuarded: form.check !== undefined, weightOf: () => form.weight })),
  ...vocabularies.map((vocabulary) => ({ ...vocabulary, isGuarded: false, weightOf: () => vocabulary.weight })),
]

/** Kinds whose column mixes several forms by nature: cards of all networks, addresses of both versions. */
const mixed: readonly Test[] = ['card', 'ip', 'phone'].map((kind) => {
  const own = tests.filter((test) => test.kind === kind)
  const formOf = (value: string): Test | undefined => own.find((test) => test.isValid(value))
  return {
    name: kind,
    kind,
    isGuarded: own.every(({ isGuarded }) => isGuarded),
    isValid: (value) => formOf(value) !== undefined,
    weightOf: (value) => formOf(value)?.weightOf(value) ?? 0,
  }
})

/** A scanner may find a value more or less telling by how it is written; what it would not find in a text says little. */
function scannedWeight({ spansIn, weight }: Scanner, value: string): number {
  const whole = [...spansIn(value)].find(({ start, end }) => start === 0 && end === value.length)
  return whole === undefined ? weight * unfound : (whole.weight ?? weight)
}

const unfound = 0.4

/** Longest value that is looked at, and most of a sample. */
const valueMax = 512
const sampleMax = 1000

/** Share of the filled values that must be of one form, and how sure that must make us. */
const shareFrom = 0.7
const sureFrom = 0.6

/** From this weight on one right value says enough; below it a check digit tells by being right again and again. */
const telling = 0.7

/** Whether a value is right for a kind (`national-id`) or one of its written forms (`us-ssn`); null where there is no test for it. */
export function isValid(kind: string, value: string): boolean | null {
  const asked = tests.filter((test) => test.kind === kind || test.name === kind)
  return asked.length === 0 ? null : asked.some((test) => test.isValid(value))
}

/** What a sample of one column's values is of; null where no kind takes enough of them. */
export function recogniseValues(values: readonly string[]): Guess | null {
  const filled = filledOf(values)
  const best = [...tests, ...mixed].map((test) => guessOf(test, filled)).reduce(surer, null)
  return best !== null && best.confidence >= sureFrom ? best : null
}

/** Share of a sample's filled values that are right for a kind; null where the kind has no test, or nothing is filled. */
export function shareOf(kind: string, values: readonly string[]): number | null {
  const filled = filledOf(values)
  const right = filled.filter((value) => isValid(kind, value) !== false).length
  return filled.length === 0 || isValid(kind, '') === null ? null : right / filled.length
}

function filledOf(values: readonly string[]): readonly string[] {
  return values
    .slice(0, sampleMax)
    .map((value) => value.trim())
    .filter((value) => value !== '' && value.length <= valueMax)
}

function surer(a: Guess | null, b: Guess | null): Guess | null {
  return a === null || (b !== null && b.confidence > a.confidence) ? b : a
}

/** A test that takes hardly any of the first values is not asked about the rest. */
const firstValues = 40
const firstShare = 0.4

function guessOf(test: Test, filled: readonly string[]): Guess | null {
  const first = filled.slice(0, firstValues)
  if (first.filter(test.isValid).length < first.length * firstShare) return null
  const right = filled.filter(test.isValid)
  const share = right.length / filled.length
  if (!(share >= shareFrom)) return null
  const weight = right.reduce((sum, value) => sum + test.weightOf(value), 0) / right.length
  const kind = kindOf(test.kind)
  const confidence = Math.round(share * sureness(test, weight, new Set(right).size) * 100) / 100
  return {
    kind,
    confidence,
    reason: `${right.length} of ${filled.length} values looked at are written like ${kind.label}`,
  }
}

/**
 * How sure values of a form make us. Of some dozen check digits each lets one number in ten pass, so one alone says little; from two
 * different values on chance is a tenth, a hundredth, …
 */
function sureness({ isGuarded }: Test, weight: number, different: number): number {
  const guarded = isGuarded ? 1 - Math.min(1, 8 * 0.1 ** different) : 0
  return Math.max(guarded, isGuarded && weight < telling ? 0 : weight)
}
