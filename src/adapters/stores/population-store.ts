// All people's records a page at a time, and what was drawn of them: the part of the gate's port that is asked for everybody at once.

import { Failure } from '../../base/index.ts'
import type { Drawn, DrawKey, Member, PopulationStore, SealSegment } from '../../gate/index.ts'
import { list } from './arrays.ts'
import type { Database, Queries } from './database.ts'
import { append } from './gate-commit.ts'

/** Opens it over a database. `seal` seals the entries of each draw. */
export function createPopulationStore(db: Database, seal: SealSegment): PopulationStore {
  const { tenant } = db
  return {
    async members({ product, category }, after, limit) {
      const from = after === null ? [first, first] : [after.person, after.id]
      return db.query<Member>(members, [tenant, product, category, ...from, limit])
    },
    async drawn(key) {
      const [row] = await db.query<{ turn: number }>(turnOf, [tenant, ...valuesOf(key)])
      const drawn = await db.query<Drawn>(drawnFor, [tenant, ...valuesOf(key)])
      return { turn: row?.turn ?? 0, drawn }
    },
    async draw(key, { turn, drawn, ended, audit, tally }) {
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
        if (ended.length > 0) await tx.query(dropEnded, [tenant, ...valuesOf(key), list('uuid', ended)])
        await append(tx, tenant, [{ audit, tally }], seal)
      })
    },
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

/** Along the primary key, so that a page costs what it reads. A person without the key of a record has none. */
const members = `
  select r.person, r.id, r.cell, r.product, r.category, r.collected_at as "collectedAt", r.ended_at as "endedAt", r.seconds
    from record r
   where r.tenant = $1 and r.product = $2 and (r.category = $3 or starts_with(r.category, $3 || '.')) and r.law = ''
     and (r.person, r.id) > ($4::uuid, $5::uuid)
     and exists (select from person_key k
                  where k.tenant = $1 and k.person = r.person and k.law = '' and k.version = r.key_version)
   order by r.person, r.id limit $6::integer`

const ofKey = (row: string): string =>
  `${row}.tenant = $1 and ${row}.product = $2 and ${row}.purpose = $3 and ${row}.form = $4`

const turnOf = `select w.turn from app.draw w where ${ofKey('w')}`

const drawnFor = `
  select w.id, w.category, w.at, w.ends_at as "endsAt" from app.drawn w where ${ofKey('w')} order by w.turn, w.id`

const beginTurns = `
  insert into app.draw (tenant, product, purpose, form, turn) values ($1, $2, $3, $4, 1)
  on conflict do nothing returning turn`

const nextTurn = `update app.draw w set turn = w.turn + 1 where ${ofKey('w')} and w.turn = $5::integer returning w.turn`

const keepDrawn = `
  insert into app.drawn (tenant, product, purpose, form, turn, id, category, at, ends_at)
  select $1, $2, $3, $4, $9::integer, a.* from unnest($5::uuid[], $6::text[], $7::timestamptz[], $8::timestamptz[]) as a (id, category, at, ends_at)`

const dropEnded = `delete from app.drawn w where ${ofKey('w')} and w.id = any ($5::uuid[])`
