// The types that `kept build` emits: what they refuse every decision refuses, what some person opens they take, and in a caller's editor
// the refusal is an error on the very line.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { run } from '../../scripts/run.ts'
import { decideUse, decideWrite } from '../../src/decision/index.ts'
import { cellsOf, hands, none, origins, type Act, type Policy, type Standing } from '../../src/policy/index.ts'
import { printTypes } from '../../src/statement/index.ts'
import { folder, versionOf } from '../harness/gate.ts'
import { smallStatement } from '../harness/small-statement.ts'
import { standing } from '../properties/policies.ts'
import { randomFrom, seed } from '../properties/random.ts'

const caller = mkdtempSync(join(tmpdir(), 'wordkept-types-'))
afterAll(() => rmSync(caller, { recursive: true, force: true }))

/** Members of the emitted type as data: `shop contact machines` to the purposes named. */
function readsOf(text: string): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>()
  let product = ''
  for (const line of text.split('  readonly writes: {')[0]!.split('\n')) {
    product = /^ {4}readonly '?([\w.-]+)'?: \{$/.exec(line)?.[1] ?? product
    const [, category, machines = '', people = ''] =
      /^ {6}readonly '?([\w.-]+)'?: \{ readonly machines: (.*); readonly people: (.*) \}$/.exec(line) ?? []
    const names = (union: string): string[] => [...union.matchAll(/'([^']+)'/g)].map(([, name = '']) => name)
    if (category === undefined) continue
    found.set(`${product} ${category} machines`, names(machines))
    found.set(`${product} ${category} people`, names(people))
  }
  return found
}

describe.each(['harbour', 'shop'])('of %s', (name) => {
  const act = (more: Partial<Act>): Act => {
    const at = new Date('2026-04-14T09:00:00Z')
    return { purpose: -1, hand: 'machines', form: 'identified', cases: [], directed: true, place: null, collectedAt: at, endedAt: null, at, ...more } // prettier-ignore
  }
  /** Standings with each consent on and off, and every case open: the most a person and a case can open. */
  const everybody = (policy: Policy): readonly Standing[] => {
    const random = randomFrom(seed)
    return [{ on: none, objected: none, restricted: false }, ...policy.choices.map(() => ({ ...standing(random), objected: none, restricted: false })), { on: [0xffffffff, 0xffffffff] as const, objected: none, restricted: false }] // prettier-ignore
  }

  test('a purpose is there exactly when some person’s data of that kind, or of one below it, may be used so', async () => {
    const { policy, ...version } = await versionOf(folder(`examples/${name}/statement`))
    const reads = readsOf(printTypes({ policy, page: version.page, hash: version.hash }))
    const cases = policy.desks.map((desk) => desk.name)
    let open = 0
    for (const { name: product } of policy.products)
      for (const { name: category } of policy.categories)
        for (const hand of hands) {
          const cells = policy.cells.filter(({ facts }) => facts.product === product && `${facts.category}.`.startsWith(`${category}.`)) // prettier-ignore
          const opened = policy.purposes.filter(({ bit }) =>
            cells.some(
              (cell) =>
              everybody(policy).some((person) => decideUse(policy, cell, person, act({ purpose: bit, hand, cases })).effect === 'permit'), // prettier-ignore
            ),
          )
          const named = reads.get(`${product} ${category} ${hand}`) ?? []
          open += opened.length
          expect(named, `${product} ${category} ${hand}`).toEqual(opened.map((purpose) => purpose.name))
        }
    expect(open).toBeGreaterThan(5)
  })

  test('an origin is there exactly when some person’s data may be written from it', async () => {
    const { policy, ...version } = await versionOf(folder(`examples/${name}/statement`))
    const writes = printTypes({ policy, page: version.page, hash: version.hash }).split('  readonly writes: {')[1]!
    for (const { name: product } of policy.products)
      for (const { name: category } of policy.categories) {
        const ofProduct = new RegExp(`readonly '?${product}'?: \\{\\n([\\s\\S]*?)\\n    \\}`).exec(writes)?.[1] ?? ''
        const named = new RegExp(`readonly '?${category.replaceAll('.', '\\.')}'?: (.*)`).exec(ofProduct)?.[1] ?? ''
        const opened = origins.filter((origin) =>
          cellsOf(policy, {
            standing: 'consumer',
            product,
            category,
            origin,
            signedIn: null,
            account: null,
            where: null,
          }).some(
            (cell) => everybody(policy).some((person) => decideWrite(policy, cell, person, act({})).effect === 'permit'), // prettier-ignore
          ),
        )
        expect(named, `${product} ${category}`).toBe(opened.map((origin) => `'${origin}'`).join(' | '))
      }
  })
})

test('what a ban always closes is not there, though a sentence for all data opens it', async () => {
  const all = ['use search in web for suggest because consent suggestions', 'use any in web for suggest because consent suggestions'] as const // prettier-ignore
  const files = smallStatement(all)
  const never = '\n## Never\n\nLetters pick no suggestions.\n\n```kept never\nnever use letter for suggest\n```\n'
  const { policy, page, hash } = await versionOf({ ...files, 'statement.md': `${files['statement.md']}${never}` })
  const reads = readsOf(printTypes({ policy, page, hash }))
  expect([reads.get('web search machines'), reads.get('web letter machines')]).toEqual([['provide', 'suggest'], ['provide']]) // prettier-ignore
})

test('the same statement gives the same bytes, and no word of a register leaves its comment', async () => {
  const files = folder('examples/shop/statement')
  const taxonomy = files['registers/taxonomy.yaml']!.replace(
    'label: Purchases',
    'label: "Pur*/ chases\\nand `more` ${x}"',
  )
  const [one, two] = [await versionOf({ ...files, 'registers/taxonomy.yaml': taxonomy }), await versionOf({ ...files, 'registers/taxonomy.yaml': taxonomy })] // prettier-ignore
  expect(printTypes(one)).toBe(printTypes(two))
  expect(printTypes(one)).toContain('/** Pur* / chases and `more` ${x}: ')
})

describe('in a caller’s editor', () => {
  const around = (body: string): string => `import { createClient } from 'wordkept/client'
import type { Statement } from './statement.ts'
const kept = createClient<Statement>({ origin: 'http://localhost:4680', token: 't' })
const person = { field: 'email', value: 'ada@example.org' }
const collectedAt = '2026-01-01T00:00:00Z'
${body}
`
  const check = async (name: string, body: string): Promise<string[]> => {
    const own = join(caller, name)
    mkdirSync(own)
    writeFileSync(join(own, 'statement.ts'), printTypes(await versionOf(folder('examples/shop/statement'))))
    writeFileSync(join(own, 'job.ts'), around(body))
    writeFileSync(join(own, 'package.json'), '{ "type": "module" }')
    const options = { target: 'es2024', lib: ['es2024', 'dom'], module: 'nodenext', strict: true, exactOptionalPropertyTypes: true, noEmit: true, skipLibCheck: true, types: [], allowImportingTsExtensions: true, paths: { 'wordkept/client': [resolve('src/client/index.ts')] } } // prettier-ignore
    writeFileSync(join(own, 'tsconfig.json'), JSON.stringify({ compilerOptions: options, files: ['job.ts'] }))
    const { output } = await run('node_modules/.bin/tsc', ['-p', own])
    return output.split('\n').filter((line) => line.includes('error'))
  }

  test('what a sentence may allow compiles', async () => {
    const body = `await kept.read({ body: { person, product: 'shop', category: 'interaction.device.purchase', purpose: 'provide', limit: 1 } })
const { decision, records } = await kept.read({ body: { person, product: 'account', category: 'contact', purpose: 'newsletter', hand: 'machines' } })
console.log(decision.why, records.map(({ data }) => data))
await kept.write({ body: { records: [{ messageId: 'm', person, product: 'shop', category: 'licence.invoice', origin: 'system', collectedAt, data: {} }] } })
await kept.statement()
declare const console: { log(...all: unknown[]): void }`
    expect(await check('allowed', body)).toEqual([])
  }, 60_000)

  test('a purpose, a kind, a hand, an origin, a form and a product that no sentence allows are errors, each on its line', async () => {
    const lines = [
      `await kept.read({ body: { person, product: 'shop', category: 'interaction.device.purchase', purpose: 'suggest' } })`,
      `await kept.read({ body: { person, product: 'shop', category: 'interaction.device.purchase', purpose: 'advertise' } })`,
      `await kept.read({ body: { person, product: 'shop', category: 'interaction.voice', purpose: 'provide' } })`,
      `await kept.read({ body: { person, product: 'shop', category: 'contact', purpose: 'provide', hand: 'people' } })`,
      `await kept.read({ body: { person, product: 'shop', category: 'contact', purpose: 'provide', form: 'aggregate' } })`,
      `await kept.read({ body: { person, product: 'mail', category: 'contact', purpose: 'provide' } })`,
      `await kept.write({ body: { records: [{ messageId: 'm', person, product: 'shop', category: 'contact', origin: 'inferred', collectedAt, data: {} }] } })`,
      `await kept.share({ body: { person, product: 'shop', category: 'contact', purpose: 'provide', recipient: 'harbour-post' } })`,
    ]
    const first = around('').split('\n').length - 1
    const errors = await check('refused', lines.join('\n'))
    expect(errors[0]).toContain(`Type '"suggest"' is not assignable to type '"provide"'`)
    const numbers = errors.map((line) => Number(/job\.ts\((\d+),/.exec(line)?.[1]))
    expect([...new Set(numbers)], errors.join('\n')).toEqual(lines.map((_, i) => first + i))
  }, 60_000)
})
