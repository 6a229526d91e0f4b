// Who a statement speaks of: bases, overlays, sections of products, contracts, translations; and how a person comes to a standing.

import { describe, expect, test } from 'vitest'
import { addPeriod } from '../base/index.ts'
import { decideCombine, decideUse } from '../decision/index.ts'
import {
  cellNumber, cellOf, maskOf, none, putInForce, standingFor, standingsOf, stretchedBy,
  type Act, type Cell, type Compiled, type Mask, type PersonFacts, type Policy, type Version,
} from '../policy/index.ts' // prettier-ignore
import { manyProfiles } from '../../test/harness/many-profiles.ts'
import { smallStatement } from '../../test/harness/small-statement.ts'
import { emitPlaceNotices } from './3-emit/jurisdictions.ts'
import { compileStatement, type StatementFiles } from './index.ts'

const compiled = await compile(manyProfiles())
const { policy } = compiled
const now = new Date('2026-06-01T00:00:00.000Z')

async function compile(files: StatementFiles): Promise<Compiled> {
  const { diagnostics, compiled: made } = await compileStatement(files)
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([])
  return made!
}

function cell(standing: string, category: string, product = 'web', of: Policy = policy): Cell | undefined {
  const origin = category === 'invoice' ? 'system' : 'person'
  return cellOf(of, { standing, product, category, origin, signedIn: null, account: null, where: null })
}

const purposes = { provide: 0, suggest: 1, comply: 2 }

function may(
  found: Cell | undefined,
  purpose: keyof typeof purposes,
  on: Mask = none,
  days = 1,
  of: Policy = policy,
): boolean {
  const act: Act = {
    purpose: purposes[purpose], hand: 'machines', form: 'identified', cases: [], directed: false, place: null,
    collectedAt: now, endedAt: null, at: addPeriod(now, { count: days, unit: 'day' }),
  } // prettier-ignore
  return decideUse(of, found, { on, objected: none, restricted: false }, act).effect === 'permit'
}

const suggestions = maskOf(0)
const [previewOn, guardian] = [maskOf(1), maskOf(2)]

describe('the policy', () => {
  test('lists every standing, bases first', () => {
    expect(policy.profile).toBe('consumer')
    expect(policy.standings?.map(({ name }) => name)).toEqual([
      'consumer', 'consumer+california', 'consumer+child', 'consumer+preview', 'consumer+california+child',
      'consumer+california+preview', 'consumer+child+preview', 'consumer+california+child+preview',
      'enterprise', 'enterprise+california', 'enterprise+acme', 'enterprise+acme+california',
    ]) // prettier-ignore
  })

  test('says once what several standings say alike', () => {
    const letters = cell('enterprise', 'letter', 'desk')
    expect(standingsOf(letters!)).toEqual(['enterprise', 'enterprise+california'])
    expect(cell('enterprise+california', 'letter', 'desk')).toBe(letters)
    expect(cell('consumer+preview', 'search')).toBe(cell('consumer', 'search'))
  })

  test('a statement with one base alone says nothing of standings', async () => {
    const { policy: alone } = await compile(manyProfiles({
      'profiles/enterprise.md': null, 'profiles/child.md': null, 'profiles/preview.md': null, 'profiles/california.md': null, 'contracts/acme.md': null,
    })) // prettier-ignore
    expect(alone.profiles ?? alone.standings ?? alone.contracts).toBeUndefined()
    expect(alone.cells.every(({ facts, standings }) => facts.standing === 'consumer' && !standings)).toBe(true)
  })
})

describe('overlays and sections', () => {
  test('what narrows takes away in its own standings alone', () => {
    expect(may(cell('consumer', 'search'), 'provide')).toBe(true)
    expect(may(cell('consumer+child', 'search'), 'provide')).toBe(false)
    expect(may(cell('consumer+child', 'search'), 'provide', guardian)).toBe(true)
    expect(may(cell('consumer+california', 'search'), 'suggest', suggestions)).toBe(false)
    expect(may(cell('consumer', 'search'), 'suggest', suggestions)).toBe(true)
  })

  test('of two periods the first to pass counts, and they are no clash', () => {
    expect(cell('consumer+child', 'search')!.limits.map(({ clause }) => clause)).toEqual([
      'child',
      'searches',
      'searches',
    ])
    expect(cell('enterprise+acme', 'letter', 'desk')!.limits).toHaveLength(2)
    expect(may(cell('enterprise+acme', 'letter', 'desk'), 'provide', none, 31)).toBe(false)
    expect(may(cell('enterprise', 'letter', 'desk'), 'provide', none, 31)).toBe(true)
  })

  test('what extends adds in its own standings alone, and never past a ban', () => {
    expect(may(cell('consumer', 'letter'), 'suggest')).toBe(false)
    expect(may(cell('consumer+preview', 'letter'), 'suggest')).toBe(true)
    expect(may(cell('consumer+child+preview', 'letter'), 'suggest')).toBe(false)
    expect(cell('enterprise+preview', 'letter')).toBe(cell('enterprise', 'letter'))
  })

  // COL-13
  test('a section of a product means this product without saying so', () => {
    expect(cell('consumer', 'letter', 'desk')!.limits.map(({ end }) => end)).toEqual([{ after: { count: 1, unit: 'year' }, event: 'collection' }]) // prettier-ignore
    expect(cell('consumer', 'letter')!.limits.map(({ end }) => end)).toEqual([{ until: 'closing' }])
    const printed = compiled.page.sections.flatMap(({ clauses }) => clauses).find(({ id }) => id === 'desk')!
    expect(printed.rules[0]!.text).toBe('collect letter in desk from person')
  })

  test('a base that does not inherit all takes bans and offers from the general text, and no permission', async () => {
    const own = manyProfiles()['profiles/enterprise.md']!.replace('\ninherits: all', '')
    const { policy: closed } = await compile(manyProfiles({ 'profiles/enterprise.md': own }))
    expect(closed.cells.filter(({ facts }) => facts.standing.startsWith('enterprise'))).toEqual([])
    expect(cell('consumer', 'search', 'web', closed)).toBeDefined()
  })

  test('the page says whose a section is', () => {
    const of = Object.fromEntries(compiled.page.sections.map(({ title, of: home }) => [title, home ?? null]))
    expect(of['Searching']).toBeNull()
    expect(of['Children']).toEqual({ kind: 'profile', name: 'child' })
    expect(of['The desk']).toEqual({ kind: 'product', name: 'desk' })
    expect(of['With Acme']).toEqual({ kind: 'contract', name: 'acme' })
  })
})

describe('two bases', () => {
  test('a record under both stands under their meet', () => {
    const both = cell('consumer&enterprise', 'search')
    expect(may(both, 'provide')).toBe(true)
    expect(may(both, 'suggest', suggestions)).toBe(false)
    expect(cell('consumer&somebody', 'search')).toBeUndefined()
  })

  test('a record keeps the number of the meet it was written under', () => {
    const inForce = putInForce([versionOf(1, compiled)])
    const both = cell('consumer+child&enterprise+acme', 'letter', 'desk')!
    const kept = inForce.cell(cellNumber(1, both.id))
    expect(kept?.facts.standing.split('&').toSorted()).toEqual(['consumer+child', 'enterprise+acme'])
    expect(may(kept, 'provide', guardian, 1)).toBe(true)
    expect(may(kept, 'provide', guardian, 31)).toBe(false)
    expect(may(kept, 'provide', none, 1)).toBe(false)
    expect(new Set(inForce.numbers).size).toBe(inForce.numbers.length)
  })

  test('whatever somebody may turn out to be, there is a number for it', () => {
    const numbered = new Set(putInForce([versionOf(1, compiled)]).numbers)
    const flags = [true, false]
    const people = flags.flatMap((age) => flags.flatMap((place) => flags.flatMap((account) => flags.flatMap((customer) => flags.map((on): PersonFacts => ({
      age: age ? 9 : null, where: place ? 'us' : null, account: account ? 'organisation' : null, on: on ? previewOn : none, ...(customer && { customer: 'acme' }),
    })))))) // prettier-ignore
    const cells = people.flatMap((person) =>
      ['search', 'letter', 'invoice'].map((category) => cell(standingFor(policy, person, now), category)!),
    )
    expect(cells.filter(({ id }) => !numbered.has(cellNumber(1, id)))).toEqual([])
  })
})

describe('pairs', () => {
  test('of two bases, one without the pair closes it, and one with the ban closes it too', async () => {
    const joined = '## Joined\n\nQuill and the Desk are joined to answer you.\n\n```kept joined\ncombine web with desk for provide\n```\n' // prettier-ignore
    const apart = '\nIn your organisation’s account the Desk and Quill stay apart for suggestions.\n\n```kept apart\nnever combine web with desk for suggest\n```\n' // prettier-ignore
    const { 'profiles/enterprise.md': firm = '', 'profiles/consumer.md': own = '' } = manyProfiles()
    const { policy: pairs } = await compile(manyProfiles({ 'profiles/consumer.md': `${own}\n${joined}`, 'profiles/enterprise.md': `${firm}${apart}` })) // prettier-ignore
    const asked = (standing: string): string | null => {
      const two = ['web', 'desk'].map((product) => ({ product, category: null, signedIn: null, account: null }))
      const act: Act = { purpose: purposes.provide, hand: 'machines', form: 'identified', cases: [], directed: false, place: null, collectedAt: now, endedAt: null, at: now } // prettier-ignore
      const person = { on: none, objected: none, restricted: false }
      const forSuggestions = decideCombine(pairs, two, { where: null, standing }, person, { ...act, purpose: purposes.suggest }) // prettier-ignore
      return `${decideCombine(pairs, two, { where: null, standing }, person, act).effect} ${forSuggestions.term}`
    }
    expect(['consumer', 'consumer+child', 'enterprise', 'consumer&enterprise'].map(asked)).toEqual(['permit pair', 'permit pair', 'deny never', 'deny never']) // prettier-ignore
  })
})

describe('sentences of people who are never the same', () => {
  const { 'profiles/enterprise.md': firm = '', 'profiles/consumer.md': own = '', 'profiles/child.md': child = '', 'statement.md': text = '' } = manyProfiles() // prettier-ignore
  const clause = (id: string, words: string, rules: string): string =>
    `\n${words}\n\n\`\`\`kept ${id}\n${rules}\n\`\`\`\n`
  const joined = (rules: string): string => clause('joined', 'Quill and the Desk are joined to answer you, or kept apart.', rules) // prettier-ignore
  const commitments = 'answer-rights:\n  label: answering letters\n  parameters: { within: { type: time, stronger: less } }\n  enforced-by: rights\n  test: the desk counts days\n' // prettier-ignore
  const answered = (id: string, time: string, where = ''): string => clause(id, `Letters to the rights desk in Quill are answered within ${time}, in California and elsewhere.`, `promise answer-rights of letter in web within ${time}${where}`) // prettier-ignore
  const raised = async (change: Readonly<Record<string, string>>): Promise<readonly string[]> => {
    const { diagnostics } = await compileStatement(manyProfiles(change))
    return diagnostics.flatMap(({ code, severity }) => (severity === 'error' ? [code] : []))
  }

  test('an overlay takes a pair from its own people alone: nothing of it is dead', async () => {
    const narrowed = { 'statement.md': `${text}${joined('combine web with desk for provide')}`, 'profiles/child.md': `${child}${clause('apart', 'A child’s data in Quill and at the Desk stays apart.', 'never combine web with desk for provide')}` } // prettier-ignore
    expect(await raised(narrowed)).toEqual([])
    expect(await raised({ 'statement.md': `${text}${joined('combine web with desk for provide\nnever combine web with desk for provide')}` })).toEqual(['K402']) // prettier-ignore
  })

  test('the bases of two kinds of account may join, forbid and promise differently', async () => {
    const both = (one: string, two: string) => ({ 'profiles/consumer.md': `${own}${one}`, 'profiles/enterprise.md': `${firm}${two}` }) // prettier-ignore
    const work = (rules: string): string => clause('work', 'In an organisation’s account Quill and the Desk are joined, or kept apart.', rules) // prettier-ignore
    expect(await raised(both(joined('combine web with desk for provide'), work('never combine web with desk for provide')))).toEqual([]) // prettier-ignore
    expect(await raised(both(joined('combine web with desk for provide'), work('combine web with desk for provide when suggestions on')))).toEqual([]) // prettier-ignore
    expect(await raised({ ...both(answered('soon', '2 weeks'), answered('late', '1 month')), 'registers/commitments.yaml': commitments })).toEqual([]) // prettier-ignore
  })

  test('two measures for people of places one of which lies in the other are two measures', async () => {
    const promised = (one: string, two: string) => ({ 'statement.md': `${text}${answered('soon', '2 weeks', one)}${answered('late', '1 month', two)}`, 'registers/commitments.yaml': commitments }) // prettier-ignore
    expect(await raised(promised(' where us', ' where california'))).toEqual(['K404'])
    expect(await raised(promised(' where us', ' where any except us'))).toEqual([])
    const twice = 'combine web with desk for provide where us\ncombine web with desk for provide when suggestions on where california' // prettier-ignore
    expect(await raised({ 'statement.md': `${text}${joined(twice)}` })).toEqual(['K401'])
  })

  test('what extends ends on a day that exists', async () => {
    const preview = manyProfiles()['profiles/preview.md'] ?? ''
    const ending = (day: string) => raised({ 'profiles/preview.md': preview.replace('2026-12-31', day) })
    expect(await ending('2028-02-29')).toEqual([])
    expect([await ending('2027-02-29'), await ending('2027-06-31')]).toEqual([['K112'], ['K112']])
  })

  test('joining lists hides no pair that a ban takes away whole', async () => {
    const rules = 'combine web with desk for provide\ncombine web with desk for suggest\nnever combine web with desk for suggest where any' // prettier-ignore
    expect(await raised({ 'statement.md': `${text}${joined(rules)}` })).toEqual(['K402'])
  })
})

describe('a person’s standing', () => {
  const grown: PersonFacts = { age: 40, where: 'eu', account: 'personal', customer: null, on: none }
  const standing = (facts: Partial<PersonFacts>, at = now): string => standingFor(policy, { ...grown, ...facts }, at)

  test('follows from what is known', () => {
    expect(standing({})).toBe('consumer')
    expect(standing({ age: 9 })).toBe('consumer+child')
    expect(standing({ where: 'california' })).toBe('consumer+california')
    expect(standing({ account: 'organisation' })).toBe('enterprise')
    expect(standing({ account: 'organisation', customer: 'acme' })).toBe('enterprise+acme')
    expect(standing({ account: 'organisation', customer: 'globex' })).toBe('enterprise')
  })

  test('an enrolment adds until its last day', () => {
    expect(standing({ on: previewOn })).toBe('consumer+preview')
    expect(standing({ on: previewOn }, new Date('2026-12-31T23:59:59Z'))).toBe('consumer+preview')
    expect(standing({ on: previewOn }, new Date('2027-01-01T00:00:00Z'))).toBe('consumer')
  })

  test('unknown is whatever allows less', () => {
    expect(standing({ age: null })).toBe('consumer+child')
    expect(standing({ where: null })).toBe('consumer+california')
    expect(standing({ where: 'us' })).toBe('consumer+california')
    expect(standing({ account: null })).toBe('consumer&enterprise')
    const { customer: _customer, ...unsaid } = grown
    expect(standingFor(policy, { ...unsaid, account: 'organisation' }, now)).toBe('enterprise+acme')
  })

  test('the age under which a guardian answers is that of where the person lives', () => {
    const places = policy.places.map((place) => (place.name === 'us' ? { ...place, childAge: 13 } : place))
    const of = (age: number, where: string | null): string => standingFor({ ...policy, places }, { ...grown, age, where }, now) // prettier-ignore
    expect(of(14, 'us')).toBe('consumer+california')
    expect(of(14, 'california')).toBe('consumer+california')
    expect(of(12, 'california')).toBe('consumer+california+child')
    expect(of(14, 'eu')).toBe('consumer+child')
    expect(of(16, 'eu')).toBe('consumer')
  })
})

describe('then and now', () => {
  const inForce = putInForce([versionOf(1, compiled)])
  const written = (standing: string, category: string): number => cellNumber(1, cell(standing, category)!.id)
  const under = (number: number, standing: string): Cell | undefined => inForce.under({ standing, where: null }).cell(number) // prettier-ignore

  test('age counts at collection and at use: both must allow', () => {
    const grownUp = under(written('consumer+child', 'search'), 'consumer')
    expect(may(grownUp, 'provide')).toBe(false)
    expect(may(grownUp, 'provide', guardian)).toBe(true)
    const turnedOut = under(written('consumer', 'search'), 'consumer+child')
    expect(may(turnedOut, 'provide')).toBe(false)
    expect(may(turnedOut, 'provide', guardian)).toBe(true)
  })

  // PRE-04
  test('what was added while enrolled ends with the enrolment', () => {
    const letters = written('consumer+preview', 'letter')
    expect(may(under(letters, 'consumer+preview'), 'suggest')).toBe(true)
    expect(may(under(letters, 'consumer'), 'suggest')).toBe(false)
    expect(may(under(letters, 'consumer'), 'provide')).toBe(true)
    expect(may(under(written('consumer', 'letter'), 'consumer+preview'), 'suggest')).toBe(false)
  })

  test('who stands as before is asked one cell alone', () => {
    const letters = written('consumer', 'letter')
    expect(under(letters, 'consumer')).toBe(inForce.cell(letters))
    expect(inForce.under({ standing: 'consumer', where: null })).toBe(inForce.under({ standing: 'consumer', where: null })) // prettier-ignore
  })

  test('an overlay that a later version gave up stays with the records it narrowed', async () => {
    const without = await compile(manyProfiles({ 'profiles/child.md': null, 'profiles/preview.md': null }))
    const later = putInForce([versionOf(1, compiled), versionOf(2, without)])
    expect(may(later.cell(written('consumer+child', 'search')), 'provide')).toBe(false)
    expect(may(later.cell(written('consumer+child', 'search')), 'provide', guardian)).toBe(true)
    expect(may(later.cell(written('consumer+preview', 'letter')), 'suggest')).toBe(false)
    expect(may(later.cell(written('consumer+preview', 'letter')), 'provide')).toBe(true)
  })
})

describe('what may open an old record (law 8)', () => {
  const ideas =
    'ideas:\n  { bit: 9, kind: consent, label: Ideas, default: "off", wording: "My letters may pick ideas." }\n'
  const text = (words: string, rule: string): StatementFiles => {
    const files = smallStatement()
    const more = `## New\n\n${words}\n\n\`\`\`kept new\n${rule}\n\`\`\`\n`
    return { ...files, 'statement.md': `${files['statement.md']}\n${more}`, 'registers/choices.yaml': `${files['registers/choices.yaml']}${ideas}` } // prettier-ignore
  }
  const first = compile(smallStatement())
  type Asks = (purpose: keyof typeof purposes, on?: Mask, days?: number) => boolean

  /** What may be done with a letter of the first version, now that there is another one. */
  async function old(words: string, rule: string, before = first): Promise<Asks> {
    const [one, two] = [await before, await compile(text(words, rule))]
    const inForce = putInForce([versionOf(1, one), versionOf(2, two)])
    const letter = cell('consumer', 'letter', 'web', one.policy)!
    return (purpose, on, days) => may(inForce.cell(cellNumber(1, letter.id)), purpose, on, days, two.policy)
  }

  test('a newer line does not', async () => {
    const asks = await old('Letters pick suggestions.', 'use letter in web for suggest because contract')
    expect([asks('suggest'), asks('provide')]).toEqual([false, true])
  })

  test('a line that a law demands does', async () => {
    const asks = await old('The tax law sees letters.', 'use letter in web for comply because law tax-9')
    expect(asks('comply')).toBe(true)
  })

  test('a line on a new consent does once the person agreed; one on an old consent asks anew', async () => {
    const fresh = await old('Say yes, and letters pick suggestions.', 'use letter in web for suggest because consent ideas') // prettier-ignore
    expect([fresh('suggest'), fresh('suggest', maskOf(9))]).toEqual([false, true])
    const stale = await old('Your yes picks suggestions from letters.', 'use letter in web for suggest because consent suggestions') // prettier-ignore
    expect(stale('suggest', suggestions)).toBe(false)
  })

  test('never against a ban of the versions it has lived through', async () => {
    const files = smallStatement()
    const never = '## Never\n\nNo letter picks suggestions.\n\n```kept never\nnever use letter for suggest\n```\n'
    const banned = compile({ ...files, 'statement.md': `${files['statement.md']}\n${never}` })
    const asks = await old('Say yes, and letters pick suggestions.', 'use letter in web for suggest because consent ideas', banned) // prettier-ignore
    expect(asks('suggest', maskOf(9))).toBe(false)
  })

  test('a stretched consent opens no new record either, and is told before it is published (law 9)', async () => {
    const [one, two] = [await first, await compile(text('Your yes picks suggestions from letters.', 'use letter in web for suggest because consent suggestions'))] // prettier-ignore
    const inForce = putInForce([versionOf(1, one), versionOf(2, two)])
    const letter = cell('consumer', 'letter', 'web', two.policy)!
    expect(may(letter, 'suggest', suggestions, 1, two.policy)).toBe(true)
    expect(may(inForce.cell(cellNumber(2, letter.id)), 'suggest', suggestions, 1, two.policy)).toBe(false)
    const told = stretchedBy(two.policy, [one.policy]).map(({ facts, line, choice }) => [facts.category, line.clause, choice]) // prettier-ignore
    expect(told).toContainEqual(['letter', 'new', 0])
    expect(stretchedBy(one.policy, [one.policy])).toEqual([])
  })

  test('an old yes asks anew where any version since did not cover it (law 9)', async () => {
    const yes = 'use search in web for suggest because consent suggestions'
    const versions = await Promise.all(
      [yes, `${yes} by people`, yes].map((rule) => compile(smallStatement([yes, rule]))),
    )
    const inForce = putInForce(versions.map((one, i) => versionOf(i + 1, one)))
    const search = cell('consumer', 'search', 'web', versions[2]!.policy)!
    expect(may(inForce.cell(cellNumber(3, search.id)), 'suggest', suggestions, 1, versions[2]!.policy)).toBe(false)
    const gone = stretchedBy(versions[2]!.policy, versions.slice(0, 2).map(({ policy: of }) => of)) // prettier-ignore
    expect(gone.map(({ line }) => line.clause)).toContain('suggestions')
    expect(stretchedBy(versions[2]!.policy, [versions[0]!.policy])).toEqual([])
  })

  test('an old yes covers no easier condition and no other hand; a harder condition it covers (law 9)', async () => {
    const yes = 'use search in web for suggest because consent suggestions'
    const reach = async (before: string, after: string): Promise<boolean> => {
      const [one, two] = await Promise.all([before, after].map((rule) => compile(smallStatement([yes, rule]))))
      const search = cell('consumer', 'search', 'web', two!.policy)!
      const inForce = putInForce([versionOf(1, one!), versionOf(2, two!)])
      return may(inForce.cell(cellNumber(2, search.id)), 'suggest', suggestions, 1, two!.policy)
    }
    expect(await reach(`${yes} when suggestions on`, yes)).toBe(false)
    expect(await reach(yes, `${yes} when suggestions on`)).toBe(true)
    expect(await reach(`${yes} by people`, yes)).toBe(false)
    expect(await reach(`${yes} by people`, `${yes} by both`)).toBe(false)
    expect(await reach(`${yes} by both`, yes)).toBe(true)
  })

  /** Whether a yes to suggestions in one shape covers them in another, which is published next. */
  async function coversLater(...shapes: readonly [before: string, after: string]): Promise<boolean> {
    const notes = ['scrub', 'blur'].map((name) => `${name}: { kind: method, author: vera, date: "2026-01-01", text: "Names are taken out." }\n`) // prettier-ignore
    const [one, two] = await Promise.all(
      shapes.map((shape) => {
        const files = smallStatement(
          // prettier-ignore
          ['also pick suggestions.', `also pick suggestions: ${shape.replace(/as de-identified .*/, 'with names taken out')}.`],
          ['for suggest because consent suggestions', `for suggest because consent suggestions ${shape}`],
        )
        return compile({ ...files, 'registers/notes.yaml': `${files['registers/notes.yaml']}${notes.join('')}` })
      }),
    )
    return stretchedBy(two!.policy, [one!.policy]).length === 0
  }

  test.each([
    ['fewer of many', 'by people at most 1 in 1000', true],
    ['as few, counted otherwise', 'by people at most 2 in 200', true],
    ['more of many', 'by people at most 2 in 100', false],
    ['as many as we like', 'by people', false],
    ['more briefly', 'by people at most 1 in 100 of 10 seconds', true],
  ])('a yes to people seeing 1 in 100 covers %s: %s is %s (law 9)', async (_name, by, isCovered) => {
    expect(await coversLater('by people at most 1 in 100', by)).toBe(isCovered)
  })

  test.each([
    ['by people at most 1 in 100 of 10 seconds', 'by people at most 1 in 100', false],
    ['by people at most 1 in 100 of 10 seconds', 'by people at most 1 in 100 of 1 minute', false],
    ['by people at most 1 in 100 of 1 minute', 'by people at most 1 in 200 of 60 seconds', true],
    ['by people', 'by people at most 1 in 100', true],
    ['as aggregate of at least 50', 'as aggregate of at least 49', false],
    ['as aggregate of at least 50', 'as aggregate of at least 51', true],
    ['as de-identified blur', 'as de-identified scrub', false],
    ['as de-identified blur', 'as de-identified blur', true],
    ['as de-identified scrub', '', false],
    ['as de-identified scrub', 'as aggregate of at least 50', true],
    ['as aggregate of at least 50', 'as de-identified scrub', false],
  ])('a yes to `%s` and then `%s`: it covers the later is %s (law 9)', async (before, after, isCovered) => {
    expect(await coversLater(before, after)).toBe(isCovered)
  })

  test('a line that is left out for people of one place opens nothing for somebody of unknown place (law 9)', async () => {
    const places = { 'registers/places.yaml': 'eu: { label: the Union }\nus: { label: the States }\n' }
    const at = (eu: string, us: string): StatementFiles => ({ ...smallStatement(['use search in web for suggest because consent suggestions', `use search in web for suggest because ${eu} where eu\nuse search in web for suggest because ${us} where us`]), ...places }) // prettier-ignore
    const one = await compile(at('contract', 'consent suggestions'))
    const two = await compile(at('consent suggestions', 'consent suggestions'))
    const inForce = putInForce([versionOf(1, one), versionOf(2, two)])
    const opened = (version: number, where: string | null): boolean => {
      const of = [one, two][version - 1]!.policy
      const search = cellOf(of, { standing: of.profile, product: 'web', category: 'search', origin: 'person', signedIn: null, account: null, where })! // prettier-ignore
      return may(inForce.cell(cellNumber(version, search.id)), 'suggest', suggestions, 1, two.policy)
    }
    expect([opened(2, 'us'), opened(2, 'eu'), opened(2, null)]).toEqual([true, false, false])
    expect([opened(1, 'us'), opened(1, null)]).toEqual([true, false])
  })
})

function versionOf(version: number, { policy: of, page, hash }: Compiled): Version {
  return { version, hash, policy: of, page, publishedAt: now, effectiveAt: now }
}

test('a place that is singled out has a notice of its own: what the statement says to the people there (CON-05)', async () => {
  const where = '\nIn the United States a search is kept for 1 month.\n\n```kept states\nkeep search in desk 1 month after collection where us\n```\n' // prettier-ignore
  const files = manyProfiles()
  const made = await compile({ ...files, 'profiles/consumer.md': `${files['profiles/consumer.md']}\n## Places\n${where}` }) // prettier-ignore
  const notices = emitPlaceNotices(made).map(({ place, page }) => [place, page.sections.flatMap(({ clauses }) => clauses.map(({ id }) => id))]) // prettier-ignore
  expect(notices).toEqual([
    ['california', ['california', 'states']],
    ['us', ['states']],
  ])
})

describe('front matter', () => {
  const problems = async (change: Readonly<Record<string, string | null>>): Promise<readonly string[]> => {
    const { diagnostics } = await compileStatement(manyProfiles(change))
    return diagnostics.filter(({ severity }) => severity === 'error').map(({ code, message }) => `${code} ${message}`)
  }

  test.each([
    ['a second base for everybody', { 'profiles/enterprise.md': '---\nprofile: enterprise\nkind: base\n---\n' }, 'K112 two bases hold for everybody, `consumer` and `enterprise`'],
    ['an overlay for nobody', { 'profiles/child.md': '---\nprofile: child\nkind: narrows\n---\n' }, 'K112 nothing says for whom the overlay `child` holds'],
    ['an overlay without an end', { 'profiles/preview.md': '---\nprofile: preview\nkind: extends\nwhile: preview on\n---\n' }, 'K112 nothing says on which day `preview` ends'],
    ['an overlay that hangs on no enrolment', { 'profiles/preview.md': '---\nprofile: preview\nkind: extends\nwhile: child\nends: 2027-01-01\n---\n' }, 'K112 what `preview` adds hangs on no enrolment'],
    ['an overlay over nothing', { 'profiles/child.md': '---\nprofile: child\nkind: narrows\nover: consumers\nwhile: child\n---\n' }, 'K201 no base profile is called `consumers`'],
    ['a fact that is none', { 'profiles/child.md': '---\nprofile: child\nkind: narrows\nwhile: young\n---\n' }, 'K112 `young` is no fact that a profile hangs on'],
    ['an enrolment that is none', { 'profiles/preview.md': '---\nprofile: preview\nkind: extends\nwhile: suggestions on\nends: 2027-01-01\n---\n' }, 'K201 no choice of kind enrolment is called `suggestions`'],
    ['a section of no product', { 'products/ink.md': '---\nproduct: ink\n---\n' }, 'K201 no product is called `ink`'],
    ['a section about another product', { 'products/desk.md': '---\nproduct: desk\n---\n\n## Desk\n\nLetters.\n\n```kept desk\nnever use letter in web for suggest\n```\n' }, 'K112 the section of `desk` speaks of another product'],
    ['a contract called like a profile', { 'contracts/child.md': '---\ncontract: child\nprofile: consumer\ncustomers: x\n---\n' }, 'K204 `child` is used for two things'],
    ['a contract with nobody', { 'contracts/acme.md': '---\ncontract: acme\nprofile: enterprise\n---\n' }, 'K112 nothing says with whom the contract `acme` is made'],
    ['a base that hangs on an age', { 'profiles/enterprise.md': '---\nprofile: enterprise\nkind: base\nwhile: child\n---\n' }, 'K112 the base `enterprise` hangs on a fact that may change'],
  ])('%s', async (_name, change, problem) => {
    expect(await problems(change)).toContain(problem)
  }) // prettier-ignore
})
