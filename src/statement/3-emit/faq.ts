// Questions people ask, answered by the statement: how to see, take, clear and erase what each product keeps, per kind of account, and how
// long each kind of data stays. Every answer links the clauses it rests on and the tool that does it (SITE-06).

import type { Cell, Compiled, Control, Page, Policy } from '../../policy/index.ts'
import { activitiesOf } from './activities.ts'
import { escaped, printDocument, printWords } from './html.ts'
import { ours } from './languages.ts'
import { listIn, periodIn, phrasesIn, type Phrases } from './phrases.ts'

/** One question with its answer. */
export interface FaqEntry {
  readonly id: string
  readonly question: string
  readonly answer: string
  /** clauses the answer rests on */
  readonly clauses: readonly string[]
  /** the page that does it; null: the answer is all there is */
  readonly tool: string | null
}

/** The questions of a statement. */
export interface Faq {
  readonly format: 'wordkept/faq/1'
  readonly statement: string
  readonly language: string
  readonly entries: readonly FaqEntry[]
}

/** The page of ours that does what is asked of a control. */
const tools: Readonly<Record<string, string>> = {
  view: '/you/items',
  export: '/you/export',
  clear: '/you/clear',
  erase: '/you/erase',
  correct: '/you/items',
  withdraw: '/you/choices',
  object: '/you/choices',
}

/** Emits the questions and answers of a statement, in the language of its page where we have our own words in it, else in English. */
export function emitFaq(compiled: Compiled): Faq {
  const { policy, page, hash } = compiled
  const phrases = phrasesIn(page.language)
  const entries = [
    ...policy.products.flatMap(({ name }) => controlEntries(name, policy, phrases)),
    ...stayEntries(compiled, phrases),
  ]
  return { format: 'wordkept/faq/1', statement: hash, language: phrases.language, entries }
}

interface Offered {
  readonly cell: Cell
  readonly control: Control
}

function controlEntries(product: string, policy: Policy, phrases: Phrases): readonly FaqEntry[] {
  const offered = policy.cells.filter(({ facts }) => facts.product === product).flatMap((cell) => cell.controls.map((control): Offered => ({ cell, control }))) // prettier-ignore
  const byQuestion = Map.groupBy(offered, ({ cell, control }) => [control.control, cell.facts.account ?? ''].join(' '))
  return [...byQuestion]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([, same]) => controlEntry(product, same, policy, phrases))
}

function controlEntry(product: string, same: readonly Offered[], policy: Policy, phrases: Phrases): FaqEntry {
  const [{ cell, control: first }] = same as [Offered, ...Offered[]] // groupBy makes no empty group
  const { account } = cell.facts
  const label = policy.products.find(({ name }) => name === product)?.label ?? product
  const { asked, askedOther, account: whose } = phrases.faq
  const suffix = account === null ? '' : whose[account]
  return {
    id: ['how', first.control, product, ...(account === null ? [] : [account])].join('-'),
    question: asked[first.control]?.(label, suffix) ?? askedOther(first.control, label, suffix),
    answer: [...new Set(same.map(({ control }) => wayWords(control, policy, phrases)))]
      .toSorted()
      .map((way) => `${way}: ${dataWords(same.filter(({ control }) => wayWords(control, policy, phrases) === way), policy, phrases)}.`)
      .join(' '), // prettier-ignore
    clauses: sorted(same.map(({ control }) => control.clause)),
    tool: tools[first.control] ?? null,
  }
}

/** In what way it is offered: `On the dashboard, per item or day, within 1 day, unless a law keeps it`. */
function wayWords({ surfaces, per, within, unlessLaw, to }: Control, { notes }: Policy, phrases: Phrases): string {
  const laws = unlessLaw.map((law) => notes.find(({ name }) => name === law)?.text ?? law)
  const said = phrases.faq
  const parts = [
    said.on(surfaces),
    ...(to.length > 0 ? [said.given(to.join(', '))] : []),
    ...(per.length > 0 ? [said.per(listIn(phrases, per, 'or'))] : []),
    ...(within ? [said.within(periodIn(phrases, within))] : []),
    ...(laws.length > 0 ? [said.unless(laws.join(' '))] : []),
  ]
  return parts.join(', ')
}

function dataWords(same: readonly Offered[], { categories }: Policy, phrases: Phrases): string {
  const names = sorted(same.map(({ cell }) => cell.facts.category))
  const labels = names.map((name) => categories.find((one) => one.name === name)?.label ?? name)
  return listIn(phrases, labels, 'and')
}

/** How long each kind of data stays, purpose by purpose. */
function stayEntries(compiled: Compiled, phrases: Phrases): readonly FaqEntry[] {
  const activities = activitiesOf(compiled, phrases)
  const { stay, stays, lawful } = phrases.faq
  return compiled.policy.categories.flatMap(({ name, label }) => {
    const uses = activities.flatMap((activity) => activity.data.filter(({ category }) => category.name === name).map(({ limits }) => ({ ...activity, limits }))) // prettier-ignore
    if (uses.length === 0) return []
    const told = uses.map(({ purpose, product, limits }) => stay(purpose.label, product.label, listIn(phrases, limits.map(({ words }) => words), 'or') || lawful)) // prettier-ignore
    return [{
      id: `stay-${name}`,
      question: stays(label),
      answer: sorted(told).join(' '),
      clauses: sorted(uses.flatMap(({ clauses }) => clauses)),
      tool: null,
    }]
  })
} // prettier-ignore

function sorted(names: readonly string[]): readonly string[] {
  return [...new Set(names)].toSorted()
}

/** Where the links of the questions lead: the statement's page, and the site whose pages do what is asked. */
export interface FaqLinks {
  readonly page: string
  readonly tools: string
}

/** Prints the questions as a page: below each answer the very sentences that it rests on, in the language of the page. */
export function printFaq(faq: Faq, page: Page, links: FaqLinks): string {
  const phrases = phrasesIn(faq.language)
  const own = ours(page, phrases)
  const title = phrases.faq.title(page.title)
  const clauses = new Map(page.sections.flatMap((section) => section.clauses.map((clause) => [clause.id, clause])))
  const entries = faq.entries.map(({ id, question, answer, clauses: rests, tool }) => {
    const sentences = rests.flatMap((name) => clauses.get(name) ?? []).map(({ id: clause, number, words }) => `<li>\n<a href="${escaped(links.page)}#${escaped(clause)}">${number}</a>\n${printWords(words)}\n</li>`) // prettier-ignore
    return [
      `<section id="${escaped(id)}">`,
      `<h2${own}>${escaped(question)}</h2>`,
      `<p${own}>${escaped(answer)}</p>`,
      ...(tool === null ? [] : [`<p${own}><a href="${escaped(links.tools + tool)}">${escaped(phrases.faq.doIt)}</a></p>`]), // prettier-ignore
      `<p class="quiet"${own}>${escaped(phrases.faq.rests)}</p>`,
      `<ul class="quiet">\n${sentences.join('\n')}\n</ul>`,
      '</section>',
    ].join('\n')
  })
  return printDocument(title, page.language, [`<h1${own}>${escaped(title)}</h1>`, ...entries].join('\n'))
}
