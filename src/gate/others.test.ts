// What goes to others, what is brought together, and who somebody is to the statement: the verbs `share` and `combine` and the overlays,
// end to end through the gate on both engines (SHA-01, SUB-02, law 12; SEP-01, law 13; law 6).

import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { forEachEngine } from '../../test/harness/databases.ts'
import { openGate, serviceOf, versionOf, type GateGround } from '../../test/harness/gate.ts'
import { manyProfiles } from '../../test/harness/many-profiles.ts'
import { newId } from '../base/index.ts'
import type { Version } from '../policy/index.ts'
import type { GateStore, ReadAsk, WriteItem } from './index.ts'

const others = `
## Others

Whoever delivers gets your letters, to give you what you came for.

\`\`\`kept deliver
share letter in web with courier for provide
\`\`\`

Say yes, and Tern gets your searches for suggestions of its own.

\`\`\`kept partner
share search in web with tern for suggest because consent suggestions
\`\`\`

From your searches we guess what you like, to give you what you came for. What we guessed goes with the search, or after 12 months.

\`\`\`kept guess
derive liking in web from search for provide
use liking in web for provide because contract
keep liking in web 12 months after collection
\`\`\`

People look at one search in a hundred, to give you what you came for.

\`\`\`kept sample
use search in web for provide because contract by people at most 1 in 100
\`\`\`

At the desk we may look at your letters, to give you what you came for.

\`\`\`kept look
combine desk with letter in web for provide
\`\`\`
`

const recipients = `courier: { label: The courier, kind: vendor, functions: [provide], at: eu, since: "2026-01-01", until: "2026-06-30", contract: "Contract 7", told: "2025-12-01" }
tern: { label: Tern, kind: advertiser, at: eu, since: "2026-01-01", contract: "Contract 8", told: "2025-12-01" }
`

let first: Version
beforeAll(async () => {
  const files = manyProfiles({ 'registers/recipients.yaml': recipients })
  const taxonomy = files['registers/taxonomy.yaml']!.replace(
    'purposes:',
    '  liking: { label: What you like, holds: "what we guess you like" }\npurposes:',
  )
  first = await versionOf({
    ...files,
    'registers/taxonomy.yaml': taxonomy,
    'statement.md': `${files['statement.md']}${others}`,
  })
})

const maya = { field: 'email', value: 'maya@example.org' }

forEachEngine((open) => {
  let ground: GateGround
  afterEach(() => ground.end())

  async function begin(items: readonly Partial<WriteItem>[], wrap?: (store: GateStore) => GateStore): Promise<void> {
    ground = await openGate(await open(), first, wrap)
    const collectedAt = ground.clock.now()
    const written = items.map((item, i): WriteItem => ({ messageId: `m${i}`, person: maya, product: 'web', category: 'letter', origin: 'person', collectedAt, signedIn: true, account: 'personal', region: 'eu', age: 40, data: { number: i }, ...item })) // prettier-ignore
    const answers = await ground.gate.write(serviceOf(first), written)
    expect(answers.map(({ outcome }) => outcome)).toEqual(items.map(() => 'stored'))
  }

  const ask = (more: Partial<ReadAsk> = {}): ReadAsk => ({ person: maya, product: 'web', category: 'letter', purpose: 'provide', ...more }) // prettier-ignore
  const read = (more: Partial<ReadAsk> = {}) => ground.gate.read(serviceOf(first), ask(more))
  const share = (recipient: string, more: Partial<ReadAsk> = {}) => ground.gate.share(serviceOf(first), { ...ask(more), recipient }) // prettier-ignore

  describe('others', () => {
    test('whoever acts for us gets what we may use ourselves, while it stands on the list; anybody else gets nothing', async () => {
      await begin([{}, { category: 'search' }])
      const { decision, records } = await share('courier')
      expect(decision).toMatchObject({ effect: 'permit', clause: 'deliver' })
      expect(records.map(({ data }) => data.reveal())).toEqual([{ number: 0 }])
      expect((await share('courier', { category: 'search' })).records).toEqual([])
      expect(await share('stranger')).toMatchObject({ decision: { effect: 'deny', term: 'based' }, records: [] })
      ground.clock.set(new Date('2026-07-01T00:00:00Z'))
      expect(await share('courier')).toMatchObject({ decision: { effect: 'deny', term: 'recipient' }, records: [] })
    })

    test('one with a basis of its own waits for the yes, and the ledger says to whom', async () => {
      await begin([{ category: 'search' }])
      const asked = { category: 'search', purpose: 'suggest' }
      expect(await share('tern', asked)).toMatchObject({ decision: { effect: 'deny', term: 'given', clause: 'partner' } }) // prettier-ignore
      const person = (await ground.gate.personOf(maya))!
      await ground.gate.choose(person, { kind: 'choice', name: 'suggestions', value: 'on' }, { channel: 'dashboard', actor: 'person' }) // prettier-ignore
      const given = await share('tern', asked)
      expect(given.decision).toMatchObject({ effect: 'permit', clause: 'partner' })
      expect(given.records).toHaveLength(1)
      const happened = (await ground.gate.history(person, 2)).find(({ type }) => type === 'share')
      expect(happened!.payload).toMatchObject({ ask: 'share', recipient: 'tern', effect: 'permit', clause: 'partner', records: 1 }) // prettier-ignore
      await ground.gate.choose(person, { kind: 'choice', name: 'suggestions', value: 'off' }, { channel: 'dashboard', actor: 'person' }) // prettier-ignore
      expect((await share('tern', asked)).records).toEqual([])
    })

    test('a product that only observes hands nothing over that enforcing would refuse', async () => {
      await begin([{}])
      await ground.gate.setMode('web', 'observe', { actor: 'vera' })
      expect(await share('stranger')).toMatchObject({ decision: { effect: 'deny', term: 'based' }, records: [] })
      expect((await share('courier')).records).toHaveLength(1)
    })
  })

  describe('what is made', () => {
    const made = (records: readonly string[], more: Partial<WriteItem> = {}): WriteItem => ({ messageId: newId(), person: maya, product: 'web', category: 'liking', origin: 'inferred', collectedAt: ground.clock.now(), signedIn: true, account: 'personal', madeFrom: { records, purpose: 'provide' }, data: { likes: 'herons' }, ...more }) // prettier-ignore
    const write = async (item: WriteItem) => (await ground.gate.write(serviceOf(first), [item]))[0]!
    const likings = async () => (await read({ category: 'liking' })).records.length

    test('from what a sentence names for that purpose alone, and it leaves with what it was made from', async () => {
      await begin([{ category: 'search' }, { category: 'search' }, {}])
      await expect(write(made([], { customer: 'Acme' }))).resolves.toMatchObject({
        outcome: 'refused',
        code: 'input_invalid',
      }) // no contract says that
      const searches = (await read({ category: 'search' })).records.map(({ record }) => record.id)
      const [letter] = (await read()).records
      expect(await write(made([letter!.record.id]))).toMatchObject({ outcome: 'refused', code: 'access_denied' })
      expect(await write(made(searches, { madeFrom: { records: searches, purpose: 'suggest' } }))).toMatchObject({ outcome: 'refused' }) // prettier-ignore
      expect(await write(made([newId()]))).toMatchObject({ outcome: 'refused', code: 'input_invalid' })
      expect(await write(made(searches, { origin: 'observed' }))).toMatchObject({ outcome: 'refused', code: 'input_invalid' }) // prettier-ignore
      const { madeFrom: _, ...fromNothing } = made(searches)
      expect(await write(fromNothing)).toMatchObject({ outcome: 'refused', code: 'access_denied' })
      expect([(await write(made(searches))).outcome, (await write(made([searches[1]!]))).outcome]).toEqual(['stored', 'stored']) // prettier-ignore
      expect(await likings()).toBe(2)
      const person = (await ground.gate.personOf(maya))!
      await ground.gate.remove(person, [searches[0]!], { type: 'clear' })
      expect(await likings()).toBe(1)
      await ground.gate.remove(person, [searches[1]!], { type: 'clear' })
      expect(await likings()).toBe(0)
      expect((await read()).records).toHaveLength(1)
      const removals = (await ground.gate.history(person, 9)).filter(({ type }) => type === 'clear')
      expect(removals.map(({ payload }) => payload)).toEqual([
        { records: 2, made: 1, version: 1 },
        { records: 2, made: 1, version: 1 },
      ])
    })

    test('what was to be made from a record that left meanwhile is refused, and the ledger says so', async () => {
      const leaving = (store: GateStore): GateStore => ({
        ...store,
        async commit(works) {
          const made = works.find(({ inputs }) => inputs)
          if (made) await store.commit([{ audit: [], tally: [], remove: { person: made.record!.person, ids: made.inputs! } }]) // prettier-ignore
          return store.commit(works)
        },
      })
      await begin([{ category: 'search' }], leaving)
      const searches = (await read({ category: 'search' })).records.map(({ record }) => record.id)
      expect(await write(made(searches))).toEqual({ outcome: 'refused', code: 'input_invalid', clause: null, why: 'what it was made from has left meanwhile' }) // prettier-ignore
      const person = (await ground.gate.personOf(maya))!
      const [entry] = await ground.gate.history(person, 1)
      expect(entry).toMatchObject({ type: 'write', payload: { category: 'liking', effect: 'deny', refusal: 'input_invalid', clause: null, inputs: 1 } }) // prettier-ignore
      const tally = await ground.store.tallySince(new Date(0))
      expect(tally.filter(({ effect }) => effect === 'deny')).toMatchObject([{ ask: 'write', clause: '', count: 1 }])
    })

    test('what leaves is counted as it leaves: told twice it is nothing, and what was made meanwhile is counted with it', async () => {
      await begin([{ category: 'search' }, {}])
      const searches = (await read({ category: 'search' })).records.map(({ record }) => record.id)
      const person = (await ground.gate.personOf(maya))!
      const clear = () => ground.gate.remove(person, [...searches, newId()], { type: 'clear', case: 'W-1' })
      const answers = await Promise.all([write(made(searches)), write(made(searches)), clear(), write(made(searches)), clear()]) // prettier-ignore
      await clear()
      const stored = answers.filter((answer) => typeof answer === 'object' && answer.outcome === 'stored').length
      const removals = (await ground.gate.history(person, 20)).filter(({ type }) => type === 'clear')
      const counts = removals.map(({ payload }) => (payload as { records: number }).records)
      expect(counts).toHaveLength(3)
      expect(counts.filter((count) => count > 0)).toEqual([1 + stored])
      expect([await likings(), (await read({ category: 'search' })).records.length]).toEqual([0, 0])
    })
  })

  test('where people may look at a few of many, nobody looks unless these were drawn', async () => {
    await begin([{ category: 'search' }])
    expect((await read({ category: 'search' })).records).toHaveLength(1)
    expect(await read({ category: 'search', hand: 'people' })).toMatchObject({ decision: { effect: 'deny', term: 'open' }, records: [] }) // prettier-ignore
  })

  test('another product that asks needs a pair, and a token for both', async () => {
    await begin([{}, { category: 'search' }])
    expect((await read({ inProduct: 'desk' })).records).toHaveLength(1)
    expect(await read({ inProduct: 'desk', category: 'search' })).toMatchObject({ decision: { effect: 'deny', term: 'pair' }, records: [] }) // prettier-ignore
    expect((await read({ category: 'search' })).records).toHaveLength(1)
    await expect(read({ inProduct: 'attic' })).rejects.toMatchObject({ code: 'name_unknown' })
    const web = { ...serviceOf(first), products: ['web'] }
    await expect(ground.gate.read(web, ask({ inProduct: 'desk' }))).rejects.toMatchObject({ code: 'purpose_refused' })
  })

  describe('who somebody is', () => {
    // CHI-01
    test('for a child nothing is used before a parent agrees; of unknown age one is taken for a child', async () => {
      const [kim, ada, kai] = ['kim', 'ada', 'kai'].map((name) => ({ field: 'email', value: `${name}@example.org` }))
      ground = await openGate(await open(), first)
      const at = ground.clock.now()
      const item = (person: WriteItem['person'], age?: number): WriteItem => ({ messageId: person.value, person, product: 'web', category: 'letter', origin: 'person', collectedAt: at, signedIn: true, account: 'personal', region: 'eu', ...(age !== undefined && { age }), data: {} }) // prettier-ignore
      const answers = await ground.gate.write(serviceOf(first), [item(kim!, 9), item(ada!, 30), item(kai!)])
      expect(answers.map(({ outcome }) => outcome)).toEqual(['refused', 'stored', 'refused'])
      expect(answers[0]).toMatchObject({ code: 'access_denied', clause: 'child' })
    })

    test('age counts at use too, and grows with the years since it was told', async () => {
      await begin([{ age: 40 }])
      const person = (await ground.gate.personOf(maya))!
      const [state] = await ground.store.people([{ person }])
      expect(state).toMatchObject({ age: { years: 40, at: ground.clock.now() }, customer: null })
      expect((await read()).records).toHaveLength(1)
    })
  })
})
