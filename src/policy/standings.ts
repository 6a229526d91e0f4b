// Who a person is to the statement: from facts about the person and the account to a standing (docs/spec/policy.md, "Standings"). Pure. What
// is not known is taken as whatever allows less: an overlay that narrows holds unless it is known not to, one that extends only when known to.

import type { Account, Contract, Policy, Profile, ProfileFact, StandingEntry } from './policy.ts'
import { has, type Mask } from './mask.ts'

/** What is known about a person and the account. */
export interface PersonFacts {
  /** whole years; null: not known */
  readonly age: number | null
  /** where the person lives, a name of the register `places`; null: not known */
  readonly where: string | null
  /** kind of account; null: not known */
  readonly account: Account | null
  /** the customer who runs the account, by its name in contracts; null: none does; left out: not known */
  readonly customer?: string | null
  /** choices that are on: enrolments among them */
  readonly on: Mask
}

/** The highest age under which a law of the European Union lets a guardian answer: what counts where no place says another. */
const childAgeMost = 16

/** Between standings that a record stands under together: two bases that both hold, or which of several it is being unknown. */
const and = '&'

/**
 * The standing of a person at a moment, as `CellFacts.standing` has it. Several joined by `&` are met: no more than all of them allow.
 * A statement with one base alone has one standing, whoever the person is.
 */
export function standingFor(policy: Policy, facts: PersonFacts, at: Date): string {
  const { profiles = [], contracts = [], standings } = policy
  if (!standings) return policy.profile
  const holds = (profile: Profile): boolean | null => every(profile.while.map((fact) => factHolds(policy, facts, fact)))
  const names = basesOf(profiles, policy.profile, holds).flatMap((base) => {
    const overlays = profiles.filter((profile) => profile.over.includes(base) && isLaid(profile, holds(profile), at))
    return bundlesOf(base, contracts, facts).map((bundle) =>
      [base, ...[...overlays.map(({ name }) => name), ...bundle].toSorted()].join('+'),
    )
  })
  return names.toSorted().join(and)
}

/** The bases that hold, and those of which it is not known; everybody's own base where no other is certain to. */
function basesOf(
  profiles: readonly Profile[],
  everybody: string,
  holds: (profile: Profile) => boolean | null,
): readonly string[] {
  const others = profiles.filter(({ kind, name }) => kind === 'base' && name !== everybody)
  const isCertain = others.some((base) => holds(base) === true)
  return [
    ...(isCertain ? [] : [everybody]),
    ...others.flatMap((base) => (holds(base) === false ? [] : [base.name])),
  ].toSorted()
}

/** Whether an overlay lies over its base now: what takes away does while nothing speaks against it, what adds while all speaks for it. */
function isLaid({ kind, ends }: Profile, holds: boolean | null, at: Date): boolean {
  if (kind === 'narrows') return holds !== false
  return kind === 'extends' && holds === true && (ends === null || at.toISOString().slice(0, 10) <= ends)
}

/** The contracts of the customer; where that is not known, those of each customer in turn. */
function bundlesOf(
  base: string,
  contracts: readonly Contract[],
  { customer }: PersonFacts,
): readonly (readonly string[])[] {
  const own = contracts.filter(({ profile, customers }) => profile === base && customers.length > 0)
  const of = (one: string): readonly string[] =>
    own.filter(({ customers }) => customers.includes(one)).map(({ name }) => name)
  if (customer === null || own.length === 0) return [[]]
  if (customer !== undefined) return [of(customer)]
  const bundles = new Map(own.flatMap(({ customers }) => customers.map((one) => [of(one).join('+'), of(one)] as const)))
  return [...bundles.values()]
}

/**
 * The sets of standings that somebody may stand under together: those of two bases or more, and those of all customers where it is not known
 * whose account it is.
 */
export function mixedStandings({ standings = [], contracts = [] }: Policy): readonly (readonly string[])[] {
  const isContract = new Set(contracts.map(({ name }) => name))
  const ofBase = [...Map.groupBy(standings, ({ base }) => base).values()].map((entries) => waysOf(entries, isContract))
  return together(ofBase).filter((mixed) => mixed.length > 1)
}

/** How somebody may stand over one base: in each of its standings, or under the contracts of any of its customers. */
function waysOf(entries: readonly StandingEntry[], isContract: ReadonlySet<string>): readonly (readonly string[])[] {
  const bare = ({ overlays }: StandingEntry): string => overlays.filter((name) => !isContract.has(name)).join('+')
  const bound = entries.filter(({ overlays }) => overlays.some((name) => isContract.has(name)))
  const ofAny = [...Map.groupBy(bound, bare).values()].map((own) => own.map(({ name }) => name))
  return [...entries.map(({ name }) => [name]), ...ofAny.filter((own) => own.length > 1)]
}

/** Every choice of one way from some of the bases, joined. */
function together(ofBase: readonly (readonly (readonly string[])[])[]): readonly (readonly string[])[] {
  return ofBase.reduce<readonly (readonly string[])[]>(
    (sets, ways) => [...sets, ...sets.flatMap((set) => ways.map((way) => [...set, ...way]))],
    [[]],
  )
}

/** Whether all hold; null where that is not known. */
function every(facts: readonly (boolean | null)[]): boolean | null {
  return facts.includes(false) ? false : facts.includes(null) ? null : true
}

function factHolds(policy: Policy, facts: PersonFacts, fact: ProfileFact): boolean | null {
  switch (fact.kind) {
    case 'child':
      return facts.age === null ? null : facts.age < childAge(policy, facts.where)
    case 'customer':
      return facts.customer === undefined ? null : facts.customer !== null
    case 'account':
      return facts.account === null ? null : facts.account === fact.account
    case 'choice': {
      const choice = policy.choices.find(({ name }) => name === fact.name)
      return choice !== undefined && has(facts.on, choice.bit)
    }
    case 'where':
      return livesIn(policy, facts.where, fact.name)
  }
}

/** Whether a person lives in a place; null where that is not known, or only somewhere around it. */
function livesIn(policy: Policy, where: string | null, place: string): boolean | null {
  if (where === null) return null
  if (around(policy, where).includes(place)) return true
  return around(policy, place).includes(where) ? null : false
}

/** A place and all that it lies within, the nearest first. */
function around({ places }: Policy, place: string): readonly string[] {
  const found: string[] = []
  const queue = [place]
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    if (found.includes(next)) continue
    found.push(next)
    queue.push(...(places.find(({ name }) => name === next)?.within ?? []))
  }
  return found
}

/** Years under which a guardian answers where somebody lives: that of the nearest place which says one, else the most that any says. */
function childAge(policy: Policy, where: string | null): number {
  const own = (where === null ? [] : around(policy, where)).flatMap((name) => policy.places.find((place) => place.name === name)?.childAge ?? []) // prettier-ignore
  return own[0] ?? Math.max(childAgeMost, ...policy.places.flatMap(({ childAge: age }) => age ?? []))
}

// --- names ----------------------------------------------------------------------------------------------------------

/** The standings that a name joins, all of which must allow. */
export function standingsJoined(name: string): readonly string[] {
  return name.split(and)
}

/**
 * The standings of a policy that a name stands for, all of which must allow; null where one of them is none of its standings. An overlay
 * that this version does not have is left out: what an older one took away stays with its record, and what it added is gone.
 */
export function standingsNamed(policy: Policy, name: string): readonly string[] | null {
  const found = standingsJoined(name).map((one) => entryNamed(policy, one))
  return found.includes(null) ? null : [...new Set(found as string[])] // none is null
}

const listed = new WeakMap<Policy, ReadonlyMap<string, StandingEntry>>()

function entryNamed(policy: Policy, name: string): string | null {
  const [base = '', ...overlays] = name.split('+')
  if (!policy.standings) return base === policy.profile ? base : null
  const entries = listed.get(policy) ?? new Map(policy.standings.map((entry) => [entry.name, entry]))
  listed.set(policy, entries)
  if (entries.has(name)) return name
  const known = new Set(policy.standings.flatMap((entry) => (entry.base === base ? entry.overlays : [])))
  const less = [base, ...overlays.filter((overlay) => known.has(overlay)).toSorted()].join('+')
  return entries.has(less) ? less : null
}

/**
 * Whether somebody with a standing of a newer version may be in one of these of an older one; `null`: all of it. What the newer one does not know any
 * more of a person, an overlay it gave up or a base that came since, may be so.
 */
export function mayStandIn(
  older: Policy,
  newer: Policy,
  standing: string,
  standings: readonly string[] | null,
): boolean {
  if (!standings) return true
  const [known, knownNow] = [older, newer].map(overlaysIn)
  return standingsJoined(standing).some((one) => {
    const [base = '', ...overlays] = one.split('+')
    if (!known!.has(base)) return true
    const shared = (names: readonly string[], by: ReadonlyMap<string, ReadonlySet<string>>): string => names.filter((name) => by.get(base)?.has(name)).toSorted().join('+') // prettier-ignore
    const own = shared(overlays, known!)
    return standings.some((other) => { const [otherBase, ...others] = other.split('+'); return otherBase === base && shared(others, knownNow!) === own }) // prettier-ignore
  })
}

const layers = new WeakMap<Policy, ReadonlyMap<string, ReadonlySet<string>>>()

/** The overlays and contracts that a version knows over each of its bases. */
function overlaysIn(policy: Policy): ReadonlyMap<string, ReadonlySet<string>> {
  const known = layers.get(policy)
  if (known) return known
  const { standings = [], profile } = policy
  const byBase = [...Map.groupBy(standings, ({ base }) => base)].map(([base, own]) => [base, new Set(own.flatMap(({ overlays }) => overlays))] as const) // prettier-ignore
  const made = new Map<string, ReadonlySet<string>>(standings.length === 0 ? [[profile, new Set()]] : byBase)
  layers.set(policy, made)
  return made
}
