// What a draft would do, told before anybody agrees to it (CHG-06): records that the next sweep would remove and today's statement would
// not, counted by the sweep's own query; and uses of the last thirty days that would be refused or opened, decided by the table itself.

import { addPeriod, type Clock, type Period } from '../../base/index.ts'
import { comparePolicies, decideControl, decideUse, decideWrite } from '../../decision/index.ts'
import type { GateStore, Printed, TallyEntry } from '../../gate/index.ts'
import {
  cellOf, every, none, putInForce, union, without,
  type Act, type Cell, type Compiled, type Decision, type InForce, type Policy, type Standing, type Version,
} from '../../policy/index.ts' // prettier-ignore
import type { ClauseChange } from '../../statement/index.ts'

/** How far back the decisions go that a draft is tried on. */
const triedOver: Period = { count: 30, unit: 'day' }

interface Use {
  readonly service: string
  readonly purpose: string
  readonly category: string
  readonly product: string
  readonly ask: string
  readonly count: number
}

/** The effect of a draft, in the form of the contract's `effect`. */
export interface DraftEffect {
  readonly recordsGone: number
  readonly goneBy: readonly { readonly category: string; readonly product: string; readonly count: number }[]
  readonly usesRefused: readonly (Use & { readonly clause: string | null; readonly term: string | null })[]
  readonly usesOpened: readonly Use[]
  readonly clauses: readonly ClauseChange[]
  readonly material: boolean
}

export interface EffectParts {
  readonly store: Pick<GateStore, 'countWhere' | 'tallySince'>
  /** the sweep's query for a statement: the simulation counts with what the sweep will remove by */
  readonly printDue: (inForce: InForce, at: Date) => Printed
  readonly compareStatements: (before: Compiled, after: Compiled) => readonly ClauseChange[]
  readonly clock: Clock
}

/** Simulates a draft against what is in force. Before the first version nothing can go and nothing can be refused. */
export async function effectOf(parts: EffectParts, today: InForce | null, draft: Version): Promise<DraftEffect> {
  if (!today) return { recordsGone: 0, goneBy: [], usesRefused: [], usesOpened: [], clauses: [], material: false }
  const next = putInForce([...today.versions, draft])
  const now = parts.clock.now()
  const tally = await parts.store.tallySince(addPeriod(now, { ...triedOver, count: -triedOver.count }))
  const material = comparePolicies(today.newest.policy, draft.policy)
  return {
    ...(await goneUnder(parts, today, next, now)),
    ...usesChanged(
      tally.filter(({ canary }) => !canary),
      today,
      next,
      now,
    ),
    clauses: withMaterial(parts.compareStatements(today.newest, draft), material),
    material: material.length > 0,
  }
}

// --- records ------------------------------------------------------------------------------------------------------

async function goneUnder(
  { store, printDue }: EffectParts,
  today: InForce,
  next: InForce,
  now: Date,
): Promise<Pick<DraftEffect, 'recordsGone' | 'goneBy'>> {
  const [dueToday, dueNext] = await Promise.all([today, next].map((one) => store.countWhere(printDue(one, now))))
  const key = (row: { category: string; product: string }): string => JSON.stringify([row.category, row.product])
  const gone = new Map<string, { category: string; product: string; count: number }>()
  const add = (rows: typeof dueToday, sign: 1 | -1): void => {
    for (const { category, product, count } of rows ?? []) {
      const before = gone.get(key({ category, product }))?.count ?? 0
      gone.set(key({ category, product }), { category, product, count: before + sign * count })
    }
  }
  add(dueNext, 1)
  add(dueToday, -1)
  const goneBy = [...gone.values()]
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count || (key(a) < key(b) ? -1 : 1))
  return { recordsGone: goneBy.reduce((sum, { count }) => sum + count, 0), goneBy }
}

// --- uses ---------------------------------------------------------------------------------------------------------

type Tally = Awaited<ReturnType<GateStore['tallySince']>>[number]

function usesChanged(
  tally: readonly Tally[],
  today: InForce,
  next: InForce,
  now: Date,
): Pick<DraftEffect, 'usesRefused' | 'usesOpened'> {
  const usesRefused: (Use & { clause: string | null; term: string | null })[] = []
  const usesOpened: Use[] = []
  for (const [row, count] of summed(tally)) {
    const cell = today.cell(row.cell)
    if (!cell || row.ask === 'share' || row.ask === 'combine') continue // what no sentence names cannot change
    const { category, product } = cell.facts
    const use: Use = { service: row.service, purpose: row.purpose, category, product, ask: row.ask, count }
    if (row.effect === 'permit' || row.effect === 'narrowed') {
      const before = decide(today.newest.policy, cell, row, now)
      const after = decide(next.newest.policy, next.cell(row.cell), row, now)
      if (before.effect === 'permit' && after.effect === 'deny')
        usesRefused.push({ ...use, clause: after.clause, term: after.term })
    } else {
      const before = decide(today.newest.policy, cellOf(today.newest.policy, cell.facts), row, now)
      const after = decide(next.newest.policy, cellOf(next.newest.policy, cell.facts), row, now)
      if (before.effect === 'deny' && after.effect === 'permit') usesOpened.push(use)
    }
  }
  return { usesRefused, usesOpened }
}

/** Days and clauses do not matter here: one row for what was asked of what by whom, and how it ended. */
function summed(tally: readonly Tally[]): readonly (readonly [Tally, number])[] {
  const groups = Map.groupBy(tally, ({ cell, purpose, service, ask, effect }) =>
    JSON.stringify([cell, purpose, service, ask, effect]),
  )
  return [...groups.values()].map(
    (rows) => [rows[0]!, rows.reduce((sum, { count }) => sum + Number(count), 0)] as const,
  ) // a group has a row
}

/** The most a cell allows for a question, over hands, forms and standings: what is refused here is refused to everybody. */
function decide(
  policy: Policy,
  cell: Cell | undefined,
  { ask, purpose }: Pick<TallyEntry, 'ask' | 'purpose'>,
  at: Date,
): Decision {
  const bit = policy.purposes.find(({ name }) => name === purpose)?.bit ?? -1
  const decisions = standingsOf(cell).flatMap((standing) =>
    actsOf(cell, bit, at).map((act) => {
      if (ask === 'write') return decideWrite(policy, cell, standing, act)
      if (ask === 'control') return decideControl(policy, cell, purpose, standing, act)
      return decideUse(policy, cell, standing, act)
    }),
  )
  return decisions.find(({ effect }) => effect === 'permit') ?? decisions[0]! // there is a standing and an act
}

/** Standings that meet the conditions of a cell's uses, one each, and everything on and everything off. */
function standingsOf(cell: Cell | undefined): readonly Standing[] {
  const uses = cell?.rows.flatMap(({ uses }) => uses) ?? []
  const masks = [every, none, ...uses.map(({ given, when }) => without(union(given, when.need), when.block))]
  return masks.map((on) => ({ on, objected: none, restricted: false }))
}

/** The acts of every hand and form a cell knows, citing every case, of something collected just now. */
function actsOf(cell: Cell | undefined, purpose: number, at: Date): readonly Act[] {
  const cases = [...new Set(cell?.rows.flatMap(({ uses }) => uses.flatMap(({ when }) => when.cases.flat())) ?? [])]
  const rows = cell && cell.rows.length > 0 ? cell.rows : [{ hand: 'machines', form: 'identified' } as const]
  return rows.map(({ hand, form }) => ({
    purpose,
    hand,
    form,
    cases,
    directed: true,
    place: null,
    collectedAt: at,
    endedAt: null,
    at,
  }))
}

// --- clauses ------------------------------------------------------------------------------------------------------

function withMaterial(
  clauses: readonly ClauseChange[],
  found: readonly { code: string; clause: string }[],
): readonly ClauseChange[] {
  return clauses.map((one) => ({
    ...one,
    material: [...new Set(found.filter(({ clause }) => clause === one.clause).map(({ code }) => code))].sort(),
  }))
}
