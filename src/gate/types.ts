// What the gate takes and answers. Personal values exist in clear in exactly one place: the `data` these answers hold.

import type { Json, Revealed } from '../base/index.ts'
import type { requests } from '../contract/index.ts'
import type { Account, Decision, Form, Hand, Origin } from '../policy/index.ts'
import type { StoredRecord } from './store.ts'
import type { Unsaid } from './unsaid.ts'

/** A person as a service names one: by an identifier, never by our own id. */
export interface PersonRef {
  readonly field: string
  readonly value: string
}

/** An identifier opened. `value` prints as `[sealed]`; null where it was stored before identifiers were sealed. */
export interface Identifier {
  readonly field: string
  readonly value: Revealed<string> | null
}

/** What is told of a person who begins: where they live, whether it is a test person of a probe, their age in whole years, whose account it is. */
export interface Newcomer {
  readonly region: string | null
  readonly canary: boolean
  readonly age?: number | null
  readonly customer?: string | null
}

/** What may be told of somebody after they began; what is left out stays. `age`: whole years now, null: not known. `customer`: null: none runs the account. */
export interface FactsAnew {
  readonly age?: number | null
  readonly customer?: string | null
}

/** How a fact about somebody is known. A name of this list and no words: it stays in the ledger when they are forgotten. */
export type HowKnown = (typeof requests.howKnown.options)[number]

/** Who somebody was to the statement before they were told anew, and is since: names of standings. */
export interface Standings {
  readonly before: string
  readonly now: string
}

/** One record to write. */
export interface WriteItem {
  readonly messageId: string
  /** when the message may be forgotten, where nothing as old is taken any more by then */
  readonly messageUntil?: Date
  readonly person: PersonRef
  readonly also?: readonly PersonRef[]
  readonly product: string
  readonly category: string
  readonly origin: Origin
  readonly collectedAt: Date
  readonly endedAt?: Date
  readonly signedIn?: boolean
  readonly account?: Account
  readonly region?: string
  /** whole years, as known now; counts from the person's first record on */
  readonly age?: number
  /** the customer who runs the person's account, by its name in the contracts */
  readonly customer?: string
  readonly canary?: boolean
  /** of something inferred: the person's records it was made from, by id, and the purpose it was made for (law 10) */
  readonly madeFrom?: { readonly records: readonly string[]; readonly purpose: string }
  /** how long it is, in seconds, of what has a length: a sentence may let nobody look at more than so many of it */
  readonly seconds?: number
  readonly data: Json
}

/** What became of one item: stored, told before, or refused with the clause and the reason. `unsaid`: what it should have said; left out where nothing is. */
export type WriteAnswer =
  | { readonly outcome: 'stored'; readonly id: string; readonly unsaid?: Unsaid }
  | { readonly outcome: 'seen' }
  | {
      readonly outcome: 'refused'
      readonly code: 'access_denied' | 'erased' | 'input_invalid'
      readonly clause: string | null
      readonly why: string
    }

/** A read: whose records, of what, for which purpose, by which hand, in which form. */
export interface ReadAsk {
  readonly person: PersonRef
  /** whose data is asked for */
  readonly product: string
  /** the product that asks, where it is another: that brings two contexts together (law 13) */
  readonly inProduct?: string
  /** in which session, and in what kind of account, it is asked: data of another one needs a pair, where the statement tells them apart (law 13) */
  readonly signedIn?: boolean
  readonly account?: Account
  readonly category: string
  readonly purpose: string
  readonly hand?: Hand
  readonly form?: Form
  readonly cases?: readonly string[]
  readonly directed?: boolean
  readonly ids?: readonly string[]
  readonly from?: Date
  readonly to?: Date
  readonly limit?: number
}

/** An opened record. `data` prints as `[sealed]` until it is revealed to whom it was opened for. */
export interface Opened {
  readonly record: StoredRecord
  readonly data: Revealed<Json>
}

export interface ReadAnswer {
  readonly decision: Decision
  readonly records: readonly Opened[]
}

/** A question for a few of many: of everybody's data of a product and category (and all below it), for one purpose (HUM-02). */
export interface SampleAsk {
  readonly product: string
  readonly category: string
  readonly purpose: string
  /** whoever looks at it; people where it is left out */
  readonly hand?: Hand
  readonly form?: Form
  /** how many records this answer holds at most, from 1 to 1,000; 100 where it is left out */
  readonly limit?: number
  /** the last record of an answer before: this one goes on after it */
  readonly after?: string
}

/** By what people are counted together: the day (UTC) or month it was collected, its category, the place where they live. */
export type CountedBy = 'day' | 'month' | 'category' | 'place'

/** A question for counts of many people, of a product's data of a category (and all below it), for one purpose (PUR-10). */
export interface CountAsk {
  readonly product: string
  readonly category: string
  readonly purpose: string
  readonly hand?: Hand
  /** a row for each of these; one row of all where it is left out */
  readonly per?: readonly CountedBy[]
  /** first and last month that is counted: `2026-04` */
  readonly from?: string
  readonly to?: string
}

/**
 * So many people with so many records, both in steps of `fewest`, the fewest people that a row may tell of. `place`: null where nobody told. `category` is
 * said unasked where kinds may not be combined.
 */
export interface CountRow {
  readonly day?: string
  readonly month?: string
  readonly category?: string
  readonly place?: string | null
  readonly people: number
  readonly records: number
  readonly fewest: number
}

/** Counts, and never a row of fewer people than a sentence says. */
export interface CountAnswer {
  readonly decision: Decision
  readonly rows: readonly CountRow[]
}

/** What a law keeps of an erased person: how many, under which clause, until when at the latest. */
export interface KeptByLaw {
  readonly law: string
  readonly clause: string
  readonly category: string
  readonly product: string
  readonly count: number
  readonly until: Date | null
}

/** What forgetting did. */
export interface Forgotten {
  readonly kept: readonly KeptByLaw[]
  readonly tombstones: number
  /** the event of the ledger */
  readonly event: string
}
