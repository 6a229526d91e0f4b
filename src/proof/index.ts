// Proof: probes with canary persons, findings, and the state of every clause computed from them.

import { asFailure, type Clock, type Json } from '../base/index.ts'
import type { Gate, ProductMode } from '../gate/index.ts'
import { coversFinding, type Finding, type Findings, type InForce, type PageClause } from '../policy/index.ts'
import { modesOf, reportOf, type ModeReport } from './observed.ts'
import { takeAway } from './canaries.ts'
import type { ProbeParts } from './probe-ground.ts'
import { unmeasuredIn, type PromiseParts } from './probes-promises.ts'
import { probes } from './probes.ts'
import { stateOf, type StateOf } from './state.ts'
import type { Counted, OpenFinding, ProbeRun, ProofStore } from './store.ts'

export type { ModeReport, WouldRefuse } from './observed.ts'
export type { ClauseState, StateOf } from './state.ts'
export type * from './store.ts'

/** A clause with its state and all that it was computed from. */
export interface ProvedClause extends StateOf {
  readonly clause: string
  readonly probes: readonly { readonly probe: string; readonly run: ProbeRun | null }[]
  readonly findings: readonly OpenFinding[]
  /** decisions refused because of it since midnight UTC */
  readonly refusals: readonly Counted[]
  readonly refusedToday: number
  readonly decisions: number
}

/** The coverage line: three figures, never mixed. */
export interface Coverage {
  readonly clauses: Readonly<Record<StateOf['state'], number>> & { readonly of: number }
  readonly reads: { readonly passed: number; readonly of: number }
  readonly covered: { readonly covered: number; readonly of: number }
  /** findings against no clause, but for those about connected systems; `stored`: it was not refused, for its product only observed */
  readonly findings: readonly (OpenFinding & { readonly stored: boolean })[]
  /** things that were stored so and are still there */
  readonly uncovered: number
  /** findings against no clause that are about connected systems */
  readonly inSystems: readonly OpenFinding[]
  /** connected systems: what they read by themselves does not pass the gate */
  readonly systems: number
  /** labels of products that only observe */
  readonly observed: readonly string[]
}

export interface Proof extends Findings {
  /** Runs probes: all, those of one clause, or only the cheap ones that watch the sweep. Results go to the ledger; of a run that `ends` asks to end, those it came to. */
  run(which: {
    readonly clause?: string
    readonly verb?: 'keep'
    readonly ends?: AbortSignal
  }): Promise<readonly ProbeRun[]>
  /** State of every clause of the newest version, and the coverage line. */
  states(): Promise<{
    readonly clauses: ReadonlyMap<string, ProvedClause>
    readonly coverage: Coverage
    readonly asOf: Date
  }>
  findings(): Promise<readonly OpenFinding[]>
  /** What enforcing would have refused in a product since a day (whole days in UTC). */
  wouldRefuse(product: string, since: Date): Promise<ModeReport>
}

export interface ProofParts
  extends Omit<ProbeParts, 'gate' | 'planted' | 'asked' | 'promised'>, Pick<PromiseParts, 'vault' | 'ledger'> {
  /** late: the gate raises findings through this very object */
  readonly gate: () => Gate
  readonly store: ProofStore
  readonly clock: Clock
  /** columns of connected systems that hold personal data or look so, and those that a sentence covers; without it none is connected */
  readonly systems?: () => Promise<ColumnsSeen>
  /** how many things lie there that no sentence covers */
  readonly uncovered: () => Promise<number>
}

/** Connected systems in figures. */
export interface ColumnsSeen {
  readonly systems: number
  readonly personal: number
  readonly covered: number
}

/** How the key of a finding begins where the gate stored what it found; docs/spec/modes.md. */
const storedVerb = 'stored'

const noSystems: ColumnsSeen = { systems: 0, personal: 0, covered: 0 }

/** Makes the proof of one tenant. */
export function createProof(parts: ProofParts): Proof {
  const { store, clock, inForce } = parts
  const note = (type: string, payload: Json): Promise<string> => parts.gate().note({ type, actor: 'proof', payload })
  /** What no sentence or row covered, and one of the newest version does: the finding of the gate is settled. */
  const settleCovered = async (): Promise<void> => {
    const { cells } = inForce().newest.policy
    const keys = new Set(
      cells
        .filter(({ collects }) => collects.length > 0)
        .flatMap(({ facts: { product, category, origin } }) =>
          ['collect', storedVerb].map((verb) => `${verb} ${product} ${category} ${origin}`),
        ),
    )
    for (const { key } of await store.openFindings())
      if (keys.has(key) || coversFinding(inForce().newest.policy, key)) await proof.settle(key, clock.now())
  }
  const proof: Proof = {
    async raise(finding: Finding) {
      await store.raise(finding)
      await note('finding', { key: finding.key, kind: finding.kind, clause: finding.clause })
    },
    async settle(key, at) {
      await store.settle(key, at)
      await note('settled', { key })
    },
    async run({ clause, verb, ends }) {
      const asked = expected(inForce()).filter(
        (one) => (clause === undefined || one.clause === clause) && (verb === undefined || one.verb === verb),
      )
      const promised: PromiseParts = {
        ...parts,
        requests: (since) => store.requests(since, clock.now()),
        erasures: (since) => store.erasures(since),
        announced: (since) => store.announced(since),
      }
      const probeParts: ProbeParts = { ...parts, promised, gate: parts.gate(), planted: new Map(), asked: new Map() }
      const at = clock.now() // of the beginning: what changes meanwhile was not tried
      await probeParts.gate.reloadModes()
      // a probe that cannot run proves nothing either way: it leaves no run, and its sentence fades to unproven
      const stuck: string[] = []
      const tryOne = async ({ clause: id, verb: kind }: (typeof asked)[number]): Promise<ProbeRun | null> => {
        if (ends?.aborted) return null
        const { name, run } = probes[kind]
        try {
          const seen = await run(probeParts, id, inForce().newest.policy)
          return seen && { clause: id, probe: name, ...seen, at }
        } catch (cause) {
          stuck.push(`${id}: ${name}: ${asFailure(cause).code}`)
          return null
        }
      }
      const tried = (await inTurns(asked, tryOne)).filter((run) => run !== null)
      await takeAway(probeParts)
      await probeParts.gate.reloadModes()
      const runs = tried.filter((run) => at >= provingSince(inForce(), run.clause, probeParts.gate.modes()).since)
      if (clause === undefined && verb === undefined) await settleCovered()
      await store.addRuns(runs)
      const failed = runs.filter((run) => !run.passed).map((run) => `${run.clause}: ${run.probe}`)
      await note('probe', { ran: runs.length, failed, stuck })
      return runs
    },
    async states() {
      const at = clock.now()
      const midnight = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate()))
      const dayAgo = new Date(at.getTime() - 86_400_000)
      const [runs, findings, today, lastDay, decisions, columns, uncovered] = await Promise.all([
        store.newestRuns(),
        store.openFindings(),
        store.counted(midnight),
        store.counted(dayAgo),
        store.decisionsByClause(),
        parts.systems?.() ?? noSystems,
        parts.uncovered(),
      ])
      const modes = parts.gate().modes()
      const clauses = new Map(
        clausesOf(inForce()).map((clause) => [
          clause.id,
          proved(clause, { runs, findings, today, decisions, at, inForce: inForce(), modes }),
        ]),
      )
      const { products } = inForce().newest.policy
      const observed = products.flatMap(({ name, label }) => (parts.gate().modeOf(name) === 'observe' ? [label] : []))
      return {
        clauses,
        coverage: { ...coverageOf([...clauses.values()], findings, lastDay, columns), observed, uncovered },
        asOf: at,
      }
    },
    findings: () => store.openFindings(),
    wouldRefuse: async (product, since) => reportOf(inForce(), product, await store.counted(since)),
  }
  return proof
}

const atOnceMax = 8

/** Does work on all of them, a few at once, and answers in their order. Trials share commits that way. */
async function inTurns<T, R>(all: readonly T[], work: (one: T) => Promise<R>): Promise<R[]> {
  const answers: R[] = []
  const left = [...all.entries()]
  const lane = async (): Promise<void> => {
    for (let next = left.shift(); next; next = left.shift()) answers[next[0]] = await work(next[1])
  }
  await Promise.all(Array.from({ length: atOnceMax }, lane))
  return answers
}

function clausesOf({ newest }: InForce): readonly PageClause[] {
  return newest.page.sections.flatMap(({ clauses }) => clauses)
}

/** The probes that the rules of the newest version ask for: one a verb and clause. */
function expected(inForce: InForce): readonly { readonly clause: string; readonly verb: keyof typeof probes }[] {
  return clausesOf(inForce).flatMap(({ id, rules }) =>
    [...new Set(rules.map(({ verb }) => verb))].map((verb) => ({ clause: id, verb })),
  )
}

/** Since when a clause has said what it says: a pass before that proves another sentence. */
function unchangedSince({ versions }: InForce, id: string): Date {
  const digestIn = ({ policy }: InForce['newest']): string | undefined =>
    policy.clauses.find((one) => one.id === id)?.digest
  const newest = digestIn(versions.at(-1)!) // there is a newest version
  const changed = versions.findLastIndex((version) => digestIn(version) !== newest)
  return versions[changed + 1]!.effectiveAt
}

/** In which products a clause is only observed, and since when a test proves what it says there: no version and no mode changed after. */
function provingSince(
  inForce: InForce,
  clause: string,
  modes: readonly ProductMode[],
): { readonly observed: readonly string[]; readonly since: Date } {
  const { observed, switchedAt } = modesOf(inForce.newest.policy, clause, modes)
  const unchanged = unchangedSince(inForce, clause)
  return { observed, since: switchedAt !== null && switchedAt > unchanged ? switchedAt : unchanged }
}

interface Known {
  readonly inForce: InForce
  readonly runs: readonly ProbeRun[]
  readonly findings: readonly OpenFinding[]
  readonly today: readonly Counted[]
  readonly decisions: ReadonlyMap<string, number>
  readonly at: Date
  readonly modes: readonly ProductMode[]
}

function proved(clause: PageClause, { runs, findings, today, decisions, at, inForce, modes }: Known): ProvedClause {
  const { observed, since } = provingSince(inForce, clause.id, modes)
  const names = [...new Set(clause.rules.map(({ verb }) => probes[verb].name))]
  const newest = new Map(
    names.map((name) => [
      name,
      runs.find((run) => run.clause === clause.id && run.probe === name && run.at >= since) ?? null,
    ]),
  )
  const against = findings.filter((finding) => finding.clause === clause.id)
  const refusals = today.filter((counted) => counted.clause === clause.id && counted.effect === 'deny')
  return {
    clause: clause.id,
    ...stateOf({ clause, probes: newest, findings: against, observed, unmeasured: unmeasuredIn(inForce.newest.policy, clause.id), at }), // prettier-ignore
    probes: [...newest].map(([probe, run]) => ({ probe, run })),
    findings: against,
    refusals,
    refusedToday: refusals.reduce((sum, { count }) => sum + count, 0),
    decisions: decisions.get(clause.id) ?? 0,
  }
}

function coverageOf(
  clauses: readonly ProvedClause[],
  findings: readonly OpenFinding[],
  lastDay: readonly Counted[],
  columns: ColumnsSeen,
): Omit<Coverage, 'observed' | 'uncovered'> {
  const states = ['kept', 'broken', 'lapsed', 'unproven', 'aim', 'info'] as const
  const counts = Object.fromEntries(
    states.map((state) => [state, clauses.filter((one) => one.state === state).length]),
  ) as Record<(typeof states)[number], number> // one entry a state
  const reads = lastDay.filter(({ ask }) => ask === 'use').reduce((sum, { count }) => sum + count, 0)
  const written = new Set(lastDay.filter(({ ask, cell }) => ask === 'write' && cell > 0).map(({ cell }) => cell)).size
  const [inSystems, uncovered] = [true, false].map((ofSystem) =>
    findings.filter(({ clause, key }) => clause === null && key.startsWith('system ') === ofSystem),
  ) as [OpenFinding[], OpenFinding[]] // two halves
  return {
    clauses: { ...counts, of: clauses.length - counts.info },
    reads: { passed: reads, of: reads },
    covered: { covered: written + columns.covered, of: written + uncovered.length + columns.personal },
    findings: uncovered.map((finding) => ({ ...finding, stored: finding.key.startsWith(`${storedVerb} `) })),
    inSystems,
    systems: columns.systems,
  }
}
