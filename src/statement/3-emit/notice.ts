// The change notice: what people are told before a new version binds (CHG-02, CHG-03): sentence by sentence the words and the rules before
// and after, and of each difference what it means and whether it is material. What it means, `decision` says; it is handed in.

import type { Compiled, Meant, Page } from '../../policy/index.ts'
import type { ClauseChange } from './compare.ts'
import { escaped, printDocument } from './html.ts'
import { ours, pageIn } from './languages.ts'
import { sayerIn } from './meanings.ts'
import { phrasesIn } from './phrases.ts'

/** What a change means: of the comparison of two policies. `code`: of K8, where it takes something from somebody. */
export interface Meaning {
  readonly code: string | null
  /** null: it stands in a register */
  readonly clause: string | null
  /** its key and what is put in: names of the registers */
  readonly means: Meant
  /** the same in words: handed in in English, told in the language of the notice */
  readonly what: string
  readonly of: readonly string[]
}

/** A notice of a change. */
export interface ChangeNotice {
  readonly format: 'wordkept/change/1'
  /** hashes of the two statements */
  readonly from: string
  readonly to: string
  /** material where some meaning has a code */
  readonly class: 'material' | 'not material' | 'none'
  readonly clauses: readonly (ClauseChange & { readonly meanings: readonly Meaning[] })[]
  /** differences that stand in no clause */
  readonly elsewhere: readonly Meaning[]
}

/** Emits the notice of a change between two statements, in the language of the later: their clauses as compared, and what each difference means. */
export function emitNotice(
  before: Compiled,
  after: Compiled,
  changes: readonly ClauseChange[],
  found: readonly Meaning[],
): ChangeNotice {
  const meanings = saidIn(found, sayerIn(before, after, after.page.language))
  const clauses = changes.map((change) => {
    const own = meanings.filter(({ clause }) => clause === change.clause)
    const material = [...new Set(own.flatMap(({ code }) => code ?? []))].toSorted()
    return { ...change, material, meanings: own }
  })
  const told = new Set(clauses.map(({ clause }) => clause))
  return {
    format: 'wordkept/change/1',
    from: before.hash,
    to: after.hash,
    class: meanings.some(({ code }) => code !== null) ? 'material' : changes.length + meanings.length > 0 ? 'not material' : 'none', // prettier-ignore
    clauses,
    elsewhere: meanings.filter(({ clause }) => clause === null || !told.has(clause)),
  }
}

/**
 * The notice in another language of the later statement: the same differences, each sentence in that language where its statement has it. A
 * sentence that reads otherwise in that language alone is a difference there.
 */
export function noticeIn(notice: ChangeNotice, before: Compiled, after: Compiled, language: string): ChangeNotice {
  const [was, is] = [textsIn(before.page, language), textsIn(after.page, language)]
  const say = sayerIn(before, after, language)
  const told = notice.clauses.map((change) => ({
    ...change,
    before: change.before && { ...change.before, text: was.get(change.clause) ?? change.before.text },
    after: change.after && { ...change.after, text: is.get(change.clause) ?? change.after.text },
    meanings: saidIn(change.meanings, say),
  }))
  const known = new Set(told.map(({ clause }) => clause))
  const only = [...is].flatMap(([clause, text]): ChangeNotice['clauses'] => {
    const old = was.get(clause)
    if (known.has(clause) || old === undefined || old === text) return []
    return [{ clause, change: 'words', before: { text: old, rules: [] }, after: { text, rules: [] }, material: [], meanings: [] }] // prettier-ignore
  })
  const kind = notice.class === 'none' && only.length > 0 ? 'not material' : notice.class
  return { ...notice, class: kind, clauses: [...told, ...only], elsewhere: saidIn(notice.elsewhere, say) }
}

function saidIn(meanings: readonly Meaning[], say: ReturnType<typeof sayerIn>): readonly Meaning[] {
  return meanings.map((one) => ({ ...one, what: say(one) }))
}

/** The words of each clause in a language; nothing where the page does not speak it. */
function textsIn(page: Page, language: string): ReadonlyMap<string, string> {
  const said = pageIn(page, language)
  if (said.language !== language) return new Map()
  return new Map(said.sections.flatMap(({ clauses }) => clauses.map(({ id, text }) => [id, text])))
}

/** Prints the notice as a page in the language of `page`, the new statement's, which stands at `address`. */
export function printNotice(notice: ChangeNotice, page: Page, address: string): string {
  const phrases = phrasesIn(page.language)
  const said = phrases.notice
  const own = ours(page, phrases)
  const title = said.title(page.title)
  const clauses = notice.clauses.map(({ clause, change, before, after, material, meanings }) =>
    [
      `<section id="${escaped(clause)}">`,
      `<h2${own}>${escaped(said.change[change])}: <a href="${escaped(address)}#${escaped(clause)}">${escaped(clause)}</a></h2>`,
      ...(before && before.text !== after?.text ? [`<p><del>${escaped(before.text)}</del></p>`] : []),
      ...(after ? [`<p>${before && before.text === after.text ? escaped(after.text) : `<ins>${escaped(after.text)}</ins>`}</p>`] : []), // prettier-ignore
      ...rulesOf(before?.rules ?? [], after?.rules ?? []),
      ...meaningsOf(meanings, own),
      ...(material.length > 0 ? [`<p class="quiet"${own}>${escaped(said.material(material.join(', ')))}</p>`] : []),
      '</section>',
    ].join('\n'),
  )
  const elsewhere = notice.elsewhere.length === 0 ? [] : ['<section>', `<h2${own}>${escaped(said.elsewhere)}</h2>`, ...meaningsOf(notice.elsewhere, own), '</section>'] // prettier-ignore
  const [from, to] = [notice.from, notice.to].map((hash) => `<code>${hash.slice(0, 16)}</code>`)
  const head = [
    `<h1${own}>${escaped(title)}</h1>`,
    `<p${own}>${escaped(said.lead[notice.class])}</p>`,
    `<p class="quiet"${own}>${said.hashes(from!, to!)}</p>`,
  ]
  return printDocument(title, page.language, [...head, ...clauses, ...elsewhere].join('\n'))
}

/** Rules that are gone and rules that came; those of both are left out. */
function rulesOf(before: readonly string[], after: readonly string[]): readonly string[] {
  const gone = before.filter((rule) => !after.includes(rule)).map((rule) => `<del>${escaped(rule)}</del>`)
  const come = after.filter((rule) => !before.includes(rule)).map((rule) => `<ins>${escaped(rule)}</ins>`)
  const lines = [...gone, ...come]
  return lines.length === 0 ? [] : [`<pre><code>${lines.join('\n')}</code></pre>`]
}

function meaningsOf(meanings: readonly Meaning[], own: string): readonly string[] {
  if (meanings.length === 0) return []
  const items = meanings.map(({ what, of }) => `<li>${escaped(what)}${of.length > 0 ? ` (${escaped(of.join(', '))})` : ''}</li>`) // prettier-ignore
  return [`<ul${own}>\n${items.join('\n')}\n</ul>`]
}
