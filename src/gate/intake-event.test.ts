import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { leavesOf, project, readEvent, valueAt, type Event } from './intake-event.ts'
import { canonicalJson, type Json } from '../base/index.ts'

const now = new Date('2026-09-01T12:00:10.000Z')
const track = { type: 'track', event: 'Order Completed', userId: 'u1', messageId: 'm1', properties: { total: 12.5 } }

function read(value: unknown): Event {
  const event = readEvent(value, now)
  if ('unfit' in event) throw new Error(event.unfit)
  return event
}

function unfit(value: unknown, type?: 'track'): string {
  const event = readEvent(value, now, type)
  return 'unfit' in event ? event.unfit : 'fit'
}

function nested(depth: number): Json {
  return Array.from({ length: depth }).reduce<Json>((inner) => ({ a: inner }), 1)
}

describe('an event', () => {
  test('is read with its person, its moment, its preferences', () => {
    const context = { consent: { categoryPreferences: { Analytics: true, Advertising: false } } }
    expect(read({ ...track, anonymousId: 'a1', timestamp: '2026-09-01T12:00:00.000Z', context })).toMatchObject({
      type: 'track',
      name: 'Order Completed',
      userId: 'u1',
      anonymousId: 'a1',
      previousId: null,
      messageId: 'm1',
      at: new Date('2026-09-01T12:00:00.000Z'),
      preferences: new Map([
        ['Analytics', true],
        ['Advertising', false],
      ]),
    })
  })

  test('stands under its type where it is no track event, and an address says the type that it need not say', () => {
    expect(read({ type: 'page', name: 'Pricing', userId: 'u1' }).name).toBe('page')
    expect(readEvent({ event: 'X', userId: 'u1' }, now, 'track')).toMatchObject({ type: 'track', name: 'X' })
  })

  test('from a clock ahead of ours happened now, and so did one without a moment', () => {
    expect(read({ ...track, timestamp: '2027-01-01T00:00:00Z' }).at).toEqual(now)
    expect(read(track).at).toEqual(now)
  })

  test('without a message id is known by its content, in whatever order it says it', () => {
    const { messageId: _, ...bare } = track
    const { userId, ...rest } = bare
    expect(read(bare).messageId).toMatch(/^content [0-9a-f]{64}$/)
    expect(read({ userId, ...rest }).messageId).toBe(read(bare).messageId)
    expect(read({ ...bare, userId: 'u2' }).messageId).not.toBe(read(bare).messageId)
  })

  test('may name a user by a number', () => {
    expect(read({ ...track, userId: 4711 }).userId).toBe('4711')
    expect(read({ ...track, userId: Number.MAX_SAFE_INTEGER }).userId).toBe('9007199254740991')
  })

  test('whatever text of JSON it was, is read or refused, and what is read can be printed', () => {
    const number = fc.oneof(fc.constantFrom('1e400', '-1e500', '9007199254740993', '-0', '1e-400'), fc.double({ noNaN: true, noDefaultInfinity: true }).map(String)) // prettier-ignore
    const member = fc.tuple(fc.string({ unit: 'binary' }).map((name) => JSON.stringify(name)), fc.oneof(number, fc.json())) // prettier-ignore
    const name = fc.constantFrom('"userId"', '"messageId"', '"timestamp"', '"properties"', '"context"', '"event"')
    const own = fc.tuple(name, fc.oneof(number, fc.json()))
    const text = fc
      .array(fc.oneof(member, own), { maxLength: 8 })
      .map((members) => `{"type":"track","event":"x","userId":"u1"${members.map(([k, v]) => `,${k}:${v}`).join('')}}`)
    fc.assert(
      fc.property(text, (json) => {
        const event = readEvent(JSON.parse(json), now)
        const sound = 'unfit' in event ? [event.unfit, ''] : [canonicalJson(event.body), '{}']
        expect(sound[0]).not.toBe(sound[1])
      }),
    )
  })
})

describe('what is none says why, and no value of it', () => {
  const deep = nested(25)
  const cyclic = Object.fromEntries(Array.from({ length: 1_100 }, (_, i) => [`k${i}`, 1]))
  test.each([
    ['a text', 'x', 'it is not an object'],
    ['nothing', null, 'it is not an object'],
    ['a list', [track], 'it is not an object'],
    ['no type', { userId: 'u1' }, 'its type is none of track, identify, page, screen, group, alias'],
    ['a type of nobody’s', { type: 'toString', userId: 'u1' }, 'its type is none of'],
    ['a track event without a name', { type: 'track', userId: 'u1' }, 'a track event has a name'],
    ['nobody', { type: 'track', event: 'x' }, 'it has neither a userId nor an anonymousId'],
    ['nobody, with empty ids', { type: 'track', event: 'x', userId: '', anonymousId: null }, 'neither a userId nor'],
    ['an id that is an object', { ...track, userId: { $ne: 1 } }, 'an id is a text of at most 320'],
    ['an id that is too long', { ...track, userId: 'x'.repeat(321) }, 'an id is a text of at most 320'],
    ['an id that another number is read as too', JSON.parse('{"type":"track","event":"x","userId":1234567890123456789}'), 'as a number it is whole and at most 2^53'],
    ['an id that is half a number', { ...track, userId: 1.5 }, 'as a number it is whole'],
    ['a number beyond all numbers', JSON.parse('{"type":"track","event":"x","userId":"u1","properties":{"totals":[1e400]}}'), 'a number of it is too large'],
    ['a message id that is too long', { ...track, messageId: 'x'.repeat(201) }, 'its messageId is not a text'],
    ['a moment that is none', { ...track, timestamp: 'yesterday' }, 'its timestamp is not RFC 3339'],
    ['a day that is none', { ...track, timestamp: '2026-13-41T00:00:00Z' }, 'its timestamp is not RFC 3339'],
    ['a preference that is neither', { ...track, context: { consent: { categoryPreferences: { A: 'no' } } } }, 'neither true nor false'],
    ['preferences that are none', { ...track, context: { consent: { categoryPreferences: [false] } } }, 'neither true nor false'],
    ['25 levels', { ...track, properties: deep }, 'it is nested more than 20 deep'],
    ['1,100 properties', { ...track, properties: cyclic }, 'it has more than 1000 properties'],
    ['half a character', { ...track, properties: { words: '\ud800' } }, 'a text of it is not Unicode'],
    ['half a character in a name', { ...track, properties: { '\ud800': 1 } }, 'the name of a property is not Unicode'],
  ])('%s', (_, value, why) => {
    expect(unfit(value)).toContain(why)
  }) // prettier-ignore

  test.each(['__proto__', 'constructor', 'prototype'])('a property called %s', (name) => {
    const body = `{"type":"track","event":"x","userId":"u1","properties":{"a":{"${name}":{"polluted":true}}}}`
    expect(unfit(JSON.parse(body))).toBe(`a property is called \`${name}\``)
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
  })

  test('100,000 levels, in bounded time and stack', () => {
    const began = performance.now()
    const text = `{"type":"track","event":"x","userId":"u","properties":${'['.repeat(100_000)}${']'.repeat(100_000)}}`
    expect(unfit(JSON.parse(text))).toBe('it is nested more than 20 deep')
    expect(performance.now() - began).toBeLessThan(1_000)
  })

  test('20 levels and 1,000 properties are fine', () => {
    expect(unfit({ ...track, properties: nested(18) })).toBe('fit')
    const many = Object.fromEntries(Array.from({ length: 990 }, (_, i) => [`k${i}`, 1]))
    expect(unfit({ ...track, properties: many })).toBe('fit')
  })
})

describe('paths', () => {
  const body = { properties: { total: 1, products: [{ sku: 's1', price: 2 }, { sku: 's2' }], tags: ['a', 'b'], none: null, blank: '' } } // prettier-ignore

  test('lead to all that holds something; elements of a list have the path of their list', () => {
    expect([...leavesOf(body).keys()]).toEqual([
      'properties.total',
      'properties.products.sku',
      'properties.products.price',
      'properties.tags',
    ])
    expect(valueAt(body, 'properties.total')).toBe(1)
    expect(valueAt(body, 'properties.products.sku')).toBeUndefined()
    expect(valueAt(body, 'properties.toString')).toBeUndefined()
  })

  test('take a part of an event in its own shape', () => {
    const of = (taken: string): Json | undefined =>
      project(body, (path) => path === taken || path.startsWith(`${taken}.`))
    expect(of('properties.products.sku')).toEqual({ properties: { products: [{ sku: 's1' }, { sku: 's2' }] } })
    expect(of('properties.tags')).toEqual({ properties: { tags: ['a', 'b'] } })
    expect(of('properties.other')).toBeUndefined()
  })
})
