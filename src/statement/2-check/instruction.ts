// Whose instruction: `because instruction` rests on somebody who runs the account and tells us what to do (law 11). Where nobody does, it is
// no basis, and would be a permission without a reason.

import type { Raise } from '../diagnostics.ts'
import type { GridCell } from './grid.ts'
import { nameCell } from './holes.ts'
import type { Standings } from './standings.ts'

/** K312: each use, and each share, because of an instruction, of data in whose standing nobody instructs. Each is raised once. */
export function checkInstruction(grid: readonly GridCell[], standings: Standings, raise: Raise): void {
  const names = standings.all.filter((standing) => isInstructed(standing, standings)).map(({ name }) => name)
  const instructed = new Set(names)
  const seen = new Set<string>()
  for (const cell of grid) {
    if (cell.facts.account === 'organisation') continue
    const alone = [cell.facts.standing, ...cell.standings].find((name) => !instructed.has(name))
    if (alone === undefined) continue
    for (const { rule } of [...cell.rules.use, ...cell.rules.share]) {
      const { because } = rule.rule.slots
      if (because?.kind !== 'instruction') continue
      const key = JSON.stringify(because.span)
      if (seen.has(key)) continue
      seen.add(key)
      raise('K312', because.span, { what: nameCell(cell), standing: alone })
    }
  }
}

/** Whether somebody runs the accounts of a standing: a customer, an organisation, or whoever a contract is made with. */
function isInstructed({ base, overlays }: Standings['all'][number], { profiles, contracts }: Standings): boolean {
  const own = profiles.filter(({ name }) => name === base || overlays.includes(name))
  return (
    contracts.some(({ name, profile, customers }) => profile === base && (customers.length === 0 || overlays.includes(name))) || // prettier-ignore
    own.some((profile) => profile.while.some((fact) => fact.kind === 'customer' || (fact.kind === 'account' && fact.account === 'organisation'))) // prettier-ignore
  )
}
