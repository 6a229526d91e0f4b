// A foreign database from the first connection to its removal, as an operator and an officer do it: over the command line and the API,
// on a real PostgreSQL. Nothing is guessed silently, nothing counts unsigned, what changes there shows here, and the credential nowhere.

import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { parseLeaf } from '../../src/evidence/index.ts'
import { createServer } from '../../src/server/server.ts'
import { canaryUrl } from '../harness/canary-role.ts'
import { freshOnServer } from '../harness/databases.ts'
import { openHouse, origin, type House } from '../harness/house.ts'
import { run, type Printed } from '../harness/kept.ts'
import { listProcesses } from '../harness/processes.ts'

let home = ''
let house: House
let desk: FastifyInstance
let foreign: pg.Client
let url = ''
let own: pg.Client
const drops: (() => Promise<void>)[] = []

/** A fresh database with somebody who looks into it directly. */
async function openDatabase(how: 'migrated' | 'empty'): Promise<{ url: string; client: pg.Client }> {
  const fresh = await freshOnServer(how)
  const client = new pg.Client({ connectionString: fresh.url })
  client.on('error', () => {})
  await client.connect()
  drops.push(async () => {
    await client.end()
    await fresh.drop()
  })
  return { url: fresh.url, client }
}

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'wordkept-systems-'))
  const storage = await openDatabase('migrated')
  own = storage.client
  house = await openHouse({ home: join(home, 'house'), storage: { engine: 'postgres', url: storage.url } })
  desk = await createServer(house.app, {
    origin,
    pages: false,
    operator: true,
    log: (line) => void house.log.push(line),
  })
  await desk.listen({ path: join(home, 'kept.sock') })
  ;({ url, client: foreign } = await openDatabase('empty'))
  await foreign.query(readFileSync('examples/kiosk/kiosk.sql', 'utf8'))
}, 120_000)
afterAll(async () => {
  await desk.close()
  await house.close()
  for (const drop of drops) await drop()
  rmSync(home, { recursive: true, force: true })
})

const kept = (...args: readonly string[]): Promise<Printed> => run([...args, '--home', home], { cwd: home })
const keptWith = (input: string, ...args: readonly string[]): Promise<Printed> => run([...args, '--home', home], { cwd: home, input }) // prettier-ignore
const file = (name: string): string => join(home, name)
const standing = async (clause: string) => {
  const { sections, coverage } = await house.client().statement()
  const found = sections.flatMap(({ clauses }) => clauses).find(({ id }) => id === clause)!
  return { ...found.standing, coverage }
}
const scanNow = (): Promise<string> => house.app.jobs.run('scan')

describe('connecting', () => {
  test('nothing is connected at first, and the words say how', async () => {
    expect((await kept('connect')).out).toEqual([
      `no system is connected: \`npx kept connect NAME --home ${home}\` connects one`,
    ])
    expect((await standing('no-ads')).coverage).toMatchObject({ systems: 0, inSystems: [] })
  })

  test.each([
    ['as the name', ['connect', 'postgres://kept:canary@db.example/shop']],
    ['as an option', ['connect', 'kiosk', '--url', 'postgres://kept:canary@db.example/shop']],
    ['as an option with =', ['connect', 'kiosk', '--url=postgres://kept:canary@db.example/shop']],
  ])('a URL on the command line is refused %s, and not repeated', async (_, args) => {
    const { code, out, err } = await kept(...args)
    expect([code, out, err[0]]).toEqual([64, [], expect.stringMatching(/^error usage: a URL on the command line is seen by every user/)]) // prettier-ignore
    expect(err.join('\n')).not.toContain('canary')
  })

  test.each([
    ['', 64, /no URL came/],
    ['shop', 1, /begins with `postgres:\/\/`/],
    ['postgres://kept:canary@127.0.0.1:9/shop', 1, /nothing answers at its address/],
    ['postgres://kept:canary@169.254.169.254/shop', 1, /an address that no database has/],
    ['postgres://kept:canary@nowhere.invalid/shop', 1, /the name of its host leads nowhere/],
  ])('a URL that does not work (%s) is told why and not kept', async (input, code, words) => {
    const said = await keptWith(input, 'connect', 'kiosk')
    expect([said.code, said.err.join('\n')]).toEqual([code, expect.stringMatching(words)])
    expect(JSON.stringify(said)).not.toContain('canary')
    expect((await house.operator.systems()).systems).toEqual([])
  })

  test('a URL from a file that others may read is taken with a warning', async () => {
    writeFileSync(file('kiosk.url'), `${url}\n`, { mode: 0o644 })
    const { code, out, err } = await kept('connect', 'kiosk', '--url-file', 'kiosk.url')
    expect([code, err]).toEqual([0, ['look  others on this machine may read kiosk.url: `chmod 600 kiosk.url`']])
    expect(out[0]).toMatch(/^kiosk: connected to 127\.0\.0\.1:\d+\/wordkept_\w+, PostgreSQL \d+/)
    expect(out.at(-1)).toMatch(/^next: `npx kept scan kiosk --out kiosk\.yaml --home \S+`/)
  })

  test('the list shows where it is and how it stands', async () => {
    const { out } = await kept('connect')
    expect(out[0]).toMatch(/^system +where +data map +last read$/)
    expect(out[1]).toMatch(/^kiosk +127\.0\.0\.1:\d+\/wordkept_\w+ +none is signed +never scanned$/)
  })

  test('connecting it again changes its credential', async () => {
    const { code, out } = await keptWith(url, 'connect', 'kiosk')
    expect([code, out[0]]).toEqual([0, expect.stringMatching(/^kiosk: has its new credential for 127/)])
  })

  test('a token may not connect what only this machine can reach', async () => {
    const { token } = await house.operator.issueToken({ body: { role: 'operator', service: 'away' } })
    const away = house.client(token).connectSystem({ body: { name: 'other', url } })
    await expect(away).rejects.toMatchObject({ code: 'system_refused', detail: { why: 'address-private' } })
  })

  test('only operators connect; auditors may look; nobody else may', async () => {
    const [officer, auditor, service] = await Promise.all([
      house.as('officer', { officer: 'ines' }),
      house.as('auditor', {}),
      house.as('service', { service: 'x', products: ['store'] }),
    ])
    expect((await auditor.systems()).systems.map(({ name }) => name)).toEqual(['kiosk'])
    for (const client of [officer, auditor, service])
      await expect(client.connectSystem({ body: { name: 'x', url } })).rejects.toMatchObject({ code: 'role_refused' })
    for (const client of [service, house.client()]) await expect(client.systems()).rejects.toMatchObject({ code: expect.stringMatching(/^(role|token)_refused$/) }) // prettier-ignore
    await expect(auditor.scanSystem({ params: { name: 'kiosk' } })).rejects.toMatchObject({ code: 'role_refused' })
    await expect(house.operator.signMap({ params: { name: 'kiosk' }, body: { map: 'x', hash: '0'.repeat(64) } })).rejects.toMatchObject({ code: 'role_refused' }) // prettier-ignore
  })
})

describe('mapping', () => {
  test('a name nobody knows is answered with the one that was meant', async () => {
    const { code, err } = await kept('scan', 'kiosc')
    expect([code, err]).toEqual([1, ['error name_unknown: nothing has this name', '  ┌ system: kiosc', '  ┌ meant: kiosk', expect.any(String)]]) // prettier-ignore
  })

  test('a scan says whose rows, what they hold and what erasing would mean, without a value', async () => {
    const { code, out } = await kept('scan', 'kiosk')
    const text = out.join('\n')
    expect(code).toBe(0)
    expect(out[0]).toMatch(/^kiosk: 6 tables, \d+ columns; \d+ hold data of people who may ask, \d+ of staff$/)
    expect(text).toMatch(/^public\.customer +not counted +people +contact ×\d .* +\d+ %$/m)
    expect(text).toMatch(/^public\.employee +not counted +staff .* no request touches it +\d+ %$/m)
    expect(text).toMatch(/^public\.invoice +not counted +people .* keep because of tax-147/m)
    expect(text).toMatch(/^public\.invoice_line +not counted +people .* keep because of tax-147/m)
    expect(text).toMatch(
      /^not counted: rows are the database's own estimate, and it makes none before its first `analyze`/m,
    )
    expect(text).toMatch(/nobody’s data: public\.article$/m)
    expect(out.at(-1)).toMatch(/^next: `npx kept scan kiosk --out kiosk\.yaml --home \S+` writes the draft down/)
    expect(text).not.toMatch(/Larsen|@example|Ropewalk|Lantern/)
  })

  test('the draft goes into a file and never over one that is there', async () => {
    expect((await kept('scan', 'kiosk', '--out', 'kiosk.yaml')).out.at(-1)).toMatch(/^next: read and mend kiosk\.yaml/)
    const draft = readFileSync(file('kiosk.yaml'), 'utf8')
    expect(draft).toContain('is: contact')
    expect(draft).not.toMatch(/Larsen|@example\.org|Ropewalk/)
    const again = await kept('scan', 'kiosk', '--out', 'kiosk.yaml')
    expect(again.err).toEqual([expect.stringMatching(/^error file_exists/), '  ┌ file: kiosk.yaml', expect.stringContaining('name another file or folder')]) // prettier-ignore
    expect(readFileSync(file('kiosk.yaml'), 'utf8')).toBe(draft)
  })

  test('what is wrong in an edited map is told with its line, and nothing is signed', async () => {
    const draft = readFileSync(file('kiosk.yaml'), 'utf8')
    writeFileSync(file('wrong.yaml'), draft.replace('whose: staff', 'whose: stuff').replace('{ is: contact,', '{ is: contract,')) // prettier-ignore
    await kept('token', '--role', 'officer', '--officer', 'ines', '--save')
    const { code, out } = await kept('map', 'kiosk', 'wrong.yaml', '--officer', 'ines')
    const text = out.join('\n')
    expect(code).toBe(2)
    expect(text).toMatch(/^ {2}┌ wrong\.yaml:\d+:\d+$/m)
    expect(text).toMatch(/│ +(- )?whose: stuff$/m)
    expect(text).toMatch(/contact/)
    expect(out.at(-1)).toMatch(/^\d things to mend in wrong\.yaml; nothing was signed$/)
    expect((await house.operator.systems()).systems[0]!.map).toBeNull()
    const json = JSON.parse((await kept('map', 'kiosk', 'wrong.yaml', '--json')).out.join('\n')) as object
    expect(json).toMatchObject({ hash: null, signed: null, problems: expect.arrayContaining([{ line: expect.any(Number), column: expect.any(Number), message: expect.any(String), help: expect.any(String) }]) }) // prettier-ignore
  })

  test.each([
    ['no YAML at all', '{{{'],
    ['YAML of something else', 'a: 1'],
    ['nothing', '\n'],
    ['NULs', 'format: \0'],
    ['a megabyte of brackets', '['.repeat(1024 * 1024)],
    ['the map of another system', 'other'],
  ])('%s is refused in a moment', async (_, text) => {
    const draft = readFileSync(file('kiosk.yaml'), 'utf8')
    writeFileSync(file('bad.yaml'), text === 'other' ? draft.replace('system: kiosk', 'system: other') : text)
    const began = Date.now()
    expect((await kept('map', 'kiosk', 'bad.yaml')).code).toBe(2)
    expect(Date.now() - began).toBeLessThan(10_000)
  })

  test('it is shown, then signed by an officer, and counts; until then the coverage line says that none is signed', async () => {
    await scanNow()
    expect((await standing('no-ads')).coverage.inSystems).toMatchObject([{ summary: 'kiosk: nobody has signed yet what it holds about people' }]) // prettier-ignore
    const looked = await kept('map', 'kiosk', 'kiosk.yaml')
    expect([looked.code, looked.out.at(-1)]).toEqual([0, expect.stringMatching(/^kiosk\.yaml fits .*; `--officer NAME` signs it$/)]) // prettier-ignore
    expect((await kept('map', 'kiosk')).err.join('\n')).toContain('nobody has signed one for kiosk')
    const signed = await kept('map', 'kiosk', 'kiosk.yaml', '--officer', 'ines')
    expect([signed.code, signed.out.at(-1)]).toEqual([0, expect.stringMatching(/^kiosk: version 1 is signed by ines, hash [0-9a-f]{16}; it counts/)]) // prettier-ignore
    expect((await kept('map', 'kiosk')).out.join('\n').trim()).toBe(readFileSync(file('kiosk.yaml'), 'utf8').trim())
    expect((await kept('connect')).out[1]).toMatch(
      /version 1, ines \d{4}-\d\d-\d\d +\d{4}-\d\d-\d\d \d\d:\d\d, 6 tables$/,
    )
    expect((await standing('no-ads')).coverage.inSystems).toEqual([])
  })

  test('another map than the one of the hash is not signed', async () => {
    const ines = await house.as('officer', { officer: 'ines' })
    const map = readFileSync(file('kiosk.yaml'), 'utf8')
    const other = ines.signMap({ params: { name: 'kiosk' }, body: { map, hash: '0'.repeat(64) } })
    await expect(other).rejects.toMatchObject({ code: 'conflict' })
  })

  test('who is no officer of the register any more signs nothing', async () => {
    await expect(house.as('officer', { officer: 'nobody' })).rejects.toMatchObject({ code: 'name_unknown' })
  })
})

describe('drift', () => {
  test('a new column stands against the sentence concerned and on the coverage line, and nobody edits anything', async () => {
    await scanNow()
    const before = await standing('no-ads')
    await foreign.query('alter table customer add column birthday date')
    expect(await scanNow()).toBe('read 1 of 1 systems, 1 differences from their maps')
    const auditor = await house.as('auditor', {})
    const found = (await auditor.findings()).findings.filter(({ key }) => key.startsWith('system kiosk'))
    expect(found).toMatchObject([{ kind: 'drift', count: 1, summary: expect.stringContaining('kiosk: public.customer.birthday is new') }]) // prettier-ignore
    const after = await standing(found[0]!.clause!) // customer holds what a sentence speaks of
    expect(after.coverage.covered.of).toBe(before.coverage.covered.of + 1)
    expect(after.coverage.covered.covered).toBe(before.coverage.covered.covered)
    expect(after).toMatchObject({ state: 'broken', reason: expect.stringContaining('birthday') })
    await scanNow()
    expect((await auditor.findings()).findings.find(({ key }) => key === found[0]!.key)?.count).toBe(1)
  })

  test('the next scan tells it, and drafts what was signed with the new column in it', async () => {
    const { out } = await kept('scan', 'kiosk', '--out', 'kiosk-2.yaml')
    expect(out.join('\n')).toMatch(/differs from the data map that was signed:\n {2}public\.customer\.birthday is new/)
    const [one, two] = ['kiosk.yaml', 'kiosk-2.yaml'].map((name) => readFileSync(file(name), 'utf8').split('\n').filter((line) => !/^ *#/.test(line)).map((line) => line.replace(/ #.*/, ''))) as [string[], string[]] // prettier-ignore
    expect(two.filter((line) => !one.includes(line))).toEqual([expect.stringMatching(/birthday: \{ is: /)])
  })

  test('signing the map with it settles it', async () => {
    const signed = await kept('map', 'kiosk', 'kiosk-2.yaml', '--officer', 'ines')
    expect(signed.out.at(-1)).toMatch(/^kiosk: version 2 is signed/)
    const auditor = await house.as('auditor', {})
    expect((await auditor.findings()).findings.filter(({ key }) => key.startsWith('system kiosk'))).toEqual([])
    expect((await kept('scan', 'kiosk')).out.at(-1)).toBe('nothing differs from the data map that was signed')
  })

  test('what concerns nobody is no finding', async () => {
    await foreign.query(
      'create table counter (name text, value integer); alter table article add column weight numeric',
    )
    await scanNow()
    const auditor = await house.as('auditor', {})
    expect((await auditor.findings()).findings.filter(({ key }) => key.startsWith('system kiosk'))).toEqual([])
  })

  test('a column that went is a promise nobody can keep, until the map is signed anew', async () => {
    await foreign.query('alter table customer rename column phone to handset')
    await scanNow()
    const auditor = await house.as('auditor', {})
    const summaries = (await auditor.findings()).findings.filter(({ key }) => key.startsWith('system kiosk')).map(({ summary }) => summary) // prettier-ignore
    expect(summaries.join('\n')).toMatch(/phone is not there any more/)
    expect(summaries.join('\n')).toMatch(/handset is new/)
    await foreign.query('alter table customer rename column handset to phone')
    await scanNow()
    expect((await auditor.findings()).findings.filter(({ key }) => key.startsWith('system kiosk'))).toEqual([])
  })
})

describe('trouble', () => {
  test('a system that is away is told as such, keeps what was known, and comes back', async () => {
    await foreign.query('create role gone login superuser')
    onTestFinished(() => foreign.query('drop role if exists gone').then(() => {}))
    const other = new URL(url)
    ;[other.username, other.password] = ['gone', 'x']
    await house.operator.connectSystem({ body: { name: 'kiosk', url: other.href } })
    await foreign.query('alter role gone nologin')
    expect(await scanNow()).toBe('read 0 of 1 systems, 0 differences from their maps')
    const [system] = (await house.operator.systems()).systems
    expect(system).toMatchObject({ tables: 7, map: { version: 2 }, trouble: { reason: 'it does not accept this user and password' } }) // prettier-ignore
    expect((await kept('connect')).out[1]).toMatch(/: it does not accept this user and password$/)
    expect((await kept('scan', 'kiosk')).err.join('\n')).toContain('it does not accept this user and password')
    await keptWith(url, 'connect', 'kiosk')
    expect(await scanNow()).toMatch(/^read 1 of 1/)
    expect((await house.operator.systems()).systems[0]!.trouble).toBeNull()
  })
})

/** Texts of every file below a folder. */
function texts(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .map((path) => readFileSync(path, 'latin1'))
}

describe('the credential', () => {
  test('is in no answer, log, error, finding, process list, file or row', { timeout: 120_000 }, async () => {
    const { url: secret, canary } = await canaryUrl(url)
    const said: unknown[] = []
    said.push(await keptWith(secret, 'connect', 'kiosk'), await keptWith(secret, 'connect', 'kiosk', '--json'))
    said.push(await keptWith(secret.replace(/\/[^/]*$/, '/nosuch'), 'connect', 'kiosk'))
    said.push(await keptWith(secret.replace(canary, `${canary}%zz`), 'connect', 'kiosk'))
    for (const args of [['connect'], ['connect', '--json'], ['scan', 'kiosk'], ['scan', 'kiosk', '--json'], ['map', 'kiosk', '--json'], ['doctor', '--json']]) said.push(await kept(...args)) // prettier-ignore
    const listing = listProcesses()
    const auditor = await house.as('auditor', {})
    said.push(listing, await auditor.findings(), await auditor.systems(), house.log, await house.client().statement())
    const clumsy = house.operator.connectSystem({ body: { name: 'NOT A NAME', url: secret } })
    said.push(await clumsy.catch((cause: { code: string; detail: object; fields: object; message: string }) => ({ ...cause, message: cause.message }))) // prettier-ignore
    const rows = await dump()
    expect(rows.filter((row) => row.includes('kiosk')).length).toBeGreaterThan(3)
    said.push(rows)
    const found = [...said.map((one) => JSON.stringify(one)), ...texts(house.home)].filter((text) => spellings(canary).some((spelling) => text.includes(spelling))) // prettier-ignore
    expect(found).toEqual([])
    expect(JSON.stringify(said)).toContain('kiosk')
  })

  /** Every row of every table of the house's own database as text, bytes in hexadecimal. */
  async function dump(): Promise<readonly string[]> {
    const { rows: tables } = await own.query<{ name: string }>(
      `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname in ('public', 'app', 'accounts', 'jobs')`,
    )
    expect(tables.length).toBeGreaterThan(25)
    const each = tables.map(async ({ name }) => (await own.query<{ row: string }>(`select t::text as row from ${name} t`)).rows) // prettier-ignore
    return (await Promise.all(each)).flat().map(({ row }) => row)
  }

  function spellings(value: string): string[] {
    const base64 = Buffer.from(value).toString('base64').replace(/=+$/, '').slice(0, -1)
    return [value, base64, Buffer.from(value).toString('hex'), encodeURIComponent(value)]
  }
})

test('every use of a credential is in the ledger', async () => {
  const typesOf = async (): Promise<readonly string[]> => {
    await house.app.ledger.sequence()
    return (await own.query<{ leaf: Buffer }>('select leaf from leaf order by index')).rows.map(({ leaf }) => parseLeaf(leaf).type) // prettier-ignore
  }
  const before = (await typesOf()).length
  await house.operator.connectSystem({ body: { name: 'kiosk', url } })
  await scanNow()
  expect((await typesOf()).slice(before)).toEqual(['system.open', 'system.connect', 'system.scan', 'system.open'])
})

test('disconnected, it is forgotten, and its database is as it was', async () => {
  const { out } = await kept('connect', 'kiosk', '--remove')
  expect(out).toEqual(['kiosk is disconnected: its credential and data maps are gone, its database is as it was'])
  expect((await house.operator.systems()).systems).toEqual([])
  expect((await kept('connect', 'kiosk', '--remove')).err[0]).toMatch(/^error name_unknown/)
  expect((await standing('no-ads')).coverage).toMatchObject({ systems: 0, inSystems: [] })
  expect((await foreign.query<{ count: string }>('select count(*) from customer')).rows[0]!.count).toBe('3')
  expect(await scanNow()).toBe('read 0 of 0 systems, 0 differences from their maps')
})
