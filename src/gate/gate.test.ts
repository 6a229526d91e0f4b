import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { folder, openGate, serviceOf, versionOf, type GateGround } from '../../test/harness/gate.ts'
import { forEachEngine } from '../../test/harness/databases.ts'
import type { Version } from '../policy/index.ts'
import type { Principal } from '../principals/index.ts'
import type { AuditEntry, WriteItem } from './index.ts'

const maya = { field: 'email', value: 'maya@example.org' }
const day = 86_400_000

let first: Version
beforeAll(async () => {
  first = await versionOf(folder('examples/harbour/statement'))
})

function search(messageId: string, collectedAt: Date, words = 'mend a bicycle tyre'): WriteItem {
  return {
    messageId,
    person: maya,
    product: 'search',
    category: 'interaction.search',
    origin: 'person',
    collectedAt,
    region: 'eea',
    signedIn: true,
    data: { words },
  }
}

forEachEngine((open) => {
  let ground: GateGround
  let service: Principal
  const begin = async (wrap?: Parameters<typeof openGate>[2]): Promise<GateGround> => {
    ground = await openGate(await open(), first, wrap)
    service = serviceOf(first)
    return ground
  }
  afterEach(() => ground.end())
  const read = (purpose: string, more: object = {}) =>
    ground.gate.read(service, { person: maya, product: 'search', category: 'interaction.search', purpose, ...more })

  describe('writing', () => {
    test('what a sentence opens is stored and read back in clear', async () => {
      const { gate, clock } = await begin()
      expect(await gate.write(service, [search('m1', clock.now())])).toMatchObject([{ outcome: 'stored' }])
      const { decision, records } = await read('provide')
      expect(decision.effect).toBe('permit')
      expect(records.map(({ data }) => data.reveal())).toEqual([{ words: 'mend a bicycle tyre' }])
      expect(JSON.stringify(records)).not.toContain('bicycle')
    })

    test('what no sentence covers is refused and raised as a finding (COL-16)', async () => {
      const { gate, clock, findings } = await begin()
      const [answer] = await gate.write(service, [{ ...search('m1', clock.now()), category: 'interaction.voice' }])
      expect(answer).toMatchObject({ outcome: 'refused', code: 'access_denied' })
      expect(findings).toMatchObject([{ kind: 'drift', clause: null }])
      expect(await gate.personOf(maya)).toBeNull()
    })

    test('a message told twice has one effect', async () => {
      const { gate, clock } = await begin()
      const item = search('m1', clock.now())
      const answers = await gate.write(service, [item, item])
      expect(answers.map(({ outcome }) => outcome).sort()).toEqual(['seen', 'stored'])
      expect(await gate.write(service, [item])).toEqual([{ outcome: 'seen' }])
      expect((await read('provide')).records).toHaveLength(1)
    })

    test('an identifier told twice is one, and whoever is known by another one is that person', async () => {
      const { gate, clock } = await begin()
      const card = { field: 'card', value: '4711' }
      const item = { ...search('m1', clock.now()), also: [maya, card] }
      expect(await gate.write(service, [item])).toMatchObject([{ outcome: 'stored' }])
      const person = (await gate.personOf(maya))!
      await gate.choose(person, { kind: 'restriction', name: 'processing', value: 'on' }, { channel: 'x', actor: 'y' })
      const stranger = { field: 'email', value: 'other@example.org' }
      const [answer] = await gate.write(service, [{ ...search('m2', clock.now()), person: stranger, also: [card] }])
      const [hers] = await gate.write(service, [search('m3', clock.now())])
      expect(answer).toEqual(hers) // decided about her, not about a stranger
    })

    test('what is about somebody erased meanwhile is refused, and the ledger says so and names nobody', async () => {
      const forget = (person: string) => ground.gate.forget(person, { case: 'R-1', tombstonesUntil: ground.clock.now() }) // prettier-ignore
      const audits: AuditEntry[] = []
      let erases: 'at the commit' | 'at the start' | 'never' = 'never'
      const { gate, clock, store } = await begin((real) => ({
        ...real,
        async admit(admission) {
          const person = await real.admit(admission)
          if (erases === 'at the start') await forget(person)
          return person
        },
        async commit(works) {
          const person = works.find(({ record }) => record)?.record?.person
          if (person && erases === 'at the commit') await forget(person)
          audits.push(...works.flatMap(({ audit }) => audit))
          return real.commit(works)
        },
      }))
      const erased = [{ outcome: 'refused', code: 'erased', clause: null, why: 'this person was erased in the meantime' }] // prettier-ignore
      const denials = async () => (await store.tallySince(new Date(0))).filter(({ effect }) => effect === 'deny').map(({ clause, count }) => [clause, count]) // prettier-ignore
      erases = 'at the start'
      expect(await gate.write(service, [search('m1', clock.now())])).toEqual(erased)
      expect(await denials()).toEqual([['', 1]])
      erases = 'never'
      clock.forward(1000)
      expect(await gate.write(service, [search('m2', clock.now())])).toMatchObject([{ outcome: 'stored' }])
      erases = 'at the commit'
      expect(await gate.write(service, [search('m3', clock.now())])).toEqual(erased)
      expect(await denials()).toEqual([['', 2]])
      expect(audits.at(-1)).toMatchObject({ person: null })
      expect(await store.entry(audits.at(-1)!.event)).not.toBeNull()
    })

    // CHG-07
    test('a version published in the middle of a write leaves the record under the one it was judged by', async () => {
      const { gate, clock, store } = await begin((real) => ({
        ...real,
        async admit(admission) {
          ground.publish({ ...first, version: 2 })
          return real.admit(admission)
        },
      }))
      await gate.write(service, [search('m1', clock.now())])
      const [record] = await store.records((await gate.personOf(maya))!, {})
      expect(Math.floor(record!.cell / 100_000)).toBe(1)
    })

    // SEC-06
    test('a token without the product cannot write there, and the ledger says so', async () => {
      const { gate, clock, store } = await begin()
      await expect(
        gate.write({ ...service, products: ['maps'] } as Principal, [search('m1', clock.now())]),
      ).rejects.toMatchObject({ code: 'purpose_refused' })
      expect(await store.tallySince(clock.now())).toMatchObject([{ ask: 'write', effect: 'deny', count: 1 }])
    })
  })

  describe('reading', () => {
    // PUR-01
    test('a purpose that no sentence opens is refused, and the refusal is counted', async () => {
      const { gate, clock, store } = await begin()
      await gate.write(service, [search('m1', clock.now())])
      const { decision, records } = await read('support')
      expect(decision).toMatchObject({ effect: 'deny', term: 'based' })
      expect(records).toEqual([])
      const tally = await store.tallySince(new Date(0))
      expect(tally.find(({ purpose }) => purpose === 'support')).toMatchObject({
        effect: 'deny',
        count: 1,
        service: 'search-service',
      })
    })

    // CHO-06, CHO-07, LEG-02
    test('a consent opens a purpose, and withdrawing it closes the next read', async () => {
      const { gate, clock } = await begin()
      await gate.write(service, [search('m1', clock.now())])
      const person = (await gate.personOf(maya))!
      expect((await read('personalise')).decision).toMatchObject({ effect: 'deny', term: 'given' })
      await gate.choose(
        person,
        { kind: 'choice', name: 'suggestions', value: 'on' },
        { channel: 'test', actor: 'person' },
      )
      expect((await read('personalise')).records).toHaveLength(1)
      await gate.choose(
        person,
        { kind: 'choice', name: 'suggestions', value: 'off' },
        { channel: 'test', actor: 'person' },
      )
      expect((await read('personalise')).decision).toMatchObject({ effect: 'deny', term: 'given' })
      expect((await gate.choices(person)).map(({ value, version }) => [value, version])).toEqual([
        ['on', 1],
        ['off', 1],
      ])
    })

    // ACC-10, LEG-03
    test('an objection closes what rests on our own interest', async () => {
      const { gate, clock } = await begin()
      await gate.write(service, [search('m1', clock.now())])
      expect((await read('improve')).records).toHaveLength(1)
      await gate.choose(
        (await gate.personOf(maya))!,
        { kind: 'objection', name: 'improve', value: 'on' },
        { channel: 'test', actor: 'person' },
      )
      expect((await read('improve')).decision).toMatchObject({ effect: 'deny', term: 'objected' })
    })

    test('what is past its time is not found, swept or not', async () => {
      const { gate, clock } = await begin()
      await gate.write(service, [search('m1', clock.now())])
      clock.forward(560 * day)
      expect((await read('provide')).records).toEqual([])
      expect((await gate.due(clock.now(), 10)).flatMap(({ ids }) => ids)).toHaveLength(1)
    })

    test('somebody unknown reads like somebody with nothing: same bytes, same queries', async () => {
      const asked: string[] = []
      const { gate } = await begin(
        (store) =>
          new Proxy(store, {
            get:
              (target, name: keyof typeof store) =>
              (...args: never[]) => (asked.push(name), (target[name] as (...a: never[]) => unknown)(...args)),
          }),
      )
      await gate.admit(maya, { region: null, canary: false })
      asked.length = 0
      const known = await read('provide')
      const ofKnown = asked.splice(0)
      const unknown = await read('provide', { person: { field: 'email', value: 'nobody@example.org' } })
      expect(JSON.stringify(unknown)).toBe(JSON.stringify(known))
      expect(asked).toEqual(ofKnown)
    })

    test('a form that the gate cannot make is refused', async () => {
      const { gate, clock } = await begin()
      await gate.write(service, [search('m1', clock.now())])
      for (const form of ['de-identified', 'aggregate'])
        expect(await read('provide', { form })).toMatchObject({
          decision: { effect: 'deny', term: 'based' },
          records: [],
        })
    })

    test('sharing is refused: no sentence allows it', async () => {
      const { gate, clock } = await begin()
      await gate.write(service, [search('m1', clock.now())])
      const { decision, records } = await gate.share(service, {
        person: maya,
        product: 'search',
        category: 'interaction.search',
        purpose: 'provide',
        recipient: 'lantern',
      })
      expect(decision.effect).toBe('deny')
      expect(records).toEqual([])
    })

    test('a case that is not open does not count, and an act that names nothing is none', async () => {
      const { gate, clock } = await begin()
      await gate.write(service, [search('m1', clock.now())])
      expect((await read('support', { hand: 'people', cases: ['support'], directed: true })).records).toEqual([])
    })
  })

  describe('a fact that is not known', () => {
    const tom = { field: 'email', value: 'tom@example.org' }
    const advertise = () =>
      ground.gate.read(service, {
        person: tom,
        product: 'search',
        category: 'interaction.search',
        purpose: 'advertise',
      })
    const decide = async (name: string, value: 'on' | 'off') =>
      ground.gate.choose(
        (await ground.gate.personOf(tom))!,
        { kind: 'choice', name, value },
        { channel: 'test', actor: 'person' },
      )

    test('closes what any of its answers would close, for as long as the record is there', async () => {
      const { gate, clock } = await begin()
      const { region: _, ...item } = search('t1', clock.now())
      expect(await gate.write(service, [{ ...item, person: tom }])).toMatchObject([{ outcome: 'stored' }])
      await decide('ads-own', 'on')
      expect((await advertise()).records).toHaveLength(1)
      await decide('ads-interest', 'off')
      expect((await advertise()).records).toEqual([])
      await decide('ads-interest', 'on')
      await decide('ads-own', 'off')
      expect((await advertise()).records).toEqual([])
    })
  })

  describe('no answer without an entry of the ledger', () => {
    // SEC-11
    test('a failed commit opens nothing, at every path that reads', async () => {
      let fails = false
      const { gate, clock } = await begin((store) => ({
        ...store,
        commit: (works) => (fails ? Promise.reject(new Error('the disk is gone')) : store.commit(works)),
      }))
      await gate.write(service, [search('m1', clock.now())])
      const person = (await gate.personOf(maya))!
      fails = true
      await expect(read('provide')).rejects.toMatchObject({ code: 'audit_unavailable' })
      await expect(read('advertise')).rejects.toMatchObject({ code: 'audit_unavailable' })
      await expect(gate.tell(person, 'view', {})).rejects.toMatchObject({ code: 'audit_unavailable' })
      await expect(gate.tell(person, 'export', {})).rejects.toMatchObject({ code: 'audit_unavailable' })
      await expect(
        gate.share(service, {
          person: maya,
          product: 'search',
          category: 'interaction.search',
          purpose: 'provide',
          recipient: 'lantern',
        }),
      ).rejects.toMatchObject({ code: 'audit_unavailable' })
      await expect(
        gate.choose(person, { kind: 'choice', name: 'suggestions', value: 'on' }, { channel: 'test', actor: 'person' }),
      ).rejects.toMatchObject({ code: 'audit_unavailable' })
    })

    test('reads at the same time share one commit', async () => {
      let commits = 0
      const { gate, clock } = await begin((store) => ({
        ...store,
        commit: (works) => (commits++, store.commit(works)),
      }))
      await gate.write(service, [search('m1', clock.now())])
      commits = 0
      await Promise.all(Array.from({ length: 32 }, () => read('provide')))
      expect(commits).toBeLessThan(32)
    })
  })

  describe('forgetting', () => {
    test('leaves nothing but what a law keeps, closed to all else, and an old event does not bring anybody back', async () => {
      const { gate, clock, store } = await begin()
      const at = clock.now()
      const invoice: WriteItem = {
        messageId: 'i1',
        person: maya,
        product: 'store',
        category: 'licence.invoice',
        origin: 'system',
        collectedAt: at,
        endedAt: at,
        region: 'eea',
        signedIn: true,
        data: { number: 'I-1' },
      }
      expect(await gate.write(service, [search('m1', at), invoice])).toMatchObject([
        { outcome: 'stored' },
        { outcome: 'stored' },
      ])
      const person = (await gate.personOf(maya))!
      clock.forward(day)
      const forgotten = await gate.forget(person, {
        case: 'R-1',
        tombstonesUntil: new Date(clock.now().getTime() + 365 * day),
      })
      expect(forgotten).toMatchObject({
        kept: [{ law: expect.stringMatching(/tax/), count: 1 }],
        tombstones: 1,
      })
      expect(await gate.personOf(maya)).toBeNull()
      expect((await read('provide')).records).toEqual([])
      expect([await gate.sweepForgotten(person), await gate.sweepForgotten(person)]).toEqual([1, 0])
      expect(await store.records(person, {})).toMatchObject([
        { category: 'licence.invoice', law: forgotten.kept[0]!.law },
      ])
      expect(await gate.write(service, [search('m2', at)])).toMatchObject([{ outcome: 'refused', code: 'erased' }])
      clock.forward(1000)
      expect(await gate.write(service, [search('m1', clock.now())])).toMatchObject([{ outcome: 'seen' }])
      expect(await gate.personOf(maya)).toBeNull()
      expect(await gate.write(service, [search('m3', clock.now())])).toMatchObject([{ outcome: 'stored' }])
      expect(await gate.personOf(maya)).not.toBe(person)
    })

    test('what the law keeps leaves when the law lets it', async () => {
      const { gate, clock } = await begin()
      const at = clock.now()
      await gate.write(service, [
        {
          messageId: 'i1',
          person: maya,
          product: 'store',
          category: 'licence.invoice',
          origin: 'system',
          collectedAt: at,
          endedAt: at,
          region: 'eea',
          signedIn: true,
          data: { number: 'I-1' },
        },
      ])
      await gate.forget((await gate.personOf(maya))!, { case: 'R-1', tombstonesUntil: at })
      clock.forward(9 * 365 * day)
      expect(await gate.due(clock.now(), 10)).toEqual([])
      clock.forward(2 * 365 * day)
      expect(await gate.due(clock.now(), 10)).toHaveLength(1)
    })
  })
})
