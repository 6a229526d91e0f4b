// H1: a point read that is decided, written to the ledger durably, and opened from two sealed layers, against `pg` reading the same
// words from a plain table (P0: pool of 8, named prepared statement, one statement a read, synchronous_commit=on) and against the best
// raw path over `pg` (P0c: reads of a turn as one statement). H1s: one caller alone, where each of our reads waits for a disk by itself.

import pg from 'pg'
import { openHouse, tenant, type Ground, type House } from './ground.ts'
import { perSecond } from './load.ts'
import { assertRight, ratio, type Metric, type Stage } from './metric.ts'
import { asked, plainTable, refused, spread, writePeople, type Item } from './people.ts'

const together = 64

export const pointRead: Metric = {
  name: 'H1',
  figures: [
    { id: 'H1', what: 'enforced, audited, opened point read ÷ raw, 64 in flight', unit: '×', good: 'large', floor: 0.5, target: 1, gated: true, of: ratio('ours', 'P0') },
    { id: 'H1c', what: 'the same ÷ raw reads coalesced', unit: '×', good: 'large', floor: 0.2, target: 0.4, gated: false, of: ratio('ours', 'P0c') },
    { id: 'H1s', what: 'the same ÷ raw, one caller', unit: '×', good: 'large', floor: 0.1, target: 0.13, gated: false, of: ratio('ours, one caller', 'P0, one caller') },
  ], // prettier-ignore
  sides: {
    ours: 'reads/s',
    P0: 'reads/s',
    P0c: 'reads/s',
    'ours, one caller': 'reads/s',
    'P0, one caller': 'reads/s',
  },
  async open(ground) {
    const house = await openHouse({ engine: 'postgres', url: await ground.postgres() }, ground.folder())
    const raw = new pg.Pool({ connectionString: await ground.postgres(), max: 8 })
    const items = await writePeople(house, ground.size(1_000, 10), ground.size(20, 4))
    await plainTable(raw, items)
    return stageOf(ground, house, raw, items)
  },
}

function stageOf(ground: Ground, house: House, raw: pg.Pool, items: readonly Item[]): Stage {
  const milliseconds = ground.size(2_000, 60)
  const coalesced = coalescedReader(raw)
  let step = 0
  const run = async (callers: number, read: (item: Item) => Promise<string | undefined>): Promise<number> =>
    perSecond(callers, milliseconds, async () => {
      const item = items[spread(step++, items.length)]!
      assertRight((await read(item)) === item.words, `record ${item.number} came back wrong`)
    })
  return {
    sides: {
      ours: () => audited(house, () => run(together, (item) => readOurs(house, item))),
      P0: () => run(together, (item) => readRaw(raw, item)),
      P0c: () => run(together, coalesced),
      'ours, one caller': () => audited(house, () => run(1, (item) => readOurs(house, item))),
      'P0, one caller': () => run(1, (item) => readRaw(raw, item)),
    },
    async close() {
      await raw.end()
      await house.close()
    },
  }
}

/** Reads one record through the gate. */
export async function readOurs(house: House, item: Item): Promise<string | undefined> {
  house.asked.reads++
  const person = { field: 'email', value: item.email }
  const { records } = await house.gate.read(house.service, { ...asked, person, ids: [item.id] })
  assertRight(records.length === 1, `${records.length} records came back for one`)
  return (records[0]?.data.reveal() as { words?: string } | undefined)?.words // what was written
}

async function readRaw(pool: pg.Pool, { number }: Item): Promise<string | undefined> {
  const text = 'select words from item where id = $1'
  const { rows } = await pool.query<{ words: string }>({ name: 'point', text, values: [number] })
  return rows[0]?.words
}

/** Reads that arrive in one turn share a statement, at most 64 of them. */
function coalescedReader(pool: pg.Pool): (item: Item) => Promise<string | undefined> {
  let waiting: { readonly number: number; readonly resolve: (words: string | undefined) => void; readonly reject: (cause: unknown) => void }[] = [] // prettier-ignore
  const flush = (): void => {
    const batch = waiting
    waiting = []
    const text = 'select item.id, item.words from unnest($1::bigint[]) as a (id) join item on item.id = a.id'
    pool
      .query<{ id: string; words: string }>({ name: 'points', text, values: [batch.map(({ number }) => number)] })
      .then(
        ({ rows }) => {
          const found = new Map(rows.map(({ id, words }) => [Number(id), words]))
          for (const { number, resolve } of batch) resolve(found.get(number))
        },
        (cause: unknown) => batch.forEach(({ reject }) => reject(cause)),
      )
  }
  return ({ number }) =>
    new Promise((resolve, reject) => {
      if (waiting.length === 0) setImmediate(flush)
      waiting.push({ number, resolve, reject })
    })
}

/** Runs a side of ours, then sees that the ledger holds one entry for every read, and that a refused purpose opens nothing. */
export async function audited(house: House, run: () => Promise<number>): Promise<number> {
  const [before, reads] = [await entries(house), house.asked.reads]
  const value = await run()
  const person = { field: 'email', value: 'person-0@example.org' }
  const { decision, records } = await house.gate.read(house.service, { ...refused, person })
  assertRight(decision.effect === 'deny' && records.length === 0, 'a purpose nobody allowed was not refused')
  const [asks, found] = [house.asked.reads - reads + 1, (await entries(house)) - before]
  assertRight(found === asks, `${asks} reads left ${found} entries in the ledger`)
  return value
}

async function entries({ db }: House): Promise<number> {
  const text = 'select coalesce(sum(b.count), 0) as count from audit_body b where b.tenant = $1'
  const [row] = await db.query<{ count: string }>(text, [tenant])
  return Number(row!.count)
}
