// Choices that are wanted both on and off. What is made asks for all that its making and the uses of its inputs ask for (law 10), so two
// sentences that are each in order can leave it closed whatever anybody chooses: told with both places.

import { meets } from '../../policy/index.ts'
import type { Name } from '../1-parse/rule.ts'
import type { Raise } from '../diagnostics.ts'
import type { Covering, GridCell } from './grid.ts'
import { nameCell, type Compared } from './holes.ts'
import { inputFinder } from './made.ts'

/** A choice that a line asks for. */
interface Want {
  readonly choice: Name
  readonly is: 'on' | 'off'
}

/** K313: what is made, or opened by one line, and is closed for ever because it asks for a choice on and off. Each line is told once a choice. */
export function checkWanted({ rules, grid }: Pick<Compared, 'rules' | 'grid'>, raise: Raise): void {
  const seen = new Set<string>()
  const tell = (cell: GridCell, { rule: { clause, index, rule } }: Covering, [on, off]: Clash): void => {
    const key = JSON.stringify([clause, index, on.choice.text])
    if (seen.has(key)) return
    seen.add(key)
    const related = [on, off].map(({ choice, is }) => ({ at: choice.span, message: `it is wanted ${is}` }))
    raise('K313', rule.set.span, { what: nameCell(cell), verb: rule.verb, choice: on.choice.text }, related)
  }
  const madeOf = wantsWhenMade(grid, rules.filter(({ frame }) => frame === 'combine')) // prettier-ignore
  for (const cell of grid) {
    const { collect, derive, use, share, store } = cell.rules
    const made = madeOf(cell)
    const inherited = clashOf(made)
    const [first] = derive
    if (first && inherited) tell(cell, first, inherited)
    for (const line of [...collect, ...store, ...derive, ...(inherited ? [] : [...use, ...share])]) {
      const own = wantsOf(line)
      const clash = own.length > 0 && clashOf(isOpening(line) ? [...own, ...made] : own)
      if (clash) tell(cell, line, clash)
    }
  }
}

/** Whether a line opens what was made, and so asks for what its making asked for. */
function isOpening({ rule }: Covering): boolean {
  return rule.frame === 'use' || rule.frame === 'share'
}

type Clash = readonly [on: Want, off: Want]

/** The first choice that is wanted on by one and off by another. */
function clashOf(wants: readonly Want[]): Clash | null {
  const on = new Map(wants.flatMap((want) => (want.is === 'on' ? [[want.choice.text, want] as const] : [])))
  const off = wants.find(({ choice, is }) => is === 'off' && on.has(choice.text))
  return off ? [on.get(off.choice.text)!, off] : null // `on` has it
}

/** Choices that a line names in its `when`, and the consent it rests on. */
function wantsOf({ rule }: Covering): readonly Want[] {
  const { when = [], because } = rule.rule.slots
  const named = when.flatMap((cond): Want[] => (cond.kind === 'choice' ? [{ choice: cond.name, is: cond.value }] : []))
  return because?.kind === 'consent' && because.name ? [...named, { choice: because.name, is: 'on' }] : named
}

/** Answers of each cell what its making asks for, and the uses of all it is made from, through every step. */
function wantsWhenMade(grid: readonly GridCell[], pairs: Compared['rules']): (cell: GridCell) => readonly Want[] {
  if (!grid.some(({ rules }) => rules.derive.length > 0)) return () => []
  const inputsOf = inputFinder(grid, pairs)
  const steps = new Map<GridCell, readonly Step[]>()
  const stepsOf = (cell: GridCell): readonly Step[] => {
    const known = steps.get(cell) ?? cell.rules.derive.map((derive) => ({ derive, inputs: inputsOf(cell, derive) }))
    steps.set(cell, known)
    return known
  }
  return (cell) => {
    const reached = new Set(cell.rules.derive.length > 0 ? [cell] : [])
    for (const one of reached) for (const { inputs } of stepsOf(one)) for (const input of inputs) reached.add(input)
    return [...reached].flatMap((one) => stepsOf(one).flatMap(wantsOfStep))
  }
}

/** A line that makes something, and what it may make it from. */
interface Step {
  readonly derive: Covering
  readonly inputs: readonly GridCell[]
}

function wantsOfStep({ derive, inputs }: Step): readonly Want[] {
  const uses = inputs.flatMap(({ rules }) => rules.use.filter(({ rule }) => meets(rule.purposes, derive.rule.purposes)))
  return [derive, ...new Set(uses)].flatMap(wantsOf)
}
