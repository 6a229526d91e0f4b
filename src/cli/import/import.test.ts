// Rows, maps and the resuming of an import, on real files. That records arrive in the vault is tested in test/flows/chinook.shared.test.ts.

import { mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { importFile, readMap, type ImportFiles } from './import.ts'
import { parseMap, productsOf, recordsOf, type RecordIn } from './map.ts'
import { csvRows, jsonRows, type Line } from './rows.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wordkept-import-'))
})

const file = async (name: string, text: string): Promise<string> => {
  await writeFile(join(folder, name), text)
  return join(folder, name)
}

const all = async (lines: AsyncIterable<Line>): Promise<Line[]> => {
  const found: Line[] = []
  for await (const line of lines) found.push(line)
  return found
}

const mapText = `
person: { field: email, column: Email }
also: [{ field: customer, column: Customer }]
region: { column: Country, is: { Germany: eea }, else: elsewhere }
records:
  - message: purchase-{Id}
    product: store
    category: { column: Kind, is: { book: purchase.book, song: purchase.song } }
    origin: person
    collectedAt: At
    data: { what: What, price: Price }
`
const header = 'Id,Customer,Email,Country,Kind,At,What,Price'

describe('rows', () => {
  test('CSV rows know the line they begin on, also after values with newlines and rows of another length', async () => {
    const path = await file('a.csv', '\uFEFFname,note\r\nAda,"two\r\nlines"\r\nBob\r\nCy,short\r\n\r\nDee,"last"')
    expect(await all(csvRows(path))).toEqual([
      { line: 2, row: { name: 'Ada', note: 'two\r\nlines' } },
      { line: 4, reason: expect.stringContaining('CSV_RECORD_INCONSISTENT_COLUMNS') },
      { line: 5, row: { name: 'Cy', note: 'short' } },
      { line: 7, row: { name: 'Dee', note: 'last' } },
    ])
  })

  test('JSON Lines keep their types, and a line that is none is refused with its number', async () => {
    const path = await file('a.jsonl', '{"n":1}\n\nnot json\n[1]\n{"n":null}')
    expect(await all(jsonRows(path))).toEqual([
      { line: 1, row: { n: 1 } },
      { line: 3, reason: 'the line is not JSON' },
      { line: 4, reason: 'the line is not an object' },
      { line: 5, row: { n: null } },
    ])
  })
})

describe('a map', () => {
  const row = { Id: '7', Customer: '3', Email: 'ada@example.org', Country: 'Norway', Kind: 'book', At: '2025-02-03 04:05:06', What: 'Poems', Price: '9.90' } // prettier-ignore

  test('says who, what, when and from where, column by column', () => {
    expect(recordsOf(parseMap(mapText), row)).toEqual([
      {
        messageId: 'purchase-7',
        person: { field: 'email', value: 'ada@example.org' },
        also: [{ field: 'customer', value: '3' }],
        region: 'elsewhere',
        product: 'store',
        category: 'purchase.book',
        origin: 'person',
        collectedAt: '2025-02-03T04:05:06.000Z',
        data: { what: 'Poems', price: '9.90' },
      },
    ])
    expect(productsOf(parseMap(mapText))).toEqual(['store'])
    const [said] = recordsOf(parseMap(`signedIn: true\naccount: personal\n${mapText}`), row)
    expect(said).toMatchObject({ signedIn: true, account: 'personal' })
  })

  test.each([
    [{ Email: '' }, '`Email` is empty'],
    [{ At: '2025-02-30' }, '`At` is no time: write 2026-04-11 or 2026-04-11T10:30:00Z'],
    [{ At: 'soon' }, '`At` is no time: write 2026-04-11 or 2026-04-11T10:30:00Z'],
    [{ Kind: 'film' }, 'the map does not say what the value of `Kind` means'],
    [{ Email: true }, '`Email` is neither a text nor a number'],
  ])('refuses a row with %o and names the column, not the value', (wrong, reason) => {
    expect(() => recordsOf(parseMap(mapText), { ...row, ...wrong })).toThrow(reason)
  })

  test('refuses a row that lacks a column', () => {
    expect(() => recordsOf(parseMap(mapText), { ...row, What: undefined, Price: '1' })).not.toThrow()
    const { What: _, ...less } = row
    expect(() => recordsOf(parseMap(mapText), less)).toThrow('the row has no column `What`')
  })

  test('that is wrong is told field by field', () => {
    expect(() => parseMap('person: 1\nrecords: []')).toThrow(expect.objectContaining({ code: 'input_invalid', detail: { map: [expect.stringMatching(/^person: /), expect.stringMatching(/^records: /)] } })) // prettier-ignore
    expect(() => parseMap('a: [')).toThrow(expect.objectContaining({ code: 'input_invalid' }))
    expect(() => parseMap('a: &a 1\nb: *a')).toThrow(expect.objectContaining({ code: 'input_invalid' }))
  })
})

describe('an import', () => {
  const rows = Array.from(
    { length: 1200 },
    (_, i) => `${i},${i % 9},p${i % 9}@example.org,Germany,${i === 700 ? 'film' : 'book'},2025-01-01,Poems,1`,
  )
  const sent: RecordIn[][] = []
  const writes = (stopAfter = Infinity) => ({
    write: async ({ body }: { body: { records: RecordIn[] } } = { body: { records: [] } }) => {
      if (sent.length >= stopAfter) throw new Error('the server went away')
      sent.push(body.records)
      const refused = body.records.flatMap(({ messageId }, index) => (messageId === 'purchase-5' ? [{ index, code: 'access_denied', clause: 'x', why: 'no sentence allows this' }] : [])) // prettier-ignore
      return { accepted: body.records.length - refused.length, refused, seen: 0 }
    },
  })
  let files: ImportFiles
  beforeEach(async () => {
    sent.length = 0
    const path = await file('rows.csv', [header, ...rows].join('\n'))
    files = {
      file: path,
      map: await file('map.yaml', mapText),
      report: `${path}.refused.jsonl`,
      progress: `${path}.progress.json`,
      house: 'one',
    }
  })

  test('sends batches, counts, and reports refused rows with line and reason and no value', async () => {
    const progress = await importFile(writes(), await readMap(files.map), files)
    expect(progress).toMatchObject({ accepted: 1198, refused: 2, seen: 0, done: true, line: 1201 })
    expect(sent.map(({ length }) => length)).toEqual([500, 500, 199])
    const report = (await readFile(files.report, 'utf8')).trim().split('\n').map((line) => JSON.parse(line) as unknown) // prettier-ignore
    expect(report).toEqual([
      { line: 7, code: 'access_denied', clause: 'x', reason: 'no sentence allows this' },
      { line: 702, code: 'input_invalid', clause: null, reason: 'the map does not say what the value of `Kind` means' },
    ])
  })

  test('that was stopped goes on where it stopped, and one that is done sends nothing again', async () => {
    const map = await readMap(files.map)
    await expect(importFile(writes(1), map, files)).rejects.toThrow('the server went away')
    await writeFile(files.report, 'half a li', { flag: 'a' })
    const progress = await importFile(writes(), map, files)
    expect(progress).toMatchObject({ accepted: 1198, fresh: 699, refused: 2, done: true, wasDone: false })
    expect(sent.flat().map(({ messageId }) => messageId)).toEqual(
      rows.flatMap((_, i) => (i === 700 ? [] : [`purchase-${i}`])),
    )
    expect((await readFile(files.report, 'utf8')).trim().split('\n')).toHaveLength(2)
    expect(await importFile(writes(0), map, files)).toEqual({ ...progress, fresh: 0, wasDone: true })
  })

  test('into another house begins anew: what one was told, the other was not', async () => {
    const map = await readMap(files.map)
    await importFile(writes(), map, files)
    expect(await importFile(writes(), map, { ...files, house: 'two' })).toMatchObject({ accepted: 1198, fresh: 1198 })
  })

  test('of a file that changed begins anew', async () => {
    const map = await readMap(files.map)
    await importFile(writes(), map, files)
    await writeFile(files.file, [header, ...rows.slice(0, 10)].join('\n'))
    expect(await importFile(writes(), map, files)).toMatchObject({ accepted: 9, refused: 1, line: 11 })
  })
})
