// Lines that come to rest on an old yes: who gave it was asked about less (law 9). Such a line does nothing until it has a choice of its own,
// and whoever publishes it is told.

import { stretchedBy, type Policy } from '../../policy/index.ts'
import type { Found } from './policies.ts'

/** K807 for every use and share of the later policy that stretches a consent of the earlier one. */
export function consentsStretched(before: Policy, after: Policy): readonly Found[] {
  return stretchedBy(after, [before]).map(({ facts: { category, product }, line, choice }): Found => {
    const purpose = after.purposes.find(({ bit }) => bit === line.purpose)?.name ?? String(line.purpose)
    const yes = after.choices.find(({ bit }) => bit === choice)?.label ?? String(choice)
    return {
      code: 'K807',
      turn: 'changed',
      clause: line.clause,
      means: { key: 'stretched yes', purpose, choice: yes },
      of: `${category} in ${product}`,
    }
  })
}
