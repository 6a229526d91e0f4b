// What the comparison of two policies does not call material takes nothing from anybody: whatever a changed policy answers that the old
// one refused, stands among the changes with a code, with its data (CHG-04). Tried on random policies that differ in a part of a cell.

import { expect, test } from 'vitest'
import { comparePolicies, decideUse, decideWrite, type PolicyChange } from '../../src/decision/index.ts'
import { cellOf, maskOf, none, type Cell, type Policy, type Row } from '../../src/policy/index.ts'
import { act, cell, moment, policy, standing } from './policies.ts'
import { randomFrom, seed, type Random } from './random.ts'

const policies = 600
const questionsEach = 150

const parts = ['collects', 'collectBans', 'stores', 'storeBans', 'limits', 'controls'] as const

/** The cell with one part of it drawn anew, taken away, or of its own and of another: what an officer would change in a draft. */
function changed(random: Random, one: Cell): Cell {
  const other = cell(random, one.id, one.facts)
  if (random.chance(0.5)) {
    const part = random.pick(parts)
    return { ...one, [part]: random.pick<readonly unknown[]>([other[part], [], [...one[part], ...other[part]], one[part].slice(1)]) } // prettier-ignore
  }
  if (random.chance(0.2)) return { ...one, rows: other.rows }
  return { ...one, rows: one.rows.map((row) => (random.chance(0.4) ? changedRow(random, row, other) : row)) }
}

function changedRow(random: Random, row: Row, { rows }: Cell): Row {
  const like = rows[0] ?? row
  const uses = random.pick([row.uses, row.uses.slice(1), like.uses])
  const bans = random.pick([row.bans, row.bans.slice(1), like.bans, [...row.bans, ...like.bans]])
  const folded = bans.filter(({ when, unless }) => when === null && unless === null)
  return {
    ...row,
    uses,
    bans,
    based: maskOf(...uses.map(({ purpose }) => purpose)),
    objectable: random.pick([row.objectable, none]),
    never: folded.reduce((mask, { purposes }) => [(mask[0] | purposes[0]) >>> 0, (mask[1] | purposes[1]) >>> 0], none),
    barred: random.pick([row.barred, none]),
  }
}

test(`${policies} changes: what opens something is material, at the data it opens`, () => {
  let [opened, silent] = [0, 0]
  for (let n = 0; n < policies; n++) {
    const random = randomFrom(seed + n)
    const before = policy(random)
    const at = random.below(Math.max(1, before.cells.length))
    const after: Policy = { ...before, cells: before.cells.map((one, i) => (i === at ? changed(random, one) : one)) }
    const changes = comparePolicies(before, after)
    const found = openings(random, before, after, before.cells[at])
    opened += found.length
    if (changes.every(({ code }) => code === null)) silent += 1
    for (const [of, question] of found) expect(isTold(changes, of), `seed ${seed + n}: ${question}\n${JSON.stringify(changes, null, 1)}`).toBe(true) // prettier-ignore
  }
  expect(opened).toBeGreaterThan(500) // else the questions would prove nothing
  expect(silent).toBeGreaterThan(50) // and so would calling everything material
})

function isTold(changes: readonly PolicyChange[], of: string): boolean {
  return changes.some((change) => change.code !== null && change.of.includes(of))
}

/** Questions that the old policy refuses and the new one permits, each with its data. */
function openings(
  random: Random,
  before: Policy,
  after: Policy,
  one: Cell | undefined,
): [of: string, question: string][] {
  // prettier-ignore
  if (!one) return []
  const { category, product } = one.facts
  return Array.from({ length: questionsEach }, (): [string, string][] => {
    const collectedAt = moment(random)
    const [who, asked] = [standing(random), act(random, [], collectedAt, random.chance(0.3) ? moment(random) : null)]
    const decide = random.chance(0.7) ? decideUse : decideWrite
    const [was, is] = [before, after].map((side) => decide(side, cellOf(side, one.facts), who, asked))
    const isOpened = was?.effect === 'deny' && is?.effect === 'permit'
    return isOpened ? [[`${category} in ${product}`, `${decide.name} ${was.term} ${JSON.stringify([who, asked])}`]] : []
  }).flat()
}
