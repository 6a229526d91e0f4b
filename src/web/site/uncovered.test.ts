// The page says of data what became of it, whatever its product does today.

import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { Uncovered, uncoveredWords } from './uncovered.tsx'

const asOf = '2026-11-21T12:00:00.000Z'
const finding = (summary: string, stored: boolean) => ({ summary, stored, count: 1, firstAt: asOf, lastAt: asOf })
const shown = (...findings: ReturnType<typeof finding>[]): string =>
  renderToStaticMarkup(createElement(Uncovered, { coverage: { findings }, asOf }))

test('what was stored is never said to have been refused', () => {
  const page = shown(finding('`newsletter` stored contact', true))
  expect(page).toContain('Stored while we only observed')
  expect(page).not.toMatch(/nothing was stored|breaks no promise|Tried/)
})

test('what was refused is said to have been refused, and each stands under its own words', () => {
  const page = shown(finding('`a` stored contact', true), finding('`b` tried to store contact', false))
  const [stored, refused] = page.split('Tried, and covered by no sentence')
  expect(stored).toMatch(/stored contact/)
  expect(stored).not.toContain('nothing was stored')
  expect(refused).toMatch(/nothing was stored.*tried to store contact/)
  expect(shown(finding('`b` tried to store contact', false))).not.toContain('while we only observed')
  expect(shown()).toBe('')
})

test('what is still there is counted', () => {
  expect(uncoveredWords({ uncovered: 0 })).toBe('')
  expect(uncoveredWords({ uncovered: 1 })).toContain('One stored thing is covered by no sentence')
  expect(uncoveredWords({ uncovered: 12 })).toContain('12 stored things are covered by no sentence')
})
