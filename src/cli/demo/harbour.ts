// Harbour comes to life through the API alone: its services write under tokens of their own, its people sign in and choose, one job asks
// for what it may not have. Repeating it has no second effect.

import { Problem, type Client } from '../../client/index.ts'
import { guessesFrom } from './guesses.ts'
import { officers, people, type DemoPerson } from './people.ts'
import { names, recordsOf } from './records.ts'

/** Clients of the demo's house: the operator, holders of tokens, and people with cookies of their own. */
export interface HarbourClients {
  readonly operator: Client
  readonly withToken: (token: string) => Client
  readonly person: () => Client
}

const products = ['account', 'assistant', 'chat', 'files', 'mail', 'maps', 'search', 'store']
const batchMax = 400

/** Makes accounts, choices, records and a few weeks of ordinary use. Answers how many records were accepted. */
export async function fillHarbour(clients: HarbourClients, now: Date): Promise<number> {
  for (const person of people) await settle(clients, person)
  let accepted = 0
  for (const [product, records] of Map.groupBy(
    people.flatMap((person) => recordsOf(person, now)),
    (one) => one.product,
  )) {
    const writer = await service(clients, product, [])
    for (const batch of batches(records)) accepted += (await writer.write({ body: { records: batch } })).accepted
  }
  for (const { job, purpose, kind, times } of dailyUse) {
    const reader = await service(clients, job, [purpose])
    for (const { email } of people)
      for (let i = 0; i < times; i++)
        await reader.read({ body: { person: { field: 'email', value: email }, ...names[kind], purpose, limit: 20 } })
  }
  return accepted + (await guess(clients, now))
}

/** How far back suggestions look: a change that keeps searches for months takes no guess with it. */
const guessDays = 90

/** Suggestions read the newest searches of whoever asked for them, and keep what they guess from these, beside the searches it was made from. */
async function guess(clients: HarbourClients, now: Date): Promise<number> {
  const suggestions = await service(clients, 'suggestions', ['personalise'])
  const from = new Date(now.getTime() - guessDays * 86_400_000).toISOString()
  let accepted = 0
  for (const person of people) {
    const email = { field: 'email', value: person.email }
    const ask = { person: email, ...names.searches, purpose: 'personalise', from, limit: 100 }
    const { records } = await suggestions.read({ body: ask })
    const guesses = guessesFrom(person, records, now)
    if (guesses.length > 0) accepted += (await suggestions.write({ body: { records: guesses } })).accepted
  }
  return accepted
}

/** What Harbour's services do all day: the draft of a statement is tried on it. */
const dailyUse = [
  { job: 'search', purpose: 'provide', kind: 'searches', times: 3 },
  { job: 'ranking', purpose: 'improve', kind: 'searches', times: 2 },
  { job: 'suggestions', purpose: 'personalise', kind: 'searches', times: 1 },
  { job: 'maps', purpose: 'provide', kind: 'places', times: 2 },
] as const

/** The newsletter's job asks for what people write in Chat, to pick an advertisement. It is refused each time. */
export async function askForChats(clients: HarbourClients, person: DemoPerson, times: number): Promise<void> {
  if (times === 0) return
  const newsletter = await service(clients, 'newsletter', ['advertise'])
  for (let i = 0; i < times; i++)
    await newsletter.read({
      body: { person: { field: 'email', value: person.email }, ...names.chats, purpose: 'advertise' },
    })
}

/** Tokens of the officers, by name: two of them publish. */
export async function officerTokens({ operator }: HarbourClients): Promise<Readonly<Record<string, string>>> {
  const issued = await Promise.all(
    officers.map(
      async (officer) =>
        [
          officer,
          (await operator.issueToken({ body: { role: 'officer', service: 'privacy-office', officer } })).token,
        ] as const,
    ),
  )
  return Object.fromEntries(issued)
}

/** A client of a service of Harbour, bound to the purposes it asks for. */
export async function service(
  { operator, withToken }: HarbourClients,
  name: string,
  purposes: readonly string[],
): Promise<Client> {
  const { token } = await operator.issueToken({
    body: { role: 'service', service: name, products, purposes: [...purposes] },
  })
  return withToken(token)
}

async function settle(
  { operator, person }: HarbourClients,
  { email, password, name, region }: DemoPerson,
): Promise<void> {
  await operator.openAccount({ body: { email, password, name, region } }).catch(unlessThere)
  const own = person()
  await own.signIn({ body: { email, password } })
  for (const choice of ['voice-clips', 'suggestions'])
    await own.choose({ body: { kind: 'choice', name: choice, value: 'on' } })
}

function unlessThere(cause: unknown): void {
  if (!(cause instanceof Problem && cause.code === 'conflict')) throw cause
}

function* batches<T>(items: readonly T[]): Generator<T[]> {
  for (let at = 0; at < items.length; at += batchMax) yield items.slice(at, at + batchMax)
}
