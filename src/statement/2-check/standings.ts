// Standings: who people may be to the statement. A base profile with its overlays and, for one customer's accounts, the contracts made with
// that customer. All of them are listed here; there are tens, not thousands (docs/spec/statement.md, "Standings").

import type { Contract, ProductSection, Profile, ProfileFact, StandingEntry } from '../../policy/index.ts'
import type { ParsedClause } from '../1-parse/folder.ts'
import type { FactText, Home, Homes, ParsedContract, ParsedProfile } from '../1-parse/homes.ts'
import type { Name } from '../1-parse/rule.ts'
import type { Raise, Span } from '../diagnostics.ts'
import { helpNear } from './register-fields.ts'
import type { Registers } from './registers.ts'

/** What the homes of a folder come to. */
export interface Standings {
  /** the base of everybody of whom nothing else is known */
  readonly base: string
  readonly all: readonly StandingEntry[]
  /** lists sorted by name */
  readonly profiles: readonly Profile[]
  readonly contracts: readonly Contract[]
  readonly sections: readonly ProductSection[]
  /** bases that take permissions and periods from the general text */
  readonly inheriting: ReadonlySet<string>
}

/** A statement reads slowly long before this; one that needs more has made an overlay of what is a condition. */
const standingsMax = 256
const overlaysMax = 8

/** Verbs that only take away, promise or hand out a control: all that an overlay which narrows, and a contract, may hold. */
export const narrowingVerbs: readonly string[] = ['never', 'keep', 'offer', 'promise']

/** What a base takes from the general text without `inherits: all`. */
const closedWorldVerbs: readonly string[] = ['never', 'offer', 'promise']

/** Looks up the names that front matter says, and lists every standing. What is wrong is raised. */
export function readStandings(homes: Homes, registers: Registers, raise: Raise): Standings {
  checkNames(homes, registers, raise)
  const bases = homes.profiles.filter(({ kind }) => kind === 'base')
  const everybody = bases.filter((base) => base.while.length === 0)
  checkBases(bases, everybody, raise)
  const base = (everybody[0] ?? bases[0])?.name ?? 'consumer'
  const names = bases.map(({ name }) => name)
  const profiles = homes.profiles.map((profile) => toProfile(profile, names))
  const contracts = homes.contracts.map(toContract)
  const all = names.flatMap((name) => standingsOver(name, profiles, contracts))
  const many = homes.profiles.find(({ kind }) => kind !== 'base')
  if (many && (all.length > standingsMax || names.some((name) => overlaysOf(name, profiles).length > overlaysMax)))
    raise('K112', many.span, {
      problem: `the overlays make more than ${standingsMax} standings`,
      help: 'say `over:` of which base each one is, or make a condition of what is none',
    })
  return {
    base,
    all: all.slice(0, standingsMax),
    profiles: byName(profiles),
    contracts: byName(contracts),
    sections: homes.products
      .map(({ product, profiles: of }) => ({ product: product.text, profiles: of.map(({ text }) => text).toSorted() }))
      .toSorted((a, b) => (a.product < b.product ? -1 : 1)),
    inheriting: new Set(bases.flatMap(({ name, inheritsAll }) => (inheritsAll ? [name] : []))),
  }
}

function byName<T extends { readonly name: string }>(items: readonly T[]): readonly T[] {
  return items.toSorted((a, b) => (a.name < b.name ? -1 : 1))
}

// --- who is under what ----------------------------------------------------------------------------------------------

/** Whether a rule of a home holds in a standing. A base is a closed world: it takes permissions and periods of the general text only when it inherits all. */
export function holdsIn({ base, overlays }: StandingEntry, home: Home, verb: string, standings: Standings): boolean {
  switch (home.kind) {
    case 'general':
      return standings.inheriting.has(base) || closedWorldVerbs.includes(verb)
    case 'profile':
      return home.name === base || overlays.includes(home.name)
    case 'contract':
      return overlays.includes(home.name) || standings.contracts.some(({ name, profile, customers }) => name === home.name && profile === base && customers.length === 0) // prettier-ignore
    case 'product': {
      const own = standings.sections.find(({ product }) => product === home.name)?.profiles ?? []
      return own.length === 0 ? standings.inheriting.has(base) || closedWorldVerbs.includes(verb) : own.includes(base)
    }
  }
}

/** The overlay or contract a home is; null for what is part of a base. */
export function layerOf(home: Home, { profiles }: Standings): string | null {
  if (home.kind === 'contract') return home.name
  if (home.kind !== 'profile') return null
  return profiles.some(({ name, kind }) => name === home.name && kind !== 'base') ? home.name : null
}

/** Whether a home is a contract with all customers: nobody's own, it is what the statement is held against. */
export function isForAll(home: Home, { contracts }: Standings): boolean {
  return (
    home.kind === 'contract' && contracts.some(({ name, customers }) => name === home.name && customers.length === 0)
  )
}

/** Whether a home only takes away: an overlay that narrows, or a contract. */
export function isNarrowing(home: Home, { profiles }: Standings): boolean {
  if (home.kind === 'contract') return true
  return home.kind === 'profile' && profiles.some(({ name, kind }) => name === home.name && kind === 'narrows')
}

/** K406: what narrows holds no permission. */
export function checkNarrowing(clauses: readonly ParsedClause[], standings: Standings, raise: Raise): void {
  for (const { home, block } of clauses.filter((clause) => isNarrowing(clause.home, standings)))
    for (const rule of block?.rules ?? [])
      if (!narrowingVerbs.includes(rule.verb))
        raise('K406', rule.span, {
          verb: rule.verb,
          what: home.kind === 'contract' ? `the contract \`${home.name}\`` : `the overlay \`${home.name}\``,
        })
}

/** Every set of overlays over a base, with every set of contracts that some customer of it has. */
function standingsOver(
  base: string,
  profiles: readonly Profile[],
  contracts: readonly Contract[],
): readonly StandingEntry[] {
  const sets = subsets(overlaysOf(base, profiles).slice(0, overlaysMax))
  const bundles = contractsOfCustomers(base, contracts)
  return bundles.flatMap((bundle) =>
    sets.map((set): StandingEntry => {
      const own = [...set, ...bundle].toSorted()
      return { name: [base, ...own].join('+'), base, overlays: own }
    }),
  )
}

function overlaysOf(base: string, profiles: readonly Profile[]): readonly string[] {
  return profiles.flatMap(({ name, kind, over }) => (kind !== 'base' && over.includes(base) ? [name] : [])).toSorted()
}

/** All subsets, the smaller ones first. */
function subsets(names: readonly string[]): readonly (readonly string[])[] {
  const all = names.reduce<readonly (readonly string[])[]>(
    (sets, name) => [...sets, ...sets.map((set) => [...set, name])],
    [[]],
  )
  return all.toSorted((a, b) => a.length - b.length || (a.join('+') < b.join('+') ? -1 : 1))
}

/** No contract, and the contracts of each customer who is named in some. */
function contractsOfCustomers(base: string, contracts: readonly Contract[]): readonly (readonly string[])[] {
  const own = contracts.filter(({ profile, customers }) => profile === base && customers.length > 0)
  const customers = [...new Set(own.flatMap((contract) => contract.customers))].toSorted()
  const bundles = customers.map((customer) =>
    own.filter((contract) => contract.customers.includes(customer)).map(({ name }) => name).toSorted(),
  ) // prettier-ignore
  const distinct = new Map(bundles.map((bundle) => [bundle.join('+'), bundle]))
  return [[], ...distinct.values()]
}

// --- what the policy says of them -----------------------------------------------------------------------------------

function toProfile({ name, kind, over, ends, while: facts }: ParsedProfile, bases: readonly string[]): Profile {
  const lies = over.map(({ text }) => text).filter((text) => bases.includes(text))
  return {
    name,
    kind,
    over: kind === 'base' ? [] : lies.length > 0 ? [...new Set(lies)].toSorted() : bases.toSorted(),
    while: facts.map(toFact),
    ends,
  }
}

function toFact(fact: FactText): ProfileFact {
  return 'name' in fact ? { kind: fact.kind, name: fact.name.text } : fact
}

function toContract({ name, profile, customers }: ParsedContract): Contract {
  return { name, profile: profile.text, customers: customers ? [...new Set(customers.map(({ text }) => text))].toSorted() : [] } // prettier-ignore
}

// --- names ----------------------------------------------------------------------------------------------------------

function checkNames({ profiles, products, contracts }: Homes, registers: Registers, raise: Raise): void {
  const bases = profiles.flatMap(({ name, kind }) => (kind === 'base' ? [name] : []))
  const known = (name: Name, kind: string, names: readonly string[]): void => {
    if (!names.includes(name.text))
      raise('K201', name.span, { kind, name: name.text, help: helpFor(name, kind, names) })
  }
  const productNames = registers.products.map(({ name }) => name)
  const enrolments = registers.choices.filter(({ kind }) => kind === 'enrolment').map(({ name }) => name)
  for (const profile of profiles) {
    for (const name of profile.over) known(name, 'base profile', bases)
    for (const fact of profile.while) checkFact(profile, fact, { enrolments, registers, known }, raise)
    if (profile.kind === 'extends' && !profile.while.some(({ kind }) => kind === 'choice'))
      raise('K112', profile.span, {
        problem: `what \`${profile.name}\` adds hangs on no enrolment`,
        help: 'write `while:` and a choice of kind enrolment that must be `on`: what extends adds for people enrolled alone',
      })
  }
  for (const { product, profiles: of } of products) {
    known(product, 'product', productNames)
    for (const name of of) known(name, 'base profile', bases)
  }
  const seen = new Map(profiles.map(({ name, span }): [string, Span] => [name, span]))
  for (const { name, profile, span } of contracts) {
    known(profile, 'base profile', bases)
    const other = seen.get(name)
    if (other)
      raise('K204', span, { name, help: 'call the contract otherwise: its name tells standings apart' }, [
        { at: other, message: 'the profile' },
      ])
  }
}

function helpFor({ text }: Name, kind: string, names: readonly string[]): string {
  return names.length > 0 ? helpNear(text, names) : `no ${kind} is registered yet: add it first`
}

interface Known {
  readonly enrolments: readonly string[]
  readonly registers: Registers
  readonly known: (name: Name, kind: string, names: readonly string[]) => void
}

function checkFact(
  profile: ParsedProfile,
  fact: FactText,
  { enrolments, registers, known }: Known,
  raise: Raise,
): void {
  if (fact.kind === 'choice') known(fact.name, 'choice of kind enrolment', enrolments)
  if (fact.kind === 'where') known(fact.name, 'place', registers.places.map(({ name }) => name)) // prettier-ignore
  if (profile.kind === 'base' && fact.kind !== 'account' && fact.kind !== 'customer')
    raise('K112', profile.span, {
      problem: `the base \`${profile.name}\` hangs on a fact that may change`,
      help: 'a base hangs on the kind of account or on `customer`; make an overlay of what holds for a child, a place or an enrolment',
    })
}

/** One base is that of everybody else; every other one says for which accounts it is. */
function checkBases(bases: readonly ParsedProfile[], everybody: readonly ParsedProfile[], raise: Raise): void {
  for (const second of everybody.slice(1))
    raise('K112', second.span, {
      problem: `two bases hold for everybody, \`${everybody[0]!.name}\` and \`${second.name}\``,
      help: 'write `while: organisation-account`, `while: personal-account` or `while: customer` in one of them',
    })
  if (bases.length > 0 && everybody.length === 0)
    raise('K112', bases[0]!.span, {
      problem: 'no base holds for everybody else',
      help: 'take `while` out of the base that people have of whom nothing else is known',
    })
}
