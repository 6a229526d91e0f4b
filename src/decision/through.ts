// What is asked of data, whole: its use or its handing over by its own cell, and whether what it was made from may be together in it, by every version that
// it lived through (laws 8, 10 and 13). Whoever asks about data asks here: the gate of a record, a question in words, the person's own page.

import type { Act, Cell, Decision, Policy, Standing } from '../policy/index.ts'
import { decideWithin, type JoinedFor } from './combine.ts'
import { decideUse } from './decide.ts'
import { decideShare } from './share.ts'

/** What is asked, beside the act. */
interface AskedOf {
  /** to whom it is handed; left out: it is used */
  readonly recipient?: string
  /** the cells that it may be of, where the question does not say it: what keeps one of them apart closes the answer; left out: its own */
  readonly mayBe?: readonly Cell[]
}

/**
 * May this be used so, or handed over, and is it nothing that a `never combine` closes by itself? `policies`: that of the version it was written in, and every later one; there
 * is at least one. `cell` undefined: no sentence speaks of such data.
 */
export function decideThrough(
  policies: readonly Policy[],
  cell: Cell | undefined,
  who: JoinedFor,
  { standing, act }: { readonly standing: Standing; readonly act: Act },
  { recipient, mayBe = cell ? [cell] : [] }: AskedOf = {},
): Decision {
  const policy = policies.at(-1)! // there is always a newest one
  const decision = recipient === undefined ? decideUse(policy, cell, standing, act) : decideShare(policy, cell, recipient, standing, act) // prettier-ignore
  if (decision.effect === 'deny') return decision
  for (const one of mayBe) {
    const within = decideWithin(policies, one, who, standing, act)
    if (within) return within
  }
  return decision
}
