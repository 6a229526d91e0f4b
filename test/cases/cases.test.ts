// Every case, put to the decision.

import { beforeAll, describe, expect, test } from 'vitest'
import { answer } from '../../src/decision/index.ts'
import { terms, type Policy } from '../../src/policy/index.ts'
import { compileStatement } from '../../src/statement/index.ts'
import { readCases, readExample } from './read-cases.ts'

const files = readCases()

describe.each(files)('$statement', ({ statement, now, cases }) => {
  let policy: Policy

  beforeAll(async () => {
    const { compiled, diagnostics } = await compileStatement(readExample(statement))
    if (!compiled) throw new Error(diagnostics.map(({ code, file, line }) => `${code} ${file}:${line}`).join(', '))
    policy = compiled.policy
  })

  test.each(cases)('$case', ({ question, expect: expected }) => {
    const answered = answer(policy, question, now)
    expect(answered).toMatchObject(expected)
    expect(answered.why).toMatch(/^[A-Z“].*[.]$/)
  })
})

test('the cases reach every term that this version can answer with', () => {
  const reached = new Set(files.flatMap(({ cases }) => cases.map(({ expect: { term } }) => term ?? 'permit')))
  const notYet: readonly string[] = ['barred', 'recipient'] // verbs of a later version
  expect([...terms, 'permit' as const].filter((term) => !reached.has(term))).toEqual(notYet)
  expect(files.flatMap(({ cases }) => cases).length).toBeGreaterThan(40)
})
