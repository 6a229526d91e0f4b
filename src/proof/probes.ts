// One probe a verb, tried on canary persons through the gate itself: what a rule opens must work, what it forbids must be refused,
// what it promises is counted (architecture, settled 8). Found by the verbs of a clause's rules; results name no person.

import { decideWrite } from '../decision/index.ts'
import { none, origins, plainAct, type Cell, type Policy, type Verb } from '../policy/index.ts'
import { enforcedPart } from './observed.ts'
import { tryDerives, tryPairs, tryShares, type Tried } from './probes-others.ts'
import { probePromise } from './probes-promises.ts'
import {
  assignments,
  cellsWith,
  collectsIn,
  failed,
  nameOf,
  passed,
  standing,
  usesIn,
  type ProbeParts,
  type Seen,
} from './probe-ground.ts'
import { plant, prepare } from './canaries.ts'
import { probeNever, probeUse } from './probe-uses.ts'
import { probeOffer } from './probe-offers.ts'

/** Null: it speaks of products alone that only observe, where there is nothing to prove. */
type Probe = (parts: ProbeParts, clause: string, policy: Policy) => Promise<Seen | null>

/** The probe over what of the policy is enforced. */
function whereEnforced(probe: Probe, pick: (cell: Cell) => readonly { readonly clause: string }[]): Probe {
  return async (parts, clause, policy) => {
    const enforced = enforcedPart(policy, (product) => parts.gate.modeOf(product))
    const isOnlyObserved = cellsWith(enforced, clause, pick).length === 0 && cellsWith(policy, clause, pick).length > 0
    return isOnlyObserved ? null : probe(parts, clause, enforced)
  }
}

/** The probe of each verb: a missing one does not compile. */
export const probes: Readonly<Record<Verb, { readonly name: string; readonly run: Probe }>> = {
  collect: {
    name: 'store what it opens, and try an origin it does not open',
    run: whereEnforced(probeCollect, collectsIn),
  },
  use: { name: 'ask for each purpose it opens, with and without what it needs', run: whereEnforced(probeUse, usesIn) },
  keep: { name: 'count what lies past its time', run: probeKeep },
  never: { name: 'try everything it forbids', run: probeNever },
  offer: { name: 'use the controls it offers', run: probeOffer },
  store: { name: 'look where it lies, and try another place', run: probeStore },
  share: { name: 'ask for each recipient it names, and for one nobody registered', run: decided(tryShares, (one) => (one.shares ?? []).flatMap(({ shares }) => shares)) }, // prettier-ignore
  derive: { name: 'ask to make what it names, and to make it from nothing', run: decided(tryDerives, (one) => one.derives ?? []) }, // prettier-ignore
  combine: { name: 'ask to bring its two sides together', run: decided(tryPairs) },
  promise: { name: 'look for the desk that keeps it, and measure it where it can be', run: probePromise },
}

/** A probe that asks the decision alone. */
function decided(
  tries: (policy: Policy, clause: string, at: Date) => Tried,
  pick?: (cell: Cell) => readonly { readonly clause: string }[],
): Probe {
  const probe: Probe = async ({ clock }, clause, policy) => {
    const tried = tries(policy, clause, clock.now())
    if (typeof tried === 'string') return failed(tried)
    return tried > 0 ? passed(`${tried} trials came out as it says`) : failed('nothing it says could be tried')
  }
  return pick ? whereEnforced(probe, pick) : probe
}

async function probeCollect(parts: ProbeParts, clause: string, policy: Policy): Promise<Seen> {
  const cells = cellsWith(policy, clause, collectsIn)
  for (const cell of cells) {
    const on = assignments(cell).find(
      (mask) => decideWrite(policy, cell, standing(mask), plainAct(parts.clock.now())).effect === 'permit',
    )
    if (!on) return failed(`no choice of a person opens ${nameOf(cell)}`)
    const { outcome } = await plant(parts, await prepare(parts, cell, 'collect', on))
    if (outcome !== 'stored') return failed(`${nameOf(cell)} could not be stored`)
  }
  if (cells.length === 0) return failed('nothing it opens could be tried')
  const refused = await probeOtherOrigins(parts, cells, policy)
  if (typeof refused === 'string') return failed(refused)
  const others = refused > 0 ? 'other origins were refused' : 'there is no other origin to try'
  return passed(`stored ${cells.length} sorts of test data; ${others}`)
}

/** Answers how many origins were refused, or what got through. */
async function probeOtherOrigins(parts: ProbeParts, cells: readonly Cell[], policy: Policy): Promise<number | string> {
  let tried = 0
  for (const cell of cells) {
    const opened = policy.cells.filter(
      ({ facts }) => facts.product === cell.facts.product && facts.category === cell.facts.category,
    )
    const closed = origins.find((origin) => !opened.some(({ facts }) => facts.origin === origin))
    if (!closed) continue
    const { outcome } = await plant(parts, await prepare(parts, cell, 'collect', none), closed)
    if (outcome !== 'refused') return `${nameOf(cell)} was stored from \`${closed}\`, which no sentence opens`
    tried++
  }
  return tried
}

async function probeKeep(parts: ProbeParts, clause: string): Promise<Seen> {
  const at = new Date(parts.clock.now().getTime() - parts.graceMilliseconds)
  const counts = await parts.overdue(at)
  const overdue = counts.filter(({ cell }) =>
    parts
      .inForce()
      .cell(cell)
      ?.limits.some((limit) => limit.clause === clause),
  )
  const sum = overdue.reduce((total, { count }) => total + count, 0)
  return sum === 0
    ? passed('nothing lies past its time')
    : failed(
        `${sum} ${sum === 1 ? 'thing lies' : 'things lie'} past ${sum === 1 ? 'its' : 'their'} time; the sweep did not take ${sum === 1 ? 'it' : 'them'}`,
      )
}

async function probeStore(parts: ProbeParts, clause: string, policy: Policy): Promise<Seen> {
  const places = new Map(policy.stores.map(({ name, at }) => [name, at]))
  for (const { cell: number, place, count } of await parts.lying()) {
    const cell = parts.inForce().cell(number)
    const said = cell?.stores.filter((line) => line.clause === clause) ?? []
    const at = places.get(place) ?? place
    if (said.length > 0 && !said.some((line) => line.places.includes(at)))
      return failed(`${count} records lie in \`${place}\`, outside the places named`)
  }
  const [cell] = cellsWith(policy, clause, (one) => one.stores)
  const elsewhere = policy.places.find(({ name }) => !cell?.stores.some((line) => line.places.includes(name)))
  if (cell && elsewhere) {
    const tried = assignments(cell).map((mask) =>
      decideWrite(policy, cell, standing(mask), plainAct(parts.clock.now(), { place: elsewhere.name })),
    )
    if (tried.some(({ effect }) => effect === 'permit'))
      return failed(`a write to \`${elsewhere.name}\` would be allowed`)
  }
  const other = cell && elsewhere ? 'another place was refused' : 'there is no other place to try'
  return passed(`everything lies where it should; ${other}`)
}
