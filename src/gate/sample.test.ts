// A few of many, drawn by the gate on both engines: never more than the cap lets, by chance, each decided by itself, each in the ledger before
// it opens (HUM-01, HUM-02, HUM-04; law 14).

import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { Database } from '../adapters/stores/index.ts'
import { Failure } from '../base/index.ts'
import { forEachEngine } from '../../test/harness/databases.ts'
import { openGate, serviceOf, versionOf, type GateGround } from '../../test/harness/gate.ts'
import { smallStatement } from '../../test/harness/small-statement.ts'
import type { Version } from '../policy/index.ts'
import type { GateStore, SampleAsk, WriteItem } from './index.ts'

const looks = `
## Looking

A person looks at 1 in 10 searches, to check that suggestions suit you, if you say yes.

\`\`\`kept look
use search in web for suggest because consent suggestions by people at most 1 in 10
\`\`\`

For the tax law, machines and people look at 1 in 10 searches.

\`\`\`kept tax-look
use search in web for comply because law tax-9 by both at most 1 in 10
\`\`\`

A person hears 1 in 5 calls, 10 seconds of it, to give you what you came for. A call goes after 1 year.

\`\`\`kept hear
collect call in web from person
use call in web for provide because contract
use call in web for provide because contract by people at most 1 in 5 of 10 seconds
keep call in web 1 year after collection
\`\`\`
`

const withLooks = (words = looks) => {
  const files = smallStatement()
  const taxonomy = files['registers/taxonomy.yaml']!.replace('purposes:', '  call: { label: Calls, holds: "what you say" }\npurposes:') // prettier-ignore
  return { ...files, 'registers/taxonomy.yaml': taxonomy, 'statement.md': `${files['statement.md']}${words}` }
}

let [first, rarer]: Version[] = []
beforeAll(async () => {
  first = await versionOf(withLooks())
  rarer = await versionOf(withLooks(looks.replaceAll('1 in 10', '1 in 20')), 2) // prettier-ignore
})

forEachEngine((open) => {
  let ground: GateGround
  afterEach(() => ground.end())

  let db: Database
  const begin = async (wrap?: (store: GateStore) => GateStore): Promise<void> => void (ground = await openGate((db = await open()), first!, wrap)) // prettier-ignore
  const remembered = async (): Promise<number> => (await db.query('select from app.drawn')).length
  const who = (n: number) => ({ field: 'email', value: `p${n}@example.org` })

  /** Searches of so many people, some each; whoever is among the first so many said yes. */
  async function searches(people: number, each: number, yes = people, more: Partial<WriteItem> = {}): Promise<void> {
    const items = Array.from({ length: people * each }, (_, i): WriteItem => ({ messageId: `m${i}${JSON.stringify(more)}`, person: who(i % people), product: 'web', category: 'search', origin: 'person', collectedAt: ground.clock.now(), region: 'eu', data: { number: i }, ...more })) // prettier-ignore
    const answers = await ground.gate.write(serviceOf(first!), items)
    expect(answers.every(({ outcome }) => outcome === 'stored')).toBe(true)
    for (let n = 0; n < yes; n++) await say(n, 'on')
  }

  async function say(n: number, value: 'on' | 'off'): Promise<void> {
    const person = (await ground.gate.personOf(who(n)))!
    await ground.gate.choose(person, { kind: 'choice', name: 'suggestions', value }, { channel: 'dashboard', actor: 'person' }) // prettier-ignore
  }

  const ask = (more: Partial<SampleAsk> = {}): SampleAsk => ({ product: 'web', category: 'search', purpose: 'suggest', ...more }) // prettier-ignore
  const draw = (more: Partial<SampleAsk> = {}) => ground.gate.sample(serviceOf(first!), ask(more))
  const idsOf = async (more: Partial<SampleAsk> = {}) => (await draw(more)).records.map(({ record }) => record.id)

  describe('a sample', () => {
    test('is never more than the cap, rounded down, and the same when it is asked for again', async () => {
      await begin()
      await searches(13, 3)
      const { decision, records } = await draw()
      expect(decision).toMatchObject({ effect: 'permit', clause: 'look' })
      expect(records).toHaveLength(3) // of 39
      const known = records.map(({ record }) => record.id)
      expect(await idsOf()).toEqual(known)
      expect(await idsOf({ limit: 1 })).toEqual(known.slice(0, 1))
      expect(await idsOf({ after: known[0]! })).toEqual(known.slice(1))
      expect(await draw({ after: known[2]! })).toMatchObject({
        decision: { effect: 'permit', clause: 'look' },
        records: [],
      })
      await searches(1, 1, 1, { data: { one: 'more' } })
      expect(await idsOf()).toEqual([...known, expect.any(String)]) // of 40
    })

    test('a few at a time come to the cap and no further', async () => {
      await begin()
      await searches(30, 1)
      const [one] = await idsOf({ limit: 1 })
      const two = await idsOf({ limit: 2 })
      expect(two).toEqual([one, expect.any(String)])
      expect(await idsOf({ after: two[1]! })).toHaveLength(1)
      expect(await idsOf({ after: two[1]!, limit: 1 })).toHaveLength(1)
      expect(new Set(await idsOf()).size).toBe(3)
    })

    test('is nothing of nine, of one, and of nobody, and says the same of each', async () => {
      await begin()
      const said = [(await draw()).decision]
      await searches(1, 1)
      said.push((await draw()).decision)
      await searches(9, 1, 9, { data: {} })
      await ground.gate.remove((await ground.gate.personOf(who(0)))!, (await ground.gate.read(serviceOf(first!), { person: who(0), ...ask({ purpose: 'provide' }) })).records.slice(0, 1).map(({ record }) => record.id), { type: 'clear' }) // prettier-ignore
      said.push((await draw()).decision)
      expect(said[0]).toMatchObject({ effect: 'deny', term: 'open', clause: 'look' })
      expect(said).toEqual([said[0], said[0], said[0]])
    })

    test('chance draws it: not who asks, and not the order in which things lie', async () => {
      await begin()
      await searches(60, 1)
      const drawn = new Set<unknown>()
      for (let turn = 0; turn < 6; turn++) {
        for (const { data } of (await draw()).records) drawn.add(JSON.stringify(data.reveal()))
        await db.query('delete from app.drawn')
      }
      expect(drawn.size).toBeGreaterThan(10) // by chance six draws of six in sixty are as few as ten once in a million times
    })

    test('who turned it off, objected, restricted or never said yes is in none, nor counted (HUM-04)', async () => {
      await begin()
      await searches(40, 1, 20)
      expect(await idsOf()).toHaveLength(2)
      for (let n = 0; n < 20; n++) {
        const drawn = (await draw()).records.map(({ data }) => (data.reveal() as { number: number }).number)
        if (drawn.length === 0) break
        for (const number of drawn) await say(number, 'off')
        const again = (await draw()).records.map(({ data }) => (data.reveal() as { number: number }).number)
        for (const number of drawn) expect(again).not.toContain(number)
      }
      expect(await idsOf()).toEqual([]) // what was looked at counts, though it is closed now
    })

    test('of somebody erased nothing is drawn; what was drawn of them counts until it would have left by itself', async () => {
      await begin()
      await searches(20, 1)
      const drawn = (await draw()).records
      expect(drawn).toHaveLength(2)
      const [gone] = drawn
      await ground.gate.forget(gone!.record.person, { case: 'R-1', tombstonesUntil: ground.clock.now() })
      await ground.gate.sweepForgotten(gone!.record.person)
      expect(await idsOf()).toEqual([]) // 19: one of them, and that one is gone
      ground.clock.forward(1_000) // what was collected before an erasure stays gone
      await searches(12, 1, 12, { data: { more: true } })
      expect(await idsOf()).toHaveLength(2) // 31: three, of which one is gone
      ground.clock.set(new Date('2027-11-14T09:00:00Z'))
      await searches(20, 1, 20, { collectedAt: ground.clock.now(), data: { later: true } })
      expect(await idsOf()).toHaveLength(2) // 20 that are open still
      expect(await remembered()).toBe(5)
      expect(await ground.store.dropDrawn(ground.clock.now())).toBe(1) // what lies there still is known to have been drawn, though it counts no more
      for (const { person, ids } of await ground.gate.due(ground.clock.now(), 100)) await ground.gate.remove(person, ids, { type: 'sweep' }) // prettier-ignore
      expect(await idsOf()).toHaveLength(2)
      expect(await ground.store.dropDrawn(ground.clock.now())).toBe(2)
      expect(await remembered()).toBe(2)
      expect(await idsOf()).toHaveLength(2)
    })

    test('the page after the last is empty and in the ledger; the first with nothing on it is a refusal', async () => {
      const said: (string | null)[] = []
      await begin((store) => ({
        ...store,
        async commit(works) {
          said.push(
            ...works.flatMap(({ audit, tally }) => audit.map(({ person }, i) => `${person} ${tally[i]?.effect}`)),
          )
          return store.commit(works)
        },
      }))
      await searches(20, 1)
      const [, last] = await idsOf()
      said.length = 0
      const past = await draw({ after: last! })
      expect(past).toMatchObject({ decision: { effect: 'permit', clause: 'look' }, records: [] })
      expect(said).toEqual(['null permit'])
      const unknown = await draw({ after: '00000000-0000-4000-8000-000000000000' })
      expect(unknown).toEqual(past) // whether it was drawn is not told
      expect((await draw({ category: 'call', purpose: 'provide' })).decision.effect).toBe('deny')
    })

    test('however many pages there are, each is drawn once, in the order of the draws', async () => {
      await begin()
      await searches(60, 1)
      const first = await idsOf({ limit: 2 })
      const all = await idsOf()
      expect(all).toHaveLength(6)
      expect(all.slice(0, 2)).toEqual(first)
      const paged: string[] = []
      for (let after: string | undefined; ; after = paged.at(-1)!) {
        const page = await idsOf({ limit: 1, ...(after !== undefined && { after }) })
        if (page.length === 0) break
        paged.push(...page)
      }
      expect(paged).toEqual(all)
    })

    test('where the database is too slow on the way, it says so, and nothing is drawn, told or in the ledger', async () => {
      let [pages, kept] = [0, 0]
      await begin((store) => ({
        ...store,
        async members(...asked) {
          if (++pages === 2) throw new Failure('storage_unavailable', { sqlstate: '57014' })
          const page = await store.members(...asked)
          return { ...page, next: page.members.at(-1)! }
        },
        async draw(...asked) {
          kept++
          return store.draw(...asked)
        },
      }))
      await searches(20, 1)
      await expect(draw()).rejects.toMatchObject({ code: 'storage_unavailable', detail: { sqlstate: '57014', reason: expect.stringContaining('nothing was drawn') } }) // prettier-ignore
      expect([pages, kept, await remembered()]).toEqual([2, 0, 0])
    })

    test('every record drawn has an entry of its own about its person, and counts, before it opens', async () => {
      const committed: number[] = []
      await begin((store) => ({
        ...store,
        async draw(key, one) {
          await store.draw(key, one)
          committed.push(one.audit.length)
        },
      }))
      await searches(20, 1)
      const { records } = await draw()
      expect(committed).toEqual([2])
      for (const { record } of records) {
        const [entry] = await ground.gate.history(record.person, 1)
        expect(entry).toMatchObject({ type: 'read', actor: 'search-service', payload: { ask: 'use', purpose: 'suggest', hand: 'people', effect: 'permit', clause: 'look', records: 1, sample: { count: 1, of: 10, outOf: 20 } } }) // prettier-ignore
      }
      const tally = (await ground.store.tallySince(ground.clock.now())).filter(({ purpose }) => purpose === 'suggest')
      expect(tally).toMatchObject([{ ask: 'use', effect: 'permit', clause: 'look', count: 2 }])
    })

    test('where the ledger cannot record it, nothing opens and nothing is drawn', async () => {
      await begin((store) => ({ ...store, draw: async () => Promise.reject(new Error('the disk is gone')) }))
      await searches(20, 1)
      await expect(draw()).rejects.toThrow('the disk is gone')
      expect(await remembered()).toBe(0)
    })

    test('five who draw at once draw no more than one who draws once', async () => {
      await begin()
      await searches(40, 1)
      const answers = await Promise.allSettled(Array.from({ length: 5 }, () => idsOf()))
      const drawn = new Set(answers.flatMap((one) => (one.status === 'fulfilled' ? one.value : [])))
      expect(drawn.size).toBe(4)
    })

    test('what left or was turned off while everybody was gone through does not open', async () => {
      let turning: Promise<void> | null = null
      const turnOff = async (): Promise<void> => {
        for (let n = 0; n < 20; n++) await say(n, 'off')
      }
      await begin((store) => ({
        ...store,
        async find(one, filter) {
          await (turning ??= turnOff())
          return store.find(one, filter)
        },
      }))
      await searches(20, 1)
      expect((await draw()).records).toEqual([])
    })

    test('a version that is published while everybody is gone through is the one whose cap counts', async () => {
      await begin((store) => ({
        ...store,
        async find(one, filter) {
          if (ground.inForce().versions.length === 1) ground.publish(rarer!)
          return store.find(one, filter)
        },
      }))
      await searches(40, 1)
      expect((await draw()).records).toHaveLength(2) // of 40, 1 in 20
    })

    test('a later version with a rarer cap counts what was drawn before it', async () => {
      await begin()
      await searches(40, 1)
      const known = await idsOf()
      expect(known).toHaveLength(4)
      ground.publish(rarer!)
      expect(await idsOf()).toEqual(known.slice(0, 2))
      await searches(20, 1, 20, { data: { after: true } })
      expect(await idsOf()).toEqual(known.slice(0, 3)) // of 60 three, and four were drawn: no new one
    })

    test('under a rarer cap nothing moves up for what was turned off, cleared or erased', async () => {
      await begin()
      await searches(79, 1)
      const { records } = await draw()
      expect(records).toHaveLength(7)
      ground.publish(rarer!)
      const [off, cleared, erased] = records.map(({ record }) => record)
      expect(await idsOf()).toEqual([off!.id, cleared!.id, erased!.id]) // of 79 three, and of 76 too
      await ground.gate.choose(off!.person, { kind: 'choice', name: 'suggestions', value: 'off' }, { channel: 'dashboard', actor: 'person' }) // prettier-ignore
      expect(await idsOf()).toEqual([cleared!.id, erased!.id])
      expect(await idsOf({ after: cleared!.id })).toEqual([erased!.id])
      await ground.gate.remove(cleared!.person, [cleared!.id], { type: 'clear' })
      expect(await idsOf()).toEqual([erased!.id])
      await ground.gate.forget(erased!.person, { case: 'R-1', tombstonesUntil: ground.clock.now() })
      await ground.gate.sweepForgotten(erased!.person)
      expect((await draw()).decision).toMatchObject({ effect: 'deny', term: 'open', clause: 'look' })
    })

    test('what people drew counts for machines where both are held to one cap', async () => {
      await begin()
      await searches(20, 1)
      const known = await idsOf({ purpose: 'comply' })
      expect(known).toHaveLength(2)
      expect(await idsOf({ purpose: 'comply', hand: 'machines' })).toEqual(known)
    })

    test('a product that only observes draws no more than one that enforces', async () => {
      await begin()
      await searches(20, 1, 10)
      await ground.gate.setMode('web', 'observe', { actor: 'vera' })
      expect(await idsOf()).toHaveLength(1)
      expect((await draw({ purpose: 'provide' })).decision.effect).toBe('deny')
    })

    test('nobody is drawn of test persons', async () => {
      await begin()
      await searches(20, 1, 20, { canary: true })
      expect(await idsOf()).toEqual([])
    })

    test('a use without a cap hands nobody everybody’s, and what nothing allows stays closed', async () => {
      await begin()
      await searches(20, 1)
      expect((await draw({ hand: 'machines' })).decision).toMatchObject({ effect: 'deny', term: 'open', clause: 'suggestions' }) // prettier-ignore
      expect((await draw({ category: 'letter' })).decision).toMatchObject({ effect: 'deny', term: 'based' })
      expect((await draw({ form: 'de-identified' })).decision).toMatchObject({ effect: 'deny' })
    })

    test('a token without the purpose, and a name no register has, are recorded and refused', async () => {
      await begin()
      const bare = { ...serviceOf(first!), purposes: ['provide'] }
      await expect(ground.gate.sample(bare, ask())).rejects.toMatchObject({ code: 'purpose_refused' })
      await expect(draw({ purpose: 'sugest' })).rejects.toMatchObject({ code: 'name_unknown', detail: { meant: 'suggest' } }) // prettier-ignore
      const tally = await ground.store.tallySince(ground.clock.now())
      expect(tally.map(({ purpose, effect }) => [purpose, effect])).toEqual([['sugest', 'deny'], ['suggest', 'deny']]) // prettier-ignore
    })

    test('of each no more than the time: what is longer, or of which nobody told how long it is, stays closed', async () => {
      await begin()
      const call = { category: 'call' }
      const asked = { category: 'call', purpose: 'provide' }
      await searches(20, 1, 0, { ...call, data: { unknown: true } })
      await searches(20, 1, 0, { ...call, seconds: 10.5, data: { long: true } })
      const none = await draw(asked)
      expect(none).toMatchObject({ decision: { effect: 'deny', term: 'open', clause: 'hear' }, records: [] })
      expect(none.decision.why).toContain('`seconds`')
      await searches(10, 1, 0, { ...call, seconds: 10, data: { short: true } })
      const { records } = await draw(asked)
      expect(records.map(({ data }) => data.reveal())).toEqual([{ short: true }, { short: true }])
    })
  })
})
