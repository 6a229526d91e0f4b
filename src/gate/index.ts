// The gate: every write, read and share, and what the person asks of it. Decide ▶ append to the ledger ▶ seal or open in the vault.

import { utf8, type Json } from '../base/index.ts'
import { parseLeaf } from '../evidence/index.ts'
import type { Findings, Mode } from '../policy/index.ts'
import type { Principal } from '../principals/index.ts'
import { printDue } from '../statement/index.ts'
import { admitPerson, identifiersOf, keepIdentifier } from './admit.ts'
import { openRest } from './audit.ts'
import { createCommitter } from './commit.ts'
import { entryOf, type GateContext } from './context.ts'
import { count } from './count.ts'
import { createDrift } from './drift.ts'
import { tellAnew } from './facts.ts'
import { createModes, setMode } from './modes.ts'
import { choose, forget, openFor, remove, sealFor, sweepForgotten, tell, type Told } from './person.ts'
import { createIntake, type EventAnswer, type Intake } from './intake.ts'
import { createIntakeQueue, type IntakeQueue } from './intake-queue.ts'
import type { EventType } from './intake-event.ts'
import { formsServed, read, share } from './read.ts'
import { sample } from './sample.ts'
import type { ChoiceEntry, Holding, Making, PersonState, ProductMode, RecordFilter, Token } from './store.ts'
import type {
  CountAnswer,
  CountAsk,
  FactsAnew,
  Forgotten,
  HowKnown,
  Identifier,
  Newcomer,
  PersonRef,
  ReadAnswer,
  ReadAsk,
  SampleAsk,
  Standings,
  WriteAnswer,
  WriteItem,
} from './types.ts'
import { tokenOf, write } from './write.ts'

export { createIntakeQueue, formsServed }
export { segmentSealer } from './audit.ts'
export type { EventAnswer, EventType, IntakeQueue }
export type { Told } from './person.ts'
export type * from './population-store.ts'
export type * from './store.ts'
export type * from './types.ts'

/** An event another part of the house records: what, about whom, by whom, with names, counts and dates alone. */
export interface NoteIn {
  readonly type: string
  readonly person?: string
  readonly actor: string
  readonly payload: Json
}

/** An entry of the ledger about a person, opened for that person. */
export interface Happened {
  readonly type: string
  readonly at: Date
  readonly actor: string
  readonly payload: Json
}

export interface Gate {
  /** Writes records: each is decided by itself and durable before its answer. */
  write(by: Principal, items: readonly WriteItem[]): Promise<readonly WriteAnswer[]>
  /** Takes events of the source that a write key is bound to: what its rows cover is written, each event is answered. */
  intake: Intake
  /** Reads a person's records for one purpose; a denial is an answer without records. */
  read(by: Principal, ask: ReadAsk): Promise<ReadAnswer>
  /** Hands records to a recipient, where a sentence allows it. */
  share(by: Principal, ask: ReadAsk & { readonly recipient: string }): Promise<ReadAnswer>
  /** Draws a few of everybody's records for one purpose, as many as a sentence's cap lets it; a denial is an answer without records. */
  sample(by: Principal, ask: SampleAsk): Promise<ReadAnswer>
  /** Counts people and their records, in rows of no fewer people than a sentence says; opens none of them. */
  count(by: Principal, ask: CountAsk): Promise<CountAnswer>
  /** What a person may see or take along of what is held about them. */
  tell(person: string, control: 'view' | 'export', filter: RecordFilter): Promise<readonly Told[]>
  /** What a record of the person was made from, and what was made from it: ids alone, nothing opens. */
  making(person: string, id: string): Promise<Making>
  choose(
    person: string,
    asked: Pick<ChoiceEntry, 'kind' | 'name' | 'value'>,
    how: { readonly channel: string; readonly actor: string },
  ): Promise<ChoiceEntry>
  choices(person: string): Promise<readonly Omit<ChoiceEntry, 'bit'>[]>
  /** Appends an event to the ledger; answers its id when it is durable. */
  note(event: NoteIn): Promise<string>
  /** Opens the payload commitment of an event, for a receipt; null for an unknown event. */
  opening(
    event: string,
  ): Promise<{ readonly leaf: Uint8Array; readonly r: Uint8Array; readonly body: Uint8Array } | null>
  /** Removes records; answers the event of the ledger. */
  remove(
    person: string,
    ids: readonly string[],
    why: { readonly type: 'clear' | 'sweep'; readonly case?: string },
  ): Promise<string>
  /** Forgets a person: nothing is found and nothing opens from then on, but what a law keeps. */
  forget(person: string, why: { readonly case: string; readonly tombstonesUntil: Date }): Promise<Forgotten>
  /** Removes the records of a forgotten person that lie there without a key; answers how many. */
  sweepForgotten(person: string): Promise<number>
  holdings(person: string): Promise<readonly Holding[]>
  /** Records whose last purpose has ended, by person: what the sweep removes. */
  due(at: Date, limit: number): Promise<readonly { readonly person: string; readonly ids: readonly string[] }[]>
  /** The id of the person with an identifier, made when there is none: an account is opened, a test person begins. */
  admit(ref: PersonRef, how: Newcomer): Promise<string>
  /**
   * Tells a person's age or customer anew: it counts from now on, and what was collected before stands under both. In the ledger with who told it,
   * how it is known, and the standings. Throws Failure('not_found') for nobody, 'name_unknown' for a customer that no contract names.
   */
  tellAnew(
    person: string,
    told: FactsAnew,
    how: { readonly actor: string; readonly proof: HowKnown },
  ): Promise<Standings>
  /** The identifiers a person is known by, opened to ask a connected system; in the ledger before they open. None for somebody erased. */
  identifiers(person: string, how: { readonly actor: string; readonly why: string }): Promise<readonly Identifier[]>
  /** The id of the person with an identifier; null for somebody unknown. */
  personOf(ref: { readonly field: string; readonly value: string }): Promise<string | null>
  sealFor(person: string, name: string, bytes: Uint8Array): Promise<Uint8Array>
  openFor(person: string, name: string, sealed: Uint8Array): Promise<Uint8Array>
  /** How many records the person has on each day, newest first; opens nothing. */
  days(person: string): Promise<readonly { readonly day: string; readonly count: number }[]>
  /** What the ledger says was asked about a person, newest first: each read and share with what came of it. */
  history(person: string, limit: number): Promise<readonly Happened[]>
  /** The person behind a blind token; null for somebody unknown. */
  personBy(token: Token): Promise<PersonState | null>
  /** Whether a product only observes, as this process knows it: `reloadModes` reads what was set elsewhere. */
  modeOf(product: string): Mode
  /** Products of which a mode was ever set. */
  modes(): readonly ProductMode[]
  /** Reads the modes anew. Until the first time every product enforces. */
  reloadModes(): Promise<void>
  /** Lets a product observe or enforce from now on, in the ledger with the actor. Throws Failure('name_unknown') for an unknown product. */
  setMode(product: string, mode: Mode, how: { readonly actor: string }): Promise<void>
  /** Waits until every operation handed in was answered. */
  drain(): Promise<void>
}

/** What a gate is made over. */
type GateParts = Omit<GateContext, 'committer' | 'modes' | 'drift'> & { readonly findings: Findings }

/** Makes the gate of one tenant. */
export function createGate({ findings, ...parts }: GateParts): Gate {
  const modes = createModes(parts.store)
  const drift = createDrift({ findings, clock: parts.clock })
  const context: GateContext = { ...parts, committer: createCommitter(parts.store), modes, drift }
  const { store, vault, clock, committer } = context
  return {
    write: (by, items) => write(context, by, items),
    intake: createIntake(context),
    read: (by, ask) => read(context, by, ask),
    share: (by, ask) => share(context, by, ask),
    sample: (by, ask) => sample(context, by, ask),
    count: (by, ask) => count(context, by, ask),
    tell: (person, control, filter) => tell(context, person, control, filter),
    making: (person, id) => store.making(person, id),
    choose: (person, asked, how) => choose(context, person, asked, how),
    choices: (person) => store.choices(person),
    async note({ type, person, actor, payload }) {
      const [state] = person ? await store.people([{ person }]) : [null]
      const audit = await entryOf(
        context,
        { type, at: clock.now(), person: person ?? null, actor, payload },
        state ?? null,
      )
      await committer.commit({ audit: [audit], tally: [] })
      return audit.event
    },
    async opening(event) {
      const entry = await store.entry(event)
      if (!entry) return null
      const { payload } = await openRest(vault, entry)
      return { leaf: entry.leaf, r: payload.r, body: utf8(payload.body) }
    },
    remove: (person, ids, why) => remove(context, person, ids, why),
    forget: (person, why) => forget(context, person, why),
    sweepForgotten: (person) => sweepForgotten(context, person),
    holdings: (person) => store.holdings(person),
    async due(at, limit) {
      const found = await store.due(printDue(context.inForce(), at), limit)
      return [...Map.groupBy(found, ({ person }) => person)].map(([person, records]) => ({
        person,
        ids: records.map(({ id }) => id),
      }))
    },
    async admit(ref, how) {
      const token = await tokenOf(context, ref)
      const [state] = await store.people([token])
      if (!state) return admitPerson(context, [ref], [token], how)
      await keepIdentifier(context, state.person, ref, token)
      return state.person
    },
    tellAnew: (person, told, how) => tellAnew(context, person, told, how),
    identifiers: (person, how) => identifiersOf(context, person, how),
    async personOf(ref) {
      const [state] = await store.people([await tokenOf(context, ref)])
      return state?.person ?? null
    },
    sealFor: (person, name, bytes) => sealFor(context, person, name, bytes),
    openFor: (person, name, sealed) => openFor(context, person, name, sealed),
    days: (person) => store.days(person),
    async history(person, limit) {
      const entries = await store.entriesOf(person, limit)
      return Promise.all(
        entries.map(async (entry) => {
          const { type, at } = parseLeaf(entry.leaf)
          const { actor, payload } = await openRest(vault, entry)
          return {
            type,
            at,
            actor: String((JSON.parse(actor.body) as { actor: unknown }).actor),
            payload: JSON.parse(payload.body) as Json,
          } // canonical JSON we wrote
        }),
      )
    },
    async personBy(token) {
      const [state] = await store.people([token])
      return state ?? null
    },
    modeOf: (product) => modes.of(product),
    modes: () => modes.list(),
    reloadModes: () => modes.reload(),
    setMode: (product, mode, how) => setMode(context, product, mode, how),
    drain: () => committer.drain(),
  }
}
