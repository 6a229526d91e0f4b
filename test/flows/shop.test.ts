// The example shop as its README starts it: `kept serve` with the shop's statement, tokens from `kept token`, and the shop, each a process
// of its own; used over HTTP like a visitor would.

import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { html } from '../../examples/shop/app/pages.ts'
import { createShop } from '../../examples/shop/app/shop.ts'
import { socketFetch } from '../../src/cli/socket-fetch.ts'
import { createClient, type Client } from '../../src/client/index.ts'
import { printTypes } from '../../src/statement/index.ts'
import { folder, versionOf } from '../harness/gate.ts'

const home = mkdtempSync(join(tmpdir(), 'wordkept-shop-'))
const running: ChildProcess[] = []
const readme = readFileSync('examples/shop/README.md', 'utf8')
const blocks = [...readme.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, text = '']) => text)
let kept = ''
let shop = ''
let operator: Client

beforeAll(async () => {
  kept = await start(blocks[0]!, / at (http\S+)/, { KEPT_PORT: '0' })
  shop = await start(blocks[1]!, /open at (http\S+)/, { KEPT_URL: kept, PORT: '0' })
  operator = createClient({ origin: kept, fetch: socketFetch(join(home, 'kept.sock')) })
}, 120_000)
afterAll(async () => {
  for (const child of running.reverse()) {
    if (child.exitCode !== null) continue
    const ended = new Promise((resolve) => child.once('exit', resolve))
    process.kill(-child.pid!, 'SIGTERM') // the group: the shell and what it runs
    await ended
  }
  rmSync(home, { recursive: true, force: true })
})

/** Runs lines of the README; answers the address that they print. */
async function start(lines: string, address: RegExp, env: Readonly<Record<string, string>>): Promise<string> {
  const node = `"${process.execPath}"`
  const around = `set -e\nnpx() { shift; ${node} bin/kept.js "$@"; }\nnode() { ${node} "$@"; }\n`
  const child = spawn('bash', ['-c', around + lines], {
    env: { PATH: process.env['PATH'], KEPT_HOME: home, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  running.push(child)
  let said = ''
  return new Promise((resolve, reject) => {
    const hear = (bytes: Buffer): void => {
      said += bytes.toString('utf8')
      const found = address.exec(said)?.[1]
      if (found !== undefined) resolve(found)
    }
    child.stdout.on('data', hear)
    child.stderr.on('data', hear)
    child.once('exit', (code) => reject(new Error(`it ended with ${code}: ${said}`)))
  })
}

/** Somebody with a browser that keeps cookies and runs no script. */
function visitor() {
  let cookie = ''
  const ask = async (
    path: string,
    form?: Readonly<Record<string, string>>,
    headers: Readonly<Record<string, string>> = {},
  ) => {
    const response = await fetch(new URL(path, shop), {
      redirect: 'manual',
      headers: { cookie, ...headers },
      ...(form && { method: 'POST', body: new URLSearchParams(form) }),
    })
    cookie = response.headers.getSetCookie()[0]?.split(';')[0] ?? cookie
    return { status: response.status, to: response.headers.get('location'), text: await response.text(), headers: response.headers } // prettier-ignore
  }
  return { see: (path: string) => ask(path), send: ask }
}

const ada = { name: 'Ada Quay', email: 'ada@example.org', password: 'a long way to the quay' }

describe('a customer', () => {
  const own = visitor()

  test('sees the records without being known, and joins to order one', async () => {
    expect((await own.see('/')).text).toContain('Blue Warehouse')
    expect(await own.send('/basket', { album: 'ab-102' })).toMatchObject({ status: 303, to: '/basket' })
    expect((await own.see('/basket')).text).toContain('to order')
    expect(await own.see('/orders')).toMatchObject({ status: 303, to: '/sign-in' })
    expect(await own.send('/join', ada)).toMatchObject({ status: 303, to: '/basket' })
    expect(await own.send('/orders', { street: 'Quay 1, Port Haven' })).toMatchObject({ status: 303, to: '/orders' })
    expect((await own.see('/orders')).text).toMatch(/Blue Warehouse, 12\.90 €, order [0-9a-f]{8} of \d{4}-\d{2}-\d{2}/)
    expect((await operator.findPerson({ body: { field: 'email', value: ada.email } })).counts).toEqual([
      { product: 'account', category: 'contact', count: 1, law: null },
      { product: 'shop', category: 'contact', count: 1, law: null },
      { product: 'shop', category: 'interaction.device.purchase', count: 1, law: null },
      { product: 'shop', category: 'licence.invoice', count: 1, law: null },
    ])
  })

  test('is not watched looking around before a yes, and is after it', async () => {
    expect((await own.see('/albums/ab-201')).text).toContain('We did not note that you looked.')
    expect((await own.see('/suggestions')).text).toContain('This may be used for suggestions only after you say yes to')
    expect((await own.see('/you')).text).toContain(
      'Keep which tracks I look at, to suggest music I may like. It is off.',
    )
    await own.send('/choices', { name: 'suggestions', value: 'on' })
    expect((await own.see('/albums/ab-201')).text).toContain('We noted that you looked, for your suggestions.')
    expect((await own.see('/suggestions')).text).toContain('A Winter Bow')
    await own.send('/choices', { name: 'suggestions', value: 'off' })
    expect((await own.see('/suggestions')).text).not.toContain('A Winter Bow')
  })

  test('is suggested nothing from purchases: no sentence allows it', async () => {
    expect((await own.see('/suggestions')).text).toContain(
      'From what you bought we suggest nothing. No sentence allows this to be used for suggestions.',
    )
    expect(await own.send('/sign-in', { ...ada, password: 'not the one I chose' })).toMatchObject({ status: 401 })
  })

  test('what anybody typed is text, and a form of another page is not taken', async () => {
    expect(html`<p title="${'" onclick="x'}">${'<b>Bo</b> & co'}</p>`.text).toBe('<p title="&#34; onclick=&#34;x">&#60;b&#62;Bo&#60;/b&#62; &#38; co</p>') // prettier-ignore
    const other = visitor()
    await other.send('/join', { ...ada, email: 'bo@example.org', name: '<b>Bo</b>' })
    await other.send('/basket', { album: 'ab-301' })
    const foreign = await other.send('/orders', { street: 'x' }, { origin: 'https://elsewhere.example' })
    expect(foreign.status).toBe(403)
    expect((await other.see('/orders')).text).toContain('You bought nothing yet.')
    expect((await other.see('/nowhere')).status).toBe(404)
    expect((await other.see('/')).headers.get('content-security-policy')).toContain("default-src 'none'")
  })

  test('erases everything: the receipt says what the tax law keeps', async () => {
    const gone = await own.send('/erase', {})
    expect(gone.text).toContain('We erased what we held about you.')
    const link = /href="([^"]*[0-9a-f]{32}[^"]*)"/.exec(gone.text)?.[1] ?? ''
    const secret = /[0-9a-f]{32}/.exec(link)?.[0] ?? ''
    const stranger = createClient({ origin: kept })
    const began = performance.now()
    let receipt = await stranger.receipt({ params: { secret } })
    while (!receipt.sealed && performance.now() - began < 30_000) {
      await new Promise((resolve) => setTimeout(resolve, 200))
      receipt = await stranger.receipt({ params: { secret } })
    }
    expect(receipt.sealed).toBe(true)
    expect(receipt.request.residue.some(({ clause }) => clause === 'tax')).toBe(true)
    expect((await operator.findPerson({ body: { field: 'email', value: ada.email } })).known).toBe(false)
    expect(await own.send('/sign-in', ada)).toMatchObject({ status: 401 })
  }, 60_000)
})

test('the newsletter goes to who said yes to it, and to nobody else', async () => {
  const { token } = await operator.issueToken({ body: { role: 'service', service: 'news', products: ['account', 'shop'], purposes: ['newsletter', 'suggest'] } }) // prettier-ignore
  const { token: operatorToken } = await operator.issueToken({ body: { role: 'operator', service: 'news' } })
  const opened = createShop({ kept, token, operatorToken })
  const [cleo, dan] = await Promise.all(['cleo', 'dan'].map((name) => opened.join({ name, email: `${name}@example.org`, password: ada.password }))) // prettier-ignore
  await opened.choose(cleo!, 'newsletter', 'on')
  const all = [cleo!.email, dan!.email, 'nobody@example.org']
  expect(await opened.readersAmong(all)).toEqual(['cleo'])
  await opened.choose(cleo!, 'newsletter', 'off')
  expect(await opened.readersAmong(all)).toEqual([])
  expect(await opened.suggestFromPurchases(cleo!)).toMatchObject({ effect: 'deny', term: 'based' })
}, 60_000)

test('the types beside the shop are those of its statement: else run the command that its README names', async () => {
  const compiled = await versionOf(folder('examples/shop/statement'))
  expect(readFileSync('examples/shop/app/statement.ts', 'utf8')).toBe(printTypes(compiled))
  expect(readme).toContain('npx kept build examples/shop/statement --types examples/shop/app/statement.ts')
})
