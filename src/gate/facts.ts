// Who somebody is, told anew after they began: a birthday known later, an employment that began or ended (law 6; CHI-01, ENT-07). It counts from
// then on, at collection and at use. What was collected keeps the standing it was collected in, and both must allow: nothing of a child's opens
// because they grew up, nothing of a customer's because somebody left.

import { Failure } from '../base/index.ts'
import type { Policy } from '../policy/index.ts'
import { nameUnknown } from '../statement/index.ts'
import { again } from './again.ts'
import { entryOf, nobodys, personNow, type GateContext } from './context.ts'
import type { PersonState, ToldFacts } from './store.ts'
import type { FactsAnew, HowKnown, Standings } from './types.ts'

/** Who tells it, and how it is known. */
interface Known {
  readonly actor: string
  readonly proof: HowKnown
}

/**
 * Tells who somebody is anew, with its entry of the ledger in one commit; answers the standing before and since. Throws Failure('not_found') for
 * somebody unknown or erased, 'name_unknown' for a customer that no contract names.
 */
export async function tellAnew(context: GateContext, person: string, told: FactsAnew, how: Known): Promise<Standings> {
  if (typeof told.customer === 'string') known(context.inForce().newest.policy, told.customer)
  return again(() => tellOnce(context, person, told, how))
}

/** Failure `conflict` where something else was told since the standing before was looked at: the entry would not be true. */
async function tellOnce(
  context: GateContext,
  person: string,
  told: FactsAnew,
  { actor, proof }: Known,
): Promise<Standings> {
  const { store, clock, inForce } = context
  const { version } = inForce().newest
  const [state = null] = await store.people([{ person }])
  if (!state) throw new Failure('not_found')
  const at = clock.now()
  const facts = factsOf(told, at)
  const standings = { before: standingIn(context, state), now: standingIn(context, { ...state, ...facts }) }
  const payload = { told: Object.keys(facts).toSorted(), ...standings, proof, version }
  const audit = await entryOf(context, { type: 'standing', at, person, actor, payload }, state)
  if (!(await store.tellAnew(person, { was: state, told: facts }, audit))) throw new Failure('not_found')
  return standings
}

/** A customer that no contract knows would be bound by none. */
function known({ contracts = [] }: Policy, customer: string): void {
  const customers = [...new Set(contracts.flatMap((contract) => contract.customers))].toSorted()
  if (!customers.includes(customer)) throw nameUnknown('customer', customer, customers)
}

function factsOf({ age, customer }: FactsAnew, at: Date): ToldFacts {
  return {
    ...(age !== undefined && { age: age === null ? null : { years: age, at } }),
    ...(customer !== undefined && { customer: customer ?? nobodys }),
  }
}

function standingIn(context: GateContext, state: PersonState): string {
  return personNow(context, state, null).standing
}
