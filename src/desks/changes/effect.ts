// What a draft would do, told before anybody agrees to it (CHG-06): records that the next sweep would remove and today's statement would
// not, counted by the sweep's own query; and uses of the last thirty days that would be refused or opened, decided by the table itself.

import { addPeriod, type Clock, type Period } from '../../base/index.ts'
import type { GateStore, Printed } from '../../gate/index.ts'
import { putInForce, type Compiled, type InForce, type Version } from '../../policy/index.ts'
import { differenceOf, materialKeys, type Change, type Difference, type Judgement } from './difference.ts'
import { usesChanged, type UsesChanged } from './effect-uses.ts'
import { effectiveFrom, noticeOf } from './notice.ts'

/** How far back the decisions go that a draft is tried on. */
const triedOver: Period = { count: 30, unit: 'day' }
/** Records looked through for one example of each kind. */
const examplesAmong = 500

/** The effect of a draft, in the form of the contract's `effect`. */
export interface DraftEffect extends UsesChanged {
  readonly recordsGone: number
  /** `example`: the id of one such record */
  readonly goneBy: readonly { readonly category: string; readonly product: string; readonly count: number; readonly example: string | null }[] // prettier-ignore
  readonly clauses: Difference['clauses']
  readonly changes: readonly Change[]
  /** whether anything in it is material that no officer set aside */
  readonly material: boolean
  /** when it would take effect, were it published now: what goes is counted for that moment */
  readonly from: string
}

export interface EffectParts {
  readonly store: Pick<GateStore, 'countWhere' | 'tallySince' | 'due'>
  /** the sweep's query for a statement: the simulation counts with what the sweep will remove by */
  readonly printDue: (inForce: InForce, at: Date) => Printed
  readonly clock: Clock
}

/** Simulates a draft against what is in force. Before the first version nothing can go and nothing can be refused. */
export async function effectOf(
  parts: EffectParts,
  today: InForce | null,
  draft: Compiled,
  { judgements, last }: { readonly judgements: readonly Judgement[]; readonly last: Date | null },
): Promise<DraftEffect> {
  const now = parts.clock.now()
  if (!today) return { ...nothing, from: now.toISOString() }
  const difference = differenceOf(today.newest, draft)
  const material = materialKeys(difference, judgements).length > 0
  const effectiveAt = effectiveFrom(now, { notice: noticeOf(today.newest.policy), material, last })
  const version: Version = { ...draft, version: today.newest.version + 1, publishedAt: now, effectiveAt }
  const next = putInForce([...today.versions, version])
  const tally = await parts.store.tallySince(addPeriod(now, { ...triedOver, count: -triedOver.count }))
  const asked = tally.filter(({ canary }) => !canary)
  return {
    ...(await goneUnder(parts, today, next, effectiveAt)),
    ...usesChanged(asked, today, next, now),
    ...difference,
    material,
    from: effectiveAt.toISOString(),
  }
}

const nothing: Omit<DraftEffect, 'from'> = { recordsGone: 0, goneBy: [], usesRefused: [], usesNarrowed: [], usesOpened: [], clauses: [], changes: [], material: false } // prettier-ignore

// --- records ------------------------------------------------------------------------------------------------------

async function goneUnder(
  { store, printDue }: EffectParts,
  today: InForce,
  next: InForce,
  at: Date,
): Promise<Pick<DraftEffect, 'recordsGone' | 'goneBy'>> {
  const gone = butNot(printDue(next, at), printDue(today, at))
  const [counted, records] = await Promise.all([store.countWhere(gone), store.due(gone, examplesAmong)])
  const byData = Map.groupBy(counted, dataOf)
  const goneBy = [...byData.values()].map((cells) => {
    const { category, product } = cells[0]! // groupBy makes no empty group
    const ofCells = new Set(cells.map(({ cell }) => cell))
    return {
      category,
      product,
      count: cells.reduce((sum, { count }) => sum + count, 0),
      example: records.find(({ cell }) => ofCells.has(cell))?.id ?? null,
    }
  })
  return {
    recordsGone: goneBy.reduce((sum, { count }) => sum + count, 0),
    goneBy: goneBy.toSorted((a, b) => b.count - a.count || (dataOf(a) < dataOf(b) ? -1 : 1)),
  }
}

function dataOf({ category, product }: { readonly category: string; readonly product: string }): string {
  return `${category} in ${product}`
}

/** Records that one predicate finds and another does not. */
function butNot(one: Printed, other: Printed): Printed {
  const renumbered = other.text.replaceAll(/\$(\d+)/g, (_, number) => `$${Number(number) + one.values.length}`)
  return { text: `(${one.text}) and not coalesce((${renumbered}), false)`, values: [...one.values, ...other.values] }
}
