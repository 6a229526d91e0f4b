// What a preview changes (PRE-01): for every overlay that adds, what is collected, used, kept, shared and where it lies beside what its base
// has, and which controls it lacks; and every product that is a preview, ends, or is paid for by advertisements.

import { bitsOf, endedBy, type Cell, type Compiled, type Policy, type Profile } from '../../policy/index.ts'
import { escaped, printDocument, printTable } from './html.ts'

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

/** Emits what every preview changes. */
export function emitPreviews({ policy, hash }: Compiled): Previews {
  const extending = (policy.profiles ?? []).filter(({ kind }) => kind === 'extends')
  return {
    format: 'wordkept/previews/1',
    statement: hash,
    changes: extending.flatMap((overlay) => changesOf(overlay, policy)),
    products: policy.products.flatMap((product) => {
      const marks = [
        ...(product.stage === 'preview' ? ['a preview'] : []),
        ...(product.until === undefined ? [] : [`ends on ${product.until}`]),
        ...(product.adSupported ? ['paid for by advertisements'] : []),
      ]
      return marks.length === 0 ? [] : [{ product: product.name, label: product.label, marks }]
    }),
  }
}

/** An overlay against each base it lies over alone. */
function changesOf({ name, ends }: Profile, policy: Policy): readonly PreviewChange[] {
  const standings = policy.standings ?? []
  return standings
    .filter(({ overlays }) => overlays.length === 1 && overlays[0] === name)
    .map(({ name: standing, base }) => {
      const [before, after] = [linesOf(base, policy), linesOf(standing, policy)]
      return { overlay: name, base, ends, adds: missing(after, before), lacks: missing(before, after) }
    })
}

function missing(from: ReadonlyMap<string, PreviewLine>, other: ReadonlyMap<string, PreviewLine>): readonly PreviewLine[] {
  return [...from].filter(([key]) => !other.has(key)).map(([, line]) => line).toSorted((a, b) => (a.what < b.what ? -1 : 1))
} // prettier-ignore

/** All that a standing's cells say, by what it says. */
function linesOf(standing: string, policy: Policy): ReadonlyMap<string, PreviewLine> {
  const cells = policy.cells.filter(({ facts, standings = [] }) => [facts.standing, ...standings].includes(standing))
  const lines = cells.flatMap((cell) => linesIn(cell, policy))
  return new Map(lines.map((line) => [`${line.kind} ${line.what}`, line]))
}

function linesIn(cell: Cell, policy: Policy): readonly PreviewLine[] {
  const { facts } = cell
  const label = (list: readonly { readonly name: string; readonly label: string }[], name: string): string => list.find((one) => one.name === name)?.label ?? name // prettier-ignore
  const purposes = (bits: readonly number[]): string => bits.flatMap((bit) => policy.purposes.find((one) => one.bit === bit)?.label ?? []).join(', ') // prettier-ignore
  const data = `${label(policy.categories, facts.category)} in ${label(policy.products, facts.product)}`
  const line = (kind: PreviewLine['kind'], what: string, clause: string): PreviewLine => ({ kind, what: `${data}: ${what}`, clause }) // prettier-ignore
  return [
    ...cell.collects.map(({ clause }) => line('collected', `from ${facts.origin}`, clause)),
    ...cell.rows.flatMap(
      ({ hand, form, uses }) =>
      uses.map(({ purpose, clause, basis }) => line('used', `for ${purposes([purpose])}, by ${hand}, ${form}, because ${basis.kind}`, clause)), // prettier-ignore
    ),
    ...cell.limits.map((limit) => {
      const { end } = limit
      const words = 'after' in end ? `${end.after.count} ${end.after.unit} after ${end.event}` : `until ${end.until}`
      return line('kept', `${words}${endedBy(cell, limit) === 'removal' ? '' : ` for ${purposes(bitsOf(limit.purposes))}`}`, limit.clause) // prettier-ignore
    }),
    ...cell.stores.flatMap(({ places, clause }) =>
      places.map((place) => line('stored', `at ${label(policy.places, place)}`, clause)),
    ),
    ...(cell.shares ?? []).flatMap(
      ({ recipient, shares }) =>
      shares.map(({ clause, purpose }) => line('shared', `with ${label(policy.recipients ?? [], recipient)} for ${purposes([purpose])}`, clause)), // prettier-ignore
    ),
    ...cell.controls.map(({ control, clause }) => line('control', control, clause)),
  ]
}

/** Prints the differences as a page. `page` is the address of the statement's page. */
export function printPreviews({ changes, products }: Previews, language: string, page: string): string {
  const marked = products.map(({ label, marks }) => `<li>${escaped(label)}: ${escaped(marks.join('; '))}</li>`)
  const sections = changes.map(({ overlay, base, ends, adds, lacks }) => {
    const rows = [...adds.map((one) => ['more', one] as const), ...lacks.map((one) => ['less', one] as const)].map(([how, { kind, what, clause }]) => [how, kind, escaped(what), `<a href="${escaped(page)}#${escaped(clause)}">${escaped(clause)}</a>`]) // prettier-ignore
    const table = rows.length === 0 ? '<p>Nothing differs.</p>' : printTable(['Than before', 'Of', 'What', 'Where we say so'], rows) // prettier-ignore
    return `<section>\n<h2>${escaped(overlay)}, for ${escaped(base)}</h2>\n<p>${ends === null ? 'No last day is set.' : `It ends on ${escaped(ends)}.`}</p>\n${table}\n</section>`
  })
  const list = marked.length === 0 ? [] : [`<ul>\n${marked.join('\n')}\n</ul>`]
  const none = sections.length + list.length === 0 ? ['<p>There is no preview.</p>'] : []
  return printDocument('What a preview changes', language, ['<h1>What a preview changes</h1>', ...list, ...none, ...sections].join('\n')) // prettier-ignore
}
