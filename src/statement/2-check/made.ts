// What is made from other data (law 10): which cells a derived cell may have come from, the bans it inherits from them, and the choices it
// rests on. Followed through every step of derivation, so that no chain reaches what an input forbids.

import { maskOf, meets, none, union, type Mask } from '../../policy/index.ts'
import type { Covering, GridCell } from './grid.ts'
import type { Registers } from './registers.ts'
import type { Resolved } from './resolve.ts'

/** What a derived cell takes from its inputs. */
export interface Made {
  /** `never use` lines of what it was made from, through every step */
  readonly bans: readonly Covering[]
  /** consents its inputs were used on when it was made */
  readonly given: Mask
  /** choices its making asked for */
  readonly need: Mask
  readonly block: Mask
}

const unmade: Made = { bans: [], given: none, need: none, block: none }

/** Answers of each cell what it takes from its inputs. */
export function madeFrom(
  grid: readonly GridCell[],
  pairs: readonly Resolved[],
  registers: Registers,
): (cell: GridCell) => Made {
  if (!grid.some(({ rules }) => rules.derive.length > 0)) return () => unmade
  const inputsOf = inputFinder(grid, pairs)
  const steps = new Map<GridCell, Step>()
  const stepOf = (cell: GridCell): Step => {
    const known = steps.get(cell) ?? oneStep(cell, inputsOf, registers)
    steps.set(cell, known)
    return known
  }
  return (cell) => {
    if (cell.rules.derive.length === 0) return unmade
    const found = reachable(cell, stepOf)
      .map((one) => stepOf(one).taken)
      .reduce(both, unmade)
    return { ...found, bans: [...new Set(found.bans)].filter(({ rule }) => !cell.rules['never use'].some((own) => own.rule === rule)) } // prettier-ignore
  }
}

/** What a cell takes from the cells it is made from directly. */
interface Step {
  readonly inputs: readonly GridCell[]
  readonly taken: Made
}

function oneStep(cell: GridCell, inputsOf: ReturnType<typeof inputFinder>, registers: Registers): Step {
  const lines = cell.rules.derive.map((derive) => ({ derive, inputs: inputsOf(cell, derive) }))
  return {
    inputs: [...new Set(lines.flatMap(({ inputs }) => inputs))],
    taken: lines.map(({ derive, inputs }) => takenBy(derive, inputs, registers)).reduce(both, unmade),
  }
}

/** A cell and every cell it is made from, through every step; a circle is walked once. */
function reachable(cell: GridCell, stepOf: (cell: GridCell) => Step): readonly GridCell[] {
  const found = new Set([cell])
  for (const one of found) for (const input of stepOf(one).inputs) found.add(input)
  return [...found]
}

function takenBy({ rule, when }: Covering, inputs: readonly GridCell[], { choices }: Registers): Made {
  const own = inputs.map((input): Made => {
    const uses = input.rules.use.filter((use) => meets(use.rule.purposes, rule.purposes))
    const consents = uses.flatMap((use) => {
      const { because } = use.rule.rule.slots
      return because?.kind === 'consent' ? choices.filter(({ name }) => name === because.name?.text) : []
    })
    return { ...unmade, bans: input.rules['never use'], given: maskOf(...consents.map(({ bit }) => bit)) }
  })
  return [{ ...unmade, need: when?.need ?? none, block: when?.block ?? none }, ...own].reduce(both, unmade)
}

function both(a: Made, b: Made): Made {
  return {
    bans: b.bans.length === 0 ? a.bans : [...a.bans, ...b.bans],
    given: union(a.given, b.given),
    need: union(a.need, b.need),
    block: union(a.block, b.block),
  }
}

/** Cells that a line may make a cell from: of its categories, in the same product or one that may be combined with it (law 13). */
export function inputFinder(
  grid: readonly GridCell[],
  pairs: readonly Resolved[],
): (cell: GridCell, derive: Covering) => readonly GridCell[] {
  const byCategory = Map.groupBy(grid, ({ facts }) => facts.category)
  return (cell, { rule }) =>
    [...rule.inputs].flatMap((category) =>
      (byCategory.get(category) ?? []).filter((input) => mayMeet(input, cell, pairs)),
    )
}

function mayMeet(input: GridCell, cell: GridCell, pairs: readonly Resolved[]): boolean {
  const standings = [cell.facts.standing, ...cell.standings]
  const isSame = [input.facts.standing, ...input.standings].some((name) => standings.includes(name))
  const isSamePlace = input.facts.where === null || cell.facts.where === null || input.facts.where === cell.facts.where
  const [a, b] = [input.facts.product, cell.facts.product]
  return isSame && isSamePlace && (a === b || pairs.some((pair) => isPaired(pair, a, b)))
}

/** Whether a `combine` names both products, one on each side. */
export function isPaired({ sides }: Pick<Resolved, 'sides'>, a: string, b: string): boolean {
  const holds = (side: 0 | 1, name: string): boolean => sides?.[side].contexts?.includes(name) ?? sides !== null
  return (holds(0, a) && holds(1, b)) || (holds(0, b) && holds(1, a))
}
