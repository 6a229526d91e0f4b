// One person's rows in somebody else's database, through the desk: found, copied, erased in one transaction and read back; and what
// happens when that database is not there, is not as it was, or dies in the middle.

import { afterEach, describe, expect, test } from 'vitest'
import type { House } from '../../test/harness/desks.ts'
import { kioskMap, openKiosk, type Kiosk } from '../../test/harness/kiosk.ts'
import { ask, goOn, maya, openKioskHouse, type KioskHouse } from '../../test/harness/kiosk-house.ts'
import { unzip } from '../../test/harness/zip.ts'
import { Failure, newId } from '../base/index.ts'
import { parseLeaf } from '../evidence/index.ts'
import type { Request } from '../desks/index.ts'
import { createSystemHolder } from './index.ts'

const open: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of open.splice(0).toReversed()) await close()
})

const begin = (how: Parameters<typeof openKiosk>[0] = {}): Promise<KioskHouse> => openKioskHouse(open, how)

const erased = {
  customer: ['{"phone": null, "street": null'],
  left: { invoice: ['11', '12', '13', '14'], invoice_line: ['101', '102', '103', '104', '105'], 'Wish List': ['3'] },
}

async function ids(kiosk: Kiosk, table: string, column: string): Promise<(string | null)[]> {
  return (await kiosk.read(`select "${column}"::text from "${table}" order by 1`)).map(([id]) => id ?? null)
}

/** Maya's rows are gone or blank, her invoices stay, whole with their lines, and everybody else's rows are as they were. */
async function expectErased(kiosk: Kiosk, before: Awaited<ReturnType<Kiosk['dump']>>): Promise<void> {
  const [[name, email, phone, street, servedBy] = []] = await kiosk.read(
    'select full_name, email, phone, street, served_by from customer where customer_id = 1',
  )
  expect([phone, street, servedBy]).toEqual([null, null, '1'])
  expect(`${name} ${email}`).not.toMatch(/maya|larsen/i)
  expect(await ids(kiosk, 'invoice', 'invoice_id')).toEqual(erased.left.invoice)
  expect(await ids(kiosk, 'invoice_line', 'invoice_line_id')).toEqual(erased.left.invoice_line)
  expect(await ids(kiosk, 'Wish List', 'customer_id')).toEqual(erased.left['Wish List'])
  const after = await kiosk.dump()
  const isHers = ([text]: readonly (string | null)[]): boolean =>
    /"customer_id": 1\b|"invoice_id": 1[12]\b/.test(text ?? '')
  for (const [table, rows] of Object.entries(before)) {
    const kept = rows.filter((row) => !isHers(row) || table.startsWith('invoice'))
    expect(
      after[table]?.filter((row) => !isHers(row) || table.startsWith('invoice')),
      table,
    ).toEqual(kept)
  }
}

describe('one person', () => {
  test('sees before it happens what goes, what stays and why', async () => {
    const { house, kiosk, person } = await begin()
    const before = await kiosk.dump()
    const { goes, stays } = await house.rights.preview(person, null)
    expect(goes).toEqual([
      { category: 'public.Wish List', label: 'kiosk', count: 2, some: [] },
      { category: 'public.customer', label: 'kiosk', count: 1, some: [] }, // rows of others are counted, not shown
    ].toSorted((a, b) => (goes.findIndex((one) => one.category === a.category) - goes.findIndex((one) => one.category === b.category)))) // prettier-ignore
    expect(stays.find(({ clause }) => clause === 'tax')).toMatchObject({
      what: expect.stringMatching(/^kiosk, 2 × public\.invoice/),
      until: '2036-03-09T00:00:00.000Z',
      state: 'stays',
    })
    expect(await kiosk.dump()).toEqual(before)
    expect(kiosk.asked.changes).toBe(0)
  })

  // ACC-18
  test('gets a copy of her own rows and of nobody else’s', async () => {
    const { house, person } = await begin()
    const request = await ask(house, 'export')
    expect(request.state).toBe('done')
    const parts: Uint8Array[] = []
    for await (const part of await house.rights.artefact(request.number, 'export.zip', { person })) parts.push(part)
    const files = unzip(Buffer.concat(parts))
    const rowsOf = (table: string): Record<string, string>[] =>
      (JSON.parse(files.get(`systems/kiosk.public.${table}.json`)!.toString()) as { data: Record<string, string> }[]).map(({ data }) => data) // prettier-ignore
    expect(rowsOf('customer')).toMatchObject([{ customer_id: '1', full_name: 'Maya Larsen', street: '7 Ropewalk' }])
    const valuesOf = (table: string, column: string): string[] =>
      rowsOf(table)
        .map((row) => row[column] ?? '')
        .toSorted()
    expect(valuesOf('invoice', 'invoice_id')).toEqual(['11', '12'])
    expect(valuesOf('invoice-line', 'article')).toEqual(['Lantern oil', 'Lemonade', 'Tide table'])
    expect(valuesOf('wish-list', 'Article')).toEqual(['Compass', 'Oilskin'])
    const [invoice] = JSON.parse(files.get('systems/kiosk.public.invoice.json')!.toString()) as Record<
      string,
      unknown
    >[]
    expect(invoice).toMatchObject({
      table: 'public.invoice',
      source: 'kiosk',
      categories: [{ category: 'licence.invoice', columns: ['invoiced_on', 'billing_street', 'total'] }],
      recipients: [expect.objectContaining({ recipient: 'tax-office', purposes: ['comply'], clauses: ['tax-demand'] })],
      retention: { law: expect.stringContaining('Fiscal Code') },
      purposes: expect.arrayContaining([expect.objectContaining({ purpose: 'comply', clause: 'tax' })]),
    })
    const everyByte = Buffer.concat([...files.values()]).toString('utf8')
    expect(everyByte).not.toMatch(/noor|tom@|weir|haddad|brink|ole@|storm|Sail Loft|Rope"|Postcard/i)
  })

  test('is erased in one transaction, read back column by column, and the receipt says so', async () => {
    const { house, kiosk, person } = await begin()
    const before = await kiosk.dump()
    const request = await ask(house, 'erase')
    expect(request).toMatchObject({ state: 'done', waits: null })
    await expectErased(kiosk, before)
    expect(kiosk.asked.changes).toBe(1)
    const [step] = request.steps
    expect(step).toMatchObject({ holder: 'kiosk', result: 'stays', done: '3 things erased' })
    const state = (place: string): unknown => step!.places.filter((one) => one.place === place)
    for (const column of ['full_name', 'email', 'phone', 'street'])
      expect(state(`public.customer.${column}`)).toMatchObject([{ rows: 1, state: 'gone', why: null }])
    // the lines are part of the invoice, and stay as long
    for (const place of ['public.invoice_line', 'public.invoice_line.article'])
      expect(state(place)).toMatchObject([{ rows: 3, state: 'stays', why: expect.stringContaining('Fiscal Code'), clause: 'tax', until: '2036-03-09T00:00:00.000Z' }]) // prettier-ignore
    expect(state('public.invoice.billing_street')).toMatchObject([
      { rows: 2, state: 'stays', why: expect.stringContaining('Fiscal Code'), clause: 'tax', until: '2036-03-09T00:00:00.000Z' },
    ]) // prettier-ignore
    const receipt = await text(await house.rights.artefact(request.number, 'receipt.json', { person }))
    expect(JSON.parse(receipt)).toMatchObject({
      body: {
        holders: expect.arrayContaining([
          expect.objectContaining({ label: 'kiosk', result: 'stays', places: step!.places }),
        ]),
      },
    })
    expect(receipt).not.toMatch(/maya larsen|maya@|ropewalk|5550 118/i)
    expect(await house.gate.personOf(maya)).toBeNull()
    const rows = await house.db.query<{ intent: object }>('select s.intent from app.plan_step s', [])
    expect(JSON.stringify(rows)).not.toContain('memory')
  })

  test('each question stands in the ledger before the database is asked', async () => {
    const { house, kiosk, person } = await begin()
    let seen: string[] = []
    kiosk.faults.rows = { before: async () => void (seen = (await house.gate.history(person, 1)).map(({ type, payload }) => `${type} ${JSON.stringify(payload)}`)) } // prettier-ignore
    await house.rights.preview(person, null)
    expect(seen).toEqual([expect.stringMatching(/^identifiers .*"why":"preview"/)])
    await ask(house, 'export')
    expect(seen).toEqual([expect.stringMatching(/^identifiers .*"why":"copy"/)])
  })

  test('somebody who is not there leaves nothing behind, and nothing is changed', async () => {
    const { house, kiosk } = await begin({ script: `${(await import('../../test/harness/kiosk.ts')).kioskScript}; delete from "Wish List" where customer_id = 1; delete from invoice_line where invoice_id in (11, 12); delete from invoice where customer_id = 1; delete from customer where customer_id = 1` }) // prettier-ignore
    const before = await kiosk.dump()
    const request = await ask(house, 'erase')
    expect(request).toMatchObject({ state: 'done', steps: [{ holder: 'kiosk', done: '0 things erased', result: 'gone', places: [] }, {}, {}] }) // prettier-ignore
    expect(await kiosk.dump()).toEqual(before)
    expect(kiosk.asked.changes).toBe(0)
  })
})

describe('a system that cannot be asked', () => {
  test('without a signed map is told as not proven: before, in the copy and in the receipt', async () => {
    const { house, kiosk, person } = await begin({ map: null })
    const { unproven } = await house.rights.preview(person, null)
    expect(unproven).toEqual(expect.arrayContaining([expect.stringMatching(/^kiosk: nobody has signed yet/)]))
    const copy = await ask(house, 'export')
    const parts: Uint8Array[] = []
    for await (const part of await house.rights.artefact(copy.number, 'export.zip', { person })) parts.push(part)
    expect(unzip(Buffer.concat(parts)).get('systems/kiosk.left-out.json')?.toString()).toContain('nobody has signed')
    const request = await ask(house, 'erase')
    expect(request).toMatchObject({ state: 'done', steps: [{ holder: 'kiosk', result: 'not proven' }, {}, {}] })
    expect(request.residue).toEqual(expect.arrayContaining([expect.objectContaining({ what: 'kiosk', state: 'not proven' })])) // prettier-ignore
    expect(kiosk.asked).toEqual({ rows: 0, statements: 0, changes: 0 })
  })

  test('that is asked by what we do not know of the person is not proven either', async () => {
    const byPhone = kioskMap.replace('identifiers: { email: email }', 'identifiers: { phone: phone }')
    const { house, kiosk } = await begin({ map: byPhone })
    const before = await kiosk.dump()
    const request = await ask(house, 'erase')
    expect(request).toMatchObject({ state: 'done', steps: [{ holder: 'kiosk', result: 'not proven' }, {}, {}] })
    expect(await kiosk.dump()).toEqual(before)
  })

  test('that has a table of people which its map does not know is not proven: before, in the copy and in the receipt', async () => {
    const { house, kiosk, person } = await begin()
    await kiosk.run(`
      create table newsletter (email text primary key, full_name text); insert into newsletter values ('maya@example.org', 'Maya Larsen');
      alter table article add column author_email text; alter table employee add column phone text; create table colour (hue integer)`)
    const news = ['kiosk, public.newsletter: email, full_name', 'kiosk, public.article: author_email']
    const { unproven } = await house.rights.preview(person, null)
    expect(unproven.filter((line) => line.startsWith('kiosk')).map((line) => line.split(': ').slice(0, 2).join(': ')).toSorted()).toEqual(news.toSorted()) // prettier-ignore
    const copy = await ask(house, 'export')
    const files = unzip(await bytes(await house.rights.artefact(copy.number, 'export.zip', { person })))
    const leftOut = JSON.parse(files.get('systems/kiosk.left-out.json')!.toString()) as { what: string }[]
    expect(leftOut.map(({ what }) => what).toSorted()).toEqual(news.toSorted())
    const request = await ask(house, 'erase')
    expect(request).toMatchObject({ state: 'done', steps: [{ holder: 'kiosk', done: '3 things erased', result: 'not proven' }, {}, {}] }) // prettier-ignore
    const receipt = JSON.parse(await text(await house.rights.artefact(request.number, 'receipt.json', { person }))) as { body: { residue: { what: string; why: string; state: string }[] } } // prettier-ignore
    for (const what of news)
      expect(receipt.body.residue).toContainEqual(expect.objectContaining({ what, why: expect.stringContaining('nobody looked into it'), state: 'not proven' })) // prettier-ignore
  })

  test('that joins when nobody knows any more whom to look for says so, and nothing is changed', async () => {
    const { house, person } = await begin()
    await ask(house, 'erase')
    const annex = await openKiosk()
    open.push(() => annex.close())
    const before = await annex.dump()
    const holder = createSystemHolder({ system: annex.system, gate: house.gate, inForce: house.inForce, clock: house.clock }) // prettier-ignore
    const at = house.clock.now().toISOString()
    const intent = { kind: 'erase', plan: newId(), step: 3, case: null, at, before: 0, person, tombstonesUntil: at } as const // prettier-ignore
    await holder.check!(intent) // a connected system has one
    expect(await holder.erase(intent, { beat: async () => {}, remember: async () => {} })).toEqual({ removed: 0, events: [] }) // prettier-ignore
    expect(await holder.readBack(intent)).toMatchObject({ found: 0, residue: [{ what: 'kiosk', why: expect.stringContaining('we know no email of yours'), state: 'not proven' }] }) // prettier-ignore
    expect(await annex.dump()).toEqual(before)
  })

  test('that does not answer is waited for, nothing else is erased meanwhile, and it goes on', async () => {
    const { house, kiosk, person } = await begin()
    const before = await kiosk.dump()
    const down = new Failure('system_unavailable', { system: 'kiosk', reason: 'nothing answers at its address' })
    kiosk.faults.catalogue = { before: () => Promise.reject(down) }
    expect((await house.rights.preview(person, null)).unproven).toEqual(
      expect.arrayContaining([expect.stringContaining('nothing answers at its address')]),
    )
    const waiting = await ask(house, 'erase')
    expect(waiting).toMatchObject({
      state: 'waiting',
      waits: { code: 'system_unavailable', whom: 'kiosk', words: expect.stringContaining('nothing answers') },
    })
    expect(await house.gate.personOf(maya)).toBe(person)
    expect(await goOn(house, waiting)).toMatchObject({ state: 'waiting' })
    delete kiosk.faults.catalogue
    expect(await goOn(house, waiting)).toMatchObject({ state: 'done', waits: null })
    await expectErased(kiosk, before)
  })

  for (const [what, script, reason, mend] of [
    [
      'a new column',
      'alter table customer add column birthday date',
      /public\.customer\.birthday: this column came in after/,
      (map: string) => map.replace(/(served_by: .*somebody else.*\n)/, '$1      birthday: contact\n'),
    ],
    [
      'a column that went',
      'alter table invoice drop column billing_street',
      /public\.invoice\.billing_street: there is no such column any more/,
      (map: string) => map.replace(/ +billing_street: .*\n/, ''),
    ],
    [
      'a column of another type',
      'alter table "Wish List" alter column noted_at type text',
      /public\.Wish List\.noted_at: it was timestamp with time zone/,
      (map: string) => map.replace('type: timestamp with time zone not null', 'type: text not null'),
    ],
    [
      'a table that went',
      'drop table "Wish List"',
      /public\.Wish List: there is no table/,
      (map: string) => map.replace(/  - table: Wish List[\s\S]*?(?=  - table: |$)/, ''),
    ],
  ] as const)
    test(`whose schema changed (${what}) is not touched until its map is signed anew`, async () => {
      const { house, kiosk, person } = await begin()
      await kiosk.run(script)
      const before = await kiosk.dump()
      const waiting = await ask(house, 'erase')
      expect(waiting).toMatchObject({ state: 'waiting', waits: { code: 'system_refused', whom: 'kiosk' } })
      expect(waiting.waits!.words).toMatch(reason)
      expect(waiting.waits!.help).toMatch(/scan the system again|sign the map anew/)
      expect(await kiosk.dump()).toEqual(before)
      expect(await house.gate.personOf(maya)).toBe(person)
      await kiosk.sign(mend(kioskMap))
      expect(await goOn(house, waiting)).toMatchObject({ state: 'done', steps: [{ holder: 'kiosk', result: 'stays' }, {}, {}] }) // prettier-ignore
      expect(await ids(kiosk, 'invoice_line', 'invoice_line_id')).toEqual(erased.left.invoice_line)
    })
})

describe('a database that another one takes the place of', () => {
  /** An erasure of which nobody knows whether it happened, then another database: a restore with other numbers, whose customer 1 is Noor. */
  async function renumbered(how: 'before' | 'after'): Promise<{ house: House; old: Kiosk; fresh: Kiosk; waiting: Request }> {
    const { house, kiosk: old } = await begin({ map: several })
    const fresh = await openKiosk({ map: null })
    open.push(() => fresh.close())
    await fresh.run(`
      create temporary table were as select 3 - customer_id as id, full_name, email, phone, street from customer where customer_id < 3;
      update customer set email = customer_id where customer_id < 3;
      update customer set full_name = w.full_name, email = w.email, phone = w.phone, street = w.street from were w where customer_id = w.id`)
    const lost = new Failure('system_unavailable', { system: 'kiosk', reason: 'it ended the connection' })
    old.faults.change = { [how]: () => Promise.reject(lost) }
    const waiting = await ask(house, 'erase')
    delete old.faults.change
    old.move(fresh.url)
    return { house, old, fresh, waiting }
  } // prettier-ignore
  const several = kioskMap.replace('identifiers: { email: email } }', 'identifiers: { email: email }, several: true }')

  for (const how of ['before', 'after'] as const) {
    test(`is not touched until its map is signed for it, and then by nothing remembered (lost ${how} the change)`, async () => {
      const { house, old, fresh, waiting } = await renumbered(how)
      const before = await fresh.dump()
      const still = await goOn(house, waiting)
      expect(still).toMatchObject({
        state: 'waiting',
        waits: { code: 'system_refused', whom: 'kiosk', words: expect.stringMatching(/its data map was signed for .*, and it is connected to/) },
      }) // prettier-ignore
      expect(still.waits!.help).toMatch(/connect it to .* again.*or sign its data map anew/)
      expect(await fresh.dump()).toEqual(before)
      await old.sign(several)
      const done = await goOn(house, still)
      expect(done).toMatchObject({ state: 'done', steps: [{ holder: 'kiosk', result: 'not proven' }, {}, {}] })
      expect(done.residue).toEqual(expect.arrayContaining([expect.objectContaining({ what: 'kiosk', why: expect.stringContaining('connected to before'), state: 'not proven' })])) // prettier-ignore
      const after = await fresh.dump()
      const isNoors = ([text]: readonly (string | null)[]): boolean => /"customer_id": 1\b/.test(text ?? '')
      for (const table of ['customer', 'invoice', 'Wish List'])
        expect(after[table]!.filter(isNoors), table).toEqual(before[table]!.filter(isNoors))
      expect((await fresh.read(`select email ~ 'maya' from customer where customer_id = 2`)).flat()).toEqual(['f'])
    })

    test(`goes on where it was begun, once it is connected there again (lost ${how} the change)`, async () => {
      const { house, old, fresh, waiting } = await renumbered(how)
      const before = await fresh.dump()
      expect(await goOn(house, waiting)).toMatchObject({ state: 'waiting' })
      old.move(old.url)
      expect(await goOn(house, waiting)).toMatchObject({ state: 'done', steps: [{ done: '3 things erased', result: 'stays' }, {}, {}] }) // prettier-ignore
      expect(await ids(old, 'invoice_line', 'invoice_line_id')).toEqual(erased.left.invoice_line)
      expect(await fresh.dump()).toEqual(before)
    })
  }
})

describe('a database that dies in the middle', () => {
  test('after its commit, before its answer: nothing happens a second time, and the answer is the same', async () => {
    const { house, kiosk } = await begin()
    const before = await kiosk.dump()
    const lost = new Failure('system_unavailable', { system: 'kiosk', reason: 'it ended the connection' })
    kiosk.faults.change = { after: () => Promise.reject(lost) }
    const waiting = await ask(house, 'erase')
    expect(waiting).toMatchObject({ state: 'waiting', waits: { code: 'system_unavailable' } })
    const once = await kiosk.dump()
    delete kiosk.faults.change
    const done = await goOn(house, waiting)
    expect(done).toMatchObject({ state: 'done', steps: [{ holder: 'kiosk', done: '3 things erased', result: 'stays' }, {}, {}] }) // prettier-ignore
    expect(kiosk.asked.changes).toBe(1)
    expect(await kiosk.dump()).toEqual(once)
    await expectErased(kiosk, before)
  })

  test('before its commit: it is done once, later', async () => {
    const { house, kiosk } = await begin()
    const before = await kiosk.dump()
    const lost = new Failure('system_unavailable', { system: 'kiosk', reason: 'it ended the connection' })
    kiosk.faults.change = { before: () => Promise.reject(lost) }
    const waiting = await ask(house, 'erase')
    expect(await kiosk.dump()).toEqual(before)
    delete kiosk.faults.change
    expect(await goOn(house, waiting)).toMatchObject({ state: 'done', steps: [{ done: '3 things erased' }, {}, {}] })
    await expectErased(kiosk, before)
  })

  test('before its commit, with whatever came in between', async () => {
    const { house, kiosk } = await begin()
    const before = await kiosk.dump()
    const lost = new Failure('system_unavailable', { system: 'kiosk', reason: 'it ended the connection' })
    kiosk.faults.change = { before: () => Promise.reject(lost) }
    const waiting = await ask(house, 'erase')
    expect(await kiosk.dump()).toEqual(before)
    await kiosk.run(`insert into "Wish List" values (1, 'Sextant', timestamptz '2026-04-14 09:50Z')`)
    delete kiosk.faults.change
    expect(await goOn(house, waiting)).toMatchObject({ state: 'done', steps: [{ done: '4 things erased' }, {}, {}] })
    await expectErased(kiosk, before)
  })

  test('what comes in between the effect and the read-back is found and goes too', async () => {
    const { house, kiosk } = await begin()
    const before = await kiosk.dump()
    let times = 0
    kiosk.faults.change = {
      async after() {
        if (times++ === 0) await kiosk.run(`insert into "Wish List" values (1, 'Sextant', timestamptz '2026-04-14 09:50Z')`) // prettier-ignore
      },
    }
    expect(await ask(house, 'erase')).toMatchObject({ state: 'done' })
    expect(kiosk.asked.changes).toBe(2)
    await expectErased(kiosk, before)
  })

  test('a value that comes back by itself is never called gone: the request waits', async () => {
    const { house, kiosk } = await begin()
    await kiosk.run(`
      create function keep_phone() returns trigger language plpgsql as $$ begin new.phone := old.phone; return new; end $$;
      create trigger keep_phone before update on customer for each row execute function keep_phone()`)
    const waiting = await ask(house, 'erase')
    expect(waiting).toMatchObject({ state: 'waiting', waits: { code: 'conflict', whom: 'system:kiosk' } })
    expect(waiting.steps.map(({ result }) => result)).toEqual(['waiting', 'waiting', 'waiting'])
    await kiosk.run('drop trigger keep_phone on customer')
    const next = await goOn(house, waiting)
    expect(next, JSON.stringify(next.waits)).toMatchObject({ state: 'done' })
    expect((await kiosk.read('select phone from customer where customer_id = 1'))[0]).toEqual([null])
  })

  test('other rows than planned undo it all, and it is planned anew', async () => {
    const { house, kiosk } = await begin()
    let times = 0
    kiosk.faults.change = {
      async before() {
        if (times++ === 0) await kiosk.run(`delete from "Wish List" where customer_id = 1 and "Article" = 'Oilskin'`)
      },
    }
    const waiting = await ask(house, 'erase')
    expect(waiting).toMatchObject({ state: 'waiting', waits: { code: 'system_refused', whom: 'kiosk' } })
    expect(await ids(kiosk, 'Wish List', 'customer_id')).toEqual(['1', '3'])
    expect(await goOn(house, waiting)).toMatchObject({ state: 'done', steps: [{ done: '2 things erased' }, {}, {}] })
  })
})

test('the number of statements does not grow with the number of rows', async () => {
  const count = async (rows: number): Promise<Kiosk['asked']> => {
    const { house, kiosk } = await begin()
    await kiosk.run(`insert into "Wish List" select 1, 'article ' || i, timestamptz '2026-03-10 10:00Z' from generate_series(1, ${rows}) i`) // prettier-ignore
    await ask(house, 'export')
    expect(await ask(house, 'erase')).toMatchObject({ state: 'done' })
    return kiosk.asked
  }
  const few = await count(1)
  expect(await count(4_000)).toEqual(few)
})

test('what an erasure remembers lies sealed, and no value of a row or identifier is in clear in our own database', async () => {
  const { house, kiosk } = await begin()
  const lost = new Failure('system_unavailable', { system: 'kiosk', reason: 'it ended the connection' })
  kiosk.faults.change = { after: () => Promise.reject(lost) }
  await ask(house, 'erase')
  const [row] = await house.db.query<{ intent: { memory: string } }>(
    `select s.intent from app.plan_step s where s.holder = 'system:kiosk'`,
    [],
  )
  const memory = Buffer.from(row!.intent.memory, 'base64')
  expect(memory.length).toBeGreaterThan(500)
  expect(memory.toString('latin1')).not.toMatch(/maya@|customer|wordkept\/erasure/i)
  while ((await house.ledger.sequence()) > 0);
  const types = (await house.db.query<{ leaf: Uint8Array }>('select l.leaf from leaf l order by l.index', [])).map(({ leaf }) => parseLeaf(leaf).type) // prettier-ignore
  expect(types.filter((type) => type === 'identifiers').length).toBeGreaterThan(0)
})

async function bytes(parts: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  for await (const part of parts) chunks.push(part)
  return Buffer.concat(chunks)
}

async function text(parts: AsyncIterable<Uint8Array>): Promise<string> {
  return (await bytes(parts)).toString('utf8')
}
