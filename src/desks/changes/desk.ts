// Changing the statement: a draft is compiled, simulated on real holdings, agreed to by two different officers over its exact hash, and
// only then published. A broken draft never becomes one; a running statement is replaced by nothing but a published one (CHG-01 … CHG-06).

import { addPeriod, canonicalJson, Failure, text, utf8, type Clock, type Json, type Period } from '../../base/index.ts'
import type { Gate, GateStore } from '../../gate/index.ts'
import type { Compiled, InForce, Version } from '../../policy/index.ts'
import {
  compareStatements, compileStatement, printDue, type Diagnostic, type StatementFiles,
} from '../../statement/index.ts' // prettier-ignore
import type { Vault } from '../../vault/index.ts'
import {
  createCases,
  type Approval,
  type Case,
  type Cases,
  type CaseStore,
  type DeskTable,
  type VersionRow,
} from '../case.ts'
import type { ArtefactStore } from '../rights/store.ts'
import { effectOf, type DraftEffect } from './effect.ts'

/** open: agreed to by fewer than two. published, dropped: ends. */
export const draftStates = ['open', 'published', 'dropped'] as const
export type DraftState = (typeof draftStates)[number]
export const draftEvents = ['publish', 'drop'] as const
export type DraftEvent = (typeof draftEvents)[number]

export const changesTable: DeskTable<DraftState, DraftEvent> = {
  desk: 'changes',
  prefix: 'D',
  first: 'open',
  // prettier-ignore
  next: {
    open:      { publish: 'published', drop: 'dropped' },
    published: { publish: null,        drop: null },
    dropped:   { publish: null,        drop: null },
  },
  by: { publish: ['officer', 'system'], drop: ['officer'] },
  after: {},
}

/** How long a material change is announced before it takes effect (CHG-03). */
export const materialNotice: Period = { count: 30, unit: 'day' }
/** How many different officers agree, at the least; a register may ask for more. */
const officersMin = 2
const draftKept: Period = { count: 1, unit: 'year' }
const draftName = 'draft.json'

/** A draft as officers see it. */
export interface Draft {
  readonly number: string
  readonly state: DraftState
  readonly hash: string
  readonly openedAt: Date
  readonly effect: DraftEffect
  readonly approvals: readonly { readonly officer: string; readonly at: Date }[]
  readonly version: number | null
  readonly effectiveAt: Date | null
}

/** `officer`: a key of the register; that it is theirs, the caller has seen. */
export interface ChangesDesk {
  /** Compiles a changed folder and tells its effect. Failure('statement_broken') with what is wrong: an error, or a stale signature (K707). */
  open(files: StatementFiles, officer: string): Promise<Draft>
  /** A draft, its effect computed anew while it is open. */
  read(number: string): Promise<Draft>
  /** Officers agree to exactly this hash; the second, a different one, publishes. Failures: `four_eyes`, `conflict`. */
  approve(number: string, hash: string, officer: string): Promise<Draft>
  drop(number: string, officer: string): Promise<Draft>
  /**
   * Publishes the folder a house is started with as version 1: there is none in force it could replace, and whoever signed its clauses
   * stands for it. Failure('conflict') when there is one, or when two processes begin at once.
   */
  begin(files: StatementFiles): Promise<Draft>
  /** Publishes what was agreed to before a crash, and puts into the ledger what it kept out. */
  resume(): Promise<void>
}

export interface ChangesParts {
  readonly cases: CaseStore
  readonly artefacts: ArtefactStore
  readonly gate: Pick<Gate, 'note'>
  readonly vault: Pick<Vault, 'sealAudit' | 'openAudit'>
  readonly store: Pick<GateStore, 'countWhere' | 'tallySince'>
  /** every published version, those of a later day too, oldest first */
  readonly versions: () => Promise<readonly Version[]>
  /** throws Failure('statement_missing') before the first one is published */
  readonly inForce: () => InForce
  /** called after a version was published: loads it */
  readonly published: () => Promise<void>
  readonly clock: Clock
}

/** Makes the desk. */
export function createChangesDesk(parts: ChangesParts): ChangesDesk {
  const { gate, clock } = parts
  const cases = createCases(changesTable, { store: parts.cases, note: (event) => gate.note(event), clock })
  const desk: Engine = { ...parts, cases, approvals: (id) => parts.cases.approvals(id) }
  return {
    open: async (files, officer) => viewOf(desk, await openDraft(desk, files, officer)),
    read: async (number) => viewOf(desk, await caseOf(desk, number)),
    approve: (number, hash, officer) => approve(desk, number, hash, officer),
    drop: (number, officer) => drop(desk, number, officer),
    begin: (files) => begin(desk, files),
    resume: () => resume(desk),
  }
}

type Engine = Omit<ChangesParts, 'cases'> & {
  readonly cases: Cases<DraftEvent>
  readonly approvals: (id: string) => Promise<readonly Approval[]>
}

async function openDraft(desk: Engine, files: StatementFiles, officer: string): Promise<Case> {
  const { compiled, diagnostics } = await compileStatement(files)
  const stale = compiled ? staleClauses(compiled) : []
  if (!compiled || stale.length > 0) throw broken(diagnostics, stale)
  const { artefacts, vault, clock } = desk
  const facts = { hash: compiled.hash, base: await newestVersion(desk) }
  const one = await desk.cases.open({ kind: 'publish', person: null, alias: null, facts, dueAt: null, actor: officer })
  const sealed = await vault.sealAudit(utf8(canonicalJson(files)))
  await artefacts.put({ id: one.id, name: draftName, part: 0, sealed, endsAt: addPeriod(clock.now(), draftKept) })
  return one
}

function staleClauses({ page }: Compiled): readonly string[] {
  return page.sections.flatMap(({ clauses }) => clauses.filter(({ signature }) => signature.state === 'stale').map(({ id }) => id))
}

/** What is wrong, a line each as a compiler prints it; stale signatures by the clauses they are on. */
function broken(diagnostics: readonly Diagnostic[], stale: readonly string[]): Failure {
  const wrong = diagnostics.filter(({ severity, code }) => severity === 'error' || code === 'K707')
  const lines = wrong.map(({ file, line, column, code, message }) => `${file}:${line}:${column} ${code} ${message}`)
  const unsaid = wrong.some(({ code }) => code === 'K707') ? [] : stale.map((clause) => `K707 the signature of ${clause} is stale`)
  return new Failure('statement_broken', { diagnostics: [...lines, ...unsaid] })
}

async function newestVersion({ versions }: Engine): Promise<number> {
  return (await versions()).at(-1)?.version ?? 0
}

// --- agreeing -----------------------------------------------------------------------------------------------------

async function approve(desk: Engine, number: string, hash: string, officer: string): Promise<Draft> {
  const one = await caseOf(desk, number)
  if (one.state !== 'open' || one.facts['hash'] !== hash) throw new Failure('conflict', { number })
  if (one.facts['base'] !== (await newestVersion(desk)))
    throw new Failure('conflict', { number, why: 'another version was published since' })
  if ((await desk.approvals(one.id)).some((approval) => approval.officer === officer))
    throw new Failure('four_eyes', { number })
  const agreed = await desk.cases.agree(number, officer, hash, 'open')
  if (!agreed) throw new Failure('conflict', { number })
  if (isEnough(desk, agreed)) await publish(desk, one, agreed)
  return viewOf(desk, await caseOf(desk, number))
}

function isEnough({ inForce }: Engine, agreed: readonly Approval[]): boolean {
  const asked = inForce().newest.policy.desks.find(({ name }) => name === changesTable.desk)?.approvals ?? officersMin
  return new Set(agreed.map(({ officer }) => officer)).size >= Math.max(officersMin, asked)
}

async function publish(desk: Engine, one: Case, agreed: readonly Approval[]): Promise<void> {
  const { compiled, files } = await compileAgain(desk, one)
  const [effect, base] = [await simulate(desk, compiled), await newestVersion(desk)]
  await put(desk, one, { compiled, files, effect, base, officers: agreed.map(({ officer }) => officer) })
}

interface Publishing {
  readonly compiled: Compiled
  readonly files: StatementFiles
  readonly effect: DraftEffect
  readonly base: number
  readonly officers: readonly string[]
}

/** The version, the end of the case and its history in one transaction; whoever comes second finds the case closed. */
async function put(desk: Engine, one: Case, publishing: Publishing): Promise<void> {
  const { effect, officers } = publishing
  const version = versionRow(desk.clock.now(), publishing)
  const effectiveAt = version.effectiveAt.toISOString()
  const detail = { version: version.version, hash: version.hash, effectiveAt, officers, material: effect.material }
  const facts = { version: version.version, effectiveAt, effect: effect as unknown as Json } // plain data
  const actor = officers.at(-1) ?? 'operator'
  const moved = await desk.cases.move(one.number, { event: 'publish', role: 'system', actor, detail, facts, version })
  if (moved.moved) await desk.published()
}

/** A material change is announced first; anything else takes effect at once (CHG-03). */
function versionRow(now: Date, { compiled, files, effect, base, officers }: Publishing): VersionRow {
  return {
    version: base + 1,
    hash: compiled.hash,
    policy: canonicalJson(compiled.policy),
    page: canonicalJson(compiled.page),
    sources: files,
    publishedAt: now,
    effectiveAt: effect.material ? addPeriod(now, materialNotice) : now,
    publishedBy: officers,
  }
}

/** The folder as it was handed in, compiled once more: the same folder gives the same hash, or nothing is published. */
async function compileAgain(
  { artefacts, vault, compile, clock }: Engine,
  one: Case,
): Promise<{ compiled: Compiled; files: StatementFiles }> {
  const sealed = await artefacts.part(one.id, draftName, 0, clock.now())
  if (!sealed) throw new Failure('not_found', { number: one.number })
  const files = JSON.parse(text(await vault.openAudit(sealed))) as StatementFiles // what openDraft sealed
  const { compiled } = await compileStatement(files)
  if (!compiled || compiled.hash !== one.facts['hash'])
    throw new Failure('conflict', { number: one.number, why: 'the folder compiles to another hash' })
  return { compiled, files }
}

function simulate(desk: Engine, compiled: Compiled): Promise<DraftEffect> {
  const now = desk.clock.now()
  const today = desk.inForce()
  const draft: Version = { ...compiled, version: today.newest.version + 1, publishedAt: now, effectiveAt: now }
  return effectOf({ store: desk.store, printDue, compareStatements, clock: desk.clock }, today, draft)
}

// --- the rest -----------------------------------------------------------------------------------------------------

async function drop(desk: Engine, number: string, officer: string): Promise<Draft> {
  const { effect } = await viewOf(desk, await caseOf(desk, number))
  const facts = { effect: effect as unknown as Json } // plain data
  const moved = await desk.cases.move(number, { event: 'drop', role: 'officer', actor: officer, facts })
  if (!moved.moved) throw new Failure('conflict', { number, why: moved.why })
  return viewOf(desk, moved.case)
}

async function begin(desk: Engine, files: StatementFiles): Promise<Draft> {
  if ((await newestVersion(desk)) !== 0) throw new Failure('conflict', { why: 'there is a published version' })
  const one = await openDraft(desk, files, 'operator')
  const { compiled } = await compileAgain(desk, one)
  const signers = compiled.page.sections.flatMap(({ clauses }) => clauses.flatMap(({ signature }) => signature.by))
  const officers = [...new Set(signers.map(({ officer }) => officer))].sort()
  await put(desk, one, { compiled, files, officers, effect: nothing, base: 0 })
  return viewOf(desk, await caseOf(desk, one.number))
}

/** Before the first version nothing is held, and nothing can be taken from anybody. */
const nothing: DraftEffect = { recordsGone: 0, goneBy: [], usesRefused: [], usesOpened: [], clauses: [], material: false }

async function resume(desk: Engine): Promise<void> {
  await desk.cases.catchUp()
  for (const one of await desk.cases.list({ states: ['open'] })) {
    const agreed = (await desk.approvals(one.id)).filter(({ over }) => over === one.facts['hash'])
    const isCurrent = one.facts['base'] === (await newestVersion(desk))
    if (isCurrent && isEnough(desk, agreed)) await publish(desk, one, agreed)
  }
}

async function caseOf({ cases }: Engine, number: string): Promise<Case> {
  const one = await cases.byNumber(number)
  if (!one) throw new Failure('not_found', { number })
  return one
}

async function viewOf(desk: Engine, one: Case): Promise<Draft> {
  const told = one.facts['effect'] as unknown as DraftEffect | undefined // what `put` or `drop` recorded
  const effect = told ?? (await simulate(desk, (await compileAgain(desk, one)).compiled))
  const effectiveAt = one.facts['effectiveAt'] as string | undefined // what `put` recorded
  return {
    number: one.number,
    state: one.state as DraftState, // only states of this desk's table are stored under it
    hash: String(one.facts['hash']),
    openedAt: one.openedAt,
    effect,
    approvals: (await desk.approvals(one.id)).map(({ officer, at }) => ({ officer, at })),
    version: (one.facts['version'] as number | undefined) ?? null, // likewise
    effectiveAt: effectiveAt === undefined ? null : new Date(effectiveAt),
  }
}

/** The versions whose day has come, oldest first: what is put in force at a moment. */
export function versionsAt<V extends Version>(versions: readonly V[], at: Date): readonly V[] {
  return versions.filter(({ effectiveAt }) => effectiveAt <= at)
}
