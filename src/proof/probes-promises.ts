// Probes of promises: each commitment whose keeping this house can see is measured by what it knows, its clocks, its keys, its log, its registers.
// Of any other one only the desk is looked for, and its sentence is unproven: not measured here.

import { addPeriod, fromBase64, isNoLonger, periodWords, randomBytes, type Period } from '../base/index.ts'
import { effectiveFrom, noticeOf } from '../desks/index.ts'
import {
  openNote,
  parseCheckpoint,
  parseVerifierKey,
  verifyInclusion,
  type Proof as LogProof,
} from '../evidence/index.ts'
import type { Ledger } from '../ledger/index.ts'
import { isWithin, type Commitment, type MeasuredCommitment, type Policy, type PromiseLine } from '../policy/index.ts'
import type { PersonKeys, Vault } from '../vault/index.ts'
import { failed, passed, type ProbeParts, type Seen } from './probe-ground.ts'
import type { Tried } from './probes-others.ts'

/** What the house knows of its promises. */
export interface PromiseParts {
  /** Requests of people since a moment, and how many of these ended after their day, or are open past it. */
  readonly requests: (since: Date) => Promise<{ readonly of: number; readonly late: number }>
  /** Erasures that ended since a moment, and how many of these have no receipt. */
  readonly erasures: (since: Date) => Promise<{ readonly of: number; readonly unproved: number }>
  /** Material versions since a moment: when each was published, and when it was to bind. */
  readonly announced: (since: Date) => Promise<readonly { readonly publishedAt: Date; readonly effectiveAt: Date }[]>
  readonly vault: Pick<Vault, 'newKey' | 'unlock' | 'seal' | 'open'>
  readonly ledger: Pick<Ledger, 'vkey' | 'waitFor'>
}

/** A promise with what it is measured against. */
interface Promised {
  readonly line: PromiseLine
  readonly commitment: Commitment
  readonly policy: Policy
}

type Measure = (parts: ProbeParts, promised: Promised) => Promise<Tried>

/** How each commitment is measured. What has no line here is not measured, and the compiler knows it (K901). */
const measures: Readonly<Record<string, Measure>> = {
  'answer-rights': answersInTime,
  'prove-erasure': provesErasures,
  'two-layers': sealsTwice,
  'open-log': keepsALog,
  'notice-of-change': announces,
  'notice-of-recipients': announcesRecipients,
  publish: prints,
  boundary: liesWithin,
} satisfies Readonly<Record<MeasuredCommitment, Measure>>

/** Commitments of a clause that nothing here measures, by their labels. */
export function unmeasuredIn({ promises = [], commitments = [] }: Policy, clause: string): readonly string[] {
  const own = promises.filter((line) => line.clause === clause).map(({ commitment }) => commitment)
  return [...new Set(own)].filter((name) => !(name in measures)).map((name) => commitments.find((one) => one.name === name)?.label ?? name) // prettier-ignore
}

/** Looks for the desks that keep what a clause promises, and measures what can be. */
export async function probePromise(parts: ProbeParts, clause: string, policy: Policy): Promise<Seen> {
  const lines = (policy.promises ?? []).filter((one) => one.clause === clause)
  let [desks, trials] = [0, 0]
  for (const line of lines) {
    const commitment = policy.commitments?.find(({ name }) => name === line.commitment)
    if (!commitment) return failed(`no commitment is called ${line.commitment}`)
    const missing = commitment.enforcedBy.find((name) => name !== 'probe' && name !== 'system' && !policy.desks.some((desk) => desk.name === name)) // prettier-ignore
    if (missing !== undefined) return failed(`no desk is called ${missing}`)
    desks++
    const tried = await measures[line.commitment]?.(parts, { line, commitment, policy })
    if (typeof tried === 'string') return failed(tried)
    trials += tried ?? 0
  }
  const unmeasured = unmeasuredIn(policy, clause)
  if (desks === 0) return failed('nothing it says could be tried')
  if (unmeasured.length > 0) return passed(`its desk is there; not measured here: ${unmeasured.join(', ')}`)
  return passed(`${trials} trials came out as it says`)
}

/** How far back requests, erasures and versions are looked at: receipts are kept for a day longer. */
const lookedAt: Period = { count: 29, unit: 'day' }

function since({ clock }: ProbeParts): Date {
  return addPeriod(clock.now(), { ...lookedAt, count: -lookedAt.count })
}

function timeOf({ line }: Promised, parameter: string): Period | null {
  const value = line.parameters[parameter]
  return value && 'time' in value ? value.time : null
}

/** The clock of each desk is no longer than what was promised, and nobody waits past it or did. */
async function answersInTime(parts: ProbeParts, promised: Promised): Promise<Tried> {
  const within = timeOf(promised, 'within')
  const desks = promised.policy.desks.filter(({ name }) => promised.commitment.enforcedBy.includes(name))
  const slow = desks.find(({ answerWithin }) => within && (!answerWithin || !isNoLonger(answerWithin, within)))
  if (slow && within) return `${slow.label} gives itself ${slow.answerWithin ? periodWords(slow.answerWithin) : 'all the time there is'}, and ${periodWords(within)} were promised` // prettier-ignore
  const { of, late } = await parts.promised.requests(since(parts))
  return late > 0 ? `${late} of ${of} requests of the last ${periodWords(lookedAt)} went past their day` : desks.length + of // prettier-ignore
}

/** A desk erases, and every erasure that ended has its receipt. */
async function provesErasures(parts: ProbeParts, { commitment, policy }: Promised): Promise<Tried> {
  const desks = policy.desks.filter(({ name, controls }) => commitment.enforcedBy.includes(name) && controls.includes('erase')) // prettier-ignore
  if (desks.length === 0) return 'no desk that keeps it erases anything'
  const { of, unproved } = await parts.promised.erasures(since(parts))
  return unproved > 0 ? `${unproved} of ${of} erasures of the last ${periodWords(lookedAt)} have no receipt` : desks.length + of // prettier-ignore
}

/** What is sealed for a test person with the keys of this house opens with both layers, and with neither alone. */
async function sealsTwice({ promised: { vault } }: ProbeParts): Promise<Tried> {
  const [person, other] = [crypto.randomUUID(), crypto.randomUUID()]
  const keys = await vault.unlock(await vault.newKey(person))
  const strange = await vault.unlock(await vault.newKey(other))
  const place = { person, record: crypto.randomUUID(), category: 'probe', schema: 1, version: 1 }
  const planted = randomBytes(64)
  const sealed = vault.seal(keys, place, planted)
  const opens = (tried: PersonKeys): boolean => {
    try {
      return holds(vault.open(tried, place, sealed), planted)
    } catch {
      return false
    }
  }
  if (!opens(keys)) return 'what was sealed does not open with both keys'
  if (holds(sealed, planted)) return 'what was sealed shows what was planted'
  if (opens({ ...keys, customer: strange.customer })) return 'what was sealed opens without the key of the first layer'
  const platforms = new Map([...keys.platforms.keys()].map((epoch) => [epoch, strange.customer]))
  if (opens({ ...keys, platform: strange.customer, platforms })) return 'what was sealed opens without the key of the second layer' // prettier-ignore
  return 4
}

/** Whether bytes stand somewhere in others. */
function holds(bytes: Uint8Array, part: Uint8Array): boolean {
  return Buffer.from(bytes).indexOf(part) >= 0
}

/** How long an entry may take to be in a signed checkpoint, in milliseconds. */
const entryWaitMs = 10_000

/** An entry made now stands in the log under a signature; with a bit of it, of its place or of the log's size changed it does not. */
async function keepsALog({ gate, promised: { ledger } }: ProbeParts): Promise<Tried> {
  const event = await gate.note({ type: 'probe', actor: 'proof', payload: { tries: 'open-log' } })
  const proof = await ledger.waitFor([event], entryWaitMs)
  const [entry] = proof.entries
  if (!entry || !(await stands(proof, ledger.vkey))) return 'an entry made now is not in the signed log'
  const changed: readonly LogProof[] = [
    { ...proof, entries: [{ ...entry, hash: flipped(entry.hash) }] },
    { ...proof, entries: [{ ...entry, index: entry.index + 1 }] },
    { ...proof, checkpoint: proof.checkpoint.replace(/\n(\d+)\n/, (_, size: string) => `\n${Number(size) + 1}\n`) },
  ]
  for (const one of changed) if (await stands(one, ledger.vkey)) return 'the log does not show that it was changed'
  return 1 + changed.length
}

/** Whether the first entry of a proof stands in its checkpoint, and the key signed that. */
async function stands({ checkpoint, entries: [entry] }: LogProof, vkey: string): Promise<boolean> {
  const key = parseVerifierKey(vkey)
  const opened = key && (await openNote(checkpoint, [key]))
  const head = opened?.result === 'ok' ? parseCheckpoint(opened.text) : null
  if (!head || !entry) return false
  const leaf = { hash: fromBase64(entry.hash), index: entry.index, size: head.size }
  return verifyInclusion(leaf, entry.path.map(fromBase64), head.root)
}

function flipped(base64: string): string {
  return `${base64.startsWith('A') ? 'B' : 'A'}${base64.slice(1)}`
}

/** A material version of today would bind no sooner than promised, and none that was published did. */
async function announces(parts: ProbeParts, promised: Promised): Promise<Tried> {
  const before = timeOf(promised, 'before')
  if (!before) return 'it does not say how long before'
  const now = parts.clock.now()
  const early = (publishedAt: Date, effectiveAt: Date): boolean => effectiveAt < addPeriod(publishedAt, before)
  if (early(now, effectiveFrom(now, { notice: noticeOf(promised.policy), material: true, last: null }))) return 'a change made now would bind before its notice is over' // prettier-ignore
  // a promise binds what was published after it
  const { versions } = parts.inForce()
  const promisedSince = versions.find(({ policy }) => isPromised(policy, before))?.effectiveAt ?? now
  const seen = (await parts.promised.announced(promisedSince)).filter(({ publishedAt }) => publishedAt >= promisedSince)
  const rushed = seen.find(({ publishedAt, effectiveAt }) => early(publishedAt, effectiveAt))
  return rushed ? `a material change published on ${day(rushed.publishedAt)} was to bind on ${day(rushed.effectiveAt)}` : 1 + seen.length // prettier-ignore
}

function isPromised(policy: Policy, before: Period): boolean {
  const { time, clause } = noticeOf(policy)
  return clause !== null && isNoLonger(before, time)
}

function day(at: Date): string {
  return at.toISOString().slice(0, 10)
}

/** Of every recipient whom people were told of, that was as long before as promised. */
async function announcesRecipients(_: ProbeParts, promised: Promised): Promise<Tried> {
  const before = timeOf(promised, 'before')
  const told = (promised.policy.recipients ?? []).flatMap((one) =>
    one.told == null ? [] : [{ ...one, told: one.told }],
  )
  const late = told.find((one) => before && addPeriod(new Date(one.told), before) > new Date(one.since))
  return late ? `${late.label} got data from ${late.since} on, and was told of on ${late.told}` : Math.max(1, told.length) // prettier-ignore
}

/** Registers of the policy by the name a page prints them under. */
const registers: Readonly<Record<string, (policy: Policy) => number>> = {
  recipients: ({ recipients = [] }) => recipients.length,
  sources: ({ sources = [] }) => sources.length,
  stores: ({ stores }) => stores.length,
  mechanisms: ({ mechanisms = [] }) => mechanisms.length,
  cookies: ({ cookies = [] }) => cookies.length,
}

/** Below the sentence stands the register of the statement in force, with every entry of it. */
async function prints(parts: ProbeParts, { line, policy }: Promised): Promise<Tried> {
  const clauses = parts.inForce().newest.page.sections.flatMap((section) => section.clauses)
  const tables = clauses.find(({ id }) => id === line.clause)?.tables ?? []
  const value = line.parameters['register']
  const named = value && 'names' in value ? value.names : []
  for (const register of named) {
    const table = tables.find((one) => one.register === register)
    const entries = registers[register]?.(policy) ?? table?.rows.length
    if (!table) return `the page does not print ${register}`
    if (table.rows.length !== entries) return `the page prints ${table.rows.length} of the ${entries} entries of ${register}` // prettier-ignore
  }
  return named.length
}

/** No sentence lets such data lie beyond, and none of it does. */
async function liesWithin(parts: ProbeParts, { line, policy }: Promised): Promise<Tried> {
  const value = line.parameters['place']
  const bounds = value && 'names' in value ? value.names : []
  const isInside = (place: string): boolean => bounds.some((bound) => isWithin(policy, place, bound))
  const isAbout = ({ category, product }: { readonly category: string; readonly product: string }): boolean =>
    (line.categories?.includes(category) ?? true) && (line.products?.includes(product) ?? true)
  const stores = new Map(policy.stores.map(({ name, at }) => [name, at]))
  let tried = 0
  for (const { cell, place, count } of await parts.lying()) {
    const facts = parts.inForce().cell(cell)?.facts
    if (!facts || !isAbout(facts)) continue
    if (!isInside(stores.get(place) ?? place))
      return `${count} records lie in \`${place}\`, beyond ${bounds.join(', ')}`
    tried++
  }
  const beyond = policy.cells.filter(({ facts }) => isAbout(facts)).flatMap(({ stores: lines }) => lines.filter(({ under }) => under.length === 0).flatMap(({ places }) => places)).find((place) => !isInside(place)) // prettier-ignore
  return beyond === undefined ? tried + 1 : `a sentence lets it lie at \`${beyond}\`, beyond ${bounds.join(', ')}`
}
