// Commits many operations of the gate in one durable transaction, with one query for each kind of change and none for each row.
// Locks are taken in one order (persons, identifiers, messages, records, masks, tally; each sorted), so that commits wait but never deadlock.

import { none, toInt64, union, without, type Mask } from '../../policy/index.ts'
import type { AuditEntry, ChoiceEntry, Outcome, SealSegment, TallyEntry, Token, Work } from '../../gate/index.ts'
import { Failure, lengthPrefixed, toHex } from '../../base/index.ts'
import { list } from './arrays.ts'
import type { Database, Queries } from './database.ts'

/** Commits all works or none, and answers each one's outcome in order. Entries of the ledger are stored whatever the outcome, but for those of identifiers that were not added. */
export async function commitWorks(
  db: Database,
  works: readonly Work[],
  seal: SealSegment,
): Promise<readonly Outcome[]> {
  const { tenant } = db
  // one query is a transaction of its own, and has none of the turns of one
  if (
    works.every(
      (work) =>
        !work.choice && !work.identifier && !work.remove && !work.mode && !work.inputs && work.seconds === undefined,
    )
  ) {
    if (works.some(hasRecord)) return outcomesOf(works, await addRecords(db, tenant, works, await appending(works, seal, recordsLast))) // prettier-ignore
    await append(db, tenant, works, seal)
    return works.map(() => 'done')
  }
  return db.transaction(async (tx) => {
    const living = await lockPeople(tx, tenant, works)
    const added = await addIdentifiers(tx, tenant, works, living)
    const { told } = await addRecords(tx, tenant, works.filter((work) => !work.identifier || added.has(work)), nothing) // prettier-ignore
    const outcomes = outcomesOf(works, { living, told }, added)
    const done = works.filter((_, i) => outcomes[i] === 'done')
    await addInputs(tx, tenant, done)
    await addLengths(tx, tenant, done)
    await addChoices(tx, tenant, done.flatMap(({ choice }) => choice ?? [])) // prettier-ignore
    await removeRecords(tx, tenant, works.flatMap(({ remove }) => remove ?? [])) // prettier-ignore
    for (const { product, mode, since } of works.flatMap((work) => work.mode ?? []))
      await tx.query(setMode, [tenant, product, mode, since])
    await append(tx, tenant, works.filter(({ identifier }, i) => !identifier || outcomes[i] === 'done'), seal) // prettier-ignore
    return outcomes
  })
}

/** Whose person is gone stores nothing; of those that came with a message, the first to tell it is done, and each later one was seen. */
function outcomesOf(
  works: readonly Work[],
  { living, told }: Stored,
  added: ReadonlySet<Work> = new Set(),
): readonly Outcome[] {
  const fresh = new Set(told)
  return works.map((work) => {
    const { record, choice, identifier, message } = work
    const person = record?.person ?? choice?.person ?? identifier?.person
    if (person !== undefined && !living.has(person)) return 'gone'
    if (identifier && !added.has(work)) return 'seen'
    return !message || !record || fresh.delete(toHex(message)) ? 'done' : 'seen'
  })
}

// persons -------------------------------------------------------------------------------------------------------------------

/**
 * Locks the persons concerned and answers who of them lives. In a statement of its own, before choices and identifiers are looked at: it
 * waits for who is at them, and what follows sees what that left. Writers share the lock; choices, removals and what is made from others take
 * turns for one person.
 */
async function lockPeople(tx: Queries, tenant: string, works: readonly Work[]): Promise<ReadonlySet<string>> {
  const alone = sorted(works.flatMap(({ choice, remove, inputs, record }) => [choice?.person ?? [], remove?.person ?? [], (inputs && record?.person) ?? []].flat())) // prettier-ignore
  const touched = works.flatMap(({ record, identifier }) => [record?.person ?? [], identifier?.person ?? []].flat())
  const shared = sorted(touched).filter((person) => !alone.includes(person))
  const living = new Set<string>()
  for (const [people, lock] of [
    [alone, lockAlone],
    [shared, lockShared],
  ] as const) {
    // prettier-ignore
    const rows = people.length === 0 ? [] : await tx.query<{ person: string }>(lock, [tenant, list('uuid', people)])
    for (const { person } of rows) living.add(person)
  }
  return living
}

function sorted(people: readonly string[]): string[] {
  return [...new Set(people)].sort()
}

/**
 * Those of $2 who live, as `p`, locked in order: who waited for an erasure is judged by the row that it left. Each is looked up by the
 * whole key, whatever the planner believes of the table.
 */
function lockedLiving(strength: 'key share' | 'no key update'): string {
  return `(select distinct u.person from unnest($2::uuid[]) as u (person) order by u.person) a
          cross join lateral (select p.person from person p where p.tenant = $1 and p.person = a.person and p.shredded_at is null for ${strength}) p`
}

const lockShared = `select p.person from ${lockedLiving('key share')}`
const lockAlone = `select p.person from ${lockedLiving('no key update')}`

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

// records -------------------------------------------------------------------------------------------------------------------

/** Who lives of those the records are about, and which messages were told for the first time, printed. */
interface Stored {
  readonly living: ReadonlySet<string>
  readonly told: ReadonlySet<string>
}

/**
 * Stores the records of living persons, of those with one message the first to tell it, and does what is to be appended, in one query. It
 * can be one although a query sees nothing that was committed after it began: of a person it goes by what the lock answers, which waits
 * for an erasure and reads the row anew; of messages by the unique key, which no snapshot hides; and nothing else is looked at.
 */
async function addRecords(
  queries: Queries,
  tenant: string,
  works: readonly Work[],
  { parts, values }: Appending,
): Promise<Stored> {
  const some = works.filter(hasRecord)
  if (some.length === 0) return { living: new Set(), told: new Set() }
  const text = `with ${[storeRecords, ...parts].join(', ')} ${whatWasStored}`
  const [row] = await queries.query<StoredRow>(text, [
    tenant,
    list('uuid', some.map(({ record }) => record.person)),
    list('uuid', some.map(({ record }) => record.id)),
    list('int4', some.map(({ record }) => record.cell)),
    list('text', some.map(({ record }) => record.product)),
    list('text', some.map(({ record }) => record.category)),
    list('text', some.map(({ record }) => record.source)),
    list('text', some.map(({ record }) => record.place)),
    list('timestamptz', some.map(({ record }) => record.collectedAt)),
    list('timestamptz', some.map(({ record }) => record.endedAt)),
    list('timestamptz', some.map(({ record }) => record.storedAt)),
    list('text', some.map(({ record }) => record.law)),
    list('int4', some.map(({ record }) => record.keyVersion)),
    list('bytea', some.map(({ record }) => record.sealed)),
    list('bytea', some.map(({ message }) => message ?? null)),
    list('timestamptz', some.map(({ messageUntil }) => messageUntil ?? null)),
    ...values,
  ]) // prettier-ignore
  return { living: new Set(row!.living), told: new Set(row!.told?.map(toHex)) } // it always has a row
}

interface StoredRow {
  readonly living: readonly string[] | null
  readonly told: readonly Uint8Array[] | null
}

function hasRecord(work: Work): work is Work & Required<Pick<Work, 'record'>> {
  return work.record !== undefined
}

/** Persons and messages are asked for by what the query answers, so they are locked before all that it only does. */
const storeRecords = `
  living as (
    select p.person from ${lockedLiving('key share')}
  ), item as (
    select a.*, row_number() over (partition by a.message order by a.ord) as turn
      from unnest($2::uuid[], $3::uuid[], $4::integer[], $5::text[], $6::text[], $7::text[], $8::text[], $9::timestamptz[],
                  $10::timestamptz[], $11::timestamptz[], $12::text[], $13::integer[], $14::bytea[], $15::bytea[], $16::timestamptz[]) with ordinality
           as a (person, id, cell, product, category, source, place, collected_at, ended_at, stored_at, law, key_version, sealed, message, ends_at, ord)
      join living l on l.person = a.person
  ), told as (
    insert into app.message_seen (tenant, token, at, ends_at)
    select $1, a.message, a.stored_at, a.ends_at from item a where a.message is not null and a.turn = 1 order by a.message
    on conflict do nothing returning token
  ), stored as (
    insert into record (tenant, person, id, cell, product, category, source, place, collected_at, ended_at, stored_at, law, key_version, sealed)
    select $1, a.person, a.id, a.cell, a.product, a.category, a.source, a.place, a.collected_at, a.ended_at, a.stored_at, a.law, a.key_version, a.sealed
      from item a where a.message is null or a.turn = 1 and a.message in (select t.token from told t)
  )`

/** The last placeholder of these. */
const recordsLast = 16

const whatWasStored = `
  select (select array_agg(l.person) from living l) as living, (select array_agg(t.token) from told t) as told`

/** Notes what records were made from. Failure `conflict` where one of these left meanwhile: then nothing of it is stored. */
async function addInputs(tx: Queries, tenant: string, works: readonly Work[]): Promise<void> {
  const made = works.flatMap(({ record, inputs = [] }) => (record ? inputs.map((input) => ({ person: record.person, id: record.id, input })) : [])) // prettier-ignore
  if (made.length === 0) return
  const rows = await tx.query(insertInputs, [
    tenant,
    list('uuid', made.map(({ person }) => person)),
    list('uuid', made.map(({ input }) => input)),
    list('uuid', made.map(({ id }) => id)),
  ]) // prettier-ignore
  if (rows.length < made.length) throw new Failure('conflict', { reason: 'what this was made from has left meanwhile' })
}

const insertInputs = `
  insert into record_input (tenant, person, input, id)
  select $1, a.person, a.input, a.id from unnest($2::uuid[], $3::uuid[], $4::uuid[]) as a (person, input, id)
    join record r on r.tenant = $1 and r.person = a.person and r.id = a.input
  returning input`

/** Notes how long records are, of those that have a length: most have none, and their way in stays as short as it is. */
async function addLengths(tx: Queries, tenant: string, works: readonly Work[]): Promise<void> {
  const long = works.flatMap(({ record, seconds }) => (record && seconds !== undefined ? [{ ...record, seconds }] : []))
  if (long.length === 0) return
  await tx.query(setLengths, [
    tenant,
    list('uuid', long.map(({ person }) => person)),
    list('uuid', long.map(({ id }) => id)),
    long.map(({ seconds }) => seconds),
  ]) // prettier-ignore
}

const setLengths = `
  update record r set seconds = a.seconds
    from unnest($2::uuid[], $3::uuid[], $4::double precision[]) as a (person, id, seconds)
   where r.tenant = $1 and r.person = a.person and r.id = a.id`

async function removeRecords(
  tx: Queries,
  tenant: string,
  removals: readonly NonNullable<Work['remove']>[],
): Promise<void> {
  const pairs = removals.flatMap(({ person, ids }) => ids.map((id) => ({ person, id })))
  if (pairs.length === 0) return
  const gone = await tx.query(deleteRecords, [tenant, list('uuid', pairs.map(({ person }) => person)), list('uuid', pairs.map(({ id }) => id))]) // prettier-ignore
  const expected = removals.flatMap(({ count }) => count ?? [])
  const isCounted = expected.length === removals.length // where one did not say, nobody knows how many leave
  if (isCounted && gone.length !== expected.reduce((sum, count) => sum + count, 0))
    throw new Failure('conflict', { reason: 'not as many records left as were counted before' })
  await dropEmptyLaws(tx, tenant, sorted(pairs.map(({ person }) => person)))
}

/** With a record leaves what was made from it, and what was made from that. */
const deleteRecords = `
  with recursive leaving (person, id) as (
    select a.person, a.id from unnest($2::uuid[], $3::uuid[]) as a (person, id)
    union
    select m.person, m.id from leaving l join record_input m on m.tenant = $1 and m.person = l.person and m.input = l.id
  ), noted as (
    delete from record_input m using leaving l where m.tenant = $1 and m.person = l.person and (m.input = l.id or m.id = l.id)
  )
  delete from record r using leaving a
   where r.tenant = $1 and r.person = a.person and r.id = a.id returning r.id`

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

interface Ledgered {
  readonly audit: readonly AuditEntry[]
  readonly tally: readonly TallyEntry[]
}

/** Appends the entries as one segment and counts decisions, in one query. Comes last: the counters are what concurrent commits share. */
export async function append(
  queries: Queries,
  tenant: string,
  works: readonly Ledgered[],
  seal: SealSegment,
): Promise<void> {
  const { parts, values } = await appending(works, seal, 1)
  if (parts.length > 0) await queries.query(`with ${parts.join(', ')} select`, [tenant, ...values])
}

/** Parts of a query, whose values are bound from the placeholder after `last` on; $1 is the tenant. */
export interface Appending {
  readonly parts: readonly string[]
  readonly values: readonly unknown[]
}

const nothing: Appending = { parts: [], values: [] }

/** What appends entries and counts decisions within another query. */
export async function appending(works: readonly Ledgered[], seal: SealSegment, last: number): Promise<Appending> {
  const audit = works.flatMap((work) => work.audit)
  const tally = works.flatMap((work) => work.tally)
  const segment = audit.length > 0 ? await segmentValues(audit, seal) : []
  const counted = tally.length > 0 ? tallyValues(sums(tally)) : []
  return {
    parts: [
      ...(audit.length > 0 ? [segmentFrom(last)] : []),
      ...(tally.length > 0 ? [countFrom(last + segment.length)] : []),
    ],
    values: [...segment, ...counted],
  }
}

async function segmentValues(audit: readonly AuditEntry[], seal: SealSegment): Promise<readonly unknown[]> {
  return [
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
    list('text', tally.map((s) => s.recipient ?? '')),
    list('text', tally.map((s) => s.inProduct ?? '')),
  ] // prettier-ignore
}

interface Sum extends TallyEntry {
  readonly day: string
  readonly count: number
}

/** Decisions alike on one day (UTC) as one count with the last time, in the order of the key. */
function sums(tally: readonly TallyEntry[]): readonly Sum[] {
  const groups = new Map<string, Group>()
  let [dayNumber, day] = [Number.NaN, '']
  let last: Group | undefined
  for (const one of tally) {
    const number = Math.floor(one.at.getTime() / dayMilliseconds)
    if (number !== dayNumber) [dayNumber, day] = [number, one.at.toISOString().slice(0, 10)]
    if (last?.day === day && isSame(last.first, one)) {
      counted(last, one)
      continue
    }
    const key = `${day}\0${one.cell}\0${one.purpose}\0${one.service}\0${one.ask}\0${one.effect}\0${one.clause}\0${one.canary}\0${one.recipient ?? ''}\0${one.inProduct ?? ''}`
    last = groups.get(key)
    if (last) counted(last, one)
    else groups.set(key, (last = { first: one, day, at: one.at, count: 1 }))
  }
  const sorted = [...groups].sort(([a], [b]) => (a < b ? -1 : 1))
  return sorted.map(([, { first, ...sum }]) => ({ ...first, ...sum }))
}

interface Group {
  readonly first: TallyEntry
  readonly day: string
  at: Date
  count: number
}

function counted(group: Group, { at }: TallyEntry): void {
  group.count++
  if (at > group.at) group.at = at
}

/** Decisions of one commit are mostly like the one before. */
function isSame(a: TallyEntry, b: TallyEntry): boolean {
  return (
    a.cell === b.cell &&
    a.purpose === b.purpose &&
    a.service === b.service &&
    a.ask === b.ask &&
    a.effect === b.effect &&
    a.clause === b.clause &&
    a.canary === b.canary &&
    a.recipient === b.recipient &&
    a.inProduct === b.inProduct
  )
}

const dayMilliseconds = 86_400_000

const segmentFrom = (last: number): string => `
  pending as (
    insert into audit_pending (tenant, events, persons, leaves)
    values ($1, $${last + 1}::uuid[], $${last + 2}::uuid[], $${last + 3}::bytea) returning seq
  ), body as (
    insert into audit_body (tenant, segment, count, sealed) select $1, p.seq, $${last + 4}::integer, $${last + 5}::bytea from pending p
  )`

const sumTypes = ['text', 'integer', 'text', 'text', 'text', 'text', 'text', 'boolean', 'timestamptz', 'bigint', 'text', 'text'] // prettier-ignore

const countFrom = (last: number): string => `
  counted as (
    insert into tally as t (tenant, day, cell, purpose, service, ask, effect, clause, canary, last_at, count, recipient, in_product)
    select $1, a.day::date, a.cell, a.purpose, a.service, a.ask, a.effect, a.clause, a.canary, a.at, a.count, a.recipient, a.in_product
      from unnest(${sumTypes.map((type, i) => `$${last + i + 1}::${type}[]`).join(', ')})
           as a (day, cell, purpose, service, ask, effect, clause, canary, at, count, recipient, in_product)
    on conflict (tenant, day, cell, purpose, service, ask, effect, clause, canary, recipient, in_product)
    do update set count = t.count + excluded.count, last_at = greatest(t.last_at, excluded.last_at)
  )`
