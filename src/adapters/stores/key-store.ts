// The vault's port over a database: keys by epoch, in batches. One query each, whichever engine runs.

import type { KeyStore, WrappedKey } from '../../vault/index.ts'
import type { Database } from './database.ts'

/** Opens the key store of the database's tenant. */
export function createKeyStore(db: Database): KeyStore {
  return {
    async keysUnder(epoch, after, limit) {
      const rows = await db.query<KeyRow>(keysAfter, [
        db.tenant,
        epoch,
        after?.person ?? null,
        after?.law ?? null,
        after?.version ?? null,
        limit,
      ])
      return rows.map(toKey)
    },
    async replaceUnder(epoch, keys) {
      const column = <T>(pick: (key: WrappedKey) => T): T[] => keys.map(pick)
      const rows = await db.query(replace, [
        db.tenant,
        epoch,
        column((key) => key.person),
        column((key) => key.law),
        column((key) => key.version),
        column((key) => key.epoch),
        column((key) => Buffer.from(key.wrapped)),
      ])
      return rows.length
    },
    async countUnder(epoch) {
      const rows = await db.query<{ count: number }>(count, [db.tenant, epoch])
      return rows[0]?.count ?? 0
    },
  }
}

interface KeyRow {
  readonly person: string
  readonly law: string
  readonly version: number
  readonly epoch: number
  readonly wrapped: Uint8Array
}

const keysAfter = `
  select k.person, k.law, k.version, k.epoch, k.wrapped
    from person_key k
   where k.tenant = $1 and k.epoch = $2
     and ($3::uuid is null or (k.person, k.law, k.version) > ($3::uuid, $4::text, $5::integer))
   order by k.person, k.law, k.version
   limit $6`

const replace = `
  update person_key k
     set epoch = n.epoch, wrapped = n.wrapped
    from unnest($3::uuid[], $4::text[], $5::integer[], $6::integer[], $7::bytea[]) as n (person, law, version, epoch, wrapped)
   where k.tenant = $1 and k.epoch = $2 and k.person = n.person and k.law = n.law and k.version = n.version
  returning k.version`

const count = `select count(*)::integer as count from person_key k where k.tenant = $1 and k.epoch = $2`

function toKey({ person, law, version, epoch, wrapped }: KeyRow): WrappedKey {
  return { person, law, version, epoch, wrapped: new Uint8Array(wrapped) }
}
