// What is made from other data (law 10): which cells a derived cell may have come from, the bans and bars it inherits from them, and the choices
// it rests on. Followed through every step of derivation, so that no chain reaches what an input forbids.

import { canonicalJson } from '../../base/index.ts'
import { maskOf, meets, none, union, type CellFacts, type Mask } from '../../policy/index.ts'
import type { Covering, GridCell } from './grid.ts'
import type { Registers } from './registers.ts'
import type { Resolved } from './resolve.ts'

/** What is inherited: a ban on what an input serves, whom it goes to and where it lies. */
const inherited = ['never use', 'never share', 'never store'] as const
type Inherited = (typeof inherited)[number]

/** What a derived cell takes from its inputs. */
export interface Made {
  /** bans on what it was made from, through every step, but for those that name it itself */
  readonly bans: Readonly<Record<Inherited, readonly Covering[]>>
  /** purposes that whoever an input came from bars */
  readonly bars: Mask
  /** consents its inputs were used on when it was made */
  readonly given: Mask
  /** choices that its making asked for, and the uses of its inputs */
  readonly need: Mask
  readonly block: Mask
  /** of each kind of data it is made from directly, all that this may be or come from, through every step */
  readonly through: ReadonlyMap<string, ReadonlySet<string>>
}

const noBans: Made['bans'] = { 'never use': [], 'never share': [], 'never store': [] }
const unmade: Made = { bans: noBans, bars: none, given: none, need: none, block: none, through: new Map() }

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
    const direct = Map.groupBy(stepOf(cell).inputs, ({ facts }) => facts.category)
    const comesFrom = (inputs: readonly GridCell[]): ReadonlySet<string> => new Set(inputs.flatMap((input) => reachable(input, stepOf).map(({ facts }) => facts.category))) // prettier-ignore
    return {
      ...found,
      bans: eachOf((frame) => fromOthers(cell, frame, found.bans[frame])),
      through: new Map([...direct].map(([category, inputs]) => [category, comesFrom(inputs)])),
    }
  }
}

/** What a `never derive` keeps a cell from being made from: what it names, and what is or may be made from that (no chain reaches what is banned). */
export function bannedInputs({ inputs }: Pick<Resolved, 'inputs'>, { through }: Made): readonly string[] {
  const chained = [...through].flatMap(([category, all]) => ([...inputs].some((one) => all.has(one)) ? [category] : []))
  return [...new Set([...inputs, ...chained])].toSorted()
}

function eachOf(of: (frame: Inherited) => readonly Covering[]): Made['bans'] {
  return { 'never use': of('never use'), 'never share': of('never share'), 'never store': of('never store') }
}

/** Each ban once, and none that the cell has of its own under the same conditions: what a session or an account settles may differ. */
function fromOthers(cell: GridCell, frame: Inherited, bans: readonly Covering[]): readonly Covering[] {
  const keyOf = ({ rule, when, unless }: Covering): string => canonicalJson([rule.clause, rule.index, when, unless])
  const own = new Set(cell.rules[frame].map(keyOf))
  return [...new Map(bans.map((ban) => [keyOf(ban), ban])).values()].filter((ban) => !own.has(keyOf(ban)))
}

/** What whoever data came from bars, whatever we say. */
export function barsOf(source: string | null | undefined, { providers }: Registers): Mask {
  return providers.find(({ name }) => name === source)?.bars ?? none
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

function takenBy({ rule, when }: Covering, inputs: readonly GridCell[], registers: Registers): Made {
  const own = inputs.map((input): Made => {
    const uses = input.rules.use.filter((use) => meets(use.rule.purposes, rule.purposes))
    const consents = uses.flatMap((use) => {
      const { because } = use.rule.rule.slots
      return because?.kind === 'consent' ? registers.choices.filter(({ name }) => name === because.name?.text) : []
    })
    const bars = barsOf(input.facts.source, registers)
    const asked = uses.flatMap((use) => use.when ?? [])
    return {
      bans: eachOf((frame) => input.rules[frame]),
      bars,
      given: maskOf(...consents.map(({ bit }) => bit)),
      need: asked.map(({ need }) => need).reduce(union, none),
      block: asked.map(({ block }) => block).reduce(union, none),
      through: unmade.through,
    }
  })
  return [{ ...unmade, need: when?.need ?? none, block: when?.block ?? none }, ...own].reduce(both, unmade)
}

function both(a: Made, b: Made): Made {
  return {
    bans: eachOf((frame) => (b.bans[frame].length === 0 ? a.bans[frame] : [...a.bans[frame], ...b.bans[frame]])),
    bars: union(a.bars, b.bars),
    given: union(a.given, b.given),
    need: union(a.need, b.need),
    block: union(a.block, b.block),
    through: a.through,
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
  return isSame && isSamePlace && differences(input.facts, cell.facts).every(([a, b]) => pairs.some((pair) => isPaired(pair, a, b))) // prettier-ignore
}

/** What two cells differ in as far as it is known of both, as the names that a side of a pair may say. */
function differences(a: CellFacts, b: CellFacts): readonly (readonly [string, string])[] {
  const session = (is: boolean | null): string | null => (is === null ? null : is ? 'signed-in' : 'signed-out')
  const account = (is: CellFacts['account']): string | null => is && `${is}-account`
  const both: readonly (readonly [string | null, string | null])[] = [
    [a.product, b.product],
    [session(a.signedIn), session(b.signedIn)],
    [account(a.account), account(b.account)],
  ]
  return both.flatMap(([one, other]) => (one === null || other === null || one === other ? [] : [[one, other] as const])) // prettier-ignore
}

/** Whether a `combine` names both contexts, one on each side. */
export function isPaired({ sides }: Pick<Resolved, 'sides'>, a: string, b: string): boolean {
  const holds = (side: 0 | 1, name: string): boolean => sides?.[side].contexts?.includes(name) ?? sides !== null
  return (holds(0, a) && holds(1, b)) || (holds(0, b) && holds(1, a))
}
