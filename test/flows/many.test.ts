// What the demo's statement says of many people at once, over HTTP: a person sees 1 fault report in 1,000, and reports count groups of 50 people
// and more (HUM-02, PUR-10).

import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Client, Input } from '../../src/client/index.ts'
import { openHouse, type House } from '../harness/house.ts'

type Item = NonNullable<Input<'write'>['body']>['records'][number]

let house: House
let service: Client
beforeAll(async () => {
  house = await openHouse()
  service = await house.as('service', { service: 'maps', products: ['maps'], purposes: ['improve', 'report'] })
})
afterAll(() => house.close())

let messages = 0
const write = async (category: string, count: number, people: number, more: Partial<Item>): Promise<void> => {
  const collectedAt = house.app.clock.now().toISOString()
  const records = Array.from({ length: count }, (_, i): Item => ({ messageId: `m${messages++}`, person: { field: 'email', value: `p${i % people}@example.org` }, product: 'maps', category, origin: 'system', collectedAt, region: 'eea', signedIn: true, account: 'personal', age: 40, data: { number: i }, ...more })) // prettier-ignore
  expect(await service.write({ body: { records } })).toMatchObject({ accepted: count, refused: [] })
}

test('of 999 fault reports nobody sees one, of 1,000 one, and always the same', async () => {
  const body = { product: 'maps', category: 'interaction.device.error', purpose: 'improve' } as const
  await write('interaction.device.error', 999, 60, {})
  const none = await service.sample({ body })
  expect(none).toMatchObject({ decision: { effect: 'deny', term: 'open', clause: 'faults-checked' }, records: [] })
  await write('interaction.device.error', 1, 60, {})
  const { decision, records } = await service.sample({ body })
  expect(decision).toMatchObject({ effect: 'permit', clause: 'faults-checked' })
  expect(records).toHaveLength(1)
  expect(Object.keys(records[0]!).toSorted()).toEqual(['category', 'collectedAt', 'data', 'endedAt', 'id', 'product']) // nobody is named
  expect((await service.sample({ body })).records).toEqual(records)
  const named = { ...body, person: { field: 'email', value: 'p1@example.org' }, hand: 'people' } as const
  expect(await service.read({ body: named })).toMatchObject({ decision: { effect: 'deny', term: 'open' }, records: [] })
})

test('49 people are in no report, 60 are 50', async () => {
  const what = { product: 'maps', category: 'interaction.device.use', purpose: 'report' }
  const body = { ...what, per: ['place' as const] }
  await write('interaction.device.use', 49, 49, { origin: 'observed' })
  expect(await service.count({ body })).toMatchObject({ decision: { effect: 'permit', clause: 'groups' }, rows: [] })
  await write('interaction.device.use', 60, 60, { origin: 'observed' })
  expect((await service.count({ body })).rows).toEqual([{ place: 'eea', people: 50, records: 50, fewest: 50 }]) // the last of the fifty who have most has one
  expect((await service.read({ body: { ...what, person: { field: 'email', value: 'p1@example.org' }, form: 'aggregate' } })).decision).toMatchObject({ effect: 'deny' }) // prettier-ignore
})
