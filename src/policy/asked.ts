// What was made asks for every choice that the uses of its inputs ask for, for what it was made: its own version's policy says so of its own lines.
// A record made by the lines of an older version asks too for what later versions ask for before they use what it was made from (laws 8 and 10).

import { cellNow } from './cells.ts'
import { inputsThrough } from './inputs.ts'
import { covers, has, none, union, type Mask } from './mask.ts'
import type { Cell, Condition, Policy, Share, Use } from './policy.ts'

/** Cells that a record of a cell may have been made from, through every step, each with the purposes for which lines make something from it. */
export type MadeFrom = ReadonlyMap<Cell, Mask>

/** Answers them by the lines of the version at a cell's place and of older ones. */
export function madeThrough(policies: readonly Policy[]): (cell: Cell, place: number) => MadeFrom {
  const inputsOf = inputsThrough(policies)
  const found = new Map<Cell, MadeFrom>()
  return (cell, place) => {
    const known = found.get(cell) ?? servedBy(cell, inputsOf(cell, place), policies.slice(0, place + 1))
    found.set(cell, known)
    return known
  }
}

function servedBy(cell: Cell, inputs: readonly Cell[], policies: readonly Policy[]): MadeFrom {
  const between = inputs.flatMap((input) => [input, ...policies.flatMap((policy) => cellNow(policy, input) ?? [])])
  const lines = [cell, ...new Set(between)].flatMap(({ derives = [] }) => derives)
  return new Map(
    inputs.map((input) => [
      input,
      lines
        .filter((line) => line.inputs.includes(input.facts.category))
        .map(({ purposes }) => purposes)
        .reduce(union, none),
    ]),
  )
}

/** Choices that must be on, by the consents of lines and by their conditions, and choices that must be off. */
interface Asked extends Pick<Condition, 'need' | 'block'> {
  readonly given: Mask
}

/** A cell whose lines ask besides for what these ask for before they are used for these purposes; the same one where its lines ask for all that already. */
export function asking(made: Cell, inputs: readonly (readonly [Cell, Mask])[]): Cell {
  const asked = inputs.flatMap(([input, purposes]) => usesFor(input, purposes)).reduce(both, { given: none, need: none, block: none }) // prettier-ignore
  const add = <L extends Use | Share>(line: L): L => (asksFor(line, asked) ? line : { ...line, given: union(line.given, asked.given), when: { ...line.when, need: union(line.when.need, asked.need), block: union(line.when.block, asked.block) } }) // prettier-ignore
  const { rows, shares = [] } = made
  if ([...rows.flatMap(({ uses }) => uses), ...shares.flatMap((row) => row.shares)].every((line) => asksFor(line, asked))) return made // prettier-ignore
  return {
    ...made,
    rows: rows.map((row) => ({ ...row, uses: row.uses.map(add) })),
    ...(made.shares && { shares: shares.map((row) => ({ ...row, shares: row.shares.map(add) })) }),
  }
}

function usesFor({ rows }: Cell, purposes: Mask): readonly Asked[] {
  const uses = rows.flatMap((row) => row.uses).filter(({ purpose }) => has(purposes, purpose))
  return uses.map(({ given, when: { need, block } }) => ({ given, need, block }))
}

function both(a: Asked, b: Asked): Asked {
  return { given: union(a.given, b.given), need: union(a.need, b.need), block: union(a.block, b.block) }
}

function asksFor({ given, when }: Use | Share, asked: Asked): boolean {
  return covers(given, asked.given) && covers(when.need, asked.need) && covers(when.block, asked.block)
}
