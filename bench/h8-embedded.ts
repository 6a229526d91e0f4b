// H8: the same point read on embedded storage on disk, against PGlite's own `query()` in this thread, as people use it: one caller, and
// 64 in flight. Our engine runs in a thread of its own and brings every commit to the disk, which PGlite alone does not.

import { PGlite } from '@electric-sql/pglite'
import { openHouse, type Ground } from './ground.ts'
import { audited, readOurs } from './h1-point-read.ts'
import { perSecond } from './load.ts'
import { assertRight, ratio, type Metric, type Stage } from './metric.ts'
import { plainItems, spread, writePeople, type Item } from './people.ts'

const together = 64

export const embedded: Metric = {
  name: 'H8',
  figures: [
    { id: 'H8', what: 'embedded: enforced, audited, opened point read ÷ raw PGlite, one caller', unit: '×', good: 'large', floor: 0.35, target: 0.45, gated: true, of: ratio('ours, one caller', 'PGlite, one caller') },
    { id: 'H8 64', what: 'the same, 64 in flight', unit: '×', good: 'large', floor: 2, target: 4, gated: true, of: ratio('ours', 'PGlite') },
  ], // prettier-ignore
  sides: { ours: 'reads/s', PGlite: 'reads/s', 'ours, one caller': 'reads/s', 'PGlite, one caller': 'reads/s' },
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
  const milliseconds = ground.size(2_000, 60)
  let step = 0
  const run = (callers: number, read: (item: Item) => Promise<string | undefined>): Promise<number> =>
    perSecond(callers, milliseconds, async () => {
      const item = items[spread(step++, items.length)]!
      assertRight((await read(item)) === item.words, `record ${item.number} came back wrong`)
    })
  const raw = async ({ number }: Item): Promise<string | undefined> =>
    (await lite.query<{ words: string }>('select words from item where id = $1', [number])).rows[0]?.words
  return {
    sides: {
      ours: () => audited(house, () => run(together, (item) => readOurs(house, item))),
      PGlite: () => run(together, raw),
      'ours, one caller': () => audited(house, () => run(1, (item) => readOurs(house, item))),
      'PGlite, one caller': () => run(1, raw),
    },
    async close() {
      await lite.close()
      await house.close()
    },
  }
}
