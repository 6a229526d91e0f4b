// A rule as it was written: names with their places, slots as the grammar has them (docs/spec/statement.md, "Rules").
// Nothing here is looked up in a register yet.

import type { Period } from '../../base/index.ts'
import type { Account, BasisKind, Verb } from '../../policy/index.ts'
import type { Span } from '../diagnostics.ts'

/** A name as written, and where. */
export interface Name {
  readonly text: string
  readonly span: Span
}

/** `any` or a list of names, less those after `except`. */
export interface NameSet {
  readonly any: boolean
  readonly names: readonly Name[]
  readonly except: readonly Name[]
  readonly span: Span
}

/** One condition of a `when` or an `unless`; several are joined by "and". */
export type Cond =
  | { readonly kind: 'choice'; readonly name: Name; readonly value: 'on' | 'off' }
  | { readonly kind: 'case'; readonly names: readonly Name[] }
  | { readonly kind: 'directed' }
  | { readonly kind: 'signed'; readonly signedIn: boolean }
  | { readonly kind: 'account'; readonly account: Account }

/** A time as written, and where: `18 months`. */
export interface TimeText {
  readonly time: Period
  readonly span: Span
}

/** `18 months after collection`, or `until removal`. `span` is that of the time. */
export type LimitText = { readonly after: Period; readonly span: Span; readonly event: Name } | { readonly until: Name }

/** `because consent voice-clips`: why a use is lawful. */
export interface BasisText {
  readonly kind: BasisKind
  readonly name: Name | null
  readonly span: Span
}

/** `needed for …`, `optional for …`, `needed by law …`. */
export type NeedText =
  { readonly kind: 'needed' | 'optional'; readonly for: readonly Name[] } | { readonly kind: 'law'; readonly law: Name }

/** `as de-identified voice-scrub`, `as aggregate of at least 50`. */
export type FormText =
  | { readonly form: 'identified' }
  | { readonly form: 'de-identified'; readonly method: Name }
  | { readonly form: 'aggregate'; readonly atLeast: number }

/** `by people at most 1 in 1000 of 10 seconds`. `capSpans`: of `1 in 1000` and of `10 seconds`; null where there is none. */
export interface HandText {
  readonly hand: 'machines' | 'people' | 'both'
  readonly cap: { readonly count: number; readonly of: number; readonly time: Period | null } | null
  readonly capSpans: { readonly ratio: Span; readonly time: Span | null } | null
}

/** One side of a `combine`: contexts, and of what data. `data` null: all. */
export interface SideText {
  readonly data: NameSet | null
  readonly contexts: NameSet
}

/** A parameter of a promise: `within 1 month`, `place eu`, `at-most 1 in 1000`. */
export interface ParameterText {
  readonly name: Name
  readonly value:
    | { readonly time: Period }
    | { readonly number: number }
    | { readonly ratio: { readonly count: number; readonly of: number } }
    | { readonly names: readonly Name[] }
  readonly span: Span
}

/** What may stand in a rule after its set; which verb takes which is the table in slots.ts. */
export interface Slots {
  readonly in?: NameSet
  /** origins or sources; of a `derive` the data it is made from */
  readonly from?: NameSet
  /** recipients, or kinds of them */
  readonly with?: NameSet
  readonly need?: NeedText
  readonly for?: NameSet
  readonly because?: BasisText
  /** of a ban: the kinds of basis it closes */
  readonly bases?: NameSet
  readonly as?: FormText
  readonly by?: HandText
  readonly limits?: readonly LimitText[]
  readonly at?: NameSet
  readonly under?: readonly Name[]
  readonly on?: readonly Name[]
  readonly to?: readonly Name[]
  readonly per?: readonly Name[]
  readonly within?: TimeText
  readonly when?: readonly Cond[]
  readonly unless?: readonly Cond[]
  readonly unlessLaw?: readonly Name[]
  readonly where?: NameSet
}

/** What a `never` forbids. */
export type BanVerb = 'collect' | 'derive' | 'use' | 'share' | 'combine' | 'store'

/** One rule. `span` is its verb. */
export interface Rule {
  readonly verb: Verb
  /** of a `never`: what it forbids */
  readonly ban: BanVerb | null
  /** of an `offer`: the controls */
  readonly controls: readonly Name[]
  /** the data; of a `combine`, and of a `promise` about nothing in particular, any */
  readonly set: NameSet
  readonly slots: Slots
  readonly span: Span
  /** of a `combine` */
  readonly sides?: readonly [SideText, SideText]
  /** of a `promise`: the commitment, and what it says of it */
  readonly commitment?: Name
  readonly parameters?: readonly ParameterText[]
}

/** One line of a rule block, with its place in the file. */
export interface RuleLine {
  readonly text: string
  readonly file: string
  readonly line: number
  /** column of the first sign of `text` */
  readonly column: number
}

/** What stands in a block: rules, or the mark `aim` or `info` with its reason. */
export interface Block {
  readonly mark: { readonly kind: 'aim' | 'info'; readonly reason: string } | null
  readonly rules: readonly Rule[]
  /** some line could not be read: what the block says is not all of it */
  readonly broken: boolean
}
