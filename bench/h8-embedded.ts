// H8: the same point read on embedded storage on disk, against PGlite's own `query()` in this thread, as people use it: one caller, and
// 64 in flight. Our engine runs in a thread of its own and brings every commit to the disk, which PGlite alone does not; so beside it stands
// PGlite made durable, with a read written by hand that keeps promises too (decision 0013).

import { fsyncSync } from 'node:fs'
import { PGlite } from '@electric-sql/pglite'
import { NodeFS } from '@electric-sql/pglite/nodefs'
import { handReader, type Asks, type Reader } from './h1-peers.ts'
import { openHouse, type Ground } from './ground.ts'
import { audited, readOurs } from './h1-point-read.ts'
import { perSecond } from './load.ts'
import { assertRight, ratio, type Metric, type Stage } from './metric.ts'
import { plainItems, spread, writePeople } from './people.ts'

const together = 64

export const embedded: Metric = {
  name: 'H8',
  figures: [
    { id: 'H8', what: 'embedded: enforced, audited, opened point read ÷ raw PGlite, one caller', unit: '×', good: 'large', floor: 0.35, target: 0.45, gated: false, of: ratio('ours, one caller', 'PGlite, one caller') },
    { id: 'H8 64', what: 'the same, 64 in flight', unit: '×', good: 'large', floor: 2, target: 4, gated: false, of: ratio('ours', 'PGlite') },
    { id: 'H8h', what: 'the same ÷ PGlite made durable, a read written by hand, one caller', unit: '×', good: 'large', floor: 0.35, target: 0.45, gated: true, of: ratio('ours, one caller', 'by hand, one caller') },
    { id: 'H8h 64', what: 'the same, 64 in flight', unit: '×', good: 'large', floor: 2, target: 4, gated: true, of: ratio('ours', 'by hand') },
    { id: 'H8 hand', what: 'that read by hand ÷ raw PGlite: what one durable row alone costs', unit: '×', good: 'large', floor: null, target: null, gated: false, of: ratio('by hand, one caller', 'PGlite, one caller') },
  ], // prettier-ignore
  sides: {
    ours: 'reads/s',
    PGlite: 'reads/s',
    'by hand': 'reads/s',
    'ours, one caller': 'reads/s',
    'PGlite, one caller': 'reads/s',
    'by hand, one caller': 'reads/s',
  },
  open: openStage,
}

async function openStage(ground: Ground): Promise<Stage> {
  const house = await openHouse({ engine: 'pglite', home: ground.folder() }, ground.folder())
  const lite = await PGlite.create(ground.folder())
  const items = await writePeople(house, ground.size(200, 5), ground.size(20, 4))
  for (const text of plainItems) await lite.exec(text)
  for (const { number, email, words } of items)
    await lite.query('insert into item values ($1, $2, $3)', [number, email, words])
  await lite.exec('analyze item')
  const durable = await openDurable(ground.folder())
  const byHand = await handReader(askingBy(durable), items)
  const milliseconds = ground.size(2_000, 60)
  let step = 0
  const run = (callers: number, read: Reader): Promise<number> =>
    perSecond(callers, milliseconds, async () => {
      const item = items[spread(step++, items.length)]!
      assertRight((await read(item)) === item.words, `record ${item.number} came back wrong`)
    })
  const raw: Reader = async ({ number }) =>
    (await lite.query<{ words: string }>('select words from item where id = $1', [number])).rows[0]?.words
  return {
    sides: {
      ours: () => audited(house, () => run(together, (item) => readOurs(house, item))),
      PGlite: () => run(together, raw),
      'by hand': () => run(together, byHand),
      'ours, one caller': () => audited(house, () => run(1, (item) => readOurs(house, item))),
      'PGlite, one caller': () => run(1, raw),
      'by hand, one caller': () => run(1, byHand),
    },
    async close() {
      await lite.close()
      await durable.close()
      await house.close()
    },
  }
}

/** PGlite whose fsync is one, as anybody can make it: in this thread, one session. */
async function openDurable(folder: string): Promise<PGlite> {
  const startParams = [...PGlite.defaultStartParams.filter((one) => one !== '-F'), '-c', 'wal_sync_method=fsync']
  return PGlite.create({ fs: new DurableFiles(folder), startParams })
}

class DurableFiles extends NodeFS {
  override async init(...args: Parameters<NodeFS['init']>): ReturnType<NodeFS['init']> {
    const started = await super.init(...args)
    // Emscripten hands its module to preRun; PGlite's types do not name NODEFS
    started.emscriptenOpts.preRun?.push((module: object) => {
      ;(module as { NODEFS: { stream_ops: Record<string, unknown> } }).NODEFS.stream_ops['fsync'] = syncFile
    })
    return started
  }
}

function syncFile({ nfd }: { readonly nfd?: number }): number {
  if (nfd !== undefined) fsyncSync(nfd)
  return 0
}

function askingBy(lite: PGlite): Asks {
  return async (_, text, values) => (await lite.query<object>(text, values)).rows
}
