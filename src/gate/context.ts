// What every act of the gate needs at hand, made once by `createGate`.

import { addPeriod, type Clock } from '../base/index.ts'
import { effectiveOn } from '../choices/index.ts'
import {
  none,
  type Cell,
  standingFor,
  type Account,
  type InForce,
  type PersonFacts,
  type PersonNow,
  type Standing,
} from '../policy/index.ts'
import type { PersonKeys, Vault } from '../vault/index.ts'
import { prepareEntry, type EventIn } from './audit.ts'
import type { Cases } from './cases.ts'
import type { Committer } from './commit.ts'
import type { Drift } from './drift.ts'
import type { Modes } from './modes.ts'
import type { AuditEntry, GateStore, PersonState } from './store.ts'

export interface GateContext {
  /** the statement in force at this moment: asked anew for every decision */
  readonly inForce: () => InForce
  readonly store: GateStore
  readonly committer: Committer
  readonly modes: Modes
  readonly vault: Vault
  readonly drift: Drift
  readonly cases: Cases
  readonly clock: Clock
  /** the store of the register `stores` in which this vault's records lie, and its place */
  readonly lies: { readonly name: string; readonly at: string }
}

/** The id that stands for nobody: a read about somebody unknown asks the same queries with it. */
export const nobody = '00000000-0000-4000-8000-000000000000'

/** How a person stands towards the newest statement: choices with their defaults, objections, restriction. Nobody has the defaults. */
export function standingOf({ inForce }: GateContext, state: PersonState | null): Standing {
  const { policy } = inForce().newest
  return {
    on: effectiveOn(policy, state?.set ?? none, state?.on ?? none),
    objected: state?.objected ?? none,
    restricted: state?.restricted ?? false,
  }
}

/**
 * Who a person is to the newest statement now, in an account of this kind. What nobody told is not known, and whatever it may be must allow; of an age that was told
 * once, the years since count.
 */
export function personNow(
  context: GateContext,
  state: PersonState | null,
  account: Account | null,
  at = context.clock.now(),
): PersonNow {
  const { policy } = context.inForce().newest
  const where = state?.region ?? null
  if (!policy.standings) return { standing: policy.profile, where }
  const { on } = standingOf(context, state)
  return { standing: standingFor(policy, { ...factsNow(state, at), where, account, on }, at), where }
}

/** Stands in the place of a customer's name where it is known that none runs the account: no name is empty. */
export const nobodys = ''

/** What is known of somebody's age and customer at a moment. */
export function factsNow(
  state: Pick<PersonState, 'age' | 'customer'> | null,
  at: Date,
): Pick<PersonFacts, 'age' | 'customer'> {
  const age = state?.age ? state.age.years + wholeYears(state.age.at, at) : null
  return { age, ...(state?.customer != null && { customer: state.customer === nobodys ? null : state.customer }) }
}

function wholeYears(from: Date, to: Date): number {
  const years = to.getUTCFullYear() - from.getUTCFullYear()
  return addPeriod(from, { count: years, unit: 'year' }) <= to ? years : years - 1
}

/** Who a person is to the newest statement in an account of a kind: now, or at another moment. */
export type PersonAt = (account: Account | null, at?: Date) => PersonNow

/**
 * What a record stands under for the person as known now; a statement with a single standing is the same for everybody. What no sentence covered tells neither the kind of account
 * nor whose standing it was written in: it stands under all that may have been so when it was collected, and now.
 */
export function cellNow(
  inForce: InForce,
  number: number,
  { now }: { readonly now: PersonAt },
  collectedAt?: Date,
): Cell | undefined {
  if (number < 0) {
    const { standing, where } = now(null)
    const both = new Set([standing, now(null, collectedAt).standing])
    return inForce.under({ standing: [...both].join('&'), where }).cell(number)
  }
  const cell = inForce.cell(number)
  if (!cell || !inForce.newest.policy.standings) return cell
  const account = cell.facts.account ?? accounts.find((one) => basesOf(now(one).standing) === basesOf(cell.facts.standing)) // prettier-ignore
  return inForce.under(now(account ?? null)).cell(number)
}

/** The bases of a standing: the kind of account a record was written in is for ever, and tells them. */
function basesOf(standing: string): string {
  return standing.split('&').map((one) => one.split('+', 1)[0]).join('&') // prettier-ignore
}

export const accounts: readonly Account[] = ['personal', 'organisation']

/** The person's own keys, unwrapped; null for somebody unknown or erased. */
export async function ownKeys(
  { vault }: GateContext,
  state: Pick<PersonState, 'keys'> | null,
): Promise<PersonKeys | null> {
  const own = state?.keys.filter(({ law }) => law === '').at(-1)
  return own ? vault.unlock(own) : null
}

/** Makes an event ready for the ledger; its subject part opens with the person's key where there is one. */
export async function entryOf(
  context: GateContext,
  event: EventIn,
  state: Pick<PersonState, 'keys'> | null,
): Promise<AuditEntry> {
  return prepareEntry(context.vault, event, await ownKeys(context, state))
}
