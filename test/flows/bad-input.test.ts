import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openHouse, origin, type House } from '../harness/house.ts'

let house: House
let token: string
beforeAll(async () => {
  house = await openHouse()
  const issued = await house.operator.issueToken({
    body: { role: 'service', service: 'careless', products: ['search'], purposes: ['provide'] },
  })
  token = issued.token
})
afterAll(() => house.close())

const record = {
  messageId: 'm',
  person: { field: 'email', value: 'tom@example.org' },
  product: 'search',
  category: 'interaction.search',
  origin: 'person',
  collectedAt: '2026-01-01T00:00:00Z',
  data: { words: 'x' },
}

function post(url: string, payload: string | object, headers: Record<string, string> = {}) {
  return house.server.inject({
    method: 'POST',
    url,
    payload,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
  })
}

async function stored(): Promise<boolean> {
  return (await house.operator.findPerson({ body: record.person })).known
}

describe('a request that does not fit the contract', () => {
  const wrong: readonly (readonly [what: string, body: unknown, status: number, field: string | null])[] = [
    ['no body', '', 400, null],
    ['a body that is not JSON', '{"records":', 400, null],
    ['a list that is none', { records: 'x' }, 422, 'records'],
    ['an empty list', { records: [] }, 422, 'records'],
    ['a missing member', { records: [{ ...record, product: undefined }] }, 422, 'records.0.product'],
    ['a name that is none', { records: [{ ...record, product: 'Not A Name' }] }, 422, 'records.0.product'],
    ['a time that is none', { records: [{ ...record, collectedAt: 'yesterday' }] }, 422, 'records.0.collectedAt'],
    ['one bad item among good ones', { records: [record, { ...record, origin: 'rumour' }] }, 422, 'records.1.origin'],
    ['a number for a person', { records: [{ ...record, person: 7 }] }, 422, 'records.0.person'],
    [
      'a person of 400 characters',
      { records: [{ ...record, person: { field: 'email', value: 'x'.repeat(400) } }] },
      422,
      'records.0.person.value',
    ],
  ]
  test.each(wrong)('%s gets a problem that names it, and stores nothing', async (_what, body, status, field) => {
    const answer = await post('/v1/records', body as object)
    expect(answer.statusCode).toBe(status)
    expect(answer.headers['content-type']).toContain('application/problem+json')
    expect(answer.json()).toMatchObject({ status, code: expect.any(String), help: expect.any(String) })
    const named = answer.json<{ fields?: { field: string }[] }>().fields?.map((one) => one.field) ?? []
    expect(field === null || named.includes(field)).toBe(true)
    expect(answer.body).not.toContain('undefined')
    expect(await stored()).toBe(false)
  })

  const ask = { product: 'search', category: 'interaction.search', purpose: 'provide' }
  const unknown: readonly (readonly [what: string, url: string, body: object, field: string, words: RegExp])[] = [
    ['of a question', '/v1/records/count', { ...ask, person: record.person }, 'person', /nobody knows a field `person`; known here: product, category, purpose, hand, per, from, to/],
    ['that is misspelt', '/v1/records/read', { ...ask, person: record.person, handd: 'people' }, 'handd', /did you mean `hand`\?/],
    ['of one item', '/v1/records', { records: [record, { ...record, madefrom: [] }] }, 'records.1.madefrom', /did you mean `madeFrom`\?/],
    ['of a person', '/v1/records', { records: [{ ...record, person: { ...record.person, kind: 'x' } }] }, 'records.0.person.kind', /known here: field, value/],
    ['in the address', '/v1/records/read?limit=3', { ...ask, person: record.person }, 'limit', /none is known here/],
    ['where none is taken', '/v1/me/exports', { format: 'csv' }, 'format', /none is known here/],
  ] // prettier-ignore
  test.each(unknown)(
    'an unknown field %s is refused, with those that are known',
    async (_what, url, body, field, words) => {
      const answer = await post(url, body)
      expect(answer.json()).toMatchObject({ status: 422, code: 'input_invalid', fields: [{ field, message: expect.stringMatching(words) }] }) // prettier-ignore
      expect(await stored()).toBe(false)
    },
  )

  test('a field whose name may be somebody’s is not said again', async () => {
    const answer = await post('/v1/records/count', { ...ask, 'tom@example.org': 1 })
    expect(answer.json()).toMatchObject({ status: 422, fields: [{ field: 'body' }] })
    expect(answer.body).not.toContain('tom@')
  })

  test('a stretch of time that ends before it begins is refused, not answered with nothing', async () => {
    const wrong: readonly (readonly [url: string, body: object])[] = [
      ['/v1/records/count', { ...ask, from: '2026-05', to: '2026-04' }],
      ['/v1/records/read', { ...ask, person: record.person, from: '2026-01-01T00:00:00.500Z', to: '2026-01-01T00:00:00Z' }],
      ['/v1/records/share', { ...ask, person: record.person, recipient: 'post', from: '2026-02-01T00:00:00Z', to: '2026-01-01T00:00:00Z' }],
      ['/v1/me/clear/preview', { from: '2026-05-02', to: '2026-05-01' }],
    ] // prettier-ignore
    for (const [url, body] of wrong)
      expect((await post(url, body)).json(), url).toMatchObject({ code: 'input_invalid', fields: [{ field: 'from', message: expect.stringContaining('later than `to`') }] }) // prettier-ignore
    expect((await post('/v1/records/read', { ...ask, person: record.person, from: '2026-01-01T00:00:00Z', to: '2026-01-01T00:00:00Z' })).statusCode).toBe(200) // prettier-ignore
  })

  test('a body larger than the route takes is refused before it is read whole', async () => {
    const answer = await post('/v1/records/read', {
      person: record.person,
      product: 'search',
      category: 'x'.repeat(300_000),
      purpose: 'provide',
    })
    expect(answer.json()).toMatchObject({ status: 413, code: 'input_too_large' })
  })

  test('members called __proto__ or constructor pollute nothing', async () => {
    await post(
      '/v1/records',
      `{"records":[{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}]}`,
    )
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
  })

  test('another content type is refused', async () => {
    expect(
      (await post('/v1/records', 'a=b', { 'content-type': 'application/x-www-form-urlencoded' })).statusCode,
    ).toBeGreaterThanOrEqual(400)
  })
})

describe('who asks', () => {
  test('an unknown token, a broken one and none are refused alike', async () => {
    for (const authorization of [`Bearer ${token}x`, 'Bearer nonsense', 'Bearer ', 'Basic eDp5'])
      expect((await post('/v1/records', { records: [record] }, { authorization })).json()).toMatchObject({
        status: 401,
        code: 'token_refused',
      })
  })

  test('a token opens by its header, however the scheme is written (RFC 9110), and by no address', async () => {
    const ask = { person: record.person, product: 'search', category: 'interaction.search', purpose: 'provide' }
    expect((await post('/v1/records/read', ask, { authorization: `bearer ${token}` })).statusCode).toBe(200)
    const inAddress = await house.server.inject({
      method: 'POST',
      url: `/v1/records/read?token=${token}`,
      payload: ask,
    })
    expect([inAddress.statusCode, inAddress.body.includes(token)]).toEqual([422, false])
  })

  test('a service is no officer, no operator and no person', async () => {
    const client = house.client(token)
    await expect(client.findings()).rejects.toMatchObject({ code: 'role_refused' })
    await expect(client.issueToken({ body: { role: 'operator', service: 'x' } })).rejects.toMatchObject({
      code: 'role_refused',
    })
    await expect(client.held()).rejects.toMatchObject({ status: 403 })
  })

  test('a revoked token ends at once', async () => {
    const issued = await house.operator.issueToken({ body: { role: 'auditor', service: 'omar' } })
    const auditor = house.client(issued.token)
    await auditor.findings()
    await house.operator.revokeToken({ params: { id: issued.id } })
    await expect(auditor.findings()).rejects.toMatchObject({ code: 'token_refused' })
  })

  test('a change with a cookie from a foreign page is refused', async () => {
    await house.operator.openAccount({
      body: { email: 'ana@example.org', password: 'a long way to the harbour', name: 'Ana', region: 'eea' },
    })
    const signIn = await house.server.inject({
      method: 'POST',
      url: '/v1/session',
      payload: { email: 'ana@example.org', password: 'a long way to the harbour' },
    })
    const cookie = [signIn.headers['set-cookie'] ?? []]
      .flat()
      .map((line) => line.split(';')[0])
      .join('; ')
    const choose = (headers: Record<string, string>) =>
      house.server.inject({
        method: 'POST',
        url: '/v1/me/choices',
        payload: { kind: 'choice', name: 'suggestions', value: 'on' },
        headers: { cookie, ...headers },
      })
    expect((await choose({ origin: 'https://elsewhere.example' })).json()).toMatchObject({ code: 'foreign_origin' })
    expect((await choose({})).json()).toMatchObject({ code: 'foreign_origin' })
    expect((await choose({ origin })).statusCode).toBe(200)
  })
})

describe('what is unknown', () => {
  test('an unknown purpose or category is told as such, whatever the token is bound to', async () => {
    const { token: wide } = await house.operator.issueToken({
      body: { role: 'service', service: 'curious', products: ['search'], purposes: ['provide'] },
    })
    await expect(
      house.client(wide).read({
        body: { person: record.person, product: 'search', category: 'interaction.dreams', purpose: 'provide' },
      }),
    ).rejects.toMatchObject({ code: 'name_unknown' })
    await expect(
      house.client(wide).read({
        body: { person: record.person, product: 'search', category: 'interaction.search', purpose: 'gossip' },
      }),
    ).rejects.toMatchObject({ code: 'name_unknown' })
  })

  test('somebody unknown is answered with the same bytes as somebody with nothing', async () => {
    const ask = (value: string) =>
      post('/v1/records/read', {
        person: { field: 'email', value },
        product: 'search',
        category: 'interaction.search',
        purpose: 'provide',
      })
    const [nothing, unknown] = [await ask('ana@example.org'), await ask('never@example.org')]
    expect(unknown.rawPayload.equals(nothing.rawPayload)).toBe(true)
    expect(unknown.statusCode).toBe(nothing.statusCode)
  })

  test('an unknown address and an unknown number say the same', async () => {
    const visitor = house.visitor()
    await visitor.signIn({ body: { email: 'ana@example.org', password: 'a long way to the harbour' } })
    await expect(visitor.request({ params: { number: 'R-999999' } })).rejects.toMatchObject({ code: 'not_found' })
    await expect(visitor.why({ params: { id: '00000000-0000-4000-8000-000000000000' } })).rejects.toMatchObject({
      code: 'not_found',
    })
    await expect(house.client().receipt({ params: { secret: '0'.repeat(32) } })).rejects.toMatchObject({
      code: 'not_found',
    })
    expect((await house.server.inject({ url: '/v1/nowhere' })).json()).toMatchObject({ status: 404, code: 'not_found' })
  })
})

test('a broken draft never replaces the running statement, and its reasons come back with their places', async () => {
  const officer = await house.as('officer', { service: 'ines', officer: 'ines' })
  const before = await house.client().statement()
  await expect(
    officer.openDraft({
      body: {
        files: { 'statement.md': '# Nothing\n\nWe take all.\n\n```kept all\ncollect everything in nowhere\n```\n' },
      },
    }),
  ).rejects.toMatchObject({
    code: 'statement_broken',
    detail: { diagnostics: expect.arrayContaining([expect.stringMatching(/statement\.md:\d+:\d+ K\d{3}/)]) },
  })
  expect((await house.client().statement()).hash).toBe(before.hash)
})

test('nothing of all this was unexpected', () => {
  expect(house.log).toEqual([])
})
