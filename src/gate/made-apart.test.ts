// What was made brings along what it was made from: a `never combine` follows it (laws 2, 10 and 13), and so does an older `never share` by kind to
// whoever of that kind is registered later (law 8). Through the gate, on both engines.

import { afterEach, describe, expect, test } from 'vitest'
import { forEachEngine } from '../../test/harness/databases.ts'
import { openGate, serviceOf, versionOf, type GateGround } from '../../test/harness/gate.ts'
import { smallStatement } from '../../test/harness/small-statement.ts'
import { newId } from '../base/index.ts'
import type { StatementFiles } from '../statement/index.ts'
import type { ReadAsk, WriteAnswer, WriteItem } from './index.ts'

const uses = (category: string, products = 'web, maps, shop'): readonly string[] => [
  `use ${category} in ${products} for provide because contract`,
  `keep ${category} in ${products} 1 year after collection`,
]

/** Diaries and steps of three products; likings are made of diaries, of whatever product may be combined. */
const taken = [
  'collect diary, steps in web, maps, shop from person',
  ...uses('diary, steps'),
  'derive liking in web, maps, shop from diary for provide',
  ...uses('liking'),
]

const tern = 'tern: { label: Tern, kind: advertiser, at: eu, since: "2026-01-01", contract: "Contract 8" }\n'
const skua = 'skua: { label: Skua, kind: advertiser, at: eu, since: "2026-01-01", contract: "Contract 9" }\n'

/** The small statement with these rules, a clause each, and these recipients. */
function files(rules: readonly string[], recipients = ''): StatementFiles {
  const all = smallStatement()
  const clause = (rule: string, i: number): string => `On ${rule.replaceAll(/[.,-]/g, ' ')}.\n\n\`\`\`kept x${i + 1}\n${rule}\n\`\`\`\n` // prettier-ignore
  return {
    ...all,
    'registers/products.yaml': 'web: { label: Quill }\nmaps: { label: Quill Maps }\nshop: { label: Quill Shop }\n',
    'registers/places.yaml': 'eu: { label: the European Union }\nus: { label: the United States }\n',
    'registers/taxonomy.yaml': all['registers/taxonomy.yaml']!.replace('purposes:', '  diary: { label: Diaries, holds: "what you did" }\n  steps: { label: Steps, holds: "how far you walked" }\n  liking: { label: Likings, holds: "what we guess you like" }\n  idea: { label: Ideas, holds: "what we guess from likings" }\n  thought: { label: Thoughts, holds: "what we guess from ideas" }\npurposes:'), // prettier-ignore
    'statement.md': `${all['statement.md']!}\n## More\n\n${rules.map(clause).join('\n')}`,
    ...(recipients !== '' && { 'registers/recipients.yaml': recipients }),
  }
}

const maya = { field: 'email', value: 'maya@example.org' }

forEachEngine((open) => {
  let ground: GateGround
  afterEach(() => ground.end())

  async function begin(rules: readonly string[], recipients = ''): Promise<void> {
    ground = await openGate(await open(), await versionOf(files(rules, recipients)))
  }

  const publish = async (rules: readonly string[], recipients = '') =>
    ground.publish(await versionOf(files(rules, recipients), ground.inForce().newest.version + 1))
  const service = () => serviceOf(ground.inForce().newest)

  async function write(
    category: string,
    product: string,
    from: readonly string[] = [],
    person = maya,
    purpose = 'provide',
  ): Promise<WriteAnswer> {
    const made = from.length > 0 && { origin: 'inferred' as const, madeFrom: { records: from, purpose } }
    const item: WriteItem = { messageId: newId(), person, product, category, origin: 'person', collectedAt: ground.clock.now(), data: { at: 'noon' }, ...made } // prettier-ignore
    return (await ground.gate.write(service(), [item]))[0]!
  }

  async function stored(...asked: Parameters<typeof write>): Promise<string> {
    const written = await write(...asked)
    if (written.outcome !== 'stored') throw new Error(JSON.stringify(written))
    return written.id
  }

  const read = async (category: string, product: string, more: Partial<ReadAsk> = {}): Promise<string | number> => {
    const { decision, records } = await ground.gate.read(service(), { person: maya, product, category, purpose: 'provide', ...more }) // prettier-ignore
    return decision.effect === 'permit' ? records.length : `${decision.term} ${decision.clause}`
  }

  describe('what is kept apart from another product’s data', () => {
    const kept = 'never combine diary in web with any in maps'
    const rules = [...taken, 'combine web with maps, shop for provide', 'combine maps with shop for provide', kept]

    test('stays apart once something was made of it: asked from there, and made into something there', async () => {
      await begin(rules)
      const liking = await stored('liking', 'web', [await stored('diary', 'web')])
      expect(await read('diary', 'web', { inProduct: 'maps' })).toBe('never x9')
      expect([await read('liking', 'web'), await read('liking', 'web', { inProduct: 'shop' })]).toEqual([1, 1])
      expect(await read('liking', 'web', { inProduct: 'maps' })).toBe('never x9')
      await publish([...rules, 'derive idea in maps, shop from liking, steps for provide', ...uses('idea', 'maps, shop')]) // prettier-ignore
      const steps = await stored('steps', 'maps')
      expect(await write('idea', 'maps', [liking])).toMatchObject({ outcome: 'refused', clause: 'x9' })
      expect(await write('idea', 'shop', [liking, steps])).toMatchObject({ outcome: 'refused', clause: 'x9' })
      expect(await write('idea', 'shop', [steps])).toMatchObject({ outcome: 'stored' })
    })

    test('and nothing else: what could not be made of it is read together', async () => {
      await begin(rules)
      for (const product of ['maps', 'maps', 'shop'] as const) await stored('liking', product, [await stored('diary', product)]) // prettier-ignore
      expect([await read('liking', 'maps'), await read('liking', 'maps', { inProduct: 'shop' })]).toEqual([2, 2])
      expect(await read('liking', 'shop')).toBe(1)
    })

    test('through two steps, and by a version that lived while it was made', async () => {
      const second = [...rules, 'derive idea in web from liking for provide', ...uses('idea', 'web')]
      await begin(second)
      const idea = await stored('idea', 'web', [await stored('liking', 'web', [await stored('diary', 'web')])])
      await publish(second.filter((rule) => rule !== kept))
      expect(await read('idea', 'web', { inProduct: 'maps', ids: [idea] })).toBe(0)
      expect(await read('idea', 'web', { inProduct: 'shop', ids: [idea] })).toBe(1)
      // by a version of its own, which never forbade it, it is free
      const since = await stored('idea', 'web', [await stored('liking', 'web', [await stored('diary', 'web')])])
      expect(await read('idea', 'web', { inProduct: 'maps', ids: [since] })).toBe(1)
    })

    test('and what was made of either side, of one another', async () => {
      const both = [...taken, 'derive idea in shop from diary, steps, liking for provide', ...uses('idea', 'shop'), 'combine web, maps with shop for provide', 'never combine diary in web with diary in maps'] // prettier-ignore
      await begin(both)
      const [one, other] = [await stored('liking', 'web', [await stored('diary', 'web')]), await stored('liking', 'maps', [await stored('diary', 'maps')])] // prettier-ignore
      const steps = await stored('steps', 'maps')
      expect(await write('idea', 'shop', [one, other])).toMatchObject({ outcome: 'refused', clause: 'x11' })
      expect(await write('idea', 'shop', [one])).toMatchObject({ outcome: 'stored' })
      expect(await write('idea', 'shop', [steps])).toMatchObject({ outcome: 'stored' })
    })
  })

  describe('one record made of both sides', () => {
    const both = [...taken, 'derive idea in web from diary, steps, liking for provide', ...uses('idea', 'web'), 'derive thought in web from idea for provide', ...uses('thought', 'web')] // prettier-ignore
    const apart = 'never combine diary in any with steps in any'

    test('is closed by itself once a later version keeps them apart, to reading and to making', async () => {
      await begin(both)
      const idea = await stored('idea', 'web', [await stored('diary', 'web'), await stored('steps', 'web')])
      expect(await read('idea', 'web')).toBe(1)
      await publish([...both, apart])
      expect([await read('idea', 'web'), await read('idea', 'web', { ids: [idea] })]).toEqual([0, 0])
      expect(await write('thought', 'web', [idea])).toMatchObject({ outcome: 'refused', clause: `x${both.length + 1}` })
      expect([await read('diary', 'web'), await read('steps', 'web')]).toEqual([1, 1])
      // what is made since is made of one of them alone, and stays open, in later versions too
      const since = await stored('idea', 'web', [await stored('diary', 'web')])
      expect([await read('idea', 'web', { ids: [since] }), await write('thought', 'web', [since])]).toMatchObject([1, { outcome: 'stored' }]) // prettier-ignore
      await publish([...both, apart, 'never use steps for suggest'])
      expect(await read('idea', 'web')).toBe(1)
      // law 8: what was kept apart once stays so
      await publish(both)
      expect(await read('idea', 'web', { ids: [idea] })).toBe(0)
    })

    test('and by what keeps them apart for another purpose than it was made for', async () => {
      const rules = [...taken, 'use diary, idea in web for suggest because contract', 'derive idea in web from diary for provide, suggest', 'derive idea in web from steps for provide', ...uses('idea', 'web')] // prettier-ignore
      await begin([...rules, `${apart} for suggest`])
      await stored('idea', 'web', [await stored('diary', 'web'), await stored('steps', 'web')])
      expect(await read('idea', 'web')).toBe(1)
      expect(await read('idea', 'web', { purpose: 'suggest' })).toBe(`never x${rules.length + 1}`)
    })

    test('of two products, also where it lies in one of them; where somebody lives is not known, the ban is for them', async () => {
      const joined = [...taken, 'combine web with maps for provide']
      await begin(joined)
      await stored('liking', 'web', [await stored('diary', 'maps')])
      expect(await read('liking', 'web')).toBe(1)
      await publish([...joined, 'never combine web with maps where eu'])
      expect([await read('liking', 'web'), await read('diary', 'maps')]).toEqual([`never x${joined.length + 1}`, 1])
    })
  })

  test('an older version that kept an input apart, or joined it with less, is not washed off by making something (laws 8, 10, 13)', async () => {
    const joined = [...taken, 'combine web with maps, shop for provide', 'combine maps with shop for provide']
    for (const [before, after] of [
      [[...joined, 'never combine diary in web with any in maps'], joined],
      [taken, [...taken, 'combine web with maps for provide']],
    ] as const) {
      await begin(before)
      const old = await stored('diary', 'web')
      await publish(after)
      expect(await read('diary', 'web', { inProduct: 'maps', ids: [old] })).not.toBe(1)
      expect(await write('liking', 'web', [old])).toMatchObject({ outcome: 'refused' })
      expect(await write('liking', 'web', [await stored('diary', 'web')])).toMatchObject({ outcome: 'stored' })
      ground.end()
    }
  })

  test('in which session something was made nobody told: what it was made from closes it as if that were known', async () => {
    await begin(taken)
    const diary = await stored('diary', 'web')
    await stored('liking', 'web', [diary])
    await publish([...taken, 'combine liking in signed-out with signed-in for provide'])
    expect(await read('diary', 'web', { signedIn: true })).not.toBe(1)
    expect(await read('liking', 'web', { signedIn: true })).not.toBe(1)
  })

  test('what a law opens again asks for the choices that a version in between asked of what it was made from', async () => {
    const diary = ['collect diary in web from person', ...uses('diary', 'web')]
    const made = ['derive liking in web from diary for provide', ...uses('liking', 'web')]
    await begin([...diary, ...made])
    await stored('liking', 'web', [await stored('diary', 'web')])
    await publish(['collect diary in web from person', 'use diary in web for provide because contract when suggestions on', 'keep diary in web 1 year after collection', 'collect steps in web from person', ...uses('steps', 'web')]) // prettier-ignore
    await publish([...diary, ...made, 'use liking in web for comply because law tax-9'])
    expect(await read('diary', 'web')).not.toBe(1)
    expect(await read('liking', 'web', { purpose: 'comply' })).not.toBe(1)
  })

  test('pairs do not chain through what was made', async () => {
    await begin(['collect diary in web from person', ...uses('diary', 'web'), 'collect steps in maps from person', ...uses('steps', 'maps'), 'derive liking in maps from diary for provide', ...uses('liking', 'maps'), 'combine web with maps for provide', 'combine maps with shop for provide']) // prettier-ignore
    await stored('liking', 'maps', [await stored('diary', 'web')])
    expect(await read('liking', 'maps', { inProduct: 'shop' })).toBe('pair null')
    expect([await read('liking', 'maps'), await read('liking', 'maps', { inProduct: 'web' })]).toEqual([1, 1])
    expect(await read('steps', 'maps', { inProduct: 'shop' })).toBe(0)
  })

  test('data that a sentence keeps apart by its name is kept apart within one product', async () => {
    await begin([...taken, 'derive idea in web from diary, steps, liking for provide', ...uses('idea', 'web'), 'never combine diary in any with steps in any']) // prettier-ignore
    const [diary, steps] = [await stored('diary', 'web'), await stored('steps', 'web')]
    const liking = await stored('liking', 'web', [diary])
    expect(await write('idea', 'web', [diary, steps])).toMatchObject({ outcome: 'refused', clause: 'x10' })
    expect(await write('idea', 'web', [liking, steps])).toMatchObject({ outcome: 'refused', clause: 'x10' })
    expect(await write('idea', 'web', [liking, diary])).toMatchObject({ outcome: 'stored' })
    await stored('diary', 'web')
    expect(await read('diary', 'web')).toBe(2)
  })

  // law 11: others in a record are bystanders
  test('nothing is made about somebody else from a person’s records', async () => {
    await begin(taken)
    const [diary, ruth] = [await stored('diary', 'web'), { field: 'email', value: 'ruth@example.org' }]
    expect(await write('liking', 'web', [diary], ruth)).toMatchObject({ outcome: 'refused', code: 'input_invalid' })
    await stored('diary', 'web', [], ruth)
    expect(await write('liking', 'web', [diary], ruth)).toMatchObject({ outcome: 'refused', code: 'input_invalid' })
    expect(await write('liking', 'web', [diary])).toMatchObject({ outcome: 'stored' })
  })

  describe('what an older version gives to nobody of a kind', () => {
    const making = [...taken, 'share liking in web with skua for provide because contract']

    test('does not reach one who is registered later, by what is made of it then', async () => {
      await begin([...taken, 'never share diary with advertiser'], tern)
      const before = await stored('diary', 'web')
      await publish(making, tern + skua)
      expect(await write('liking', 'web', [before])).toMatchObject({ outcome: 'refused', code: 'access_denied' })
      expect(await write('liking', 'web', [await stored('diary', 'web')])).toMatchObject({ outcome: 'stored' })
    })

    test('nor where nobody was of that kind yet, nor by what was made of it before', async () => {
      const idea = ['derive idea in web from liking for provide', ...uses('idea', 'web')]
      await begin([...taken, 'never share diary with any except court', ...idea], 'court: { label: A court, kind: authority, at: eu, since: "2026-01-01" }\n') // prettier-ignore
      const liking = await stored('liking', 'web', [await stored('diary', 'web')])
      await publish([...taken, ...idea, 'share idea in web with skua for provide because contract'], skua)
      expect(await write('idea', 'web', [liking])).toMatchObject({ outcome: 'refused', code: 'access_denied' })
    })

    test.each([['never share diary with tern', tern], ['never share diary with advertiser', skua]])('nor what a version in between forbids that knows no such data, where a law opens it again: %s', async (ban, known) => {
      const serving = (category: string, product: string, basis = 'contract'): readonly string[] => [`use ${category} in ${product} for suggest because ${basis}`, `keep ${category} in ${product} 1 year after collection`]
      const making = ['derive liking in web from diary for suggest', ...serving('liking', 'web')]
      await begin(['collect diary in web from person', ...serving('diary', 'web'), ...making], tern)
      const before = await stored('diary', 'web')
      await publish(['collect diary in maps from person', ...serving('diary', 'maps'), 'combine web with maps for suggest', ...making, ban], known)
      await publish(['collect diary in web from person', ...serving('diary', 'web', 'law tax-9'), ...making, 'share liking in web with tern for suggest because contract'], tern + skua)
      expect(await read('diary', 'web', { purpose: 'suggest' })).toBe(1)
      expect(await write('liking', 'web', [before], maya, 'suggest')).toMatchObject({ outcome: 'refused', code: 'access_denied' })
      expect(await write('liking', 'web', [await stored('diary', 'web')], maya, 'suggest')).toMatchObject({ outcome: 'stored' })
    }) // prettier-ignore

    test('and an older ban on use follows what is given to them', async () => {
      await begin([...taken, 'never use diary for suggest'])
      const before = await stored('diary', 'web')
      const given = [...taken, 'share liking in web with skua for suggest because contract']
      await publish(given, skua)
      expect(await write('liking', 'web', [before])).toMatchObject({ outcome: 'refused', code: 'access_denied' })
      expect(await write('liking', 'web', [await stored('diary', 'web')])).toMatchObject({ outcome: 'stored' })
    })
  })
})
