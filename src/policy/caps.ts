// What the shape of a line lets through: how many of many, for how long, and how well hidden (HUM-02, law 14). Which of two lets through less.

import { isNoLonger, type Period } from '../base/index.ts'
import type { Use } from './policy.ts'

type Cap = Use['cap']
type Shape = Use['shape']

/** The stricter of two caps: the rarer rate, and the shorter time where either names one. */
export function stricterCap(a: NonNullable<Cap>, b: NonNullable<Cap>): NonNullable<Cap> {
  const { count, of } = isNoMoreOften(a, b) ? a : b
  return { count, of, time: shorter(a.time, b.time) }
}

/** Whether a cap lets through nothing that another keeps; null: no cap, which lets through everything. */
export function isCapWithin(cap: Cap, other: Cap): boolean {
  if (other === null) return true
  return cap !== null && isNoMoreOften(cap, other) && isNoLongerLook(cap.time, other.time)
}

/** Whether a shape hides at least what another does; left out: it hides nothing. Two methods hide in their own ways, and an aggregate more than any. */
export function isHiddenAs(shape: Shape, other: Shape): boolean {
  if (!shape || !other) return !other
  if ('method' in shape) return 'method' in other && shape.method === other.method
  return 'method' in other || shape.atLeast >= other.atLeast
}

function isNoMoreOften(a: NonNullable<Cap>, b: NonNullable<Cap>): boolean {
  return a.count * b.of <= b.count * a.of
}

/** Without a time somebody may look for as long as they like. */
function isNoLongerLook(time: Period | null, other: Period | null): boolean {
  return other === null || (time !== null && isNoLonger(time, other))
}

function shorter(a: Period | null, b: Period | null): Period | null {
  return isNoLongerLook(a, b) ? a : b
}
