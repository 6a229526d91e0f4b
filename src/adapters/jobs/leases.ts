// One row a job in app.schedule: whether it is stopped, who runs it now, when it last ran and how that ended. A lease makes it run in
// one process at a time; a process that died lets it go by not renewing it.

import type { Database } from '../stores/index.ts'

/** A job as the schedule knows it. */
interface ScheduleRow {
  readonly job: string
  readonly stopped: boolean
  readonly lastAt: Date | null
  readonly outcome: string | null
}

/** Whether a job may run now: `claimed` by this lease; `stopped` by an operator; `busy` in another process or another call. */
type Claim = 'claimed' | 'stopped' | 'busy'

/** How long a lease holds without being renewed. */
export const leaseMs = 30_000

/** Makes rows for jobs that have none, and answers all. */
export async function readSchedule(db: Database, jobs: readonly string[]): Promise<readonly ScheduleRow[]> {
  await db.query(begin, [db.tenant, jobs])
  const rows = await db.query<Omit<ScheduleRow, 'lastAt'> & { last_at: Date | null }>(read, [db.tenant, jobs])
  return rows.map(({ last_at, ...row }) => ({ ...row, lastAt: last_at }))
}

/** Stops a job, or lets it run again. It stays so over restarts and in every process. */
export async function writeStopped(db: Database, job: string, stopped: boolean): Promise<void> {
  await db.query(stop, [db.tenant, job, stopped])
}

/** Takes a job for a lease, if it is neither stopped nor taken. */
export async function claimJob(db: Database, job: string, lease: string, now: Date): Promise<Claim> {
  const until = new Date(now.getTime() + leaseMs)
  const [row] = await db.query<{ claimed: boolean; stopped: boolean }>(claim, [db.tenant, job, lease, now, until])
  if (row?.claimed) return 'claimed'
  return row?.stopped ? 'stopped' : 'busy'
}

/** Holds a lease for as long again. */
export async function renewJob(db: Database, job: string, lease: string, now: Date): Promise<void> {
  await db.query(renew, [db.tenant, job, lease, new Date(now.getTime() + leaseMs)])
}

/** Ends a lease with what came of it; answers what came of the run before. */
export async function finishJob(
  db: Database,
  job: string,
  lease: string,
  outcome: string,
  now: Date,
): Promise<string | null> {
  const [row] = await db.query<{ before: string | null }>(finish, [db.tenant, job, lease, now, outcome])
  return row?.before ?? null
}

/** Lets a job go that nothing came of: it is as due as it was before. */
export async function releaseJob(db: Database, job: string, lease: string): Promise<void> {
  await db.query(release, [db.tenant, job, lease])
}

const begin = `
  insert into app.schedule (tenant, job) select $1, a.job from unnest($2::text[]) as a (job) order by a.job on conflict do nothing`

const read = `
  select s.job, s.stopped, s.last_at, s.outcome from app.schedule s where s.tenant = $1 and s.job = any ($2::text[]) order by s.job`

const stop = `
  insert into app.schedule (tenant, job, stopped) values ($1, $2, $3)
  on conflict (tenant, job) do update set stopped = excluded.stopped`

const claim = `
  with taken as (
    update app.schedule s set lease = $3, leased_until = $5
     where s.tenant = $1 and s.job = $2 and not s.stopped and (s.leased_until is null or s.leased_until <= $4)
    returning s.job
  )
  select exists (select from taken) as claimed, s.stopped from app.schedule s where s.tenant = $1 and s.job = $2`

const renew = 'update app.schedule s set leased_until = $4 where s.tenant = $1 and s.job = $2 and s.lease = $3'

const release = `
  update app.schedule s set lease = null, leased_until = null where s.tenant = $1 and s.job = $2 and s.lease = $3`

const finish = `
  with before as (select s.outcome from app.schedule s where s.tenant = $1 and s.job = $2)
  update app.schedule s set lease = null, leased_until = null, last_at = $4, outcome = $5 from before b
   where s.tenant = $1 and s.job = $2 and s.lease = $3
  returning b.outcome as before`
