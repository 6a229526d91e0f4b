import { beforeAll, describe, expect, test } from 'vitest'
import { versionOf } from '../../test/harness/gate.ts'
import { eventStatement } from '../../test/harness/event-statement.ts'
import { sourceOf, type Policy, type Source } from '../policy/index.ts'
import { readEvent } from './intake-event.ts'
import { mapEvent, printName, type Mapped } from './intake-map.ts'

let policy: Policy
let shop: Source
beforeAll(async () => {
  policy = (await versionOf(eventStatement())).policy
  shop = sourceOf(policy, 'shop-site')!
})

function mapped(event: object): Mapped {
  const read = readEvent({ userId: 'u1', ...event }, new Date('2026-09-01T12:00:00Z'))
  if ('unfit' in read) throw new Error(read.unfit)
  return mapEvent(policy, shop, read)
}

describe('an event', () => {
  test('is one record a category, and what no row covers is named by its path', () => {
    const { parts, uncovered } = mapped({
      type: 'track',
      event: 'Order Completed',
      properties: { order_id: 'o-1', total: 12.5, products: [{ sku: 's1' }], birthday: '1990-01-01' },
      context: { ip: '203.0.113.7', library: { name: 'x' }, locale: 'en' },
    })
    expect(parts).toEqual([
      {
        category: 'interaction.device.purchase',
        origin: 'person',
        ends: false,
        paths: ['properties.products.sku'],
        data: { properties: { products: [{ sku: 's1' }] } },
      },
      {
        category: 'licence.invoice',
        origin: 'system',
        ends: true,
        paths: ['properties.order_id', 'properties.total'],
        data: { properties: { order_id: 'o-1', total: 12.5 } },
      },
    ])
    expect(uncovered).toEqual(['properties.birthday', 'context.locale'])
  })

  test('of which nothing is covered and that holds nothing else is named itself', () => {
    expect(mapped({ type: 'track', event: 'Clicked' })).toEqual({ parts: [], uncovered: ['event'] })
    expect(mapped({ type: 'page', name: 'Pricing' })).toEqual({ parts: [], uncovered: [] })
  })
})

describe('a path of `people`', () => {
  test('needs no row: its value is kept as an identifier, and only its neighbours are named', () => {
    const event = { type: 'identify', traits: { email: 'rosa@example.org', email_backup: 'r@example.org' } }
    expect(shop.people.also).toEqual([{ path: 'traits.email', field: 'email' }])
    expect(mapped(event).uncovered).toEqual(['traits.email_backup'])
  })
})

describe('traits of a group', () => {
  test('are an organisation’s, unless one points at a person (COL-15)', () => {
    expect(mapped({ type: 'group', groupId: 'g1', traits: { employees: 12, plan: 'gold' } }).uncovered).toEqual([])
    const { uncovered } = mapped({
      type: 'group',
      groupId: 'g1',
      traits: { plan: 'gold', owner_email: 'a@example.org' },
    })
    expect(uncovered).toEqual(['traits.owner_email'])
  })
})

describe('a name', () => {
  test.each(['total', 'order_id', 'Order Completed', 'products', 'firstName', 'utm-source', 'größe', 'v2', 'page/url', 'email', '$os', 'cart (2024)'])('%s is printed', (name) => {
    expect(printName(name)).toBe(name)
  }) // prettier-ignore

  test.each(['jane@example.com', '+14155550132', '4111111111111111', 'DE89370400440532013000', '078-05-1120', '203.0.113.77', 'a\u0000b', 'x'.repeat(65), '', '<script>', '550e8400-e29b-41d4-a716-446655440000'])('%j is not', (name) => {
    expect(printName(name)).toBe('(a personal value as a name)')
  }) // prettier-ignore

  test('that is personal is not printed in a path, and the rest of the path is', () => {
    const { uncovered } = mapped({
      type: 'track',
      event: 'Order Completed',
      properties: { friends: { 'jane@example.com': { since: 2020 } } },
    })
    expect(uncovered).toEqual(['properties.friends.(a personal value as a name).since'])
  })
})
