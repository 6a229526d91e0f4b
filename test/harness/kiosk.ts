// The kiosk: somebody else's small database on the real PostgreSQL, behind the real connector process, with a signed map of what it holds.
// A test looks into it directly, changes it behind our back, counts what it is asked, and lets calls fail.

import { readFileSync } from 'node:fs'
import { openConnector, placeOf } from '../../src/adapters/systems/index.ts'
import type { ConnectedSystem, SystemStands } from '../../src/plans/index.ts'
import { readDataMap, type Catalogue, type Connector, type DataMap, type Row } from '../../src/systems/index.ts'
import { openForeign } from './foreign.ts'
import { folder, versionOf } from './gate.ts'

export const kioskScript = readFileSync('examples/kiosk/kiosk.sql', 'utf8')
export const kioskMap = readFileSync('examples/kiosk/kiosk.yaml', 'utf8')

/** A call of a connector that a test lets fail: before it does anything, or after it did everything. */
export interface Fault {
  before?: () => Promise<void>
  after?: () => Promise<void>
}

export interface Kiosk {
  readonly url: string
  /** as plans know it */
  readonly system: ConnectedSystem
  /** connects it to another database */
  move(url: string): void
  /** signs a map, held to the database as it is now; null: none is signed */
  sign(map: string | null): Promise<void>
  /** faults of the next calls, by name of the call */
  readonly faults: { catalogue?: Fault; rows?: Fault; change?: Fault }
  /** how often it was asked what: queries, and statements of transactions */
  readonly asked: { rows: number; statements: number; changes: number }
  run(script: string): Promise<void>
  read(text: string, values?: readonly unknown[]): Promise<readonly Row[]>
  /** every row of every table, to compare */
  dump(): Promise<Readonly<Record<string, readonly Row[]>>>
  close(): Promise<void>
}

/** Opens a database, the kiosk's without another script, and connects it. */
export async function openKiosk({
  script = kioskScript,
  map = kioskMap,
  name = 'kiosk',
}: { script?: string; map?: string | null; name?: string } = {}): Promise<Kiosk> {
  const { url, run, read, close } = await openForeign(script)
  const connectTo = (at: string): Connector => openConnector({ system: name, credential: async () => ({ url: at, reach: 'near' }) }) // prettier-ignore
  const connectors: Connector[] = [connectTo(url)]
  let [place, connector] = [placeOf(url), connectors[0]!] // opened above
  let signed: SystemStands['map'] = null
  const kiosk: Kiosk = {
    url,
    faults: {},
    asked: { rows: 0, statements: 0, changes: 0 },
    system: { name, stands: async () => ({ place, map: signed }), open: () => watched(connector, kiosk) },
    move(to) {
      ;[place, connector] = [placeOf(to), connectTo(to)]
      connectors.push(connector)
    },
    async sign(text) {
      signed = text === null ? null : { says: await readMap(text, await connector.catalogue()), place }
    },
    run,
    read,
    async dump() {
      const tables = await read(
        `select table_name from information_schema.tables where table_schema = 'public' order by 1`,
      )
      const rows: [string, readonly Row[]][] = []
      for (const [table] of tables)
        rows.push([table ?? '', await read(`select to_jsonb(t)::text from "${table}" t order by 1`)])
      return Object.fromEntries(rows)
    },
    async close() {
      for (const one of connectors) await one.close()
      await close()
    },
  }
  await kiosk.sign(map)
  return kiosk
}

async function readMap(text: string, catalogue: Catalogue): Promise<DataMap> {
  const { policy } = await versionOf(folder('examples/harbour/statement'))
  const { map, problems } = await readDataMap(text, { file: 'kiosk.yaml', catalogue, policy })
  if (!map) throw new Error(problems.map(({ line, message }) => `${line}: ${message}`).join('\n'))
  return map
}

/** The connector with its faults and its count; closing it leaves the process for the next. */
function watched(connector: Connector, { faults, asked }: Kiosk): Connector {
  const around = async <T>(name: keyof Kiosk['faults'], call: () => Promise<T>): Promise<T> => {
    const fault = faults[name]
    await fault?.before?.()
    const answer = await call()
    await fault?.after?.()
    return answer
  }
  return {
    ...connector,
    catalogue: () => around('catalogue', () => connector.catalogue()),
    async *rows(query) {
      asked.rows++
      await faults.rows?.before?.()
      yield* connector.rows(query)
    },
    change(changes) {
      asked.changes++
      asked.statements += changes.length
      return around('change', () => connector.change(changes))
    },
    close: async () => {},
  }
}
