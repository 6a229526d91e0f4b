// A column by both its names and a sample of its values: each alone may be wrong, together they confirm or contradict.

import { wordsOf } from './column-words.ts'
import { guessesByName, likelyFrom, recogniseName, type Guess, type NamedColumn } from './name.ts'
import { recogniseValues, shareOf } from './value.ts'

/** What a column seems to hold by its names, its type and, where there is a sample, its values; null where neither says enough. */
export function recogniseColumn(column: NamedColumn, values?: readonly string[]): Guess | null {
  const byName = recogniseName(column)
  if (values === undefined) return byName
  const byValues = isOtherNumber(column) ? null : recogniseValues(values)
  if (byValues === null) return unlessContradicted(byName, column, values)
  const same = guessesByName(column).find(({ kind }) => kind.name === byValues.kind.name)
  if (same !== undefined && same.confidence > 0) return together(same, byValues)
  return byName !== null && byName.confidence >= byValues.confidence ? byName : byValues
}

function together(byName: Guess, byValues: Guess): Guess {
  const confidence = Math.round((1 - (1 - byName.confidence) * (1 - byValues.confidence)) * 100) / 100
  const reason = byName.confidence >= likelyFrom ? `${byName.reason}, and ${byValues.reason}` : byValues.reason
  return { kind: byValues.kind, confidence, reason }
}

/** Numbers of things that carry the same check digits as numbers of persons: an ISBN-10 is weighed like an NHS number. */
const otherNumbers = new Set('isbn issn ean gtin upc barcode sku asin mpn imo cas doi checksum crc'.split(' '))

function isOtherNumber({ column }: NamedColumn): boolean {
  return wordsOf(column).some((word) => otherNumbers.has(word))
}

/** Kinds whose every value has a known form: a column called so that holds nothing of it is called so for something else. */
const formal: ReadonlySet<string> = new Set(['email', 'phone', 'ip', 'mac', 'iban'])
/** What was hashed or sealed has lost its form and not its meaning. */
const sealed = new Set('hash hashed sha md digest enc encrypted cipher ciphertext sealed token masked'.split(' '))
const sampleMin = 5
const shareMin = 0.1
const kept = 0.4

function unlessContradicted(guess: Guess | null, { column }: NamedColumn, values: readonly string[]): Guess | null {
  if (guess === null || !formal.has(guess.kind.name) || wordsOf(column).some((word) => sealed.has(word))) return guess
  const share = shareOf(guess.kind.name, values)
  if (share === null || share >= shareMin || values.filter((value) => value.trim() !== '').length < sampleMin)
    return guess
  const confidence = Math.round(guess.confidence * kept * 100) / 100
  return confidence < likelyFrom
    ? null
    : { ...guess, confidence, reason: `${guess.reason}, though its values are not written so` }
}
