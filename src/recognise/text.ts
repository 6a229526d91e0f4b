// Finds personal data in free text, for scrubbing: one walk over the runs of letters and digits for every form of the table, one walk
// for each scanner. The time is linear in the length of the text.

import type { ReadyForm, Span } from './form.ts'
import { forms } from './forms.ts'
import { kindOf, type Kind } from './kinds.ts'
import { scanners } from './scanned.ts'

/** A place of a text that holds personal data, how surely (0–1), and in which written form: `us-ssn`. */
export interface Finding extends Span {
  readonly kind: Kind
  readonly form: string
  readonly confidence: number
}

/** From here on a place is found. A right value that many harmless numbers could be is found beside a word that says what it is. */
const foundFrom = 0.5

/** How far around a value its words are looked for. */
const before = 48
const after = 24

const begins = new Map<string, ReadyForm[]>()
for (const form of forms) for (const begin of form.begins) begins.set(begin, [...(begins.get(begin) ?? []), form])

interface Claim extends Span {
  readonly form: { readonly name: string; readonly kind: string; readonly weight: number; readonly words: string }
}

/** Every place of a text that a form or scanner claims, whatever else claims it. */
export function* claimsIn(text: string): Iterable<Claim> {
  for (const form of scanners) for (const span of form.spansIn(text)) yield { ...span, form }
  for (const run of text.matchAll(/[\p{L}\p{N}_]+/gu)) {
    const start = run.index
    if (/[-/]/.test(text[start - 1] ?? '') && /[\p{L}\p{N}]/u.test(text[start - 2] ?? '')) continue
    const first = /^\d/.test(run[0]) ? '9' : '@'
    for (const form of begins.get(first + run[0].length) ?? []) {
      const end = form.matchAt(text, start)
      if (end > 0) yield { start, end, form }
    }
  }
}

/** What in a text is personal data, in order; where two kinds claim one place the surer one has it, of equal ones the longer. */
export function findIn(text: string): readonly Finding[] {
  const found = [...claimsIn(text)]
    .map(({ start, end, form }) => ({
      kind: kindOf(form.kind),
      form: form.name,
      start,
      end,
      confidence: sureness(text, { start, end, form }),
    }))
    .filter(({ confidence }) => confidence >= foundFrom)
    .toSorted((a, b) => a.start - b.start || b.confidence - a.confidence || b.end - a.end)
  const kept: Finding[] = []
  for (const finding of found) {
    const last = kept.at(-1)
    if (last === undefined || finding.start >= last.end) kept.push(finding)
    else if (isBetter(finding, last)) kept[kept.length - 1] = finding
  }
  return kept
}

function isBetter(a: Finding, b: Finding): boolean {
  return a.confidence > b.confidence || (a.confidence === b.confidence && a.end - a.start > b.end - b.start)
}

function sureness(text: string, { start, end, form }: Claim): number {
  const around = `${text.slice(Math.max(0, start - before), start)} ${text.slice(end, end + after)}`.toLowerCase()
  const isSaid = form.words.split(', ').some((word) => around.includes(word))
  return isSaid ? 1 - (1 - form.weight) * 0.4 : form.weight
}
