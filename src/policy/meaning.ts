// What a difference between two policies means: a key and what is put in, so that every language says it in its own words. `decision` finds
// them and says them in English; a notice of change says them in the languages of the statement.

import type { Period } from '../base/index.ts'
import type { Basis, Choice, Cookie, Form, Hand, Limit, Origin, ProfileFact, PromiseLine, Recipient, Side, StandingBan } from './policy.ts' // prettier-ignore

/** Whether it is so now, or not any more. */
export type Stands = 'now' | 'gone'

/** The same, or under fewer or more conditions than before. */
export type Opens = Stands | 'fewer conditions' | 'more conditions'

interface Change<Value, Earlier = Value> {
  readonly now: Value
  readonly before: Earlier
}

/** Names that came, beside those that there were. */
interface Grown {
  readonly more: readonly string[]
  readonly before: readonly string[]
}

/** A field of an entry that says something else: its texts, empty where it says nothing; null where it holds more than texts. */
export interface OtherField extends Change<string | null> {
  readonly name: string
}

type Promised = Pick<PromiseLine, 'commitment' | 'parameters'>
type Nothing = Readonly<Record<never, never>>

/** Everything that a difference can mean, with what is put in: names of the registers, never their labels. */
export interface Meanings {
  readonly collected: { readonly origin: Origin; readonly how: Opens }
  readonly made: { readonly inputs: readonly string[]; readonly purposes: readonly string[]; readonly form: Form; readonly how: Stands } // prettier-ignore
  readonly used: { readonly purpose: string; readonly hand: Hand; readonly form: Form; readonly how: Opens }
  readonly shared: { readonly recipient: string; readonly purpose: string; readonly form: Form; readonly how: Opens }
  /** null: what we may do ourselves */
  readonly basis: { readonly purpose: string } & Change<Basis | null>
  readonly objection: { readonly purpose: string; readonly how: Stands }
  readonly kept: Change<Limit['end']>
  readonly 'kept at all': { readonly end: Limit['end']; readonly how: Stands }
  readonly lies: { readonly places: readonly string[]; readonly under: readonly string[]; readonly how: Stands }
  readonly control: { readonly control: string; readonly how: Stands | 'weaker' | 'stronger' }
  readonly 'ban on use': { readonly purposes: readonly string[]; readonly how: Stands }
  readonly 'ban on sharing': { readonly recipient: string; readonly purposes: readonly string[]; readonly how: Stands }
  readonly 'ban on making': { readonly inputs: readonly string[]; readonly purposes: readonly string[]; readonly how: Stands } // prettier-ignore
  readonly 'ban on collecting': { readonly how: Stands }
  /** no places: anywhere */
  readonly 'ban on storing': { readonly places: readonly string[]; readonly how: Stands }
  /** no purposes: whatever comes later */
  readonly 'ban on combining': { readonly side: Side; readonly purposes: readonly string[]; readonly how: Stands }
  /** over data that nothing collects, or whoever comes later */
  readonly 'standing ban': { readonly verb: StandingBan['verb']; readonly how: Stands }
  readonly 'barred by its source': { readonly purpose: string; readonly how: Stands }
  /** `choice`: its label */
  readonly 'stretched yes': { readonly purpose: string; readonly choice: string }
  readonly combined: { readonly side: Side; readonly purposes: readonly string[]; readonly how: Stands }
  readonly promise: { readonly promise: Promised; readonly how: Stands }
  readonly 'other promise': Change<Promised>
  readonly 'new entry': Nothing
  readonly 'entry gone': Nothing
  readonly 'says something else': { readonly fields: readonly OtherField[] }
  readonly 'a cookie': Nothing
  readonly 'contract gone': Nothing
  /** null: nobody says for how long */
  readonly backups: Change<Period | null, Period>
  readonly answer: Change<Period | null, Period>
  readonly tombstones: Change<Period | null, Period>
  readonly approvals: Change<number>
  readonly 'on by default': Nothing
  readonly choice: Change<Pick<Choice, 'kind' | 'by' | 'scope'>>
  readonly wording: Change<string>
  readonly holds: Change<string>
  readonly 'is for': Change<string>
  readonly 'survives restriction': Nothing
  /** null: never */
  readonly 'profile ends': Change<string | null, string>
  readonly 'profile holds': Change<readonly ProfileFact[]>
  readonly recipient: Change<Pick<Recipient, 'kind' | 'role'>>
  readonly 'engaged for more': Nothing
  readonly 'listed until': Change<string | null, string>
  readonly 'no contract': Nothing
  readonly 'no audit': Nothing
  readonly 'works from': Grown
  readonly supplies: Grown
  readonly supplements: Grown
  readonly 'bars fewer': Nothing
  readonly 'goes to': Grown
  readonly 'goes from': Grown
  readonly 'mechanism until': Change<string | null, string>
  readonly 'not counted': Nothing
  readonly 'cookie for': Change<Cookie['use']>
  /** null: our own */
  readonly 'cookie of': Change<string, string | null>
  readonly 'cookie needs': Change<string | null, string>
  /** null: until the browser is closed */
  readonly 'cookie lives': Change<Period, Period | null>
  /** no customers: all of them */
  readonly customers: Change<readonly string[]>
}

/** One meaning: its key, and what is put in. */
export type Meant = { readonly [Key in keyof Meanings]: { readonly key: Key } & Meanings[Key] }[keyof Meanings]

/** How names, periods and the words of the language of rules are called where a meaning is said. */
export interface Speaker {
  readonly name: (register: SpokenRegister, name: string) => string
  readonly names: (register: SpokenRegister, names: readonly string[]) => string
  readonly period: (period: Period) => string
  readonly origin: (origin: Origin) => string
  readonly hand: (hand: Hand) => string
  readonly form: (form: Form) => string
  readonly basis: (kind: Basis['kind']) => string
}

/** Registers whose labels people read. */
export type SpokenRegister = 'categories' | 'purposes' | 'events' | 'products' | 'places' | 'recipients'

/** The words of one language: a phrase for every meaning. */
export type MeaningPhrases = {
  readonly [Key in keyof Meanings]: (given: Meanings[Key], say: Speaker) => string
}

/** Says a meaning in the words of a language. */
export function sayMeaning(meant: Meant, phrases: MeaningPhrases, speaker: Speaker): string {
  const phrase = phrases[meant.key] as (given: Meant, say: Speaker) => string // the key picks the phrase of what it is given
  return phrase(meant, speaker)
}
