// What an erasure in a connected system is, as data: what was found before, what is to be done, and what was read back. A plan is JSON
// and complete by itself: it is sealed, kept and carried out again without the map or the catalogue it was made from.

import type { Row } from './connector.ts'

/** An identifier of the person who asks, in clear: field of the data map and value. */
export interface Identifier {
  readonly field: string
  readonly value: string
}

/** Why an erasure is not begun: nothing of it was executed. `words` say it to an officer, without any value. */
export interface Refusal {
  readonly code: RefusalCode
  readonly schema: string
  readonly table: string
  readonly column: string | null
  readonly words: string
  /** what to do next */
  readonly help: string
}

export type RefusalCode =
  | 'table gone' | 'column gone' | 'type changed' | 'name not possible' | 'identifier not possible' | 'no key' | 'rows share a key' | 'no tombstone' | 'unique column'
  | 'generated column' | 'part of a key' | 'part of a foreign key' | 'rows of others refer to it' | 'cycle' | 'shared rows' | 'several people' | 'law not in the statement'
  | 'category not in the statement' | 'no date' | 'link broken' // prettier-ignore

/** The key columns of rows, with the types by which values are compared. */
export interface KeyColumn {
  readonly name: string
  readonly type: string
}

/** What a column becomes when it is blanked (docs/spec/systems.md, tombstones). */
export type Tombstone =
  | { readonly kind: 'null' }
  /** the same for every row; bound */
  | { readonly kind: 'value'; readonly value: string; readonly type: string }
  /** another for each row, from a hash of its key: `erased-…` in a text, cut to `length`, or a uuid */
  | { readonly kind: 'unique text'; readonly length: number | null; readonly form: 'text' | 'email' }
  | { readonly kind: 'unique uuid' }

/** A column to be blanked. */
export interface PlannedBlank {
  readonly column: string
  readonly category: string
  readonly tombstone: Tombstone
}

/** What is to be done with some rows of a table, by key. */
export type PlannedRows = {
  readonly keys: readonly Row[]
} & (
  | { readonly how: 'delete' }
  /** `stays`: columns that stay although they are personal */
  | { readonly how: 'blank'; readonly blanks: readonly PlannedBlank[]; readonly because: 'map' | 'shared' }
  | {
      readonly how: 'keep'
      readonly blanks: readonly PlannedBlank[]
      readonly law: string
      readonly clause: string
      /** RFC 3339 of the last row's end; null: no date is known */
      readonly until: string | null
    }
)

/** A foreign key into a table of which rows are deleted. */
export interface PlannedReference {
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
  readonly rows: readonly PlannedRows[]
  /** personal columns with their categories, for the report */
  readonly columns: readonly { readonly name: string; readonly category: string; readonly follows: boolean }[]
  /** columns set to null before deleting, to break a circle of references */
  readonly untie: readonly string[]
  readonly referredBy: readonly PlannedReference[]
}

export const erasureFormat = 'wordkept/erasure/1'

/** An erasure: who was found, and what is to be done, tables in the order of their changes. Holds keys of rows: seal it. */
export interface ErasurePlan {
  readonly format: typeof erasureFormat
  readonly dialect: 'postgres'
  readonly system: string
  /** hash of the data map it was made by */
  readonly map: string
  readonly tables: readonly PlannedTable[]
}

/** What became, or will become, of a column's values, or of whole rows where `column` is null. */
export interface Outcome {
  readonly schema: string
  readonly table: string
  readonly column: string | null
  readonly category: string | null
  readonly rows: number
  readonly state: 'gone' | 'stays' | 'not proven'
  /** why it stays or is not proven; null when gone */
  readonly why: string | null
  readonly law: string | null
  readonly clause: string | null
  /** RFC 3339 */
  readonly until: string | null
}
