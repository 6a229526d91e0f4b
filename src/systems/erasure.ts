// What an erasure in a connected system is, as data: what was found before, what is to be done, and what was read back. A plan is JSON
// and complete by itself: it is sealed, kept, and carried out again without the map or the catalogue it was made from.

import type { Dialect } from '../sql/index.ts'
import type { Row } from './connector.ts'

/** An identifier of the person who asks, in clear: field of the data map and value. */
export interface Identifier {
  readonly field: string
  readonly value: string
}

/** Why an erasure is not begun: nothing of it was executed. `words` and `help` are for an officer and hold no value. */
export interface Refusal {
  readonly code: RefusalCode
  readonly schema: string
  readonly table: string
  readonly column: string | null
  readonly words: string
  readonly help: string
}

export type RefusalCode =
  // what is wrong with map, catalogue or statement: known without asking
  | 'table gone' | 'column gone' | 'type changed' | 'name not possible' | 'link broken' | 'no key' | 'no tombstone' | 'unique column' | 'generated column'
  | 'part of a key' | 'part of a foreign key' | 'shared rows' | 'no law' | 'no date' | 'cycle'
  // what is wrong with this person's rows
  | 'identifier not possible' | 'several people' | 'rows share a key' | 'rows of others refer to it' // prettier-ignore

/** A column by which rows are compared, and its type. */
export interface KeyColumn {
  readonly name: string
  readonly type: string
}

/** What a column becomes when it is blanked (docs/spec/systems.md, tombstones). */
export type Tombstone =
  | { readonly kind: 'null' }
  /** the same for every row; bound */
  | { readonly kind: 'value'; readonly value: string }
  /** another for each row, from a hash of its key */
  | { readonly kind: 'unique text'; readonly length: number | null; readonly email: boolean }
  | { readonly kind: 'unique uuid' }

/** A column to be blanked. `category`: null for a column that only joins rows and is untied. */
export interface PlannedBlank {
  readonly column: string
  readonly type: string
  readonly category: string | null
  readonly tombstone: Tombstone
}

/** What is to be done with some rows of a table, by key. */
export type PlannedRows = { readonly keys: readonly Row[] } & (
  | { readonly how: 'delete' }
  | { readonly how: 'blank'; readonly blanks: readonly PlannedBlank[]; readonly because: 'erased' | 'shared' }
  | {
      readonly how: 'keep'
      readonly blanks: readonly PlannedBlank[]
      /** note of the statement, and the clause whose rule names it */
      readonly law: string
      readonly clause: string
      /** RFC 3339, when the period of the last of the rows ends; null: no date is known */
      readonly until: string | null
    }
)

/** The person's own rows: of each table with identifiers the columns that others refer to, and their values. */
export interface People {
  readonly found: readonly FoundPeople[]
}

export interface FoundPeople {
  readonly schema: string
  readonly table: string
  readonly columns: readonly string[]
  readonly rows: readonly Row[]
}

/** How rows of a table are reached from the person's: what the search found, so that it can be repeated when they are gone. */
export type Reach =
  | {
      readonly kind: 'identifiers'
      readonly columns: readonly { readonly field: string; readonly column: string; readonly values: readonly string[] }[]
    }
  | {
      readonly kind: 'path'
      readonly hops: readonly { readonly columns: readonly string[]; readonly schema: string; readonly table: string; readonly references: readonly string[] }[]
      /** columns of the last table before the person's, and the person's values of them */
      readonly last: readonly KeyColumn[]
      readonly values: readonly Row[]
    } // prettier-ignore

/** A foreign key into a table: no row that stays may refer to one that goes. */
export interface Reference {
  readonly schema: string
  readonly table: string
  readonly columns: readonly string[]
  readonly references: readonly string[]
}

/** A table of the plan. */
export interface PlannedTable {
  readonly schema: string
  readonly table: string
  readonly key: readonly KeyColumn[]
  readonly reach: readonly Reach[]
  readonly rows: readonly PlannedRows[]
  /** personal columns with their categories, for the report. follows: the database computes it */
  readonly columns: readonly { readonly name: string; readonly category: string; readonly follows: boolean }[]
  /** columns that the map does not know: of rows that stay, nothing is proven of them */
  readonly unknown: readonly string[]
  /** columns set to null before deleting, because references run in a circle */
  readonly untie: readonly string[]
  readonly referredBy: readonly Reference[]
}

export const erasureFormat = 'wordkept/erasure/1'

/** An erasure: who was found and what is to be done, tables in the order in which their rows go. Holds keys and identifiers: seal it. */
export interface ErasurePlan {
  readonly format: typeof erasureFormat
  readonly dialect: Dialect
  readonly system: string
  /** hash of the data map it was made by */
  readonly map: string
  readonly people: People
  readonly tables: readonly PlannedTable[]
}

/** The keys of a table's rows that go. */
export function deletedOf({ rows }: PlannedTable): readonly Row[] {
  return rows.flatMap((group) => (group.how === 'delete' ? group.keys : []))
}

/** What becomes, or became, of the values of a column; of whole rows where `column` is null. */
export interface Outcome {
  readonly schema: string
  readonly table: string
  readonly column: string | null
  readonly category: string | null
  readonly rows: number
  readonly state: 'gone' | 'stays' | 'not proven'
  /** why it stays or is not proven, in words; null when gone */
  readonly why: string | null
  readonly law: string | null
  readonly clause: string | null
  /** RFC 3339 */
  readonly until: string | null
}
