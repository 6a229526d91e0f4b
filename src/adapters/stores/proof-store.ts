// Probe runs, findings and counted decisions, on both engines alike.

import type { Counted, OpenFinding, ProbeRun, ProofStore } from '../../proof/index.ts'
import type { Database } from './database.ts'

interface FindingRow {
  key: string
  kind: OpenFinding['kind']
  clause: string | null
  summary: string
  count: string
  first_at: Date
  last_at: Date
}

interface TallyRow extends Omit<Counted, 'count' | 'lastAt'> {
  count: string
  last_at: Date
}

export function createProofStore(db: Database): ProofStore {
  const { tenant } = db
  return {
    async addRuns(runs) {
      await db.query(
        `insert into app.probe_run (tenant, clause, probe, passed, detail, at)
         select $1, r.clause, r.probe, r.passed, r.detail, r.at
         from unnest($2::text[], $3::text[], $4::boolean[], $5::text[], $6::timestamptz[]) as r (clause, probe, passed, detail, at)`,
        [
          tenant,
          runs.map((r) => r.clause),
          runs.map((r) => r.probe),
          runs.map((r) => r.passed),
          runs.map((r) => r.detail),
          runs.map((r) => r.at),
        ],
      )
      // only the newest are asked for, and the ledger has them all: what is older than the kept days makes every page slower
      await db.query(
        `delete from app.probe_run r using unnest($2::text[], $3::text[], $4::timestamptz[]) as n (clause, probe, at)
         where r.tenant = $1 and r.clause = n.clause and r.probe = n.probe and r.at < n.at - interval '168 hours'`,
        [tenant, runs.map((r) => r.clause), runs.map((r) => r.probe), runs.map((r) => r.at)],
      )
    },
    async newestRuns() {
      return db.query<ProbeRun>(
        `select distinct on (r.clause, r.probe) r.clause, r.probe, r.passed, r.detail, r.at
         from app.probe_run r where r.tenant = $1 order by r.clause, r.probe, r.seq desc`,
        [tenant],
      )
    },
    async raise({ key, kind, clause, summary, at }) {
      await db.query(
        `insert into app.finding as f (tenant, key, kind, clause, summary, first_at, last_at) values ($1, $2, $3, $4, $5, $6, $6)
         on conflict (tenant, key) do update set
           count = case when f.settled_at is null then f.count + 1 else 1 end,
           first_at = case when f.settled_at is null then f.first_at else excluded.first_at end,
           last_at = excluded.last_at, summary = excluded.summary, clause = excluded.clause, settled_at = null`,
        [tenant, key, kind, clause, summary, at],
      )
    },
    async settle(key, at) {
      await db.query(`update app.finding set settled_at = $3 where tenant = $1 and key = $2 and settled_at is null`, [
        tenant,
        key,
        at,
      ])
    },
    async openFindings() {
      const rows = await db.query<FindingRow>(
        `select f.key, f.kind, f.clause, f.summary, f.count, f.first_at, f.last_at
         from app.finding f where f.tenant = $1 and f.settled_at is null order by f.last_at desc limit 1000`,
        [tenant],
      )
      return rows.map(({ first_at, last_at, count, ...rest }) => ({
        ...rest,
        count: Number(count),
        firstAt: first_at,
        lastAt: last_at,
      }))
    },
    async counted(from) {
      const rows = await db.query<TallyRow>(
        `select t.cell, t.purpose, t.service, t.ask, t.effect, t.clause, sum(t.count)::bigint as count, max(t.last_at) as last_at
         from tally t where t.tenant = $1 and t.day >= ($2::timestamptz at time zone 'UTC')::date and not t.canary
         group by t.cell, t.purpose, t.service, t.ask, t.effect, t.clause order by max(t.last_at) desc`,
        [tenant, from],
      )
      return rows.map(({ last_at, count, ...rest }) => ({ ...rest, count: Number(count), lastAt: last_at }))
    },
    async requests(since, at) {
      const [row] = await db.query<{ all: string; late: string }>(
        `select count(*) as all, count(*) filter (where c.due_at < coalesce(c.closed_at, $3)) as late
         from app."case" c where c.tenant = $1 and c.desk = 'rights' and (c.closed_at is null or c.closed_at >= $2)`,
        [tenant, since, at],
      )
      return { of: Number(row?.all ?? 0), late: Number(row?.late ?? 0) }
    },
    async erasures(since) {
      const [row] = await db.query<{ all: string; unproved: string }>(
        `select count(*) as all, count(*) filter (where not exists (
           select from app.artefact a where a.tenant = c.tenant and a.id = c.id and a.name = 'receipt.json')) as unproved
         from app."case" c where c.tenant = $1 and c.desk = 'rights' and c.kind = 'erase' and c.state = 'done' and c.closed_at >= $2`,
        [tenant, since],
      )
      return { of: Number(row?.all ?? 0), unproved: Number(row?.unproved ?? 0) }
    },
    async announced(since) {
      const rows = await db.query<{ at: Date; effective: string }>(
        `select e.at, e.detail->>'effectiveAt' as effective from app.case_event e
         join app."case" c on c.tenant = e.tenant and c.id = e.id
         where e.tenant = $1 and c.desk = 'changes' and e.event = 'publish' and e.at >= $2 and (e.detail->>'material')::boolean order by e.at`,
        [tenant, since],
      )
      return rows.map(({ at, effective }) => ({ publishedAt: at, effectiveAt: new Date(effective) }))
    },
    async decisionsByClause() {
      const rows = await db.query<{ clause: string; count: string }>(
        `select t.clause, sum(t.count)::bigint as count from tally t where t.tenant = $1 and not t.canary and t.clause <> '' group by t.clause`,
        [tenant],
      )
      return new Map(rows.map(({ clause, count }) => [clause, Number(count)]))
    },
  }
}
