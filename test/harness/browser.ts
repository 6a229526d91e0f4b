// A headless Chromium for the pages: what it is started with, what a page must be free of, and how a person gets in.

import { AxeBuilder } from '@axe-core/playwright'
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core'

// --no-sandbox: CI runs as root in a container; the rest keeps it from calling home
const flags = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run', '--disable-quic'] // prettier-ignore

/** The Chromium to use: the one CHROMIUM names, or Debian's. */
const chromiumPath = process.env['CHROMIUM'] ?? '/usr/bin/chromium'

/** Starts a browser. The caller closes it. */
export function startBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: chromiumPath, args: flags })
}

/** A way to look at a page: how wide, and in which light. */
export interface Sight {
  readonly width: number
  readonly scheme: 'light' | 'dark'
}

/** The three sights every page has to bear. 320 px is 1280 at 400 % zoom (WCAG 1.4.10). */
export const sights: readonly Sight[] = [
  { width: 1280, scheme: 'light' },
  { width: 375, scheme: 'dark' },
  { width: 320, scheme: 'light' },
]

/** A visitor: a context of their own. `complaints` collects what the console reported, violations of the policy among it. */
export interface Visitor {
  readonly page: Page
  readonly context: BrowserContext
  readonly complaints: string[]
}

/** Lets somebody in with a browser of their own. `scripts` false: none runs. */
export async function visitor(
  browser: Browser,
  { width, scheme, scripts = true }: Partial<Sight> & { scripts?: boolean } = {},
): Promise<Visitor> {
  const context = await browser.newContext({
    viewport: { width: width ?? 1280, height: 900 },
    colorScheme: scheme ?? 'light',
    javaScriptEnabled: scripts,
    acceptDownloads: true,
  })
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('console', (message) => {
    // a page of an error is meant to be one
    const expected = /Failed to load resource: .* status of 40[34]/.test(message.text())
    if (message.type() === 'error' && !expected) complaints.push(`${page.url()}: ${message.text()}`)
  })
  page.on('pageerror', (error) => complaints.push(`${page.url()}: ${error.message}`))
  return { page, context, complaints }
}

/** Signs in through the form, as a person would. */
export async function signIn(
  page: Page,
  origin: string,
  { email, password }: { email: string; password: string },
): Promise<void> {
  await page.goto(`${origin}/sign-in`)
  await page.getByLabel('E-mail address').fill(email)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL(`${origin}/you`)
}

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** What axe finds wrong at WCAG 2.2 AA, and whether the page is wider than its window: one sentence each. */
export async function wrongWith(page: Page): Promise<string[]> {
  // in the page itself, which has no frames, and without a list of all that is right: a statement has thousands of elements
  const axe = new AxeBuilder({ page }).options({ runOnly: rules, resultTypes: ['violations'] }).setLegacyMode()
  const { violations } = await axe.analyze()
  const inner = page.viewportSize()?.width ?? 0
  const wide = Number(await page.evaluate('document.documentElement.scrollWidth'))
  return [
    ...violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`),
    ...(wide > inner ? [`the page is ${wide} px wide in a window of ${inner}`] : []),
  ]
}
