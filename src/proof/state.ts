// The state of every clause, computed and never typed (architecture, settled 1): from its class, its signature, its probes and the
// open findings against it. Pure: a table of the facts in, one state out.

import type { PageClause, Verb } from '../policy/index.ts'
import type { OpenFinding, ProbeRun } from './store.ts'

export type ClauseState = 'kept' | 'broken' | 'lapsed' | 'unproven' | 'aim' | 'info'

/** What a state is computed from. */
export interface StateFacts {
  readonly clause: Pick<PageClause, 'class' | 'reason' | 'signature'> & {
    readonly rules: readonly { readonly verb: Verb }[]
  }
  /** newest run of each probe the clause must have; null for one that never ran */
  readonly probes: ReadonlyMap<string, ProbeRun | null>
  readonly findings: readonly OpenFinding[]
  /** labels of products in which what it promises is only observed */
  readonly observed: readonly string[]
  /** labels of commitments that it promises and nothing here measures */
  readonly unmeasured: readonly string[]
  readonly at: Date
}

/** A state with the machine's short words for the margin. */
export interface StateOf {
  readonly state: ClauseState
  readonly reason: string
  readonly since: Date | null
  readonly testedAt: Date | null
}

/** A pass older than this proves nothing any more. */
export const passValidHours = 24

/** Computes the state of a clause. */
export function stateOf(facts: StateFacts): StateOf {
  const { clause, probes, findings, observed, unmeasured, at } = facts
  const runs = [...probes.values()].filter((run) => run !== null)
  const testedAt = runs.reduce<Date | null>(
    (oldest, run) => (oldest === null || run.at < oldest ? run.at : oldest),
    null,
  )
  const said = (state: ClauseState, reason: string, since: Date | null = null): StateOf => ({
    state,
    reason,
    since,
    testedAt,
  })
  if (clause.class === 'info') return said('info', 'promises nothing')
  if (clause.class === 'aim') return said('aim', `nobody can test this: ${clause.reason ?? 'it names no measure'}`)
  const failed = runs.find(({ passed }) => !passed)
  if (failed) return said('broken', failed.detail, failed.at)
  const finding = findings[0]
  if (finding) return said('broken', finding.summary, finding.firstAt)
  if (clause.class === 'bare') return said('unproven', 'no rule stands under these words')
  if (clause.signature.state !== 'signed') return said('unproven', unsignedWords[clause.signature.state])
  if (observed.length > 0)
    return said(
      'unproven',
      `only observed in ${observed.join(', ')}: what it does not allow is noted there, not refused`,
    )
  if (unmeasured.length > 0)
    return said(
      'unproven',
      `not measured here: ${unmeasured.join(', ')}; its desk is asked for, and nothing shows what it does`,
    )
  if (probes.size === 0) return said('unproven', 'no test is known for its rules')
  if (runs.length < probes.size) return said('unproven', 'a test has not run yet')
  const ageHours = Math.floor((at.getTime() - testedAt!.getTime()) / 3_600_000)
  if (ageHours >= passValidHours)
    return said('unproven', `the oldest test that passed is ${ageHours} hours old; the limit is ${passValidHours}`)
  return said('kept', 'tested', testedAt)
}

const unsignedWords = {
  unsigned: 'nobody signed yet that words and rules agree',
  stale: 'words or rules changed after they were signed',
} as const
