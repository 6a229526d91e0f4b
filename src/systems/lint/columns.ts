// The schema of a repository against the rules of its statement: every column that looks personal says which category it holds and what
// for, in a comment on its line, and some rule collects that category and uses it for that purpose (K905, K906; STD-03). Pure.

import { nearest } from '../../base/index.ts'
import { bitsOf, type Cell, type Policy } from '../../policy/index.ts'
import { collectRaised, toDiagnostics, type Diagnostic, type Raise, type Span } from '../../statement/index.ts'
import { readDdl, type Ddl, type Declared } from '../ddl/read-ddl.ts'
import type { Dialect } from '../ddl/tokens.ts'
import { likelyPersonal } from './likely-personal.ts'
import type { NamedText } from './lint.ts'

/** What became of the columns of a schema. */
export interface CheckedColumns {
  readonly diagnostics: readonly Diagnostic[]
  readonly tables: number
  readonly columns: number
  /** columns that look personal */
  readonly personal: number
  /** of these, columns that say which data they are and what for */
  readonly declared: number
  /** of these, columns that a comment says are not personal */
  readonly setAside: number
}

/** Holds the columns of a schema against a compiled statement. */
export function checkColumns({ file, text }: NamedText, policy: Policy, dialect?: Dialect): CheckedColumns {
  const ddl = readDdl(text, dialect)
  const { raise, raised } = openReport()
  tellTroubles(file, ddl, raise)
  for (const { at, text: said } of ddl.declared.values()) checkDeclared({ file, ...at }, said, policy, raise)
  const found = likelyPersonal(ddl.catalogue)
  const bare = found.filter(({ column: { at } }) => !ddl.notPersonal.has(at.line) && !ddl.declared.has(at.line))
  for (const { table, column, guess } of bare)
    raise('K905', { file, ...column.at }, { column: `${table.name}.${column.name}`, kind: guess.kind.label, ...exampleOf(policy) }) // prettier-ignore
  return {
    diagnostics: toDiagnostics(raised(), { [file]: text }),
    tables: ddl.catalogue.tables.length,
    columns: ddl.catalogue.tables.reduce((sum, { columns }) => sum + columns.length, 0),
    personal: found.length,
    declared: found.filter(({ column: { at } }) => ddl.declared.has(at.line)).length,
    setAside: found.filter(({ column: { at } }) => ddl.notPersonal.has(at.line)).length,
  }
}

function openReport() {
  const report = collectRaised()
  return { raise: report.raise, raised: () => report.raised }
}

/** A category and a purpose that a sentence of this statement gives it, for the help. */
function exampleOf({ cells, purposes }: Policy): { readonly category: string; readonly purpose: string } {
  for (const { name: purpose, bit } of purposes.toSorted((one, other) => one.bit - other.bit)) {
    const cell = cells.find((one) => one.collects.length > 0 && mayBeUsed(one, bit))
    if (cell) return { category: cell.facts.category, purpose }
  }
  return { category: 'CATEGORY', purpose: 'PURPOSE' }
}

function tellTroubles(file: string, { troubles }: Ddl, raise: Raise): void {
  for (const { kind, what, closedBy, at } of troubles)
    if (kind === 'unclosed')
      raise('K112', { file, ...at }, { problem: `a ${what} begins here, and nothing closes it: what follows was not read`, help: `close it with \`${closedBy}\`, or name the dialect with \`--dialect\`` }) // prettier-ignore
    else if (kind === 'too much')
      raise('K112', { file, ...at }, { problem: `${what}: the rest was not read`, help: 'give the tables alone, without rows' }) // prettier-ignore
}

// --- what a comment says --------------------------------------------------------------------------------------------

const name = '[a-z][a-z0-9.-]*'
const declaration = new RegExp(`\\bpersonal:\\s*(${name})(?:\\s+in\\s+(${name}))?\\s+for\\s+(${name}(?:\\s*,\\s*${name})*)\\s*(?:[;.—–].*)?$`, 'iu') // prettier-ignore

function checkDeclared(at: Span, said: Declared['text'], policy: Policy, raise: Raise): void {
  const [, category, product, purposes] = declaration.exec(said.split('\n')[0] ?? '') ?? []
  if (category === undefined || purposes === undefined) {
    const { category: one, purpose } = exampleOf(policy)
    raise('K906', at, { problem: 'this comment does not say which data the column holds and what it is for', help: `write \`personal: ${one} for ${purpose}\`, or \`not personal: why\`` }) // prettier-ignore
    return
  }
  const asked = purposes.split(',').map((one) => one.trim())
  const names = (items: readonly { readonly name: string }[]): readonly string[] => items.map((one) => one.name)
  const known = [
    isKnown('category', category, names(policy.categories), at, raise),
    product === undefined || isKnown('product', product, names(policy.products), at, raise),
    ...asked.map((purpose) => isKnown('purpose', purpose, names(policy.purposes), at, raise)),
  ]
  if (known.every(Boolean)) checkRules(at, { category, product, asked }, policy, raise)
}

function isKnown(kind: string, word: string, known: readonly string[], at: Span, raise: Raise): boolean {
  if (known.includes(word)) return true
  const meant = nearest(word, known)
  raise('K201', at, { kind, name: word, help: meant ? `did you mean \`${meant}\`?` : `there is ${known.slice(0, 12).map((one) => `\`${one}\``).join(', ')}` }) // prettier-ignore
  return false
}

interface Asked {
  readonly category: string
  readonly product: string | undefined
  readonly asked: readonly string[]
}

/** Some cell of the category is collected, and some cell of it may be used for each purpose. */
function checkRules(at: Span, { category, product, asked }: Asked, policy: Policy, raise: Raise): void {
  const cells = policy.cells.filter(({ facts, collects }) => {
    const isOf = facts.category === category || facts.category.startsWith(`${category}.`)
    return isOf && collects.length > 0 && (product === undefined || facts.product === product)
  })
  const where = product === undefined ? '' : ` in \`${product}\``
  if (cells.length === 0) {
    raise('K906', at, { problem: `no sentence collects \`${category}\`${where}`, help: 'add the sentence with its `collect`, `use` and `keep`, or drop the column' }) // prettier-ignore
    return
  }
  const bits = new Map(policy.purposes.map(({ name: purpose, bit }) => [purpose, bit]))
  for (const purpose of asked)
    if (!cells.some((cell) => mayBeUsed(cell, bits.get(purpose) ?? -1)))
      raise('K906', at, { problem: `no sentence uses \`${category}\`${where} for \`${purpose}\``, help: 'name a purpose that a sentence gives it, or add the sentence with its `use`' }) // prettier-ignore
}

function mayBeUsed({ rows }: Cell, bit: number): boolean {
  return rows.some(({ based, never, barred }) => bitsOf(based).includes(bit) && ![...bitsOf(never), ...bitsOf(barred)].includes(bit)) // prettier-ignore
}
