// What keeps a promise (K9): a register may say of a commitment that a probe tries it, or that a system carries it out. Where this program has
// no such probe and no such part, the promise rests on nothing, and that is told before anybody reads it.

import { shippedCommitments, type Keeper } from '../../policy/index.ts'
import type { Raise } from '../diagnostics.ts'
import type { Compared } from './holes.ts'

const codes = { probe: 'K901', system: 'K904' } as const satisfies Record<Keeper, string>
const keepers = ['probe', 'system'] as const

/** K901, K904: each promise of a commitment that its register entry says is kept by what is not there. */
export function checkKept({ rules, registers }: Pick<Compared, 'rules' | 'registers'>, raise: Raise): void {
  for (const { frame, rule } of rules) {
    const commitment = registers.commitments.find(({ name }) => name === rule.commitment?.text)
    if (frame !== 'promise' || !commitment) continue
    const { name, enforcedBy } = commitment
    const entry = registers.spans.get(`commitments ${name}`)
    const related = entry ? [{ at: entry, message: 'its entry' }] : []
    for (const keeper of keepers)
      if (enforcedBy.includes(keeper) && !shippedCommitments[name]?.includes(keeper))
        raise(codes[keeper], rule.commitment?.span ?? rule.span, { commitment: name }, related)
  }
}
