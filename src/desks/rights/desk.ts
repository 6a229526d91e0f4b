// The rights desk: what a person asks becomes a case, the case a plan, the plan a copy or a receipt. Asked twice it is done once; killed
// anywhere it goes on from its rows; and nothing runs for a person nobody identified (docs/spec/rights.md).

import {
  addPeriod, Failure, fromHex, newId, newSecret, sha256, type Clock, type Period,
} from '../../base/index.ts' // prettier-ignore
import type { Gate, GateStore, HowKnown } from '../../gate/index.ts'
import type { Ledger } from '../../ledger/index.ts'
import type { Holder, Plan, PlanRow, Plans, Remains } from '../../plans/index.ts'
import type { Desk, InForce } from '../../policy/index.ts'
import { mayEnter, type Principal } from '../../principals/index.ts'
import type { Vault } from '../../vault/index.ts'
import {
  createCases,
  textFact,
  type Case,
  type Cases,
  type CaseStore,
  type Facts,
  type Moved,
  type Role,
} from '../case.ts'
import { copyName, type createCopies } from './copies.ts'
import { previewClear, previewErase, type Preview, type Scope } from './preview.ts'
import { bodyOf, sealReceipt, type Under } from './receipt.ts'
import { viewOf, type Request } from './request.ts'
import type { ArtefactStore, LinkStore } from '../artefacts.ts'
import { controlFor, rightsTable, signInFor, type RightsEvent, type RightsKind } from './table.ts'

/** The name of a receipt's file. */
export const receiptName = 'receipt.json'
/** How long a private link and the receipt it leads to stay. */
const receiptKept: Period = { count: 30, unit: 'day' }
/** How long an identifier's mark stays where the register says nothing. */
const tombstonesKept: Period = { count: 1, unit: 'year' }

/** A request that a crash cut off before it began lapses after this long: nothing has happened, and the person asks again. */
const beginsWithin: Period = { count: 1, unit: 'day' }

/** What a person asks for. */
export type Asked =
  | { readonly kind: 'access' | 'export' | 'erase' }
  | { readonly kind: 'clear'; readonly scope: Scope }
  | { readonly kind: 'withdraw'; readonly choice: string; readonly channel: string }

/** A request that was taken, and the private way to its receipt: shown once, kept nowhere. */
export interface Taken {
  readonly request: Request
  /** 128 random bits in hexadecimal; null where there will be no receipt without a sign-in */
  readonly link: string | null
  readonly until: string | null
}

/** Whose requests: a person's, or an account's. `desk`: an operator's view of any. */
export type Whose = { readonly person: string } | { readonly alias: string } | 'desk'

export interface RightsDesk {
  /** What erasing everything (no scope) or clearing these would do; changes nothing. */
  preview(person: string, scope: Scope | null): Promise<Preview>
  /** Takes a request of a signed-in person. A clearing and a withdrawal are done when it answers; the others go on by themselves. */
  ask(by: Principal, asked: Asked): Promise<Taken>
  /** Takes a request at the desk for somebody who proved who they are. The proof goes into the ledger, sealed, and nowhere else. */
  askFor(
    by: Principal,
    asked: { readonly person: string; readonly kind: 'access' | 'erase'; readonly proof: HowKnown },
  ): Promise<Taken>
  /** Whether any store has a thing about a person; null where one that might could not be asked. Changes nothing. */
  holds(person: string): Promise<boolean | null>
  /** Newest first; those of the desk are the ones still open. */
  requests(whose: Whose): Promise<readonly Request[]>
  /** Throws Failure('not_found') for a number that is another's, as for one that is nobody's. */
  request(number: string, whose: Whose): Promise<Request>
  /** A file a request made; Failure('not_found') without it. */
  artefact(number: string, name: string, whose: Whose): Promise<AsyncIterable<Uint8Array>>
  /** A request by its private link; Failure('not_found') once that has ended. */
  byLink(secret: string): Promise<{ readonly request: Request; readonly until: string; readonly sealed: boolean }>
  receiptByLink(secret: string): Promise<Uint8Array>
  /** An officer refuses what has not begun, citing the law that limits it (ACC-12). */
  refuse(by: Principal, number: string, law: string): Promise<Request>
  /** The person drops what has not begun. */
  drop(by: Principal, number: string): Promise<Request>
  /** Takes up what a crash or a silent store left; answers how many requests came to their end. `alone`: no other process can be alive. */
  resume(alone?: boolean): Promise<number>
  /** Takes up at once what waits, without waiting for it: what it waited for was mended. */
  takeUp(): void
  /** Removes files and links that have ended. */
  tidy(): Promise<number>
  /** Waits for what goes on by itself. */
  settle(): Promise<void>
}

export interface RightsParts {
  readonly cases: CaseStore
  readonly artefacts: ArtefactStore
  readonly links: LinkStore
  readonly plans: Plans
  readonly copies: ReturnType<typeof createCopies>
  readonly gate: Pick<Gate, 'note' | 'opening' | 'choose' | 'choices'>
  readonly store: Pick<GateStore, 'records' | 'leavingWith'>
  readonly ledger: Pick<Ledger, 'waitFor'>
  readonly vault: Pick<Vault, 'sealAudit' | 'openAudit'>
  readonly inForce: () => InForce
  readonly remains: Remains
  readonly clock: Clock
  /** told what kept a request from going on, with the cause inside; it goes on at the next `resume` */
  readonly onStop?: (cause: unknown) => void
}

/** Makes the desk. */
export function createRightsDesk(parts: RightsParts): RightsDesk {
  const { clock, links, artefacts } = parts
  const cases = createCases(rightsTable, { store: parts.cases, note: (event) => parts.gate.note(event), clock })
  const desk: Engine = { ...parts, cases }
  const under = new Set<Promise<void>>()
  const goOnWith = (working: Promise<unknown>): void => {
    const work = working.then(
      () => {},
      (cause: unknown) => parts.onStop?.(cause),
    )
    under.add(work)
    void work.finally(() => under.delete(work))
  }
  const goOn = (number: string): void => goOnWith(carryOut(desk, number))
  return {
    async preview(person, scope) {
      if (scope === null) return previewErase(await previewParts(desk), person, tombstonesUntil(desk))
      const { ids: _, ...shown } = await previewClear(await previewParts(desk), person, scope)
      return shown
    },
    ask: (by, asked) => ask(desk, by, asked, goOn),
    askFor: (by, asked) => askFor(desk, by, asked, goOn),
    holds: async (person) => isHeld(await desk.plans.holders(), person),
    async requests(whose) {
      return views(desk, await cases.list(whose === 'desk' ? { states: openStates } : whose))
    },
    request: async (number, whose) => view(desk, await caseOf(desk, number, whose)),
    artefact: async (number, name, whose) => openArtefact(desk, await caseOf(desk, number, whose), name, whose),
    async byLink(secret) {
      const { number, endsAt } = await follow(links, secret, clock.now())
      const request = await view(desk, await caseOf(desk, number, 'desk'))
      const sealed = request.artefacts.some(({ name }) => name === receiptName)
      return { request, until: endsAt.toISOString(), sealed }
    },
    async receiptByLink(secret) {
      const { number } = await follow(links, secret, clock.now())
      return openReceipt(desk, await caseOf(desk, number, 'desk'))
    },
    refuse: (by, number, law) => refuse(desk, by, number, law),
    drop: (by, number) => drop(desk, by, number),
    resume: (alone = false) => resume(desk, alone),
    takeUp: () => goOnWith(takeUp(desk)),
    tidy: () => artefacts.tidy(clock.now()),
    async settle() {
      while (under.size > 0) await Promise.all(under)
    },
  }
}

type Engine = Omit<RightsParts, 'cases'> & { readonly cases: Cases<RightsEvent> }

// --- taking a request ---------------------------------------------------------------------------------------------

async function ask(desk: Engine, by: Principal, asked: Asked, goOn: (number: string) => void): Promise<Taken> {
  mayEnter(by, signInFor[asked.kind], desk.clock.now())
  if (by.role !== 'person') throw new Failure('role_refused', { needed: 'person' })
  const who = { person: by.person, alias: by.alias, role: 'person' as const }
  const how = signInFor[asked.kind] === 'fresh' ? 'a fresh sign-in' : 'a sign-in'
  const number = await take(desk, who, asked, { how, signedInAt: by.signedInAt.toISOString() })
  return answer(desk, number, asked.kind, goOn)
}

async function askFor(
  desk: Engine,
  by: Principal,
  { person, kind, proof }: { readonly person: string; readonly kind: 'access' | 'erase'; readonly proof: HowKnown },
  goOn: (number: string) => void,
): Promise<Taken> {
  mayEnter(by, 'operator', desk.clock.now())
  const evidence = await desk.gate.note({ type: 'identification', person, actor: 'operator', payload: { kind, proof } })
  const number = await take(
    desk,
    { person, alias: null, role: 'operator' },
    { kind },
    { how: 'proof at the desk', evidence },
  )
  return answer(desk, number, kind, goOn)
}

async function isHeld(holders: readonly Holder[], person: string): Promise<boolean | null> {
  const answers = await Promise.allSettled(holders.map((holder) => holder.find(person)))
  if (answers.some((one) => one.status === 'fulfilled' && one.value.some(({ count }) => count > 0))) return true
  return answers.every(({ status }) => status === 'fulfilled') ? false : null
}

interface Who {
  readonly person: string
  readonly alias: string | null
  readonly role: Role
}

/**
 * Received, identified, begun; the plan is kept in the transaction that begins. The same asked again is the same request, and goes on where
 * a crash left it: whoever asks now has been identified as well as whoever asked first (R6).
 */
async function take(desk: Engine, { person, alias, role }: Who, asked: Asked, identified: Facts): Promise<string> {
  const { cases, clock } = desk
  const within = deskOf(desk.inForce(), asked.kind)?.answerWithin
  const dueAt = within ? addPeriod(clock.now(), within) : null
  const facts = await factsOf(desk, person, asked)
  const { id, number } = await cases.open({ kind: asked.kind, person, alias, facts, dueAt, actor: role })
  const identifiedAt = clock.now().toISOString()
  await unlessDone(cases.move(number, { event: 'identify', role, detail: identified, facts: { identifiedAt } }))
  const plan = await planOf(desk, id, person, asked)
  const { version, hash } = desk.inForce().newest
  const began = { version, hash, plan: plan?.id ?? null }
  await unlessDone(cases.move(number, { event: 'begin', role, facts: began, ...(plan && { plan }) }))
  return number
}

/** Somebody who asked the same at the same moment may have made the move. */
async function unlessDone(moving: Promise<Moved>): Promise<void> {
  const moved = await moving
  if (!moved.moved && moved.why !== 'no step') throw new Failure('conflict', { why: moved.why })
}

async function factsOf(desk: Engine, person: string, asked: Asked): Promise<Facts> {
  if (asked.kind === 'withdraw') {
    if (!desk.inForce().newest.policy.choices.some(({ name }) => name === asked.choice))
      throw new Failure('input_invalid', { field: 'choice' })
    return { choice: asked.choice, channel: asked.channel }
  }
  if (asked.kind !== 'clear') return {}
  const { ids, ...shown } = asked.scope
  return { scope: shown, named: ids?.length ?? null }
}

async function planOf(desk: Engine, id: string, person: string, asked: Asked): Promise<PlanRow | null> {
  const { plans, clock } = desk
  const common = { id: newId(), case: id, at: clock.now(), person }
  if (asked.kind === 'withdraw') return null
  if (asked.kind === 'erase') return plans.draw({ ...common, kind: 'erase', tombstonesUntil: tombstonesUntil(desk) })
  if (asked.kind === 'clear')
    return plans.draw({
      ...common,
      kind: 'clear',
      ids: (await previewClear(await previewParts(desk), person, asked.scope)).ids,
    })
  return plans.draw({ ...common, kind: 'export' })
}

/** Erasure needs a way back without an account, and gets its link before anything is gone. */
async function answer(desk: Engine, number: string, kind: RightsKind, goOn: (number: string) => void): Promise<Taken> {
  if (kind === 'clear' || kind === 'withdraw') {
    await carryOut(desk, number)
    return { request: await view(desk, await caseOf(desk, number, 'desk')), link: null, until: null }
  }
  const one = await caseOf(desk, number, 'desk')
  const way = kind === 'erase' || one.alias === null ? await newLink(desk, one.id) : null
  const request = await view(desk, one)
  goOn(number)
  return { request, link: way?.link ?? null, until: way?.until.toISOString() ?? null }
}

async function newLink({ links, clock }: Engine, id: string): Promise<{ link: string; until: Date }> {
  const link = newSecret()
  const until = addPeriod(clock.now(), receiptKept)
  await links.keep({ hash: sha256(fromHex(link)), id, what: 'receipt', endsAt: until })
  return { link, until }
}

async function follow(links: LinkStore, secret: string, now: Date): Promise<{ number: string; endsAt: Date }> {
  if (!/^[0-9a-f]{32}$/.test(secret)) throw new Failure('not_found')
  const found = await links.find(sha256(fromHex(secret)), now)
  if (!found) throw new Failure('not_found')
  return found
}

// --- carrying it out ----------------------------------------------------------------------------------------------

/**
 * Takes a running case as far as it goes now: to its end, or to `waiting` when a holder does not answer. A patient one asks no holder again
 * that was asked a moment ago.
 */
async function carryOut(desk: Engine, number: string, { patient = false } = {}): Promise<boolean> {
  const one = await caseOf(desk, number, 'desk')
  if (one.state !== 'running') return false
  if (one.kind === 'withdraw') return withdraw(desk, one)
  const plan = await runPlan(desk, textFact(one, 'plan'), patient)
  if (plan.state !== 'done') return stall(desk, one, plan)
  if (one.kind === 'erase') await lapseOthers(desk, one)
  if (one.kind === 'erase' || one.kind === 'clear') await keepReceipt(desk, one, plan)
  return (await desk.cases.move(number, { event: 'finish', role: 'system', actor: 'rights' })).moved
}

async function runPlan({ plans, clock }: Engine, id: string, patient: boolean): Promise<Plan> {
  const known = patient ? await plans.read(id) : null
  return known?.retryAt && known.retryAt > clock.now() ? known : plans.run(id)
}

async function stall({ cases }: Engine, { number }: Case, { waitsFor, waitsWhy }: Plan): Promise<boolean> {
  const detail: Facts = { ...(waitsWhy as Facts | null), waitsFor } // names and codes are JSON
  if (waitsFor !== null) await cases.move(number, { event: 'stall', role: 'system', actor: 'rights', detail })
  return false // without a reason somebody else is at it
}

const openStates = ['received', 'identified', 'running', 'waiting'] as const

/** What else the erased person had asked for ends with the erasure: there is nothing left to copy, clear or withdraw. */
async function lapseOthers({ cases }: Engine, { number, person }: Case): Promise<void> {
  const open = await cases.list({ person: person!, states: openStates }) // an erasure has its person
  for (const other of open.filter((one) => one.number !== number && one.kind !== 'erase')) await lapse(cases, other)
}

async function lapse(cases: Cases<RightsEvent>, { number }: Case): Promise<void> {
  await cases.move(number, { event: 'lapse', role: 'system', actor: 'rights' })
}

/** The choice goes off once: after a crash the last event says whether it did. */
async function withdraw(desk: Engine, one: Case): Promise<boolean> {
  const { gate, cases } = desk
  const [person, name] = [one.person!, textFact(one, 'choice')] // a case of this desk has its person
  const last = (await gate.choices(person)).filter((event) => event.kind === 'choice' && event.name === name).at(-1)
  if (!last || last.value === 'on' || last.at < one.openedAt)
    await gate.choose(
      person,
      { kind: 'choice', name, value: 'off' },
      { channel: textFact(one, 'channel'), actor: 'person' },
    )
  return (await cases.move(one.number, { event: 'finish', role: 'system', actor: 'rights' })).moved
}

/** The receipt is no person's data and outlives the key: it lies under the audit key. */
async function keepReceipt(desk: Engine, one: Case, plan: Plan): Promise<void> {
  const { artefacts, clock, vault, gate, ledger, inForce } = desk
  const now = clock.now()
  if (await artefacts.part(one.id, receiptName, 0, now)) return
  const organisation = inForce().newest.policy.organisation.name
  const body = bodyOf(one, plan, underOf(one), organisation, await labelsOf(desk))
  const file = await sealReceipt({ gate, ledger }, body, plan)
  await artefacts.put({
    id: one.id,
    name: receiptName,
    part: 0,
    sealed: await vault.sealAudit(file),
    endsAt: addPeriod(now, receiptKept),
  })
}

function underOf(one: Case): Under {
  return { version: Number(one.facts['version']), hash: textFact(one, 'hash') }
}

async function resume(desk: Engine, alone: boolean): Promise<number> {
  const { cases, plans, clock } = desk
  await cases.catchUp()
  for (const one of await cases.list({ states: ['waiting'] })) {
    const plan = await plans.read(textFact(one, 'plan'))
    if (!plan?.retryAt || plan.retryAt <= clock.now())
      await cases.move(one.number, { event: 'resume', role: 'system', actor: 'rights' })
  }
  for (const one of await cases.list({ states: ['received', 'identified'] }))
    if (addPeriod(one.openedAt, beginsWithin) < clock.now()) await lapse(cases, one)
  await plans.resume(alone)
  return endAll(desk, { patient: true })
}

async function takeUp(desk: Engine): Promise<void> {
  for (const { number } of await desk.cases.list({ states: ['waiting'] }))
    await desk.cases.move(number, { event: 'resume', role: 'system', actor: 'rights' })
  await endAll(desk, { patient: false })
}

/** One request that cannot go on keeps no other from it. */
async function endAll(desk: Engine, how: { readonly patient: boolean }): Promise<number> {
  let ended = 0
  for (const { number } of await desk.cases.list({ states: ['running'] })) {
    try {
      if (await carryOut(desk, number, how)) ended++
    } catch (cause) {
      desk.onStop?.(cause)
    }
  }
  return ended
}

// --- showing it ---------------------------------------------------------------------------------------------------

async function view(desk: Engine, one: Case): Promise<Request> {
  return (await views(desk, [one]))[0]! // one case, one view
}

/** A handful of queries, however many requests. */
async function views({ plans, artefacts, clock }: Engine, cases: readonly Case[]): Promise<readonly Request[]> {
  const ids = cases.map(({ id }) => id)
  const [all, files, labels] = await Promise.all([
    plans.ofCases(ids),
    artefacts.names(ids, clock.now()),
    labelsOf({ plans }),
  ])
  return cases.map((one) =>
    viewOf(
      one,
      all.filter((plan) => plan.case === one.id),
      labels,
      files.filter(({ id }) => id === one.id),
    ),
  )
}

async function labelsOf({ plans }: Pick<Engine, 'plans'>): Promise<ReadonlyMap<string, string>> {
  return new Map((await plans.holders()).map(({ name, label }) => [name, label]))
}

/** A case, if it is whose it has to be; anybody else's is like none (ACC-18). */
async function caseOf({ cases }: Engine, number: string, whose: Whose): Promise<Case> {
  const one = await cases.byNumber(number)
  const isTheirs = whose === 'desk' || ('person' in whose ? one?.person === whose.person : one?.alias === whose.alias)
  if (!one || !isTheirs) throw new Failure('not_found', { number })
  return one
}

async function openArtefact(desk: Engine, one: Case, name: string, whose: Whose): Promise<AsyncIterable<Uint8Array>> {
  if (one.state !== 'done' || one.person === null) throw new Failure('not_found', { number: one.number })
  if (name === receiptName) return single(await openReceipt(desk, one))
  const files = await desk.artefacts.names([one.id], desk.clock.now())
  if (name !== copyName || !files.some((file) => file.name === name))
    throw new Failure('not_found', { number: one.number })
  const actor = whose === 'desk' ? 'operator' : 'person'
  await desk.gate.note({ type: 'download', person: one.person, actor, payload: { case: one.id, name } })
  return desk.copies.open(one.person, one.id)
}

async function openReceipt({ artefacts, clock, vault }: Engine, one: Case): Promise<Uint8Array> {
  const sealed = await artefacts.part(one.id, receiptName, 0, clock.now())
  if (!sealed) throw new Failure('not_found', { number: one.number })
  return vault.openAudit(sealed)
}

async function* single(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  yield bytes
}

// --- refusing and dropping ----------------------------------------------------------------------------------------

async function refuse(desk: Engine, by: Principal, number: string, law: string): Promise<Request> {
  mayEnter(by, 'officer', desk.clock.now())
  const { policy } = desk.inForce().newest
  if (!policy.notes.some(({ name, kind }) => name === law && kind === 'law'))
    throw new Failure('input_invalid', { field: 'law' })
  const actor = by.role === 'officer' ? (by.officer ?? 'officer') : 'officer'
  return view(desk, await must(desk.cases.move(number, { event: 'refuse', role: 'officer', actor, detail: { law } })))
}

async function drop(desk: Engine, by: Principal, number: string): Promise<Request> {
  mayEnter(by, 'person', desk.clock.now())
  if (by.role !== 'person') throw new Failure('role_refused', { needed: 'person' })
  await caseOf(desk, number, { person: by.person })
  return view(desk, await must(desk.cases.move(number, { event: 'drop', role: 'person' })))
}

/** A move the caller promised: a refused one is a conflict. */
async function must(moving: Promise<Moved>): Promise<Case> {
  const moved = await moving
  if (!moved.moved) throw new Failure('conflict', { why: moved.why })
  return moved.case
}

// --- what the statement says about the desk -----------------------------------------------------------------------

/** The desk of the register that offers the control a kind is; failing that, the one that offers most. */
export function deskOf({ newest }: InForce, kind: RightsKind): Desk | null {
  const { desks } = newest.policy
  return (
    desks.find(({ controls }) => controls.includes(controlFor[kind])) ??
    desks.find(({ name }) => name === rightsTable.desk) ??
    null
  )
}

function tombstonesUntil({ inForce, clock }: Engine): Date {
  return addPeriod(clock.now(), deskOf(inForce(), 'erase')?.tombstones ?? tombstonesKept)
}

async function previewParts(desk: Engine): Promise<Parameters<typeof previewErase>[0]> {
  const { plans, gate, store, inForce, remains, clock } = desk
  return { holders: await plans.holders(), gate, store, inForce, remains, clock }
}
