// Every page in a real browser against a real Harbour: nothing wrong at WCAG 2.2 AA in light, in dark and at 320 px, nothing wider than
// its window, and not one complaint of the content-security policy (SITE-07). Scripts are off where a person acts, on where one verifies.

import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Browser, Page } from 'playwright-core'
import { parse } from 'yaml'
import { startInstance, type Instance } from '../../scripts/tour/instance.ts'
import { sights, signIn, startBrowser, visitor, wrongWith, type Sight } from '../harness/browser.ts'
import { actOnSite, eraseOnSite, openPages, personPages, type SitePage } from '../harness/site.ts'

let browser: Browser
let instance: Instance
const home = mkdtempSync(join(tmpdir(), 'wordkept-web-'))
const manyPagesMs = 600_000
/** How long a page may take to say what it says, on a machine with much else to do. */
const soon = { timeout: 20_000, interval: 100 }

beforeAll(async () => {
  ;[browser, instance] = await Promise.all([startBrowser(), startInstance(join(home, 'harbour'), { attempts: 3 })])
  await instance.operator.probe({ body: {} })
}, 180_000)

afterAll(async () => {
  await browser?.close()
  await instance?.stop()
  rmSync(home, { recursive: true, force: true })
})

function person(name: string): { email: string; password: string } {
  const found = instance.accounts.find((account) => account.name.startsWith(name))
  if (!found) throw new Error(`the demo has no ${name}`)
  return found
}

/** One attribute of all that a selector finds. */
async function attributesOf(page: Page, selector: string, name: string): Promise<string[]> {
  const found = await page.locator(selector).all()
  return Promise.all(found.map(async (one) => (await one.getAttribute(name)) ?? ''))
}

/** What is wrong with some pages, each sentence with its page. `as`: whoever signs in first. */
async function wrongWithPages(pages: readonly SitePage[], sight: Sight, as?: string): Promise<string[]> {
  const { page, context, complaints } = await visitor(browser, sight)
  if (as !== undefined) await signIn(page, instance.url, person(as))
  const wrong: string[] = []
  for (const { name, path } of pages) {
    await page.goto(instance.url + path)
    wrong.push(...(await wrongWith(page)).map((words) => `${name}: ${words}`))
  }
  await context.close()
  return [...wrong, ...complaints]
}

describe.each(sights)('at $width px in $scheme', (sight) => {
  test('pages for anybody have no fault', { timeout: manyPagesMs }, async () => {
    expect(await wrongWithPages(openPages, sight)).toEqual([])
  })
  test('pages of a person have no fault', { timeout: manyPagesMs }, async () => {
    expect(await wrongWithPages(personPages, sight, 'Ana')).toEqual([])
  })
})

describe('without scripts', () => {
  test('a page of a person leads to the sign-in and back to where it was asked for', async () => {
    const { page, context } = await visitor(browser, { scripts: false })
    await page.goto(`${instance.url}/you/requests`)
    expect(page.url()).toBe(`${instance.url}/sign-in?back=%2Fyou%2Frequests`)
    await page.getByLabel('E-mail address').fill(person('Ana').email)
    await page.getByLabel('Password').fill('not the password')
    await page.getByRole('button', { name: 'Sign in' }).click()
    await expect.poll(() => page.getByRole('alert').textContent(), soon).toContain('do not go together')
    expect(await page.getByLabel('E-mail address').inputValue()).toBe(person('Ana').email)
    await page.getByLabel('Password').fill(person('Ana').password)
    await page.keyboard.press('Enter')
    await page.waitForURL(`${instance.url}/you/requests`)
    await context.close()
  })

  test('the statement says which attempt was refused, in the sentence that refused it', async () => {
    const { page, context } = await visitor(browser, { scripts: false })
    const clause = page.locator('#no-ads')
    await page.goto(`${instance.url}/statement`)
    expect(await clause.textContent()).toContain('3 attempts refused today')
    await clause.getByText('rule', { exact: true }).click()
    await clause.getByText(/Refused 3 times/).waitFor({ state: 'visible' })
    expect(await clause.locator('details').innerText()).toContain('job newsletter asked to use content.message.chat')
    await context.close()
  })

  // ACC-05, ACC-07
  test('what was guessed leads to what it was guessed from, and from there to what would go with it, each by name', async () => {
    const { page, context } = await visitor(browser, { scripts: false })
    await signIn(page, instance.url, person('Ana'))
    await page.getByRole('link', { name: 'See favourites' }).click()
    const guess = (await attributesOf(page, '.answer a[href^="/you/items/"]', 'href'))[0]!
    await page.goto(instance.url + guess)
    expect(await page.locator('main').innerText()).toMatch(/We guessed it in Search, out of \d things we hold about you/)
    for (const path of await attributesOf(page, '.facts a[href^="/you/items/"]', 'href')) {
      await page.goto(instance.url + path)
      expect(await attributesOf(page, '.facts a[href^="/you/items/"]', 'href')).toContain(guess)
      const said = await page.locator('main dl.facts').first().locator('dd').allInnerTexts() // but for the rule, in a reader's words
      expect(said.slice(1).join(' ')).not.toMatch(/`|legitimate-interest|personalise|interaction\./)
    }
    await page.getByRole('link', { name: 'See what clearing it takes' }).click()
    await expect.poll(() => page.getByRole('heading', { level: 1 }).textContent(), soon).toBe('Clear 2 things')
    expect(await page.getByRole('region', { name: 'What goes with it' }).locator(`a[href="${guess}"]`).count()).toBe(1)
    await page.goto(`${instance.url}/you`)
    const held = Number((await page.locator('.lede').textContent())?.match(/^[\d,]+/)?.[0].replace(',', ''))
    await page.goto(`${instance.url}/you/erase`)
    const stays = Number((await page.getByRole('region', { name: 'What stays' }).textContent())?.match(/(\d+) × Invoices/)?.[1])
    await page.getByRole('button', { name: `Erase ${held - stays} things and my account` }).waitFor()
    await context.close()
  }) // prettier-ignore

  // SITE-07
  test('the keyboard reaches the text first, and opens a rule', async () => {
    const { page, context } = await visitor(browser, { scripts: false })
    await page.goto(`${instance.url}/statement`)
    await page.keyboard.press('Tab')
    expect(await page.locator(':focus').textContent()).toBe('Skip to the text')
    await page.keyboard.press('Enter')
    expect(page.url()).toBe(`${instance.url}/statement#main`)
    await page.locator('#no-ads summary').focus()
    await page.keyboard.press('Enter')
    await page.locator('#no-ads details[open]').waitFor()
    await context.close()
  })

  test('light and dark is a link that sets a cookie', async () => {
    const { page, context } = await visitor(browser, { scripts: false })
    await page.goto(`${instance.url}/statement`)
    await page.getByRole('link', { name: 'Light or dark' }).click()
    await page.getByRole('link', { name: 'Dark', exact: true }).click()
    expect(page.url()).toBe(`${instance.url}/statement`)
    expect(await page.locator('html').getAttribute('data-theme')).toBe('dark')
    await context.close()
  })

  // SITE-02
  test('the first page says each section in short, with its figure and a way to the full text that shows how it stands', async () => {
    const { page, context } = await visitor(browser, { scripts: false })
    await page.goto(`${instance.url}/statement`)
    const anchors = await attributesOf(page, 'section[id]', 'id')
    await page.goto(instance.url)
    const links = await attributesOf(page, '.shorts dt a', 'href')
    expect(links.length).toBeGreaterThan(10)
    expect(links.filter((href) => !anchors.includes(href.split('#')[1]!))).toEqual([])
    expect(await page.locator('.shorts dd').count()).toBe(links.length)
    expect(await page.locator('.sum').first().textContent()).toMatch(/\d+ of \d+ sentences kept/)
    expect(await page.locator('a[href="/evidence"]').count()).toBeGreaterThan(0)
    await context.close()
  }) // prettier-ignore

  // COO-01
  test('every cookie this site sets stands in the register, under its use and for no longer than it says', async () => {
    const { page, context } = await visitor(browser, { scripts: false })
    await signIn(page, instance.url, person('Ana'))
    await page.goto(`${instance.url}/preferences`)
    await page.getByRole('link', { name: 'Dark', exact: true }).click()
    for (const { path } of [...openPages, ...personPages]) await page.goto(instance.url + path)
    const text = readFileSync('examples/harbour/statement/registers/cookies.yaml', 'utf8')
    const registered = Object.values(parse(text) as Record<string, { called: string; use: string; life: string }>) // the example's own
    const set = await context.cookies()
    expect(set.map(({ name }) => name).toSorted()).toEqual(['theme', 'wordkept.session_token'])
    for (const { name, expires } of set) {
      const entry = registered.find(({ called }) => called === name)
      expect([name, ['preference', 'sign-in', 'advertising', 'analysis'].includes(entry?.use ?? '')]).toEqual([name, true])
      const [count, unit] = entry!.life.split(' ')
      const days = Number(count) * (unit!.startsWith('year') ? 366 : 1)
      expect([name, expires <= Date.now() / 1000 + days * 86_400]).toEqual([name, true])
    }
    await context.close()
  }) // prettier-ignore

  test('a form that another site sends does nothing', async () => {
    const answer = await fetch(`${instance.url}/you/choices`, {
      method: 'POST',
      headers: { origin: 'https://elsewhere.example', 'content-type': 'application/x-www-form-urlencoded' },
      body: 'kind=restriction&name=all&value=on',
    })
    expect(answer.status).toBe(403)
    expect(await answer.text()).toContain('That form did not come from this site')
  })

  test('an address elsewhere is no way back from the sign-in', async () => {
    const { page, context } = await visitor(browser, { scripts: false })
    await page.goto(`${instance.url}/sign-in?back=//elsewhere.example/`)
    await page.getByLabel('E-mail address').fill(person('Ana').email)
    await page.getByLabel('Password').fill(person('Ana').password)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.waitForURL(`${instance.url}/you`)
    expect(new URL(page.url()).host).toBe(new URL(instance.url).host)
    await context.close()
  })
})

describe('Maya', () => {
  test(
    'sees, asks why, clears, decides, takes a copy, erases, and keeps a receipt',
    { timeout: manyPagesMs },
    async () => {
      const { page, context } = await visitor(browser, { scripts: false })
      await signIn(page, instance.url, person('Maya'))
      const reached = await actOnSite(page, instance.url)
      for (const sight of sights) expect(await wrongWithPages(reached, sight, 'Maya')).toEqual([])
      const receipt = await eraseOnSite(page, instance.url)
      await expect.poll(() => page.locator('.certificate').textContent(), soon).toContain('Receipt of erasure')
      expect(await page.locator('.verdict').first().textContent()).toContain('Valid')
      for (const sight of sights) expect(await wrongWithPages([receipt], sight)).toEqual([])
      await page.goto(`${instance.url}/you`)
      expect(page.url()).toContain('/sign-in')
      await verifiesInThePage(receipt)
      await context.close()
    },
  )
})

/** With scripts the page checks the receipt itself, and a changed file that somebody chooses. */
async function verifiesInThePage({ path }: SitePage): Promise<void> {
  const { page, context, complaints } = await visitor(browser)
  await page.goto(instance.url + path)
  await expect.poll(() => page.locator('.verdict').first().textContent(), soon).toMatch(/Valid.*checked in this page/s)
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: /^Save as a file/ }).click(),
  ])
  const file = join(home, 'receipt.json')
  await download.saveAs(file)
  const bytes = readFileSync(file)
  await page.goto(`${instance.url}/evidence`)
  const choose = (buffer: Buffer): Promise<void> =>
    page.getByLabel('The receipt').setInputFiles({ name: 'receipt.json', mimeType: 'application/json', buffer })
  const asked: string[] = []
  // a browser fetches the icon of the tab when it likes
  page.on('request', (request) => request.url().includes('/assets/icon-') || asked.push(request.url()))
  await choose(bytes)
  await page.getByRole('button', { name: 'Check this receipt' }).click()
  await expect.poll(() => page.locator('.verdict').textContent(), soon).toMatch(/^Valid.*checked in this page/s)
  const changed = Buffer.from(bytes)
  const at = changed.indexOf('"number":"') + 12
  changed[at] = changed[at] === 0x39 ? 0x38 : 0x39
  await choose(changed)
  await page.getByRole('button', { name: 'Check this receipt' }).click()
  await expect.poll(() => page.locator('.verdict').textContent(), soon).toMatch(/^Changed/)
  expect(asked).toEqual([])
  const [verifier] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: /^verify\.mjs/ }).click(),
  ])
  await verifier.saveAs(join(home, 'verify.mjs'))
  const alone = await promisify(execFile)(process.execPath, ['verify.mjs', 'receipt.json', '--vkey', await vkeyOf(instance.url)], { cwd: home, env: {} }) // prettier-ignore
  expect(alone.stdout).toMatch(/^valid/)
  expect(complaints).toEqual([])
  await context.close()
}

async function vkeyOf(url: string): Promise<string> {
  return (await (await fetch(`${url}/log/vkey`)).text()).trim()
}
