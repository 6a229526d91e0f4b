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

/** What was drawn for a use, draw by draw and in each by id, and how many draws came before: the next one goes by exactly these. */
export interface DrawnSoFar {
  readonly turn: number
  readonly drawn: readonly Drawn[]
}

/** A draw, with its entries of the ledger. */
export interface Draw {
  /** as in what it went by */
  readonly turn: number
  /** drawn now for the first time */
  readonly drawn: readonly Drawn[]
  /** ids of what need not be remembered any more */
  readonly ended: readonly string[]
  readonly audit: readonly AuditEntry[]
  readonly tally: readonly TallyEntry[]
}

/** The part of the gate's store that knows all people. */
export interface PopulationStore {
  /**
   * Records of a product and category (and all below it) that lie under their person's own key, by person and id, after one of them; at most so
   * many. Nobody erased is among them, and nothing that only a law keeps.
   */
  members(
    of: { readonly product: string; readonly category: string },
    after: Pick<Member, 'person' | 'id'> | null,
    limit: number,
  ): Promise<readonly Member[]>
  /** What was drawn so far. */
  drawn(key: DrawKey): Promise<DrawnSoFar>
  /** Keeps a draw with its entries in one durable transaction. Failure `conflict`, and nothing kept, where another draw came before it. */
  draw(key: DrawKey, draw: Draw): Promise<void>
}
