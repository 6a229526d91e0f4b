// The port to whatever holds people's data: the vault, the accounts, each connected system. One way to find, copy and erase,
// wherever data lies (docs/spec/plans.md). A plan asks; a holder answers with counts and files, and stores nothing about the plan.

import type { Json } from '../base/index.ts'

/** How much of one kind a holder has about a person. `kind` is a category of the taxonomy, or the holder's own word (`account`). */
export interface Held {
  readonly kind: string
  readonly count: number
  readonly oldest: Date | null
}

/** One file of a person's copy: items of one kind, one at a time, so that no copy has to fit into memory. */
export interface Part {
  /** path in the archive: lower case, `.json` at the end, no `..` */
  readonly file: string
  readonly items: Iterable<Json> | AsyncIterable<Json>
}

/** Records of one person, by id. */
export interface Items {
  readonly person: string
  readonly ids: readonly string[]
}

/** What is to be done, recorded before it is done. JSON, so that a process which never saw the beginning can do it again. */
interface Intended {
  readonly plan: string
  /** number of the step in its plan, from 0: with `plan` the key by which an effect is known to be the same */
  readonly step: number
  readonly case: string | null
  /** RFC 3339 */
  readonly at: string
  /** how many things the holder had just before: what the effect counts from, also when it is asked again after a crash */
  readonly before: number
}

/** Erase: everything about a person. */
export interface EraseIntent extends Intended {
  readonly kind: 'erase'
  /** what the holder has to remember to finish and to read back, sealed by the holder; left out without, and once the step is done */
  readonly memory?: string
  readonly person: string
  /** until when identifiers of the erased person refuse what was collected before: RFC 3339 */
  readonly tombstonesUntil: string
}

/** Clear (the person asked) and sweep (its time is over): exactly these records. */
export interface RemoveIntent extends Intended {
  readonly kind: 'clear' | 'sweep'
  readonly items: readonly Items[]
}

export type Intent = EraseIntent | RemoveIntent

/** What was done: counts and words of the registers, never a value. `events` are ledger events the holder itself appended. */
export interface Effect {
  readonly removed: number
  /** of these the ones that nobody named: they were made from others, and left with them; left out where there were none */
  readonly besides?: number
  readonly events: readonly string[]
  /** what was made, where something was: files, bytes, hashes */
  readonly made?: Json
}

/** What stays, hidden from nobody: what, why, until when (architecture, settled 6). Times are RFC 3339; null: no date is known. */
export interface Residue {
  readonly what: string
  readonly why: string
  readonly until: string | null
  /** clause or note that says so */
  readonly clause: string | null
  readonly state: 'stays' | 'not proven'
}

/** What became of one place within a store: a column, or whole rows. Names of a catalogue and counts, never a value. */
export interface Place {
  /** `public.customer.email`, or `public.invoice_line` for whole rows */
  readonly place: string
  readonly rows: number
  readonly state: 'gone' | 'stays' | 'not proven'
  /** why it stays or is not proven; null when gone */
  readonly why: string | null
  readonly clause: string | null
  /** RFC 3339; null: no date is known */
  readonly until: string | null
}

/**
 * The store read again. `found`: what should have gone and is still there; `residue`: what stays for a reason that is named; `places`:
 * the report column by column, of a store that has such.
 */
export interface ReadBack {
  readonly found: number
  readonly residue: readonly Residue[]
  readonly places?: readonly Place[]
}

/** What an erasure would do in one store, as it is told before. */
export interface Foreseen {
  readonly held: readonly Held[]
  readonly residue: readonly Residue[]
}

/** What an effect is given by the engine. */
export interface Hold {
  /** holds the plan a while longer; throws once another process has taken over */
  readonly beat: () => Promise<void>
  /** keeps what the holder has to remember, in place of what it remembered before: durable when it answers */
  readonly remember: (memory: string) => Promise<void>
}

export interface Holder {
  /** name in plans, ledger and receipts: `vault`, `accounts` */
  readonly name: string
  /** what people read: `your account` */
  readonly label: string
  /** which intents it takes; a holder without single records takes `erase` alone */
  readonly takes: readonly Intent['kind'][]
  /** How much it has about a person, by kind. Opens no record. */
  find(person: string): Promise<readonly Held[]>
  /** How many things leave with these: they themselves, and what was made from them. Without it as many as are named. */
  countLeaving?(items: readonly Items[]): Promise<number>
  /** Everything it has about a person, to hand to that person. Each opening is in the ledger before it happens. */
  export(person: string): AsyncIterable<Part>
  /** Whether it can do what is intended: throws what has to be mended first. Asked of every holder before the first effect of a plan. */
  check?(intent: Intent): Promise<void>
  /** Does what is intended. Asked again after a crash it has no second effect and answers the same. */
  erase(intent: Intent, hold: Hold): Promise<Effect>
  /** Reads the store again, not its own memory of what it did. */
  readBack(intent: Intent): Promise<ReadBack>
  /** What an erasure at a moment would leave that only this holder knows of: said in the preview, found again in the read-back. */
  leaves?(person: string, at: Date): Promise<readonly Residue[]>
  /** What an erasure would do, instead of `find` and `leaves`, where both are one question. Answers also when the store does not. */
  foresee?(person: string, at: Date): Promise<Foreseen>
}
