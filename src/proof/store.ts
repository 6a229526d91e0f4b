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
  /** Decisions that named a clause since the beginning; canaries' apart. */
  decisionsByClause(): Promise<ReadonlyMap<string, number>>
}
