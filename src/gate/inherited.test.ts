// What later versions forbid reaches what lies there already: data made of what they ban now (laws 8 and 10), data that no sentence covers (M1), a yes
// that was given to less (law 9). Through the gate, on both engines.

import { afterEach, describe, expect, test } from 'vitest'
import { forEachEngine } from '../../test/harness/databases.ts'
import { openGate, serviceOf, versionOf, type GateGround } from '../../test/harness/gate.ts'
import { manyProfiles } from '../../test/harness/many-profiles.ts'
import { newId } from '../base/index.ts'
import type { StatementFiles } from '../statement/index.ts'
import type { ReadAsk, WriteAnswer, WriteItem } from './index.ts'

const recipients =
  'tern: { label: Tern, kind: advertiser, at: eu, since: "2026-01-01", contract: "Contract 8", told: "2025-12-01" }\n'

const guessed = [
  'derive liking in web from search for provide',
  'use liking in web for provide because contract',
  'keep liking in web 12 months after collection',
  'share liking in web with tern for provide because contract',
]

/** The statement with many profiles and further rules, a clause each; `change` puts other files into it. */
function files(rules: readonly string[], change: Readonly<Record<string, string | null>> = {}): StatementFiles {
  const all = manyProfiles({ 'registers/recipients.yaml': recipients, ...change })
  const clause = (rule: string, i: number): string => `On ${rule.replaceAll(/[.,-]/g, ' ')}.\n\n\`\`\`kept x${i + 1}\n${rule}\n\`\`\`\n` // prettier-ignore
  const taxonomy = all['registers/taxonomy.yaml']!.replace('purposes:', '  liking: { label: What you like, holds: "what we guess you like" }\n  diary: { label: Diaries, holds: "what you did" }\npurposes:').replace('events:', 'events:\n  withdrawal: { label: you take your yes back, of: person }') // prettier-ignore
  return { ...all, 'registers/taxonomy.yaml': taxonomy, 'statement.md': `${all['statement.md']}\n## More\n\n${rules.map(clause).join('\n')}` } // prettier-ignore
}

const maya = { field: 'email', value: 'maya@example.org' }

forEachEngine((open) => {
  let ground: GateGround
  let service: ReturnType<typeof serviceOf>
  afterEach(() => ground.end())

  async function begin(rules: readonly string[], change?: Readonly<Record<string, string | null>>): Promise<void> {
    const first = await versionOf(files(rules, change))
    service = serviceOf(first)
    ground = await openGate(await open(), first)
  }

  const publish = async (rules: readonly string[], change?: Readonly<Record<string, string | null>>) =>
    ground.publish(await versionOf(files(rules, change), ground.inForce().newest.version + 1))

  async function write(more: Partial<WriteItem> = {}): Promise<WriteAnswer> {
    const item: WriteItem = { messageId: newId(), person: maya, product: 'web', category: 'search', origin: 'person', collectedAt: ground.clock.now(), signedIn: true, account: 'personal', region: 'eu', age: 40, data: { at: 'noon' }, ...more } // prettier-ignore
    return (await ground.gate.write(service, [item]))[0]!
  }

  async function idOf(answer: Promise<WriteAnswer>): Promise<string> {
    const written = await answer
    if (written.outcome !== 'stored') throw new Error(JSON.stringify(written))
    return written.id
  }

  const made = (from: string, more: Partial<WriteItem> = {}) => idOf(write({ category: 'liking', origin: 'inferred', madeFrom: { records: [from], purpose: 'provide' }, ...more })) // prettier-ignore
  const ask = (category: string, more: Partial<ReadAsk> = {}): ReadAsk => ({ person: maya, product: 'web', category, purpose: 'provide', ...more }) // prettier-ignore
  const read = (category: string, more: Partial<ReadAsk> = {}) => ground.gate.read(service, ask(category, more))
  const share = (category: string) => ground.gate.share(service, { ...ask(category), recipient: 'tern' })
  const idsOf = async (answer: ReturnType<typeof read>) => (await answer).records.map(({ record }) => record.id)

  describe('a ban that comes later on what something was made from', () => {
    test('shuts its sharing, as far as it holds', async () => {
      await begin(guessed)
      const liking = await made(await idOf(write()))
      expect(await idsOf(share('liking'))).toEqual([liking])
      await publish([...guessed, 'never share search with tern unless suggestions on'])
      expect(await share('liking')).toMatchObject({ decision: { effect: 'deny', term: 'barred', clause: 'x5' }, records: [] }) // prettier-ignore
      expect(await idsOf(read('liking'))).toEqual([liking])
      await ground.gate.choose((await ground.gate.personOf(maya))!, { kind: 'choice', name: 'suggestions', value: 'on' }, { channel: 'dashboard', actor: 'person' }) // prettier-ignore
      expect(await idsOf(share('liking'))).toEqual([liking])
    })

    test('shuts where it lies', async () => {
      await begin(guessed)
      const liking = await made(await idOf(write()))
      await publish([...guessed, 'never store search at eu when suggestions off'])
      expect(await read('liking')).toMatchObject({ decision: { effect: 'deny', term: 'barred', clause: 'x5' }, records: [] }) // prettier-ignore
      await ground.gate.choose((await ground.gate.personOf(maya))!, { kind: 'choice', name: 'suggestions', value: 'on' }, { channel: 'dashboard', actor: 'person' }) // prettier-ignore
      expect(await idsOf(read('liking'))).toEqual([liking])
    })

    test('shuts what a source bars from then on', async () => {
      const fromBroker = [...guessed, 'collect search in web from broker-x', 'use liking in web for suggest because consent suggestions'] // prettier-ignore
      const sources = (bars: string) => ({ 'registers/sources.yaml': `broker-x: { label: A broker, kind: broker, supplies: search, bars: [${bars}] }\n`, 'profiles/california.md': null }) // prettier-ignore
      await begin(fromBroker, sources('comply'))
      const liking = await made(await idOf(write()))
      await ground.gate.choose((await ground.gate.personOf(maya))!, { kind: 'choice', name: 'suggestions', value: 'on' }, { channel: 'dashboard', actor: 'person' }) // prettier-ignore
      expect(await idsOf(read('liking', { purpose: 'suggest' }))).toEqual([liking])
      await publish(fromBroker, sources('comply, suggest'))
      expect(await read('liking', { purpose: 'suggest' })).toMatchObject({ decision: { effect: 'deny', term: 'barred' }, records: [] }) // prettier-ignore
      expect(await idsOf(read('liking'))).toEqual([liking])
    })

    // what is made by today's lines has nothing to do with it, what was made by the older ones has
    test('reaches what was made by lines that are gone, and nothing else', async () => {
      await begin(guessed)
      const old = await made(await idOf(write()))
      const fromLetters = guessed.map((rule) => rule.replace('from search', 'from letter'))
      await publish([...fromLetters, 'never share search with tern'])
      const fresh = await made(await idOf(write({ category: 'letter' })))
      expect((await idsOf(read('liking'))).toSorted()).toEqual([old, fresh].toSorted())
      expect(await idsOf(share('liking'))).toEqual([fresh])
      await publish(fromLetters) // the ban is gone, and stays with what lived under it
      expect(await idsOf(share('liking'))).toEqual([fresh])
    })

    test('reaches it where nothing of the kind is collected any more', async () => {
      await begin([...guessed, 'collect diary in web from person', 'use diary in web for provide because contract', 'keep diary in web 1 year after collection', 'derive liking in web from diary for provide'].filter((rule) => !rule.includes('from search'))) // prettier-ignore
      const old = await made(await idOf(write({ category: 'diary' })))
      expect(await idsOf(share('liking'))).toEqual([old])
      await publish([...guessed, 'never share diary with tern', 'never store diary at us'])
      expect(await idsOf(share('liking'))).toEqual([])
      expect(await idsOf(read('liking'))).toEqual([old])
    })
  })

  describe('what is made of what was there before', () => {
    const idea = (from: string) => write({ category: 'liking', origin: 'inferred', madeFrom: { records: [from], purpose: 'provide' } }) // prettier-ignore

    test('is made only where every version that it lived through lets it be made', async () => {
      await begin(['never derive liking from search', ...guessed.slice(1, 3), 'derive liking in web from letter for provide']) // prettier-ignore
      const [search, letter] = [await idOf(write()), await idOf(write({ category: 'letter' }))]
      await publish(guessed) // from searches now, and not from letters any more
      expect(await idea(search)).toMatchObject({ outcome: 'refused', code: 'access_denied', clause: 'x1' })
      expect(await idea(letter)).toMatchObject({ outcome: 'refused', code: 'access_denied', clause: null })
      expect(await idea(await idOf(write()))).toMatchObject({ outcome: 'stored' })
    })

    test('is not made past an older ban of its own record that held under a condition', async () => {
      await begin([...guessed, 'never share search with tern unless suggestions on'])
      const search = await idOf(write())
      expect(await idea(search)).toMatchObject({ outcome: 'stored' }) // it inherits the ban
      await publish(guessed)
      expect(await idea(search)).toMatchObject({ outcome: 'refused', code: 'access_denied' })
      expect(await idea(await idOf(write()))).toMatchObject({ outcome: 'stored' })
    })
  })

  describe('a product that only observes', () => {
    const observe = () => ground.gate.setMode('web', 'observe', { actor: 'vera' })

    test('stores nothing made from what a `never derive` names, or made from nobody knows what', async () => {
      await begin(['never derive liking from letter', 'never derive diary in desk'])
      await observe()
      expect(await write({ category: 'liking', origin: 'inferred' })).toMatchObject({ outcome: 'refused', code: 'access_denied', clause: 'x1' }) // prettier-ignore
      expect(await write({ category: 'diary', origin: 'inferred' })).toMatchObject({ outcome: 'stored' })
      expect(await write({ category: 'liking', origin: 'observed' })).toMatchObject({ outcome: 'stored' })
    })

    test('keeps a ban over what no sentence covers for those it was written for', async () => {
      const kim = { field: 'email', value: 'kim@example.org' }
      const child = manyProfiles()['profiles/child.md']!
      const change = { 'profiles/child.md': `${child}\nNo diary of a child.\n\n\`\`\`kept no-diary\nnever collect diary\nnever store diary\n\`\`\`\n` } // prettier-ignore
      await begin([], change)
      await observe()
      expect(await write({ category: 'diary', person: kim, age: 9 })).toMatchObject({ outcome: 'refused', code: 'access_denied', clause: 'no-diary' }) // prettier-ignore
      const diary = await idOf(write({ category: 'diary' }))
      expect(await idsOf(read('diary'))).toEqual([diary])
      await publish([]) // a version without the ban
      expect(await idsOf(read('diary'))).toEqual([diary])
    })

    test('does not open to a person of age what was written when they were a child', async () => {
      await begin([])
      await observe()
      const collectedAt = ground.clock.now()
      const diary = await idOf(write({ category: 'diary', age: 9 }))
      expect(await read('diary')).toMatchObject({ decision: { effect: 'deny', term: 'never', clause: 'child' }, records: [] }) // prettier-ignore
      ground.clock.set(new Date(collectedAt.getTime() + 8 * 366 * 86_400_000))
      const grown = await idOf(write({ category: 'diary' }))
      expect(await idsOf(read('diary'))).toEqual([grown])
      expect(diary).not.toBe(grown)
    })
  })

  describe('a yes that was given to less', () => {
    const yes = async (): Promise<unknown> => ground.gate.choose((await ground.gate.personOf(maya))!, { kind: 'choice', name: 'suggestions', value: 'on' }, { channel: 'dashboard', actor: 'person' }) // prettier-ignore
    const why = 'This may not be used for suggestions: the sentence rests on your yes to “Suggestions”, and whoever said yes before was asked for less.' // prettier-ignore

    test('is told with the sentence and the reason, before any record and of each', async () => {
      await begin([])
      await idOf(write({ category: 'letter' }))
      await yes()
      const wider = ['use letter in web for suggest because consent suggestions']
      await publish(wider, { 'profiles/preview.md': null })
      const { decision, records } = await read('letter', { purpose: 'suggest' })
      expect(records).toEqual([])
      expect(decision).toMatchObject({ effect: 'deny', term: 'based', clause: 'x1', why })
      expect(await idsOf(read('search', { purpose: 'suggest' }))).toEqual([])
      await idOf(write())
      expect(await idsOf(read('search', { purpose: 'suggest' }))).toHaveLength(1)
    })

    test('opens no write: nothing is taken in that nothing may use', async () => {
      await begin([])
      await idOf(write())
      await yes()
      await publish(['collect diary in web from person', 'use diary in web for suggest because consent suggestions', 'keep diary in web until withdrawal']) // prettier-ignore
      expect(await write({ category: 'diary' })).toMatchObject({ outcome: 'refused', code: 'access_denied', clause: 'x2', why: why.replace('used for suggestions', 'stored') }) // prettier-ignore
    })
  })
})
