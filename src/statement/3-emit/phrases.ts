// Our own words around a statement's: of the questions, of what previews change, and of a notice of change, in every language we have them
// in. A new language is a file beside `phrases-en.ts` and a line here; numbers, periods and lists are told as Unicode's data says.

import type { Period } from '../../base/index.ts'
import type { Account, BasisKind, Form, Hand, Origin } from '../../policy/index.ts'
import { german } from './phrases-de.ts'
import { english } from './phrases-en.ts'
import { french } from './phrases-fr.ts'

/** The languages that we have our own words in. */
export type SpokenLanguage = 'en' | 'de' | 'fr'

/** All that we say ourselves. What is put in are labels of the registers, texts of notes, and what `period` and `all` made. */
export interface Phrases {
  /** language of the words, as BCP 47 writes it */
  readonly language: SpokenLanguage
  readonly faq: {
    readonly title: (statement: string) => string
    /** what a control is asked as, for what one product keeps */
    readonly asked: Readonly<Record<string, (product: string, account: string) => string>>
    readonly askedOther: (control: string, product: string, account: string) => string
    /** appended to a question: whose account */
    readonly account: Readonly<Record<Account, string>>
    readonly on: (surfaces: readonly string[]) => string
    readonly given: (to: string) => string
    readonly per: (steps: string) => string
    readonly within: (period: string) => string
    readonly unless: (laws: string) => string
    readonly stays: (data: string) => string
    readonly stay: (purpose: string, product: string, limits: string) => string
    /** where no period is ours */
    readonly lawful: string
    readonly doIt: string
    readonly rests: string
  }
  readonly limit: {
    readonly until: (event: string) => string
    readonly after: (period: string, event: string) => string
    readonly law: (text: string) => string
    readonly some: string
  }
  readonly previews: {
    readonly title: string
    readonly heads: readonly [how: string, kind: string, what: string, where: string]
    readonly how: Readonly<Record<'more' | 'less', string>>
    readonly kinds: Readonly<Record<'collected' | 'used' | 'kept' | 'stored' | 'shared' | 'control', string>>
    readonly of: (overlay: string, base: string) => string
    readonly ends: (day: string) => string
    readonly noEnd: string
    readonly same: string
    readonly none: string
    readonly marks: { readonly preview: string; readonly until: (day: string) => string; readonly adverts: string }
    readonly data: (category: string, product: string) => string
    readonly from: (origin: string) => string
    readonly origins: Readonly<Record<Origin, string>>
    readonly used: (purpose: string, hand: string, form: string, basis: string) => string
    readonly hands: Readonly<Record<Hand, string>>
    readonly forms: Readonly<Record<Form, string>>
    readonly bases: Readonly<Record<BasisKind, string>>
    readonly purposes: (purposes: string) => string
    readonly at: (place: string) => string
    readonly shared: (recipient: string, purpose: string) => string
  }
  readonly notice: {
    readonly title: (statement: string) => string
    readonly lead: Readonly<Record<'material' | 'not material' | 'none', string>>
    readonly change: Readonly<Record<'added' | 'removed' | 'words' | 'rules' | 'words and rules', string>>
    readonly material: (codes: string) => string
    readonly elsewhere: string
    readonly hashes: (from: string, to: string) => string
  }
}

const spoken: Readonly<Record<SpokenLanguage, Phrases>> = { en: english, de: german, fr: french }

/** Our words in a language, `de-AT` in those of `de`; where we have none, in English: `language` tells which came out. */
export function phrasesIn(language: string): Phrases {
  const said: Readonly<Record<string, Phrases>> = spoken
  return said[language.split('-')[0]!.toLowerCase()] ?? english // a text that is split has a first part
}

/** `18 months`, in the language of the phrases. */
export function periodIn({ language }: Phrases, { count, unit }: Period): string {
  return new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long', useGrouping: false }).format(count)
}

/** `a, b and c`, or `a, b or c`. */
export function listIn({ language }: Phrases, names: readonly string[], joined: 'and' | 'or'): string {
  const type = joined === 'and' ? 'conjunction' : 'disjunction'
  return new Intl.ListFormat(language === 'en' ? 'en-GB' : language, { type }).format(names)
}
