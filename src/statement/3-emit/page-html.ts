// The page as a file: in short, in full, with every rule, or with the state of every sentence. Each clause has its anchor (SITE-05), and
// translations share the rules. What a site shows live, a file can only show as it was handed in.

import type { Compiled, PageClause, Section } from '../../policy/index.ts'
import { anchorOf, escaped, printDocument, printWords } from './html.ts'

/** How much of the page: short texts alone, all words, words with rules and readings, or words with states. */
export const pageTexts = ['short', 'full', 'rules', 'state'] as const
export type PageText = (typeof pageTexts)[number]

/** The state of a clause as the proof knows it, and a word of why. */
export interface ClauseState {
  readonly state: 'kept' | 'broken' | 'lapsed' | 'unproven' | 'aim' | 'info'
  readonly reason: string
}

/** Prints the page. `states` are asked of whoever has evidence; without them nothing that can be tested is called kept. */
export function printPage(
  { page, hash, policy }: Compiled,
  { text, states = new Map() }: { readonly text: PageText; readonly states?: ReadonlyMap<string, ClauseState> },
): string {
  const clauses = page.sections.flatMap((section) => section.clauses)
  const numbers = new Map(clauses.map(({ id, number }) => [id, number]))
  const sections = page.sections.map((section) => {
    const head = `<section id="${escaped(anchorOf(section, clauses))}">\n<h2>${section.number}. ${escaped(section.title)}</h2>`
    const short = section.short === null ? [] : [`<p class="short">${escaped(section.short)}</p>`]
    const own = section.clauses.map((clause) => printClause(clause, text, states.get(clause.id) ?? unproved(clause), numbers)) // prettier-ignore
    const body = text === 'short' && section.short !== null ? anchors(section) : own
    return [head, ...short, ...body, '</section>'].join('\n')
  })
  const contents = page.sections.map((section) => `<li><a href="#${escaped(anchorOf(section, clauses))}">${section.number}. ${escaped(section.title)}</a></li>`) // prettier-ignore
  const body = [
    `<h1>${escaped(page.title)}</h1>`,
    `<p class="quiet">${escaped(policy.organisation.name)}. Hash of this page and its rules: <code>${hash}</code></p>`,
    `<nav aria-label="Contents">\n<ul>\n${contents.join('\n')}\n</ul>\n</nav>`,
    ...sections,
  ]
  return printDocument(page.title, page.language, body.join('\n'))
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

function printClause(
  clause: PageClause,
  text: PageText,
  state: ClauseState,
  numbers: ReadonlyMap<string, string>,
): string {
  const { id, number, words } = clause
  return [
    `<article id="${escaped(id)}">`,
    `<a class="no" href="#${escaped(id)}" aria-label="Sentence ${number}">${number}</a>`,
    printWords(words),
    ...exceptionsOf(clause, numbers),
    ...(text === 'state' ? [marginOf(clause, state)] : []),
    ...(text === 'rules' ? rulesOf(clause) : []),
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

function rulesOf({ class: kind, reason, rules }: PageClause): readonly string[] {
  const why = reason === null ? [] : [`<p class="margin">${kind}: ${escaped(reason)}</p>`]
  const read = rules.map(({ text, reading }) => `<div class="margin">\n<pre><code>${escaped(text)}</code></pre>\n<p>We read this as: ${escaped(reading)}</p>\n</div>`) // prettier-ignore
  return [...why, ...read]
}
