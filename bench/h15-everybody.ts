// H15: questions about everybody, over 100,000 records of 10,000 people in one product: a sample is drawn and people are counted, each record decided by
// itself. The peers ask the same of the same table with nothing decided: `order by random()`, and `count` with `group by`. Ours holds no more
// in memory for more records: what is alive is looked at page by page in each of its questions before any is timed.

import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import pg from 'pg'
import type { GateStore } from '../src/gate/index.ts'
import { versionOf } from '../test/harness/gate.ts'
import { smallStatement } from '../test/harness/small-statement.ts'
import { openHouse, tenant, type Ground, type House } from './ground.ts'
import { eachOf, seconds } from './load.ts'
import { assertRight, ratio, type Metric, type Stage } from './metric.ts'

const sentences = `
## Everybody

We count searches in groups of 5 people and more.

\`\`\`kept groups
use search in web for provide because contract as aggregate of at least 5
\`\`\`

A person looks at 1 in 1,000 searches, to give you what you came for.

\`\`\`kept look
use search in web for provide because contract by people at most 1 in 1000
\`\`\`
`

const each = 10
const days = 30
const drawnOnce = 100
/** what may be alive of a page of records and of those drawn, beside the house itself; the whole of 100,000 is more than twice that */
const aliveMax = 24 * 1024 * 1024

export const everybody: Metric = {
  name: 'H15',
  figures: [
    { id: 'H15 draw', what: 'a sample of 100,000 records, each decided ÷ `order by random()`', unit: '×', good: 'small', floor: null, target: null, gated: false, of: ratio('sample', 'P0 random') },
    { id: 'H15 count', what: 'counting 10,000 people of 100,000 records, each decided ÷ `count` with `group by`', unit: '×', good: 'small', floor: null, target: null, gated: false, of: ratio('count', 'P0 count') },
  ], // prettier-ignore
  sides: { sample: 's', count: 's', 'P0 random': 's', 'P0 count': 's' },
  async open(ground) {
    const url = await ground.postgres()
    const files = smallStatement()
    const version = await versionOf({ ...files, 'statement.md': `${files['statement.md']}${sentences}` })
    const house = await openHouse({ engine: 'postgres', url }, ground.folder(), version, watched)
    const owner = new pg.Client({ connectionString: url })
    await owner.connect()
    const close = async (): Promise<void> => {
      await owner.end()
      await house.close()
    }
    return stageOf(ground, house, owner, close).catch(async (cause: unknown) => {
      await close()
      throw cause
    })
  },
}

const looks = { each: () => {} }

/** A store that lets what is alive be looked at with each page. */
function watched(store: GateStore): GateStore {
  return {
    ...store,
    async members(...asked) {
      looks.each()
      return store.members(...asked)
    },
  }
}

async function stageOf(ground: Ground, house: House, owner: pg.Client, close: () => Promise<void>): Promise<Stage> {
  const people = ground.size(10_000, 120)
  const records = people * each
  await write(house, people)
  await owner.query('vacuum analyze')
  const of = { product: 'web', category: 'search', purpose: 'provide' } as const
  const drawn = Math.floor(records / 1_000)
  const sample = async (): Promise<number> => (await house.gate.sample(house.service, { ...of, limit: drawnOnce })).records.length // prettier-ignore
  const counted = async (): Promise<readonly number[]> => {
    const { rows } = await house.gate.count(house.service, { ...of, per: ['day'] })
    return [rows.length, rows.reduce((sum, row) => sum + row.records, 0)]
  }
  await inBounds('a sample', sample)
  await inBounds('a count', counted)
  return {
    sides: {
      async sample() {
        let found = 0
        const took = await seconds(async () => void (found = await sample()))
        assertRight(found === Math.min(drawn, drawnOnce), `${found} were drawn of ${records}`)
        return took
      },
      async count() {
        let [rows, sum] = [0, 0]
        const took = await seconds(async () => void ([rows = 0, sum = 0] = await counted()))
        assertRight(rows === days && sum > records - rows * 5 && sum <= records, `${sum} records on ${rows} days`)
        return took
      },
      async 'P0 random'() {
        const took = await seconds(() => owner.query('select person, id, category, sealed from record where tenant = $1 and product = $2 and category = $3 order by random() limit $4', [tenant, 'web', 'search', drawnOnce])) // prettier-ignore
        return took
      },
      async 'P0 count'() {
        let rows: readonly unknown[] = []
        const took = await seconds(async () => void ({ rows } = await owner.query(`select date_trunc('day', collected_at at time zone 'UTC') as day, count(distinct person), count(*) from record where tenant = $1 and product = $2 and category = $3 group by 1`, [tenant, 'web', 'search']))) // prettier-ignore
        assertRight(rows.length === days, `the peer found ${rows.length} days`)
        return took
      },
    },
    close,
  }
}

/** So many records of each, over the days, all of them written by the gate: any may be drawn, and opens. */
async function write({ gate, service }: House, people: number): Promise<void> {
  const newest = Date.UTC(2026, 9, days, 12)
  const batch = 250
  const batches = Array.from({ length: Math.ceil((people * each) / batch) }, (_, i) => i * batch)
  await eachOf(batches, 2, async (from) => {
    const items = Array.from({ length: Math.min(batch, people * each - from) }, (_, i) => {
      const number = from + i
      const [person, day] = [number % people, (number + Math.floor(number / people) * 3) % days]
      return { messageId: `m-${number}`, person: { field: 'email', value: `person-${person}@example.org` }, product: 'web', category: 'search', origin: 'person' as const, collectedAt: new Date(newest - day * 86_400_000), region: 'eu', data: { words: 'herons' } } // prettier-ignore
    })
    const answers = await gate.write(service, items)
    assertRight(answers.every(({ outcome }) => outcome === 'stored'), 'a record was not stored') // prettier-ignore
  })
}

const collect = ((): (() => void) => {
  setFlagsFromString('--expose-gc')
  return runInNewContext('gc') as () => void // what the flag names
})()

const pagesBetween = 8

/** Fails where more stays alive than a page or two. */
async function inBounds(what: string, ask: () => Promise<unknown>): Promise<void> {
  await ask() // what is made once stays
  let [pages, least, most] = [0, Infinity, 0]
  looks.each = () => {
    if (pages++ % pagesBetween > 0) return
    collect()
    const { heapUsed, external } = process.memoryUsage()
    ;[least, most] = [Math.min(least, heapUsed + external), Math.max(most, heapUsed + external)]
  }
  await ask()
  looks.each = () => {}
  if (process.env['SHOW_ALIVE']) console.log(what, pages, 'pages,', ((most - least) / 1e6).toFixed(1), 'MB')
  assertRight(most - least <= aliveMax, `${what} held ${most - least} bytes`)
}
