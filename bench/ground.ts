// What metrics stand on: a real PostgreSQL (from npm with its durability on, or the one DATABASE_URL names), folders that are removed
// afterwards, sizes, and a house of the product's own parts over a statement compiled from its text.

import { randomUUID } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openFileKeys } from '../src/adapters/keys/index.ts'
import { createGateStore, openDatabase, type Database, type Where } from '../src/adapters/stores/index.ts'
import { systemClock } from '../src/base/index.ts'
import { createGate, segmentSealer, type Gate, type GateStore } from '../src/gate/index.ts'
import { putInForce, type InForce, type Version } from '../src/policy/index.ts'
import type { Principal } from '../src/principals/index.ts'
import { createVault, type Vault } from '../src/vault/index.ts'
import { folder, serviceOf, versionOf } from '../test/harness/gate.ts'
import { startPostgres, type Server } from '../test/harness/postgres.ts'
import { administer, databaseUrl } from '../test/harness/servers.ts'

/** How much a run does: `full` for figures, `quick` to see that everything still runs. */
export type Effort = 'full' | 'quick'

export interface Ground {
  readonly effort: Effort
  /** the first number in a full run, the second in a quick one */
  size(full: number, quick: number): number
  /** a fresh folder */
  folder(): string
  /** the URL of a fresh database of the server, which is started when first asked for */
  postgres(): Promise<string>
  close(): Promise<void>
}

/** Prepares the ground; nothing is started before it is needed. */
export function openGround(effort: Effort): Ground {
  const home = mkdtempSync(join(tmpdir(), 'wordkept-bench-'))
  const made: string[] = []
  let server: Promise<Server> | null = null
  const serverUrl = async (): Promise<string> => {
    const given = process.env['DATABASE_URL']
    if (given !== undefined) return given
    server ??= startPostgres({ durable: true })
    return `${(await server).url}/postgres`
  }
  return {
    effort,
    size: (full, quick) => (effort === 'full' ? full : quick),
    folder: () => mkdtempSync(join(home, 'f-')),
    async postgres() {
      const name = `wordkept_bench_${randomUUID().replaceAll('-', '')}`
      const url = await serverUrl()
      await administer(url, `create database ${name} template template0`)
      made.push(name)
      return databaseUrl(url, name)
    },
    async close() {
      if (made.length > 0) {
        const url = await serverUrl()
        for (const name of made) await administer(url, `drop database if exists ${name} with (force)`)
      }
      await (await server)?.stop()
      rmSync(home, { recursive: true, force: true })
    },
  }
}

/** The product's own path to a record, as `app.ts` puts it together. */
export interface House {
  readonly db: Database
  readonly gate: Gate
  readonly store: GateStore
  readonly vault: Vault
  readonly version: Version
  readonly inForce: InForce
  readonly service: Principal
  /** how often the gate was asked to read */
  readonly asked: { reads: number }
  close(): Promise<void>
}

export const tenant = 'bench'

/**
 * Opens a house over a database: its keys in `keys`, made there where there are none, and a statement, that of the example Harbour where none is
 * given. `wrap` sees the store's calls.
 */
export async function openHouse(
  where: Where,
  keys: string,
  given?: Version,
  wrap: (store: GateStore) => GateStore = (store) => store,
): Promise<House> {
  const clock = systemClock
  const version = given ?? (await versionOf(folder('examples/harbour/statement')))
  const db = await openDatabase(where, tenant, clock)
  const sources = await openFileKeys({
    customerDir: join(keys, 'customer'),
    platformDir: join(keys, 'platform'),
    clock,
    create: true,
  })
  const vault = createVault({ tenant, ...sources, clock })
  const store = wrap(createGateStore(db, segmentSealer(vault)))
  const inForce = putInForce([version])
  const gate = createGate({
    inForce: () => inForce,
    store,
    vault,
    clock,
    findings: { raise: async () => {}, settle: async () => {} },
    cases: { open: async () => [] },
    lies: { name: 'vault', at: version.policy.stores.find(({ name }) => name === 'vault')!.at },
  })
  const service = serviceOf(version)
  return { db, gate, store, vault, version, inForce, service, asked: { reads: 0 }, close: () => db.close() }
}

/** Software and machine, as a result tells them. */
export function versionOfPackage(name: string): string {
  const path = new URL(`../node_modules/${name}/package.json`, import.meta.url)
  return (JSON.parse(readFileSync(path, 'utf8')) as { version: string }).version // npm's own form
}
