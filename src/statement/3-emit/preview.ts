// What a preview changes (PRE-01): for every overlay that adds, what is collected, used, kept, shared and where it lies beside what its base
// has, and which controls it lacks; and every product that is a preview, ends, or is paid for by advertisements.

import {
  bitsOf,
  endedBy,
  type Cell,
  type Compiled,
  type Limit,
  type Page,
  type Policy,
  type Product,
  type Profile,
} from '../../policy/index.ts'
import { escaped, printDocument, printTable } from './html.ts'
import { ours } from './languages.ts'
import { periodIn, phrasesIn, type Phrases } from './phrases.ts'

/** What one overlay adds to one base, or takes from it: plain words, sorted, each with the clause it comes from. */
export interface PreviewChange {
  readonly overlay: string
  readonly base: string
  /** last day; null: none is set */
  readonly ends: string | null
  readonly adds: readonly PreviewLine[]
  readonly lacks: readonly PreviewLine[]
}

/** One difference. */
export interface PreviewLine {
  readonly kind: 'collected' | 'used' | 'kept' | 'stored' | 'shared' | 'control'
  readonly what: string
  readonly clause: string
}

/** A product that is marked before it is used. */
export interface MarkedProduct {
  readonly product: string
  readonly label: string
  readonly marks: readonly string[]
}

/** What previews and marked products change. */
export interface Previews {
  readonly format: 'wordkept/previews/1'
  readonly statement: string
  readonly changes: readonly PreviewChange[]
  readonly products: readonly MarkedProduct[]
}

/** Emits what every preview changes, in the language of the page where we have our own words in it, else in English. */
export function emitPreviews({ policy, page, hash }: Compiled): Previews {
  const phrases = phrasesIn(page.language)
  const extending = (policy.profiles ?? []).filter(({ kind }) => kind === 'extends')
  return {
    format: 'wordkept/previews/1',
    statement: hash,
    changes: extending.flatMap((overlay) => changesOf(overlay, policy, phrases)),
    products: policy.products.flatMap((product) => {
      const marks = marksOf(product, phrases)
      return marks.length === 0 ? [] : [{ product: product.name, label: product.label, marks }]
    }),
  }
}

function marksOf({ stage, until, adSupported }: Product, { previews: { marks } }: Phrases): readonly string[] {
  return [
    ...(stage === 'preview' ? [marks.preview] : []),
    ...(until === undefined ? [] : [marks.until(until)]),
    ...(adSupported ? [marks.adverts] : []),
  ]
}

/** An overlay against each base it lies over alone. */
function changesOf({ name, ends }: Profile, policy: Policy, phrases: Phrases): readonly PreviewChange[] {
  const standings = policy.standings ?? []
  return standings
    .filter(({ overlays }) => overlays.length === 1 && overlays[0] === name)
    .map(({ name: standing, base }) => {
      const [before, after] = [linesOf(base, policy, phrases), linesOf(standing, policy, phrases)]
      return { overlay: name, base, ends, adds: missing(after, before), lacks: missing(before, after) }
    })
}

function missing(from: ReadonlyMap<string, PreviewLine>, other: ReadonlyMap<string, PreviewLine>): readonly PreviewLine[] {
  return [...from].filter(([key]) => !other.has(key)).map(([, line]) => line).toSorted((a, b) => (a.what < b.what ? -1 : 1))
} // prettier-ignore

/** All that a standing's cells say, by what it says. */
function linesOf(standing: string, policy: Policy, phrases: Phrases): ReadonlyMap<string, PreviewLine> {
  const cells = policy.cells.filter(({ facts, standings = [] }) => [facts.standing, ...standings].includes(standing))
  const lines = cells.flatMap((cell) => linesIn(cell, policy, phrases))
  return new Map(lines.map((line) => [`${line.kind} ${line.what}`, line]))
}

function linesIn(cell: Cell, policy: Policy, phrases: Phrases): readonly PreviewLine[] {
  const { facts } = cell
  const said = phrases.previews
  const label = (list: readonly { readonly name: string; readonly label: string }[], name: string): string => list.find((one) => one.name === name)?.label ?? name // prettier-ignore
  const purposes = (bits: readonly number[]): string => bits.flatMap((bit) => policy.purposes.find((one) => one.bit === bit)?.label ?? []).join(', ') // prettier-ignore
  const data = said.data(label(policy.categories, facts.category), label(policy.products, facts.product))
  const line = (kind: PreviewLine['kind'], what: string, clause: string): PreviewLine => ({ kind, what: `${data}: ${what}`, clause }) // prettier-ignore
  return [
    ...cell.collects.map(({ clause }) => line('collected', said.from(said.origins[facts.origin]), clause)),
    ...cell.rows.flatMap(
      ({ hand, form, uses }) =>
      uses.map(({ purpose, clause, basis }) => line('used', said.used(purposes([purpose]), said.hands[hand], said.forms[form], said.bases[basis.kind]), clause)), // prettier-ignore
    ),
    ...cell.limits.map((limit) => {
      const some = endedBy(cell, limit) === 'removal' ? '' : said.purposes(purposes(bitsOf(limit.purposes)))
      return line('kept', `${endWords(limit.end, policy, phrases)}${some}`, limit.clause)
    }),
    ...cell.stores.flatMap(({ places, clause }) =>
      places.map((place) => line('stored', said.at(label(policy.places, place)), clause)),
    ),
    ...(cell.shares ?? []).flatMap(
      ({ recipient, shares }) =>
      shares.map(({ clause, purpose }) => line('shared', said.shared(label(policy.recipients ?? [], recipient), purposes([purpose])), clause)), // prettier-ignore
    ),
    ...cell.controls.map(({ control, clause }) => line('control', control, clause)),
  ]
}

/** When a limit ends: `18 months after you close your account`. */
function endWords(end: Limit['end'], { events }: Policy, phrases: Phrases): string {
  const label = (name: string): string => events.find((one) => one.name === name)?.label ?? name
  const { after, until } = phrases.limit
  return 'after' in end ? after(periodIn(phrases, end.after), label(end.event)) : until(label(end.until))
}

/** Prints the differences as a page. `address` is that of the statement's page. */
export function printPreviews({ changes, products }: Previews, page: Page, address: string): string {
  const phrases = phrasesIn(page.language)
  const said = phrases.previews
  const own = ours(page, phrases)
  const marked = products.map(({ label, marks }) => `<li>${escaped(label)}: ${escaped(marks.join('; '))}</li>`)
  const sections = changes.map(({ overlay, base, ends, adds, lacks }) => {
    const lines = [...adds.map((one) => ['more', one] as const), ...lacks.map((one) => ['less', one] as const)]
    const rows = lines.map(([how, { kind, what, clause }]) => [escaped(said.how[how]), escaped(said.kinds[kind]), escaped(what), `<a href="${escaped(address)}#${escaped(clause)}">${escaped(clause)}</a>`]) // prettier-ignore
    const table = rows.length === 0 ? `<p>${escaped(said.same)}</p>` : printTable(said.heads.map(escaped), rows)
    const end = ends === null ? said.noEnd : said.ends(ends)
    return `<section${own}>\n<h2>${escaped(said.of(overlay, base))}</h2>\n<p>${escaped(end)}</p>\n${table}\n</section>`
  })
  const list = marked.length === 0 ? [] : [`<ul${own}>\n${marked.join('\n')}\n</ul>`]
  const none = sections.length + list.length === 0 ? [`<p${own}>${escaped(said.none)}</p>`] : []
  const head = `<h1${own}>${escaped(said.title)}</h1>`
  return printDocument(said.title, page.language, [head, ...list, ...none, ...sections].join('\n'))
}
