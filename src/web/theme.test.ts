import { expect, test } from 'vitest'
import { cookieFor, themeIn } from './theme.ts'

test('only light and dark are themes; anything else is the device’s own', () => {
  expect(themeIn('a=b; theme=dark; c=d')).toBe('dark')
  expect(themeIn('theme=light')).toBe('light')
  expect([null, '', 'theme=blue', 'mytheme=dark', 'theme=darker'].map(themeIn)).toEqual([null, null, null, null, null])
})

test('choosing the device forgets the cookie', () => {
  expect(cookieFor('device')).toContain('Max-Age=0')
  expect(cookieFor('dark')).toMatch(/^theme=dark; Path=\/; Max-Age=31536000; SameSite=Lax; HttpOnly$/)
})
