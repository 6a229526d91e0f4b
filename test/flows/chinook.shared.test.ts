// Real data that nobody here wrote: the customers, invoices and purchases of Chinook go in through `kept import` under a shop's
// statement, on a real PostgreSQL; one customer asks for a copy, is not advertised to, and is erased; the other 58 never notice.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createGateStore } from '../../src/adapters/stores/index.ts'
import { databaseOn } from '../../src/adapters/stores/open.ts'
import { addPeriod } from '../../src/base/index.ts'
import { sealInClear } from '../harness/seal.ts'
import { importFile, readMap, type ImportFiles } from '../../src/cli/import/import.ts'
import type { Client } from '../../src/client/index.ts'
import { verifyReceipt } from '../../src/evidence/index.ts'
import { createServer, listenOnSocket } from '../../src/server/index.ts'
import { printPredicate } from '../../src/statement/index.ts'
import { loadChinook, type Chinook } from '../harness/chinook.ts'
import { clockAt } from '../harness/clocks.ts'
import { freshOnServer } from '../harness/databases.ts'
import { folder } from '../harness/gate.ts'
import { openHouse, origin, type House } from '../harness/house.ts'
import { run } from '../harness/kept.ts'
import { unzip } from '../harness/zip.ts'

const luis = { field: 'email', value: 'luisg@embraer.com.br' }
const kinds = { contact: 'contact', invoices: 'licence.invoice', lines: 'interaction.device.purchase' } as const

let chinook: Chinook
let url: string
let house: House
let shop: Client
const clock = clockAt('2026-04-14T09:44:00Z')
/** the id of who was erased */
let erased = ''
const closing: (() => unknown)[] = []
const folderOfCsv = mkdtempSync(join(tmpdir(), 'wordkept-chinook-'))

beforeAll(async () => {
  closing.push(() => rmSync(folderOfCsv, { recursive: true, force: true }))
  chinook = await loadChinook()
  closing.push(() => chinook.close())
  const place = await freshOnServer('migrated')
  closing.push(() => place.drop())
  url = place.url
  house = await openHouse({
    tenant: 'shop',
    storage: { engine: 'postgres', url },
    statement: folder('examples/shop/statement'),
    clock,
  })
  closing.push(() => house.close())
  const own = await createServer(house.app, {
    origin,
    operator: true,
    pages: false,
    log: (line) => house.log.push(line),
  })
  await listenOnSocket(own, join(house.home, 'kept.sock'))
  closing.push(() => own.close())
  shop = await house.as('service', {
    service: 'shop',
    products: ['shop'],
    purposes: ['provide', 'comply', 'advertise'],
  })
  for (const name of ['customers', 'invoices', 'lines'])
    await chinook.copyOut(readFileSync(`examples/shop/${name}.sql`, 'utf8'), csv(name))
})
afterAll(async () => {
  for (const close of closing.reverse()) await close()
})

const csv = (name: string): string => join(folderOfCsv, `${name}.csv`)
const mapOf = (name: string): string => `examples/shop/${name}.map.yaml`

/** `kept import FILE --map MAP`, over the socket of the house that runs. */
async function keptImport(file: string, map: string): Promise<{ code: number; counts: unknown }> {
  const { code, out, err } = await run(['import', file, '--map', map, '--home', house.home, '--json'])
  if (out.length === 0) throw new Error(err.join('\n'))
  return { code, counts: JSON.parse(out.join('\n')) }
}

/** The files of an import as the command names them. */
function filesOf(file: string, map: string): Omit<ImportFiles, 'house'> {
  return { file, map, report: `${file}.refused.jsonl`, progress: `${file}.import.json` }
}

const counts = (accepted: number, seen: number, refused: number) => ({ accepted, seen, refused, report: null })

describe('what the shop has comes in', () => {
  test('59 customers and 412 invoices, none refused', async () => {
    expect(await keptImport(csv('customers'), mapOf('customers'))).toEqual({ code: 0, counts: counts(59, 0, 0) })
    expect(await keptImport(csv('invoices'), mapOf('invoices'))).toEqual({ code: 0, counts: counts(412, 0, 0) })
  })

  test('2,240 lines, although the first try was cut off after two batches, the second of them without an answer', async () => {
    const files = { ...filesOf(csv('lines'), mapOf('lines')), house: await house.client().vkey() }
    const service = await house.as('service', { service: 'import', products: ['shop'] })
    let batches = 0
    const cut: Pick<Client, 'write'> = {
      async write(input) {
        const answer = await service.write(input)
        if (++batches === 2) throw new Error('the line was cut')
        return answer
      },
    }
    await expect(importFile(cut, await readMap(files.map), files)).rejects.toThrow('the line was cut')
    expect(await keptImport(csv('lines'), mapOf('lines'))).toEqual({ code: 0, counts: counts(1240, 1000, 0) })
    expect(await heldOfAll()).toEqual(await ownedByAll())
  })

  test('a file that was brought in is not read again, and one brought in anew stores nothing twice', async () => {
    expect(await keptImport(csv('invoices'), mapOf('invoices'))).toEqual({ code: 0, counts: counts(0, 412, 0) })
    rmSync(filesOf(csv('invoices'), '').progress)
    expect(await keptImport(csv('invoices'), mapOf('invoices'))).toEqual({ code: 0, counts: counts(0, 412, 0) })
    expect(await heldOfAll()).toEqual(await ownedByAll())
  })

  test('a bad row is refused by its line and reason, without a word of what it held, and keeps no good one out', async () => {
    const [file, map] = [csv('bad'), join(folderOfCsv, 'bad.map.yaml')]
    const category = 'category: { column: Kind, is: { invoice: licence.invoice, ticket: licence.ticket } }'
    writeFileSync(map, readFileSync(mapOf('invoices'), 'utf8').replace('category: licence.invoice', category))
    const rows = [
      'InvoiceId,Email,InvoiceDate,BillingAddress,Total,Kind',
      '9001,nadia@example.org,2026-01-05,Quay 1,9.90,invoice',
      '9002,,2026-01-05,Quay 1,9.90,invoice',
      '9003,nadia@example.org,last Friday,Quay 1,9.90,invoice',
      '9004,nadia@example.org,2026-01-05',
      '9005,nadia@example.org,2026-01-05,Quay 1,9.90,ticket',
      '9006,nadia@example.org,2026-01-05,Quay 1,9.90,letter',
      '9007,nadia@example.org,2029-01-05,Quay 1,9.90,invoice',
      '9008,nadia@example.org,2026-01-06,Quay 1,9.90,invoice',
    ]
    writeFileSync(file, rows.join('\n'))
    const report = filesOf(file, map).report
    expect(await keptImport(file, map)).toEqual({ code: 2, counts: { accepted: 2, seen: 0, refused: 6, report } })
    const told = readFileSync(report, 'utf8')
    const refused = told.trim().split('\n').map((line) => JSON.parse(line) as { line: number; code: string; reason: string }) // prettier-ignore
    expect(refused.toSorted((a, b) => a.line - b.line)).toEqual([
      { line: 3, code: 'input_invalid', clause: null, reason: '`Email` is empty' },
      { line: 4, code: 'input_invalid', clause: null, reason: expect.stringContaining('`InvoiceDate` is no time') },
      { line: 5, code: 'input_invalid', clause: null, reason: expect.stringContaining('COLUMNS') },
      {
        line: 6,
        code: 'input_invalid',
        clause: null,
        reason: 'no category of the register is called `licence.ticket`',
      },
      { line: 7, code: 'input_invalid', clause: null, reason: expect.stringContaining('`Kind`') },
      { line: 8, code: 'input_invalid', clause: null, reason: expect.stringContaining('future') },
    ])
    expect(told).not.toMatch(/nadia|Quay|Friday/)
    const { findings } = await (await house.as('auditor', {})).findings()
    expect(findings).toEqual([])
  })
})

describe('one customer', () => {
  let his: Shown
  beforeAll(async () => {
    his = await shownOf(luis.value)
  })

  test('asks for a copy and gets 1 customer, 7 invoices and 38 lines, and nobody else’s', async () => {
    const { request } = await house.operator.askForPerson({ body: { person: luis, kind: 'access', proof: 'document' } })
    await house.app.rights.settle()
    const params = { number: request.number, name: 'export.zip' as const }
    const archive = await house.operator.deskArtefact({ params })
    const files = unzip(archive)
    expect([...files.keys()].sort()).toEqual(
      ['README.txt', 'about.json', 'choices.json', 'identifiers.json', 'index.html', ...Object.values(kinds).map((kind) => `data/${kind}.json`)].sort(), // prettier-ignore
    )
    expect(JSON.parse(files.get('identifiers.json')!.toString())).toEqual([{ field: 'customer', value: '1' }, luis])
    const dataOf = (kind: string): Record<string, string>[] =>
      (JSON.parse(files.get(`data/${kind}.json`)!.toString()) as { data: Record<string, string> }[]).map(
        ({ data }) => data,
      )
    const [contact, invoices, lines] = [dataOf(kinds.contact), dataOf(kinds.invoices), dataOf(kinds.lines)]
    expect([contact.length, invoices.length, lines.length]).toEqual([1, 7, 38])
    expect(contact[0]).toMatchObject({ email: luis.value, firstName: 'Luís', lastName: 'Gonçalves', number: '1' })
    expect(numbers(invoices, 'invoice')).toEqual(his.invoices)
    expect(numbers(lines, 'line')).toEqual(his.lines)
    expect(new Set(numbers(lines, 'invoice'))).toEqual(new Set(his.invoices))

    const everyByte = Buffer.concat([archive, ...files.values()]).toString('utf8')
    const others = (await everybody()).filter(({ email }) => email !== luis.value)
    expect(others).toHaveLength(58)
    const foreign = others.flatMap(({ email, first, last, address, phone }) => [email, `${first} ${last}`, address, phone ?? email]) // prettier-ignore
    expect(foreign.filter((value) => everyByte.includes(value))).toEqual([])
    const named = [...everyByte.matchAll(/(?:"|&quot;)(invoice|line)(?:"|&quot;): ?(?:"|&quot;)(\d+)/g)]
    expect(named.length).toBeGreaterThan(7 + 2 * 38)
    const foreignNumbers = named.filter(
      ([, kind, id]) => !(kind === 'line' ? his.lines : his.invoices).includes(Number(id)),
    )
    expect(foreignNumbers).toEqual([])
  })

  test('what they bought is not used to advertise', async () => {
    for (const category of Object.values(kinds)) {
      const answer = await shop.read({ body: { person: luis, product: 'shop', category, purpose: 'advertise' } })
      expect(answer).toMatchObject({ decision: { effect: 'deny', clause: 'no-ads', term: 'never' }, records: [] })
    }
    const page = await house.client().statement()
    const clause = page.sections.flatMap(({ clauses }) => clauses).find(({ id }) => id === 'no-ads')
    expect(clause?.standing).toMatchObject({ refusedToday: 3 })
  })

  test('is erased: reads find nothing, the tax law keeps 7 invoices until a day that is named, and a receipt proves it', async () => {
    erased = (await house.app.gate.personOf(luis))!
    const asked = await house.operator.askForPerson({ body: { person: luis, kind: 'erase', proof: 'document' } })
    await house.app.rights.settle()
    expect(await house.operator.findPerson({ body: luis })).toEqual({ known: false, counts: [] })
    for (const [category, purpose] of Object.values(kinds).flatMap(
      (kind) =>
        [
          [kind, 'provide'],
          [kind, 'comply'],
        ] as const,
    ))
      // prettier-ignore
      expect((await shop.read({ body: { person: luis, product: 'shop', category, purpose } })).records).toEqual([])

    expect(
      (await house.app.gate.holdings(erased)).map(({ category, law, count }) => ({ category, law, count })),
    ).toEqual([{ category: kinds.invoices, law: 'tax-147', count: 7 }])
    expect(await openTo(erased)).toEqual({ provide: 0, comply: 7, advertise: 0, newsletter: 0, suggest: 0 })

    const until = addPeriod(his.dates.at(-1)!, { count: 10, unit: 'year' })
    const stays = { what: '7 × Invoices', clause: 'tax', state: 'stays', until: until.toISOString() }
    const { request, sealed } = await house.client().receipt({ params: { secret: asked.link } })
    expect(request).toMatchObject({ number: asked.request.number, kind: 'erase', state: 'done' })
    expect(request.residue.find(({ clause }) => clause === 'tax')).toMatchObject(stays)
    expect(request.residue.filter(({ until: end }) => end === null).map(({ what }) => what)).toEqual([
      'this request: its number and its dates, and entries in the log',
    ])
    expect(sealed).toBe(true)

    const params = { number: asked.request.number, name: 'receipt.json' as const }
    const receipt = await house.operator.deskArtefact({ params })
    expect(await house.client().receiptFile({ params: { secret: asked.link } })).toEqual(receipt)
    const vkey = (await house.client().vkey()).trim()
    expect(await verifyReceipt(receipt, { vkey, now: house.app.clock.now() })).toMatchObject({
      state: 'valid',
      facts: { organisation: 'Needle and Groove', kind: 'erasure', number: asked.request.number },
    })
    const { body } = JSON.parse(Buffer.from(receipt).toString()) as { body: { residue: { clause: string | null }[] } }
    expect(body.residue.find(({ clause }) => clause === 'tax')).toMatchObject(stays)
    expect(Buffer.from(receipt).toString()).not.toMatch(/luisg|Gon.alves|embraer/i)
  })

  test('leaves the other 58 whole, and is not brought back by the same file or by an older event', async () => {
    const others = new Map(await ownedByAll())
    others.delete(luis.value)
    const held = new Map(await heldOfAll())
    expect(held.get(luis.value)).toEqual([])
    held.delete(luis.value)
    expect(held).toEqual(others)
    expect(held.size).toBe(58)

    const leonie = 'leonekohler@surfeu.de'
    const { invoices } = await shownOf(leonie)
    const person = { field: 'email', value: leonie }
    const { records } = await shop.read({
      body: { person, product: 'shop', category: kinds.invoices, purpose: 'provide' },
    })
    expect(
      numbers(
        records.map(({ data }) => data as Record<string, string>),
        'invoice',
      ),
    ).toEqual(invoices) // what the map keeps

    rmSync(filesOf(csv('lines'), '').progress)
    expect(await keptImport(csv('lines'), mapOf('lines'))).toEqual({ code: 0, counts: counts(0, 2240, 0) })
    const late = {
      messageId: 'line-0', person: luis, product: 'shop', category: kinds.lines, origin: 'person' as const,
      collectedAt: '2026-04-14T09:00:00Z', data: { track: 'Balls to the Wall' },
    } // prettier-ignore
    expect((await shop.write({ body: { records: [late] } })).refused).toMatchObject([{ index: 0, code: 'erased' }])
    expect(await house.operator.findPerson({ body: luis })).toMatchObject({ known: false })
  })
})

test('every sentence of the shop that has a rule is kept', async () => {
  const { runs } = await house.operator.probe({ body: {} })
  expect(runs.filter(({ passed }) => !passed)).toEqual([])
  const { coverage } = await house.client().statement()
  expect(coverage.clauses).toMatchObject({ kept: 11, broken: 0, unproven: 0, aim: 1, info: 2 })
})

test('on the day that was named the last invoice goes, and its key with it', async () => {
  const { gate, jobs } = house.app
  const { dates } = await shownOf(luis.value)
  const until = addPeriod(dates.at(-1)!, { count: 10, unit: 'year' })
  clock.move(until.getTime() - 1 - clock.now().getTime())
  await jobs.run('sweep')
  expect(await gate.holdings(erased)).toMatchObject([{ count: 1, law: 'tax-147', oldest: dates.at(-1) }])
  clock.move(1)
  await jobs.run('sweep')
  expect(await gate.holdings(erased)).toEqual([])
  const db = databaseOn({ url }, 'shop', 'server', async () => {})
  expect(await db.query('select k.law from person_key k where k.person = $1', [erased])).toEqual([])
  await db.close()
})

test('nothing unexpected happened', () => {
  expect(house.log).toEqual([])
})

/** What the shop's own database says of a customer. */
interface Shown {
  readonly invoices: readonly number[]
  readonly dates: readonly Date[]
  readonly lines: readonly number[]
}

async function shownOf(email: string): Promise<Shown> {
  const invoices = await chinook.rows<{ id: number; date: string }>(
    `select i.invoice_id as id, i.invoice_date::text as date from invoice i join customer c on c.customer_id = i.customer_id
     where c.email = $1 order by i.invoice_date`,
    [email],
  )
  const lines = await chinook.rows<{ id: number }>(
    `select l.invoice_line_id as id from invoice_line l where l.invoice_id = any ($1) order by l.invoice_line_id`,
    [invoices.map(({ id }) => id)],
  )
  return {
    invoices: invoices.map(({ id }) => id).sort((a, b) => a - b),
    dates: invoices.map(({ date }) => new Date(`${date.replace(' ', 'T')}Z`)),
    lines: lines.map(({ id }) => id),
  }
}

async function everybody(): Promise<
  readonly { email: string; first: string; last: string; address: string; phone: string | null }[]
> {
  return chinook.rows(
    `select c.email, c.first_name as first, c.last_name as last, c.address, c.phone from customer c order by c.email`,
  )
}

type Counts = readonly { readonly category: string; readonly count: number }[]

/** How much of each kind belongs to each customer, by the shop's own database. */
async function ownedByAll(): Promise<ReadonlyMap<string, Counts>> {
  const rows = await chinook.rows<{ email: string; invoices: number; lines: number }>(
    `select c.email, count(distinct i.invoice_id)::int as invoices, count(*)::int as lines
     from customer c join invoice i on i.customer_id = c.customer_id join invoice_line l on l.invoice_id = i.invoice_id
     group by c.email`,
  )
  return new Map(
    rows.map(({ email, invoices, lines }) => [
      email,
      byCategory([{ category: kinds.contact, count: 1 }, { category: kinds.invoices, count: invoices }, { category: kinds.lines, count: lines }]), // prettier-ignore
    ]),
  )
}

/** How much the house holds of each customer. */
async function heldOfAll(): Promise<ReadonlyMap<string, Counts>> {
  const held = new Map<string, Counts>()
  for (const { email } of await everybody()) {
    const { counts: found } = await house.operator.findPerson({ body: { field: 'email', value: email } })
    held.set(email, byCategory(found.map(({ category, count }) => ({ category, count }))))
  }
  return held
}

function byCategory(list: Counts): Counts {
  return list.toSorted((a, b) => (a.category < b.category ? -1 : 1))
}

function numbers(data: readonly Record<string, string>[], name: string): number[] {
  return data.map((one) => Number(one[name])).sort((a, b) => a - b)
}

/** How many of a person's records the query of a read finds, for each purpose. */
async function openTo(person: string): Promise<Record<string, number>> {
  const db = databaseOn({ url }, 'shop', 'server', async () => {})
  try {
    const store = createGateStore(db, sealInClear)
    const inForce = house.app.inForce()
    const found: Record<string, number> = {}
    for (const { name, bit } of inForce.newest.policy.purposes) {
      const ask = { purpose: bit, hand: 'machines', form: 'identified', cases: [], directed: false, at: house.app.clock.now() } as const // prettier-ignore
      found[name] = (await store.records(person, { predicate: printPredicate(inForce, ask) })).length
    }
    return found
  } finally {
    await db.close()
  }
}
