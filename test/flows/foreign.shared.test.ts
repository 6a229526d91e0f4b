// Chinook, a music shop's database that nobody here wrote, stays where it is: it is connected, scanned, its proposed data map is signed as
// it is, and one request covers vault and database in one plan. With its foreign keys, and with none declared.

import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addPeriod } from '../../src/base/index.ts'
import type { Output } from '../../src/client/index.ts'
import { verifyReceipt } from '../../src/evidence/index.ts'
import { clockAt } from '../harness/clocks.ts'
import { openForeign, type Foreign } from '../harness/foreign.ts'
import { folder } from '../harness/gate.ts'
import { openHouse, type House } from '../harness/house.ts'
import { unzip } from '../harness/zip.ts'

const script = readFileSync(new URL('../../../shared/data/chinook/Chinook_PostgreSql.sql', import.meta.url), 'utf8')
const luis = { field: 'email', value: 'luisg@embraer.com.br' }
const tables = ['customer', 'employee', 'invoice', 'invoice_line', 'album', 'artist', 'genre', 'media_type', 'playlist', 'playlist_track', 'track'] as const // prettier-ignore
type Dump = Readonly<Record<string, readonly string[]>>

const dropKeys = `do $$ declare one record; begin
  for one in select conrelid::regclass as place, conname from pg_constraint where contype = 'f' loop
    execute format('alter table %s drop constraint %I', one.place, one.conname);
  end loop; end $$`

describe.each([
  ['with its foreign keys', ''],
  ['without one declared foreign key', dropKeys],
])('Chinook %s', (_, alter) => {
  const clock = clockAt('2026-04-14T09:44:00Z')
  let [db, house, before]: [Foreign, House, Dump] = [null as never, null as never, {}] // set before any test
  let his: { readonly invoices: string[]; readonly lines: string[]; readonly last: Date }

  beforeAll(async () => {
    db = await openForeign(script.split(/^\\c .*$/m)[1])
    if (alter !== '') await db.run(alter)
    const invoices = await db.read(`select i.invoice_id, i.invoice_date::text from invoice i join customer c on c.customer_id = i.customer_id where c.email = $1 order by i.invoice_date`, [luis.value]) // prettier-ignore
    const lines = await db.read(`select l.invoice_line_id from invoice_line l where l.invoice_id = any ($1::int[])`, [`{${invoices.map(([id]) => id).join()}}`]) // prettier-ignore
    his = {
      invoices: idsOf(invoices),
      lines: idsOf(lines),
      last: new Date(`${invoices.at(-1)![1]!.replace(' ', 'T')}Z`),
    }
    before = await dump()
    house = await openHouse({ tenant: 'shop', statement: folder('examples/shop/statement'), clock })
  }, 120_000)
  afterAll(async () => {
    await house?.close()
    await db?.close()
  })

  async function dump(): Promise<Dump> {
    const rows: [string, string[]][] = []
    for (const table of tables) {
      const found = await db.read(`select to_jsonb(t)::text from ${table} t`)
      rows.push([table, found.map(([row]) => row ?? '').toSorted()])
    }
    return Object.fromEntries(rows)
  }

  test('is connected, scanned, and mapped by the signature of an officer, as proposed', async () => {
    const { isNew } = await house.operator.connectSystem({ body: { name: 'chinook', url: db.url } })
    expect(isNew).toBe(true)
    const params = { name: 'chinook' }
    const { map } = await house.operator.scanSystem({ params })
    const { hash, problems } = await house.operator.checkMap({ params, body: { map } })
    expect(problems).toEqual([])
    const lena = await house.as('officer', { officer: 'lena' })
    expect(await lena.signMap({ params, body: { map, hash: hash! } })).toMatchObject({ map: { version: 1, signedBy: 'lena' } }) // prettier-ignore
  }, 120_000)

  test('its customer, whom the vault does not know, gets a copy: 1 customer, 7 invoices, 38 lines, and not a byte of anybody else', async () => {
    expect(await house.operator.findPerson({ body: luis })).toMatchObject({ known: false })
    const { request } = await house.operator.askForPerson({ body: { person: luis, kind: 'access', proof: 'document' } })
    await house.app.rights.settle()
    const archive = await house.operator.deskArtefact({ params: { number: request.number, name: 'export.zip' } })
    const files = unzip(Buffer.from(archive))
    const rowsOf = (table: string): Record<string, string>[] =>
      (JSON.parse(files.get(`systems/chinook.public.${table}.json`)!.toString()) as { data: Record<string, string> }[]).map(({ data }) => data) // prettier-ignore
    const [customers, invoices, lines] = [rowsOf('customer'), rowsOf('invoice'), rowsOf('invoice-line')]
    expect([customers.length, invoices.length, lines.length]).toEqual([1, 7, 38])
    expect(customers[0]).toMatchObject({ email: luis.value, first_name: 'Luís', last_name: 'Gonçalves' })
    expect(invoices.map(({ invoice_id: id }) => id!).toSorted()).toEqual(his.invoices)
    expect(lines.map(({ invoice_line_id: id }) => id!).toSorted()).toEqual(his.lines)
    expect([...files.keys()].filter((name) => name.startsWith('systems/')).toSorted()).toEqual(['customer', 'invoice-line', 'invoice'].map((table) => `systems/chinook.public.${table}.json`)) // prettier-ignore

    const everyByte = Buffer.concat([Buffer.from(archive), ...files.values()]).toString('utf8')
    const others = await db.read(`
      select c.email, c.first_name || ' ' || c.last_name, c.address, c.phone, c.fax from customer c where c.email <> '${luis.value}'
      union all select e.email, e.first_name || ' ' || e.last_name, e.address, e.phone, e.fax from employee e`)
    expect(others).toHaveLength(58 + 8)
    expect(others.flat().filter((value) => value !== null && everyByte.includes(value))).toEqual([])
  })

  test('a preview of the erasure says what goes, what stays and until when; nothing happens', async () => {
    const person = (await house.app.gate.personOf(luis))!
    const { goes, stays } = await house.app.rights.preview(person, null)
    expect(Object.fromEntries(goes.map(({ category, count }) => [category, count]))).toEqual({ copies: 1, 'public.customer': 1 }) // prettier-ignore
    const until = addPeriod(his.last, { count: 10, unit: 'year' }).toISOString()
    for (const what of [/^chinook, 7 × public\.invoice: invoice_date, billing_address,/, /^chinook, 38 × public\.invoice_line: /])
      expect(stays).toEqual(expect.arrayContaining([expect.objectContaining({ clause: 'tax', what: expect.stringMatching(what), until })])) // prettier-ignore
    expect(await dump()).toEqual(before)
  })

  test('is erased with the vault in one plan, and read back table by table and column by column', async () => {
    const shop = await house.as('service', { service: 'shop', products: ['shop'], purposes: ['provide'] })
    const contact = { messageId: 'c-1', person: luis, product: 'shop', category: 'contact', origin: 'person' as const, collectedAt: '2026-04-01T10:00:00Z', data: { name: 'Luís' } } // prettier-ignore
    expect(await shop.write({ body: { records: [contact] } })).toMatchObject({ accepted: 1 })

    const asked = await house.operator.askForPerson({ body: { person: luis, kind: 'erase', proof: 'document' } })
    await house.app.rights.settle()
    const secret = asked.link
    const { request, sealed } = await house.client().receipt({ params: { secret } })
    expect(request).toMatchObject({ state: 'done', waits: null })
    expect(sealed).toBe(true)
    expect(request.steps.map(({ holder }) => holder)).toEqual(['chinook', 'Accounts', 'Copies made for you', 'Vault'])
    expect(request.steps[0]).toMatchObject({ done: '1 thing erased', result: 'stays' })
    expectReport(request)
    expect(await house.operator.findPerson({ body: luis })).toEqual({ known: false, counts: [] })

    const receipt = await house.client().receiptFile({ params: { secret } })
    const vkey = (await house.client().vkey()).trim()
    expect(await verifyReceipt(receipt, { vkey, now: clock.now() })).toMatchObject({ state: 'valid' })
    expect(Buffer.from(receipt).toString()).toContain('"place":"public.customer.email"')
    expect(Buffer.from(receipt).toString()).not.toMatch(/luisg@|Gon.alves|Faria Lima/i)
  })

  /** Every column of his rows, by what was read: names that may not be empty became tombstones, the rest of the customer is empty. */
  function expectReport({ steps }: Output<'request'>): void {
    const places = steps[0]!.places
    const of = (state: string): string[] => places.filter((one) => one.state === state).map(({ place, rows }) => `${rows} ${place}`) // prettier-ignore
    const contact = ['first_name', 'last_name', 'company', 'address', 'city', 'state', 'country', 'postal_code', 'phone', 'fax', 'email'] // prettier-ignore
    const billing = ['invoice_date', 'billing_address', 'billing_city', 'billing_state', 'billing_country', 'billing_postal_code', 'total'] // prettier-ignore
    expect(of('gone').toSorted()).toEqual(contact.map((column) => `1 public.customer.${column}`).toSorted())
    expect(of('stays').toSorted()).toEqual(
      [
        '1 public.customer', '7 public.invoice', ...billing.map((column) => `7 public.invoice.${column}`),
        ...['', '.quantity', '.unit_price'].map((column) => `38 public.invoice_line${column}`),
      ].toSorted(), // prettier-ignore
    )
    expect(of('not proven')).toEqual([])
    for (const name of ['public.invoice.total', 'public.invoice_line.unit_price'])
      expect(places.find(({ place }) => place === name)).toMatchObject({
        clause: 'tax',
        why: expect.stringMatching(/./),
        until: addPeriod(his.last, { count: 10, unit: 'year' }).toISOString(),
      })
  }

  test('the database says the same when anybody looks: he is gone, his invoices stay with their lines, and the other 58, their invoices and every employee are as they were', async () => {
    const after = await dump()
    const [him] = await db.read(`select first_name, last_name, email, address, city, country, phone, fax, company, support_rep_id from customer where customer_id = 1`) // prettier-ignore
    expect(him!.slice(3)).toEqual([null, null, null, null, null, null, '3'])
    expect(him!.slice(0, 3).join(' ')).not.toMatch(/lu[ií]s|gon[cç]alves|embraer/i)
    expect(him!.slice(0, 3).every((value) => value !== null && value !== '')).toBe(true)
    const isHis = (row: string): boolean => /^\{.*"customer_id": 1[,}]/.test(row)
    const otherRows = ({ customer = [], ...rest }: Dump): Dump => ({
      ...rest,
      customer: customer.filter((row) => !isHis(row)),
    })
    expect(otherRows(after)).toEqual(otherRows(before))
    const lineIds = after['invoice_line']!.map((row) => String((JSON.parse(row) as { invoice_line_id: number }).invoice_line_id)) // prettier-ignore
    expect(his.lines.filter((id) => !lineIds.includes(id))).toEqual([])
    expect(after['customer']).toHaveLength(59)
  })

  test('nothing unexpected happened', () => {
    expect(house.log).toEqual([])
  })
})

function idsOf(rows: readonly (readonly (string | null)[])[]): string[] {
  return rows.map(([id]) => id ?? '').toSorted()
}
