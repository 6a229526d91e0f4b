// What a plan is, and where it is kept. A plan is its steps; a step goes intended ▶ begun ▶ effected ▶ done and never back, except that
// an effect which the read-back does not confirm is begun again (docs/spec/plans.md, P1–P8).

import type { FailureDetail } from '../base/index.ts'
import type { Effect, Intent, Items, ReadBack } from './holder.ts'

/** Copy: everything about a person, put into one archive for that person. */
export interface CopyIntent {
  readonly kind: 'export'
  readonly plan: string
  readonly step: number
  readonly case: string | null
  readonly person: string
  readonly at: string
  readonly before: number
}

export type PlanIntent = Intent | CopyIntent
export type PlanKind = PlanIntent['kind']

/** intended: recorded. begun: its intent is in the ledger, its effect may or may not have happened. effected: it has. done: read back. */
export type StepState = 'intended' | 'begun' | 'effected' | 'done'

export interface Step {
  readonly seq: number
  /** name of who does it: a holder, or another doer */
  readonly holder: string
  readonly state: StepState
  readonly intent: PlanIntent
  readonly effect: Effect | null
  readonly readBack: ReadBack | null
  /** events of the ledger: intent, effect, read-back, and those the holder appended */
  readonly events: readonly string[]
  /** when it came into its state */
  readonly at: Date
}

/** running: may be claimed. done: every step was read back. */
export type PlanState = 'running' | 'done'

export interface Plan {
  readonly id: string
  readonly case: string | null
  readonly kind: PlanKind
  readonly person: string | null
  readonly state: PlanState
  /** failure code it waits on, while a holder does not answer or still has something */
  readonly waitsFor: string | null
  /** that failure's detail: names and codes that say whom it waits for and what to do; null without */
  readonly waitsWhy: FailureDetail | null
  /** not taken up again before; null: at once */
  readonly retryAt: Date | null
  /** how often somebody took it */
  readonly tries: number
  readonly openedAt: Date
  readonly doneAt: Date | null
  readonly steps: readonly Step[]
}

/** A plan to open. Its steps follow from it: one for each holder that takes the kind. */
export type NewPlan = { readonly id: string; readonly case: string | null; readonly at: Date } & (
  | { readonly kind: 'erase'; readonly person: string; readonly tombstonesUntil: Date }
  | { readonly kind: 'clear'; readonly person: string; readonly ids: readonly string[] }
  | { readonly kind: 'sweep'; readonly items: readonly Items[] }
  | { readonly kind: 'export'; readonly person: string }
)

/** A plan as it is first written: every step intended, nothing done. */
export type PlanRow = Omit<Plan, 'state' | 'waitsFor' | 'waitsWhy' | 'retryAt' | 'tries' | 'doneAt'>

/** A plan that one process holds. `fence` rises with every claim: who writes with an older one writes nothing. */
export interface Claim {
  readonly plan: Plan
  readonly fence: number
}

/** Where plans are kept. Every write returns only when it is durable. */
export interface PlanStore {
  /** Keeps a new plan; the same id again changes nothing. */
  open(plan: PlanRow): Promise<void>
  read(plan: string): Promise<Plan | null>
  /** The plans of some cases, oldest first. */
  ofCases(ids: readonly string[]): Promise<readonly Plan[]>
  /**
   * Takes one unfinished plan (this one, else the oldest) that nobody holds and that need not wait, until `until`. A plan of a case is
   * only taken while its case is running and an identification is on record: checked in the transaction that takes it (R2). `alone`:
   * no other process can be alive, so leases of the dead one count for nothing.
   */
  claim(asked: {
    readonly plan?: string
    readonly now: Date
    readonly until: Date
    readonly alone: boolean
  }): Promise<Claim | null>
  /** Keeps a step as it is now and holds the plan until `until`; false when another process took the plan over. */
  save(claim: Claim, step: Step, until: Date): Promise<boolean>
  /** Adds steps for whoever was not there when the plan was drawn, and holds it until `until`; false when another process took it over. */
  join(claim: Claim, steps: readonly Step[], until: Date): Promise<boolean>
  /** Holds the plan until `until`; false when another process took it over. */
  hold(claim: Claim, until: Date): Promise<boolean>
  /** Lets the plan go: done, or waiting for what a failure names. */
  release(
    claim: Claim,
    end:
      | { readonly doneAt: Date }
      | { readonly waitsFor: string; readonly waitsWhy: FailureDetail; readonly retryAt: Date },
  ): Promise<boolean>
}
