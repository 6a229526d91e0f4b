// What a write did not say though the statement tells it apart (law 13): in which session, and in what kind of account. The record is stored
// all the same, but as one that may be of either, so one answer hands out no two of them together. Whoever writes is told.

import { toldApart, type Policy } from '../policy/index.ts'
import type { WriteItem } from './types.ts'

/** The members of a write that it should have said: in the order in which they are told. */
export type Unsaid = readonly ('signedIn' | 'account')[]

/** What an item leaves open of what a policy tells apart. Signed out there is no account to be said. */
export function unsaidIn(policy: Policy, { signedIn, account }: Pick<WriteItem, 'signedIn' | 'account'>): Unsaid {
  const { sessions, accounts } = toldApart(policy)
  return [
    ...(sessions && signedIn === undefined ? (['signedIn'] as const) : []),
    ...(accounts && account === undefined && signedIn !== false ? (['account'] as const) : []),
  ]
}
