// The formula once more, as SQL: which records may be used so now, and which are due to go (docs/spec/decision.md, "The predicate").
// Reads `r`, a row of `record` (cell, collected_at, ended_at, law), and `p`, the person's row of `choice_mask`, all null where there is
// none; defaults are folded in here. Cells with equal conditions share one. Calendar periods count in UTC whatever the session's zone.

import type { Cell, Form, Hand, InForce, Mode } from '../../policy/index.ts'
import { bind, print, sql, type Sql } from '../../sql/index.ts'
import { all, any, isDue, mayUse, notBanned, survivingOf, type Printing, type Test } from './formula.ts'
import { keyOf, sqlLanguage, toSql } from './sql-language.ts'

/** A predicate as text with `$1 …` and its values; who embeds it may renumber them. */
export interface PrintedPredicate {
  readonly text: string
  readonly values: readonly unknown[]
}

/** A use as far as it is known before a record is read. `product` and `category` (with all below it) only make the text shorter. */
export interface PredicateAsk {
  readonly purpose: number
  readonly hand: Hand
  readonly form: Form
  readonly cases: readonly string[]
  readonly directed: boolean
  readonly at: Date
  readonly product?: string
  readonly category?: string
  /** of the product asked: where it only observes, bans alone close a record; `enforce` without */
  readonly mode?: Mode
}

/** Prints "this record may be used so, by this hand, in this form, now". No place is asked: `decideUse` does, of each record it finds. */
export function printPredicate(inForce: InForce, ask: PredicateAsk): PrintedPredicate {
  const { at, ...rest } = ask
  return remembered(inForce, JSON.stringify(rest), at, (now) => {
    const printing = printingOf(inForce, now, ask)
    const observes = ask.mode === 'observe' && isKnown(inForce, ask.purpose)
    const numbers = observes ? [...inForce.numbers, ...inForce.uncovered(ask)] : inForce.numbers
    const test = observes ? mayObserve : mayUse<Sql>
    return byCondition(cellsAsked(inForce, numbers, ask), printing, (cell) => test(cell, ask, printing))
  })
}

/**
 * Prints "this record's last purpose has ended": what the sweep removes. A record that a law keeps goes when that law lets it. `timeOnly`
 * leaves withdrawals aside: a probe that counts what is overdue knows no moment of a withdrawal.
 */
export function printDue(
  inForce: InForce,
  at: Date,
  { timeOnly = false }: { timeOnly?: boolean } = {},
): PrintedPredicate {
  return remembered(inForce, `due ${timeOnly}`, at, (now) => {
    const printing = { ...printingOf(inForce, now, { cases: [], directed: false }), timeOnly }
    return byCondition(cellsAsked(inForce, inForce.numbers, {}), printing, (cell) => isDue(cell, printing))
  })
}

/** Prints "a law may keep this record": its cell names one. What forgetting looks at, however much else there is about a person. */
export function printKeepable(inForce: InForce, at: Date): PrintedPredicate {
  const mayKeep = ({ limits }: Cell): boolean => limits.some(({ law }) => law !== null)
  return remembered(
    inForce,
    'keepable',
    at,
    (now) =>
    byCondition(cellsAsked(inForce, inForce.numbers, {}), printingOf(inForce, now, { cases: [], directed: false }), mayKeep), // prettier-ignore
  )
}

/** The formula over the columns of `r` and `p`, with what the question already knows. */
function printingOf(
  { newest: { policy } }: InForce,
  now: Sql,
  { cases, directed }: Pick<PredicateAsk, 'cases' | 'directed'>,
): Printing<Sql> {
  const say = sqlLanguage(
    {
      now,
      collected: sql`r.collected_at`,
      ended: sql`r.ended_at`,
      law: sql`r.law`,
      set: sql`p.set_mask`,
      on: sql`p.on_mask`,
      objected: sql`p.objected`,
      restricted: sql`p.restricted`,
      isDirected: directed,
      isCited: (list) => list.some((name) => cases.includes(name)),
    },
    policy,
  )
  return { say, surviving: survivingOf(policy) }
}

/** Only observed: no ban closes it. What a law alone keeps is not a matter of observing. */
function mayObserve(cell: Cell, ask: PredicateAsk, printing: Printing<Sql>): Test<Sql> {
  const { say } = printing
  const observed = all([say.isKeptFor([]), notBanned(cell, ask, printing)], printing)
  return any([observed, all([say.not(say.isKeptFor([])), mayUse(cell, ask, printing)], printing)], printing)
}

/** A purpose that the statement does not know is refused in either mode. */
function isKnown({ newest: { policy } }: InForce, purpose: number): boolean {
  return policy.purposes.some(({ bit }) => bit === purpose)
}

// what is printed once is kept -------------------------------------------------------------------------------------------

interface Kept {
  readonly text: string
  readonly values: readonly unknown[]
}

const kept = new WeakMap<InForce, Map<string, Kept>>()
const keptMax = 1_000

/** The predicate of a key, printed once; only the moment changes, and it is the first value. */
function remembered(inForce: InForce, key: string, at: Date, make: (now: Sql) => Test<Sql>): PrintedPredicate {
  const printed = kept.get(inForce) ?? new Map<string, Kept>()
  kept.set(inForce, printed)
  const known = printed.get(key) ?? printTest(make)
  if (printed.size >= keptMax) printed.clear()
  printed.set(key, known)
  return { text: known.text, values: [at, ...known.values.slice(1)] }
}

function printTest(make: (now: Sql) => Test<Sql>): Kept {
  const moment = bind(null)
  const now = sql`${moment}::timestamptz`
  const test = make(now)
  return print(sql`(${now} is not null and ${toSql(test)})`)
}

function cellsAsked(
  inForce: InForce,
  numbers: readonly number[],
  { product, category }: { product?: string; category?: string },
): Map<number, Cell> {
  const asked = numbers.flatMap((number) => {
    const cell = inForce.cell(number)
    if (!cell || (product !== undefined && cell.facts.product !== product)) return []
    const isOfKind = category === undefined || `${cell.facts.category}.`.startsWith(`${category}.`)
    return isOfKind ? [[number, cell] as const] : []
  })
  return new Map(asked)
}

/** Cells with the same condition share its text. */
function byCondition(cells: Map<number, Cell>, printing: Printing<Sql>, test: (cell: Cell) => Test<Sql>): Test<Sql> {
  const groups = new Map<string, { condition: Test<Sql>; numbers: number[] }>()
  for (const [number, cell] of cells) {
    const condition = test(cell)
    if (condition === false) continue
    const key = keyOf(toSql(condition))
    const group = groups.get(key) ?? { condition, numbers: [] }
    group.numbers.push(number)
    groups.set(key, group)
  }
  const tests = [...groups.values()].map(({ condition, numbers }) =>
    all<Sql>([sql`r.cell = any(${numbers}::integer[])`, condition], printing),
  )
  return any(tests, printing)
}
