// A few of many: where a sentence lets somebody look at no more than so many of so many, the gate draws them (HUM-02). Each record is decided
// by its own cell and choices first (HUM-04); chance draws, not who asks; what was drawn is remembered and handed out again, so that asking
// often brings no more. Every record that opens has its entry of the ledger before it does (docs/spec/decision.md, "A few of many").

import { addPeriod, Failure, periodWords, randomBytes } from '../base/index.ts'
import { capOf, decideSample, drawnMost, dueAt } from '../decision/index.ts'
import type { Decision, Use } from '../policy/index.ts'
import type { Principal } from '../principals/index.ts'
import { again } from './again.ts'
import { entryOf, type GateContext } from './context.ts'
import { actOf, asked, denied, everybody, judge, mayAskAll, nameOf, saidOf, tallied, type Asked, type Judged, type PopulationAsk } from './population.ts' // prettier-ignore
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
  const all: Asking = { by, ask, limit: Math.min(limit, recordsPerSampleMax), after, at: context.clock.now() }
  await mayAskAll(context, by, ask, (decision) => refuse(context, all, { number: 0, cell: undefined, decision }))
  const judged = judgeDraw(context, ask)
  if (judged.decision.effect === 'deny') return denial(context, all, judged)
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
  const before = await context.store.drawn(asking.ask)
  const { strata, present } = await count(context, asking, before)
  const chosen = choose(strata, before, asking)
  const open = await lookAgain(context, asking, chosen)
  if (open.some((one) => outOf(strata, one) === 0))
    throw new Failure('conflict', { reason: 'a version published meanwhile says how many' })
  if (open.length === 0) return denial(context, asking, { ...judged, decision: tooFew(judged, asking.ask, context) })
  await keep(context, asking, { before, strata, present, open })
  const records = await Promise.all(open.map(({ state, record }) => openAll(context, state, [record])))
  return { decision: open[0]!.decision, records: records.flat() satisfies readonly Opened[] } // there is one
}

// who may be drawn -----------------------------------------------------------------------------------------------------------

/** Records of one category under one cap: what the cap is counted over. Whoever asks cannot make it smaller by asking for less. */
interface Stratum {
  readonly category: string
  readonly cap: Cap
  /** how many may be drawn from */
  outOf: number
  /** drawn before and open still, by id */
  readonly again: Map<string, Member>
  /** some of the others, by chance, with their lots */
  fresh: { readonly member: Member; readonly lot: number }[]
}

interface Counted {
  readonly strata: readonly Stratum[]
  /** what was drawn before and is there still, open or not */
  readonly present: ReadonlySet<string>
}

/** Goes through everybody's records and counts what may be drawn from; of the rest of them nothing stays in memory. */
async function count(context: GateContext, { ask, limit }: Asking, before: DrawnSoFar): Promise<Counted> {
  const drawn = new Set(before.drawn.map(({ id }) => id))
  const strata = new Map<string, Stratum>()
  const present = new Set<string>()
  for await (const page of everybody(context, ask)) {
    const lots = lotsOf(page.length)
    for (const [i, one] of page.entries()) {
      if (drawn.has(one.member.id)) present.add(one.member.id)
      const open = mayDraw(context, one)
      if (!open) continue
      const { member } = one
      const key = JSON.stringify([member.category, open.cap])
      const stratum = strata.get(key) ?? begin(member.category, open.cap)
      strata.set(key, stratum)
      stratum.outOf++
      if (drawn.has(member.id)) stratum.again.set(member.id, member)
      else stratum.fresh.push({ member, lot: lots[i]! })
    }
    for (const stratum of strata.values()) stratum.fresh = lowest(stratum.fresh, limit)
  }
  return { strata: [...strata.values()], present }
}

function begin(category: string, cap: Cap): Stratum {
  return { category, cap, outOf: 0, again: new Map(), fresh: [] }
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
  readonly member: Member
  readonly isNew: boolean
}

/** What was drawn before first, as far as the caps let it be handed out still; then new ones. */
function choose(strata: readonly Stratum[], before: DrawnSoFar, { limit, after, at }: Asking): readonly Chosen[] {
  const place = new Map(before.drawn.map(({ id }, i) => [id, i]))
  const inOrder = (some: Iterable<Member>): Member[] => [...some].sort((a, b) => place.get(a.id)! - place.get(b.id)!) // all were drawn
  const from = after === null ? -1 : (place.get(after) ?? before.drawn.length)
  const known = inOrder(strata.flatMap((one) => inOrder(one.again.values()).slice(0, drawnMost(one.cap, one.outOf))))
  const handed = known.filter(({ id }) => place.get(id)! > from).slice(0, limit)
  const counting = before.drawn.filter(({ endsAt }) => endsAt === null || endsAt > at)
  const lots = strata.flatMap((one) => lowest(one.fresh, leftIn(one, strata, counting)))
  const fresh = lowest(lots, limit - handed.length).toSorted((a, b) => (a.member.id < b.member.id ? -1 : 1))
  return [
    ...handed.map((member) => ({ member, isNew: false })),
    ...fresh.map(({ member }) => ({ member, isNew: true })),
  ]
}

/** How many more may be drawn. What was drawn of the category and is not open any more counts too, until it would have left by itself. */
function leftIn(
  { category, cap, outOf, again: known }: Stratum,
  strata: readonly Stratum[],
  drawn: readonly Drawn[],
): number {
  const open = strata.filter((one) => one.category === category)
  const gone = drawn.filter((one) => one.category === category && !open.some((of) => of.again.has(one.id)))
  return Math.max(0, drawnMost(cap, outOf) - known.size - gone.length)
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
      const [one] = state && record ? await asked(context, ask, [{ ...member, endedAt: record.endedAt }]) : []
      const open = one ? mayDraw(context, one) : null
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
    const records = [...kept, open].map(({ record }) => record)
    return keptApart(context.inForce(), records, { act, standing, now }) ? kept : [...kept, open]
  }, [])
}

// the ledger -----------------------------------------------------------------------------------------------------------------

interface Kept extends Counted {
  readonly before: DrawnSoFar
  readonly open: readonly Open[]
}

/** An entry for each record, by itself: whoever it is about finds it. A draw that drew nothing new takes no turn. */
async function keep(
  context: GateContext,
  { by, ask, at }: Asking,
  { before, strata, present, open }: Kept,
): Promise<void> {
  const audit = await Promise.all(open.map((one) => entry(context, by, ask, { ...one, at, outOf: outOf(strata, one) })))
  const tally = open.map((one) => tallied(by, ask, { at, number: one.record.cell, decision: one.decision }))
  const drawn = open.flatMap(({ one, isNew }) => (isNew ? [toDrawn(one, at)] : []))
  const isGone = ({ id, category, endsAt }: Drawn): boolean => endsAt !== null && endsAt <= at && `${category}.`.startsWith(`${ask.category}.`) && !present.has(id) // prettier-ignore
  const ended = before.drawn.filter(isGone).map(({ id }) => id)
  if (drawn.length + ended.length === 0) await context.committer.commit({ audit, tally })
  else await context.store.draw(ask, { turn: before.turn, drawn, ended, audit, tally })
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

/** Records that nothing was drawn, and answers so. */
async function denial(context: GateContext, asking: Asking, judged: Judged): Promise<ReadAnswer> {
  await refuse(context, asking, judged)
  return { decision: judged.decision, records: [] }
}

async function refuse(context: GateContext, { by, ask, at }: Asking, { number, decision }: Judged): Promise<void> {
  const payload = { ...saidOf(context, ask, decision), records: 0, sample: {} }
  const event = { type: 'read', at, person: null, actor: nameOf(by), payload }
  await context.committer.commit({ audit: [await entryOf(context, event, null)], tally: [tallied(by, ask, { at, number, decision })] }) // prettier-ignore
}
