// Forgets a person in one transaction. It locks the person first, so that a write under way either comes before (then it was not
// prepared for, and nothing is done) or after (then it finds the person gone).

import type { Forget, SealSegment, Token } from '../../gate/index.ts'
import type { Database, Queries } from './database.ts'
import { append } from './gate-commit.ts'
import { embed } from './gate-find.ts'

/** Puts tombstones, replaces what laws keep, deletes the own key, identifiers and choices. `changed`: a record that a law may keep, an identifier or another key came meanwhile. */
export async function forgetPerson(db: Database, forget: Forget, seal: SealSegment): Promise<'done' | 'changed'> {
  const { tenant } = db
  const { person } = forget
  return db.transaction(async (tx) => {
    await tx.query('select p.person from person p where p.tenant = $1 and p.person = $2 for update', [tenant, person])
    const [unseen] = await tx.query<{ count: number }>(embed(countUnseen, forget.keepable, 3), [tenant, person, forget.seen, ...forget.keepable.values]) // prettier-ignore
    if (unseen!.count > 0) return 'changed'
    const [unknown] = await tx.query<{ count: number }>(countUnknown, [tenant, person, forget.known.map((one) => one.field), forget.known.map((one) => one.token)]) // prettier-ignore
    if (unknown!.count > 0) return 'changed'
    if ((await keepByLaw(tx, tenant, forget)) === 'changed') return 'changed'
    await putTombstones(tx, tenant, forget)
    await tx.query(eraseAll, [tenant, person, forget.at])
    await append(tx, tenant, [{ audit: forget.audit, tally: [] }], seal)
    return 'done'
  })
}

/** Records that a key opens, that a law may keep, and that the forgetting was not prepared over. */
const countUnseen = `
  select count(*)::integer as count
    from record r join person_key k on k.tenant = r.tenant and k.person = r.person and k.law = r.law and k.version = r.key_version
   where r.tenant = $1 and r.person = $2 and not (r.id = any ($3::uuid[]))`

/** Identifiers that the forgetting has no tombstone for: deleted without one, an old event would bring the person back. */
const countUnknown = `
  select count(*)::integer as count
    from app.identifier i
   where i.tenant = $1 and i.person = $2
     and not exists (select from unnest($3::text[], $4::bytea[]) as a (field, token) where a.field = i.field and a.token = i.token)`

/** Keys of the laws that lie there already and are others than those it was prepared with: what is sealed under ours would open with none. */
const countOtherKeys = `
  select count(*)::integer as count
    from person_key k
    join unnest($3::text[], $4::integer[], $5::bytea[]) as a (law, version, wrapped) on a.law = k.law and a.version = k.version
   where k.tenant = $1 and k.person = $2 and k.wrapped <> a.wrapped`

async function putTombstones(
  tx: Queries,
  tenant: string,
  { person, at, tombstones, tombstonesUntil }: Forget,
): Promise<void> {
  const column = <T>(pick: (token: Token) => T): T[] => tombstones.map(pick)
  await tx.query(upsertTombstones, [
    tenant,
    column((t) => t.field),
    column((t) => t.token),
    person,
    at,
    tombstonesUntil,
  ])
}

const upsertTombstones = `
  insert into app.tombstone (tenant, field, token, person, erased_at, ends_at)
  select distinct $1, a.field, a.token, $4::uuid, $5::timestamptz, $6::timestamptz from unnest($2::text[], $3::bytea[]) as a (field, token)
  on conflict (tenant, field, token)
  do update set person = excluded.person, erased_at = excluded.erased_at, ends_at = excluded.ends_at`

/** The keys of the laws first, then the records under them: only such a record is joined with a key from now on. */
async function keepByLaw(tx: Queries, tenant: string, { person, lawKeys, kept }: Forget): Promise<'done' | 'changed'> {
  if (lawKeys.length === 0) return 'done'
  const key = <T>(pick: (k: Forget['lawKeys'][number]) => T): T[] => lawKeys.map(pick)
  const record = <T>(pick: (k: Forget['kept'][number]) => T): T[] => kept.map(pick)
  const [other] = await tx.query<{ count: number }>(countOtherKeys, [tenant, person, key((k) => k.law), key((k) => k.version), key((k) => k.wrapped)]) // prettier-ignore
  if (other!.count > 0) return 'changed'
  await tx.query(insertKeys, [tenant, person, key((k) => k.law), key((k) => k.version), key((k) => k.epoch), key((k) => k.wrapped)]) // prettier-ignore
  await tx.query(replaceKept, [tenant, person, record((k) => k.id), record((k) => k.law), record((k) => k.keyVersion), record((k) => k.sealed)]) // prettier-ignore
  return 'done'
}

const insertKeys = `
  insert into person_key (tenant, person, law, version, epoch, wrapped)
  select $1, $2::uuid, a.* from unnest($3::text[], $4::integer[], $5::integer[], $6::bytea[]) as a (law, version, epoch, wrapped)
  on conflict do nothing`

const replaceKept = `
  update record r set law = a.law, key_version = a.key_version, sealed = a.sealed
    from unnest($3::uuid[], $4::text[], $5::integer[], $6::bytea[]) as a (id, law, key_version, sealed)
   where r.tenant = $1 and r.person = $2 and r.id = a.id`

/** Identifiers, choices, the own key and keys of laws that keep nothing; the person is forgotten from the first time on. */
const eraseAll = `
  with identifiers as (delete from app.identifier i where i.tenant = $1 and i.person = $2),
       choices as (delete from choice c where c.tenant = $1 and c.person = $2),
       masks as (delete from choice_mask m where m.tenant = $1 and m.person = $2),
       keys as (delete from person_key k
                 where k.tenant = $1 and k.person = $2
                   and (k.law = '' or not exists (select from record r where r.tenant = k.tenant and r.person = k.person and r.law = k.law)))
  update person p set shredded_at = coalesce(p.shredded_at, $3) where p.tenant = $1 and p.person = $2`

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
