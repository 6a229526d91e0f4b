// What a connector's process has and has not (security.md, threats 9 and 10): no environment, no file, no credential where another user
// of the machine could see one; and what happens when it, or the server, is killed in the middle of a call.

import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { describe, expect, onTestFinished, test } from 'vitest'
import { canaryUrl } from '../../../../test/harness/canary-role.ts'
import { freshOnServer } from '../../../../test/harness/databases.ts'
import { startPostgres } from '../../../../test/harness/postgres.ts'
import { listProcesses, type Listed } from '../../../../test/harness/processes.ts'
import { print, sql } from '../../../sql/index.ts'
import { openConnector, type ConnectorOptions, type PostgresConnector } from './connector.ts'

const password = 'right-7f3a91'
const slow = print(sql`select pg_sleep(20)`)

interface Opened {
  readonly connector: PostgresConnector
  readonly client: pg.Client
  /** how often the credential was asked for */
  readonly asked: () => number
  /** its password */
  readonly canary: string
}

async function open(url: string, options: Partial<ConnectorOptions> = {}): Promise<Opened> {
  let asked = 0
  const { url: secret, canary } = await canaryUrl(url)
  const credential = async () => (asked++, { url: secret, reach: 'near' as const })
  const connector = openConnector({ system: 'shop-db', credential, ...options })
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  onTestFinished(async () => {
    await connector.close()
    await client.end().catch(() => {})
  })
  return { connector, client, asked: () => asked, canary }
}

async function openFresh(options: Partial<ConnectorOptions> = {}): Promise<Opened> {
  const { url, drop } = await freshOnServer('empty')
  onTestFinished(drop)
  return open(url, options)
}

/** Processes of ours that run the connector's program. */
function children(): readonly Listed[] {
  return listProcesses().filter(({ parent, cmdline }) => parent === process.pid && /postgres\/child\.ts/.test(cmdline))
}

async function oneChild(): Promise<number> {
  for (let tries = 0; tries < 100; tries++) {
    const [child] = children()
    if (child) return child.pid
    await pause(20)
  }
  throw new Error('no connector runs')
}

const whyOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'answered',
    (cause: { detail?: { why?: unknown } }) => cause.detail?.why,
  )

const first = async (connector: PostgresConnector): Promise<unknown> => {
  for await (const row of connector.rows(slow)) return row
  return null
}

describe('what it has', () => {
  test('neither its arguments nor its environment nor ours hold the credential; its environment is empty', async () => {
    const { connector, canary } = await openFresh()
    await connector.try()
    const [child] = children()
    expect(child).toBeDefined()
    expect(child!.environ).toBe('')
    const all = listProcesses()
    expect(all.some(({ pid }) => pid === process.pid)).toBe(true)
    for (const { cmdline, environ } of all) expect(cmdline + environ).not.toContain(canary)
  })

  test('it may read its own software and no other file, and may start nothing', async () => {
    const { connector } = await openFresh()
    await connector.try()
    const [child] = children()
    const flags = child!.cmdline.split('\0').filter((part) => part.startsWith('--'))
    const script = `
      const tries = { read: () => require('fs').readFileSync('/etc/passwd'), list: () => require('fs').readdirSync('/'),
        write: () => require('fs').writeFileSync('/tmp/never', ''), start: () => require('child_process').execSync('id'),
        thread: () => new (require('worker_threads').Worker)('1', { eval: true }) }
      for (const [name, act] of Object.entries(tries)) { try { act(); console.log(name) } catch (cause) { console.log(cause.code) } }`
    const said = execFileSync(process.execPath, [...flags, '-e', script], { env: {}, cwd: '/', encoding: 'utf8' })
    expect(said.trim().split('\n')).toEqual(Array.from({ length: 5 }, () => 'ERR_ACCESS_DENIED'))
  })

  test('it ends when nobody needs it, and the next call starts another, asking for the credential again', async () => {
    const { connector, asked } = await openFresh({ idleMs: 1_000 })
    await connector.try()
    const before = await oneChild()
    for (let tries = 0; tries < 100 && children().length > 0; tries++) await pause(50)
    expect(children()).toEqual([])
    await connector.try()
    expect(await oneChild()).not.toBe(before)
    expect(asked()).toBe(2)
  })

  test('it is gone when its connector is closed', async () => {
    const { connector } = await openFresh()
    await connector.try()
    await connector.close()
    expect(children()).toEqual([])
  })

  test('calls at once share one process', async () => {
    const { connector, asked } = await openFresh()
    await Promise.all([connector.try(), connector.catalogue(), connector.try()])
    expect([asked(), children().length]).toEqual([1, 1])
  })
})

describe('killed in the middle of a call', () => {
  test.each([['rows'], ['change']] as const)('the process, during %s: the call fails, the next works', async (kind) => {
    const { connector } = await openFresh()
    await connector.try()
    const call = whyOf(kind === 'rows' ? first(connector) : connector.change([{ ...slow, rows: null }]))
    await pause(300)
    process.kill(await oneChild(), 'SIGKILL')
    expect(await call).toBe('connector-ended')
    expect(await connector.try()).toEqual({ version: expect.any(String) })
  })

  test('a stream whose process was killed does not go on in another', async () => {
    const { connector } = await openFresh()
    const rows = connector.rows(print(sql`select i from generate_series(1, 100000) as i`))[Symbol.asyncIterator]()
    await rows.next()
    process.kill(await oneChild(), 'SIGKILL')
    await connector.try().catch(() => {})
    let [last, seen] = [null as unknown, 1]
    while (last === null) await rows.next().then(({ done }) => (done ? (last = 'done') : seen++), (cause: { detail: { why: string } }) => (last = cause.detail.why)) // prettier-ignore
    expect(last).toBe('connector-ended')
    expect(seen).toBeLessThan(100_000)
  })

  test('a process that hangs is ended by the core’s own clock', { timeout: 30_000 }, async () => {
    const { connector } = await openFresh({ limits: { callMs: 1_000 } })
    await connector.try()
    const pid = await oneChild()
    process.kill(pid, 'SIGSTOP')
    expect(await whyOf(connector.try())).toBe('silent')
    expect(await whyOf(connector.try())).toBe('answered')
    expect(children().map((child) => child.pid)).not.toContain(pid)
  })

  test('a query that takes too long is ended by the server’s clock, and its work undone', async () => {
    const { connector, client } = await openFresh({ limits: { statementMs: 300 } })
    await client.query('create table t (a integer)')
    const changes = [
      { ...print(sql`insert into t values (1)`), rows: 1 },
      { ...slow, rows: null },
    ]
    expect(await whyOf(connector.change(changes))).toBe('silent')
    expect((await client.query('select a from t')).rows).toEqual([])
  })

  test('rows somebody else has locked are waited for a little, then the change is undone', async () => {
    const { connector, client } = await openFresh({ limits: { lockMs: 200 } })
    await client.query('create table t (a integer); insert into t values (1)')
    await client.query('begin; update t set a = 2')
    expect(await whyOf(connector.change([{ ...print(sql`delete from t`), rows: 1 }]))).toBe('busy')
    await client.query('rollback')
    expect(await connector.change([{ ...print(sql`delete from t`), rows: 1 }])).toEqual([1])
  })

  test('a connection that the server’s operator ends', async () => {
    const { connector, client } = await openFresh()
    const call = whyOf(connector.change([{ ...slow, rows: null }]))
    const pid = await workingPid(client)
    await client.query('select pg_terminate_backend($1)', [pid])
    expect(await call).toBe('ended')
    expect(await whyOf(connector.try())).toBe('answered')
  })
})

/** The server's process for the connector's session, once that is at work. */
async function workingPid(client: pg.Client): Promise<number> {
  for (let tries = 0; tries < 200; tries++) {
    const { rows } = await client.query<{ pid: number }>(
      `select pid from pg_stat_activity where application_name = 'wordkept' and query like '%pg_sleep%'`,
    )
    if (rows[0]) return rows[0].pid
    await pause(50)
  }
  throw new Error('no session of the connector is at work')
}

/** A server that crashed comes back by itself. */
async function untilAnswered(connector: PostgresConnector): Promise<unknown> {
  for (let tries = 0; tries < 50; tries++) {
    const why = await whyOf(connector.try())
    if (why === 'answered') return why
    await pause(100)
  }
  return connector.try()
}

describe('a server of its own', () => {
  test('it crashes, comes back, and is stopped', { timeout: 60_000 }, async () => {
    const server = await startPostgres()
    onTestFinished(() => server.stop())
    const { connector, client } = await open(`${server.url}/postgres`)
    await client.query('create table t (a integer); insert into t values (1)')
    const work = [
      { ...print(sql`delete from t`), rows: 1 },
      { ...slow, rows: null },
    ]
    const call = whyOf(connector.change(work))
    process.kill(await workingPid(client), 'SIGKILL') // all sessions end, and the server recovers
    expect(await call).toBe('ended')
    expect(await whyOf(untilAnswered(connector))).toBe('answered')
    const rows: unknown[] = []
    for await (const row of connector.rows(print(sql`select a from t`))) rows.push(row)
    expect(rows).toEqual([['1']])
    await server.stop()
    expect(await whyOf(connector.try())).toBe('unreachable')
  })

  test(
    'with SCRAM a right password enters, a wrong one is told so, and only the right URL proves it',
    { timeout: 60_000 },
    async () => {
      const server = await startPostgres()
      onTestFinished(() => server.stop())
      const admin = new pg.Client({ connectionString: `${server.url}/postgres` })
      await admin.connect()
      onTestFinished(() => admin.end().catch(() => {}))
      await admin.query(`create role kept login password '${password}'; create role "old one" login`)
      await admin.query(`set password_encryption = 'md5'; alter role "old one" password '${password}'`)
      const [{ hba_file: file }] = (await admin.query<{ hba_file: string }>('show hba_file')).rows as [
        { hba_file: string },
      ]
      const rules = ['host all postgres all trust', 'host all kept all scram-sha-256', 'host all "old one" all md5']
      writeFileSync(file, `${rules.join('\n')}\n`)
      await admin.query('select pg_reload_conf()')
      const at = (user: string, secret: string, words = '') => {
      const url = `${server.url.replace('postgres@', `${user}:${secret}@`)}/postgres${words}`
      const connector = openConnector({ system: 'shop-db', credential: async () => ({ url, reach: 'near' }) })
      onTestFinished(() => connector.close())
      return whyOf(connector.try())
    } // prettier-ignore
      expect(await at('kept', password)).toBe('answered')
      expect(await at('kept', 'wrong')).toBe('sign-in')
      expect(await at('kept', '')).toBe('sign-in')
      expect(await at('old%20one', password)).toBe('password-exposed')
      expect(await at('old%20one', password, '?require_auth=md5')).toBe('answered')
      expect(await at('postgres', password)).toBe('answered')
      expect(await at('postgres', password, '?require_auth=scram-sha-256')).toBe('not-proven')
    },
  )
})
