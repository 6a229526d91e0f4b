// The composition root: hands the adapters to the domain. Everything that runs was made here, once, and is closed here in the opposite
// order. Its parts lie in app/: the schedule, the statement in force, people with an account, health.

import { join } from 'node:path'
import { peopleOf, accountsSecret, aliasOf } from './app/people.ts'
import { healthOf } from './app/health.ts'
import { everySeconds, jobNames, startPulse, workOf, type JobName } from './app/schedule.ts'
import { changesIn, publishFirst, statementOf } from './app/statements.ts'
import type { App, AppConfig } from './app/types.ts'
import { createAccounts } from './adapters/accounts/index.ts'
import { createArchive } from './adapters/archive/index.ts'
import { createJobs } from './adapters/jobs/index.ts'
import { openFileKeys } from './adapters/keys/index.ts'
import { externalCheckpointFile, tileDirectory } from './adapters/log/index.ts'
import {
  createArtefactStore, createCaseStore, createGateStore, createLedgerStore, createLinkStore, createPlanStore,
  createProofStore, createSystemStore, createTokenStore, loadVersions, openDatabase, type Database,
} from './adapters/stores/index.ts' // prettier-ignore
import { openConnector, placeOf } from './adapters/systems/index.ts'
import { addPeriod, asFailure, Failure, systemClock, type Clock } from './base/index.ts'
import { createChangesDesk, createCopies, createRightsDesk } from './desks/index.ts'
import { createGate, createIntakeQueue, segmentSealer, type Gate } from './gate/index.ts'
import { createLedger } from './ledger/index.ts'
import { createPlans, createSystemHolder, createVaultHolder, remainsOf, type Holder, type SystemStands } from './plans/index.ts' // prettier-ignore
import type { InForce } from './policy/index.ts'
import { createProof, type Proof } from './proof/index.ts'
import { compileStatement, printDue, type Diagnostic } from './statement/index.ts'
import { createSystems, type Connector, type Systems } from './systems/index.ts'
import { createVault, epochEnd } from './vault/index.ts'

export type { App, AppConfig, Health } from './app/types.ts'

const vaultStore = 'vault'
const accountsStore = 'accounts'
const sequenceMilliseconds = 200
const reloadMilliseconds = 1_000

/** Opens a house: database, keys, ledger (compared with its outside checkpoint), statement, desks, schedule. Throws a Failure that says what to mend. */
export async function openApp(config: AppConfig): Promise<App> {
  const clock = config.clock ?? systemClock
  const db = await openDatabase(config.storage, config.tenant, clock)
  try {
    return await openOn(db, clock, config)
  } catch (cause) {
    await db.close()
    throw cause
  }
}

async function openOn(db: Database, clock: Clock, config: AppConfig): Promise<App> {
  const { customer, platform } = await openFileKeys({ ...keysOf(config), clock, create: await isNew(db) })
  const vault = createVault({ tenant: config.tenant, customer, platform, clock })
  const logFiles = tileDirectory(config.logDir)
  const signer = { name: `${new URL(config.origin).hostname}/t/${config.tenant}`, key: await platform.logKey() }
  const ledger = createLedger({
    store: createLedgerStore(db),
    external: externalCheckpointFile(config.checkpointFile),
    files: logFiles,
    signer,
    clock,
  })
  await ledger.start()

  const statement = await statementOf(db, clock)
  const inForce = (): InForce => statement.inForce()
  const store = createGateStore(db, segmentSealer(vault))
  const caseStore = createCaseStore(db)
  const cases = {
    async open(person: string, kinds: readonly string[]): Promise<readonly string[]> {
      const open = (await caseStore.list({ desk: 'rights', person }))
        .filter(({ closedAt }) => closedAt === null)
        .map(({ kind }) => kind)
      return kinds.filter((kind) => open.includes(kind))
    },
  }
  const place = (): string => inForce().newest.policy.stores.find(({ name }) => name === vaultStore)?.at ?? ''
  const paceOf = (job: JobName): number => config.pace?.[job] ?? everySeconds[job]
  const graceMilliseconds = 2_000 * paceOf('sweep')
  const proof: Proof = createProof({
    inForce,
    gate: () => gate,
    clock,
    store: createProofStore(db),
    systems: () => systems.coverage(),
    overdue: (at) => store.countWhere(printDue(inForce(), at, { timeOnly: true })),
    lying: () => store.lying(),
    uncovered: () => store.uncovered(),
    vault,
    ledger,
    graceMilliseconds,
  })
  const lies = {
    name: vaultStore,
    get at() {
      return place()
    },
  }
  const gate: Gate = createGate({ inForce, store, vault, findings: proof, cases, clock, lies })

  const systems: Systems = createSystems({
    store: createSystemStore(db),
    vault,
    open: openConnector,
    placeOf,
    note: (event) => gate.note(event),
    findings: proof,
    openFindings: () => proof.findings(),
    inForce,
    clock,
  })

  const accounts = createAccounts({
    db,
    secret: await accountsSecret(platform, config.tenant),
    origin: config.origin,
    clock,
  })
  const keysGoneBy = async (): Promise<Date> =>
    (await epochEnd({ customer, clock }, await customer.currentEpoch())) ?? clock.now()
  const remains = remainsOf({ keysGoneBy, stores: [vaultStore] })
  const vaultHolder = createVaultHolder({ gate, store, inForce, remains, clock })
  const accountsHolder = accounts.holder({
    aliasesOf: async (person) =>
      (await store.tokensOf(person)).filter(({ field }) => field === 'email').map(({ token }) => aliasOf(token)),
    copiesUntil(erasedAt) {
      const backups = inForce().newest.policy.stores.find(({ name }) => name === accountsStore)?.backups
      return backups ? addPeriod(erasedAt, backups) : null
    },
  })
  const stopped = (cause: unknown): void => config.log({ event: 'waits', ...waitsOn(cause) })
  const systemHolders = async (): Promise<readonly Holder[]> =>
    (await systems.list()).map(({ name }) => {
      const stands = async (): Promise<SystemStands> => {
        const { place, map } = await systems.read(name)
        return { place, map: map && { says: map.map, place: map.place } }
      }
      const open = (place: string): Connector => systems.connector(name, place)
      return createSystemHolder({ system: { name, stands, open }, gate, inForce, clock })
    })
  const artefacts = createArtefactStore(db)
  const copies = createCopies({
    gate,
    store: artefacts,
    archive: createArchive(),
    holders: async () => [vaultHolder, accountsHolder, ...(await systemHolders())],
    inForce,
    numberOf: async (id) => (await caseStore.numberOf(id)) ?? '',
    clock,
  })
  // the vault last: when it forgets, nothing knows any more which account was whose, and by what a system finds a person
  const plans = createPlans({
    store: createPlanStore(db),
    holders: async () => [...(await systemHolders()), accountsHolder, copies.holder, vaultHolder],
    doers: [copies.doer],
    note: (event) => gate.note(event),
    clock,
    onWait: stopped,
  })
  const rights = createRightsDesk({
    cases: caseStore,
    artefacts,
    links: createLinkStore(db),
    plans,
    copies,
    gate,
    store,
    ledger,
    vault,
    inForce,
    remains,
    clock,
    onStop: stopped,
  })
  await gate.reloadModes()
  let isOpen = false
  let probing: Promise<unknown> = Promise.resolve()
  const probeNow = (): void => {
    if (isOpen) probing = jobs.run('probe').catch(stopped)
  }
  const changes = createChangesDesk<Diagnostic>({
    cases: caseStore,
    artefacts,
    gate,
    vault,
    store,
    printDue,
    compile: (files) => compileStatement(files),
    versions: () => loadVersions(db),
    inForce: () => (statement.isEmpty() ? null : inForce()),
    published: async () => {
      await statement.reload()
      probeNow() // what a version changed is unproven until it was tried
    },
    clock,
  })
  if (statement.isEmpty()) {
    if (!config.statement) throw new Failure('statement_missing')
    await publishFirst(changes, config.statement)
  }

  const jobs = createJobs(
    db,
    jobNames.map((job) => ({ job, everySeconds: paceOf(job), run: (ends) => work[job](ends) })),
    { clock, findings: proof },
  )
  const work = workOf({ db, clock, gate, store, plans, proof, rights, systems, vault, customer })
  await changes.resume()
  await rights.resume(db.engine === 'pglite')
  const pulse = startPulse([
    { everyMilliseconds: sequenceMilliseconds, run: () => ledger.sequence(), onFailure: stopped },
    { everyMilliseconds: reloadMilliseconds, run: () => statement.reload(), onFailure: stopped },
    { everyMilliseconds: reloadMilliseconds, run: () => gate.reloadModes(), onFailure: stopped },
  ])
  if (config.byClock !== false) await jobs.start()
  isOpen = config.byClock !== false

  return {
    clock,
    inForce,
    get place() {
      return place()
    },
    gate,
    intakeQueue: createIntakeQueue({ clock }),
    ledger,
    logFiles,
    proof,
    rights,
    changes,
    systems: {
      ...systems,
      async connect(asked) {
        const connected = await systems.connect(asked)
        rights.takeUp()
        return connected
      },
      async sign(name, asked) {
        const signed = await systems.sign(name, asked)
        rights.takeUp()
        return signed
      },
    },
    jobs,
    tokens: createTokenStore(db),
    ...peopleOf({ accounts, gate, store, vault, rights, clock, inForce }),
    health: () => healthOf({ config, db, vault, ledger, jobs, clock, inForce }),
    versions: () => statement.published(),
    changesOf: (version) => changesIn(statement.published(), version),
    async setMode(product, mode, actor) {
      await gate.setMode(product, mode, { actor })
      probeNow()
    },
    async close() {
      await jobs.stop()
      await probing
      await rights.settle()
      await systems.close()
      await gate.drain()
      await pulse.stop()
      await ledger.sequence().catch(stopped)
      await db.close()
    },
  }
}

/** Why something waits, for the log: code, system and reason in words of ours, never a value. */
function waitsOn(cause: unknown): Readonly<Record<string, unknown>> {
  const { code, detail } = asFailure(cause)
  const { system, reason } = detail
  return { code, ...(system !== undefined && { system }), ...(reason !== undefined && { reason }) }
}

/** Each tenant has keys of its own, even where two are configured with the same directories: destroying one's epoch must not touch the other's. */
function keysOf({ tenant, keys }: AppConfig): AppConfig['keys'] {
  if (!/^[a-z0-9][a-z0-9-]{0,62}$/.test(tenant))
    throw new Failure('input_invalid', { tenant, like: 'lower case letters, digits and -: needle-groove' })
  return { customerDir: join(keys.customerDir, tenant), platformDir: join(keys.platformDir, tenant) }
}

/** Nothing was ever sealed here: only then may keys be made. */
async function isNew(db: Database): Promise<boolean> {
  const [row] = await db.query<{ used: boolean }>(
    `select exists (select 1 from person_key) or exists (select 1 from checkpoint) or exists (select 1 from audit_body) or exists (select 1 from statement_version) as used`,
  )
  return row?.used !== true
}
