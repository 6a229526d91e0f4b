// Events over HTTP from the trade's real client, unchanged: what is taken, what is refused and how, and that nothing is lost or told
// twice while servers come and go.

import { randomBytes } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Failure, systemClock } from '../../src/base/index.ts'
import { createIntakeQueue } from '../../src/gate/index.ts'
import { createServer } from '../../src/server/index.ts'
import { folder } from '../harness/gate.ts'
import { openHouse, origin, type House } from '../harness/house.ts'
import { openDoor, segmentClient, type Door } from '../harness/segment.ts'

let house: House
let door: Door
let writeKey: string
beforeAll(async () => {
  house = await openHouse({ statement: folder('examples/shop/statement'), tenant: 'shop' })
  door = await openDoor(house.server)
  writeKey = (await house.operator.issueToken({ body: { role: 'service', service: 'shop-web', source: 'shop-web' } }))
    .token
})
afterAll(async () => {
  await door.close()
  await house.close()
})

const order = (userId: string, number: string): object => ({
  type: 'track',
  event: 'Order Completed',
  userId,
  messageId: number,
  properties: { order_id: number, total: 9.9, products: [{ sku: 's1' }] },
})

async function countsOf(field: string, value: string): Promise<Record<string, number>> {
  const { counts } = await house.operator.findPerson({ body: { field, value } })
  return Object.fromEntries(counts.map(({ category, count }) => [category, count]))
}

interface Sent {
  readonly status: number
  readonly code?: string
  readonly headers: Readonly<Record<string, unknown>>
  readonly body: Record<string, unknown>
}

async function post(
  payload: string | Buffer | object,
  headers: Record<string, string> = {},
  { server = house.server, url = '/v1/batch' } = {},
): Promise<Sent> {
  const answer = await server.inject({
    method: 'POST',
    url,
    payload,
    headers: {
      authorization: `Basic ${Buffer.from(`${writeKey}:`).toString('base64')}`,
      'content-type': 'application/json',
      ...headers,
    },
  })
  const body = answer.json<Record<string, unknown>>()
  return { status: answer.statusCode, headers: answer.headers, body, ...(typeof body['code'] === 'string' && { code: body['code'] }) } // prettier-ignore
}

async function openFindings(): Promise<readonly string[]> {
  const auditor = await house.as('auditor', {})
  return (await auditor.findings()).findings.map(({ summary }) => summary)
}

describe('the real client', () => {
  test('sends every kind of event, and what the statement covers is there when it is told so', async () => {
    const failures: unknown[] = []
    const client = segmentClient(door, writeKey, { failed: (reason) => failures.push(reason) })
    const userId = 'client-1'
    client.identify({ userId, traits: { name: 'Jane Doe', email: 'jane@example.com', birthday: '1990-01-01' } })
    client.track({ userId, event: 'Order Completed', properties: { order_id: 'o-1', total: 12.5, products: [{ sku: 's1' }] } }) // prettier-ignore
    client.track({ userId, event: 'Product Viewed', properties: { sku: 's2' }, context: { consent: { categoryPreferences: { Suggestions: true } } } }) // prettier-ignore
    client.page({
      userId,
      name: 'Pricing',
      properties: { url: 'https://example.com/pricing?email=jane%40example.com' },
    })
    client.screen({ userId, name: 'Home' })
    client.group({ userId, groupId: 'g1', traits: { employees: 12 } })
    client.alias({ userId, previousId: 'device-1' })
    await client.closeAndFlush()
    expect(failures).toEqual([])
    expect(door.statuses).toEqual([200])
    expect(await countsOf('customer', userId)).toEqual({
      contact: 1,
      'interaction.device.browse': 1,
      'interaction.device.purchase': 1,
      'licence.invoice': 1,
    })
    expect(await countsOf('email', 'jane@example.com')).toEqual(await countsOf('customer', userId))
    const found = await openFindings()
    expect(found).toContain('`shop-web` sends `traits.birthday` with `identify`; no row of the register `sources` covers it, so it was not stored') // prettier-ignore
    expect(found.join()).not.toMatch(/1990|jane|Doe/i)
  })

  test('sends batches of 480 KB', async () => {
    const client = segmentClient(door, writeKey, { flushAt: 10_000 }) // the client's own measure cuts the batches
    const products = Array.from({ length: 16 }, (_, i) => ({ sku: `s${i}`, price: i }))
    for (let i = 0; i < 2_000; i++)
      client.track({ userId: 'large', event: 'Order Completed', properties: { products } })
    await client.closeAndFlush()
    expect(Math.max(...door.sizes)).toBeGreaterThan(480 * 1024)
    expect(await countsOf('customer', 'large')).toEqual({ 'interaction.device.purchase': 2_000 })
  })

  test('loses nothing and tells nothing twice while the server answers 503, dies, and loses its answer', async () => {
    const failures: unknown[] = []
    const client = segmentClient(door, writeKey, { flushAt: 5, failed: (reason) => failures.push(reason) })
    const track = (i: number): void =>
      client.track({ userId: 'patient', event: 'Order Completed', properties: { order_id: `o-${i}`, products: [{ sku: 's' }] } }) // prettier-ignore
    for (const [i, mood] of (['answer lost', 'unavailable', 'dead', 'open'] as const).entries()) {
      door.mood = mood
      for (let k = 0; k < 10; k++) track(10 * i + k)
      await new Promise((resolve) => setTimeout(resolve, 300))
    }
    await client.closeAndFlush()
    expect(failures).toEqual([])
    expect(await countsOf('customer', 'patient')).toEqual({ 'interaction.device.purchase': 40, 'licence.invoice': 40 })
    expect(door.bodies.some((body) => (JSON.parse(body) as { seen?: number }).seen === 5)).toBe(true)
  })

  test('waits when it is told to, and comes again', async () => {
    const queue = createIntakeQueue({ clock: systemClock }, { atOnce: 1, waitingMax: 0, waitMillisecondsMax: 5_000 })
    const server = await createServer({ ...house.app, intakeQueue: queue }, { origin, pages: false, log: () => {} })
    const narrow = await openDoor(server)
    let release = (): void => {}
    const held = queue.run(() => new Promise<void>((resolve) => (release = resolve)))
    const client = segmentClient(narrow, writeKey, { maxRetries: 0 })
    client.track({ userId: 'waiting', event: 'Order Completed', properties: { order_id: 'o-1' } })
    const sent = client.closeAndFlush()
    await expect.poll(() => narrow.statuses, { timeout: 10_000 }).toEqual([429])
    release()
    await Promise.all([held, sent])
    expect(narrow.statuses).toEqual([429, 200])
    expect(await countsOf('customer', 'waiting')).toEqual({ 'licence.invoice': 1 })
    await narrow.close()
    await server.close()
  })

  test('with a wrong write key is told 401, and the key is in no answer and no log', async () => {
    const wrong = `wk_${'0'.repeat(16)}_${'f'.repeat(64)}`
    const reasons: string[] = []
    const client = segmentClient(door, wrong, { failed: (reason) => reasons.push(String(reason)) })
    client.track({ userId: 'nobody', event: 'x' })
    await client.closeAndFlush()
    expect(door.statuses.at(-1)).toBe(401)
    expect(reasons.join()).toContain('401')
    expect(`${door.bodies.join()}${JSON.stringify(house.log)}`).not.toContain('ffffff')
    expect(await countsOf('customer', 'nobody')).toEqual({})
  })
})

describe('an answer', () => {
  test('tells of each event what became of it', async () => {
    const { status, body } = await post({
      batch: [
        order('told-1', 't1'),
        { type: 'track', userId: 'told-1' },
        { type: 'track', event: 'Product Viewed', userId: 'told-1', messageId: 't2', properties: { sku: 's' } },
        { ...order('told-1', 't3'), properties: { order_id: 'x', secret: 1 } },
      ],
      sentAt: '2026-09-01T12:00:00Z',
      writeKey: 'whatever',
    })
    expect(status).toBe(200)
    expect(body).toEqual({
      success: true,
      accepted: 2,
      seen: 0,
      refused: [
        { index: 1, code: 'input_invalid', clause: null, why: 'a track event has a name in `event`, of at most 200 characters' },
        { index: 2, code: 'access_denied', clause: 'looks', why: expect.any(String) as string },
      ],
      left: [{ index: 3, properties: ['properties.secret'], code: 'access_denied', clause: null, why: 'no row of the register `sources` covers it' }],
    }) // prettier-ignore
    expect((await post({ batch: [order('told-1', 't1')] })).body).toMatchObject({ accepted: 0, seen: 1 })
  })

  test.each(['track', 'identify', 'page', 'screen', 'group', 'alias'])('of /v1/%s is about one event', async (type) => {
    const event = { userId: `one-${type}`, previousId: 'p', event: 'Order Completed', traits: { name: 'Jo' }, properties: { order_id: '1' } } // prettier-ignore
    const { status, body } = await post(event, {}, { url: `/v1/${type}` })
    expect(status).toBe(200)
    expect(Number(body['accepted']) + (body['refused'] as unknown[]).length).toBe(1)
    const stored = { track: { 'licence.invoice': 1 }, identify: { contact: 1 } }[type] ?? {}
    expect(await countsOf('customer', `one-${type}`)).toEqual(stored)
  })

  test('says that one bad event refuses no other, whatever is in it', async () => {
    const hostile = `{"batch":[{"type":"track","event":"x","userId":"u","properties":{"__proto__":{"polluted":1}}},${JSON.stringify(order('brave', 'b1'))},{"type":"track","event":"y","userId":"u","properties":${'['.repeat(5_000)}${']'.repeat(5_000)}}]}`
    const { status, body } = await post(hostile)
    expect(status).toBe(200)
    expect(body).toMatchObject({ accepted: 1, refused: [{ index: 0 }, { index: 2 }] })
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
  })

  test('says that a number too large for one refuses its event alone: no two users become one', async () => {
    const total = JSON.stringify(order('whole', 'n1')).replace('9.9', '1e400')
    const bare = total.replace('"messageId":"n1",', '')
    const [first, second] = ['1234567890123456789', '1234567890123456790'].map((id) => JSON.stringify(order('whole', `n${id}`)).replace('"whole"', id)) // prettier-ignore
    const { status, body } = await post(`{"batch":[${[total, bare, first, second, JSON.stringify(order('whole', 'n2'))].join(',')}]}`) // prettier-ignore
    expect(status).toBe(200)
    expect(body).toMatchObject({ accepted: 1, refused: [0, 1, 2, 3].map((index) => ({ index, code: 'input_invalid' })) }) // prettier-ignore
    expect(await countsOf('customer', 'whole')).toMatchObject({ 'licence.invoice': 1 })
    expect(await countsOf('customer', '1234567890123456800')).toEqual({})
  })
})

describe('a body', () => {
  test('may come gzipped', async () => {
    const packed = gzipSync(JSON.stringify({ batch: [order('zipped', 'z1')] }))
    expect(await post(packed, { 'content-encoding': 'gzip' })).toMatchObject({ status: 200, body: { accepted: 1 } })
    expect(await countsOf('customer', 'zipped')).toMatchObject({ 'licence.invoice': 1 })
  })

  test.each([
    ['nothing', ''],
    ['half of JSON', '{"batch":['],
    ['no batch', '{}'],
    ['an empty batch', '{"batch":[]}'],
    ['a batch that is none', '{"batch":{"0":{}}}'],
    ['a list', '[]'],
    ['bytes that are no text', Buffer.from([0x7b, 0xff, 0xfe])],
  ])('that is %s stores nothing and answers 400', async (_, payload) => {
    const answer = await post(payload)
    expect(answer).toMatchObject({ status: 400, code: 'batch_malformed' })
    expect(answer.headers['content-type']).toContain('application/problem+json')
  })

  test('of another type or encoding answers 400', async () => {
    expect(await post('x=1', { 'content-type': 'application/x-www-form-urlencoded' })).toMatchObject({ status: 400 })
    expect(await post('{}', { 'content-encoding': 'br' })).toMatchObject({ status: 400, code: 'batch_malformed' })
    expect(await post('no gzip', { 'content-encoding': 'gzip' })).toMatchObject({
      status: 400,
      code: 'batch_malformed',
    })
  })

  test('of more than 2 MiB, or gzipped of more than 512 KiB, answers 413', async () => {
    const large = JSON.stringify({ batch: [{ ...order('u', 'm'), properties: { text: 'x'.repeat(2 * 1024 * 1024) } }] })
    expect(await post(large)).toMatchObject({ status: 413, code: 'input_too_large' })
    const dense = gzipSync(JSON.stringify({ batch: [{ text: randomBytes(600 * 1024).toString('base64') }] }))
    expect(dense.length).toBeGreaterThan(512 * 1024)
    expect(await post(dense, { 'content-encoding': 'gzip' })).toMatchObject({ status: 413, code: 'input_too_large' })
  })

  test('that is a bomb stops inflating at 2 MiB: ten times the bomb keeps the server no longer', async () => {
    const busyWith = async (mebibytes: number): Promise<number> => {
      const bomb = gzipSync(Buffer.alloc(mebibytes * 1024 * 1024, ' '))
      expect(bomb.length).toBeLessThan(512 * 1024)
      const before = process.memoryUsage().arrayBuffers
      const began = process.cpuUsage()
      expect(await post(bomb, { 'content-encoding': 'gzip' })).toMatchObject({ status: 413, code: 'input_too_large' })
      const { user, system } = process.cpuUsage(began)
      expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(64 * 1024 * 1024)
      return (user + system) / 1000
    }
    await busyWith(20)
    const [small, large] = [await busyWith(20), await busyWith(200)]
    expect(large, `${small.toFixed(0)} ms and ${large.toFixed(0)} ms`).toBeLessThan(60 + small * 4)
  })

  test('of a stranger is not opened', async () => {
    const bomb = gzipSync(Buffer.alloc(10 * 1024 * 1024, ' '))
    const stranger = { authorization: `Basic ${Buffer.from('nobody:').toString('base64')}`, 'content-encoding': 'gzip' }
    expect(await post(bomb, stranger)).toMatchObject({ status: 401, code: 'token_refused' })
    expect(await post(bomb, { authorization: '', 'content-encoding': 'gzip' })).toMatchObject({ status: 401 })
  })
})

describe('a write key', () => {
  test('enters where events are sent, and nowhere that a service does', async () => {
    const client = house.client(writeKey)
    const record = { messageId: 'm', person: { field: 'customer', value: 'u' }, product: 'shop', category: 'contact', origin: 'person', collectedAt: '2026-01-01T00:00:00Z', data: {} } as const // prettier-ignore
    await expect(client.write({ body: { records: [record] } })).rejects.toMatchObject({ code: 'role_refused' })
    await expect(client.findings()).rejects.toMatchObject({ code: 'role_refused' })
    expect(await client.batch({ body: { batch: [order('by-bearer', 'bb1')] } })).toMatchObject({ accepted: 1 })
  })

  test('is nothing that another service has', async () => {
    const service = await house.as('service', { service: 'careless', products: ['shop'] })
    await expect(service.batch({ body: { batch: [order('u', 'm')] } })).rejects.toMatchObject({ code: 'role_refused' })
  })

  test('is issued for a source of the statement, alone', async () => {
    const issue = (body: object) =>
      house.operator.issueToken({ body: { role: 'service', service: 'shop-web', source: 'shop-web', ...body } })
    await expect(issue({ source: 'other' })).rejects.toMatchObject({ code: 'name_unknown' })
    for (const wrong of [{ service: 'other' }, { role: 'officer' as const }, { products: ['shop'] }])
      await expect(issue(wrong)).rejects.toMatchObject({ code: 'input_invalid' })
    const { token, id, endsAt } = await issue({})
    expect(new Date(endsAt).getTime() - house.app.clock.now().getTime()).toBeGreaterThan(364 * 86_400_000)
    await house.operator.revokeToken({ params: { id } })
    await expect(house.client(token).batch({ body: { batch: [order('u', 'm')] } })).rejects.toMatchObject({ code: 'token_refused' }) // prettier-ignore
  })
})

describe('what is over by itself', () => {
  const failing = async (failure: Failure): Promise<Sent> => {
    const gate = { ...house.app.gate, intake: () => Promise.reject(failure) }
    const server = await createServer({ ...house.app, gate }, { origin, pages: false, log: () => {} })
    const answer = await post({ batch: [order('u', 'm')] }, {}, { server })
    await server.close()
    return answer
  }

  test.each(['audit_unavailable', 'storage_unavailable', 'storage_full', 'keys_unavailable'] as const)('%s is a time to come again', async (code) => {
    const answer = await failing(new Failure(code))
    expect(answer).toMatchObject({ status: 429, code: 'intake_busy' })
    expect(answer.headers['retry-after']).toBe('20')
  }) // prettier-ignore

  test('and what is not, is not', async () => {
    expect(await failing(new Failure('ledger_forked'))).toMatchObject({ status: 500, code: 'ledger_forked' })
  })
})

test('a finding is settled when a version covers the property', async () => {
  const about = '`shop-web` sends `properties.gift` with `Order Completed`'
  await post({ batch: [{ ...order('settler', 's1'), properties: { gift: true } }] })
  expect((await openFindings()).some((summary) => summary.startsWith(about))).toBe(true)
  const files = folder('examples/shop/statement')
  const sources = `${files['registers/sources.yaml']!.replace('      is: invoice\n', '      is: invoice\n      properties.gift: interaction.device.purchase from person\n')}`
  const draft = await (await house.as('officer', { officer: 'lena' })).openDraft({ body: { files: { ...files, 'registers/sources.yaml': sources } } }) // prettier-ignore
  for (const officer of ['lena', 'tomas'])
    await (await house.as('officer', { officer })).approveDraft({ params: { number: draft.number }, body: { hash: draft.hash } }) // prettier-ignore
  await post({ batch: [{ ...order('settler', 's2'), properties: { gift: true } }] })
  expect(await countsOf('customer', 'settler')).toEqual({ 'interaction.device.purchase': 1 })
  await house.operator.probe({ body: {} })
  expect((await openFindings()).some((summary) => summary.startsWith(about))).toBe(false)
})
