// What belongs to no cell: contexts that may be brought together, and commitments with their parameters.

import { isNoLonger } from '../../base/index.ts'
import {
  bansFor, bitsOf, has, maskOf, none, standingsNamed, union, without,
  type CommitmentParameter, type Mask, type Meant, type Pair, type PairBan, type Policy, type PromiseLine, type PromiseValue, type Side,
} from '../../policy/index.ts' // prettier-ignore
import { sideWords, valueWords } from './english.ts'
import { stillClosed } from './narrowed.ts'
import type { Found } from './policies.ts'
import { unregistered } from './standing-bans.ts'
import { isEasier } from './strength.ts'

/** Differences of pairs (K802), of bans on them (K806) and of commitments (K805). */
export function promisesChanged(before: Policy, after: Policy): readonly Found[] {
  return [
    ...pairsOnly(after, before).map(({ clause, of, pair }): Found => ({ clause, of, code: 'K802', turn: 'opened', means: { key: 'combined', ...pair, how: 'now' } })), // prettier-ignore
    ...pairsOnly(before, after).map(({ clause, of, pair }): Found => ({ clause, of, code: null, turn: 'closed', means: { key: 'combined', ...pair, how: 'gone' } })), // prettier-ignore
    ...pairBansOnly(before, after).map(({ clause, of, pair }): Found => ({ clause, of, code: 'K806', turn: 'weakened', means: { key: 'ban on combining', ...pair, how: 'gone' } })), // prettier-ignore
    ...pairBansOnly(after, before).map(({ clause, of, pair }): Found => ({ clause, of, code: null, turn: 'strengthened', means: { key: 'ban on combining', ...pair, how: 'now' } })), // prettier-ignore
    ...promisesOnly(before, after, after).map(({ was, is }) => promised(was, { code: 'K805', turn: 'weakened', means: is === null ? { key: 'promise', promise: was, how: 'gone' } : { key: 'other promise', now: is, before: was } })), // prettier-ignore
    ...promisesOnly(after, before, after).map(({ was: now, is: old }) => promised(now, { code: null, turn: 'strengthened', means: old === null ? { key: 'promise', promise: now, how: 'now' } : { key: 'other promise', now, before: old } })), // prettier-ignore
  ]
}

interface PairOnly {
  readonly clause: string
  readonly pair: Pick<Extract<Meant, { readonly key: 'combined' }>, 'side' | 'purposes'>
  readonly of: string
}

// --- pairs --------------------------------------------------------------------------------------------------------

/** What one policy lets be brought together and the other does not. */
function pairsOnly(policy: Policy, other: Policy): readonly PairOnly[] {
  return (policy.pairs ?? []).flatMap((pair): readonly PairOnly[] => {
    const known = (other.pairs ?? []).filter(
      (one) => isOfAll(one, pair) && isForAll([one, other], [pair, policy]) && isEasier(one.when, pair.when) && hasAll(pair.whenIn, one.whenIn), // prettier-ignore
    )
    const open = bitsOf(pair.purposes).filter((bit) => !known.some(({ purposes }) => has(purposes, bit)))
    return open.length === 0 ? [] : [toldOf(pair, open, [policy, other])]
  })
}

/** What one policy keeps apart and the other does not, for everybody for whom it does: for whatever purpose, registered or not. */
function pairBansOnly(policy: Policy, other: Policy): readonly PairOnly[] {
  const bitsIn = ({ purposes }: Policy): Mask => maskOf(...purposes.map(({ bit }) => bit))
  const any = [policy, other].map(bitsIn).reduce(union, unregistered(policy, other))
  const bansOf = (one: Policy): readonly PairBan[] => bansFor({ bans: one.pairBans ?? [], purposes: one.purposes }, any) // prettier-ignore
  return bansOf(policy).flatMap((ban): readonly PairOnly[] => {
    const wide = bansOf(other).filter((one) => isOfAll(one, ban) && holdsWhere(one, ban))
    const lost = standingsOf(policy, other).filter((name) => isIn(ban, policy, name)).map((name) => without(ban.purposes, stillClosed(ban, wide.filter((one) => isIn(one, other, name))))) // prettier-ignore
    const gone = bitsOf(lost.reduce(union, none))
    return gone.length === 0 ? [] : [toldOf(ban, gone, [policy, other])]
  })
}

/** One that neither policy registers stands for whatever comes later, and is told where no other is. */
function toldOf({ clause, sides: [one, two] }: Pair | PairBan, bits: readonly number[], policies: readonly Policy[]): PairOnly {
  const purposes = bits.flatMap((bit) => policies.flatMap((policy) => policy.purposes.filter((purpose) => purpose.bit === bit)).slice(0, 1)) // prettier-ignore
  return { clause, pair: { side: two, purposes: purposes.map(({ name }) => name) }, of: sideWords(one) }
} // prettier-ignore

/** Whether one line speaks of every pair of which another does; a pair has no direction. */
function isOfAll(one: Pair | PairBan, other: Pair | PairBan): boolean {
  const [[a, b], [c, d]] = [one.sides, other.sides]
  const sides = (isWide(a, c) && isWide(b, d)) || (isWide(a, d) && isWide(b, c))
  return sides && isWithin(other.where, one.where)
}

function isWide(wide: Side, side: Side): boolean {
  return isWithin(side.categories, wide.categories) && isWithin(side.contexts, wide.contexts)
}

/** Whether a ban holds in every session and account in which another does, and is lifted in none where that is not. */
function holdsWhere(one: PairBan, ban: PairBan): boolean {
  return hasAll(ban.whenIn, one.whenIn) && (one.unless === null || hasAll(one.unlessIn, ban.unlessIn))
}

function hasAll(names: readonly string[] = [], asked: readonly string[] = []): boolean {
  return asked.every((name) => names.includes(name))
}

// --- for whom -----------------------------------------------------------------------------------------------------

type Lines = Pick<Pair | PairBan | PromiseLine, 'standings'>

/** Whether a line of one policy is for everybody for whom a line of another is: one line, for somebody may stand under several standings. */
function isForAll([one, other]: readonly [Lines, Policy], [line, policy]: readonly [Lines, Policy]): boolean {
  return standingsOf(policy, other).every((name) => !isIn(line, policy, name) || isIn(one, other, name))
}

/** Every standing that one of these knows. */
function standingsOf(...policies: readonly Policy[]): readonly string[] {
  const names = policies.flatMap(({ standings, profile }) => standings?.map(({ name }) => name) ?? [profile])
  return [...new Set(names)]
}

/** Whether a line holds in a standing, or in what its policy knows of it: that without the overlays that only the other has. */
function isIn({ standings }: Lines, policy: Policy, name: string): boolean {
  return standings === undefined || (standingsNamed(policy, name) ?? ['']).every((known) => standings.includes(known))
}

/** Whether every name of a list is in another; null is all there are. */
function isWithin(names: readonly string[] | null, all: readonly string[] | null): boolean {
  return all === null || (names !== null && names.every((name) => all.includes(name)))
}

// --- commitments --------------------------------------------------------------------------------------------------

function promised({ clause, commitment }: PromiseLine, found: Pick<Found, 'code' | 'turn' | 'means'>): Found {
  return { clause, of: commitment, ...found }
}

/** What one policy promises and the other does not, or less strongly: then with what the other says. */
function promisesOnly(
  policy: Policy,
  other: Policy,
  register: Policy,
): readonly { readonly was: PromiseLine; readonly is: PromiseLine | null }[] {
  const stronger = new Map([...(policy.commitments ?? []), ...(register.commitments ?? [])].map(({ name, parameters }) => [name, parameters])) // prettier-ignore
  return (policy.promises ?? []).flatMap((promise) => {
    const alike = (other.promises ?? []).filter(
      (one) =>
        one.commitment === promise.commitment &&
        isWithin(promise.categories, one.categories) &&
        isWithin(promise.products, one.products) &&
        isWithin(promise.where, one.where) &&
        isForAll([one, other], [promise, policy]),
    )
    const parameters = stronger.get(promise.commitment) ?? []
    if (alike.some((one) => isNoWeaker(one, promise, parameters))) return []
    return [{ was: promise, is: alike[0] ?? null }]
  })
}

function isNoWeaker(one: PromiseLine, old: PromiseLine, parameters: readonly CommitmentParameter[]): boolean {
  return Object.entries(old.parameters).every(([name, was]) => {
    const now = one.parameters[name]
    const way = parameters.find((parameter) => parameter.name === name)?.stronger ?? null
    return now !== undefined && isAsStrong(now, was, way)
  })
}

/** Without a way that is stronger, only the same value is no weaker. */
function isAsStrong(now: PromiseValue, was: PromiseValue, way: 'less' | 'more' | null): boolean {
  if (way === null) return valueWords(now) === valueWords(was)
  const [small, large] = way === 'less' ? [now, was] : [was, now]
  if ('time' in small && 'time' in large) return isNoLonger(small.time, large.time)
  if ('number' in small && 'number' in large) return small.number <= large.number
  if ('ratio' in small && 'ratio' in large) return small.ratio.count * large.ratio.of <= large.ratio.count * small.ratio.of // prettier-ignore
  return 'names' in small && 'names' in large && isWithin(small.names, large.names)
}
