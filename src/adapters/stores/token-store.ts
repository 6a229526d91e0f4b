// Tokens of services, officers, operators and auditors: kept as hashes, revoked at once.

import { timingSafeEqual } from 'node:crypto'
import type { Principal } from '../../principals/index.ts'
import type { Database } from './database.ts'

type Bearer = Extract<Principal, { id: string }>

interface TokenRow {
  id: string
  hash: Buffer
  role: Bearer['role']
  service: string
  source: string | null
  officer: string | null
  products: string[]
  purposes: string[]
  ends_at: Date
}

/** Where tokens are kept. */
export interface TokenStore {
  add(
    token: { readonly id: string; readonly hash: Uint8Array } & Omit<Bearer, 'id'> & { readonly createdAt: Date },
  ): Promise<void>
  /** Who holds the token; null when it is unknown, revoked or its hash differs. */
  find(id: string, hash: Uint8Array): Promise<Bearer | null>
  revoke(id: string, at: Date): Promise<boolean>
}

export function createTokenStore(db: Database): TokenStore {
  return {
    async add({ id, hash, role, service, source, officer, products, purposes, createdAt, endsAt }) {
      await db.query(
        `insert into app.service_token (tenant, id, hash, role, service, officer, products, purposes, created_at, ends_at, source)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
        [
          db.tenant,
          id,
          Buffer.from(hash),
          role,
          service,
          officer,
          products,
          purposes,
          createdAt,
          endsAt,
          source ?? null,
        ],
      )
    },
    async find(id, hash) {
      const [row] = await db.query<TokenRow>(
        `select id, hash, role, service, source, officer, products, purposes, ends_at from app.service_token
         where tenant = $1 and id = $2 and revoked_at is null`,
        [db.tenant, id],
      )
      if (!row || !timingSafeEqual(row.hash, Buffer.from(hash))) return null
      const { role, service, source, officer, products, purposes, ends_at: endsAt } = row
      return { role, id, service, ...(source !== null && { source }), officer, products, purposes, endsAt }
    },
    async revoke(id, at) {
      const rows = await db.query(
        `update app.service_token set revoked_at = $3 where tenant = $1 and id = $2 and revoked_at is null returning id`,
        [db.tenant, id, at],
      )
      return rows.length > 0
    },
  }
}
