// Whoever asks about a record is told the same: a read of the gate, the person's own page, a question in words. On records that were made of what a
// `never combine` keeps apart, of this version or a later one, for some purposes, some people, or while something is chosen; on both engines.

import { afterEach, assert, describe, expect, test } from 'vitest'
import { forEachEngine } from '../../test/harness/databases.ts'
import { openGate, serviceOf, versionOf, type GateGround } from '../../test/harness/gate.ts'
import { smallStatement } from '../../test/harness/small-statement.ts'
import { randomFrom, seed, type Random } from '../../test/properties/random.ts'
import { newId } from '../base/index.ts'
import { answer } from '../decision/index.ts'
import type { Decision, Hand, Question } from '../policy/index.ts'
import type { StatementFiles } from '../statement/index.ts'

const maya = { field: 'email', value: 'maya@example.org' }
const tern = 'tern: { label: Tern, kind: advertiser, at: eu, since: "2026-01-01", contract: "Contract 8" }\n'

/** Diaries and steps, and what is guessed from both, all of it for two purposes and by either hand. */
const taken = [
  'collect diary, steps in web from person',
  'use diary, steps, idea in web for provide, suggest because contract by both',
  'keep diary, steps, idea in web 1 year after collection',
  'derive idea in web from diary, steps for provide, suggest',
  'share idea in web with tern for suggest because contract',
]

function files(rules: readonly string[]): StatementFiles {
  const all = smallStatement()
  const clause = (rule: string, i: number): string => `On ${rule.replaceAll(/[.,-]/g, ' ')}.\n\n\`\`\`kept x${i + 1}\n${rule}\n\`\`\`\n` // prettier-ignore
  return {
    ...all,
    'registers/taxonomy.yaml': all['registers/taxonomy.yaml']!.replace('purposes:', '  diary: { label: Diaries, holds: "what you did" }\n  steps: { label: Steps, holds: "how far you walked" }\n  idea: { label: Ideas, holds: "what we guess from these" }\npurposes:'), // prettier-ignore
    'registers/recipients.yaml': tern,
    'statement.md': `${all['statement.md']!}\n## More\n\n${rules.map(clause).join('\n')}`,
  }
}

/** A ban that keeps both apart, or close to it. */
function drawBan(random: Random): string {
  const sides = random.pick(['diary in any with steps in any', 'diary in any with steps in any', 'diary in any with idea in any', 'diary in web with invoice in any']) // prettier-ignore
  const purposes = random.pick(['', ' for provide', ' for suggest'])
  const condition = random.pick([
    '',
    ' when suggestions on',
    ' unless suggestions on',
    ' unless case rights',
    ' where eu',
  ])
  return `never combine ${sides}${purposes}${condition}`
}

const asked = (['diary', 'steps', 'idea'] as const).flatMap((category) =>
  (['provide', 'suggest', 'comply'] as const).flatMap((purpose) => (['machines', 'people'] as const).map((hand) => ({ category, purpose, hand }))),
) // prettier-ignore

forEachEngine((open) => {
  let ground: GateGround
  afterEach(() => ground.end())

  const service = () => serviceOf(ground.inForce().newest)

  async function stored(category: string, from: readonly string[] = []): Promise<string | null> {
    const made = from.length > 0 && { origin: 'inferred' as const, madeFrom: { records: from, purpose: 'provide' } }
    const [written] = await ground.gate.write(service(), [{ messageId: newId(), person: maya, product: 'web', category, origin: 'person', collectedAt: ground.clock.now(), data: { at: 'noon' }, ...made }]) // prettier-ignore
    return written!.outcome === 'stored' ? written!.id : null
  }

  async function isRead(category: string, purpose: string, hand: Hand, id: string): Promise<boolean> {
    const { records } = await ground.gate.read(service(), { person: maya, product: 'web', category, purpose, hand, ids: [id] }) // prettier-ignore
    return records.length === 1
  }

  /** What the person's page says of a record. */
  async function onPage(id: string, purpose: string, hand: Hand): Promise<Decision> {
    const person = (await ground.gate.personOf(maya))!
    const [told] = await ground.gate.tell(person, 'view', { ids: [id] })
    const bit = ground.inForce().newest.policy.purposes.find(({ name }) => name === purpose)!.bit
    return told!.use(bit, { hand, form: 'identified' })
  }

  function inWords(question: Pick<Question, 'ask' | 'category' | 'purpose'> & Partial<Question>): Decision {
    const at = ground.clock.now().toISOString()
    return answer(ground.inForce().today, { product: 'web', place: 'eu', collectedAt: at, at, ...question }, ground.clock.now()) // prettier-ignore
  }

  describe('a read, the person’s page and a question in words say the same', () => {
    test('of one record made of what is kept apart while something is chosen, also when it is handed over', async () => {
      await begin([...taken, 'never combine diary in any with steps in any for suggest when suggestions on'])
      const idea = (await stored('idea', [(await stored('diary'))!, (await stored('steps'))!]))!
      const person = (await ground.gate.personOf(maya))!
      const said = async (on: 'on' | 'off') => [await isRead('idea', 'suggest', 'machines', idea), (await onPage(idea, 'suggest', 'machines')).clause, inWords({ ask: 'use', category: 'idea', origin: 'inferred', purpose: 'suggest', choices: { suggestions: on } }).clause, inWords({ ask: 'use', category: 'idea', purpose: 'suggest', choices: { suggestions: on } }).clause, inWords({ ask: 'share', category: 'idea', purpose: 'suggest', recipient: 'tern', choices: { suggestions: on } }).term] // prettier-ignore
      expect(await said('off')).toEqual([true, 'x2', 'x2', 'x2', null])
      await ground.gate.choose(person, { kind: 'choice', name: 'suggestions', value: 'on' }, { channel: 'test', actor: 'person' }) // prettier-ignore
      expect(await said('on')).toEqual([false, 'x6', 'x6', 'x6', 'never'])
    })

    test('at random, of records that live through versions, in products that enforce and that only observe', async () => {
      let [compared, inWordsToo, apart] = [0, 0, 0]
      for (let i = 0; i < 6; i++) {
        const random = randomFrom(seed + 810_000 + i)
        const drawn = [0, 1, 2].map(() => [...taken, ...(random.chance(0.7) ? [drawBan(random)] : [])])
        await begin(drawn[0]!)
        const ids = new Map<string, { readonly category: string; readonly version: number }>()
        for (const [k, rules] of drawn.entries()) {
          if (k > 0) ground.publish(await versionOf(files(rules), k + 1))
          const [diary, steps] = [(await stored('diary'))!, (await stored('steps'))!]
          const all = [['diary', diary], ['steps', steps], ['idea', await stored('idea', [diary, steps])]] as const // prettier-ignore
          for (const [category, id] of all) if (id !== null) ids.set(id, { category, version: k + 1 })
          const person = (await ground.gate.personOf(maya))!
          const on = random.chance(0.5) ? 'on' : 'off'
          await ground.gate.choose(person, { kind: 'choice', name: 'suggestions', value: on }, { channel: 'test', actor: 'person' }) // prettier-ignore
          const mode = random.pick(['enforce', 'enforce', 'observe'] as const)
          await ground.gate.setMode('web', mode, { actor: 'vera' })
          for (const [id, { category, version }] of ids)
            for (const { purpose, hand } of asked.filter((one) => one.category === category)) {
              const opened = await isRead(category, purpose, hand, id)
              const page = await onPage(id, purpose, hand)
              const told = `seed ${seed + 810_000 + i}, version ${k + 1}, ${mode}, suggestions ${on}: ${category} of ${version} for ${purpose} by ${hand}: ${JSON.stringify(drawn)}` // prettier-ignore
              assert((page.effect === 'permit') === opened, `${told}: read ${opened}, page ${page.effect} ${page.term}`)
              compared += 1
              if (category === 'idea' && page.term === 'never') apart += 1
              if (mode === 'observe' || version < k + 1) continue
              const words = inWords({ ask: 'use', category, origin: category === 'idea' ? 'inferred' : 'person', purpose, hand, choices: { suggestions: on } }) // prettier-ignore
              assert((words.effect === 'permit') === opened, `${told}: read ${opened}, words ${words.effect} ${words.term}`) // prettier-ignore
              expect([words.term, words.clause]).toEqual([page.term, page.clause])
              inWordsToo += 1
            }
        }
        ground.end()
      }
      expect([compared > 300, inWordsToo > 100, apart > 10]).toEqual([true, true, true])
    })
  })

  async function begin(rules: readonly string[]): Promise<void> {
    ground = await openGate(await open(), await versionOf(files(rules)))
  }
})
