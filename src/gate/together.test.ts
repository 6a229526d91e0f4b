// What one read brings together: records of two sessions or accounts stay apart where a sentence says so, by every version, on both engines
// (law 13, SEP-01). "What you did before you signed in stays apart, but for the watch" is Harbour's own sentence, tried through the gate.

import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { forEachEngine } from '../../test/harness/databases.ts'
import { folder, openGate, serviceOf, versionOf, type GateGround } from '../../test/harness/gate.ts'
import { smallStatement } from '../../test/harness/small-statement.ts'
import { newId } from '../base/index.ts'
import { putInForce, type Version } from '../policy/index.ts'
import type { ReadAnswer, ReadAsk, WriteItem } from './index.ts'

const clause = (id: string, words: string, ...rules: readonly string[]): string => `\n${words}\n\n\`\`\`kept ${id}\n${rules.join('\n')}\n\`\`\`\n` // prettier-ignore

/** The small statement with more sentences. */
function statementWith(...clauses: readonly string[]): Record<string, string> {
  const files = smallStatement()
  return { ...files, 'statement.md': `${files['statement.md']!}\n## Together\n${clauses.join('')}` } as Record<
    string,
    string
  > // every file is a text
}

const apart = clause('before', 'What you did before you signed in stays apart, but for suggestions.', 'combine signed-out with signed-in for suggest') // prettier-ignore
const lives = clause('lives', 'Your own account and the one at work are never brought together.', 'never combine personal-account with organisation-account') // prettier-ignore
const sessionsApart = clause('signed', 'What you do signed out stays apart from what you do signed in.', 'never combine signed-in with signed-out') // prettier-ignore
const yes = clause('more', 'Say yes, and letters pick suggestions too.', 'use letter in web for suggest because consent suggestions') // prettier-ignore

const maya = { field: 'email', value: 'maya@example.org' }

let [plain, sessions, both, harbour, banned]: Version[] = []
beforeAll(async () => {
  plain = await versionOf(smallStatement())
  sessions = await versionOf(statementWith(apart, yes))
  both = await versionOf(statementWith(apart, yes, lives))
  harbour = await versionOf(folder('examples/harbour/statement'))
  banned = await versionOf(statementWith(sessionsApart))
})

test('a record keeps its context where a pair tells it apart, and nowhere else; the policy stays what it was', () => {
  const contextsIn = (version: Version): readonly string[] => {
    const inForce = putInForce([version])
    const cells = inForce.numbers.map((number) => inForce.cell(number)!.facts).filter(({ category }) => category === 'search') // prettier-ignore
    return cells.map(({ signedIn, account }) => `${signedIn} ${account}`)
  }
  expect(contextsIn(plain!)).toEqual(['null null'])
  expect(contextsIn(sessions!).toSorted()).toEqual(['false null', 'null null', 'true null'])
  expect(contextsIn(both!).toSorted()).toEqual(['false null', 'null null', 'null organisation', 'null personal', 'true null', 'true organisation', 'true personal']) // prettier-ignore
  expect(sessions!.policy.cells.every(({ facts }) => facts.signedIn === null && facts.account === null)).toBe(true)
})

forEachEngine((open) => {
  let ground: GateGround
  afterEach(() => ground.end())

  /** Writes one record of the newest statement each. */
  async function write(version: Version, ...items: readonly Partial<WriteItem>[]): Promise<readonly string[]> {
    const written = items.map((item, i): WriteItem => ({ messageId: newId(), person: maya, product: 'web', category: 'search', origin: 'person', collectedAt: ground.clock.now(), data: { number: i }, ...item })) // prettier-ignore
    const answers = await ground.gate.write(serviceOf(version), written)
    return answers.map((answer) => (answer.outcome === 'stored' ? answer.id : JSON.stringify(answer)))
  }

  async function begin(version: Version, ...items: readonly Partial<WriteItem>[]): Promise<readonly string[]> {
    ground = await openGate(await open(), version)
    return write(version, ...items)
  }

  const read = (more: Partial<ReadAsk> = {}): Promise<ReadAnswer> =>
    ground.gate.read(serviceOf(ground.inForce().newest), { person: maya, product: 'web', category: 'search', purpose: 'provide', ...more }) // prettier-ignore
  const count = async (more: Partial<ReadAsk> = {}): Promise<number | string | null> => {
    const { decision, records } = await read(more)
    return decision.effect === 'permit' ? records.length : decision.term
  }
  const choose = async (name: string): Promise<void> => {
    const person = (await ground.gate.personOf(maya))!
    await ground.gate.choose(person, { kind: 'choice', name, value: 'on' }, { channel: 'dashboard', actor: 'person' }) // prettier-ignore
  }

  describe('sessions', () => {
    test('stay apart in one read, each is there by itself, and a sentence that names both brings them together', async () => {
      const ids = await begin(sessions!, { signedIn: true }, { signedIn: false }, { signedIn: true })
      const { decision, records } = await read()
      expect(records).toEqual([])
      expect(decision).toMatchObject({ effect: 'deny', term: 'pair', clause: null, change: expect.stringContaining('`signedIn`') }) // prettier-ignore
      expect([await count({ signedIn: true }), await count({ signedIn: false })]).toEqual([2, 1])
      expect([await count({ ids: [ids[0]!, ids[2]!] }), await count({ ids: [ids[1]!] }), await count({ ids: [ids[0]!, ids[1]!] })]).toEqual([2, 1, 'pair']) // prettier-ignore
      await choose('suggestions')
      expect([await count({ purpose: 'suggest' }), await count({ purpose: 'suggest', signedIn: true })]).toEqual([3, 3])
      expect(await count()).toBe('pair')
    })

    test('what nobody told may be of either: it is read one at a time, and stands beside nothing', async () => {
      const ids = await begin(sessions!, {}, {}, { signedIn: true })
      expect([await count({ ids: [ids[0]!] }), await count({ ids: [ids[0]!, ids[1]!] }), await count({ ids: [ids[0]!, ids[2]!] })]).toEqual([1, 'pair', 'pair']) // prettier-ignore
      expect([await count({ signedIn: true }), await count({ signedIn: false })]).toEqual([1, 0])
      await choose('suggestions')
      expect(await count({ purpose: 'suggest' })).toBe(3)
    })

    test('what an older version stored without its session is no exception, nor does a newer one without the sentence open it', async () => {
      const [old, other] = await begin(plain!, { signedIn: true }, { signedIn: true })
      expect(await count()).toBe(2)
      ground.publish({ ...sessions!, version: 2 })
      const [told] = await write(sessions!, { signedIn: true })
      expect([await count({ ids: [old!] }), await count({ ids: [old!, other!] }), await count({ ids: [old!, told!] })]).toEqual([1, 'pair', 'pair']) // prettier-ignore
      ground.publish({ ...plain!, version: 3 })
      const [since, later] = await write(plain!, {}, {})
      expect([await count({ ids: [since!, later!] }), await count({ ids: [told!, since!] })]).toEqual([2, 'pair'])
    })

    test('a refusal is in the ledger with its reason and nothing handed out', async () => {
      await begin(sessions!, { signedIn: true }, { signedIn: false })
      await read()
      await read({ signedIn: false })
      const person = (await ground.gate.personOf(maya))!
      const reads = (await ground.gate.history(person, 5)).filter(({ type }) => type === 'read')
      expect(reads.map(({ payload }) => payload)).toEqual([
        expect.objectContaining({ effect: 'permit', records: 1, signedIn: false }),
        expect.objectContaining({ effect: 'deny', term: 'pair', records: 0 }),
      ])
    })

    test('a product that only observes passes it and says so', async () => {
      await begin(sessions!, { signedIn: true }, { signedIn: false })
      await ground.gate.setMode('web', 'observe', { actor: 'vera' })
      const { decision, records } = await read()
      expect([decision.effect, decision.term, records.length]).toEqual(['permit', 'pair', 2])
      const person = (await ground.gate.personOf(maya))!
      const [entry] = await ground.gate.history(person, 1)
      expect(entry!.payload).toMatchObject({ effect: 'observed', enforced: 'deny', term: 'pair', records: 2 })
    })
  })

  describe('a product that only observes, asked from a session', () => {
    const refused = { decision: { effect: 'deny', term: 'never', clause: 'signed' }, records: [] }
    const observing = () => ground.gate.setMode('web', 'observe', { actor: 'vera' })

    test('hands out nothing that a ban keeps apart from it: one record, two, and what another version kept apart', async () => {
      await begin(banned!, { signedIn: false })
      expect(await count({ signedIn: true })).toBe(0)
      await observing()
      expect(await read({ signedIn: true })).toMatchObject(refused)
      const person = (await ground.gate.personOf(maya))!
      expect((await ground.gate.history(person, 1))[0]!.payload).toMatchObject({ effect: 'deny', term: 'never', clause: 'signed', records: 0 }) // prettier-ignore
      await write(banned!, { signedIn: false })
      expect(await read({ signedIn: true })).toMatchObject(refused)
      expect(await read({ signedIn: true, purpose: 'suggest' })).toMatchObject(refused)
      expect([await count(), await count({ signedIn: false })]).toEqual([2, 2])
      await write(banned!, { signedIn: true })
      expect([await count({ signedIn: true }), await count({ signedIn: false }), await count()]).toEqual([
        1,
        2,
        'never',
      ])
      ground.publish({ ...sessions!, version: 2 })
      expect([await count({ signedIn: true }), await count({ signedIn: false })]).toEqual([1, 2])
    })

    test('passes what nobody told of the record, and what only lacks a sentence', async () => {
      await begin(banned!, {})
      await observing()
      expect(await count({ signedIn: true })).toBe(1)
      ground.end()
      await begin(sessions!, { signedIn: false })
      await observing()
      expect(await count({ signedIn: true })).toBe(1)
    })
  })

  describe('accounts', () => {
    const of = (account: 'personal' | 'organisation'): Partial<WriteItem> => ({ signedIn: true, account })

    test('that a ban keeps apart stay so for every purpose, in a product that only observes too', async () => {
      await begin(both!, of('personal'), of('organisation'), of('personal'), { signedIn: false })
      expect([await count(), await count({ signedIn: true })]).toEqual(['never', 'never'])
      expect([await count({ signedIn: true, account: 'personal' }), await count({ signedIn: true, account: 'organisation' }), await count({ signedIn: false })]).toEqual([2, 1, 1]) // prettier-ignore
      await choose('suggestions')
      expect([await count({ purpose: 'suggest' }), await count({ purpose: 'suggest', account: 'personal' })]).toEqual(['never', 3]) // prettier-ignore
      await ground.gate.setMode('web', 'observe', { actor: 'vera' })
      expect(await read()).toMatchObject({ decision: { effect: 'deny', term: 'never', clause: 'lives' }, records: [] })
    })
  })

  test('an event with a user was sent signed in, one of a device alone signed out; whose account it was its source says', async () => {
    const sources = 'page:\n  label: Our page\n  product: web\n  people: { userId: customer, anonymousId: device }\n  origin: person\n  account: personal\n  rows:\n    Searched: { properties.words: search }\n' // prettier-ignore
    const version = await versionOf({ ...statementWith(apart, yes, lives), 'registers/sources.yaml': sources })
    ground = await openGate(await open(), version)
    const by = { ...serviceOf(version), source: 'page' }
    const event = { type: 'track', event: 'Searched', properties: { words: 'a tent' } }
    const answers = await ground.gate.intake(by, [
      { ...event, userId: 'u1' },
      { ...event, anonymousId: 'd1' },
    ])
    expect(answers).toEqual([{ outcome: 'accepted', left: [] }, { outcome: 'accepted', left: [] }]) // prettier-ignore
    const contexts = await Promise.all(
      [
        { field: 'customer', value: 'u1' },
        { field: 'device', value: 'd1' },
      ].map(async (ref) => {
        const [record] = await ground.store.records((await ground.gate.personOf(ref))!, {})
        const { signedIn, account } = ground.inForce().cell(record!.cell)!.facts
        return { signedIn, account }
      }),
    )
    expect(contexts).toEqual([
      { signedIn: true, account: 'personal' },
      { signedIn: false, account: null },
    ])
  })

  describe('Harbour', () => {
    const item = { product: 'search', category: 'interaction.search', account: 'personal' } as const

    test('what somebody did before signing in joins nothing, but for the watch', async () => {
      const device = { product: 'search', category: 'interaction.device.config', origin: 'observed' } as const
      const [signedIn, signedOut] = [
        { ...device, signedIn: true, account: 'personal' } as const,
        { ...device, signedIn: false },
      ]
      await begin(harbour!, signedIn, signedOut, signedIn)
      const asked = { product: device.product, category: device.category }
      expect(await read(asked)).toMatchObject({ decision: { effect: 'deny', term: 'pair' }, records: [] })
      expect([await count({ ...asked, signedIn: true }), await count({ ...asked, signedIn: false })]).toEqual([2, 1])
      expect(await count({ ...asked, purpose: 'secure' })).toBe(3)
    })

    test('the account at work and one’s own stay apart', async () => {
      await begin(harbour!, { ...item, signedIn: true }, { ...item, signedIn: true, account: 'organisation' })
      const asked = { product: 'search', category: 'interaction.search', signedIn: true }
      expect(await read(asked)).toMatchObject({ decision: { effect: 'deny', term: 'never', clause: 'two-lives' } })
      expect([await count({ ...asked, account: 'personal' }), await count({ ...asked, account: 'organisation' })]).toEqual([1, 1]) // prettier-ignore
    })
  })
})
