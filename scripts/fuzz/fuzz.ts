// The fuzzer: draws inputs by number, holds the laws against each, and shrinks the first input that breaks one.

import { drawInput, type Corpus, type Input, type Kind } from './inputs.ts'
import { breaks, type Law } from './laws.ts'

/** Which inputs are drawn. */
export interface Draw {
  readonly seed: number
  /** number of the first input */
  readonly from: number
  readonly inputs: number
}

/** An input that breaks a law, as it was drawn and as small as it still breaks one. */
export interface Failing {
  readonly number: number
  readonly why: string
  readonly input: Input
  readonly shrunk: string
}

/** What came of a run. */
export interface Fuzzed {
  readonly counts: Readonly<Record<Kind, number>>
  readonly failing: Failing | null
}

/** Holds the laws against inputs until one breaks. `told` hears how many were tried, every so often. */
export function fuzz(
  corpus: Corpus,
  laws: Readonly<Record<Kind, Law>>,
  { seed, from, inputs }: Draw,
  told: (tried: number) => void = () => {},
): Fuzzed {
  const counts = { rules: 0, markdown: 0, yaml: 0 }
  for (let number = from; number < from + inputs; number++) {
    const input = drawInput(corpus, seed, number)
    counts[input.kind] += 1
    const why = breaks(laws, input)
    if (why !== null) return { counts, failing: { number, why, input, shrunk: shrink(laws, input) } }
    if ((number - from + 1) % 50_000 === 0) told(number - from + 1)
  }
  return { counts, failing: null }
}

/** The smallest text that still breaks a law, taking out ever smaller parts. */
function shrink(laws: Readonly<Record<Kind, Law>>, { kind, text }: Input): string {
  let smallest = text
  for (let size = Math.ceil(text.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2))
    for (let at = 0; at < smallest.length;) {
      const shorter = smallest.slice(0, at) + smallest.slice(at + size)
      if (breaks(laws, { kind, text: shorter }) === null) at += size
      else smallest = shorter
    }
  return smallest
}
