// The pages of a person whose data lies in a connected database too, in a real browser: what goes and stays there before, what the request
// waits for, and what became of each column after. Nothing wrong at WCAG 2.2 AA, nothing wider than its window.

import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startInstance, type Instance } from '../../scripts/tour/instance.ts'
import { sights, signIn, startBrowser, visitor, wrongWith } from '../harness/browser.ts'
import { openForeign, type Foreign } from '../harness/foreign.ts'

const home = mkdtempSync(join(tmpdir(), 'wordkept-foreign-web-'))
const shots = 'artifacts/shots'
const params = { name: 'kiosk' }
const soon = { timeout: 30_000, interval: 250 }
let [browser, instance, kiosk]: [Browser, Instance, Foreign] = [null as never, null as never, null as never] // set before any test

beforeAll(async () => {
  ;[browser, instance] = await Promise.all([startBrowser(), startInstance(join(home, 'harbour'))])
  kiosk = await openForeign(readFileSync('examples/kiosk/kiosk.sql', 'utf8'))
  await kiosk.run(`update customer set email = '${ana().email}' where customer_id = 1`)
  await instance.operator.connectSystem({ body: { name: 'kiosk', url: kiosk.url } })
  mkdirSync(shots, { recursive: true })
}, 180_000)

afterAll(async () => {
  await browser?.close()
  await instance?.stop()
  await kiosk?.close()
  rmSync(home, { recursive: true, force: true })
})

function ana(): { email: string; password: string } {
  return instance.accounts.find(({ name }) => name.startsWith('Ana'))! // of the demo
}

async function signMap(): Promise<void> {
  const { map } = await instance.operator.scanSystem({ params })
  const { hash } = await instance.operator.checkMap({ params, body: { map } })
  const { token } = await instance.operator.issueToken({ body: { role: 'officer', service: 'ines', officer: 'ines' } })
  await instance.bearer(token).signMap({ params, body: { map, hash: hash! } })
}

/** What is wrong with a page in each sight, and its pictures. */
async function faults(page: Page, name: string): Promise<string[]> {
  const wrong: string[] = []
  for (const { width, scheme } of sights) {
    await page.setViewportSize({ width, height: 900 })
    await page.emulateMedia({ colorScheme: scheme })
    wrong.push(...(await wrongWith(page)).map((words) => `${name} at ${width}: ${words}`))
    await page.screenshot({ path: `${shots}/foreign-${name}-${width}.png`, fullPage: true })
  }
  return wrong
}

test(
  'a person sees what a connected database holds, what a request waits for, and what became of each column',
  { timeout: 300_000 },
  async () => {
    const { page, context, complaints } = await visitor(browser)
    const wrong: string[] = []
    await signIn(page, instance.url, ana())
    await page.goto(`${instance.url}/you/erase`)
    expect(await page.locator('main').textContent()).toContain('Kiosk: nobody has signed yet')
    wrong.push(...(await faults(page, 'unmapped')))

    await signMap()
    await page.goto(`${instance.url}/you/erase`)
    expect(await page.locator('main').textContent()).toContain('public.invoice_line')
    expect(await page.locator('main').textContent()).toContain('Kiosk, 2 × public.invoice')
    wrong.push(...(await faults(page, 'preview')))

    await kiosk.run('alter table customer add column birthday date')
    await page.getByRole('button', { name: /^Erase / }).click()
    await page.waitForURL(`${instance.url}/receipt/*`)
    const waits = async (): Promise<string> => {
      await page.goto(page.url())
      return (await page.locator('main').textContent()) ?? ''
    }
    await expect
      .poll(waits, soon)
      .toContain('public.customer.birthday: this column came in after the data map was signed')
    wrong.push(...(await faults(page, 'waiting')))

    await signMap()
    const sealed = async (): Promise<string> => {
      await page.goto(page.url())
      return (await page.locator('.certificate').count()) === 0
        ? ''
        : ((await page.locator('.certificate').textContent()) ?? '')
    }
    await expect.poll(sealed, soon).toContain('kiosk, column by column')
    expect(await sealed()).toMatch(/public\.customer\.email\s*1\s*gone/)
    wrong.push(...(await faults(page, 'certificate')))
    expect([...wrong, ...complaints]).toEqual([])
    await context.close()
  },
)
