// What a difference means is said in every language we have words in: each key, in each of its turns, by the labels of the registers.

import { expect, test } from 'vitest'
import { readExample } from '../../test/harness/statements.ts'
import { wordsOf } from '../decision/compare/english.ts'
import type { Compiled, Meanings, Meant, Opens, Stands } from '../policy/index.ts'
import { emitNotice, noticeIn, printNotice } from './3-emit/notice.ts'
import { sayerIn } from './3-emit/meanings.ts'
import { compileStatement } from './index.ts'

const shop = await compiledShop()
const [category, purpose, event, place] = [shop.policy.categories[0]!, shop.policy.purposes[0]!, shop.policy.events[0]!, shop.policy.places[0]!] // prettier-ignore
const [month, year] = [
  { count: 6, unit: 'month' },
  { count: 2, unit: 'year' },
] as const
const promised = { commitment: 'notice-of-change', parameters: { a: { time: month }, b: { number: 7 }, c: { ratio: { count: 1, of: 100 } }, d: { names: ['x', 'y'] } } } // prettier-ignore
const side = { categories: [category.name], contexts: ['signed-in'] } as const

const turns: readonly Stands[] = ['now', 'gone']
const opens: readonly Opens[] = [...turns, 'fewer conditions', 'more conditions']
const nothing = [{}] as const
const grown = [
  { more: [place.name], before: [] },
  { more: [place.name], before: [place.name] },
] as const
const until = [
  { now: null, before: '2026-01-01' },
  { now: '2027-01-01', before: '2026-01-01' },
] as const
const longer = [
  { now: null, before: month },
  { now: year, before: month },
] as const
const texts = [{ now: 'other', before: 'older' }] as const
const [purposes, inputs] = [[purpose.name], [category.name]]

/** Every meaning there is: the compiler asks for each key. */
const samples: { readonly [Key in keyof Meanings]: readonly Meanings[Key][] } = {
  collected: (['person', 'observed', 'system', 'inferred', 'third-party'] as const).flatMap((origin) => opens.map((how) => ({ origin, how }))),
  made: turns.map((how) => ({ inputs, purposes, form: 'aggregate', how })),
  used: opens.flatMap((how) => (['machines', 'people'] as const).map((hand) => ({ purpose: purpose.name, hand, form: 'identified', how }))),
  shared: opens.map((how) => ({ recipient: 'post', purpose: purpose.name, form: 'de-identified', how })),
  basis: [
    { purpose: purpose.name, now: null, before: { kind: 'consent', name: 'suggestions' } },
    { purpose: purpose.name, now: { kind: 'contract', name: null }, before: null },
  ],
  objection: turns.map((how) => ({ purpose: purpose.name, how })),
  kept: [{ now: { after: year, event: event.name }, before: { until: event.name } }],
  'kept at all': turns.map((how) => ({ end: { after: month, event: event.name }, how })),
  lies: turns.flatMap((how) => [[], ['treaty']].map((under) => ({ places: [place.name], under, how }))),
  control: ([...turns, 'weaker', 'stronger'] as const).map((how) => ({ control: 'export', how })),
  'ban on use': turns.map((how) => ({ purposes, how })),
  'ban on sharing': turns.map((how) => ({ recipient: 'post', purposes, how })),
  'ban on making': turns.map((how) => ({ inputs, purposes, how })),
  'ban on collecting': turns.map((how) => ({ how })),
  'ban on storing': turns.flatMap((how) => [[], [place.name]].map((places) => ({ places, how }))),
  'ban on combining': turns.flatMap((how) => [[], purposes].map((ones) => ({ side, purposes: ones, how }))),
  'standing ban': (['collect', 'use', 'store', 'share', 'derive'] as const).flatMap((verb) => turns.map((how) => ({ verb, how }))),
  'barred by its source': turns.map((how) => ({ purpose: purpose.name, how })),
  'stretched yes': [{ purpose: purpose.name, choice: 'Suggestions' }],
  combined: turns.flatMap((how) => [side, { categories: null, contexts: null }].map((one) => ({ side: one, purposes, how }))),
  promise: turns.map((how) => ({ promise: promised, how })),
  'other promise': [{ now: promised, before: { ...promised, parameters: {} } }],
  'says something else': [
    { fields: [{ name: 'label', now: 'other', before: '' }, { name: 'rows', now: null, before: null }] },
    { fields: [{ name: 'label', now: '', before: 'other' }] },
  ],
  'new entry': nothing, 'entry gone': nothing, 'a cookie': nothing, 'contract gone': nothing, 'on by default': nothing, 'survives restriction': nothing,
  'engaged for more': nothing, 'no contract': nothing, 'no audit': nothing, 'bars fewer': nothing, 'not counted': nothing,
  backups: longer, answer: longer, tombstones: longer,
  approvals: [{ now: 1, before: 2 }],
  choice: [{ now: { kind: 'opt-out', by: 'guardian', scope: 'device' }, before: { kind: 'consent', by: 'person', scope: 'person' } }],
  wording: texts, holds: texts, 'is for': texts,
  'profile ends': until, 'listed until': until, 'mechanism until': until,
  'profile holds': [
    { now: [], before: [{ kind: 'child' }, { kind: 'account', account: 'personal' }] },
    { now: [{ kind: 'customer' }, { kind: 'choice', name: 'beta' }], before: [{ kind: 'where', name: place.name }, { kind: 'account', account: 'organisation' }] },
  ],
  recipient: [{ now: { kind: 'advertiser', role: 'own' }, before: { kind: 'vendor', role: 'ours' } }],
  'works from': grown, supplies: grown, supplements: grown, 'goes to': grown, 'goes from': grown,
  'cookie for': [{ now: 'advertising', before: 'sign-in' }],
  'cookie of': [{ now: 'other', before: null }, { now: 'other', before: 'one' }],
  'cookie needs': [{ now: null, before: 'ads' }, { now: 'more', before: 'ads' }],
  'cookie lives': [{ now: month, before: null }, { now: year, before: month }],
  customers: [{ now: ['one'], before: [] }, { now: ['one'], before: ['one', 'two'] }],
} // prettier-ignore

const all = Object.entries(samples).flatMap(([key, list]) => list.map((given) => ({ key, ...given }) as Meant)) // the table ties each key to its list

test.each(['de', 'fr'])(
  'every meaning is said in %s, otherwise than in English, and none like another that English tells apart',
  (language) => {
    const say = sayerIn(shop, shop, language)
    const said = all.map((means) => [means, say({ means, what: wordsOf(means) })] as const)
    for (const [means, words] of said) {
      expect(words, means.key).not.toMatch(/undefined|null|NaN|\[object|\b(?:months?|years?|before|any more)\b/)
      expect(words, means.key).not.toBe(wordsOf(means))
      expect(words.trim(), means.key).toBe(words)
      expect(words.length, means.key).toBeGreaterThan(5)
    }
    const alike = Map.groupBy(said, ([, words]) => words)
    for (const [words, ones] of alike) expect(new Set(ones.map(([means]) => wordsOf(means))).size, words).toBe(1)
  },
)

test('in English each is said as it always was, and so is what nobody has words for', () => {
  expect(all.map(wordsOf).filter((words) => /undefined|null|\[object/.test(words))).toEqual([])
  expect(wordsOf({ key: 'kept', now: { after: year, event: 'collection' }, before: { until: 'erasure' } })).toBe('kept 2 years after collection, before until erasure') // prettier-ignore
  expect(sayerIn(shop, shop, 'it')({ means: { key: 'a cookie' }, what: 'as handed in' })).toBe('as handed in')
})

test('a notice in German says what a difference means in German, by the labels, and marks no word as English', () => {
  const german = inGerman(shop)
  const means = { key: 'kept', now: { after: year, event: event.name }, before: { after: month, event: event.name } } as const // prettier-ignore
  const own = emitNotice(german, german, [], [{ code: 'K804', clause: null, means, what: wordsOf(means), of: [] }])
  expect(own.elsewhere[0]!.what).toBe(`kept 2 years after ${event.name}, before 6 months after ${event.name}`)
  const notice = noticeIn(own, german, german, 'de')
  expect(notice.elsewhere[0]).toMatchObject({ means, what: 'aufbewahrt 2 Jahre nach: der Tag; zuvor 6 Monate nach: der Tag' }) // prettier-ignore
  const page = { ...german.page, language: 'de' }
  const html = printNotice(notice, page, 'page.html')
  expect(html).toContain('<li>aufbewahrt 2 Jahre nach: der Tag; zuvor 6 Monate nach: der Tag</li>')
  expect(html).not.toContain('lang="en"')
})

function inGerman(compiled: Compiled): Compiled {
  const labels = { events: { [event.name]: 'der Tag' } }
  return { ...compiled, page: { ...compiled.page, translations: [{ language: 'de', title: 'Aussage', sections: [], clauses: [], labels }] } } // prettier-ignore
}

async function compiledShop(): Promise<Compiled> {
  const { compiled } = await compileStatement(readExample('shop'))
  if (!compiled) throw new Error('the shop does not compile')
  return compiled
}
