// A whole house for tests: the real composition root on a database of its own, with the server in front, asked without a socket.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { openApp, type App, type AppConfig } from '../../src/app.ts'
import { createClient, type Client } from '../../src/client/index.ts'
import { createServer } from '../../src/server/server.ts'
import { preparedImage } from './databases.ts'
import { folder } from './gate.ts'

export const origin = 'http://127.0.0.1:4680'

/** An open house with clients for its roles. */
export interface House {
  readonly app: App
  readonly server: FastifyInstance
  readonly home: string
  /** lines of the log */
  readonly log: Readonly<Record<string, unknown>>[]
  /** a client as the operator's socket gives it */
  readonly operator: Client
  /** a client of anybody, or with a token */
  readonly client: (token?: string) => Client
  /** a client that keeps its cookies, as a browser does */
  visitor(): Client
  /** issues a token and answers a client with it */
  as(
    role: 'service' | 'officer' | 'auditor',
    who: { service?: string; officer?: string; products?: string[]; purposes?: string[] },
  ): Promise<Client>
  close(): Promise<void>
}

/** Opens a house. `config` replaces parts of the usual one; `home` is kept when it was given. */
export async function openHouse(
  config: Partial<AppConfig> & {
    readonly home?: string
    readonly pages?: boolean
    readonly perMinuteMax?: number
  } = {},
): Promise<House> {
  const home = config.home ?? mkdtempSync(join(tmpdir(), 'wordkept-house-'))
  const log: Readonly<Record<string, unknown>>[] = []
  const app = await openApp({
    tenant: 'harbour',
    storage: { engine: 'pglite', home: null, image: await preparedImage() },
    keys: { customerDir: join(home, 'customer-keys'), platformDir: join(home, 'platform-keys') },
    logDir: join(home, 'log'),
    checkpointFile: join(home, 'outside', 'checkpoint'),
    origin,
    statement: folder('examples/harbour/statement'),
    software: 'wordkept test',
    byClock: false,
    log: (line) => void log.push(line),
    ...config,
  })
  const options = { origin, log: (line: Readonly<Record<string, unknown>>) => void log.push(line) }
  const limit = config.perMinuteMax !== undefined && { perMinuteMax: config.perMinuteMax }
  const server = await createServer(app, { ...options, ...limit, pages: config.pages ?? false })
  const desk = await createServer(app, { ...options, pages: false, operator: true })
  const client = (token?: string): Client =>
    createClient({ origin, fetch: fetchOf(server), ...(token !== undefined && { token }) })
  const operator = createClient({ origin, fetch: fetchOf(desk) })
  return {
    app,
    server,
    home,
    log,
    operator,
    client,
    visitor: () => createClient({ origin, fetch: fetchOf(server, new Map()) }),
    async as(role, { service = role, ...who }) {
      const { token } = await operator.issueToken({ body: { role, service, ...who } })
      return client(token)
    },
    async close() {
      await server.close()
      await desk.close()
      await app.close()
      if (config.home === undefined) rmSync(home, { recursive: true, force: true })
    },
  }
}

/** A fetch that asks a server without a socket, with a jar of cookies where one is given. */
export function fetchOf(server: FastifyInstance, jar?: Map<string, string>): typeof fetch {
  return async (input, init) => {
    const request = new Request(input, init)
    const url = new URL(request.url)
    const cookie = jar && [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const payload = request.body ? await request.text() : undefined
    const response = await server.inject({
      method: request.method as 'GET' | 'POST' | 'DELETE',
      url: `${url.pathname}${url.search}`,
      headers: { ...Object.fromEntries(request.headers), origin, ...(cookie && { cookie }) },
      ...(payload !== undefined && { payload }),
    })
    for (const line of [response.headers['set-cookie'] ?? []].flat()) keep(jar, line)
    const headers = new Headers(
      Object.entries(response.headers).flatMap(([name, value]) =>
        typeof value === 'string' ? [[name, value] as [string, string]] : [],
      ),
    )
    return new Response(response.statusCode === 204 ? null : new Uint8Array(response.rawPayload), {
      status: response.statusCode,
      headers,
    })
  }
}

function keep(jar: Map<string, string> | undefined, line: string): void {
  const [pair = ''] = line.split(';')
  const at = pair.indexOf('=')
  const [name, value] = [pair.slice(0, at), pair.slice(at + 1)]
  if (value === '' || /max-age=0/i.test(line)) jar?.delete(name)
  else jar?.set(name, value)
}
