// What a difference means, in the languages of a statement: names as its labels call them, periods as Unicode's data says. The English
// words are those that `decision` hands in.

import { sayMeaning, type Compiled, type Meant, type Policy, type Speaker, type SpokenRegister } from '../../policy/index.ts' // prettier-ignore
import { german } from './meanings-de.ts'
import { french } from './meanings-fr.ts'
import { statementIn } from './languages.ts'
import { periodIn, phrasesIn, type Phrases, type SpokenLanguage } from './phrases.ts'

/** Every language we have words in but English, which is handed in. */
const spoken = { de: german, fr: french } satisfies Record<Exclude<SpokenLanguage, 'en'>, unknown>

/** Says meanings in a language, as the labels of two statements call things; the later one's first. What we have no words for stays as handed in. */
export function sayerIn(
  before: Compiled,
  after: Compiled,
  language: string,
): (told: { readonly means: Meant; readonly what: string }) => string {
  const phrases = phrasesIn(language)
  if (phrases.language === 'en') return ({ what }) => what
  const table = spoken[phrases.language]
  const speaker = speakerOf([statementIn(after, language).policy, statementIn(before, language).policy], phrases)
  return ({ means }) => sayMeaning(means, table, speaker)
}

function speakerOf(policies: readonly Policy[], phrases: Phrases): Speaker {
  const { previews } = phrases
  const name = (register: SpokenRegister, called: string): string => {
    const entries = policies.flatMap((policy): readonly { readonly name: string; readonly label: string }[] => policy[register] ?? []) // prettier-ignore
    return entries.find((entry) => entry.name === called)?.label ?? called
  }
  return {
    name,
    names: (register, names) => names.map((one) => name(register, one)).join(', '),
    period: (period) => periodIn(phrases, period),
    origin: (origin) => previews.origins[origin],
    hand: (hand) => previews.hands[hand],
    form: (form) => previews.forms[form],
    basis: (kind) => previews.bases[kind],
  }
}
