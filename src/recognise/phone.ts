// Telephone numbers in a text: ITU-T E.164 behind a plus, national ones by how they are grouped. No check digit guards them, so how sure
// a find is hangs on how it is written.

import type { Span } from './form.ts'

/** A place that may be a telephone number, and how surely by its writing alone. */
export interface PhoneSpan extends Span {
  readonly weight: number
}

/** Calling codes (ITU-T E.164.D); a number behind a plus begins with one of them. */
const callingCodes =
  /^(?:1|7|2[07]|21[1-368]|22\d|23\d|24\d|25[0-8]|26\d|29[0178]|3[0-469]|35\d|37\d|38[0-35-79]|4[013-9]|42[013]|5[1-8]|50\d|59\d|6[0-6]|67[02-9]|68[0-35-9]|69[0-2]|8[1246]|85[02356]|88[0-36-8]|9[0-58]|96[0-8]|97[0-7]|99[2-6]|998)/

const run =
  /(?<![\p{N}_.@#$€£%]|[\p{N}][-/])(?:\+|\()?\d[\d ().\u00a0\u2011\u2013/-]{4,24}\d(?: ?(?:x|ext\.?|extension) ?\d{1,6})?(?![\p{N}_%]|[-/.:]\d)/giu

const isDate = /^(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4})(?: \d{1,2})?$/

/** Every place of a text that is written like a telephone number. */
export function* phonesIn(text: string): Iterable<PhoneSpan> {
  for (const { 0: found, index } of text.matchAll(run)) {
    const weight = weightOf(found)
    if (weight > 0) yield { start: index, end: index + found.length, weight }
  }
}

/** How surely a run of digits and separators is a telephone number (0: not at all). */
function weightOf(found: string): number {
  const number = found.replace(/ ?(?:x|ext\.?|extension) ?\d{1,6}$/i, '')
  const digits = number.replace(/\D/g, '')
  const groups = number.match(/\d+/g) ?? []
  const isOdd =
    digits.length < 7 || digits.length > 15 || isDate.test(number) || !hasPairs(number) || /[ ./-]{3}|\.\./.test(number)
  if (isOdd) return 0
  if (number.startsWith('+')) return callingCodes.test(digits) && digits.length > 7 ? 0.85 : 0
  if (number !== found) return 0.8
  if (/^\(?[2-9]\d\d(?:\) ?|[-. ])[2-9]\d\d[-. ]\d{4}$/.test(number)) return 0.75
  if (/^(?:001|1)[-. ]\(?[2-9]\d\d/.test(number) && digits.length > 10) return 0.75
  if (/^\(\d{2,5}\)/.test(number)) return 0.6
  if (digits.startsWith('0') && digits.length > 8 && digits.length < 13) return groups.length > 1 ? 0.65 : 0.45
  if (groups.length > 1 && digits.length < 13 && groups.every((group) => group.length > 1)) return 0.4
  return groups.length === 1 && digits.length > 9 ? 0.25 : 0.1
}

/** At most one pair of brackets, opened before it is closed. */
function hasPairs(number: string): boolean {
  return /^[^()]*(?:\([^()]*\)[^()]*)?$/.test(number)
}

/** Whether a whole value can be a telephone number: E.164, or digits grouped as people write them. */
export function isPhone(value: string): boolean {
  return [...phonesIn(value)].some(({ start, end }) => start === 0 && end === value.length)
}
