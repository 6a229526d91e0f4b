// Timers: each job of a table runs every so many seconds, in one process at a time, however many run. pg-boss wakes; the lease in
// app.schedule decides who runs; what came of it stands there too. Killed in the middle, it runs again when its lease has ended.

import { setTimeout as pause } from 'node:timers/promises'
import type { PgBoss } from 'pg-boss'
import { asFailure, type Clock, Failure, newId, sha256Hex } from '../../base/index.ts'
import type { Findings } from '../../policy/index.ts'
import type { Database } from '../stores/index.ts'
import { bossOn } from './boss.ts'
import { claimJob, finishJob, leaseMs, readSchedule, releaseJob, renewJob, writeStopped } from './leases.ts'

/**
 * One line of the table of jobs. `run` answers in a few words what it did; names and counts, never a personal value. Where `ends` asks a long
 * one to end before it is through, it answers null, and is run again when jobs run again.
 */
export interface JobLine {
  readonly job: string
  readonly everySeconds: number
  run(ends: AbortSignal): Promise<string | null>
}

/** A job and how it stands. `outcome`: what the last run answered, or `failed: CODE`. */
interface JobState {
  readonly job: string
  readonly everySeconds: number
  readonly stopped: boolean
  readonly lastAt: Date | null
  readonly outcome: string | null
}

/** The jobs of one tenant. */
export interface Jobs {
  /** Begins to run them by the clock. */
  start(): Promise<void>
  /** Ends running them by the clock; asks what runs now to end, and waits for it. */
  stop(): Promise<void>
  /** Runs a job now and answers its outcome; `stopped` where it is, without running it. Failure `not_found` for an unknown job. */
  run(job: string): Promise<string>
  /** Stops a job, here and in every process, until it is let run again. */
  setStopped(job: string, stopped: boolean): Promise<void>
  list(): Promise<readonly JobState[]>
}

/** What jobs need besides the database. A job that fails raises a finding, and settles it when it runs again. */
interface JobParts {
  readonly clock: Clock
  readonly findings?: Findings
}

const pollSecondsMin = 0.5
const pollSecondsMax = 2
const busyPollMs = 100
const busyMsMax = 2 * leaseMs
const wakeAgainMs = 30_000
const stopMsMax = 30_000

/** Makes the jobs of a tenant out of their table. */
export function createJobs(db: Database, table: readonly JobLine[], parts: JobParts): Jobs {
  const names = table.map(({ job }) => job)
  const suffix = sha256Hex(db.tenant).slice(0, 12) // tenants of one database share pg-boss's schema
  let boss: PgBoss | null = null
  let waking: NodeJS.Timeout | undefined
  let ending = new AbortController()

  function lineOf(job: string): JobLine {
    const line = table.find((one) => one.job === job)
    if (!line) throw new Failure('not_found', { job, known: names })
    return line
  }

  async function wakeLater(running: PgBoss, { job, everySeconds }: JobLine, seconds = everySeconds): Promise<void> {
    // a queue of policy `short` holds one waiting entry: another process that asks for the same is not heard
    await running.send(`${job}.${suffix}`, {}, { startAfter: Math.ceil(seconds) })
  }

  /** Woken: asks to be woken again first, so that a process killed in the middle breaks no chain. */
  async function wake(running: PgBoss, line: JobLine): Promise<void> {
    await wakeLater(running, line)
    const lease = newId()
    if ((await claimJob(db, line.job, lease, parts.clock.now())) === 'claimed')
      await perform(db, line, lease, parts, ending.signal)
  }

  async function begin(running: PgBoss): Promise<void> {
    const rows = new Map((await readSchedule(db, names)).map((row) => [row.job, row]))
    for (const line of table) {
      const queue = `${line.job}.${suffix}`
      await running.createQueue(queue, {
        policy: 'short',
        retryLimit: 0,
        expireInSeconds: 3_600,
        deleteAfterSeconds: 600,
      })
      await running.deleteQueuedJobs(queue) // waits as long as an older table said
      await wakeLater(running, line, secondsUntilDue(line, rows.get(line.job)?.lastAt ?? null, parts.clock.now()))
      const pollingIntervalSeconds = Math.min(pollSecondsMax, Math.max(pollSecondsMin, line.everySeconds / 10))
      await running.work(queue, { pollingIntervalSeconds }, () => wake(running, line))
    }
  }

  return {
    async start() {
      const running = bossOn(db, false)
      running.on('error', () => {}) // its polling goes on by itself; what a job cannot do is in its outcome
      await running.start()
      await begin(running)
      boss = running
      waking = setInterval(
        () => void Promise.all(table.map((line) => wakeLater(running, line))).catch(() => {}),
        wakeAgainMs,
      )
    },
    async stop() {
      clearInterval(waking)
      ending.abort()
      await boss?.stop({ graceful: true, timeout: stopMsMax })
      boss = null
      ending = new AbortController()
    },
    async run(job) {
      const line = lineOf(job)
      await readSchedule(db, [job])
      const lease = newId()
      for (let waitedMs = 0; waitedMs < busyMsMax; waitedMs += busyPollMs) {
        const claim = await claimJob(db, job, lease, parts.clock.now())
        if (claim === 'claimed') return perform(db, line, lease, parts, ending.signal)
        if (claim === 'stopped') return 'stopped'
        await pause(busyPollMs)
      }
      throw new Failure('conflict', { job, reason: 'it runs elsewhere' })
    },
    async setStopped(job, stopped) {
      await writeStopped(db, lineOf(job).job, stopped)
    },
    async list() {
      const rows = new Map((await readSchedule(db, names)).map((row) => [row.job, row]))
      return table.map(({ job, everySeconds }) => {
        const { stopped = false, lastAt = null, outcome = null } = rows.get(job) ?? {}
        return { job, everySeconds, stopped, lastAt, outcome }
      })
    },
  }
}

function secondsUntilDue({ everySeconds }: JobLine, lastAt: Date | null, now: Date): number {
  const passed = lastAt === null ? everySeconds : (now.getTime() - lastAt.getTime()) / 1000
  return Math.min(everySeconds, Math.max(0, everySeconds - passed))
}

/** Runs a job under its lease and writes down what came of it. A failure of the job is an outcome, not a failure of ours. */
async function perform(
  db: Database,
  line: JobLine,
  lease: string,
  { clock, findings }: JobParts,
  ends: AbortSignal,
): Promise<string> {
  const renewing = setInterval(() => void renewJob(db, line.job, lease, clock.now()).catch(() => {}), leaseMs / 3)
  const failure = await line.run(ends).then(
    (words) => words,
    (cause: unknown) => asFailure(cause),
  )
  clearInterval(renewing)
  if (failure === null) {
    await releaseJob(db, line.job, lease)
    return 'ended before it was through'
  }
  const outcome = failure instanceof Failure ? `${failed}${failure.code}` : failure
  const before = await finishJob(db, line.job, lease, outcome, clock.now())
  const [key, at] = [`job ${line.job}`, clock.now()]
  if (failure instanceof Failure)
    await findings?.raise({
      kind: 'unkept',
      clause: null,
      key,
      summary: `the job ${line.job} failed: ${failure.message}`,
      at,
    })
  else if (before?.startsWith(failed)) await findings?.settle(key, at)
  return outcome
}

const failed = 'failed: '
