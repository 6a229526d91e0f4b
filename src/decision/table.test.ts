// What is kept is what would be worked out anew: every plain question, asked twice, and again with a moment named, which nothing keeps.

import { expect, test } from 'vitest'
import { folder, versionOf } from '../../test/harness/gate.ts'
import { forms, hands, type Question } from '../policy/index.ts'
import { answer } from './index.ts'

const now = new Date('2026-11-01T12:00:00Z')
const { policy } = await versionOf(folder('examples/harbour/statement'))

test('an answer looked up is the answer worked out, for every product, kind of data, purpose, hand, form and choice', () => {
  const wrong: Question[] = []
  let asked = 0
  const choices = policy.choices.map(({ name }) => ({ [name]: 'on' as const, 'news-letter': 'off' as const }))
  const collected = new Set(policy.cells.map(({ facts }) => `${facts.product} ${facts.category}`))
  /** without a choice, and with each one; of what nobody collects one choice is enough */
  const choicesOf = (product: string, category: string): readonly Question['choices'][] => [undefined, ...(collected.has(`${product} ${category}`) ? choices : choices.slice(0, 1))] // prettier-ignore
  for (const { name: product } of policy.products)
    for (const { name: category } of policy.categories)
      for (const { name: purpose } of policy.purposes)
        for (const hand of hands)
          for (const form of forms)
            for (const choices of choicesOf(product, category)) {
              const question: Question = { ask: 'use', product, category, purpose, hand, form, ...(choices && { choices }) }
              const [first, second] = [answer(policy, question, now), answer(policy, question, now)]
              const anew = answer(policy, { ...question, at: now.toISOString() }, now)
              if ([first, second].some((one) => JSON.stringify(one) !== JSON.stringify(anew))) wrong.push(question)
              asked++
            } // prettier-ignore
  expect(wrong).toEqual([])
  expect(asked).toBeGreaterThan(10_000)
})

test('names that the statement does not know, and choices it does not know, are denied every time', () => {
  const plain: Question = { ask: 'use', product: 'search', category: 'interaction.search', purpose: 'provide' }
  for (const wrong of [{ product: 'x' }, { category: 'x' }, { purpose: 'x' }, { choices: { x: 'on' as const } }])
    for (let i = 0; i < 3; i++) expect(answer(policy, { ...plain, ...wrong }, now)).toMatchObject({ effect: 'deny', clause: null }) // prettier-ignore
  expect(answer(policy, plain, now).effect).toBe('permit')
})
