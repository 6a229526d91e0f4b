// A house as far as the desks need it, over a real database: vault with key files of its own, ledger, gate, plans, both desks. Every port
// can be wrapped, so that a test lets a call fail, or fail after it was done, and everything after it too: a process that was killed.

import { createArchive } from '../../src/adapters/archive/index.ts'
import { openFileKeys } from '../../src/adapters/keys/index.ts'
import {
  createArtefactStore, createCaseStore, createGateStore, createLinkStore, createPlanStore, loadVersions, type Database,
} from '../../src/adapters/stores/index.ts' // prettier-ignore
import { addPeriod, type Json } from '../../src/base/index.ts'
import {
  createChangesDesk,
  createCopies,
  createRightsDesk,
  versionsAt,
  type ChangesDesk,
  type RightsDesk,
} from '../../src/desks/index.ts'
import { createGate, segmentSealer, type Gate, type GateStore } from '../../src/gate/index.ts'
import type { Ledger } from '../../src/ledger/index.ts'
import { createPlans, createSystemHolder, createVaultHolder, remainsOf, type ConnectedSystem, type Holder, type Plans } from '../../src/plans/index.ts' // prettier-ignore
import { putInForce, type InForce } from '../../src/policy/index.ts'
import type { Principal } from '../../src/principals/index.ts'
import { printDue, type Diagnostic, type StatementFiles } from '../../src/statement/index.ts'
import { createVault } from '../../src/vault/index.ts'
import { clockAt, type TestClock } from './clocks.ts'
import { compileOnce } from './compile-once.ts'
import { keyDirectories } from './keys.ts'
import { newLedger } from './ledger.ts'
import { smallStatement } from './small-statement.ts'

/** Puts a port's calls through something; the identity without. */
export type Wrap = <Port extends object>(name: string, port: Port) => Port

export interface House {
  readonly db: Database
  readonly clock: TestClock
  readonly gate: Gate
  readonly store: GateStore
  readonly ledger: Ledger
  readonly plans: Plans
  readonly rights: RightsDesk
  readonly changes: ChangesDesk<Diagnostic>
  readonly inForce: () => InForce
  /** another process over the same database, keys and ledger */
  again(wrap?: Wrap): Promise<House>
}

const asItIs: Wrap = (_name, port) => port

/** Opens a house with a statement in force, by officers of its register, and with systems connected to it. */
export async function openHouse(
  db: Database,
  statement: StatementFiles = smallStatement(),
  {
    officers = ['vera', 'ruth'],
    systems = [],
  }: { officers?: readonly string[]; systems?: readonly ConnectedSystem[] } = {},
): Promise<House> {
  const clock = clockAt('2026-04-14T09:44:00Z')
  const { customerDir, platformDir } = keyDirectories()
  const { customer, platform } = await openFileKeys({ customerDir, platformDir, clock, create: true })
  const vault = createVault({ tenant: db.tenant, customer, platform, clock })
  const { ledger } = newLedger(db, { clock })
  await ledger.start()

  const build = async (wrap: Wrap): Promise<House> => {
    let current: InForce | null = null
    const reload = async (): Promise<void> => {
      const versions = versionsAt(await loadVersions(db), clock.now())
      if (versions.length > 0) current = putInForce(versions)
    }
    await reload()
    const inForce = (): InForce => current! // a house is opened with a statement
    const store = createGateStore(db, segmentSealer(vault))
    const findings = { raise: async () => {}, settle: async () => {} }
    const cases = { open: async () => [] }
    const real = createGate({ inForce, store, vault, findings, cases, clock, lies: { name: 'vault', at: 'eu' } })
    const gate = wrap('gate', real)
    const remains = remainsOf({ keysGoneBy: async (at) => addPeriod(at, { count: 37, unit: 'day' }) })
    const vaultHolder = wrap('vault holder', createVaultHolder({ gate, store, inForce, remains, clock }))
    const systemHolders = systems.map((system) =>
      createSystemHolder({ system: wrapSystem(wrap, system), gate, inForce, clock }),
    )
    const caseStore = wrap('case store', createCaseStore(db))
    const artefacts = wrap('artefact store', createArtefactStore(db))
    const copies = createCopies({
      gate, store: artefacts, archive: createArchive(), holders: async () => [...systemHolders, vaultHolder], inForce, clock,
      numberOf: async (id) => (await caseStore.numberOf(id)) ?? '',
    }) // prettier-ignore
    const holders: readonly Holder[] = [...systemHolders, wrap('copies holder', copies.holder), vaultHolder]
    const note: Gate['note'] = (event) => gate.note(event)
    const plans = createPlans({
      store: wrap('plan store', createPlanStore(db)),
      holders: async () => holders,
      doers: [wrap('copier', copies.doer)],
      note,
      clock,
    })
    const rights = createRightsDesk({
      cases: caseStore, artefacts, links: wrap('link store', createLinkStore(db)), plans, copies, gate, store,
      ledger: wrap('ledger', ledger), vault, inForce, remains, clock,
    }) // prettier-ignore
    const changes = createChangesDesk<Diagnostic>({
      cases: caseStore, artefacts, gate, vault, store, printDue, compile: compileOnce,
      versions: () => loadVersions(db), inForce: () => current, published: reload, clock,
    }) // prettier-ignore
    return {
      db,
      clock,
      gate: real,
      store,
      ledger,
      plans,
      rights,
      changes,
      inForce,
      again: (next = asItIs) => build(next),
    }
  }

  const house = await build(asItIs)
  const { draft, diagnostics } = await house.changes.begin(statement, officers)
  if (!draft) throw new Error(diagnostics.map(({ message }) => message).join('\n'))
  return house
}

/** A system whose connectors are put through `wrap` too. */
function wrapSystem(wrap: Wrap, system: ConnectedSystem): ConnectedSystem {
  return { ...system, open: (place) => wrap('connector', system.open(place)) }
}

const service: Principal = {
  role: 'service', id: 'web', service: 'web', officer: null, products: ['web'], purposes: ['provide', 'suggest'], endsAt: new Date('2030-01-01'),
} // prettier-ignore

/** One record to write about somebody. */
export interface Given {
  readonly email: string
  readonly category: 'search' | 'letter' | 'invoice'
  readonly collectedAt: string
  readonly endedAt?: string
  readonly data: Json
}

let message = 0

/** Writes records through the gate; every one has to be stored. */
export async function give({ gate }: House, ...given: readonly Given[]): Promise<void> {
  const answers = await gate.write(
    service,
    given.map(({ email, category, collectedAt, endedAt, data }) => ({
      messageId: `m-${++message}`,
      person: { field: 'email', value: email },
      product: 'web',
      category,
      origin: category === 'invoice' ? 'system' : 'person',
      collectedAt: new Date(collectedAt),
      ...(endedAt !== undefined && { endedAt: new Date(endedAt) }),
      data,
    })),
  )
  const refused = answers.filter(({ outcome }) => outcome !== 'stored')
  if (refused.length > 0) throw new Error(JSON.stringify(refused))
}

/** Makes likings of a person's records, one of each list of ids, through the gate; every one has to be stored. */
export async function makeLikings(
  { gate, clock }: House,
  email: string,
  from: readonly (readonly string[])[],
): Promise<void> {
  const items = from.map((records) => ({ messageId: `m-${++message}`, person: { field: 'email', value: email }, product: 'web', category: 'liking', origin: 'inferred' as const, collectedAt: clock.now(), data: {}, madeFrom: { records, purpose: 'provide' } })) // prettier-ignore
  const refused = (await gate.write(service, items)).filter(({ outcome }) => outcome !== 'stored')
  if (refused.length > 0) throw new Error(JSON.stringify(refused))
}

/** The id of a person and a sign-in of this moment. */
export async function signedIn(
  { gate, clock }: House,
  email: string,
): Promise<{ person: string; by: Extract<Principal, { role: 'person' }> }> {
  const person = await gate.personOf({ field: 'email', value: email })
  if (!person) throw new Error('nobody has this address')
  return { person, by: { role: 'person', alias: `alias-of-${person}`, person, signedInAt: clock.now() } }
}

/** How a service reads searches of somebody. */
export function readSearches({ gate }: House, email: string, purpose = 'provide'): ReturnType<Gate['read']> {
  return gate.read(service, { person: { field: 'email', value: email }, product: 'web', category: 'search', purpose })
}
