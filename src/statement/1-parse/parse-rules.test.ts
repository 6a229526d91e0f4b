// Rules as text: what is read is printed again, every name keeps its place, and what cannot be read is refused at its place.
// Laws over random rules are in test/properties/statement.test.ts.

import { expect, test } from 'vitest'
import { collectRaised } from '../diagnostics.ts'
import { normalRules } from './normal-form.ts'
import { parseRules } from './parse-rules.ts'
import { printRule } from './print-rule.ts'

function parse(text: string) {
  const report = collectRaised()
  const lines = text.split('\n').map((line, i) => ({ text: line, file: 'statement.md', line: i + 1, column: 1 }))
  const block = parseRules(lines, report.raise)
  return { ...block, codes: report.raised.map(({ code, at }) => `${code} ${at.line}:${at.column}`) }
}

test.each([
  'collect interaction.search in search from person, observed',
  'collect contact in account from person needed for provide, search when location on where eea',
  'collect contact from any except inferred optional for improve',
  'collect contact from system needed by law tax-147',
  'use interaction.search in search for improve because legitimate-interest lia-7',
  'use any except content in any except mail from observed for any except advertise because vital as identified by both when case support, audit and directed and location off where any except eea',
  'use voice in assistant for improve because consent voice-clips as de-identified voice-scrub by people at most 1 in 1000 of 10 seconds',
  'use voice for report because public-task stats-9 as aggregate of at least 50 by machines',
  'keep interaction.search in search 18 months after collection or until removal or until withdrawal',
  'keep licence in store for comply 10 years after invoice because law tax-147',
  'keep any 14 days after collection when guardian-permission off',
  'never use private-content for advertise',
  'never use any by people unless case lockbox',
  'never use any because consent, vital where eu',
  'never collect interaction.location in maps from observed when place-history off unless signed-out',
  'never store interaction.voice in assistant at us when voice-clips off',
  'offer view, clear, export of interaction.search in search for provide on dashboard, form to person, guardian per item, day, all within 1 day unless law tax-147 where eea',
  'store any at eu when organisation-account',
  'store interaction.device.error at us under threat-hunt',
  'derive interaction.interest in store from interaction.search for personalise when suggestions on',
  'derive interest from search, voice for improve as aggregate of at least 50 where any except eea',
  'share contact in store with courier for provide when directed',
  'share licence with authority for comply because law order-1 as identified when case demand where eu',
  'combine search with store for personalise when suggestions on',
  'combine signed-out with signed-in for secure',
  'combine interaction.search in search with any except mail for any where eea',
  'promise answer-rights within 30 days',
  'promise boundary of content in mail, files place eu where eea',
  'promise sample of voice in assistant at-most 1 in 1000 each 10 seconds people 3',
  'never derive special from any except contact for advertise unless case audit',
  'never share content with advertiser, bank for advertise when directed',
  'never combine content in mail with any for advertise',
  'never store any at us with courier',
])('prints what it read: %s', (text) => {
  const { rules, codes } = parse(text)
  expect(codes).toEqual([])
  expect(rules.map(printRule)).toEqual([text])
})

test('slots stand in any order, and an indented line goes on with the rule above', () => {
  const { rules, codes } = parse(
    'use search because contract\n  for provide\n\tin find\nkeep search\n   1 day after collection',
  )
  expect(codes).toEqual([])
  expect(rules.map(printRule)).toEqual([
    'use search in find for provide because contract',
    'keep search 1 day after collection',
  ])
})

test('every name keeps its place', () => {
  const [rule] = parse('use a, bb\n  for ccc because contract').rules
  expect(rule!.set.names.map(({ span }) => [span.line, span.column, span.length])).toEqual([[1, 5, 1], [1, 8, 2]]) // prettier-ignore
  expect(rule!.slots.for!.names[0]!.span).toEqual({ file: 'statement.md', line: 2, column: 7, length: 3 })
})

test.each([
  ['use Search for provide because contract', 'K102 1:5'],
  ['use 1search for provide because contract', 'K102 1:5'],
  ['use search, for provide because contract', 'K103 1:13'],
  ['use search for provide because consent', 'K103 1:39'],
  ['use search for provide because fun', 'K102 1:32'],
  ['keep search 18 months after collection because contract', 'K102 1:48'],
  ['keep search 1 day after collection when directed', 'K107 1:41'],
  ['share any for provide', 'K106 1:1'],
  ['share any with courier for provide by people', 'K107 1:36'],
  ['derive interest for personalise', 'K106 1:1'],
  ['combine search for provide', 'K102 1:16'],
  ['combine search with store', 'K106 1:1'],
  ['promise', 'K103 1:8'],
  ['promise answer within', 'K103 1:22'],
  ['promise answer within 1 day within 2 days', 'K105 1:29'],
  ['promise answer 30 days', 'K102 1:16'],
  ['collect any in search with bank from person', 'K107 1:23'],
  ['use signed-in for provide because contract', 'K103 1:5'],
  ['offer view of any on dashboard unless tired', 'K102 1:39'],
  ['use voice for improve because contract by people at most 0 in 10', 'K108 1:58'],
  ['keep any 99999999 days after collection', 'K108 1:10'],
  ['use a for b because contract when signed-in and', 'K103 1:48'],
  ['never', 'K104 1:6'],
  ['never keep any', 'K104 1:7'],
  ['aim', 'K102 1:4'],
  ['info ""', 'K102 1:6'],
  ['use a for b because contract # why', 'K101 1:30'],
])('refuses %s', (text, code) => {
  const { rules, codes } = parse(text)
  expect(rules).toEqual([])
  expect(codes[0]).toBe(code)
})

test('a pair has no direction, and its sides may be split', () => {
  const normal = (text: string): string[] => normalRules(parse(text).rules).map(printRule)
  const whole = ['combine a, b with c for p']
  expect(normal('combine c with b, a for p')).toEqual(whole)
  expect(normal('combine a with c for p\ncombine c with b for p')).toEqual(whole)
  expect(normal('combine x in a with c for p\ncombine a with c for p')).toEqual([
    'combine a with c for p',
    'combine c with x in a for p',
  ])
})

test('lists split over lines, or written in another order, are the same rules', () => {
  const normal = (text: string): string[] => normalRules(parse(text).rules).map(printRule)
  const whole = normal('use a, b in x, y for p, q because contract\nkeep a 1 day after collection or until removal')
  expect(whole).toEqual([
    'use a, b in x, y for p, q because contract',
    'keep a 1 day after collection or until removal',
  ])
  expect(
    normal(
      'keep a until removal or 1 day after collection\nuse b in y for q because contract\nuse b, a, b in x for q, p because contract\nuse b, a in y for p because contract\nuse a in y for q because contract',
    ),
  ).toEqual(whole)
  expect(normal('use a for p because contract\nuse b for p because contract when c on')).toEqual([
    'use a for p because contract',
    'use b for p because contract when c on',
  ])
})
