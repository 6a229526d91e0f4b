// One engine for everything that takes days and several people: a state table without holes, a clock, four eyes, and a history of which
// every line is also in the ledger. A desk is a table of this form and its effects (docs/spec/rights.md, C1–C6).

import { newId, type Clock, type Json } from '../base/index.ts'
import type { Note, PlanRow } from '../plans/index.ts'

/** Who causes an event. `system`: a plan, a timer, a start. */
export type Role = 'person' | 'operator' | 'officer' | 'system'
export const roles: readonly Role[] = ['person', 'operator', 'officer', 'system']

/** A desk as data. A missing cell does not compile; null: this event does nothing in this state. */
export interface DeskTable<State extends string, Event extends string> {
  readonly desk: string
  /** before the number of a case: `R` */
  readonly prefix: string
  readonly first: State
  readonly next: Readonly<Record<State, Readonly<Record<Event, State | null>>>>
  /** who may cause an event */
  readonly by: Readonly<Record<Event, readonly Role[]>>
  /** events that need an earlier one on record, checked in the transaction that moves the case */
  readonly after: Readonly<Partial<Record<Event, Event>>>
}

/** Names of registers, counts, dates and ids: never a personal value. */
export type Facts = { readonly [name: string]: Json | undefined }

/** A fact that is a text; an assertion where it is none, as the desk that wrote it knows. */
export function textFact({ facts, number }: Pick<Case, 'facts' | 'number'>, name: string): string {
  const fact = facts[name]
  if (typeof fact !== 'string') throw new TypeError(`${number} has no text called ${name}`)
  return fact
}

/** One line of a case's history. `noted`: its event of the ledger; null until it is there. */
export interface CaseEvent {
  readonly seq: number
  readonly at: Date
  readonly event: string
  readonly actor: string
  readonly detail: Facts
  readonly noted: string | null
}

export interface Case {
  readonly id: string
  readonly desk: string
  readonly number: string
  readonly kind: string
  readonly state: string
  readonly person: string | null
  readonly alias: string | null
  readonly facts: Facts
  readonly openedAt: Date
  readonly dueAt: Date | null
  readonly closedAt: Date | null
  readonly history: readonly CaseEvent[]
}

/** A statement version as the store keeps it: the effect of the desk `changes`. */
export interface VersionRow {
  readonly version: number
  readonly hash: string
  /** canonical JSON */
  readonly policy: string
  /** canonical JSON */
  readonly page: string
  readonly sources: Readonly<Record<string, string>>
  readonly publishedAt: Date
  readonly effectiveAt: Date
  readonly publishedBy: readonly string[]
}

/** One move of a case, with what has to happen in the same transaction. */
export interface MoveRow {
  readonly id: string
  readonly from: string
  readonly to: string
  readonly event: string
  readonly actor: string
  readonly detail: Facts
  readonly at: Date
  /** an event that must be on record for this one */
  readonly after: string | null
  readonly closed: boolean
  /** facts to add */
  readonly facts: Facts
  readonly plan: PlanRow | null
  readonly version: VersionRow | null
}

/** Which cases: all that is said must hold. */
export interface CaseFilter {
  readonly desk: string
  readonly person?: string
  readonly alias?: string
  readonly states?: readonly string[]
}

export interface Approval {
  readonly officer: string
  readonly over: string
  readonly at: Date
}

/** Where cases are kept. Every write returns only when it is durable. */
export interface CaseStore {
  /**
   * Keeps a new case with its first event; answers it with its number: the prefix, `-`, and a number never given before. Of access, export
   * and erasure a person has one open request at a time: asked again, that one is answered.
   */
  open(
    one: Omit<Case, 'number' | 'history' | 'closedAt'> & { readonly prefix: string; readonly actor: string },
  ): Promise<Case>
  byNumber(desk: string, number: string): Promise<Case | null>
  /** The number of a case, by its id. */
  numberOf(id: string): Promise<string | null>
  /** Newest first. */
  list(filter: CaseFilter): Promise<readonly Case[]>
  /** Locks the case, then moves it with all that belongs to the move, or does nothing: `changed` when it is no longer in `from`, `missing` without the earlier event. */
  move(move: MoveRow): Promise<'moved' | 'changed' | 'missing'>
  /** Adds facts without a move. */
  learn(id: string, facts: Facts): Promise<void>
  /** Keeps an approval, once an officer and hash, while the case is in a state; answers all over that hash, or null when it is not. */
  approve(id: string, state: string, approval: Approval): Promise<readonly Approval[] | null>
  approvals(id: string): Promise<readonly Approval[]>
  /** Events that are not in the ledger yet, of one case or of all, oldest first. */
  unnoted(
    limit: number,
    only: string | null,
  ): Promise<
    readonly (CaseEvent & {
      readonly id: string
      readonly desk: string
      readonly number: string
      readonly kind: string
    })[]
  >
  noted(id: string, seq: number, event: string): Promise<void>
}

/** Whether a case moved; if not, why: an answer, not a failure. */
export type Moved =
  | { readonly moved: true; readonly case: Case }
  | { readonly moved: false; readonly why: 'no step' | 'role' | 'missing' }

export interface MoveBy<Event extends string> {
  readonly event: Event
  readonly role: Role
  /** a role, an officer's key of the register, a job: never a name */
  readonly actor?: string
  readonly detail?: Facts
  readonly facts?: Facts
  readonly plan?: PlanRow
  readonly version?: VersionRow
}

/** The cases of one desk. */
export interface Cases<Event extends string> {
  open(one: {
    readonly kind: string
    readonly person: string | null
    readonly alias: string | null
    readonly facts: Facts
    readonly dueAt: Date | null
    readonly actor: string
  }): Promise<Case>
  move(number: string, by: MoveBy<Event>): Promise<Moved>
  /** One officer's agreement to exactly these bytes. Null: the case is not open to it. */
  agree(number: string, officer: string, over: string, state: string): Promise<readonly Approval[] | null>
  byNumber(number: string): Promise<Case | null>
  list(filter: Omit<CaseFilter, 'desk'>): Promise<readonly Case[]>
  /** Puts every event that a crash kept out of it into the ledger. */
  catchUp(): Promise<void>
}

/** The engine over one desk's table. */
export function createCases<State extends string, Event extends string>(
  table: DeskTable<State, Event>,
  { store, note, clock }: { readonly store: CaseStore; readonly note: Note; readonly clock: Clock },
): Cases<Event> {
  const { desk, prefix } = table
  const catchUp = (): Promise<void> => noteEvents(store, note, null)
  return {
    async open({ kind, person, alias, facts, dueAt, actor }) {
      const id = newId()
      const opened = await store.open({
        id,
        desk,
        prefix,
        kind,
        state: table.first,
        person,
        alias,
        facts,
        openedAt: clock.now(),
        dueAt,
        actor,
      })
      await noteEvents(store, note, id)
      return (await store.byNumber(desk, opened.number))! // just opened
    },
    async move(number, by) {
      for (;;) {
        const one = await store.byNumber(desk, number)
        if (!one) return { moved: false, why: 'no step' }
        const row = moveRow(table, one, by, clock.now())
        if ('why' in row) return { moved: false, why: row.why }
        const answer = await store.move(row)
        if (answer === 'changed') continue // somebody else moved it: look again
        if (answer === 'missing') return { moved: false, why: 'missing' }
        await noteEvents(store, note, one.id)
        return { moved: true, case: (await store.byNumber(desk, number))! } // cases are never deleted
      }
    },
    async agree(number, officer, over, state) {
      const one = await store.byNumber(desk, number)
      return one && store.approve(one.id, state, { officer, over, at: clock.now() })
    },
    byNumber: (number) => store.byNumber(desk, number),
    list: (filter) => store.list({ desk, ...filter }),
    catchUp,
  }
}

/** Where an event leads, or why it leads nowhere. Pure: the walk of the whole graph asks it. */
export function step<State extends string, Event extends string>(
  table: DeskTable<State, Event>,
  state: State,
  event: Event,
  role: Role,
): { readonly to: State } | { readonly why: 'no step' | 'role' } {
  const to = table.next[state][event]
  if (to === null) return { why: 'no step' }
  return table.by[event].includes(role) ? { to } : { why: 'role' }
}

/** Whether no event leads out of a state. */
export function isFinal<State extends string, Event extends string>(
  { next }: DeskTable<State, Event>,
  state: State,
): boolean {
  return Object.values(next[state]).every((to) => to === null)
}

function moveRow<State extends string, Event extends string>(
  table: DeskTable<State, Event>,
  one: Case,
  { event, role, actor, detail, facts, plan, version }: MoveBy<Event>,
  at: Date,
): MoveRow | { readonly why: 'no step' | 'role' } {
  const from = one.state as State // only states of this table are ever stored under its desk
  const next = step(table, from, event, role)
  if ('why' in next) return next
  return {
    id: one.id,
    from,
    to: next.to,
    event,
    actor: actor ?? role,
    detail: detail ?? {},
    at,
    after: table.after[event] ?? null,
    closed: isFinal(table, next.to),
    facts: facts ?? {},
    plan: plan ?? null,
    version: version ?? null,
  }
}

const notedAtOnce = 100

/** The history goes to the ledger after it is kept: a crash in between leaves a line to note, never a line unsaid. */
async function noteEvents(store: CaseStore, note: Note, only: string | null): Promise<void> {
  for (const { id, seq, desk, number, kind, event, actor, detail } of await store.unnoted(notedAtOnce, only)) {
    const payload = {
      desk,
      case: id,
      number,
      kind,
      event,
      ...(Object.keys(detail).length > 0 && { detail: detail as Json }),
    } // facts are JSON
    await store.noted(id, seq, await note({ type: `${desk}.${event}`, actor, payload }))
  }
}
