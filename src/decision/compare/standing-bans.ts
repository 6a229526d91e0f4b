// Bans on data that nothing collects, of which no cell tells: each is a promise that nobody will begin with it. And bans on handing data to a kind of
// recipient, of which cells tell for those alone that are registered: each is a promise about whoever comes later too. So is one on a basis, on which
// nothing may rest yet.

import {
  bansFor,
  covers,
  isEmpty,
  maskOf,
  none,
  type Mask,
  type Origin,
  type Policy,
  type StandingBan,
} from '../../policy/index.ts'
import { stillClosed } from './narrowed.ts'
import type { Found } from './policies.ts'
import { isNoHarder, isStronger, isWider } from './strength.ts'

/** Bans gone and come where one of the two policies has no cell. */
export function bansChanged(before: Policy, after: Policy): readonly Found[] {
  const cells = [before, after].map((policy) => new Set(policy.cells.map(({ facts }) => keyOf(facts))))
  const told = (place: Place): boolean => cells.every((known) => known.has(keyOf(place)))
  const gone = bansOnly(before, after, told).map(({ ban: { clause, verb }, of }) => ({ code: 'K806', turn: 'weakened', clause, means: { key: 'standing ban', verb, how: 'gone' }, of }) as const) // prettier-ignore
  const fresh = bansOnly(after, before, told).map(({ ban: { clause, verb }, of }) => ({ code: null, turn: 'strengthened', clause, means: { key: 'standing ban', verb, how: 'now' }, of }) as const) // prettier-ignore
  return [...gone, ...fresh]
}

interface Place {
  readonly product: string
  readonly category: string
  readonly origin: Origin
}

function keyOf({ product, category, origin }: Place): string {
  return `${product}\0${category}\0${origin}`
}

/** Where one policy bans what the other, which knows the names too, does not. */
function bansOnly(
  before: Policy,
  after: Policy,
  told: (place: Place) => boolean,
): readonly { readonly ban: StandingBan; readonly of: string }[] {
  const later = unregistered(before, after)
  const bans = bansFor(after, later)
  const [products, categories] = [after.products, after.categories].map((list) => list.map(({ name }) => name))
  const standings = (after.standings ?? []).map(({ name }) => name)
  return bansFor(before, later)
    .map((ban) => inStandings(ban, standings))
    .flatMap((ban) => {
      if (bans.some((one) => isAsWide(one, ban))) return []
      return ban.products
        .flatMap((product) =>
          ban.categories.flatMap((category) => ban.origins.map((origin) => ({ product, category, origin }))),
        ) // prettier-ignore
        .filter((place) => products?.includes(place.product) && categories?.includes(place.category))
        .filter(
          (place) =>
          told(place) && ban.bases === undefined ? forgetsLater(place, ban, before, bans) || forgetsPurposes(place, ban, later, bans) : !isBannedAt(place, ban, bans), // prettier-ignore
        )
        .map(({ product, category }) => ({ ban, of: `${category} in ${product}` }))
    })
}

/** Whether bans name at a place everybody registered that one ban means there, and not whoever of the kind is registered later. Cells tell the rest. */
function forgetsLater(
  place: Place,
  ban: StandingBan,
  { recipients = [] }: Policy,
  bans: readonly StandingBan[],
): boolean {
  const registered = { ...ban, kinds: [], recipients: ban.recipients ?? recipients.map(({ name }) => name) }
  return ban.verb === 'share' && !isBannedAt(place, ban, bans) && isBannedAt(place, registered, bans)
}

/** A purpose that neither registers: it stands for whatever comes later. None where every bit is taken. */
export function unregistered(...policies: readonly Policy[]): Mask {
  const taken = policies.flatMap(({ purposes }) => purposes.map(({ bit }) => bit))
  const free = Array.from({ length: 64 }, (_, bit) => bit).find((bit) => !taken.includes(bit))
  return free === undefined ? none : maskOf(free)
}

/** Whether bans do not mean whatever purpose is registered later, as one ban does at a place. */
function forgetsPurposes(place: Place, ban: StandingBan, later: Mask, bans: readonly StandingBan[]): boolean {
  const means = ban.verb !== 'collect' && ban.verb !== 'store' && !isEmpty(later) && covers(ban.purposes, later)
  return means && !isBannedAt(place, { ...ban, purposes: later }, bans)
}

/** Whether the bans that hold at a place close all that one ban closes there. */
function isBannedAt(place: Place, ban: StandingBan, bans: readonly StandingBan[]): boolean {
  const { product, category, origin } = place
  const here = bans.filter(
    (one) =>
      isAlike(one, ban) &&
      one.products.includes(product) &&
      one.categories.includes(category) &&
      one.origins.includes(origin),
  )
  if (ban.verb === 'collect') return here.some((one) => isStronger(one, ban))
  if (ban.verb === 'store') return here.some((one) => isStronger(one, ban) && isWider(one, ban))
  return ban.hands.every((hand) => {
    const ofHand = here.filter((one) => one.hands.includes(hand))
    return covers(stillClosed(ban, ofHand), ban.purposes)
  })
}

/** Whether one ban alone closes wherever another does. */
function isAsWide(one: StandingBan, ban: StandingBan): boolean {
  return (
    isAlike(one, ban) &&
    hasAll(one.products, ban.products) &&
    hasAll(one.categories, ban.categories) &&
    hasAll(one.origins, ban.origins) &&
    hasAll(one.hands, ban.hands) &&
    covers(one.purposes, ban.purposes) &&
    (ban.verb !== 'store' || isWider(one, ban)) &&
    isStronger(one, ban)
  )
}

/** A ban as it is held against another policy: of its standings those that it knows too. */
function inStandings(ban: StandingBan, known: readonly string[]): StandingBan {
  return ban.standings ? { ...ban, standings: ban.standings.filter((name) => known.includes(name)) } : ban
}

/** The same verb, and no fewer recipients, kinds of them, inputs, bases, standings, sessions and accounts; without a list a ban names any. */
function isAlike(one: StandingBan, ban: StandingBan): boolean {
  const names = (a: readonly string[] | undefined, b: readonly string[] | undefined): boolean =>
    a === undefined || (b !== undefined && hasAll(a, b))
  return one.verb === ban.verb && names(one.recipients, ban.recipients) && namesKinds(one, ban) && names(one.inputs, ban.inputs) && names(one.bases, ban.bases) && names(one.standings, ban.standings) && holdsWhere(one, ban) // prettier-ignore
}

/** Whether a ban holds in every session and account in which another does: it asks for no more of them, and is lifted in none where the other is not. */
function holdsWhere(one: StandingBan, ban: StandingBan): boolean {
  if (!hasAll(ban.whenIn ?? [], one.whenIn ?? [])) return false
  if (!one.lifted) return true
  const lifted = ban.lifted ?? (ban.unless && { in: [], unless: ban.unless })
  return lifted !== null && hasAll(one.lifted.in, lifted.in) && isNoHarder(lifted.unless, one.lifted.unless)
}

/** Whether a ban means whoever is registered later as another does: of its kinds, and sparing nobody else. */
function namesKinds(one: StandingBan, ban: StandingBan): boolean {
  if (one.recipients === undefined) return true
  return (
    hasAll(one.kinds ?? [], ban.kinds ?? []) &&
    ((ban.kinds ?? []).length === 0 || hasAll(ban.spared ?? [], one.spared ?? []))
  )
}

function hasAll(names: readonly string[], asked: readonly string[]): boolean {
  return asked.every((name) => names.includes(name))
}
