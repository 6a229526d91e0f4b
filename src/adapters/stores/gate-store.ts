// The gate's port over a database: what it reads, one query each, whoever is asked about. What it changes is in gate-commit.ts and
// gate-forget.ts. The tenant stands in every WHERE; row-level security is the second fence.

import { equalBytes, Failure } from '../../base/index.ts'
import type { ChoiceEntry, GateStore, Holding, ProductMode, SealSegment, StoredEntry, StoredIdentifier, TallyEntry, Token } from '../../gate/index.ts' // prettier-ignore
import type { PendingLeaf } from '../../ledger/index.ts'
import { list } from './arrays.ts'
import { coalesced } from './coalesce.ts'
import type { Database, Queries } from './database.ts'
import { commitWorks } from './gate-commit.ts'
import { embed, findOf, limits, masks, peopleOf, recordsOf } from './gate-find.ts'
import { tellAnew } from './gate-facts.ts'
import { forgetPerson, sweepForgotten } from './gate-forget.ts'
import { leavesOf, type PendingSegment } from './ledger-store.ts'
import { createPopulationStore } from './population-store.ts'

/** Opens the gate's store of the database's tenant. `seal` seals the entries of each commit. */
export function createGateStore(db: Database, seal: SealSegment): GateStore {
  const { tenant } = db
  return {
    ...createPopulationStore(db, seal),
    people: peopleOf(db),
    find: findOf(db),
    records: recordsOf(db),
    tombstones: coalesced((lists) => readTombstones(db, lists), limits),
    async countLeaving(person, ids) {
      const [row] = await db.query<{ named: number; all: number }>(leaving, [tenant, person, list('uuid', ids)])
      return row! // an aggregate has a row
    },
    async leavingWith(person, ids) {
      const rows = await db.query<{ id: string }>(leavingWith, [tenant, person, list('uuid', ids)])
      return rows.map(({ id }) => id)
    },
    async making(person, id) {
      const rows = await db.query<{ id: string; side: 'from' | 'into' }>(making, [tenant, person, id])
      const on = (side: 'from' | 'into'): string[] => rows.flatMap((row) => (row.side === side ? [row.id] : []))
      return { from: on('from'), into: on('into') }
    },
    async seen(messages) {
      const rows = await db.query<{ ord: number }>(
        `select a.ord::integer as ord from unnest($2::bytea[]) with ordinality as a (token, ord)
           cross join lateral (select from app.message_seen m where m.tenant = $1 and m.token = a.token offset 0) m`,
        [tenant, messages],
      )
      const found = new Set(rows.map(({ ord }) => ord))
      return messages.map((_, i) => found.has(i + 1))
    },
    async dropMessages(at) {
      return (await db.query(endedMessages, [tenant, at])).length
    },
    async dropTombstones(at) {
      return (await db.query(endedTombstones, [tenant, at])).length
    },
    admit: (admission) => admit(db, admission),
    tellAnew: (person, telling, audit) => tellAnew(db, person, telling, audit, seal),
    commit: (works) => commitWorks(db, works, seal),
    async choices(person) {
      return db.query<Omit<ChoiceEntry, 'bit'>>(choices, [tenant, person])
    },
    async holdings(person) {
      return db.query<Holding>(holdings, [tenant, person])
    },
    async tokensOf(person) {
      return db.query<Token>(tokens, [tenant, person])
    },
    async identifiers(person) {
      return db.query<StoredIdentifier>(identifiers, [tenant, person])
    },
    async keepSealed(person, { field, token, sealed }) {
      await db.query(keepSealed, [tenant, person, field, token, sealed])
    },
    forget: (person, keepable, prepare) => forgetPerson(db, person, keepable, prepare, seal),
    sweepForgotten: (person, limit) => sweepForgotten(db, person, limit),
    async due(predicate, limit) {
      return db.query(`${embed(due, predicate, 2)} order by r.collected_at, r.id limit $2`, [tenant, limit, ...predicate.values]) // prettier-ignore
    },
    async countWhere(predicate) {
      return db.query(`${embed(counted, predicate, 1)} group by r.cell, r.product, r.category order by r.cell, r.product, r.category`, [tenant, ...predicate.values]) // prettier-ignore
    },
    async lying() {
      return db.query(
        `select r.cell, r.place, count(*)::int as count from record r where r.tenant = $1 group by r.cell, r.place`,
        [tenant],
      )
    },
    async uncovered() {
      const [row] = await db.query<{ count: number }>(uncovered, [tenant])
      return row!.count // an aggregate has a row
    },
    async entry(event) {
      // first among what waits: an entry only ever goes from there to its place
      const waiting = await db.query<WaitingSegment>(waitingWith, [tenant, event])
      const [found] = waiting.flatMap((one) => storedOf(one, (leaf) => leaf.event === event))
      return found ?? (await db.query<StoredEntry>(entry, [tenant, event]))[0] ?? null
    },
    async entriesOf(person, limit) {
      const waiting = await db.query<WaitingSegment>(waitingAbout, [tenant, person])
      const newest = waiting.flatMap((one) => storedOf(one, (leaf) => leaf.person === person).toReversed())
      const placed = await db.query<StoredEntry>(entriesOf, [tenant, person, limit])
      const older = placed.filter(({ leaf }) => !newest.some((one) => equalBytes(one.leaf, leaf))) // placed in between
      return [...newest, ...older].slice(0, limit)
    },
    async days(person) {
      return db.query(days, [tenant, person])
    },
    async modes() {
      return db.query<ProductMode>(
        'select m.product, m.mode, m.since from app.mode m where m.tenant = $1 order by m.product',
        [tenant],
      )
    },
    async tallySince(from) {
      const rows = await db.query<Tallied>(tallySince, [tenant, from])
      return rows.map(({ last_at, count, recipient, in_product, ...row }) => ({
        ...row,
        count: Number(count),
        lastAt: last_at,
        ...(recipient !== '' && { recipient }),
        ...(in_product !== '' && { inProduct: in_product }),
      }))
    },
  }
}

type Tallied = Omit<TallyEntry, 'at' | 'recipient' | 'inProduct'> & { readonly last_at: Date; readonly count: string; readonly recipient: string; readonly in_product: string } // prettier-ignore

function columnsOf(tokens: readonly Token[]): [string[], Uint8Array[]] {
  return [tokens.map(({ field }) => field), tokens.map(({ token }) => token)]
}

const uncovered = `
  select count(*)::int as count
    from record r join person p on p.tenant = r.tenant and p.person = r.person
   where r.tenant = $1 and r.cell < 0 and not p.canary`

// persons ----------------------------------------------------------------------------------------------------

/** Every write asks: those of one turn go together. */
async function readTombstones(
  db: Database,
  lists: readonly (readonly Token[])[],
): Promise<readonly (readonly (Date | null)[])[]> {
  const tokens = lists.flat()
  const rows = await db.query<{ ord: number; erased_at: Date }>(tombstones, [
    db.tenant,
    list('text', tokens.map(({ field }) => field)),
    list('bytea', tokens.map(({ token }) => token)),
  ]) // prettier-ignore
  const found = new Map(rows.map((row) => [row.ord, row.erased_at]))
  let ord = 0
  return lists.map((some) => some.map(() => found.get(++ord) ?? null))
}

const tombstones = `
  select a.ord::integer as ord, t.erased_at
    from unnest($2::text[], $3::bytea[]) with ordinality as a (field, token, ord)
    cross join lateral (select t.erased_at from app.tombstone t where t.tenant = $1 and t.field = a.field and t.token = a.token offset 0) t`

const endedMessages = 'delete from app.message_seen m where m.tenant = $1 and m.ends_at <= $2 returning m.tenant'

const endedTombstones = 'delete from app.tombstone t where t.tenant = $1 and t.ends_at <= $2 returning t.field'

const tokens = 'select i.field, i.token from app.identifier i where i.tenant = $1 and i.person = $2 order by i.field, i.token' // prettier-ignore

const choices = `
  select c.person, c.at, c.kind, c.name, c.value, c.wording, c.version, c.channel, c.actor
    from choice c where c.tenant = $1 and c.person = $2 order by c.seq`

const identifiers = `
  select i.field, i.token, i.sealed from app.identifier i where i.tenant = $1 and i.person = $2 order by i.field, i.token`

const keepSealed = `
  update app.identifier i set sealed = $5
   where i.tenant = $1 and i.person = $2 and i.field = $3 and i.token = $4 and i.sealed is null`

const admitTriesMax = 5

/**
 * Takes the identifiers first: two who admit the same one at once wait for each other on its key, and the second finds the first's
 * person. Where that person was erased in between, it tries again.
 */
async function admit(db: Database, admission: Parameters<GateStore['admit']>[0]): Promise<string> {
  for (let tries = 0; tries < admitTriesMax; tries++) {
    const person = await db.transaction(async (tx) => {
      const { identifiers } = admission
      const sealed = identifiers.map((one) => one.sealed)
      const taken = await tx.query(takeTokens, [db.tenant, admission.person, ...columnsOf(identifiers), sealed])
      const asked = new Set(identifiers.map(({ field, token }) => `${field} ${token.join(',')}`)) // one may be told twice
      if (taken.length < asked.size) return ownerOf(tx, db.tenant, admission)
      const { person, region, age, customer, canary, at, key } = admission
      await tx.query(addPerson, [db.tenant, person, region, canary, at, key.law, key.version, key.epoch, key.wrapped, age, customer]) // prettier-ignore
      return person
    })
    if (person !== null) return person
  }
  throw new Failure('conflict', { reason: 'an identifier changed hands again and again' })
}

/** Gives back what was taken and answers who has one of the tokens. */
async function ownerOf(
  tx: Queries,
  tenant: string,
  { person, identifiers }: Parameters<GateStore['admit']>[0],
): Promise<string | null> {
  await tx.query('delete from app.identifier i where i.tenant = $1 and i.person = $2', [tenant, person])
  const [owner] = await tx.query<{ person: string }>(owners, [tenant, ...columnsOf(identifiers)])
  return owner?.person ?? null
}

const takeTokens = `
  insert into app.identifier (tenant, field, token, person, sealed)
  select distinct on (a.field, a.token) $1, a.field, a.token, $2::uuid, a.sealed
    from unnest($3::text[], $4::bytea[], $5::bytea[]) as a (field, token, sealed)
   order by a.field, a.token
  on conflict do nothing returning field`

const owners = `
  select i.person
    from unnest($2::text[], $3::bytea[]) with ordinality as a (field, token, ord)
    join app.identifier i on i.tenant = $1 and i.field = a.field and i.token = a.token
   order by a.ord limit 1`

const addPerson = `
  with added as (insert into person (tenant, person, region, canary, created_at, age, age_at, customer)
    values ($1, $2, $3, $4, $5::timestamptz, $10::integer, case when $10::integer is not null then $5::timestamptz end, $11))
  insert into person_key (tenant, person, law, version, epoch, wrapped) values ($1, $2, $6, $7, $8, $9)`

// records -------------------------------------------------------------------------------------------------------------------

/** As `gate-commit.ts` removes them. */
const leavingFrom = `
  with recursive leaving (id) as (
    select a.id from unnest($3::uuid[]) as a (id)
    union
    select m.id from leaving l join record_input m on m.tenant = $1 and m.person = $2 and m.input = l.id
  )`

const leavingWith = `${leavingFrom}
  select r.id from leaving l join record r on r.tenant = $1 and r.person = $2 and r.id = l.id where r.id <> all ($3::uuid[])`

const leaving = `${leavingFrom}
  select count(*)::integer as all, count(*) filter (where r.id = any ($3::uuid[]))::integer as named
    from leaving l join record r on r.tenant = $1 and r.person = $2 and r.id = l.id`

const making = `
  select r.id, m.side
    from (select n.input as id, 'from' as side from record_input n where n.tenant = $1 and n.person = $2 and n.id = $3
          union all
          select n.id, 'into' from record_input n where n.tenant = $1 and n.person = $2 and n.input = $3) m
    join record r on r.tenant = $1 and r.person = $2 and r.id = m.id
   order by r.collected_at desc, r.id desc`

const due = `select r.person, r.id, r.cell from record r ${masks} where r.tenant = $1`

const counted = `
  select r.cell, r.product, r.category, count(*)::integer as count from record r ${masks} where r.tenant = $1`

const holdings = `
  select r.cell, r.product, r.category, r.law, count(*)::integer as count, min(r.collected_at) as oldest
    from record r where r.tenant = $1 and r.person = $2
   group by r.cell, r.product, r.category, r.law order by r.cell, r.product, r.category, r.law`

const days = `
  select (r.collected_at at time zone 'UTC')::date as day, count(*)::integer as count
    from record r where r.tenant = $1 and r.person = $2 group by 1 order by 1 desc`

// ledger --------------------------------------------------------------------------------------------------------------------

const entry = `
  select l.leaf, b.sealed as segment, l.place
    from leaf l join audit_body b on b.tenant = l.tenant and b.segment = l.segment
   where l.tenant = $1 and l.event = $2`

const entriesOf = `
  select l.leaf, b.sealed as segment, l.place
    from leaf l join audit_body b on b.tenant = l.tenant and b.segment = l.segment
   where l.tenant = $1 and l.person = $2
   order by l.index desc limit $3`

/** Segments that wait for their places in the log, newest first: as many as came within a moment, so they are looked through. */
const waiting = (where: string): string => `
  select w.seq, w.events, w.persons, w.leaves, b.sealed
    from audit_pending w join audit_body b on b.tenant = w.tenant and b.segment = w.seq
   where w.tenant = $1 and ${where} order by w.seq desc`

const waitingWith = waiting('$2::uuid = any (w.events)')
const waitingAbout = waiting('$2::uuid = any (w.persons)')

interface WaitingSegment extends PendingSegment {
  readonly sealed: Uint8Array
}

function storedOf(segment: WaitingSegment, isWanted: (leaf: PendingLeaf) => boolean): readonly StoredEntry[] {
  return leavesOf(segment).flatMap((one) =>
    isWanted(one) ? { leaf: one.leaf, segment: segment.sealed, place: one.place } : [],
  )
}

const tallySince = `
  select t.cell, t.purpose, t.service, t.ask, t.effect, t.clause, t.canary, t.recipient, t.in_product, max(t.last_at) as last_at, sum(t.count)::bigint as count
    from tally t where t.tenant = $1 and t.day >= ($2::timestamptz at time zone 'UTC')::date
   group by t.cell, t.purpose, t.service, t.ask, t.effect, t.clause, t.canary, t.recipient, t.in_product
   order by t.cell, t.purpose, t.service, t.ask, t.effect, t.clause, t.canary, t.recipient, t.in_product`
