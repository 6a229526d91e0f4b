// Counts of many people: the gate goes through everybody's records, each decided by itself, and answers how many people and records there are
// in a row, never a record (law 14, PUR-10). What is counted stands in blocks that do not overlap and that no question can choose; a block of
// fewer people than the sentence says is in no answer at all, so that no two answers differ by fewer: who is in a block is the
// same whatever else is asked for (docs/spec/decision.md, "Counted together").

import { Failure, type Json } from '../base/index.ts'
import { decideUse, fewestCounted } from '../decision/index.ts'
import { has, toldApart, type Decision } from '../policy/index.ts'
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
  const told: readonly CountedBy[] = per.includes('category') || mayMeet(context, ask) ? per : [...per, 'category']
  const noteOf = (judged: Judged, rows = 0): Promise<void> => note(context, by, { ask, judged, per: told, rows })
  await mayAskAll(context, by, ask, (decision) => noteOf({ number: 0, cell: undefined, decision }))
  const judged = judgeCount(context, ask)
  if (judged.decision.effect === 'deny') {
    await noteOf(judged)
    return { decision: judged.decision, rows: [] }
  }
  const rows = await again(() => countOnce(context, ask, { per: told, from, to }))
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

/**
 * Whether people may be counted once for all kinds that are asked for: where nothing keeps any two kinds apart, for nobody. Else each kind has rows of
 * its own: to count who has both once would bring them together (law 13). It is of the statement alone, and of every version in force.
 */
function mayMeet(context: GateContext, { category, purpose }: PopulationAsk): boolean {
  const { newest, versions } = context.inForce()
  const isKind = newest.policy.categories.some(({ name }) => name.startsWith(`${category}.`))
  const bit = newest.policy.purposes.find(({ name }) => name === purpose)?.bit ?? -1
  const apart = versions.some(({ policy }) => {
    const { sessions, accounts } = toldApart(policy)
    return sessions || accounts || (policy.pairBans ?? []).some(({ purposes }) => bit < 0 || has(purposes, bit))
  })
  return !isKind || !apart
}

// blocks ---------------------------------------------------------------------------------------------------------------------

/** What one record is, as far as it is counted by, with the keys of the two blocks that it may be in. Records that are alike share one. */
interface Place {
  readonly category: string
  /** where the person lives; null: nobody told */
  readonly place: string | null
  readonly day: string
  readonly month: string
  /** of how many people at least: of several sentences the most */
  readonly fewest: number
  readonly dayKey: string
  readonly monthKey: string
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
  readonly days: Blocks
  readonly months: Blocks
}

/** Goes through everybody for the days, for the rest of months where a day holds too few, and for the rows of what was enough. Failure `conflict` where somebody left meanwhile and it is not enough any more. */
async function countOnce(
  context: GateContext,
  ask: PopulationAsk,
  by: Required<Pick<CountAsk, 'per'>> & { readonly from: string | null; readonly to: string | null },
): Promise<readonly CountRow[]> {
  const all = await blocksOf(context, ask, ({ dayKey }) => dayKey)
  const days = enoughOf(all)
  const rest = days.size < all.size ? await blocksOf(context, ask, (at) => (days.has(at.dayKey) ? null : at.monthKey)) : none // prettier-ignore
  return rowsOf(context, ask, { grid: { days, months: enoughOf(rest) }, ...by })
}

type Blocks = ReadonlyMap<string, Block>

const none: Blocks = new Map()

/** Blocks of too few people are forgotten. */
function enoughOf(blocks: Blocks): Blocks {
  return new Map([...blocks].filter(([, { people, fewest }]) => people >= fewest))
}

/** Blocks by a key. A key of null is in no block. */
async function blocksOf(
  context: GateContext,
  ask: PopulationAsk,
  keyOf: (at: Place) => string | null,
): Promise<Blocks> {
  const blocks = new Map<string, Block>()
  for await (const shares of everyPerson(context, ask)) add(blocks, shares, keyOf)
  return blocks
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

/** A block that is asked about, and the row it is of. */
interface Spot {
  readonly block: string
  readonly row: Row
}

/** Counts people once a row, and the records of its blocks; both in steps of the fewest people, so that one more or less is not seen. */
async function rowsOf(context: GateContext, ask: PopulationAsk, asking: Asking): Promise<readonly CountRow[]> {
  const [rows, blocks, spots] = [new Map<string, Row>(), new Map<string, Block>(), new Map<Place, Spot | null>()]
  const spotOf = (at: Place): Spot | null => entryIn(spots, at, () => spotIn(rows, at, asking))
  for await (const shares of everyPerson(context, ask)) {
    add(blocks, shares, (at) => spotOf(at)?.block ?? null)
    for (const row of new Set(shares.map(({ at }) => spotOf(at)?.row))) if (row) row.people++
  }
  if ([...blocks.values()].some(({ people, fewest }) => people < fewest))
    throw new Failure('conflict', { reason: 'somebody left while everybody was counted' })
  const sorted = [...rows].sort(([a], [b]) => (a < b ? -1 : 1))
  return sorted.map(([, row]) => inSteps(row, [...row.blocks].map((key) => blocks.get(key)!))) // each was added to
} // prettier-ignore

/** The block that a record counts in, where it is asked about, with its row; by day only what has a day of its own. */
function spotIn(rows: Map<string, Row>, at: Place, { grid, per, from, to }: Asking): Spot | null {
  const isAsked = (from === null || at.month >= from) && (to === null || at.month <= to)
  const isDay = grid.days.has(at.dayKey)
  const isMonth = !isDay && !per.includes('day') && grid.months.has(at.monthKey)
  if (!isAsked || !(isDay || isMonth)) return null
  const block = isDay ? at.dayKey : at.monthKey
  const by: Pick<CountRow, CountedBy> = Object.fromEntries(per.map((name) => [name, at[name]]))
  const row = entryIn(rows, JSON.stringify(by), () => ({ by, people: 0, blocks: new Set<string>() }))
  row.blocks.add(block)
  return { block, row }
}

function inSteps({ by, people }: Row, blocks: readonly Block[]): CountRow {
  const fewest = Math.max(...blocks.map((block) => block.fewest))
  const records = blocks.reduce((sum, block) => sum + recordsIn(block), 0)
  const step = (count: number): number => count - (count % fewest)
  return { ...by, people: step(people), records: step(records), fewest }
}

// people ---------------------------------------------------------------------------------------------------------------------

/** What somebody has of one exact category: shares, and two records of each cell and of what they were made from, for more of them differ in nothing. */
interface Kind {
  readonly shares: Map<Place, Share>
  readonly alike: Map<number | string, Placed[]>
}

/** Somebody while their records come: no more stays in memory than they have kinds, cells and days. */
interface Somebody {
  readonly first: Asked
  readonly kinds: Map<string, Kind>
}

/** Every place that was met, by what it is. */
type Places = Map<string, Place>

/** What each person has that may be counted, one person at a time. */
async function* everyPerson(context: GateContext, ask: PopulationAsk): AsyncGenerator<readonly Share[]> {
  const places: Places = new Map()
  let somebody: Somebody | null = null
  for await (const page of everybody(context, ask))
    for (const one of page) {
      if (somebody && somebody.first.member.person !== one.member.person) {
        yield sharesOf(context, somebody)
        somebody = null
      }
      somebody ??= { first: one, kinds: new Map() }
      take(context, places, somebody, one)
    }
  if (somebody) yield sharesOf(context, somebody)
}

/** Takes one record of somebody, where it is open by itself. */
function take(context: GateContext, places: Places, { kinds }: Somebody, one: Asked): void {
  const { cell, standing, act, member } = one
  const { newest } = context.inForce()
  const isOpen = cell && decideUse(newest.policy, cell, standing, act).effect === 'permit' && !apartWithin(context.inForce(), member, cell, one) // prettier-ignore
  const fewest = isOpen ? fewestCounted(cell, act) : null
  if (fewest === null) return
  const { shares, alike } = entryIn(kinds, member.category, () => ({ shares: new Map(), alike: new Map() }))
  const at = placeOf(places, one, fewest)
  entryIn(shares, at, () => ({ at, records: 0 })).records++
  const some = entryIn(alike, member.from ? `${member.cell} ${member.from.join(' ')}` : member.cell, () => [])
  if (some.length < 2) some.push(member)
}

/** What a map has under a key, begun where it has nothing. */
function entryIn<Key, Value>(map: Map<Key, Value>, key: Key, begin: () => Value): Value {
  const known = map.get(key)
  if (known !== undefined) return known
  const begun = begin()
  map.set(key, begun)
  return begun
}

/**
 * Of a kind of which somebody has things that must stay apart, nothing of theirs is counted (law 13), whatever is asked for: what kinds are asked
 * for together has no say in who is in a block.
 */
function sharesOf(context: GateContext, { first, kinds }: Somebody): readonly Share[] {
  const isApart = ({ alike }: Kind): boolean => keptApart(context.inForce(), [...alike.values()].flat(), first) !== null
  return [...kinds.values()].flatMap((kind) => (isApart(kind) ? [] : [...kind.shares.values()]))
}

const dayMilliseconds = 86_400_000

function placeOf(places: Places, { member: { category, collectedAt }, state: { region } }: Asked, fewest: number): Place {
  const days = Math.floor(collectedAt.getTime() / dayMilliseconds)
  return entryIn(places, `${days} ${fewest} ${category} ${region ?? ''}`, () => {
    const day = collectedAt.toISOString().slice(0, 'YYYY-MM-DD'.length)
    const month = day.slice(0, 'YYYY-MM'.length)
    const keyOf = (time: string): string => JSON.stringify([category, region, time])
    return { category, place: region, day, month, fewest, dayKey: keyOf(day), monthKey: keyOf(month) }
  })
} // prettier-ignore

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
