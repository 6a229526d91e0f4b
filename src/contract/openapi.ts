// The API as OpenAPI 3.1, made from the table of routes: what docs/reference/openapi.json holds, a server answers, and the reference page
// shows. Schemas are JSON Schema 2020-12, as OpenAPI 3.1 has them.

import { z } from 'zod'
import { routes, type Asker, type Route } from './routes.ts'
import { problem } from './shapes.ts'

/** A JSON Schema, as far as anybody here looks into one. */
export interface Schema {
  readonly type?: string | readonly string[]
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly format?: string
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly items?: Schema
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
  readonly $ref?: string
}

export interface Parameter {
  readonly name: string
  readonly in: 'path' | 'query'
  readonly required: boolean
  readonly schema: Schema
}

type Content = Readonly<Record<string, { readonly schema?: Schema }>>
type Answer = { readonly description: string; readonly content: Content }

/** One operation: a route of the table. */
export interface Operation {
  readonly operationId: string
  readonly summary: string
  readonly tags: readonly string[]
  /** one of them is enough; none: anybody */
  readonly security: readonly Readonly<Record<string, readonly string[]>>[]
  readonly parameters?: readonly Parameter[]
  readonly requestBody?: { readonly required: true; readonly content: Content }
  readonly responses: Readonly<Record<string, Answer | { readonly $ref: string }>>
}

/** A document of OpenAPI 3.1. */
export interface OpenApi {
  readonly openapi: string
  readonly info: object
  readonly tags: readonly { readonly name: string; readonly description: string }[]
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components: {
    readonly securitySchemes: Readonly<Record<string, object>>
    readonly responses: Readonly<Record<string, Answer>>
  }
}

/** Who asks, in the order of the reference: the tag of their routes, what opens them, and the words for it. */
const askers: Readonly<Record<Asker, { readonly tag: string; readonly scheme: string | null; readonly words: string }>> = {
  anybody:  { tag: 'anybody',  scheme: null,       words: 'Open to anybody.' },
  person:   { tag: 'person',   scheme: 'session',  words: 'A signed-in person, about their own data. `fresh`: signed in within ten minutes.' },
  fresh:    { tag: 'person',   scheme: 'session',  words: '' },
  service:  { tag: 'service',  scheme: 'token',    words: 'A program, with a token bound to products and purposes.' },
  source:   { tag: 'source',   scheme: 'writeKey', words: 'An application that sends events, with the write key of its source as user of Basic authentication.' },
  officer:  { tag: 'officer',  scheme: 'token',    words: 'An officer of the register, with a token of their own.' },
  auditor:  { tag: 'auditor',  scheme: 'token',    words: 'An auditor, with a token.' },
  operator: { tag: 'operator', scheme: 'token',    words: 'An operator, with a token or over the installation’s own socket.' },
} // prettier-ignore

/** Makes the document. The same table gives the same one. */
export function openApi(): OpenApi {
  const table = Object.entries<Route>(routes)
  const paths = Map.groupBy(table, ([, { path }]) => pathOf(path))
  const entries = [...paths].map(([path, all]) => {
    const operations = all.map(([name, route]) => [route.method.toLowerCase(), operationOf(name, route)] as const)
    return [path, Object.fromEntries(operations)] as const
  })
  return {
    openapi: '3.1.0',
    info: {
      title: 'Wordkept',
      version: '1',
      summary: 'The privacy statement that runs',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    tags: Object.values(askers).flatMap(({ tag, words }) => (words === '' ? [] : [{ name: tag, description: words }])),
    paths: Object.fromEntries(entries),
    components: {
      securitySchemes: {
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: 'wordkept.session_token',
          description: 'set by `POST /v1/session`; `__Secure-` stands before the name over HTTPS',
        },
        token: { type: 'http', scheme: 'bearer', description: 'issued by `kept token`' },
        writeKey: { type: 'http', scheme: 'basic', description: 'the write key as user, no password' },
      },
      responses: {
        problem: {
          description:
            'What went wrong, as problem details (RFC 9457): `code` is the contract, the words are for people',
          content: { 'application/problem+json': { schema: schemaOf(problem, 'output') } },
        },
      },
    },
  }
}

/** A path of a route as OpenAPI writes it: `/v1/tokens/{id}`. */
function pathOf(path: string): string {
  return path.replaceAll(/:(\w+)/g, '{$1}').replace('*', '{path}')
}

function operationOf(name: string, route: Route): Operation {
  const { by, also = [], summary, params, query, packed, body = packed, status = 200, path } = route
  const tail: readonly Parameter[] = path.endsWith('*') ? [{ name: 'path', in: 'path', required: true, schema: { type: 'string' } }] : [] // prettier-ignore
  const parameters = [...tail, ...parametersOf(params, 'path'), ...parametersOf(query, 'query')]
  const schemes = [by, ...also].map((asker) => askers[asker].scheme).filter((scheme) => scheme !== null)
  return {
    operationId: name,
    summary,
    tags: [...new Set([by, ...also].map((asker) => askers[asker].tag))],
    security: [...new Set(schemes)].map((scheme) => ({ [scheme]: [] })),
    ...(parameters.length > 0 && { parameters }),
    ...(body && {
      requestBody: { required: true as const, content: { 'application/json': { schema: schemaOf(body, 'input') } } },
    }),
    responses: {
      [status]: { description: summary, content: contentOf(route) },
      default: { $ref: '#/components/responses/problem' },
    },
  }
}

function contentOf({ answer }: Route): Content {
  if (answer === 'text') return { 'text/plain': {} }
  return answer === 'bytes' ? { 'application/octet-stream': {} } : { 'application/json': { schema: schemaOf(answer, 'output') } } // prettier-ignore
}

function parametersOf(shape: z.ZodObject | undefined, where: Parameter['in']): readonly Parameter[] {
  if (!shape) return []
  const { properties = {}, required = [] } = schemaOf(shape, 'input')
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: where,
    required: where === 'path' || required.includes(name),
    schema,
  }))
}

function schemaOf(shape: z.ZodType, io: 'input' | 'output'): Schema {
  const { $schema: _, $defs: __, ...schema } = z.toJSONSchema(shape, { io, unrepresentable: 'any' })
  return withoutJson(schema) as Schema // a schema of zod's is one
}

/** The only type that names itself is that of JSON, and any JSON needs no schema: no reference is left that a document would not resolve. */
function withoutJson(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(withoutJson)
  if (schema === null || typeof schema !== 'object') return schema
  if ('$ref' in schema) return { description: 'any JSON' }
  return Object.fromEntries(Object.entries(schema).map(([name, part]) => [name, withoutJson(part)]))
}
