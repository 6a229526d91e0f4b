// What is wrong with a map, as it stands against the catalogue and the statement, for carrying out anything by it: found without asking
// the database. Where anything is wrong, nothing is executed (docs/spec/systems.md, refusals).

import type { Policy } from '../policy/index.ts'
import { quoteName } from '../sql/index.ts'
import { tableLabel, type Catalogue, type Table } from './catalogue.ts'
import { lawsOf } from './clauses.ts'
import { areComparable, momentKind, plainType, typeWords } from './column-types.ts'
import { personalColumns, type ColumnPlace, type DataMap, type Hop, type Link, type MappedColumn, type MappedTable, type PathLink } from './data-map.ts' // prettier-ignore
import type { Refusal, RefusalCode } from './erasure.ts'
import { columnOf, endOfPath, identifierLink, tableOf } from './reach.ts'
import { isRefused, tombstoneOf } from './tombstones.ts'

/** A map, the catalogue it is used on and the statement in force. */
export interface Judged {
  readonly map: DataMap
  readonly catalogue: Catalogue
  readonly policy: Policy
}

type Wrong = Omit<Refusal, 'schema' | 'table'>

/** Everything that stands in the way of finding, copying and erasing by a map. Empty: it can be used. */
export function refusals(judged: Judged): readonly Refusal[] {
  return judged.map.tables.flatMap((mapped) => {
    const table = tableOf(judged.catalogue, mapped)
    const wrong = table ? wrongWith(judged, mapped, table) : [tableGone(mapped)]
    return wrong.map((one) => ({ ...one, schema: mapped.schema, table: mapped.table }))
  })
}

function tableGone(mapped: MappedTable): Wrong {
  const said = tableLabel({ schema: mapped.schema, name: mapped.table })
  return say('table gone', null, `there is no table ${said} any more`, 'scan the system again and sign the map anew')
}

function wrongWith(judged: Judged, mapped: MappedTable, table: Table): readonly Wrong[] {
  const columns = columnsGone(mapped, table)
  if (columns.length > 0 || mapped.whose !== 'person') return columns
  const links = linksBroken(judged, mapped, table)
  if (links.length > 0) return links
  return [...namesImpossible(mapped, judged.catalogue), ...keyMissing(mapped), ...sharedUnsaid(mapped), ...lawMissing(judged, mapped), ...blanksImpossible(judged, mapped, table)] // prettier-ignore
}

// --- names and types ----------------------------------------------------------------------------------------------

function columnsGone(mapped: MappedTable, table: Table): readonly Wrong[] {
  return mapped.columns.flatMap(({ name, type }) => {
    const column = columnOf(table, name)
    if (!column) return [say('column gone', name, 'there is no such column any more', 'scan the system again and sign the map anew')] // prettier-ignore
    const isChanged = type !== null && plainType(type) !== plainType(typeWords(column))
    return isChanged && mapped.whose === 'person'
      ? [say('type changed', name, `it was ${type} when the map was signed and is ${typeWords(column)} now`, 'look at what it holds now, then sign the map anew')] // prettier-ignore
      : []
  })
}

/** Names that the dialect cannot hold as they stand: those of the table, of every path, and of all that refers to it. */
function namesImpossible(mapped: MappedTable, catalogue: Catalogue): readonly Wrong[] {
  const ofPaths = mapped.links.flatMap((link) => (link.kind === 'path' ? link.hops.flatMap(({ schema, table, columns, references }) => [schema, table, ...columns, ...references]) : [])) // prettier-ignore
  const ofReferences = referencesTo(catalogue, mapped).flatMap(({ table, foreign }) => [table.schema, table.name, ...foreign.columns]) // prettier-ignore
  const names = [mapped.schema, mapped.table, ...mapped.columns.map(({ name }) => name), ...ofPaths, ...ofReferences]
  return names.some((name) => !isPossible(name))
    ? [say('name not possible', null, 'a name of this table or of one that refers to it cannot be written in SQL as it stands', 'rename it in the database: at most 63 bytes and no zero byte')] // prettier-ignore
    : []
}

function isPossible(name: string): boolean {
  try {
    return quoteName(name, 'postgres') !== ''
  } catch (cause) {
    if (cause instanceof RangeError) return false
    throw cause
  }
}

/** The declared foreign keys into a table, each with the table it stands in. */
export function referencesTo(catalogue: Catalogue, { schema, table: name }: Pick<MappedTable, 'schema' | 'table'>) {
  return catalogue.tables.flatMap((table) =>
    table.foreign
      .filter((foreign) => foreign.schema === schema && foreign.table === name)
      .map((foreign) => ({ table, foreign })),
  )
}

// --- ways to the person -------------------------------------------------------------------------------------------

function linksBroken(judged: Judged, mapped: MappedTable, table: Table): readonly Wrong[] {
  const none = mapped.links.length === 0 ? [broken('nothing says how its rows lead to a person')] : []
  const wrong = mapped.links.flatMap((link) => {
    if (link.kind === 'path') return pathBroken(judged, table, link)
    return link.identifiers.some(({ column }) => !columnOf(table, column)) ? [broken(`the link ${link.name} names a column that is not there`)] : [] // prettier-ignore
  })
  return [...none, ...wrong]
}

function pathBroken({ map, catalogue }: Judged, start: Table, link: PathLink): readonly Wrong[] {
  let here = start
  for (const hop of link.hops) {
    const next = tableOf(catalogue, hop)
    const why = next ? hopBroken(here, hop, next) : `there is no table ${tableLabel({ schema: hop.schema, name: hop.table })}` // prettier-ignore
    if (why !== null || !next) return [broken(`the link ${link.name} leads nowhere: ${why}`)]
    here = next
  }
  const end = endOfPath(map, link)
  return end && end.whose === 'person' && identifierLink(end)
    ? []
    : [broken(`the link ${link.name} ends at ${tableLabel(here)}, which the map does not know by identifiers`)]
}

function hopBroken(here: Table, { columns, references }: Hop, next: Table): string | null {
  if (columns.length !== references.length || columns.length === 0) return 'it names more columns on one side'
  for (const [i, column] of columns.entries()) {
    const [a, b] = [columnOf(here, column), columnOf(next, references[i]!)] // as many of one as of the other
    if (!a || !b) return 'it names a column that is not there'
    if (!areComparable(a.type, b.type)) return `${a.type} and ${b.type} do not compare`
  }
  return null
}

function broken(words: string): Wrong {
  return say('link broken', null, words, 'mend the links of the table in the map, then sign it anew')
}

// --- keys, rows of two people, laws -------------------------------------------------------------------------------

function keyMissing({ key, columns }: MappedTable): readonly Wrong[] {
  const isThere = key.length > 0 && key.every((column) => columns.some(({ name }) => name === column))
  return isThere
    ? []
    : [say('no key', null, 'nothing addresses one row of it', 'give the table a primary key, or name columns of the map in `key:` that are unique together')] // prettier-ignore
}

function sharedUnsaid({ links, shared }: MappedTable): readonly Wrong[] {
  return links.length < 2 || shared !== null
    ? []
    : [say('shared rows', null, 'its rows can be about two people, and the map does not say what becomes of them', 'write `shared: delete` or `shared: unlink`')] // prettier-ignore
}

function lawMissing({ policy, catalogue }: Judged, mapped: MappedTable): readonly Wrong[] {
  const { erase, product } = mapped
  if (erase?.how !== 'keep') return []
  const uncovered = personalColumns(mapped).filter((column) => column.erase !== 'blank' && !lawsOf(policy, column.category, product).some(({ law }) => law === erase.law)) // prettier-ignore
  const missing = uncovered.map(
    ({ name, category }) =>
    say('no law', name, `no sentence keeps ${category} because ${erase.law}`, 'write `erase: blank` for the column, or a sentence that keeps it'), // prettier-ignore
  )
  return [...missing, ...(erase.from === null || countsFrom(catalogue, mapped, erase.from) ? [] : [dateMissing(erase.from)])] // prettier-ignore
}

function dateMissing({ column }: ColumnPlace): Wrong {
  return say('no date', column, 'the law’s period cannot count from it: it is no date of this table or of one on its first path', 'name a column of type date or timestamp in `from:`') // prettier-ignore
}

/** From where a law's period counts: the steps of the first path to the table of that column, and its type; null when it cannot. */
export function countsFrom(catalogue: Catalogue, mapped: MappedTable, place: ColumnPlace): { readonly hops: readonly Hop[]; readonly kind: 'plain' | 'zoned' } | null {
  const hops = hopsTo(mapped, place)
  const column = columnOf(tableOf(catalogue, place), place.column)
  const kind = column ? momentKind(column.type) : null
  return hops && kind ? { hops, kind } : null
} // prettier-ignore

function hopsTo({ schema, table, links }: MappedTable, place: ColumnPlace): readonly Hop[] | null {
  if (place.schema === schema && place.table === table) return []
  const path = links.find((link) => link.kind === 'path')
  const at = path?.hops.findIndex((hop) => hop.schema === place.schema && hop.table === place.table) ?? -1
  return path && at >= 0 ? path.hops.slice(0, at + 1) : null
}

// --- blanking -----------------------------------------------------------------------------------------------------

/** The columns that blanking a row of a table blanks: in a row that a law keeps only those the map says. */
export function blankedColumns(mapped: MappedTable, rowsAre: 'erased' | 'kept'): readonly (MappedColumn & { readonly category: string })[] {
  return personalColumns(mapped).filter(({ erase }) => (rowsAre === 'kept' ? erase === 'blank' : erase !== 'follow'))
} // prettier-ignore

/** Whether other tables' declared foreign keys, or its own, refer to a column of a table. */
export function isReferred(catalogue: Catalogue, mapped: Pick<MappedTable, 'schema' | 'table'>, column: string): boolean {
  return referencesTo(catalogue, mapped).some(({ foreign }) => foreign.references.includes(column))
} // prettier-ignore

function blanksImpossible({ catalogue }: Judged, mapped: MappedTable, table: Table): readonly Wrong[] {
  return mayBlank(mapped).flatMap((said) => {
    const column = columnOf(table, said.name)
    if (!column) return []
    const answer = tombstoneOf({ table, mapped, column, said, isReferred: isReferred(catalogue, mapped, said.name) })
    return isRefused(answer) ? [say(answer.code, said.name, answer.words, answer.help)] : []
  })
}

/** Every column that some row of the table may have to lose while the row stays. */
function mayBlank(mapped: MappedTable): readonly MappedColumn[] {
  const { erase, shared, links } = mapped
  if (erase?.how === 'blank' || (erase?.how === 'keep' && erase.after === 'blank'))
    return blankedColumns(mapped, 'erased')
  const kept = erase?.how === 'keep' ? blankedColumns(mapped, 'kept') : []
  const sides = shared === 'unlink' && links.length > 1 ? links.flatMap((link) => sideOf(mapped, link)) : []
  return [...new Set([...kept, ...sides])]
}

/** The columns of one side of a row about two people: those the map says are of it, and its identifiers. */
export function sideOf({ columns }: MappedTable, link: Link): readonly MappedColumn[] {
  const identifiers = link.kind === 'identifiers' ? link.identifiers.map(({ column }) => column) : []
  return columns.filter(({ name, of }) => of === link.name || identifiers.includes(name))
}

function say(code: RefusalCode, column: string | null, words: string, help: string): Wrong {
  return { code, column, words, help }
}
