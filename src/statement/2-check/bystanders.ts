// Others in what somebody gave us (law 11). What the register says to hold others too may be collected, for it came with the person it is about;
// it is not made: whatever is made is made of the person’s own records and about that person, and this would be about the others.

import type { Raise } from '../diagnostics.ts'
import { aboveAndItself, type Resolved } from './resolve.ts'
import { nameCell, type Compared } from './holes.ts'

/** K314: a `derive` that makes data of a category with bystanders, or of one below it. Each rule is told once a category. */
export function checkBystanders({ grid, registers }: Pick<Compared, 'grid' | 'registers'>, raise: Raise): void {
  const withOthers = new Set(registers.categories.flatMap(({ name, bystanders }) => (bystanders ? [name] : [])))
  if (withOthers.size === 0) return
  const told = new Map<Resolved, Set<string>>()
  for (const cell of grid) {
    const { category } = cell.facts
    const marked = aboveAndItself(category).find((name) => withOthers.has(name))
    if (marked === undefined) continue
    for (const { rule } of cell.rules.derive) {
      const known = told.get(rule) ?? new Set()
      if (known.has(category)) continue
      told.set(rule, known.add(category))
      const entry = registers.spans.get(`categories ${marked}`)
      raise(
        'K314',
        rule.rule.set.span,
        { what: nameCell(cell), category: marked },
        entry ? [{ at: entry, message: 'it holds others too' }] : [],
      )
    }
  }
}
