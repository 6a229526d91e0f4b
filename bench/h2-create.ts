// H2: a create that is decided, sealed twice and stored with its entry of the ledger, against `pg` inserting the same words into a plain
// table (P0: pool of 8, named prepared statement, one statement an insert, synchronous_commit=on).

import pg from 'pg'
import { openHouse, tenant } from './ground.ts'
import { perSecond } from './load.ts'
import { assertRight, ratio, type Metric } from './metric.ts'
import { asked, plainTable, spread, wordsOf, writePeople } from './people.ts'

const together = 64

export const create: Metric = {
  name: 'H2',
  figures: [
    { id: 'H2', what: 'enforced, sealed, audited create ÷ raw insert, 64 in flight', unit: '×', good: 'large', floor: 0.7, target: 2, gated: false, of: ratio('ours', 'P0') },
  ], // prettier-ignore
  sides: { ours: 'creates/s', P0: 'creates/s' },
  async open(ground) {
    const house = await openHouse({ engine: 'postgres', url: await ground.postgres() }, ground.folder())
    const raw = new pg.Pool({ connectionString: await ground.postgres(), max: 8 })
    const items = await writePeople(house, ground.size(1_000, 10), 2)
    await plainTable(raw, items)
    const milliseconds = ground.size(2_000, 60)
    let number = 1_000_000
    const countOurs = async (): Promise<number> => {
      const text =
        'select (select count(*) from record where tenant = $1) + (select coalesce(sum(b.count), 0) from audit_body b where b.tenant = $1) as count'
      return Number((await house.db.query<{ count: string }>(text, [tenant]))[0]!.count)
    }
    const countRaw = async (): Promise<number> => Number((await raw.query<{ count: string }>('select count(*) from item')).rows[0]!.count) // prettier-ignore
    const { gate, service } = house
    return {
      sides: {
        async ours() {
          const [before, first] = [await countOurs(), number]
          const value = await perSecond(together, milliseconds, async () => {
            const n = number++
            const { email } = items[spread(n, items.length)]!
            const person = { field: 'email', value: email }
            const { product, category } = asked
            const [stored] = await gate.write(service, [{ messageId: `n-${n}`, person, product, category, origin: 'person', collectedAt: new Date(Date.now() - 1_000), signedIn: true, account: 'personal', data: { words: wordsOf(n) } }]) // prettier-ignore
            assertRight(stored?.outcome === 'stored', `create ${n} was not stored`)
          })
          const written = (await countOurs()) - before
          assertRight(written === 2 * (number - first), `${number - first} creates left ${written} records and entries`)
          return value
        },
        async P0() {
          const [before, first] = [await countRaw(), number]
          const text = 'insert into item (id, person, words) values ($1, $2, $3)'
          const value = await perSecond(together, milliseconds, async () => {
            const n = number++
            await raw.query({ name: 'create', text, values: [n, items[spread(n, items.length)]!.email, wordsOf(n)] })
          })
          assertRight((await countRaw()) - before === number - first, 'the peer lost an insert')
          return value
        },
      },
      async close() {
        await raw.end()
        await house.close()
      },
    }
  },
}
