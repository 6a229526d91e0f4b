// Everybody's data of one product and category, each record decided by its own cell and its own person's choices: what a sample is drawn from,
// and what is counted. A page at a time, however many there are. Test persons are nobody here.

import { Failure, failures, type Json } from '../base/index.ts'
import {
  cellNumber,
  none,
  union,
  type Act,
  type Cell,
  type Decision,
  type Form,
  type Hand,
  type Standing,
} from '../policy/index.ts'
import { mayAsk, type Principal } from '../principals/index.ts'
import { cellNow, personNow, standingOf, type GateContext, type PersonAt } from './context.ts'
import { cellOfRecord, withInputs, type Made } from './made.ts'
import type { DrawKey, Member, MemberPage, MemberPlace } from './population-store.ts'
import { known } from './read.ts'
import type { PersonState, TallyEntry } from './store.ts'

/** A question about everybody's data. */
export interface PopulationAsk {
  readonly product: string
  readonly category: string
  readonly purpose: string
  readonly hand: Hand
  readonly form: Form
}

/** A record, and what it was made from. */
export type AskedMember = Member & Made

/** A record with whose it is, and what decides about it now. */
export interface Asked {
  readonly member: AskedMember
  readonly state: PersonState
  readonly standing: Standing
  readonly now: PersonAt
  /** what it stands under; undefined: nothing opens it */
  readonly cell: Cell | undefined
  readonly act: Act
}

/** Records that one query looks at, whatever they are: what is held in memory at a time, and what a query may take. */
const lookedPerPage = 2_000

/**
 * Every record that a question is about, by person; with `key`, each with its draw. One page is looked up while another is decided. Fails with `storage_unavailable` where the database stops or is
 * too slow on the way: whoever goes through everybody has done nothing yet.
 */
export async function* everybody(
  context: GateContext,
  ask: PopulationAsk,
  key: DrawKey | null = null,
): AsyncGenerator<readonly Asked[]> {
  const { product, category } = ask
  const pageAfter = (after: MemberPlace | null): Promise<MemberPage> => context.store.members({ product, category, key }, after, lookedPerPage).catch(broken) // prettier-ignore
  let coming: Promise<MemberPage> | null = pageAfter(null)
  while (coming) {
    const page: MemberPage = await coming
    coming = page.next && pageAfter(page.next)
    coming?.catch(() => {}) // it is waited for below, unless nobody asks for more
    if (page.members.length > 0) yield await asked(context, ask, page.members)
  }
}

function broken(cause: unknown): never {
  if (!(cause instanceof Failure) || cause.code !== 'storage_unavailable') throw cause
  const reason = 'the database stopped or was too slow while everybody’s records were gone through: nothing was drawn or counted' // prettier-ignore
  throw new Failure('storage_unavailable', { ...cause.detail, reason }, cause)
}

/** Of each record whose it is and what it stands under at this moment. */
async function asked(
  context: GateContext,
  ask: PopulationAsk,
  members: readonly Member[],
): Promise<readonly Asked[]> {
  const people = [...new Set(members.map(({ person }) => person))]
  const states = await context.store.people(people.map((person) => ({ person })))
  const who = new Map(states.flatMap((state) => (state && !state.canary ? [[state.person, whoOf(context, state)]] : [])))
  const act = actOf(context, ask)
  return (await withInputs(context, members)).flatMap((member) => {
    const one = who.get(member.person)
    return one ? [stands(context, act, one, member)] : []
  })
} // prettier-ignore

/** The same of one record of somebody who was looked up by themselves; null for a test person. */
export function askedOf(
  context: GateContext,
  ask: PopulationAsk,
  state: PersonState,
  member: AskedMember,
): Asked | null {
  return state.canary ? null : stands(context, actOf(context, ask), whoOf(context, state), member)
}

type Whose = Pick<Asked, 'state' | 'standing' | 'now'>

function stands(context: GateContext, act: Act, whose: Whose, member: AskedMember): Asked {
  const { collectedAt, endedAt } = member
  const cell = cellOfRecord(context.inForce(), cellNow(context.inForce(), member.cell, whose, collectedAt), member)
  return { ...whose, member, cell, act: { ...act, collectedAt, endedAt } }
}

function whoOf(context: GateContext, state: PersonState): Whose {
  const now: PersonAt = (account, at) => personNow(context, state, account, at)
  return { state, standing: standingOf(context, state), now }
}

/** The act as if it were about a record of this moment. Nobody cites a case about everybody, and it is nobody's own act. */
export function actOf(context: GateContext, { purpose, hand, form }: PopulationAsk): Act {
  const at = context.clock.now()
  const bit = context.inForce().newest.policy.purposes.find(({ name }) => name === purpose)?.bit ?? -1
  return { purpose: bit, hand, form, cases: [], directed: false, place: context.lies.at, at, collectedAt: at, endedAt: null } // prettier-ignore
}

/** The cells of today's statement that such data may stand in, with their numbers. */
function cellsOf(
  context: GateContext,
  { product, category }: PopulationAsk,
): readonly { readonly cell: Cell; readonly number: number }[] {
  const { today, newest } = context.inForce()
  return today.cells.flatMap((cell) =>
    cell.facts.product === product && `${cell.facts.category}.`.startsWith(`${category}.`)
      ? [{ cell, number: cellNumber(newest.version, cell.id) }]
      : [],
  )
}

/**
 * Fails where a question names what no register has (`name_unknown`) or the token is not for it (`purpose_refused`), and has it recorded first.
 */
export async function mayAskAll(
  context: GateContext,
  by: Principal,
  ask: PopulationAsk,
  record: (decision: Decision) => Promise<void>,
): Promise<void> {
  try {
    known(context.inForce().newest.policy, ask)
    mayAsk(by, { product: ask.product, purpose: ask.purpose })
  } catch (cause) {
    if (cause instanceof Failure) await record(denied('based', failures[cause.code].message))
    throw cause
  }
}

/** What the statement says of a question by itself, and the cell that says it. */
export interface Judged {
  /** of the cell; 0 where there is none */
  readonly number: number
  readonly cell: Cell | undefined
  readonly decision: Decision
}

/**
 * The question by itself, for somebody who agreed to all it asks for: what comes of it is of the statement alone, so that a refusal tells nothing
 * of who there is. Permitted where some cell permits it, else the first denial.
 */
export function judge(
  context: GateContext,
  ask: PopulationAsk,
  decide: (cell: Cell | undefined, standing: Standing, act: Act) => Decision,
): Judged {
  const act = actOf(context, ask)
  const judged = cellsOf(context, ask).map(({ cell, number }) => ({ number, cell, decision: decide(cell, willing(cell, act), act) })) // prettier-ignore
  const nowhere = { number: 0, cell: undefined, decision: decide(undefined, unasked, act) }
  return judged.find(({ decision }) => decision.effect === 'permit') ?? judged[0] ?? nowhere
}

const unasked: Standing = { on: none, objected: none, restricted: false }

function willing({ rows }: Cell, { hand, form, purpose }: Act): Standing {
  const uses = rows.flatMap((row) => (row.hand === hand && row.form === form ? row.uses : [])).filter((use) => use.purpose === purpose) // prettier-ignore
  return { ...unasked, on: uses.flatMap(({ given, when }) => [given, when.need]).reduce(union, none) }
}

/** What a principal is called in counts and the ledger. */
export function nameOf(by: Principal): string {
  return by.role === 'service' ? by.service : by.role
}

/** What every entry about such a question says. */
export function saidOf(
  context: GateContext,
  ask: PopulationAsk,
  { effect, clause, term }: Decision,
): { readonly [name: string]: Json } {
  const { product, category, purpose, hand, form } = ask
  return { ask: 'use', product, category, purpose, hand, form, effect, clause, term, version: context.inForce().newest.version } // prettier-ignore
}

/** A decision about such a question, as it is counted. */
export function tallied(
  by: Principal,
  { purpose }: PopulationAsk,
  { at, number, decision }: { readonly at: Date; readonly number: number; readonly decision: Decision },
): TallyEntry {
  const { effect, clause } = decision
  return { at, cell: number, purpose, service: nameOf(by), ask: 'use', effect, clause: clause ?? '', canary: false }
}

/** A refusal that no clause speaks. */
export function denied(
  term: NonNullable<Decision['term']>,
  why: string,
  more: Partial<Pick<Decision, 'clause' | 'version' | 'change'>> = {},
): Decision {
  return { effect: 'deny', clause: null, version: null, term, why, change: null, ...more }
}
