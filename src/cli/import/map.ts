// The map of an import (docs/guide/import.md): which column says who, what, when and from where. One row may hold several records.
// A map names columns and names of the registers; a value of the file never becomes a name unless the map lists it.

import { parse as parseYaml } from 'yaml'
import { z } from 'zod'
import { Failure } from '../../base/index.ts'
import type { Input } from '../../client/index.ts'
import { origins } from '../../policy/index.ts'

const column = z.string().min(1).max(200)
const name = z.string().regex(/^[a-z0-9][a-z0-9.-]{0,79}$/, 'a lower-case name of a register')
/** A fixed name, or a column whose values the map translates; `else` fills the rest. */
const told = z.union([name, z.strictObject({ column, is: z.record(z.string(), name), else: name.optional() })])
const person = z.strictObject({ field: name, column })

const record = z.strictObject({
  /** makes the row's record unique and a retry harmless: `invoice-{InvoiceId}` */
  message: z.string().regex(/\{[^{}]+\}/, 'name at least one column in braces').max(200),
  product: told,
  category: told,
  origin: z.enum(origins),
  collectedAt: column,
  endedAt: column.optional(),
  /** columns to keep, or names for them: `[Total]`, `{ total: Total }` */
  data: z.union([z.array(column).min(1), z.record(z.string().min(1).max(80), column)]),
}) // prettier-ignore

const mapShape = z.strictObject({
  format: z.enum(['csv', 'jsonl']).optional(),
  separator: z.string().length(1).optional(),
  person,
  also: z.array(person).max(8).optional(),
  region: told.optional(),
  /** in which session, and in what kind of account, all of it was collected */
  signedIn: z.boolean().optional(),
  account: z.enum(['personal', 'organisation']).optional(),
  records: z.array(record).min(1).max(20),
})

/** A map, read. */
export type ImportMap = z.infer<typeof mapShape>

/** A row of a file: columns by name. JSON Lines keep their types. */
export type Row = Readonly<Record<string, unknown>>

/** A record as the API takes it. */
export type RecordIn = Input<'write'>['body']['records'][number]

/** Reads a map; fails with `input_invalid` naming each field that is wrong. */
export function parseMap(text: string): ImportMap {
  const parsed = mapShape.safeParse(yamlOf(text))
  if (parsed.success) return parsed.data
  throw new Failure('input_invalid', {
    map: parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'map'}: ${message}`),
  })
}

function yamlOf(text: string): unknown {
  try {
    return parseYaml(text, { maxAliasCount: 0 })
  } catch (cause) {
    throw new Failure('input_invalid', {
      map: cause instanceof Error ? (cause.message.split('\n')[0] ?? '') : 'not YAML',
    })
  }
}

/** The products a map may write to: what the token of an import is bound to. */
export function productsOf(map: ImportMap): string[] {
  return [
    ...new Set(
      map.records.flatMap(({ product }) =>
        typeof product === 'string'
          ? [product]
          : [...Object.values(product.is), ...(product.else ? [product.else] : [])],
      ),
    ),
  ]
}

/** Why a row cannot become records; it names columns, never a value. */
export class RowRefused extends Error {}

/** The records of one row; throws `RowRefused` where a column is missing or does not hold what the map says. */
export function recordsOf(map: ImportMap, row: Row): RecordIn[] {
  const region = map.region && toldBy(map.region, row)
  return map.records.map((one) => ({
    messageId: one.message.replace(/\{([^{}]+)\}/g, (_, from: string) => textOf(row, from)),
    person: { field: map.person.field, value: textOf(row, map.person.column) },
    ...(map.also && { also: map.also.map(({ field, column: from }) => ({ field, value: textOf(row, from) })) }),
    product: toldBy(one.product, row),
    category: toldBy(one.category, row),
    origin: one.origin,
    collectedAt: timeOf(row, one.collectedAt),
    ...(one.endedAt && isFilled(row[one.endedAt]) && { endedAt: timeOf(row, one.endedAt) }),
    ...(region && { region }),
    ...(map.signedIn !== undefined && { signedIn: map.signedIn }),
    ...(map.account && { account: map.account }),
    data: dataOf(one.data, row),
  }))
}

function toldBy(from: z.infer<typeof told>, row: Row): string {
  if (typeof from === 'string') return from
  const named = from.is[textOf(row, from.column)] ?? from.else
  if (named === undefined) throw new RowRefused(`the map does not say what the value of \`${from.column}\` means`)
  return named
}

function dataOf(columns: ImportMap['records'][number]['data'], row: Row): Readonly<Record<string, unknown>> {
  const pairs = Array.isArray(columns) ? columns.map((from) => [from, from] as const) : Object.entries(columns)
  return Object.fromEntries(pairs.map(([as, from]) => [as, held(row, from)]))
}

function held(row: Row, from: string): unknown {
  if (!Object.hasOwn(row, from)) throw new RowRefused(`the row has no column \`${from}\``)
  return row[from]
}

function isFilled(value: unknown): boolean {
  return value !== undefined && value !== null && value !== ''
}

function textOf(row: Row, from: string): string {
  const value = held(row, from)
  if (!isFilled(value)) throw new RowRefused(`\`${from}\` is empty`)
  if (typeof value !== 'string' && typeof value !== 'number')
    throw new RowRefused(`\`${from}\` is neither a text nor a number`)
  return String(value)
}

const moment = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?)(Z|[+-]\d{2}:?\d{2})?)?$/i

/** RFC 3339, or a day, or a database's `2026-04-11 10:30:00`, which counts as UTC. */
function timeOf(row: Row, from: string): string {
  const [, day, clock = '00:00:00', zone = 'Z'] = moment.exec(textOf(row, from)) ?? []
  const at = new Date(`${day}T${clock}${zone}`)
  const isDay =
    day !== undefined && !Number.isNaN(at.getTime()) && new Date(`${day}T00:00:00Z`).toISOString().startsWith(day)
  if (!isDay) throw new RowRefused(`\`${from}\` is no time: write 2026-04-11 or 2026-04-11T10:30:00Z`)
  return at.toISOString()
}
