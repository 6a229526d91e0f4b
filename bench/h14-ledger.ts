// H14: the ledger. Events a second that get their place, their tiles and a signed head on PostgreSQL, files written; and how long
// `kept verify` takes, cold, over a log of a million leaves with no network and no server.

import { spawn } from 'node:child_process'
import { generateKeyPairSync, sign } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { externalCheckpointFile, tileDirectory } from '../src/adapters/log/index.ts'
import { createLedgerStore, openDatabase } from '../src/adapters/stores/index.ts'
import { lengthPrefixed, randomBytes, systemClock } from '../src/base/index.ts'
import {
  bundlePath, emptyRoot, encodeBundle, encodeLeaf, formatCheckpoint, formatVerifierKey, grow, leafHash, signNote, tilePath, verifierKey,
  type Edge, type NoteSigner,
} from '../src/evidence/index.ts' // prettier-ignore
import { createLedger, type LogFile } from '../src/ledger/index.ts'
import { tenant, type Ground } from './ground.ts'
import { seconds } from './load.ts'
import { assertRight, plain, type Metric, type Stage } from './metric.ts'

const kept = fileURLToPath(new URL('../bin/kept.js', import.meta.url))
const origin = 'bench.example/log'
/** as the gate commits them when it is busy */
const eventsPerCommit = 50

export const ledger: Metric = {
  name: 'H14',
  figures: [
    { id: 'H14', what: 'events a second sequenced, tiled and signed', unit: '/s', good: 'large', floor: 2_000, target: 5_000, gated: false, of: plain('sequenced') },
    { id: 'H14 verify', what: 'verifying 1,000,000 leaves offline, cold process', unit: 's', good: 'small', floor: 60, target: 30, gated: false, of: plain('verified') },
  ], // prettier-ignore
  sides: { sequenced: 'events/s', verified: 's' },
  open: openStage,
}

async function openStage(ground: Ground): Promise<Stage> {
  const db = await openDatabase({ engine: 'postgres', url: await ground.postgres() }, tenant)
  const home = ground.folder()
  const { privateKey } = generateKeyPairSync('ed25519')
  const log = createLedger({
    store: createLedgerStore(db),
    external: externalCheckpointFile(join(home, 'outside', 'checkpoint')),
    files: tileDirectory(join(home, 'log')),
    signer: { name: origin, key: privateKey },
    clock: systemClock,
  })
  await log.start()
  const events = ground.size(10_000, 300)
  const leaves = ground.size(1_000_000, 2_000)
  const folder = ground.folder()
  const vkey = writeLog(folder, leaves)
  return {
    async prepare() {
      const made = Array.from({ length: events }, newLeaf)
      for (let at = 0; at < events; at += eventsPerCommit) {
        const some = made.slice(at, at + eventsPerCommit)
        await db.query(
          'insert into audit_pending (tenant, events, persons, leaves) values ($1, $2::uuid[], $3::uuid[], $4)',
          [tenant, some.map(({ event }) => event), some.map(() => null), lengthPrefixed(some.map(({ leaf }) => leaf))],
        )
      }
    },
    sides: {
      async sequenced() {
        const before = (await log.checkpoint())!.size
        const took = await seconds(async () => {
          while ((await log.sequence()) > 0);
        })
        const { size } = (await log.checkpoint())!
        assertRight(size - before === events, `${size - before} of ${events} events were sequenced`)
        return events / took
      },
      async verified() {
        let said = ''
        const took = await seconds(async () => (said = await verify(folder, vkey)))
        assertRight(said.startsWith('0 ') && said.includes(leaves.toLocaleString('en-US')), `kept verify said: ${said}`)
        return took
      },
    },
    close: () => db.close(),
  }
}

function newLeaf(): { readonly event: string; readonly leaf: Uint8Array } {
  const event = crypto.randomUUID()
  const leaf = encodeLeaf({ type: 'read', event, at: new Date(), subject: randomBytes(32), actor: randomBytes(32), payload: randomBytes(32) }) // prettier-ignore
  return { event, leaf }
}

const leavesAtOnce = 256 * 64

/** Writes a log of so many leaves as files, made with the functions of the ledger; answers its key. */
function writeLog(folder: string, count: number): string {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const { x } = publicKey.export({ format: 'jwk' })
  const key = verifierKey(origin, new Uint8Array(Buffer.from(x!, 'base64url')))
  const signer: NoteSigner = { key, sign: (message) => new Uint8Array(sign(null, message, privateKey)) }
  const write = (files: readonly LogFile[]): void => {
    for (const { path, bytes } of files) {
      mkdirSync(dirname(join(folder, path)), { recursive: true })
      writeFileSync(join(folder, path), bytes)
    }
  }
  const tiles = new Map<string, LogFile>()
  let tree: { size: number; root: Uint8Array; edge: Edge } = { size: 0, root: emptyRoot(), edge: [] }
  while (tree.size < count) {
    const leaves = Array.from({ length: Math.min(leavesAtOnce, count - tree.size) }, () => newLeaf().leaf)
    const grown = grow(tree.size, tree.edge, leaves.map(leafHash))
    for (const tile of grown.tiles)
      tiles.set(`${tile.level}/${tile.index}`, { path: tilePath(tile), bytes: tile.hashes })
    const first = tree.size / 256
    const bundles: LogFile[] = []
    for (let from = 0; from < leaves.length; from += 256) {
      const part = leaves.slice(from, from + 256)
      bundles.push({ path: bundlePath({ index: first + from / 256, width: part.length }), bytes: encodeBundle(part) })
    }
    write(bundles)
    tree = grown
  }
  write([...tiles.values()])
  write([{ path: 'checkpoint', bytes: new TextEncoder().encode(signNote(formatCheckpoint({ origin, size: tree.size, root: tree.root }), signer)) }]) // prettier-ignore
  return formatVerifierKey(key)
}

/** Runs `kept verify` in a process of its own; answers its exit code and what it said. */
function verify(folder: string, vkey: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [kept, 'verify', '--tiles', folder, '--vkey', vkey], { stdio: ['ignore', 'pipe', 'pipe'] }) // prettier-ignore
    let said = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes: Buffer) => (said += String(bytes)))
    child.once('error', reject).once('close', (code) => resolve(`${code} ${said}`))
  })
}
