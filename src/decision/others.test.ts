// Sharing, making, joining and drawing samples, decided over a statement that says them all (docs/spec/decision.md, "The other questions").

import { beforeAll, describe, expect, test } from 'vitest'
import { readFiles } from '../../test/harness/statements.ts'
import {
  cellOf,
  maskOf,
  none,
  union,
  type Act,
  type Cell,
  type Mask,
  type Origin,
  type Policy,
  type Question,
  type ShareRow,
  type Use,
} from '../policy/index.ts'
import { compileStatement } from '../statement/index.ts'
import {
  answer,
  decideCombine,
  decideDerive,
  decideSample,
  decideShare,
  decideUse,
  drawnMost,
  type Joined,
} from './index.ts'

const base = readFiles('test/samples/base')
const clause = (id: string, words: string, ...rules: string[]): string => `${words}\n\n\`\`\`kept ${id}\n${rules.join('\n')}\n\`\`\`\n` // prettier-ignore

const files = {
  ...base,
  'registers/taxonomy.yaml': base['registers/taxonomy.yaml']!.replace('  search: {', '  interest: { label: Interests, holds: what we guess you like }\n  search: {'), // prettier-ignore
  'registers/places.yaml':
    'eea: { label: the Area, zone: true }\neu: { label: the Union, within: eea }\nus: { label: the States }\n',
  'registers/mechanisms.yaml':
    'clauses: { label: Clauses, kind: clauses, from: eea, to: us, valid: "2026-01-01", until: "2026-06-30" }\n',
  'registers/sources.yaml': 'broker-x: { label: A broker, kind: broker, supplies: order, bars: [improve] }\n',
  'registers/recipients.yaml': [
    'courier: { label: The courier, kind: vendor, functions: [provide, improve], at: eu, since: "2026-02-01", until: "2026-12-31", contract: C }',
    'bank-one: { label: The bank, kind: bank, at: eu, since: "2026-01-01" }',
    'court: { label: The court, kind: authority, at: eu, since: "2026-01-01" }',
    'cloud: { label: The cloud, kind: vendor, functions: [provide], at: us, under: clauses, since: "2026-01-01", contract: C }',
    '',
  ].join('\n'),
  'statement.md': [
    '# Sample\n\n## All of it\n',
    clause('search', 'Searches in Find give you answers, and machines use them to make answers better.', 'collect search in find from person', 'use search in find for provide because contract', 'use search in find for improve because consent clips'), // prettier-ignore
    clause('keep', 'Searches stay for 18 months, or until you take your yes back.', 'keep search in find 18 months after collection or until withdrawal'), // prettier-ignore
    clause('order', 'Orders in Shop, from you or from others, serve you, for 1 year.', 'collect order in shop from person, broker-x', 'use order in shop for provide because contract', 'use order in shop for improve because legitimate-interest lia-1', 'keep order in shop 1 year after collection'), // prettier-ignore
    clause(
      'courier',
      'The courier and the cloud get searches to give answers.',
      'share search in find with courier, cloud for provide',
    ),
    clause(
      'bank',
      'The bank gets orders in Shop to give answers.',
      'share order in shop with bank-one for provide because contract',
    ),
    clause('court', 'The court gets orders in Shop in a case at the help desk.', 'share order in shop with court for comply because law tax-1 when case support'), // prettier-ignore
    clause('guess', 'From searches in Find, Shop guesses interests, for better answers, while location is on; 1 month.', 'derive interest in shop from search for improve when location on', 'use interest in shop for improve because legitimate-interest lia-1', 'keep interest in shop 1 month after collection'), // prettier-ignore
    clause('join', 'Find and Shop come together to make answers better, and what you did signed out with what you do signed in for answers.', 'combine find with shop for improve', 'combine signed-out with signed-in for provide'), // prettier-ignore
    clause('never', 'Searches pick no advertising, and messages never meet Shop.', 'never use search for advertise', 'never combine message in find with shop'), // prettier-ignore
    clause('sample', 'People see one in 10 messages in Find for better answers, 2 days.', 'collect message in find from person', 'use message in find for improve because legitimate-interest lia-1 by people at most 1 in 10', 'keep message in find 2 days after collection'), // prettier-ignore
  ].join('\n'),
}

let policy: Policy
beforeAll(async () => {
  const { compiled, diagnostics } = await compileStatement(files)
  const errors = diagnostics.filter(({ severity }) => severity === 'error')
  if (!compiled) throw new Error(JSON.stringify(errors.map(({ code, message, line }) => `${code} ${line} ${message}`)))
  policy = compiled.policy
})

const at = new Date('2026-05-05T10:00:00Z')
const [provide, improve, advertise, comply] = [0, 1, 2, 3]
const yes = { on: maskOf(0, 1), objected: none, restricted: false }
const no = { on: maskOf(1), objected: none, restricted: false }

function act(purpose: number, more: Partial<Act> = {}): Act {
  return { purpose, hand: 'machines', form: 'identified', cases: [], directed: false, place: null, collectedAt: at, endedAt: null, at, ...more } // prettier-ignore
}

function cell(category: string, product: string, origin: Origin = 'person', source?: string): Cell | undefined {
  const facts = { standing: 'consumer', product, category, origin, signedIn: true, account: null, where: null }
  return cellOf(policy, source === undefined ? facts : { ...facts, source })
}

describe('a share', () => {
  // SUB-04, SHA-06
  test('to one that acts for us is permitted where we may ourselves, by the sentence that shares', () => {
    expect(decideShare(policy, cell('search', 'find'), 'courier', yes, act(provide))).toMatchObject({ effect: 'permit', clause: 'courier' }) // prettier-ignore
    expect(decideShare(policy, cell('search', 'find'), 'courier', yes, act(improve))).toMatchObject({ effect: 'deny', term: 'based' }) // prettier-ignore
    expect(decideShare(policy, cell('search', 'find'), 'bank-one', yes, act(provide))).toMatchObject({ effect: 'deny', term: 'based' }) // prettier-ignore
    expect(decideShare(policy, cell('search', 'find'), 'nobody', yes, act(provide))).toMatchObject({ effect: 'deny', term: 'based' }) // prettier-ignore
  })

  // SUB-02
  test('needs the recipient on the list that day', () => {
    for (const [day, effect] of [
      ['2026-01-31', 'deny'],
      ['2026-02-01', 'permit'],
      ['2026-12-31', 'permit'],
      ['2027-01-01', 'deny'],
    ] as const) {
      // prettier-ignore
      const then = new Date(`${day}T12:00:00Z`)
      const decision = decideShare(policy, cell('search', 'find'), 'courier', yes, act(provide, { at: then, collectedAt: then })) // prettier-ignore
      const term = effect === 'deny' ? 'recipient' : null
      expect([day, decision.effect, decision.term, decision.clause]).toEqual([day, effect, term, 'courier'])
    }
  })

  // LOC-04
  test('to one that works outside the zone needs a mechanism that holds that day', () => {
    const cloud = (day: string): unknown => {
      const then = new Date(`${day}T12:00:00Z`)
      const { effect, term } = decideShare(policy, cell('search', 'find'), 'cloud', yes, act(provide, { at: then, collectedAt: then })) // prettier-ignore
      return [effect, term]
    }
    expect(cloud('2026-06-30')).toEqual(['permit', null])
    expect(cloud('2026-07-01')).toEqual(['deny', 'place'])
  })

  test('to one that decides for itself rests on its own basis, and to an authority on a case', () => {
    expect(decideShare(policy, cell('order', 'shop'), 'bank-one', no, act(provide))).toMatchObject({ effect: 'permit', clause: 'bank' }) // prettier-ignore
    expect(decideShare(policy, cell('order', 'shop'), 'court', no, act(comply))).toMatchObject({ effect: 'deny', term: 'case', clause: 'court' }) // prettier-ignore
    expect(decideShare(policy, cell('order', 'shop'), 'court', no, act(comply, { cases: ['support'] }))).toMatchObject({ effect: 'permit' }) // prettier-ignore
  })

  test('ends with the time of what is shared, and with a restriction', () => {
    const later = new Date('2027-05-05T10:00:00Z')
    expect(decideShare(policy, cell('order', 'shop'), 'bank-one', no, act(provide, { at: later })).term).toBe('live')
    expect(decideShare(policy, cell('order', 'shop'), 'bank-one', { ...no, restricted: true }, act(provide)).term).toBe('restricted') // prettier-ignore
  })
})

// COL-03
test('what a source bars no sentence opens', () => {
  const use: Question = { ask: 'use', product: 'shop', category: 'order', purpose: 'improve', origin: 'person' }
  expect(answer(policy, use, at)).toMatchObject({ effect: 'permit', clause: 'order' })
  expect(answer(policy, { ...use, origin: 'third-party' }, at)).toMatchObject({ effect: 'deny', term: 'barred' })
  expect(cell('order', 'shop', 'third-party', 'broker-x')?.rows[0]?.barred).toEqual(maskOf(improve))
})

describe('what is made', () => {
  const made = (standing: typeof yes, purpose = improve, from = cell('search', 'find')): unknown => {
    const inputs = [{ cell: from, collectedAt: at, endedAt: null }]
    const { effect, term, clause: by } = decideDerive(policy, cell('interest', 'shop', 'inferred'), inputs, standing, act(purpose)) // prettier-ignore
    return [effect, term, by]
  }

  test('is made of what a sentence names, while its inputs may be used for it', () => {
    expect(made(yes)).toEqual(['permit', null, 'guess'])
    expect(made(no)).toEqual(['deny', 'given', 'search'])
    expect(made({ ...yes, on: maskOf(0) })).toEqual(['deny', 'open', 'guess'])
    expect(made(yes, provide)).toEqual(['deny', 'based', null])
    expect(made(yes, improve, cell('order', 'shop'))).toEqual(['deny', 'based', null])
    expect(decideDerive(policy, cell('interest', 'shop', 'inferred'), [], yes, act(improve)).effect).toBe('deny')
  })

  test('is refused where an input’s own record asks for a choice that the result does not (laws 8 and 10)', () => {
    const result = cell('interest', 'shop', 'inferred')!
    const search = cell('search', 'find')!
    const tried = (older: Partial<Use>, purpose = improve): readonly unknown[] => {
      const rows = search.rows.map((row) => ({ ...row, uses: row.uses.flatMap((use) => (use.purpose === purpose ? [use, { ...use, ...older, version: 0 }] : [use])) })) // prettier-ignore
      const { effect, term } = decideDerive(policy, result, [{ cell: { ...search, rows }, collectedAt: at, endedAt: null }], { ...yes, on: maskOf(0, 1, 5) }, act(improve)) // prettier-ignore
      return [effect, term]
    }
    const asking = (more: Partial<Use['when']>) => ({ when: { need: none, block: none, cases: [], directed: false, ...more } }) // prettier-ignore
    expect(tried({})).toEqual(['permit', null])
    expect(tried({ given: maskOf(5) })).toEqual(['deny', 'barred'])
    expect(tried(asking({ need: maskOf(5) }))).toEqual(['deny', 'barred'])
    expect(tried(asking({ block: maskOf(6) }))).toEqual(['deny', 'barred'])
    expect(tried(asking({ need: maskOf(0, 1) }))).toEqual(['permit', null]) // the result asks for both
    expect(tried({ given: maskOf(5) }, provide)).toEqual(['permit', null]) // it is not made for that
  })

  test('is refused where an input’s own record forbids for good what the result would open (laws 2, 8 and 10)', () => {
    const result = cell('interest', 'shop', 'inferred')!
    const search = cell('search', 'find')!
    const opened = (row: { readonly based: Mask }, purpose: number) => ({
      ...row,
      based: union(row.based, maskOf(purpose)),
    })
    const agreed = (row: ShareRow): ShareRow => ({ ...row, shares: row.shares.map((line) => ({ ...line, given: maskOf(0) })) }) // prettier-ignore
    const shared = cell('order', 'shop')!.shares!.filter(({ recipient }) => recipient === 'bank-one').map(agreed) // prettier-ignore
    const never = { never: maskOf(provide, advertise) }
    const tried = (from: Cell, to: Cell): readonly unknown[] => {
      const { effect, term } = decideDerive(
        policy,
        to,
        [{ cell: from, collectedAt: at, endedAt: null }],
        yes,
        act(improve),
      )
      return [effect, term]
    }
    expect(tried(search, result)).toEqual(['permit', null])
    const old = { ...search, rows: search.rows.map((row) => ({ ...row, ...never })) } // as an older version left it
    expect(tried(old, result)).toEqual(['permit', null]) // it opens neither purpose
    expect(tried(old, { ...result, rows: result.rows.map((row) => ({ ...row, ...opened(row, provide) })) })).toEqual(['deny', 'barred']) // prettier-ignore
    expect(tried(search, { ...result, shares: shared })).toEqual(['permit', null])
    expect(tried({ ...search, shares: shared.map((row) => ({ ...row, ...never })) }, { ...result, shares: shared })).toEqual(['deny', 'barred']) // prettier-ignore
  })

  // COL-08
  test('keeps what its inputs forbid, and the choices it rests on', () => {
    const interest = cell('interest', 'shop', 'inferred')!
    const row = interest.rows.find(({ hand, form }) => hand === 'machines' && form === 'identified')!
    expect([row.barred, row.never]).toEqual([maskOf(advertise), none])
    expect(row.bans).toEqual([{ clause: 'never', rule: expect.any(Number), purposes: maskOf(advertise), when: null, unless: null, inherited: true }]) // prettier-ignore
    const use: Question = { ask: 'use', product: 'shop', category: 'interest', origin: 'inferred', purpose: 'improve', choices: { clips: 'on' } } // prettier-ignore
    expect(answer(policy, use, at)).toMatchObject({ effect: 'permit', clause: 'guess' })
    expect(answer(policy, { ...use, choices: {} }, at)).toMatchObject({ effect: 'deny', term: 'given' })
    expect(answer(policy, { ...use, choices: { clips: 'on', location: 'off' } }, at).term).toBe('open')
    expect(answer(policy, { ...use, purpose: 'advertise' }, at)).toMatchObject({ effect: 'deny', term: 'barred', clause: 'never' }) // prettier-ignore
  })
})

describe('two contexts', () => {
  const joined = (product: string, category: string | null, signedIn: boolean | null = category === null ? null : true): Joined => ({ product, category, signedIn, account: null }) // prettier-ignore
  const ask = (purpose: number, ...all: readonly Joined[]): unknown => {
    const { effect, term, clause: by } = decideCombine(policy, all, { where: 'eu', standing: 'consumer' }, yes, act(purpose)) // prettier-ignore
    return [effect, term, by]
  }

  test('come together where a pair names both, in either order', () => {
    expect(ask(improve, joined('find', 'search'), joined('shop', 'order'))).toEqual(['permit', null, 'join'])
    expect(ask(improve, joined('shop', null), joined('find', 'search'))).toEqual(['permit', null, 'join'])
    expect(ask(provide, joined('find', 'search'), joined('shop', 'order'))).toEqual(['deny', 'pair', null])
    expect(ask(provide, joined('find', 'search'), joined('find', 'place'))).toEqual(['permit', null, null])
  })

  test('that differ in two things need a pair for each', () => {
    expect(ask(provide, joined('find', 'search', false), joined('find', 'search', true))).toEqual(['permit', null, 'join']) // prettier-ignore
    expect(ask(improve, joined('find', 'search', false), joined('shop', 'order', true))).toEqual(['deny', 'pair', null]) // prettier-ignore
  })

  test('of which it is not known are never taken for the same, nor is a pair that names one side enough', () => {
    expect(ask(improve, joined('find', 'search', null), joined('find', 'search', null))).toEqual(['deny', 'pair', null]) // prettier-ignore
    expect(ask(improve, joined('find', 'search', null), joined('find', 'place', true))).toEqual(['deny', 'pair', null])
    expect(ask(provide, joined('find', 'search', null), joined('find', 'place', true))).toEqual(['permit', null, 'join']) // prettier-ignore
    expect(ask(improve, joined('find', 'search', true), joined('find', null, true))).toEqual(['permit', null, null])
    expect(ask(improve, joined('find', 'search', false), joined('find', null, true))).toEqual(['deny', 'pair', null])
  })

  test('that a ban keeps apart stay apart', () => {
    expect(ask(improve, joined('find', 'message'), joined('shop', 'order'))).toEqual(['deny', 'never', 'never'])
  })
})

// HUM-02
test('no more are drawn than the sentence says, never rounded in our favour', () => {
  const cap = { count: 1, of: 10, time: null }
  expect([0, 9, 10, 19, 20].map((of) => drawnMost(cap, of))).toEqual([0, 0, 1, 1, 2])
  const draw = (drawn: number, outOf: number): string => decideSample(policy, cell('message', 'find'), yes, act(improve, { hand: 'people' }), { drawn, outOf }).effect // prettier-ignore
  expect([draw(0, 9), draw(0, 10), draw(1, 10), draw(1, 20)]).toEqual(['deny', 'permit', 'deny', 'permit'])
  expect(decideSample(policy, cell('message', 'find'), yes, act(improve), { drawn: 0, outOf: 10 }).term).toBe('based')
  const undrawn = decideUse(policy, cell('message', 'find'), yes, act(improve, { hand: 'people' }))
  expect(undrawn).toMatchObject({ effect: 'deny', term: 'open', clause: 'sample' })
  expect(undrawn.why).toBe('At most 1 in 10 of these may be used for making answers better. Chance draws them from everybody’s, so none opens by asking for one person’s.') // prettier-ignore
})
