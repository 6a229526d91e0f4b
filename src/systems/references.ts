// Which columns refer to which: the foreign keys a database declares, and those nobody declared, found from equal names, equal types and
// the values themselves. Which pairs of columns are worth comparing is bounded: a few a column, found by name, never all with all.

import { aboutTable, aboutWhom, singular, wordsOf } from '../recognise/index.ts'
import type { Catalogue, Table } from './catalogue.ts'
import { areComparable, familyOf } from './column-types.ts'
import type { ColumnProfile, Overlap } from './connector.ts'

/** Columns of a table that refer to those of another. `sure` from 0 to 1; 1: declared. */
export interface FoundReference {
  readonly from: Table
  readonly columns: readonly string[]
  readonly to: Table
  readonly references: readonly string[]
  readonly sure: number
  readonly reason: string
}

/** Two columns to compare. */
export type Pair = Pick<Overlap, 'from' | 'to'>

const pairsPerColumn = 4
const pairsMax = 5_000

/** The pairs of columns whose values are worth comparing: at most four a column. */
export function candidatePairs(catalogue: Catalogue, profiles: readonly ColumnProfile[]): readonly Pair[] {
  const empty = new Set(profiles.filter(({ filled }) => filled === 0).map((one) => placeKey(one.schema, one.table, one.column))) // prettier-ignore
  const pairs = candidates(catalogue).flatMap(({ from, columns, to, references }) =>
    columns.map((column, i) => ({ from: { schema: from.schema, table: from.name, column }, to: { schema: to.schema, table: to.name, column: references[i]! } })), // as many of one as of the other
  ) // prettier-ignore
  const worth = pairs.filter(({ from, to }) => !empty.has(placeKey(from.schema, from.table, from.column)) && !empty.has(placeKey(to.schema, to.table, to.column))) // prettier-ignore
  return [...new Map(worth.map((pair) => [JSON.stringify(pair), pair])).values()].slice(0, pairsMax)
}

function placeKey(...names: readonly string[]): string {
  return JSON.stringify(names)
}

/** Every reference there is: the declared ones, and of the others the best a column, where names and values agree. */
export function findReferences(catalogue: Catalogue, overlaps: readonly Overlap[]): readonly FoundReference[] {
  const declared = catalogue.tables.flatMap(declaredOf(catalogue))
  const isDeclared = ({ from, columns }: Candidate): boolean => declared.some((one) => one.from === from && columns.some((column) => one.columns.includes(column))) // prettier-ignore
  const shares = new Map(overlaps.map(({ from, to, share }) => [pairKey(from, to), share]))
  const found = candidates(catalogue).filter((one) => !isDeclared(one)).flatMap((one) => judged(one, shares) ?? []) // prettier-ignore
  const best = Map.groupBy(found, ({ from, columns }) => placeKey(from.schema, from.name, ...columns))
  return [...declared, ...[...best.values()].flatMap(surest)]
}

function pairKey(from: Overlap['from'], to: Overlap['to']): string {
  return placeKey(from.schema, from.table, from.column, to.schema, to.table, to.column)
}

function declaredOf(catalogue: Catalogue): (from: Table) => readonly FoundReference[] {
  return (from) =>
    from.foreign.flatMap(({ columns, schema, table, references }) => {
      const to = catalogue.tables.find((one) => one.schema === schema && one.name === table)
      return to ? [{ from, columns, to, references, sure: 1, reason: 'a declared foreign key' }] : []
    })
}

/** The surest one; two that are as sure say nothing. */
function surest(found: readonly FoundReference[]): readonly FoundReference[] {
  const [first, second] = found.toSorted((a, b) => b.sure - a.sure)
  return first && (!second || second.sure < first.sure) ? [first] : []
}

// --- by name ------------------------------------------------------------------------------------------------------

/** How names agree: the whole name, its end (`billing_customer_id`), or only a word for a person (`author_id`). */
type Likeness = 'whole' | 'end' | 'role'

interface Candidate {
  readonly from: Table
  readonly columns: readonly string[]
  readonly to: Table
  readonly references: readonly string[]
  readonly like: Likeness
}

/** How sure a likeness is: without any value seen (null: not at all), and the share of values that must be found. */
const likenesses: Readonly<Record<Likeness, { readonly unseen: number | null; readonly seen: number; readonly share: number }>> = {
  whole: { unseen: 0.65, seen: 0.95, share: 0.95 },
  end:   { unseen: 0.5,  seen: 0.85, share: 0.99 },
  role:  { unseen: null, seen: 0.7,  share: 0.99 },
} // prettier-ignore

function judged({ from, columns, to, references, like }: Candidate, shares: ReadonlyMap<string, number>): FoundReference | null {
  const seen = columns.map((column, i) => shares.get(pairKey({ schema: from.schema, table: from.name, column }, { schema: to.schema, table: to.name, column: references[i]! }))) // as many of one as of the other // prettier-ignore
  const { unseen, seen: whenSeen, share } = likenesses[like]
  const isSeen = seen.every((one) => one !== undefined)
  if (isSeen && seen.some((one) => one < share)) return null
  const sure = isSeen ? whenSeen : unseen
  if (sure === null) return null
  const near = from.schema === to.schema ? 0 : 0.01
  const reason = isSeen ? 'names and types agree, and its values are found there' : 'names and types agree; no value was compared' // prettier-ignore
  return { from, columns, to, references, sure: sure - near, reason }
} // prettier-ignore

const generic = new Set(['id', 'uuid', 'guid', 'key', 'code', 'no', 'nr', 'num', 'number', 'pk', 'ref'])
const pointing = new Set([...generic, 'by', 'to', 'fk'])
const families: readonly string[] = ['number', 'uuid', 'text']

interface Key {
  readonly table: Table
  readonly column: string
  readonly type: string
}

/** What the columns of a database may refer to by their names. One look-up for each ending of a name. */
function candidates(catalogue: Catalogue): readonly Candidate[] {
  const keys = keysByName(catalogue)
  const people = catalogue.tables.filter((table) => aboutTable(wordsOf(table.name)) === 'person').flatMap(keysOf)
  const single = catalogue.tables.flatMap((from) =>
    from.columns.flatMap((column) => {
      const named = endings(column.name).flatMap(({ words, like }) => (keys.get(words) ?? []).map((key) => ({ key, like }))) // prettier-ignore
      const all = named.length > 0 ? named : roles(column.name, from, people)
      const fit = all.filter(({ key }) => mayRefer(from, column, key))
      const once = [...new Map(fit.toReversed().map((one) => [placeKey(one.key.table.schema, one.key.table.name), one])).values()].toReversed() // prettier-ignore
      return once.slice(0, pairsPerColumn).map(({ key, like }) => ({ from, columns: [column.name], to: key.table, references: [key.column], like })) // prettier-ignore
    }),
  )
  return [...single, ...composites(catalogue)]
}

function mayRefer(from: Table, column: Table['columns'][number], key: Key): boolean {
  const isItself = key.table === from && key.column === column.name
  return !isItself && families.includes(familyOf(column.type) ?? '') && areComparable(column.type, key.type)
}

function keysOf(table: Table): readonly Key[] {
  const single = [...(table.primary ? [table.primary] : []), ...table.uniques].filter(({ length }) => length === 1)
  return [...new Set(single.flat())].flatMap((name) => {
    const column = table.columns.find((one) => one.name === name)
    return column ? [{ table, column: name, type: column.type }] : []
  })
}

/** Keys by the names under which others would refer to them. */
function keysByName(catalogue: Catalogue): ReadonlyMap<string, readonly Key[]> {
  const named = catalogue.tables.flatMap(keysOf).flatMap((key) => namesOfKey(key).map((words) => [words, key] as const))
  const plain = Map.groupBy(named, ([words]) => words)
  const result = new Map([...plain].map(([words, found]) => [words, found.map(([, key]) => key)]))
  // a key named like no table of its own is meant where it is the only one of that name: `clients.customer_id`
  const alone = Map.groupBy(catalogue.tables.flatMap(primaryOf), ({ column }) => wordsKey(wordsOf(column)))
  for (const [words, found] of alone) if (!result.has(words) && found.length === 1 && !generic.has(words)) result.set(words, found) // prettier-ignore
  return result
}

function primaryOf(table: Table): readonly Key[] {
  return keysOf(table).filter(({ column }) => table.primary?.length === 1 && table.primary[0] === column)
}

/** `customer.id` is called customer id, and so is `customer.customer_id`; where the table begins with a prefix, also without. */
function namesOfKey({ table, column }: Key): readonly string[] {
  const words = wordsOf(column).map(singular)
  const [own, last] = [wordsOf(table.name).map(singular), wordsOf(table.name).map(singular).slice(-1)]
  const rest = words.filter((word) => !own.includes(word))
  const isOwn = rest.every((word) => generic.has(word))
  if (!isOwn) return []
  const tail = rest.length > 0 ? rest : ['id']
  return [...new Set([wordsKey([...own, ...tail]), wordsKey(own), wordsKey([...last, ...tail])])]
}

function wordsKey(words: readonly string[]): string {
  return words.map(singular).join(' ')
}

/** A column's whole name, then its endings. */
function endings(name: string): readonly { readonly words: string; readonly like: Likeness }[] {
  const words = wordsOf(name).slice(0, 8)
  return words.flatMap((_, i) => {
    const rest = words.slice(i)
    return rest.every((word) => generic.has(word)) ? [] : [{ words: wordsKey(rest), like: i === 0 ? ('whole' as const) : ('end' as const) }] // prettier-ignore
  })
}

/** `author_id`, `created_by`, `reports_to`: a word for a person, or one that points; it may mean anybody's table, its own too. */
function roles(name: string, from: Table, people: readonly Key[]): readonly { readonly key: Key; readonly like: Likeness }[] {
  if (!isRole(name) || from.primary?.includes(name)) return []
  const own = keysOf(from).filter(({ table }) => table.primary?.length === 1)
  return [...new Set([...people, ...own])].slice(0, pairsPerColumn).map((key) => ({ key, like: 'role' as const }))
} // prettier-ignore

/** Whether a column points at somebody by a word alone. */
export function isRole(name: string): boolean {
  const words = wordsOf(name)
  const last = words.at(-1) ?? ''
  return (pointing.has(last) && words.length > 1 && (last === 'by' || last === 'to' || words.slice(0, -1).some((word) => aboutWhom(word) === 'person'))) // prettier-ignore
}

/** Tables that repeat the whole key of another, name by name. */
function composites({ tables }: Catalogue): readonly Candidate[] {
  const byFirst = Map.groupBy(
    tables.filter(({ primary }) => (primary?.length ?? 0) > 1),
    ({ primary }) => primary![0]!,
  ) // filtered: it has two columns // prettier-ignore
  return tables.flatMap((from) =>
    from.columns.flatMap(({ name }) =>
      (byFirst.get(name) ?? []).slice(0, pairsPerColumn).flatMap((to): Candidate[] => {
        const isRepeated = to !== from && to.primary!.every((key) => sameColumn(from, to, key)) // filtered: it has one
        const isWhole = from.primary !== null && from.primary.length === to.primary!.length && from.primary.every((key) => to.primary!.includes(key)) // prettier-ignore
        return isRepeated && !isWhole
          ? [{ from, columns: to.primary!, to, references: to.primary!, like: 'whole' }]
          : []
      }),
    ),
  )
}

function sameColumn(from: Table, to: Table, name: string): boolean {
  const [a, b] = [from, to].map((table) => table.columns.find((column) => column.name === name))
  return a !== undefined && b !== undefined && areComparable(a.type, b.type)
}
