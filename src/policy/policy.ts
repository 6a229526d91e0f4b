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
  /** of data from somebody else: whom it came from, a name of `providers`; left out where none is registered (COL-03) */
  readonly source?: string | null
}

/** Where an entry was written. `version` is set once the policy is in force. */
export interface Line {
  readonly clause: string
  /** index of the rule within its clause, from 0 */
  readonly rule: number
  readonly version?: number
  /** which of several cells of its version it came from, where a fact was not known and the cells met: each of them must allow */
  readonly part?: number
  /** the version whose sentence it is, where it stands in a part of another: that one had no cell to be a part */
  readonly saidIn?: number
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
  /** it forbids what this was made from, and so this too (law 10): a denial says `barred`; left out of a ban of its own */
  readonly inherited?: true
}

/**
 * A `never use … because …`: all purposes that it names, on these bases. What of the row's own uses rests on one of them stands in its `bans`; this closes what a later
 * version rests on one (law 8), and what is rested on one of what was made (law 10).
 */
export interface BasisBan extends Ban {
  readonly bases: readonly BasisKind[]
}

/** One `share` line: opens one purpose for the row's recipient and form. */
export interface Share extends Line {
  /** bit of the purpose */
  readonly purpose: number
  /** null: the recipient acts for us, and may do what we may do ourselves (law 12) */
  readonly basis: Basis | null
  /** consents it rests on */
  readonly given: Mask
  readonly when: Condition
  /** of a form that hides, as in `Use` */
  readonly shape?: { readonly method: string } | { readonly atLeast: number }
}

/** What a cell allows one recipient in one form. Masks and entries are read like those of a `Row` (SHA-01). */
export interface ShareRow {
  /** a name of the register `recipients` */
  readonly recipient: string
  readonly form: Form
  readonly based: Mask
  readonly objectable: Mask
  readonly never: Mask
  readonly barred: Mask
  readonly shares: readonly Share[]
  /** `never share`, `never store … with`, and every `never use` that names no hand: a ban follows what is passed on, and what is made (laws 2 and 10) */
  readonly bans: readonly Ban[]
  /** shares that stretch a consent, as in `Row` */
  readonly stretched?: readonly Share[]
}

/** One `derive` line: the cell may be made from these categories, for these purposes, while its condition holds (law 10). */
export interface Derive extends Line {
  /** categories it may be made from, with all below them */
  readonly inputs: readonly string[]
  readonly purposes: Mask
  readonly form: Form
  readonly when: Condition
  readonly shape?: { readonly method: string } | { readonly atLeast: number }
}

/** A `never derive`: the cell is not made from these categories for these purposes while it holds. */
export interface DeriveBan extends Ban {
  readonly inputs: readonly string[]
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
  /** it closes where what this was made from lies, and so this too (law 10); left out of a ban of its own */
  readonly inherited?: true
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
  /** bans on bases: of what the row opens they close nothing, but of what a later version rests on one; left out where there are none */
  readonly onBases?: readonly BasisBan[]
  /** uses that stretch a consent and are as if they were not there (law 9): never in a statement, only in what is in force; left out where there are none */
  readonly stretched?: readonly Use[]
}

/** A cell: facts that some rule tells apart, and all that the statement says about data with these facts. */
export interface Cell {
  /** number within the policy, from 1; with the version it becomes the number a record keeps for ever */
  readonly id: number
  readonly facts: CellFacts
  /** further standings of which it says the very same; left out where there are none */
  readonly standings?: readonly string[]
  readonly collects: readonly Collect[]
  readonly collectBans: readonly Ban[]
  readonly stores: readonly Store[]
  readonly storeBans: readonly StoreBan[]
  readonly rows: readonly Row[]
  readonly limits: readonly Limit[]
  readonly controls: readonly Control[]
  /** one row a recipient and form that some rule speaks of; left out where none does */
  readonly shares?: readonly ShareRow[]
  /** who may make it from what: of a cell of origin `inferred`; left out where no sentence does */
  readonly derives?: readonly Derive[]
  readonly deriveBans?: readonly DeriveBan[]
  /** contexts of what it is or may be made from, through every step: never in a statement, only in what is in force; left out where it is made from nothing */
  readonly behind?: readonly Behind[]
}

/** Where something that data was or may have been made from came from: a ban on bringing that together follows what was made of it (laws 10 and 13). */
export type Behind = Pick<CellFacts, 'product' | 'category' | 'signedIn' | 'account'>

/** What may be brought together, or may not, is told apart by these: a product, a session, a kind of account (law 13). */
export type Context = 'signed-in' | 'signed-out' | 'personal-account' | 'organisation-account'
export const contexts: readonly Context[] = ['signed-in', 'signed-out', 'personal-account', 'organisation-account']

/** One side of a pair: these categories, wherever one of these contexts is. */
export interface Side {
  /** with all below them; null: all data */
  readonly categories: readonly string[] | null
  /** names of products, and contexts; null: every one */
  readonly contexts: readonly string[] | null
}

/** One `combine` line: two contexts that may be brought together for these purposes. It has no direction, and pairs do not chain. */
export interface Pair extends Line {
  readonly sides: readonly [Side, Side]
  readonly purposes: Mask
  readonly when: Condition
  /** sessions and accounts that all brought together must be of; left out where its `when` names none */
  readonly whenIn?: readonly Context[]
  /** places it holds for, with all below them; null: everywhere */
  readonly where: readonly string[] | null
  /** standings it holds in; left out: all */
  readonly standings?: readonly string[]
}

/** A `never combine`. `whenIn`, `unlessIn`: sessions and accounts its conditions name; left out where they name none. */
export interface PairBan extends Line {
  readonly sides: readonly [Side, Side]
  readonly purposes: Mask
  /** of all purposes those that its `for any except` spares, and no other that is registered later; left out otherwise */
  readonly except?: Mask
  readonly when: Condition | null
  readonly unless: Condition | null
  readonly whenIn?: readonly Context[]
  readonly unlessIn?: readonly Context[]
  readonly where: readonly string[] | null
  readonly standings?: readonly string[]
}

/** A value said in a promise. */
export type PromiseValue =
  | { readonly time: Period }
  | { readonly number: number }
  | { readonly ratio: { readonly count: number; readonly of: number } }
  | { readonly names: readonly string[] }

/** One `promise` line: a commitment of the register with its parameters. It opens and closes no data. */
export interface PromiseLine extends Line {
  /** a name of the register `commitments` */
  readonly commitment: string
  /** null: all data */
  readonly categories: readonly string[] | null
  /** null: every product */
  readonly products: readonly string[] | null
  readonly where: readonly string[] | null
  readonly standings?: readonly string[]
  /** by name of the parameter, sorted by it */
  readonly parameters: Readonly<Record<string, PromiseValue>>
}

/**
 * A `never` as it stands over any data, collected or not: what a product that only observes still refuses (docs/spec/modes.md). What
 * depends on a session, an account or where somebody lives is taken to hold, and its exceptions not: the most protective reading. `whenIn` and
 * `lifted` say of which sessions and accounts it is, for data of which they are known.
 */
export interface StandingBan extends Line {
  readonly verb: 'collect' | 'use' | 'store' | 'share' | 'derive'
  readonly products: readonly string[]
  readonly categories: readonly string[]
  readonly origins: readonly Origin[]
  readonly hands: readonly Hand[]
  /** of a `never use`, `never share` and `never derive` */
  readonly purposes: Mask
  /** of all purposes those that its `for any except` spares, and no other that is registered later; left out otherwise */
  readonly except?: Mask
  /** of a `never store` */
  readonly places: readonly string[]
  /** of a `never share`: registered recipients it names, by themselves or by their kind; left out otherwise, and where it names any */
  readonly recipients?: readonly string[]
  /** of a `never share`: kinds of recipient it names, whoever of them is registered later too; left out where it names none, or any */
  readonly kinds?: readonly RecipientKind[]
  /** recipients that its `except` spares, whatever their kind; left out where there are none */
  readonly spared?: readonly string[]
  /** of a `never derive`: categories it names as inputs; left out otherwise, and where it names any */
  readonly inputs?: readonly string[]
  /** of a `never use`: the bases it names; left out where it names none, and so closes whatever a use rests on */
  readonly bases?: readonly BasisKind[]
  /** standings it holds in; left out: all */
  readonly standings?: readonly string[]
  readonly when: Condition | null
  readonly unless: Condition | null
  /** sessions and accounts that its `when` names; left out where it names none */
  readonly whenIn?: readonly Context[]
  /** its `unless`, where that names sessions and accounts: `unless` itself is null then */
  readonly lifted?: { readonly in: readonly Context[]; readonly unless: Condition | null }
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

export type Verb = 'collect' | 'derive' | 'use' | 'share' | 'combine' | 'store' | 'keep' | 'never' | 'offer' | 'promise'

export interface Purpose { readonly name: string; readonly bit: number; readonly label: string; readonly gives: string; readonly marketing: boolean; readonly survives: boolean; readonly iri?: string } // prettier-ignore
export interface Category { readonly name: string; readonly label: string; readonly holds: string; readonly special: boolean; readonly bystanders: boolean; readonly iri?: string } // prettier-ignore
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
  /** signals of browsers that decide it: `gpc`, `dnt` (COO-04) */
  readonly signals?: readonly string[]
}
/** A product. `profiles`: left out, every profile has it. `stage`, `until`: of one that is tried out, or that ends (PRE-01). */
export interface Product {
  readonly name: string
  readonly label: string
  readonly profiles?: readonly string[]
  readonly features?: readonly string[]
  /** advertisements pay for it */
  readonly adSupported?: true
  readonly stage?: 'preview' | 'general' | 'ending'
  readonly until?: string
}
/** A place. `zone`: data of people who live there leaves it only under a mechanism (LOC-04). `laws`: notes of the laws that hold there. `childAge`: years under which a guardian answers. `duties`: commitments a law demands. */
export interface Place {
  readonly name: string
  readonly label: string
  readonly within: readonly string[]
  readonly zone?: true
  readonly laws?: readonly string[]
  readonly childAge?: number
  readonly duties?: readonly string[]
}

/** What kind of somebody else gets data (annex D), and whether it acts for us (law 12). */
export const recipientKinds = {
  directed: 'own', organisation: 'own', bank: 'own', 'fraud-prevention': 'own', affiliate: 'ours', vendor: 'ours', subprocessor: 'ours', acquirer: 'own',
  authority: 'authority', protection: 'own', referral: 'authority', linked: 'own', advertiser: 'own',
} as const // prettier-ignore
export type RecipientKind = keyof typeof recipientKinds

/** Somebody else who may get data, while listed (SHA-01, SUB-01). */
export interface Recipient {
  readonly name: string
  readonly label: string
  readonly kind: RecipientKind
  readonly role: 'ours' | 'own' | 'authority'
  /** bits of the purposes it was engaged for (SUB-04); empty for one that does not act for us: then every one it has a basis for */
  readonly functions: Mask
  /** places it works from */
  readonly at: readonly string[]
  /** mechanisms under which data may go there */
  readonly under: readonly string[]
  /** first and last day on the list */
  readonly since: string
  readonly until: string | null
  /** where the contract, the audit and the notice of it stand: a text for people */
  readonly contract: string | null
  readonly audit: string | null
  /** day on which those concerned were told; null: not told */
  readonly told: string | null
}

/** What kind of somebody else data comes from (annex C). */
export const providerKinds = [
  'broker', 'user-content', 'social', 'locator', 'co-branded', 'developer', 'skill', 'public', 'directed', 'organisation',
] as const // prettier-ignore
export type ProviderKind = (typeof providerKinds)[number]

/** Somebody else data comes from, with their own restrictions (COL-03). An origin `third-party` is from one of these where any is registered. */
export interface Provider {
  readonly name: string
  readonly label: string
  readonly kind: ProviderKind
  /** categories it may supply, with all below them */
  readonly supplies: readonly string[]
  /** purposes that its data may not serve, whatever we say */
  readonly bars: Mask
  /** categories of ours that its data is put beside (COL-03); empty: it stands alone */
  readonly supplements: readonly string[]
}

/** Why data may lie, or be opened from, outside the person's zone, and on which days (LOC-04). */
export interface Mechanism {
  readonly name: string
  readonly label: string
  readonly kind: 'adequacy' | 'clauses' | 'framework' | 'rules' | 'exception'
  /** places whose data may go, and where to, with all below them */
  readonly from: readonly string[]
  readonly to: readonly string[]
  /** first and last day it holds; no last day: until it is ended */
  readonly valid: { readonly from: string; readonly until: string | null }
  readonly certificate: string | null
  /** every use of it is counted and published (LOC-05) */
  readonly counted: boolean
}

/** A cookie of the site (COO-01). `choice`: the one that must be on; null: it needs none. */
export interface Cookie {
  readonly name: string
  /** as browsers know it */
  readonly called: string
  readonly host: string
  readonly use: 'preference' | 'sign-in' | 'advertising' | 'analysis'
  /** null: until the browser closes */
  readonly life: Period | null
  /** a recipient; null: ours */
  readonly provider: string | null
  readonly choice: string | null
}

/** What a parameter of a commitment is, and which way it is stronger: `less` for a time to answer, `more` for a notice. */
export interface CommitmentParameter {
  readonly name: string
  readonly type: 'time' | 'number' | 'ratio' | 'names' | 'places' | 'products' | 'registers'
  readonly stronger: 'less' | 'more' | null
}
/** Something that may be promised: what keeps it, and how it is tried. */
export interface Commitment {
  readonly name: string
  readonly label: string
  readonly parameters: readonly CommitmentParameter[]
  /** names of desks, or `probe`, `system` */
  readonly enforcedBy: readonly string[]
  readonly test: string
  /** areas of the requirements it carries */
  readonly areas: readonly string[]
}

/** A fact on which a profile hangs: an age under the child's age, a customer's account, a kind of account, an enrolment that is on, a place. */
export type ProfileFact =
  | { readonly kind: 'child' | 'customer' }
  | { readonly kind: 'account'; readonly account: Account }
  | { readonly kind: 'choice' | 'where'; readonly name: string }

/** A profile of the folder. A base stands alone; what narrows takes away; what extends adds, while somebody is enrolled and until it ends. */
export interface Profile {
  readonly name: string
  readonly kind: 'base' | 'narrows' | 'extends'
  /** of an overlay: the bases it may lie over */
  readonly over: readonly string[]
  /** what must be so of the person or the account for it to hold; empty: the base of everybody else */
  readonly while: readonly ProfileFact[]
  /** of an overlay that extends: its last day */
  readonly ends: string | null
}
/** A standing that people may have: a base, its overlays and the contracts of one customer, `+` between them as in `CellFacts.standing`. */
export interface StandingEntry {
  readonly name: string
  readonly base: string
  /** overlays and contracts, sorted */
  readonly overlays: readonly string[]
}
/** A contract with customers: what it limits stands in the cells of these customers' accounts (ENT-07). */
export interface Contract {
  readonly name: string
  readonly profile: string
  /** empty: all customers */
  readonly customers: readonly string[]
}
/** A section of the folder that holds for one product (COL-13). */
export interface ProductSection {
  readonly product: string
  /** empty: every profile */
  readonly profiles: readonly string[]
}
/** Where data lies. `backups`: how long a copy of it may live on after it was removed. */
export interface StoreEntry { readonly name: string; readonly label: string; readonly at: string; readonly holds: readonly string[]; readonly backups: Period | null; readonly facility: string | null; readonly reviewed: string | null } // prettier-ignore
/**
 * What was weighed, cited or shown, by whom and when. Of kind `compatible`: `purposes` go together with the purposes `with` which data was collected (PUR-14); `data` names
 * categories and groups (left out: all data), `told` is the day on which people were told of it.
 */
export interface Note { readonly name: string; readonly kind: 'balance' | 'law' | 'method' | 'compatible' | 'project'; readonly text: string; readonly author: string; readonly date: string; readonly until: string | null; readonly test?: string; readonly purposes?: readonly string[]; readonly with?: readonly string[]; readonly data?: readonly string[]; readonly told?: string } // prettier-ignore
export interface Desk { readonly name: string; readonly label: string; readonly controls: readonly string[]; readonly surfaces: readonly string[]; readonly steps: readonly string[]; readonly approvals: number; readonly answerWithin: Period | null; readonly tombstones: Period | null } // prettier-ignore
export interface Organisation { readonly name: string; readonly address: string; readonly phone: string; readonly officer: string; readonly officers: readonly string[]; readonly languages: readonly string[]; readonly representatives?: readonly OrganisationOffice[]; readonly offices?: readonly OrganisationOffice[] } // prettier-ignore
/** A representative or an office of the organisation: for people of which place, and where it is reached. */
export interface OrganisationOffice { readonly name: string; readonly label: string; readonly address: string; readonly at: string } // prettier-ignore

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
  // each of these too is left out where there is nothing of it
  readonly providers?: readonly Provider[]
  readonly recipients?: readonly Recipient[]
  readonly mechanisms?: readonly Mechanism[]
  readonly cookies?: readonly Cookie[]
  readonly commitments?: readonly Commitment[]
  /** more than the one base, or overlays: otherwise `profile` says it all */
  readonly profiles?: readonly Profile[]
  readonly standings?: readonly StandingEntry[]
  readonly contracts?: readonly Contract[]
  readonly sections?: readonly ProductSection[]
  readonly pairs?: readonly Pair[]
  readonly pairBans?: readonly PairBan[]
  readonly promises?: readonly PromiseLine[]
  readonly clauses: readonly Clause[]
  readonly cells: readonly Cell[]
  readonly bans: readonly StandingBan[]
}
