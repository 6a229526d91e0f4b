// Law 8 of what a use may not rest on: a `never use … because …` stands against every later line that rests on such a basis, whether its own version
// had a use for the purpose itself or none, and against lines over what was made of the data that it names.

import { assert, describe, expect, test } from 'vitest'
import { addPeriod } from '../../src/base/index.ts'
import { decideDerive, decideShare, decideUse } from '../../src/decision/index.ts'
import { cellNumber, cellOf, maskOf, none, plainAct, putInForce, type CellFacts, type Compiled, type Decision, type Mask, type PersonNow } from '../../src/policy/index.ts' // prettier-ignore
import { compileStatement } from '../../src/statement/index.ts'
import { smallStatement } from '../harness/small-statement.ts'
import { randomFrom, seed } from './random.ts'

const liking =
  '  liking: { label: Likings, holds: "what we guess you like" }\n  idea: { label: Ideas, holds: "what we guess from likings" }\n'
/** A choice that is there once a rule names it: a line that comes to rest on an older one covers nobody (law 9). */
const choiceOf = (name: string, bit: number): string => `${name}:\n  { bit: ${bit}, kind: consent, label: "Say ${name}", default: "off", wording: "My ${name} may pick suggestions." }\n` // prettier-ignore
const tern = 'tern: { label: Tern, kind: advertiser, at: eu, since: "2020-01-01", contract: "Contract 8" }\n'
const interest = 'li-1:\n  kind: balance\n  author: vera\n  date: "2026-01-05"\n  text: "Suggestions harm nobody."\n'
const purposes = { provide: 0, suggest: 1 }
const all = maskOf(0, 1, 2)
const day = new Date('2024-03-01T00:00:00Z')

/** The small statement with more rules, a clause each. */
async function published(...rules: readonly string[]): Promise<Compiled> {
  const files = smallStatement()
  const all = [...rules, 'offer object of any on dashboard']
  const clause = (rule: string, i: number): string => `\nWe say so.\n\n\`\`\`kept more${i}\n${rule}\n\`\`\`\n`
  const { diagnostics, compiled } = await compileStatement({
    ...files,
    'statement.md': `${files['statement.md']!}\n## More\n${all.map(clause).join('')}`,
    'registers/taxonomy.yaml': files['registers/taxonomy.yaml']!.replace('purposes:', `${liking}purposes:`).replace(
      'events:\n',
      'events:\n  withdrawal: { label: taking a yes back, of: record }\n',
    ),
    'registers/choices.yaml': `${files['registers/choices.yaml']!}${['ideas', 'fresh'].map((name, i) => (rules.some((rule) => rule.includes(name)) ? choiceOf(name, i + 1) : '')).join('')}`,
    'registers/notes.yaml': `${files['registers/notes.yaml']!}${interest}`,
    'registers/places.yaml': 'eu: { label: the European Union }\nus: { label: the United States }\n',
    'registers/recipients.yaml': tern,
    'registers/desks.yaml': files['registers/desks.yaml']!.replace('withdraw]', 'withdraw, object]'),
  })
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([])
  return compiled!
}

type Category = 'letter' | 'liking' | 'idea'

function factsOf(category: Category): CellFacts {
  return { standing: 'consumer', product: 'web', category, origin: category === 'letter' ? 'person' : 'inferred', signedIn: null, account: null, where: null } // prettier-ignore
}

interface Asked {
  readonly category?: Category
  readonly purpose?: keyof typeof purposes
  readonly on?: Mask
  readonly hand?: 'machines' | 'people'
  readonly recipient?: string
  readonly where?: string
  readonly now?: PersonNow
}

/** What is said of a record of the first version, a day after it was collected. */
function decided(
  versions: readonly Compiled[],
  { category = 'letter', purpose = 'suggest', on = all, hand = 'machines', recipient, where, now }: Asked = {},
): Decision {
  const published = versions.map(({ hash, policy, page }, i) => ({ version: i + 1, hash, policy, page, publishedAt: day, effectiveAt: day })) // prettier-ignore
  const whole = putInForce(published)
  const facts = { ...factsOf(category), where: where ?? null }
  const cell = (now ? whole.under(now) : whole).cell(cellNumber(1, cellOf(versions[0]!.policy, facts)!.id))
  const act = plainAct(addPeriod(day, { count: 1, unit: 'day' }), {
    purpose: purposes[purpose],
    hand,
    collectedAt: day,
  })
  const standing = { on, objected: none, restricted: false }
  const { policy } = whole.newest
  return recipient === undefined ? decideUse(policy, cell, standing, act) : decideShare(policy, cell, recipient, standing, act) // prettier-ignore
}

function said(versions: readonly Compiled[], asked?: Asked): string {
  const { effect, term, version } = decided(versions, asked)
  return effect === 'permit' ? effect : `${term} ${version ?? ''}`.trim()
}

const use = (basis: string, category = 'letter', more = ''): string => `use ${category} in web for suggest because ${basis}${more}` // prettier-ignore
const never = (bases: string, more = '', category = 'letter'): string => `never use ${category} for suggest because ${bases}${more}` // prettier-ignore

describe('law 8: what an older version does not rest on a basis, no later one rests on it', () => {
  test('though the older one has a use of its own on another basis', async () => {
    const [contract, consent] = [use('contract'), use('consent ideas')]
    const after = async (...older: readonly string[]): Promise<string> => said([await published(...older), await published(consent)]) // prettier-ignore
    expect(await after(contract)).toBe('permit')
    expect(await after(contract, never('consent'))).toBe('never 1')
    expect(await after(contract, never('vital'))).toBe('permit')
    expect(await after(contract, never('consent', ' by people'))).toBe('permit')
    expect(await after(contract, 'never use letter for comply because consent')).toBe('permit')
  })

  test('while its condition holds', async () => {
    const versions = [await published(use('contract'), never('consent', ' when suggestions on')), await published(use('consent ideas'))] // prettier-ignore
    expect([said(versions), said(versions, { on: maskOf(1) })]).toEqual(['never 1', 'permit'])
  })

  test('in every version it lived through, and for good', async () => {
    const [first, again, back] = [await published(use('contract')), await published(use('consent ideas')), await published(use('contract'))] // prettier-ignore
    const between = await published(use('contract'), never('consent'))
    expect(said([first, between, again])).toBe('never 2')
    expect(said([between, again, back])).toBe('never 1')
  })

  test('but what rested on it before rests on the newer line since', async () => {
    const [consent, contract] = [use('consent ideas'), use('contract')]
    expect(said([await published(consent), await published(contract, never('consent'))])).toBe('permit')
  })

  test('nor does somebody else get it on that basis, unless the ban is on one hand alone', async () => {
    const share = (basis: string): string => `share letter in web with tern for suggest because ${basis}`
    const after = async (ban: string): Promise<string> => said([await published(use('contract'), share('contract'), ban), await published(use('contract'), share('consent ideas'))], { recipient: 'tern' }) // prettier-ignore
    expect(await after(never('consent'))).toBe('never 1')
    expect(await after(never('consent', ' by machines'))).toBe('permit')
  })

  test('nor does what the standing known now rests on it, for what was collected under another', async () => {
    const moved = [use('consent ideas', 'letter', ' where eu'), use('legitimate-interest li-1', 'letter', ' where us')]
    const now = { standing: 'consumer', where: 'us' }
    const asked = async (...bans: readonly string[]): Promise<string> => said([await published(...moved, ...bans)], { where: 'eu', now }) // prettier-ignore
    expect(await asked()).toBe('permit')
    expect(await asked(never('legitimate-interest', ' where eu'))).toBe('never 1')
  })
})

describe('laws 8 and 10: nor is what was made of it', () => {
  const makes = (from: string, basis = 'contract', into = 'liking'): readonly string[] => [`derive ${into} in web from ${from} for provide`, `use ${into} in web for provide because ${basis}`, `keep ${into} in web until closing${basis === 'contract' ? '' : ' or until withdrawal'}`] // prettier-ignore

  test('by a ban of the version itself whose line it is, though that makes the like of something else', async () => {
    const first = await published(...makes('letter'))
    const after = async (...bans: readonly string[]): Promise<readonly string[]> => {
      const versions = [first, await published(...makes('search', 'consent fresh'), ...bans)]
      return [all, maskOf(2)].map((on) => said(versions, { category: 'liking', purpose: 'provide', on }))
    }
    const ban = (bases: string): string => `never use letter for provide because ${bases}`
    expect(await after()).toEqual(['permit', 'permit'])
    expect(await after(ban('consent'))).toEqual(['barred 2', 'barred 2'])
    expect(await after(ban('consent when suggestions on'))).toEqual(['barred 2', 'permit'])
    expect(await after(ban('vital'))).toEqual(['permit', 'permit'])
  })

  test('by a version between that had no row for such a hand', async () => {
    const first = await published(...makes('letter'))
    const byPeople = await published(...makes('search'), 'use liking in web for suggest because consent fresh by people') // prettier-ignore
    const asked = async (...bans: readonly string[]): Promise<string> => said([first, await published(...makes('search'), ...bans), byPeople], { category: 'liking', hand: 'people' }) // prettier-ignore
    expect(await asked()).toBe('permit')
    expect(await asked('never use letter for suggest')).toBe('barred 2')
    expect(await asked(never('consent'))).toBe('barred 2')
  })

  test('it is not made anew of an older record to rest on what that may not', async () => {
    const older = await published(never('consent'))
    const newer = await published(...makes('letter'), 'use liking in web for suggest because consent fresh')
    expect(made([await published(), newer], 'letter', 'liking')).toBe('permit')
    expect(made([older, newer], 'letter', 'liking')).toBe('barred')
  })

  test('nor to be given to whom a version since gives none of that, though it had nobody who got what was made', async () => {
    const ideas = [...makes('liking', 'contract', 'idea'), 'share idea in web with tern for provide because contract']
    const first = await published(...makes('letter'), ...makes('liking', 'contract', 'idea'))
    const later = async (...bans: readonly string[]): Promise<Compiled> => published(...makes('search'), ...ideas, ...bans) // prettier-ignore
    expect(made([first, await later()], 'liking', 'idea')).toBe('permit')
    expect(made([first, await later('never share letter with tern')], 'liking', 'idea')).toBe('barred')
  })

  /** Whether one may be made of a record of the other of the first version. */
  function made(versions: readonly Compiled[], from: Category, into: Category): string {
    const whole = putInForce(versions.map(({ hash, policy, page }, i) => ({ version: i + 1, hash, policy, page, publishedAt: day, effectiveAt: day }))) // prettier-ignore
    const { policy } = whole.newest
    const cell = whole.cell(cellNumber(1, cellOf(versions[0]!.policy, factsOf(from))!.id))
    const { effect, term } = decideDerive(policy, cellOf(policy, factsOf(into)), [{ cell, collectedAt: day, endedAt: null }], { on: all, objected: none, restricted: false }, plainAct(day, { purpose: purposes.provide })) // prettier-ignore
    return term ?? effect
  }
})

test('law 8, at random: no use rests on a basis that a version of before, or its own, forbids', async () => {
  const bases = ['contract', 'vital', 'consent ideas', 'consent fresh', 'legitimate-interest li-1']
  const kindOf = (basis: string): string => basis.split(' ')[0]!
  const known = new Map<string, Promise<Compiled>>()
  const version = (basis: string | null, ban: string | null): Promise<Compiled> => {
    const key = `${basis} ${ban}`
    const made = known.get(key) ?? published(...(basis ? [use(basis)] : []), ...(ban ? [never(ban)] : []))
    known.set(key, made)
    return made
  }
  let [closed, open] = [0, 0]
  for (let i = 0; i < 150; i++) {
    const random = randomFrom(seed + 700_000 + i)
    const drawn = [1, 2, 3].slice(random.below(2)).map(() => {
      const basis = random.chance(0.85) ? random.pick(bases) : null
      const others = ['contract', 'vital', 'consent', 'legitimate-interest'].filter((kind) => basis === null || kind !== kindOf(basis)) // prettier-ignore
      return { basis, ban: random.chance(0.5) ? random.pick(others) : null }
    })
    const versions = await Promise.all(drawn.map(({ basis, ban }) => version(basis, ban)))
    const isForbidden = drawn.some(({ basis }, k) => basis !== null && drawn.slice(0, k).some(({ ban }) => ban === kindOf(basis))) // prettier-ignore
    const isPermitted = decided(versions).effect === 'permit'
    if (isForbidden) closed += 1
    if (isPermitted) open += 1
    assert(!(isForbidden && isPermitted), `seed ${seed + 700_000 + i}: ${JSON.stringify(drawn)}`)
  }
  expect([closed > 20, open > 10]).toEqual([true, true])
})
