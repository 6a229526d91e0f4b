// A gate over a fresh database with real keys in temporary directories and a statement compiled from its folder: what tests of the
// gate, of plans and of proof begin with.

import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openFileKeys } from '../../src/adapters/keys/index.ts'
import { createGateStore, type Database } from '../../src/adapters/stores/index.ts'
import type { Clock } from '../../src/base/index.ts'
import { createGate, segmentSealer, type Gate, type GateStore } from '../../src/gate/index.ts'
import { putInForce, type Finding, type InForce, type Version } from '../../src/policy/index.ts'
import type { Principal } from '../../src/principals/index.ts'
import { printDiagnostics, type StatementFiles } from '../../src/statement/index.ts'
import { createVault, type Vault } from '../../src/vault/index.ts'
import { compileOnce } from './compile-once.ts'

/** The text files of a statement folder of the repository, by path. */
export function folder(name: string): StatementFiles {
  const root = fileURLToPath(new URL(`../../${name}/`, import.meta.url))
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((path) =>
    statSync(join(root, path)).isFile(),
  )
  return Object.fromEntries(files.map((path) => [relative('.', path), readFileSync(join(root, path), 'utf8')]))
}

/** A version compiled from a folder; fails with the compiler's words. */
export async function versionOf(
  files: StatementFiles,
  version = 1,
  at = new Date('2026-04-01T00:00:00Z'),
): Promise<Version> {
  const { compiled, diagnostics } = await compileOnce(files)
  if (!compiled) throw new Error(printDiagnostics(diagnostics, { color: false }))
  return { ...compiled, version, publishedAt: at, effectiveAt: at }
}

/** A clock that a test turns. */
export interface TestClock extends Clock {
  set(at: Date): void
  forward(milliseconds: number): void
}

export function testClock(start: string): TestClock {
  let at = new Date(start)
  return {
    now: () => new Date(at),
    set: (to) => void (at = to),
    forward: (milliseconds) => void (at = new Date(at.getTime() + milliseconds)),
  }
}

export interface GateGround {
  readonly gate: Gate
  readonly store: GateStore
  readonly vault: Vault
  readonly clock: TestClock
  readonly findings: Finding[]
  readonly inForce: () => InForce
  /** puts a further version in force */
  publish(version: Version): void
  /** removes the keys' directories */
  end(): void
}

/** Opens a gate. `store` wraps the database's own, to make its calls fail. */
export async function openGate(
  db: Database,
  first: Version,
  wrap: (store: GateStore) => GateStore = (store) => store,
): Promise<GateGround> {
  const home = mkdtempSync(join(tmpdir(), 'wordkept-keys-'))
  const clock = testClock('2026-04-14T09:00:00Z')
  const keys = await openFileKeys({
    customerDir: join(home, 'customer'),
    platformDir: join(home, 'platform'),
    clock,
    create: true,
  })
  const vault = createVault({ tenant: db.tenant, ...keys, clock })
  const store = wrap(createGateStore(db, segmentSealer(vault)))
  const findings: Finding[] = []
  let inForce = putInForce([first])
  const gate = createGate({
    inForce: () => inForce,
    store,
    vault,
    clock,
    findings: { raise: async (finding) => void findings.push(finding), settle: async () => {} },
    cases: { open: async () => [] },
    lies: { name: 'vault', at: first.policy.stores.find(({ name }) => name === 'vault')!.at },
  })
  return {
    gate,
    store,
    vault,
    clock,
    findings,
    inForce: () => inForce,
    publish: (version) => void (inForce = putInForce([...inForce.versions, version])),
    end: () => rmSync(home, { recursive: true, force: true }),
  }
}

/** A service bound to all products and purposes of a version. */
export function serviceOf({ policy }: Version, service = 'search-service'): Principal {
  const names = (list: readonly { readonly name: string }[]): string[] => list.map(({ name }) => name)
  return {
    role: 'service',
    id: service,
    service,
    officer: null,
    products: names(policy.products),
    purposes: names(policy.purposes),
    endsAt: new Date(8.64e15),
  }
}
