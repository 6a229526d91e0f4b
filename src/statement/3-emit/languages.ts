// A compiled statement in one of its languages: other words, the same rules, clauses and signatures. Printed forms name their files by it.

import type { Compiled, Labels, Page, PageClause, Policy, Section } from '../../policy/index.ts'
import { escaped } from './html.ts'
import type { Phrases } from './phrases.ts'

/** The languages a statement is translated into, and null for its own, which comes first. */
export function languagesOf({ translations = [] }: Page): readonly (string | null)[] {
  return [null, ...translations.map(({ language }) => language)]
}

/** The page in one of its languages; in its own where it has no such translation. */
export function pageIn(page: Page, language: string | null | undefined): Page {
  const found = page.translations?.find((one) => one.language === language)
  if (!found) return page
  const words = new Map(found.clauses.map((clause) => [clause.id, clause]))
  const heads = new Map(found.sections.map((section) => [section.id, section]))
  const sections = page.sections.map((section): Section => {
    const { title, short } = heads.get(section.id) ?? section
    return { ...section, title, short, clauses: section.clauses.map((clause): PageClause => ({ ...clause, ...words.get(clause.id) })) } // prettier-ignore
  })
  return { title: found.title, language: found.language, sections }
}

/** The statement with its page and its labels in that language. The hash stays: it is of the statement. */
export function statementIn(compiled: Compiled, language: string | null): Compiled {
  const labels = compiled.page.translations?.find((one) => one.language === language)?.labels ?? {}
  return { ...compiled, page: pageIn(compiled.page, language), policy: labelledIn(compiled.policy, labels) }
}

/** A policy whose entries are called as people of a language call them; of no label, as they were. */
function labelledIn(policy: Policy, labels: Labels): Policy {
  const called = <Entry extends { readonly name: string; readonly label: string }>(list: readonly Entry[], of: Labels[string] = {}): readonly Entry[] => list.map((one) => ({ ...one, label: of[one.name] ?? one.label }))
  const { categories, purposes, events, products, places, recipients, notes } = policy
  return {
    ...policy,
    categories: called(categories, labels['categories']),
    purposes: called(purposes, labels['purposes']),
    events: called(events, labels['events']),
    products: called(products, labels['products']),
    places: called(places, labels['places']),
    ...(recipients && { recipients: called(recipients, labels['recipients']) }),
    notes: notes.map((note) => ({ ...note, text: labels['notes']?.[note.name] ?? note.text })),
  }
} // prettier-ignore

/** `faq.html`, and `faq.de.html` where the language is not the statement's own. */
export function fileIn(language: string | null, name: string, ending: string): string {
  return `${name}${language === null ? '' : `.${language}`}.${ending}`
}

/** What an element with our own words must say where the page speaks a language we have no words in; else nothing. */
export function ours(page: Pick<Page, 'language'>, phrases: Pick<Phrases, 'language'>): string {
  return page.language.split('-')[0] === phrases.language ? '' : ` lang="${escaped(phrases.language)}"`
}
