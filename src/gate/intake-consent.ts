// What events say about choices: a refusal counts at once, before the event's own records are decided; a yes turns on only what its
// source may grant and the person never decided. Who signs in takes the device's refusals along, its consents not (architecture, the waist).

import { effectiveOn } from '../choices/index.ts'
import { has, none, type Choice, type Policy, type Source } from '../policy/index.ts'
import { admitPerson } from './admit.ts'
import type { GateContext } from './context.ts'
import type { Event } from './intake-event.ts'
import { inLanes } from './intake-lanes.ts'
import { choose } from './person.ts'
import type { ChoiceEntry, PersonState, Token } from './store.ts'
import type { PersonRef } from './types.ts'
import { tokenOf } from './write.ts'

/** An event that counts, with whom it is about: its identifiers, and the person they lead to. */
export interface Told {
  readonly event: Event
  readonly refs: readonly PersonRef[]
  readonly tokens: readonly Token[]
  readonly state: PersonState | null
  /** a record of it was stored before */
  readonly isReplay: boolean
}

type Asked = Pick<ChoiceEntry, 'kind' | 'name' | 'value'>

/** Applies the preferences of a batch. Of several events about one person the refusal wins, whichever came last. */
export async function takePreferences(context: GateContext, source: Source, told: readonly Told[]): Promise<void> {
  const { policy } = context.inForce().newest
  const people = [...Map.groupBy(told, personKey)]
  await inLanes(
    people,
    ([key]) => key,
    async ([, own]) => {
      const wishes = wishesOf(policy, source, own)
      if (wishes.length > 0) await decideAll(context, source, own[0]!, wishes)
    },
  )
}

/** One key a person, known or not yet. */
export function personKey({ state, tokens }: Told): string {
  return state?.person ?? `${tokens[0]!.field} ${tokens[0]!.token.join(',')}`
}

function wishesOf(policy: Policy, source: Source, told: readonly Told[]): readonly Asked[] {
  const said = (choice: Choice): readonly boolean[] => {
    const names = source.consent.flatMap((one) => (one.choice === choice.name ? [one.preference] : []))
    return told.flatMap(({ event }) => names.flatMap((name) => event.preferences.get(name) ?? []))
  }
  const state = told[0]!.state
  const isOn = ({ bit }: Choice): boolean => has(effectiveOn(policy, state?.set ?? none, state?.on ?? none), bit)
  const mayGrant = ({ kind, by, bit }: Choice): boolean =>
    source.grants && kind === 'consent' && by === 'person' && !has(state?.set ?? none, bit)
  return policy.choices.flatMap((choice): Asked[] => {
    const answers = said(choice)
    if (answers.includes(false)) return isOn(choice) ? [{ kind: 'choice', name: choice.name, value: 'off' }] : []
    const turnsOn = answers.includes(true) && !isOn(choice) && mayGrant(choice)
    return turnsOn ? [{ kind: 'choice', name: choice.name, value: 'on' }] : []
  })
}

/** A refusal of somebody unknown is remembered: the person begins with it. */
async function decideAll(
  context: GateContext,
  source: Source,
  { refs, tokens, state }: Told,
  wishes: readonly Asked[],
): Promise<void> {
  const person = state?.person ?? (await admitPerson(context, refs, tokens, { region: null, canary: false }))
  for (const wish of wishes) await choose(context, person, wish, { channel: source.name, actor: 'source' })
}

/**
 * Carries refusals, objections and restrictions from a device to the account that signs in there, where the account did not decide the
 * same thing later. No record moves, and no consent.
 */
export async function carryRefusals(context: GateContext, source: Source, told: readonly Told[]): Promise<void> {
  const signingIn = told.filter(({ event }) => event.userId !== null && deviceOf(source, event).length > 0)
  await inLanes(signingIn, personKey, async (one) => {
    const refs = deviceOf(source, one.event)
    const states = await context.store.people(await Promise.all(refs.map((ref) => tokenOf(context, ref))))
    const device = states.find((state) => state !== null)
    const [account = null] = await context.store.people([one.tokens[0]!])
    if (!device || device.person === account?.person) return
    const wishes = await carried(context, device, account)
    if (wishes.length > 0) await decideAll(context, source, { ...one, state: account }, wishes)
  })
}

/** The identifiers that an event says its account was before: of an alias, or of an identify on a device that was signed out. */
function deviceOf({ people }: Source, { type, anonymousId, previousId }: Event): readonly PersonRef[] {
  const value = type === 'alias' ? previousId : type === 'identify' ? anonymousId : null
  if (value === null) return []
  const fields = type === 'alias' ? [people.anonymousId, people.userId] : [people.anonymousId]
  return fields.flatMap((field) => (field === null ? [] : [{ field, value }]))
}

async function carried(
  context: GateContext,
  device: PersonState,
  account: PersonState | null,
): Promise<readonly Asked[]> {
  const { policy } = context.inForce().newest
  const known = new Set([...policy.choices, ...policy.purposes, { name: 'processing' }].map(({ name }) => name))
  const theirs = lastOf(await context.store.choices(device.person))
  const own = lastOf(account ? await context.store.choices(account.person) : [])
  return [...theirs].flatMap(([key, { kind, name, value, at }]) => {
    const later = own.get(key)
    const isRefusal = value === (kind === 'choice' ? 'off' : 'on')
    const isDecided = later !== undefined && (later.at >= at || later.value === value)
    return isRefusal && !isDecided && known.has(name) ? [{ kind, name, value }] : []
  })
}

function lastOf(events: readonly Omit<ChoiceEntry, 'bit'>[]): ReadonlyMap<string, Omit<ChoiceEntry, 'bit'>> {
  return new Map(events.map((event) => [`${event.kind} ${event.name}`, event]))
}
