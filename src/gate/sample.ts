// A few of many: where a sentence lets somebody look at no more than so many of so many, the gate draws them (HUM-02). Each record is decided
// by its own cell and choices first (HUM-04); chance draws, not who asks; what was drawn is remembered and handed out again, so that asking
// often brings no more. Every record that opens has its entry of the ledger before it does (docs/spec/decision.md, "A few of many").

import { addPeriod, Failure, periodWords, randomBytes } from '../base/index.ts'
import { capOf, decideSample, drawnMost, dueAt } from '../decision/index.ts'
import type { Decision, Use } from '../policy/index.ts'
import type { Principal } from '../principals/index.ts'
import { again } from './again.ts'
import { entryOf, type GateContext } from './context.ts'
import { actOf, askedOf, denied, everybody, judge, mayAskAll, nameOf, saidOf, tallied, type Asked, type AskedMember, type Judged, type PopulationAsk } from './population.ts' // prettier-ignore
import type { Drawn, DrawnSoFar, Member } from './population-store.ts'
import { cannotMake, formsServed, openAll } from './read.ts'
import type { AuditEntry, StoredRecord } from './store.ts'
import { apartWithin, keptApart } from './together.ts'
import type { Opened, ReadAnswer, SampleAsk } from './types.ts'

type Cap = NonNullable<Use['cap']>

/** The most that one answer holds where the question does not say. */
const recordsPerSample = 100
const recordsPerSampleMax = 1_000

/** A question with all that is said of it. */
interface Asking {
  readonly by: Principal
  readonly ask: PopulationAsk
  readonly limit: number
  readonly after: string | null
  readonly at: Date
}

/**
 * Draws a few of everybody's records for one purpose. Answers those drawn before that may still be looked at, then new ones as far as the cap
 * lets it. Fails as a read does: `name_unknown`, `purpose_refused`, `audit_unavailable`.
 */
export async function sample(context: GateContext, by: Principal, asking: SampleAsk): Promise<ReadAnswer> {
  const { product, category, purpose, hand = 'people', form = 'identified', limit = recordsPerSample, after = null } = asking // prettier-ignore
  const ask: PopulationAsk = { product, category, purpose, hand, form }
  const all: Asking = {
    by,
    ask,
    limit: Math.min(limit, recordsPerSampleMax),
    after: after?.toLowerCase() ?? null,
    at: context.clock.now(),
  }
  await mayAskAll(context, by, ask, (decision) => tellNone(context, all, { number: 0, cell: undefined, decision }))
  const judged = judgeDraw(context, ask)
  if (judged.decision.effect === 'deny') return answerNone(context, all, judged)
  return again(() => drawOnce(context, all, judged))
}

/** The question by itself. A use without a cap is not drawn from: that would hand out everybody. */
function judgeDraw(context: GateContext, ask: PopulationAsk): Judged {
  if (!formsServed.includes(ask.form)) return { number: 0, cell: undefined, decision: cannotMake(ask.form) }
  const { policy } = context.inForce().newest
  return judge(context, ask, (cell, standing, act) => {
    const decision = decideSample(policy, cell, standing, act, everyone)
    return cell && decision.effect === 'permit' && !capOf(cell, act) ? uncapped(decision) : decision
  })
}

/** Out of however many: the cap itself is counted over all of them. */
const everyone = { drawn: 0, outOf: Infinity } as const

function uncapped({ clause, version }: Decision): Decision {
  const why = 'No sentence says how many of many may be drawn of this, and nobody gets everybody’s.'
  return denied('open', why, { clause, version, change: 'Read it of one person at a time.' })
}

/** Nothing is left to draw, or there is too little of it: the same words whatever there is. */
function tooFew({ decision, cell }: Judged, ask: PopulationAsk, context: GateContext): Decision {
  const { count, of, time } = capOf(cell!, actOf(context, ask))! // what was permitted has one
  const each = time ? ` A record that is longer than ${periodWords(time)}, or of which nobody told how long it is (\`seconds\` of what is written), stays closed.` : '' // prettier-ignore
  const why = `At most ${count} in ${of} of these may be looked at, and there are too few for one more.${each}`
  const { clause, version } = decision
  return denied('open', why, { clause, version, change: 'More may be drawn once there is more to draw from.' })
}

/** Failure `conflict` where something else was drawn since what was drawn before was looked at. */
async function drawOnce(context: GateContext, asking: Asking, judged: Judged): Promise<ReadAnswer> {
  const { ask, at, after } = asking
  const before = await context.store.drawn(ask, at, after)
  const strata = await count(context, asking, before)
  const open = await lookAgain(context, asking, choose(strata, before, asking))
  if (open.some((one) => outOf(strata, one) === 0))
    throw new Failure('conflict', { reason: 'a version published meanwhile says how many' })
  if (open.length === 0) return nothing(context, asking, judged)
  await keep(context, asking, { before, strata, open })
  const records = await Promise.all(open.map(({ state, record }) => openAll(context, state, [record])))
  return { decision: open[0]!.decision, records: records.flat() satisfies readonly Opened[] } // there is one
}

/** The page after the last one is empty, whatever its question goes on after; a first page with nothing on it is a refusal. */
async function nothing(context: GateContext, asking: Asking, judged: Judged): Promise<ReadAnswer> {
  const isFurther = asking.after !== null
  return answerNone(context, asking, isFurther ? judged : { ...judged, decision: tooFew(judged, asking.ask, context) })
}

// who may be drawn -----------------------------------------------------------------------------------------------------------

/** Records of one category under one cap: what the cap is counted over. Whoever asks cannot make it smaller by asking for less. */
interface Stratum {
  readonly category: string
  readonly cap: Cap
  /** how many may be drawn from */
  outOf: number
  /** how many of these were drawn before, how many of them count for what was drawn, and how many the question goes on after */
  known: number
  counting: number
  passed: number
  /** the first of those that were drawn before and it does not go on after */
  again: DrawnMember[]
  /** some of the others, by chance, with their lots */
  fresh: { readonly member: AskedMember; readonly lot: number }[]
}

type DrawnMember = AskedMember & { readonly drawn: NonNullable<Member['drawn']> }

function isDrawn(member: AskedMember): member is DrawnMember {
  return member.drawn !== null
}

/** Goes through everybody's records and counts what may be drawn from; of these no more stay in memory than the answer may hold. */
async function count(context: GateContext, asking: Asking, before: DrawnSoFar): Promise<readonly Stratum[]> {
  const strata = new Map<string, Stratum>()
  for await (const page of everybody(context, asking.ask, asking.ask)) {
    const lots = lotsOf(page.length)
    for (const [i, one] of page.entries()) {
      const open = mayDraw(context, one)
      if (!open) continue
      const { member } = one
      const key = JSON.stringify([member.category, open.cap])
      const stratum = strata.get(key) ?? begin(member.category, open.cap)
      strata.set(key, stratum)
      stratum.outOf++
      if (isDrawn(member)) addDrawn(stratum, member, before, asking)
      else stratum.fresh.push({ member, lot: lots[i]! })
    }
    for (const stratum of strata.values()) shorten(stratum, asking.limit)
  }
  return [...strata.values()]
}

function addDrawn(stratum: Stratum, member: DrawnMember, before: DrawnSoFar, { at, after }: Asking): void {
  const { turn, endsAt } = member.drawn
  stratum.known++
  if (endsAt === null || endsAt > at) stratum.counting++
  const isPassed = after !== null && (before.after === null || turn < before.after || (turn === before.after && member.id <= after)) // prettier-ignore
  if (isPassed) stratum.passed++
  else stratum.again.push(member)
}

function shorten(stratum: Stratum, limit: number): void {
  stratum.fresh = lowest(stratum.fresh, limit)
  if (stratum.again.length > limit) stratum.again = stratum.again.sort(byDraw).slice(0, limit)
}

/** Draw by draw, and in each by id. */
function byDraw(a: DrawnMember, b: DrawnMember): number {
  return a.drawn.turn - b.drawn.turn || (a.id < b.id ? -1 : 1)
}

function begin(category: string, cap: Cap): Stratum {
  return { category, cap, outOf: 0, known: 0, counting: 0, passed: 0, again: [], fresh: [] }
}

/** A number by chance for each: who has the lowest is drawn, whoever asks and whatever is asked. */
function lotsOf(count: number): readonly number[] {
  const lotBytes = 6
  const bytes = randomBytes(count * lotBytes)
  return Array.from({ length: count }, (_, i) =>
    bytes.subarray(i * lotBytes, (i + 1) * lotBytes).reduce((lot, byte) => lot * 256 + byte, 0),
  )
}

function lowest<One extends { readonly lot: number }>(some: One[], count: number): One[] {
  return some.length <= count ? some : some.toSorted((a, b) => a.lot - b.lot).slice(0, count)
}

/** Whether a record may be drawn at all, and under which cap: decided like any use, and then by its length. */
function mayDraw(
  context: GateContext,
  { member, cell, standing, act, now }: Asked,
): { readonly cap: Cap; readonly decision: Decision } | null {
  const decision = decideSample(context.inForce().newest.policy, cell, standing, act, everyone)
  const isOpen = cell && decision.effect === 'permit' && !apartWithin(context.inForce(), member, cell, { standing, act, now }) // prettier-ignore
  const cap = isOpen ? capOf(cell, act) : null
  return cap && isShortEnough(member, cap) ? { cap, decision } : null
}

/** Where a sentence says how much of each, a record opens only if all of it is no more; what nobody told the length of stays closed. */
function isShortEnough({ seconds, collectedAt }: Member, { time }: Cap): boolean {
  if (time === null) return true
  return seconds !== null && collectedAt.getTime() + seconds * 1_000 <= addPeriod(collectedAt, time).getTime()
}

// the draw -------------------------------------------------------------------------------------------------------------------

interface Chosen {
  readonly member: AskedMember
  readonly isNew: boolean
}

/** What was drawn before first, as far as the caps let it be handed out still; then new ones. */
function choose(strata: readonly Stratum[], before: DrawnSoFar, { limit }: Asking): readonly Chosen[] {
  const handed = strata.flatMap((one) => one.again.toSorted(byDraw).slice(0, stillIn(one, strata, before)))
  const first = handed.sort(byDraw).slice(0, limit)
  const lots = strata.flatMap((one) => lowest(one.fresh, leftIn(one, strata, before)))
  const fresh = lowest(lots, limit - first.length).toSorted((a, b) => (a.member.id < b.member.id ? -1 : 1))
  return [...first.map((member) => ({ member, isNew: false })), ...fresh.map(({ member }) => ({ member, isNew: true }))]
} // prettier-ignore

/** How many of those drawn before may be handed out: where the cap is rarer than what was drawn, nothing moves up for what is gone. */
function stillIn(stratum: Stratum, strata: readonly Stratum[], before: DrawnSoFar): number {
  const { cap, outOf, passed } = stratum
  const gone = goneOf(stratum, strata, before)
  return Math.max(0, drawnMost(cap, outOf) - gone - passed)
}

/** How many more may be drawn. */
function leftIn(stratum: Stratum, strata: readonly Stratum[], before: DrawnSoFar): number {
  const { cap, outOf, known } = stratum
  const gone = goneOf(stratum, strata, before)
  return Math.max(0, drawnMost(cap, outOf) - known - gone)
}

/** What was drawn of the category and is not open any more: it counts until it would have left by itself. */
function goneOf({ category }: Stratum, strata: readonly Stratum[], before: DrawnSoFar): number {
  const open = strata.filter((one) => one.category === category).reduce((sum, { counting }) => sum + counting, 0)
  return Math.max(0, (before.counting.get(category) ?? 0) - open)
}

/** What is about to open, with the decision that opens it. */
interface Open {
  readonly one: Asked
  readonly state: Asked['state']
  readonly record: StoredRecord
  readonly decision: Decision
  readonly cap: Cap
  readonly isNew: boolean
}

/** Going through everybody takes time: what was chosen is decided once more, and what left or was turned off meanwhile is left out. */
async function lookAgain(context: GateContext, { ask }: Asking, chosen: readonly Chosen[]): Promise<readonly Open[]> {
  const found = await Promise.all(
    chosen.map(async ({ member, isNew }): Promise<Open | null> => {
      const { state, records } = await context.store.find({ person: member.person }, { ids: [member.id] })
      const record = records.find(({ law }) => law === '')
      const one = state && record ? askedOf(context, ask, state, { ...member, endedAt: record.endedAt }) : null
      const open = one && mayDraw(context, one)
      return one && open && state && record ? { one, state, record, ...open, isNew } : null
    }),
  )
  const open = found.filter((one) => one !== null)
  const byPerson = Map.groupBy(open, ({ record }) => record.person)
  const kept = new Set([...byPerson.values()].flatMap((ofOne) => together(context, ofOne)))
  return open.filter((one) => kept.has(one))
}

/** Of one person nothing is brought together that no pair allows (law 13): of what may not, the first alone. */
function together(context: GateContext, ofOne: readonly Open[]): readonly Open[] {
  return ofOne.reduce<readonly Open[]>((kept, open) => {
    const { act, standing, now } = open.one
    const records = [...kept, open].map(({ one }) => one.member)
    return keptApart(context.inForce(), records, { act, standing, now }) ? kept : [...kept, open]
  }, [])
}

// the ledger -----------------------------------------------------------------------------------------------------------------

interface Kept {
  readonly strata: readonly Stratum[]
  readonly before: DrawnSoFar
  readonly open: readonly Open[]
}

/** An entry for each record, by itself: whoever it is about finds it. A draw that drew nothing new takes no turn. */
async function keep(context: GateContext, { by, ask, at }: Asking, { before, strata, open }: Kept): Promise<void> {
  const audit = await Promise.all(open.map((one) => entry(context, by, ask, { ...one, at, outOf: outOf(strata, one) })))
  const tally = open.map((one) => tallied(by, ask, { at, number: one.record.cell, decision: one.decision }))
  const drawn = open.flatMap(({ one, isNew }) => (isNew ? [toDrawn(one, at)] : []))
  if (drawn.length === 0) await context.committer.commit({ audit, tally })
  else await context.store.draw(ask, { turn: before.turn, drawn, audit, tally })
}

function toDrawn({ member, cell, standing }: Asked, at: Date): Drawn {
  return { id: member.id, category: member.category, at, endsAt: dueAt(cell!, member, standing) } // it was open, so it has one
}

function outOf(strata: readonly Stratum[], { cap, record }: Open): number {
  const own = JSON.stringify(cap)
  return strata.find((one) => one.category === record.category && JSON.stringify(one.cap) === own)?.outOf ?? 0
}

function entry(
  context: GateContext,
  by: Principal,
  ask: PopulationAsk,
  { record, state, decision, cap, at, outOf }: Open & { readonly at: Date; readonly outOf: number },
): Promise<AuditEntry> {
  const sample = { count: cap.count, of: cap.of, outOf }
  const payload = { ...saidOf(context, ask, decision), category: record.category, records: 1, sample }
  return entryOf(context, { type: 'read', at, person: record.person, actor: nameOf(by), payload }, state)
}

/** Answers that nothing is handed out, and has it in the ledger first. */
async function answerNone(context: GateContext, asking: Asking, judged: Judged): Promise<ReadAnswer> {
  await tellNone(context, asking, judged)
  return { decision: judged.decision, records: [] }
}

async function tellNone(context: GateContext, { by, ask, at }: Asking, { number, decision }: Judged): Promise<void> {
  const payload = { ...saidOf(context, ask, decision), records: 0, sample: {} }
  const event = { type: 'read', at, person: null, actor: nameOf(by), payload }
  await context.committer.commit({ audit: [await entryOf(context, event, null)], tally: [tallied(by, ask, { at, number, decision })] }) // prettier-ignore
}
