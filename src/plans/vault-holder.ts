// The vault as a holder: the gate finds, tells, removes and forgets; this names what stays, and reads the store again with queries of
// its own. What it calls gone was looked for and not found: records, keys, identifiers and choices (ACC-19).

import type { Clock, Json } from '../base/index.ts'
import { fold } from '../choices/index.ts'
import type { Gate, GateStore, Identifier, StoredRecord } from '../gate/index.ts'
import type { InForce } from '../policy/index.ts'
import { describeRecord } from './describe.ts'
import type { EraseIntent, Held, Holder, Items, Part, ReadBack, RemoveIntent } from './holder.ts'
import type { Remains } from './remains.ts'

const toldAtOnce = 200

/** What the vault holder calls: the gate's acts, and the store's own answers for reading back. */
export interface VaultHolderParts {
  readonly gate: Pick<Gate, 'tell' | 'remove' | 'forget' | 'sweepForgotten' | 'holdings' | 'choices' | 'identifiers'>
  readonly store: Pick<GateStore, 'records' | 'people' | 'tokensOf' | 'countLeaving'>
  readonly inForce: () => InForce
  readonly remains: Remains
  readonly clock: Clock
}

/** Makes the vault a holder. */
export function createVaultHolder(parts: VaultHolderParts): Holder {
  return {
    name: 'vault',
    label: 'Vault',
    takes: ['erase', 'clear', 'sweep'],
    find: (person) => findInVault(parts, person),
    countLeaving: (items) => countLeaving(parts, items),
    export: (person) => exportFromVault(parts, person),
    async erase(intent) {
      return intent.kind === 'erase' ? forgetPerson(parts, intent) : removeItems(parts, intent)
    },
    readBack: (intent) => (intent.kind === 'erase' ? readBackPerson(parts, intent) : readBackItems(parts, intent)),
  }
}

async function findInVault({ gate }: VaultHolderParts, person: string): Promise<readonly Held[]> {
  const byCategory = Map.groupBy(await gate.holdings(person), ({ category }) => category)
  return [...byCategory].map(([kind, group]) => ({
    kind,
    count: group.reduce((sum, { count }) => sum + count, 0),
    oldest: group.reduce<Date | null>((first, { oldest }) => (first === null || oldest < first ? oldest : first), null),
  }))
}

// --- erase --------------------------------------------------------------------------------------------------------

/** Forgets once: a person whose own key is gone was forgotten before a crash. Then removes what lies there without a key, all or the rest. */
async function forgetPerson(
  parts: VaultHolderParts,
  intent: EraseIntent,
): Promise<{ removed: number; events: string[] }> {
  const events: string[] = []
  if (await hasOwnKey(parts, intent.person)) {
    const why = { case: intent.case ?? intent.plan, tombstonesUntil: new Date(intent.tombstonesUntil) }
    events.push((await parts.gate.forget(intent.person, why)).event)
  }
  await parts.gate.sweepForgotten(intent.person)
  return { removed: Math.max(0, intent.before - (await stillHeld(parts, intent.person))), events }
}

async function hasOwnKey({ store }: VaultHolderParts, person: string): Promise<boolean> {
  const [state] = await store.people([{ person }])
  return state?.keys.some(({ law }) => law === '') ?? false
}

async function stillHeld({ gate }: VaultHolderParts, person: string): Promise<number> {
  return (await gate.holdings(person)).reduce((sum, { count }) => sum + count, 0)
}

async function readBackPerson(parts: VaultHolderParts, intent: EraseIntent): Promise<ReadBack> {
  const { gate, store, remains } = parts
  const [holdings, tokens, choices, key] = await Promise.all([
    gate.holdings(intent.person),
    store.tokensOf(intent.person),
    gate.choices(intent.person),
    hasOwnKey(parts, intent.person),
  ])
  const left = holdings.filter(({ law }) => law === '').reduce((sum, { count }) => sum + count, 0)
  const at = parts.clock.now()
  return {
    found: left + tokens.length + choices.length + (key ? 1 : 0),
    residue: [
      ...remains.kept(await store.records(intent.person, {}), parts.inForce(), at),
      remains.tombstones(new Date(intent.tombstonesUntil)),
      ...(await remains.copies(parts.inForce().newest.policy, new Date(intent.at), 'erase')),
    ],
  }
}

// --- clear and sweep ----------------------------------------------------------------------------------------------

/** Removes what is still there of the records named: asked again after a crash, the rest or nothing. */
async function removeItems(
  parts: VaultHolderParts,
  intent: RemoveIntent,
): Promise<{ removed: number; besides?: number; events: string[] }> {
  const events: string[] = []
  for (const items of intent.items) {
    const ids = (await remaining(parts, items)).map(({ id }) => id)
    const why = { type: intent.kind, ...(intent.case !== null && { case: intent.case }) }
    if (ids.length > 0) events.push(await parts.gate.remove(items.person, ids, why))
  }
  const besides = intent.before - intent.items.reduce((sum, { ids }) => sum + ids.length, 0)
  const removed = Math.max(0, intent.before - (await countLeaving(parts, intent.items)))
  return { removed, ...(besides > 0 && { besides }), events }
}

async function countLeaving({ store }: VaultHolderParts, all: readonly Items[]): Promise<number> {
  let count = 0
  for (const { person, ids } of all) count += (await store.countLeaving(person, ids)).all
  return count
}

async function readBackItems(parts: VaultHolderParts, intent: RemoveIntent): Promise<ReadBack> {
  const copies = await parts.remains.copies(parts.inForce().newest.policy, new Date(intent.at), intent.kind)
  return { found: await countRemaining(parts, intent), residue: copies }
}

function remaining({ store }: VaultHolderParts, { person, ids }: Items): Promise<readonly StoredRecord[]> {
  return store.records(person, { ids })
}

async function countRemaining(parts: VaultHolderParts, intent: RemoveIntent): Promise<number> {
  let count = 0
  for (const items of intent.items) count += (await remaining(parts, items)).length
  return count
}

// --- export -------------------------------------------------------------------------------------------------------

/**
 * What the person is known by, one file a category, every choice with its words (CHO-12), then what no sentence offers to copy: counted,
 * never left out in silence. Each two hundred records are told, and in the ledger, before they open; so are the identifiers.
 */
async function* exportFromVault(parts: VaultHolderParts, person: string): AsyncIterable<Part> {
  const known = await parts.gate.identifiers(person, { actor: 'rights', why: 'copy' })
  yield { file: 'identifiers.json', items: known.map(printIdentifier) }
  const byCategory = Map.groupBy(await parts.store.records(person, {}), ({ category }) => category)
  const leftOut: Json[] = []
  for (const [category, records] of [...byCategory].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const ids = records.map(({ id }) => id)
    yield { file: `data/${category}.json`, items: told(parts, person, category, ids, leftOut) }
  }
  yield { file: 'choices.json', items: (await parts.gate.choices(person)).map(printChoice) }
  if (leftOut.length > 0) yield { file: 'left-out.json', items: leftOut }
}

async function* told(
  parts: VaultHolderParts,
  person: string,
  category: string,
  ids: readonly string[],
  leftOut: Json[],
): AsyncIterable<Json> {
  const policy = parts.inForce().newest.policy
  const standing = fold(policy, await parts.gate.choices(person))
  let count = 0
  for (let from = 0; from < ids.length; from += toldAtOnce) {
    const some = await parts.gate.tell(person, 'export', { ids: ids.slice(from, from + toldAtOnce) })
    count += some.length
    for (const { data, ...one } of some) yield { ...describeRecord(policy, one, standing), data: data.reveal() }
  }
  const why = 'no sentence offers to copy it; ask the privacy officer'
  if (count < ids.length) leftOut.push({ category, count: ids.length - count, why })
}

/** An identifier stored before they were sealed cannot be opened: then the copy says that it is there. */
function printIdentifier({ field, value }: Identifier): Json {
  return value === null ? { field, value, kept: 'only as a scrambled mark' } : { field, value: value.reveal() }
}

function printChoice(event: Awaited<ReturnType<Gate['choices']>>[number]): Json {
  const { at, kind, name, value, wording, version, channel, actor } = event
  return { at: at.toISOString(), kind, name, value, wording, version, channel, actor }
}
