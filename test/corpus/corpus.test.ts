// How well the lint tells personal columns from others, on schemas that people labelled: precision and recall, tuned and held out, and
// the table of what was taken for what.

import { expect, test } from 'vitest'
import { likelyPersonal } from '../../src/systems/lint/likely-personal.ts'
import { readCorpus, type Labelled } from './corpus.ts'

const floors = { precision: 0.9, recall: 0.8 }
const corpus = readCorpus()

interface Seen {
  readonly schema: string
  readonly column: string
  /** category, or null for not personal */
  readonly is: string | null
  readonly found: string | null
}

function seenIn({ name, ddl, label }: Labelled): Seen[] {
  const found = new Map(likelyPersonal(ddl.catalogue).map(({ column, guess }) => [column, guess.kind.category]))
  return ddl.catalogue.tables.flatMap((table) =>
    table.columns.map((column) => {
      const is = label(table.name, column.name)
      if (is === undefined) throw new Error(`${name}: ${table.name}.${column.name} has no label, or two`)
      return { schema: name, column: `${table.name}.${column.name}`, is, found: found.get(column) ?? null }
    }),
  )
}

function figures(seen: readonly Seen[]) {
  const count = (is: boolean, found: boolean): number =>
    seen.filter((one) => (one.is !== null) === is && (one.found !== null) === found).length
  const [hit, falseAlarm, missed, quiet] = [
    count(true, true),
    count(false, true),
    count(true, false),
    count(false, false),
  ]
  const alike = seen.filter(({ is, found }) => is !== null && is === found).length
  return {
    hit,
    falseAlarm,
    missed,
    quiet,
    precision: hit / (hit + falseAlarm),
    recall: hit / (hit + missed),
    category: alike / hit,
  }
}

function line(
  name: string,
  { hit, falseAlarm, missed, quiet, precision, recall, category }: ReturnType<typeof figures>,
): string {
  const number = (value: number): string => String(value).padStart(6)
  const share = (value: number): string => value.toFixed(3).padStart(9)
  return `${name.padEnd(9)}${[hit, falseAlarm, missed, quiet].map(number).join('')}${[precision, recall, category].map(share).join('')}`
}

test('the corpus is large enough, and every column has one label', () => {
  const columns = corpus.flatMap(({ ddl }) => ddl.catalogue.tables.flatMap((table) => table.columns))
  expect(corpus.length).toBeGreaterThanOrEqual(24)
  expect(columns.length).toBeGreaterThanOrEqual(600)
  expect(corpus.reduce((sum, { labels }) => sum + labels, 0)).toBe(columns.length)
  expect(new Set(corpus.map(({ ddl }) => ddl.dialect))).toEqual(new Set(['postgres', 'mysql', 'sqlite']))
  expect(corpus.flatMap(({ name, ddl }) => ddl.troubles.map(({ what }) => `${name}: ${what}`))).toEqual([])
})

test('personal columns are found: precision and recall hold their floors, tuned and held out', () => {
  const [tuned, heldOut] = [false, true].map((held) =>
    corpus.filter(({ isHeldOut }) => isHeldOut === held).flatMap(seenIn),
  )
  const rows = {
    tuned: figures(tuned ?? []),
    heldOut: figures(heldOut ?? []),
    all: figures([...(tuned ?? []), ...(heldOut ?? [])]),
  }
  process.stdout.write(
    [
      '\ncolumns    found false missed quiet precision   recall category',
      ...Object.entries(rows).map(([name, row]) => line(name, row)),
      ...confusion([...(tuned ?? []), ...(heldOut ?? [])]),
      '',
    ].join('\n'),
  )
  for (const [name, { precision, recall }] of Object.entries(rows)) {
    expect(precision, `${name}: precision`).toBeGreaterThanOrEqual(floors.precision)
    expect(recall, `${name}: recall`).toBeGreaterThanOrEqual(floors.recall)
  }
})

/** Label by row, what was found by column; `–` is not personal. */
function confusion(seen: readonly Seen[]): string[] {
  const name = (category: string | null): string => category ?? '–'
  const pairs = Map.groupBy(seen, ({ is, found }) => `${name(is)} → ${name(found)}`)
  const rows = [...pairs].map(([pair, list]) => ({ pair, count: list.length })).toSorted((a, b) => b.count - a.count)
  return ['\nlabel → found', ...rows.map(({ pair, count }) => `${String(count).padStart(5)}  ${pair}`)]
}
