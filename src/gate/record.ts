// One record asked for: what a read of it decides, whoever asks. The read itself, the person's page and the person's copy ask here, so that none
// says of a record what another denies.

import { decideCombine, decideThrough, joinedOf, lawsHolding, observeUse, onlyObserved, type Joined } from '../decision/index.ts' // prettier-ignore
import { forms, hands, has, type Act, type Cell, type Decision, type Form, type Hand, type Mode, type Policy, type Standing } from '../policy/index.ts' // prettier-ignore
import { cellNow, type GateContext, type PersonAt } from './context.ts'
import { cellOfRecord, type MadeRecord } from './made.ts'
import type { StoredRecord } from './store.ts'
import { apartWithin, livedThrough } from './together.ts'
import type { ReadAsk } from './types.ts'

/** A question, as far as it decides about a record, and about whom it is asked. */
export interface RecordAsking {
  readonly type: 'read' | 'share'
  readonly ask: Pick<ReadAsk, 'hand' | 'form' | 'cases' | 'directed' | 'inProduct' | 'signedIn' | 'account'> & { readonly product: string; readonly recipient?: string } // prettier-ignore
  /** bit of the purpose; -1 for one that the statement does not know */
  readonly purpose: number
  readonly standing: Standing
  /** who the person is to the statement now, by the kind of account: age, enrolment and place count at use too (law 6) */
  readonly now: PersonAt
  readonly mode: Mode
}

/** Whether a record is handed out, by its own cell for the person as known now, and why not. In a product that only observes: whether no ban closes it. */
export function decideRecord(context: GateContext, record: MadeRecord, asking: RecordAsking): Decision {
  const { purpose, standing, mode } = asking
  const inForce = context.inForce()
  const cell = cellOfRecord(inForce, cellNow(inForce, record.cell, asking, record.collectedAt), record)
  const { policy } = inForce.newest
  const act = actOn(context, asking, record)
  // what a law alone keeps is not a matter of observing
  const isObserved = cell !== undefined && mode === 'observe' && record.law === ''
  const decided = isObserved
    ? (banFrom(context, asking, record, cell) ?? observeUse(policy, cell, standing, act))
    : decideAsked(livedThrough(inForce, record.cell), asking, cell, act)
  if (!cell || decided.effect === 'deny' || record.law === '') return decided
  const isNamed = lawsHolding(cell, record, act.at).some(({ law, purposes }) => law === record.law && has(purposes, purpose)) // prettier-ignore
  return isNamed ? decided : keptForALaw
}

/** The denial of what a law alone makes us keep, for anything else. */
const keptForALaw: Decision = {
  effect: 'deny',
  clause: null,
  version: null,
  term: 'live',
  why: 'A law alone makes us keep this, and this is not what it asks for.',
  change: null,
}

/** What the person is told of a record's use: that of a read by its product's mode; a permit with a term was only observed. */
export function usedOpenly(context: GateContext, record: MadeRecord, asking: RecordAsking): Decision {
  const enforced = decideRecord(context, record, { ...asking, mode: 'enforce' })
  if (enforced.effect === 'permit' || asking.mode === 'enforce') return enforced
  return decideRecord(context, record, asking).effect === 'permit' && record.law === '' ? onlyObserved(enforced) : enforced // prettier-ignore
}

/**
 * One cell asked: the use or the handing over itself, and, where it is asked from another product, or said from which session or account, whether
 * the two may be brought together (law 13), by each version that the data lived through (law 8). The last of `policies` is the newest.
 */
export function decideAsked(policies: readonly Policy[], asking: RecordAsking, cell: Cell | undefined, act: Act): Decision {
  const { type, ask, standing } = asking
  const who = asking.now(cell?.facts.account ?? null)
  const decision = decideThrough(policies, cell, who, { standing, act }, type === 'share' ? { recipient: ask.recipient ?? '' } : {}) // prettier-ignore
  if (decision.effect === 'deny' || !cell) return decision
  const { inProduct, signedIn = null, account = null } = ask
  if (inProduct === undefined && signedIn === null && account === null) return decision
  const beside: Joined = { product: inProduct ?? ask.product, category: null, signedIn, account }
  return apartFrom(policies, asking, [cell, beside], act) ?? decision
} // prettier-ignore

/** Why data may not be brought together with who asks for it: a `never` before any other reason; null where it may. */
function apartFrom(
  policies: readonly Policy[],
  { standing, now }: RecordAsking,
  [cell, beside]: readonly [Cell, Joined],
  act: Act,
): Decision | null {
  const joined = joinedOf(policies.at(-1)!, cell) // there is always a newest one
  const decided = policies.map((one) => decideCombine(one, [joined, beside], now(joined.account), standing, act))
  const denials = decided.filter(({ effect }) => effect === 'deny')
  return denials.find(({ term }) => term === 'never') ?? denials[0] ?? null
}

/**
 * The `never combine`, of any version the record lived through, that keeps apart what it was made from, or it from the session or the account it is
 * asked for: observing leaves that closed too. Of what nobody told of the record nothing is certain, and observing passes it.
 */
export function banFrom(context: GateContext, asking: RecordAsking, record: StoredRecord, cell: Cell): Decision | null {
  const { signedIn = null, account = null } = asking.ask
  const beside: Joined = {
    product: record.product,
    category: null,
    signedIn: cell.facts.signedIn === null ? null : signedIn,
    account: cell.facts.account === null && cell.facts.signedIn !== false ? null : account, // signed out it is of no account
  }
  const act = actOn(context, asking, record)
  const within = apartWithin(context.inForce(), record, cell, { ...asking, act })
  if (within || (beside.signedIn === null && beside.account === null)) return within
  const policies = livedThrough(context.inForce(), record.cell)
  const denied = apartFrom(policies, asking, [cell, beside], act)
  return denied?.term === 'never' ? denied : null
}

// --- the act ----------------------------------------------------------------------------------------------------------

/** The act as if it were about a record of this moment. */
export function actNow(context: GateContext, asking: RecordAsking): Act {
  const act = actOf(context, asking)
  return { ...act, collectedAt: act.at, endedAt: null }
}

function actOn(context: GateContext, asking: RecordAsking, { collectedAt, endedAt }: StoredRecord): Act {
  return { ...actOf(context, asking), collectedAt, endedAt }
}

function actOf(context: GateContext, { ask, purpose }: RecordAsking): Omit<Act, 'collectedAt' | 'endedAt'> {
  return {
    purpose,
    hand: handOf(ask),
    form: formOf(ask),
    cases: ask.cases ?? [],
    directed: ask.directed ?? false,
    place: context.lies.at,
    at: context.clock.now(),
  }
}

/** Whose hand asks: a machine's where nobody says. */
export function handOf({ hand }: Pick<ReadAsk, 'hand'>): Hand {
  return hand ?? hands[0]!
}

/** In which form it is asked: as it is where nobody says. */
export function formOf({ form }: Pick<ReadAsk, 'form'>): Form {
  return form ?? forms[0]!
}
