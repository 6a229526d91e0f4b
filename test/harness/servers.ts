// Once a test run, beside it: starts a PostgreSQL and prepares an image of a migrated embedded database when the first suite asks,
// shares both among all workers, and ends the server with the run. A run that needs no database starts nothing.

import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import type { Server } from './postgres.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** where workers ask for what they share */
    servers: string
  }
}

/** What `/postgres` answers: a server, and the name of its migrated template database. */
export interface PostgresPlace {
  readonly url: string
  readonly template: string
}

/** What `/image` answers: the file of a migrated embedded database, as a tar. */
export interface ImagePlace {
  readonly path: string
}

let server: Server | null = null
let postgres: Promise<PostgresPlace> | null = null
let image: Promise<ImagePlace> | null = null

/** Vitest's global set-up. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const http = createServer((request, response) => {
    const asked = request.url === '/image' ? (image ??= prepareImage()) : (postgres ??= preparePostgres())
    asked.then(
      (place) => response.end(JSON.stringify(place)),
      (cause: unknown) => response.writeHead(500).end(String(cause instanceof Error ? cause.stack : cause)),
    )
  })
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  project.provide('servers', `http://127.0.0.1:${(http.address() as AddressInfo).port}`) // a TCP server's address is an object
  return async () => {
    http.close()
    http.closeAllConnections()
    if (postgres && !server) await dropTemplate(await postgres)
    await server?.stop()
  }
}

async function preparePostgres(): Promise<PostgresPlace> {
  const given = process.env['DATABASE_URL']
  if (given === undefined) server = await (await import('./postgres.ts')).startPostgres()
  const url = given ?? `${server!.url}/postgres`
  const template = `wordkept_template_${process.pid}`
  await administer(url, `drop database if exists ${template} with (force)`, `create database ${template}`)
  const { migrateOn } = await import('../../src/adapters/stores/open.ts')
  const { systemClock } = await import('../../src/base/index.ts')
  await migrateOn({ url: databaseUrl(url, template) }, systemClock)
  return { url, template }
}

async function dropTemplate({ url, template }: PostgresPlace): Promise<void> {
  await administer(url, `drop database if exists ${template} with (force)`)
}

/** Runs commands on a server's own database. Names are the harness's own. */
export async function administer(url: string, ...commands: readonly string[]): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  try {
    for (const command of commands) await client.query(command)
  } finally {
    await client.end()
  }
}

/** The URL of another database of a server. */
export function databaseUrl(url: string, name: string): string {
  const other = new URL(url)
  other.pathname = `/${name}`
  return other.href
}

/** Migrating takes seconds, so the image stays in the temporary folder, under a name that changes with all it is made from. */
async function prepareImage(): Promise<ImagePlace> {
  const path = join(tmpdir(), `wordkept-image-${digest()}.tar`)
  if (existsSync(path)) return { path }
  const { startEngine } = await import('../../src/adapters/stores/pglite/engine.ts')
  const { migrateOn } = await import('../../src/adapters/stores/open.ts')
  const { systemClock } = await import('../../src/base/index.ts')
  const engine = startEngine({ home: null, statementMs: 120_000 })
  await engine.ready()
  await migrateOn({ engine }, systemClock)
  writeFileSync(`${path}.${process.pid}`, await engine.image())
  renameSync(`${path}.${process.pid}`, path)
  await engine.close()
  return { path }
}

function digest(): string {
  const sources = ['package-lock.json', ...['stores', 'stores/migrations', 'accounts', 'jobs'].flatMap(filesOf)]
  const hash = createHash('sha256')
  for (const source of sources) hash.update(source).update(readFileSync(new URL(`../../${source}`, import.meta.url)))
  return hash.digest('hex').slice(0, 16)
}

/** What the shape of a database is made from: migrations, and the code that runs them. */
function filesOf(adapter: string): string[] {
  const folder = `src/adapters/${adapter}`
  const path = fileURLToPath(new URL(`../../${folder}`, import.meta.url))
  const names = existsSync(path) ? readdirSync(path).filter((name) => /^(?:migrate\.ts|boss\.ts|.*\.sql|auth\.ts|options\.ts)$/.test(name)) : [] // prettier-ignore
  return names.sort().map((name) => `${folder}/${name}`)
}
