// All people's records a page at a time, and what was drawn of them: the part of the gate's port that is asked for everybody at once.

import { Failure } from '../../base/index.ts'
import type { DrawKey, MadeInput, Member, MemberPage, PopulationStore, SealSegment } from '../../gate/index.ts'
import { list } from './arrays.ts'
import type { Database, Queries } from './database.ts'
import { append } from './gate-commit.ts'

/** Opens it over a database. `seal` seals the entries of each draw. */
export function createPopulationStore(db: Database, seal: SealSegment): PopulationStore {
  const { tenant } = db
  return {
    async members({ product, category, key }, after, looked) {
      const { person, id } = after ?? { person: first, id: first }
      const values = [tenant, product, category, person, id, looked]
      const rows = key
        ? await db.query<MemberRow>(drawnMembers, [...values, ...valuesOf(key)])
        : await db.query<MemberRow>(members, values)
      return pageOf(rows)
    },
    async madeFrom(records) {
      const [people, ids] = [records.map(({ person }) => person), records.map(({ id }) => id)]
      const rows = await db.query<MadeInput & { made: string }>(madeFrom, [tenant, list('uuid', people), list('uuid', ids)]) // prettier-ignore
      return Map.groupBy(rows, ({ made }) => made)
    },
    async drawn(key, at, after) {
      const rows = await db.query<SoFarRow>(soFar, [tenant, ...valuesOf(key), at, after])
      const counting = rows.flatMap(({ category, counting: count }) => (category === null ? [] : [[category, count!] as const])) // each category with its count
      const [row] = rows.filter(({ category }) => category === null)
      return { turn: row!.turn ?? 0, after: row!.after, counting: new Map(counting) } // that row is always there
    }, // prettier-ignore
    async draw(key, { turn, drawn, audit, tally }) {
      await db.transaction(async (tx) => {
        await takeTurn(tx, [tenant, ...valuesOf(key)], turn)
        if (drawn.length > 0)
          await tx.query(keepDrawn, [
            tenant,
            ...valuesOf(key),
            list('uuid', drawn.map(({ id }) => id)),
            list('text', drawn.map((one) => one.category)),
            list('timestamptz', drawn.map(({ at }) => at)),
            list('timestamptz', drawn.map(({ endsAt }) => endsAt)),
            turn + 1,
          ]) // prettier-ignore
        await append(tx, tenant, [{ audit, tally }], seal)
      })
    },
    dropDrawn: (at) => dropDrawn(db, at),
  }
}

/** No id of ours comes before it. */
const first = '00000000-0000-0000-0000-000000000000'

function valuesOf({ product, purpose, form }: DrawKey): readonly string[] {
  return [product, purpose, form]
}

/** The row is locked by whoever changes it: who waits for another draw finds the turn taken. */
async function takeTurn(tx: Queries, key: readonly string[], turn: number): Promise<void> {
  const taken = await tx.query(turn === 0 ? beginTurns : nextTurn, turn === 0 ? key : [...key, turn])
  if (taken.length === 0) throw new Failure('conflict', { reason: 'something else was drawn meanwhile' })
}

// pages ----------------------------------------------------------------------------------------------------------------------

/** A record; or, with no cell, the last that was looked at, where a full page was. */
interface MemberRow extends Omit<Member, 'cell' | 'drawn'> {
  readonly cell: number | null
  readonly turn: number | null
  readonly endsAt: Date | null
}

function pageOf(rows: readonly MemberRow[]): MemberPage {
  const members = rows.flatMap(({ turn, endsAt, cell, ...one }) => (cell === null ? [] : [{ ...one, cell, drawn: turn === null ? null : { turn, endsAt } }])) // prettier-ignore
  const last = rows.find(({ cell }) => cell === null)
  return { members, next: last ? { person: last.person, id: last.id } : null }
}

/**
 * Along the primary key, so many at a time whatever they are: no page is dearer than another, however rare it is what is asked for. A person without
 * the key of a record has none.
 */
const membersWith = (turn: string, endsAt: string, join: string): string => `
  with page as materialized (
    select r.person, r.id, r.cell, r.product, r.category, r.collected_at, r.ended_at, r.seconds, r.law, r.key_version
      from record r where r.tenant = $1 and (r.person, r.id) > ($4::uuid, $5::uuid)
     order by r.person, r.id limit $6::integer)
  select r.person, r.id, r.cell, r.product, r.category, r.collected_at as "collectedAt", r.ended_at as "endedAt", r.seconds,
         ${turn} as turn, ${endsAt} as "endsAt"
    from page r ${join}
   where r.product = $2 and (r.category = $3 or starts_with(r.category, $3 || '.')) and r.law = ''
     and exists (select from person_key k
                  where k.tenant = $1 and k.person = r.person and k.law = '' and k.version = r.key_version)
   union all
  select l.* from (select r.person, r.id, null::integer, null::text, null::text, null::timestamptz, null::timestamptz, null::double precision,
                          null::integer, null::timestamptz
                     from page r order by r.person, r.id offset $6::integer - 1 limit 1) l
   order by person, id`

const members = membersWith('null::integer', 'null::timestamptz', '')

const ofKey = (row: string, from = 2): string =>
  `${row}.tenant = $1 and ${row}.product = $${from} and ${row}.purpose = $${from + 1} and ${row}.form = $${from + 2}`

/** Each is looked up by its whole key: behind `offset 0` the planner cannot choose to go through all draws for every record. */
const drawnMembers = membersWith(
  'w.turn',
  'w.ends_at',
  `left join lateral (select w.turn, w.ends_at from app.drawn w where ${ofKey('w', 7)} and w.id = r.id offset 0) w on true`,
)

/** Each step by its whole key, as in `gate-find.ts`. */
const madeFrom = `
  with recursive behind (person, made, input) as (
    select a.person, a.id, m.input
      from unnest($2::uuid[], $3::uuid[]) as a (person, id)
     cross join lateral (select m.input from record_input m where m.tenant = $1 and m.person = a.person and m.id = a.id offset 0) m
     union
    select b.person, b.made, m.input
      from behind b
     cross join lateral (select m.input from record_input m where m.tenant = $1 and m.person = b.person and m.id = b.input offset 0) m
  )
  select distinct b.made, r.cell,
         exists (select from record_input m where m.tenant = $1 and m.person = b.person and m.id = b.input) as "isTraced"
    from behind b
    left join lateral (select r.cell from record r where r.tenant = $1 and r.person = b.person and r.id = b.input offset 0) r on true`

// draws ----------------------------------------------------------------------------------------------------------------------

interface SoFarRow {
  readonly category: string | null
  readonly counting: number | null
  readonly turn: number | null
  readonly after: number | null
}

/** In one query, so that all of it is of one moment. */
const soFar = `
  select w.category, count(*)::integer as counting, null::integer as turn, null::integer as after
    from app.drawn w where ${ofKey('w')} and (w.ends_at is null or w.ends_at > $5::timestamptz) group by w.category
   union all
  select null, null, (select d.turn from app.draw d where ${ofKey('d')}), (select w.turn from app.drawn w where ${ofKey('w')} and w.id = $6::uuid)`

const beginTurns = `
  insert into app.draw (tenant, product, purpose, form, turn) values ($1, $2, $3, $4, 1)
  on conflict do nothing returning turn`

const nextTurn = `update app.draw w set turn = w.turn + 1 where ${ofKey('w')} and w.turn = $5::integer returning w.turn`

const keepDrawn = `
  insert into app.drawn (tenant, product, purpose, form, turn, id, category, at, ends_at)
  select $1, $2, $3, $4, $9::integer, a.* from unnest($5::uuid[], $6::text[], $7::timestamptz[], $8::timestamptz[]) as a (id, category, at, ends_at)`

// what is gone ---------------------------------------------------------------------------------------------------------------

const endedPerRound = 10_000
const lookedPerPage = 20_000

/** Draws are remembered without whose they are: what lies there is gone through, a page at a time, once for so many that have ended. */
async function dropDrawn(db: Database, at: Date): Promise<number> {
  let dropped = 0
  for (let from = first; ;) {
    const ended = (await db.query<{ id: string }>(endedAfter, [db.tenant, at, from, endedPerRound])).map(({ id }) => id)
    if (ended.length === 0) return dropped
    const there = await thoseThere(db, ended)
    const gone = ended.filter((id) => !there.has(id))
    dropped += (await db.query(dropGone, [db.tenant, at, list('uuid', gone)])).length
    from = ended.at(-1)! // there is one
  }
}

async function thoseThere(db: Database, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const there = new Set<string>()
  for (let [person, id] = [first, first]; ;) {
    const rows = await db.query<{ person: string; id: string; isLast: boolean }>(amongPage, [db.tenant, list('uuid', ids), person, id, lookedPerPage]) // prettier-ignore
    for (const row of rows) if (!row.isLast) there.add(row.id)
    const last = rows.find(({ isLast }) => isLast)
    if (!last) return there
    ;({ person, id } = last)
  }
}

const endedAfter = `
  select distinct w.id from app.drawn w
   where w.tenant = $1 and w.ends_at <= $2::timestamptz and w.id > $3::uuid order by w.id limit $4::integer`

/** A record under its person's own key may be drawn again, and must be known then. What only a law keeps is drawn no more. */
const amongPage = `
  with page as materialized (
    select r.person, r.id, r.law from record r where r.tenant = $1 and (r.person, r.id) > ($3::uuid, $4::uuid)
     order by r.person, r.id limit $5::integer)
  select r.person, r.id, false as "isLast" from page r where r.law = '' and r.id = any ($2::uuid[])
   union all
  select l.person, l.id, true from (select r.person, r.id from page r order by r.person, r.id offset $5::integer - 1 limit 1) l`

const dropGone = `
  delete from app.drawn w where w.tenant = $1 and w.ends_at <= $2::timestamptz and w.id = any ($3::uuid[]) returning w.id`
