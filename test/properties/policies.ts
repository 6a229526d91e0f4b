// Random policies as values: cells with every kind of entry and condition, in the shapes the compiler makes. Bits lie on both sides of
// every word's edge; periods and times lie where calendars are uneven.

import { addPeriod, type Period } from '../../src/base/index.ts'
import {
  forms, hands, maskOf, none, origins, putInForce, union,
  type Act, type Ban, type Basis, type Cell, type CellFacts, type Condition, type InForce, type Limit, type Line, type Mask, type Policy,
  type Row, type Standing, type StandingBan, type Store, type StoreBan, type Use, type Version,
} from '../../src/policy/index.ts' // prettier-ignore
import type { Random } from './random.ts'

const purposeBits = [0, 1, 31, 32, 40, 63]
const choiceBits = [0, 1, 31, 32, 62, 63]
const caseNames = ['support', 'audit', 'demand']
const places = ['eu', 'us', 'asia']
export const laws = ['tax', 'labour']
const products = ['mail', 'maps']
const categories = ['content', 'content.message', 'location']
const periods: readonly Period[] = [
  { count: 1, unit: 'month' },
  { count: 18, unit: 'month' },
  { count: 1, unit: 'year' },
  { count: 30, unit: 'day' },
  { count: 2, unit: 'week' },
  { count: 36, unit: 'hour' },
  { count: 90, unit: 'minute' },
]

let rule = 0
function line(): Line {
  rule += 1
  return { clause: `c${rule}`, rule: 0 }
}

/** Some bits as a mask, often none. */
function mask(random: Random, bits: readonly number[], probability: number): Mask {
  return maskOf(...random.some(bits, probability))
}

/** A condition of one or several parts. */
export function condition(random: Random): Condition {
  return {
    need: random.chance(0.5) ? mask(random, choiceBits, 0.25) : none,
    block: random.chance(0.3) ? mask(random, choiceBits, 0.2) : none,
    cases: random.chance(0.2) ? [[random.pick(caseNames), ...random.some(caseNames, 0.2)]] : [],
    directed: random.chance(0.1),
  }
}

const always: Condition = { need: none, block: none, cases: [], directed: false }

function basis(random: Random): { basis: Basis; given: Mask } {
  if (!random.chance(0.3)) return { basis: { kind: random.pick(['contract', 'legitimate-interest', 'vital'] as const), name: null }, given: none } // prettier-ignore
  const bit = random.pick(choiceBits)
  return { basis: { kind: 'consent', name: `choice-${bit}` }, given: maskOf(bit) }
}

function row(random: Random, hand: Row['hand'], form: Row['form']): Row {
  const uses: Use[] = random
    .some(purposeBits, 0.6)
    .map((purpose) => ({ ...line(), purpose, ...basis(random), when: random.chance(0.4) ? condition(random) : always, cap: hand === 'people' && random.chance(0.1) ? { count: 1, of: 100, time: null } : null })) // prettier-ignore
  const bans: Ban[] = random.some([1, 2, 3], 0.3).map(() => ban(random))
  const folded = bans.filter(({ when, unless }) => when === null && unless === null)
  return {
    hand,
    form,
    based: maskOf(...uses.map(({ purpose }) => purpose)),
    objectable: maskOf(
      ...uses.filter(({ basis: { kind } }) => kind === 'legitimate-interest').map((use) => use.purpose),
    ),
    never: folded.reduce<Mask>((all, { purposes }) => union(all, purposes), none),
    barred: random.chance(0.1) ? mask(random, purposeBits, 0.3) : none,
    uses,
    bans,
  }
}

function ban(random: Random): Ban {
  return {
    ...line(),
    purposes: random.chance(0.1)
      ? maskOf(...Array.from({ length: 64 }, (_, bit) => bit))
      : mask(random, purposeBits, 0.3),
    when: random.chance(0.5) ? condition(random) : null,
    unless: random.chance(0.5) ? condition(random) : null,
  }
}

function limit(random: Random, purposes: Mask): Limit {
  const ends: readonly Limit['end'][] = [
    { after: random.pick(periods), event: 'collection' },
    { after: random.pick(periods), event: 'collection' },
    { after: random.pick(periods), event: 'purchase' },
    { until: 'removal' },
    { until: 'withdrawal' },
    { until: 'closing' },
  ]
  return {
    ...line(),
    purposes,
    end: random.pick(ends),
    when: random.chance(0.15) ? condition(random) : null,
    law: null,
  }
}

function limits(random: Random): Limit[] {
  const whole = maskOf(...Array.from({ length: 64 }, (_, bit) => bit))
  const general = random
    .some([whole, whole, mask(random, purposeBits, 0.7)], 0.6)
    .map((purposes) => limit(random, purposes))
  const lawful = random.chance(0.3)
    ? [{ ...limit(random, mask(random, purposeBits, 0.4)), end: { after: random.pick(periods), event: random.pick(['collection', 'purchase']) }, law: random.pick(laws) }] // prettier-ignore
    : []
  return [...general, ...lawful]
}

function store(random: Random): Store {
  return { ...line(), places: [random.pick(places), ...random.some(places, 0.4)], under: [], when: random.chance(0.2) ? condition(random) : null } // prettier-ignore
}

function storeBan(random: Random): StoreBan {
  const { when, unless } = ban(random)
  return { ...line(), places: random.some(places, 0.4), when, unless }
}

/** A cell with these facts. */
export function cell(random: Random, id: number, facts: CellFacts): Cell {
  return {
    id,
    facts,
    collects: random.some([1, 2], 0.6).map(() => ({ ...line(), need: null, needFor: [], when: random.chance(0.4) ? condition(random) : always })), // prettier-ignore
    collectBans: random.chance(0.15) ? [ban(random)] : [],
    stores: random.some([1, 2], 0.7).map(() => store(random)),
    storeBans: random.chance(0.2) ? [storeBan(random)] : [],
    rows: hands.flatMap((hand) =>
      random.some(forms, hand === 'machines' ? 0.8 : 0.4).map((form) => row(random, hand, form)),
    ),
    limits: limits(random),
    controls: random.some(['view', 'clear', 'export'], 0.5).map((control) => ({ ...line(), control, purposes: none, surfaces: ['dashboard'], to: [], per: [], within: null, unlessLaw: random.some(laws, 0.2) })), // prettier-ignore
  }
}

/** A policy over two products and three categories; some cells are missing. */
export function policy(random: Random): Policy {
  const facts = products.flatMap(
    (product) =>
    categories.map((category): CellFacts => ({ standing: 'consumer', product, category, origin: 'person', signedIn: null, account: null, where: null })), // prettier-ignore
  )
  return {
    format: 'wordkept/policy/1',
    profile: 'consumer',
    organisation: { name: 'Harbour', address: '', phone: '', officer: '', officers: [], languages: ['en'] },
    purposes: purposeBits.map((bit) => ({ name: `purpose-${bit}`, bit, label: `purpose ${bit}`, gives: '', marketing: false, survives: bit === 31 })), // prettier-ignore
    categories: categories.map((name) => ({ name, label: name, holds: '', special: false, bystanders: false })),
    events: [],
    groups: {},
    choices: choiceBits.map((bit) => ({ name: `choice-${bit}`, bit, kind: 'consent', label: `choice ${bit}`, wording: '', default: bit === 32 ? 'on' : 'off', by: 'person', scope: 'person' })), // prettier-ignore
    products: products.map((name) => ({ name, label: name })),
    places: places.map((name) => ({ name, label: name, within: [] })),
    stores: [],
    notes: [],
    desks: [],
    clauses: [],
    cells: random.some(facts, 0.9).map((one, i) => cell(random, i + 1, one)),
    bans: random.some([1, 2, 3], 0.4).map(() => standingBan(random)),
  }
}

/** A `never` as it stands over data that no cell knows. */
function standingBan(random: Random): StandingBan {
  return {
    ...ban(random),
    verb: random.pick(['use', 'use', 'collect', 'store'] as const),
    products: random.some(products, 0.7),
    categories: random.some(categories, 0.7),
    origins: random.some(origins, 0.7),
    hands: random.some(hands, 0.8),
    places: random.some(places, 0.4),
  }
}

/** One to three versions in force. */
export function inForce(random: Random): InForce {
  const versions = Array.from({ length: 1 + random.below(3) }, (_, i): Version => {
    const page = { title: '', language: 'en', sections: [] }
    return {
      version: i + 1,
      hash: String(i),
      policy: policy(random),
      page,
      publishedAt: new Date(0),
      effectiveAt: new Date(0),
    }
  })
  return putInForce(versions)
}

/** What a person decided: `on` is a part of `set`. */
export interface Decided {
  readonly set: Mask
  readonly on: Mask
  readonly objected: Mask
  readonly restricted: boolean
}

/** A person with many choices on, or with none decided. */
export function decided(random: Random): Decided {
  const set = random.some(choiceBits, random.pick([0, 0.5, 0.9]))
  return {
    set: maskOf(...set),
    on: maskOf(...random.some(set, 0.8)),
    objected: random.chance(0.2) ? mask(random, purposeBits, 0.4) : none,
    restricted: random.chance(0.1),
  }
}

/** A standing as `decide` takes it. */
export function standing(random: Random): Standing {
  return { on: mask(random, choiceBits, random.pick([0.3, 0.9])), objected: random.chance(0.2) ? mask(random, purposeBits, 0.4) : none, restricted: random.chance(0.1) } // prettier-ignore
}

const uneven = ['2023-01-31T23:30:00.000Z', '2024-02-29T00:00:00.001Z', '2024-03-31T01:30:00.000Z', '2024-10-27T00:59:59.999Z', '2023-12-31T12:00:00.000Z'] // prettier-ignore

/** A record's times: on the calendar's rough edges, or anywhere in three years. */
export function moment(random: Random): Date {
  if (random.chance(0.4)) return new Date(random.pick(uneven))
  return new Date(Date.UTC(2023, random.below(36), 1 + random.below(28), random.below(24), random.below(60)))
}

/** An act; half of the moments lie within a millisecond of where some period ends. */
export function act(random: Random, ends: readonly Date[], collectedAt: Date, endedAt: Date | null): Act {
  const edge = ends.length > 0 && random.chance(0.5)
  const at = edge ? new Date(random.pick(ends).getTime() + random.below(3) - 1) : moment(random)
  return {
    purpose: random.chance(0.02) ? random.pick([-1, 64, 5]) : random.pick(purposeBits),
    hand: random.chance(0.8) ? 'machines' : 'people',
    form: random.chance(0.8) ? 'identified' : random.pick(forms),
    cases: random.some(caseNames, 0.3),
    directed: random.chance(0.4),
    place: random.chance(0.3) ? random.pick(places) : null,
    collectedAt,
    endedAt,
    at,
  }
}

/** Moments at which some limit of some of these records passes. */
export function edges(
  random: Random,
  records: readonly { readonly cell: number; readonly collectedAt: Date; readonly endedAt: Date | null }[],
  policies: InForce,
): Date[] {
  return random.some(records, 0.3).flatMap(({ cell, collectedAt, endedAt }) =>
    (policies.cell(cell)?.limits ?? []).flatMap(({ end }) => {
      if (!('after' in end)) return endedAt ?? []
      const start = end.event === 'collection' ? collectedAt : endedAt
      return start ? addPeriod(start, end.after) : []
    }),
  )
}
