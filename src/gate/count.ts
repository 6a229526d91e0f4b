// Counts of many people: the gate goes through everybody's records, each decided by itself, and answers how many people and records there are
// in a row, never a record (law 14, PUR-10). What is counted stands in blocks that do not overlap and that no question can choose; a block of
// fewer people than the sentence says is in no answer at all, so that no two answers differ by fewer, but for people of whom a question would bring
// together what must stay apart (docs/spec/decision.md, "Counted together").

import { Failure, type Json } from '../base/index.ts'
import { decideUse, fewestCounted } from '../decision/index.ts'
import type { Decision } from '../policy/index.ts'
import type { Principal } from '../principals/index.ts'
import { again } from './again.ts'
import { entryOf, type GateContext } from './context.ts'
import { denied, everybody, judge, mayAskAll, nameOf, saidOf, tallied, type Asked, type Judged, type PopulationAsk } from './population.ts' // prettier-ignore
import { apartWithin, keptApart, type Placed } from './together.ts'
import type { CountAnswer, CountAsk, CountedBy, CountRow } from './types.ts'

/** Counts people and records by a few things. Fails as a read does: `name_unknown`, `purpose_refused`, `audit_unavailable`. */
export async function count(context: GateContext, by: Principal, asking: CountAsk): Promise<CountAnswer> {
  const { product, category, purpose, hand = 'machines', per = [], from = null, to = null } = asking
  const ask: PopulationAsk = { product, category, purpose, hand, form: 'aggregate' }
  const noteOf = (judged: Judged, rows = 0): Promise<void> => note(context, by, { ask, judged, per, rows })
  await mayAskAll(context, by, ask, (decision) => noteOf({ number: 0, cell: undefined, decision }))
  const judged = judgeCount(context, ask)
  if (judged.decision.effect === 'deny') {
    await noteOf(judged)
    return { decision: judged.decision, rows: [] }
  }
  const rows = await again(() => countOnce(context, ask, { per, from, to }))
  await noteOf(judged, rows.length)
  return { decision: judged.decision, rows }
}

/** The question by itself. Where no sentence says of how many people at least, nothing is counted: any number might be of one. */
function judgeCount(context: GateContext, ask: PopulationAsk): Judged {
  const { policy } = context.inForce().newest
  return judge(context, ask, (cell, standing, act) => {
    const decision = decideUse(policy, cell, standing, act)
    return cell && decision.effect === 'permit' && fewestCounted(cell, act) === null ? unbounded(decision) : decision
  })
}

function unbounded({ clause, version }: Decision): Decision {
  const why = 'No sentence says of how many people at least this may be counted.'
  return denied('based', why, { clause, version, change: 'A sentence `as aggregate of at least N` opens it.' })
}

// blocks ---------------------------------------------------------------------------------------------------------------------

/** What one record is, as far as it is counted by. */
interface Place {
  readonly category: string
  /** where the person lives; null: nobody told */
  readonly place: string | null
  readonly day: string
  readonly month: string
  /** of how many people at least: of several sentences the most */
  readonly fewest: number
}

/** What a person has in one place: so many records. */
interface Share {
  readonly at: Place
  records: number
}

/** People and their records in one block. `byRecords`: how many people have so many records in it. */
interface Block {
  fewest: number
  people: number
  readonly byRecords: Map<number, number>
}

/** Blocks that hold enough people, finest first: a day, and of the days that hold too few what is left of their month. */
interface Grid {
  readonly days: ReadonlyMap<string, Block>
  readonly months: ReadonlyMap<string, Block>
}

const dayOf = ({ category, place, day }: Place): string => JSON.stringify([category, place, day])
const monthOf = ({ category, place, month }: Place): string => JSON.stringify([category, place, month])

/** Counts three times over: days, the rest of months, and rows of what was enough. Failure `conflict` where somebody left meanwhile and it is not enough any more. */
async function countOnce(
  context: GateContext,
  ask: PopulationAsk,
  by: Required<Pick<CountAsk, 'per'>> & { readonly from: string | null; readonly to: string | null },
): Promise<readonly CountRow[]> {
  const days = await blocksOf(context, ask, dayOf)
  const months = await blocksOf(context, ask, (at) => (days.has(dayOf(at)) ? null : monthOf(at)))
  return rowsOf(context, ask, { grid: { days, months }, ...by })
}

/** Blocks by a key, of which those of too few people are forgotten. A key of null is in no block. */
async function blocksOf(
  context: GateContext,
  ask: PopulationAsk,
  keyOf: (at: Place) => string | null,
): Promise<ReadonlyMap<string, Block>> {
  const blocks = new Map<string, Block>()
  for await (const shares of everyPerson(context, ask)) add(blocks, shares, keyOf)
  return new Map([...blocks].filter(([, { people, fewest }]) => people >= fewest))
}

/** Adds one person to the blocks their records are in. */
function add(blocks: Map<string, Block>, shares: readonly Share[], keyOf: (at: Place) => string | null): void {
  const own = new Map<string, { records: number; fewest: number }>()
  for (const { at, records } of shares) {
    const key = keyOf(at)
    if (key === null) continue
    const known = own.get(key) ?? { records: 0, fewest: 0 }
    own.set(key, { records: known.records + records, fewest: Math.max(known.fewest, at.fewest) })
  }
  for (const [key, { records, fewest }] of own) {
    const block = blocks.get(key) ?? { fewest, people: 0, byRecords: new Map<number, number>() }
    block.fewest = Math.max(block.fewest, fewest)
    block.people++
    block.byRecords.set(records, (block.byRecords.get(records) ?? 0) + 1)
    blocks.set(key, block)
  }
}

/** Records of a block, where nobody counts for more than the last of the fewest people who have most: nobody stands out of them. */
function recordsIn({ byRecords, fewest }: Block): number {
  const counts = [...byRecords].sort(([a], [b]) => b - a)
  let people = 0
  const [most] = counts.find(([, having]) => (people += having) >= fewest)! // a block has the fewest people
  return counts.reduce((sum, [records, having]) => sum + having * Math.min(records, most), 0)
}

// rows -----------------------------------------------------------------------------------------------------------------------

interface Asking {
  readonly grid: Grid
  readonly per: readonly CountedBy[]
  readonly from: string | null
  readonly to: string | null
}

interface Row {
  readonly by: Pick<CountRow, CountedBy>
  people: number
  /** keys of the blocks it is made of */
  readonly blocks: Set<string>
}

/** Counts people once a row, and the records of its blocks; both in steps of the fewest people, so that one more or less is not seen. */
async function rowsOf(context: GateContext, ask: PopulationAsk, asking: Asking): Promise<readonly CountRow[]> {
  const [rows, blocks] = [new Map<string, Row>(), new Map<string, Block>()]
  for await (const shares of everyPerson(context, ask)) {
    const counted = shares.flatMap(({ at, records }) => {
      const key = blockOf(at, asking)
      return key === null ? [] : [{ at, records, key }]
    })
    add(blocks, counted, (at) => blockOf(at, asking))
    const own = new Set<Row>()
    for (const { at, key } of counted) own.add(rowOf(rows, at, key, asking.per))
    for (const row of own) row.people++
  }
  if ([...blocks.values()].some(({ people, fewest }) => people < fewest))
    throw new Failure('conflict', { reason: 'somebody left while everybody was counted' })
  const sorted = [...rows].sort(([a], [b]) => (a < b ? -1 : 1))
  return sorted.map(([, row]) =>
    inSteps(
      row,
      [...row.blocks].map((key) => blocks.get(key)!),
    ),
  ) // each was added to
}

/** The block that a record counts in, where it is asked about; by day only what has a day of its own. */
function blockOf(at: Place, { grid, per, from, to }: Asking): string | null {
  if ((from !== null && at.month < from) || (to !== null && at.month > to)) return null
  if (grid.days.has(dayOf(at))) return dayOf(at)
  return !per.includes('day') && grid.months.has(monthOf(at)) ? monthOf(at) : null
}

function rowOf(rows: Map<string, Row>, at: Place, block: string, per: readonly CountedBy[]): Row {
  const by: Pick<CountRow, CountedBy> = Object.fromEntries(per.map((name) => [name, at[name]]))
  const key = JSON.stringify(by)
  const row = rows.get(key) ?? { by, people: 0, blocks: new Set<string>() }
  rows.set(key, row)
  row.blocks.add(block)
  return row
}

function inSteps({ by, people }: Row, blocks: readonly Block[]): CountRow {
  const fewest = Math.max(...blocks.map((block) => block.fewest))
  const records = blocks.reduce((sum, block) => sum + recordsIn(block), 0)
  const step = (count: number): number => count - (count % fewest)
  return { ...by, people: step(people), records: step(records), fewest }
}

// people ---------------------------------------------------------------------------------------------------------------------

/** What each person has that may be counted, one person at a time. */
async function* everyPerson(context: GateContext, ask: PopulationAsk): AsyncGenerator<readonly Share[]> {
  let own: Asked[] = []
  for await (const page of everybody(context, ask)) {
    for (const one of page) {
      if (own.length > 0 && own[0]!.member.person !== one.member.person) {
        yield sharesOf(context, own)
        own = []
      }
      own.push(one)
    }
  }
  if (own.length > 0) yield sharesOf(context, own)
}

/** Of somebody of whom things would be brought together that must stay apart, nothing is counted (law 13). */
function sharesOf(context: GateContext, own: readonly Asked[]): readonly Share[] {
  const { policy } = context.inForce().newest
  const open = own.flatMap((one) => {
    const { cell, standing, act } = one
    const isOpen = cell && decideUse(policy, cell, standing, act).effect === 'permit' && !apartWithin(context.inForce(), one.member, cell, one) // prettier-ignore
    const fewest = isOpen ? fewestCounted(cell, act) : null
    return fewest === null ? [] : [{ one, fewest }]
  })
  if (open.length === 0 || isApart(context, open.map(({ one }) => one))) return [] // prettier-ignore
  const shares = new Map<string, Share>()
  for (const { one, fewest } of open) {
    const at = placeOf(one, fewest)
    const key = JSON.stringify(at)
    const share = shares.get(key) ?? { at, records: 0 }
    share.records++
    shares.set(key, share)
  }
  return [...shares.values()]
}

function placeOf({ member: { category, collectedAt }, state: { region } }: Asked, fewest: number): Place {
  const day = collectedAt.toISOString().slice(0, 'YYYY-MM-DD'.length)
  return { category, place: region, day, month: day.slice(0, 'YYYY-MM'.length), fewest }
}

/** Asked of two of each cell and category: more of them differ in nothing. */
function isApart({ inForce }: GateContext, own: readonly Asked[]): boolean {
  const alike = new Map<string, Placed[]>()
  for (const { member } of own) {
    const key = `${member.cell} ${member.category}`
    const some = alike.get(key) ?? []
    if (some.length < 2) alike.set(key, [...some, member])
  }
  const { act, standing, now } = own[0]! // nobody is asked about without records
  return keptApart(inForce(), [...alike.values()].flat(), { act, standing, now }) !== null
}

// the ledger -----------------------------------------------------------------------------------------------------------------

interface Noted {
  readonly ask: PopulationAsk
  readonly judged: Judged
  readonly per: readonly CountedBy[]
  readonly rows: number
}

/** One entry, about nobody: before anything is answered. */
async function note(context: GateContext, by: Principal, { ask, judged, per, rows }: Noted): Promise<void> {
  const { number, decision } = judged
  const at = context.clock.now()
  const payload: Json = { ...saidOf(context, ask, decision), records: 0, counted: { per, rows } }
  const event = { type: 'read', at, person: null, actor: nameOf(by), payload }
  await context.committer.commit({
    audit: [await entryOf(context, event, null)],
    tally: [tallied(by, ask, { at, number, decision })],
  })
}
