// `npm run shots`: every page of a fresh demo as a picture in artifacts/shots: 1280 px wide in light, 375 px in dark, 320 px in light.
// With --readme it also writes the picture of the README.

import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { sights, signIn, startBrowser, visitor, type Sight } from '../test/harness/browser.ts'
import { actOnSite, eraseOnSite, openPages, personPages, type SitePage } from '../test/harness/site.ts'
import { root } from './run.ts'
import { startInstance } from './tour/instance.ts'

const folder = join(root, 'artifacts/shots')
const home = mkdtempSync(join(tmpdir(), 'wordkept-shots-'))
rmSync(folder, { recursive: true, force: true })
mkdirSync(folder, { recursive: true })

const instance = await startInstance(join(home, 'harbour'), { attempts: 3 })
await instance.operator.probe({ body: {} })
const browser = await startBrowser()
const looks = await Promise.all(sights.map(async (sight) => ({ sight, ...(await visitor(browser, sight)) })))
const [first] = looks
const [maya] = instance.accounts
let taken = 0
try {
  if (!first || !maya) throw new Error('the demo has nobody in it')
  await lookAt(openPages)
  for (const { page } of looks) await signIn(page, instance.url, maya)
  const reached = await actOnSite(first.page, instance.url)
  await lookAt([...personPages, ...reached])
  await lookAt([await eraseOnSite(first.page, instance.url)])
  if (process.argv.includes('--readme')) await pictureForReadme(first.page)
} finally {
  await browser.close()
  await instance.stop()
  rmSync(home, { recursive: true, force: true })
}
console.log(`${taken} pictures in artifacts/shots`)

async function lookAt(pages: readonly SitePage[]): Promise<void> {
  for (const { sight, page } of looks)
    for (const { name, path } of pages) {
      await page.goto(instance.url + path)
      await page.screenshot({ path: join(folder, `${name}-${nameOf(sight)}.png`), fullPage: true })
      taken += 1
    }
}

function nameOf({ width, scheme }: Sight): string {
  return `${width}-${scheme}`
}

/** The statement as the README shows it: how it stands, and a sentence that refused what was tried. */
async function pictureForReadme(page: Page): Promise<void> {
  await page.setViewportSize({ width: 1280, height: 860 })
  await page.goto(`${instance.url}/statement`)
  await page.screenshot({ path: join(root, 'docs/statement.png') })
  taken += 1
}
