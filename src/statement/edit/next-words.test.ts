// What may follow the words of a rule, for every verb: a row each, the rule as far as it is written, and what is proposed behind it.

import { expect, test } from 'vitest'
import { cutLines } from '../1-parse/tokens.ts'
import { nextWords } from './next-words.ts'

const after = (text: string) =>
  nextWords(cutLines([{ text, file: 'statement.md', line: 1, column: 1 }], () => {}).flatMap(({ tokens }) => tokens))

test.each([
  ['collect', 'category', 'any'], ['collect contact from', 'from', 'any'], ['collect contact from person needed', '', 'for by'],
  ['collect contact from person needed for', 'needFor', ''], ['collect contact from person needed by law', 'law', ''],
  ['derive interest from', 'category', 'any'], ['derive interest from search for', 'purpose', 'any'],
  ['use', 'category', 'any'], ['use contact,', 'category', ''], ['use any except', 'category', ''], ['use contact in', 'product', 'any'],
  ['use contact for provide because', 'basis', ''], ['use contact for provide because consent', 'consent', ''],
  ['use contact for provide because legitimate-interest', 'balance', ''], ['use contact for provide because public-task', 'law', ''],
  ['use contact for provide because contract as', '', 'identified de-identified aggregate'], ['use contact for provide because contract as de-identified', 'method', ''],
  ['use contact for provide because contract as aggregate of', '', 'at'], ['use contact for provide because contract by', '', 'machines people both'],
  ['use contact for provide because contract by people at', '', 'most'], ['use contact for provide because contract by people at most 1', '', 'in'],
  ['share contact with', 'recipient', 'any'], ['share contact with courier for', 'purpose', 'any'],
  ['combine', 'context category', 'any'], ['combine search', '', 'except in with'], ['combine search with', 'context category', 'any'],
  ['combine interaction.search in', 'context', 'any'], ['combine search with store for', 'purpose', 'any'],
  ['store any at', 'place', 'any'], ['store contact at us under', 'mechanism', ''],
  ['keep contact 18', '', 'minutes hours days weeks months years'], ['keep contact 18 months', '', 'after'], ['keep contact 18 months after', 'event', ''],
  ['keep contact until', 'event', ''], ['keep contact until closing or', '', 'until'], ['keep contact until closing because', '', 'law'],
  ['never', '', 'collect use derive share combine store'], ['never use', 'category', 'any'], ['never use contact because', 'basis', 'any'],
  ['never share contact with', 'recipient', 'any'], ['never use any when', 'choice', 'case directed signed-in signed-out personal-account organisation-account'],
  ['never use any when case', 'desk', ''], ['never use any unless suggestions', '', 'on off'], ['never use any when suggestions on and', 'choice', 'case directed signed-in signed-out personal-account organisation-account'],
  ['offer', 'control', ''], ['offer view', '', 'of'], ['offer view, clear of', 'category', 'any'], ['offer view of any on', 'surface', ''],
  ['offer view of any on dashboard per', 'portion', ''], ['offer view of any on dashboard to', 'asker', ''], ['offer view of any on dashboard unless', '', 'law'],
  ['offer view of any on dashboard unless law', 'law', ''], ['offer view of any on dashboard within 3', '', 'minutes hours days weeks months years'],
  ['promise', 'commitment', ''], ['promise answer-rights of', 'category', 'any'],
  ['info', '', ''], ['nothing like a verb', '', ''], ['use contact for provide because constructor', '', ''],
])('%s …', (text, names, words) => {
  const next = after(text)
  expect([next.names.join(' '), next.words.toSorted().join(' ')]).toEqual([names, words.split(' ').toSorted().join(' ')])
}) // prettier-ignore

test.each([
  ['use contact', 'in from for because as by when where'],
  ['use contact for provide because contract when suggestions on', 'in from as by where'],
  ['share contact with courier', 'in from for because as when where'],
  ['store any at eu', 'in under when where'],
  ['keep contact until closing', 'in from for because when where'],
  ['offer view of any on dashboard', 'in for to per within unlessLaw where'],
  ['combine search with store', 'for when where'],
  ['promise answer-rights', 'in where'],
  ['use contact for', ''],
])('behind %s these slots may begin: %s', (text, slots) => {
  expect(after(text).slots.join(' ')).toBe(slots)
})

test('behind a commitment its parameters may be said, but for those that were', () => {
  expect(after('promise').promised).toBeNull()
  expect(after('promise answer-rights within 1 month').promised).toEqual({ commitment: 'answer-rights', said: ['answer-rights', 'within', '1', 'month'] }) // prettier-ignore
})
