// What entries of a policy are called where differences are told.

import type { Policy } from '../../policy/index.ts'

/** The name of a purpose, by its bit. */
export function purposeName({ purposes }: Policy, bit: number): string {
  return purposes.find((purpose) => purpose.bit === bit)?.name ?? `purpose ${bit}`
}
