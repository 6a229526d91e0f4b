// The composition root: hands the adapters to the domain and holds the schedule as one table. Everything that runs was made here,
// once, and is closed here in the opposite order.

import { join } from 'node:path'
import { createAccounts, type Accounts } from './adapters/accounts/index.ts'
import { createArchive } from './adapters/archive/index.ts'
import { createJobs, type Jobs } from './adapters/jobs/index.ts'
import { openFileKeys } from './adapters/keys/index.ts'
import { externalCheckpointFile, tileDirectory } from './adapters/log/index.ts'
import {
  createArtefactStore, createCaseStore, createGateStore, createKeyStore, createLedgerStore, createLinkStore, createPlanStore,
  createProofStore, createSystemStore, createTokenStore, loadVersions, openDatabase, type Database, type TokenStore, type Where,
} from './adapters/stores/index.ts' // prettier-ignore
import { openConnector, placeOf } from './adapters/systems/index.ts'
import { addPeriod, asFailure, Failure, fromHex, systemClock, toHex, type Clock } from './base/index.ts'
import { effectiveOn } from './choices/index.ts'
import {
  createChangesDesk,
  createCopies,
  createRightsDesk,
  differenceOf,
  type ChangesDesk,
  type Difference,
  type RightsDesk,
} from './desks/index.ts'
import {
  createGate,
  createIntakeQueue,
  segmentSealer,
  type ChoiceEntry,
  type Gate,
  type IntakeQueue,
} from './gate/index.ts'
import { createLedger, type Ledger, type TileFiles } from './ledger/index.ts'
import {
  createPlans,
  createSystemHolder,
  createVaultHolder,
  remainsOf,
  type Holder,
  type SystemStands,
} from './plans/index.ts'
import { none, putInForce, type InForce, type Mode, type Standing, type Version } from './policy/index.ts'
import type { Principal } from './principals/index.ts'
import { createProof, type Proof } from './proof/index.ts'
import { compileStatement, printDue, type Diagnostic, type StatementFiles } from './statement/index.ts'
import { createSystems, type Connector, type Systems } from './systems/index.ts'
import { createVault, epochEnd, rotateEpochs, type Vault } from './vault/index.ts'

/** What a house is opened with. Paths are directories of ours; the CLI reads them from environment and configuration. */
export interface AppConfig {
  readonly tenant: string
  readonly storage: Where
  /** the two key sources: never one directory */
  readonly keys: { readonly customerDir: string; readonly platformDir: string }
  /** where tiles and checkpoint are published as files */
  readonly logDir: string
  /** the checkpoint kept outside the database, best on another disk */
  readonly checkpointFile: string
  /** where people reach it */
  readonly origin: string
  /** published as version 1 where no statement is in force yet */
  readonly statement?: StatementFiles
  /** seconds between runs of the jobs that must be quick in a tour or a test; the table's own without */
  readonly pace?: Partial<Record<JobName, number>>
  /** false: no job runs by the clock, each only when asked; a test decides when */
  readonly byClock?: boolean
  /** software and version, as /health tells */
  readonly software: string
  readonly clock?: Clock
  /** one line of the log: codes and names, never a value */
  readonly log: (line: Readonly<Record<string, unknown>>) => void
}

/** The schedule: what runs by itself, and how often without a pace. */
const everySeconds = { sweep: 60, watch: 60, probe: 3600, plans: 60, epochs: 3600, tidy: 3600, scan: 3600 } as const
export type JobName = keyof typeof everySeconds

/** An open house. */
export interface App {
  readonly clock: Clock
  readonly inForce: () => InForce
  /** the place where the vault's store lies */
  readonly place: string
  readonly gate: Gate
  /** in front of `gate.intake`: bounded, so that nobody waits longer than a sender does */
  readonly intakeQueue: IntakeQueue
  readonly ledger: Ledger
  readonly logFiles: TileFiles
  readonly proof: Proof
  readonly rights: RightsDesk
  readonly changes: ChangesDesk<Diagnostic>
  readonly systems: Systems
  readonly jobs: Jobs
  readonly tokens: TokenStore
  health(): Promise<Health>
  /** Every published version, those of a later day too, oldest first (CHG-01). */
  versions(): readonly Version[]
  /** What a version changed against the one before. Failure('not_found') for one that was not published. */
  changesOf(version: number): Difference
  /** The person of a session cookie; null for anybody else. */
  personOfSession(headers: Headers): Promise<Extract<Principal, { role: 'person' }> | null>
  isFresh(signedInAt: Date): boolean
  signIn(email: string, password: string): Promise<readonly string[]>
  signOut(headers: Headers): Promise<readonly string[]>
  openAccount(account: {
    readonly email: string
    readonly password: string
    readonly name: string
    readonly region?: string | undefined
    readonly age?: number | undefined
  }): Promise<void>
  standing(person: string): Promise<Standing>
  greetingOf(person: string): Promise<string>
  choose(
    person: Extract<Principal, { role: 'person' }>,
    asked: Pick<ChoiceEntry, 'kind' | 'name' | 'value'>,
    channel: string,
  ): Promise<Omit<ChoiceEntry, 'bit'>>
  /** Lets a product observe or enforce from now on, and tries the sentences anew. Throws Failure('name_unknown') for an unknown product. */
  setMode(product: string, mode: Mode, actor: string): Promise<void>
  /** Waits for everything under way, then closes it all. */
  close(): Promise<void>
}

/** What /health tells, `kept doctor` prints, and the start shows. */
export interface Health {
  readonly state: 'ready' | 'starting' | 'stopping'
  readonly name: string
  readonly software: string
  readonly statement: { readonly version: number; readonly hash: string } | null
  readonly engine: string
  readonly durability: string
  readonly secondFence: string
  readonly custodians: { readonly two: boolean; readonly words: string }
  readonly clock: string
  readonly ledger: { readonly size: number; readonly at: string | null; readonly pending: number }
  readonly jobs: {
    readonly job: string
    readonly every: string
    readonly stopped: boolean
    readonly lastAt: string | null
    readonly outcome: string | null
  }[]
}

const vaultStore = 'vault'
const accountsStore = 'accounts'
const accountProduct = 'account'
const accountCategory = 'contact'
const sequenceMilliseconds = 200
const reloadMilliseconds = 1_000
const sweepRecordsMax = 1_000
const freshMinutes = 10

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
    (Object.keys(everySeconds) as JobName[]).map((job) => ({ job, everySeconds: paceOf(job), run: () => work[job]() })), // the keys of the table
    { clock, findings: proof },
  )
  const work: Readonly<Record<JobName, () => Promise<string>>> = {
    async sweep() {
      const { removed, clean } = await plans.sweep((limit) => gate.due(clock.now(), Math.min(limit, sweepRecordsMax)))
      return clean ? `removed ${removed}` : `removed ${removed}; some were still there when read again`
    },
    async watch() {
      const runs = await proof.run({ verb: 'keep' })
      return `${runs.filter(({ passed }) => passed).length} of ${runs.length} sentences hold`
    },
    async probe() {
      const runs = await proof.run({})
      return `${runs.filter(({ passed }) => passed).length} of ${runs.length} tests passed`
    },
    plans: async () => `${await rights.resume(false)} went on`,
    async epochs() {
      const { began, rewrapped, destroyed } = await rotateEpochs({ store: createKeyStore(db), vault, customer, clock })
      return `began ${began ?? 'none'}, rewrapped ${rewrapped}, destroyed ${destroyed.length}`
    },
    scan: () => systems.watch(),
    tidy: async () =>
      `${await rights.tidy()} files and links ended, ${await store.dropTombstones(clock.now())} marks, ${await store.dropMessages(clock.now())} message ids`,
  }
  await changes.resume()
  await rights.resume(db.engine === 'pglite')
  const pulse = startPulse([
    { everyMilliseconds: sequenceMilliseconds, run: () => ledger.sequence(), onFailure: stopped },
    { everyMilliseconds: reloadMilliseconds, run: () => statement.reload(), onFailure: stopped },
    { everyMilliseconds: reloadMilliseconds, run: () => gate.reloadModes(), onFailure: stopped },
  ])
  if (config.byClock !== false) await jobs.start()
  isOpen = config.byClock !== false

  const personOfSession: App['personOfSession'] = async (headers) => {
    const found = await accounts.session(headers)
    const state = found && (await gate.personBy({ field: 'email', token: fromHex(found.alias.split('@')[0]!) }))
    return state ? { role: 'person', alias: found!.alias, person: state.person, signedInAt: found!.signedInAt } : null
  }
  const standing: App['standing'] = async (person) => {
    const [state] = await store.people([{ person }])
    return {
      on: effectiveOn(inForce().newest.policy, state?.set ?? none, state?.on ?? none),
      objected: state?.objected ?? none,
      restricted: state?.restricted ?? false,
    }
  }
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
    personOfSession,
    standing,
    isFresh: (signedInAt) => clock.now().getTime() - signedInAt.getTime() <= freshMinutes * 60_000,
    health: () => healthOf({ config, db, vault, ledger, jobs, clock, inForce }),
    versions: () => statement.published(),
    changesOf(version) {
      const versions = statement.published()
      const at = versions.findIndex((one) => one.version === version)
      if (at < 0) throw new Failure('not_found', { version })
      return at === 0 ? { clauses: [], changes: [] } : differenceOf(versions[at - 1]!, versions[at]!)
    },
    async signIn(email, password) {
      const alias = aliasOf(await vault.token('email', email))
      try {
        return (await accounts.signIn(alias, password)).cookies
      } catch (cause) {
        await gate.note({ type: 'sign-in', actor: 'anybody', payload: { effect: 'deny', code: asFailure(cause).code } })
        throw cause
      }
    },
    signOut: (headers) => accounts.signOut(headers),
    openAccount: (account) => openAccount({ gate, vault, accounts, clock, inForce }, account),
    async greetingOf(person) {
      const [told] = await gate.tell(person, 'view', { product: accountProduct, category: accountCategory, limit: 1 })
      const data = told?.data.reveal()
      return data !== null && typeof data === 'object' && 'name' in data && typeof data.name === 'string'
        ? data.name
        : ''
    },
    async choose(by, { kind, name, value }, channel) {
      const choice = inForce().newest.policy.choices.find((one) => one.name === name)
      if (kind !== 'choice' || value === 'on' || choice?.kind !== 'consent')
        return gate.choose(by.person, { kind, name, value }, { channel, actor: 'person' })
      await rights.ask(by, { kind: 'withdraw', choice: name, channel })
      return (await gate.choices(by.person)).findLast((event) => event.kind === 'choice' && event.name === name)!
    },
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

/** Publishes the first statement, agreed to by the officers who signed its clauses. A broken one is told like the compiler does. */
async function publishFirst(changes: ChangesDesk<Diagnostic>, files: StatementFiles): Promise<void> {
  const { compiled, diagnostics } = await compileStatement(files)
  const errors = diagnostics.filter(({ severity }) => severity === 'error')
  if (!compiled)
    throw new Failure('statement_broken', {
      diagnostics: errors.map(({ file, line, code, message }) => `${file}:${line} ${code} ${message}`),
    })
  const signers = compiled.page.sections.flatMap(({ clauses }) =>
    clauses.flatMap(({ signature }) => signature.by.map(({ officer }) => officer)),
  )
  const { draft } = await changes.begin(files, [...new Set(signers)])
  if (!draft)
    throw new Failure('statement_broken', {
      diagnostics: diagnostics.map(({ file, line, code, message }) => `${file}:${line} ${code} ${message}`),
    })
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

/** The statement in force: versions whose day has come, met with one another; loaded anew when one was published, here or elsewhere. */
async function statementOf(
  db: Database,
  clock: Clock,
): Promise<{ inForce(): InForce; published(): readonly Version[]; isEmpty(): boolean; reload(): Promise<void> }> {
  let current: InForce | null = null
  let published: readonly Version[] = []
  const known = { all: '', due: '' }
  const reload = async (): Promise<void> => {
    const [row] = await db.query<{ all: string | null; due: string | null }>(
      `select string_agg(v.version::text, ',' order by v.version) as all,
         string_agg(v.version::text, ',' order by v.version) filter (where v.effective_at <= $2) as due
       from statement_version v where v.tenant = $1`,
      [db.tenant, clock.now()],
    )
    const { all, due } = { all: row?.all ?? '', due: row?.due ?? '' }
    if (all !== known.all) published = await loadVersions(db)
    if (due !== known.due && due !== '') {
      const versions = due.split(',').map(Number)
      current = putInForce(published.filter(({ version }) => versions.includes(version)))
    }
    Object.assign(known, { all, due })
  }
  await reload()
  return {
    inForce() {
      if (!current) throw new Failure('statement_missing')
      return current
    },
    published: () => published,
    isEmpty: () => current === null,
    reload,
  }
}

/** The alias of an account: the blind token of its address, in a domain that cannot exist (RFC 2606). */
function aliasOf(token: Uint8Array): string {
  return `${toHex(token)}@alias.invalid`
}

/** Tenants of one database share the directory of accounts: each signs its cookies with a secret of its own. */
async function accountsSecret(
  platform: Awaited<ReturnType<typeof openFileKeys>>['platform'],
  tenant: string,
): Promise<string> {
  return toHex((await platform.indexKey(`accounts of ${tenant}`)).export())
}

interface AccountParts {
  readonly gate: Gate
  readonly vault: Vault
  readonly accounts: Accounts
  readonly clock: Clock
  readonly inForce: () => InForce
}

/** Opens an account: name and address go through the gate into the vault, the directory gets an alias. */
async function openAccount(
  { gate, vault, accounts, clock, inForce }: AccountParts,
  {
    email,
    password,
    name,
    region = null,
    age = null,
  }: {
    email: string
    password: string
    name: string
    region?: string | null | undefined
    age?: number | null | undefined
  },
): Promise<void> {
  const alias = aliasOf(await vault.token('email', email))
  if (await accounts.find(alias)) throw new Failure('conflict', { account: 'exists' })
  if (region !== null && !inForce().newest.policy.places.some((place) => place.name === region))
    throw new Failure('input_invalid', { field: 'region' })
  const ref = { field: 'email', value: email }
  await gate.admit(ref, { region, age, canary: false })
  const by: Principal = {
    role: 'service',
    id: 'accounts',
    service: 'accounts',
    officer: null,
    products: [accountProduct],
    purposes: [],
    endsAt: new Date(8.64e15),
  }
  const [answer] = await gate.write(by, [
    {
      messageId: `account ${alias} ${clock.now().toISOString()}`, // who was erased may come back, with a new account
      person: ref,
      product: accountProduct,
      category: accountCategory,
      origin: 'person',
      collectedAt: clock.now(),
      data: { name, email },
    },
  ])
  if (answer?.outcome === 'refused') throw new Failure('access_denied', { clause: answer.clause, why: answer.why })
  await accounts.open(alias, password)
}

interface Beat {
  readonly everyMilliseconds: number
  readonly run: () => Promise<unknown>
  readonly onFailure: (cause: unknown) => void
}

/** Runs small work again and again, each after its own last end, until stopped. */
function startPulse(beats: readonly Beat[]): { stop(): Promise<void> } {
  const stop = new AbortController()
  const loops = beats.map(async ({ everyMilliseconds, run, onFailure }) => {
    while (!stop.signal.aborted) {
      await run().catch(onFailure)
      await pause(everyMilliseconds, stop.signal)
    }
  })
  return {
    async stop() {
      stop.abort()
      await Promise.all(loops)
    },
  }
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds)
    signal.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true })
  })
}

interface HealthParts {
  readonly config: AppConfig
  readonly db: Database
  readonly vault: Vault
  readonly ledger: Ledger
  readonly jobs: Jobs
  readonly clock: Clock
  readonly inForce: () => InForce
}

async function healthOf({ config, db, vault, ledger, jobs, clock, inForce }: HealthParts): Promise<Health> {
  const [checkpoint, pending, list] = await Promise.all([ledger.checkpoint(), ledger.countPending(), jobs.list()])
  const { version, hash, policy } = inForce().newest
  return {
    state: 'ready',
    name: policy.organisation.name,
    software: config.software,
    statement: { version, hash },
    engine: db.engine === 'pglite' ? 'embedded PostgreSQL (PGlite)' : 'PostgreSQL',
    durability: db.durability,
    secondFence:
      db.engine === 'pglite'
        ? 'row-level security under role app; the engine itself runs as superuser'
        : 'row-level security under role app',
    custodians: vault.custodians,
    clock: clock.now().toISOString(),
    ledger: { size: checkpoint?.size ?? 0, at: checkpoint?.at.toISOString() ?? null, pending },
    jobs: list.map(({ job, everySeconds: seconds, stopped, lastAt, outcome }) => ({
      job,
      every: `${seconds} s`,
      stopped,
      lastAt: lastAt?.toISOString() ?? null,
      outcome,
    })),
  }
}
