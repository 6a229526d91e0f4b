// The laws that every decision keeps, on random cells, people and acts (language, "the laws it must keep"; docs/spec/decision.md).

import { assert, describe, expect, test } from 'vitest'
import { addPeriod } from '../../src/base/index.ts'
import { decideUse, decideWrite, dueAt, endOf, trace } from '../../src/decision/index.ts'
import {
  cellNumber, cellOf, covers, isEmpty, meetAll, meets, none, putInForce, terms, union,
  type Act, type Ban, type Cell, type CellFacts, type Policy, type Standing, type Version,
} from '../../src/policy/index.ts' // prettier-ignore
import { act, cell, condition, inForce, moment, policy, standing } from './policies.ts'
import { randomFrom, seed, type Random } from './random.ts'

const cases = 20_000
const facts: CellFacts = {
  standing: 'consumer', product: 'mail', category: 'content', origin: 'person', signedIn: null, account: null, where: null,
} // prettier-ignore

interface Case {
  readonly random: Random
  readonly policy: Policy
  readonly cell: Cell
  readonly standing: Standing
  readonly act: Act
  readonly name: string
}

const registers = policy(randomFrom(seed))

/** Runs a law on random cases; each cell is asked ten questions. */
function each(law: (one: Case) => void): void {
  for (let i = 0; i < cases / 10; i++) {
    const random = randomFrom(seed + i)
    const drawn = cell(random, 1, facts)
    for (let j = 0; j < 10; j++)
      law({ random, policy: registers, cell: drawn, standing: standing(random), act: actOn(random, drawn), name: `seed ${seed + i}, question ${j}` }) // prettier-ignore
  }
}

function actOn(random: Random, { limits }: Cell): Act {
  const collectedAt = moment(random)
  const endedAt = random.chance(0.5) ? new Date(collectedAt.getTime() + random.below(1_000) * 3_600_000) : null
  const ends = limits.flatMap(({ end }) => ('after' in end ? addPeriod(collectedAt, end.after) : []))
  return act(random, ends, collectedAt, endedAt)
}

const permits = (one: Cell | undefined, { standing: person, act: asked }: Case): boolean =>
  decideUse(registers, one, person, asked).effect === 'permit'

describe('laws', () => {
  // CHO-08, LEG-01
  test('nothing is permitted that no line permits', () => {
    let permitted = 0
    each((one) => {
      if (!permits(one.cell, one)) return
      permitted += 1
      const row = one.cell.rows.find(({ hand, form }) => hand === one.act.hand && form === one.act.form)
      const line = row?.uses.find((use) => use.purpose === one.act.purpose)
      assert(line !== undefined, one.name)
      assert.equal(covers(one.standing.on, union(line!.given, line!.when.need)), true, one.name)
      assert.equal(meets(one.standing.on, line!.when.block), false, one.name)
      assert(one.cell.limits.length > 0, one.name)
    })
    expect(permitted).toBeGreaterThan(500)
  })

  test('an unknown cell, an unknown purpose and an empty cell permit nothing', () => {
    each((one) => {
      const empty: Cell = { ...one.cell, rows: [], collects: [] }
      expect(permits(undefined, one)).toBe(false)
      expect(permits(empty, one)).toBe(false)
      for (const purpose of [-1, 64, 1_000])
        expect(permits(one.cell, { ...one, act: { ...one.act, purpose } })).toBe(false)
      expect(decideWrite(registers, empty, one.standing, one.act).effect).toBe('deny')
    })
  })

  test('adding a never never opens', () => {
    let closed = 0
    each((one) => {
      const ban: Ban = { clause: 'new', rule: 0, purposes: [one.random.below(2 ** 32), one.random.below(2 ** 32)], when: one.random.chance(0.5) ? condition(one.random) : null, unless: one.random.chance(0.5) ? condition(one.random) : null } // prettier-ignore
      const folded = ban.when === null && ban.unless === null ? ban.purposes : none
      const banned = { ...one.cell, rows: one.cell.rows.map((row) => ({ ...row, bans: [...row.bans, ban], never: union(row.never, folded) })) } // prettier-ignore
      const [before, after] = [permits(one.cell, one), permits(banned, one)]
      assert(before || !after, one.name)
      if (before && !after) closed += 1
    })
    expect(closed).toBeGreaterThan(100)
  })

  test('taking a permission away never opens', () => {
    each((one) => {
      const gone = one.random.below(3)
      const fewer = { ...one.cell, rows: one.cell.rows.map((row) => ({ ...row, uses: row.uses.filter((_, i) => i !== gone), based: basedOf(row.uses.filter((_, i) => i !== gone)) })) } // prettier-ignore
      assert(permits(one.cell, one) || !permits(fewer, one), one.name)
    })
  })

  test('the meet of two cells is: both allow', () => {
    let [both, one_] = [0, 0]
    each((one) => {
      const other = cell(one.random, 2, facts)
      const met = meetAll([one.cell, other])
      const [a, b] = [permits(one.cell, one), permits(other, one)]
      assert.equal(permits(met, one), a && b, one.name)
      if (a && b) both += 1
      else if (a || b) one_ += 1
    })
    expect(both).toBeGreaterThan(100)
    expect(one_).toBeGreaterThan(1_000)
  })

  test('a write that the meet allows, both allow', () => {
    let permitted = 0
    each((one) => {
      const other = cell(one.random, 2, facts)
      const writes = (of: Cell | undefined): boolean =>
        decideWrite(registers, of, one.standing, one.act).effect === 'permit'
      if (!writes(meetAll([one.cell, other]))) return
      permitted += 1
      assert.deepEqual([writes(one.cell), writes(other)], [true, true], one.name)
    })
    expect(permitted).toBeGreaterThan(10)
  })

  test('a write asks for a purpose that is open now, leaving cases aside', () => {
    let written = 0
    each((one) => {
      if (decideWrite(registers, one.cell, one.standing, one.act).effect === 'deny') return
      written += 1
      const rows = one.cell.rows.map((row) => ({ ...row, uses: row.uses.map((use) => ({ ...use, when: { ...use.when, cases: [] } })) })) // prettier-ignore
      const mayUse = rows.some(
        ({ hand, form, uses }) =>
        uses.some(({ purpose }) => permits({ ...one.cell, rows }, { ...one, act: { ...one.act, hand, form, purpose, place: null, drawn: true } })), // prettier-ignore
      )
      assert.equal(mayUse, true, one.name)
    })
    expect(written).toBeGreaterThan(500)
  })

  test('what may be used now is not due now', () => {
    each((one) => {
      const asked = { ...one.act, cases: [], directed: false }
      if (!permits(one.cell, { ...one, act: asked })) return
      const end = endOf(one.cell, asked.purpose, asked, one.standing)
      const due = dueAt(one.cell, asked, one.standing)
      assert.equal(end === null || end > asked.at, true, one.name)
      assert.equal(due === null || due > asked.at, true, one.name)
    })
  })

  test('the trace names the same term first', () => {
    const reached = new Set<string>()
    each((one) => {
      const { effect, term, clause } = decideUse(registers, one.cell, one.standing, one.act)
      const steps = trace(registers, one.cell, one.standing, one.act)
      expect(steps.map((step) => step.term)).toEqual(terms)
      const first = steps.find(({ holds }) => !holds)
      assert.deepEqual([first?.term ?? null, effect], [term, first ? 'deny' : 'permit'], one.name)
      assert.equal(first ? first.clause : clause, clause, one.name)
      reached.add(term ?? 'permit')
    })
    expect([...reached].toSorted()).toEqual(['barred', 'based', 'case', 'given', 'live', 'never', 'objected', 'open', 'permit', 'place', 'restricted']) // prettier-ignore
  })

  test('every denial says why in one sentence, and no word of it is undefined', () => {
    each((one) => {
      const { why, change } = decideUse(registers, one.cell, one.standing, one.act)
      assert.match(why, /^[A-Z].*[.]$/, one.name)
      assert.notMatch(`${why} ${change}`, /undefined|NaN|\[object/, one.name)
    })
  })
})

describe('versions', () => {
  // CHG-05
  test('publishing opens no old record: it stands under every version it has lived through', () => {
    let [opened, closed] = [0, 0]
    for (let i = 0; i < 1_500; i++) {
      const random = randomFrom(seed + 50_000 + i)
      const all = inForce(random)
      for (const { version, policy: own } of all.versions) {
        for (const drawn of own.cells) {
          const one: Case = { random, policy: own, cell: drawn, standing: standing(random), act: actOn(random, drawn), name: `seed ${seed + 50_000 + i}` } // prettier-ignore
          const later = all.versions.filter((other) => other.version > version)
          const each_ = [{ version, cell: drawn as Cell | undefined }, ...later.map((next) => ({ version: next.version, cell: cellOf(next.policy, drawn.facts) }))].map(
            (old) => permits(old.cell, one) && !isStretched(old.cell!, one.act, all.versions.filter((other) => other.version < old.version)),
          ) // prettier-ignore
          assert.equal(permits(all.cell(cellNumber(version, drawn.id)), one), each_.every(Boolean), one.name)
          if (each_.every(Boolean)) opened += 1
          else if (each_[0]) closed += 1
        }
      }
    }
    expect(opened).toBeGreaterThan(100)
    expect(closed).toBeGreaterThan(100)
  })

  test('one version in force is that version', () => {
    for (let i = 0; i < 200; i++) {
      const random = randomFrom(seed + 90_000 + i)
      const only = inForce(random).versions[0]!
      for (const drawn of only.policy.cells) {
        const asked = actOn(random, drawn)
        const person = standing(random)
        const met = putInForce([only]).cell(cellNumber(only.version, drawn.id))
        const [inForceNow, alone] = [met, drawn].map((one) => decideUse(only.policy, one, person, asked))
        expect({ ...inForceNow, version: null }).toEqual({ ...alone, version: null })
      }
    }
  })
})

/** Whether a use rests on a consent that did not cover it in some earlier version: read off the lines, one by one. */
function isStretched(cell: Cell, { hand, form, purpose }: Act, earlier: readonly Version[]): boolean {
  const linesOf = (of: Cell | undefined) => of?.rows.find((row) => row.hand === hand && row.form === form)?.uses.filter((use) => use.purpose === purpose) ?? [] // prettier-ignore
  return linesOf(cell).some((use) => {
    if (isEmpty(use.given)) return false
    return earlier.some(({ policy: before }) => {
      const then = linesOf(cellOf(before, cell.facts))
      const isCovered = then.every(({ given, when }) =>
        given.join() === use.given.join() && covers(use.when.need, when.need) && covers(use.when.block, when.block)
        && (use.when.directed || !when.directed) && when.cases.every((list) => use.when.cases.some((own) => own.every((name) => list.includes(name)))),
      ) // prettier-ignore
      return then.length === 0 || !isCovered
    })
  })
}

function basedOf(uses: Cell['rows'][number]['uses']): Cell['rows'][number]['based'] {
  return uses.reduce<Cell['rows'][number]['based']>((mask, { purpose }) => union(mask, maskAt(purpose)), none)
}

function maskAt(bit: number): readonly [number, number] {
  return bit < 32 ? [(1 << bit) >>> 0, 0] : [0, (1 << (bit - 32)) >>> 0]
}

test('the cases are worth the name: masks lie on both sides of the word', () => {
  const random = randomFrom(seed)
  const drawn = Array.from({ length: 200 }, () => standing(random).on)
  expect(drawn.some(([low, high]) => isEmpty([low, 0]) && high !== 0)).toBe(true)
  expect(drawn.some(([low, high]) => low !== 0 && high !== 0)).toBe(true)
})
