// The rights desk over a real house on both engines: previews, clearing, copies, erasure with its receipt, withdrawal, refusal.
// Every request is also tried by somebody else, or a second time.

import { describe, expect, test } from 'vitest'
import { forEachEngine } from '../../../test/harness/databases.ts'
import { give, makeLikings, openHouse, readSearches, signedIn, type House } from '../../../test/harness/desks.ts'
import { smallStatement } from '../../../test/harness/small-statement.ts'
import { unzip } from '../../../test/harness/zip.ts'
import { Failure } from '../../base/index.ts'
import { parseLeaf, verifyReceipt } from '../../evidence/index.ts'

const maya = 'maya@example.org'
const tom = 'tom@example.org'

async function filled(house: House): Promise<void> {
  await give(
    house,
    { email: maya, category: 'search', collectedAt: '2026-04-04T08:00:00Z', data: { words: 'tide tables' } },
    {
      email: maya,
      category: 'search',
      collectedAt: '2026-04-10T23:59:59Z',
      data: { words: '<script>alert(1)</script>' },
    },
    { email: maya, category: 'search', collectedAt: '2026-04-11T00:00:00Z', data: { words: 'bakery' } },
    { email: maya, category: 'letter', collectedAt: '2026-04-05T08:00:00Z', data: { text: 'Dear Tom' } },
    {
      email: maya,
      category: 'invoice',
      collectedAt: '2026-04-06T08:00:00Z',
      endedAt: '2026-04-07T00:00:00Z',
      data: { amount: 12 },
    },
    { email: tom, category: 'search', collectedAt: '2026-04-04T08:00:00Z', data: { words: 'secret of Tom' } },
  )
}

async function bytesOf(parts: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  for await (const part of parts) chunks.push(part)
  return Buffer.concat(chunks)
}

/** The files of a copy, by name. */
function unpack(zip: Uint8Array): (name: string) => string {
  const files = unzip(zip)
  for (const name of files.keys())
    expect(name).toMatch(/^(?:[a-z0-9.-]+\/[a-z0-9.-]+\.json|[a-z-]+\.(?:json|html)|README\.txt)$/)
  return (name) => files.get(name)!.toString('utf8')
}

async function failureOf(work: Promise<unknown>): Promise<string> {
  const cause: unknown = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  )
  return cause instanceof Failure ? cause.code : String(cause)
}

forEachEngine((open) => {
  describe('clearing', () => {
    test('a preview says what goes and what stays, and changes nothing', async () => {
      const house = await openHouse(await open())
      await filled(house)
      const { person } = await signedIn(house, maya)
      const preview = await house.rights.preview(person, { from: '2026-04-04', to: '2026-04-10' })
      const named = (await house.store.records(person, { category: 'search' })).map(({ id }) => id)
      expect(preview.goes).toEqual([{ category: 'search', label: 'Searches', count: 2, some: [expect.any(String), expect.any(String)] }]) // prettier-ignore
      expect(named).toEqual(expect.arrayContaining([...preview.goes[0]!.some]))
      expect(preview.stays.map(({ what, state }) => [what, state])).toEqual([
        ['1 × Invoices', 'stays'],
        ['1 × Letters', 'stays'],
      ])
      expect(preview.stays[0]).toMatchObject({ clause: 'tax', until: '2036-04-07T00:00:00.000Z' })
      expect(preview.unproven).toHaveLength(1)
      expect((await house.gate.holdings(person)).reduce((sum, { count }) => sum + count, 0)).toBe(5)
    })

    // ACC-07, ACC-19
    test('exactly what the preview named goes, is read back as gone, and has a receipt', async () => {
      const house = await openHouse(await open())
      await filled(house)
      const { person, by } = await signedIn(house, maya)
      const { request } = await house.rights.ask(by, {
        kind: 'clear',
        scope: { category: 'search', from: '2026-04-04', to: '2026-04-10' },
      })
      expect(request).toMatchObject({ number: expect.stringMatching(/^R-\d+$/), kind: 'clear', state: 'done' })
      expect(request.steps).toEqual([
        expect.objectContaining({ holder: 'Vault', done: '2 things removed', result: 'gone' }),
      ])
      expect((await house.store.records(person, {})).map(({ category }) => category).sort()).toEqual([
        'invoice',
        'letter',
        'search',
      ])
      const receipt = await bytesOf(await house.rights.artefact(request.number, 'receipt.json', { person }))
      expect(await verifyReceipt(receipt, { vkey: house.ledger.vkey })).toMatchObject({ state: 'valid' })
    })

    // ACC-07, law 10: what is told before is what happens
    test('what was made from what goes is told beside it and leaves with it, though nobody may clear it by itself', async () => {
      const likings = ['derive liking in web from search, letter for provide', 'use liking in web for provide because contract', 'keep liking in web 18 months after collection'].map((rule, i) => `\nOn ${rule}.\n\n\`\`\`kept l${i}\n${rule}\n\`\`\`\n`).join('') // prettier-ignore
      const files = smallStatement(['## Letters', `## Likings\n${likings}\n## Letters`])
      const taxonomy = files['registers/taxonomy.yaml']!.replace('purposes:', '  liking: { label: Likings, holds: "what we guess you like" }\npurposes:') // prettier-ignore
      const house = await openHouse(await open(), { ...files, 'registers/taxonomy.yaml': taxonomy })
      await filled(house)
      const { person, by } = await signedIn(house, maya)
      const [search] = await house.store.records(person, { category: 'search' })
      const [letter] = await house.store.records(person, { category: 'letter' })
      await makeLikings(house, maya, [[search!.id], [search!.id, letter!.id], [letter!.id]])
      const scope = { from: '2026-04-04', to: '2026-04-14' }
      const preview = await house.rights.preview(person, scope)
      expect(preview.goes).toMatchObject([{ category: 'search', label: 'Searches', count: 3 }])
      expect(preview.made).toMatchObject([{ category: 'liking', label: 'Likings', count: 2 }])
      const going = await house.store.records(person, { ids: preview.made[0]!.some })
      expect(going.map(({ category }) => category)).toEqual(['liking', 'liking'])
      expect(preview.count).toBe(5)
      expect(preview.stays.map(({ what }) => what)).toEqual(expect.arrayContaining(['1 × Likings']))
      const before = (await house.store.records(person, {})).length
      const { request } = await house.rights.ask(by, { kind: 'clear', scope })
      expect(before - (await house.store.records(person, {})).length).toBe(preview.count)
      expect(request.steps[0]).toMatchObject({ done: '5 things removed, 2 of them because they were made from the others', result: 'gone' }) // prettier-ignore
      expect((await house.store.records(person, { category: 'liking' })).length).toBe(1)
      expect((await house.rights.preview(person, null)).made).toEqual([])
    })

    test('a day that is none is refused, and nothing begins', async () => {
      const house = await openHouse(await open())
      await filled(house)
      const { person } = await signedIn(house, maya)
      expect(await failureOf(house.rights.preview(person, { from: '2026-02-31x' }))).toBe('input_invalid')
    })
  })

  describe('a copy', () => {
    // ACC-05, ACC-18, RET-05
    test('holds everything about the person with its reasons, and nothing of anybody else', async () => {
      const house = await openHouse(await open())
      await filled(house)
      const { person, by } = await signedIn(house, maya)
      await house.gate.choose(
        person,
        { kind: 'choice', name: 'suggestions', value: 'on' },
        { channel: 'dashboard', actor: 'person' },
      )
      const { request } = await house.rights.ask(by, { kind: 'export' })
      await house.rights.settle()
      expect((await house.rights.request(request.number, { person })).state).toBe('done')
      const file = unpack(await bytesOf(await house.rights.artefact(request.number, 'export.zip', { person })))
      const searches = JSON.parse(file('data/search.json')) as Record<string, unknown>[]
      expect(searches.map(({ data }) => data)).toEqual([
        { words: 'tide tables' },
        { words: '<script>alert(1)</script>' },
        { words: 'bakery' },
      ])
      expect(searches[0]).toMatchObject({
        category: 'search',
        categoryLabel: 'Searches',
        source: 'web',
        origin: 'person',
        recipients: [],
        purposes: [
          { purpose: 'provide', basis: { kind: 'contract', name: null }, clause: 'searches', open: true },
          { purpose: 'suggest', basis: { kind: 'consent', name: 'suggestions' }, clause: 'suggestions', open: true },
        ],
        retention: { until: '2027-10-04T08:00:00.000Z' },
      })
      expect(JSON.parse(file('data/invoice.json'))).toHaveLength(1)
      expect(JSON.parse(file('identifiers.json'))).toEqual([{ field: 'email', value: maya }])
      expect(file('README.txt')).toContain('identifiers.json: 1 thing')
      const asked = (await house.gate.history(person, 50)).filter(({ type }) => type === 'identifiers')
      expect(asked).toMatchObject([{ actor: 'rights', payload: { fields: ['email'], count: 1, why: 'copy' } }])
      expect(JSON.parse(file('choices.json'))).toMatchObject([
        { name: 'suggestions', value: 'on', wording: 'My searches may pick suggestions.' },
      ])
      expect(JSON.parse(file('about.json'))).toMatchObject({
        format: 'wordkept/export/1',
        number: request.number,
        organisation: 'Quill',
      })
      const page = file('index.html')
      expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
      expect(page).not.toContain('<script')
      expect(file('README.txt')).toContain('data/search.json: 3 things')
      for (const name of ['data/search.json', 'index.html']) expect(file(name)).not.toContain('Tom’s')
      expect(page).not.toContain('secret of Tom')
    })

    test('names an identifier that was stored before they were sealed: it cannot be opened', async () => {
      const house = await openHouse(await open())
      await filled(house)
      const { person, by } = await signedIn(house, maya)
      await house.db.query('update app.identifier set sealed = null where tenant = $1', [house.db.tenant])
      const { request } = await house.rights.ask(by, { kind: 'export' })
      await house.rights.settle()
      const file = unpack(await bytesOf(await house.rights.artefact(request.number, 'export.zip', { person })))
      expect(JSON.parse(file('identifiers.json'))).toEqual([
        { field: 'email', value: null, kept: 'only as a scrambled mark' },
      ])
    })

    test('says what no sentence offers to copy, instead of leaving it out in silence', async () => {
      const narrow = smallStatement(
        ['offer view, export of any', 'offer view of any'],
        ['offer withdraw of any', 'offer export of any except letter on dashboard\noffer withdraw of any'],
      )
      const house = await openHouse(await open(), narrow)
      await filled(house)
      const { person, by } = await signedIn(house, maya)
      const { request } = await house.rights.ask(by, { kind: 'export' })
      await house.rights.settle()
      const file = unpack(await bytesOf(await house.rights.artefact(request.number, 'export.zip', { person })))
      expect(JSON.parse(file('data/letter.json'))).toEqual([])
      expect(JSON.parse(file('left-out.json'))).toMatchObject([{ category: 'letter', count: 1 }])
    })

    test('is somebody else’s, or nobody’s: both are not found', async () => {
      const house = await openHouse(await open())
      await filled(house)
      const [one, other] = [await signedIn(house, maya), await signedIn(house, tom)]
      const { request } = await house.rights.ask(one.by, { kind: 'export' })
      await house.rights.settle()
      expect(await failureOf(house.rights.artefact(request.number, 'export.zip', { person: other.person }))).toBe(
        'not_found',
      )
      expect(await failureOf(house.rights.request(request.number, { alias: other.by.alias }))).toBe('not_found')
      expect(await failureOf(house.rights.request('R-999999', { person: one.person }))).toBe('not_found')
      expect(await house.rights.requests({ person: other.person })).toEqual([])
    })

    test('needs a fresh sign-in', async () => {
      const house = await openHouse(await open())
      await filled(house)
      const { by } = await signedIn(house, maya)
      house.clock.move(11 * 60_000)
      for (const kind of ['access', 'export', 'erase'] as const)
        expect(await failureOf(house.rights.ask(by, { kind }))).toBe('fresh_sign_in_needed')
      expect(await house.rights.requests({ person: by.person })).toEqual([])
    })
  })

  describe('erasing', () => {
    test('everything goes but what a law keeps, and the receipt works after it, without a session', async () => {
      const house = await openHouse(await open())
      await filled(house)
      const { person, by } = await signedIn(house, maya)
      await house.rights.ask(by, { kind: 'export' })
      await house.rights.settle()
      const preview = await house.rights.preview(person, null)
      expect(preview.goes.map(({ category, count }) => [category, count])).toEqual([
        ['letter', 1],
        ['search', 3],
        ['copies', 1],
      ])
      const { link, until } = await house.rights.ask(by, { kind: 'erase' })
      expect(link).toMatch(/^[0-9a-f]{32}$/)
      expect(until).toBe('2026-05-14T09:44:00.000Z')
      await house.rights.settle()
      const { request, sealed } = await house.rights.byLink(link!)
      expect(sealed).toBe(true)
      expect(request.state).toBe('done')
      expect(request.steps.map(({ holder, done, result }) => [holder, done, result])).toEqual([
        ['Copies made for you', '1 thing erased', 'gone'],
        ['Vault', '4 things erased', 'stays'],
      ])
      expect(request.residue.map(({ what, until: end }) => [what, end?.slice(0, 10) ?? null])).toEqual([
        ['1 × Invoices', '2036-04-07'],
        ['a scrambled mark of each of your identifiers', '2027-04-14'],
        ['backups: the vault', '2026-05-14'],
        ['backups of keys', '2026-05-21'],
        ['this request: its number and its dates, and entries in the log', null],
      ])
      const receipt = await house.rights.receiptByLink(link!)
      expect(await verifyReceipt(receipt, { vkey: house.ledger.vkey })).toMatchObject({ state: 'valid' })
      for (const word of [maya, 'Maya', 'tide tables', person])
        expect(Buffer.from(receipt).toString('utf8')).not.toContain(word)
      expect(await house.gate.personOf({ field: 'email', value: maya })).toBeNull()
      expect((await readSearches(house, maya)).records).toEqual([])
      expect((await readSearches(house, tom)).records).toHaveLength(1)
      expect(await failureOf(house.rights.artefact(request.number, 'export.zip', 'desk'))).toBe('not_found')
    })

    test('a link that ended, or was guessed, leads nowhere', async () => {
      const house = await openHouse(await open())
      await filled(house)
      const { by } = await signedIn(house, maya)
      const { link } = await house.rights.ask(by, { kind: 'erase' })
      await house.rights.settle()
      expect(await failureOf(house.rights.byLink('0'.repeat(32)))).toBe('not_found')
      expect(await failureOf(house.rights.byLink(`${link!}0`))).toBe('not_found')
      house.clock.move(30 * 86_400_000)
      expect(await failureOf(house.rights.byLink(link!))).toBe('not_found')
      expect(await house.rights.tidy()).toBeGreaterThan(0)
    })

    test('what else was asked for ends with it', async () => {
      const house = await openHouse(await open())
      await filled(house)
      const { person, by } = await signedIn(house, maya)
      await house.db.query(
        `insert into app."case" (tenant, id, desk, number, kind, state, person, facts, opened_at)
         values ($1, gen_random_uuid(), 'rights', 'R-1', 'access', 'received', $2, '{}', $3)`,
        [house.db.tenant, person, house.clock.now()],
      )
      await house.rights.ask(by, { kind: 'erase' })
      await house.rights.settle()
      expect((await house.rights.request('R-1', 'desk')).state).toBe('lapsed')
    })

    test('asked twice at once it is done once', async () => {
      const house = await openHouse(await open())
      await filled(house)
      const { person, by } = await signedIn(house, maya)
      await Promise.all([1, 2, 3, 4].map(() => house.rights.ask(by, { kind: 'erase' })))
      await house.rights.settle()
      await house.rights.resume(true)
      const requests = await house.rights.requests({ person })
      expect(requests.every(({ state }) => state === 'done')).toBe(true)
      expect(await eventsOf(house, 'forget')).toBe(1)
    })
  })

  test('a withdrawal closes the use at once, and is recorded with its words', async () => {
    const house = await openHouse(await open())
    await filled(house)
    const { person, by } = await signedIn(house, maya)
    const how = { channel: 'dashboard', actor: 'person' }
    await house.gate.choose(person, { kind: 'choice', name: 'suggestions', value: 'on' }, how)
    expect((await readSearches(house, maya, 'suggest')).decision.effect).toBe('permit')
    house.clock.move(1000)
    const { request } = await house.rights.ask(by, { kind: 'withdraw', choice: 'suggestions', channel: 'dashboard' })
    expect(request.state).toBe('done')
    expect((await readSearches(house, maya, 'suggest')).decision).toMatchObject({ effect: 'deny', term: 'given' })
    expect((await house.gate.choices(person)).map(({ value }) => value)).toEqual(['on', 'off'])
    expect(await failureOf(house.rights.ask(by, { kind: 'withdraw', choice: 'nothing', channel: 'dashboard' }))).toBe(
      'input_invalid',
    )
  })

  test('an operator’s request needs proof, which lies in the ledger alone', async () => {
    const house = await openHouse(await open())
    await filled(house)
    const { person, by } = await signedIn(house, maya)
    const operator = {
      role: 'operator',
      id: 'op',
      service: 'op',
      officer: null,
      products: [],
      purposes: [],
      endsAt: new Date('2030-01-01'),
    } as const
    expect(await failureOf(house.rights.askFor(by, { person, kind: 'access', proof: 'document' }))).toBe('role_refused')
    const { request, link } = await house.rights.askFor(operator, {
      person,
      kind: 'access',
      proof: 'own-word',
    })
    expect(link).toMatch(/^[0-9a-f]{32}$/)
    await house.rights.settle()
    expect((await house.rights.request(request.number, 'desk')).state).toBe('done')
    expect((await bytesOf(await house.rights.artefact(request.number, 'export.zip', 'desk'))).length).toBeGreaterThan(
      500,
    )
    const rows = await house.db.query(
      `select e.detail::text as detail, c.facts::text as facts from app.case_event e join app."case" c on c.id = e.id`,
    )
    expect(JSON.stringify(rows)).not.toContain('own-word')
  })

  // ACC-12
  test('a refusal cites a law, and only what has not begun can be refused', async () => {
    const house = await openHouse(await open())
    await filled(house)
    const { person, by } = await signedIn(house, maya)
    const officer = {
      role: 'officer',
      id: 'o',
      service: 'o',
      officer: 'vera',
      products: [],
      purposes: [],
      endsAt: new Date('2030-01-01'),
    } as const
    await house.db.query(
      `insert into app."case" (tenant, id, desk, number, kind, state, person, facts, opened_at)
       values ($1, gen_random_uuid(), 'rights', 'R-1', 'access', 'received', $2, '{}', $3)`,
      [house.db.tenant, person, house.clock.now()],
    )
    expect(await failureOf(house.rights.refuse(officer, 'R-1', 'mood'))).toBe('input_invalid')
    expect(await failureOf(house.rights.refuse(by, 'R-1', 'tax-9'))).toBe('role_refused')
    expect((await house.rights.refuse(officer, 'R-1', 'tax-9')).state).toBe('refused')
    const done = (await house.rights.ask(by, { kind: 'clear', scope: { category: 'search' } })).request
    expect(await failureOf(house.rights.refuse(officer, done.number, 'tax-9'))).toBe('conflict')
  })
})

/** How many entries of a type the ledger has. */
async function eventsOf({ db, ledger }: House, type: string): Promise<number> {
  while ((await ledger.sequence()) > 0);
  const leaves = await db.query<{ leaf: Uint8Array }>('select l.leaf from leaf l where l.tenant = $1', [db.tenant])
  return leaves.filter(({ leaf }) => parseLeaf(leaf).type === type).length
}
