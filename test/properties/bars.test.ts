// What whoever data came from bars, through versions: a bar knows no hand, so one that a version gave up holds over its records for a hand that it had
// no line for too, over what was made of them, and over what is made of them now.

import { describe, expect, test } from 'vitest'
import { addPeriod } from '../../src/base/index.ts'
import { decideDerive, decideUse } from '../../src/decision/index.ts'
import { cellNumber, cellOf, hands, maskOf, none, plainAct, putInForce, type CellFacts, type Compiled, type InForce, type Standing } from '../../src/policy/index.ts' // prettier-ignore
import { compileStatement } from '../../src/statement/index.ts'
import { smallStatement } from '../harness/small-statement.ts'

const day = new Date('2024-03-01T00:00:00.000Z')
const later = addPeriod(day, { count: 1, unit: 'day' })
const agreed: Standing = { on: maskOf(0), objected: none, restricted: false }
const [provide, suggest] = [0, 1]

const kinds = '  diary: { label: Diaries, holds: "what you did" }\n  liking: { label: Likings, holds: "what we guess you like" }\n' // prettier-ignore
const served = (category: string): readonly string[] => [`use ${category} in web for provide because contract`, `keep ${category} in web until closing`] // prettier-ignore
const diaries = ['collect diary in web from broker-x', ...served('diary')]
const likings = (from: string): readonly string[] => [`derive liking in web from ${from} for provide`, ...served('liking')] // prettier-ignore
const demanded = (category: string): string => `use ${category} in web for suggest because law tax-9 by both`

/** The small statement with diaries from two brokers, one of whom may bar suggestions. */
async function version(lines: readonly string[], bars: '' | 'suggest' = ''): Promise<Compiled> {
  const files = smallStatement()
  const { diagnostics, compiled } = await compileStatement({
    ...files,
    'statement.md': `${files['statement.md']!}\n## More\n${lines.map((line, i) => `\nWe say so.\n\n\`\`\`kept more${i}\n${line}\n\`\`\`\n`).join('')}`,
    'registers/taxonomy.yaml': files['registers/taxonomy.yaml']!.replace('purposes:', `${kinds}purposes:`),
    'registers/sources.yaml': `broker-x: { label: A broker, kind: broker, supplies: diary, bars: [${bars}] }\nbroker-y: { label: Another, kind: broker, supplies: diary }\n`,
  }) // prettier-ignore
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([])
  return compiled!
}

function inForceOf(all: readonly Compiled[]): InForce {
  return putInForce(all.map(({ policy, page, hash }, i) => ({ version: i + 1, hash, policy, page, publishedAt: day, effectiveAt: day }))) // prettier-ignore
}

const diary = { category: 'diary', origin: 'third-party', source: 'broker-x' } as const
const liking = { category: 'liking', origin: 'inferred' } as const
type Of = Pick<CellFacts, 'category' | 'origin' | 'source'>
const factsOf = (of: Of): CellFacts => ({ standing: 'consumer', product: 'web', signedIn: null, account: null, where: null, ...of }) // prettier-ignore

/** What is said of suggestions from a record of the first version, by machines and by people. */
function suggested(of: Of, ...all: readonly Compiled[]): readonly string[] {
  const inForce = inForceOf(all)
  const cell = inForce.cell(cellNumber(1, cellOf(all[0]!.policy, factsOf(of))!.id))
  return hands.map((hand) => {
    const { term, effect } = decideUse(inForce.newest.policy, cell, agreed, plainAct(later, { purpose: suggest, hand, collectedAt: day })) // prettier-ignore
    return term ?? effect
  })
}

const [open, barred] = [['permit', 'permit'], ['barred', 'barred']] // prettier-ignore

describe('law 8: what a source barred when a version held', () => {
  test('holds for a hand that this version had no line for', async () => {
    const now = await version([...diaries, demanded('diary')])
    expect(suggested(diary, await version(diaries), now)).toEqual(open)
    expect(suggested(diary, await version(diaries, 'suggest'), now)).toEqual(barred)
    expect(suggested({ ...diary, source: 'broker-y' }, await version(['collect diary in web from broker-y', ...served('diary')], 'suggest'), await version(['collect diary in web from broker-y', ...served('diary'), demanded('diary')]))).toEqual(open) // prettier-ignore
  })

  test('holds where it is not known whom it came from, and in a version between that takes no such data', async () => {
    const now = await version([...diaries, demanded('diary')])
    expect(suggested({ ...diary, source: null }, await version(diaries, 'suggest'), now)).toEqual(barred)
    for (const lines of [[], diaries]) {
      expect(suggested(diary, await version(diaries), await version(lines), now)).toEqual(open)
      expect(suggested(diary, await version(diaries), await version(lines, 'suggest'), now)).toEqual(barred)
    }
  })
})

describe('law 10: what a source bars of what something was made from', () => {
  test('holds for a hand that no version had a line for, then or since', async () => {
    const [then, now] = [[...diaries, ...likings('diary')], await version([...diaries, ...likings('letter'), demanded('liking')])] // prettier-ignore
    expect(suggested(liking, await version(then), now)).toEqual(open)
    expect(suggested(liking, await version(then, 'suggest'), now)).toEqual(barred)
    for (const lines of [likings('letter'), [...diaries, ...likings('letter')]])
      expect(suggested(liking, await version(then), await version(lines, 'suggest'), now)).toEqual(barred)
    expect(suggested(liking, await version(then), await version([...diaries, ...likings('letter'), demanded('liking')], 'suggest'))).toEqual(barred) // prettier-ignore
  })

  test('keeps a record from being made into what people may use for it', async () => {
    const lines = [...diaries, ...likings('diary')]
    const made = async (bars: '' | 'suggest', by: string): Promise<string> => {
      const inForce = inForceOf([await version(lines, bars), await version([...lines, `use liking in web for suggest because law tax-9 by ${by}`])]) // prettier-ignore
      const [older, newest] = inForce.versions.map(({ policy }) => policy) as [Compiled['policy'], Compiled['policy']] // two were put in force
      const cell = inForce.cell(cellNumber(1, cellOf(older, factsOf(diary))!.id))
      const lived = [{ policy: older, result: cellOf(older, factsOf(liking)) }]
      const { term, effect } = decideDerive(newest, cellOf(inForce.today, factsOf(liking)), [{ cell, collectedAt: day, endedAt: null, lived }], agreed, plainAct(later, { purpose: provide }), { standing: 'consumer', where: null }) // prettier-ignore
      return term ?? effect
    }
    for (const by of hands) expect([await made('', by), await made('suggest', by)]).toEqual(['permit', 'barred'])
  })
})
