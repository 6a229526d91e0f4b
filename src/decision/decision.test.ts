// What a reader of the module wants to see once. The laws are in test/properties, whole statements in test/cases.

import { describe, expect, test } from 'vitest'
import { Failure } from '../base/index.ts'
import { maskOf, none, type Act, type Cell, type Condition, type Limit, type Policy, type Standing, type Use } from '../policy/index.ts' // prettier-ignore
import { answer, comparePolicies, decideControl, decideShare, decideUse, decideWrite, dueAt, endOf, lawsHolding, trace, untilWords } from './index.ts' // prettier-ignore

const [provide, improve, comply] = [0, 1, 63]
const always: Condition = { need: none, block: none, cases: [], directed: false }
const use = (purpose: number, more: Partial<Use> = {}): Use => ({
  clause: 'searches', rule: 1, purpose, basis: { kind: 'contract', name: null }, given: none, when: always, cap: null, ...more,
}) // prettier-ignore
const limit = (end: Limit['end'], more: Partial<Limit> = {}): Limit => ({ clause: 'searches', rule: 3, purposes: maskOf(provide, improve, comply), end, when: null, law: null, ...more }) // prettier-ignore
const months = (count: number): Limit['end'] => ({ after: { count, unit: 'month' }, event: 'collection' })

function searches({
  uses = [use(provide)],
  limits = [limit(months(18))],
  ...more
}: Partial<Cell> & { uses?: Use[]; limits?: Limit[] } = {}): Cell {
  return {
    id: 1,
    facts: {
      standing: 'consumer',
      product: 'search',
      category: 'search',
      origin: 'person',
      signedIn: null,
      account: null,
      where: null,
    },
    collects: [{ clause: 'searches', rule: 0, need: null, needFor: [], when: always }],
    collectBans: [],
    stores: [{ clause: 'europe', rule: 0, places: ['eu'], under: [], when: null }],
    storeBans: [],
    rows: [{ hand: 'machines', form: 'identified', based: maskOf(...uses.map(({ purpose }) => purpose)), objectable: maskOf(improve), never: none, barred: none, uses, bans: [] }], // prettier-ignore
    limits,
    controls: [{ clause: 'clear', rule: 0, control: 'clear', purposes: none, surfaces: ['dashboard'], to: [], per: [], within: null, unlessLaw: ['tax'] }], // prettier-ignore
    ...more,
  }
}

function policyOf(...cells: Cell[]): Policy {
  const purpose = (name: string, bit: number, label: string, survives = false): Policy['purposes'][number] => ({ name, bit, label, gives: '', marketing: false, survives }) // prettier-ignore
  return {
    format: 'wordkept/policy/1', profile: 'consumer', organisation: { name: 'Harbour', address: '', phone: '', officer: '', officers: [], languages: [] },
    purposes: [purpose('comply', comply, 'doing what a law demands', true), purpose('improve', improve, 'making things better'), purpose('provide', provide, 'giving you what you came for')],
    categories: [{ name: 'search', label: 'Searches', holds: '', special: false, bystanders: false }],
    events: [{ name: 'invoice', label: 'the day of the invoice', of: 'record' }], groups: {},
    choices: [{ name: 'clips', bit: 40, kind: 'consent', label: 'Voice clips', wording: '', default: 'off', by: 'person', scope: 'person' }],
    products: [{ name: 'search', label: 'Search' }], places: [{ name: 'eu', label: 'the European Union', within: [] }], stores: [],
    notes: [{ name: 'tax', kind: 'law', text: 'Fiscal Code, section 147.', author: '', date: '', until: null }], desks: [], clauses: [], cells, bans: [],
  } // prettier-ignore
}

const policy = policyOf(searches())
const person: Standing = { on: none, objected: none, restricted: false }
const act: Act = {
  purpose: provide, hand: 'machines', form: 'identified', cases: [], directed: false, place: null,
  collectedAt: new Date('2025-04-11T09:06:00Z'), endedAt: null, at: new Date('2026-04-11T10:00:00Z'),
} // prettier-ignore

describe('a use', () => {
  test('names the clause that opened it', () => {
    expect(decideUse(policy, searches(), person, act)).toEqual({
      effect: 'permit', clause: 'searches', version: null, term: null, change: null,
      why: 'This may be used for giving you what you came for: a sentence says so.',
    }) // prettier-ignore
  })

  test('names the clause and the version that closed it, and what would change the answer', () => {
    const lent = use(improve, { given: maskOf(40), clause: 'clips', version: 14 })
    expect(decideUse(policy, searches({ uses: [lent] }), person, { ...act, purpose: improve })).toEqual({
      effect: 'deny', clause: 'clips', version: 14, term: 'given',
      why: 'This may be used for making things better only after you say yes to “Voice clips”, and that is off.',
      change: 'Say yes to “Voice clips”.',
    }) // prettier-ignore
  })

  test('of several terms that close it names the first in order', () => {
    const banned = searches()
    const rows = banned.rows.map((row) => ({ ...row, never: maskOf(improve), bans: [{ clause: 'no-lessons', rule: 0, purposes: maskOf(improve), when: null, unless: null }] })) // prettier-ignore
    const restricted = { ...person, restricted: true }
    expect(decideUse(policy, { ...banned, rows }, restricted, { ...act, purpose: improve })).toMatchObject({
      term: 'never', clause: 'no-lessons', why: 'We promised that this is never used for making things better.', change: null,
    }) // prettier-ignore
    expect(decideUse(policy, searches(), restricted, { ...act, purpose: improve }).term).toBe('restricted')
    expect(decideUse(policy, searches(), person, { ...act, purpose: improve }).term).toBe('based')
  })

  test('what no sentence allows names the nearest one that allows something like it', () => {
    const why = (changes: Partial<Act>, cell = searches()): string =>
      decideUse(policy, cell, person, { ...act, ...changes }).why
    const refused = 'No sentence allows this to be used for giving you what you came for.'
    expect(why({ hand: 'people' })).toBe(`${refused} A sentence allows it to machines only.`)
    expect(why({ form: 'aggregate' })).toBe(`${refused} A sentence allows it in another form.`)
    expect(why({ hand: 'people', form: 'aggregate' })).toBe(`${refused} A sentence allows it in another form.`)
    const byPeople = searches({ rows: searches().rows.map((row) => ({ ...row, hand: 'people' })) })
    expect(why({}, byPeople)).toBe(`${refused} A sentence allows it to people only.`)
    expect(why({}, searches({ uses: [] }))).toBe(refused)
    expect(why({ purpose: improve })).toBe('No sentence allows this to be used for making things better.')
    expect(why({ purpose: -1 })).toBe('No sentence allows this to be used for that.')
  })

  test('a limit without which a version leaves a purpose closes it', () => {
    const both = searches({ uses: [use(provide, { version: 1 }), use(provide, { version: 2 })], limits: [limit(months(18), { version: 1 })], collects: [], stores: [], controls: [] }) // prettier-ignore
    expect(decideUse(policy, both, person, act)).toMatchObject({ effect: 'deny', term: 'live', clause: null })
  })

  test('every version must name the place', () => {
    const stores = [1, 2].map((version) => ({ clause: `v${version}`, rule: 0, places: version === 1 ? ['eu', 'us'] : ['eu'], under: [], when: null, version })) // prettier-ignore
    const met = searches({ uses: [use(provide, { version: 1 })], limits: [limit(months(18), { version: 1 }), limit(months(18), { version: 2 })], stores, collects: [], controls: [] }) // prettier-ignore
    expect(decideUse(policy, met, person, { ...act, place: 'eu' }).effect).toBe('permit')
    expect(decideUse(policy, met, person, { ...act, place: 'us' })).toMatchObject({ term: 'place', clause: 'v2' })
  })

  test('the trace says what each term found', () => {
    const steps = trace(policy, searches(), person, { ...act, at: new Date('2026-10-11T09:06:00Z') })
    expect(steps.filter(({ holds }) => !holds)).toEqual([
      {
        term: 'live',
        holds: false,
        clause: 'searches',
        detail: 'closed by rule 4 of searches: 2026-10-11T09:06:00.000Z',
      },
    ])
  })
})

describe('a write, a control, sharing', () => {
  test('a write needs a collect, a place and a purpose that is open now', () => {
    expect(decideWrite(policy, searches(), person, act)).toMatchObject({ effect: 'permit', clause: 'searches' })
    expect(decideWrite(policy, undefined, person, act).term).toBe('based')
    expect(decideWrite(policy, searches({ collects: [] }), person, act).term).toBe('based')
    expect(decideWrite(policy, searches({ stores: [] }), person, act).term).toBe('place')
    expect(decideWrite(policy, searches({ uses: [use(improve, { given: maskOf(40) })] }), person, act)).toMatchObject({
      term: 'given',
    })
    expect(decideWrite(policy, searches(), person, { ...act, at: new Date('2030-01-01') }).term).toBe('live')
  })

  test('a write that no cell covers says whether one of another origin is', () => {
    const why = (category: string): string => decideWrite(policy, undefined, person, act, { product: 'search', category }).why // prettier-ignore
    expect(why('search')).toBe('No sentence allows this to be stored. A sentence allows it from another origin.')
    expect(why('contact')).toBe('No sentence allows this to be stored.')
    expect(decideWrite(policy, undefined, person, act).why).toBe('No sentence allows this to be stored.')
  })

  test('no purpose closes a control; only a law withholds it, until its day', () => {
    const tax = limit(
      { after: { count: 10, unit: 'year' }, event: 'invoice' },
      { purposes: maskOf(comply), law: 'tax', clause: 'tax' },
    )
    const invoice = searches({ limits: [tax] })
    const withheld = decideControl(
      policy,
      invoice,
      'clear',
      { ...person, restricted: true },
      { ...act, endedAt: act.collectedAt },
    )
    expect(withheld).toMatchObject({ effect: 'deny', clause: 'tax', term: 'open', why: 'A law makes us keep this until 11 April 2035: Fiscal Code, section 147.' }) // prettier-ignore
    expect(decideControl(policy, searches(), 'clear', { ...person, restricted: true }, act)).toMatchObject({ effect: 'permit', clause: 'clear' }) // prettier-ignore
    expect(decideControl(policy, searches(), 'sell', person, act).term).toBe('based')
  })

  test('no sentence allows sharing', () => {
    expect(decideShare(policy, searches(), 'anybody', person, act)).toMatchObject({ effect: 'deny', term: 'based' })
  })
})

describe('when things end', () => {
  const record = { collectedAt: new Date('2025-08-31T10:00:00Z'), endedAt: null }

  test('months are clipped to the month’s end', () => {
    expect(endOf(searches({ limits: [limit(months(6))] }), provide, record, person)).toEqual(
      new Date('2026-02-28T10:00:00Z'),
    )
  })

  test('of several limits the first; of several purposes the last', () => {
    const cell = searches({
      uses: [use(provide), use(improve)],
      limits: [limit(months(18), { purposes: maskOf(provide) }), limit(months(6), { purposes: maskOf(provide) }), limit(months(12), { purposes: maskOf(improve) })],
    }) // prettier-ignore
    expect(endOf(cell, provide, record, person)).toEqual(new Date('2026-02-28T10:00:00Z'))
    expect(dueAt(cell, record, person)).toEqual(new Date('2026-08-31T10:00:00Z'))
  })

  test('a purpose that waits for its event has no date, and holds the record', () => {
    const cell = searches({ limits: [limit({ after: { count: 3, unit: 'year' }, event: 'invoice' })] })
    expect(dueAt(cell, record, person)).toBeNull()
    expect(dueAt(cell, { ...record, endedAt: record.collectedAt }, person)).toEqual(new Date('2028-08-31T10:00:00Z'))
  })

  test('a consent taken back ends what is kept until withdrawal, and nothing else', () => {
    const lent = searches({
      uses: [use(improve, { given: maskOf(40) })],
      limits: [limit(months(12)), limit({ until: 'withdrawal' })],
    })
    expect(dueAt(lent, record, { ...person, on: maskOf(40) })).toEqual(new Date('2026-08-31T10:00:00Z'))
    expect(dueAt(lent, record, person)).toEqual(record.collectedAt)
    expect(dueAt(searches({ limits: [limit({ until: 'withdrawal' })] }), record, person)).toBeNull()
  })

  test('an `until` another event than the one a period counts from ends with the record', () => {
    const limits = [limit({ until: 'closing' }, { purposes: maskOf(provide) }), limit({ after: { count: 10, unit: 'year' }, event: 'invoice' }, { purposes: maskOf(comply) })] // prettier-ignore
    const invoiced = { ...record, endedAt: record.collectedAt }
    expect(endOf(searches({ limits }), provide, invoiced, person)).toBeNull()
    expect(endOf(searches({ limits: limits.slice(0, 1) }), provide, invoiced, person)).toEqual(record.collectedAt)
  })

  test('what a law keeps: its purposes, its clause, its end', () => {
    const tax = limit(
      { after: { count: 10, unit: 'year' }, event: 'invoice' },
      { purposes: maskOf(comply), law: 'tax', clause: 'tax' },
    )
    const cell = searches({ limits: [limit(months(18), { purposes: maskOf(provide) }), tax] })
    const invoiced = { ...record, endedAt: record.collectedAt }
    const until = new Date('2035-08-31T10:00:00Z')
    expect(lawsHolding(cell, invoiced, act.at)).toEqual([
      { law: 'tax', clause: 'tax', until, purposes: maskOf(comply) },
    ])
    expect(lawsHolding(cell, invoiced, until)).toEqual([])
    expect(lawsHolding(cell, record, act.at)).toMatchObject([{ until: null }])
    expect(dueAt(cell, invoiced, person)).toEqual(until)
  })

  test('in words', () => {
    const words = (...limits: Limit[]): string => untilWords(policy, searches({ limits }), record, person)
    expect(words(limit(months(18)), limit({ until: 'removal' }))).toBe('until 28 February 2027, or until you clear it')
    expect(words(limit({ after: { count: 3, unit: 'year' }, event: 'invoice' }))).toBe(
      'until 3 years after the day of the invoice',
    )
    expect(words(limit({ until: 'removal' }))).toBe('until you clear it')
  })
})

describe('answer', () => {
  const question = { ask: 'use', product: 'search', category: 'search', purpose: 'provide' } as const
  const now = act.at

  test('names are those of the registers; what they do not hold is denied', () => {
    expect(answer(policy, question, now).effect).toBe('permit')
    for (const unknown of [
      { product: 'mail' },
      { category: 'dreams' },
      { purpose: 'profit' },
      { choices: { x: 'on' as const } },
      { objected: ['x'] },
      { overlays: ['child'] },
      { place: 'mars' },
      { where: 'mars' },
    ])
      // prettier-ignore
      expect(answer(policy, { ...question, ...unknown }, now)).toMatchObject({ effect: 'deny', term: 'based', clause: null })
    expect(answer(policy, { ...question, purpose: 'profit' }, now).why).toBe(
      'The statement knows no purpose called “profit”, so no sentence allows it.',
    )
  })

  test('what is not said is met over all it may be', () => {
    const inside = searches({
      id: 1,
      facts: { ...searches().facts, where: 'eea' },
      uses: [use(provide, { given: maskOf(40) })],
    })
    const outside = searches({ id: 2, facts: { ...searches().facts, where: 'us' } })
    const places = ['eea', 'us'].map((name) => ({ name, label: name, within: [] }))
    const split = { ...policyOf(inside, outside), places }
    expect(answer(split, question, now).term).toBe('given')
    expect(answer(split, { ...question, where: 'us' }, now).effect).toBe('permit')
    expect(answer(split, { ...question, choices: { clips: 'on' } }, now).effect).toBe('permit')
  })

  test('a time that is none is no question', () => {
    expect(() => answer(policy, { ...question, at: 'tomorrow' }, now)).toThrow(Failure)
  })
})

describe('comparing policies', () => {
  const codes = (before: Cell, after: Cell): string[] =>
    comparePolicies(policyOf(before), policyOf(after)).flatMap(({ code }) => code ?? [])

  test('the same policy changes nothing', () => {
    expect(comparePolicies(policy, policyOf(searches()))).toEqual([])
  })

  test('each kind of change to somebody’s disadvantage has its code', () => {
    const ban = { clause: 'no', rule: 0, purposes: maskOf(improve), when: null, unless: null }
    const banned = {
      ...searches(),
      rows: searches().rows.map((row) => ({ ...row, bans: [ban], never: maskOf(improve) })),
    }
    const loosened = { ...banned, rows: banned.rows.map((row) => ({ ...row, never: none, bans: [{ ...ban, unless: { ...always, cases: [['support']] } }] })) } // prettier-ignore
    expect(codes(searches({ collects: [] }), searches())).toEqual(['K801'])
    expect(codes(searches(), searches({ uses: [use(provide), use(improve)] }))).toEqual(['K802'])
    expect(codes(searches({ uses: [use(provide, { when: { ...always, need: maskOf(40) } })] }), searches())).toEqual([
      'K802',
    ])
    expect(codes(searches(), searches({ limits: [limit(months(19))] }))).toEqual(['K804'])
    expect(codes(searches(), searches({ limits: [limit({ until: 'removal' })] }))).toEqual(['K804'])
    expect(codes(searches(), searches({ controls: [] }))).toEqual(['K805'])
    expect(codes(banned, searches())).toEqual(['K806'])
    expect(codes(banned, loosened)).toEqual(['K806'])
    expect(
      codes(searches(), searches({ uses: [use(provide, { basis: { kind: 'legitimate-interest', name: 'lia' } })] })),
    ).toEqual(['K807'])
    expect(codes(searches({ uses: [use(provide, { given: maskOf(40) })] }), searches())).toEqual(['K807'])
    expect(codes(searches(), searches({ stores: [{ clause: 'us', rule: 0, places: ['eu', 'us'], under: [], when: null }] }))).toEqual(['K808']) // prettier-ignore
  })

  test('what only narrows is not material', () => {
    expect(codes(searches(), searches({ limits: [limit(months(6))] }))).toEqual([])
    expect(codes(searches(), searches({ limits: [limit(months(18)), limit({ until: 'removal' })] }))).toEqual([])
    expect(codes(searches({ uses: [use(provide), use(improve)] }), searches())).toEqual([])
    expect(codes(searches(), searches({ uses: [use(provide, { when: { ...always, need: maskOf(40) } })] }))).toEqual([])
  })

  test('lengths are compared wherever in the calendar they begin', () => {
    const days = (count: number): Limit => limit({ after: { count, unit: 'day' }, event: 'collection' })
    expect(codes(searches({ limits: [days(30)] }), searches({ limits: [limit(months(1))] }))).toEqual(['K804'])
    expect(codes(searches({ limits: [days(31)] }), searches({ limits: [limit(months(1))] }))).toEqual([])
    expect(codes(searches({ limits: [limit(months(1))] }), searches({ limits: [days(28)] }))).toEqual([])
    expect(codes(searches({ limits: [limit(months(12))] }), searches({ limits: [limit({ after: { count: 1, unit: 'year' }, event: 'collection' })] }))).toEqual([]) // prettier-ignore
  })
})
