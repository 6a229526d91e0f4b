// Two policies held against each other cell by cell. Each comparison looks for what the later one takes from somebody; run the other way
// round it finds what the later one gives. Where it cannot tell whether something grew, it says that it did.

import { cellOf, type Cell, type CellFacts, type Line, type Meant, type Policy } from '../../policy/index.ts'
import { wordsOf } from './english.ts'
import { keptLonger, bansGone, controlsWeaker, placesOpened } from './narrowed.ts'
import { basesChanged, moreCollected, moreDerived, objectionsGone, purposesOpened, recipientsOpened } from './opened.ts'
import type { ChangeCode, Found, Turn } from './policies.ts'

/** Cells of the same facts in two policies; the earlier one may have none. */
export interface Pair {
  readonly was: Cell | undefined
  readonly now: Cell
  readonly before: Policy
  readonly after: Policy
}

/** What the later cell takes from somebody: its line, what that means, and what the opposite change does; null: it has none. */
export type Loss = readonly [line: Line, means: Meant, opposite: Meant | null]

interface Comparison {
  readonly code: ChangeCode
  /** what became of it, and of the opposite; null: it has none */
  readonly turns: readonly [loss: Turn, gain: Turn | null]
  readonly losses: (pair: Pair) => readonly Loss[]
}

const comparisons: readonly Comparison[] = [
  { code: 'K801', turns: ['opened', 'closed'], losses: moreCollected },
  { code: 'K801', turns: ['opened', 'closed'], losses: moreDerived },
  { code: 'K802', turns: ['opened', 'closed'], losses: purposesOpened },
  { code: 'K803', turns: ['opened', 'closed'], losses: recipientsOpened },
  { code: 'K804', turns: ['lengthened', 'shortened'], losses: keptLonger },
  { code: 'K805', turns: ['weakened', 'strengthened'], losses: controlsWeaker },
  { code: 'K805', turns: ['weakened', 'strengthened'], losses: objectionsGone },
  { code: 'K806', turns: ['weakened', 'strengthened'], losses: bansGone },
  { code: 'K807', turns: ['changed', null], losses: basesChanged },
  { code: 'K808', turns: ['opened', 'closed'], losses: placesOpened },
] // prettier-ignore

/** Every difference between cells of the same facts. */
export function cellsChanged(before: Policy, after: Policy): readonly Found[] {
  const lost = pairsOf(before, after).flatMap((pair) =>
    comparisons.flatMap(({ code, turns: [turn], losses }) =>
      losses(pair).map(([{ clause }, means]): OfCell => ({ code, turn, clause, means, facts: pair.facts })),
    ),
  )
  const gained = pairsOf(after, before).flatMap((pair) =>
    comparisons.flatMap(
      ({ turns: [, turn], losses }) =>
      turn === null
        ? []
        : losses(pair).flatMap(([{ clause }, , means]): readonly OfCell[] => (means === null ? [] : [{ code: null, turn, clause, means, facts: pair.facts }])), // prettier-ignore
    ),
  )
  return [...named(lost, after), ...named(gained, before)]
}

// --- which cells are held against each other ----------------------------------------------------------------------

/** Each cell of the later policy beside what held for the same people before; and of people whose standing is gone, what holds now. */
function pairsOf(before: Policy, after: Policy): readonly (Pair & { readonly facts: CellFacts })[] {
  const stays = after.cells.flatMap((now) =>
    factsOf(now).map((facts) => ({ was: cellOf(before, standingIn(before, facts, after)), now, before, after, facts })),
  )
  const moved = before.cells.flatMap((was) =>
    factsOf(was).flatMap((facts) => {
      const there = standingIn(after, facts, before)
      const now = there === facts ? undefined : cellOf(after, there)
      return now ? [{ was, now, before, after, facts }] : []
    }),
  )
  return [...stays, ...moved]
}

/** A cell's facts, once for each standing that it speaks of. */
function factsOf({ facts, standings = [] }: Cell): readonly CellFacts[] {
  return [facts, ...standings.map((standing) => ({ ...facts, standing }))]
}

/** The facts in a policy that may not have their standing: then those of the base that it lies over. */
function standingIn(policy: Policy, facts: CellFacts, from: Policy): CellFacts {
  const has = policy.profile === facts.standing || policy.standings?.some(({ name }) => name === facts.standing)
  const base = from.standings?.find(({ name }) => name === facts.standing)?.base
  return has || base === undefined || base === facts.standing ? facts : { ...facts, standing: base }
}

// --- words --------------------------------------------------------------------------------------------------------

interface OfCell extends Omit<Found, 'of'> {
  readonly facts: CellFacts
}

/** Data as a reader names it; its standings only where the same does not hold in all that have it. */
function named(found: readonly OfCell[], policy: Policy): readonly Found[] {
  const all = Map.groupBy(policy.cells.flatMap(factsOf), dataOf)
  const alike = Map.groupBy(found, ({ code, turn, clause, means, facts }) => JSON.stringify([code, turn, clause, wordsOf(means), dataOf(facts)])) // prettier-ignore
  return [...alike.values()].map((ones) => {
    const { facts, ...rest } = ones[0]! // groupBy makes no empty group
    const standings = [...new Set(ones.map((one) => one.facts.standing))].toSorted()
    const isEverywhere = (all.get(dataOf(facts)) ?? []).every(({ standing }) => standings.includes(standing))
    return { ...rest, of: isEverywhere ? dataOf(facts) : `${dataOf(facts)} (${standings.join(', ')})` }
  })
}

function dataOf({ category, product }: CellFacts): string {
  return `${category} in ${product}`
}
