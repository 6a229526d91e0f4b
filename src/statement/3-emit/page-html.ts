// The page as a file: in short, in full, with every rule, or with the state of every sentence. Each clause has its anchor (SITE-05), and
// translations share the rules. What a site shows live, a file can only show as it was handed in.

import type { Compiled, Page, PageClause, Policy, Section } from '../../policy/index.ts'
import { anchorOf, escaped, printDocument, printWords } from './html.ts'
import { fileIn, pageIn } from './languages.ts'

/** How much of the page: short texts alone, all words, words with rules and readings, or words with states. */
export const pageTexts = ['short', 'full', 'rules', 'state'] as const
export type PageText = (typeof pageTexts)[number]

/** The state of a clause as the proof knows it, and a word of why. */
export interface ClauseState {
  readonly state: 'kept' | 'broken' | 'lapsed' | 'unproven' | 'aim' | 'info'
  readonly reason: string
}

/** How a page is printed. `states` are asked of whoever has evidence; without them nothing that can be tested is called kept. */
export interface PagePrint {
  readonly text: PageText
  readonly states?: ReadonlyMap<string, ClauseState>
  /** one of the page's languages; left out: its own */
  readonly language?: string
}

/** The file of a page: `page.html`, `page-short.html`, and with a language where it is not the statement's own: `page.de.html`. */
export function pageFile(text: PageText, language: string | null): string {
  return fileIn(language, `page${text === 'full' ? '' : `-${text}`}`, 'html')
}

/** Prints the page. */
export function printPage({ page, hash, policy }: Compiled, { text, states = new Map(), language }: PagePrint): string {
  const said = pageIn(page, language)
  const clauses = page.sections.flatMap((section) => section.clauses)
  const numbers = new Map(clauses.map(({ id, number }) => [id, number]))
  const sections = said.sections.map((section) => {
    const head = `<section id="${escaped(anchorOf(section, clauses))}">\n<h2>${section.number}. ${escaped(section.title)}</h2>`
    const short = section.short === null ? [] : [`<p class="short">${escaped(section.short)}</p>`]
    const own = section.clauses.map((clause) =>
      printClause(clause, { text, state: states.get(clause.id) ?? unproved(clause), numbers, language: page.language }),
    )
    const body = text === 'short' && section.short !== null ? anchors(section) : own
    return [head, ...whoseOf(section, policy), ...short, ...body, '</section>'].join('\n')
  })
  const contents = said.sections.map((section) => `<li><a href="#${escaped(anchorOf(section, clauses))}">${section.number}. ${escaped(section.title)}</a></li>`) // prettier-ignore
  const body = [
    `<h1>${escaped(said.title)}</h1>`,
    `<p class="quiet">${escaped(policy.organisation.name)}. Hash of this page and its rules: <code>${hash}</code></p>`,
    ...otherLanguages(page, said.language, text),
    `<nav aria-label="Contents">\n<ul>\n${contents.join('\n')}\n</ul>\n</nav>`,
    ...sections,
  ]
  return printDocument(said.title, said.language, body.join('\n'))
}

/** Links to the same page in the other languages. */
function otherLanguages({ language: own, translations = [] }: Page, shown: string, text: PageText): readonly string[] {
  if (translations.length === 0) return []
  const links = [own, ...translations.map(({ language }) => language)].filter((language) => language !== shown).map((language) => `<a href="${escaped(pageFile(text, language === own ? null : language))}" hreflang="${escaped(language)}">${escaped(nameOf(language))}</a>`) // prettier-ignore
  return [`<p class="quiet">${links.join(', ')}</p>`]
}

/** A language by its own name. */
function nameOf(language: string): string {
  try {
    return new Intl.DisplayNames([language], { type: 'language' }).of(language) ?? language
  } catch {
    return language // no language that names are known of
  }
}

/** Whose section it is, where it is not everybody's. */
function whoseOf({ of }: Section, { products }: Policy): readonly string[] {
  if (!of) return []
  const name = of.kind === 'product' ? (products.find((one) => one.name === of.name)?.label ?? of.name) : of.name
  return [`<p class="quiet">${of.kind}: ${escaped(name)}</p>`]
}

/** A short text stands for its clauses: links to one of them come out here. */
function anchors({ clauses }: Section): readonly string[] {
  return clauses.map(({ id, number }) => `<span id="${escaped(id)}" class="quiet">${number} </span>`)
}

/** What is known of a clause without evidence. */
function unproved({ class: kind, reason }: PageClause): ClauseState {
  if (kind === 'aim' || kind === 'info') return { state: kind, reason: reason ?? '' }
  return { state: 'unproven', reason: 'no test ran on this copy' }
}

interface ClausePrint {
  readonly text: PageText
  readonly state: ClauseState
  readonly numbers: ReadonlyMap<string, string>
  /** of the rules' readings, the statement's own */
  readonly language: string
}

function printClause(clause: PageClause, { text, state, numbers, language }: ClausePrint): string {
  const { id, number, words } = clause
  return [
    `<article id="${escaped(id)}">`,
    `<a class="no" href="#${escaped(id)}" aria-label="Sentence ${number}">${number}</a>`,
    printWords(words),
    ...exceptionsOf(clause, numbers),
    ...(text === 'state' ? [marginOf(clause, state)] : []),
    ...(text === 'rules' ? rulesOf(clause, language) : []),
    '</article>',
  ].join('\n')
}

/** What a ban takes away of a permission is said beside it (law 4). */
function exceptionsOf({ exceptions }: PageClause, numbers: ReadonlyMap<string, string>): readonly string[] {
  if (exceptions.length === 0) return []
  const links = exceptions.map((id) => `<a href="#${escaped(id)}">${numbers.get(id) ?? escaped(id)}</a>`)
  return [`<p class="margin">Except what ${links.join(', ')} forbids.</p>`]
}

function marginOf({ signature }: PageClause, { state, reason }: ClauseState): string {
  const signed = signature.state === 'signed' ? '' : `; ${signature.state}`
  return `<p class="margin"><strong>${state}</strong>${reason === '' ? '' : `: ${escaped(reason)}`}${signed}</p>`
}

function rulesOf({ class: kind, reason, rules }: PageClause, language: string): readonly string[] {
  const why = reason === null ? [] : [`<p class="margin">${kind}: ${escaped(reason)}</p>`]
  const read = rules.map(({ text, reading }) => `<div class="margin" lang="${escaped(language)}">\n<pre><code>${escaped(text)}</code></pre>\n<p>We read this as: ${escaped(reading)}</p>\n</div>`) // prettier-ignore
  return [...why, ...read]
}
