// Plans and their steps in the database. A plan is taken with a row lock that skips rows another process has; every later write names
// the fencing number it was taken with, so that whoever was too slow writes nothing (docs/spec/plans.md, P4).

import type { Claim, Plan, PlanRow, PlanStore, Step } from '../../plans/index.ts'
import type { Database, Queries } from './database.ts'

/** The plans of one tenant. */
export function createPlanStore(db: Database): PlanStore {
  return {
    open: (plan) => db.transaction((tx) => insertPlan(tx, db.tenant, plan)),
    async read(id) {
      const [plan] = await readPlans(db, db.tenant, { plan: id })
      return plan ?? null
    },
    ofCases: (cases) => readPlans(db, db.tenant, { cases }),
    claim: (asked) => db.transaction((tx) => claimPlan(tx, db.tenant, asked)),
    save: (claim, step, until) => saveStep(db, db.tenant, claim, step, until),
    join: (claim, steps, until) => db.transaction((tx) => joinSteps(tx, db.tenant, claim, steps, until)),
    hold: (claim, until) => holdPlan(db, db.tenant, claim, until),
    release: (claim, end) => releasePlan(db, db.tenant, claim, end),
  }
}

/** Keeps a new plan within a transaction of its case; the same id again changes nothing. */
export async function insertPlan(tx: Queries, tenant: string, plan: PlanRow): Promise<void> {
  const fresh = await tx.query(
    `insert into app.plan (tenant, id, "case", kind, person, scope, state, opened_at)
     values ($1, $2, $3, $4, $5, '{}', 'running', $6) on conflict do nothing returning id`,
    [tenant, plan.id, plan.case, plan.kind, plan.person, plan.openedAt],
  )
  if (fresh.length > 0) await insertSteps(tx, tenant, plan.id, plan.steps)
}

async function insertSteps(tx: Queries, tenant: string, plan: string, steps: readonly Step[]): Promise<void> {
  for (const step of steps)
    await tx.query(
      `insert into app.plan_step (tenant, plan, seq, holder, state, intent, at) values ($1, $2, $3, $4, $5, $6, $7)`,
      [tenant, plan, step.seq, step.holder, step.state, JSON.stringify(step.intent), step.at],
    )
}

/** The row of the plan is locked by its own update: no other process takes it over in between. */
async function joinSteps(
  tx: Queries,
  tenant: string,
  claim: Claim,
  steps: readonly Step[],
  until: Date,
): Promise<boolean> {
  const isHeld = await holdPlan(tx, tenant, claim, until)
  if (isHeld) await insertSteps(tx, tenant, claim.plan.id, steps)
  return isHeld
}

async function holdPlan(queries: Queries, tenant: string, { plan, fence }: Claim, until: Date): Promise<boolean> {
  const rows = await queries.query(
    `update app.plan p set leased_until = $4 where p.tenant = $1 and p.id = $2 and p.lease = $3 and p.done_at is null returning p.id`,
    [tenant, plan.id, fence, until],
  )
  return rows.length === 1
}

type PlanColumns = Omit<Plan, 'steps'>
type StepColumns = Step & { readonly plan: string }

async function readPlans(
  queries: Queries,
  tenant: string,
  { plan, cases }: { readonly plan?: string; readonly cases?: readonly string[] },
): Promise<readonly Plan[]> {
  const plans = await queries.query<PlanColumns>(
    `select p.id, p."case", p.kind, p.person, p.state, p.waits_for as "waitsFor", p.waits_why as "waitsWhy",
       p.retry_at as "retryAt", p.tries,
       p.opened_at as "openedAt", p.done_at as "doneAt"
     from app.plan p where p.tenant = $1 and ($2::uuid is null or p.id = $2::uuid) and ($3::uuid[] is null or p."case" = any($3::uuid[]))
     order by p.opened_at, p.id`,
    [tenant, plan ?? null, cases ?? null],
  )
  if (plans.length === 0) return []
  const steps = await queries.query<StepColumns>(
    `select s.plan, s.seq, s.holder, s.state, s.intent, s.effect, s.read_back as "readBack", s.events, s.at
     from app.plan_step s where s.tenant = $1 and s.plan = any($2::uuid[]) order by s.plan, s.seq`,
    [tenant, plans.map(({ id }) => id)],
  )
  const byPlan = Map.groupBy(steps, (step) => step.plan)
  return plans.map((one) => ({ ...one, steps: (byPlan.get(one.id) ?? []).map(stepOf) }))
}

function stepOf({ seq, holder, state, intent, effect, readBack, events, at }: StepColumns): Step {
  return { seq, holder, state, intent, effect, readBack, events, at }
}

/** The one place where a plan of a case gets under way: only while the case is running with an identification on record. */
async function claimPlan(
  tx: Queries,
  tenant: string,
  { plan, now, until, alone }: Parameters<PlanStore['claim']>[0],
): Promise<Claim | null> {
  const [row] = await tx.query<{ id: string; lease: number }>(
    `update app.plan set lease = lease + 1, leased_until = $2, tries = tries + 1
     where tenant = $1 and id = (
       select p.id from app.plan p
       where p.tenant = $1 and p.done_at is null
         and ($4::uuid is null or p.id = $4::uuid)
         and ($5 or p.leased_until is null or p.leased_until < $3)
         and ($4::uuid is not null or p.retry_at is null or p.retry_at <= $3)
         and (p."case" is null or exists (
           select 1 from app."case" c where c.tenant = p.tenant and c.id = p."case" and c.state = 'running'
             and exists (select 1 from app.case_event e where e.tenant = c.tenant and e.id = c.id and e.event = 'identify')))
       order by p.opened_at, p.id limit 1 for update skip locked)
     returning id, lease`,
    [tenant, until, now, plan ?? null, alone],
  )
  const [taken] = row ? await readPlans(tx, tenant, { plan: row.id }) : []
  return row && taken ? { plan: taken, fence: row.lease } : null
}

async function saveStep(
  queries: Queries,
  tenant: string,
  { plan, fence }: Claim,
  step: Step,
  until: Date,
): Promise<boolean> {
  const json = (value: unknown): string | null => (value === null ? null : JSON.stringify(value))
  const rows = await queries.query(
    `with held as (
       update app.plan set leased_until = $4 where tenant = $1 and id = $2 and lease = $3 and done_at is null returning id)
     update app.plan_step s set state = $6, intent = $7, effect = $8, read_back = $9, events = $10, at = $11
     from held where s.tenant = $1 and s.plan = held.id and s.seq = $5 returning s.seq`,
    [
      tenant,
      plan.id,
      fence,
      until,
      step.seq,
      step.state,
      json(step.intent),
      json(step.effect),
      json(step.readBack),
      step.events,
      step.at,
    ],
  )
  return rows.length === 1
}

async function releasePlan(
  queries: Queries,
  tenant: string,
  { plan, fence }: Claim,
  end: Parameters<PlanStore['release']>[1],
): Promise<boolean> {
  const rows =
    'doneAt' in end
      ? await queries.query(
          `update app.plan p set state = 'done', done_at = $4, leased_until = null, retry_at = null, waits_for = null, waits_why = null
           where p.tenant = $1 and p.id = $2 and p.lease = $3 and p.done_at is null
             and not exists (select 1 from app.plan_step s where s.tenant = $1 and s.plan = $2 and s.state <> 'done') returning p.id`,
          [tenant, plan.id, fence, end.doneAt],
        )
      : await queries.query(
          `update app.plan p set leased_until = null, retry_at = $4, waits_for = $5, waits_why = $6
           where p.tenant = $1 and p.id = $2 and p.lease = $3 and p.done_at is null returning p.id`,
          [tenant, plan.id, fence, end.retryAt, end.waitsFor, JSON.stringify(end.waitsWhy)],
        )
  return rows.length === 1
}
