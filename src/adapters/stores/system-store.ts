// Connected systems, their sealed credentials and their signed maps, on both engines alike.

import type { Catalogue, DataMap, SignedMap, SystemRow, SystemStore } from '../../systems/index.ts'
import type { Database } from './database.ts'

interface Columns {
  readonly name: string
  readonly kind: SystemRow['kind']
  readonly place: string
  readonly added_at: Date
  readonly seen: Catalogue | null
  readonly seen_at: Date | null
  readonly trouble: string | null
  readonly tried_at: Date | null
  readonly version: number | null
  readonly text: string | null
  readonly says: DataMap | null
  readonly hash: string | null
  readonly signed_by: string | null
  readonly signed_for: string | null
  readonly signed_at: Date | null
}

/** The systems of one tenant. */
export function createSystemStore(db: Database): SystemStore {
  const { tenant } = db
  const read = async (name: string | null): Promise<readonly SystemRow[]> => {
    const rows = await db.query<Columns>(
      `select s.name, s.kind, s.place, s.added_at, s.seen, s.seen_at, s.trouble, s.tried_at,
         m.version, m.map as text, m.says, m.hash, m.signed_by, m.place as signed_for, m.at as signed_at
       from app.system s
       left join lateral (
         select d.version, d.map, d.says, d.hash, d.signed_by, d.place, d.at from app.data_map d
         where d.tenant = s.tenant and d.system = s.name order by d.version desc limit 1) m on true
       where s.tenant = $1 and ($2::text is null or s.name = $2::text) order by s.name`,
      [tenant, name],
    )
    return rows.map(systemOf)
  }
  return {
    async put({ name, kind, place, credential, at }) {
      const [row] = await db.query<{ is_new: boolean }>(
        `insert into app.system as s (tenant, name, kind, place, credential, added_at) values ($1, $2, $3, $4, $5, $6)
         on conflict (tenant, name) do update set kind = excluded.kind, place = excluded.place, credential = excluded.credential,
           trouble = null, tried_at = null
         returning (s.xmax = 0) as is_new`,
        [tenant, name, kind, place, Buffer.from(credential), at],
      )
      return row?.is_new === true
    },
    list: () => read(null),
    read: async (name) => (await read(name))[0] ?? null,
    async credential(name) {
      const [row] = await db.query<{ credential: Uint8Array }>(
        `select s.credential from app.system s where s.tenant = $1 and s.name = $2`,
        [tenant, name],
      )
      return row?.credential ?? null
    },
    async see(name, catalogue, at) {
      await db.query(
        `update app.system set seen = $3, seen_at = $4, trouble = null, tried_at = $4 where tenant = $1 and name = $2`,
        [tenant, name, JSON.stringify(catalogue), at],
      )
    },
    async trouble(name, reason, at) {
      await db.query(`update app.system set trouble = $3, tried_at = $4 where tenant = $1 and name = $2`, [
        tenant,
        name,
        reason,
        at,
      ])
    },
    async sign(name, { text, map, hash, signedBy, place, at, after }) {
      const rows = await db.query(
        `insert into app.data_map (tenant, system, version, map, says, hash, signed_by, place, at)
         select s.tenant, s.name, $3::integer, $4, $5::jsonb, $6, $7, s.place, $8::timestamptz from app.system s
         where s.tenant = $1 and s.name = $2 and s.place = $9
           and $3::integer = 1 + (select coalesce(max(d.version), 0) from app.data_map d where d.tenant = s.tenant and d.system = s.name)
         on conflict do nothing returning version`,
        [tenant, name, after + 1, text, JSON.stringify(map), hash, signedBy, at, place],
      )
      return rows.length === 0 ? null : { version: after + 1, text, map, hash, signedBy, place, at }
    },
    maps: (name) =>
      db.query<SignedMap>(
        `select d.version, d.map as text, d.says as map, d.hash, d.signed_by as "signedBy", d.place, d.at from app.data_map d
         where d.tenant = $1 and d.system = $2 order by d.version`,
        [tenant, name],
      ),
    remove: (name) =>
      db.transaction(async (tx) => {
        await tx.query(`delete from app.data_map where tenant = $1 and system = $2`, [tenant, name])
        const gone = await tx.query(`delete from app.system where tenant = $1 and name = $2 returning name`, [
          tenant,
          name,
        ])
        return gone.length === 1
      }),
  }
}

function systemOf({ name, kind, place, added_at: addedAt, ...row }: Columns): SystemRow {
  const { seen, seen_at, trouble, tried_at, version, text, says, hash, signed_by, signed_for, signed_at } = row
  return {
    name,
    kind,
    place,
    addedAt,
    seen: seen && seen_at && { catalogue: seen, at: seen_at },
    trouble: trouble !== null && tried_at ? { reason: trouble, at: tried_at } : null,
    map:
      version !== null &&
      text !== null &&
      says &&
      hash !== null &&
      signed_by !== null &&
      signed_for !== null &&
      signed_at
        ? { version, text, map: says, hash, signedBy: signed_by, place: signed_for, at: signed_at }
        : null,
  }
}
