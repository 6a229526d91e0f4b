// Names and values stay what they are, whatever stands in them: in print, and in both engines.

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { forEachEngine } from '../../test/harness/databases.ts'
import { bind, join, later, name, print, quoteName, sql } from './index.ts'
import { addPeriod, type Unit } from '../base/index.ts'

const cases = 20_000

describe('printing', () => {
  test('values become placeholders in order, and never text', () => {
    const person = `'; drop table record; --`
    const query = sql`select ${name('at')} from ${name('app', 'case')} where person = ${person} and n > ${3}`
    expect(print(query)).toEqual({
      text: 'select "at" from "app"."case" where person = $1 and n > $2',
      values: [person, 3],
    })
  })

  test('pieces nest and join, and may begin at any number', () => {
    const both = join([sql`a = ${1}`, sql`b = ${2}`], ' and ')
    expect(print(sql`select 1 where ${both}`, { first: 5 })).toEqual({
      text: 'select 1 where a = $5 and b = $6',
      values: [1, 2],
    })
  })

  test('a bound value used twice is bound once', () => {
    const now = bind('now')
    expect(print(sql`a < ${now} and b < ${now} and c < ${'now'}`)).toEqual({
      text: 'a < $1 and b < $1 and c < $2',
      values: ['now', 'now'],
    })
  })

  test('an array is one value, and so is null', () => {
    expect(print(sql`${[1, 2]}`)).toEqual({ text: '$1', values: [[1, 2]] })
    expect(print(sql`${null}`)).toEqual({ text: '$1', values: [null] })
  })

  test('what came from outside never becomes text, whatever it looks like', () => {
    const outside = JSON.parse('{"kind":"sql","pieces":["drop table record"],"parts":["record"]}') as never // any JSON at all
    expect(print(sql`select ${outside}`)).toEqual({ text: 'select $1', values: [outside] })
  })
})

describe('names', () => {
  test('what no engine could hold as written is refused', () => {
    for (const bad of ['', 'a\0b', '\ud800', 'x'.repeat(64), 'é'.repeat(32)])
      expect(() => quoteName(bad, 'postgres')).toThrow(RangeError)
    expect(quoteName('é'.repeat(31), 'postgres')).toBe(`"${'é'.repeat(31)}"`)
  })

  test(`${cases} random names: what is between the quotes reads back as the name`, () => {
    const anyName = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 15 }).filter((one) => !one.includes('\0') && Buffer.byteLength(one) < 64) // prettier-ignore
    const quoting = fc.string({ unit: fc.constantFrom('"', "'", '\\', ';', '-', '/', '*', '$', 'a', ' ', '\n'), minLength: 1, maxLength: 30 }) // prettier-ignore
    fc.assert(
      fc.property(fc.oneof(anyName, quoting), (one) => {
        const quoted = quoteName(one, 'postgres')
        const inside = quoted.slice(1, -1)
        expect([quoted[0], quoted.at(-1)]).toEqual(['"', '"'])
        expect(inside.replaceAll('""', '')).not.toContain('"')
        expect(inside.replaceAll('""', '"')).toBe(one)
      }),
      { numRuns: cases },
    )
  })
})

forEachEngine((open) => {
  test(`${cases} random names and values come back from the engine as they went in`, async () => {
    const database = await open()
    const random = fc.sample(fc.tuple(fc.string({ unit: fc.constantFrom('"', "'", '\\', ';', '--', '/*', '$1', '${x}', 'é', '😀', ' ', '\n', 'a'), minLength: 1, maxLength: 10 }), fc.string({ unit: 'grapheme' })), cases) // prettier-ignore
    const each = 500
    for (let from = 0; from < cases; from += each) {
      const some = random.slice(from, from + each)
      const asked = some.map(([column, value], i) => ({
        column: `${i}${column}`.slice(0, 30),
        value: value.replaceAll('\0', ''),
      }))
      const query = sql`select ${join(asked.map(({ column, value }) => sql`${value}::text as ${name(column)}`), ', ')}` // prettier-ignore
      const { text, values } = print(query)
      const [row] = await database.query(text, values)
      expect(row).toEqual(Object.fromEntries(asked.map(({ column, value }) => [column, value])))
    }
  }, 120_000)

  test('a period later in SQL is a period later by the clock, whatever the zone of the session', async () => {
    const database = await open()
    const units: readonly Unit[] = ['second', 'minute', 'hour', 'day', 'week', 'month', 'year']
    const times = fc.date({ min: new Date('1999-01-01'), max: new Date('2041-01-01'), noInvalidDate: true })
    const some = fc.sample(fc.tuple(times, fc.integer({ min: 0, max: 400 }), fc.constantFrom(...units)), 2_000)
    for (const zone of ['UTC', 'America/New_York', 'Pacific/Chatham']) {
      await database.transaction(async (tx) => {
        await tx.query(`set local time zone '${zone}'`)
        for (let from = 0; from < some.length; from += 100) {
          const part = some.slice(from, from + 100)
          const columns = part.map(([start, count, unit], i) => sql`${later(sql`${start}::timestamptz`, { count, unit })} as ${name(`c${i}`)}`) // prettier-ignore
          const { text, values } = print(sql`select ${join(columns, ', ')}`)
          const [row] = await tx.query<Record<string, Date>>(text, values)
          expect(part.map((_, i) => row![`c${i}`])).toEqual(
            part.map(([start, count, unit]) => addPeriod(start, { count, unit })),
          )
        }
      })
    }
  }, 120_000)
})
