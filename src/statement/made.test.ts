// What is made inherits whatever binds its inputs (law 10): bans on use, on sharing and on places, the bars of whoever data came from; and
// nothing but a `derive` makes anything. Asked of the policy as it is compiled.

import { describe, expect, test } from 'vitest'
import { smallStatement } from '../../test/harness/small-statement.ts'
import { comparePolicies } from '../decision/index.ts'
import { bitsOf, maskOf, none, type Ban, type Cell, type Mask, type Policy } from '../policy/index.ts'
import { compileStatement, type StatementFiles } from './index.ts'

const base = smallStatement()

const registers = {
  'registers/taxonomy.yaml': base['registers/taxonomy.yaml']!.replace(
    'purposes:',
    '  liking: { label: What you like, holds: "what we guess you like" }\n  mood: { label: Your mood, holds: "what we guess of your mood" }\npurposes:',
  ).replace('events:', 'events:\n  withdrawal: { label: you take your yes back, of: person }'),
  'registers/places.yaml': 'eu: { label: the Union }\nus: { label: the States }\n',
  'registers/products.yaml': 'web: { label: Quill }\ndesk: { label: Quill Desk }\n',
  'registers/recipients.yaml': 'tern: { label: Tern, kind: advertiser, at: [eu, us], since: "2026-01-01", contract: C }\ngull: { label: Gull, kind: bank, at: eu, since: "2026-01-01", contract: C }\n', // prettier-ignore
}

const derives = [
  'derive liking in web from search for provide',
  'use liking in web for provide, suggest because consent suggestions',
  'keep liking in web 12 months after collection or until withdrawal',
  'share liking in web with tern for suggest because consent suggestions',
  'share liking in web with gull for provide because contract',
  'store liking in web at us',
]

/** The small statement with further rules, a clause each. */
function files(rules: readonly string[], change: StatementFiles = {}): StatementFiles {
  const clause = (rule: string, i: number): string => `On ${rule.replaceAll(/[.,-]/g, ' ')}.\n\n\`\`\`kept x${i + 1}\n${rule}\n\`\`\`\n` // prettier-ignore
  return { ...base, ...registers, 'statement.md': `${base['statement.md']}\n## More\n\n${rules.map(clause).join('\n')}`, ...change } // prettier-ignore
}

async function codes(rules: readonly string[], change?: StatementFiles): Promise<readonly string[]> {
  const { diagnostics } = await compileStatement(files(rules, change))
  return diagnostics.filter(({ severity }) => severity === 'error').map(({ code, message }) => `${code} ${message}`)
}

async function compiled(rules: readonly string[], change?: StatementFiles): Promise<Policy> {
  const { compiled: made, diagnostics } = await compileStatement(files(rules, change))
  if (!made) throw new Error(diagnostics.map(({ code, message }) => `${code} ${message}`).join('\n'))
  return made.policy
}

function cellsOf({ cells }: Policy, category: string, product = 'web'): readonly Cell[] {
  return cells.filter(({ facts }) => facts.category === category && facts.product === product)
}

function madeCell(policy: Policy, category = 'liking', product = 'web'): Cell {
  const [cell, ...others] = cellsOf(policy, category, product).filter(({ facts }) => facts.origin === 'inferred')
  expect(others).toEqual([])
  return cell!
}

function shareOf({ shares = [] }: Cell, recipient: string): { readonly bans: readonly Ban[]; readonly barred: Mask } {
  return shares.find((row) => row.recipient === recipient && row.form === 'identified')!
}

const [provide, suggest] = [0, 1]

describe('only a `derive` opens what is inferred', () => {
  test('`collect` from any takes in every other origin', async () => {
    const policy = await compiled(['collect mood in web from any', 'use mood in web for provide because contract', 'keep mood in web 1 year after collection']) // prettier-ignore
    expect(cellsOf(policy, 'mood').map(({ facts }) => facts.origin).toSorted()).toEqual(['observed', 'person', 'system', 'third-party']) // prettier-ignore
  })

  test('beside a `derive`, what is inferred has no `collect` at all', async () => {
    const policy = await compiled([...derives, 'collect liking in web from any except person'])
    const made = madeCell(policy)
    expect([made.collects, made.derives!.length]).toEqual([[], 1])
    expect(cellsOf(policy, 'liking').map(({ facts }) => facts.origin).toSorted()).toEqual(['inferred', 'observed', 'system', 'third-party']) // prettier-ignore
  })

  test('a `collect` that names it is told what to write', async () => {
    const [first = ''] = await codes(['collect mood in web from person, inferred'])
    expect(first).toBe('K202 `inferred` is the origin of what we make, not one that a `collect` takes in')
  })
})

describe('what is made inherits of its inputs', () => {
  test('a ban on sharing them: always, under its condition, and by name', async () => {
    const policy = await compiled([...derives, 'never share search with gull for suggest', 'never share search with tern unless suggestions on']) // prettier-ignore
    const made = madeCell(policy)
    expect(shareOf(made, 'gull').barred).toEqual(maskOf(suggest))
    expect(shareOf(made, 'tern').barred).toEqual(none)
    const [held] = shareOf(made, 'tern').bans
    expect(held).toMatchObject({ clause: 'x8', inherited: true, when: null, unless: { need: maskOf(0) } })
    const unmade = cellsOf(policy, 'letter')[0]!
    expect(unmade.shares).toBeUndefined()
  })

  test('a ban on lying with others, for every purpose', async () => {
    const policy = await compiled([...derives, 'never store search at us with tern when suggestions off'])
    const [held] = shareOf(madeCell(policy), 'tern').bans
    expect(held).toMatchObject({ clause: 'x7', inherited: true })
    expect(bitsOf(held!.purposes)).toEqual([0, 1, 2])
    expect(shareOf(madeCell(policy), 'gull').bans).toEqual([])
  })

  test('a ban on places', async () => {
    const policy = await compiled([...derives, 'never store search at us when suggestions off'])
    const { storeBans } = madeCell(policy)
    expect(storeBans).toEqual([{ clause: 'x7', rule: 0, places: ['us'], when: expect.anything(), unless: null, inherited: true }]) // prettier-ignore
    expect(cellsOf(policy, 'search')[0]!.storeBans[0]).not.toHaveProperty('inherited')
  })

  test('what whoever they came from bars', async () => {
    const sources = { 'registers/sources.yaml': 'broker-x: { label: A broker, kind: broker, supplies: search, bars: [suggest] }\nbroker-y: { label: Another, kind: broker, supplies: letter, bars: [comply] }\n' } // prettier-ignore
    const from = ['collect search in web from broker-x', ...derives]
    const made = madeCell(await compiled(from, sources))
    for (const row of [...made.rows, ...made.shares!]) expect(row.barred).toEqual(maskOf(suggest))
    const without = madeCell(await compiled(derives, sources))
    for (const row of [...without.rows, ...without.shares!]) expect(row.barred).toEqual(none)
  })

  test('the choices that uses of them for the purpose need, on or off, in every row', async () => {
    const choices = { 'registers/choices.yaml': `${base['registers/choices.yaml']}trial:\n  { bit: 1, kind: setting, label: Trial, default: "off", wording: "Try it." }\nquiet:\n  { bit: 2, kind: setting, label: Quiet, default: "off", wording: "Be quiet." }\n` } // prettier-ignore
    const needing = async (line: string, ...uses: readonly string[]): Promise<readonly unknown[]> => {
      const { rows, shares = [] } = madeCell(await compiled([line, ...derives.slice(1), ...uses], choices))
      const lines = [...rows.flatMap(({ uses }) => uses), ...shares.flatMap((row) => row.shares)]
      return [...new Set(lines.map(({ when }) => `${bitsOf(when.need).join()} ${bitsOf(when.block).join()}`))]
    }
    const use = 'use letter in web for suggest because contract when trial on and quiet off'
    expect(await needing('derive liking in web from letter for suggest', use)).toEqual(['1 2'])
    expect(await needing('derive liking in web from letter for provide', use)).toEqual([' ']) // another purpose
  })

  test('through every step', async () => {
    const steps = [...derives, 'derive mood in web from liking for provide', 'use mood in web for provide because contract', 'keep mood in web 1 month after collection', 'share mood in web with gull for provide because contract'] // prettier-ignore
    const policy = await compiled([...steps, 'never share search with gull when suggestions off', 'never store search at us when suggestions off']) // prettier-ignore
    const mood = madeCell(policy, 'mood')
    expect(shareOf(mood, 'gull').bans).toMatchObject([{ clause: 'x11', inherited: true }])
    expect(mood.storeBans).toMatchObject([{ clause: 'x12', inherited: true }])
  })

  test('and a permission of which an inherited ban leaves nothing is an error that names the ban', async () => {
    expect(await codes([...derives, 'never share search with tern'])).toEqual([
      'K402 nothing is left of this rule: `x7` forbids all it allows',
    ])
    expect(await codes([...derives, 'never share search with gull for suggest'])).toEqual([])
    expect(bitsOf(shareOf(madeCell(await compiled([...derives, 'never share search with any for suggest unless suggestions on'])), 'gull').barred)).not.toContain(provide) // prettier-ignore
  })

  test('not what an overlay says of them to others: each standing has the limits of its own inputs', async () => {
    const child = '---\nprofile: child\nkind: narrows\nwhile: child\n---\n\n## Children\n\nOn never use search for suggest.\n\n```kept young\nnever use search for suggest\n```\n'
    const policy = await compiled(derives, { 'profiles/child.md': child })
    const bannedIn = (standing: string): boolean =>
      cellsOf(policy, 'liking').some(({ facts, standings = [], rows }) => [facts.standing, ...standings].includes(standing) && rows.some(({ bans }) => bans.some(({ inherited }) => inherited)))
    expect([bannedIn('consumer'), bannedIn('consumer+child')]).toEqual([false, true])
  }) // prettier-ignore

  test('not what binds another session: no pair lets the two meet', async () => {
    const ban = 'never use search for suggest unless signed-in'
    const inSession = [...derives, 'never use liking for comply when signed-in']
    const made = cellsOf(await compiled([...inSession, ban]), 'liking')
    const bars = (is: boolean) => made.find(({ facts }) => facts.signedIn === is)!.rows[0]!.barred
    expect([bars(true), bars(false)]).toEqual([none, maskOf(suggest)])
    expect(await codes([...inSession, ban, 'combine signed-out with signed-in for provide'])).toEqual(['K402 nothing is left of this rule: `x8` forbids all it allows']) // prettier-ignore
  })

  test('a recipient of what is made may not work where its inputs never lie', async () => {
    const [first = ''] = await codes([...derives, 'never store search at us'])
    expect(first).toMatch(/^K604 .*tern/)
  })
})

describe('a `never derive`', () => {
  const chain = [...derives, 'derive mood in web from liking for provide', 'use mood in web for provide because contract', 'keep mood in web 1 month after collection'] // prettier-ignore

  test('keeps out what was made from what it names', async () => {
    const policy = await compiled([...chain, 'never derive mood from search when suggestions off'])
    expect(madeCell(policy, 'mood').deriveBans).toMatchObject([{ clause: 'x10', inputs: ['liking', 'search'] }])
    expect(madeCell(policy).deriveBans).toBeUndefined()
  })

  test('and a `derive` that only a chain could serve is an error that names it', async () => {
    expect(await codes([...chain, 'never derive mood from search'])).toEqual(['K402 nothing is left of this rule: `x10` forbids all it allows']) // prettier-ignore
  })
})

test('a ban that from now on binds some people only is a ban gone, over data that nothing collects too', async () => {
  const child = (rule: string) => ({ 'profiles/child.md': `---\nprofile: child\nkind: narrows\nwhile: child\n---\n\n## Children\n\nNothing of a mood.\n\n\`\`\`kept child\n${rule}\n\`\`\`\n` }) // prettier-ignore
  const [all, some] = [await compiled(['never use mood'], child('never use liking')), await compiled([], child('never use liking, mood'))] // prettier-ignore
  const gone = (before: Policy, after: Policy) =>
    comparePolicies(before, after).filter(({ code }) => code === 'K806').length
  expect([gone(all, some) > 0, gone(some, all)]).toEqual([true, 0])
  expect(some.bans.map(({ standings }) => standings)).toEqual([['consumer+child']])
  expect(gone(all, all)).toBe(0)
})

test('a ban that holds in fewer sessions, is lifted in more, or is on fewer bases is a ban gone, over data that nothing collects too', async () => {
  const gone = async (before: string, after: string): Promise<boolean> => {
    const [old, fresh] = [await compiled([before]), await compiled([after])]
    return comparePolicies(old, fresh).some(({ code }) => code === 'K806')
  }
  const [plain, signed, twice] = ['never use mood', 'never use mood when signed-out', 'never use mood when signed-out and personal-account'] // prettier-ignore
  expect([await gone(plain, signed), await gone(signed, twice), await gone(signed, plain), await gone(signed, signed)]).toEqual([true, true, false, false]) // prettier-ignore
  const [once, asked, both] = [
    'unless personal-account',
    'unless suggestions on',
    'unless personal-account and suggestions on',
  ].map((lifts) => `never use mood ${lifts}`) as [string, string, string] // three above
  expect([await gone(plain, once), await gone(both, once), await gone(asked, both), await gone(once, both), await gone(once, plain)]).toEqual([true, true, false, false, false]) // prettier-ignore
  for (const data of ['mood', 'letter']) {
    const [law, two, any] = ['because law', 'because law, vital', ''].map(
      (on) => `never use ${data} for suggest ${on}`,
    ) as [string, string, string] // three above
    expect([await gone(two, law), await gone(law, two), await gone(law, any), await gone(any, law)]).toEqual([true, false, false, true]) // prettier-ignore
  }
})

test('a ban on lying with somebody leaves our own places open', async () => {
  expect(await codes([...derives, 'never store liking with gull when suggestions off'])).toEqual([])
  expect(await codes([...derives.slice(0, 3), 'store liking in web at us', 'never store liking with tern'])).toEqual([])
  expect(await codes([...derives.slice(0, 3), 'store liking in web at us', 'never store liking at us'])).toEqual(['K402 nothing is left of this rule: `x5` forbids all it allows']) // prettier-ignore
})

// law 11
test('nothing is made of what holds others, nor of what lies below that', async () => {
  const withOthers = (name: string) => ({ 'registers/taxonomy.yaml': registers['registers/taxonomy.yaml'].replace(`  ${name}: { `, `  ${name}: { bystanders: true, `) }) // prettier-ignore
  expect(await codes(derives, withOthers('liking'))).toEqual([expect.stringMatching(/^K314 `liking` in `web` is made here/)]) // prettier-ignore
  expect(await codes(derives, withOthers('search'))).toEqual([])
  const below = registers['registers/taxonomy.yaml'].replace('  liking: {', '  ties: { label: Ties, holds: "whom you know", bystanders: true }\n  ties.near: {') // prettier-ignore
  expect(await codes(derives.map((rule) => rule.replace('liking', 'ties.near')), { 'registers/taxonomy.yaml': below })).toEqual([expect.stringMatching(/^K314 `ties.near` in `web` is made here, and `ties` holds others/)]) // prettier-ignore
})

test('a ban on a kind that becomes one on those of it who are registered is a ban gone: it meant whoever comes later', async () => {
  const share = derives.filter((rule) => !rule.includes('tern'))
  const [kind, name] = [await compiled([...share, 'never share liking with advertiser']), await compiled([...share, 'never share liking with tern'])] // prettier-ignore
  const gone = (before: Policy, after: Policy) => comparePolicies(before, after).filter(({ code }) => code === 'K806').length // prettier-ignore
  expect([gone(kind, name) > 0, gone(name, kind), gone(kind, kind)]).toEqual([true, 0, 0])
  const [any, all] = [await compiled([...share.slice(0, 3), share.at(-1)!, 'never share liking with any']), await compiled([...share.slice(0, 3), share.at(-1)!, 'never share liking with tern, gull'])] // prettier-ignore
  expect([gone(any, all) > 0, gone(all, any)]).toEqual([true, 0])
})

describe('what is kept apart or brought together', () => {
  const child = (rule: string) => ({ 'profiles/child.md': `---\nprofile: child\nkind: narrows\nwhile: child\n---\n\n## Children\n\n${rule.replaceAll(/[.,-]/g, ' ')}.\n\n\`\`\`kept child\n${rule}\n\`\`\`\n` }) // prettier-ignore
  const preview = (rule: string) => ({ 'profiles/early.md': `---\nprofile: early\nkind: extends\nwhile: trying on\nends: "2099-01-01"\n---\n\n## Early\n\nWho tries it early has searches and letters joined.\n\n\`\`\`kept early\n${rule}\n\`\`\`\n`, 'registers/choices.yaml': `${base['registers/choices.yaml']}trying: { bit: 9, kind: enrolment, label: Early, default: "off", wording: "You may try it." }\n` }) // prettier-ignore
  const told = (before: Policy, after: Policy): readonly string[] => comparePolicies(before, after).flatMap(({ code, what }) => (/combin|together/.test(what) && code !== null ? [`${code} ${what}`] : [])) // prettier-ignore
  const apart = 'never combine search in web with letter in web'
  const ban = (purposes: string): string =>
    `K806 no ban any more on being brought together with search of web for ${purposes}`

  test('for some people only, from now on: a ban gone for the others', async () => {
    const [all, some, none] = [await compiled([apart], child('never use mood')), await compiled([], child(apart)), await compiled([], child('never use mood'))] // prettier-ignore
    const gone = ban('provide, suggest, comply')
    expect([told(all, some), told(all, none), told(some, none)]).toEqual([[gone], [gone], [gone]])
    expect([told(some, all), told(some, some), told(all, all)]).toEqual([[], [], []])
    // an overlay that only one of them has: the base that it lies over stands for it
    const plain = await compiled([apart])
    expect([told(plain, all), told(all, plain), told(plain, some), told(some, await compiled([]))]).toEqual([[], [], [gone], [gone]]) // prettier-ignore
  })

  test('for everybody, from now on, what those alone had who try something early', async () => {
    const pair = 'combine search in web with letter in desk for provide'
    const [early, all] = [await compiled([], preview(pair)), await compiled([pair], preview('combine search in web with letter in desk for suggest'))] // prettier-ignore
    expect(told(early, all)).toContain('K802 brought together with search of web for provide')
    expect([told(early, early), told(early, await compiled([]))]).toEqual([[], []])
  })

  test('in fewer sessions, or lifted in more; or in more, what may be joined', async () => {
    const gone = async (before: string, after: string): Promise<number> => told(await compiled([before]), await compiled([after])).length // prettier-ignore
    const [signed, lifted, both] = ['when signed-out', 'unless personal-account', 'unless personal-account and signed-in'].map((when) => `${apart} ${when}`) as [string, string, string] // prettier-ignore
    expect([await gone(apart, signed), await gone(signed, apart), await gone(signed, signed)]).toEqual([1, 0, 0])
    expect([await gone(apart, lifted), await gone(both, lifted), await gone(lifted, both), await gone(lifted, apart)]).toEqual([1, 1, 0, 0]) // prettier-ignore
    const pair = 'combine search in web with letter in desk for provide'
    expect([await gone(`${pair} when signed-in`, pair), await gone(pair, `${pair} when signed-in`)]).toEqual([1, 0])
  })

  test('for the purposes there are, which meant whatever comes later', async () => {
    const but = (purposes: string): string => `${apart} for ${purposes}`
    const both = async (before: string, after: string): Promise<readonly string[]> => told(await compiled([before]), await compiled([after])) // prettier-ignore
    const later = ban('whatever purpose comes later')
    expect(await both(but('any except comply'), but('provide, suggest'))).toEqual([later])
    expect(await both(apart, but('any except comply'))).toEqual([ban('comply')])
    expect(await both(apart, but('provide, suggest'))).toEqual([ban('comply')])
    expect(await both(but('provide, suggest'), but('any except comply'))).toEqual([])
    expect(await both(but('any except comply'), but('any except comply'))).toEqual([])
  })

  test('a promise that from now on is made to some people only is one gone', async () => {
    const kept = 'promise quick-answers within 30 days'
    const commitments = { 'registers/commitments.yaml': 'quick-answers: { label: quick answers, parameters: { within: { type: time, stronger: less } }, enforced-by: rights, test: quick answers }\n' } // prettier-ignore
    const promised = (before: Policy, after: Policy): readonly string[] => comparePolicies(before, after).flatMap(({ code, of }) => (of.includes('quick-answers') ? [`${code}`] : [])) // prettier-ignore
    const [all, some] = [
      await compiled([kept], { ...child('never use mood'), ...commitments }),
      await compiled([], { ...child(kept), ...commitments }),
    ]
    expect([promised(all, some), promised(some, all), promised(some, some)]).toEqual([['K805'], ['null'], []])
  })
})

// `never use letter for suggest` says nothing of `suggest.deep`
test('no purpose reads as if it lay below another, one that is retired too; a name with a dot of which nothing stands before it does not', async () => {
  const at = (entry: string, more = ''): StatementFiles => ({ 'registers/taxonomy.yaml': `${registers['registers/taxonomy.yaml'].replace('purposes:\n', `purposes:\n  ${entry}: { label: deep, bit: 9, gives: "more" }\n`)}${more}` }) // prettier-ignore
  const below = (name: string, above: string): string => `K206 \`${name}\` reads as if \`${above}\` meant it too, and nothing lies below a purpose` // prettier-ignore
  expect(await codes([], at('suggest.deep'))).toEqual([below('suggest.deep', 'suggest')])
  expect(await codes([], at('old.deep', 'retired: { purposes: { old: { bit: 8 } } }\n'))).toEqual([
    below('old.deep', 'old'),
  ])
  expect([await codes([], at('old.deep')), await codes([], at('suggest-deep'))]).toEqual([[], []])
  expect(await codes([], { 'registers/products.yaml': `${registers['registers/products.yaml']}web.mail: { label: Mail }\n` })).toEqual(['K206 `web.mail` reads as if `web` meant it too, and nothing lies below a product']) // prettier-ignore
})
