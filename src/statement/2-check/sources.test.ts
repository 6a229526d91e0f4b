// The register `sources`: what it puts into the policy, and every way to say it wrong, with the line and the nearest name.

import { beforeAll, describe, expect, test } from 'vitest'
import { readFiles } from '../../../test/harness/statements.ts'
import { coversFinding, rowOf, uncoveredKey, wholePath, type Source } from '../../policy/index.ts'
import { compileStatement, type StatementFiles } from '../index.ts'

const base = readFiles('test/samples/base')
const good = `site:
  label: The site
  product: find
  people: { userId: account, anonymousId: device, traits.email: email }
  origin: person
  consent: { Analytics: clips, Functional: nothing }
  grants: yes
  rows:
    any: { context.ip: nothing, properties: search }
    Searched:
      is: purchase
      properties.words: search from person
`

function withSources(text: string): StatementFiles {
  return { ...base, 'registers/sources.yaml': text }
}

async function wrong(text: string): Promise<readonly string[]> {
  const { diagnostics, compiled } = await compileStatement(withSources(text))
  expect(compiled).toBeNull()
  return diagnostics
    .filter(({ severity }) => severity === 'error')
    .map(({ code, line, message, help }) => `${code} ${line} ${message}; ${help}`)
}

describe('a source', () => {
  let source: Source
  let policy: NonNullable<Awaited<ReturnType<typeof compileStatement>>['compiled']>['policy']
  beforeAll(async () => {
    const { compiled, diagnostics } = await compileStatement(withSources(good))
    if (diagnostics.length > 0) throw new Error(JSON.stringify(diagnostics))
    policy = compiled!.policy
    source = policy.sources![0]!
  })

  test('is data of the policy', () => {
    expect(source).toEqual({
      name: 'site',
      label: 'The site',
      product: 'find',
      people: { userId: 'account', anonymousId: 'device', also: [{ path: 'traits.email', field: 'email' }] },
      rows: [
        { event: 'Searched', path: 'properties.words', category: 'search', origin: 'person' },
        { event: 'any', path: 'context.ip', category: null, origin: 'person' },
        { event: 'any', path: 'properties', category: 'search', origin: 'person' },
      ],
      moments: [{ event: 'Searched', is: 'purchase' }],
      consent: [
        { preference: 'Analytics', choice: 'clips' },
        { preference: 'Functional', choice: null },
      ],
      grants: true,
    })
  })

  test('covers a property by its longest row, and all below it', () => {
    expect(rowOf(source, 'Searched', 'properties.words')?.event).toBe('Searched')
    expect(rowOf(source, 'Opened', 'properties.words.first')?.event).toBe('any')
    expect(rowOf(source, 'Opened', 'context.ip')?.category).toBeNull()
    expect(rowOf(source, 'Opened', 'propertiesx')).toBeUndefined()
    expect(rowOf(source, 'Opened', 'traits.name')).toBeUndefined()
  })

  test('says when a finding is covered by now', () => {
    const covered = (event: string, path: string): boolean => coversFinding(policy, uncoveredKey('site', event, path))
    expect(covered('Opened', 'properties.tab')).toBe(true)
    expect(covered('Opened', 'context.ip')).toBe(true)
    expect(covered('Opened', 'traits.name')).toBe(false)
    expect(covered('Opened', 'context.consent.categoryPreferences.Analytics')).toBe(true)
    expect(covered('Opened', 'context.consent.categoryPreferences.Advertising')).toBe(false)
    expect(coversFinding(policy, uncoveredKey('shop', 'Opened', 'context.ip'))).toBe(false)
    expect(coversFinding(policy, 'collect find search person')).toBe(false)
    expect(['site', 'gone'].map((name) => coversFinding(policy, uncoveredKey(name, 'any', wholePath)))).toEqual([true, false]) // prettier-ignore
  })
})

test('a statement without sources keeps its hash, and sources change no signature', async () => {
  const without = (await compileStatement(base)).compiled!
  const empty = (await compileStatement(withSources('{}\n'))).compiled!
  const some = (await compileStatement(withSources(good))).compiled!
  expect('sources' in without.policy).toBe(false)
  expect(empty.hash).toBe(without.hash)
  expect(some.hash).not.toBe(without.hash)
  expect(some.policy.clauses).toEqual(without.policy.clauses)
})

test('order and layout of the register change no byte of the policy', async () => {
  const shuffled = `site:
  rows:
    Searched: { properties.words: search from person, is: purchase }
    any:
      properties: search
      context.ip: nothing
  grants: yes
  consent: { Functional: nothing, Analytics: clips }
  origin: person
  people: { traits.email: email, anonymousId: device, userId: account }
  product: find
  label: The site
`
  const [one, other] = await Promise.all([good, shuffled].map((text) => compileStatement(withSources(text))))
  expect(one!.compiled!.hash).toBe(other!.compiled!.hash)
})

describe('what is wrong is told at its line', () => {
  test.each([
    ['a product nobody knows', ['product: find', 'product: fnd'], 'K201 3 no product is called `fnd`; did you mean `find`?'],
    ['a category nobody knows', ['properties: search', 'properties: serch'], 'K201 9 no category is called `serch`; did you mean `search`?'],
    ['a group', ['properties: search', 'properties: private'], 'K202 9 `private` is a group, not a category; a property is data of one category: name it'],
    ['an origin nobody knows', ['search from person', 'search from persn'], 'K201 12 no origin is called `persn`; did you mean `person`?'],
    ['an origin of later', ['search from person', 'search from third-party'], 'K113 12 a source with the origin `third-party` comes in a later version; take `person`, `observed`, `system`'],
    ['two categories', ['search from person', 'search, order'], 'K206 12 what `properties.words` holds is not a category; write a category, `licence.invoice from system` with its origin, or `nothing` to drop it'],
    ['a choice nobody knows', ['Analytics: clips', 'Analytics: clip'], 'K201 6 no choice is called `clip`; did you mean `clips`?'],
    ['an event nobody knows', ['is: purchase', 'is: purchse'], 'K201 11 no event is called `purchse`; did you mean `purchase`?'],
    ['an event of persons', ['is: purchase', 'is: closing'], 'K202 11 `closing` is an event of the person, not an event of records; it has `purchase`'],
    ['an event every record has', ['is: purchase', 'is: collection'], 'K202 11 `collection` is an event of the record that every record has, not an event of records; it has `purchase`'],
    ['a path no event has', ['properties.words:', 'propertes.words:'], 'K206 12 an event has no property at `propertes.words`; a path begins with `userId`, `anonymousId`, `groupId`, `event`, `name`, `category`, `properties`, `traits`, `context`; names are joined by dots'],
    ['the consent as a property', ['context.ip: nothing', 'context.consent: search'], 'K206 9 an event has no property at `context.consent`; a path begins with `userId`, `anonymousId`, `groupId`, `event`, `name`, `category`, `properties`, `traits`, `context`; names are joined by dots'],
    ['a name of people', ['userId: account', 'userID: account'], 'K206 4 people are not named by `userID`; did you mean `userId`?'],
    ['a reserved identifier', ['userId: account', 'userId: audit'], 'K206 4 `userId` is not said to be an identifier; write the name of a field of identifiers after it: `userId: customer`'],
    ['nobody named', ['userId: account, anonymousId: device, ', ''], 'K206 1 the source names nobody: neither `userId` nor `anonymousId` is an identifier; add `people: { userId: customer, anonymousId: device }`, with the identifiers you mean'],
    ['a field nobody reads', ['grants: yes', 'grant: yes'], 'K206 7 `site` says `grant`, which nobody reads; did you mean `grants`?'],
    ['a yes that is none', ['grants: yes', 'grants: maybe'], 'K206 7 `grants` of `site` is not one of yes, no; write it like `yes | no`'],
    ['rows that are none', ['any: { context.ip: nothing, properties: search }', 'any: search'], 'K206 9 `any` is no table; write one name a line, and what it is after a colon'],
    ['a table that is none', ['people: { userId: account, anonymousId: device, traits.email: email }', 'people: account'], 'K206 4 `people` of `site` is not a table; write it like `{ one: two }`'],
  ] as const)('%s', async (_, [from, to], told) => {
    expect(good).toContain(from)
    expect(await wrong(good.replace(from, to))).toContain(told)
  }) // prettier-ignore

  test.each([
    ['a category', 'searhc from person', 'searhc'],
    ['an origin', 'search from persn', 'persn'],
    ['a category in quotes', '"searhc from person"', 'searhc'],
    ['a group', 'private from person', 'private'],
  ])('%s is underlined alone', async (_, said, word) => {
    const { diagnostics } = await compileStatement(withSources(good.replace('search from person', said)))
    const found = diagnostics.filter(({ severity }) => severity === 'error')
    expect(found.map(({ source, column, length }) => source.slice(column - 1, column - 1 + length))).toEqual([word])
  })

  test('what a source must say', async () => {
    const told = await wrong('site: { label: The site }\n')
    for (const field of ['product', 'people', 'rows'])
      expect(told.some((one) => one.startsWith(`K206 1 \`site\` does not say its \`${field}\``))).toBe(true)
  })
})
