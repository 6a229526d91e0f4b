// Events through the real gate on both engines: what is stored, what is left out and found, whose choices count when, and that a retry
// has no second effect.

import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { forEachEngine } from '../../test/harness/databases.ts'
import { eventStatement } from '../../test/harness/event-statement.ts'
import { openGate, serviceOf, versionOf, type GateGround } from '../../test/harness/gate.ts'
import { addPeriod } from '../base/index.ts'
import { parseLeaf } from '../evidence/index.ts'
import type { Version } from '../policy/index.ts'
import type { Principal } from '../principals/index.ts'
import { readRest } from './audit.ts'
import type { EventAnswer, Gate, GateStore, Work } from './index.ts'

let first: Version
beforeAll(async () => {
  first = await versionOf(eventStatement())
})

const customer = (value: string) => ({ field: 'customer', value })
const device = (value: string) => ({ field: 'device', value })
const preferences = (told: Readonly<Record<string, boolean>>) => ({ consent: { categoryPreferences: told } })

function order(messageId: string, more: object = {}): object {
  const properties = { order_id: 'o-1', total: 12.5, products: [{ sku: 's1' }] }
  return { type: 'track', event: 'Order Completed', userId: 'u1', messageId, properties, ...more }
}

function visit(messageId: string, more: object = {}): object {
  return { type: 'track', event: 'Place Visited', userId: 'u1', messageId, properties: { point: '52.5,13.4' }, ...more }
}

forEachEngine((open) => {
  let ground: GateGround
  const begin = async (wrap?: (store: GateStore) => GateStore): Promise<GateGround> => {
    ground = await openGate(await open(), first, wrap)
    return ground
  }
  afterEach(() => ground.end())

  const keyOf = (source: string): Principal =>
    ({ ...serviceOf(first, source), source, products: [], purposes: [] }) as Principal // a write key names its source alone
  const take = (source: string, ...events: readonly object[]): Promise<readonly EventAnswer[]> =>
    ground.gate.intake(keyOf(source), events)
  const outcomes = async (answers: Promise<readonly EventAnswer[]>): Promise<readonly string[]> =>
    (await answers).map(({ outcome }) => outcome)
  const held = async (gate: Gate, ref: { field: string; value: string }): Promise<Record<string, number>> => {
    const person = await gate.personOf(ref)
    const found = person ? await gate.holdings(person) : []
    return Object.fromEntries(found.map(({ category, count }) => [category, count]))
  }
  const choicesOf = async (gate: Gate, ref: { field: string; value: string }): Promise<readonly string[]> => {
    const person = await gate.personOf(ref)
    const told = person ? await gate.choices(person) : []
    return told.map(({ kind, name, value, channel, actor }) => `${kind} ${name} ${value} ${channel} ${actor}`)
  }
  const choose = async (ref: { field: string; value: string }, name: string, value: 'on' | 'off'): Promise<void> => {
    const person = await ground.gate.admit(ref, { region: null, canary: false })
    await ground.gate.choose(person, { kind: 'choice', name, value }, { channel: 'dashboard', actor: 'person' })
    ground.clock.forward(1_000)
  }

  describe('an event', () => {
    test('becomes a record a category, each decided by the statement and read back by a service', async () => {
      const { gate } = await begin()
      const answers = await take('shop-site', order('m1'))
      expect(answers).toEqual([{ outcome: 'accepted', left: [], unsaid: ['account'] }]) // the source does not say whose accounts
      expect(await held(gate, customer('u1'))).toEqual({ 'interaction.device.purchase': 1, 'licence.invoice': 1 })
      const ask = { person: customer('u1'), product: 'store', category: 'licence.invoice', purpose: 'comply' }
      const { decision, records } = await gate.read(serviceOf(first), ask)
      expect(decision.effect).toBe('permit')
      expect(records.map(({ data }) => data.reveal())).toEqual([{ properties: { order_id: 'o-1', total: 12.5 } }])
      expect(records[0]!.record).toMatchObject({ source: 'shop-site', endedAt: ground.clock.now() })
    })

    test('told twice is stored once, and says so', async () => {
      const { gate } = await begin()
      await take('shop-site', order('m1'))
      expect(await outcomes(take('shop-site', order('m1'), order('m2')))).toEqual(['seen', 'accepted'])
      expect(await held(gate, customer('u1'))).toEqual({ 'interaction.device.purchase': 2, 'licence.invoice': 2 })
    })

    test('twice in one batch is stored once', async () => {
      const { gate } = await begin()
      expect((await outcomes(take('shop-site', order('m1'), order('m1')))).toSorted()).toEqual(['accepted', 'seen'])
      expect(await held(gate, customer('u1'))).toMatchObject({ 'licence.invoice': 1 })
    })

    test('refused by itself refuses no other', async () => {
      await begin()
      const answers = await take('shop-site', order('m1'), { type: 'track' }, order('m2', { userId: 'u2' }))
      expect(answers.map(({ outcome }) => outcome)).toEqual(['accepted', 'refused', 'accepted'])
      expect(answers[1]).toMatchObject({ code: 'input_invalid', clause: null })
    })

    test('of a device that is signed out is about a person of its own', async () => {
      const { gate } = await begin()
      await take('shop-site', order('m1', { anonymousId: 'a1' }), order('m2', { userId: undefined, anonymousId: 'a1' }))
      const [account, stranger] = [await gate.personOf(customer('u1')), await gate.personOf(device('a1'))]
      expect(account).not.toBeNull()
      expect(stranger).not.toBeNull()
      expect(account).not.toBe(stranger)
      expect(await held(gate, device('a1'))).toMatchObject({ 'licence.invoice': 1 })
    })

    // ACC-20
    test('that was collected before an erasure stays gone, and so does what it says', async () => {
      const { gate, clock } = await begin()
      await take('shop-site', order('m1'))
      const before = clock.now().toISOString()
      clock.forward(1_000)
      const person = (await gate.personOf(customer('u1')))!
      await gate.forget(person, { case: 'R-1', tombstonesUntil: new Date(clock.now().getTime() + 86_400_000) })
      clock.forward(1_000)
      const late = order('m9', { timestamp: before, context: preferences({ Analytics: false }) })
      expect(await take('shop-site', late)).toMatchObject([{ outcome: 'refused', code: 'erased' }])
      expect(await gate.personOf(customer('u1'))).toBeNull()
    })

    test('is remembered for 24 months; what is older is not taken, so nothing forgotten comes back', async () => {
      const { store, clock } = await begin()
      const event = order('m1', { timestamp: clock.now().toISOString() })
      await take('shop-site', event)
      const later = (months: number): Date =>
        addPeriod(new Date('2026-04-14T09:00:00Z'), { count: months, unit: 'month' })
      expect(await store.dropMessages(new Date(later(24).getTime() - 1))).toBe(0)
      clock.set(later(23))
      expect(await outcomes(take('shop-site', event))).toEqual(['seen'])
      expect(await store.dropMessages(later(24))).toBe(2)
      clock.set(later(24))
      expect(await take('shop-site', event)).toMatchObject([{ outcome: 'refused', code: 'input_invalid' }])
    })

    test('of a source that the statement no longer has is refused: one entry and one count a batch, and a finding', async () => {
      const kept: Work[] = []
      const { store, findings, clock } = await begin((own) => ({
        ...own,
        async commit(works) {
          kept.push(...works)
          return own.commit(works)
        },
      }))
      const refusal = { outcome: 'refused', code: 'access_denied', clause: null }
      for (let batch = 0; batch < 3; batch++)
        expect(await take('gone-site', order('m1'), order('m2'))).toMatchObject([refusal, refusal])
      expect(kept.map(({ audit }) => parseLeaf(audit[0]!.leaf).type)).toEqual(['write', 'write', 'write'])
      expect(await store.tallySince(clock.now())).toMatchObject([{ service: 'gone-site', ask: 'write', effect: 'deny', cell: 0, count: 3 }]) // prettier-ignore
      expect(findings.map(({ kind, clause, key, summary }) => [kind, clause, key, summary])).toEqual([
        ['drift', null, 'event ["gone-site","any","(all)"]', '`gone-site` sends events; the statement in force has no source of that name, so nothing was stored'],
      ]) // prettier-ignore
      const { actor, payload } = readRest(kept[0]!.audit[0]!.rest)
      expect([JSON.parse(actor.body), JSON.parse(payload.body)]).toEqual([
        { actor: 'gone-site' },
        { ask: 'write', effect: 'deny', clause: null, version: 1, source: 'gone-site', events: 2, refusal: 'access_denied' },
      ]) // prettier-ignore
    })
  })

  describe('what nothing covers', () => {
    test('is not stored, the rest of its event is, and a finding names it once and no value of it (COL-16)', async () => {
      const { gate, findings, clock } = await begin()
      const properties = { order_id: 'o-1', birthday: '1990-01-01', coupon: 'SPRING' }
      const [answer] = await take('shop-site', order('m1', { properties }))
      expect(answer).toMatchObject({
        outcome: 'accepted',
        left: [
          { properties: ['properties.coupon'], code: 'access_denied', clause: null },
          { properties: ['properties.birthday'], code: 'access_denied', clause: null },
        ],
      })
      expect(await held(gate, customer('u1'))).toEqual({ 'licence.invoice': 1 })
      const told = findings.filter(({ key }) => key.startsWith('event '))
      expect(told.map(({ key, kind, clause, summary }) => [key, kind, clause, summary])).toEqual([
        ['event ["shop-site","Order Completed","properties.birthday"]', 'drift', null, '`shop-site` sends `properties.birthday` with `Order Completed`; no row of the register `sources` covers it, so it was not stored'],
        ['event ["shop-site","Order Completed","properties.coupon"]', 'drift', null, '`shop-site` sends `properties.coupon` with `Order Completed`; no sentence collects interaction.search of store (observed), so it was not stored'],
      ]) // prettier-ignore
      expect(JSON.stringify(findings)).not.toMatch(/1990|SPRING|u1/)
      await take('shop-site', order('m2', { properties }))
      expect(findings.filter(({ key }) => key.startsWith('event '))).toHaveLength(2)
      expect(findings.filter(({ key }) => key === 'collect store interaction.search observed')).toHaveLength(1)
      clock.forward(61_000)
      await take('shop-site', order('m3', { properties }))
      expect(findings.filter(({ key }) => key.startsWith('event '))).toHaveLength(4)
      expect(findings.filter(({ key }) => key === 'collect store interaction.search observed')).toHaveLength(2)
    })

    test('alone makes nobody known', async () => {
      const { gate } = await begin()
      const answers = await take('shop-site', { type: 'track', event: 'Page Scrolled', userId: 'u7', properties: { depth: 80 } }) // prettier-ignore
      expect(answers).toMatchObject([{ outcome: 'refused', code: 'access_denied', clause: null }])
      expect(await gate.personOf(customer('u7'))).toBeNull()
    })

    test('under ever new names becomes one finding more, not thousands', async () => {
      const { findings } = await begin()
      const events = Array.from({ length: 50 }, (_, i) =>
        order(`m${i}`, {
          properties: Object.fromEntries(Array.from({ length: 20 }, (_, k) => [`made up ${i} ${k}`, 1])),
        }),
      )
      await take('shop-site', ...events)
      expect(findings.length).toBe(201)
      expect(findings.at(-1)?.summary).toBe('`shop-site` sends more than 200 properties that nothing covers')
    })
  })

  describe('a refusal in an event', () => {
    test('counts at once: before the event’s own records are decided', async () => {
      const { gate } = await begin()
      expect(await outcomes(take('maps-app', visit('m1')))).toEqual(['accepted'])
      const answers = await take('maps-app', visit('m2', { context: preferences({ Location: false }) }))
      expect(answers).toMatchObject([{ outcome: 'refused', code: 'access_denied', clause: 'location-off' }])
      expect(await choicesOf(gate, customer('u1'))).toEqual(['choice location off maps-app source'])
      expect(await outcomes(take('maps-app', visit('m3')))).toEqual(['refused'])
    })

    test('of somebody unknown is remembered, and nothing else of them', async () => {
      const { gate } = await begin()
      await take('maps-app', visit('m1', { context: preferences({ Location: false }) }))
      expect(await choicesOf(gate, customer('u1'))).toEqual(['choice location off maps-app source'])
      expect(await held(gate, customer('u1'))).toEqual({})
    })

    test('wins over a yes about the same person in the same batch, in whatever order', async () => {
      const { gate } = await begin()
      const yes = visit('m1', { context: preferences({ Location: true }) })
      const no = visit('m2', { context: preferences({ Location: false }) })
      expect(await outcomes(take('maps-app', yes, no))).toEqual(['refused', 'refused'])
      expect(await choicesOf(gate, customer('u1'))).toEqual(['choice location off maps-app source'])
    })

    test('is not written down where it is off already', async () => {
      const { gate } = await begin()
      await take('shop-site', order('m1', { context: preferences({ Analytics: false }) }))
      expect(await choicesOf(gate, customer('u1'))).toEqual([])
      expect(await held(gate, customer('u1'))).toMatchObject({ 'licence.invoice': 1 })
    })

    test('that is told again after the person’s own yes is no second refusal', async () => {
      const { gate } = await begin()
      const event = { type: 'track', event: 'Searched', userId: 'u1', messageId: 'm1', properties: { words: 'x' }, context: preferences({ Ads: false }) } // prettier-ignore
      await take('search-page', event)
      await choose(customer('u1'), 'ads-interest', 'on')
      expect(await outcomes(take('search-page', event))).toEqual(['seen'])
      expect((await choicesOf(gate, customer('u1'))).at(-1)).toBe('choice ads-interest on dashboard person')
    })

    test('told again, or come late, leaves what the person decided since: though nothing of its event is stored', async () => {
      const { gate, clock } = await begin()
      const looked = (messageId: string): object => ({ type: 'page', messageId, userId: 'u1', timestamp: clock.now().toISOString(), context: preferences({ Ads: false }) }) // prettier-ignore
      await choose(customer('u1'), 'ads-interest', 'on')
      const [told, late] = [looked('m1'), looked('m2')]
      expect(await outcomes(take('search-page', told))).toEqual(['accepted'])
      const off = 'choice ads-interest off search-page source'
      expect((await choicesOf(gate, customer('u1'))).at(-1)).toBe(off)
      clock.forward(1_000)
      await choose(customer('u1'), 'ads-interest', 'on')
      const decided = await choicesOf(gate, customer('u1'))
      await take('search-page', told, late)
      expect(await choicesOf(gate, customer('u1'))).toEqual(decided)
      await take('search-page', told, looked('m3'))
      expect(await choicesOf(gate, customer('u1'))).toEqual([...decided, off])
    })

    test('counts against an earlier yes of its source, however late both arrive', async () => {
      const { gate, clock } = await begin()
      const at = (seconds: number): string =>
        new Date(Date.parse('2026-04-14T09:00:00Z') + seconds * 1_000).toISOString()
      const looked = (seconds: number, isOn: boolean): object => ({ type: 'page', userId: 'u1', timestamp: at(seconds), context: preferences({ Suggestions: isOn }) }) // prettier-ignore
      clock.forward(60_000)
      await take('search-page', looked(10, true))
      clock.forward(60_000)
      await take('search-page', looked(20, false))
      const told = await choicesOf(gate, customer('u1'))
      expect(told).toEqual(['on', 'off'].map((value) => `choice suggestions ${value} search-page source`))
      const events = await gate.choices((await gate.personOf(customer('u1')))!)
      expect(events.map((event) => event.at.toISOString())).toEqual([at(10), at(20)])
      await take('search-page', looked(10, true), looked(20, true))
      expect(await choicesOf(gate, customer('u1'))).toEqual(told)
    })

    test('of a name that the source maps to no choice is a finding', async () => {
      const { findings } = await begin()
      await take(
        'shop-site',
        order('m1', { context: preferences({ Advertising: false, Functional: false, Other: true }) }),
      )
      expect(findings.map(({ key, summary }) => [key, summary])).toEqual([
        ['event ["shop-site","any","context.consent.categoryPreferences.Advertising"]', '`shop-site` sends refusals of `Advertising`; the register `sources` maps them to no choice'],
      ]) // prettier-ignore
    })
  })

  describe('a yes in an event', () => {
    const searched = (messageId: string, told: Readonly<Record<string, boolean>>): object => ({
      type: 'track',
      event: 'Searched',
      userId: 'u1',
      messageId,
      properties: { words: 'tide tables' },
      context: preferences(told),
    })

    test('turns on a consent that nobody decided, where the source may grant', async () => {
      const { gate } = await begin()
      await take('search-page', searched('m1', { Suggestions: true }))
      expect(await choicesOf(gate, customer('u1'))).toEqual(['choice suggestions on search-page source'])
      const ask = { person: customer('u1'), product: 'search', category: 'interaction.search', purpose: 'personalise' }
      expect((await gate.read(serviceOf(first), ask)).decision.effect).toBe('permit')
    })

    test('turns on nothing where the source may not', async () => {
      const { gate } = await begin()
      await take('shop-site', order('m1', { context: preferences({ Analytics: true }) }))
      expect(await choicesOf(gate, customer('u1'))).toEqual([])
    })

    test('never overrides what the person decided here', async () => {
      const { gate } = await begin()
      await choose(customer('u1'), 'suggestions', 'off')
      await take('search-page', searched('m1', { Suggestions: true }))
      expect(await choicesOf(gate, customer('u1'))).toEqual(['choice suggestions off dashboard person'])
    })

    test('turns on no setting and no opt-out', async () => {
      const { gate } = await begin()
      await choose(customer('u1'), 'location', 'off')
      await take('maps-app', visit('m1', { context: preferences({ Location: true }) }))
      await take('search-page', searched('m2', { Ads: true }))
      expect(await choicesOf(gate, customer('u1'))).toEqual(['choice location off dashboard person'])
    })
  })

  describe('signing in', () => {
    test('takes a device’s refusals, objections and restriction along, no consent and no record', async () => {
      const { gate, clock } = await begin()
      await take('shop-site', order('m1', { userId: undefined, anonymousId: 'a1' }))
      const stranger = (await gate.personOf(device('a1')))!
      for (const asked of [
        { kind: 'choice', name: 'location', value: 'off' },
        { kind: 'choice', name: 'suggestions', value: 'on' },
        { kind: 'objection', name: 'improve', value: 'on' },
        { kind: 'restriction', name: 'processing', value: 'on' },
      ] as const)
        await gate.choose(stranger, asked, { channel: 'banner', actor: 'person' })
      clock.forward(1_000)
      const alias = { type: 'alias', messageId: 'm2', userId: 'u1', previousId: 'a1' }
      expect(await take('shop-site', alias)).toEqual([{ outcome: 'accepted', left: [] }])
      const carried = ['choice location off shop-site source', 'objection improve on shop-site source', 'restriction processing on shop-site source'] // prettier-ignore
      expect(await choicesOf(gate, customer('u1'))).toEqual(carried)
      expect(await held(gate, customer('u1'))).toEqual({})
      expect(await held(gate, device('a1'))).toMatchObject({ 'licence.invoice': 1 })
      await take('shop-site', alias)
      expect(await choicesOf(gate, customer('u1'))).toEqual(carried)
    })

    test('leaves alone what the account decided later', async () => {
      const { gate } = await begin()
      await choose(device('a1'), 'location', 'off')
      await choose(customer('u1'), 'location', 'on')
      await take('shop-site', { type: 'identify', messageId: 'm1', userId: 'u1', anonymousId: 'a1', traits: {} })
      expect(await choicesOf(gate, customer('u1'))).toEqual(['choice location on dashboard person'])
    })

    test('lets the account be known by what the event says is the same person, and by nobody else’s', async () => {
      const { gate } = await begin()
      await take('shop-site', order('m1'))
      const identify = { type: 'identify', messageId: 'm2', userId: 'u1', traits: { email: 'Jane@Example.com' } }
      await take('shop-site', identify)
      const person = await gate.personOf(customer('u1'))
      expect(await gate.personOf({ field: 'email', value: 'jane@example.com' })).toBe(person)
      await take('shop-site', order('m3', { userId: 'u2' }), { ...identify, messageId: 'm4', userId: 'u2' })
      expect(await gate.personOf({ field: 'email', value: 'jane@example.com' })).toBe(person)
      expect(await gate.personOf(customer('u2'))).not.toBe(person)
    })

    test('in one commit with its entry of the ledger: what was not recorded is not joined, and told again it is both', async () => {
      let isDown = false
      const { gate } = await begin((store) => ({
        ...store,
        async commit(works) {
          if (isDown && works.some(({ identifier }) => identifier !== undefined)) throw new Error('the disk')
          return store.commit(works)
        },
      }))
      await take('shop-site', order('m1'))
      const person = (await gate.personOf(customer('u1')))!
      const identify = { type: 'identify', messageId: 'm2', userId: 'u1', traits: { email: 'jane@example.com' } }
      isDown = true
      await expect(take('shop-site', identify)).rejects.toMatchObject({ code: 'audit_unavailable' })
      expect(await gate.personOf({ field: 'email', value: 'jane@example.com' })).toBeNull()
      isDown = false
      await take('shop-site', identify)
      await take('shop-site', identify)
      expect(await gate.personOf({ field: 'email', value: 'jane@example.com' })).toBe(person)
      const joined = (await gate.history(person, 20)).filter(({ type }) => type === 'identify')
      expect(joined.map(({ actor, payload }) => [actor, payload])).toEqual([['shop-site', { fields: ['email'], count: 1 }]]) // prettier-ignore
    })

    test('finds the account that an address already leads to', async () => {
      const { gate } = await begin()
      const email = { field: 'email', value: 'maya@example.org' }
      const account = await gate.admit(email, { region: null, canary: false })
      await take('shop-site', { type: 'identify', messageId: 'm1', userId: 'u5', traits: { email: email.value } })
      await take('shop-site', order('m2', { userId: 'u5' }))
      expect(await gate.personOf(customer('u5'))).toBe(account)
      expect(await held(gate, email)).toMatchObject({ 'licence.invoice': 1 })
    })
  })

  test('in a product that only observes what no sentence collects is recorded, and what no row covers is not', async () => {
    const { gate, findings } = await begin()
    await gate.setMode('store', 'observe', { actor: 'operator' })
    const properties = { coupon: 'SPRING', birthday: '1990-01-01' }
    expect(await take('shop-site', order('m1', { properties }))).toMatchObject([
      { outcome: 'accepted', left: [{ properties: ['properties.birthday'] }] },
    ])
    expect(await held(gate, customer('u1'))).toEqual({ 'interaction.search': 1 })
    expect(findings.map(({ key }) => key)).toEqual([
      'stored store interaction.search observed',
      'event ["shop-site","Order Completed","properties.birthday"]',
    ])
  })

  test('a commit that fails fails the batch, and told again everything is there once', async () => {
    let isDown = false
    const { gate } = await begin((store) => ({
      ...store,
      async commit(works) {
        if (isDown && works.some(({ record }) => record?.category === 'licence.invoice')) throw new Error('the disk')
        return store.commit(works)
      },
    }))
    isDown = true
    await expect(take('shop-site', order('m1'), order('m2'))).rejects.toMatchObject({ code: 'audit_unavailable' })
    isDown = false
    await take('shop-site', order('m1'), order('m2'))
    expect(await held(gate, customer('u1'))).toEqual({ 'interaction.device.purchase': 2, 'licence.invoice': 2 })
  })
})
