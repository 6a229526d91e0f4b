// The reference of the API as a page shows it: operations by who asks, their fields flattened to names with dots. From the OpenAPI
// document alone, so that the page and the document cannot differ.

import { openApi, type Operation, type Schema } from './openapi.ts'

/** One field of a question or an answer: `records[].person.value`. */
export interface Field {
  readonly name: string
  readonly type: string
  readonly required: boolean
}

/** One operation, told. */
export interface Told {
  readonly name: string
  readonly method: string
  readonly path: string
  readonly summary: string
  /** in the path and the query */
  readonly parameters: readonly Field[]
  readonly body: readonly Field[]
  readonly status: string
  /** media type of the answer */
  readonly media: string
  readonly answer: readonly Field[]
}

/** The reference: a part for each who may ask, in the order of the document. */
export function referenceOf(): readonly {
  readonly tag: string
  readonly words: string
  readonly told: readonly Told[]
}[] {
  const { tags, paths } = openApi()
  const all = Object.entries(paths).flatMap(
    ([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => ({ tag: operation.tags[0], told: told(path, method, operation) })), // prettier-ignore
  )
  return tags.map(({ name, description }) => ({
    tag: name,
    words: description,
    told: all.filter(({ tag }) => tag === name).map((one) => one.told),
  }))
}

function told(
  path: string,
  method: string,
  { operationId, summary, parameters = [], requestBody, responses }: Operation,
): Told {
  const [status = '', answer] = Object.entries(responses).find(([code]) => code !== 'default') ?? []
  const content = answer && 'content' in answer ? answer.content : {}
  const [media = '', { schema } = {}] = Object.entries(content)[0] ?? []
  return {
    name: operationId,
    method: method.toUpperCase(),
    path,
    summary,
    parameters: parameters.map((one) => ({ name: one.name, type: typeOf(one.schema), required: one.required })),
    body: fieldsOf(requestBody?.content['application/json']?.schema ?? {}),
    status,
    media,
    answer: fieldsOf(schema ?? {}),
  }
}

/** The fields of a schema, those of objects and lists within it after their own. */
function fieldsOf(schema: Schema, before = ''): readonly Field[] {
  const { properties = {}, required = [] } = schema
  return Object.entries(properties).flatMap(([name, part]) => [
    { name: `${before}${name}`, type: typeOf(part), required: required.includes(name) },
    ...within(part, `${before}${name}`),
  ])
}

function within(schema: Schema, name: string): readonly Field[] {
  if (schema.items) return schema.items.items ? [] : within(schema.items, `${name}[]`)
  const alternatives = schema.anyOf ?? schema.oneOf
  if (alternatives) return alternatives.flatMap((one) => within(one, name))
  return fieldsOf(schema, `${name}.`)
}

/** A type in words: `text`, `one of on, off`, `list of text`, `whole number or null`. */
function typeOf(schema: Schema): string {
  if (schema.enum) return `one of ${schema.enum.map(String).join(', ')}`
  if ('const' in schema) return String(schema.const)
  const alternatives = schema.anyOf ?? schema.oneOf
  if (alternatives) return [...new Set(alternatives.map(typeOf))].join(' or ')
  const kinds = schema.type === undefined ? [] : [schema.type].flat()
  return kinds.length === 0 ? 'any JSON' : kinds.map((kind) => wordOf(kind, schema)).join(' or ')
}

function wordOf(kind: string, { items, format }: Schema): string {
  if (kind === 'array') return items ? `list of ${typeOf(items).replace(/^object$/, 'objects')}` : 'list'
  return (kind === 'string' && format !== undefined ? formats[format] : types[kind]) ?? kind
}

const formats: Readonly<Record<string, string>> = { 'date-time': 'time', date: 'day', uuid: 'id', email: 'e-mail address' } // prettier-ignore
const types: Readonly<Record<string, string>> = { string: 'text', integer: 'whole number', boolean: 'true or false' }
