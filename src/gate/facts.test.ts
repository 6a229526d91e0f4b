// Told anew who somebody is: it counts from then on, and nothing that was collected before opens because of it, on both engines (law 6; CHI-01,
// ENT-07).

import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { forEachEngine } from '../../test/harness/databases.ts'
import { openGate, serviceOf, versionOf, type GateGround } from '../../test/harness/gate.ts'
import { manyProfiles } from '../../test/harness/many-profiles.ts'
import { newId } from '../base/index.ts'
import type { Version } from '../policy/index.ts'
import type { FactsAnew, GateStore, Newcomer, WriteItem } from './index.ts'

const kim = { field: 'email', value: 'kim@example.org' }
const how = { actor: 'operator', proof: 'document' } as const
const day = 86_400_000

let first: Version
beforeAll(async () => {
  const contract = manyProfiles()['contracts/acme.md']!.replace('customers: acme', 'customers: acme, birch')
  first = await versionOf(manyProfiles({ 'contracts/acme.md': contract }))
})

forEachEngine((open) => {
  let ground: GateGround
  let person = ''
  afterEach(() => ground.end())

  async function begin(facts: Partial<Newcomer> = {}, wrap?: (store: GateStore) => GateStore): Promise<void> {
    ground = await openGate(await open(), first, wrap)
    person = await ground.gate.admit(kim, { region: 'eu', canary: false, ...facts })
  }
  const write = async (more: Partial<WriteItem> = {}): Promise<string> => {
    const item: WriteItem = { messageId: newId(), person: kim, product: 'web', category: 'letter', origin: 'person', collectedAt: ground.clock.now(), signedIn: true, account: 'personal', data: {}, ...more } // prettier-ignore
    const [answer] = await ground.gate.write(serviceOf(first), [item])
    return answer!.outcome === 'refused' ? `${answer!.code} ${answer!.why}` : answer!.outcome
  }
  const count = async (): Promise<number> => (await ground.gate.read(serviceOf(first), { person: kim, product: 'web', category: 'letter', purpose: 'provide' })).records.length // prettier-ignore
  const agree = (value: 'on' | 'off') => ground.gate.choose(person, { kind: 'choice', name: 'guardian-permission', value }, { channel: 'dashboard', actor: 'guardian' }) // prettier-ignore
  const told = (facts: FactsAnew) => ground.gate.tellAnew(person, facts, how)

  describe('an age', () => {
    test('that makes somebody an adult opens what comes, and nothing that was a child’s', async () => {
      await begin({ age: 9 })
      await agree('on')
      expect([await write(), await count()]).toEqual(['stored', 1])
      await agree('off')
      expect(await count()).toBe(0)
      expect(await told({ age: 19 })).toMatchObject({ before: expect.stringContaining('child'), now: expect.not.stringContaining('child') }) // prettier-ignore
      expect(await count()).toBe(0)
      expect([await write(), await count()]).toEqual(['stored', 1])
      await agree('on')
      expect(await count()).toBe(2)
    })

    test('that makes somebody a child closes at once what an adult gave', async () => {
      await begin({ age: 40 })
      expect([await write(), await count()]).toEqual(['stored', 1])
      await told({ age: 9 })
      expect(await count()).toBe(0)
      expect(await write()).toMatch(/^access_denied/)
      await agree('on')
      expect([await write(), await count()]).toEqual(['stored', 2])
    })

    test('that nobody knew may be told later, and become unknown again; it grows with the years', async () => {
      await begin()
      expect(await write()).toMatch(/^access_denied/)
      await told({ age: 15 })
      expect(await write()).toMatch(/^access_denied/)
      ground.clock.forward(366 * day)
      expect([await write(), await count()]).toEqual(['stored', 1])
      await told({ age: null })
      expect([await write(), await count()]).toEqual([expect.stringMatching(/^access_denied/), 0])
    })
  })

  describe('a customer', () => {
    const work = { account: 'organisation', age: 30 } as const

    test('who is none any more ends for what comes; what was collected under the contract stays under it', async () => {
      await begin({ age: 30, customer: 'acme' })
      expect(await write(work)).toBe('stored')
      expect((await told({ customer: null })).now).not.toContain('acme')
      expect(await write(work)).toBe('stored')
      expect(await count()).toBe(2)
      ground.clock.forward(31 * day) // the contract ends a letter after 30 days
      expect(await count()).toBe(1)
    })

    test('who runs the account from now on binds what lies there already', async () => {
      await begin({ age: 30 })
      await told({ customer: null })
      expect(await write(work)).toBe('stored')
      expect(await write({ ...work, customer: 'acme' })).toContain('`kept person`')
      await told({ customer: 'acme' })
      expect(await write({ ...work, customer: 'acme' })).toBe('stored')
      ground.clock.forward(31 * day)
      expect(await count()).toBe(0)
    })
  })

  describe('told by several items of one batch', () => {
    const lee = { field: 'email', value: 'lee@example.org' }
    const phone = { field: 'phone', value: '4711' }
    const batch = async (...items: readonly Partial<WriteItem>[]): Promise<readonly string[]> => {
      ground = await openGate(await open(), first)
      const written = items.map((item): WriteItem => ({ messageId: newId(), person: lee, product: 'web', category: 'invoice', origin: 'system', collectedAt: ground.clock.now(), signedIn: true, account: 'personal', region: 'eu', data: {}, ...item })) // prettier-ignore
      const answers = await ground.gate.write(serviceOf(first), written)
      return answers.map((answer) => (answer.outcome === 'refused' ? answer.why : answer.outcome))
    }
    const begun = async () => {
      const [state] = await ground.store.people([{ person: (await ground.gate.personOf(lee))! }])
      const records = await ground.store.records(state!.person, {})
      return { age: state!.age?.years, customer: state!.customer, standings: records.map(({ cell }) => ground.inForce().cell(cell)!.facts.standing) } // prettier-ignore
    }

    test('the youngest age counts for each, whatever their order and by whichever identifier', async () => {
      const child = expect.stringContaining('child')
      await batch({ age: 40 }, {}, { age: 10 })
      expect(await begun()).toMatchObject({ age: 10, standings: [child, child, child] })
      ground.end()
      await batch({ age: 40, also: [phone] }, { person: phone, age: 10 })
      expect(await begun()).toMatchObject({ age: 10, standings: [child, child] })
      ground.end()
      const search = { category: 'search', origin: 'person' } as const // of a child it would serve nothing, until a parent agrees
      expect(await batch({ ...search, age: 40 }, { ...search, age: 10 })).not.toContain('stored')
      ground.end()
      await batch({ age: 40 }, { person: phone, age: 10 })
      expect(await begun()).toMatchObject({ age: 40, standings: [expect.not.stringContaining('child')] })
    })

    test('the customer counts for each, and an item that tells another one is refused', async () => {
      const work = { category: 'letter', origin: 'person', account: 'organisation', age: 30 } as const
      const answers = await batch(work, { ...work, customer: 'acme' }, { ...work, customer: 'birch' })
      expect(answers).toEqual(['stored', 'stored', expect.stringContaining('another customer')])
      expect(await begun()).toMatchObject({ customer: 'acme', standings: [expect.stringContaining('acme'), expect.stringContaining('acme')] }) // prettier-ignore
    })
  })

  test('the ledger says what was told, by whom, how it is known, and the standings; never the value', async () => {
    await begin({ age: 9 })
    const standings = await told({ age: 19, customer: null })
    const [entry] = await ground.gate.history(person, 1)
    expect(entry).toMatchObject({ type: 'standing', actor: 'operator', payload: { told: ['age', 'customer'], ...standings, proof: 'document', version: 1 } }) // prettier-ignore
    expect(JSON.stringify(entry!.payload)).not.toContain('19')
  })

  test('two that tell at once each say the standing that was before their own', async () => {
    let isFirst = true
    const between = (store: GateStore): GateStore => ({
      ...store,
      async tellAnew(...told) {
        if (!isFirst) return store.tellAnew(...told)
        isFirst = false
        await ground.gate.tellAnew(person, { age: 9 }, how)
        return store.tellAnew(...told)
      },
    })
    await begin({ age: 40 }, between)
    const { before, now } = await told({ age: 19 })
    expect([before, now]).toEqual([expect.stringContaining('child'), expect.not.stringContaining('child')])
    const entries = (await ground.gate.history(person, 9)).filter(({ type }) => type === 'standing')
    expect(entries.map(({ payload }) => payload)).toMatchObject([
      { before, now },
      { before: now, now: before },
    ])
  })

  test('of nobody, of somebody erased, and of a customer that no contract knows nothing is kept', async () => {
    await begin({ age: 9 })
    await expect(told({ customer: 'acne' })).rejects.toMatchObject({ code: 'name_unknown', detail: { meant: 'acme' } })
    await expect(ground.gate.tellAnew(newId(), { age: 19 }, how)).rejects.toMatchObject({ code: 'not_found' })
    const [before] = await ground.store.people([{ person }])
    expect(before).toMatchObject({ age: { years: 9 }, customer: null })
    await ground.gate.forget(person, { case: 'W-1', tombstonesUntil: ground.clock.now() })
    await expect(told({ age: 19 })).rejects.toMatchObject({ code: 'not_found' })
    const [after] = await ground.store.people([{ person }])
    expect(after).toMatchObject({ age: null, customer: null })
    expect((await ground.gate.history(person, 9)).filter(({ type }) => type === 'standing')).toEqual([])
  })
})
