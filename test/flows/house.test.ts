import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Client } from '../../src/client/index.ts'
import { openHouse, type House } from '../harness/house.ts'
import { unzip } from '../harness/zip.ts'

const maya = { email: 'maya.lind@example.org', password: 'a long way to the harbour', name: 'Maya Lind', region: 'eea' }
const person = { field: 'email', value: maya.email }

let house: House
let search: Client
beforeAll(async () => {
  house = await openHouse()
  await house.operator.openAccount({ body: maya })
  search = await house.as('service', {
    service: 'search-service',
    products: ['search', 'chat', 'maps', 'store'],
    purposes: ['provide', 'improve', 'personalise', 'advertise'],
  })
})
afterAll(() => house.close())

const item = (messageId: string, words: string) => ({
  messageId,
  person,
  product: 'search',
  category: 'interaction.search',
  origin: 'person' as const,
  collectedAt: new Date().toISOString(),
  signedIn: true,
  data: { words },
})

test('the house says how it stands', async () => {
  const health = await house.client().health()
  expect(health).toMatchObject({
    state: 'ready',
    name: 'Harbour',
    statement: { version: 1 },
    custodians: { two: false },
  })
})

test('a job that asks for what a ban closes is refused, and the page says so', async () => {
  await search.write({ body: { records: [item('s1', 'tyre')] } })
  const answer = await search.read({
    body: { person, product: 'chat', category: 'content.message.chat', purpose: 'advertise' },
  })
  expect(answer).toMatchObject({ decision: { effect: 'deny', term: 'never' }, records: [] })
  const page = await house.client().statement()
  const clause = page.sections.flatMap(({ clauses }) => clauses).find(({ id }) => id === answer.decision.clause)
  expect(clause?.standing).toMatchObject({
    refusedToday: 1,
    refusals: [{ service: 'search-service', purpose: 'advertise' }],
  })
})

test('a token is bound to its products and purposes, and a refusal says which it lacks', async () => {
  await expect(
    search.read({ body: { person, product: 'search', category: 'interaction.search', purpose: 'support' } }),
  ).rejects.toMatchObject({ status: 403, code: 'purpose_refused', detail: { missing: ['purpose'] } })
  await expect(
    search.read({ body: { person, product: 'mail', category: 'interaction.search', purpose: 'provide' } }),
  ).rejects.toMatchObject({ status: 403, code: 'purpose_refused', detail: { missing: ['product'] } })
})

test('all probes of the demo statement pass, and its sentences are kept', async () => {
  const { runs } = await house.operator.probe({ body: {} })
  expect(runs.filter(({ passed }) => !passed)).toEqual([])
  const { coverage, sections } = await house.client().statement()
  const open = sections
    .flatMap(({ clauses }) => clauses)
    .filter(({ standing }) => !['kept', 'aim', 'info'].includes(standing.state))
  expect(open.map(({ id, standing }) => `${id}: ${standing.state}, ${standing.reason}`)).toEqual([])
  expect(coverage.clauses.kept).toBeGreaterThan(30)
})

// ACC-01, ACC-05
test('a person signs in, sees what is held and why, clears, decides, copies and erases', async () => {
  const visitor = house.visitor()
  await expect(visitor.held()).rejects.toMatchObject({ code: 'not_signed_in' })
  await expect(visitor.signIn({ body: { email: maya.email, password: 'not the right one' } })).rejects.toMatchObject({
    code: 'sign_in_refused',
  })
  await visitor.signIn({ body: { email: maya.email, password: maya.password } })
  const held = await visitor.held()
  expect(held).toMatchObject({ greeting: 'Maya Lind' })
  expect(held.kinds.map(({ category }) => category)).toContain('interaction.search')

  const { items } = await visitor.items({ query: { category: 'interaction.search' } })
  expect(items[0]).toMatchObject({ shown: 'tyre', productLabel: 'Search' })
  const why = await visitor.why({ params: { id: items[0]!.id } })
  expect(why.sentences.map(({ clause }) => clause)).toContain('searches')
  expect(why.data).toEqual({ words: 'tyre' })

  await visitor.choose({ body: { kind: 'choice', name: 'suggestions', value: 'on' } })
  expect(
    (await search.read({ body: { person, product: 'search', category: 'interaction.search', purpose: 'personalise' } }))
      .records,
  ).toHaveLength(1)
  await visitor.choose({ body: { kind: 'choice', name: 'suggestions', value: 'off' } })
  expect(
    (await search.read({ body: { person, product: 'search', category: 'interaction.search', purpose: 'personalise' } }))
      .decision,
  ).toMatchObject({ effect: 'deny', term: 'given' })

  expect((await visitor.previewClear({ body: { category: 'interaction.search' } })).count).toBe(1)
  const cleared = await visitor.clear({ body: { category: 'interaction.search' } })
  expect(cleared).toMatchObject({ kind: 'clear', state: 'done', steps: [{ result: 'gone' }] })

  const asked = await visitor.askExport()
  await house.app.rights.settle()
  expect(await visitor.request({ params: { number: asked.number } })).toMatchObject({
    state: 'done',
    artefacts: [{ name: 'export.zip' }],
  })
  expect((await visitor.artefact({ params: { number: asked.number, name: 'export.zip' } })).length).toBeGreaterThan(500)

  const told = await visitor.previewErase()
  const { link } = await visitor.erase()
  await house.app.rights.settle()
  await expect(visitor.held()).rejects.toMatchObject({ code: 'not_signed_in' })
  const end = await house.client().receipt({ params: { secret: link } })
  expect(end).toMatchObject({ sealed: true, request: { state: 'done' } })
  expect(end.request.steps.map(({ holder }) => holder)).toEqual(expect.arrayContaining(['Vault', 'Accounts']))
  const said = [...told.stays.map(({ what }) => what), ...told.unproven]
  expect(end.request.residue.filter(({ what }) => !said.some((line) => line.startsWith(what)))).toEqual([])
  const receipt = await house.client().receiptFile({ params: { secret: link } })
  expect(JSON.parse(new TextDecoder().decode(receipt))).toMatchObject({
    body: { kind: 'erasure', organisation: 'Harbour' },
  })
  expect(await house.operator.findPerson({ body: person })).toMatchObject({ known: false })
})

// ACC-05, ACC-07, law 10
test('what was guessed says what it was guessed from, and clearing that shows by name what goes with it', async () => {
  const lena = { ...maya, email: 'lena.ek@example.org', name: 'Lena Ek' }
  await house.operator.openAccount({ body: lena })
  const visitor = house.visitor()
  await visitor.signIn({ body: { email: lena.email, password: lena.password } })
  await visitor.choose({ body: { kind: 'choice', name: 'suggestions', value: 'on' } })
  const hers = { field: 'email', value: lena.email }
  const searched = ['cello strings', 'choir', 'rain'].map((words, i) => ({
    ...item(`l${i}`, words),
    person: hers,
    account: 'personal' as const,
  }))
  await search.write({ body: { records: searched } })
  const { items } = await visitor.items({ query: { category: 'interaction.search' } })
  const idOf = (shown: string): string => items.find((one) => one.shown === shown)!.id
  const from = ['cello strings', 'choir'].map(idOf)
  const guess = { ...item('g1', ''), person: hers, account: 'personal' as const, category: 'interaction.interest', origin: 'inferred' as const, data: { favourite: 'making music' }, madeFrom: { records: from, purpose: 'personalise' } } // prettier-ignore
  expect(await search.write({ body: { records: [guess] } })).toMatchObject({ accepted: 1, refused: [] })
  await search.read({
    body: { person: hers, product: 'search', category: 'interaction.interest', purpose: 'advertise' },
  })
  const [guessed] = (await visitor.items({ query: { category: 'interaction.interest' } })).items

  const why = await visitor.why({ params: { id: guessed!.id } })
  expect(why.madeFrom).toMatchObject({ count: 2, things: expect.arrayContaining(from.map((id) => expect.objectContaining({ id, categoryLabel: 'Searches' }))) }) // prettier-ignore
  expect([why.from, why.made.count]).toEqual(['We guessed it in Search.', 0])
  expect(why.refused).toMatchObject([{ label: 'advertising', clause: null, count: 1, why: 'No sentence allows it.' }])
  expect(why.uses).toMatchObject([{ label: 'suggestions', open: true, clause: 'guesses', number: expect.stringMatching(/^\d+\.\d+$/) }]) // prettier-ignore
  const { item: _, data: __, sentences, used, refused, stores, ...told } = why
  const said = JSON.stringify([told, refused.map((one) => one.why), stores, sentences.map(({ text }) => text), used.map(({ label }) => label)]) // prettier-ignore
  expect(said).not.toMatch(/`|search-service/)
  expect((await visitor.why({ params: { id: idOf('choir') } })).made.things.map(({ id }) => id)).toEqual([guessed!.id])
  expect((await visitor.why({ params: { id: idOf('rain') } })).made).toEqual({ count: 0, things: [] })

  const bought = { ...item('p1', ''), person: hers, account: 'personal' as const, product: 'store', category: 'interaction.device.purchase', endedAt: new Date().toISOString(), data: { what: 'bicycle lamp' } } // prettier-ignore
  await search.write({ body: { records: [bought] } })
  await search.share({ body: { person: hers, product: 'store', category: bought.category, purpose: 'provide', recipient: 'parcel-line' } }) // prettier-ignore
  const [purchase] = (await visitor.items({ query: { category: bought.category } })).items
  expect((await visitor.why({ params: { id: purchase!.id } })).recipients).toMatchObject([{ label: expect.stringContaining('Parcel Line'), purpose: 'provide', clause: 'parcels', given: 1 }]) // prettier-ignore
  const erasing = await visitor.previewErase()
  expect(erasing.goes.find(({ label }) => label === 'Searches')?.things).toHaveLength(3)
  expect(erasing.goes.find(({ category }) => category === 'account')).toMatchObject({ label: 'Your account', count: 1 })
  expect(erasing.count).toBe((await visitor.held()).count) // the account goes beside them, and is counted once
  const copy = await visitor.askExport()
  await house.app.rights.settle()
  const archive = unzip(await visitor.artefact({ params: { number: copy.number, name: 'export.zip' } }))
  expect(JSON.parse(String(archive.get(`data/${bought.category}.json`)))).toMatchObject([{ recipients: [{ recipient: 'parcel-line', label: expect.stringContaining('Parcel Line'), purposes: ['provide'], clauses: ['parcels'] }] }]) // prettier-ignore

  const preview = await visitor.previewClear({ body: { ids: [idOf('choir')] } })
  expect(preview.goes.map(({ count, things }) => [count, things.map(({ shown }) => shown)])).toEqual([[1, ['choir']]])
  expect(preview.made.map(({ label, things }) => [label, things.map(({ shown }) => shown)])).toEqual([['Favourites', ['making music']]]) // prettier-ignore
})

test('nothing unexpected happened', () => {
  expect(house.log).toEqual([])
})
