// Somebody else's database through the front door: connected, scanned, mapped by a signature; a person sees, copies and erases what it holds
// about them. Then everything that goes wrong with such a database, with real servers: down, killed, changed, closed to us; and our own killed.

import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer as createTcpServer, connect, type AddressInfo, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { startServing, type Served } from '../../scripts/tour/instance.ts'
import { createClient, type Client, type Output } from '../../src/client/index.ts'
import { verifyReceipt } from '../../src/evidence/index.ts'
import { clockAt, type TestClock } from '../harness/clocks.ts'
import { freshOnServer } from '../harness/databases.ts'
import { openForeign, type Foreign } from '../harness/foreign.ts'
import { openHouse, type House } from '../harness/house.ts'
import { startPostgres, type Server } from '../harness/postgres.ts'
import { administer, databaseUrl } from '../harness/servers.ts'
import { unzip } from '../harness/zip.ts'

const script = readFileSync('examples/kiosk/kiosk.sql', 'utf8')
const maya = { field: 'email', value: 'maya@example.org' }
const minute = 60_000
type Request = Output<'request'>

const open: (() => unknown)[] = []
afterEach(async () => {
  for (const close of open.splice(0).toReversed()) await close()
})

async function newHouse(): Promise<{ house: House; clock: TestClock }> {
  const clock = clockAt('2026-04-14T09:44:00Z')
  const house = await openHouse({ clock })
  open.push(() => house.close())
  return { house, clock }
}

async function newKiosk(): Promise<Foreign> {
  const kiosk = await openForeign(script)
  open.push(() => kiosk.close())
  return kiosk
}

/** Signs the map that a scan proposes. */
async function signMap(operator: Client, officer: Client, name = 'kiosk'): Promise<void> {
  const params = { name }
  const { map } = await operator.scanSystem({ params })
  const { hash, problems } = await operator.checkMap({ params, body: { map } })
  expect(problems).toEqual([])
  await officer.signMap({ params, body: { map, hash: hash! } })
}

async function connected(url: string): Promise<{ house: House; clock: TestClock; officer: Client }> {
  const { house, clock } = await newHouse()
  await house.operator.connectSystem({ body: { name: 'kiosk', url } })
  const officer = await house.as('officer', { officer: 'ines' })
  await signMap(house.operator, officer)
  return { house, clock, officer }
}

/** Asks at the desk for Maya's erasure; answers the private way to her request. */
async function askErasure({ operator, app }: House): Promise<string> {
  const { link } = await operator.askForPerson({ body: { person: maya, kind: 'erase', proof: 'document' } })
  await app.rights.settle()
  return link
}

async function requestBy({ client }: House, secret: string): Promise<Request> {
  return (await client().receipt({ params: { secret } })).request
}

async function goOn({ app }: House, clock: TestClock): Promise<void> {
  clock.move(60 * minute)
  await app.jobs.run('plans')
}

type Reading = Pick<Foreign, 'read'>

async function dump({ read }: Reading): Promise<Readonly<Record<string, unknown>>> {
  const rows: [string, unknown][] = []
  for (const table of ['employee', 'customer', 'invoice', 'invoice_line', 'Wish List', 'article'])
    rows.push([table, await read(`select to_jsonb(t)::text from "${table}" t order by 1`)])
  return Object.fromEntries(rows)
}

/** Maya is gone: her name and addresses, and her wishes; two invoices stay, whole with their lines; nobody else lost anything. */
async function expectErased({ read }: Reading): Promise<void> {
  const ids = async (query: string): Promise<string> => (await read(query)).flat().join(' ')
  const [her] = await read('select full_name, email, phone, street from customer where customer_id = 1')
  expect(her!.slice(2)).toEqual([null, null])
  expect(her!.join(' ')).not.toMatch(/maya|larsen/i)
  expect(await ids(`select email from customer where customer_id > 1 order by 1`)).toBe('noor@example.org tom@example.org') // prettier-ignore
  expect(await ids('select invoice_id from invoice order by 1')).toBe('11 12 13 14')
  expect(await ids('select invoice_line_id from invoice_line order by 1')).toBe('101 102 103 104 105')
  expect(await ids('select customer_id from "Wish List"')).toBe('3')
  expect(await ids('select email from employee order by 1')).toBe('ole@kiosk.example pia@kiosk.example')
}

test('a person sees, copies and erases what it holds about them, beside what the vault holds', async () => {
  const kiosk = await newKiosk()
  const { house } = await connected(kiosk.url)
  await house.operator.openAccount({
    body: { email: maya.value, password: 'a lighthouse at night', name: 'Maya Larsen' },
  })
  const own = house.visitor()
  await own.signIn({ body: { email: maya.value, password: 'a lighthouse at night' } })

  const { goes, stays } = await own.previewErase()
  expect(goes.filter(({ label }) => label === 'kiosk').map(({ category, count }) => `${count} ${category}`).toSorted()).toEqual(['1 public.customer', '2 public.Wish List']) // prettier-ignore
  expect(stays.map(({ what }) => what)).toEqual(expect.arrayContaining([expect.stringMatching(/^kiosk, 2 × public\.invoice: /), expect.stringMatching(/^kiosk, 3 × public\.invoice_line: /)])) // prettier-ignore

  const copy = await own.askExport()
  await house.app.rights.settle()
  const files = unzip(Buffer.from(await own.artefact({ params: { number: copy.number, name: 'export.zip' } })))
  expect([...files.keys()].filter((name) => /^(systems|data|account)/.test(name)).toSorted()).toEqual(
    ['account.json', 'data/contact.json', ...['customer', 'invoice-line', 'invoice', 'wish-list'].map((table) => `systems/kiosk.public.${table}.json`)], // prettier-ignore
  )
  expect(files.get('README.txt')!.toString()).toContain('systems/kiosk.public.invoice-line.json: 3 things')

  const { link } = await own.erase()
  await house.app.rights.settle()
  const secret = link
  const request = await requestBy(house, secret)
  expect(request).toMatchObject({ state: 'done', waits: null })
  expect(request.steps.map(({ holder, done }) => `${holder}: ${done}`)).toEqual(['kiosk: 3 things erased', 'Accounts: 1 thing erased', 'Copies made for you: 1 thing erased', 'Vault: 1 thing erased']) // prettier-ignore
  const vkey = (await house.client().vkey()).trim()
  expect(await verifyReceipt(await house.client().receiptFile({ params: { secret } }), { vkey })).toMatchObject({ state: 'valid' }) // prettier-ignore
  await expectErased(kiosk)
  expect(house.log).toEqual([])
}, 120_000)

test('a system without a signed map is named in every answer, and somebody it alone may know is not begun', async () => {
  const kiosk = await newKiosk()
  const { house } = await newHouse()
  await house.operator.connectSystem({ body: { name: 'kiosk', url: kiosk.url } })
  await expect(askErasure(house)).rejects.toMatchObject({ code: 'not_found' })
  await house.app.gate.admit(maya, { region: null, canary: false })
  const request = await requestBy(house, await askErasure(house))
  expect(request.steps[0]).toMatchObject({ holder: 'kiosk', result: 'not proven', done: '0 things erased' })
  expect(request.residue).toEqual(expect.arrayContaining([expect.objectContaining({ what: 'kiosk', state: 'not proven' })])) // prettier-ignore
  expect((await kiosk.read('select email from customer where customer_id = 1')).flat()).toEqual([maya.value])
}, 120_000)

test('a right that was revoked is asked for in words, nothing is done without it, and the request goes on once it is granted', async () => {
  const kiosk = await newKiosk()
  const role = `kiosk_${Date.now()}`
  await kiosk.run(`create role ${role} login; grant select, update, delete on all tables in schema public to ${role}`)
  open.push(() => kiosk.run(`drop owned by ${role}; drop role ${role}`))
  const url = new URL(kiosk.url)
  url.username = role
  const { house, clock } = await connected(url.href)
  await kiosk.run(`revoke delete on "Wish List" from ${role}`)
  const before = await dump(kiosk)
  const secret = await askErasure(house)
  const waiting = await requestBy(house, secret)
  expect(waiting).toMatchObject({
    state: 'waiting',
    waits: {
      code: 'system_refused',
      whom: 'kiosk',
      words: expect.stringContaining('grant the right in that database'),
    },
  })
  expect(waiting.steps.map(({ result }) => result)).toEqual(['waiting', 'waiting', 'waiting', 'waiting'])
  expect(await dump(kiosk)).toEqual(before)
  expect(house.log).toMatchObject([{ event: 'waits', code: 'system_refused', system: 'kiosk' }])
  expect(JSON.stringify(house.log)).not.toMatch(/maya|larsen/i)
  await kiosk.run(`grant delete on "Wish List" to ${role}`)
  await goOn(house, clock)
  expect(await requestBy(house, secret)).toMatchObject({ state: 'done' })
  await expectErased(kiosk)
}, 120_000)

test('a schema that changed after the request was planned stops it, and signing the map anew lets it go on at once', async () => {
  const kiosk = await newKiosk()
  const wire = await openWire(kiosk.url)
  const { house, clock, officer } = await connected(wire.url)
  wire.cut()
  const secret = await askErasure(house)
  await kiosk.run('alter table customer add column birthday date')
  await kiosk.run(`update customer set birthday = date '1990-01-02'`)
  await wire.mend()
  await goOn(house, clock)
  expect(await requestBy(house, secret)).toMatchObject({
    state: 'waiting',
    waits: {
      code: 'system_refused',
      words: expect.stringContaining('public.customer.birthday: this column came in after'),
    },
  })
  expect((await kiosk.read('select email from customer where customer_id = 1')).flat()).toEqual([maya.value])
  await signMap(house.operator, officer)
  await house.app.rights.settle()
  const done = await requestBy(house, secret)
  expect(done).toMatchObject({ state: 'done' })
  expect(done.steps[0]!.places).toEqual(expect.arrayContaining([expect.objectContaining({ place: 'public.customer.birthday', state: 'gone' })])) // prettier-ignore
  expect((await kiosk.read('select birthday from customer order by customer_id')).flat()).toEqual([null, '1990-01-02', '1990-01-02']) // prettier-ignore
  await expectErased(kiosk)
}, 120_000)

test('a database that is down is waited for, is said so, and is never called done', async () => {
  const kiosk = await newKiosk()
  const wire = await openWire(kiosk.url)
  const { house, clock } = await connected(wire.url)
  await house.app.gate.admit(maya, { region: null, canary: false })
  const person = (await house.app.gate.personOf(maya))!
  wire.cut()
  const { unproven } = await house.app.rights.preview(person, null)
  expect(unproven).toEqual(expect.arrayContaining([expect.stringMatching(/^kiosk: we cannot say now what it holds/)]))
  const secret = await askErasure(house)
  for (let hour = 0; hour < 3; hour++) {
    await goOn(house, clock)
    expect(await requestBy(house, secret)).toMatchObject({ state: 'waiting', closedAt: null, waits: { code: 'system_unavailable', whom: 'kiosk' } }) // prettier-ignore
  }
  await expect(house.client().receiptFile({ params: { secret } })).rejects.toMatchObject({ code: 'not_found' })
  await wire.mend()
  await goOn(house, clock)
  expect(await requestBy(house, secret)).toMatchObject({ state: 'done' })
  await expectErased(kiosk)
}, 120_000)

test('a system connected while a request waits takes part in it, and the receipt lists it', async () => {
  const [kiosk, annex] = [await newKiosk(), await newKiosk()]
  const wire = await openWire(kiosk.url)
  const { house, clock, officer } = await connected(wire.url)
  wire.cut()
  const secret = await askErasure(house)
  await house.operator.connectSystem({ body: { name: 'annex', url: annex.url } })
  await signMap(house.operator, officer, 'annex')
  await house.app.rights.settle()
  const before = await dump(annex)
  expect(await requestBy(house, secret)).toMatchObject({ state: 'waiting', waits: { whom: 'kiosk' } })
  expect(await dump(annex)).toEqual(before)
  await wire.mend()
  await goOn(house, clock)
  const request = await requestBy(house, secret)
  expect(request).toMatchObject({ state: 'done', waits: null })
  expect(request.steps.map(({ holder, done, result }) => `${holder}: ${done}, ${result}`)).toEqual(expect.arrayContaining(['kiosk: 3 things erased, stays', 'annex: 3 things erased, stays'])) // prettier-ignore
  await expectErased(kiosk)
  await expectErased(annex)
  const receipt = await house.client().receiptFile({ params: { secret } })
  expect(await verifyReceipt(receipt, { vkey: (await house.client().vkey()).trim() })).toMatchObject({ state: 'valid' })
  expect(Buffer.from(receipt).toString()).toContain('system:annex')
}, 120_000)

test('a system connected to another database while a request waits is asked nothing until its map is signed for that one', async () => {
  const [kiosk, other] = [await newKiosk(), await newKiosk()]
  const wire = await openWire(kiosk.url)
  const { house, clock, officer } = await connected(wire.url)
  wire.cut()
  const secret = await askErasure(house)
  const before = await dump(other)
  await house.operator.connectSystem({ body: { name: 'kiosk', url: other.url } })
  await goOn(house, clock)
  expect(await requestBy(house, secret)).toMatchObject({ state: 'waiting', waits: { code: 'system_refused', whom: 'kiosk', words: expect.stringContaining('its data map was signed for 127.0.0.1:') } }) // prettier-ignore
  expect(await dump(other)).toEqual(before)
  await house.app.jobs.run('scan')
  const { coverage } = await house.client().statement()
  expect(coverage.inSystems).toMatchObject([{ summary: 'kiosk: it is at another place than its data map was signed for' }]) // prettier-ignore
  await signMap(house.operator, officer)
  await house.app.rights.settle()
  expect(await requestBy(house, secret)).toMatchObject({ state: 'done' })
  expect((await house.client().statement()).coverage.inSystems).toEqual([])
  await expectErased(other)
  expect((await kiosk.read('select email from customer where customer_id = 1')).flat()).toEqual([maya.value])
}, 120_000)

test('another database at the same address is asked nothing until its map is signed for that one', async () => {
  const [old, next] = [await freshOnServer('empty'), await freshOnServer('empty')]
  for (const { url, drop } of [old, next]) {
    open.push(drop)
    await administer(url, script)
  }
  const { house, officer } = await connected(old.url)
  await house.app.gate.admit(maya, { region: null, canary: false })
  const [name, other] = [old, next].map(({ url }) => new URL(url).pathname.slice(1)) as [string, string] // two of them
  const server = databaseUrl(old.url, 'postgres')
  const away = databaseUrl(old.url, `${name}_old`)
  const nobodyIn = `select pg_terminate_backend(pid) from pg_stat_activity where datname in ('${name}', '${other}')`
  open.push(() => administer(server, `drop database if exists ${name}_old with (force)`))
  await administer(server, nobodyIn, `alter database ${name} rename to ${name}_old`, `alter database ${other} rename to ${name}`) // prettier-ignore
  const secret = await askErasure(house)
  expect(await requestBy(house, secret)).toMatchObject({ state: 'waiting', waits: { code: 'system_refused', whom: 'kiosk', words: expect.stringContaining('another database lies at its address') } }) // prettier-ignore
  await house.app.jobs.run('scan')
  const { coverage } = await house.client().statement()
  expect(coverage.inSystems).toMatchObject([{ summary: 'kiosk: another database lies at this address than its data map was signed for' }]) // prettier-ignore
  const mayas = async (url: string): Promise<number> => {
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    const { rows } = await client.query('select 1 from customer where email = $1', [maya.value])
    await client.end()
    return rows.length
  }
  expect([await mayas(away), await mayas(old.url)]).toEqual([1, 1])
  await signMap(house.operator, officer)
  await house.app.rights.settle()
  expect(await requestBy(house, secret)).toMatchObject({ state: 'done', waits: null })
  expect((await house.client().statement()).coverage.inSystems).toEqual([])
  expect([await mayas(away), await mayas(old.url)]).toEqual([1, 0])
}, 120_000)

describe('killed in the middle of the transaction', () => {
  let server: Server
  beforeAll(async () => {
    server = await startPostgres()
  }, 60_000)
  afterAll(() => server.stop())

  /** The kiosk on a server of this suite's own, where deleting lines takes as long as `pause` says. */
  async function slowKiosk(name: string): Promise<{ url: string } & Reading & { run(text: string): Promise<void> }> {
    const url = databaseUrl(`${server.url}/postgres`, name)
    await administer(`${server.url}/postgres`, `create database ${name}`)
    await administer(url, script, slow, attentive(name))
    return {
      url,
      run: (text) => administer(url, text),
      async read(text, values = []) {
        const client = new pg.Client({ connectionString: url, types: { getTypeParser: () => String } })
        client.on('error', () => {}) // the server is killed; the query says so too
        await client.connect()
        try {
          return (await client.query<(string | null)[]>({ text, values: [...values], rowMode: 'array' })).rows
        } finally {
          await client.end()
        }
      },
    }
  }

  const slow = `
    create schema test; create table test.pause (seconds integer); insert into test.pause values (20);
    create function test.wait() returns trigger language plpgsql as $$ begin perform pg_sleep(seconds) from test.pause; return null; end $$;
    create trigger wait before delete on "Wish List" for each statement execute function test.wait()`

  /** A server whose client was killed notices at once, instead of sleeping to its end. */
  const attentive = (name: string): string => `alter database ${name} set client_connection_check_interval = '200ms'`

  /** The process of the server that carries the deletion out, once it does. */
  async function deleting({ read }: Reading): Promise<number> {
    for (let tries = 0; tries < 300; tries++) {
      const [row] = await read(
        `select pid from pg_stat_activity where state = 'active' and query like 'delete%Wish List%'`,
      )
      if (row?.[0]) return Number(row[0])
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
    throw new Error('nobody deletes')
  }

  test('the foreign server: nothing of it stays, the request waits, and the next try is whole', async () => {
    const kiosk = await slowKiosk('killed_server')
    const { house, clock } = await connected(kiosk.url)
    const before = await dump(kiosk)
    const { link: secret } = await house.operator.askForPerson({
      body: { person: maya, kind: 'erase', proof: 'document' },
    })
    process.kill(await deleting(kiosk), 'SIGKILL')
    await house.app.rights.settle()
    await answering(kiosk)
    expect(await requestBy(house, secret)).toMatchObject({ state: 'waiting', waits: { code: 'system_unavailable', whom: 'kiosk' } }) // prettier-ignore
    expect(await dump(kiosk)).toEqual(before)
    await kiosk.run('update test.pause set seconds = 0')
    await goOn(house, clock)
    expect(await requestBy(house, secret)).toMatchObject({ state: 'done', steps: [{ done: '3 things erased' }, {}, {}, {}] }) // prettier-ignore
    await expectErased(kiosk)
  }, 180_000)

  test('our own server, by kill -9: the next one finishes by itself, once', async () => {
    const kiosk = await slowKiosk('killed_house')
    const home = mkdtempSync(join(tmpdir(), 'wordkept-foreign-'))
    open.push(() => rmSync(home, { recursive: true, force: true }))
    const begin = async (): Promise<Served> => {
      const served = await startServing(home, 'examples/harbour/statement')
      open.push(() => served.stop())
      return served
    }
    const first = await begin()
    await first.operator.connectSystem({ body: { name: 'kiosk', url: kiosk.url } })
    const { token } = await first.operator.issueToken({ body: { role: 'officer', service: 'ines', officer: 'ines' } })
    await signMap(first.operator, createClient({ origin: first.url, token }))
    const before = await dump(kiosk)
    const { link: secret } = await first.operator.askForPerson({
      body: { person: maya, kind: 'erase', proof: 'document' },
    })
    await deleting(kiosk)
    await first.kill()
    await kiosk.run('update test.pause set seconds = 0')
    await noneDeletes(kiosk)
    expect(await dump(kiosk)).toEqual(before)

    const second = await begin()
    const request = await until(async () => {
      const { request: found } = await second.person().receipt({ params: { secret } })
      return found.state === 'done' ? found : null
    })
    expect(request.steps[0]).toMatchObject({ holder: 'kiosk', done: '3 things erased', result: 'stays' })
    await expectErased(kiosk)
    const receipt = await second.person().receiptFile({ params: { secret } })
    expect(await verifyReceipt(receipt, { vkey: (await second.person().vkey()).trim() })).toMatchObject({ state: 'valid' }) // prettier-ignore
  }, 180_000)

  async function noneDeletes({ read }: Reading): Promise<void> {
    await until(async () => ((await read(`select 1 from pg_stat_activity where query like 'delete%' and state <> 'idle'`)).length === 0 ? true : null)) // prettier-ignore
  }

  /** A server whose process was killed ends all connections and starts anew. */
  async function answering({ read }: Reading): Promise<void> {
    await until(() => read('select 1').then(() => true, () => null)) // prettier-ignore
  }
})

async function until<T>(look: () => Promise<T | null>): Promise<T> {
  for (let tries = 0; tries < 600; tries++) {
    const found = await look()
    if (found !== null) return found
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error('it never came')
}

/** A wire to a database that can be cut and mended. */
async function openWire(url: string): Promise<{ url: string; cut(): void; mend(): Promise<void> }> {
  const to = new URL(url)
  const sockets = new Set<Socket>()
  const wire = createTcpServer((near) => {
    const far = connect(Number(to.port), to.hostname)
    for (const [from, into] of [[near, far], [far, near]] as const) {
      sockets.add(from)
      from.on('error', () => into.destroy()).on('close', () => into.destroy())
      from.pipe(into)
    }
  }) // prettier-ignore
  const listen = (port: number): Promise<number> =>
    new Promise((resolve) => wire.listen(port, '127.0.0.1', () => resolve((wire.address() as AddressInfo).port))) // a TCP server's address is an object
  const port = await listen(0)
  open.push(() => new Promise((resolve) => (cut(), wire.close(resolve))))
  const cut = (): void => {
    for (const socket of sockets) socket.destroy()
    sockets.clear()
  }
  const through = new URL(url)
  through.port = String(port)
  return {
    url: through.href,
    cut() {
      wire.close()
      cut()
    },
    mend: async () => void (await listen(port)),
  }
}
