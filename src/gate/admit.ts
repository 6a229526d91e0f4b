// A person begins: known from then on by identifiers, each as a blind token to be found by and sealed under the person's own key, so that
// a connected system can be asked about that person. The sealed ones open for rights requests alone, and are gone with the key.

import { newId, Revealed, text, toHex, utf8 } from '../base/index.ts'
import type { PersonKeys, SealPlace } from '../vault/index.ts'
import { entryOf, nobody, ownKeys, type GateContext } from './context.ts'
import type { PersonState, StoredIdentifier, Token, Work } from './store.ts'
import type { Identifier, Newcomer, PersonRef } from './types.ts'

/** Makes a person with these identifiers, or answers who has one of them already. `tokens` are theirs, in the same order. */
export async function admitPerson(
  { store, vault, clock }: GateContext,
  refs: readonly PersonRef[],
  tokens: readonly Token[],
  { region, canary, age = null, customer = null }: Newcomer,
): Promise<string> {
  const person = newId()
  const key = await vault.newKey(person)
  const keys = await vault.unlock(key)
  const seal = (token: Token, i: number): StoredIdentifier => sealed(vault, keys, token, refs[i]!.value) // one each
  return store.admit({ identifiers: tokens.map(seal), person, region, age, customer, canary, at: clock.now(), key })
}

/** Lets a person be known by further identifiers, of those that nobody has; each in one commit with its entry of the ledger. Told again it changes nothing. */
export async function addIdentifiers(
  context: GateContext,
  state: PersonState,
  identifiers: readonly (PersonRef & Token)[],
  { actor }: { readonly actor: string },
): Promise<void> {
  const { vault, clock, committer } = context
  const keys = await ownKeys(context, state)
  if (!keys) return
  const { person } = state
  const works = identifiers.map(async (one): Promise<Work> => {
    const event = { type: 'identify', at: clock.now(), person, actor, payload: { fields: [one.field], count: 1 } }
    const identifier = { person, ...sealed(vault, keys, one, one.value) }
    return { audit: [await entryOf(context, event, state)], tally: [], identifier }
  })
  await Promise.all((await Promise.all(works)).map((work) => committer.commit(work)))
}

/** Seals an identifier that was stored before they were sealed, now that it is told again. */
export async function keepIdentifier(
  context: GateContext,
  person: string,
  { value }: PersonRef,
  token: Token,
): Promise<void> {
  const { store, vault } = context
  const [state] = await store.people([{ person }])
  const keys = await ownKeys(context, state ?? null)
  if (keys) await store.keepSealed(person, sealed(vault, keys, token, value))
}

/**
 * The identifiers a person is known by, opened with the person's own key. The entry of the ledger is durable before anything opens; nobody
 * has none, like somebody erased. `value` is null for one that was stored before they were sealed.
 */
export async function identifiersOf(
  context: GateContext,
  person: string,
  { actor, why }: { readonly actor: string; readonly why: string },
): Promise<readonly Identifier[]> {
  const { store, vault, clock, committer } = context
  const [state] = await store.people([{ person }])
  const stored = await store.identifiers(state?.person ?? nobody)
  const payload = { fields: [...new Set(stored.map(({ field }) => field))].sort(), count: stored.length, why }
  const event = { type: 'identifiers', at: clock.now(), person, actor, payload }
  await committer.commit({ audit: [await entryOf(context, event, state ?? null)], tally: [] })
  const keys = await ownKeys(context, state ?? null)
  return stored.map((one) => {
    const isOpen = keys !== null && one.sealed !== null
    const value = isOpen ? new Revealed(text(vault.open(keys, placeOf(person, one), one.sealed))) : null
    return { field: one.field, value }
  })
}

function sealed(vault: GateContext['vault'], keys: PersonKeys, token: Token, value: string): StoredIdentifier {
  const { field, token: bytes } = token
  return { field, token: bytes, sealed: vault.seal(keys, placeOf(keys.wrapped.person, token), utf8(value)) }
}

/** Bound to its row: moved to another token or person it does not open. */
function placeOf(person: string, { field, token }: Token): SealPlace {
  return { person, record: `${field} ${toHex(token)}`, category: 'identifier', schema: 1, version: 1 }
}
