// The SQL predicate and the decision are the same formula: 5,000 random records of random people under random policies of up to three
// versions, in both engines and in a session whose time zone is far from UTC; of products that enforce and of products that only observe.
// And: what is due in SQL is what `dueAt` says.

import { describe, expect, test } from 'vitest'
import { effectiveOn } from '../../src/choices/index.ts'
import { decideUse, dueAt, endOf, lawsHolding, observeUse } from '../../src/decision/index.ts'
import { bitsOf, has, servedBy, toInt64, type Act, type Cell, type InForce, type Mode } from '../../src/policy/index.ts'
import type { Queries } from '../../src/adapters/stores/index.ts'
import { printDue, printPredicate, type PrintedPredicate } from '../../src/statement/3-emit/predicate.ts'
import { forEachEngine } from '../harness/databases.ts'
import { act, decided, edges, inForce, laws, moment, type Decided } from './policies.ts'
import { randomFrom, seed, type Random } from './random.ts'

interface Row {
  readonly cell: number
  readonly collectedAt: Date
  readonly endedAt: Date | null
  readonly law: string
  /** null: the person never decided anything, so there is no row of masks */
  readonly person: Decided | null
}

const rowsEach = 50

forEachEngine((open, engine) => {
  const rounds = engine === 'postgres' ? 100 : 40
  test(`${rounds * rowsEach} records: the predicate finds what the decision permits`, async () => {
    const database = await open()
    const reached = new Map<string, number>()
    for (let round = 0; round < rounds; round++) {
      const random = randomFrom(seed + round)
      const policies = inForce(random)
      const rows = Array.from({ length: rowsEach }, () => row(random, policies))
      const asked = act(random, edges(random, rows, policies), new Date(0), null)
      const found = await database.transaction((tx) => find(tx, printPredicate(policies, asked), rows))
      rows.forEach((one, i) => {
        const { expected, term } = byDecision(policies, one, asked)
        reached.set(term, (reached.get(term) ?? 0) + 1)
        expect(found.has(i), `seed ${seed + round}, row ${i}: ${term}`).toBe(expected)
      })
    }
    if (engine === 'pglite') return // fewer rounds: rare terms are reached on the server
    for (const term of [
      'permit',
      'never',
      'barred',
      'restricted',
      'based',
      'given',
      'open',
      'objected',
      'live',
      'case',
      'law',
    ])
      expect(reached.get(term), `${term} was never reached`).toBeGreaterThan(0)
  }, 120_000)

  test('until the very moment its time ends a record is found, and at it no longer', async () => {
    const database = await open()
    let edge = 0
    for (let round = 0; edge < 25; round++) {
      const random = randomFrom(seed + 3_000 + round)
      const policies = inForce(random)
      const one: Row = { ...row(random, policies), law: '', person: null }
      const cell = policies.cell(one.cell)
      for (const purpose of cell ? bitsOf(servedBy(cell)) : []) {
        const end = endOf(cell!, purpose, one, standingOf(policies, null))
        const asked: Act = { ...act(random, [], one.collectedAt, one.endedAt), purpose, place: null }
        const at = (moment: number): Act => ({ ...asked, at: new Date(moment) })
        if (!end || !byDecision(policies, one, at(end.getTime() - 1)).expected) continue
        for (const [moment, isFound] of [
          [end.getTime() - 1, true],
          [end.getTime(), false],
        ] as const) {
          const found = await database.transaction((tx) => find(tx, printPredicate(policies, at(moment)), [one]))
          expect([found.has(0), byDecision(policies, one, at(moment)).expected], `seed ${seed + 3_000 + round}`).toEqual([isFound, isFound]) // prettier-ignore
        }
        edge += 1
      }
    }
  }, 120_000)

  test('where a product only observes it finds what no ban closes, uncovered data too', async () => {
    const database = await open()
    const reached = new Map<string, number>()
    for (let round = 0; round < rounds; round++) {
      const random = randomFrom(seed + 20_000 + round)
      const policies = inForce(random)
      const uncovered = policies.uncovered({})
      const rows = Array.from({ length: rowsEach }, () => {
        const one = row(random, policies)
        return random.chance(0.4) ? { ...one, cell: random.pick(uncovered) } : one
      })
      const asked = act(random, edges(random, rows, policies), new Date(0), null)
      const found = await database.transaction((tx) =>
        find(tx, printPredicate(policies, { ...asked, mode: 'observe' }), rows),
      )
      rows.forEach((one, i) => {
        const { expected, term } = byDecision(policies, one, asked, 'observe')
        const sort = `${one.cell < 0 ? 'uncovered' : 'covered'} ${term}`
        reached.set(sort, (reached.get(sort) ?? 0) + 1)
        expect(found.has(i), `seed ${seed + 20_000 + round}, row ${i}: ${sort}`).toBe(expected)
        const enforced = byDecision(policies, one, asked).expected
        expect(enforced && !expected, `${sort} opens when enforcing only`).toBe(false)
      })
    }
    for (const sort of ['covered permit', 'covered never', 'covered barred', 'uncovered permit', 'uncovered never', 'covered law'])
      expect(reached.get(sort), `${sort} was never reached`).toBeGreaterThan(0) // prettier-ignore
  }, 120_000)

  test('what is due in SQL is what the decision says is due', async () => {
    const database = await open()
    const reached = { due: 0, not: 0, law: 0 }
    for (let round = 0; round < rounds / 2; round++) {
      const random = randomFrom(seed + 7_000 + round)
      const policies = inForce(random)
      const rows = Array.from({ length: rowsEach }, () => row(random, policies))
      const at = edges(random, rows, policies)[0] ?? moment(random)
      const found = await database.transaction((tx) => find(tx, printDue(policies, at), rows))
      rows.forEach((one, i) => {
        const isDue = dueByDecision(policies, one, at)
        reached[isDue ? 'due' : 'not'] += 1
        if (one.law !== '') reached.law += 1
        expect(found.has(i), `seed ${seed + 7_000 + round}, row ${i}`).toBe(isDue)
      })
    }
    for (const count of Object.values(reached)) expect(count).toBeGreaterThan(20)
  }, 120_000)

  test('it reads the very columns of the migrations', async () => {
    const database = await open()
    const random = randomFrom(seed)
    const policies = inForce(random)
    const { text, values } = printPredicate(policies, act(random, [], new Date(0), null))
    const rows = await database.query(
      `select r.id from record r left join choice_mask p on p.tenant = r.tenant and p.person = r.person where ${text}`,
      values,
    )
    expect(rows).toEqual([])
  })
})

describe('printing', () => {
  test('prints once for a question and binds the moment anew', () => {
    const policies = inForce(randomFrom(seed))
    const asked = act(randomFrom(seed), [], new Date(0), null)
    const first = printPredicate(policies, { ...asked, at: new Date(1) })
    const second = printPredicate(policies, { ...asked, at: new Date(2) })
    expect(second.text).toBe(first.text)
    expect([first.values[0], second.values[0]]).toEqual([new Date(1), new Date(2)])
    expect(second.values.slice(1)).toEqual(first.values.slice(1))
  })

  test('a product and a category make the text shorter and change no answer for them', () => {
    const policies = inForce(randomFrom(seed + 1))
    const asked = { ...act(randomFrom(seed + 1), [], new Date(0), null), purpose: 0 }
    const all = printPredicate(policies, asked)
    const some = printPredicate(policies, { ...asked, product: 'mail', category: 'content' })
    const cells = (printed: PrintedPredicate): number[] => printed.values.flatMap((value) => (Array.isArray(value) ? value.filter((one) => typeof one === 'number') : [])) // prettier-ignore
    const isAsked = (number: number): boolean => {
      const { product, category } = policies.cell(number)!.facts
      return product === 'mail' && category.startsWith('content')
    }
    expect(new Set(cells(some))).toEqual(new Set(cells(all).filter(isAsked)))
  })
})

function row(random: Random, policies: InForce): Row {
  const collectedAt = moment(random)
  return {
    cell: random.chance(0.02) ? 999_999 : random.pick(policies.numbers),
    collectedAt,
    endedAt: random.chance(0.5) ? new Date(collectedAt.getTime() + random.below(1_000) * 3_600_000) : null,
    law: random.chance(0.15) ? random.pick(laws) : '',
    person: random.chance(0.2) ? null : decided(random),
  }
}

function standingOf(policies: InForce, person: Decided | null): Parameters<typeof decideUse>[2] {
  const { set, on, objected, restricted } = person ?? { set: [0, 0], on: [0, 0], objected: [0, 0], restricted: false }
  return { on: effectiveOn(policies.newest.policy, set, on), objected, restricted }
}

function byDecision(
  policies: InForce,
  { cell: number, law, person, ...times }: Row,
  asked: Act,
  mode: Mode = 'enforce',
): { expected: boolean; term: string } {
  const cell = policies.cell(number)
  const asking: Act = { ...asked, ...times, place: null }
  const decide = mode === 'observe' && law === '' ? observeUse : decideUse
  const { effect, term } = decide(policies.newest.policy, cell, standingOf(policies, person), asking)
  if (effect === 'deny') return { expected: false, term: term! }
  if (law === '') return { expected: true, term: 'permit' }
  const isNamed = (held: Cell): boolean => lawsHolding(held, times, asked.at).some((hold) => hold.law === law && has(hold.purposes, asked.purpose)) // prettier-ignore
  return { expected: isNamed(cell!), term: 'law' }
}

function dueByDecision(policies: InForce, { cell: number, law, person, ...times }: Row, at: Date): boolean {
  const cell = policies.cell(number)
  if (!cell) return false
  if (law !== '') {
    const isNamed = cell.limits.some((limit) => limit.law === law)
    return isNamed && !lawsHolding(cell, times, at).some((hold) => hold.law === law)
  }
  const due = dueAt(cell, times, standingOf(policies, person))
  return due !== null && due <= at
}

/** Which rows a predicate finds, in a session of a strange time zone. */
async function find(tx: Queries, { text, values }: PrintedPredicate, rows: readonly Row[]): Promise<Set<number>> {
  await tx.query(`set local time zone 'Pacific/Chatham'`)
  const shifted = text.replaceAll(/\$(\d+)/g, (_, n: string) => `$${Number(n) + 10}`)
  const found = await tx.query<{ i: number }>(
    `select r.i from unnest($1::integer[], $2::integer[], $3::timestamptz[], $4::timestamptz[], $5::text[]) as r (i, cell, collected_at, ended_at, law)
       left join unnest($6::integer[], $7::bigint[], $8::bigint[], $9::bigint[], $10::boolean[]) as p (i, set_mask, on_mask, objected, restricted)
         on p.i = r.i
      where ${shifted}`,
    [...columns(rows), ...values],
  )
  return new Set(found.map(({ i }) => i))
}

function columns(rows: readonly Row[]): unknown[] {
  const people = rows.flatMap(({ person }, i) => (person ? [{ i, ...person }] : []))
  return [
    rows.map((_, i) => i),
    rows.map(({ cell }) => cell),
    rows.map(({ collectedAt }) => collectedAt),
    rows.map(({ endedAt }) => endedAt),
    rows.map(({ law }) => law),
    people.map(({ i }) => i),
    people.map(({ set }) => toInt64(set)),
    people.map(({ on }) => toInt64(on)),
    people.map(({ objected }) => toInt64(objected)),
    people.map(({ restricted }) => restricted),
  ]
}
