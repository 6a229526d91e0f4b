// What may be asked of a policy, and what it answers. The same form in `kept decide`, test/cases/*.yaml and the gate's records.

import type { Mask } from './mask.ts'
import type { Account, Form, Hand, Origin } from './policy.ts'

/** The terms of the formula in the order in which a denial names them (language, "The decision"). */
export const terms = ['never', 'barred', 'restricted', 'based', 'given', 'open', 'objected', 'live', 'place', 'pair', 'recipient', 'case'] as const // prettier-ignore
export type Term = (typeof terms)[number]

/** Something else that a question is about: data of a product, or of the same one where none is said. */
export interface Beside {
  readonly product?: string
  readonly category?: string
  readonly signedIn?: boolean
  readonly account?: Account
}

/** A question in words, as a person or a service asks it. Names are those of the registers; unknown ones are denied. */
export interface Question {
  readonly ask: 'use' | 'write' | 'control' | 'share' | 'combine' | 'derive'
  readonly profile?: string
  readonly overlays?: readonly string[]
  readonly product: string
  readonly category: string
  readonly origin?: Origin
  readonly signedIn?: boolean
  readonly account?: Account
  /** where the person lives; left out: the answer holds wherever that is */
  readonly where?: string
  readonly purpose?: string
  readonly control?: string
  readonly recipient?: string
  /** of a `combine`: what it is brought together with; a category left out is the product asking */
  readonly with?: Beside
  /** of a `derive`: what it is made from */
  readonly inputs?: readonly Beside[]
  readonly hand?: Hand
  readonly form?: Form
  /** choices that differ from their defaults */
  readonly choices?: Readonly<Record<string, 'on' | 'off'>>
  /** purposes objected to; `true` means the one asked for */
  readonly objected?: boolean | readonly string[]
  readonly restricted?: boolean
  /** kinds of open cases the question cites */
  readonly cases?: readonly string[]
  readonly directed?: boolean
  /** place where it is to be stored or opened; left out: not asked */
  readonly place?: string
  /** RFC 3339 */
  readonly collectedAt?: string
  /** when the event that starts or ends a period happened: RFC 3339 */
  readonly endedAt?: string
  readonly at?: string
}

/** What changes about a person, folded: choices that are on, purposes objected to, restriction of processing. */
export interface Standing {
  readonly on: Mask
  readonly objected: Mask
  readonly restricted: boolean
}

/** The facts of one act, as numbers: what `decide` needs beside the cell and the person's standing. */
export interface Act {
  /** bit of the purpose; for a write or a control it is not used */
  readonly purpose: number
  readonly hand: Hand
  readonly form: Form
  readonly cases: readonly string[]
  readonly directed: boolean
  readonly place: string | null
  /** the sampler drew it: without, what a sentence allows of a few of many only is closed */
  readonly drawn?: true
  readonly collectedAt: Date
  readonly endedAt: Date | null
  readonly at: Date
}

/** What a machine asks at a moment, about data as it is and of that moment, for nothing in particular: a write is this; other questions say in what they differ. */
export function plainAct(at: Date, more: Partial<Act> = {}): Act {
  return {
    purpose: -1,
    hand: 'machines',
    form: 'identified',
    cases: [],
    directed: false,
    place: null,
    collectedAt: at,
    endedAt: null,
    at,
    ...more,
  }
}

/** Whether a product refuses what the statement does not allow, or only notes it (docs/spec/modes.md). Set at run time, in the ledger. */
export type Mode = 'enforce' | 'observe'

/**
 * An answer. A denial names the first term that closed it and, where a sentence did, the clause; a permit names the clause that opened it.
 * A permit with a term was only observed: the term, the clause and the words are those of the denial that enforcing would have given.
 */
export interface Decision {
  readonly effect: 'permit' | 'deny'
  readonly clause: string | null
  readonly version: number | null
  readonly term: Term | null
  /** one sentence for a person */
  readonly why: string
  /** what would change the answer, where something the person or the asker can do would */
  readonly change: string | null
}

/** One step of the trace an engineer reads: each term with what it found. */
export interface TraceStep {
  readonly term: Term
  readonly holds: boolean
  readonly clause: string | null
  readonly detail: string
}
