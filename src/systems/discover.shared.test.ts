// Discovery on Chinook, a schema and data that nobody here wrote, with its foreign keys and without: what is proposed reads back as it
// was printed, can be used as it is, and finds exactly one customer's rows. An employee who is that customer's contact is not touched.

import { readFileSync } from 'node:fs'
import { onTestFinished, describe, expect, test } from 'vitest'
import { foundIn, openForeign } from '../../test/harness/foreign.ts'
import { folder, versionOf } from '../../test/harness/gate.ts'
import { openConnector } from '../adapters/systems/index.ts'
import { candidatePairs, changesOf, copyPerson, findPerson, foreseen, prepareErasure, printDataMap, proposeDataMap, readBackErasure, readDataMap } from './index.ts' // prettier-ignore

const chinook = readFileSync('../shared/data/chinook/Chinook_PostgreSql.sql', 'utf8').split(/^\\c .*$/m)[1]!
const scripts = { 'with declared keys': chinook, 'without any key declared': chinook.replaceAll(/ALTER TABLE[^;]*FOREIGN KEY[^;]*;/g, '') } // prettier-ignore
const luis = [{ field: 'email', value: 'LuisG@embraer.com.br ' }]
const at = new Date('2026-04-14T09:44:00Z')

describe.each(Object.entries(scripts))('%s', (_, script) => {
  test('the draft is right, and one customer is found, copied, erased and read back by it', async () => {
    const foreign = await openForeign(script)
    const connector = openConnector({ system: 'shop-db', credential: async () => ({ url: foreign.url, reach: 'near' }) }) // prettier-ignore
    onTestFinished(async () => {
      await connector.close()
      await foreign.close()
    })
    const { policy } = await versionOf(folder('examples/shop/statement'))
    const catalogue = await connector.catalogue()
    const profiles = await connector.profile(catalogue)
    const pairs = candidatePairs(catalogue, profiles)
    expect(pairs.length).toBeLessThan(30)
    const { map, notes } = proposeDataMap({ system: 'shop-db', catalogue, profiles, overlaps: await connector.overlaps(pairs), policy }) // prettier-ignore
    const printed = printDataMap(map, notes)
    expect(printed).not.toContain('embraer')
    expect(await readDataMap(printed, { file: 'shop-db.yaml', catalogue, policy })).toEqual({ map, problems: [] })

    const said = Object.fromEntries(map.tables.map(({ table, whose, erase }) => [table, erase === null ? whose : `${whose}, ${erase.how}`])) // prettier-ignore
    expect(said).toEqual({
      album: 'nobody', artist: 'nobody', customer: 'person, blank', employee: 'staff', genre: 'nobody', invoice: 'person, keep', invoice_line: 'person, keep',
      media_type: 'nobody', playlist: 'nobody', playlist_track: 'nobody', track: 'nobody',
    }) // prettier-ignore
    const tableOf = (name: string) => map.tables.find(({ table }) => table === name)!
    expect(tableOf('customer').links).toEqual([{ name: 'self', kind: 'identifiers', identifiers: [{ field: 'email', column: 'email' }], several: false }]) // prettier-ignore
    const keep = { how: 'keep', law: 'tax-147', from: { schema: 'public', table: 'invoice', column: 'invoice_date' }, after: 'delete' } // prettier-ignore
    expect(['invoice', 'invoice_line'].map((table) => tableOf(table).erase)).toEqual([keep, keep])
    const [link] = tableOf('invoice_line').links
    expect(link?.kind === 'path' && link.hops.map(({ table }) => table)).toEqual(['invoice', 'customer'])
    const plain = tableOf('customer').columns.flatMap(({ name, plain: word }) => (word === null ? [] : [[name, word]]))
    expect(plain).toEqual([['customer_id', 'key'], ['support_rep_id', 'somebody else']]) // prettier-ignore

    const asked = { map, catalogue, policy, identifiers: luis, at }
    const found = foundIn(await findPerson(connector, asked))
    expect(found.map(({ table, rows }) => [table, rows])).toEqual([['customer', 1], ['invoice', 7], ['invoice_line', 38]]) // prettier-ignore
    const mine = { customer: 0, invoice: 0, invoice_line: 0 } as Record<string, number>
    for (const { table, columns, rows } of foundIn(await copyPerson(connector, asked))) {
      const customer = columns.findIndex(({ name }) => name === 'customer_id')
      for await (const row of rows()) {
        mine[table]! += 1
        expect(row[customer] ?? '1').toBe('1')
      }
    }
    expect(mine).toEqual({ customer: 1, invoice: 7, invoice_line: 38 })

    const others = async () => foreign.read(`
      select c::text from customer c where customer_id <> 1 union all select i::text from invoice i
      union all select e::text from employee e union all select l::text from invoice_line l order by 1`) // prettier-ignore
    const before = await others()
    const prepared = await prepareErasure(connector, asked)
    if (prepared.state !== 'ready') throw new Error(JSON.stringify(prepared))
    await connector.change(changesOf(prepared.plan))
    const read = await readBackErasure(connector, prepared.plan)
    expect(read.open).toBe(0)
    expect(read.outcomes).toEqual(foreseen(prepared.plan))
    expect(await others()).toEqual(before)
    expect(foundIn(await findPerson(connector, asked))).toEqual([])
    const kept = read.outcomes.filter(({ table, column }) => table.startsWith('invoice') && column === null)
    const stays = { schema: 'public', column: null, category: null, state: 'stays', why: 'because tax-147', law: 'tax-147', clause: 'tax', until: '2035-08-07T00:00:00.000Z' } // prettier-ignore
    expect(kept).toHaveLength(2)
    expect(kept).toEqual(expect.arrayContaining([{ ...stays, table: 'invoice', rows: 7 }, { ...stays, table: 'invoice_line', rows: 38 }])) // prettier-ignore
    const [customer] = await foreign.read('select * from customer where customer_id = 1')
    expect(customer?.filter((cell) => cell !== null)).toEqual(['1', 'erased', 'erased', 'erased', '3'])
  }, 180_000)
})
