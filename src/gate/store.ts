// The gate's port to a database: what it reads in one query, and what it commits in one transaction. Implemented once for both
// engines in adapters/stores/gate-store.ts and held by test/contracts/gate-store.ts.

import type { Mask, Mode } from '../policy/index.ts'
import type { WrappedKey } from '../vault/index.ts'
import type { PopulationStore } from './population-store.ts'

/** A blind token of an identifier: all the database knows of an e-mail address. */
export interface Token {
  readonly field: string
  readonly token: Uint8Array
}

/** An identifier as it lies there: its blind token, and itself sealed under the person's own key; null for one stored before 1b. */
export interface StoredIdentifier extends Token {
  readonly sealed: Uint8Array | null
}

/** What a decision needs of a person. `keys` is empty for somebody unknown or erased. */
export interface PersonState {
  readonly person: string
  readonly region: string | null
  /** whole years as they were told, and when; null: nobody told */
  readonly age: { readonly years: number; readonly at: Date } | null
  /** the customer who runs the account; empty: none does; null: nobody told */
  readonly customer: string | null
  readonly canary: boolean
  /** choices the person decided, and of these the ones that are on; defaults fill the rest */
  readonly set: Mask
  readonly on: Mask
  readonly objected: Mask
  readonly restricted: boolean
  readonly keys: readonly WrappedKey[]
}

/** What is told anew of somebody; what is left out stays. As in `PersonState`. */
export interface ToldFacts {
  readonly age?: PersonState['age']
  readonly customer?: string
}

/** What is told anew, and what was known when its entry of the ledger was made. */
export interface Telling {
  readonly was: Pick<PersonState, 'age' | 'customer'>
  readonly told: ToldFacts
}

/** A record as it lies in the database. */
export interface StoredRecord {
  readonly person: string
  readonly id: string
  readonly cell: number
  readonly product: string
  readonly category: string
  readonly source: string
  readonly place: string
  readonly collectedAt: Date
  readonly endedAt: Date | null
  readonly storedAt: Date
  /** '' while under the person's own key; else the note of the law that keeps it */
  readonly law: string
  readonly keyVersion: number
  readonly sealed: Uint8Array
}

/** A person's state with records of theirs. */
export interface Found {
  readonly state: PersonState | null
  readonly records: readonly StoredRecord[]
}

/** Which records of a person: by id, product, category (and all below it), and time of collection [from, to). */
export interface RecordFilter {
  readonly ids?: readonly string[]
  readonly product?: string
  readonly category?: string
  readonly from?: Date
  readonly to?: Date
  readonly limit?: number
  /** newest first instead of oldest first */
  readonly newest?: boolean
  /** a predicate printed from the policy over `r` (record) and `p` (the person's masks): only what it allows is found */
  readonly predicate?: Printed
}

/** A piece of SQL with its values apart: placeholders are $1 … $n, renumbered by who embeds it. */
export interface Printed {
  readonly text: string
  readonly values: readonly unknown[]
}

/** How many records of a cell, kept under which law ('' for none), and the oldest. */
export interface Holding {
  readonly cell: number
  readonly product: string
  readonly category: string
  readonly law: string
  readonly count: number
  readonly oldest: Date
}

/** What a forgetting goes by, as it stays until the forgetting is done: the person is locked. */
export interface Forgettable {
  /** the own key, where there is one still, and those of laws */
  readonly keys: readonly WrappedKey[]
  readonly tokens: readonly Token[]
  /** records a law may keep */
  readonly records: readonly StoredRecord[]
}

/** What forgetting a person does, whatever their records count. */
export interface Forget {
  readonly at: Date
  /** records a law keeps, sealed anew under that law's key: one that was found, or one of `lawKeys` */
  readonly kept: readonly {
    readonly id: string
    readonly law: string
    readonly keyVersion: number
    readonly sealed: Uint8Array
  }[]
  /** keys of laws that this person had none of */
  readonly lawKeys: readonly WrappedKey[]
  readonly tombstones: readonly Token[]
  readonly tombstonesUntil: Date
  readonly audit: readonly AuditEntry[]
}

/** An entry of the ledger, ready to append (docs/spec/leaf.md). */
export interface AuditEntry {
  readonly event: string
  readonly leaf: Uint8Array
  readonly person: string | null
  /** what opens actor and payload, in clear: it is stored only as part of a segment, sealed with those of its commit */
  readonly rest: Uint8Array
}

/** Seals the rests of the entries of one commit together, in their order: what a store is opened with. */
export type SealSegment = (entries: readonly AuditEntry[]) => Promise<Uint8Array>

/** An entry as it lies there: its leaf, and the sealed segment with its place in it, from 0. */
export interface StoredEntry {
  readonly leaf: Uint8Array
  readonly segment: Uint8Array
  readonly place: number
}

/**
 * What came of a question: given, refused, or, where the product only observes, given though enforcing would have refused it
 * (`observed`) or held back some of its records (`narrowed`).
 */
export type Effect = 'permit' | 'deny' | 'observed' | 'narrowed'

/** One decision counted: no person in it. `clause` of an `observed` one is that of the refusal. */
export interface TallyEntry {
  readonly at: Date
  readonly cell: number
  readonly purpose: string
  readonly service: string
  readonly ask: 'use' | 'write' | 'control' | 'share' | 'combine'
  readonly effect: Effect
  readonly clause: string
  readonly canary: boolean
  /** of a share: to whom */
  readonly recipient?: string
  /** the product that asked, where it was another than the data's (law 13) */
  readonly inProduct?: string
}

/** Whether a product enforces, and since when. A product without one enforces. */
export interface ProductMode {
  readonly product: string
  readonly mode: Mode
  readonly since: Date
}

/** A choice, objection or restriction as it happened (CHO-12), and the masks it folds to. */
export interface ChoiceEntry {
  readonly person: string
  readonly at: Date
  readonly kind: 'choice' | 'objection' | 'restriction'
  readonly name: string
  readonly value: 'on' | 'off'
  readonly wording: string
  readonly version: number
  readonly channel: string
  readonly actor: string
  /** bits this event sets: of `choice_mask.set_mask`/`on_mask`, or of `objected` */
  readonly bit: Mask
}

/** One operation's changes: all of them or none. `record` is refused when the person's key went in the meantime. */
export interface Work {
  readonly audit: readonly AuditEntry[]
  readonly tally: readonly TallyEntry[]
  readonly record?: StoredRecord
  /** how long the record is, in seconds, of what has a length */
  readonly seconds?: number
  /** ids of the person's records that `record` was made from: it leaves with the first of them (law 10) */
  readonly inputs?: readonly string[]
  /** the message this record came with; a message seen before stores nothing again */
  readonly message?: Uint8Array
  /** when that message may be forgotten; never without */
  readonly messageUntil?: Date
  readonly choice?: ChoiceEntry
  /** a further identifier the person is known by; one that somebody has is `seen`, and the entry of the ledger is left out with it */
  readonly identifier?: { readonly person: string } & StoredIdentifier
  /**
   * Records the person cleared or the sweep removed. With them leaves what was made from them; `count`, where it is said, is of all that does, and
   * the commit fails with `conflict` where another number did.
   */
  readonly remove?: { readonly person: string; readonly ids: readonly string[]; readonly count?: number }
  /** a product begins to observe or to enforce */
  readonly mode?: ProductMode
}

/** How one operation ended: `seen` is a message told before or an identifier somebody has, `gone` a person erased in the meantime. Neither stored anything of it. */
export type Outcome = 'done' | 'seen' | 'gone'

/** A person known by an identifier. */
export interface Admission {
  readonly identifiers: readonly StoredIdentifier[]
  readonly person: string
  readonly region: string | null
  /** whole years at `at` */
  readonly age: number | null
  readonly customer: string | null
  readonly canary: boolean
  readonly at: Date
  readonly key: WrappedKey
}

/** What one record was made from, and what was made from it: one step each way, by id, newest first. */
export interface Making {
  readonly from: readonly string[]
  readonly into: readonly string[]
}

export interface GateStore extends PopulationStore {
  /** State of each person named by id or by token, in order; null for somebody unknown. One query, whoever is asked for. */
  people(asked: readonly ({ readonly person: string } | Token)[]): Promise<readonly (PersonState | null)[]>
  /** A person's state and the records that fit, in one question: what `people` and `records` answer. Somebody unknown has neither. */
  find(who: { readonly person: string } | Token, filter: RecordFilter): Promise<Found>
  /** The person's records that fit, oldest first, joined with the key row: a shredded person's are not found. */
  records(person: string, filter: RecordFilter): Promise<readonly StoredRecord[]>
  /** How many records leave with these: those of them that are there, what was made from them, and what was made from that. */
  countLeaving(person: string, ids: readonly string[]): Promise<{ readonly named: number; readonly all: number }>
  /** The records that leave with these because they were made from them, or from that: by id, none of those named. */
  leavingWith(person: string, ids: readonly string[]): Promise<readonly string[]>
  /** What a record of the person was made from, and what was made from it, of what is still there. */
  making(person: string, id: string): Promise<Making>
  /** When each identifier was erased, in order; null where it has no tombstone. */
  tombstones(tokens: readonly Token[]): Promise<readonly (Date | null)[]>
  /** Removes tombstones whose end has come (residue must leave on the date we named); answers how many. */
  dropTombstones(at: Date): Promise<number>
  /** Forgets messages whose day has come; answers how many. */
  dropMessages(at: Date): Promise<number>
  /** Which messages were told before, in order. */
  seen(messages: readonly Uint8Array[]): Promise<readonly boolean[]>
  /** Creates a person with key and identifiers, or answers who already has one of them. Safe to run twice at once. */
  admit(admission: Admission): Promise<string>
  /**
   * Keeps what is told anew of a person, with its entry of the ledger, in one transaction; false, and nothing of it, for somebody unknown or erased.
   * Fails with `conflict`, and keeps nothing, where `was` is not what is known any more.
   */
  tellAnew(person: string, telling: Telling, audit: AuditEntry): Promise<boolean>
  /** Commits many operations in one durable transaction and answers each one's outcome, in order. All fail when the commit does. */
  commit(works: readonly Work[]): Promise<readonly Outcome[]>
  choices(person: string): Promise<readonly Omit<ChoiceEntry, 'bit'>[]>
  /** What lies there about a person, counted; needs no key and sees a shredded person's remains: read-backs ask it. */
  holdings(person: string): Promise<readonly Holding[]>
  /** The blind tokens a person is known by. */
  tokensOf(person: string): Promise<readonly Token[]>
  /** The same with each as it was sealed. */
  identifiers(person: string): Promise<readonly StoredIdentifier[]>
  /** Keeps an identifier's sealed value where the person has it without one; else changes nothing. */
  keepSealed(person: string, identifier: StoredIdentifier): Promise<void>
  /**
   * Forgets in one transaction: locks the person, has the forgetting prepared over what lies there (of the records, those that `keepable`
   * finds), puts tombstones, replaces what laws keep, deletes the own key, identifiers and choices. No read finds a record without its key
   * from then on; what lies there still sealed, `sweepForgotten` removes. Answers what was prepared; that asks no store, for the only session
   * may be ours.
   */
  forget<Prepared extends Forget>(
    person: string,
    keepable: Printed,
    prepare: (found: Forgettable) => Promise<Prepared>,
  ): Promise<Prepared>
  /** Removes records of a forgotten person that no key opens, at most so many; answers how many. 0: none is left. */
  sweepForgotten(person: string, limit: number): Promise<number>
  /** Records a printed due-predicate finds, oldest first. */
  due(
    predicate: Printed,
    limit: number,
  ): Promise<readonly { readonly person: string; readonly id: string; readonly cell: number }[]>
  /** How many records a printed predicate finds, by cell. */
  countWhere(
    predicate: Printed,
  ): Promise<
    readonly { readonly cell: number; readonly product: string; readonly category: string; readonly count: number }[]
  >
  /** How many records lie in each store, by cell: what a probe of `store` looks at. */
  lying(): Promise<readonly { readonly cell: number; readonly place: string; readonly count: number }[]>
  /** How many things stored while their product only observed lie there under no sentence; test persons' apart. */
  uncovered(): Promise<number>
  /** An entry of the ledger, sequenced or not; null for an unknown event. */
  entry(event: string): Promise<StoredEntry | null>
  /** The newest entries of the ledger about a person. */
  entriesOf(person: string, limit: number): Promise<readonly StoredEntry[]>
  /** How many records the person has on each day (UTC), newest first. */
  days(person: string): Promise<readonly { readonly day: string; readonly count: number }[]>
  /** The modes that were set, by product. */
  modes(): Promise<readonly ProductMode[]>
  /** Decisions counted since a day: no person in them. */
  tallySince(
    from: Date,
  ): Promise<readonly (Omit<TallyEntry, 'at'> & { readonly count: number; readonly lastAt: Date })[]>
}
