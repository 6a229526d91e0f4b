// `kept mode` as an operator uses it: over the socket of a running house, in words and as JSON.

import { afterAll, beforeAll, expect, test } from 'vitest'
import { run, type Printed } from '../../test/harness/kept.ts'
import { openOperated, type Operated } from '../../test/harness/operated.ts'

let operated: Operated
beforeAll(async () => {
  operated = await openOperated()
}, 60_000)
afterAll(() => operated.close())

const mode = (...args: readonly string[]): Promise<Printed> => run(['mode', ...args, '--home', operated.home])

test('every product enforces from the beginning, and the words say how to change that', async () => {
  const { code, out } = await mode()
  expect(code).toBe(0)
  expect(out[0]).toMatch(/^product +mode +since$/)
  expect(out.find((line) => line.startsWith('search'))).toMatch(/^search +enforces +from the beginning$/)
  expect(out.at(-1)).toMatch(
    /^everything is enforced; `kept mode observe PRODUCT --home \S+` lets a product only observe$/,
  )
  expect((await mode('report', 'search')).out[0]).toContain('Search enforces from the beginning')
})

test('a product that enforces already is left as it is, and that is said: from the beginning, and after a switch', async () => {
  const { code, out, err } = await mode('enforce', 'maps')
  expect([code, err]).toEqual([0, []])
  expect(out).toEqual([
    'Maps enforces from the beginning: what the statement does not allow is refused',
    expect.stringMatching(/^`kept mode observe maps --home \S+` lets it only observe$/),
    '',
    'Maps enforces already: nothing was changed',
  ])
  expect(operated.house.app.gate.modes().map(({ product }) => product)).not.toContain('maps')
  const json = await mode('enforce', 'maps', '--json')
  expect([json.code, JSON.parse(json.out.join('\n'))]).toEqual([0, expect.objectContaining({ product: 'maps', mode: 'enforce', since: null })]) // prettier-ignore

  await mode('observe', 'maps')
  expect((await mode('enforce', 'maps')).out.at(-1)).toMatch(/^Maps enforces since \d{4}-/)
  const since = operated.house.app.gate.modes().find(({ product }) => product === 'maps')?.since
  const again = await mode('enforce', 'maps')
  expect([again.code, again.out.at(-1)]).toEqual([0, 'Maps enforces already: nothing was changed'])
  expect(operated.house.app.gate.modes().find(({ product }) => product === 'maps')?.since).toEqual(since)
})

test('observe, report, enforce: what will be refused is shown first and a yes asked for', async () => {
  expect((await mode('observe', 'search')).out[0]).toMatch(
    /^Search only observes since \d{4}-\d{2}-\d{2} \d{2}:\d{2} UTC$/,
  )
  expect((await mode('report', 'search')).out).toEqual([
    expect.stringMatching(
      /^Search only observes since (\d{4}-\d{2}-\d{2}) \d{2}:\d{2} UTC; counted from the beginning of \1, enforcing would have refused nothing: a sentence allowed all that was asked$/,
    ),
  ])
  const person = { field: 'email', value: 'maya@example.org' }
  const ads = await operated.house.as('service', {
    service: 'ads',
    products: ['search'],
    purposes: ['support', 'personalise'],
  })
  const ask = { person, product: 'search', category: 'interaction.search' }
  for (let i = 0; i < 3; i++) await ads.read({ body: { ...ask, purpose: 'support' } })
  await ads.read({ body: { ...ask, purpose: 'personalise' } })
  const record = { messageId: 'm', person, product: 'search', category: 'interaction.voice', origin: 'person' as const, collectedAt: '2026-01-01T00:00:00Z', data: {} } // prettier-ignore
  expect(await ads.write({ body: { records: [record] } })).toMatchObject({ accepted: 1, refused: [] })

  const { out } = await mode('report', 'search')
  expect(out[0]).toMatch(/counted from the beginning of \S+, enforcing would have refused 5 questions$/)
  expect(out[2]).toMatch(/^times {2}service {2}asked +last +sentence$/)
  expect(out[3]).toMatch(
    /^ {4}3 {2}ads +interaction\.search for support +\S+ \d{2}:\d{2} UTC {2}none: no sentence allows it$/,
  )
  expect(out.slice(4).some((line) => /interaction\.search for personalise .* \S+: \S/.test(line))).toBe(true)
  expect(
    out.slice(4).some((line) => /to store interaction\.voice from person .* none: no sentence allows it$/.test(line)),
  ).toBe(true)
  const json = JSON.parse((await mode('report', 'search', '--json')).out.join('\n')) as { count: number; refused: { count: number }[] } // prettier-ignore
  expect([json.count, json.refused.map(({ count }) => count)]).toEqual([5, [3, 1, 1]])

  const asked = await mode('enforce', 'search')
  expect([asked.code, asked.out.at(-1)]).toEqual([2, expect.stringMatching(/^nothing was changed; `kept mode enforce search --yes --home \S+` refuses these from now on$/)]) // prettier-ignore
  expect(operated.house.app.gate.modeOf('search')).toBe('observe')
  const done = await mode('enforce', 'search', '--yes')
  expect([done.code, done.out.at(-1)]).toEqual([0, expect.stringMatching(/^Search enforces since /)])
  expect((await ads.read({ body: { ...ask, purpose: 'support' } })).decision).toMatchObject({ effect: 'deny', term: 'based' }) // prettier-ignore
}, 60_000)

test('an unknown product, an unknown word and a missing product are told as such', async () => {
  expect(await mode('observe', 'serch')).toMatchObject({ code: 1, err: ['error name_unknown: nothing has this name', '  ┌ product: serch', '  ┌ meant: search', expect.anything()] }) // prettier-ignore
  for (const act of ['observe', 'report', 'enforce'])
    expect(await mode(act, 'no-such')).toMatchObject({ code: 1, err: [expect.stringContaining('name_unknown'), expect.stringContaining('no-such'), expect.stringMatching(/known: .*search/), expect.anything()] }) // prettier-ignore
  expect(await mode('watch', 'search')).toMatchObject({ code: 64, err: [expect.stringContaining('`watch` is none of observe, enforce, report'), expect.anything()] }) // prettier-ignore
  expect(await mode('observe')).toMatchObject({ code: 64, err: [expect.stringContaining('name the product'), expect.anything()] }) // prettier-ignore
})
