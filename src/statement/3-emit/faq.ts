// Questions people ask, answered by the statement: how to see, take, clear and erase what each product keeps, per kind of account, and how
// long each kind of data stays. Every answer links the clauses it rests on and the tool that does it (SITE-06).

import { periodWords } from '../../base/index.ts'
import type { Account, Cell, Compiled, Control, Policy } from '../../policy/index.ts'
import { activitiesOf } from './activities.ts'
import { escaped, printDocument } from './html.ts'

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

/** What a control is asked as, and the page of ours that does it. A control of no row is asked by its own name. */
const asked: Readonly<Record<string, { readonly how: string; readonly tool: string }>> = {
  view: { how: 'How do I see what', tool: '/you/items' },
  export: { how: 'How do I get a copy of what', tool: '/you/export' },
  clear: { how: 'How do I clear what', tool: '/you/clear' },
  erase: { how: 'How do I erase everything that', tool: '/you/erase' },
  correct: { how: 'How do I correct what', tool: '/you/items' },
  withdraw: { how: 'How do I take back a yes about what', tool: '/you/choices' },
  object: { how: 'How do I object to what is done with what', tool: '/you/choices' },
}

/** Emits the questions and answers of a statement. */
export function emitFaq(compiled: Compiled): Faq {
  const { policy, page, hash } = compiled
  const entries = [...policy.products.flatMap(({ name }) => controlEntries(name, policy)), ...stayEntries(compiled)]
  return { format: 'wordkept/faq/1', statement: hash, language: page.language, entries }
}

interface Offered {
  readonly cell: Cell
  readonly control: Control
}

function controlEntries(product: string, policy: Policy): readonly FaqEntry[] {
  const offered = policy.cells.filter(({ facts }) => facts.product === product).flatMap((cell) => cell.controls.map((control): Offered => ({ cell, control }))) // prettier-ignore
  const byQuestion = Map.groupBy(offered, ({ cell, control }) => [control.control, cell.facts.account ?? ''].join(' '))
  return [...byQuestion].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, same]) => controlEntry(product, same, policy))
}

function controlEntry(product: string, same: readonly Offered[], policy: Policy): FaqEntry {
  const [{ cell, control: first }] = same as [Offered, ...Offered[]] // groupBy makes no empty group
  const { account } = cell.facts
  const label = policy.products.find(({ name }) => name === product)?.label ?? product
  const { how = `How do I use “${first.control}” on what`, tool = null } = asked[first.control] ?? {}
  return {
    id: ['how', first.control, product, ...(account === null ? [] : [account])].join('-'),
    question: `${how} ${label} keeps about me${accountWords(account)}?`,
    answer: [...new Set(same.map(({ control }) => wayWords(control, policy)))]
      .toSorted()
      .map((way) => `${way}: ${dataWords(same.filter(({ control }) => wayWords(control, policy) === way), policy)}.`)
      .join(' '), // prettier-ignore
    clauses: sorted(same.map(({ control }) => control.clause)),
    tool,
  }
}

function accountWords(account: Account | null): string {
  if (account === null) return ''
  return account === 'personal' ? ' in my own account' : ' in an account my organisation runs'
}

/** In what way it is offered: `On the dashboard, per item or day, within 1 day, unless a law keeps it`. */
function wayWords({ surfaces, per, within, unlessLaw, to }: Control, { notes }: Policy): string {
  const laws = unlessLaw.map((law) => notes.find(({ name }) => name === law)?.text ?? law)
  const parts = [
    `On the ${surfaces.join(' or the ')}`,
    ...(to.length > 0 ? [`for the ${to.join(', ')}`] : []),
    ...(per.length > 0 ? [`per ${per.join(' or ')}`] : []),
    ...(within ? [`within ${periodWords(within)}`] : []),
    ...(laws.length > 0 ? [`unless a law keeps it (${laws.join(' ')})`] : []),
  ]
  return parts.join(', ')
}

function dataWords(same: readonly Offered[], { categories }: Policy): string {
  const names = sorted(same.map(({ cell }) => cell.facts.category))
  return new Intl.ListFormat('en-GB', { type: 'conjunction' }).format(names.map((name) => categories.find((one) => one.name === name)?.label ?? name)) // prettier-ignore
}

/** How long each kind of data stays, purpose by purpose. */
function stayEntries(compiled: Compiled): readonly FaqEntry[] {
  const activities = activitiesOf(compiled)
  return compiled.policy.categories.flatMap(({ name, label }) => {
    const uses = activities.flatMap((activity) => activity.data.filter(({ category }) => category.name === name).map(({ limits }) => ({ ...activity, limits }))) // prettier-ignore
    if (uses.length === 0) return []
    const told = uses.map(({ purpose, product, limits }) => `For ${purpose.label} in ${product.label}: ${limits.map(({ words }) => words).join(' or ') || 'as long as a law says'}.`) // prettier-ignore
    return [{
      id: `stay-${name}`,
      question: `How long do you keep ${label.charAt(0).toLowerCase()}${label.slice(1)}, and what for?`,
      answer: sorted(told).join(' '),
      clauses: sorted(uses.flatMap(({ clauses }) => clauses)),
      tool: null,
    }]
  })
} // prettier-ignore

function sorted(names: readonly string[]): readonly string[] {
  return [...new Set(names)].toSorted()
}

/** Prints the questions as a page. `page` is the address of the statement's page, `tools` of the site whose pages do it. */
export function printFaq(faq: Faq, title: string, { page, tools }: { readonly page: string; readonly tools: string }): string {
  const entries = faq.entries.map(({ id, question, answer, clauses, tool }) => {
    const rests = clauses.map((clause) => `<a href="${escaped(page)}#${escaped(clause)}">${escaped(clause)}</a>`)
    const links = [...(tool === null ? [] : [`<a href="${escaped(tools + tool)}">Do it here</a>`]), `Where we say so: ${rests.join(', ')}`]
    return `<section id="${escaped(id)}">\n<h2>${escaped(question)}</h2>\n<p>${escaped(answer)}</p>\n<p class="quiet">${links.join('. ')}</p>\n</section>`
  })
  return printDocument(title, faq.language, [`<h1>${escaped(title)}</h1>`, ...entries].join('\n'))
} // prettier-ignore
