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

/** What is to be decided, and when it was said. */
type Asked = Pick<ChoiceEntry, 'kind' | 'name' | 'value' | 'at'>

/**
 * Applies the preferences of a batch. Of several events about one person the refusal wins, whichever came last; one from before the person's
 * last decision about that choice says nothing new: it is told again, or late.
 */
export async function takePreferences(context: GateContext, source: Source, told: readonly Told[]): Promise<void> {
  const { policy } = context.inForce().newest
  const people = [...Map.groupBy(told, personKey)]
  await inLanes(
    people,
    ([key]) => key,
    async ([, own]) => {
      const said = wishesOf(policy, source, own)
      const wishes = said.length > 0 ? await notDecidedSince(context, own[0]!.state, said) : []
      if (wishes.length > 0) await decideAll(context, source, own[0]!, wishes)
    },
  )
}

/** One key a person, known or not yet. */
export function personKey({ state, tokens }: Told): string {
  return state?.person ?? `${tokens[0]!.field} ${tokens[0]!.token.join(',')}`
}

function wishesOf(policy: Policy, source: Source, told: readonly Told[]): readonly Asked[] {
  /** when it was last told on or off; undefined where it never was */
  const lastSaid = (choice: Choice, value: boolean): Date | undefined => {
    const names = source.consent.flatMap((one) => (one.choice === choice.name ? [one.preference] : []))
    const telling = told.filter(({ event }) => names.some((name) => event.preferences.get(name) === value))
    return telling.map(({ event }) => event.at).reduce<Date | undefined>((last, at) => (last && last >= at ? last : at), undefined) // prettier-ignore
  }
  const state = told[0]!.state
  const isOn = ({ bit }: Choice): boolean => has(effectiveOn(policy, state?.set ?? none, state?.on ?? none), bit)
  const mayGrant = ({ kind, by, bit }: Choice): boolean =>
    source.grants && kind === 'consent' && by === 'person' && !has(state?.set ?? none, bit)
  return policy.choices.flatMap((choice): Asked[] => {
    const [no, yes] = [lastSaid(choice, false), lastSaid(choice, true)]
    if (no) return isOn(choice) ? [{ kind: 'choice', name: choice.name, value: 'off', at: no }] : []
    return yes && !isOn(choice) && mayGrant(choice) ? [{ kind: 'choice', name: choice.name, value: 'on', at: yes }] : []
  })
}

async function notDecidedSince(
  context: GateContext,
  state: PersonState | null,
  wishes: readonly Asked[],
): Promise<readonly Asked[]> {
  const decided = lastOf(state ? await context.store.choices(state.person) : [])
  return wishes.filter((wish) => {
    const last = decided.get(keyOf(wish))
    return last === undefined || last.at <= wish.at
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
  for (const { at, ...asked } of wishes)
    await choose(context, person, asked, { channel: source.name, actor: 'source', at })
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
  const now = context.clock.now()
  const theirs = lastOf(await context.store.choices(device.person))
  const own = lastOf(account ? await context.store.choices(account.person) : [])
  return [...theirs].flatMap(([key, { kind, name, value, at }]) => {
    const later = own.get(key)
    const isRefusal = value === (kind === 'choice' ? 'off' : 'on')
    const isDecided = later !== undefined && (later.at >= at || later.value === value)
    return isRefusal && !isDecided && known.has(name) ? [{ kind, name, value, at: now }] : []
  })
}

function lastOf(events: readonly Omit<ChoiceEntry, 'bit'>[]): ReadonlyMap<string, Omit<ChoiceEntry, 'bit'>> {
  return new Map(events.map((event) => [keyOf(event), event]))
}

function keyOf({ kind, name }: Pick<ChoiceEntry, 'kind' | 'name'>): string {
  return `${kind} ${name}`
}
