// Whatever names and values a database has: the text of every query keeps its shape, token by token (security.md, threat 8). The tokens are
// counted by a reader of its own that knows how PostgreSQL quotes, and nothing else of our printer.

import { expect, test } from 'vitest'
import type { Row } from '../../src/systems/connector.ts'
import type { Identifier, PlannedBlank, Reach, Reference, Tombstone } from '../../src/systems/erasure.ts'
import { blankQuery, blockersQuery, copyQuery, countQuery, deleteQuery, lockQuery, newcomersQuery, peopleQuery, refersQuery, rowsQuery, stillQuery, untieQuery, type Asked } from '../../src/systems/queries.ts' // prettier-ignore
import type { PrintedSql } from '../../src/sql/index.ts'
import { hostileNaming, hostileText, plainNaming, type Naming } from './foreign-schemas.ts'
import { randomFrom, seed } from './random.ts'

const runs = 3_100
const leastNames = 100_000

/** Every kind of query there is, with names and values from outside in every place where they can stand. */
function queries(naming: Naming, value: () => string, type: () => string): readonly PrintedSql[] {
  const [schema, table, other] = [naming(), naming(), naming()]
  const key = [{ name: naming(), type: 'integer' }, { name: naming(), type: type() }] // prettier-ignore
  const rows: readonly Row[] = [[value(), value()], [value(), value()]] // prettier-ignore
  const single: Asked = { schema, table: other, key: [{ name: naming(), type: type() }] }
  const asked: Asked = { schema, table, key }
  const given: readonly Identifier[] = [{ field: 'email', value: value() }, { field: 'number', value: value() }] // prettier-ignore
  const own: Reach = { kind: 'identifiers', columns: given.map(({ field, value: one }) => ({ field, column: naming(), values: [one] })) } // prettier-ignore
  const hop = { columns: [naming()], schema: naming(), table: naming(), references: [naming()] }
  const path: Reach = { kind: 'path', hops: [hop, { ...hop, columns: [naming(), naming()], references: [naming(), naming()] }], last: key, values: rows } // prettier-ignore
  const reach = [own, path]
  const reference: Reference = { schema: naming(), table: naming(), columns: [naming()], references: [naming()] }
  const tombstones: readonly Tombstone[] = [{ kind: 'null' }, { kind: 'value', value: value() }, { kind: 'unique text', length: 60, email: false }, { kind: 'unique text', length: null, email: true }, { kind: 'unique text', length: 15, email: false }, { kind: 'unique uuid' }] // prettier-ignore
  const blanks: readonly PlannedBlank[] = tombstones.map((tombstone) => ({ column: naming(), type: type(), category: 'contact', tombstone })) // prettier-ignore
  const from = { hops: [reference], column: naming(), zoned: false, after: { count: 10, unit: 'year' } as const, at: new Date(0) } // prettier-ignore
  const one: readonly Row[] = [[value()]]
  const on = 'postgres'
  return [
    peopleQuery(asked, own, [naming(), naming()], on),
    rowsQuery(asked, reach, from, on),
    rowsQuery(single, reach, { ...from, hops: [], zoned: true }, on),
    countQuery(asked, reach, rows, on),
    copyQuery(asked, reach, [{ name: naming(), only: null }, { name: naming(), only: [path] }], on), // prettier-ignore
    blockersQuery(asked, rows, reference, { key: single.key, rows: one }, on),
    lockQuery(asked, rows, on),
    newcomersQuery(single, reach, one, on),
    refersQuery(asked, rows, reference, on),
    refersQuery(single, one, { ...reference, schema, table: other }, on),
    blankQuery(asked, rows, blanks, on),
    untieQuery(single, one, [naming(), naming()], on),
    deleteQuery(asked, rows, on),
    stillQuery(asked, rows, blanks, on),
  ]
}

/** The tokens of a text as PostgreSQL reads it: a name in quotes is one, whatever stands in it. */
function shapeOf(text: string): string {
  const shape: string[] = []
  for (let at = 0; at < text.length;) {
    const rest = text.slice(at)
    const quoted = /^"(?:[^"]|"")*"/.exec(rest)?.[0]
    const token = quoted ?? /^'(?:[^']|'')*'|^\$[0-9]+|^[A-Za-z_][A-Za-z_0-9]*|^[0-9]+|^\s+|^[^\s]/.exec(rest)![0] // one sign at least
    if (token.trim() !== '') shape.push(quoted === undefined ? token : 'NAME')
    at += token.length
  }
  return shape.join(' ')
}

test('the reader of shapes sees a quote that gets out', () => {
  expect(shapeOf('select "a""b" from "t"')).toBe('select NAME from NAME')
  expect(shapeOf('select "a"; drop table "b"')).toBe('select NAME ; drop table NAME')
  expect(shapeOf("select 'it''s' -- $1")).toBe("select 'it''s' - - $1")
})

test(`${leastNames} names, and values and types: no query changes its shape, and every value is bound`, () => {
  const plain = queries(plainNaming(), () => 'value', () => 'citext').map(({ text }) => shapeOf(text)) // prettier-ignore
  expect(new Set(plain).size).toBe(14)
  let names = 0
  for (let n = 0; n < runs; n++) {
    const random = randomFrom(seed + n)
    const values: string[] = []
    const value = (): string => {
      values.push(`${hostileText(random, 6)}${values.length}`)
      return values.at(-1)!
    }
    const naming = hostileNaming(random)
    const counted = (): string => {
      names += 1
      return naming()
    }
    const asked = queries(counted, value, () => hostileText(random, 3))
    expect(asked.map(({ text }) => shapeOf(text))).toEqual(plain)
    const bound = new Set(asked.flatMap((query) => query.values.flat(2).map(String)))
    for (const one of values) expect(bound.has(one)).toBe(true)
  }
  expect(names).toBeGreaterThan(leastNames)
}, 120_000)

test('names that no database keeps as they are, are refused and not mended', () => {
  const asked = (name: string): Asked => ({ schema: 'public', table: name, key: [{ name: 'id', type: 'integer' }] })
  for (const name of ['', 'a\0b', 'x'.repeat(64), 'é'.repeat(32), '\ud800'])
    expect(() => deleteQuery(asked(name), [['1']], 'postgres')).toThrow(RangeError)
})
