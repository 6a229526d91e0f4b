// Commits many operations of the gate in one durable transaction, with one query for each kind of change and none for each row.
// Locks are taken in one order (persons, identifiers, messages, records, masks, tally; each sorted), so that commits wait but never deadlock.

import { none, toInt64, union, without, type Mask } from '../../policy/index.ts'
import type {
  AuditEntry,
  ChoiceEntry,
  Outcome,
  SealSegment,
  StoredRecord,
  TallyEntry,
  Token,
  Work,
} from '../../gate/index.ts'
import { lengthPrefixed, toHex } from '../../base/index.ts'
import { list } from './arrays.ts'
import type { Database, Queries } from './database.ts'

/** Commits all works or none, and answers each one's outcome in order. Entries of the ledger are stored whatever the outcome, but for those of identifiers that were not added. */
export async function commitWorks(
  db: Database,
  works: readonly Work[],
  seal: SealSegment,
): Promise<readonly Outcome[]> {
  const { tenant } = db
  if (
    works.every(({ record, choice, identifier, remove, mode }) => !record && !choice && !identifier && !remove && !mode)
  ) {
    await append(db, tenant, works, seal) // one query is a transaction of its own
    return works.map(() => 'done')
  }
  return db.transaction(async (tx) => {
    const living = await lockPeople(tx, tenant, works)
    const added = await addIdentifiers(tx, tenant, works, living)
    const outcomes = await admitMessages(tx, tenant, works, living, added)
    const done = works.filter((_, i) => outcomes[i] === 'done')
    await addRecords(tx, tenant, done.flatMap(({ record }) => record ?? [])) // prettier-ignore
    await addChoices(tx, tenant, done.flatMap(({ choice }) => choice ?? [])) // prettier-ignore
    await removeRecords(tx, tenant, works.flatMap(({ remove }) => remove ?? [])) // prettier-ignore
    for (const { product, mode, since } of works.flatMap((work) => work.mode ?? []))
      await tx.query(setMode, [tenant, product, mode, since])
    await append(tx, tenant, works.filter(({ identifier }, i) => !identifier || outcomes[i] === 'done'), seal) // prettier-ignore
    return outcomes
  })
}

// persons -------------------------------------------------------------------------------------------------------------------

/**
 * Locks the persons concerned and answers who of them has a key. In a statement of its own, before anything is inserted: it waits for
 * an erasure under way, and what follows sees what that left. Writers share the lock; choices and removals of one person take turns.
 */
async function lockPeople(tx: Queries, tenant: string, works: readonly Work[]): Promise<ReadonlySet<string>> {
  const alone = sorted(works.flatMap(({ choice, remove }) => [choice?.person ?? [], remove?.person ?? []].flat()))
  const touched = works.flatMap(({ record, identifier }) => [record?.person ?? [], identifier?.person ?? []].flat())
  const shared = sorted(touched).filter((person) => !alone.includes(person))
  const living = new Set<string>()
  for (const [people, lock] of [
    [alone, lockAlone],
    [shared, lockShared],
  ] as const) {
    // prettier-ignore
    const rows = people.length === 0 ? [] : await tx.query<{ person: string; gone: boolean }>(lock, [tenant, list('uuid', people)])
    for (const { person, gone } of rows) if (!gone) living.add(person)
  }
  return living
}

function sorted(people: readonly string[]): string[] {
  return [...new Set(people)].sort()
}

const lock = `
  select p.person, p.shredded_at is not null as gone
    from person p where p.tenant = $1 and p.person = any ($2::uuid[]) order by p.person`
const lockShared = `${lock} for key share`
const lockAlone = `${lock} for no key update`

// identifiers ---------------------------------------------------------------------------------------------------------------

/** Lets living persons be known by further identifiers and answers the works that did: of those that nobody has, each once. */
async function addIdentifiers(
  tx: Queries,
  tenant: string,
  works: readonly Work[],
  living: ReadonlySet<string>,
): Promise<ReadonlySet<Work>> {
  const asked = new Map<string, Work & Required<Pick<Work, 'identifier'>>>()
  for (const work of works)
    if (hasIdentifier(work) && living.has(work.identifier.person) && !asked.has(keyOf(work.identifier)))
      asked.set(keyOf(work.identifier), work)
  if (asked.size === 0) return new Set()
  const identifiers = [...asked.values()].map(({ identifier }) => identifier)
  const rows = await tx.query<Token>(insertIdentifiers, [
    tenant,
    list('text', identifiers.map((one) => one.field)),
    list('bytea', identifiers.map((one) => one.token)),
    list('uuid', identifiers.map((one) => one.person)),
    list('bytea', identifiers.map((one) => one.sealed)),
  ]) // prettier-ignore
  return new Set(rows.flatMap((row) => asked.get(keyOf(row)) ?? []))
}

function hasIdentifier(work: Work): work is Work & Required<Pick<Work, 'identifier'>> {
  return work.identifier !== undefined
}

function keyOf({ field, token }: Token): string {
  return `${field} ${toHex(token)}`
}

const insertIdentifiers = `
  insert into app.identifier (tenant, field, token, person, sealed)
  select $1, a.* from unnest($2::text[], $3::bytea[], $4::uuid[], $5::bytea[]) as a (field, token, person, sealed)
   order by a.field, a.token
  on conflict do nothing returning field, token`

// messages ------------------------------------------------------------------------------------------------------------------

/** Whose person is gone stores nothing; of those that came with a message, the first to tell it is done, and each later one was seen. */
async function admitMessages(
  tx: Queries,
  tenant: string,
  works: readonly Work[],
  living: ReadonlySet<string>,
  added: ReadonlySet<Work>,
): Promise<readonly Outcome[]> {
  const isGone = ({ record, choice, identifier }: Work): boolean => {
    const person = record?.person ?? choice?.person ?? identifier?.person
    return person !== undefined && !living.has(person)
  }
  const told = new Map<string, Message>()
  for (const work of works)
    if (work.message && work.record && !isGone(work))
      told.set(toHex(work.message), { token: work.message, at: work.record.storedAt, until: work.messageUntil ?? null })
  const fresh = await addMessages(tx, tenant, told)
  return works.map((work) => {
    if (isGone(work)) return 'gone'
    if (work.identifier && !added.has(work)) return 'seen'
    return !work.message || !work.record || fresh.delete(toHex(work.message)) ? 'done' : 'seen'
  })
}

interface Message {
  readonly token: Uint8Array
  readonly at: Date
  readonly until: Date | null
}

async function addMessages(tx: Queries, tenant: string, told: ReadonlyMap<string, Message>): Promise<Set<string>> {
  if (told.size === 0) return new Set()
  const messages = [...told.values()]
  const rows = await tx.query<{ token: Uint8Array }>(addSeen, [tenant, list('bytea', messages.map((m) => m.token)), list('timestamptz', messages.map((m) => m.at)), list('timestamptz', messages.map((m) => m.until))]) // prettier-ignore
  return new Set(rows.map(({ token }) => toHex(token)))
}

const addSeen = `
  insert into app.message_seen (tenant, token, at, ends_at)
  select $1, a.token, a.at, a.ends_at from unnest($2::bytea[], $3::timestamptz[], $4::timestamptz[]) as a (token, at, ends_at)
   order by a.token
  on conflict do nothing returning token`

// records -------------------------------------------------------------------------------------------------------------------

async function addRecords(tx: Queries, tenant: string, records: readonly StoredRecord[]): Promise<void> {
  if (records.length === 0) return
  await tx.query(insertRecords, [
    tenant,
    list('uuid', records.map((r) => r.person)),
    list('uuid', records.map((r) => r.id)),
    list('int4', records.map((r) => r.cell)),
    list('text', records.map((r) => r.product)),
    list('text', records.map((r) => r.category)),
    list('text', records.map((r) => r.source)),
    list('text', records.map((r) => r.place)),
    list('timestamptz', records.map((r) => r.collectedAt)),
    list('timestamptz', records.map((r) => r.endedAt)),
    list('timestamptz', records.map((r) => r.storedAt)),
    list('text', records.map((r) => r.law)),
    list('int4', records.map((r) => r.keyVersion)),
    list('bytea', records.map((r) => r.sealed)),
  ]) // prettier-ignore
}

const insertRecords = `
  insert into record (tenant, person, id, cell, product, category, source, place, collected_at, ended_at, stored_at, law, key_version, sealed)
  select $1, a.* from unnest($2::uuid[], $3::uuid[], $4::integer[], $5::text[], $6::text[], $7::text[], $8::text[], $9::timestamptz[],
                             $10::timestamptz[], $11::timestamptz[], $12::text[], $13::integer[], $14::bytea[]) as a`

async function removeRecords(
  tx: Queries,
  tenant: string,
  removals: readonly NonNullable<Work['remove']>[],
): Promise<void> {
  const pairs = removals.flatMap(({ person, ids }) => ids.map((id) => ({ person, id })))
  if (pairs.length === 0) return
  await tx.query(deleteRecords, [tenant, list('uuid', pairs.map(({ person }) => person)), list('uuid', pairs.map(({ id }) => id))]) // prettier-ignore
  await dropEmptyLaws(tx, tenant, sorted(pairs.map(({ person }) => person)))
}

const deleteRecords = `
  delete from record r using unnest($2::uuid[], $3::uuid[]) as a (person, id)
   where r.tenant = $1 and r.person = a.person and r.id = a.id`

/** A law's key lives as long as a record under it: with the last one it is destroyed. */
export async function dropEmptyLaws(tx: Queries, tenant: string, people: readonly string[]): Promise<void> {
  await tx.query(deleteLawKeys, [tenant, people])
}

const deleteLawKeys = `
  delete from person_key k
   where k.tenant = $1 and k.person = any ($2::uuid[]) and k.law <> ''
     and not exists (select from record r where r.tenant = k.tenant and r.person = k.person and r.law = k.law)`

// choices -------------------------------------------------------------------------------------------------------------------

async function addChoices(tx: Queries, tenant: string, choices: readonly ChoiceEntry[]): Promise<void> {
  if (choices.length === 0) return
  const column = <T>(pick: (choice: ChoiceEntry) => T): T[] => choices.map(pick)
  await tx.query(insertChoices, [
    tenant,
    column((c) => c.person),
    column((c) => c.at),
    column((c) => c.kind),
    column((c) => c.name),
    column((c) => c.value),
    column((c) => c.wording),
    column((c) => c.version),
    column((c) => c.channel),
    column((c) => c.actor),
  ])
  await foldMasks(tx, tenant, choices)
}

const insertChoices = `
  insert into choice (tenant, person, at, kind, name, value, wording, version, channel, actor)
  select $1, a.person, a.at, a.kind, a.name, a.value, a.wording, a.version, a.channel, a.actor
    from unnest($2::uuid[], $3::timestamptz[], $4::text[], $5::text[], $6::text[], $7::text[], $8::integer[], $9::text[], $10::text[])
         with ordinality as a (person, at, kind, name, value, wording, version, channel, actor, ord)
   order by a.ord`

/** What a run of a person's events does to the masks: the bits it decides, and which of these end up on. */
interface Fold {
  readonly person: string
  readonly decided: Mask
  readonly on: Mask
  readonly objections: Mask
  readonly objected: Mask
  readonly restricted: boolean | null
}

async function foldMasks(tx: Queries, tenant: string, choices: readonly ChoiceEntry[]): Promise<void> {
  const folds = [...Map.groupBy(choices, ({ person }) => person)].map(([person, events]) => foldOf(person, events))
  const column = <T>(pick: (fold: Fold) => T): T[] => folds.map(pick)
  await tx.query(beginMasks, [tenant, column((f) => f.person)])
  await tx.query(updateMasks, [
    tenant,
    column((f) => f.person),
    column((f) => toInt64(f.decided)),
    column((f) => toInt64(f.on)),
    column((f) => toInt64(f.objections)),
    column((f) => toInt64(f.objected)),
    column((f) => f.restricted),
  ])
}

function foldOf(person: string, events: readonly ChoiceEntry[]): Fold {
  const start: Fold = { person, decided: none, on: none, objections: none, objected: none, restricted: null }
  return events.reduce<Fold>((fold, { kind, value, bit }) => {
    const turned = (mask: Mask): Mask => (value === 'on' ? union(mask, bit) : without(mask, bit))
    if (kind === 'choice') return { ...fold, decided: union(fold.decided, bit), on: turned(fold.on) }
    if (kind === 'objection')
      return { ...fold, objections: union(fold.objections, bit), objected: turned(fold.objected) }
    return { ...fold, restricted: value === 'on' }
  }, start)
}

const beginMasks = `
  insert into choice_mask (tenant, person) select $1, a.person from unnest($2::uuid[]) as a (person) on conflict do nothing`

const updateMasks = `
  update choice_mask m
     set set_mask = m.set_mask | a.decided,
         on_mask = m.on_mask & ~a.decided | a.on_bits,
         objected = m.objected & ~a.objections | a.objected,
         restricted = coalesce(a.restricted, m.restricted)
    from unnest($2::uuid[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[], $7::boolean[])
         as a (person, decided, on_bits, objections, objected, restricted)
   where m.tenant = $1 and m.person = a.person`

// modes ---------------------------------------------------------------------------------------------------------------------

const setMode = `
  insert into app.mode as m (tenant, product, mode, since) values ($1, $2, $3, $4)
  on conflict (tenant, product) do update set mode = excluded.mode, since = excluded.since`

// ledger --------------------------------------------------------------------------------------------------------------------

/** Appends the entries as one segment and counts decisions, in one query. Comes last: the counters are what concurrent commits share. */
export async function append(
  queries: Queries,
  tenant: string,
  works: readonly { readonly audit: readonly AuditEntry[]; readonly tally: readonly TallyEntry[] }[],
  seal: SealSegment,
): Promise<void> {
  const audit = works.flatMap((work) => work.audit)
  const tally = works.flatMap((work) => work.tally)
  if (audit.length > 0)
    await queries.query(tally.length > 0 ? appendBoth : appendSegment, [
      ...(await segmentValues(tenant, audit, seal)),
      ...(tally.length > 0 ? tallyValues(sums(tally)) : []),
    ])
  else if (tally.length > 0) await queries.query(countOnly, [tenant, ...tallyValues(sums(tally))])
}

async function segmentValues(
  tenant: string,
  audit: readonly AuditEntry[],
  seal: SealSegment,
): Promise<readonly unknown[]> {
  return [
    tenant,
    list('uuid', audit.map((e) => e.event)),
    list('uuid', audit.map((e) => e.person)),
    lengthPrefixed(audit.map((e) => e.leaf)),
    audit.length,
    await seal(audit),
  ] // prettier-ignore
}

function tallyValues(tally: readonly Sum[]): readonly unknown[] {
  return [
    list('text', tally.map((s) => s.day)),
    list('int4', tally.map((s) => s.cell)),
    list('text', tally.map((s) => s.purpose)),
    list('text', tally.map((s) => s.service)),
    list('text', tally.map((s) => s.ask)),
    list('text', tally.map((s) => s.effect)),
    list('text', tally.map((s) => s.clause)),
    list('bool', tally.map((s) => s.canary)),
    list('timestamptz', tally.map((s) => s.at)),
    list('int8', tally.map((s) => s.count)),
  ] // prettier-ignore
}

interface Sum extends TallyEntry {
  readonly day: string
  readonly count: number
}

/** Decisions alike on one day (UTC) as one count with the last time, in the order of the key. */
function sums(tally: readonly TallyEntry[]): readonly Sum[] {
  const groups = new Map<string, { first: TallyEntry; day: string; at: Date; count: number }>()
  let [dayNumber, day] = [Number.NaN, '']
  for (const one of tally) {
    const number = Math.floor(one.at.getTime() / dayMilliseconds)
    if (number !== dayNumber) [dayNumber, day] = [number, one.at.toISOString().slice(0, 10)]
    const key = `${day}\0${one.cell}\0${one.purpose}\0${one.service}\0${one.ask}\0${one.effect}\0${one.clause}\0${one.canary}`
    const known = groups.get(key)
    if (!known) groups.set(key, { first: one, day, at: one.at, count: 1 })
    else {
      known.count++
      if (one.at > known.at) known.at = one.at
    }
  }
  const sorted = [...groups].sort(([a], [b]) => (a < b ? -1 : 1))
  return sorted.map(([, { first, ...sum }]) => ({ ...first, ...sum }))
}

const dayMilliseconds = 86_400_000

const segment = `
  pending as (
    insert into audit_pending (tenant, events, persons, leaves) values ($1, $2::uuid[], $3::uuid[], $4::bytea) returning seq
  )`

const body =
  'insert into audit_body (tenant, segment, count, sealed) select $1, p.seq, $5::integer, $6::bytea from pending p'

const sumTypes = ['text', 'integer', 'text', 'text', 'text', 'text', 'text', 'boolean', 'timestamptz', 'bigint']

/** Counts the sums that are bound from the placeholder after `last` on. */
const count = (last: number): string => `
  insert into tally as t (tenant, day, cell, purpose, service, ask, effect, clause, canary, last_at, count)
  select $1, a.day::date, a.cell, a.purpose, a.service, a.ask, a.effect, a.clause, a.canary, a.at, a.count
    from unnest(${sumTypes.map((type, i) => `$${last + i + 1}::${type}[]`).join(', ')})
         as a (day, cell, purpose, service, ask, effect, clause, canary, at, count)
  on conflict (tenant, day, cell, purpose, service, ask, effect, clause, canary)
  do update set count = t.count + excluded.count, last_at = greatest(t.last_at, excluded.last_at)`

const appendSegment = `with ${segment} ${body}`
const appendBoth = `with ${segment}, body as (${body}) ${count(6)}`
const countOnly = count(1)
