// What the gate asks at every read: the state of persons and their records. Questions of one turn go together, in one query for all of
// them, whoever is asked about; each is answered as if it had been asked alone.

import type { Found, PersonState, Printed, RecordFilter, StoredRecord, Token } from '../../gate/index.ts'
import type { WrappedKey } from '../../vault/index.ts'
import { list } from './arrays.ts'
import { coalesced } from './coalesce.ts'
import type { Database } from './database.ts'
import { unpacker } from './packed.ts'

/** Half of what a busy server has under way, so that one half is decided while the other is asked; a slow query keeps nobody waiting for longer than the patience. */
export const limits = { togetherMax: 32, enough: 16, patienceMs: 2, underWayMax: 4 } as const

/** A person as the gate names one: by our id, or by the blind token of an identifier. */
export type PersonAsk = { readonly person: string } | Token

/** Asks for the state of persons. */
export function peopleOf(db: Database): (asked: readonly PersonAsk[]) => Promise<readonly (PersonState | null)[]> {
  return coalesced((lists) => readPeople(db, lists), limits)
}

/** Asks for a person's records. */
export function recordsOf(db: Database): (person: string, filter: RecordFilter) => Promise<readonly StoredRecord[]> {
  const ask = coalesced<RecordAsk, Found>((asks) => readRecords(db, asks, 'records'), limits)
  return async (person, filter) => (await ask({ who: { person }, filter })).records
}

/** Asks for a person's state and records at once. */
export function findOf(db: Database): (who: PersonAsk, filter: RecordFilter) => Promise<Found> {
  const ask = coalesced<RecordAsk, Found>((asks) => readRecords(db, asks, 'state and records'), limits)
  return (who, filter) => ask({ who, filter })
}

// people --------------------------------------------------------------------------------------------------------------------

/** The persons asked about, as `a` with their place `ord`, and what of the gate's port each of their rows holds. */
const asked = 'unnest($2::uuid[], $3::text[], $4::bytea[]) with ordinality as a (person, field, token, ord)'

function askedValues(whom: readonly PersonAsk[]): readonly unknown[] {
  return [
    list('uuid', whom.map((one) => ('person' in one ? one.person : null))),
    list('text', whom.map((one) => ('person' in one ? null : one.field))),
    list('bytea', whom.map((one) => ('person' in one ? null : one.token))),
  ] // prettier-ignore
}

/** Whose a token of a field is. */
const ownerOf = (field: string): string =>
  `select i.person from app.identifier i where i.tenant = $1 and i.field = ${field} and i.token = a.token`

/**
 * The persons `o` of `person`, and their masks `s`. Each is looked up by its whole key: behind `offset 0` the planner cannot choose to
 * read a table whole instead, which it would where nothing was analysed yet (the embedded engine never analyses by itself).
 */
const knownPeople = (person: string): string => `
    cross join lateral (select * from person o where o.tenant = $1 and o.person = ${person} offset 0) o
    left join lateral (select * from choice_mask s where s.tenant = $1 and s.person = o.person offset 0) s on true`

const packedState = `
    record_send(row(o.person, o.region, o.age, o.age_at, o.customer, o.canary, coalesce(s.set_mask, 0), coalesce(s.on_mask, 0),
                    coalesce(s.objected, 0), coalesce(s.restricted, false),
                    (select string_agg(record_send(row(k.law, k.version, k.epoch, k.wrapped)), '')
                       from person_key k where k.tenant = $1 and k.person = o.person)))`

const people = `
  select a.ord::integer as ord, ${packedState} as state
    from ${asked}
    cross join lateral (select coalesce(a.person, (${ownerOf('a.field')})) as person offset 0) i
    ${knownPeople('i.person')}`

const unpackState = unpacker({
  person: 'uuid',
  region: 'text',
  years: 'int4',
  yearsAt: 'time',
  customer: 'text',
  canary: 'bool',
  set: 'mask',
  on: 'mask',
  objected: 'mask',
  restricted: 'bool',
  keys: 'bytes',
})
const unpackKeys = unpacker({ law: 'text', version: 'int4', epoch: 'int4', wrapped: 'bytes' })

async function readPeople(
  db: Database,
  lists: readonly (readonly PersonAsk[])[],
): Promise<readonly (readonly (PersonState | null)[])[]> {
  const rows = await db.query<{ ord: number; state: Uint8Array }>(people, [db.tenant, ...askedValues(lists.flat())])
  const states = new Map(rows.map(({ ord, state }) => [ord, toState(state)]))
  let ord = 0
  return lists.map((some) => some.map(() => states.get(++ord) ?? null))
}

function toState(packed: Uint8Array): PersonState {
  const [row] = unpackState(packed)
  const { keys, years, yearsAt, ...state } = row! // one was packed
  const person = state.person!
  const wrapped = keys === null ? [] : unpackKeys(keys).map((key) => ({ person, ...key }) as WrappedKey) // columns that are never null
  const age = years === null || yearsAt === null ? null : { years, at: yearsAt }
  return { ...state, age, keys: wrapped.length > 1 ? wrapped.sort(byLaw) : wrapped } as PersonState // columns that are never null
}

/** The person's own keys first, each law's by version: the newest is the last. */
function byLaw(a: WrappedKey, b: WrappedKey): number {
  return a.law === b.law ? a.version - b.version : a.law < b.law ? -1 : 1
}

// records -------------------------------------------------------------------------------------------------------------------

interface RecordAsk {
  readonly who: PersonAsk
  readonly filter: RecordFilter
}

/** Whether only records are asked for, of a person named by id, or the person's state with them. */
type What = 'records' | 'state and records'

interface FoundRow {
  readonly ord: number
  readonly state: Uint8Array | null
  readonly record: Uint8Array | null
}

/** One query for all asks that filter by the same things; few kinds of question are asked at once. */
async function readRecords(db: Database, asks: readonly RecordAsk[], what: What): Promise<readonly Found[]> {
  const found: Found[] = []
  await Promise.all(
    alike(asks).map(async (group) => {
      const shape = shapeOf(group, what)
      const rows = await db.query<FoundRow | Packed>(textOf(shape, group[0]!.filter), valuesOf(db.tenant, shape, group))
      const byAsk = Map.groupBy(rows.flatMap(unpacked), ({ ord }) => ord)
      group.forEach(({ place, who, filter }, i) => (found[place] = toFound(byAsk.get(i + 1) ?? [], who, filter)))
    }),
  )
  return found
}

/** What was found for one id each, all asks in one value: the driver reads each value from its print, which costs more than finding it. */
interface Packed {
  readonly found: Uint8Array | null
}

const unpackFound = unpacker({ ord: 'int4', state: 'bytes', record: 'bytes' })

function unpacked(row: FoundRow | Packed): readonly FoundRow[] {
  if (!('found' in row)) return [row]
  return row.found === null ? [] : (unpackFound(row.found) as readonly FoundRow[]) // `ord` is never null
}

function toFound(rows: readonly FoundRow[], who: PersonAsk, filter: RecordFilter): Found {
  const packed = rows[0]?.state
  const state = packed ? toState(packed) : null
  const person = 'person' in who ? who.person : (state?.person ?? '')
  const records = rows.flatMap(({ record }) => (record === null ? [] : toRecord(person, record)))
  const open = state === null ? records : records.filter((record) => hasKey(state, record))
  return { state, records: filter.ids && open.length > 1 ? inOrder(open, filter) : open }
}

function hasKey({ keys }: PersonState, { law, keyVersion }: StoredRecord): boolean {
  return keys.some((key) => key.law === law && key.version === keyVersion)
}

/** Records that were looked up one by one, in the order and number that a query gives all others. */
function inOrder(records: readonly StoredRecord[], { newest, limit }: RecordFilter): readonly StoredRecord[] {
  const before = (a: StoredRecord, b: StoredRecord): number => a.collectedAt.getTime() - b.collectedAt.getTime() || (a.id < b.id ? -1 : 1) // prettier-ignore
  const sorted = records.toSorted(newest ? (a, b) => before(b, a) : before)
  return sorted.slice(0, limit)
}

const unpackRecord = unpacker({
  id: 'uuid',
  cell: 'int4',
  product: 'text',
  category: 'text',
  source: 'text',
  place: 'text',
  collectedAt: 'time',
  endedAt: 'time',
  storedAt: 'time',
  law: 'text',
  keyVersion: 'int4',
  sealed: 'bytes',
})

function toRecord(person: string, packed: Uint8Array): StoredRecord {
  return { person, ...unpackRecord(packed)[0]! } as StoredRecord // one was packed; only `ended_at` may be null
}

type Placed = RecordAsk & { readonly place: number }

/** Asks that one query answers: alike in all but whom, which ids and at what moment. */
function alike(asks: readonly RecordAsk[]): readonly (readonly Placed[])[] {
  const groups: Placed[][] = []
  asks.forEach((ask, place) => {
    const group = groups.find(([first]) => isAlike(first!, ask))
    if (group) group.push({ ...ask, place })
    else groups.push([{ ...ask, place }])
  })
  return groups
}

function isAlike(a: RecordAsk, b: RecordAsk): boolean {
  return (
    fieldOf(a) === fieldOf(b) &&
    idsOf(a) === idsOf(b) &&
    (a.filter.newest ?? false) === (b.filter.newest ?? false) &&
    scalars.every(({ of }) => isSame(of(a), of(b))) &&
    a.filter.predicate?.text === b.filter.predicate?.text &&
    haveSameConstants(a.filter.predicate, b.filter.predicate)
  )
}

function isSame(a: string | number | Date | null, b: string | number | Date | null): boolean {
  return a instanceof Date && b instanceof Date ? a.getTime() === b.getTime() : a === b
}

/** The statement's own constants are the same values each time it prints a predicate. */
function haveSameConstants(a: Printed | undefined, b: Printed | undefined): boolean {
  const from = momentOf(a) === null ? 0 : 1
  return (a?.values ?? []).every((value, i) => i < from || value === b?.values[i])
}

/** A predicate's first value is the moment it asks about, which each ask has for itself; the others are the statement's. */
function momentOf(predicate: Printed | undefined): Date | null {
  const first = predicate?.values[0]
  return first instanceof Date ? first : null
}

/** By which kind of identifier somebody is asked about; null: by our id. */
function fieldOf({ who }: RecordAsk): string | null {
  return 'person' in who ? null : who.field
}

/** Whether one record is asked for by its id, or several, or all that the filter lets through. */
function idsOf({ filter: { ids } }: RecordAsk): 'one' | 'several' | 'all' {
  return ids === undefined ? 'all' : ids.length === 1 ? 'one' : 'several'
}

/** What each ask of a query has for itself: a list of them is bound. */
const owns = {
  person: { type: 'uuid', of: ({ who }: RecordAsk) => ('person' in who ? who.person : null) },
  token: { type: 'bytea', of: ({ who }: RecordAsk) => ('token' in who ? who.token : null) },
  id: { type: 'uuid', of: ({ filter }: RecordAsk) => filter.ids?.[0] ?? null },
  ids: { type: 'text', of: ({ filter }: RecordAsk) => `{${[...new Set(filter.ids)].join(',')}}` },
  moment: { type: 'timestamptz', of: ({ filter }: RecordAsk) => momentOf(filter.predicate) },
} as const

type Own = keyof typeof owns

/** What all asks of a query share, and the condition on a record `r` that it stands for; the limit and the field stand elsewhere. */
const scalars = [
  { name: 'field', type: 'text', of: fieldOf, where: null },
  { name: 'product', type: 'text', of: ({ filter }: RecordAsk) => filter.product ?? null, where: (n: string) => `r.product = ${n}` },
  { name: 'category', type: 'text', of: ({ filter }: RecordAsk) => filter.category ?? null, where: (n: string) => `(r.category = ${n} or starts_with(r.category, ${n} || '.'))` },
  { name: 'from', type: 'timestamptz', of: ({ filter }: RecordAsk) => filter.from ?? null, where: (n: string) => `r.collected_at >= ${n}` },
  { name: 'to', type: 'timestamptz', of: ({ filter }: RecordAsk) => filter.to ?? null, where: (n: string) => `r.collected_at < ${n}` },
  { name: 'limit', type: 'integer', of: ({ filter }: RecordAsk) => (filter.ids ? null : (filter.limit ?? null)), where: null },
] as const // prettier-ignore

/** What a query's text depends on, beside the predicate's own text. Equal shapes have equal keys. */
interface Shape {
  readonly key: string
  readonly what: What
  readonly ids: ReturnType<typeof idsOf>
  readonly owns: readonly Own[]
  readonly shared: readonly (typeof scalars)[number][]
  readonly newest: boolean
}

function shapeOf([first]: readonly RecordAsk[], what: What): Shape {
  const ask = first! // a group has one
  const ids = idsOf(ask)
  const has: Readonly<Record<Own, boolean>> = {
    person: 'person' in ask.who,
    token: !('person' in ask.who),
    id: ids === 'one',
    ids: ids === 'several',
    moment: momentOf(ask.filter.predicate) !== null,
  }
  const own = (Object.keys(owns) as Own[]).filter((name) => has[name])
  const shared = scalars.filter(({ of }) => of(ask) !== null)
  const newest = ask.filter.newest ?? false
  return { key: [what, ids, newest, ...own, ...shared.map(({ name }) => name)].join(), what, ids, owns: own, shared, newest } // prettier-ignore
}

function valuesOf(tenant: string, { owns: own, shared }: Shape, group: readonly RecordAsk[]): readonly unknown[] {
  const first = group[0]! // a group has one
  const { predicate } = first.filter
  return [
    tenant,
    ...own.map((name) => ownList(owns[name], group)),
    ...shared.map(({ of }) => of(first)),
    ...(predicate?.values.slice(momentOf(predicate) === null ? 0 : 1) ?? []),
  ]
}

/** Each `of` answers values of its `type`: the compiler knows that of one, not of all at once. */
function ownList({ type, of }: (typeof owns)[Own], group: readonly RecordAsk[]): Buffer {
  return list<'text'>(type as 'text', group.map(of as (ask: RecordAsk) => string | null))
}

const texts = new Map<string, Map<string, string>>()
const textsMax = 1_000

/** The query of a shape; printed once, so that every session plans it once. */
function textOf(shape: Shape, { predicate }: RecordFilter): string {
  const ofPredicate = texts.get(predicate?.text ?? '') ?? new Map<string, string>()
  const known = ofPredicate.get(shape.key)
  if (known !== undefined) return known
  const made = printText(shape, predicate)
  if (texts.size >= textsMax) texts.clear()
  texts.set(predicate?.text ?? '', ofPredicate.set(shape.key, made))
  return made
}

function printText(shape: Shape, predicate: Printed | undefined): string {
  const placeholders = new Map<string, string>()
  const lists = shape.owns.map((name, i) => `$${i + 2}::${owns[name].type}[]`)
  shape.shared.forEach(({ name, type }, i) => placeholders.set(name, `$${i + 2 + lists.length}::${type}`))
  const constantsFrom = 2 + lists.length + shape.shared.length
  const conditions = shape.shared.flatMap(({ name, where }) => where?.(placeholders.get(name)!) ?? [])
  const where = [...conditions, ...(predicate ? [`(${placed(predicate, constantsFrom)})`] : [])]
  return printParts(shape, {
    asked: `unnest(${lists.join(', ')}) with ordinality as a (${[...shape.owns, 'ord'].join(', ')})`,
    field: placeholders.get('field') ?? null,
    limit: placeholders.get('limit') ?? null,
    where: where.map((text) => ` and ${text}`).join(''),
  })
}

interface Parts {
  readonly asked: string
  /** placeholders; null where the shape has none */
  readonly field: string | null
  readonly limit: string | null
  readonly where: string
}

function printParts({ what, ids, newest }: Shape, { asked, field, limit, where }: Parts): string {
  const withState = what === 'state and records'
  const person = withState ? 'o.person' : 'a.person'
  const state = (isFirst: string): string =>
    withState ? `case when ${isFirst} then ${packedState} end` : 'null::bytea'
  const owner = field === null ? '' : `cross join lateral (${ownerOf(field)} offset 0) i`
  const known = `${owner} ${knownPeople(field === null ? 'a.person' : 'i.person')} cross join lateral (${masksOf('s')}) p`
  const from = `from ${asked} ${withState ? known : ''}`
  const perRecord = withState ? '' : `${underKey} ${masks}`
  const joined = (records: string): string => (withState ? `left join lateral (${records}) f on true` : `cross join lateral (${records}) f`) // prettier-ignore
  if (ids === 'all')
    return `
    select a.ord::integer as ord, f.record, ${state('coalesce(f.place, 1) = 1')} as state
      ${from}
      ${joined(`
        select record_send(q) as record, row_number() over () as place
          from (select ${recordColumns}
                  from record r ${withState ? underKey : perRecord}
                 where r.tenant = $1 and r.person = ${person}${where}
                 order by ${newest ? 'r.collected_at desc, r.id desc' : 'r.collected_at, r.id'}${limit === null ? '' : ` limit ${limit}`}) q`)}
     order by a.ord, f.place`
  const byId = (id: string): string => `
        select record_send(row(${recordColumns})) as record
          from (select * from record one where one.tenant = $1 and one.person = ${person} and one.id = ${id} offset 0) r
          ${perRecord}
         where true${where}`
  if (ids === 'one')
    return `
    select string_agg(record_send(row(a.ord::integer, ${withState ? packedState : 'null::bytea'}, f.record)), '') as found
      ${from}
      ${joined(byId('a.id'))}`
  return `
    select a.ord::integer as ord, f.record, ${state('coalesce(w.place, 1) = 1')} as state
      ${from}
      left join lateral unnest(a.ids::uuid[]) with ordinality as w (id, place) on true
      ${joined(byId('w.id'))}`
}

const recordColumns =
  'r.id, r.cell, r.product, r.category, r.source, r.place, r.collected_at, r.ended_at, r.stored_at, r.law, r.key_version, r.sealed'

/** A record whose key is gone is none. Where the person's keys come along with a record, `toFound` sees it. */
const underKey =
  'join person_key k on k.tenant = r.tenant and k.person = r.person and k.law = r.law and k.version = r.key_version'

/** A predicate with its values renumbered; its moment is each ask's own. */
function placed(predicate: Printed, first: number): string {
  const hasMoment = momentOf(predicate) !== null
  return predicate.text.replaceAll(/\$(\d+)/g, (_, n: string) =>
    hasMoment && n === '1' ? 'a.moment' : `$${Number(n) + first - (hasMoment ? 2 : 1)}`,
  )
}

/** The person's masks as a printed predicate knows them: `p`, with the defaults of somebody who never chose. */
export const masks = `
    left join choice_mask m on m.tenant = r.tenant and m.person = r.person
    cross join lateral (${masksOf('m')}) p`

function masksOf(row: string): string {
  return `select coalesce(${row}.set_mask, 0) as set_mask, coalesce(${row}.on_mask, 0) as on_mask,
                 coalesce(${row}.objected, 0) as objected, coalesce(${row}.restricted, false) as restricted`
}

/** Puts a printed predicate at the end of a query that has `first` placeholders of its own. */
export function embed(query: string, { text }: Printed, first: number): string {
  return `${query} and (${text.replaceAll(/\$(\d+)/g, (_, n: string) => `$${Number(n) + first}`)})`
}
