// People with an account: how one is opened and signed in, whose session a cookie is, where a person stands, and what they choose.

import type { Accounts } from '../adapters/accounts/index.ts'
import { asFailure, Failure, fromHex, toHex, type Clock } from '../base/index.ts'
import { effectiveOn } from '../choices/index.ts'
import type { RightsDesk } from '../desks/index.ts'
import type { Gate, GateStore } from '../gate/index.ts'
import { none, type InForce } from '../policy/index.ts'
import type { Principal } from '../principals/index.ts'
import type { PlatformKeys, Vault } from '../vault/index.ts'
import type { App } from './types.ts'

const accountProduct = 'account'
const accountCategory = 'contact'
const freshMinutes = 10

interface PeopleParts {
  readonly accounts: Accounts
  readonly gate: Gate
  readonly store: GateStore
  readonly vault: Vault
  readonly rights: RightsDesk
  readonly clock: Clock
  readonly inForce: () => InForce
}

type People = Pick<App, 'personOfSession' | 'standing' | 'isFresh' | 'signIn' | 'signOut' | 'openAccount' | 'greetingOf' | 'choose'> // prettier-ignore

/** What the house does with people who have an account. */
export function peopleOf(parts: PeopleParts): People {
  const { accounts, gate, store, vault, rights, clock, inForce } = parts
  return {
    async personOfSession(headers) {
      const found = await accounts.session(headers)
      const state = found && (await gate.personBy({ field: 'email', token: fromHex(found.alias.split('@')[0]!) }))
      return state ? { role: 'person', alias: found!.alias, person: state.person, signedInAt: found!.signedInAt } : null
    },
    async standing(person) {
      const [state] = await store.people([{ person }])
      return {
        on: effectiveOn(inForce().newest.policy, state?.set ?? none, state?.on ?? none),
        objected: state?.objected ?? none,
        restricted: state?.restricted ?? false,
      }
    },
    isFresh: (signedInAt) => clock.now().getTime() - signedInAt.getTime() <= freshMinutes * 60_000,
    async signIn(email, password) {
      const alias = aliasOf(await vault.token('email', email))
      try {
        return (await accounts.signIn(alias, password)).cookies
      } catch (cause) {
        await gate.note({ type: 'sign-in', actor: 'anybody', payload: { effect: 'deny', code: asFailure(cause).code } })
        throw cause
      }
    },
    signOut: (headers) => accounts.signOut(headers),
    openAccount: (account) => openAccount(parts, account),
    async greetingOf(person) {
      const [told] = await gate.tell(person, 'view', { product: accountProduct, category: accountCategory, limit: 1 })
      const data = told?.data.reveal()
      return data !== null && typeof data === 'object' && 'name' in data && typeof data.name === 'string'
        ? data.name
        : ''
    },
    async choose(by, { kind, name, value }, channel) {
      const choice = inForce().newest.policy.choices.find((one) => one.name === name)
      if (kind !== 'choice' || value === 'on' || choice?.kind !== 'consent')
        return gate.choose(by.person, { kind, name, value }, { channel, actor: 'person' })
      await rights.ask(by, { kind: 'withdraw', choice: name, channel })
      return (await gate.choices(by.person)).findLast((event) => event.kind === 'choice' && event.name === name)!
    },
  }
}

/** The alias of an account: the blind token of its address, in a domain that cannot exist (RFC 2606). */
export function aliasOf(token: Uint8Array): string {
  return `${toHex(token)}@alias.invalid`
}

/** Tenants of one database share the directory of accounts: each signs its cookies with a secret of its own. */
export async function accountsSecret(platform: PlatformKeys, tenant: string): Promise<string> {
  return toHex((await platform.indexKey(`accounts of ${tenant}`)).export())
}

/** Opens an account: name and address go through the gate into the vault, the directory gets an alias. */
async function openAccount(
  { gate, vault, accounts, clock, inForce }: PeopleParts,
  {
    email,
    password,
    name,
    region = null,
    age = null,
  }: {
    email: string
    password: string
    name: string
    region?: string | null | undefined
    age?: number | null | undefined
  },
): Promise<void> {
  const alias = aliasOf(await vault.token('email', email))
  if (await accounts.find(alias)) throw new Failure('conflict', { account: 'exists' })
  if (region !== null && !inForce().newest.policy.places.some((place) => place.name === region))
    throw new Failure('input_invalid', { field: 'region' })
  const ref = { field: 'email', value: email }
  await gate.admit(ref, { region, age, canary: false })
  const by: Principal = {
    role: 'service',
    id: 'accounts',
    service: 'accounts',
    officer: null,
    products: [accountProduct],
    purposes: [],
    endsAt: new Date(8.64e15),
  }
  const [answer] = await gate.write(by, [
    {
      messageId: `account ${alias} ${clock.now().toISOString()}`, // who was erased may come back, with a new account
      person: ref,
      product: accountProduct,
      category: accountCategory,
      origin: 'person',
      collectedAt: clock.now(),
      signedIn: true,
      account: 'personal',
      data: { name, email },
    },
  ])
  if (answer?.outcome === 'refused') throw new Failure('access_denied', { clause: answer.clause, why: answer.why })
  await accounts.open(alias, password)
}
