// The data map of a connected system: whose data each row is, what each column holds, and what erasing means there. A person proposes
// nothing here by hand: discovery drafts it, an officer edits and signs it, and only a signed one is used (docs/spec/systems.md).

import { canonicalJson, sha256Hex, utf8 } from '../base/index.ts'
import type { Catalogue, Table } from './catalogue.ts'

export const dataMapFormat = 'wordkept/data-map/1'

/** A data map. Names are spelt exactly as the database spells them. */
export interface DataMap {
  readonly format: typeof dataMapFormat
  /** name of the connected system */
  readonly system: string
  /** mark of the database it was made for (`Catalogue.database`); absent: another one at the same address is not told apart */
  readonly database?: string
  readonly tables: readonly MappedTable[]
}

/** Whose data rows are: of people who may ask; of staff, which no request of a customer touches; of nobody. */
export type Whose = 'person' | 'staff' | 'nobody'
export const whoseWords: readonly Whose[] = ['person', 'staff', 'nobody']

/** What is known about a table. */
export interface MappedTable {
  readonly schema: string
  readonly table: string
  readonly whose: Whose
  /** ways from a row to the person it is about; none unless `whose` is `person`. Two or more: a row may be about two people */
  readonly links: readonly Link[]
  /** columns that together address one row */
  readonly key: readonly string[]
  /** product of the statement; null unless `whose` is `person` */
  readonly product: string | null
  /** null unless `whose` is `person` */
  readonly erase: Erase | null
  /** what happens to a row about two people when one of them is erased (ACC-18); null where no row can be */
  readonly shared: 'delete' | 'unlink' | null
  readonly columns: readonly MappedColumn[]
}

/** A way from a row to a person: identifiers in the row itself, or columns that lead to a table which has them. */
export type Link = IdentifierLink | PathLink

export interface IdentifierLink {
  /** name of the link within its table, by which columns say whose side they are (`of`) */
  readonly name: string
  readonly kind: 'identifiers'
  readonly identifiers: readonly { readonly field: string; readonly column: string }[]
  /** several rows with the same identifiers are one person; otherwise they are refused as ambiguous */
  readonly several: boolean
}

export interface PathLink {
  readonly name: string
  readonly kind: 'path'
  /** from the row to the person's table, the last of which has a link of identifiers */
  readonly hops: readonly Hop[]
}

/** One step: `columns` of the table before hold the values of `references` of the next one, in order. */
export interface Hop {
  readonly columns: readonly string[]
  readonly schema: string
  readonly table: string
  readonly references: readonly string[]
}

/** What erasing a person means for their rows of a table. */
export type Erase =
  | { readonly how: 'delete' }
  | { readonly how: 'blank' }
  | {
      readonly how: 'keep'
      /** note of the statement, of kind law */
      readonly law: string
      /** column from which the law's period counts, of this table or of one on the row's first path; null: no date is known */
      readonly from: ColumnPlace | null
      /** what happens to rows whose period is over */
      readonly after: 'delete' | 'blank'
    }

/** A column by its full name. */
export interface ColumnPlace {
  readonly schema: string
  readonly table: string
  readonly column: string
}

/** What a column is, beside a category of data: it addresses or joins rows; it says nothing of a person; it points at somebody else. */
export type Plain = 'key' | 'not personal' | 'somebody else'
export const plainWords: readonly Plain[] = ['key', 'not personal', 'somebody else']

/** What is known about a column. */
export interface MappedColumn {
  readonly name: string
  /** type as the catalogue said when the map was made (`typeWords`); null: not said, and its changes go unseen */
  readonly type: string | null
  /** what it is, unless it holds personal data */
  readonly plain: Plain | null
  /** category of the taxonomy; null where `plain` says what it is */
  readonly category: string | null
  /** other than its table says: blank it in a row that a law keeps; `follow`: the database computes it from columns that are blanked */
  readonly erase: 'blank' | 'follow' | null
  /** value to blank with, instead of the one its type gives; bound, never text of a query */
  readonly as: string | null
  /** name of the link whose side it is, in rows about two people */
  readonly of: string | null
}

/** The mark of a catalogue’s database, as a map has it; nothing where there is none. */
export function markOf({ database }: Catalogue): Pick<DataMap, 'database'> {
  return database === undefined ? {} : { database }
}

/** Whether a map was made for another database than the one that is there now. Unknown where either has no mark. */
export function isOfAnother(map: DataMap, catalogue: Catalogue): boolean {
  return map.database !== undefined && catalogue.database !== undefined && map.database !== catalogue.database
}

/** The hash an officer signs: of what a map says, not of its comments and layout. */
export function hashDataMap(map: DataMap): string {
  return sha256Hex(utf8(`${dataMapFormat}\n${canonicalJson(map as never)}`)) // a map is JSON: texts, lists, objects and null
}

/** What a map says of a table; undefined where it says nothing. */
export function mappedTable(map: DataMap, { schema, name }: Pick<Table, 'schema' | 'name'>): MappedTable | undefined {
  return map.tables.find((one) => one.schema === schema && one.table === name)
}

/** The personal columns of a table: those with a category. */
export function personalColumns({ columns }: MappedTable): readonly (MappedColumn & { readonly category: string })[] {
  return columns.filter((column): column is MappedColumn & { readonly category: string } => column.category !== null)
}
