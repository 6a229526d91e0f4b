// The statement as types: which purposes some sentence may open for each sort of data, and where each may come from. With them the typed
// client refuses in the editor what no sentence allows anybody (docs/spec/types.md). Text only; the same statement gives the same bytes.

import { has, origins, type Cell, type Compiled, type Hand, type Policy, type Row } from '../../policy/index.ts'

/** Prints the type `Statement` of a compiled statement, as a module of TypeScript without anything that runs. */
export function printTypes({ policy, hash }: Compiled): string {
  const products = policy.products.map(({ name }) => name)
  return `// Made by \`kept build\` from the statement with hash ${hash.slice(0, 16)}; change the statement, not this file.

/** What the sentences of ${policy.organisation.name ? oneLine(policy.organisation.name) : 'this statement'} allow: by product, kind of data and hand the purposes; by product and kind of data the origins. */
export type Statement = {
  readonly reads: {
${products.flatMap((product) => readsOf(policy, product)).join('\n')}
  }
  readonly writes: {
${products.flatMap((product) => writesOf(policy, product)).join('\n')}
  }
}
`
}

function readsOf(policy: Policy, product: string): readonly string[] {
  const lines = policy.categories.flatMap(({ name, label, holds }) => {
    const cells = cellsBelow(policy, product, name)
    const [machines, people] = [purposesOf(policy, cells, 'machines'), purposesOf(policy, cells, 'people')]
    if (machines.length + people.length === 0) return []
    return [
      `      /** ${oneLine(holds ? `${label}: ${holds}` : label)} */`,
      `      readonly ${keyOf(name)}: { readonly machines: ${union(machines)}; readonly people: ${union(people)} }`,
    ]
  })
  return block(product, lines)
}

function writesOf(policy: Policy, product: string): readonly string[] {
  const lines = policy.categories.flatMap(({ name }) => {
    const cells = policy.cells.filter(({ facts }) => facts.product === product && facts.category === name)
    const known = origins.filter((origin) => cells.some(({ facts, collects }) => facts.origin === origin && collects.length > 0)) // prettier-ignore
    return known.length === 0 ? [] : [`      readonly ${keyOf(name)}: ${union(known)}`]
  })
  return block(product, lines)
}

function block(product: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [`    readonly ${keyOf(product)}: {`, ...lines, '    }']
}

/** Cells of a kind of data and of all below it: a read of it reaches those. */
function cellsBelow({ cells }: Policy, product: string, category: string): readonly Cell[] {
  return cells.filter(({ facts }) => facts.product === product && `${facts.category}.`.startsWith(`${category}.`))
}

/** Purposes that a cell opens to a hand in the form that is served, of everybody's and not of a few, and no unconditional ban closes. */
function purposesOf({ purposes }: Policy, cells: readonly Cell[], hand: Hand): readonly string[] {
  const rows = cells.flatMap((cell) => cell.rows.filter((row) => row.hand === hand && row.form === 'identified'))
  return purposes.flatMap(({ name, bit }) => (rows.some((row) => isRead(row, bit)) ? [name] : []))
}

/** What is capped is drawn (`sample`), and nobody reads it of one person. */
function isRead({ based, never, barred, uses }: Row, purpose: number): boolean {
  const isCapped = uses.some((use) => use.purpose === purpose && use.cap !== null)
  return has(based, purpose) && !has(never, purpose) && !has(barred, purpose) && !isCapped
}

function union(names: readonly string[]): string {
  return names.length === 0 ? 'never' : names.map(quoted).join(' | ')
}

function keyOf(name: string): string {
  return /^[a-z][a-z0-9]*$/.test(name) ? name : quoted(name)
}

function quoted(name: string): string {
  return `'${name.replaceAll(/['\\]/g, '\\$&')}'`
}

/** Words of a register inside a comment: on one line, and never its end. */
function oneLine(words: string): string {
  return words.replaceAll(/\s+/g, ' ').replaceAll('*/', '* /').trim()
}
