// What the witnesses found once they drew making through versions, each on the smallest statement that has it: what older lines made is kept out as
// what it was made from is, a ban of one standing holds where several share a cell, and a ban on machines alone follows to nobody else.

import { describe, expect, test } from 'vitest'
import { decideDerive, decideShare } from '../../src/decision/index.ts'
import { cellNumber, cellOf, maskOf, none, plainAct, putInForce, type CellFacts, type InForce, type Standing } from '../../src/policy/index.ts' // prettier-ignore
import { generalDraft, registry, settle, withHome, type Draft, type Edition } from './drafts.ts'

const day = new Date('2024-03-01T00:00:00.000Z')
const agreed: Standing = { on: maskOf(...registry.choices.map(({ bit }) => bit)), objected: none, restricted: false }
const provide = registry.purposes[0].bit

/** These versions in force; all of their clauses compile. */
async function published(...drafts: readonly Draft[]): Promise<InForce> {
  const editions = await Promise.all(drafts.map((draft) => settle(draft, () => false)))
  const compiled = editions.filter((one): one is Edition => one !== null).map((one) => one.compiled)
  expect(compiled).toHaveLength(drafts.length)
  return putInForce(compiled.map(({ policy, page, hash }, i) => ({ version: i + 1, hash, policy, page, publishedAt: day, effectiveAt: day }))) // prettier-ignore
}

const usedAndKept = (category: string, product = 'mail'): readonly string[] => [
  `use ${category} in ${product} for provide because contract`,
  `keep ${category} in ${product} 1 year after collection`,
]

const factsOf = (category: string, more: Partial<CellFacts> = {}): CellFacts => ({ standing: 'consumer', product: 'mail', category, origin: category === 'guess' || category === 'liking' ? 'inferred' : 'person', signedIn: null, account: null, where: null, ...more }) // prettier-ignore

/** What is said of something made by the newest version of one record, which a version took in or made. */
function made(inForce: InForce, result: CellFacts, input: CellFacts, version = inForce.versions.length): string {
  const written = inForce.versions[version - 1]!.policy
  const cell = inForce.cell(cellNumber(version, cellOf(written, input)!.id))
  const lived = inForce.versions.slice(version - 1, -1).map(({ policy }) => ({ policy, result: cellOf(policy, result) })) // prettier-ignore
  const { policy } = inForce.newest
  const { term, effect } = decideDerive(policy, cellOf(inForce.today, result), [{ cell, collectedAt: day, endedAt: null, lived }], agreed, plainAct(day, { purpose: provide }), { standing: result.standing, where: result.where }) // prettier-ignore
  return term ?? effect
}

describe('laws 2 and 8: a `never derive` keeps out what older lines made of what it names', () => {
  const lines = (from: string): readonly string[] => [
    'store any at eu',
    'collect device, special in mail from person',
    ...usedAndKept('device, special'),
    `derive guess in mail from ${from} for provide`,
    ...usedAndKept('guess'),
    'derive liking in mail from guess for provide',
    ...usedAndKept('liking'),
  ]

  test('and not what newer lines make of something else', async () => {
    const older = generalDraft(lines('device'))
    const asked = async (...bans: readonly string[]): Promise<readonly string[]> => {
      const inForce = await published(older, generalDraft([...lines('special'), ...bans]))
      return [1, 2].map((version) => made(inForce, factsOf('liking'), factsOf('guess'), version))
    }
    expect(await asked()).toEqual(['permit', 'permit'])
    expect(await asked('never derive liking from device')).toEqual(['never', 'permit'])
    expect(await asked('never derive liking from device for improve')).toEqual(['permit', 'permit'])
  })
})

describe('law 13: a `never combine` of one standing', () => {
  test('holds for whoever has it, though its cells say the same as everybody’s', async () => {
    const child = { path: 'profiles/child.md', front: { profile: 'child', kind: 'narrows', while: 'child' } }
    const draft = generalDraft(['store any at eu', 'collect device in mail from person', ...usedAndKept('device'), 'derive guess in maps from device for provide', ...usedAndKept('guess', 'maps'), 'combine mail with maps for provide']) // prettier-ignore
    const inForce = await published(withHome(draft, child, ['never combine mail with maps']))
    const asked = (standing: string): string => made(inForce, factsOf('guess', { product: 'maps', standing }), factsOf('device', { standing })) // prettier-ignore
    expect([asked('consumer'), asked('consumer+child')]).toEqual(['permit', 'never'])
  })
})

describe('law 10: a ban on machines alone', () => {
  test('over what something was made from follows to nobody who gets what was made later', async () => {
    const share = ['derive liking in mail from guess for provide', ...usedAndKept('liking'), 'share liking in mail with shopfront for provide because contract'] // prettier-ignore
    const lines = ['store any at eu', 'collect device in mail from person', ...usedAndKept('device'), 'derive guess in mail from device for provide', 'use guess in mail for provide because contract by both', 'keep guess in mail 1 year after collection', ...share] // prettier-ignore
    const asked = async (by: string): Promise<string> => {
      const inForce = await published(generalDraft(lines), generalDraft([...lines.filter((line) => !line.startsWith('derive liking')), 'derive liking in mail from special for provide', 'collect special in mail from person', ...usedAndKept('special'), `never use guess for provide${by} unless clips off`])) // prettier-ignore
      const cell = inForce.cell(cellNumber(1, cellOf(inForce.versions[0]!.policy, factsOf('liking'))!.id))
      const { term, effect } = decideShare(inForce.newest.policy, cell, 'shopfront', agreed, plainAct(day, { purpose: provide })) // prettier-ignore
      return term ?? effect
    }
    expect([await asked(' by machines'), await asked('')]).toEqual(['permit', 'barred'])
  })
})
