// Mechanisms: under which data may lie, or be opened from, outside the zone of the person it is about, and on which days (LOC-04, LOC-08).
// A place whose register entry says `zone` holds back the data of everybody who lives there.

import type { Mechanism, Policy } from '../policy/index.ts'

/** A question about one place. `where`: where the person lives; null: not known, so every zone may be theirs. */
export interface Leaving {
  readonly where: string | null
  readonly place: string
  /** names of mechanisms that the sentence names */
  readonly under: readonly string[]
  readonly at: Date
}

/** Whether data of somebody may lie at a place: it stays within their zones, or a mechanism that holds that day lets it leave each of them. */
export function mayLeave(policy: Policy, leaving: Leaving): boolean {
  return zonesLeft(policy, leaving).every((zone) => mechanismFor(policy, zone, leaving) !== undefined)
}

/** The zones of a person that a place lies outside of. */
export function zonesLeft(policy: Policy, { where, place }: Pick<Leaving, 'where' | 'place'>): readonly string[] {
  const zones = policy.places.flatMap(({ name, zone }) => (zone ? [name] : []))
  if (zones.length === 0) return []
  const own = where === null ? zones : zones.filter((zone) => isWithin(policy, where, zone))
  return own.filter((zone) => !isWithin(policy, place, zone))
}

/** The first mechanism a sentence names that holds that day from a zone to a place. */
export function mechanismFor(policy: Policy, zone: string, { place, under, at }: Leaving): Mechanism | undefined {
  return policy.mechanisms?.find(
    (mechanism) =>
      under.includes(mechanism.name) &&
      isValid(mechanism, at) &&
      mechanism.from.some((from) => isWithin(policy, zone, from)) &&
      mechanism.to.some((to) => isWithin(policy, place, to)),
  )
}

/** Whether a mechanism holds on the day of a moment, its first and last day included. */
export function isValid({ valid }: Pick<Mechanism, 'valid'>, at: Date): boolean {
  const day = at.toISOString().slice(0, 10)
  return valid.from <= day && (valid.until === null || day <= valid.until)
}

/** Whether a place is another one or lies within it. */
export function isWithin({ places }: Pick<Policy, 'places'>, place: string, other: string): boolean {
  const seen = new Set<string>()
  const reaches = (name: string): boolean => {
    if (name === other) return true
    if (seen.has(name)) return false
    seen.add(name)
    return (places.find((one) => one.name === name)?.within ?? []).some(reaches)
  }
  return reaches(place)
}
