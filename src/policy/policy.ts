// The compiled statement as data: the waist. Everything above asks it; nothing above reads the text again (docs/spec/policy.md).
// A policy is immutable, canonical JSON with a content hash. Every entry names the clause and the rule it came from.

import type { Period } from '../base/index.ts'
import type { Mask } from './mask.ts'
import type { Source } from './source.ts'

/** How a datum came: given by the person, seen in use, made by us, guessed, or got from somebody else (COL-02). */
export type Origin = 'person' | 'observed' | 'system' | 'inferred' | 'third-party'
export const origins: readonly Origin[] = ['person', 'observed', 'system', 'inferred', 'third-party']

/** Who touches the data: a program, or a human being (HUM-01). */
export type Hand = 'machines' | 'people'
export const hands: readonly Hand[] = ['machines', 'people']

/** In what form it is served. Only the gate makes the last two (law 14). */
export type Form = 'identified' | 'de-identified' | 'aggregate'
export const forms: readonly Form[] = ['identified', 'de-identified', 'aggregate']

/** Whose account it is: the person's own, or one an organisation runs (ACT-01). */
export type Account = 'personal' | 'organisation'

/** The facts that choose a cell, at collection and for ever. `null`: no rule tells this apart, or it is not known. */
export interface CellFacts {
  /** base profile with its overlays, `+` between them: `consumer` */
  readonly standing: string
  readonly product: string
  readonly category: string
  readonly origin: Origin
  readonly signedIn: boolean | null
  readonly account: Account | null
  /** where the person lives: a name of the register `places` */
  readonly where: string | null
}

/** Where an entry was written. `version` is set once the policy is in force. */
export interface Line {
  readonly clause: string
  /** index of the rule within its clause, from 0 */
  readonly rule: number
  readonly version?: number
  /** which of several cells of its version it came from, where a fact was not known and the cells met: each of them must allow */
  readonly part?: number
}

/** Conditions joined by "and". Met when (need & ~on) = 0, (block & on) = 0, every list of cases has an open case, and so on. */
export interface Condition {
  /** choices that must be on */
  readonly need: Mask
  /** choices that must be off */
  readonly block: Mask
  /** of each list the question must cite at least one open case */
  readonly cases: readonly (readonly string[])[]
  /** the question must be the person's own act */
  readonly directed: boolean
}

export type BasisKind =
  | 'consent' | 'contract' | 'vital' | 'instruction' | 'law' | 'public-task' | 'legitimate-interest' // prettier-ignore

/** Why a use is lawful (annex E). `name`: the choice of a consent, else the note that weighs or cites. */
export interface Basis {
  readonly kind: BasisKind
  readonly name: string | null
}

/** One `collect` line that covers the cell: the cell may be written when its conditions hold. */
export interface Collect extends Line {
  readonly need: 'needed' | 'optional' | null
  /** what stops without it: purposes or products by name, or the law that asks for it */
  readonly needFor: readonly string[]
  readonly when: Condition
}

/** One `use` line: opens one purpose for the row's hand and form. */
export interface Use extends Line {
  /** bit of the purpose */
  readonly purpose: number
  readonly basis: Basis
  /** consents it rests on */
  readonly given: Mask
  readonly when: Condition
  /** `at most number in number of time`: the sampler's cap; null without one */
  readonly cap: { readonly count: number; readonly of: number; readonly time: Period | null } | null
  /** of a form that hides: the note of its method, or the fewest people an aggregate may count; left out when identified */
  readonly shape?: { readonly method: string } | { readonly atLeast: number }
}

/** One `never` line. It holds when its `when` does and its `unless` does not; without either it always holds. */
export interface Ban extends Line {
  readonly purposes: Mask
  readonly when: Condition | null
  readonly unless: Condition | null
}

/** One limit of a `keep` line: the first to pass ends the purposes it names. */
export interface Limit extends Line {
  readonly purposes: Mask
  /** after: a period from an event. until: the event itself ends it */
  readonly end: { readonly after: Period; readonly event: string } | { readonly until: string }
  readonly when: Condition | null
  /** the note of the law that makes us keep it */
  readonly law: string | null
}

/** One `store` line: places, expanded to every name below them, where the cell may lie or be opened from. */
export interface Store extends Line {
  readonly places: readonly string[]
  readonly under: readonly string[]
  readonly when: Condition | null
}

/** A `never store`: places closed while it holds. */
export interface StoreBan extends Line {
  readonly places: readonly string[]
  readonly when: Condition | null
  readonly unless: Condition | null
}

/** One `offer` line: a control the person may use on this cell. No purpose mask closes it. */
export interface Control extends Line {
  readonly control: string
  readonly purposes: Mask
  readonly surfaces: readonly string[]
  readonly to: readonly string[]
  readonly per: readonly string[]
  readonly within: Period | null
  readonly unlessLaw: readonly string[]
}

/** What a cell allows one hand in one form. The masks fold what has no condition; `uses` and `bans` keep the clause of every bit. */
export interface Row {
  readonly hand: Hand
  readonly form: Form
  /** purposes some `use` opens */
  readonly based: Mask
  /** purposes the person may object to */
  readonly objectable: Mask
  /** purposes an unconditional ban closes */
  readonly never: Mask
  /** purposes the record's source or inputs close */
  readonly barred: Mask
  /** every use of a purpose must hold: one line in one version, one a version after a meet */
  readonly uses: readonly Use[]
  readonly bans: readonly Ban[]
}

/** A cell: facts that some rule tells apart, and all that the statement says about data with these facts. */
export interface Cell {
  /** number within the policy, from 1; with the version it becomes the number a record keeps for ever */
  readonly id: number
  readonly facts: CellFacts
  readonly collects: readonly Collect[]
  readonly collectBans: readonly Ban[]
  readonly stores: readonly Store[]
  readonly storeBans: readonly StoreBan[]
  readonly rows: readonly Row[]
  readonly limits: readonly Limit[]
  readonly controls: readonly Control[]
}

/**
 * A `never` as it stands over any data, collected or not: what a product that only observes still refuses (docs/spec/modes.md). What
 * depends on a session, an account or where somebody lives is taken to hold, and its exceptions not: the most protective reading.
 */
export interface StandingBan extends Line {
  readonly verb: 'collect' | 'use' | 'store'
  readonly products: readonly string[]
  readonly categories: readonly string[]
  readonly origins: readonly Origin[]
  readonly hands: readonly Hand[]
  /** of a `never use` */
  readonly purposes: Mask
  /** of a `never store` */
  readonly places: readonly string[]
  readonly when: Condition | null
  readonly unless: Condition | null
}

/** What a clause is (language, "Clauses"). */
export type ClauseClass = 'ruled' | 'aim' | 'info' | 'bare'

/** A clause as the policy knows it: the sentence lives on the page. */
export interface Clause {
  readonly id: string
  readonly class: ClauseClass
  /** verbs of its rules, in order */
  readonly verbs: readonly Verb[]
  /** SHA-256 of its words and rules: what a signature covers */
  readonly digest: string
}

export type Verb = 'collect' | 'use' | 'keep' | 'never' | 'offer' | 'store'

export interface Purpose { readonly name: string; readonly bit: number; readonly label: string; readonly gives: string; readonly marketing: boolean; readonly survives: boolean } // prettier-ignore
export interface Category { readonly name: string; readonly label: string; readonly holds: string; readonly special: boolean; readonly bystanders: boolean } // prettier-ignore
export interface EventName { readonly name: string; readonly label: string; readonly of: 'record' | 'case' | 'person' | 'contract' | 'product' } // prettier-ignore
export interface Choice {
  readonly name: string
  readonly bit: number
  readonly kind: 'consent' | 'setting' | 'opt-out' | 'permission' | 'enrolment' | 'direction'
  readonly label: string
  /** the words shown when asking (CHO-12) */
  readonly wording: string
  readonly default: 'on' | 'off'
  readonly by: 'person' | 'guardian' | 'administrator'
  readonly scope: 'person' | 'product' | 'device'
}
export interface Product {
  readonly name: string
  readonly label: string
}
export interface Place {
  readonly name: string
  readonly label: string
  readonly within: readonly string[]
}
/** Where data lies. `backups`: how long a copy of it may live on after it was removed. */
export interface StoreEntry { readonly name: string; readonly label: string; readonly at: string; readonly holds: readonly string[]; readonly backups: Period | null; readonly facility: string | null; readonly reviewed: string | null } // prettier-ignore
export interface Note { readonly name: string; readonly kind: 'balance' | 'law' | 'method' | 'compatible' | 'project'; readonly text: string; readonly author: string; readonly date: string; readonly until: string | null } // prettier-ignore
export interface Desk { readonly name: string; readonly label: string; readonly controls: readonly string[]; readonly surfaces: readonly string[]; readonly steps: readonly string[]; readonly approvals: number; readonly answerWithin: Period | null; readonly tombstones: Period | null } // prettier-ignore
export interface Organisation { readonly name: string; readonly address: string; readonly phone: string; readonly officer: string; readonly officers: readonly string[]; readonly languages: readonly string[] } // prettier-ignore

/** The compiled statement. Lists are sorted by name; cells by their facts: the same folder gives the same bytes everywhere. */
export interface Policy {
  readonly format: 'wordkept/policy/1'
  readonly profile: string
  readonly organisation: Organisation
  readonly purposes: readonly Purpose[]
  readonly categories: readonly Category[]
  readonly events: readonly EventName[]
  /** named sets of categories, expanded */
  readonly groups: Readonly<Record<string, readonly string[]>>
  readonly choices: readonly Choice[]
  readonly products: readonly Product[]
  readonly places: readonly Place[]
  readonly stores: readonly StoreEntry[]
  readonly notes: readonly Note[]
  readonly desks: readonly Desk[]
  /** left out where there is none: what came before sources keeps its hash */
  readonly sources?: readonly Source[]
  readonly clauses: readonly Clause[]
  readonly cells: readonly Cell[]
  readonly bans: readonly StandingBan[]
}
