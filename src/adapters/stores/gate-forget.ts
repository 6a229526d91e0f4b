// Forgets a person in one transaction. It locks the person first, so that a write under way either comes before (then it is looked at
// with all the rest) or after (then it finds the person gone). Few statements: nobody erases often, so each is planned anew.

import type { Forget, Forgettable, Printed, SealSegment, StoredRecord, Token } from '../../gate/index.ts'
import type { WrappedKey } from '../../vault/index.ts'
import { list } from './arrays.ts'
import type { Database, Queries } from './database.ts'
import { appending, dropEmptyLaws } from './gate-commit.ts'
import { embed } from './gate-find.ts'

/** Locks the person, reads what a forgetting goes by, has it prepared, and does it: tombstones, what laws keep, and an end of all the rest. */
export async function forgetPerson<Prepared extends Forget>(
  db: Database,
  person: string,
  keepable: Printed,
  prepare: (found: Forgettable) => Promise<Prepared>,
  seal: SealSegment,
): Promise<Prepared> {
  const { tenant } = db
  return db.transaction(async (tx) => {
    await tx.query(lock, [tenant, person])
    const found = await readForgettable(tx, tenant, person, keepable)
    const forget = await prepare(found)
    if (forget.kept.length > 0) await keepByLaw(tx, tenant, person, forget)
    const { parts, values } = await appending([{ audit: forget.audit, tally: [] }], seal, eraseLast)
    await tx.query(`with ${[eraseAll, ...parts].join(', ')} ${endPerson}`, [
      tenant,
      person,
      forget.at,
      forget.tombstonesUntil,
      list('text', forget.tombstones.map(({ field }) => field)),
      list('bytea', forget.tombstones.map(({ token }) => token)),
      ...values,
    ]) // prettier-ignore
    if (found.keys.some(({ law }) => law !== '')) await dropEmptyLaws(tx, tenant, [person])
    return forget
  })
}

/**
 * In a statement of its own: what comes after it sees all that it waited for. That is planned for the person at hand until the records
 * are read: a plan for anybody may look through all the records of one who has 100,000, where few or none can be kept.
 */
const lock = `
  select set_config('plan_cache_mode', 'force_custom_plan', true) from person p where p.tenant = $1 and p.person = $2 for update`

/** What comes after goes by keys alone, and is planned once a session. Asked for once, before any row. */
const plannedOnce = `(select set_config('plan_cache_mode', 'force_generic_plan', true)) is not null`

async function readForgettable(tx: Queries, tenant: string, person: string, keepable: Printed): Promise<Forgettable> {
  const known = await tx.query<Known>(keysAndTokens, [tenant, person])
  const keys = known.flatMap((one) => (one.law === null ? [] : keyOf(person, one)))
  const tokens = known.flatMap((one) => (one.law === null ? { field: one.field, token: one.token } : []))
  const records = await tx.query<StoredRecord>(embed(keepables, keepable, 3), [tenant, person, list('text', keys.map(({ law }) => law)), ...keepable.values]) // prettier-ignore
  const opens = ({ law, keyVersion }: StoredRecord): boolean =>
    keys.some((key) => key.law === law && key.version === keyVersion)
  return { keys, tokens, records: records.filter(opens) }
}

type KeyRow = Omit<WrappedKey, 'person'>

/** A key of the person, or the token of an identifier. */
type Known = KeyRow | (Token & { readonly law: null })

function keyOf(person: string, { law, version, epoch, wrapped }: KeyRow): WrappedKey {
  return { person, law, version, epoch, wrapped }
}

const keysAndTokens = `
  select k.law, k.version, k.epoch, k.wrapped, null as field, null as token from person_key k where k.tenant = $1 and k.person = $2
  union all
  select null, null, null, null, i.field, i.token from app.identifier i where i.tenant = $1 and i.person = $2`

/** Records under keys that are there and that a law may keep. */
const keepables = `
  select r.person, r.id, r.cell, r.product, r.category, r.source, r.place, r.collected_at as "collectedAt", r.ended_at as "endedAt",
         r.stored_at as "storedAt", r.law, r.key_version as "keyVersion", r.sealed
    from record r
   where ${plannedOnce} and r.tenant = $1 and r.person = $2 and r.law = any ($3::text[])`

/** The keys of the laws, and the records under them: only such a record is joined with a key from now on. */
async function keepByLaw(tx: Queries, tenant: string, person: string, { lawKeys, kept }: Forget): Promise<void> {
  await tx.query(replaceKept, [
    tenant,
    person,
    list('text', lawKeys.map((key) => key.law)),
    list('int4', lawKeys.map((key) => key.version)),
    list('int4', lawKeys.map((key) => key.epoch)),
    list('bytea', lawKeys.map((key) => key.wrapped)),
    list('uuid', kept.map((one) => one.id)),
    list('text', kept.map((one) => one.law)),
    list('int4', kept.map((one) => one.keyVersion)),
    list('bytea', kept.map((one) => one.sealed)),
  ]) // prettier-ignore
}

const replaceKept = `
  with keys as (
    insert into person_key (tenant, person, law, version, epoch, wrapped)
    select $1, $2::uuid, a.* from unnest($3::text[], $4::integer[], $5::integer[], $6::bytea[]) as a (law, version, epoch, wrapped))
  update record r set law = a.law, key_version = a.key_version, sealed = a.sealed
    from unnest($7::uuid[], $8::text[], $9::integer[], $10::bytea[]) as a (id, law, key_version, sealed)
   where r.tenant = $1 and r.person = $2 and r.id = a.id`

/** Tombstones; identifiers, choices and the own key. */
const eraseAll = `
       tombstones as (
         insert into app.tombstone (tenant, field, token, person, erased_at, ends_at)
         select $1, a.field, a.token, $2::uuid, $3::timestamptz, $4::timestamptz from unnest($5::text[], $6::bytea[]) as a (field, token)
         on conflict (tenant, field, token)
         do update set person = excluded.person, erased_at = excluded.erased_at, ends_at = excluded.ends_at),
       identifiers as (delete from app.identifier i where i.tenant = $1 and i.person = $2),
       choices as (delete from choice c where c.tenant = $1 and c.person = $2),
       masks as (delete from choice_mask m where m.tenant = $1 and m.person = $2),
       keys as (delete from person_key k where k.tenant = $1 and k.person = $2 and k.law = ''),
       inputs as (delete from record_input m where m.tenant = $1 and m.person = $2)`

/** The last placeholder of these. */
const eraseLast = 6

/** The person is forgotten from the first time on. */
const endPerson = `
  update person p set shredded_at = coalesce(p.shredded_at, $3), region = null, age = null, age_at = null, customer = null where p.tenant = $1 and p.person = $2`

/** Removes records of a person who was forgotten that no key opens, at most so many; answers how many. */
export async function sweepForgotten(db: Database, person: string, limit: number): Promise<number> {
  const [row] = await db.query<{ count: number }>(deleteUnopened, [db.tenant, person, limit])
  return row!.count
}

/**
 * The own key is gone for good once a person is forgotten, so what lies under it opens never again. The next so many ids at once, as a
 * range: a join by id would be planned by what was known of the table before that many came.
 */
const deleteUnopened = `
  with gone as (
    delete from record r
     where r.tenant = $1 and r.person = $2 and r.law = ''
       and (select p.shredded_at from person p where p.tenant = $1 and p.person = $2) is not null
       and r.id <= coalesce((select u.id from record u where u.tenant = $1 and u.person = $2 and u.law = '' order by u.id offset $3::integer - 1 limit 1),
                            'ffffffff-ffff-ffff-ffff-ffffffffffff')
    returning 1)
  select count(*)::integer as count from gone`
