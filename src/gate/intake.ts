// Events of an application become records: read, refusals taken first, properties grouped by category, each group decided and stored like
// any other write. What nothing covers is never stored; the rest of its event is (COL-16). docs/spec/events.md.

import { addPeriod, type Period } from '../base/index.ts'
import {
  sourceOf,
  isCollected,
  uncoveredKey,
  consentPath,
  wholePath,
  type Policy,
  type Source,
} from '../policy/index.ts'
import type { Principal } from '../principals/index.ts'
import { addIdentifiers } from './admit.ts'
import type { GateContext } from './context.ts'
import { carryRefusals, personKey, takePreferences, type Told } from './intake-consent.ts'
import { readEvent, valueAt, type Event, type EventType } from './intake-event.ts'
import { inLanes, lanesOf } from './intake-lanes.ts'
import { mapEvent, printName, type Mapped, type Part } from './intake-map.ts'
import type { PersonRef, WriteAnswer, WriteItem } from './types.ts'
import type { Unsaid } from './unsaid.ts'
import { noteRefused, tokenOf, write } from './write.ts'

/** Properties of an event that were not stored, by path, and why. */
export interface LeftOut {
  readonly properties: readonly string[]
  readonly code: string
  readonly clause: string | null
  readonly why: string
}

/** What became of one event: taken, with what was left out of it and what it should have said; told before; or refused whole. */
export type EventAnswer =
  | { readonly outcome: 'accepted'; readonly left: readonly LeftOut[]; readonly unsaid?: Unsaid }
  | { readonly outcome: 'seen' }
  | { readonly outcome: 'refused'; readonly code: string; readonly clause: string | null; readonly why: string }

/** Takes events of the source that a write key is bound to; answers each in order. */
export type Intake = (by: Principal, events: readonly unknown[], type?: EventType) => Promise<readonly EventAnswer[]>

/** Makes the intake of one tenant. */
export function createIntake(context: GateContext): Intake {
  return async (by, events, type) => {
    const name = by.role === 'service' ? (by.source ?? '') : ''
    const { policy } = context.inForce().newest
    const source = sourceOf(policy, name)
    if (!source) return withoutSource(context, by, name, events)
    const now = context.clock.now()
    const read = events.map((event) => preparedOf(policy, source, readEvent(event, now, type), now))
    const taken = read.filter((one) => 'event' in one)
    const told = await decideChoices(context, source, taken)
    const writer: Principal = { ...by, role: 'service', service: name, products: [source.product] } as Principal // the role was looked at
    const written = await writeAll(context, writer, source, taken)
    await joinIdentifiers(context, source, told)
    await raiseUncovered(
      context,
      source,
      taken.flatMap((one) => uncoveredIn(policy, source, one, written.get(one)!)),
    )
    return read.map((one) => ('event' in one ? answerOf(one, written.get(one)!) : one))
  }
}

/** A key whose source left the statement: nothing is looked at, and that it was tried is in the ledger, counted, and a finding. */
async function withoutSource(
  context: GateContext,
  by: Principal,
  name: string,
  events: readonly unknown[],
): Promise<readonly EventAnswer[]> {
  await noteRefused(context, by, { source: name, events: events.length, refusal: 'access_denied' })
  const summary = `\`${name}\` sends events; the statement in force has no source of that name, so nothing was stored`
  await context.drift.raise({ key: uncoveredKey(name, 'any', wholePath), summary })
  return events.map(() => refused('access_denied', `the statement in force has no source \`${name}\``))
}

function refused(
  code: string,
  why: string,
  clause: string | null = null,
): Extract<EventAnswer, { outcome: 'refused' }> {
  return { outcome: 'refused', code, clause, why }
}

/** How long the ids of messages are remembered. What is older is not taken: it could bring back what was cleared (ACC-20). */
const memory: Period = { count: 24, unit: 'month' }

interface Prepared {
  readonly event: Event
  readonly refs: readonly PersonRef[]
  readonly mapped: Mapped
}

function preparedOf(
  policy: Policy,
  source: Source,
  event: ReturnType<typeof readEvent>,
  now: Date,
): Prepared | Extract<EventAnswer, { outcome: 'refused' }> {
  if ('unfit' in event) return refused('input_invalid', event.unfit)
  if (addPeriod(event.at, memory) <= now)
    return refused(
      'input_invalid',
      `it happened more than ${memory.count} months ago, and nobody knows whether it was told before`,
    )
  const refs = refsOf(source, event)
  if (refs.length > 0) return { event, refs, mapped: mapEvent(policy, source, event) }
  const id = event.userId === null ? 'anonymousId' : 'userId'
  return refused('input_invalid', `the source \`${source.name}\` does not say which identifier its ${id} is`)
}

/** Who an event is about: a signed-in user with all that is known to be the same person, or a device that is a person of its own. */
function refsOf({ people }: Source, { userId, anonymousId, body }: Event): readonly PersonRef[] {
  if (userId === null) return people.anonymousId === null || anonymousId === null ? [] : [{ field: people.anonymousId, value: anonymousId }] // prettier-ignore
  if (people.userId === null) return []
  const also = people.also.flatMap(({ path, field }) => {
    const value = valueAt(body, path)
    return typeof value === 'string' && value.trim() !== '' && value.length <= identifierLengthMax
      ? [{ field, value }]
      : []
  })
  return [{ field: people.userId, value: userId }, ...also]
}

const identifierLengthMax = 320

// --- choices, before anything is decided ----------------------------------------------------------------------------

/** Takes what the events say about choices; answers those that say anything about people. What was told before says nothing new. */
async function decideChoices(
  context: GateContext,
  source: Source,
  events: readonly Prepared[],
): Promise<readonly Told[]> {
  const speaking = events.filter(
    ({ event, refs }) => event.preferences.size > 0 || refs.length > 1 || ['alias', 'identify'].includes(event.type),
  )
  const told = await toldOf(context, source, speaking)
  const fresh = told.filter(({ isReplay }) => !isReplay)
  await takePreferences(context, source, fresh)
  await carryRefusals(context, source, fresh)
  return told
}

/** Who is known by one of several identifiers is known by all of them from now on, but for those that somebody else has. */
async function joinIdentifiers(context: GateContext, source: Source, told: readonly Told[]): Promise<void> {
  const several = told.filter(({ refs }) => refs.length > 1)
  await inLanes(several, personKey, async ({ refs, tokens }) => {
    const states = await context.store.people(tokens)
    const state = states.find((one) => one !== null)
    const unknown = refs.flatMap((ref, i) => (states[i] === null ? [{ ...ref, ...tokens[i]! }] : []))
    if (state && unknown.length > 0) await addIdentifiers(context, state, unknown, { actor: source.name })
  })
}

/** Whom the events are about, but for those from before an erasure. */
async function toldOf(context: GateContext, source: Source, events: readonly Prepared[]): Promise<readonly Told[]> {
  const { store, vault } = context
  if (events.length === 0) return []
  const tokens = await Promise.all(events.map(({ refs }) => Promise.all(refs.map((ref) => tokenOf(context, ref)))))
  const graves = await Promise.all(
    tokens.flat().map(async ({ field, token }) => ({ field, token: await vault.tombstoneOf(token) })),
  )
  const messages = await Promise.all(
    events.map((one) =>
      Promise.all(one.mapped.parts.map((part) => vault.messageToken(source.name, messageOf(one, part)))),
    ),
  )
  const states = [...(await store.people(tokens.flat()))]
  const erased = [...(await store.tombstones(graves))]
  const seen = [...(await store.seen(messages.flat()))]
  return events.flatMap(({ event, refs }, i): Told[] => {
    const own = tokens[i]!
    const state = states.splice(0, own.length).find((one) => one !== null) ?? null
    const isErased = erased.splice(0, own.length).some((at) => at !== null && event.at <= at)
    const isReplay = seen.splice(0, messages[i]!.length).includes(true)
    return isErased ? [] : [{ event, refs, tokens: own, state, isReplay }]
  })
}

// --- records --------------------------------------------------------------------------------------------------------

/** One record a category: a retry tells the same messages. */
function messageOf({ event }: Prepared, { category, origin }: Part): string {
  return `${event.messageId} ${category} ${origin}`
}

function itemOf(source: Source, prepared: Prepared, part: Part, now: Date): WriteItem {
  const { event, refs } = prepared
  const [person, ...also] = refs as readonly [PersonRef, ...PersonRef[]] // preparedOf lets nobody in without one
  return {
    messageId: messageOf(prepared, part),
    person,
    ...(also.length > 0 && { also }),
    product: source.product,
    category: part.category,
    origin: part.origin,
    messageUntil: addPeriod(now, memory),
    collectedAt: event.at,
    ...(part.ends && { endedAt: event.at }),
    signedIn: event.userId !== null,
    ...(source.account && event.userId !== null && { account: source.account }),
    data: part.data,
  }
}

/** Writes all parts, people side by side. */
async function writeAll(
  context: GateContext,
  writer: Principal,
  source: Source,
  taken: readonly Prepared[],
): Promise<ReadonlyMap<Prepared, readonly WriteAnswer[]>> {
  const lanes = lanesOf(taken, ({ refs }) => refs[0]!.value)
  const written = await Promise.all(
    lanes.map(async (lane) => {
      const items = lane.map((one) => one.mapped.parts.map((part) => itemOf(source, one, part, context.clock.now())))
      const answers = [...(await write(context, writer, items.flat()))]
      return lane.map((one, i) => [one, answers.splice(0, items[i]!.length)] as const)
    }),
  )
  return new Map(written.flat())
}

const noRow = 'no row of the register `sources` covers it'

function answerOf({ event, mapped }: Prepared, answers: readonly WriteAnswer[]): EventAnswer {
  const { parts, uncovered } = mapped
  const left = [
    ...parts.flatMap(({ paths }, i): LeftOut[] => {
      const answer = answers[i]!
      return answer.outcome === 'refused' ? [{ properties: paths, code: answer.code, clause: answer.clause, why: answer.why }] : [] // prettier-ignore
    }),
    ...(uncovered.length > 0 ? [{ properties: uncovered, code: 'access_denied', clause: null, why: noRow }] : []),
  ]
  const outcomes = answers.map(({ outcome }) => outcome)
  if (outcomes.includes('stored')) return { outcome: 'accepted', left, ...unsaidOf(answers) }
  if (outcomes.includes('seen')) return { outcome: 'seen' }
  const [first] = left
  return first && event.type !== 'alias' ? refused(first.code, first.why, first.clause) : { outcome: 'accepted', left }
}

/** What the source does not say of any of its events; the same for all parts of one. */
function unsaidOf(answers: readonly WriteAnswer[]): { readonly unsaid?: Unsaid } {
  const unsaid = answers.flatMap((answer) => (answer.outcome === 'stored' && answer.unsaid ? [answer.unsaid] : []))[0]
  return unsaid ? { unsaid } : {}
}

// --- findings -------------------------------------------------------------------------------------------------------

interface Uncovered {
  readonly event: string
  readonly path: string
  readonly summary: string
}

function uncoveredIn(
  policy: Policy,
  source: Source,
  { event, mapped }: Prepared,
  answers: readonly WriteAnswer[],
): readonly Uncovered[] {
  const name = printName(event.name)
  const sends = (path: string): string => `\`${source.name}\` sends \`${path}\` with \`${name}\``
  const properties = mapped.uncovered.map((path) => ({
    event: name,
    path,
    summary: `${sends(path)}; ${noRow}, so it was not stored`,
  }))
  const refusedParts = mapped.parts.filter(
    ({ category, origin }, i) =>
      answers[i]?.outcome === 'refused' && !isCollected(policy, source.product, category, origin),
  )
  const uncollected = refusedParts.flatMap(({ category, origin, paths }) =>
    paths.map((path) => {
      const what = `${category} of ${source.product} (${origin})`
      return { event: name, path, summary: `${sends(path)}; no sentence collects ${what}, so it was not stored` }
    }),
  )
  const unmapped = [...event.preferences].filter(
    ([preference, isOn]) => !isOn && !source.consent.some((one) => one.preference === preference),
  )
  const refusals = unmapped.map(([preference]) => {
    const path = `${consentPath}.${printName(preference)}`
    return { event: 'any', path, summary: `\`${source.name}\` sends refusals of \`${printName(preference)}\`; the register \`sources\` maps them to no choice` } // prettier-ignore
  })
  return [...properties, ...uncollected, ...refusals]
}

const perSourceMax = 200

/** Raises each finding; names made up without end become one finding. */
async function raiseUncovered({ drift }: GateContext, source: Source, found: readonly Uncovered[]): Promise<void> {
  const each = new Map(found.map((one) => [uncoveredKey(source.name, one.event, one.path), one.summary]))
  let ofSource = drift.count(`event ["${source.name}",`)
  const more = `\`${source.name}\` sends more than ${perSourceMax} properties that nothing covers`
  for (const [key, summary] of each) {
    const isKnown = drift.knows(key)
    if (isKnown || ofSource < perSourceMax) await drift.raise({ key, summary })
    else await drift.raise({ key: uncoveredKey(source.name, 'any', '(more)'), summary: more })
    if (!isKnown) ofSource += 1
  }
}
