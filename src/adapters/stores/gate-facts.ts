// What is told anew of a person: one row, and its entry of the ledger, in one transaction.

import { Failure } from '../../base/index.ts'
import type { AuditEntry, SealSegment, Telling } from '../../gate/index.ts'
import type { Database } from './database.ts'
import { append } from './gate-commit.ts'

/**
 * Keeps what was told of somebody living; what was left out stays. False, and nothing kept, for anybody else. Failure `conflict`, and nothing
 * kept, where what was known of them changed since it was read.
 */
export async function tellAnew(
  db: Database,
  person: string,
  { was, told: { age, customer } }: Telling,
  audit: AuditEntry,
  seal: SealSegment,
): Promise<boolean> {
  const { tenant } = db
  return db.transaction(async (tx) => {
    const [known] = await tx.query<{ is: boolean }>(lock, [tenant, person, was.age?.years ?? null, was.age?.at ?? null, was.customer]) // prettier-ignore
    if (!known) return false
    if (!known.is) throw new Failure('conflict', { reason: 'something else was told of this person meanwhile' })
    const told = [age !== undefined, age?.years ?? null, age?.at ?? null, customer !== undefined, customer ?? null]
    await tx.query(keep, [tenant, person, ...told])
    await append(tx, tenant, [{ audit: [audit], tally: [] }], seal)
    return true
  })
}

/** In a statement of its own: who waits for another that tells, or for an erasure, goes by what that left. */
const lock = `
  select (p.age is not distinct from $3::integer and p.age_at is not distinct from $4::timestamptz
          and p.customer is not distinct from $5::text) as "is"
    from person p where p.tenant = $1 and p.person = $2 and p.shredded_at is null for no key update`

const keep = `
  update person p
     set age = case when $3::boolean then $4::integer else p.age end,
         age_at = case when $3::boolean then $5::timestamptz else p.age_at end,
         customer = case when $6::boolean then $7::text else p.customer end
   where p.tenant = $1 and p.person = $2`
