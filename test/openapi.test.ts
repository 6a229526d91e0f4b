// The document of the API is OpenAPI 3.1 in what matters to a tool that reads it, says of every route what the server does, and is what
// the server hands out; client and server cannot differ, and a planted difference does not compile.

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { run } from '../scripts/run.ts'
import { openApi, referenceOf, routes, type Operation, type Route } from '../src/contract/index.ts'
import { openHouse, type House } from './harness/house.ts'

const document = openApi()
const operations = Object.entries(document.paths).flatMap(
  ([path, methods]) =>
  Object.entries(methods).map(([method, operation]): { path: string; method: string; operation: Operation } => ({ path, method, operation })), // prettier-ignore
)

/** Every value of a document with the pointer to it. */
function* parts(value: unknown, pointer = '#'): Generator<readonly [pointer: string, value: unknown]> {
  yield [pointer, value]
  if (value === null || typeof value !== 'object') return
  for (const [name, part] of Object.entries(value))
    yield* parts(part, `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`)
}

describe('the document', () => {
  test('is of version 3.1 and has its required members', () => {
    expect(document).toMatchObject({
      openapi: expect.stringMatching(/^3\.1\.\d+$/),
      info: { title: expect.any(String), version: expect.any(String) },
    })
  })

  test('has no reference that does not resolve, and no keyword that only means something elsewhere', () => {
    const known = new Map(parts(document))
    const references = [...known].filter(([pointer]) => pointer.endsWith('/$ref') && !pointer.includes('/properties/$ref')) // prettier-ignore
    expect(references.length).toBeGreaterThan(operations.length - 1)
    for (const [pointer, target] of references) expect(known.has(String(target)), `${pointer} to ${String(target)}`).toBe(true) // prettier-ignore
    for (const [pointer] of known) expect(pointer).not.toMatch(/\/(\$defs|\$schema|nullable)$/)
  })

  test('every operation has an id of its own, a summary, a tag that is described, an answer, and problems', () => {
    const ids = operations.map(({ operation }) => operation.operationId)
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids.toSorted()).toEqual(Object.keys(routes).toSorted())
    const tags = document.tags.map(({ name }) => name)
    for (const { operation } of operations) {
      expect(operation.summary.length, operation.operationId).toBeGreaterThan(3)
      expect(tags).toEqual(expect.arrayContaining([...operation.tags]))
      expect(operation.tags.length).toBeGreaterThan(0)
      const [status = '', ...others] = Object.keys(operation.responses).filter((code) => code !== 'default')
      expect([others, status], operation.operationId).toEqual([[], expect.stringMatching(/^20[0-4]$/)])
      expect(operation.responses[status]).toMatchObject({ description: expect.any(String), content: expect.anything() })
      expect(operation.responses['default']).toEqual({ $ref: '#/components/responses/problem' })
    }
    expect(Object.keys(document.components.responses['problem']!.content)).toEqual(['application/problem+json'])
  })

  test('every variable of a path is declared, required and there; nothing else claims to be in a path', () => {
    for (const { path, operation } of operations) {
      const inPath = (operation.parameters ?? []).filter((parameter) => parameter.in === 'path')
      const variables = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name)
      expect(inPath.map(({ name }) => name).toSorted(), path).toEqual(variables.toSorted())
      expect(
        inPath.every(({ required }) => required),
        path,
      ).toBe(true)
      const names = (operation.parameters ?? []).map((parameter) => `${parameter.in} ${parameter.name}`)
      expect(new Set(names).size).toBe(names.length)
      expect(path).not.toMatch(/[:*]/)
    }
  })

  test('two paths never mean the same address', () => {
    const shapes = Object.keys(document.paths).map((path) => path.replaceAll(/\{\w+\}/g, '{}'))
    expect(new Set(shapes).size).toBe(shapes.length)
  })

  test('security names schemes that are declared; an operation without one is a route for anybody', () => {
    const schemes = Object.keys(document.components.securitySchemes)
    for (const { operation } of operations) {
      const { by } = routes[operation.operationId as keyof typeof routes] // an id is a name of the table, see above
      expect(operation.security.length === 0, operation.operationId).toBe(by === 'anybody')
      for (const one of operation.security) expect(schemes).toEqual(expect.arrayContaining(Object.keys(one)))
    }
  })

  test('a body is described wherever the server reads one, and nowhere else', () => {
    for (const { method, operation } of operations) {
      const route: Route = routes[operation.operationId as keyof typeof routes] // as above
      expect(operation.requestBody !== undefined, operation.operationId).toBe(
        (route.body ?? route.packed) !== undefined,
      )
      expect(method === 'get' && operation.requestBody !== undefined).toBe(false)
      expect(operation.requestBody?.content['application/json'] !== undefined).toBe(operation.requestBody !== undefined)
    }
  })

  test('every schema is one: a type that JSON Schema knows, required names that are properties', () => {
    const types = ['string', 'number', 'integer', 'boolean', 'object', 'array', 'null']
    for (const [pointer, value] of parts(document)) {
      if (!pointer.includes('/schema') || value === null || typeof value !== 'object' || Array.isArray(value)) continue
      if (/\/(properties|patternProperties|\$defs)$/.test(pointer)) continue
      const { type, required, properties } = value as { type?: unknown; required?: unknown; properties?: object }
      expect(types, pointer).toEqual(expect.arrayContaining([type ?? []].flat()))
      expect(Array.isArray(required) ? required.filter((name) => !(String(name) in (properties ?? {}))) : [], pointer).toEqual([]) // prettier-ignore
    }
  })
})

describe('the server', () => {
  let house: House
  beforeAll(async () => {
    house = await openHouse()
  }, 60_000)
  afterAll(() => house.close())

  test('hands the document out, to anybody', async () => {
    const bytes = await house.client().openapi()
    expect(JSON.parse(new TextDecoder().decode(bytes))).toEqual(JSON.parse(JSON.stringify(document)))
    expect(JSON.parse(readFileSync('docs/reference/openapi.json', 'utf8'))).toEqual(
      JSON.parse(JSON.stringify(document)),
    )
  })

  test('knows every operation by its method and path, and answers a problem as the document says', async () => {
    for (const { path, method, operation } of operations) {
      const url = path.replaceAll(/\{\w+\}/g, 'x')
      expect(house.server.hasRoute({ method: method.toUpperCase() as 'GET', url: routes[operation.operationId as keyof typeof routes].path }), `${method} ${path}`).toBe(true) // prettier-ignore
      if (operation.security.length === 0) continue
      const response = await house.server.inject({ method: method.toUpperCase() as 'GET', url, headers: { 'content-type': 'application/json' }, ...(operation.requestBody && { payload: '{}' }) }) // prettier-ignore
      expect([operation.operationId, response.headers['content-type']]).toEqual([operation.operationId, expect.stringContaining('application/problem+json')]) // prettier-ignore
      expect(Object.keys(response.json())).toEqual(expect.arrayContaining(['type', 'title', 'status', 'code', 'help']))
    }
  })
})

test('the reference tells every operation once, with all its fields', () => {
  const told = referenceOf().flatMap((part) => part.told)
  expect(told.map(({ name }) => name).toSorted()).toEqual(Object.keys(routes).toSorted())
  const write = told.find(({ name }) => name === 'write')!
  expect(write.body).toContainEqual({ name: 'records[].person.value', type: 'text', required: true })
  expect(write.answer).toContainEqual({ name: 'refused[].clause', type: 'text or null', required: true })
  expect(told.flatMap(({ body, answer }) => [...body, ...answer]).filter(({ type }) => type === 'any JSON').map(({ name }) => name)).toContain('records[].data') // prettier-ignore
})

describe('client and server', () => {
  const folder = mkdtempSync(join(tmpdir(), 'wordkept-contract-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  /** The errors of a file that imports this source, in which a table was changed. */
  async function errorsOf(name: string, text: string): Promise<string> {
    const own = join(folder, name)
    mkdirSync(own)
    writeFileSync(join(own, 'planted.ts'), text.replaceAll('src/', `${resolve('src')}/`))
    writeFileSync(join(own, 'package.json'), '{ "type": "module" }')
    writeFileSync(join(own, 'tsconfig.json'), JSON.stringify({ extends: resolve('tsconfig.json'), compilerOptions: { rewriteRelativeImportExtensions: false, allowImportingTsExtensions: true, typeRoots: [resolve('node_modules/@types')], paths: { zod: [resolve('node_modules/zod')] } }, include: [], files: ['planted.ts'] })) // prettier-ignore
    const { output } = await run('node_modules/.bin/tsc', ['-p', own])
    return output
      .split('\n')
      .filter((line) => line.includes('planted.ts'))
      .join('\n')
  }

  test('a handler that is missing, that answers another shape, or reads what the contract lacks does not compile', async () => {
    const errors = await errorsOf(
      'server',
      `import type { Handler, Handlers } from 'src/server/handler.ts'
const right: Handler<'runJob'> = async (_app, { params }) => ({ job: params.job, stopped: false, outcome: null })
const missing: Handlers<'runJob' | 'probe'> = { runJob: right }
const shaped: Handler<'runJob'> = async (_app, { params }) => ({ job: params.job, stopped: 'no', outcome: null })
const reading: Handler<'runJob'> = async (_app, { params }) => ({ job: params.task, stopped: false, outcome: null })
export { missing, shaped, reading }
`,
    )
    expect(
      [...errors.matchAll(/planted\.ts\((\d+),/g)].map(([, line]) => Number(line)),
      errors,
    ).toEqual([3, 4, 5])
  }, 60_000)

  test('a call of a route that is not there, with a body or for an answer that the contract lacks, does not compile', async () => {
    const errors = await errorsOf(
      'client',
      `import type { Client } from 'src/client/index.ts'
declare const client: Client
export const right = (await client.runJob({ params: { job: 'sweep', act: 'run' } })).outcome
export const absent = client.runTask({ params: { job: 'sweep', act: 'run' } })
export const asked = client.runJob({ params: { job: 'sweep', act: 'rest' } })
export const answered = (await client.runJob({ params: { job: 'sweep', act: 'run' } })).result
`,
    )
    expect(
      [...errors.matchAll(/planted\.ts\((\d+),/g)].map(([, line]) => Number(line)),
      errors,
    ).toEqual([4, 5, 6])
  }, 60_000)
})
