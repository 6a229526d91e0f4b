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

/** From here on a place is found. What many harmless numbers could be as well is found only beside a word that says what it is. */
const foundFrom = 0.5

/** How far before and behind a value its words are looked for. */
const wordsBefore = 48
const wordsBehind = 24

/** Forms by where they may begin. Countries that write a kind alike and check nothing are one form to a text. */
const formsAt = new Map<string, ReadyForm[]>()
const likeOthers = new Set<string>()
for (const form of forms) {
  const look = [form.kind, form.layouts, form.words, String(form.cased)].join(' · ')
  if (likeOthers.has(look)) continue
  if (form.check === undefined && form.where === undefined) likeOthers.add(look)
  for (const begin of form.begins) formsAt.set(begin, [...(formsAt.get(begin) ?? []), form])
}

/** A place that a form or scanner claims, with how sure it is by itself. */
export interface Claim extends Span {
  readonly form: string
  readonly weight: number
}

/** Every place of a text that any form claims, in no order. */
export function* claimsIn(text: string): Iterable<Claim> {
  for (const { name, spansIn, weight } of scanners)
    for (const span of spansIn(text)) yield { weight, ...span, form: name }
  let digitAt = -1
  for (const { 0: run, index } of text.matchAll(/[\p{L}\p{N}_]+/gu)) {
    if (digitAt < index) digitAt = nextDigit(text, index)
    const nearForms = formsAt.get((index === digitAt ? '9' : '@') + run.length) ?? []
    if (nearForms.length === 0 || isTail(text, index)) continue
    for (const { name, weight, matchAt, hasDigit } of nearForms) {
      const end = hasDigit && digitAt - index > digitWithin ? -1 : matchAt(text, index)
      if (end > 0) yield { start: index, end, form: name, weight }
    }
  }
}

/** Most signs before the first digit of a form that has one: `AMTSGERICHT` is not in a layout, `HRB ` is. */
const digitWithin = 16

/** Where the next digit stands; behind the text where there is none. Asked anew only behind the last answer, so a text is walked once. */
function nextDigit(text: string, from: number): number {
  digit.lastIndex = from
  return digit.test(text) ? digit.lastIndex - 1 : Infinity
}
const digit = /\d/g

/** Whether a run goes on from another one across a hyphen or slash: no identifier begins in the midst of a longer one. */
function isTail(text: string, at: number): boolean {
  return /[-/]/.test(text[at - 1] ?? '') && /[\p{L}\p{N}]/u.test(text[at - 2] ?? '')
}

const patterns = new Map([...scanners, ...forms].map(({ words }) => [words, wordsPattern(words)]))
const known = new Map(
  [...scanners, ...forms].map(({ name, kind, words }) => [
    name,
    { kind: kindOf(kind), words: patterns.get(words) ?? null },
  ]),
)

/** What in a text is personal data, in order; where two claim one place the surer one has it, of equal ones the longer. */
export function findIn(text: string): readonly Finding[] {
  const isSaid = wordsAround(text)
  const found = [...claimsIn(text)]
    .flatMap((claim) => findingOf(claim, isSaid))
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

type IsSaid = (words: RegExp, span: Span) => boolean

function findingOf({ start, end, form, weight }: Claim, isSaid: IsSaid): readonly Finding[] {
  const { kind, words } = known.get(form) ?? {}
  if (kind === undefined) return []
  const said = words && isSaid(words, { start, end })
  const confidence = Math.round((said ? 1 - (1 - weight) * 0.4 : weight) * 100) / 100
  return confidence < foundFrom ? [] : [{ kind, form, start, end, confidence }]
}

/** Whether one of some words stands around a place. Many forms claim one place and share their words: it is looked for once. */
function wordsAround(text: string): IsSaid {
  let place = ''
  const answers = new Map<RegExp, boolean>()
  return (words, { start, end }) => {
    if (place !== `${start} ${end}`) answers.clear()
    place = `${start} ${end}`
    const known = answers.get(words)
    if (known !== undefined) return known
    const isSaid =
      words.test(text.slice(Math.max(0, start - wordsBefore), start)) || words.test(text.slice(end, end + wordsBehind))
    answers.set(words, isSaid)
    return isSaid
  }
}

/** The pattern that finds one of some words. A short word must stand alone; a long one may begin a longer. */
function wordsPattern(words: string): RegExp | null {
  if (words === '') return null
  const patterns = words
    .split(', ')
    .map(
      (word) => word.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`) + (word.length < 5 ? String.raw`(?!\p{L})` : ''),
    )
  return new RegExp(String.raw`(?<!\p{L})(?:${patterns.join('|')})`, 'iu')
}
