// The log in the database, for both engines: leaves, tiles and checkpoints by tenant. One transaction a step, under a lock that all
// processes of a server share; the embedded engine has one process, whose single session is the lock.

import type {
  Batch,
  LogReader,
  LogStore,
  LogTransaction,
  PendingLeaf,
  PlacedLeaf,
  SignedHead,
} from '../../ledger/index.ts'
import { Failure } from '../../base/index.ts'
import { splitPrefixed } from '../../evidence/index.ts'
import { list } from './arrays.ts'
import type { Database, Queries } from './database.ts'

interface CheckpointRow {
  size: string
  root: Uint8Array
  note: string
  at: Date
}

interface TileRow {
  hashes: Uint8Array | null
}

/** The port `LogStore` over a database. */
export function createLedgerStore(db: Database): LogStore {
  return {
    ...reader(db, db.tenant),
    transact: (work) =>
      db.transaction(async (tx) => {
        await tx.query(`select pg_advisory_xact_lock(hashtextextended('wordkept.sequence.' || $1, 0))`, [db.tenant])
        return work(logTransaction(tx, db.tenant))
      }),
    publishing: (work) => (db.engine === 'pglite' ? inTurn(db, work) : locked(db, work)),
    async leaves(from, to) {
      const rows = await db.query<{ leaf: Uint8Array }>(
        `select leaf.leaf from leaf where leaf.tenant = $1 and leaf.index >= $2 and leaf.index < $3 order by leaf.index`,
        [db.tenant, from, to],
      )
      return rows.map(({ leaf }) => leaf)
    },
    async find(events) {
      const rows = await db.query<{ event: string; index: string; hash: Uint8Array }>(
        `select leaf.event, leaf.index, leaf.hash from leaf where leaf.tenant = $1 and leaf.event = any($2::uuid[])`,
        [db.tenant, events],
      )
      return rows.map(({ event, index, hash }): PlacedLeaf => ({ event, index: Number(index), hash }))
    },
    async countPending() {
      const text = 'select coalesce(sum(cardinality(w.events)), 0) as count from audit_pending w where w.tenant = $1'
      const [row] = await db.query<{ count: string }>(text, [db.tenant])
      return Number(row?.count ?? 0)
    },
  }
}

function reader(queries: Queries, tenant: string): LogReader {
  return {
    async newest() {
      const [row] = await queries.query<CheckpointRow>(
        `select checkpoint.size, checkpoint.root, checkpoint.note, checkpoint.at from checkpoint
         where checkpoint.tenant = $1 order by checkpoint.size desc limit 1`,
        [tenant],
      )
      return row ? ({ ...row, size: Number(row.size) } satisfies SignedHead) : null
    },
    async tiles(wanted) {
      if (wanted.length === 0) return []
      const rows = await queries.query<TileRow>(
        `select tile.hashes from unnest($2::integer[], $3::bigint[]) with ordinality as wanted (level, index, place)
         left join tile on tile.tenant = $1 and tile.level = wanted.level and tile.index = wanted.index order by wanted.place`,
        [tenant, wanted.map(({ level }) => level), wanted.map(({ index }) => index)],
      )
      return rows.map(({ hashes }) => hashes)
    },
  }
}

function logTransaction(tx: Queries, tenant: string): LogTransaction {
  const log = reader(tx, tenant)
  return {
    ...log,
    async pending(limit) {
      const segments = await tx.query<PendingSegment>(oldestPending, [tenant, limit])
      return segments.flatMap(leavesOf)
    },
    async write(batch) {
      const newest = await log.newest()
      if ((newest?.size ?? null) !== batch.after)
        throw new Failure('conflict', { after: batch.after, newest: newest?.size ?? null })
      await takePending(tx, tenant, batch)
      await insertLeaves(tx, tenant, batch)
      await growTiles(tx, tenant, batch)
      await tx.query(`insert into checkpoint (tenant, size, root, note, at) values ($1, $2, $3, $4, $5)`, [
        tenant, batch.head.size, batch.head.root, batch.head.note, batch.head.at,
      ]) // prettier-ignore
    },
  }
}

/** Leaves that were committed together and wait for their places. */
export interface PendingSegment {
  readonly seq: string
  readonly events: readonly string[]
  readonly persons: readonly (string | null)[]
  readonly leaves: Uint8Array
}

/** The leaves of a segment, each with its place. */
export function leavesOf({ seq, events, persons, leaves }: PendingSegment): readonly PendingLeaf[] {
  const each = splitPrefixed(leaves)
  return events.map((event, place) => ({ seq, place, event, person: persons[place] ?? null, leaf: each[place]! })) // as many leaves as events
}

const oldestPending = `
  select o.seq, o.events, o.persons, o.leaves
    from (select w.seq, w.events, w.persons, w.leaves, sum(cardinality(w.events)) over (order by w.seq) as upto
            from (select * from audit_pending p where p.tenant = $1 order by p.seq limit $2) w) o
   where o.upto <= $2 or o.upto = cardinality(o.events)
   order by o.seq`

async function takePending(tx: Queries, tenant: string, { taken }: Batch): Promise<void> {
  const [row] = await tx.query<{ count: number }>(
    `with gone as (delete from audit_pending w where w.tenant = $1 and w.seq = any ($2::bigint[]) returning cardinality(w.events) as count)
     select coalesce(sum(g.count), 0)::integer as count from gone g`,
    [tenant, [...new Set(taken.map(({ seq }) => seq))]],
  )
  if (row!.count !== taken.length) throw new Failure('conflict', { taken: taken.length, pending: row!.count })
}

async function insertLeaves(tx: Queries, tenant: string, { taken, placed }: Batch): Promise<void> {
  await tx.query(
    `insert into leaf (tenant, index, event, leaf, hash, person, segment, place)
     select $1, placed.* from unnest($2::bigint[], $3::uuid[], $4::bytea[], $5::bytea[], $6::uuid[], $7::bigint[], $8::integer[]) as placed`,
    [
      tenant,
      list('int8', placed.map(({ index }) => index)),
      list('uuid', placed.map(({ event }) => event)),
      list('bytea', taken.map(({ leaf }) => leaf)),
      list('bytea', placed.map(({ hash }) => hash)),
      list('uuid', taken.map(({ person }) => person)),
      taken.map(({ seq }) => seq),
      list('int4', taken.map(({ place }) => place)),
    ],
  ) // prettier-ignore
}

async function growTiles(tx: Queries, tenant: string, { tiles }: Batch): Promise<void> {
  await tx.query(
    `insert into tile (tenant, level, index, hashes)
     select $1, grown.* from unnest($2::integer[], $3::bigint[], $4::bytea[]) as grown
     on conflict (tenant, level, index) do update set hashes = excluded.hashes`,
    [
      tenant,
      tiles.map(({ level }) => level),
      tiles.map(({ index }) => index),
      tiles.map(({ hashes }) => Buffer.from(hashes)),
    ],
  )
}

/** A lock of the session, for files are written meanwhile and no transaction should stay open that long. */
async function locked<T>(db: Database, work: () => Promise<T>): Promise<T> {
  const session = await db.pool.connect()
  const lock = `hashtextextended('wordkept.publish.' || $1, 0)`
  let held = false
  try {
    await session.query(`select pg_advisory_lock(${lock})`, [db.tenant])
    held = true
    return await work()
  } finally {
    const freed = held && (await session.query(`select pg_advisory_unlock(${lock})`, [db.tenant]).then(() => true, () => false)) // prettier-ignore
    session.release(!freed) // a session that may still hold the lock ends, and the lock with it
  }
}

const turns = new WeakMap<Database, Promise<unknown>>()

async function inTurn<T>(db: Database, work: () => Promise<T>): Promise<T> {
  const run = (turns.get(db) ?? Promise.resolve()).then(work)
  turns.set(db, run.catch(() => undefined)) // prettier-ignore
  return run
}
