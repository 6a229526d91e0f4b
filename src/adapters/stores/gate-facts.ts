// What is told anew of a person: one row, and its entry of the ledger, in one transaction.

import type { AuditEntry, SealSegment, ToldFacts } from '../../gate/index.ts'
import type { Database } from './database.ts'
import { append } from './gate-commit.ts'

/** Keeps what was told of somebody living; what was left out stays. False, and nothing kept, for anybody else. */
export async function tellAnew(
  db: Database,
  person: string,
  { age, customer }: ToldFacts,
  audit: AuditEntry,
  seal: SealSegment,
): Promise<boolean> {
  const { tenant } = db
  return db.transaction(async (tx) => {
    const told = [age !== undefined, age?.years ?? null, age?.at ?? null, customer !== undefined, customer ?? null]
    const rows = await tx.query(keep, [tenant, person, ...told])
    if (rows.length > 0) await append(tx, tenant, [{ audit: [audit], tally: [] }], seal)
    return rows.length > 0
  })
}

const keep = `
  update person p
     set age = case when $3::boolean then $4::integer else p.age end,
         age_at = case when $3::boolean then $5::timestamptz else p.age_at end,
         customer = case when $6::boolean then $7::text else p.customer end
   where p.tenant = $1 and p.person = $2 and p.shredded_at is null returning p.person`
