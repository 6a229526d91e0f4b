// Cases, their history, approvals, files and links in the database. A move locks its case, looks again at what must hold, and writes
// case, history, plan and version in one transaction (docs/spec/rights.md, C2, R3).

import type {
  Approval,
  ArtefactStore,
  Case,
  CaseEvent,
  CaseFilter,
  CaseStore,
  LinkStore,
  MoveRow,
} from '../../desks/index.ts'
import { Failure } from '../../base/index.ts'
import type { Database, Queries } from './database.ts'
import { insertPlan } from './plan-store.ts'
import { insertVersion } from './version-store.ts'

interface CaseColumns {
  readonly id: string
  readonly desk: string
  readonly number: string
  readonly kind: string
  readonly state: string
  readonly person: string | null
  readonly alias: string | null
  readonly facts: Case['facts']
  readonly opened_at: Date
  readonly due_at: Date | null
  readonly closed_at: Date | null
}

/** The cases of one tenant. */
export function createCaseStore(db: Database): CaseStore {
  const { tenant } = db
  return {
    open: (one) => db.transaction((tx) => openCase(tx, tenant, one)),
    async byNumber(desk, number) {
      const [one] = await withHistory(
        db,
        tenant,
        await db.query<CaseColumns>(`${selectCases} where c.tenant = $1 and c.desk = $2 and c.number = $3`, [
          tenant,
          desk,
          number,
        ]),
      )
      return one ?? null
    },
    async numberOf(id) {
      const [row] = await db.query<{ number: string }>(
        `select c.number from app."case" c where c.tenant = $1 and c.id = $2`,
        [tenant, id],
      )
      return row?.number ?? null
    },
    async list({ desk, person, alias, states }: CaseFilter) {
      const rows = await db.query<CaseColumns>(
        `${selectCases} where c.tenant = $1 and c.desk = $2 and ($3::uuid is null or c.person = $3::uuid)
           and ($4::text is null or c.alias = $4::text) and ($5::text[] is null or c.state = any($5::text[]))
         order by c.opened_at desc, c.number desc`,
        [tenant, desk, person ?? null, alias ?? null, states ?? null],
      )
      return withHistory(db, tenant, rows)
    },
    move: (move) => db.transaction((tx) => moveCase(tx, tenant, move)),
    async learn(id, facts) {
      await db.query(`update app."case" c set facts = c.facts || $3::jsonb where c.tenant = $1 and c.id = $2`, [
        tenant,
        id,
        JSON.stringify(facts),
      ])
    },
    approve: (id, state, approval) => db.transaction((tx) => approve(tx, tenant, id, state, approval)),
    approvals: (id) => approvalsOf(db, tenant, id, null),
    unnoted: (limit, only) =>
      db.query(
        `select e.id, c.desk, c.number, c.kind, e.seq, e.at, e.event, e.actor, e.detail, e.noted
         from app.case_event e join app."case" c on c.tenant = e.tenant and c.id = e.id
         where e.tenant = $1 and e.noted is null and ($3::uuid is null or e.id = $3::uuid)
         order by e.at, e.id, e.seq limit $2`,
        [tenant, limit, only],
      ),
    async noted(id, seq, event) {
      await db.query(`update app.case_event e set noted = $4 where e.tenant = $1 and e.id = $2 and e.seq = $3`, [
        tenant,
        id,
        seq,
        event,
      ])
    },
  }
}

const selectCases = `select c.id, c.desk, c.number, c.kind, c.state, c.person, c.alias, c.facts, c.opened_at, c.due_at, c.closed_at
  from app."case" c`

async function withHistory(queries: Queries, tenant: string, rows: readonly CaseColumns[]): Promise<readonly Case[]> {
  if (rows.length === 0) return []
  const events = await queries.query<CaseEvent & { readonly id: string }>(
    `select e.id, e.seq, e.at, e.event, e.actor, e.detail, e.noted from app.case_event e
     where e.tenant = $1 and e.id = any($2::uuid[]) order by e.id, e.seq`,
    [tenant, rows.map(({ id }) => id)],
  )
  const byCase = Map.groupBy(events, ({ id }) => id)
  return rows.map(({ opened_at, due_at, closed_at, ...row }) => ({
    ...row,
    openedAt: opened_at,
    dueAt: due_at,
    closedAt: closed_at,
    history: (byCase.get(row.id) ?? []).map(eventOf),
  }))
}

function eventOf({ seq, at, event, actor, detail, noted }: CaseEvent): CaseEvent {
  return { seq, at, event, actor, detail, noted }
}

async function openCase(tx: Queries, tenant: string, one: Parameters<CaseStore['open']>[0]): Promise<Case> {
  const [row] = await tx.query<CaseColumns>(
    `insert into app."case" (tenant, id, desk, number, kind, state, person, alias, facts, opened_at, due_at)
     values ($1, $2, $3, $4 || '-' || nextval('app.case_number'), $5, $6, $7, $8, $9, $10, $11)
     on conflict (tenant, person, kind) where desk = 'rights' and kind in ('access', 'export', 'erase') and closed_at is null do nothing
     returning id, desk, number, kind, state, person, alias, facts, opened_at, due_at, closed_at`,
    [
      tenant,
      one.id,
      one.desk,
      one.prefix,
      one.kind,
      one.state,
      one.person,
      one.alias,
      JSON.stringify(one.facts),
      one.openedAt,
      one.dueAt,
    ],
  )
  if (row) await insertEvent(tx, tenant, { id: one.id, at: one.openedAt, event: 'open', actor: one.actor, detail: {} })
  const [opened] = await withHistory(tx, tenant, row ? [row] : await openNow(tx, tenant, one))
  if (!opened) throw new Failure('conflict', { kind: one.kind }) // the one in the way was closed in between
  return opened
}

/** The open case that stands in the way of a second one. */
function openNow(
  tx: Queries,
  tenant: string,
  { desk, kind, person }: Parameters<CaseStore['open']>[0],
): Promise<CaseColumns[]> {
  return tx.query<CaseColumns>(
    `${selectCases} where c.tenant = $1 and c.desk = $2 and c.kind = $3 and c.person = $4 and c.closed_at is null`,
    [tenant, desk, kind, person],
  )
}

async function moveCase(tx: Queries, tenant: string, move: MoveRow): Promise<'moved' | 'changed' | 'missing'> {
  const [row] = await tx.query<{ state: string }>(
    `select c.state from app."case" c where c.tenant = $1 and c.id = $2 for update`,
    [tenant, move.id],
  )
  if (row?.state !== move.from) return 'changed'
  if (move.after !== null) {
    const earlier = await tx.query(
      `select e.seq from app.case_event e where e.tenant = $1 and e.id = $2 and e.event = $3 limit 1`,
      [tenant, move.id, move.after],
    )
    if (earlier.length === 0) return 'missing'
  }
  await insertEvent(tx, tenant, move)
  await tx.query(
    `update app."case" c set state = $3, facts = c.facts || $4::jsonb, closed_at = case when $5 then $6::timestamptz end
     where c.tenant = $1 and c.id = $2`,
    [tenant, move.id, move.to, JSON.stringify(move.facts), move.closed, move.at],
  )
  if (move.plan) await insertPlan(tx, tenant, move.plan)
  if (move.version) await insertVersion(tx, tenant, move.version)
  return 'moved'
}

/** Called with the case locked or just made, so that numbers of its events are without gaps. */
async function insertEvent(
  tx: Queries,
  tenant: string,
  { id, at, event, actor, detail }: Pick<MoveRow, 'id' | 'at' | 'event' | 'actor' | 'detail'>,
): Promise<void> {
  await tx.query(
    `insert into app.case_event (tenant, id, seq, at, event, actor, detail)
     select $1, $2, coalesce(max(e.seq), 0) + 1, $3, $4, $5, $6
     from app.case_event e where e.tenant = $1 and e.id = $2`,
    [tenant, id, at, event, actor, JSON.stringify(detail)],
  )
}

async function approve(
  tx: Queries,
  tenant: string,
  id: string,
  state: string,
  { officer, over, at }: Approval,
): Promise<readonly Approval[] | null> {
  const [row] = await tx.query<{ state: string }>(
    `select c.state from app."case" c where c.tenant = $1 and c.id = $2 for update`,
    [tenant, id],
  )
  if (row?.state !== state) return null
  await tx.query(
    `insert into app.approval (tenant, id, officer, over, at) values ($1, $2, $3, $4, $5) on conflict do nothing`,
    [tenant, id, officer, over, at],
  )
  return approvalsOf(tx, tenant, id, over)
}

function approvalsOf(queries: Queries, tenant: string, id: string, over: string | null): Promise<Approval[]> {
  return queries.query<Approval>(
    `select a.officer, a.over, a.at from app.approval a
     where a.tenant = $1 and a.id = $2 and ($3::text is null or a.over = $3::text) order by a.at, a.officer`,
    [tenant, id, over],
  )
}

/** Files of cases, sealed in parts. */
export function createArtefactStore(db: Database): ArtefactStore {
  const { tenant } = db
  return {
    async put({ id, name, part, sealed, endsAt }) {
      await db.query(
        `insert into app.artefact (tenant, id, name, part, sealed, ends_at) values ($1, $2, $3, $4, $5, $6)
         on conflict (tenant, id, name, part) do update set sealed = excluded.sealed, ends_at = excluded.ends_at`,
        [tenant, id, name, part, sealed, endsAt],
      )
    },
    async part(id, name, part, now) {
      const [row] = await db.query<{ sealed: Uint8Array }>(
        `select a.sealed from app.artefact a
         where a.tenant = $1 and a.id = $2 and a.name = $3 and a.part = $4 and a.ends_at > $5`,
        [tenant, id, name, part, now],
      )
      return row?.sealed ?? null
    },
    names: (ids, now) =>
      db.query(
        `select a.id, a.name, min(a.ends_at) as until from app.artefact a
         where a.tenant = $1 and a.id = any($2::uuid[]) and a.ends_at > $3 group by a.id, a.name order by a.id, a.name`,
        [tenant, ids, now],
      ),
    async drop(id, name) {
      await db.query(`delete from app.artefact a where a.tenant = $1 and a.id = $2 and a.name = $3`, [tenant, id, name])
    },
    async countOf(person, name) {
      const [row] = await db.query<{ count: number }>(
        `select count(distinct a.id)::integer as count from app.artefact a
         join app."case" c on c.tenant = a.tenant and c.id = a.id
         where a.tenant = $1 and c.person = $2 and a.name = $3`,
        [tenant, person, name],
      )
      return row!.count // a count answers one row
    },
    async dropOf(person, name) {
      await db.query(
        `delete from app.artefact a using app."case" c
         where a.tenant = $1 and c.tenant = a.tenant and c.id = a.id and c.person = $2 and a.name = $3`,
        [tenant, person, name],
      )
    },
    async tidy(now) {
      const files = await db.query(
        `delete from app.artefact a where a.tenant = $1 and a.ends_at <= $2 returning a.part`,
        [tenant, now],
      )
      const links = await db.query(`delete from app.link l where l.tenant = $1 and l.ends_at <= $2 returning l.id`, [
        tenant,
        now,
      ])
      return files.length + links.length
    },
  }
}

/** Private links to receipts. */
export function createLinkStore(db: Database): LinkStore {
  const { tenant } = db
  return {
    async keep({ hash, id, what, endsAt }) {
      await db.query(`insert into app.link (tenant, hash, id, what, ends_at) values ($1, $2, $3, $4, $5)`, [
        tenant,
        hash,
        id,
        what,
        endsAt,
      ])
    },
    async find(hash, now) {
      const [row] = await db.query<{ number: string; ends_at: Date }>(
        `select c.number, l.ends_at from app.link l join app."case" c on c.tenant = l.tenant and c.id = l.id
         where l.tenant = $1 and l.hash = $2 and l.ends_at > $3`,
        [tenant, hash, now],
      )
      return row ? { number: row.number, endsAt: row.ends_at } : null
    },
  }
}
