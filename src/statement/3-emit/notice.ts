// The change notice: what people are told before a new version binds (CHG-02, CHG-03): sentence by sentence the words and the rules before
// and after, and of each difference what it means and whether it is material. What it means, `decision` says; it is handed in.

import type { Compiled } from '../../policy/index.ts'
import type { ClauseChange } from './compare.ts'
import { escaped, printDocument } from './html.ts'

/** What a change means: of the comparison of two policies. `code`: of K8, where it takes something from somebody. */
export interface Meaning {
  readonly code: string | null
  /** null: it stands in a register */
  readonly clause: string | null
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

/** Emits the notice of a change between two statements: their clauses as compared, and what each difference means. */
export function emitNotice(
  before: Compiled,
  after: Compiled,
  changes: readonly ClauseChange[],
  meanings: readonly Meaning[],
): ChangeNotice {
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

const titles: Readonly<Record<ClauseChange['change'], string>> = {
  added: 'A new sentence',
  removed: 'A sentence that is gone',
  words: 'Other words, the same rules',
  rules: 'The same words, other rules',
  'words and rules': 'Other words and other rules',
}

/** Prints the notice as a page. `page` is the address of the new statement's page. */
export function printNotice(notice: ChangeNotice, { page }: Compiled, address: string): string {
  const title = `What changes in: ${page.title}`
  const lead: Readonly<Record<ChangeNotice['class'], string>> = {
    material: 'Something changes that may matter to you.',
    'not material': 'Nothing changes that takes something from you.',
    none: 'Nothing changes.',
  }
  const clauses = notice.clauses.map(({ clause, change, before, after, material, meanings }) =>
    [
      `<section id="${escaped(clause)}">`,
      `<h2>${titles[change]}: <a href="${escaped(address)}#${escaped(clause)}">${escaped(clause)}</a></h2>`,
      ...(before && before.text !== after?.text ? [`<p><del>${escaped(before.text)}</del></p>`] : []),
      ...(after ? [`<p>${before && before.text === after.text ? escaped(after.text) : `<ins>${escaped(after.text)}</ins>`}</p>`] : []), // prettier-ignore
      ...rulesOf(before?.rules ?? [], after?.rules ?? []),
      ...meaningsOf(meanings),
      ...(material.length > 0 ? [`<p class="quiet">Material: ${material.join(', ')}</p>`] : []),
      '</section>',
    ].join('\n'),
  )
  const elsewhere = notice.elsewhere.length === 0 ? [] : ['<section>', '<h2>In the registers, and in what follows from the sentences</h2>', ...meaningsOf(notice.elsewhere), '</section>'] // prettier-ignore
  const hashes = `<p class="quiet">From <code>${notice.from.slice(0, 16)}</code> to <code>${notice.to.slice(0, 16)}</code></p>`
  return printDocument(title, page.language, [`<h1>${escaped(title)}</h1>`, `<p>${lead[notice.class]}</p>`, hashes, ...clauses, ...elsewhere].join('\n')) // prettier-ignore
}

/** Rules that are gone and rules that came; those of both are left out. */
function rulesOf(before: readonly string[], after: readonly string[]): readonly string[] {
  const gone = before.filter((rule) => !after.includes(rule)).map((rule) => `<del>${escaped(rule)}</del>`)
  const come = after.filter((rule) => !before.includes(rule)).map((rule) => `<ins>${escaped(rule)}</ins>`)
  const lines = [...gone, ...come]
  return lines.length === 0 ? [] : [`<pre><code>${lines.join('\n')}</code></pre>`]
}

function meaningsOf(meanings: readonly Meaning[]): readonly string[] {
  if (meanings.length === 0) return []
  const items = meanings.map(({ what, of }) => `<li>${escaped(what)}${of.length > 0 ? ` (${escaped(of.join(', '))})` : ''}</li>`) // prettier-ignore
  return [`<ul>\n${items.join('\n')}\n</ul>`]
}
