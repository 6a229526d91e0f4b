// What a house is opened with, what an open one can do, and what it tells of its health.

import type { Jobs } from '../adapters/jobs/index.ts'
import type { TokenStore, Where } from '../adapters/stores/index.ts'
import type { Clock } from '../base/index.ts'
import type { ChangesDesk, Difference, RightsDesk } from '../desks/index.ts'
import type { ChoiceEntry, Gate, IntakeQueue } from '../gate/index.ts'
import type { Ledger, TileFiles } from '../ledger/index.ts'
import type { InForce, Mode, Standing, Version } from '../policy/index.ts'
import type { Principal } from '../principals/index.ts'
import type { Proof } from '../proof/index.ts'
import type { Diagnostic, StatementFiles } from '../statement/index.ts'
import type { Systems } from '../systems/index.ts'
import type { JobName } from './schedule.ts'

/** What a house is opened with. Paths are directories of ours; the CLI reads them from environment and configuration. */
export interface AppConfig {
  readonly tenant: string
  readonly storage: Where
  /** the two key sources: never one directory */
  readonly keys: { readonly customerDir: string; readonly platformDir: string }
  /** where tiles and checkpoint are published as files */
  readonly logDir: string
  /** the checkpoint kept outside the database, best on another disk */
  readonly checkpointFile: string
  /** where people reach it */
  readonly origin: string
  /** published as version 1 where no statement is in force yet */
  readonly statement?: StatementFiles
  /** seconds between runs of the jobs that must be quick in a tour or a test; the table's own without */
  readonly pace?: Partial<Record<JobName, number>>
  /** false: no job runs by the clock, each only when asked; a test decides when */
  readonly byClock?: boolean
  /** software and version, as /health tells */
  readonly software: string
  readonly clock?: Clock
  /** one line of the log: codes and names, never a value */
  readonly log: (line: Readonly<Record<string, unknown>>) => void
}

/** An open house. */
export interface App {
  readonly clock: Clock
  readonly inForce: () => InForce
  /** the place where the vault's store lies */
  readonly place: string
  readonly gate: Gate
  /** in front of `gate.intake`: bounded, so that nobody waits longer than a sender does */
  readonly intakeQueue: IntakeQueue
  readonly ledger: Ledger
  readonly logFiles: TileFiles
  readonly proof: Proof
  readonly rights: RightsDesk
  readonly changes: ChangesDesk<Diagnostic>
  readonly systems: Systems
  readonly jobs: Jobs
  readonly tokens: TokenStore
  health(): Promise<Health>
  /** Every published version, those of a later day too, oldest first (CHG-01). */
  versions(): readonly Version[]
  /** What a version changed against the one before. Failure('not_found') for one that was not published. */
  changesOf(version: number): Difference
  /** The person of a session cookie; null for anybody else. */
  personOfSession(headers: Headers): Promise<Extract<Principal, { role: 'person' }> | null>
  isFresh(signedInAt: Date): boolean
  signIn(email: string, password: string): Promise<readonly string[]>
  signOut(headers: Headers): Promise<readonly string[]>
  openAccount(account: {
    readonly email: string
    readonly password: string
    readonly name: string
    readonly region?: string | undefined
    readonly age?: number | undefined
  }): Promise<void>
  standing(person: string): Promise<Standing>
  greetingOf(person: string): Promise<string>
  choose(
    person: Extract<Principal, { role: 'person' }>,
    asked: Pick<ChoiceEntry, 'kind' | 'name' | 'value'>,
    channel: string,
  ): Promise<Omit<ChoiceEntry, 'bit'>>
  /** Lets a product observe or enforce from now on, and tries the sentences anew. Throws Failure('name_unknown') for an unknown product. */
  setMode(product: string, mode: Mode, actor: string): Promise<void>
  /** Waits for everything under way, then closes it all. */
  close(): Promise<void>
}

/** What /health tells, `kept doctor` prints, and the start shows. */
export interface Health {
  readonly state: 'ready' | 'starting' | 'stopping'
  readonly name: string
  readonly software: string
  readonly statement: { readonly version: number; readonly hash: string } | null
  readonly engine: string
  readonly durability: string
  readonly secondFence: string
  readonly custodians: { readonly two: boolean; readonly words: string }
  readonly clock: string
  readonly ledger: { readonly size: number; readonly at: string | null; readonly pending: number }
  readonly jobs: {
    readonly job: string
    readonly every: string
    readonly stopped: boolean
    readonly lastAt: string | null
    readonly outcome: string | null
  }[]
}
