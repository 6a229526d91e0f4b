// What the gate does for the person: tell what is held, take a choice, remove single records, forget all.

import { Failure } from '../base/index.ts'
import { toChoice } from '../choices/index.ts'
import { decideControl, lawsHolding } from '../decision/index.ts'
import type { Cell, Decision, Row } from '../policy/index.ts'
import { printKeepable } from '../statement/index.ts'
import type { Vault, WrappedKey } from '../vault/index.ts'
import { again } from './again.ts'
import { entryOf, nobody, ownKeys, personNow, standingOf, type GateContext, type PersonAt } from './context.ts'
import { withInputs, type MadeRecord } from './made.ts'
import { openAll } from './read.ts'
import { usedOpenly } from './record.ts'
import type { ChoiceEntry, Forget, Forgettable, PersonState, RecordFilter, StoredRecord } from './store.ts'
import type { Forgotten, KeptByLaw, Opened } from './types.ts'

/** A record told to the person it is about, with the cell it stands under. */
export interface Told extends Opened {
  readonly cell: Cell
  /** what a read of it for a purpose (its bit) would be answered now, and why; a permit with a term was only observed */
  readonly use: (purpose: number, by: Pick<Row, 'hand' | 'form'>) => Decision
}

async function stateOf({ store }: GateContext, person: string): Promise<PersonState | null> {
  const [state] = await store.people([{ person }])
  return state ?? null
}

/** Tells a person what is held, as far as a sentence offers that control. The entry of the ledger is durable before anything opens. */
export async function tell(
  context: GateContext,
  person: string,
  control: 'view' | 'export',
  filter: RecordFilter,
): Promise<readonly Told[]> {
  const state = await stateOf(context, person)
  const found = await withInputs(context, await context.store.records(state?.person ?? nobody, filter))
  const offered = found.filter((record) => offers(context, record, control, state))
  const payload = {
    ask: 'control',
    control,
    effect: 'permit',
    records: offered.length,
    version: context.inForce().newest.version,
  }
  const at = context.clock.now()
  await context.committer.commit({
    audit: [await entryOf(context, { type: control, at, person, actor: 'person', payload }, state)],
    tally: [],
  })
  const opened = await openAll(context, state, offered)
  return opened.flatMap((one) => {
    const cell = context.inForce().cell(one.record.cell)
    return cell ? [{ ...one, cell, use: (purpose, by) => useOf(context, one.record, state, purpose, by) }] : []
  })
}

/** What a read of a record would be answered, where nobody cites a case and the person does not act. */
function useOf(
  context: GateContext,
  record: MadeRecord,
  state: PersonState | null,
  purpose: number,
  by: Pick<Row, 'hand' | 'form'>,
): Decision {
  const { product } = record
  const now: PersonAt = (account, at) => personNow(context, state, account, at)
  return usedOpenly(context, record, { type: 'read', ask: { product, ...by }, purpose, standing: standingOf(context, state), now, mode: context.modes.of(product) }) // prettier-ignore
}

function offers(context: GateContext, record: StoredRecord, control: string, state: PersonState | null): boolean {
  const cell = context.inForce().cell(record.cell)
  const at = context.clock.now()
  const act = {
    purpose: -1,
    hand: 'machines',
    form: 'identified',
    cases: [],
    directed: true,
    place: null,
    collectedAt: record.collectedAt,
    endedAt: record.endedAt,
    at,
  } as const
  return (
    decideControl(context.inForce().newest.policy, cell, control, standingOf(context, state), act).effect === 'permit'
  )
}

/** Records a person's choice, objection or restriction with wording, version and channel (CHO-12): event, fold and leaf in one commit. `at`: when it was said; without it now. */
export async function choose(
  context: GateContext,
  person: string,
  asked: { readonly kind: ChoiceEntry['kind']; readonly name: string; readonly value: 'on' | 'off' },
  how: { readonly channel: string; readonly actor: string; readonly at?: Date },
): Promise<ChoiceEntry> {
  const state = await stateOf(context, person)
  if (!state) throw new Failure('not_found')
  const { newest } = context.inForce()
  const at = context.clock.now()
  const entry: ChoiceEntry = { ...toChoice(newest.policy, asked), person, at, version: newest.version, ...how }
  const { kind, name, value, version, channel, actor } = entry
  const audit = await entryOf(
    context,
    { type: 'choose', at, person, actor, payload: { kind, name, value, version, channel } },
    state,
  )
  await context.committer.commit({ audit: [audit], tally: [], choice: entry })
  return entry
}

/**
 * Removes single records: the person cleared them, or their time is over. With them leaves what was made from them (law 10); the entry of the
 * ledger says how many that were in all, and how many of them were made from others. Twice is as good as once.
 */
export async function remove(
  context: GateContext,
  person: string,
  ids: readonly string[],
  why: { readonly type: 'clear' | 'sweep'; readonly case?: string },
): Promise<string> {
  return again(() => removeCounted(context, person, ids, why)) // others make from these, or remove some, while they are counted
}

async function removeCounted(
  context: GateContext,
  person: string,
  ids: readonly string[],
  why: { readonly type: 'clear' | 'sweep'; readonly case?: string },
): Promise<string> {
  const [state, { named, all }] = await Promise.all([stateOf(context, person), context.store.countLeaving(person, ids)])
  const at = context.clock.now()
  const payload = {
    records: all,
    ...(all > named && { made: all - named }),
    version: context.inForce().newest.version,
    ...(why.case && { case: why.case }),
  }
  const audit = await entryOf(
    context,
    { type: why.type, at, person, actor: why.type === 'clear' ? 'person' : 'sweep', payload },
    state,
  )
  await context.committer.commit({ audit: [audit], tally: [], remove: { person, ids, count: all } })
  return audit.event
}

/**
 * Forgets a person (architecture, decision 3) in one transaction: seals anew what a law still keeps, under a key of that law alone, puts
 * tombstones and deletes the person's key, identifiers and choices. From then on no read finds anything, and nothing opens; what lies
 * there still sealed goes by `sweepForgotten`.
 */
export async function forget(
  context: GateContext,
  person: string,
  why: { readonly case: string; readonly tombstonesUntil: Date },
): Promise<Forgotten> {
  const at = context.clock.now()
  const { forgotten } = await context.store.forget(person, printKeepable(context.inForce(), at), (found) =>
    prepareForget(context, person, { at, ...why }, found),
  )
  context.vault.drop(person)
  return forgotten
}

async function prepareForget(
  context: GateContext,
  person: string,
  why: { readonly at: Date; readonly case: string; readonly tombstonesUntil: Date },
  { keys, tokens, records }: Forgettable,
): Promise<Forget & { readonly forgotten: Forgotten }> {
  const { vault } = context
  const { at, tombstonesUntil } = why
  const held = records.flatMap((record) => keptFor(context, record, at))
  const had = new Set(keys.map(({ law }) => law))
  const fresh = [...new Set(held.map(({ law }) => law))].filter((law) => !had.has(law)).sort()
  const lawKeys = await Promise.all(fresh.map((law) => vault.newKey(person, law)))
  const ring = [...keys, ...lawKeys]
  const kept = await Promise.all(held.map((one) => resealed(vault, ring, one)))
  const tombstones = await Promise.all(
    tokens.map(async ({ field, token }) => ({ field, token: await vault.tombstoneOf(token) })),
  )
  const payload = {
    case: why.case,
    kept: kept.length,
    tombstones: tombstones.length,
    version: context.inForce().newest.version,
  }
  const audit = await entryOf(context, { type: 'forget', at, person, actor: 'rights', payload }, { keys })
  return {
    at,
    kept,
    lawKeys,
    tombstones,
    tombstonesUntil,
    audit: [audit],
    forgotten: { kept: summary(held), tombstones: tombstones.length, event: audit.event },
  }
}

/** How many records go at once: a transaction short enough that nobody waits for it. */
const sweepAtOnce = 20_000

/** Removes what lies there of a forgotten person and no key opens; answers how many records that were. Twice is as good as once. */
export async function sweepForgotten({ store }: GateContext, person: string): Promise<number> {
  let removed = 0
  for (;;) {
    const count = await store.sweepForgotten(person, sweepAtOnce)
    removed += count
    if (count === 0) return removed
  }
}

interface Held {
  readonly record: StoredRecord
  readonly law: string
  readonly clause: string
  readonly until: Date | null
}

/** The law that keeps a record longest; several laws keep it under the one that ends last. */
function keptFor({ inForce }: GateContext, record: StoredRecord, at: Date): readonly Held[] {
  const cell = inForce().cell(record.cell)
  const laws = cell ? lawsHolding(cell, record, at) : []
  const endless = (until: Date | null): number => until?.getTime() ?? Number.POSITIVE_INFINITY
  const last = laws.toSorted((a, b) => endless(a.until) - endless(b.until)).at(-1)
  return last ? [{ record, law: last.law, clause: last.clause, until: last.until }] : []
}

async function resealed(
  vault: Vault,
  ring: readonly WrappedKey[],
  { record, law }: Held,
): Promise<Forget['kept'][number]> {
  const place = { person: record.person, record: record.id, category: record.category, schema: 1, version: 1 }
  const own = ring.find((one) => one.law === record.law && one.version === record.keyVersion)
  const key = ring.find((one) => one.law === law)
  if (!own || !key) throw new Failure('keys_unavailable', { record: record.id })
  const plain = vault.open(await vault.unlock(own), place, record.sealed)
  return { id: record.id, law, keyVersion: key.version, sealed: vault.seal(await vault.unlock(key), place, plain) }
}

function summary(held: readonly Held[]): readonly KeptByLaw[] {
  const groups = Map.groupBy(held, ({ law, clause, record }) => `${law} ${clause} ${record.product} ${record.category}`)
  return [...groups.values()].map((group) => {
    const { law, clause, record } = group[0]!
    const until = group.reduce<Date | null>(
      (last, one) => (last === null || one.until === null || one.until < last ? last : one.until),
      group[0]!.until,
    )
    return { law, clause, product: record.product, category: record.category, count: group.length, until }
  })
}

/** Seals something for a person outside a record: an export package, say. Opened again by `openFor`. */
export async function sealFor(
  context: GateContext,
  person: string,
  name: string,
  bytes: Uint8Array,
): Promise<Uint8Array> {
  const keys = await ownKeys(context, await stateOf(context, person))
  if (!keys) throw new Failure('not_found')
  return context.vault.seal(keys, { person, record: name, category: 'artefact', schema: 1, version: 1 }, bytes)
}

/** Opens what `sealFor` sealed; fails with `not_found` once the person is erased. */
export async function openFor(
  context: GateContext,
  person: string,
  name: string,
  sealed: Uint8Array,
): Promise<Uint8Array> {
  const keys = await ownKeys(context, await stateOf(context, person))
  if (!keys) throw new Failure('not_found')
  return context.vault.open(keys, { person, record: name, category: 'artefact', schema: 1, version: 1 }, sealed)
}
