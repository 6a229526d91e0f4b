import { readdirSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Client } from '../../src/client/index.ts'
import { openHouse, type House } from '../harness/house.ts'

const vectors = new URL('../../../shared/vectors/naughty-strings/', import.meta.url)
const naughty = readdirSync(vectors)
  .filter((name) => name.endsWith('.json'))
  .flatMap((name) => JSON.parse(readFileSync(new URL(name, vectors), 'utf8')) as string[]) // the set's form: SOURCE.md

let house: House
let service: Client
beforeAll(async () => {
  house = await openHouse({ perMinuteMax: 1_000_000 })
  service = await house.as('service', { service: 'search-service', products: ['search'], purposes: ['provide'] })
})
afterAll(() => house.close())

const person = { field: 'email', value: 'tom@example.org' }
const record = (messageId: string, words: string) => ({
  messageId,
  person,
  product: 'search',
  category: 'interaction.search',
  origin: 'person' as const,
  collectedAt: '2026-09-01T00:00:00Z',
  signedIn: true,
  account: 'personal' as const,
  region: 'eea',
  data: { words },
})

/** What came of a call: done, or a problem that is the caller's. A 5xx is ours and fails the test. */
async function status(call: Promise<unknown>): Promise<number> {
  return call.then(
    () => 200,
    (problem: { status?: number }) => problem.status ?? 0,
  )
}

test('every string can be stored and comes back as it was, or is refused with a reason', async () => {
  const ours: string[] = []
  for (const [i, words] of naughty.entries()) {
    const answer = await service.write({ body: { records: [record(`words ${i}`, words)] } }).then(
      ({ accepted }) => (accepted === 1 ? 200 : 500),
      (problem: { status: number }) => problem.status,
    )
    if (answer >= 500) ours.push(words)
  }
  expect(ours).toEqual([])
  const { records } = await service.read({
    body: { person, product: 'search', category: 'interaction.search', purpose: 'provide', limit: 1000 },
  })
  const back = new Set(records.map(({ data }) => (data as { words: string }).words))
  expect(naughty.filter((words) => words.isWellFormed() && !back.has(words))).toEqual([])
})

test('in every other text field a string is taken or refused, and never breaks anything', async () => {
  for (const text of naughty) {
    const tried = [
      service.write({ body: { records: [{ ...record('x', 'x'), messageId: text }] } }),
      service.write({
        body: { records: [{ ...record(`p ${text}`.slice(0, 200), 'x'), person: { field: 'email', value: text } }] },
      }),
      service.write({ body: { records: [{ ...record('x', 'x'), product: text }] } }),
      service.read({ body: { person, product: 'search', category: text, purpose: 'provide' } }),
      service.read({ body: { person, product: 'search', category: 'interaction.search', purpose: text } }),
      house.client().signIn({ body: { email: text, password: text } }),
      house.operator.openAccount({ body: { email: 'x@example.org', password: text, name: text } }),
      house.operator.issueToken({ body: { role: 'service', service: text, products: [text], purposes: [text] } }),
      house.client(text.replaceAll(/[^\x20-\x7e]/g, '')).findings(),
      house.client().receipt({ params: { secret: text } }),
    ]
    for (const got of await Promise.all(tried.map(status))) expect(got, JSON.stringify(text)).toBeLessThan(500)
  }
}, 240_000)

test('none of them is in the log', () => {
  expect(house.log.filter(({ event }) => event === 'unexpected')).toEqual([])
})
