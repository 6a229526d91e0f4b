// What the trade's real client sends, recorded by others (vectors `segment-client`): the installed client sends the same, and our server
// takes each recording as it is, with our write key in its place.

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { folder } from '../harness/gate.ts'
import { openHouse, type House } from '../harness/house.ts'
import { openDoor, segmentClient } from '../harness/segment.ts'

const vectors = '../shared/vectors/segment-client'
const names = readdirSync(vectors).filter((name) => name.endsWith('.json'))

interface Recorded {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: { readonly batch: readonly Recording[] }
}
interface Recording {
  readonly type: 'identify' | 'track' | 'page' | 'screen' | 'group' | 'alias'
  readonly [name: string]: unknown
}

const read = (name: string): Recorded => JSON.parse(readFileSync(join(vectors, name), 'utf8')) as Recorded // the vectors' own form

/** The text of the source: it takes what the recordings hold, but for the referrer and the depth. */
const sources = `vector-site:
  label: The site of the vectors
  product: shop
  people: { userId: customer, anonymousId: device, traits.email: email }
  consent: { Analytics: suggestions, Advertising: nothing, Functional: nothing }
  grants: yes
  rows:
    identify: { traits: contact from person }
    Order Completed:
      is: invoice
      properties: licence.invoice from system
      properties.products: interaction.device.purchase from person
    page: { name: interaction.device.browse, properties.url: interaction.device.browse }
    any: { context.ip: nothing }
`

describe.each(names)('%s', (name) => {
  const { method, path, headers, body } = read(name)
  let house: House
  let writeKey: string
  beforeAll(async () => {
    const statement = { ...folder('examples/shop/statement'), 'registers/sources.yaml': sources }
    house = await openHouse({ statement, tenant: 'vectors' })
    const key = { role: 'service', service: 'vector-site', source: 'vector-site' } as const
    writeKey = (await house.operator.issueToken({ body: key })).token
  })
  afterAll(() => house.close())

  test('is what the installed client sends', async () => {
    const door = await openDoor(house.server)
    const client = segmentClient(door, writeKey, { flushAt: body.batch.length })
    const requests: { method: string; url: string; headers: Record<string, string>; body: string }[] = []
    client.on('http_request', (request) => void requests.push(request))
    for (const event of body.batch) {
      const { type, messageId: _m, _metadata: _n, integrations: _i, context, ...told } = event
      const { library: _l, ...own } = context as Record<string, unknown> // the client adds its own
      const send = client[type].bind(client) as (event: object) => void // each recording has what its call takes
      const { category: _c, ...properties } = (told['properties'] ?? {}) as Record<string, unknown> // a page's category is put there by the client
      send({ ...told, ...(told['properties'] !== undefined && { properties: type === 'page' ? properties : told['properties'] }), context: own }) // prettier-ignore
    }
    await client.closeAndFlush()
    expect(requests).toHaveLength(1)
    const [sent] = requests
    expect([sent!.method, new URL(sent!.url).pathname]).toEqual([method, path])
    expect(sent!.headers['Content-Type']).toBe(headers['content-type'])
    expect(sent!.headers['User-Agent']).toBe(headers['user-agent'])
    expect(sent!.headers['Authorization']).toMatch(/^Basic /)
    const shape = ({ messageId, _metadata: _own, ...event }: Recording): object => ({
      ...event,
      messageId: typeof messageId,
    })
    const mine = JSON.parse(sent!.body) as Recorded['body']
    expect(mine.batch.map(shape)).toEqual(body.batch.map(shape))
    expect(Object.keys(mine).toSorted()).toEqual(Object.keys(body).toSorted())
    expect(door.statuses).toEqual([200])
    await door.close()
  })

  test('is taken as it is: records by category, refusals honoured, the rest found and never stored', async () => {
    const server = house.server
    const batch = JSON.stringify(body)
    const authorization = `Basic ${Buffer.from(`${writeKey}:`).toString('base64')}`
    const send = () =>
      server.inject({ method: 'POST', url: path, payload: batch, headers: { ...headers, authorization } })
    const answer = await send()
    expect(answer.statusCode).toBe(200)
    const told = answer.json<{ accepted: number; seen: number; refused: { index: number }[] }>()
    expect(told.accepted + told.seen + told.refused.length).toBe(body.batch.length)
    const again = (await send()).json<{ accepted: number; seen: number }>()
    expect(again).toMatchObject({ accepted: 0, seen: told.accepted })

    const auditor = await house.as('auditor', {})
    const { findings } = await auditor.findings()
    const values = body.batch.flatMap(({ traits, properties }) => textsOf([traits, properties]))
    for (const { summary, key } of findings)
      for (const value of values.filter((one) => one.length > 3)) expect(`${summary} ${key}`).not.toContain(value)
  })

  test('leaves of its people what the statement says', async () => {
    const counts = async (field: string, value: string): Promise<Record<string, number>> => {
      const { counts: found } = await house.operator.findPerson({ body: { field, value } })
      return Object.fromEntries(found.map(({ category, count }) => [category, count]))
    }
    /** what must be held of whom an event is about, by its name */
    const expected: Readonly<Record<string, readonly string[]>> = {
      identify: ['contact'],
      'Order Completed': ['interaction.device.purchase', 'licence.invoice'],
    }
    const missing: string[] = []
    for (const { userId, anonymousId, type, event } of body.batch) {
      const held =
        typeof userId === 'string' ? await counts('customer', userId) : await counts('device', String(anonymousId))
      const wanted = expected[typeof event === 'string' ? event : type] ?? []
      missing.push(...wanted.filter((category) => held[category] === undefined))
      if (userId === undefined) missing.push(...Object.keys(held).map((category) => `nothing of ${category}`))
    }
    expect(missing).toEqual([])
  })
})

/** Every text and number in a value. */
function textsOf(value: unknown): readonly string[] {
  if (typeof value === 'string' || typeof value === 'number') return [String(value)]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : []
}

test('there are recordings', () => {
  expect(names.length).toBeGreaterThan(0)
})
