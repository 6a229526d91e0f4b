// TLS to a foreign database, on a real PostgreSQL with certificates made here: what proves the host, what does not, and what is sent before.

import { chownSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest'
import { makeCertificate, type Certificate } from '../../../../test/harness/certificate.ts'
import { startPostgres, type Server } from '../../../../test/harness/postgres.ts'
import { print, sql } from '../../../sql/index.ts'
import { openConnector, type PostgresConnector } from './connector.ts'

let server: Server
let admin: pg.Client
let folder = ''
beforeAll(async () => {
  server = await startPostgres()
  admin = new pg.Client({ connectionString: `${server.url}/postgres` })
  await admin.connect()
  folder = (await admin.query<{ data_directory: string }>('show data_directory')).rows[0]!.data_directory
  await present(makeCertificate({ addresses: ['127.0.0.1'] }))
}, 60_000)
afterAll(async () => {
  await admin.end()
  await server.stop()
})

/** Lets the server present a certificate from now on. */
async function present({ cert, key }: Certificate): Promise<void> {
  const { uid, gid } = statSync(folder)
  for (const [name, text] of [['server.crt', cert], ['server.key', key]] as const) {
    writeFileSync(join(folder, name), text, { mode: 0o600 })
    if (process.getuid?.() === 0) chownSync(join(folder, name), uid, gid)
  } // prettier-ignore
  await admin.query(`alter system set ssl = on`)
  const before = await loadedAt()
  await admin.query('select pg_reload_conf()')
  await vi.waitFor(async () => expect(await loadedAt()).toBeGreaterThan(before), {
    timeout: 30_000,
  })
}

/** When the server that answers a new session over TLS last read its files, in seconds; 0 while it speaks none. */
async function loadedAt(): Promise<number> {
  const client = new pg.Client({ connectionString: `${server.url}/postgres`, ssl: { rejectUnauthorized: false } })
  try {
    await client.connect()
    const loaded = await client.query<{ at: string }>('select extract(epoch from pg_conf_load_time()) as at')
    return Number(loaded.rows[0]!.at)
  } catch {
    return 0
  } finally {
    await client.end().catch(() => {}) // it never began
  }
}

function connect(words: string, ca?: string): PostgresConnector {
  const url = `${server.url}/postgres${words}`
  const connector = openConnector({ system: 's', credential: async () => ({ url, reach: 'near', ca }) })
  onTestFinished(() => connector.close())
  return connector
}

const whyOf = (connector: PostgresConnector): Promise<unknown> => connector.try().then(() => 'answered', (cause: { detail?: { why?: unknown } }) => cause.detail?.why) // prettier-ignore

test('a certificate of nobody Node trusts proves nothing; of an authority that was named it does', async () => {
  const own = makeCertificate({ addresses: ['127.0.0.1'] })
  await present(own)
  expect(await whyOf(connect('?sslmode=verify-full'))).toBe('tls-unproven')
  expect(await whyOf(connect('?sslmode=verify-full', makeCertificate({}).cert))).toBe('tls-unproven')
  const connector = connect('?sslmode=verify-full', own.cert)
  expect(await whyOf(connector)).toBe('answered')
  const rows: unknown[] = []
  for await (const row of connector.rows(print(sql`select ssl, version from pg_stat_ssl where pid = pg_backend_pid()`))) rows.push(row) // prettier-ignore
  expect(rows).toEqual([['t', expect.stringMatching(/^TLSv1\.[23]$/)]])
})

test('a certificate of another host is not believed, though its authority is; without the proof it is taken', async () => {
  const other = makeCertificate({ addresses: ['127.0.0.2'], names: ['db.example'] })
  await present(other)
  expect(await whyOf(connect('?sslmode=verify-full', other.cert))).toBe('tls-unproven')
  expect(await whyOf(connect('?sslmode=require'))).toBe('answered')
})

test('many rows come through TLS as through none', async () => {
  let sum = 0
  for await (const [i] of connect('?sslmode=require').rows(print(sql`select i, repeat('x', 200) from generate_series(1, 50000) as i`))) sum += Number(i) // prettier-ignore
  expect(sum).toBe((50_000 * 50_001) / 2)
})

test('text slipped in before the encryption began is refused', async () => {
  const heard: Buffer[] = []
  const liar = createServer((socket) => {
    socket.on('error', () => {})
    socket.once('data', (bytes: Buffer) => (heard.push(bytes), socket.write(Buffer.from('SR\0\0\0\x08\0\0\0\0'))))
  })
  await new Promise<void>((resolve) => void liar.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void liar.close())
  const { port } = liar.address() as { port: number } // a TCP server's address is an object
  const url = `postgres://kept:canary@127.0.0.1:${port}/shop?sslmode=require`
  const connector = openConnector({ system: 's', credential: async () => ({ url, reach: 'near' }) })
  onTestFinished(() => connector.close())
  expect(await whyOf(connector)).toBe('garbled')
  expect(Buffer.concat(heard)).toHaveLength(8)
})
