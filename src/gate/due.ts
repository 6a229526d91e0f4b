// What the sweep removes, as one predicate over records: `dueAt(…) <= at` of the decision printed in SQL, so that expiry is a question
// to the database and no record is opened to be counted. Speaks of `r` (record) and `p` (choice_mask, left-joined).

import { periodWords, type Period } from '../base/index.ts'
import { endsOf, lawEndsOf, type PurposeEnd } from '../decision/index.ts'
import {
  isEmpty,
  maskOf,
  toInt64,
  type Cell,
  type Condition,
  type InForce,
  type Limit,
  type Mask,
} from '../policy/index.ts'
import { join, print, sql, type Sql } from '../sql/index.ts'
import type { Printed } from './store.ts'

const never = sql`false`
const always = sql`true`

export interface DueOptions {
  /** only limits of time, not `until withdrawal`: what a probe counts, which knows no moment of a withdrawal */
  readonly timeOnly?: boolean
}

/** Prints the predicate for a moment. Cells that end alike share one test. */
export function printDue(inForce: InForce, at: Date, options: DueOptions = {}): Printed {
  const own = grouped(inForce, (cell) => dueOf(cell, inForce, at, options))
  const laws = grouped(inForce, (cell) => lawsOver(cell, at))
  const due = sql`((r.law = '' and (${any(own)})) or (r.law <> '' and (${any(laws)})))`
  return print(due)
}

/** Cells by the test they share, each test once. */
function grouped(inForce: InForce, testOf: (cell: Cell) => Sql): readonly Sql[] {
  const tests = inForce.numbers.map((number) => ({ number, test: testOf(inForce.cell(number)!) }))
  const groups = Map.groupBy(tests, ({ test }) => JSON.stringify(print(test)))
  return [...groups.values()].map(
    (group) => sql`(r.cell = any(${group.map(({ number }) => number)}::int[]) and ${group[0]!.test})`,
  )
}

function any(tests: readonly Sql[]): Sql {
  return tests.length === 0 ? never : join(tests, ' or ')
}

function all(tests: readonly Sql[]): Sql {
  return tests.length === 0 ? always : sql`(${join(tests, ' and ')})`
}

/** Due when every purpose it is kept for has ended. */
function dueOf(cell: Cell, inForce: InForce, at: Date, options: DueOptions): Sql {
  return all(endsOf(cell).map((end) => endedOf(end, inForce, at, options)))
}

/** Ended when a limit that holds has passed; what nothing limits has ended already. */
function endedOf({ limits, given }: PurposeEnd, inForce: InForce, at: Date, { timeOnly = false }: DueOptions): Sql {
  if (limits.length === 0) return always
  const on = onMask(inForce)
  const isOff =
    timeOnly || given.length === 0
      ? never
      : all(given.map((mask) => sql`(${on} & ${toInt64(mask)}::bigint) <> ${toInt64(mask)}::bigint`))
  const passed = limits.map((limit) => sql`(${metBy(limit.when, on)} and ${passedOf(limit, at, isOff)})`)
  const unlimited = limits.every(({ when }) => when !== null)
    ? sql`not (${join(
        limits.map(({ when }) => metBy(when, on)),
        ' or ',
      )})`
    : never
  return sql`(${join([...passed, unlimited], ' or ')})`
}

/** An erased person's remains are due when the law that keeps them no longer does. */
function lawsOver(cell: Cell, at: Date): Sql {
  return any(
    lawEndsOf(cell).map(
      ({ law, ends }) =>
        sql`(r.law = ${law} and ${all(ends.map((limits) => sql`(${any(limits.map((limit) => passedOf(limit, at, never)))})`))})`,
    ),
  )
}

function passedOf({ end }: Limit, at: Date, isOff: Sql): Sql {
  if ('after' in end) return after(end.event === 'collection' ? sql`r.collected_at` : sql`r.ended_at`, end.after, at)
  if (end.until === 'withdrawal') return isOff
  return end.until === 'removal' ? never : sql`(r.ended_at is not null and r.ended_at <= ${at}::timestamptz)`
}

/** Calendar arithmetic of base/clock.ts: in UTC, clipped to the month's end; a day is 24 hours. */
function after(start: Sql, period: Period, at: Date): Sql {
  return sql`(${start} is not null and (${start} at time zone 'UTC' + ${periodWords(period)}::interval) at time zone 'UTC' <= ${at}::timestamptz)`
}

/** The person's choices that are on: decided ones as decided, the others by default. */
function onMask({ newest }: InForce): Sql {
  const preset = toInt64(
    maskOf(...newest.policy.choices.filter((choice) => choice.default === 'on').map(({ bit }) => bit)),
  )
  return sql`((coalesce(p.set_mask, 0) & coalesce(p.on_mask, 0)) | (${preset}::bigint & ~coalesce(p.set_mask, 0)))`
}

function metBy(when: Condition | null, on: Sql): Sql {
  if (when === null) return always
  if (when.cases.length > 0 || when.directed) return never
  const has = (mask: Mask): Sql =>
    isEmpty(mask) ? always : sql`(${on} & ${toInt64(mask)}::bigint) = ${toInt64(mask)}::bigint`
  const lacks = (mask: Mask): Sql => (isEmpty(mask) ? always : sql`(${on} & ${toInt64(mask)}::bigint) = 0`)
  return all([has(when.need), lacks(when.block)])
}
