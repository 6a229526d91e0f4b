import { expect, test } from 'vitest'
import { ownPath, paths } from './paths.ts'

test.each([
  'https://elsewhere.example/',
  '//elsewhere.example',
  '/\\elsewhere.example',
  '/.//elsewhere.example',
  '/you/..//elsewhere.example',
  'javascript:alert(1)',
  '',
  'you',
])('%s leads nowhere else: no open redirect', (path) => expect(ownPath(path, '/you')).toBe('/you'))

test('a path of our own is led back to, query and place in it included', () => {
  expect(ownPath('/you?day=2026-04-11#day', '/')).toBe('/you?day=2026-04-11#day')
  expect(ownPath(null, '/')).toBe('/')
})

test('addresses leave out what is not said', () => {
  expect(paths.clear({ category: 'interaction.search', from: '2026-04-11' })).toBe(
    '/you/clear?category=interaction.search&from=2026-04-11',
  )
  expect(paths.you()).toBe('/you')
})

test('files come from the addresses of the contract', () => {
  expect(paths.artefact('R-1002', 'receipt.json')).toBe('/v1/me/requests/R-1002/receipt.json')
  expect(paths.receiptFile('0'.repeat(32))).toBe(`/v1/receipts/${'0'.repeat(32)}/receipt.json`)
})
