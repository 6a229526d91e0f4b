// Drafts the data map of a database from what was seen of it: names, types, values, keys declared and found, and the statement in force.
// It decides nothing: each guess goes to the officer with its reason and how sure it is (docs/spec/systems.md, discovery).

import { singular, wordsOf } from '../recognise/index.ts'
import type { Policy } from '../policy/index.ts'
import type { Catalogue, Column, Table } from './catalogue.ts'
import { lawsOf, type LawKeeps } from './clauses.ts'
import { momentKind, typeWords } from './column-types.ts'
import type { ColumnProfile, Overlap } from './connector.ts'
import { dataMapFormat, markOf, type ColumnPlace, type DataMap, type Erase, type Link, type MappedColumn, type MappedTable } from './data-map.ts' // prettier-ignore
import { categoryOfTable, fitCategory, guessColumn, mostOf, type ColumnGuess, type TableCategory } from './guess.ts'
import type { MapNote } from './print-map.ts'
import { findReferences, isRole, type FoundReference } from './references.ts'
import { guessWhose, isBookkeeping, type Guesses, type TableGuess } from './whose.ts'

/** What a draft is made from. Without profiles and overlaps, from names and types alone. */
export interface Seen {
  readonly system: string
  readonly catalogue: Catalogue
  readonly profiles: readonly ColumnProfile[]
  readonly overlaps: readonly Overlap[]
  readonly policy: Policy
}

/** A draft, and why everything in it is as it is. */
export interface Draft {
  readonly map: DataMap
  readonly notes: readonly MapNote[]
}

/** Drafts a data map. */
export function proposeDataMap(seen: Seen): Draft {
  const references = findReferences(seen.catalogue, seen.overlaps)
  const guesses = guessAll(seen)
  const tables = guessWhose(seen.catalogue, guesses, references)
  const whole = { ...seen, references, guesses, tables }
  const alone = tables.map((guess) => draftTable(whole, guess))
  const drafted = alone.map((draft) => keptWith(alone, draft))
  const erasing = chooseErasing(whole, drafted)
  const made = drafted.map((draft) => finish(whole, draft, erasing.get(draft)!)) // every draft was given one
  return {
    map: { format: dataMapFormat, system: seen.system, ...markOf(seen.catalogue), tables: made.map(({ mapped }) => mapped) }, // prettier-ignore
    notes: made.flatMap(({ notes }) => notes),
  }
}

function guessAll({ catalogue, profiles }: Seen): Guesses {
  const seen = new Map(profiles.map((profile) => [JSON.stringify([profile.schema, profile.table, profile.column]), profile])) // prettier-ignore
  return new Map(
    catalogue.tables.map((table) => {
      const found = table.columns.flatMap((column): [string, ColumnGuess][] => {
        const guess = guessColumn(table, column, seen.get(JSON.stringify([table.schema, table.name, column.name])))
        return guess ? [[column.name, guess]] : []
      })
      return [table, new Map(found)]
    }),
  )
}

interface Whole extends Seen {
  readonly references: readonly FoundReference[]
  readonly guesses: Guesses
  readonly tables: readonly TableGuess[]
}

/** A table with its category, before it is known what erasing means. */
interface DraftTable {
  readonly guess: TableGuess
  readonly category: TableCategory | null
  readonly product: string | null
  readonly law: (LawKeeps & { readonly from: ColumnPlace | null }) | null
}

function draftTable(whole: Whole, guess: TableGuess): DraftTable {
  const { policy, guesses } = whole
  const { table, paths, whose } = guess
  const found = [...(guesses.get(table)?.values() ?? [])].map(({ kind }) => fitCategory(policy, kind.category) ?? kind.category) // prettier-ignore
  const parents = paths.flatMap((path) => path.flatMap(({ to }) => wordsOf(to.name).map(singular)))
  const isRoot = whose === 'person' && paths.length === 0
  const most = mostOf(found)
  const ofRoot = most === null ? null : { category: most, confidence: 0.8, reason: 'most of what was found in it is that' }
  const category = whose === 'person' ? (isRoot ? ofRoot : categoryOfTable(policy, table, found, parents)) : null
  const product = whose === 'person' ? productOf(whole, table, category) : null
  return { guess, category, product, law: category && product !== null ? lawFor(whole, guess, category, product) : null }
} // prettier-ignore

/** The product of a table: the only one, one that its names speak of, one whose sentences cover the category, or the first. */
function productOf({ policy, system }: Whole, { schema, name }: Table, category: TableCategory | null): string | null {
  const words = wordsOf(`${system} ${schema} ${name}`).map(singular)
  const spoken = policy.products.find((product) => wordsOf(product.name).map(singular).some((word) => words.includes(word))) // prettier-ignore
  const covering = policy.cells.find(({ facts }) => facts.category === category?.category)?.facts.product
  return (policy.products.length > 1 ? (spoken?.name ?? covering) : null) ?? policy.products[0]?.name ?? null
}

function lawFor(
  { policy }: Whole,
  { table, paths }: TableGuess,
  { category }: TableCategory,
  product: string,
): DraftTable['law'] {
  const [law] = lawsOf(policy, category, product)
  if (!law) return null
  const places = [table, ...(paths[0] ?? []).slice(0, -1).map(({ to }) => to)]
  const from = places.flatMap((place) => dateOf(place, law.event) ?? [])[0] ?? null
  return { ...law, from }
}

/**
 * Rows that cannot be without a row that a law keeps, and lead to their person through it, are part of it: the lines of an invoice are kept
 * as the invoice, and as long. What a law keeps for its own sake stays as it is; a way that may be empty makes nothing a part.
 */
function keptWith(drafts: readonly DraftTable[], draft: DraftTable): DraftTable {
  const [path = []] = draft.guess.paths
  const loose = path.findIndex(({ from, columns }) => from.columns.some(({ name, nullable }) => nullable && columns.includes(name)))
  const ways = loose < 0 ? path : path.slice(0, loose)
  const whole = ways.map(({ to }) => drafts.find((one) => one.guess.table === to)).find((one) => one?.law && one.guess.paths.length > 0)
  if (draft.guess.whose !== 'person' || draft.law || !whole?.law || !whole.category) return draft
  const { schema, name } = whole.guess.table
  const reason = `its rows are part of ${schema}.${name}: none can be without one, and ${whole.law.law} keeps it`
  const category = { category: whole.category.category, confidence: Math.min(0.7, whole.category.confidence), reason }
  return { ...draft, category, product: whole.product, law: whole.law }
} // prettier-ignore

/** The day from which a period counts: named like the event, else like the table, else when the row came to be. */
function dateOf(table: Table, event: string): ColumnPlace | null {
  const dates = table.columns.filter(({ type, generated }) => !generated && momentKind(type) !== null)
  const has = ({ name }: Column, words: readonly string[]): boolean => wordsOf(name).map(singular).some((word) => words.includes(word)) // prettier-ignore
  const best =
    dates.find((column) => has(column, wordsOf(event).map(singular))) ??
    dates.find((column) => has(column, wordsOf(table.name).map(singular))) ??
    dates.find((column) => has(column, ['date', 'created', 'issued', 'day'])) ??
    dates[0]
  return best ? { schema: table.schema, table: table.name, column: best.name } : null
}

// --- what erasing means -------------------------------------------------------------------------------------------

interface Erasing {
  readonly erase: Erase | null
  readonly reason: string | null
}

/** Keep what a law names; delete what nothing that stays may refer to; blank the rest. Tables that stay make others stay, until none changes. */
function chooseErasing(whole: Whole, drafts: readonly DraftTable[]): ReadonlyMap<DraftTable, Erasing> {
  const persons = drafts.filter(({ guess }) => guess.whose === 'person')
  const held = new Set<Table>(drafts.filter(({ guess }) => guess.whose !== 'person').map(({ guess }) => guess.table))
  const reasons = new Map<Table, string>()
  for (let before = -1; before < held.size;) {
    before = held.size
    for (const { guess } of persons) {
      const holder = whole.references.find((one) => one.to === guess.table && !goesAlong(drafts, held, one))
      if (!holder || reasons.has(guess.table)) continue
      reasons.set(guess.table, holder.from === guess.table ? 'rows of other people in it may refer to it' : `rows of ${holder.from.schema}.${holder.from.name} that stay refer to it`) // prettier-ignore
      held.add(guess.table)
    }
  }
  return new Map(drafts.map((draft) => [draft, erasingOf(draft, reasons.get(draft.guess.table))]))
}

/** Whether rows that refer to a person's are that person's too, and go with them: at once, or when the period of both is over. */
function goesAlong(drafts: readonly DraftTable[], held: ReadonlySet<Table>, one: FoundReference): boolean {
  const from = drafts.find((draft) => draft.guess.table === one.from)
  const to = drafts.find((draft) => draft.guess.table === one.to)
  if (!from || one.from === one.to || held.has(one.from)) return false
  const { guess, law } = from
  const goTogether = law === null || (law.from !== null && law.law === to?.law?.law && JSON.stringify(law.from) === JSON.stringify(to.law.from))
  return goTogether && guess.paths.length === 1 && guess.identifiers.length === 0 && guess.paths[0]![0] === one // it has one
} // prettier-ignore

function erasingOf({ guess, law }: DraftTable, held: string | undefined): Erasing {
  if (guess.whose !== 'person') return { erase: null, reason: null }
  const otherwise = held === undefined ? 'delete' : 'blank'
  if (law) return { erase: { how: 'keep', law: law.law, from: law.from, after: otherwise }, reason: `kept because ${law.law} (clause ${law.clause})${law.from ? '' : '; no date was found from which its period counts'}` } // prettier-ignore
  return held === undefined
    ? { erase: { how: 'delete' }, reason: 'deleted: nothing that stays refers to it' }
    : { erase: { how: 'blank' }, reason: `blanked: ${held}` }
}

// --- the map ------------------------------------------------------------------------------------------------------

function finish(whole: Whole, draft: DraftTable, { erase, reason }: Erasing): { readonly mapped: MappedTable; readonly notes: readonly MapNote[] } {
  const { guess, category, product } = draft
  const { table, whose } = guess
  const links = linksOf(guess)
  const key = keyOf(table, whole)
  const columns = table.columns.map((column) => draftColumn(whole, draft, links, key, column))
  const place = { schema: table.schema, table: table.name }
  const rows = table.rows === null ? '' : `about ${table.rows} rows; `
  const notes = [
    { ...place, column: null, reason: `${rows}${guess.reason}`, confidence: guess.confidence },
    ...(category ? [{ ...place, column: null, reason: `${category.category}: ${category.reason}`, confidence: category.confidence }] : []),
    ...(reason === null ? [] : [{ ...place, column: null, reason, confidence: null }]),
    ...(whose === 'person' && key.length === 0 ? [{ ...place, column: null, reason: 'nothing addresses one row of it: name columns that are unique together in `key:`', confidence: null }] : []),
    ...columns.flatMap(({ mapped, note }) => (note && mapped.category !== null ? [{ ...place, column: mapped.name, ...note }] : [])),
  ]
  const paths = links.filter(({ kind }) => kind === 'path').length
  const isJoin = table.columns.every((column) => columns.some(({ mapped }) => mapped.name === column.name && mapped.plain !== null) || momentKind(column.type) !== null)
  const shared = links.length < 2 ? null : paths > 1 && isJoin ? 'delete' : 'unlink'
  const isPlain = whose === 'nobody'
  return {
    notes,
    mapped: {
      ...place, whose, links, key: isPlain ? [] : key, product, erase, shared,
      columns: columns.map(({ mapped }) => (isPlain ? { ...mapped, type: null, plain: 'not personal', category: null, of: null } : mapped)),
    },
  }
} // prettier-ignore

function linksOf({ whose, table, identifiers, paths }: TableGuess): readonly Link[] {
  if (whose !== 'person') return []
  const own: readonly Link[] = identifiers.length === 0 ? [] : [{ name: paths.length === 0 ? 'self' : 'address', kind: 'identifiers', identifiers, several: paths.length > 0 }] // prettier-ignore
  const led = paths.map((path, i): Link => {
    const hops = path.map(({ columns, to, references }) => ({ columns, schema: to.schema, table: to.name, references }))
    return { name: linkName(path[0]!, i), kind: 'path', hops } // a path has a step
  })
  const names = [...own, ...led].map(({ name }) => name)
  if (new Set(names).size < names.length) return [...own, ...led].map((link, i) => ({ ...link, name: `${link.name}-${i + 1}` })) // prettier-ignore
  return [...own, ...led].map((link) => ({ ...link, name: link.name === '' ? table.name : link.name }))
}

/** `sender` for `sender_id`. */
function linkName({ columns, to }: FoundReference, index: number): string {
  const words = wordsOf(columns[0] ?? '').filter(
    (word) => !['id', 'uuid', 'fk', 'key', 'no', 'by', 'to'].includes(word),
  )
  return words.join('-') || `${to.name}-${index + 1}`
}

/** The columns that address a row: the primary key, else a unique one that is never empty, else one that was unique in all rows seen. */
function keyOf(table: Table, { profiles }: Whole): readonly string[] {
  const never = (name: string): boolean => table.columns.find((column) => column.name === name)?.nullable === false
  const declared = table.primary ?? table.uniques.find((columns) => columns.every(never))
  if (declared) return declared
  const seen = profiles.filter((one) => one.schema === table.schema && one.table === table.name && one.looked > 20)
  const unique = seen.find(({ column, looked, filled, distinct }) => filled === looked && distinct === looked && wordsOf(column).includes('id')) // prettier-ignore
  return unique ? [unique.column] : []
}

interface DraftColumn {
  readonly mapped: MappedColumn
  readonly note: { readonly reason: string; readonly confidence: number } | null
}

function draftColumn(whole: Whole, draft: DraftTable, links: readonly Link[], key: readonly string[], column: Column): DraftColumn {
  const { table } = draft.guess
  const guess = whole.guesses.get(table)?.get(column.name) ?? null
  const plain = plainOf(whole, draft, key, column, guess)
  const of = links.length > 1 && plain === null ? sideOf(links, column) : null
  const mapped = { name: column.name, type: typeWords(column), plain, category: null, erase: null, as: null, of }
  if (plain !== null) return { mapped, note: null }
  const { category, reason, confidence } = categoryFor(whole, draft, guess)
  return { mapped: { ...mapped, category, erase: column.generated && draft.guess.whose === 'person' ? 'follow' : null }, note: { reason, confidence } }
} // prettier-ignore

/** Whether a column holds no data of the person: it joins rows, points at somebody else, or says nothing of anybody. */
function plainOf(whole: Whole, draft: DraftTable, key: readonly string[], column: Column, guess: ColumnGuess | null): MappedColumn['plain'] {
  const { table, paths, whose, identifiers } = draft.guess
  const { name } = column
  if (identifiers.some((one) => one.column === name) && guess) return null
  if (paths.some((path) => path[0]?.columns.includes(name))) return 'key'
  const reference = whole.references.find((one) => one.from === table && one.columns.includes(name))
  if (reference) return key.includes(name) || !isOfPeople(whole, reference.to) ? 'key' : 'somebody else'
  if (key.includes(name)) return guess?.kind.identifies ? null : 'key'
  if (guess) return null
  if (isRole(name)) return 'somebody else'
  if (whose !== 'person' || isBookkeeping(column) || column.generated) return 'not personal'
  return draft.category === null ? 'not personal' : null
} // prettier-ignore

function isOfPeople({ tables }: Whole, table: Table): boolean {
  return tables.some((one) => one.table === table && one.whose !== 'nobody')
}

const postal = new Set(['address', 'street', 'postal-code', 'city'])

/** The category of a personal column: what it was taken for, or what its table is about. */
function categoryFor({ policy, guesses }: Whole, { guess: { table }, category, law }: DraftTable, guess: ColumnGuess | null): TableCategory {
  if (!guess) return { category: category!.category, confidence: 0.5, reason: 'it belongs to the row; nothing else says what it is' } // it has one, or the column would be plain
  const isOpening = guess.kind.sensitivity !== 'ordinary' || guess.kind.category === 'credential'
  if (law && category && !isOpening) return { category: category.category, confidence: guess.confidence, reason: `${guess.reason}; part of what ${law.law} keeps` }
  const isPostal = ['country', 'region'].includes(guess.kind.name) && [...(guesses.get(table)?.values() ?? [])].some(({ kind }) => postal.has(kind.name))
  const wanted = isPostal ? 'contact' : guess.kind.category
  return { category: fitCategory(policy, wanted) ?? wanted, confidence: guess.confidence, reason: guess.reason }
} // prettier-ignore

/** Whose side a column of a row about two people is: `sender_name` is the sender's. */
function sideOf(links: readonly Link[], { name }: Column): string | null {
  const words = wordsOf(name).map(singular)
  return links.find((link) => wordsOf(link.name).every((word, i) => words[i] === singular(word)))?.name ?? null
}
