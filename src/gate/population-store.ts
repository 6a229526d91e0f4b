// The gate's port to all people at once: records of everybody a page at a time, and what was drawn of them. Part of the gate's store, and
// held by test/contracts/population-store.ts.

import type { Form } from '../policy/index.ts'
import type { AuditEntry, StoredRecord, TallyEntry } from './store.ts'

/** A record of somebody, as far as it decides about itself. `seconds`: how long it is; null: nobody told. */
export interface Member extends Pick<
  StoredRecord,
  'person' | 'id' | 'cell' | 'product' | 'category' | 'collectedAt' | 'endedAt'
> {
  readonly seconds: number | null
  /** in which draw it was drawn, and when it would have left by itself (null: never); null: it was not, or nobody asked */
  readonly drawn: { readonly turn: number; readonly endsAt: Date | null } | null
}

/** What is gone through: records of a product and category (and all below it), and, for a sample, what was drawn of them for which use. */
export interface Everybody {
  readonly product: string
  readonly category: string
  readonly key: DrawKey | null
}

/** A place in the order of all records: by person and id. */
export type MemberPlace = Pick<Member, 'person' | 'id'>

/** Records of a page in their order. `next`: after which the next page begins; null: there is none. A page may hold none and yet have a next one. */
export interface MemberPage {
  readonly members: readonly Member[]
  readonly next: MemberPlace | null
}

/** What a cap is counted for: a use of a product's data in a form. What one hand drew counts for the other: a cap says how many are looked at. */
export interface DrawKey {
  readonly product: string
  readonly purpose: string
  readonly form: Form
}

/** A record that was drawn. `endsAt`: when it would have left by itself; null: never. */
export interface Drawn {
  readonly id: string
  readonly category: string
  readonly at: Date
  readonly endsAt: Date | null
}

/** What was drawn for a use before: the next draw goes by exactly this. */
export interface DrawnSoFar {
  /** how many draws came before */
  readonly turn: number
  /** of each exact category how many count still, whether they are there or not: they would not have left by themselves yet */
  readonly counting: ReadonlyMap<string, number>
  /** the draw of the record asked for; null: it was not drawn, or is not remembered */
  readonly after: number | null
}

/** A draw, with its entries of the ledger. */
export interface Draw {
  /** as in what it went by */
  readonly turn: number
  /** drawn now for the first time */
  readonly drawn: readonly Drawn[]
  readonly audit: readonly AuditEntry[]
  readonly tally: readonly TallyEntry[]
}

/** Something that a record was made from. `cell` null: it is gone. `isTraced`: whether it is known what it was itself made from. */
export interface MadeInput {
  readonly cell: number | null
  readonly isTraced: boolean
}

/** The part of the gate's store that knows all people. */
export interface PopulationStore {
  /**
   * The next page of everybody's records that lie under their person's own key, by person and id. So many records are looked at, and those that are
   * asked about are answered: one page costs as much as any other. Nobody erased is among them, and nothing that only a law keeps.
   */
  members(of: Everybody, after: MemberPlace | null, looked: number): Promise<MemberPage>
  /** What each of these was made from, by id and through every step; what was made from nothing that is known is left out. */
  madeFrom(records: readonly MemberPlace[]): Promise<ReadonlyMap<string, readonly MadeInput[]>>
  /** What was drawn so far, and counts at a moment; with the draw of one record, by id. */
  drawn(key: DrawKey, at: Date, after: string | null): Promise<DrawnSoFar>
  /** Keeps a draw with its entries in one durable transaction. Failure `conflict`, and nothing kept, where another draw came before it. */
  draw(key: DrawKey, draw: Draw): Promise<void>
  /** Forgets what was drawn and counts no more, once the record is gone; answers how many. What lies there still is known to have been drawn. */
  dropDrawn(at: Date): Promise<number>
}
