// Which language a text reads like, by its smallest words: the lint says where it cannot read, instead of finding nothing.

import type { Prose } from './prose.ts'

const small: Readonly<Record<string, ReadonlySet<string>>> = {
  English: new Set('the and of to we you your our is are for with that this not or by on'.split(' ')),
  German: new Set(
    'der die das und wir sie ihre unsere ist sind für mit nicht oder von zu ein eine werden auf'.split(' '),
  ),
  French: new Set('le la les et des nous vous votre nos est sont pour avec ne pas ou par une un du'.split(' ')),
  Spanish: new Set('el la los las y de nosotros usted su sus es son para con no que o por una un'.split(' ')),
  Portuguese: new Set('o a os as e de nós você seu seus é são para com não que ou por uma um'.split(' ')),
}

/** Words looked at, and the share of small ones from which on a language is believed. */
const lookedAt = 2_000
const believedFrom = 0.12
const fewWords = 12

/**
 * The language, or `another language`. A text of few words reads like English, unless several small words of another language stand in it
 * and none of English.
 */
export function languageOf({ sentences }: Prose): string {
  const words: string[] = []
  for (const { text } of sentences) {
    if (words.length >= lookedAt) break
    words.push(...(text.toLowerCase().match(/\p{L}+/gu) ?? []))
  }
  const count = (set: ReadonlySet<string>): number => words.filter((word) => set.has(word)).length
  const shares = Object.entries(small).map(([language, set]) => [language, count(set) / words.length] as const)
  const [best = '', share = 0] = shares.toSorted(([, a], [, b]) => b - a)[0] ?? []
  if (words.length < fewWords) return share * words.length >= 2 && count(small['English']!) === 0 ? best : 'English' // a row of the table
  return share >= believedFrom ? best : 'another language'
}
