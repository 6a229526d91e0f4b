// Random databases of other people on a real PostgreSQL, with names and values that quoting by hand gets wrong: after an erasure a reading
// of every row says that exactly the person's are gone, blank or kept as the map says, and everybody else's are as they were.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Policy } from '../../src/policy/index.ts'
import { changesOf, copyPerson, findPerson, foreseen, prepareErasure, readBackErasure, refusals, type ErasurePlan, type MappedTable, type Refusal, type Table } from '../../src/systems/index.ts' // prettier-ignore
import { foundIn, openForeign, type Foreign } from '../harness/foreign.ts'
import { folder, versionOf } from '../harness/gate.ts'
import { build, ownRows, raze, readAll, tableNamed, type Own } from './foreign-database.ts'
import {
  foreignDatabase,
  hostileNaming,
  plainNaming,
  type ForeignDatabase,
  type ForeignRow,
} from './foreign-schemas.ts'
import { randomFrom, seed } from './random.ts'

let [policy, foreign]: [Policy, Foreign] = [null as never, null as never] // set before any test
beforeAll(async () => {
  policy = (await versionOf(folder('examples/shop/statement'))).policy
  foreign = await openForeign()
})
afterAll(() => foreign.close())

const at = new Date('2026-04-14T00:00:00Z')
const schemas = 250
type All = ReadonlyMap<Table, readonly ForeignRow[]>

describe.each([['plain names', plainNaming], ['hostile names', hostileNaming]] as const)('%s', (_, naming) => {
  test(`${schemas} databases: found, copied, erased and read back as a reading row by row says`, async () => {
    const told = { erased: 0, refused: 0, nobody: 0, missed: 0, rows: 0 }
    for (let n = 0; n < schemas; n++) {
      const random = randomFrom(seed + n * 7_919)
      const made = foreignDatabase(random, naming(random))
      try {
        await build(foreign, made)
        const end = await tryOne(made)
        told[end.state] += 1
        told.missed += end.state === 'nobody' ? end.rows : 0
        told.rows += end.rows
      } catch (cause) {
        throw new Error(`database ${n} of seed ${seed}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause })
      }
      await raze(foreign, made.catalogue)
    }
    expect(told.missed).toBe(0)
    expect(told.erased).toBeGreaterThan(schemas / 4)
    expect(told.refused).toBeGreaterThan(schemas / 20)
    expect(told.rows).toBeGreaterThan(schemas)
  }, 300_000)
}) // prettier-ignore

async function tryOne(made: ForeignDatabase): Promise<{ state: 'erased' | 'refused' | 'nobody'; rows: number }> {
  const asked = { ...made, policy, identifiers: [{ field: 'email', value: made.identifier }], at }
  const before = await readAll(foreign, made.catalogue)
  const own = new Map(made.map.tables.map((mapped) => [mapped, mapped.whose === 'person' ? ownRows(made, before, mapped) : []])) // prettier-ignore
  if (refusals(asked).length === 0) await expectFound(asked, own)
  const prepared = await prepareErasure(foreign, asked)
  if (prepared.state === 'nobody') return { state: 'nobody', rows: [...own.values()].flat().length }
  if (prepared.state === 'refused') {
    for (const refusal of prepared.refusals) expectReason(made, before, own, refusal)
    expectSame(await readAll(foreign, made.catalogue), before)
    return { state: 'refused', rows: 0 }
  }
  const plan = JSON.parse(JSON.stringify(prepared.plan)) as ErasurePlan // as it is kept
  await foreign.change(changesOf(plan))
  const read = await readBackErasure(foreign, plan)
  expect(read.open).toBe(0)
  expect(read.outcomes).toEqual(foreseen(plan))
  expectErased(made, before, await readAll(foreign, made.catalogue), own)
  return { state: 'erased', rows: [...own.values()].flat().length }
}

function expectSame(now: All, before: All): void {
  expect(now).toEqual(before)
}

type OwnByTable = ReadonlyMap<MappedTable, readonly Own[]>
type Asked = Parameters<typeof findPerson>[1]

async function expectFound(asked: Asked, own: OwnByTable): Promise<void> {
  const found = foundIn(await findPerson(foreign, asked))
  const expected = [...own].filter(([, rows]) => rows.length > 0).map(([{ schema, table }, rows]) => [schema, table, rows.length]) // prettier-ignore
  expect(found.map(({ schema, table, rows }) => [schema, table, rows])).toEqual(expected)
  for (const { schema, table, columns, rows } of foundIn(await copyPerson(foreign, asked))) {
    const mapped = asked.map.tables.find((one) => one.schema === schema && one.table === table)!
    const copied: ForeignRow[] = []
    for await (const row of rows()) copied.push(Object.fromEntries(columns.map(({ name }, i) => [name, row[i] ?? null])))
    const expectedRows = own.get(mapped)!.map((one) => Object.fromEntries(columns.map(({ name }) => [name, mayCopy(mapped, one, name) ? one.row[name] : null]))) // prettier-ignore
    expect(sorted(copied)).toEqual(sorted(expectedRows))
  }
} // prettier-ignore

/** A column of the other's side, and what leads to the other, is not in the copy. */
function mayCopy(mapped: MappedTable, { sides }: Own, name: string): boolean {
  if (mapped.links.length < 2) return true
  const of = mapped.columns.find((column) => column.name === name)?.of
  const leading = mapped.links.filter((link) => link.name === of || (link.kind === 'path' && link.hops[0]!.columns.includes(name)))
  return leading.length === 0 || leading.some((link) => sides.includes(link.name))
} // prettier-ignore

function sorted(rows: readonly object[]): string[] {
  return rows.map((row) => JSON.stringify(row)).sort()
}

// --- what should be there -----------------------------------------------------------------------------------------

function expectErased(made: ForeignDatabase, before: All, after: All, own: OwnByTable): void {
  for (const mapped of made.map.tables) {
    const table = tableNamed(made, mapped)
    const keyOf = (row: ForeignRow): string => JSON.stringify((table.primary ?? []).map((name) => row[name]))
    const now = new Map(after.get(table)!.map((row) => [keyOf(row), row]))
    const mine = new Map(own.get(mapped)!.map((one) => [keyOf(one.row), one]))
    expect([...now.keys()].every((key) => before.get(table)!.some((row) => keyOf(row) === key))).toBe(true)
    for (const row of before.get(table)!) {
      const is = now.get(keyOf(row))
      const one = mine.get(keyOf(row))
      if (!one) expect(is).toEqual(row)
      else expectFate(table, mapped, one, is)
    }
  }
}

function expectFate(table: Table, mapped: MappedTable, one: Own, is: ForeignRow | undefined): void {
  const erase = mapped.erase!
  const stays = new Set(table.columns.map(({ name }) => name))
  const blanked = (names: readonly string[]): void => {
    expect(is).toBeDefined()
    for (const name of names) {
      expectBlank(table, name, one.row[name] ?? null, is![name] ?? null)
      stays.delete(name)
    }
    for (const name of stays) expect(is![name]).toBe(one.row[name])
  }
  const personal = mapped.columns.filter(({ category }) => category !== null)
  if (erase.how === 'keep' && !isOver(erase, one.row)) return blanked(personal.filter((column) => column.erase === 'blank').map(({ name }) => name)) // prettier-ignore
  if (one.isShared && mapped.shared === 'unlink') {
    const ties = mapped.links.flatMap((link) => (link.kind === 'path' && one.sides.includes(link.name) ? link.hops[0]!.columns : [])) // prettier-ignore
    const loose = ties.filter((name) => table.columns.find((column) => column.name === name)!.nullable)
    return blanked([...personal.filter(({ of }) => of !== null && one.sides.includes(of)).map(({ name }) => name), ...loose]) // prettier-ignore
  }
  const how = erase.how === 'keep' ? erase.after : erase.how
  if (how === 'delete' || (one.isShared && mapped.shared === 'delete')) return expect(is).toBeUndefined()
  return blanked(personal.map(({ name }) => name))
}

function isOver(erase: Extract<MappedTable['erase'], { how: 'keep' }>, row: ForeignRow): boolean {
  const from = erase.from === null ? null : (row[erase.from.column] ?? null)
  if (from === null) return false
  const end = new Date(`${from.replace(' ', 'T').replace(/\+00$/, '').padEnd(19, 'T00:00:00')}Z`)
  end.setUTCFullYear(end.getUTCFullYear() + 10)
  return end <= at
}

const constants: Readonly<Record<string, string>> = {
  integer: '0', bigint: '0', numeric: '0', boolean: 'false', date: '1970-01-01', 'timestamp without time zone': '1970-01-01 00:00:00',
  'timestamp with time zone': '1970-01-01 00:00:00+00', uuid: '00000000-0000-0000-0000-000000000000', json: '{}', jsonb: '{}', bytea: '\\x', 'text[]': '{}',
} // prettier-ignore

function expectBlank(table: Table, name: string, was: string | null, is: string | null): void {
  const { type, nullable, length } = table.columns.find((column) => column.name === name)!
  if (nullable) return expect(is).toBeNull()
  if (!table.uniques.some((columns) => columns.includes(name))) return expect(is).toBe(constants[type] ?? 'erased'.slice(0, length ?? 6)) // prettier-ignore
  expect(is).not.toBe(was)
  expect(is).toMatch(type === 'uuid' ? /^[0-9a-f-]{36}$/ : /^(erased-[0-9a-f]+(@erased\.invalid)?|[0-9a-f]+)$/)
}

// --- why not ------------------------------------------------------------------------------------------------------

function expectReason(made: ForeignDatabase, before: All, own: OwnByTable, { code, schema, table }: Refusal): void {
  const mapped = made.map.tables.find((one) => one.schema === schema && one.table === table)!
  expect(code).toBe('rows of others refer to it')
  expect(isReferredFromOutside(made, before, own, mapped)).toBe(true)
}

/** Whether a row that is not deleted refers to one of the person's rows, by a declared key. */
function isReferredFromOutside(made: ForeignDatabase, before: All, own: OwnByTable, target: MappedTable): boolean {
  const mine = own.get(target)!.map(({ row }) => row)
  return made.catalogue.tables.some((from) =>
    from.foreign.filter((one) => one.schema === target.schema && one.table === target.table).some(({ columns, references }) =>
      before.get(from)!.some((row) => {
        const refers = mine.some((to) => columns.every((column, i) => row[column] !== null && row[column] === to[references[i]!]))
        const mapped = made.map.tables.find((one) => one.schema === from.schema && one.table === from.name)!
        const one = own.get(mapped)!.find((each) => each.row === row)
        return refers && (!one || mapped.erase!.how !== 'delete' || (one.isShared && mapped.shared === 'unlink'))
      }),
    ),
  )
} // prettier-ignore
