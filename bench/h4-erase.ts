// H4: forgetting a person with 100,000 records, from the call to its durable end: from then on nothing is found and nothing opens. The
// peer deletes the rows and vacuums, as raw PostgreSQL must before their bytes are gone. Beside it, unflattering: how long our own sweep of
// the ciphertext takes afterwards. A hundred of the records are written by the gate and read before and after; the rest are their copies.

import pg from 'pg'
import { openHouse, tenant, type Ground, type House } from './ground.ts'
import { seconds } from './load.ts'
import { assertRight, ratio, type Metric, type Stage } from './metric.ts'
import { asked, copyRecords, plainTable, wordsOf, writePeople } from './people.ts'

const written = 100

export const erase: Metric = {
  name: 'H4',
  figures: [
    { id: 'H4', what: 'erasing a person with 100,000 records: raw DELETE and VACUUM ÷ ours', unit: '×', good: 'large', floor: 20, target: 100, gated: true, of: ratio('P0 DELETE + VACUUM', 'ours') },
    { id: 'H4 flat', what: 'the same: a person with 100,000 records ÷ one with 10', unit: '×', good: 'small', floor: 2, target: 1.5, gated: true, of: ratio('ours', 'ours, 10 records') },
    { id: 'H4 swept', what: 'raw DELETE and VACUUM ÷ ours with the sweep of the ciphertext', unit: '×', good: 'large', floor: null, target: null, gated: false, of: (v) => v['P0 DELETE + VACUUM']! / (v['ours']! + v['sweep']!) },
  ], // prettier-ignore
  sides: { ours: 's', 'ours, 10 records': 's', sweep: 's', 'P0 DELETE + VACUUM': 's' },
  async open(ground) {
    const url = await ground.postgres()
    const house = await openHouse({ engine: 'postgres', url }, ground.folder())
    const raw = new pg.Client({ connectionString: await ground.postgres() })
    const owner = new pg.Client({ connectionString: url })
    await Promise.all([raw.connect(), owner.connect()])
    return stageOf(ground, house, owner, raw)
  },
}

interface Victim {
  readonly email: string
  readonly person: string
}

async function stageOf(ground: Ground, house: House, owner: pg.Client, raw: pg.Client): Promise<Stage> {
  const records = ground.size(100_000, 500)
  // others whose records stay, so that nothing is erased by emptying a table
  const others = await writePeople(house, 50, 20)
  await plainTable(raw, others)
  await raw.query(`insert into item select n, 'other', $1 from generate_series($2::bigint, $3::bigint) n`, [wordsOf(1), 1_000_000, 1_000_000 + records]) // prettier-ignore
  let [round, number] = [0, 10_000_000]
  let victims: { readonly large: Victim; readonly small: Victim }

  async function victim(name: string, count: number): Promise<Victim> {
    const email = `${name}-${round}@example.org`
    const real = Math.min(written, count)
    const answers = await house.gate.write(
      house.service,
      Array.from({ length: real }, (_, i) => ({ messageId: `${email} ${i}`, person: { field: 'email', value: email }, product: asked.product, category: asked.category, origin: 'person' as const, collectedAt: new Date(Date.now() - 60_000), signedIn: true, account: 'personal' as const, data: { words: wordsOf(i) } })),
    ) // prettier-ignore
    assertRight(answers.every(({ outcome }) => outcome === 'stored'), 'a record was not stored') // prettier-ignore
    const person = (await house.gate.personOf({ field: 'email', value: email }))!
    await owner.query(copyRecords, [tenant, person, real, count - real])
    return { email, person }
  }

  async function found(email: string): Promise<number> {
    const { records } = await house.gate.read(house.service, {
      ...asked,
      person: { field: 'email', value: email },
      limit: 10,
    })
    return records.length
  }

  async function forget({ email, person }: Victim): Promise<number> {
    assertRight((await found(email)) === 10, 'before it was erased, not everything could be read')
    const why = { case: 'bench', tombstonesUntil: new Date(Date.now() + 86_400_000) }
    const took = await seconds(() => house.gate.forget(person, why))
    assertRight((await found(email)) === 0, 'something was read after the erasure')
    assertRight((await house.store.records(person, { limit: 1 })).length === 0, 'a record was found after the erasure')
    return took
  }

  return {
    async prepare() {
      round++
      number += records
      victims = { large: await victim('large', records), small: await victim('small', 10) }
      await raw.query(`insert into item select n, 'victim', $1 from generate_series($2::bigint, $3::bigint) n`, [wordsOf(1), number, number + records - 1]) // prettier-ignore
      for (const client of [owner, raw]) await client.query('vacuum analyze')
    },
    sides: {
      ours: () => forget(victims.large),
      'ours, 10 records': () => forget(victims.small),
      // runs after `ours` in some rounds and before in others: what is swept must have been forgotten
      async sweep() {
        const { large } = victims
        if ((await house.gate.personOf({ field: 'email', value: large.email })) !== null) {
          const spare = await victim('spare', records)
          await forget(spare)
          return seconds(() => swept(house, spare.person, records))
        }
        return seconds(() => swept(house, large.person, records))
      },
      async 'P0 DELETE + VACUUM'() {
        const took = await seconds(async () => {
          await raw.query(`delete from item where person = 'victim'`)
          await raw.query('vacuum item')
        })
        const { rows } = await raw.query<{ left: number }>(`select count(*)::integer as left from item where person = 'victim'`) // prettier-ignore
        assertRight(rows[0]!.left === 0, 'the peer left rows')
        return took
      },
    },
    async close() {
      await Promise.all([raw.end(), owner.end()])
      await house.close()
    },
  }
}

async function swept(house: House, person: string, records: number): Promise<void> {
  const removed = await house.gate.sweepForgotten(person)
  assertRight(removed === records, `${removed} of ${records} records were swept`)
}
