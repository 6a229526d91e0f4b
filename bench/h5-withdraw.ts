// H5: withdrawing a consent that 100,000 records rest on, from the call to its durable end, against the update of a flag in every row
// that raw tables keep (GDPRbench's form). After the commit another process asks, and must be refused.

import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { openHouse, tenant, type Ground, type House } from './ground.ts'
import { seconds } from './load.ts'
import { assertRight, ratio, type Metric, type Stage } from './metric.ts'
import { copyRecords, wordsOf, writePeople } from './people.ts'

const choice = 'suggestions'
const purpose = 'personalise'
const email = 'person-0@example.org'

export const withdraw: Metric = {
  name: 'H5',
  figures: [
    { id: 'H5', what: 'withdrawing consent over 100,000 records: row-wise UPDATE ÷ ours', unit: '×', good: 'large', floor: 50, target: 300, gated: true, of: ratio('P0 UPDATE', 'ours') },
  ], // prettier-ignore
  sides: { ours: 's', 'P0 UPDATE': 's' },
  async open(ground) {
    const [url, keys] = [await ground.postgres(), ground.folder()]
    const house = await openHouse({ engine: 'postgres', url }, keys)
    const raw = new pg.Client({ connectionString: await ground.postgres() })
    const owner = new pg.Client({ connectionString: url })
    await Promise.all([raw.connect(), owner.connect()])
    return stageOf(ground, { house, owner, raw }, await startReader(url, keys))
  },
}

interface Sides {
  readonly house: House
  readonly owner: pg.Client
  readonly raw: pg.Client
}

async function stageOf(ground: Ground, { house, owner, raw }: Sides, reader: Reader): Promise<Stage> {
  const records = ground.size(100_000, 500)
  await writePeople(house, 1, 100)
  const person = (await house.gate.personOf({ field: 'email', value: email }))!
  await owner.query(copyRecords, [tenant, person, 100, records - 100])
  await raw.query(
    'create table item (id bigint primary key, person text not null, consent boolean not null, words text not null)',
  )
  await raw.query('create index item_person on item (person)')
  await raw.query(`insert into item select n, $1, true, $2 from generate_series(1, $3::integer) n`, [email, wordsOf(1), records]) // prettier-ignore
  const choose = (value: 'on' | 'off'): Promise<unknown> =>
    house.gate.choose(person, { kind: 'choice', name: choice, value }, { channel: 'bench', actor: 'person' })
  return {
    async prepare() {
      await choose('on')
      await raw.query('update item set consent = true where not consent')
      for (const client of [owner, raw]) await client.query('vacuum analyze')
      assertRight((await reader.asks()) === 'permit 10', 'with the consent, another process could not read')
    },
    sides: {
      async ours() {
        const took = await seconds(() => choose('off'))
        const said = await reader.asks()
        assertRight(said === 'deny 0', `after the withdrawal another process was told: ${said}`)
        return took
      },
      async 'P0 UPDATE'() {
        const took = await seconds(() => raw.query('update item set consent = false where person = $1', [email]))
        const { rows } = await raw.query<{ left: number }>('select count(*)::integer as left from item where person = $1 and consent', [email]) // prettier-ignore
        assertRight(rows[0]!.left === 0, 'the peer left rows open')
        return took
      },
    },
    async close() {
      await reader.end()
      await Promise.all([raw.end(), owner.end()])
      await house.close()
    },
  }
}

interface Reader {
  /** What another process is answered when it reads ten records for the purpose the consent opens. */
  asks(): Promise<string>
  end(): Promise<void>
}

/** Starts another process with a gate of its own over the same database. */
async function startReader(url: string, keys: string): Promise<Reader> {
  const child = spawn(process.execPath, [fileURLToPath(new URL('./h5-reader.ts', import.meta.url)), url, keys, email, purpose], { stdio: ['pipe', 'pipe', 'inherit'] }) // prettier-ignore
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]()
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  const next = async (): Promise<string> => {
    const { value, done } = await lines.next()
    if (done) throw new Error('the other process ended')
    return value
  }
  assertRight((await next()) === 'ready', 'the other process did not start')
  return {
    asks() {
      child.stdin.write('ask\n')
      return next()
    },
    async end() {
      child.stdin.end()
      await ended
    },
  }
}
