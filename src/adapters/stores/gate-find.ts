// What the gate asks at every read: the state of persons and their records. Questions of one turn go together, in one query for all of
// them, whoever is asked about; each is answered as if it had been asked alone.

import type { PersonState, Printed, RecordFilter, StoredRecord, Token } from '../../gate/index.ts'
import { fromInt64 } from '../../policy/index.ts'
import type { WrappedKey } from '../../vault/index.ts'
import { list } from './arrays.ts'
import { coalesced } from './coalesce.ts'
import type { Database } from './database.ts'

/** As many as a query answers quickly, and as many such queries as keep two processors busy. */
const limits = { togetherMax: 64, underWayMax: 2 } as const

/** A person as the gate names one: by our id, or by the blind token of an identifier. */
export type PersonAsk = { readonly person: string } | Token

/** Asks for the state of persons. */
export function peopleOf(db: Database): (asked: readonly PersonAsk[]) => Promise<readonly (PersonState | null)[]> {
  return coalesced((lists) => readPeople(db, lists), limits)
}

/** Asks for a person's records. */
export function recordsOf(db: Database): (person: string, filter: RecordFilter) => Promise<readonly StoredRecord[]> {
  const ask = coalesced<RecordAsk, readonly StoredRecord[]>((asks) => readRecords(db, asks), limits)
  return (person, filter) => ask({ person, filter })
}

// people --------------------------------------------------------------------------------------------------------------------

interface PersonRow {
  readonly ord: number
  readonly person: string
  readonly region: string | null
  readonly canary: boolean
  readonly set_mask: string
  readonly on_mask: string
  readonly objected: string
  readonly restricted: boolean
  readonly law: string | null
  readonly version: number
  readonly epoch: number
  readonly wrapped: Uint8Array
}

async function readPeople(
  db: Database,
  lists: readonly (readonly PersonAsk[])[],
): Promise<readonly (readonly (PersonState | null)[])[]> {
  const asked = lists.flat()
  const rows = await db.query<PersonRow>(people, [
    db.tenant,
    list('uuid', asked.map((one) => ('person' in one ? one.person : null))),
    list('text', asked.map((one) => ('person' in one ? null : one.field))),
    list('bytea', asked.map((one) => ('person' in one ? null : one.token))),
  ]) // prettier-ignore
  const byOrder = grouped(rows)
  let ord = 0
  return lists.map((some) => some.map(() => toState(byOrder.get(++ord) ?? [])))
}

function grouped<Row extends { readonly ord: number }>(rows: readonly Row[]): ReadonlyMap<number, readonly Row[]> {
  return Map.groupBy(rows, ({ ord }) => ord)
}

function toState(rows: readonly PersonRow[]): PersonState | null {
  const [first] = rows
  if (!first) return null
  const { person, region, canary, restricted } = first
  const [set, on, objected] = [fromInt64(first.set_mask), fromInt64(first.on_mask), fromInt64(first.objected)]
  const keys = rows.flatMap(({ law, version, epoch, wrapped }): WrappedKey[] =>
    law === null ? [] : [{ person, law, version, epoch, wrapped }],
  )
  return { person, region, canary, set, on, objected, restricted, keys }
}

const people = `
  select a.ord::integer as ord, p.person, p.region, p.canary,
         coalesce(m.set_mask, 0) as set_mask, coalesce(m.on_mask, 0) as on_mask, coalesce(m.objected, 0) as objected,
         coalesce(m.restricted, false) as restricted, k.law, k.version, k.epoch, k.wrapped
    from unnest($2::uuid[], $3::text[], $4::bytea[]) with ordinality as a (person, field, token, ord)
    left join app.identifier i on i.tenant = $1 and i.field = a.field and i.token = a.token
    join person p on p.tenant = $1 and p.person = coalesce(a.person, i.person)
    left join choice_mask m on m.tenant = $1 and m.person = p.person
    left join person_key k on k.tenant = $1 and k.person = p.person
   order by a.ord, k.law, k.version`

// records -------------------------------------------------------------------------------------------------------------------

interface RecordAsk {
  readonly person: string
  readonly filter: RecordFilter
}

interface RecordRow extends Omit<StoredRecord, 'person' | 'collectedAt' | 'endedAt' | 'storedAt' | 'keyVersion'> {
  readonly ord: number
  readonly collected_at: Date
  readonly ended_at: Date | null
  readonly stored_at: Date
  readonly key_version: number
}

/** One query for all asks that filter by the same things; few kinds of question are asked at once. */
async function readRecords(db: Database, asks: readonly RecordAsk[]): Promise<readonly (readonly StoredRecord[])[]> {
  const found: (readonly StoredRecord[])[] = []
  await Promise.all(
    alike(asks).map(async (group) => {
      const rows = grouped(await db.query<RecordRow>(textOf(group[0]!.filter), valuesOf(db.tenant, group)))
      group.forEach(({ place, person }, i) => (found[place] = (rows.get(i + 1) ?? []).map((row) => toRecord(person, row)))) // prettier-ignore
    }),
  )
  return found
}

type Placed = RecordAsk & { readonly place: number }

/** Asks that one query answers: the same filters are set, and the predicates differ in their moment alone. */
function alike(asks: readonly RecordAsk[]): readonly (readonly Placed[])[] {
  const groups: Placed[][] = []
  asks.forEach((ask, place) => {
    const group = groups.find(([first]) => isAlike(first!.filter, ask.filter))
    if (group) group.push({ ...ask, place })
    else groups.push([{ ...ask, place }])
  })
  return groups
}

const columns = ['ids', 'product', 'category', 'from', 'to', 'limit'] as const

function isAlike(a: RecordFilter, b: RecordFilter): boolean {
  return (
    columns.every((column) => (a[column] === undefined) === (b[column] === undefined)) &&
    (a.newest ?? false) === (b.newest ?? false) &&
    a.predicate?.text === b.predicate?.text &&
    constantsOf(a.predicate).every((value, i) => value === constantsOf(b.predicate)[i])
  )
}

/** A predicate's first value is the moment it asks about, which each ask has for itself; the others are the statement's. */
function momentOf(predicate: Printed | undefined): Date | null {
  const [first] = predicate?.values ?? []
  return first instanceof Date ? first : null
}

function constantsOf(predicate: Printed | undefined): readonly unknown[] {
  return momentOf(predicate) === null ? (predicate?.values ?? []) : predicate!.values.slice(1)
}

const constantsFrom = 10

function valuesOf(tenant: string, group: readonly RecordAsk[]): readonly unknown[] {
  const filters = group.map(({ filter }) => filter)
  return [
    tenant,
    list('uuid', group.map(({ person }) => person)),
    list('text', filters.map(({ ids }) => (ids ? `{${ids.join(',')}}` : null))),
    list('text', filters.map(({ product }) => product ?? null)),
    list('text', filters.map(({ category }) => category ?? null)),
    list('timestamptz', filters.map(({ from }) => from ?? null)),
    list('timestamptz', filters.map(({ to }) => to ?? null)),
    list('int4', filters.map(({ limit }) => limit ?? null)),
    list('timestamptz', filters.map(({ predicate }) => momentOf(predicate))),
    ...constantsOf(filters[0]!.predicate),
  ] // prettier-ignore
}

const texts = new Map<string, Map<string, string>>()
const textsMax = 1_000

/** The query for filters that are set like these; printed once, so that every session plans it once. */
function textOf(filter: RecordFilter): string {
  const { predicate, newest = false } = filter
  const shape = [...columns.map((column) => filter[column] !== undefined), newest, momentOf(predicate) !== null].join()
  const ofPredicate = texts.get(predicate?.text ?? '') ?? new Map<string, string>()
  const known = ofPredicate.get(shape)
  if (known !== undefined) return known
  const made = printText(filter)
  if (texts.size >= textsMax) texts.clear()
  texts.set(predicate?.text ?? '', ofPredicate.set(shape, made))
  return made
}

function printText({ ids, product, category, from, to, limit, newest, predicate }: RecordFilter): string {
  const set: readonly (readonly [unknown, string])[] = [
    [ids, 'r.id = any (a.ids::uuid[])'],
    [product, 'r.product = a.product'],
    [category, `(r.category = a.category or starts_with(r.category, a.category || '.'))`],
    [from, 'r.collected_at >= a.since'],
    [to, 'r.collected_at < a.before'],
    [predicate, `(${predicate ? placed(predicate) : ''})`],
  ]
  const where = set.flatMap(([filter, text]) => (filter === undefined ? [] : ` and ${text}`)).join('')
  const order = (of: string): string =>
    newest ? `${of}.collected_at desc, ${of}.id desc` : `${of}.collected_at, ${of}.id`
  return `
    select a.ord::integer as ord, f.*
      from unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::timestamptz[], $7::timestamptz[], $8::integer[], $9::timestamptz[])
           with ordinality as a (person, ids, product, category, since, before, most, moment, ord)
     cross join lateral (
       select r.id, r.cell, r.product, r.category, r.source, r.place, r.collected_at, r.ended_at, r.stored_at, r.law, r.key_version, r.sealed
         from record r
         join person_key k on k.tenant = r.tenant and k.person = r.person and k.law = r.law and k.version = r.key_version
         ${masks}
        where r.tenant = $1 and r.person = a.person${where}
        order by ${order('r')}${limit === undefined ? '' : ' limit a.most'}) f
     order by a.ord, ${order('f')}`
}

/** A predicate with its values renumbered; its moment is each ask's own. */
function placed(predicate: Printed): string {
  const first = momentOf(predicate) === null ? constantsFrom : constantsFrom - 1
  return predicate.text.replaceAll(/\$(\d+)/g, (_, n: string) =>
    momentOf(predicate) !== null && n === '1' ? 'a.moment' : `$${Number(n) - 1 + first}`,
  )
}

/** The person's masks as a printed predicate knows them: `p`, with the defaults of somebody who never chose. */
export const masks = `
    left join choice_mask m on m.tenant = r.tenant and m.person = r.person
    cross join lateral (select coalesce(m.set_mask, 0) as set_mask, coalesce(m.on_mask, 0) as on_mask,
                               coalesce(m.objected, 0) as objected, coalesce(m.restricted, false) as restricted) p`

function toRecord(person: string, row: RecordRow): StoredRecord {
  const { ord: _, collected_at, ended_at, stored_at, key_version, ...rest } = row
  return {
    person,
    ...rest,
    collectedAt: collected_at,
    endedAt: ended_at,
    storedAt: stored_at,
    keyVersion: key_version,
  }
}
