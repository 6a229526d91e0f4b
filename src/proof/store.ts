// The port of `proof` to a database. Implemented once for both engines in adapters/stores/proof-store.ts.

import type { Effect } from '../gate/index.ts'
import type { Finding } from '../policy/index.ts'

/** One run of one probe. */
export interface ProbeRun {
  readonly clause: string
  readonly probe: string
  readonly passed: boolean
  /** what was tried and what came, in words without personal values */
  readonly detail: string
  readonly at: Date
}

/** A finding as it stands. */
export interface OpenFinding extends Omit<Finding, 'at'> {
  readonly count: number
  readonly firstAt: Date
  readonly lastAt: Date
}

/** Decisions of one sort, counted; no person in it. */
export interface Counted {
  readonly cell: number
  readonly purpose: string
  readonly service: string
  readonly ask: string
  readonly effect: Effect
  readonly clause: string
  readonly count: number
  readonly lastAt: Date
}

export interface ProofStore {
  addRuns(runs: readonly ProbeRun[]): Promise<void>
  /** The newest run of every probe of every clause. */
  newestRuns(): Promise<readonly ProbeRun[]>
  raise(finding: Finding): Promise<void>
  settle(key: string, at: Date): Promise<void>
  openFindings(): Promise<readonly OpenFinding[]>
  /** Decisions counted from a day on; canaries' apart. */
  counted(from: Date): Promise<readonly Counted[]>
  /** Requests of people opened or ended since a moment, those of withdrawals too, and how many of these ended after their day, or are open past it at `at`. */
  requests(since: Date, at: Date): Promise<{ readonly of: number; readonly late: number }>
  /** Erasures that ended since a moment, and how many of these have no receipt. */
  erasures(since: Date): Promise<{ readonly of: number; readonly unproved: number }>
  /** Versions that officers published since a moment and that were material. */
  announced(since: Date): Promise<readonly { readonly publishedAt: Date; readonly effectiveAt: Date }[]>
  /** Decisions that named a clause since the beginning; canaries' apart. */
  decisionsByClause(): Promise<ReadonlyMap<string, number>>
}
