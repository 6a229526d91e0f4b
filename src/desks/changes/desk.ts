// Changing the statement: a draft is compiled, simulated on real holdings, agreed to by two different officers over its exact hash, and
// only then published. A broken draft never becomes one; a running statement is replaced by nothing but a published one (CHG-01 … CHG-06).

import {
  addPeriod,
  canonicalJson,
  Failure,
  sha256Hex,
  text,
  utf8,
  type Clock,
  type Json,
  type Period,
} from '../../base/index.ts'
import type { Gate } from '../../gate/index.ts'
import { putInForce, type Compiled, type InForce, type Version } from '../../policy/index.ts'
import { mayEnter, type Principal } from '../../principals/index.ts'
import type { Vault } from '../../vault/index.ts'
import {
  createCases,
  textFact,
  type Approval,
  type Case,
  type Cases,
  type CaseStore,
  type DeskTable,
  type VersionRow,
} from '../case.ts'
import type { ArtefactStore } from '../artefacts.ts'
import { newest, type Judgement } from './difference.ts'
import { effectOf, type DraftEffect, type EffectParts } from './effect.ts'
import { effectiveFrom, noticeOf, type Notice } from './notice.ts'
import { refuseUntold, saysTold } from './told.ts'

/** open: agreed to by fewer than two. published, dropped: ends. */
export const draftStates = ['open', 'published', 'dropped'] as const
export type DraftState = (typeof draftStates)[number]
export const draftEvents = ['judge', 'publish', 'drop'] as const
export type DraftEvent = (typeof draftEvents)[number]

export const changesTable: DeskTable<DraftState, DraftEvent> = {
  desk: 'changes',
  prefix: 'D',
  first: 'open',
  // prettier-ignore
  next: {
    open:      { judge: 'open', publish: 'published', drop: 'dropped' },
    published: { judge: null,   publish: null,        drop: null },
    dropped:   { judge: null,   publish: null,        drop: null },
  },
  by: { judge: ['officer'], publish: ['officer', 'system'], drop: ['officer'] },
  after: {},
}

/** How many different officers agree, at the least; a register may ask for more. */
const officersMin = 2
const draftKept: Period = { count: 1, unit: 'year' }
const draftName = 'draft.json'

/** A folder as text, by path. */
export type Files = Readonly<Record<string, string>>

/** What the compiler says of a folder. */
export interface Compilation<Diagnostic> {
  readonly diagnostics: readonly Diagnostic[]
  readonly compiled: Compiled | null
}

/** A draft as officers see it; times are RFC 3339. */
export interface Draft {
  readonly number: string
  readonly state: string
  readonly hash: string
  /** what an officer agrees to: the hash, or with judgements a digest of it and of them */
  readonly agreeTo: string
  readonly openedAt: string
  readonly effect: DraftEffect
  /** the newest of each change */
  readonly judgements: readonly Judgement[]
  /** how long a material change is announced, and the clause that promises it */
  readonly notice: Notice
  readonly approvals: readonly { readonly officer: string; readonly at: string }[]
  readonly version: number | null
  readonly effectiveAt: string | null
}

/** A draft, or the reasons why there is none. */
export interface OpenedDraft<Diagnostic> {
  readonly draft: Draft | null
  readonly diagnostics: readonly Diagnostic[]
}

/** What an officer says of changes, by their keys. */
export interface Judging {
  readonly keys: readonly string[]
  readonly material: boolean
  readonly reason: string
}

export interface ChangesDesk<Diagnostic> {
  /**
   * Compiles a changed folder and tells its effect. With an error or a stale signature (K707) there is no draft, and the reasons are told.
   * Failure('published_already') for what the newest version says already; Failure('notice_missing') for a note that says people were told of it
   * on a day on which no notice of it went out.
   */
  openDraft(by: Principal, files: Files): Promise<OpenedDraft<Diagnostic>>
  /** A draft, its effect computed anew while it is open. */
  draft(number: string): Promise<Draft>
  /**
   * What a folder would do to real holdings and past decisions (CHG-06); nothing is kept of it. With `first` as if that folder had been
   * published before. Failure('statement_broken') names which folder does not compile.
   */
  simulate(by: Principal, files: Files, first: Files | null): Promise<DraftEffect>
  /**
   * An officer says of changes that they are material, or that they are not, and why (CHG-04). It is recorded; whoever agreed before has to
   * agree anew. Failures: `name_unknown` for a key that no change has, `conflict`.
   */
  judge(by: Principal, number: string, said: Judging): Promise<Draft>
  /** One officer agrees to exactly this draft, `agreeTo`; the second, a different one, publishes. Failures: `four_eyes`, `conflict`, `notice_missing`. */
  approve(by: Principal, number: string, agreeTo: string): Promise<Draft>
  drop(by: Principal, number: string): Promise<Draft>
  /**
   * Publishes the folder a house is started with as version 1. There is none in force that it could replace; the officers who signed its
   * clauses stand for it. Failure('conflict') when there is one.
   */
  begin(files: Files, officers: readonly string[]): Promise<OpenedDraft<Diagnostic>>
  /** Publishes what was agreed to before a crash; puts into the ledger what it kept out. */
  resume(): Promise<void>
}

export interface ChangesParts<Diagnostic> extends EffectParts {
  readonly cases: CaseStore
  readonly artefacts: ArtefactStore
  readonly gate: Pick<Gate, 'note'>
  readonly vault: Pick<Vault, 'sealAudit' | 'openAudit'>
  readonly compile: (files: Files) => Promise<Compilation<Diagnostic>>
  /** every published version, those of a later day too, oldest first */
  readonly versions: () => Promise<readonly Version[]>
  /** null before the first one is published */
  readonly inForce: () => InForce | null
  /** called after a version was published: loads it */
  readonly published: () => Promise<void>
  readonly clock: Clock
}

/** Makes the desk. */
export function createChangesDesk<Diagnostic extends { readonly severity: string; readonly code: string }>(
  parts: ChangesParts<Diagnostic>,
): ChangesDesk<Diagnostic> {
  const { gate, clock } = parts
  const cases = createCases(changesTable, { store: parts.cases, note: (event) => gate.note(event), clock })
  const desk: Engine<Diagnostic> = { ...parts, cases, store: parts.store, approvals: (id) => parts.cases.approvals(id) }
  return {
    openDraft: async (by, files) => openDraft(desk, files, officerOf(by, clock.now())),
    draft: async (number) => viewOf(desk, await caseOf(desk, number)),
    async simulate(by, files, first) {
      if (by.role !== 'operator') officerOf(by, clock.now())
      return simulateFolders(desk, files, first)
    },
    judge: async (by, number, said) => judge(desk, number, said, officerOf(by, clock.now())),
    approve: async (by, number, agreeTo) => approve(desk, number, agreeTo, officerOf(by, clock.now())),
    drop: async (by, number) => drop(desk, number, officerOf(by, clock.now())),
    begin: (files, officers) => begin(desk, files, officers),
    resume: () => resume(desk),
  }
}

type Engine<Diagnostic> = Omit<ChangesParts<Diagnostic>, 'cases'> & {
  readonly cases: Cases<DraftEvent>
  readonly approvals: (id: string) => Promise<readonly Approval[]>
}

function officerOf(by: Principal, at: Date): string {
  mayEnter(by, 'officer', at)
  if (by.role !== 'officer' || by.officer === null) throw new Failure('role_refused', { needed: 'officer' })
  return by.officer
}

async function openDraft<D extends { severity: string; code: string }>(
  desk: Engine<D>,
  files: Files,
  officer: string,
): Promise<OpenedDraft<D>> {
  const { compiled, diagnostics } = await desk.compile(files)
  if (!compiled) return { draft: null, diagnostics }
  const stale = staleClauses(compiled)
  if (stale.length > 0) return refuseStale(stale, diagnostics)
  const versions = await desk.versions()
  refuseSame(compiled, versions.at(-1))
  refuseMovedBits(compiled, versions)
  refuseUntold(compiled.policy, versions, { at: desk.clock.now(), isAnnounced: null })
  const { artefacts, vault, clock } = desk
  const facts = {
    hash: compiled.hash,
    base: await newestVersion(desk),
    ...(saysTold(compiled.policy) && { told: true }),
  }
  // handed in again, by the second officer for one: the draft that is there, not another
  const there = (await desk.cases.list({ states: ['open'] })).find(
    (one) => one.facts['hash'] === facts.hash && one.facts['base'] === facts.base,
  )
  if (there) return { draft: await viewOf(desk, there), diagnostics }
  const one = await desk.cases.open({ kind: 'publish', person: null, alias: null, facts, dueAt: null, actor: officer })
  const sealed = await vault.sealAudit(utf8(canonicalJson(files)))
  await artefacts.put({ id: one.id, name: draftName, part: 0, sealed, endsAt: addPeriod(clock.now(), draftKept) })
  return { draft: await viewOf(desk, one), diagnostics }
}

function staleClauses({ page }: Compiled): readonly string[] {
  return page.sections.flatMap(({ clauses }) =>
    clauses.filter(({ signature }) => signature.state === 'stale').map(({ id }) => id),
  )
}

/** A change changes something of what the hash covers: the rules, or what people read. A comment is neither. */
function refuseSame({ hash }: Compiled, last: Version | undefined): void {
  if (last?.hash === hash) throw new Failure('published_already', { version: last.version })
}

/** What people chose is kept by bit: a bit that was one name's is never another's, or their answer would count for what nobody asked them. */
function refuseMovedBits({ policy }: Compiled, versions: readonly Version[]): void {
  const moved = (['choices', 'purposes'] as const).flatMap((register) =>
    versions.flatMap((version) =>
      version.policy[register].flatMap((was) =>
        policy[register].filter((now) => (now.bit === was.bit) !== (now.name === was.name)).map(({ name }) => name),
      ),
    ),
  )
  if (moved.length > 0) throw new Failure('statement_broken', { code: 'K207', bits: [...new Set(moved)] })
}

/** The compiler's own words where it has said so; otherwise the failure names the clauses. */
function refuseStale<D extends { code: string }>(
  clauses: readonly string[],
  diagnostics: readonly D[],
): OpenedDraft<D> {
  if (diagnostics.some(({ code }) => code === 'K707')) return { draft: null, diagnostics }
  throw new Failure('statement_broken', { code: 'K707', clauses })
}

async function newestVersion<D>({ versions }: Engine<D>): Promise<number> {
  return (await versions()).at(-1)?.version ?? 0
}

// --- judging ------------------------------------------------------------------------------------------------------

async function judge<D>(
  desk: Engine<D>,
  number: string,
  { keys, material, reason }: Judging,
  officer: string,
): Promise<Draft> {
  // prettier-ignore
  const one = await caseOf(desk, number)
  if (one.state !== 'open') throw new Failure('conflict', { number })
  const { effect } = await viewOf(desk, one)
  const known = [...new Set(effect.changes.flatMap(({ key }) => key ?? []))]
  const unknown = keys.find((key) => !known.includes(key))
  if (unknown !== undefined) throw new Failure('name_unknown', { change: unknown, known })
  const at = desk.clock.now().toISOString()
  const said = keys.map((key): Judgement => ({ key, material, reason, officer, at }))
  const judgements = [...judgementsOf(one), ...said] as unknown as Json // plain data
  const detail = { changes: [...keys], material, reason }
  const moved = await desk.cases.move(number, { event: 'judge', role: 'officer', actor: officer, detail, facts: { judgements } }) // prettier-ignore
  if (!moved.moved) throw new Failure('conflict', { number, why: moved.why })
  return viewOf(desk, moved.case)
}

function judgementsOf({ facts }: Case): readonly Judgement[] {
  return (facts['judgements'] as unknown as readonly Judgement[] | undefined) ?? [] // what `judge` recorded
}

/** Officers agree to what they saw: the folder, and what was said of its changes. */
function agreeTo(one: Case): string {
  const judgements = newest(judgementsOf(one))
  const hash = textFact(one, 'hash')
  return judgements.length === 0 ? hash : sha256Hex(canonicalJson({ hash, judgements }))
}

// --- agreeing -----------------------------------------------------------------------------------------------------

async function approve<D>(desk: Engine<D>, number: string, over: string, officer: string): Promise<Draft> {
  const one = await caseOf(desk, number)
  if (one.state !== 'open' || agreeTo(one) !== over) throw new Failure('conflict', { number })
  if (one.facts['base'] !== (await newestVersion(desk)))
    throw new Failure('conflict', { number, why: 'another version was published since' })
  if ((await approvalsOf(desk, one)).some((approval) => approval.officer === officer))
    throw new Failure('four_eyes', { number })
  await refuseUntoldNow(desk, one, officer)
  const agreed = await desk.cases.agree(number, officer, over, 'open')
  if (!agreed) throw new Failure('conflict', { number })
  if (isEnough(desk, agreed)) await publish(desk, one, agreed)
  return viewOf(desk, await caseOf(desk, number))
}

/** Who agreed to the draft as it stands: a judgement that came later makes an agreement one to something else. */
async function approvalsOf<D>({ approvals }: Engine<D>, one: Case): Promise<readonly Approval[]> {
  return (await approvals(one.id)).filter(({ over }) => one.state !== 'open' || over === agreeTo(one))
}

function isEnough<D>({ inForce }: Engine<D>, agreed: readonly Approval[]): boolean {
  const asked = inForce()?.newest.policy.desks.find(({ name }) => name === changesTable.desk)?.approvals ?? officersMin
  return new Set(agreed.map(({ officer }) => officer)).size >= Math.max(officersMin, asked)
}

/** Before the agreement that publishes: people are told today, or were told before. */
async function refuseUntoldNow<D>(desk: Engine<D>, one: Case, officer: string): Promise<void> {
  if (one.facts['told'] !== true) return
  const now = desk.clock.now()
  const agreed = [...(await approvalsOf(desk, one)), { officer, over: agreeTo(one), at: now }]
  const { compiled } = await compileAgain(desk, one)
  const isAnnounced = isEnough(desk, agreed) ? (await simulate(desk, compiled, one)).material : null
  refuseUntold(compiled.policy, await desk.versions(), { at: now, isAnnounced })
}

async function publish<D>(desk: Engine<D>, one: Case, agreed: readonly Approval[]): Promise<void> {
  const { compiled, files } = await compileAgain(desk, one)
  const effect = await simulate(desk, compiled, one)
  refuseUntold(compiled.policy, await desk.versions(), { at: desk.clock.now(), isAnnounced: effect.material })
  await put(desk, one, { compiled, files, effect, officers: agreed.map(({ officer }) => officer) })
}

interface Publishing {
  readonly compiled: Compiled
  readonly files: Files
  readonly effect: DraftEffect
  readonly officers: readonly string[]
}

/** The version, the end of the case and its history in one transaction; whoever comes second finds the case closed. */
async function put<D>(desk: Engine<D>, one: Case, publishing: Publishing): Promise<void> {
  const { effect, officers } = publishing
  const last = (await desk.versions()).at(-1) ?? null
  if (one.facts['base'] !== (last?.version ?? 0)) {
    if ((await caseOf(desk, one.number)).state !== 'open') return // this very draft, by another officer at the same moment
    throw new Failure('conflict', { number: one.number, why: 'another version was published since' })
  }
  const version = versionRow(desk.clock.now(), publishing, last, noticeNow(desk))
  const effectiveAt = version.effectiveAt.toISOString()
  const detail = { version: version.version, hash: version.hash, effectiveAt, officers, material: effect.material }
  const facts = { version: version.version, effectiveAt, effect: effect as unknown as Json } // plain data
  const actor = officers.at(-1) ?? 'operator'
  const moved = await desk.cases.move(one.number, { event: 'publish', role: 'system', actor, detail, facts, version })
  if (moved.moved) await desk.published()
}

/** The notice that counts is the one promised by what is in force, not by what is to come. */
function noticeNow<D>({ inForce }: Engine<D>): Notice {
  return noticeOf(inForce()?.newest.policy ?? {})
}

function versionRow(
  now: Date,
  { compiled, files, effect, officers }: Publishing,
  last: Version | null,
  notice: Notice,
): VersionRow {
  // prettier-ignore
  return {
    version: (last?.version ?? 0) + 1,
    hash: compiled.hash,
    policy: canonicalJson(compiled.policy),
    page: canonicalJson(compiled.page),
    sources: files,
    publishedAt: now,
    effectiveAt: effectiveFrom(now, { notice, material: effect.material, last: last?.effectiveAt ?? null }),
    publishedBy: officers,
  }
}

/** The folder as it was handed in, compiled once more: the same folder gives the same hash, or nothing is published. */
async function compileAgain<D>(
  { artefacts, vault, compile, clock }: Engine<D>,
  one: Case,
): Promise<{ compiled: Compiled; files: Files }> {
  const sealed = await artefacts.part(one.id, draftName, 0, clock.now())
  if (!sealed) throw new Failure('not_found', { number: one.number })
  const files = JSON.parse(text(await vault.openAudit(sealed))) as Files // what openDraft sealed
  const { compiled } = await compile(files)
  if (!compiled || compiled.hash !== one.facts['hash'])
    throw new Failure('conflict', { number: one.number, why: 'the folder compiles to another hash' })
  return { compiled, files }
}

async function simulate<D>(desk: Engine<D>, compiled: Compiled, one: Case): Promise<DraftEffect> {
  const last = (await desk.versions()).at(-1)?.effectiveAt ?? null
  return effectOf(desk, desk.inForce(), compiled, { judgements: judgementsOf(one), last })
}

async function simulateFolders<D>(desk: Engine<D>, files: Files, first: Files | null): Promise<DraftEffect> {
  const last = (await desk.versions()).at(-1)?.effectiveAt ?? null
  const compiled = await compiledOf(desk, files, 'the folder')
  const today = desk.inForce()
  if (first === null || !today) return effectOf(desk, today, compiled, { judgements: [], last })
  const before = await compiledOf(desk, first, 'the first folder')
  const now = desk.clock.now()
  const version: Version = { ...before, version: today.newest.version + 1, publishedAt: now, effectiveAt: now }
  return effectOf(desk, putInForce([...today.versions, version]), compiled, { judgements: [], last })
}

async function compiledOf<D>({ compile }: Engine<D>, files: Files, which: string): Promise<Compiled> {
  const { compiled } = await compile(files)
  if (!compiled) throw new Failure('statement_broken', { which })
  return compiled
}

// --- the rest -----------------------------------------------------------------------------------------------------

async function drop<D>(desk: Engine<D>, number: string, officer: string): Promise<Draft> {
  const { effect } = await viewOf(desk, await caseOf(desk, number))
  const facts = { effect: effect as unknown as Json } // plain data
  const moved = await desk.cases.move(number, { event: 'drop', role: 'officer', actor: officer, facts })
  if (!moved.moved) throw new Failure('conflict', { number, why: moved.why })
  return viewOf(desk, moved.case)
}

async function begin<D extends { severity: string; code: string }>(
  desk: Engine<D>,
  files: Files,
  officers: readonly string[],
): Promise<OpenedDraft<D>> {
  if ((await newestVersion(desk)) !== 0) throw new Failure('conflict', { why: 'there is a published version' })
  const opened = await openDraft(desk, files, 'operator')
  if (!opened.draft) return opened
  const one = await caseOf(desk, opened.draft.number)
  await put(desk, one, { ...(await compileAgain(desk, one)), effect: opened.draft.effect, officers })
  return { draft: await viewOf(desk, await caseOf(desk, one.number)), diagnostics: opened.diagnostics }
}

async function resume<D>(desk: Engine<D>): Promise<void> {
  await desk.cases.catchUp()
  for (const one of await desk.cases.list({ states: ['open'] })) {
    const agreed = await approvalsOf(desk, one)
    const isCurrent = one.facts['base'] === (await newestVersion(desk))
    if (isCurrent && isEnough(desk, agreed))
      await publish(desk, one, agreed).catch((cause: unknown) => {
        if (!(cause instanceof Failure)) throw cause // else it stays open: a draft that cannot be published keeps no house from opening
      })
  }
}

async function caseOf<D>({ cases }: Engine<D>, number: string): Promise<Case> {
  const one = await cases.byNumber(number)
  if (!one) throw new Failure('not_found', { number })
  return one
}

async function viewOf<D>(desk: Engine<D>, one: Case): Promise<Draft> {
  const told = one.facts['effect'] as unknown as DraftEffect | undefined // what publish recorded
  const effect = told ?? (await simulate(desk, (await compileAgain(desk, one)).compiled, one))
  return {
    number: one.number,
    state: one.state,
    hash: textFact(one, 'hash'),
    agreeTo: agreeTo(one),
    openedAt: one.openedAt.toISOString(),
    effect,
    judgements: newest(judgementsOf(one)),
    notice: noticeNow(desk),
    approvals: (await approvalsOf(desk, one)).map(({ officer, at }) => ({ officer, at: at.toISOString() })),
    version: (one.facts['version'] as number | undefined) ?? null, // what publish recorded
    effectiveAt: (one.facts['effectiveAt'] as string | undefined) ?? null, // likewise
  }
}

/** The versions whose day has come, oldest first: what is put in force at a moment. */
export function versionsAt<V extends Version>(versions: readonly V[], at: Date): readonly V[] {
  return versions.filter(({ effectiveAt }) => effectiveAt <= at)
}
