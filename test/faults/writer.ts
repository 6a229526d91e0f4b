// A process that writes to an embedded database until it is killed or the disk is full. It says on its output what it found (`found N`),
// each write once it is acknowledged (`stored ID`), and how it fared; the test that started it compares.

import { randomBytes, randomUUID } from 'node:crypto'
import { rmSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { execFileSync } from 'node:child_process'
import type { Database } from '../../src/adapters/stores/database.ts'
import { createGateStore } from '../../src/adapters/stores/gate-store.ts'
import { openDatabase } from '../../src/adapters/stores/open.ts'
import { asFailure } from '../../src/base/index.ts'
import type { GateStore } from '../../src/gate/index.ts'
import { sealInClear } from '../harness/seal.ts'

/** Says a line whole, before anything else happens: a pipe that is full for a moment is tried again. */
function say(line: string): void {
  let rest = Buffer.from(`${line}\n`)
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(1, rest))
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== 'EAGAIN') throw cause
    }
  }
}

/** Writes one record with its entry of the ledger, and says its id when that is acknowledged. */
async function write(store: GateStore, person: string, sizeBytes: number): Promise<void> {
  const [id, event] = [randomUUID(), randomUUID()]
  const record = { person, id, cell: 1, product: 'search', category: 'interaction.search', source: 'web', place: 'main', collectedAt: new Date(0), endedAt: null, storedAt: new Date(0), law: '', keyVersion: 1, sealed: new Uint8Array(randomBytes(sizeBytes)) } // prettier-ignore
  const audit = [{ event, leaf: record.sealed.subarray(0, 99), person: null, rest: new Uint8Array(9) }]
  const [outcome] = await store.commit([{ audit, tally: [], record }])
  if (outcome !== 'done') throw new Error(`the write was ${outcome}`)
  say(`stored ${id}`)
}

function admit(store: GateStore): Promise<string> {
  const person = randomUUID()
  const key = { person, law: '', version: 1, epoch: 1, wrapped: new Uint8Array(60) }
  return store.admit({ identifiers: [{ field: 'email', token: new Uint8Array(16), sealed: null }], person, region: null, age: null, customer: null, canary: false, at: new Date(0), key }) // prettier-ignore
}

/** Says every record found with its entry; a record without one, or an entry without its record, is said as torn. */
async function sayFound(database: Database): Promise<void> {
  const [{ torn }] = (await database.query(`select (select coalesce(sum(b.count), 0) from audit_body b)::integer - (select count(*) from record)::integer as torn`)) as [{ torn: number }] // prettier-ignore
  const rows = await database.query<{ id: string }>('select id from record')
  for (const { id } of rows) say(`found ${id}`)
  say(`torn ${torn}`)
}

async function writeForEver(store: GateStore, person: string): Promise<never> {
  const one = async (): Promise<never> => {
    for (;;) await write(store, person, 200)
  }
  return Promise.race([one(), one(), one()])
}

/** Fills the disk but for a little, writes until it is refused, makes room and goes on. */
async function writeUntilFull(store: GateStore, person: string, room: Room): Promise<void> {
  room.take()
  const refused = async (): Promise<string> => {
    for (;;) {
      const failure = await write(store, person, 50_000).then(() => null, asFailure)
      if (failure) return failure.code
    }
  }
  say(`refused ${await refused()}`)
  say(`refused ${await refused()}`)
  room.give()
  for (let i = 0; i < 20; i++) await write(store, person, 50_000)
  say('recovered')
}

interface Room {
  take(): void
  give(): void
}

/** On a small disk of its own, a file takes the room; under a limit of file sizes, the limit is lifted. */
function roomOf(home: string, how: string): Room {
  // `limit`, or how many bytes stay free
  const filler = join(home, 'filler')
  if (how === 'limit') return { take: () => {}, give: () => void execFileSync('prlimit', ['--pid', String(process.pid), '--fsize=unlimited']) } // prettier-ignore
  const take = (): void => {
    const free = Number(execFileSync('df', ['--output=avail', '-B1', home], { encoding: 'utf8' }).split('\n')[1])
    writeFileSync(filler, new Uint8Array(Math.max(0, free - Number(how))))
  }
  return { take, give: () => rmSync(filler) }
}

const [home, task, how] = process.argv.slice(2) as [string, 'kill' | 'full', string]
let open: Database | null = null
try {
  const database = await openDatabase({ engine: 'pglite', home }, 'harbour')
  open = database
  await sayFound(database)
  const store = createGateStore(database, sealInClear)
  const person = await admit(store)
  if (task === 'kill') await writeForEver(store, person)
  await writeUntilFull(store, person, roomOf(home, how))
  await database.close()
  const again = await openDatabase({ engine: 'pglite', home }, 'harbour')
  await sayFound(again)
  await again.close()
} catch (cause) {
  const { code, message, detail } = asFailure(cause)
  process.stderr.write(`${code}: ${message} ${JSON.stringify(detail)}\n`)
  process.exitCode = 1
  await open?.close() // an open database would keep the process
}
