// The pages of the site as data: what is looked at in shots and in tests, before and after a person did things.

import type { Page } from 'playwright-core'

/** A page with the name its picture gets. */
export interface SitePage {
  readonly name: string
  readonly path: string
}

/** Pages that anybody may see. */
export const openPages: readonly SitePage[] = [
  { name: 'landing', path: '/' },
  { name: 'statement', path: '/statement' },
  { name: 'statement-short', path: '/statement?text=short' },
  { name: 'statement-rules', path: '/statement?text=rules' },
  { name: 'versions', path: '/statement/versions' },
  { name: 'evidence', path: '/evidence' },
  { name: 'reference', path: '/reference' },
  { name: 'sign-in', path: '/sign-in?back=/you' },
  { name: 'preferences', path: '/preferences' },
  { name: 'nothing', path: '/nothing-here' },
]

/** Pages of a person that need no number. */
export const personPages: readonly SitePage[] = [
  { name: 'you', path: '/you' },
  { name: 'choices', path: '/you/choices' },
  { name: 'choice-history', path: '/you/choices/history' },
  { name: 'requests', path: '/you/requests' },
  { name: 'export', path: '/you/export' },
  { name: 'erase', path: '/you/erase' },
]

/** What a person did on the way, and the pages it led to. The page is left on the last of them. */
export async function actOnSite(page: Page, origin: string): Promise<readonly SitePage[]> {
  const pathOf = (): string => page.url().slice(origin.length)
  await page.goto(`${origin}/you`)
  await page.getByRole('link', { name: 'See searches' }).click()
  const things = { name: 'things', path: pathOf() }
  const why = {
    name: 'why',
    path: (await page.locator('.answer a[href^="/you/items/"]').first().getAttribute('href')) ?? '',
  }
  await page.goto(`${origin}/you`)
  await page.getByRole('link', { name: 'See favourites' }).click()
  await page.goto(origin + ((await page.locator('.answer a[href^="/you/items/"]').first().getAttribute('href')) ?? ''))
  const guess = { name: 'why-guess', path: pathOf() }
  await page.locator('.facts a[href^="/you/items/"]').first().click()
  await page.getByRole('link', { name: 'See what clearing it takes' }).click()
  const made = { name: 'clear-made', path: pathOf() }
  await page.goto(`${origin}/you`)
  await page.getByRole('link', { name: /^Clear the week to it \(/ }).click()
  const clear = { name: 'clear', path: pathOf() }
  await page.getByRole('button', { name: /^Clear / }).click()
  const request = { name: 'request-clear', path: pathOf() }
  await page.goto(`${origin}/you/choices`)
  await page.getByRole('switch').first().click()
  const changed = { name: 'choice-changed', path: pathOf() }
  await page.goto(`${origin}/you/export`)
  await page.getByRole('button', { name: /^Make my copy/ }).click()
  return [things, why, guess, made, clear, request, changed, { name: 'request-export', path: pathOf() }]
}

/** Erases everything with a press; answers the private page, once its receipt is sealed. */
export async function eraseOnSite(page: Page, origin: string): Promise<SitePage> {
  await page.goto(`${origin}/you/erase`)
  await page.getByRole('button', { name: /^Erase / }).click()
  await page.waitForURL(`${origin}/receipt/*`)
  for (let looks = 0; looks < 60 && (await page.locator('.certificate').count()) === 0; looks++) {
    await page.waitForTimeout(500)
    await page.goto(page.url())
  }
  return { name: 'receipt', path: page.url().slice(origin.length) }
}
