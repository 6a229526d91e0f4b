// H1: a point read that is decided, written to the ledger durably, and opened from two sealed layers, against `pg` reading the same
// words from a plain table (P0: pool of 8, named prepared statement, one statement a read, synchronous_commit=on), against the best
// raw path over `pg` (P0c: reads of a turn as one statement), and against reads that promise something too: one written by hand, and our
// own sealing and ledger with no gate over them (decision 0013). H1s: one caller alone, where each of our reads waits for a disk by itself.

import pg from 'pg'
import { askingBy, bareReader, coalescedReader, handReader, rawReader, type Reader } from './h1-peers.ts'
import { openHouse, tenant, type Ground, type House } from './ground.ts'
import { perSecond } from './load.ts'
import { assertRight, ratio, type Metric, type Stage } from './metric.ts'
import { asked, plainTable, refused, spread, writePeople, type Item } from './people.ts'

const together = 64

export const pointRead: Metric = {
  name: 'H1',
  figures: [
    { id: 'H1', what: 'enforced, audited, opened point read ÷ raw, 64 in flight', unit: '×', good: 'large', floor: 0.5, target: 1, gated: false, of: ratio('ours', 'P0') },
    { id: 'H1c', what: 'the same ÷ raw reads coalesced', unit: '×', good: 'large', floor: 0.2, target: 0.4, gated: false, of: ratio('ours', 'P0c') },
    { id: 'H1h', what: 'the same ÷ a read written by hand: consent, log row, one sealed column', unit: '×', good: 'large', floor: 0.7, target: 1, gated: true, of: ratio('ours', 'by hand') },
    { id: 'H1b', what: 'the same ÷ our sealing and ledger bare, with no gate over them', unit: '×', good: 'large', floor: null, target: null, gated: false, of: ratio('ours', 'bare') },
    { id: 'H1 bare', what: 'what is bare ÷ raw: the most that any gate over it could reach', unit: '×', good: 'large', floor: null, target: null, gated: false, of: ratio('bare', 'P0') },
    { id: 'H1s', what: 'the same ÷ raw, one caller', unit: '×', good: 'large', floor: 0.1, target: 0.13, gated: false, of: ratio('ours, one caller', 'P0, one caller') },
  ], // prettier-ignore
  sides: {
    ours: 'reads/s',
    P0: 'reads/s',
    P0c: 'reads/s',
    'by hand': 'reads/s',
    bare: 'reads/s',
    'ours, one caller': 'reads/s',
    'P0, one caller': 'reads/s',
  },
  async open(ground) {
    const house = await openHouse({ engine: 'postgres', url: await ground.postgres() }, ground.folder())
    const raw = new pg.Pool({ connectionString: await ground.postgres(), max: 8 })
    const items = await writePeople(house, ground.size(1_000, 10), ground.size(20, 4))
    await plainTable(raw, items)
    const readers = {
      raw: rawReader(raw),
      coalesced: coalescedReader(raw),
      byHand: await handReader(askingBy(raw), items),
      bare: await bareReader(house, raw, items),
    }
    return stageOf(ground, { house, raw, items, readers })
  },
}

interface Parts {
  readonly house: House
  readonly raw: pg.Pool
  readonly items: readonly Item[]
  readonly readers: Readonly<Record<'raw' | 'coalesced' | 'byHand' | 'bare', Reader>>
}

function stageOf(ground: Ground, { house, raw, items, readers }: Parts): Stage {
  const milliseconds = ground.size(2_000, 60)
  let step = 0
  const run = async (callers: number, read: Reader): Promise<number> =>
    perSecond(callers, milliseconds, async () => {
      const item = items[spread(step++, items.length)]!
      assertRight((await read(item)) === item.words, `record ${item.number} came back wrong`)
    })
  return {
    sides: {
      ours: () => audited(house, () => run(together, (item) => readOurs(house, item))),
      P0: () => run(together, readers.raw),
      P0c: () => run(together, readers.coalesced),
      'by hand': () => run(together, readers.byHand),
      bare: () => run(together, readers.bare),
      'ours, one caller': () => audited(house, () => run(1, (item) => readOurs(house, item))),
      'P0, one caller': () => run(1, readers.raw),
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
