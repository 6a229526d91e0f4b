// What a statement tells apart when data is brought together: sessions and kinds of accounts, where some `combine` or `never combine` names them
// (law 13). A record of such a statement keeps in which of them it was collected, for ever (docs/spec/policy.md, "Contexts").

import type { Cell, CellFacts, Context, Pair, PairBan, Policy } from './policy.ts'

/** Whether the pairs of a policy tell sessions apart, and kinds of accounts. */
interface ToldApart {
  readonly sessions: boolean
  readonly accounts: boolean
}

/** What of the facts a context is. */
export type ContextFacts = Pick<CellFacts, 'signedIn' | 'account'>

const known = new WeakMap<Policy, ToldApart>()

/** What the pairs of a policy, and their bans, tell apart; worked out once per policy. */
export function toldApart(policy: Policy): ToldApart {
  const found = known.get(policy)
  if (found) return found
  const named = new Set([...(policy.pairs ?? []), ...(policy.pairBans ?? [])].flatMap(namesOf))
  const names = (...contexts: readonly Context[]): boolean => contexts.some((context) => named.has(context))
  const made = {
    sessions: names('signed-in', 'signed-out'),
    accounts: names('personal-account', 'organisation-account'),
  }
  known.set(policy, made)
  return made
}

function namesOf(pair: Pair | PairBan): readonly string[] {
  const unlessIn = 'unlessIn' in pair ? (pair.unlessIn ?? []) : []
  return [...pair.sides.flatMap(({ contexts }) => contexts ?? []), ...(pair.whenIn ?? []), ...unlessIn]
}

const parting = new WeakMap<Policy, boolean>()

/** Whether some rule of a policy is about one session or kind of account alone, so that cells tell them; worked out once per policy. */
export function partsContexts(policy: Policy): boolean {
  const found = parting.get(policy) ?? policy.cells.some(({ facts }) => facts.signedIn !== null || facts.account !== null) // prettier-ignore
  parting.set(policy, found)
  return found
}

/** The context that data of a cell keeps beside what its facts say already: what the policy tells apart and the cell does not. Signed out there is no account. */
export function contextOf(policy: Policy, { facts }: Cell, { signedIn, account }: ContextFacts): ContextFacts | null {
  const { sessions, accounts } = toldApart(policy)
  const session = sessions && facts.signedIn === null ? signedIn : facts.signedIn
  const kind = accounts && facts.account === null && session !== false ? account : facts.account
  return session === facts.signedIn && kind === facts.account ? null : { signedIn: session, account: kind }
}

/** Every context that data of a cell may keep so, each once. */
export function contextsOf(policy: Policy, cell: Cell): readonly ContextFacts[] {
  const all = sessionsKnown.flatMap((signedIn) => accountsKnown.map((account) => ({ signedIn, account })))
  const found = all.flatMap((facts) => contextOf(policy, cell, facts) ?? [])
  return [...new Map(found.map((context) => [keyOfContext(context), context])).values()]
}

const sessionsKnown: readonly CellFacts['signedIn'][] = [null, false, true]
const accountsKnown: readonly CellFacts['account'][] = [null, 'organisation', 'personal']

/** A context as a key: equal ones have equal keys. */
export function keyOfContext({ signedIn, account }: ContextFacts): string {
  return `${signedIn} ${account}`
}
