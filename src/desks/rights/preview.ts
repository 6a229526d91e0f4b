// See before it happens (ACC-07): what goes, by category with counts; what stays, under which sentence and until when; what nobody can
// prove. It changes nothing, and picks the records that the confirmed act will then take: exactly those, by id.

import { addPeriod, Failure, type Clock } from '../../base/index.ts'
import { fold } from '../../choices/index.ts'
import { decideControl, dueAt, lawsHolding } from '../../decision/index.ts'
import type { Gate, GateStore, RecordFilter, StoredRecord } from '../../gate/index.ts'
import type { Holder, Remains, Residue } from '../../plans/index.ts'
import type { InForce, Standing } from '../../policy/index.ts'
import { ownRecord } from './request.ts'

/** What to clear: everything that fits all that is said. Days are inclusive: `2026-04-11`. */
export interface Scope {
  readonly ids?: readonly string[] | undefined
  readonly category?: string | undefined
  readonly product?: string | undefined
  readonly from?: string | undefined
  readonly to?: string | undefined
}

export interface Going {
  readonly category: string
  readonly label: string
  readonly count: number
  /** the newest few of them, by id: what a page shows; none of what a connected system holds */
  readonly some: readonly string[]
}

/** What an erasure or a clearing would do. */
export interface Preview {
  readonly goes: readonly Going[]
  /** what was made from these and leaves with them, whoever may clear it by itself (law 10) */
  readonly made: readonly Going[]
  readonly stays: readonly Residue[]
  /** what cannot be proved, a sentence each */
  readonly unproven: readonly string[]
  /** of all things that leave: the account goes beside them and is none */
  readonly count: number
}

export interface PreviewParts {
  readonly gate: Pick<Gate, 'choices'>
  readonly store: Pick<GateStore, 'records' | 'leavingWith'>
  readonly holders: readonly Holder[]
  readonly inForce: () => InForce
  readonly remains: Remains
  readonly clock: Clock
}

/** What erasing everything would do: every holder's things, but for what a law keeps. */
export async function previewErase(parts: PreviewParts, person: string, tombstonesUntil: Date): Promise<Preview> {
  const { remains, clock, inForce } = parts
  const at = clock.now()
  const records = await parts.store.records(person, {})
  const others = parts.holders.filter(({ name }) => name !== 'vault')
  const seen = await Promise.all(others.map(async (one) => foreseen(one, person, at)))
  const goes = [
    ...byCategory(
      inForce(),
      records.filter((record) => !isKeptByLaw(inForce(), record, at)),
    ),
    ...seen.flatMap(({ goes: going }) => going),
  ]
  const left = seen.flatMap(({ residue }) => residue)
  const copies = [
    ...(await remains.copies(inForce().newest.policy, at, 'erase')),
    ...left.filter(({ state }) => state === 'not proven'),
  ]
  const stays = [
    ...remains.kept(records, inForce(), at),
    remains.tombstones(tombstonesUntil),
    ...left.filter(({ state }) => state === 'stays'),
    ownRecord,
  ]
  return preview({ goes, made: [], stays }, copies)
}

/** The directory's own word for what it holds (plans/holder.ts): the account, by which things are reached, and none of them. */
const ownAccount = 'account'

async function foreseen(
  holder: Holder,
  person: string,
  at: Date,
): Promise<{ readonly goes: readonly Going[]; readonly residue: readonly Residue[] }> {
  const { held, residue } = (await holder.foresee?.(person, at)) ?? {
    held: await holder.find(person),
    residue: (await holder.leaves?.(person, at)) ?? [],
  }
  const goes = held
    .filter(({ count }) => count > 0)
    .map(({ kind, count }) => ({
      category: kind,
      label: kind === ownAccount ? 'Your account' : holder.label,
      count,
      some: [],
    }))
  return { goes, residue }
}

/** What clearing these would do, and which records go: those that a sentence lets the person clear and no law keeps. */
export async function previewClear(
  parts: PreviewParts,
  person: string,
  scope: Scope,
): Promise<Preview & { readonly ids: readonly string[] }> {
  const { inForce, clock, remains } = parts
  const at = clock.now()
  const records = await parts.store.records(person, filterOf(scope))
  const standing = fold(inForce().newest.policy, await parts.gate.choices(person))
  const judged = records.map((record) => ({ record, why: whyItStays(inForce(), record, standing, at) }))
  const going = judged.filter(({ why }) => why === null).map(({ record }) => record)
  const ids = going.map(({ id }) => id)
  const made = await madeFrom(parts, person, ids)
  const leaving = new Set(made.map(({ id }) => id))
  const staying = judged.filter(({ record }) => !leaving.has(record.id))
  const kept = staying.filter(({ why }) => why === 'law').map(({ record }) => record)
  const stays = [...remains.kept(kept, inForce(), at), ...notOffered(inForce(), staying)]
  const copies = going.length > 0 ? await remains.copies(inForce().newest.policy, at, 'clear') : []
  const goes = byCategory(inForce(), going)
  return { ...preview({ goes, made: byCategory(inForce(), made), stays }, copies), ids }
}

/** What leaves with these records, in or out of the scope that was asked. */
async function madeFrom(
  { store }: PreviewParts,
  person: string,
  named: readonly string[],
): Promise<readonly StoredRecord[]> {
  const ids = named.length === 0 ? [] : await store.leavingWith(person, named)
  return ids.length === 0 ? [] : store.records(person, { ids })
}

function preview({ goes, made, stays }: Pick<Preview, 'goes' | 'made' | 'stays'>, copies: readonly Residue[]): Preview {
  const unproven = copies.map(
    ({ what, why, until }) => `${what}: ${why}${until ? `, until ${until.slice(0, 10)}` : ''}`,
  )
  const things = [...goes, ...made].filter(({ category }) => category !== ownAccount)
  return { goes, made, stays, unproven, count: things.reduce((sum, { count }) => sum + count, 0) }
}

/** The store's filter for a scope: days become [from, to + 1). Throws Failure('input_invalid') for a day that is none. */
export function filterOf({ ids, category, product, from, to }: Scope): RecordFilter {
  const start = from === undefined ? undefined : dayOf(from, 'from')
  const end = to === undefined ? undefined : addPeriod(dayOf(to, 'to'), { count: 1, unit: 'day' })
  return {
    ...(ids && { ids }),
    ...(category !== undefined && { category }),
    ...(product !== undefined && { product }),
    ...(start && { from: start }),
    ...(end && { to: end }),
  }
}

function dayOf(day: string, field: string): Date {
  const date = new Date(`${day}T00:00:00Z`)
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || Number.isNaN(date.getTime())) throw new Failure('input_invalid', { field })
  return date
}

function byCategory({ newest }: InForce, records: readonly StoredRecord[]): readonly Going[] {
  const label = (category: string): string =>
    newest.policy.categories.find(({ name }) => name === category)?.label ?? category
  return [...Map.groupBy(records, ({ category }) => category)]
    .map(([category, group]) => ({ category, label: label(category), count: group.length, some: newestFew(group) }))
    .sort((a, b) => (a.category < b.category ? -1 : 1))
}

/** How many of a kind are named: a reader knows by them what goes, and the count says the rest. */
const someMost = 3

function newestFew(records: readonly StoredRecord[]): readonly string[] {
  return records
    .toSorted((a, b) => b.collectedAt.getTime() - a.collectedAt.getTime())
    .slice(0, someMost)
    .map(({ id }) => id)
}

function isKeptByLaw(inForce: InForce, record: StoredRecord, at: Date): boolean {
  const here = inForce.cell(record.cell)
  return record.law !== '' || (here !== undefined && lawsHolding(here, record, at).length > 0)
}

/** Null: it goes. `law`: a law keeps it. Otherwise the clause, or that no sentence offers to clear it. */
function whyItStays(
  inForce: InForce,
  record: StoredRecord,
  standing: Standing,
  at: Date,
): null | 'law' | { readonly clause: string | null } {
  if (isKeptByLaw(inForce, record, at)) return 'law'
  const cell = inForce.cell(record.cell)
  const { collectedAt, endedAt } = record
  const act = {
    purpose: -1,
    hand: 'machines',
    form: 'identified',
    cases: [],
    directed: true,
    place: null,
    collectedAt,
    endedAt,
    at,
  } as const
  const { effect, clause } = decideControl(inForce.newest.policy, cell, 'clear', standing, act)
  return effect === 'permit' ? null : { clause }
}

function notOffered(
  inForce: InForce,
  judged: readonly { record: StoredRecord; why: ReturnType<typeof whyItStays> }[],
): readonly Residue[] {
  const none = judged.flatMap(({ record, why }) =>
    why !== null && why !== 'law' ? [{ record, clause: why.clause }] : [],
  )
  return [...Map.groupBy(none, ({ record, clause }) => JSON.stringify([record.category, clause])).values()].map(
    (group) => {
      const { record, clause } = group[0]! // a group has a member
      const label = byCategory(inForce, [record])[0]!.label
      const dates = group.map((one) => endOfRecord(inForce, one.record))
      const until = dates.some((date) => date === null)
        ? null
        : new Date(Math.max(...dates.map((date) => date!.getTime()))) // none is null
      const why = 'no sentence offers to clear single ones; erasing your account takes them too'
      const keeps = clause ?? (inForce.cell(record.cell)?.limits[0]?.clause || null) // what no sentence covers names none
      return {
        what: `${group.length} × ${label}`,
        why,
        until: until?.toISOString() ?? null,
        clause: keeps,
        state: 'stays',
      }
    },
  )
}

function endOfRecord(inForce: InForce, record: StoredRecord): Date | null {
  const here = inForce.cell(record.cell)
  return here ? dueAt(here, record, fold(inForce.newest.policy, [])) : null
}
