// The connected systems of a tenant: connected with a credential that only their own process ever has in clear, scanned, mapped by a
// signature, watched for what changes, and disconnected. Whatever is done to one is in the ledger before (docs/spec/connector.md).

import { asFailure, Failure, text as textOf, utf8, type Clock, type Json } from '../base/index.ts'
import type { Finding, Findings, InForce } from '../policy/index.ts'
import { nameUnknown } from '../statement/index.ts'
import type { Vault } from '../vault/index.ts'
import type { Catalogue } from './catalogue.ts'
import type { Connector } from './connector.ts'
import { hashDataMap, type DataMap } from './data-map.ts'
import { proposeDataMap, type Draft } from './discover.ts'
import { compareDataMap, coverageOf, type Drift } from './drift.ts'
import { mergeDataMap } from './merge-map.ts'
import { printDataMap } from './print-map.ts'
import { readDataMap, type MapProblem } from './read-map.ts'
import { candidatePairs } from './references.ts'
import type { SignedMap, SystemRow, SystemStore } from './system-store.ts'

/** What a connector needs to enter: the URL, and how far its host may be: `near` hosts too, or public addresses only. */
export interface Credential {
  readonly url: string
  readonly reach: 'near' | 'public'
  /** certificates (PEM) of the authority that vouches for the server; those Node trusts without it */
  readonly ca?: string | undefined
}

/** Opens a connector. `credential` is asked for whenever its process starts; `known` lets failures name tables. */
export type OpenConnector = (options: {
  readonly system: string
  readonly credential: () => Promise<Credential>
  readonly known: Catalogue | null
}) => Connector & { try(): Promise<{ readonly version: string }> }

/** What the connected systems are made of. */
export interface SystemsParts {
  readonly store: SystemStore
  readonly vault: Pick<Vault, 'sealSecret' | 'openSecret'>
  readonly open: OpenConnector
  /** host, port and database of a URL; fails with `input_invalid` for one that is none */
  readonly placeOf: (url: string) => string
  /** Keeps an event in the ledger; resolves when it is durable. */
  readonly note: (event: { readonly type: string; readonly actor: string; readonly payload: Json }) => Promise<unknown>
  readonly findings: Findings
  /** keys of the findings that are open */
  readonly openFindings: () => Promise<readonly { readonly key: string }[]>
  readonly inForce: () => InForce
  readonly clock: Clock
}

/** What a scan found, and the draft of a data map. Names and figures; no value of a row. */
export interface Scan {
  readonly system: string
  readonly catalogue: Catalogue
  /** the draft: the signed map brought up to date, where there is one */
  readonly draft: Draft
  /** the draft as YAML, for a person to edit */
  readonly text: string
  /** what differs from the signed map; null where none is signed */
  readonly drift: readonly Drift[] | null
  readonly at: Date
}

/** A map that was looked at: with its hash when it can be signed, else with what is wrong. */
export interface Checked {
  readonly map: DataMap | null
  readonly hash: string | null
  readonly problems: readonly MapProblem[]
}

/** Columns of connected systems, for the coverage line. */
export interface SystemsCoverage {
  /** systems that are connected */
  readonly systems: number
  /** columns that look personal or are called so, and those of them that a sentence covers */
  readonly personal: number
  readonly covered: number
}

export interface Systems {
  /** Tries a URL and keeps it for a name, new or known. Answers the server's version. Nothing is kept of a URL that does not work. */
  connect(
    asked: { readonly name: string; readonly actor: string } & Credential,
  ): Promise<{ readonly system: SystemRow; readonly version: string; readonly isNew: boolean }>
  list(): Promise<readonly SystemRow[]>
  /** A system by its name; Failure `name_unknown` tells the one that was meant, or those there are. */
  read(name: string): Promise<SystemRow>
  scan(name: string, actor: string): Promise<Scan>
  /** Holds a map to the database as it is now. */
  check(name: string, text: string): Promise<Checked>
  /** Signs exactly the map of this hash as the next version. */
  sign(
    name: string,
    asked: { readonly text: string; readonly hash: string; readonly officer: string },
  ): Promise<SignedMap>
  /** Forgets a system: credential, maps and findings. Its database is not touched. */
  remove(name: string, actor: string): Promise<void>
  /** Reads every system's catalogue again and raises or settles findings; answers a line for the schedule. */
  watch(): Promise<string>
  coverage(): Promise<SystemsCoverage>
  /** A connector to a system at a place, and to nothing else: not where it is connected later. Closing it gives it back; its process stays for who asks next. */
  connector(name: string, place: string): Connector
  close(): Promise<void>
}

/** Makes the connected systems of one tenant. */
export function createSystems(parts: SystemsParts): Systems {
  const { store, vault, note, findings, inForce, clock } = parts
  const connectors = new Map<string, { readonly place: string; readonly connector: ReturnType<OpenConnector> }>()
  let covered: { readonly at: number; readonly value: Promise<SystemsCoverage> } | null = null

  const read = async (name: string): Promise<SystemRow> => {
    const row = await store.read(name)
    if (row) return row
    throw nameUnknown('system', name, (await store.list()).map((one) => one.name)) // prettier-ignore
  }
  /** In the ledger first; then the seal is opened, for the one process that asks. */
  const credentialOf = async ({ name, place }: Place): Promise<Credential> => {
    await note({ type: 'system.open', actor: 'connector', payload: { system: name } })
    const sealed = await store.credential(name)
    if (!sealed) throw new Failure('not_found', { system: name })
    const bytes = await vault.openSecret(secretName(name), sealed)
    try {
      const credential = JSON.parse(textOf(bytes)) as Credential // what `connect` sealed
      if (parts.placeOf(credential.url) !== place) throw new Failure('system_unavailable', { system: name, reason: movedAway }) // prettier-ignore
      return credential
    } finally {
      bytes.fill(0)
    }
  }
  const connectorOf = ({ name, place }: Place, known: Catalogue | null = null): ReturnType<OpenConnector> => {
    const there = connectors.get(name)
    if (there?.place === place) return there.connector
    void there?.connector.close() // another process connected it elsewhere
    const connector = parts.open({ system: name, credential: () => credentialOf({ name, place }), known })
    connectors.set(name, { place, connector })
    return connector
  }
  const letGo = async (name: string): Promise<void> => {
    const there = connectors.get(name)
    connectors.delete(name)
    covered = null
    await there?.connector.close()
  }
  /** Reads the catalogue and keeps it; a system that cannot be read is kept as such, and the failure goes on. */
  const see = async (row: SystemRow): Promise<Catalogue> => {
    const { name, seen } = row
    try {
      const catalogue = await connectorOf(row, seen?.catalogue).catalogue()
      await store.see(name, catalogue, clock.now())
      covered = null
      return catalogue
    } catch (cause) {
      const { detail, code } = asFailure(cause)
      await store.trouble(name, typeof detail['reason'] === 'string' ? detail['reason'] : code, clock.now())
      throw cause
    }
  }
  /** Raises what stands open about a system, and settles what no longer does. */
  const settle = async (name: string, found: readonly Finding[]): Promise<void> => {
    const mine = (await parts.openFindings()).filter(({ key }) => key.startsWith(keyPrefix(name)))
    const still = new Set(found.map(({ key }) => key))
    for (const finding of found) if (!mine.some(({ key }) => key === finding.key)) await findings.raise(finding)
    for (const { key } of mine) if (!still.has(key)) await findings.settle(key, clock.now())
  }
  const lookAgain = async (row: SystemRow, catalogue: Catalogue): Promise<readonly Drift[] | null> => {
    const drift = row.map && compareDataMap(row.map.map, catalogue, inForce().newest.policy)
    await settle(row.name, findingsOf(row, drift, { inForce: inForce(), at: clock.now() }))
    return drift
  }

  return {
    async connect({ name, actor, ...credential }) {
      const place = parts.placeOf(credential.url)
      await note({ type: 'system.open', actor, payload: { system: name, for: 'connect' } })
      const trial = parts.open({ system: name, credential: async () => credential, known: null })
      const version = await versionOf(trial)
      const sealed = await vault.sealSecret(secretName(name), utf8(JSON.stringify(credential)))
      await note({ type: 'system.connect', actor, payload: { system: name, kind: 'postgres', place } })
      const isNew = await store.put({ name, kind: 'postgres', place, credential: sealed, at: clock.now() })
      await letGo(name)
      return { system: await read(name), version, isNew }
    },
    list: () => store.list(),
    read,
    async scan(name, actor) {
      const row = await read(name)
      await note({ type: 'system.scan', actor, payload: { system: name } })
      const connector = connectorOf(row, row.seen?.catalogue)
      const catalogue = await see(row)
      const profiles = await connector.profile(catalogue)
      const overlaps = await connector.overlaps(candidatePairs(catalogue, profiles))
      const { policy } = inForce().newest
      const proposed = proposeDataMap({ system: name, catalogue, profiles, overlaps, policy })
      const draft = row.map ? mergeDataMap(row.map.map, proposed, catalogue) : proposed
      const drift = await lookAgain(row, catalogue)
      return { system: name, catalogue, draft, text: printDataMap(draft.map, draft.notes), drift, at: clock.now() }
    },
    async check(name, text) {
      return checked(name, text, await see(await read(name)), inForce())
    },
    async sign(name, { text, hash, officer }) {
      const row = await read(name)
      const catalogue = await see(row)
      const { map, hash: right, problems } = await checked(name, text, catalogue, inForce())
      if (!map) throw new Failure('input_invalid', { problems: problems.map(problemWords) })
      if (hash !== right) throw new Failure('conflict', { system: name, hash: right })
      const after = row.map?.version ?? 0
      const said = { actor: `officer ${officer}`, payload: { system: name, hash, officer, version: after + 1 } }
      await note({ type: 'system.map.begin', ...said })
      const signed = await store.sign(name, {
        text,
        map,
        hash,
        signedBy: officer,
        place: row.place,
        at: clock.now(),
        after,
      })
      if (!signed) throw new Failure('conflict', { system: name, version: after + 1 })
      await note({ type: 'system.map', ...said }) // of two at once only one has signed
      covered = null
      await lookAgain({ ...row, map: signed }, catalogue)
      return signed
    },
    async remove(name, actor) {
      await read(name)
      await note({ type: 'system.remove', actor, payload: { system: name } })
      await letGo(name)
      await store.remove(name)
      await settle(name, [])
    },
    async watch() {
      const rows = await store.list()
      let [differ, away] = [0, 0]
      for (const row of rows) {
        try {
          await note({ type: 'system.scan', actor: 'schedule', payload: { system: row.name } })
          const drift = await lookAgain(row, await see(row))
          differ += drift?.length ?? 0
        } catch (cause) {
          if (!isAway(cause)) throw cause
          away++
        }
      }
      return `read ${rows.length - away} of ${rows.length} systems, ${differ} differences from their maps`
    },
    async coverage() {
      const now = clock.now().getTime()
      if (!covered || now < covered.at || now >= covered.at + coverageMs)
        covered = { at: now, value: store.list().then((rows) => coverageOfAll(rows, inForce())) }
      return covered.value
    },
    connector: (name, place) => lent(connectorOf({ name, place })),
    async close() {
      await Promise.all([...connectors.keys()].map(letGo))
    },
  }
}

/** pages are read more often than systems change */
const coverageMs = 5_000

/** Enters once and leaves. */
async function versionOf(trial: ReturnType<OpenConnector>): Promise<string> {
  try {
    return (await trial.try()).version
  } finally {
    await trial.close()
  }
}

/** Where a system is. */
type Place = Pick<SystemRow, 'name' | 'place'>

const movedAway = 'it was connected to another database meanwhile'

function secretName(name: string): string {
  return `system/${name}`
}

function keyPrefix(name: string): string {
  return `system ${name}: `
}

/** A system that does not answer or does not let us in is told as its trouble; anything else is ours to hear of. */
function isAway(cause: unknown): boolean {
  return ['system_unavailable', 'system_refused', 'system_limit'].includes(asFailure(cause).code)
}

async function checked(name: string, text: string, catalogue: Catalogue, { newest }: InForce): Promise<Checked> {
  const file = `${name}.yaml`
  const { map, problems } = await readDataMap(text, { file, catalogue, policy: newest.policy })
  if (!map) return { map: null, hash: null, problems }
  if (map.system === name) return { map, hash: hashDataMap(map), problems }
  const message = `this is the map of \`${map.system}\`, not of \`${name}\``
  return { map: null, hash: null, problems: [{ file, line: 1, column: 1, message, help: `write \`system: ${name}\`, if it is meant for it` }] } // prettier-ignore
}

function problemWords({ line, column, message, help }: MapProblem): string {
  return `${line}:${column} ${message}: ${help}`
}

/** What stands open: no map at all, or none for where it is now, or what differs from it and concerns people. One finding a difference and sentence concerned. */
function findingsOf(
  { name, place, map }: Pick<SystemRow, 'name' | 'place' | 'map'>,
  drift: readonly Drift[] | null,
  { inForce, at }: { inForce: InForce; at: Date },
): readonly Finding[] {
  if (!drift) {
    const summary = `${name}: nobody has signed yet what it holds about people`
    return [{ kind: 'drift', clause: null, key: `${keyPrefix(name)}no map`, summary, at }]
  }
  const isMoved = map !== null && map.place !== place
  const moved: readonly Finding[] =
    isMoved
      ? [{ kind: 'drift', clause: null, key: `${keyPrefix(name)}moved`, summary: `${name}: it is at another place than its data map was signed for`, at }]
      : [] // prettier-ignore
  const differs = drift
    .filter(
      ({ kind, category, clauses }) =>
        (kind === 'another database' && !isMoved) || category !== null || clauses.length > 0,
    )
    .map(({ kind, schema, table, column, clauses, words, category, isCovered }): Finding => {
      const clause = concerned(clauses, inForce)
      const key = `${keyPrefix(name)}${JSON.stringify([kind, schema, table, column, clause])}`
      return {
        kind: kind.endsWith('gone') ? 'unkept' : 'drift',
        clause,
        key,
        summary: `${name}: ${words}${category !== null && !isCovered ? ', and no sentence covers it' : ''}`,
        at,
      }
    })
  return [...moved, ...differs]
}

/** Of several sentences the one that speaks of taking it in, else the first of the statement; null where none is concerned. */
function concerned(clauses: readonly string[], { newest }: InForce): string | null {
  const inOrder = newest.page.sections.flatMap((section) => section.clauses).filter(({ id }) => clauses.includes(id))
  return (inOrder.find(({ rules }) => rules.some(({ verb }) => verb === 'collect')) ?? inOrder[0])?.id ?? null
}

function coverageOfAll(rows: readonly SystemRow[], { newest }: InForce): SystemsCoverage {
  const seen = rows.flatMap((row) => (row.seen ? [{ row, catalogue: row.seen.catalogue }] : []))
  const each = seen.map(({ row, catalogue }) =>
    coverageOf(row.map?.map ?? emptyMap(row.name), catalogue, newest.policy),
  )
  const sum = (figure: 'personal' | 'covered'): number => each.reduce((all, one) => all + one[figure], 0)
  return { systems: rows.length, personal: sum('personal'), covered: sum('covered') }
}

function emptyMap(system: string): DataMap {
  return { format: 'wordkept/data-map/1', system, tables: [] }
}

/** A connector that is somebody else's to close. */
function lent(connector: Connector): Connector {
  let closed = false
  const use = (): Connector => {
    if (closed) throw new Failure('system_unavailable', { reason: 'the connection was closed on our side' })
    return connector
  }
  return {
    catalogue: async () => use().catalogue(),
    profile: async (catalogue) => use().profile(catalogue),
    overlaps: async (pairs) => use().overlaps(pairs),
    rows: (query) => use().rows(query),
    change: async (changes) => use().change(changes),
    async close() {
      closed = true
    },
  }
}
