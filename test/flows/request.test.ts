// `kept request` and the private page it prints, beside a database that alone knows its customers: what the operator is told of a copy, of an
// erasure, of nobody, and of what is no address; and what somebody with the link reads of a copy.

import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createServer } from '../../src/server/server.ts'
import { openForeign, type Foreign } from '../harness/foreign.ts'
import { openHouse, origin, type House } from '../harness/house.ts'
import { run, type Printed } from '../harness/kept.ts'
import { unzip } from '../harness/zip.ts'

let home = ''
let [house, desk, kiosk]: [House, FastifyInstance, Foreign] = [null as never, null as never, null as never] // set before any test

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'wordkept-request-'))
  ;[house, kiosk] = await Promise.all([openHouse({ home: join(home, 'house'), pages: true }), openForeign(readFileSync('examples/kiosk/kiosk.sql', 'utf8'))]) // prettier-ignore
  desk = await createServer(house.app, { origin, pages: false, operator: true, log: () => {} })
  await desk.listen({ path: join(home, 'kept.sock') })
}, 120_000)
afterAll(async () => {
  await desk?.close()
  await house?.close()
  await kiosk?.close()
  rmSync(home, { recursive: true, force: true })
})

function keptRequest(kind: 'access' | 'erase', whose: string, ...more: string[]): Promise<Printed> {
  return run(['request', kind, '--proof', 'document', '--home', home, ...more], { cwd: home, input: `${whose}\n` })
}

async function connect(): Promise<void> {
  const params = { name: 'kiosk' }
  await house.operator.connectSystem({ body: { name: 'kiosk', url: kiosk.url } })
  const { map } = await house.operator.scanSystem({ params })
  const { hash } = await house.operator.checkMap({ params, body: { map } })
  await (await house.as('officer', { officer: 'ines' })).signMap({ params, body: { map, hash: hash! } })
}

/** What a page says, without its tags. */
async function pageOf(address: string): Promise<string> {
  const { statusCode, body } = await house.server.inject({ url: new URL(address).pathname })
  expect(statusCode).toBe(200)
  return body.replace(/<(script|style)[\s\S]*?<\/\1>/g, '').replace(/<!--.*?-->|<[^>]+>/g, ' ').replace(/\s+/g, ' ') // prettier-ignore
}

test('where only the vault could know somebody, nobody is begun and the operator reads why', async () => {
  const { code, out, err } = await keptRequest('erase', 'nobody@example.org')
  expect([code, out]).toEqual([1, []])
  expect(err.join('\n')).toContain('nobody of this email is known in any store, and nothing was begun')
  await connect()
})

test('a copy: its file and the whole address of its page are printed, and the page speaks of a copy', async () => {
  const { code, out } = await keptRequest('access', 'tom@example.org', '--out', 'tom.zip')
  const printed = out.join('\n')
  expect(code).toBe(0)
  expect(printed).toContain('done, and read back')
  expect(printed).toContain('the copy is in tom.zip')
  expect(printed).not.toContain('nobody')
  const files = unzip(readFileSync(join(home, 'tom.zip')))
  expect(JSON.parse(files.get('identifiers.json')!.toString())).toEqual([{ field: 'email', value: 'tom@example.org' }])
  const [address = ''] = /https?:\/\/\S+\/receipt\/[0-9a-f]{32}/.exec(printed) ?? []
  expect(new URL(address).origin).toBe(new URL(origin).origin)
  const page = await pageOf(address)
  expect(page).toContain('Your copy')
  expect(page).toContain('identifiers.json')
  expect(page).toContain('From the desk where you asked')
  expect(page).toMatch(/The file stays until .*\d/)
  expect(page).toMatch(/It works until .*\d/)
  for (const untrue of ['Still under way', 'Look again', 'We remove', 'sealed', 'no account of yours', 'What stays', 'tom@']) expect(page).not.toContain(untrue) // prettier-ignore
})

test('an erasure says of a system how much went and how much stays', async () => {
  const { code, out } = await keptRequest('erase', 'tom@example.org')
  expect(code).toBe(0)
  expect(out.find((line) => line.startsWith('kiosk '))).toMatch(/^kiosk +\d things erased +\d+ columns stay$/)
  expect(out.find((line) => line.startsWith('Vault '))).toMatch(/(gone|the rest stays)$/)
  const [address = ''] = /https?:\/\/\S+/.exec(out.at(-1)!) ?? []
  expect(await pageOf(address)).toMatch(/kiosk \d things erased .{0,40}\d+ columns stay/)
})

test('of somebody whom no store knows the operator is told so; the page is the one everybody gets', async () => {
  for (const [kind, words] of [['access', 'the copy holds this email and nothing else'], ['erase', 'there was nothing to erase']] as const) {
    const who = `nobody-${kind}@example.org`
    const { code, out } = await keptRequest(kind, who)
    const printed = out.join('\n')
    expect(code).toBe(0)
    expect(printed).toContain(`nobody of this email is known in any store; ${words}`)
    expect(await pageOf(/https?:\/\/\S+/.exec(out.at(-1)!)![0])).not.toMatch(/nobody of this|in any store/)
  }
}) // prettier-ignore

test('what is no address is refused before anything begins, and without being repeated', async () => {
  for (const kind of ['access', 'erase'] as const) {
    const { code, out, err } = await keptRequest(kind, 'not an address', '--out', 'no.zip')
    expect([code, out]).toEqual([1, []])
    expect(err.join('\n')).toContain('expected: an e-mail address, such as maya@example.org')
    expect(err.join('\n')).not.toContain('not an address')
  }
  expect(existsSync(join(home, 'no.zip'))).toBe(false)
  expect((await house.operator.deskRequests()).requests).toEqual([])
})
