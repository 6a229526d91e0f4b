// A product that only observes: nothing is refused but what a `never` forbids, everything is counted as enforcing would have answered, and
// enforcing then refuses just that. The gate by itself on both engines; the API, the command and two processes on one database.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, assert, beforeAll, describe, expect, test } from 'vitest'
import { createGateStore, createLedgerStore, type Database } from '../../src/adapters/stores/index.ts'
import { newId } from '../../src/base/index.ts'
import { parseLeaf } from '../../src/evidence/index.ts'
import { createGate, segmentSealer, type ReadAsk, type WriteItem } from '../../src/gate/index.ts'
import { hands, origins, type Mode, type Version } from '../../src/policy/index.ts'
import type { ModeReport, Proof } from '../../src/proof/index.ts'
import { compileStatement } from '../../src/statement/index.ts'
import { forEachEngine, freshOnServer } from '../harness/databases.ts'
import { folder, openGate, serviceOf, versionOf, type GateGround } from '../harness/gate.ts'
import { openHouse, type House } from '../harness/house.ts'
import { proofOver } from '../harness/proof.ts'
import { randomFrom, seed, type Random } from '../properties/random.ts'

let first: Version
beforeAll(async () => {
  first = await versionOf(folder('examples/harbour/statement'))
})

const maya = { field: 'email', value: 'maya@example.org' }
const how = { channel: 'test', actor: 'person' }

forEachEngine((open) => {
  let ground: GateGround
  let db: Database
  const begin = async (): Promise<GateGround> => {
    db = await open()
    return (ground = await openGate(db, first))
  }
  afterEach(() => ground.end())

  const setAll = async (mode: Mode): Promise<void> => {
    for (const { name } of first.policy.products) await ground.gate.setMode(name, mode, { actor: 'omar' })
  }
  const item = (changes: Partial<WriteItem> = {}): WriteItem => ({
    messageId: newId(),
    person: maya,
    product: 'search',
    category: 'interaction.search',
    origin: 'person',
    collectedAt: ground.clock.now(),
    region: 'eea',
    signedIn: true,
    data: { words: 'mend a bicycle tyre' },
    ...changes,
  })
  const write = async (changes: Partial<WriteItem> = {}) =>
    (await ground.gate.write(serviceOf(first), [item(changes)]))[0]!
  const read = (purpose: string, changes: Partial<ReadAsk> = {}) =>
    ground.gate.read(serviceOf(first), { person: maya, product: 'search', category: 'interaction.search', purpose, ...changes }) // prettier-ignore

  describe('what passes', () => {
    test('a use that only lacks a sentence, a consent or a time is given, with the words of the refusal', async () => {
      await begin()
      await write()
      await setAll('observe')
      const { decision, records } = await read('support')
      expect(decision).toMatchObject({ effect: 'permit', term: 'based', clause: null })
      expect(decision.why).toMatch(/^Only observed here; enforcing would refuse it\./)
      expect(records.map(({ data }) => data.reveal())).toEqual([{ words: 'mend a bicycle tyre' }])
      expect((await read('personalise')).decision).toMatchObject({ effect: 'permit', term: 'given' })
      ground.clock.forward(700 * 86_400_000)
      const late = await read('provide')
      expect([late.decision.effect, late.decision.term, late.records.length]).toEqual(['permit', null, 1])
      expect(await read('provide')).toEqual(late)
    })

    test('what a `never` forbids is refused in both modes, over data that no sentence covers too', async () => {
      await begin()
      await setAll('observe')
      expect(await write({ category: 'content.message', product: 'search', origin: 'inferred' })).toMatchObject({ outcome: 'refused', code: 'access_denied', clause: 'no-guesses' }) // prettier-ignore
      expect(await write({ category: 'content.message', product: 'search', origin: 'observed' })).toMatchObject({ outcome: 'stored' }) // prettier-ignore
      const ask = { category: 'content.message' }
      expect((await read('provide', ask)).records).toHaveLength(1)
      const refused = await read('advertise', ask)
      expect(refused).toMatchObject({ decision: { effect: 'deny', term: 'never' }, records: [] })
      await setAll('enforce')
      expect(await read('advertise', ask)).toMatchObject({ decision: { effect: 'deny' }, records: [] })
      expect(await read('provide', ask)).toMatchObject({ decision: { effect: 'deny' }, records: [] })
    })

    test('a name that the registers do not know, a future and a place nobody knows are refused in both modes (COL-01)', async () => {
      await begin()
      await setAll('observe')
      expect(await write({ category: 'interaction.serch' })).toMatchObject({ outcome: 'refused', code: 'input_invalid', why: 'no category of the register is called `interaction.serch`; `interaction.search` was probably meant' }) // prettier-ignore
      expect(await write({ region: 'atlantis' })).toMatchObject({ outcome: 'refused', code: 'input_invalid' })
      const tomorrow = new Date(ground.clock.now().getTime() + 86_400_000)
      expect(await write({ collectedAt: tomorrow })).toMatchObject({ outcome: 'refused', code: 'input_invalid' })
      await expect(read('provide', { category: 'interaction.serch' })).rejects.toMatchObject({ code: 'name_unknown', detail: { category: 'interaction.serch', meant: 'interaction.search' } }) // prettier-ignore
      expect((await read('provide', { form: 'aggregate' })).decision.effect).toBe('deny')
      await expect(read('no-such-purpose')).rejects.toMatchObject({ code: 'name_unknown', detail: { known: expect.arrayContaining(['provide']) } }) // prettier-ignore
      expect(ground.findings).toEqual([]) // nothing of it is told in public
      const told = await ground.store.tallySince(ground.clock.now())
      expect(told.map(({ ask, effect, count }) => `${ask} ${effect} ${count}`).toSorted()).toEqual(['use deny 1', 'use deny 1', 'use deny 1', 'write deny 1', 'write deny 2']) // prettier-ignore
      expect(await ground.gate.personOf(maya)).toBeNull()
    })

    test('who was erased stays erased', async () => {
      const { gate, clock } = await begin()
      await setAll('observe')
      await write({ category: 'interaction.voice' })
      const person = (await gate.personOf(maya))!
      const before = clock.now()
      clock.forward(1000)
      await gate.forget(person, { case: 'R-1', tombstonesUntil: new Date('2027-04-14T00:00:00Z') })
      expect(await gate.sweepForgotten(person)).toBe(1)
      expect(await gate.holdings(person)).toEqual([])
      expect(await write({ collectedAt: before })).toMatchObject({ outcome: 'refused', code: 'erased' })
      expect((await read('provide')).records).toEqual([])
    })
  })

  test('what no sentence covers is the person’s to see, take along and clear; no sentence opens it afterwards', async () => {
    const { gate, findings, store } = await begin()
    await setAll('observe')
    expect(await write({ category: 'interaction.voice' })).toMatchObject({ outcome: 'stored' })
    expect(findings).toMatchObject([{ kind: 'drift', clause: null, key: 'stored search interaction.voice person' }])
    expect(findings[0]!.summary).toContain('stored')
    const person = (await gate.personOf(maya))!
    await setAll('enforce')
    ground.publish({ ...first, version: 2 })
    for (const { name } of first.policy.purposes)
      expect((await read(name, { category: 'interaction.voice' })).records).toEqual([])
    for (const control of ['view', 'export'] as const)
      expect((await gate.tell(person, control, {})).map(({ data }) => data.reveal())).toEqual([{ words: 'mend a bicycle tyre' }]) // prettier-ignore
    ground.clock.forward(5_000 * 86_400_000)
    expect(await gate.due(ground.clock.now(), 10)).toEqual([])
    const [record] = await store.records(person, {})
    await gate.remove(person, [record!.id], { type: 'clear' })
    expect(await gate.holdings(person)).toEqual([])
  })

  test('a write that lacks a consent is stored, and the consent given later does not open it', async () => {
    const { gate } = await begin()
    await write()
    const person = (await gate.personOf(maya))!
    await gate.choose(person, { kind: 'restriction', name: 'processing', value: 'on' }, how)
    await setAll('observe')
    expect(await write({ messageId: 'restricted' })).toMatchObject({ outcome: 'stored' })
    expect((await read('provide')).records).toHaveLength(2)
    await gate.choose(person, { kind: 'restriction', name: 'processing', value: 'off' }, how)
    const narrowed = await read('provide')
    expect([narrowed.decision.term, narrowed.records.length]).toEqual([null, 2])
    await setAll('enforce')
    expect((await read('provide')).records).toHaveLength(1)
  })

  test('a switch is durable, in the ledger with who did it, and known elsewhere when the modes are read anew', async () => {
    const { gate, vault, clock, inForce } = await begin()
    await gate.setMode('search', 'observe', { actor: 'omar' })
    await gate.setMode('search', 'observe', { actor: 'ines' }) // has it already: no event
    const store = createGateStore(db, segmentSealer(vault))
    const cases = { open: async () => [] }
    const findings = { raise: async () => {}, settle: async () => {} }
    const elsewhere = createGate({ inForce, store, vault, clock, findings, cases, lies: { name: 'vault', at: 'eu' } })
    expect(elsewhere.modeOf('search')).toBe('enforce')
    await elsewhere.reloadModes()
    expect(elsewhere.modes()).toEqual([{ product: 'search', mode: 'observe', since: clock.now() }])
    const leaves = await createLedgerStore(db).transact((log) => log.pending(1_000))
    const [switched, ...more] = leaves.filter(({ leaf }) => parseLeaf(leaf).type === 'mode')
    expect(more).toEqual([])
    const opened = await gate.opening(switched!.event)
    expect(new TextDecoder().decode(opened!.body)).toBe('{"mode":"observe","product":"search","version":1}')
    await expect(gate.setMode('no-such', 'observe', { actor: 'omar' })).rejects.toMatchObject({ code: 'name_unknown' })
  })

  test('enforcing refuses exactly what the report told: the same questions, the same counts by sentence and service', async () => {
    const { clock } = await begin()
    const random = randomFrom(seed + 40_000)
    const people = Array.from({ length: 5 }, (_, i) => ({ field: 'email', value: `p${i}@example.org` }))
    for (const person of people) await settle(random, person)
    await setAll('observe')
    const questions = Array.from({ length: 160 }, () => question(random, people))
    const since = clock.now()
    const observed: Answer[] = []
    for (const one of questions) observed.push(await put(one))
    const report: Row[] = []
    for (const { name } of first.policy.products) report.push(...rowsOf(name, await proof().wouldRefuse(name, since)))
    await setAll('enforce')
    const enforced: Answer[] = []
    for (const one of questions) enforced.push(await put(one))

    /** how much was written of a person in a product while the questions were put: what is asked first is asked again after all of it */
    const stored = ({ person, product }: Question): number =>
      [observed, enforced].flatMap((answers) =>
        questions.filter((one, i) => one.ask === 'write' && answers[i]!.passed && one.person === person && one.product === product),
      ).length // prettier-ignore
    const refusedNow: Row[] = []
    const reached = { permit: 0, observed: 0, never: 0 }
    questions.forEach((one, i) => {
      const [before, after] = [observed[i]!, enforced[i]!]
      const name = `seed ${seed + 40_000}, question ${i}: ${JSON.stringify(one)}`
      if (!before.passed) {
        reached.never += 1
        assert.equal(after.passed, false, name)
      } else if (after.passed) {
        reached.permit += 1
        assert(after.records <= before.records + stored(one), name)
      } else {
        reached.observed += 1
        if (before.clause !== undefined) assert.equal(before.clause, after.clause, name) // a stored write tells none
        refusedNow.push({ product: one.product, clause: after.clause ?? null, service: one.service, ask: one.ask, count: 1 }) // prettier-ignore
      }
    })
    for (const count of Object.values(reached)) expect(count, JSON.stringify(reached)).toBeGreaterThan(3)
    expect(summed(report)).toEqual(summed(refusedNow))
    for (const { name } of first.policy.products) {
      const { refused } = await proof().wouldRefuse(name, new Date(clock.now().getTime() + 86_400_000))
      expect(refused).toEqual([]) // a later day has none of them
    }
  }, 120_000)

  // the random workload ----------------------------------------------------------------------------------------------------

  interface Question {
    readonly ask: 'use' | 'write' | 'share'
    readonly person: { readonly field: string; readonly value: string }
    readonly service: string
    readonly product: string
    readonly category: string
    readonly purpose: string
    readonly origin: WriteItem['origin']
    readonly hand: (typeof hands)[number]
  }
  interface Answer {
    readonly passed: boolean
    readonly clause: string | null | undefined
    readonly records: number
  }
  interface Row {
    readonly product: string
    readonly clause: string | null
    readonly service: string
    readonly ask: string
    readonly count: number
  }

  async function settle(random: Random, person: Question['person']): Promise<void> {
    await write({ person, messageId: `first of ${person.value}` })
    const id = (await ground.gate.personOf(person))!
    for (const { name } of random.some(first.policy.choices, 0.5))
      await ground.gate.choose(id, { kind: 'choice', name, value: random.pick(['on', 'off'] as const) }, how)
    if (random.chance(0.2)) await ground.gate.choose(id, { kind: 'restriction', name: 'processing', value: 'on' }, how)
    if (random.chance(0.4)) await ground.gate.choose(id, { kind: 'objection', name: 'improve', value: 'on' }, how)
  }

  function question(random: Random, people: readonly Question['person'][]): Question {
    const cell = random.pick(first.policy.cells)
    const isKnown = random.chance(0.7) // the rest speaks of what mostly no sentence covers
    return {
      ask: random.pick(['use', 'use', 'write', 'write', 'share'] as const),
      person: random.pick(people),
      service: random.pick(['ads', 'crawler', 'desk']),
      product: isKnown ? cell.facts.product : random.pick(first.policy.products).name,
      category: isKnown ? cell.facts.category : random.pick(first.policy.categories).name,
      purpose: random.pick(first.policy.purposes).name,
      origin: random.chance(0.7) ? cell.facts.origin : random.pick(origins),
      hand: random.chance(0.8) ? 'machines' : 'people',
    }
  }

  async function put({ ask, service, person, product, category, purpose, origin, hand }: Question): Promise<Answer> {
    const by = serviceOf(first, service)
    if (ask === 'write') {
      const [answer] = await ground.gate.write(by, [item({ messageId: newId(), person, product, category, origin })]) // prettier-ignore
      return answer!.outcome === 'refused'
        ? { passed: false, clause: answer!.clause, records: 0 }
        : { passed: true, clause: undefined, records: 0 }
    }
    const asked = { person, product, category, purpose, hand }
    const { decision, records } = await (ask === 'use'
      ? ground.gate.read(by, asked)
      : ground.gate.share(by, { ...asked, recipient: 'partner' }))
    const isPlain = decision.effect === 'permit' && decision.term === null
    return {
      passed: decision.effect === 'permit',
      clause: isPlain ? undefined : decision.clause,
      records: records.length,
    }
  }

  function rowsOf(product: string, { refused }: ModeReport): Row[] {
    return refused.map(({ clause, service, ask, count }) => ({ product, clause, service, ask, count }))
  }

  function summed(rows: readonly Row[]): Readonly<Record<string, number>> {
    const groups = Map.groupBy(rows, ({ product, clause, service, ask }) => `${product} ${clause} ${service} ${ask}`)
    return Object.fromEntries([...groups].map(([key, alike]) => [key, alike.reduce((sum, { count }) => sum + count, 0)])) // prettier-ignore
  }

  const proof = (): Proof => proofOver(db, ground)

  test('no sentence is kept where it is only observed, and none breaks for it', async () => {
    const { gate, clock } = await begin()
    const proved = proof()
    await gate.setMode('search', 'observe', { actor: 'omar' })
    expect((await proved.run({})).filter(({ passed }) => !passed)).toEqual([])
    const { clauses, coverage } = await proved.states()
    expect(coverage.observed).toEqual(['Search'])
    expect(clauses.get('searches')).toMatchObject({
      state: 'unproven',
      reason: 'only observed in Search: what it does not allow is noted there, not refused',
    })
    expect(clauses.get('no-ads')).toMatchObject({ state: 'kept' }) // a `never` is refused all the same
    expect([...clauses.values()].filter(({ state }) => state === 'broken')).toEqual([])
    clock.forward(1000)
    const switching = proved.run({}) // under way while the mode changes: it tried another thing
    clock.forward(1000)
    await gate.setMode('search', 'enforce', { actor: 'omar' })
    expect((await switching).map(({ clause }) => clause)).not.toContain('searches')
    expect((await proved.states()).clauses.get('searches')).toMatchObject({ state: 'unproven' }) // not tried since
    clock.forward(1000)
    await proved.run({})
    expect((await proved.states()).clauses.get('searches')).toMatchObject({ state: 'kept' })
  }, 60_000)
})

test('a `never` stands over data that no `collect` opens: what depends on what a cell would tell is taken to hold', async () => {
  const files = { ...folder('examples/shop/statement') }
  const statement = files['statement.md']!.replace('never use any for advertise', 'never use any for advertise\nnever collect contact from third-party unless signed-in\nnever use contact for advertise unless personal-account') // prettier-ignore
  const { compiled } = await compileStatement({ ...files, 'statement.md': statement })
  const all = compiled!.policy.categories.map(({ name }) => name).toSorted()
  expect(compiled!.policy.bans).toMatchObject([
    { clause: 'no-ads', verb: 'collect', categories: ['contact'], origins: ['third-party'], when: null, unless: null },
    { clause: 'no-ads', verb: 'use', categories: all, when: null, unless: null },
    { clause: 'no-ads', verb: 'use', categories: ['contact'], when: null, unless: null },
  ])
})

describe('over the API', () => {
  const closing: (() => unknown)[] = []
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close()
  })

  test('another process of the house sees a switch within about a second', async () => {
    const place = await freshOnServer('migrated')
    closing.push(() => place.drop())
    const home = mkdtempSync(join(tmpdir(), 'wordkept-modes-'))
    closing.push(() => rmSync(home, { recursive: true, force: true }))
    const openOne = async (): Promise<House> => {
      const house = await openHouse({ home, storage: { engine: 'postgres', url: place.url } })
      closing.push(() => house.close())
      return house
    }
    const [here, there] = [await openOne(), await openOne()]
    await here.operator.setMode({ params: { product: 'search' }, body: { mode: 'observe' } })
    expect(here.app.gate.modeOf('search')).toBe('observe')
    // counted on this process's own clock of half seconds, which waits as the house's does when the machine is busy
    let halves = 0
    const clock = setInterval(() => halves++, 500)
    await expect.poll(() => there.app.gate.modeOf('search'), { timeout: 20_000, interval: 50 }).toBe('observe')
    clearInterval(clock)
    expect(halves).toBeLessThan(5)
    const auditor = await there.as('auditor', {})
    expect((await auditor.modes()).modes.find(({ product }) => product === 'search')).toMatchObject({ mode: 'observe' })
    expect(await auditor.modeReport({ params: { product: 'search' } })).toMatchObject({ count: 0, refused: [] })
    expect((await here.client().statement()).coverage.observed).toEqual(['Search'])
    await expect(auditor.setMode({ params: { product: 'search' }, body: { mode: 'enforce' } })).rejects.toMatchObject({ code: 'role_refused' }) // prettier-ignore
  }, 60_000)

  test('what was stored while observing is told as stored when the product enforces again', async () => {
    const house = await openHouse()
    closing.push(() => house.close())
    const ads = await house.as('service', { service: 'ads', products: ['search'], purposes: ['provide'] })
    const store = async (messageId: string): Promise<unknown> => {
      const record = { messageId, person: maya, product: 'search', category: 'interaction.voice', origin: 'person' as const, collectedAt: house.app.clock.now().toISOString(), data: {} } // prettier-ignore
      return (await ads.write({ body: { records: [record] } })).accepted
    }
    const told = async () => {
      const { findings, uncovered } = (await house.client().statement()).coverage
      const ours = findings.filter(({ summary }) => summary.includes('interaction.voice'))
      return [ours.map(({ summary, stored }) => [stored, / stored /.test(summary)]), uncovered]
    }
    await house.operator.setMode({ params: { product: 'search' }, body: { mode: 'observe' } })
    expect(await store('observed')).toBe(1)
    await house.operator.setMode({ params: { product: 'search' }, body: { mode: 'enforce' } })
    expect(await told()).toEqual([[[true, true]], 1])
    expect(await store('enforced')).toBe(0)
    expect(await told()).toEqual([[[false, false], [true, true]], 1]) // prettier-ignore
  }, 60_000)

  test('events reach a product that only observes like records do: what lacks a yes is stored, and told in the report', async () => {
    const house = await openHouse({ statement: folder('examples/shop/statement'), tenant: 'shop' })
    closing.push(() => house.close())
    const { token } = await house.operator.issueToken({ body: { role: 'service', service: 'shop-web', source: 'shop-web' } }) // prettier-ignore
    const look = async (messageId: string): Promise<unknown> => {
      const event = { type: 'track', event: 'Product Viewed', userId: 'ada', messageId, timestamp: house.app.clock.now().toISOString(), properties: { sku: 'ab-101' } } // prettier-ignore
      const headers = { authorization: `Basic ${btoa(`${token}:`)}`, 'content-type': 'application/json' }
      const { statusCode } = await house.server.inject({ method: 'POST', url: '/v1/batch', headers, payload: { batch: [event] } }) // prettier-ignore
      const { counts } = await house.operator.findPerson({ body: { field: 'customer', value: 'ada' } })
      return [statusCode, counts.map(({ category, count }) => [category, count])]
    }
    expect(await look('enforced')).toEqual([200, []])
    await house.operator.setMode({ params: { product: 'shop' }, body: { mode: 'observe' } })
    expect(await look('observed')).toEqual([200, [['interaction.device.browse', 1]]])
    expect((await house.operator.modeReport({ params: { product: 'shop' } })).refused).toMatchObject([
      { clause: 'looks', service: 'shop-web', ask: 'write', category: 'interaction.device.browse', count: 1 },
    ])
  }, 60_000)
})
