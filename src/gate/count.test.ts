// Counts of many people, made by the gate on both engines: never a row of fewer than the sentence says, whatever is asked beside it, and no
// record opened (PUR-10, law 14).

import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { forEachEngine } from '../../test/harness/databases.ts'
import { openGate, serviceOf, versionOf, type GateGround } from '../../test/harness/gate.ts'
import { smallStatement } from '../../test/harness/small-statement.ts'
import type { Version } from '../policy/index.ts'
import type { CountAsk, GateStore, WriteItem } from './index.ts'

const counts = `
## Counting

We count searches in groups of 3 people and more.

\`\`\`kept groups
use search in web for provide because contract as aggregate of at least 3
\`\`\`

Say yes, and your searches also count for suggestions, in groups of 3 people and more.

\`\`\`kept taste
use search in web for suggest because consent suggestions as aggregate of at least 3
\`\`\`
`

const papers = `
## Papers

We count what you note and what you sketch in groups of 3 people and more, and never both of anybody.

\`\`\`kept papers
collect paper in web from person
use paper in web for provide because contract
use paper in web for provide because contract as aggregate of at least 3
keep paper in web until removal
\`\`\`
`

const apart = `
What you note and what you sketch stays apart.

\`\`\`kept apart
never combine paper.note in web with paper.sketch in web for provide
\`\`\`
`

let [first, wider, joined, parted]: Version[] = []
beforeAll(async () => {
  const files = smallStatement()
  const of = (words: string) => ({ ...files, 'statement.md': `${files['statement.md']}${words}`, 'registers/places.yaml': 'eu: { label: the European Union }\nus: { label: the United States }\n' }) // prettier-ignore
  first = await versionOf(of(counts))
  const taxonomy = files['registers/taxonomy.yaml']!.replace('purposes:', '  paper: { label: Papers, holds: "what you put down" }\n  paper.note: { label: Notes, holds: "what you note" }\n  paper.sketch: { label: Sketches, holds: "what you sketch" }\npurposes:') // prettier-ignore
  joined = await versionOf({ ...of(papers), 'registers/taxonomy.yaml': taxonomy })
  parted = await versionOf({ ...of(`${papers}${apart}`), 'registers/taxonomy.yaml': taxonomy })
  wider = await versionOf(of(counts.replaceAll('3 people', '5 people').replaceAll('at least 3', 'at least 5')), 2)
})

forEachEngine((open) => {
  let ground: GateGround
  afterEach(() => ground.end())

  const begin = async (wrap?: (store: GateStore) => GateStore, version = first!): Promise<void> => void (ground = await openGate(await open(), version, wrap)) // prettier-ignore
  const who = (name: string) => ({ field: 'email', value: `${name}@example.org` })
  let messages = 0

  /** A search of each of these on a day of 2026: `ann ben ben`. */
  async function search(day: string, names: string, more: Partial<WriteItem> = {}): Promise<void> {
    const items = names.split(' ').map((name): WriteItem => ({ messageId: `m${messages++}`, person: who(name), product: 'web', category: 'search', origin: 'person', collectedAt: new Date(`2026-${day}T22:00:00Z`), region: 'eu', data: { words: 'herons' }, ...more })) // prettier-ignore
    for (const { outcome } of await ground.gate.write(serviceOf(ground.inForce().newest), items))
      expect(outcome).toBe('stored')
  }

  const ask = (more: Partial<CountAsk> = {}): CountAsk => ({ product: 'web', category: 'search', purpose: 'provide', ...more }) // prettier-ignore
  const count = async (more: Partial<CountAsk> = {}) =>
    (await ground.gate.count(serviceOf(ground.inForce().newest), ask(more))).rows
  const personOf = async (name: string) => (await ground.gate.personOf(who(name)))!
  const row = (people: number, records: number, more: object = {}) => ({ people, records, fewest: 3, ...more })

  describe('counts', () => {
    test('no row has fewer people than the sentence says, and none can be told from the rest', async () => {
      await begin()
      await search('04-01', 'ann ben cay')
      await search('04-02', 'ann dee')
      expect(await count({ per: ['day'] })).toEqual([row(3, 3, { day: '2026-04-01' })])
      for (const per of [[], ['month'], ['category'], ['place']] as const)
        expect(await count({ per })).toEqual([row(3, 3, per[0] && { [per[0]]: { month: '2026-04', category: 'search', place: 'eu' }[per[0]] })]) // prettier-ignore
      await search('04-03', 'eve')
      expect(await count({ per: ['day'] })).toHaveLength(1)
      expect(await count()).toEqual([row(3, 6)]) // ann, dee and eve are enough for what is left of the month: five people, six records
    })

    test('people count once in a row, in steps', async () => {
      await begin()
      await search('04-01', 'ann ben cay dee')
      await search('03-31', 'ann ben cay')
      expect(await count({ per: ['month'] })).toEqual([row(3, 3, { month: '2026-03' }), row(3, 3, { month: '2026-04' })]) // prettier-ignore
      expect(await count()).toEqual([row(3, 6)])
      await search('04-01', 'eve fox')
      expect(await count()).toEqual([row(6, 9)])
      expect(await count({ from: '2026-04' })).toEqual([row(6, 6)])
      expect(await count({ to: '2026-03', per: ['day', 'place'] })).toEqual([row(3, 3, { day: '2026-03-31', place: 'eu' })]) // prettier-ignore
      expect(await count({ from: '2026-05' })).toEqual([])
    })

    test('nobody who has far more than the others stands out of them', async () => {
      await begin()
      await search('04-01', `ann ben cay ${'dee '.repeat(40).trim()}`)
      expect(await count()).toEqual([row(3, 3)]) // of the three who have most the last has one
    })

    test('where people live parts them, and who told no place is by themselves', async () => {
      await begin()
      await search('04-01', 'ann ben cay')
      await search('04-01', 'dee eve fox', { region: 'us' })
      await search('04-01', 'gil', { region: 'us' })
      expect(await count({ per: ['place'] })).toEqual([row(3, 3, { place: 'eu' }), row(3, 3, { place: 'us' })])
    })

    test('kinds that nothing keeps apart are counted together, each person once', async () => {
      await begin(undefined, joined!)
      await search('04-01', 'ann ben cay', { category: 'paper.note' })
      await search('04-01', 'ann ben cay', { category: 'paper.sketch' })
      expect(await count({ category: 'paper' })).toEqual([row(3, 6)])
    })

    test('of kinds that may not be combined each is counted by itself, whichever are asked for, and who has both is in both', async () => {
      const told: unknown[] = []
      await begin(
        (store) => ({
          ...store,
          async commit(works) {
            told.push(...works.flatMap(({ tally }) => tally.map(({ ask: what, effect }) => `${what} ${effect}`)))
            return store.commit(works)
          },
        }),
        parted!,
      )
      await search('04-01', 'ann ben cay', { category: 'paper.note' })
      await search('04-01', 'cay dee eve', { category: 'paper.sketch' })
      const [note, sketch] = [row(3, 3, { category: 'paper.note' }), row(3, 3, { category: 'paper.sketch' })]
      told.length = 0
      expect(await count({ category: 'paper' })).toEqual([note, sketch])
      expect(told).toEqual(['use permit'])
      expect(await count({ category: 'paper', per: ['month'] })).toEqual([{ ...note, month: '2026-04' }, { ...sketch, month: '2026-04' }]) // prettier-ignore
      expect(await count({ category: 'paper.note' })).toEqual([row(3, 3)]) // of cay too, so that no two answers differ by one
      expect(await count({ category: 'paper.sketch', per: ['category'] })).toEqual([sketch])
      expect(await count({ category: 'search' })).toEqual([])
    })

    test('somebody with far more records than a page holds is counted as anybody', async () => {
      await begin()
      await search('04-01', `ben cay ${'ann '.repeat(60).trim()}`)
      await search('04-02', 'ann ben cay')
      expect(await count()).toEqual([row(3, 6)])
    })

    test('who said no, objected, restricted or was erased is not counted, nor is a test person', async () => {
      await begin()
      await search('04-01', 'ann ben cay dee eve fox')
      await search('04-01', 'gil hal ida', { canary: true })
      expect(await count({ purpose: 'suggest' })).toEqual([])
      const how = { channel: 'dashboard', actor: 'person' }
      for (const name of ['ann', 'ben', 'cay']) await ground.gate.choose(await personOf(name), { kind: 'choice', name: 'suggestions', value: 'on' }, how) // prettier-ignore
      expect(await count({ purpose: 'suggest' })).toEqual([row(3, 3)])
      await ground.gate.choose(await personOf('cay'), { kind: 'choice', name: 'suggestions', value: 'off' }, how)
      expect(await count({ purpose: 'suggest' })).toEqual([])
      expect(await count()).toEqual([row(6, 6)])
      await ground.gate.choose(await personOf('dee'), { kind: 'restriction', name: 'processing', value: 'on' }, how)
      for (const name of ['eve', 'fox', 'cay']) await ground.gate.forget(await personOf(name), { case: 'R-1', tombstonesUntil: ground.clock.now() }) // prettier-ignore
      expect(await count()).toEqual([])
    })

    test('of two versions the larger number counts', async () => {
      await begin()
      await search('04-01', 'ann ben cay dee')
      expect(await count()).toEqual([row(3, 3)])
      ground.publish(wider!)
      expect(await count()).toEqual([])
      await search('04-01', 'eve fox')
      expect(await count()).toEqual([row(5, 5, { fewest: 5 })])
    })

    test('nothing opens, and the ledger says once what was counted, about nobody', async () => {
      const people: (string | null)[] = []
      await begin((store) => ({
        ...store,
        async commit(works) {
          people.push(...works.flatMap(({ audit }) => audit.map(({ person }) => person)))
          return store.commit(works)
        },
      }))
      await search('04-01', 'ann ben cay')
      people.length = 0
      expect(await count({ per: ['day'] })).toHaveLength(1)
      expect(people).toEqual([null])
      const tally = (await ground.store.tallySince(ground.clock.now())).filter(({ ask: what }) => what === 'use')
      expect(tally).toMatchObject([{ purpose: 'provide', effect: 'permit', count: 1 }])
    })

    test('where the ledger cannot record it, nothing is answered', async () => {
      await begin()
      await search('04-01', 'ann ben cay')
      ground.end()
      let refuses = false
      ground = await openGate(await open(), first!, (store) => ({ ...store, commit: async (works) => { if (refuses) throw new Error('the disk is gone'); return store.commit(works) } })) // prettier-ignore
      await search('04-01', 'ann ben cay')
      refuses = true
      await expect(count()).rejects.toMatchObject({ code: 'audit_unavailable' })
    })

    test('a product that only observes counts what one that enforces counts', async () => {
      await begin()
      await search('04-01', 'ann ben cay')
      await ground.gate.setMode('web', 'observe', { actor: 'vera' })
      expect(await count({ purpose: 'suggest' })).toEqual([])
      expect(await count()).toHaveLength(1)
    })

    test('somebody who leaves while everybody is counted is counted for nothing', async () => {
      let looks = 0
      await begin((store) => ({
        ...store,
        async members(of, after, limit) {
          if (++looks === 2) await ground.gate.forget(await personOf('cay'), { case: 'R-1', tombstonesUntil: ground.clock.now() }) // prettier-ignore
          return store.members(of, after, limit)
        },
      }))
      await search('04-01', 'ann ben cay')
      expect(await count()).toEqual([])
    })

    test('what no sentence counts together, a token without the purpose and an unknown name are refused', async () => {
      await begin()
      const of = async (more: Partial<CountAsk>) => (await ground.gate.count(serviceOf(first!), ask(more))).decision
      expect(await of({ category: 'letter' })).toMatchObject({ effect: 'deny', term: 'based', clause: 'letters' })
      expect(await of({ purpose: 'comply' })).toMatchObject({ effect: 'deny', term: 'based' })
      expect(await of({ hand: 'people' })).toMatchObject({ effect: 'deny', term: 'based' })
      const bare = { ...serviceOf(first!), purposes: ['suggest'] }
      await expect(ground.gate.count(bare, ask())).rejects.toMatchObject({ code: 'purpose_refused' })
      await expect(count({ purpose: 'provid' })).rejects.toMatchObject({ code: 'name_unknown' })
      const tally = await ground.store.tallySince(ground.clock.now())
      expect(tally.every(({ effect }) => effect === 'deny')).toBe(true)
      expect(tally.reduce((sum, one) => sum + one.count, 0)).toBe(5)
    })
  })
})
