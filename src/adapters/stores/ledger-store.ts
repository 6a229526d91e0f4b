// The log in the database, for both engines: leaves, tiles and checkpoints by tenant. One transaction a step, under a lock that all
// processes of a server share; the embedded engine has one process, whose single session is the lock.

import type { Batch, LogReader, LogStore, LogTransaction, PlacedLeaf, SignedHead } from '../../ledger/index.ts'
import { Failure } from '../../base/index.ts'
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
      const [row] = await db.query<{ count: string }>(`select count(*) as count from audit_pending where tenant = $1`, [
        db.tenant,
      ])
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
    pending: (limit) =>
      tx.query(
        `select audit_pending.seq, audit_pending.event, audit_pending.leaf from audit_pending
         where audit_pending.tenant = $1 order by audit_pending.seq limit $2`,
        [tenant, limit],
      ),
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

async function takePending(tx: Queries, tenant: string, { taken }: Batch): Promise<void> {
  const rows = await tx.query(`delete from audit_pending where tenant = $1 and seq = any($2::bigint[]) returning seq`, [
    tenant,
    taken.map(({ seq }) => seq),
  ])
  if (rows.length !== taken.length) throw new Failure('conflict', { taken: taken.length, pending: rows.length })
}

async function insertLeaves(tx: Queries, tenant: string, { taken, placed }: Batch): Promise<void> {
  await tx.query(
    `insert into leaf (tenant, index, event, leaf, hash)
     select $1, placed.* from unnest($2::bigint[], $3::uuid[], $4::bytea[], $5::bytea[]) as placed`,
    [
      tenant, placed.map(({ index }) => index), placed.map(({ event }) => event),
      taken.map(({ leaf }) => Buffer.from(leaf)), placed.map(({ hash }) => Buffer.from(hash)),
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
