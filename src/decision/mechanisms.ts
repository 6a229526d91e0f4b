// Mechanisms: under which data may lie, or be opened from, outside the zone of the person it is about, and on which days (LOC-04, LOC-08).
// A place whose register entry says `zone` holds back the data of everybody who lives there.

import { mechanismsFor, zonesLeft, type Mechanism, type Policy } from '../policy/index.ts'

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

/** The first mechanism a sentence names that holds that day from a zone to a place. */
export function mechanismFor(policy: Policy, zone: string, leaving: Leaving): Mechanism | undefined {
  return mechanismsFor(policy, zone, leaving).find((mechanism) => isValid(mechanism, leaving.at))
}

/** Whether a mechanism holds on the day of a moment, its first and last day included. */
export function isValid({ valid }: Pick<Mechanism, 'valid'>, at: Date): boolean {
  const day = at.toISOString().slice(0, 10)
  return valid.from <= day && (valid.until === null || day <= valid.until)
}
