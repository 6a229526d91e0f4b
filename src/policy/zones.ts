// Zones: places whose people's data leaves them only under a mechanism (LOC-04). What of it does not depend on the day.

import type { Mechanism, Policy } from './policy.ts'

/** The zones of a person that a place lies outside of. `where` null: not known, so every zone may be theirs. */
export function zonesLeft(
  policy: Pick<Policy, 'places'>,
  { where, place }: { readonly where: string | null; readonly place: string },
): readonly string[] {
  const known = left.get(policy.places) ?? new Map<string, readonly string[]>()
  const key = where === null ? place : `${place} ${where}` // names have no blanks
  const found = known.get(key) ?? leftBy(policy, where, place)
  if (known.size >= leftMax) known.clear()
  left.set(policy.places, known.set(key, found))
  return found
}

/** Few places are asked about, of every record: looked up once for a statement, which never changes. */
const left = new WeakMap<Policy['places'], Map<string, readonly string[]>>()
const leftMax = 10_000

function leftBy(policy: Pick<Policy, 'places'>, where: string | null, place: string): readonly string[] {
  const zones = policy.places.flatMap(({ name, zone }) => (zone ? [name] : []))
  if (zones.length === 0) return []
  const own = where === null ? zones : zones.filter((zone) => isWithin(policy, where, zone))
  return own.filter((zone) => !isWithin(policy, place, zone))
}

/** The mechanisms a sentence names that lead from a zone to a place, whatever the day. */
export function mechanismsFor(
  policy: Pick<Policy, 'places' | 'mechanisms'>,
  zone: string,
  { place, under }: { readonly place: string; readonly under: readonly string[] },
): readonly Mechanism[] {
  return (policy.mechanisms ?? []).filter(
    ({ name, from, to }) =>
      under.includes(name) &&
      from.some((one) => isWithin(policy, zone, one)) &&
      to.some((one) => isWithin(policy, place, one)),
  )
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
