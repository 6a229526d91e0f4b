// Laws 2 and 8 of purposes that are registered later: what an older version forbids for whatever purpose, it forbids for those too, however the newer line
// would open it; what it forbids for some, and what it spares, it does not (docs/decisions/0014).

import { assert, describe, expect, test } from 'vitest'
import { addPeriod } from '../../src/base/index.ts'
import { comparePolicies, decideShare, decideThrough, decideUse } from '../../src/decision/index.ts'
import { cellNumber, cellOf, maskOf, none, plainAct, putInForce, type Act, type Cell, type Compiled, type Decision, type InForce } from '../../src/policy/index.ts' // prettier-ignore
import { compileStatement } from '../../src/statement/index.ts'
import { smallStatement } from '../harness/small-statement.ts'
import { randomFrom, seed } from './random.ts'

const day = new Date('2024-03-01T00:00:00Z')
const fresh = 'fresh:\n  { bit: 1, kind: consent, label: Fresh, default: "off", wording: "You may." }\n'
const defend = '  defend: { label: defending you, bit: 3, gives: "nobody breaks in" }\n'
const tern = 'tern: { label: Tern, kind: advertiser, at: eu, since: "2020-01-01", contract: "Contract 8" }\n'

/** The small statement with more rules, a clause each; what names the purpose `defend` registers it, and so does `isLater`. */
async function published(rules: readonly string[], isLater = rules.some((rule) => rule.includes('defend'))): Promise<Compiled> {
  const files = smallStatement()
  const clause = (rule: string, i: number): string => `\nWe say so.\n\n\`\`\`kept more${i}\n${rule}\n\`\`\`\n`
  const kinds = '  diary: { label: Diaries, holds: "what you did" }\n  steps: { label: Steps, holds: "how far you walked" }\n  liking: { label: Likings, holds: "what we guess you like" }\n'
  const { diagnostics, compiled } = await compileStatement({
    ...files,
    'statement.md': `${files['statement.md']!}\n## More\n${rules.map(clause).join('')}`,
    'registers/taxonomy.yaml': files['registers/taxonomy.yaml']!.replace('purposes:\n', `${kinds}purposes:\n${isLater ? defend : ''}`),
    'registers/choices.yaml': `${files['registers/choices.yaml']!}${rules.some((rule) => rule.includes('fresh')) ? fresh : ''}`,
    'registers/recipients.yaml': tern,
  })
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([])
  return compiled!
} // prettier-ignore

function inForce(...versions: readonly Compiled[]): InForce {
  return putInForce(versions.map(({ hash, policy, page }, i) => ({ version: i + 1, hash, policy, page, publishedAt: day, effectiveAt: day }))) // prettier-ignore
}

/** A record of the first version. */
function recordOf(whole: InForce, category: string): Cell | undefined {
  const origin = category === 'liking' ? 'inferred' : 'person'
  const own = cellOf(whole.versions[0]!.policy, { standing: 'consumer', product: 'web', category, origin, signedIn: null, account: null, where: null }) // prettier-ignore
  return whole.cell(cellNumber(1, own!.id))
}

const act = (more: Partial<Act> = {}): Act => plainAct(addPeriod(day, { count: 1, unit: 'day' }), { purpose: 3, collectedAt: day, ...more }) // prettier-ignore
const everything = { on: maskOf(0, 1), objected: none, restricted: false }
const said = ({ effect, term, version }: Decision): string => (effect === 'permit' ? effect : `${term} ${version ?? ''}`.trim()) // prettier-ignore

function used(versions: readonly Compiled[], category = 'letter', on = everything.on, more: Partial<Act> = {}): string {
  const whole = inForce(...versions)
  return said(decideUse(whole.newest.policy, recordOf(whole, category), { ...everything, on }, act(more)))
}

describe('a ban for whatever purpose binds those that are registered later', () => {
  const byLaw = 'use letter in web for defend because law tax-9'
  const byAgreement = 'use letter in web for defend because consent fresh'

  test('and spares what it spares, where no cell tells of the data too', async () => {
    const whole = inForce(await published(['never use diary for any except provide']), await published([], true))
    const bans = whole.versions[0]!.policy.bans.filter(({ clause }) => clause === 'more0')
    expect(bans.map(({ purposes }) => purposes)).toEqual([maskOf(1, 2, 3)])
  })

  test('however the newer line would open it, and on the newest record no more than it says', async () => {
    for (const line of [byLaw, byAgreement]) {
      const after = await published([line])
      expect(used([await published([]), after])).toBe('permit')
      for (const ban of ['never use letter for any except provide', 'never use letter by people', 'never use letter for suggest, comply'])
        expect(used([await published([ban]), after])).toBe(ban.includes('any') ? 'never 1' : 'permit')
      expect(used([await published(['never use letter by people']), await published([`${line} by people`])], 'letter', everything.on, { hand: 'people' })).toBe('never 1')
    }
    const both = await published(['never use letter by people', byLaw])
    expect(used([both])).toBe('permit')
  }) // prettier-ignore

  test('as long as its condition holds', async () => {
    const versions = [await published(['never use letter unless suggestions on']), await published([byLaw])]
    expect([used(versions), used(versions, 'letter', none)]).toEqual(['permit', 'never 1'])
  })

  test('on the bases that it names', async () => {
    const ban = (bases: string): readonly string[] => [`never use letter because ${bases}`]
    expect(used([await published(ban('law')), await published([byLaw])])).toBe('never 1')
    expect(used([await published(ban('law')), await published([byAgreement])])).toBe('permit')
    // what rests on a basis says nothing of what is registered later, and rests on another
    const resting = 'use letter in web for suggest, comply because consent fresh'
    const all = await published([resting, 'never use letter because contract, consent when suggestions on'])
    expect(used([all, await published([byLaw])])).toBe('permit')
  })

  test('of what was made of it, and where it is made no more', async () => {
    const makes = (from: string): readonly string[] => [`derive liking in web from ${from} for provide`, 'use liking in web for provide because contract', 'keep liking in web until closing'] // prettier-ignore
    const later = await published([...makes('search'), 'use liking in web for defend because law tax-9'])
    expect(used([await published(makes('letter')), later], 'liking')).toBe('permit')
    expect(used([await published([...makes('letter'), 'never use letter for any except provide']), later], 'liking')).toBe('barred 1') // prettier-ignore
    const between = await published([...makes('search'), 'never use letter for any except provide'])
    expect(used([await published(makes('letter')), between, later], 'liking')).toBe('barred 2')
  })

  test('of whom it goes to, while who gets it is asked for that purpose', async () => {
    const given = 'share letter in web with tern for defend because law tax-9'
    const first = await published(['never share letter with tern unless suggestions on'])
    const whole = inForce(first, await published([given, byLaw]))
    const rows = recordOf(whole, 'letter')!.shares!.filter(({ recipient }) => recipient === 'tern')
    expect(rows.length).toBeGreaterThan(0)
    for (const { bans } of rows) expect(bans.some(({ purposes }) => (purposes[0] & 8) !== 0)).toBe(true)
    expect(decideShare(whole.newest.policy, recordOf(whole, 'letter'), 'tern', { ...everything, on: none }, act()).term).toBe('never') // prettier-ignore
  })

  test('of what it keeps apart, for one record that was made of both', async () => {
    const taken = ['collect diary, steps in web from person', 'use diary, steps, liking in web for provide because contract', 'keep diary, steps, liking in web until closing', 'derive liking in web from diary, steps for provide'] // prettier-ignore
    const defended = [...taken, 'use diary, steps, liking in web for defend because law tax-9']
    const asked = async (...bans: readonly string[]): Promise<string> => {
      const whole = inForce(await published([...taken, ...bans]), await published(defended))
      const who = { standing: 'consumer', where: null }
      return said(decideThrough(whole.versions.map(({ policy }) => policy), recordOf(whole, 'liking'), who, { standing: everything, act: act() })) // prettier-ignore
    }
    expect(await asked()).toBe('permit')
    expect(await asked('never combine diary in any with steps in any when suggestions on')).toBe('never')
    expect(await asked('never combine diary in any with steps in any for any except provide when suggestions on')).toBe('never') // prettier-ignore
    expect(await asked('never combine diary in any with steps in any for provide when suggestions on')).toBe('permit')
  })

  test('of data that a version in between does not know', async () => {
    const taken = ['collect diary in web from person', 'use diary in web for provide because contract', 'keep diary in web until closing'] // prettier-ignore
    const again = await published([...taken, 'use diary in web for defend because law tax-9'])
    const asked = async (...bans: readonly string[]): Promise<string> => used([await published(taken), await published(bans), again], 'diary') // prettier-ignore
    expect([await asked(), await asked('never use diary'), await asked('never use diary for provide')]).toEqual(['permit', 'never 2', 'permit']) // prettier-ignore
  })
})

test('at random: nothing that an older version forbids for whatever purpose serves one that came since', async () => {
  const known = new Map<string, Promise<Compiled>>()
  const version = (rules: readonly string[], isLater: boolean): Promise<Compiled> => {
    const key = JSON.stringify([rules, isLater])
    const made = known.get(key) ?? published(rules, isLater)
    known.set(key, made)
    return made
  }
  let [closed, open] = [0, 0]
  for (let i = 0; i < 120; i++) {
    const random = randomFrom(seed + 720_000 + i)
    const bans = ['never use letter for any except provide', 'never use letter by people', 'never use letter for suggest', 'never use letter because consent', 'never use search for any except provide, suggest'] // prettier-ignore
    const before = [0, 1].slice(random.below(2)).map(() => random.some(bans, 0.4))
    const hand = random.pick(['machines', 'people'] as const)
    const basis = random.pick(['law tax-9', 'consent fresh'])
    const versions = await Promise.all([...before.map((rules) => version(rules, false)), version([`use letter in web for defend because ${basis} by both`], true)]) // prettier-ignore
    const binds = (ban: string): boolean => ban.startsWith('never use letter for any') || (ban.endsWith('by people') && hand === 'people') || (ban.endsWith('because consent') && basis.startsWith('consent')) // prettier-ignore
    const isForbidden = before.flat().some(binds)
    const effect = used(versions, 'letter', everything.on, { hand })
    assert((effect === 'permit') === !isForbidden, `seed ${seed + 720_000 + i}: ${effect} by ${hand} on ${basis}: ${JSON.stringify(before)}`) // prettier-ignore
    if (isForbidden) closed += 1
    else open += 1
  }
  expect([closed > 20, open > 20]).toEqual([true, true])
})

test('a ban on all purposes that becomes one on those there were is told, and one that goes on is not', async () => {
  const first = await published(['never use letter by people'])
  const told = async (ban: string): Promise<readonly string[]> => comparePolicies(first.policy, (await published([ban], true)).policy).flatMap(({ code, turn, what }) => (what.includes('defend') && turn !== 'changed' ? [`${code} ${what}`] : [])) // prettier-ignore
  expect(await told('never use letter by people')).toEqual([])
  expect(
    (await told('never use letter for provide, suggest, comply by people')).filter((one) => one.startsWith('K806')),
  ).toHaveLength(1)
  // and where nothing came yet, whatever is later
  const turns = async (...bans: readonly string[]): Promise<readonly string[]> => {
    const [before, after] = await Promise.all(bans.map((ban) => published([ban])))
    return comparePolicies(before!.policy, after!.policy).map(({ code, turn }) => `${code} ${turn}`)
  }
  const [but, some] = ['never use letter for any except provide', 'never use letter for suggest, comply'] as const
  expect([await turns(but, some), await turns(some, but), await turns(but, but)]).toEqual([['K806 weakened'], ['null strengthened'], []]) // prettier-ignore
})
