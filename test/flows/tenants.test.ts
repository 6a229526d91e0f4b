// Two tenants in one PostgreSQL database, and, to make it as hard as can be, under the very same key files: every route of one house is
// tried with what belongs to the other, the fence of the database is tried by hand, and an envelope is moved across.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openFileKeys } from '../../src/adapters/keys/index.ts'
import { createGateStore } from '../../src/adapters/stores/index.ts'
import { databaseOn } from '../../src/adapters/stores/open.ts'
import { systemClock, text } from '../../src/base/index.ts'
import { createClient, type Client } from '../../src/client/index.ts'
import type { RouteName } from '../../src/contract/index.ts'
import { segmentSealer } from '../../src/gate/index.ts'
import { createVault } from '../../src/vault/index.ts'
import { freshOnServer } from '../harness/databases.ts'
import { folder } from '../harness/gate.ts'
import { fetchOf, openHouse, origin, type House } from '../harness/house.ts'

const password = { acme: 'a long way to the acme', birch: 'a long way to the birch' } as const
type Tenant = keyof typeof password

const maya = { field: 'email', value: 'maya.lind@example.org' }
const tom = { field: 'email', value: 'tom@example.org' }
const search = 'interaction.search'

let url: string
let owner: pg.Client
const houses = {} as Record<Tenant, House> // filled before every test
const belongings = {} as Record<Tenant, Belongings> // likewise
const home = mkdtempSync(join(tmpdir(), 'wordkept-tenants-'))
const closing: (() => unknown)[] = [() => rmSync(home, { recursive: true, force: true })]

beforeAll(async () => {
  const place = await freshOnServer('migrated')
  closing.push(() => place.drop())
  url = place.url
  owner = new pg.Client({ connectionString: url })
  await owner.connect()
  closing.push(() => owner.end())
  for (const tenant of ['acme', 'birch'] as const) {
    houses[tenant] = await openTenant(tenant)
    closing.push(() => houses[tenant].close())
    belongings[tenant] = await fill(tenant)
  }
})
afterAll(async () => {
  for (const close of closing.reverse()) await close()
})

/** A house like the other, but for its name. */
async function openTenant(tenant: Tenant): Promise<House> {
  const statement = folder('examples/harbour/statement')
  const organisation = statement['registers/organisation.yaml']!.replace(/^name: .*/m, `name: House of ${tenant}`)
  return openHouse({
    tenant,
    home,
    storage: { engine: 'postgres', url },
    logDir: join(home, tenant, 'log'),
    checkpointFile: join(home, tenant, 'checkpoint'),
    statement: { ...statement, 'registers/organisation.yaml': organisation },
  })
}

/** What somebody at a tenant holds in hands: tokens, a cookie, numbers, a link. */
interface Belongings {
  readonly tokens: Readonly<Record<'service' | 'officer' | 'operator' | 'auditor', { token: string; id: string }>>
  readonly jar: Map<string, string>
  readonly record: string
  readonly person: string
  readonly draft: { number: string; hash: string }
  readonly copy: string
  readonly link: string
  /** where its first tile is */
  readonly tile: string
  /** texts that only this tenant's answers may hold */
  readonly marks: readonly string[]
}

/** The same person searches at both, with an account at each; somebody else is erased, and Tom is known to acme alone. */
async function fill(tenant: Tenant): Promise<Belongings> {
  const { operator, app, client, server } = houses[tenant]
  const issue = (role: keyof Belongings['tokens'], products: string[] = [], purposes: string[] = []) =>
    operator.issueToken({ body: { role, service: `${role}-of-${tenant}`, officer: 'ines', products, purposes } })
  const tokens = {
    service: await issue('service', ['search'], ['provide']),
    officer: await issue('officer'),
    operator: await issue('operator'),
    auditor: await issue('auditor'),
  }
  await operator.openAccount({ body: { email: maya.value, password: password[tenant], name: `Maya at ${tenant}` } })
  const record = (person: typeof maya, category = search) => ({
    messageId: `${person.value} ${category}`, person, product: 'search', category, origin: 'person' as const,
    collectedAt: new Date().toISOString(), signedIn: true, region: 'eea', data: { words: `only at ${tenant}` },
  }) // prettier-ignore
  const gone = { field: 'email', value: 'gone@example.org' }
  const known = [maya, gone, ...(tenant === 'acme' ? [tom] : [])]
  const service = client(tokens.service.token)
  const written = await service.write({ body: { records: [...known.map((one) => record(one)), record(maya, `${tenant}.dreams`)] } }) // prettier-ignore
  expect(written).toMatchObject({ accepted: known.length, refused: [{ code: 'input_invalid' }] })
  const { records } = await service.read({
    body: { person: maya, product: 'search', category: search, purpose: 'provide' },
  })

  await operator.connectSystem({ body: { name: `shop-of-${tenant}`, url } })
  const proof = 'document'
  const copy = await operator.askForPerson({ body: { person: maya, kind: 'access', proof } })
  const { link } = await operator.askForPerson({ body: { person: gone, kind: 'erase', proof } })
  await app.rights.settle()
  const files = folder('examples/harbour/statement')
  const draft = await client(tokens.officer.token).openDraft({ body: { files } })

  const jar = new Map<string, string>()
  const visitor = createClient({ origin, fetch: fetchOf(server, jar) })
  await visitor.signIn({ body: { email: maya.value, password: password[tenant] } })
  const person = (await app.gate.personOf(maya))!
  await app.ledger.sequence()
  const tile = `0/000.p/${(await client().health()).ledger.size}`
  const leaf = Buffer.from(await client().tile({ path: tile }))
    .subarray(0, 32)
    .toString('latin1')
  const marks = [
    `House of ${tenant}`,
    `only at ${tenant}`,
    `Maya at ${tenant}`,
    `-of-${tenant}`,
    `${tenant}.dreams`,
    `t/${tenant}`,
  ]
  const numbers = [records[0]!.id, person, copy.request.number, draft.number, link, leaf]
  return {
    tokens,
    jar,
    record: records[0]!.id,
    person,
    draft,
    copy: copy.request.number,
    link,
    tile,
    marks: [...marks, ...numbers],
  }
}

/** How a call ended: `answers`, or the code of its refusal; and its answer as a text. */
async function outcomeOf(call: Promise<unknown>): Promise<{ end: string; answer: string }> {
  return call.then(
    (answer) => ({
      end: 'answers',
      answer: answer instanceof Uint8Array ? Buffer.from(answer).toString('latin1') : JSON.stringify(answer),
    }),
    (problem: { code?: string }) => ({ end: problem.code ?? 'unexpected', answer: '' }),
  )
}

describe('no route of one house knows what is the other’s', () => {
  /** Every route, asked at birch: with acme's tokens and cookie, or with birch's own right about acme's things. With what it ends. */
  const routesTried = {
    health: ['answers', ({ nobody }) => nobody.health()],
    vkey: ['answers', ({ nobody }) => nobody.vkey()],
    checkpoint: ['answers', ({ nobody }) => nobody.checkpoint()],
    tile: [['answers', 'not_found'], ({ nobody, theirs }) => nobody.tile({ path: theirs.tile })],
    statement: ['answers', ({ nobody }) => nobody.statement()],
    versions: ['answers', ({ nobody }) => nobody.versions()],
    policy: ['answers', ({ nobody }) => nobody.policy({ params: { version: 1 } })],
    changes: ['answers', ({ nobody }) => nobody.changes({ params: { version: 1 } })],
    signIn: [
      'sign_in_refused',
      ({ nobody }) => nobody.signIn({ body: { email: maya.value, password: password.acme } }),
    ],
    session: ['answers', ({ stranger }) => stranger.session()],
    held: ['not_signed_in', ({ stranger }) => stranger.held()],
    items: ['answers', ({ own }) => own.items({ query: {} })],
    why: ['not_found', ({ own, theirs }) => own.why({ params: { id: theirs.record } })],
    previewClear: ['answers', ({ own, theirs }) => own.previewClear({ body: { ids: [theirs.record] } })],
    clear: ['not_signed_in', ({ stranger }) => stranger.clear({ body: {} })],
    choices: ['not_signed_in', ({ stranger }) => stranger.choices()],
    choose: [
      'not_signed_in',
      ({ stranger }) => stranger.choose({ body: { kind: 'choice', name: 'suggestions', value: 'on' } }),
    ],
    choiceHistory: ['not_signed_in', ({ stranger }) => stranger.choiceHistory()],
    requests: ['answers', ({ own }) => own.requests()],
    request: ['not_found', ({ own, theirs }) => own.request({ params: { number: theirs.copy } })],
    askExport: ['not_signed_in', ({ stranger }) => stranger.askExport()],
    artefact: ['not_found', ({ own, theirs }) => own.artefact({ params: { number: theirs.copy, name: 'export.zip' } })],
    previewErase: ['not_signed_in', ({ stranger }) => stranger.previewErase()],
    erase: ['not_signed_in', ({ stranger }) => stranger.erase()],
    receipt: ['not_found', ({ nobody, theirs }) => nobody.receipt({ params: { secret: theirs.link } })],
    receiptFile: ['not_found', ({ nobody, theirs }) => nobody.receiptFile({ params: { secret: theirs.link } })],
    write: ['token_refused', ({ as }) => as.theirs.service.write({ body: { records: [{ messageId: 'm', person: maya, product: 'search', category: search, origin: 'person', collectedAt: '2026-01-01T00:00:00Z', data: {} }] } })], // prettier-ignore
    read: [
      'answers',
      ({ as }) =>
        as.own.service.read({ body: { person: tom, product: 'search', category: search, purpose: 'provide' } }),
    ],
    share: ['token_refused', ({ as }) => as.theirs.service.share({ body: { person: maya, product: 'search', category: search, purpose: 'provide', recipient: 'x' } })], // prettier-ignore
    sample: ['token_refused', ({ as }) => as.theirs.service.sample({ body: { product: 'search', category: search, purpose: 'provide' } })], // prettier-ignore
    count: ['token_refused', ({ as }) => as.theirs.service.count({ body: { product: 'search', category: search, purpose: 'provide' } })], // prettier-ignore
    batch: [
      'token_refused',
      ({ as }) => as.theirs.service.batch({ body: { batch: [{ type: 'page', userId: 'maya' }] } }),
    ],
    track: ['token_refused', ({ as }) => as.theirs.service.track({ body: { event: 'x', userId: 'maya' } })],
    identify: ['token_refused', ({ as }) => as.theirs.service.identify({ body: { userId: 'maya' } })],
    page: ['token_refused', ({ as }) => as.theirs.service.page({ body: { userId: 'maya' } })],
    screen: ['token_refused', ({ as }) => as.theirs.service.screen({ body: { userId: 'maya' } })],
    group: ['token_refused', ({ as }) => as.theirs.service.group({ body: { userId: 'maya' } })],
    alias: ['token_refused', ({ as }) => as.theirs.service.alias({ body: { userId: 'maya', previousId: 'x' } })],
    openDraft: ['token_refused', ({ as }) => as.theirs.officer.openDraft({ body: { files: {} } })],
    draft: ['not_found', ({ as, theirs }) => as.own.officer.draft({ params: { number: theirs.draft.number } })],
    approveDraft: ['not_found', ({ as, theirs }) => as.own.officer.approveDraft({ params: { number: theirs.draft.number }, body: { hash: theirs.draft.hash } })], // prettier-ignore
    judgeDraft: ['not_found', ({ as, theirs }) => as.own.officer.judgeDraft({ params: { number: theirs.draft.number }, body: { keys: ['K804:searches'], material: false, reason: 'nobody is concerned' } })], // prettier-ignore
    simulate: ['token_refused', ({ as }) => as.theirs.officer.simulate({ body: { files: {} } })],
    dropDraft: ['not_found', ({ as, theirs }) => as.own.officer.dropDraft({ params: { number: theirs.draft.number } })],
    runJob: ['token_refused', ({ as }) => as.theirs.operator.runJob({ params: { job: 'sweep', act: 'stop' } })],
    probe: ['token_refused', ({ as }) => as.theirs.operator.probe({ body: {} })],
    findings: ['answers', ({ as }) => as.own.auditor.findings()],
    openapi: ['answers', ({ nobody }) => nobody.openapi()],
    modes: ['answers', ({ as }) => as.own.auditor.modes()],
    modeReport: ['answers', ({ as }) => as.own.operator.modeReport({ params: { product: 'search' } })],
    setMode: ['token_refused', ({ as }) => as.theirs.operator.setMode({ params: { product: 'search' }, body: { mode: 'observe' } })], // prettier-ignore
    issueToken: [
      'token_refused',
      ({ as }) => as.theirs.operator.issueToken({ body: { role: 'operator', service: 'x' } }),
    ],
    revokeToken: [
      'not_found',
      ({ as, theirs }) => as.own.operator.revokeToken({ params: { id: theirs.tokens.service.id } }),
    ],
    openAccount: ['token_refused', ({ as }) => as.theirs.operator.openAccount({ body: { email: 'x@example.org', password: password.acme, name: 'X' } })], // prettier-ignore
    tellPerson: ['token_refused', ({ as }) => as.theirs.operator.tellPerson({ body: { person: maya, age: 30, proof: 'document' } })], // prettier-ignore
    findPerson: ['answers', ({ as }) => as.own.operator.findPerson({ body: tom })],
    askForPerson: [
      'not_found',
      ({ as }) => as.own.operator.askForPerson({ body: { person: tom, kind: 'access', proof: 'document' } }),
    ],
    deskRequests: ['answers', ({ as }) => as.own.operator.deskRequests()],
    deskArtefact: ['not_found', ({ as, theirs }) => as.own.operator.deskArtefact({ params: { number: theirs.copy, name: 'export.zip' } })], // prettier-ignore
    connectSystem: ['token_refused', ({ as }) => as.theirs.operator.connectSystem({ body: { name: 'x', url } })],
    systems: ['answers', ({ as }) => as.own.operator.systems()],
    scanSystem: ['name_unknown', ({ as }) => as.own.operator.scanSystem({ params: { name: 'shop-of-acme' } })],
    dataMap: ['name_unknown', ({ as }) => as.own.auditor.dataMap({ params: { name: 'shop-of-acme' } })],
    checkMap: [
      'name_unknown',
      ({ as }) => as.own.operator.checkMap({ params: { name: 'shop-of-acme' }, body: { map: 'x' } }),
    ],
    signMap: ['name_unknown', ({ as }) => as.own.officer.signMap({ params: { name: 'shop-of-acme' }, body: { map: 'x', hash: '0'.repeat(64) } })], // prettier-ignore
    removeSystem: ['name_unknown', ({ as }) => as.own.operator.removeSystem({ params: { name: 'shop-of-acme' } })],
    signOut: ['answers', ({ stranger }) => stranger.signOut()],
  } satisfies Record<RouteName, readonly [end: string | readonly string[], call: (hands: Hands) => Promise<unknown>]>

  interface Hands {
    readonly nobody: Client
    /** a browser with acme's cookie */
    readonly stranger: Client
    /** a browser with birch's */
    readonly own: Client
    readonly as: Record<'own' | 'theirs', Record<keyof Belongings['tokens'], Client>>
    readonly theirs: Belongings
  }

  const hands = (): Hands => {
    const { server, client } = houses.birch
    const browser = ({ jar }: Belongings): Client => createClient({ origin, fetch: fetchOf(server, new Map(jar)) })
    const clients = ({ tokens }: Belongings) => ({
      service: client(tokens.service.token),
      officer: client(tokens.officer.token),
      operator: client(tokens.operator.token),
      auditor: client(tokens.auditor.token),
    })
    return {
      nobody: client(),
      stranger: browser(belongings.acme),
      own: browser(belongings.birch),
      as: { own: clients(belongings.birch), theirs: clients(belongings.acme) },
      theirs: belongings.acme,
    }
  }

  test('what is tried here works at home, so that it could have been told', async () => {
    const { client, server } = houses.acme
    const { jar, tokens, marks, copy, link } = belongings.acme
    const browser = createClient({ origin, fetch: fetchOf(server, jar) })
    const told = await Promise.all([
      browser.items({ query: {} }), browser.requests(), client(tokens.auditor.token).findings(), client().statement(), client().vkey(),
      client().receipt({ params: { secret: link } }), client(tokens.officer.token).draft({ params: { number: belongings.acme.draft.number } }),
      houses.acme.operator.deskArtefact({ params: { number: copy, name: 'export.zip' } }).then(({ length }) => length),
    ]) // prettier-ignore
    expect(marks.filter((mark) => JSON.stringify(told).includes(mark)).length).toBeGreaterThan(7)
  })

  test.each(Object.entries(routesTried))('%s', async (_name, [end, call]) => {
    const { end: ended, answer } = await outcomeOf(call(hands()))
    expect([end].flat()).toContain(ended)
    expect(belongings.acme.marks.filter((mark) => answer.includes(mark))).toEqual([])
  })

  test('and nothing that was tried changed anything at the other', async () => {
    const { client, server, operator } = houses.acme
    const { jar, tokens, draft } = belongings.acme
    expect(await createClient({ origin, fetch: fetchOf(server, jar) }).session()).toMatchObject({ signedIn: true })
    expect((await client(tokens.officer.token).draft({ params: { number: draft.number } })).state).toBe('open')
    const body = { person: maya, product: 'search', category: search, purpose: 'provide' }
    expect((await client(tokens.service.token).read({ body })).records).toMatchObject([
      { data: { words: 'only at acme' } },
    ])
    expect(await operator.findPerson({ body: tom })).toMatchObject({ known: true })
    for (const { log } of Object.values(houses)) expect(log).toEqual([])
  })
})

describe('the fence of the database', () => {
  const birch = () => databaseOn({ url }, 'birch', 'server', async () => {})

  // SEP-05
  test('a query by hand, without WHERE, sees one tenant in every table', async () => {
    const { rows: tables } = await owner.query<{ name: string }>(
      `select format('%I.%I', c.table_schema, c.table_name) as name from information_schema.columns c
       where c.column_name = 'tenant' and c.table_schema in ('public', 'app') order by 1`,
    )
    const tenantsIn = (name: string): string => `select distinct t.tenant from ${name} t order by 1`
    const db = birch()
    const seen = await Promise.all(tables.map(async ({ name }) => ({ name, tenants: (await db.query(tenantsIn(name))).map(({ tenant }) => tenant) }))) // prettier-ignore
    await db.close()
    expect(seen.filter(({ tenants }) => tenants.some((tenant) => tenant !== 'birch'))).toEqual([])
    const there = await Promise.all(tables.map(async ({ name }) => (await owner.query(tenantsIn(name))).rows.length))
    expect(there.filter((count) => count === 2).length).toBeGreaterThan(15)
    expect(seen.filter(({ tenants }) => tenants.length === 1).length).toBeGreaterThan(15)
  })

  test('a change by hand, without WHERE, changes one tenant’s rows, and none can be put into another', async () => {
    const db = birch()
    const undone = new Error('undone')
    const changing = db.transaction(async (tx) => {
      const changed = await tx.query<{ tenant: string }>(`update person set region = 'elsewhere' returning tenant`)
      const removed = await tx.query<{ tenant: string }>('delete from app.message_seen returning tenant')
      expect(new Set([...changed, ...removed].map(({ tenant }) => tenant))).toEqual(new Set(['birch']))
      throw undone
    })
    await expect(changing).rejects.toBe(undone)
    const put = db.query(`insert into app.message_seen (tenant, token, at) values ('acme', '\\x00', $1)`, [new Date(0)])
    await expect(put).rejects.toMatchObject({ code: expect.any(String) })
    await db.close()
    expect(
      (await owner.query(`select 1 from app.message_seen m where m.tenant = 'acme' and m.token = '\\x00'`)).rows,
    ).toEqual([])
  })
})

test('an envelope that was moved to the other tenant, with its person and key, does not open', async () => {
  const { person, record } = belongings.acme
  const keys = { customerDir: join(home, 'customer-keys', 'acme'), platformDir: join(home, 'platform-keys', 'acme') }
  const { customer, platform } = await openFileKeys({ ...keys, clock: systemClock, create: false })
  const vaultOf = (tenant: Tenant) => createVault({ tenant, customer, platform, clock: systemClock })
  const acme = databaseOn({ url }, 'acme', 'server', async () => {})
  const storeOfAcme = createGateStore(acme, segmentSealer(vaultOf('acme')))
  const [sealed] = await storeOfAcme.records(person, { ids: [record] })
  const [state] = await storeOfAcme.people([{ person }])
  await acme.close()
  const place = { person, record, category: search, schema: 1, version: 1 }
  const unlocked = await vaultOf('acme').unlock(state!.keys[0]!)
  expect(text(vaultOf('acme').open(unlocked, place, sealed!.sealed))).toContain('only at acme')
  expect(() => vaultOf('birch').open(unlocked, place, sealed!.sealed)).toThrowError(expect.objectContaining({ code: 'sealed_refused' })) // prettier-ignore
  await expect(vaultOf('birch').unlock(state!.keys[0]!)).rejects.toMatchObject({ code: 'sealed_refused' })

  // the same as rows: acme's person lies at birch under the identifier of somebody there
  await owner.query('begin')
  for (const [table, columns] of [
    ['person', 'person, region, created_at, canary'],
    ['person_key', 'person, law, version, epoch, wrapped'],
    ['record', 'person, id, cell, product, category, source, place, collected_at, stored_at, key_version, sealed'],
  ])
    await owner.query(`insert into ${table} (tenant, ${columns}) select 'birch', ${columns} from ${table} where tenant = 'acme' and person = $1`, [person]) // prettier-ignore
  await owner.query(`update app.identifier set person = $1 where tenant = 'birch' and person = $2`, [person, belongings.birch.person]) // prettier-ignore
  await owner.query('commit')
  const service = houses.birch.client(belongings.birch.tokens.service.token)
  const outcome = await outcomeOf(service.read({ body: { person: maya, product: 'search', category: search, purpose: 'provide' } })) // prettier-ignore
  expect(outcome).toEqual({ end: 'sealed_refused', answer: '' })
})
