// The page people read, as data: sections, clauses, their words and how we read each rule. Pages and the CLI print it.

import type { ClauseClass, Verb } from './policy.ts'

/** A run of text with at most one style. Links are http(s), mailto or within the page; anything else arrives as plain text. */
export interface Span {
  readonly text: string
  readonly style?: 'emphasis' | 'strong' | 'code'
  readonly href?: string
}

/** The words of a clause: a paragraph, a list item, or a table of cells. */
export type Words =
  | { readonly kind: 'paragraph' | 'item'; readonly spans: readonly Span[] }
  | { readonly kind: 'table'; readonly rows: readonly (readonly (readonly Span[])[])[] }

/** A rule as printed, and the plain sentence that says how the compiler understood it. */
export interface PrintedRule {
  readonly verb: Verb
  /** canonical text, slots in the order of the grammar */
  readonly text: string
  /** "We read this as: …" */
  readonly reading: string
}

export interface PageClause {
  readonly id: string
  /** section.clause, from 1: `2.1` */
  readonly number: string
  readonly class: ClauseClass
  readonly words: Words
  /** the words as plain text */
  readonly text: string
  /** why an aim or info promises nothing that can be tested */
  readonly reason: string | null
  readonly rules: readonly PrintedRule[]
  /** clauses whose bans take a part of this one away: the page prints "except" with a link */
  readonly exceptions: readonly string[]
  readonly signature: Signature
  /** registers that a promise of it prints below the words; left out where none does */
  readonly tables?: readonly RegisterTable[]
}

/** A register as people read it: plain words in every cell. */
export interface RegisterTable {
  readonly register: string
  readonly columns: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

/** `signed`: enough officers signed these very words and rules. `stale`: they signed others. */
export interface Signature {
  readonly state: 'signed' | 'stale' | 'unsigned'
  readonly by: readonly { readonly officer: string; readonly on: string }[]
}

export interface Section {
  readonly id: string
  readonly number: number
  readonly title: string
  /** the short text (SITE-05); null without one */
  readonly short: string | null
  /** whose section it is; left out of the general text, and where there is one base alone */
  readonly of?: { readonly kind: 'profile' | 'product' | 'contract'; readonly name: string }
  readonly clauses: readonly PageClause[]
}

export interface Page {
  readonly title: string
  readonly language: string
  readonly sections: readonly Section[]
  /** the same page in other languages: words alone, the rules are shared; left out where there is none */
  readonly translations?: readonly TranslatedPage[]
}

/** A page in another language. Sections and clauses are those of the page, by their ids. */
export interface TranslatedPage {
  readonly title: string
  readonly language: string
  readonly sections: readonly { readonly id: string; readonly title: string; readonly short: string | null }[]
  readonly clauses: readonly { readonly id: string; readonly words: Words; readonly text: string }[]
  /** labels of the registers in that language; left out where nobody translated any */
  readonly labels?: Labels
}

/** Labels in another language: register, name, label. Of notes, their text. */
export type Labels = Readonly<Record<string, Readonly<Record<string, string>>>>

/** A statement, compiled. `hash` is SHA-256 over the canonical JSON of policy and page: page, API and rules carry this one hash. */
export interface Compiled {
  readonly policy: import('./policy.ts').Policy
  readonly page: Page
  readonly hash: string
}
