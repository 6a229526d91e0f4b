// The formula once more, as SQL: which records may be used so now, and which are due to go (docs/spec/decision.md, "The predicate").
// Reads `r`, a row of `record` (cell, collected_at, ended_at, law), and `p`, the person's row of `choice_mask`, all null where there is
// none; defaults are folded in here. Cells with equal conditions share one. Calendar periods count in UTC whatever the session's zone.

import {
  bitsOf, endedBy, has, maskOf, namedByLaw, partOf, partsOf, servedBy, toInt64,
  type Ban, type Cell, type Condition, type Form, type Hand, type InForce, type Limit, type Mask, type Mode, type Row, type Use,
} from '../../policy/index.ts' // prettier-ignore
import { bind, join, later, print, sql, type Sql } from '../../sql/index.ts'

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
    const asking: Asking = { ...ask, on: onOf(inForce), now, surviving: survivingOf(inForce), timeOnly: false }
    const observes = ask.mode === 'observe' && isKnown(inForce, ask.purpose)
    const numbers = observes ? [...inForce.numbers, ...inForce.uncovered(ask)] : inForce.numbers
    const test = observes ? mayObserve : mayUse
    return byCondition(cellsAsked(inForce, numbers, ask), (cell) => test(cell, asking))
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
    const asking: Asking = { cases: [], directed: false, on: onOf(inForce), now, surviving: maskOf(), timeOnly }
    return byCondition(cellsAsked(inForce, inForce.numbers, {}), (cell) => isDue(cell, asking))
  })
}

/** Prints "a law may keep this record": its cell names one. What forgetting looks at, however much else there is about a person. */
export function printKeepable(inForce: InForce, at: Date): PrintedPredicate {
  const mayKeep = ({ limits }: Cell): boolean => limits.some(({ law }) => law !== null)
  return remembered(inForce, 'keepable', at, () => byCondition(cellsAsked(inForce, inForce.numbers, {}), mayKeep))
}

/** What a condition is printed from: what is known now, and the SQL of what is not. */
interface Asking {
  readonly purpose?: number
  readonly hand?: Hand
  readonly form?: Form
  readonly cases: readonly string[]
  readonly directed: boolean
  /** choices of the person that are on, defaults included */
  readonly on: Sql
  readonly now: Sql
  /** purposes that go on while processing is restricted */
  readonly surviving: Mask
  /** a withdrawal ends nothing */
  readonly timeOnly: boolean
}

// what is printed once is kept -------------------------------------------------------------------------------------------

interface Kept {
  readonly text: string
  readonly values: readonly unknown[]
}

const kept = new WeakMap<InForce, Map<string, Kept>>()
const keptMax = 1_000

/** The predicate of a key, printed once; only the moment changes, and it is the first value. */
function remembered(inForce: InForce, key: string, at: Date, make: (now: Sql) => Test): PrintedPredicate {
  const printed = kept.get(inForce) ?? new Map<string, Kept>()
  kept.set(inForce, printed)
  const known = printed.get(key) ?? printTest(make)
  if (printed.size >= keptMax) printed.clear()
  printed.set(key, known)
  return { text: known.text, values: [at, ...known.values.slice(1)] }
}

function printTest(make: (now: Sql) => Test): Kept {
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
function byCondition(cells: Map<number, Cell>, test: (cell: Cell) => Test): Test {
  const groups = new Map<string, { condition: Test; numbers: number[] }>()
  for (const [number, cell] of cells) {
    const condition = test(cell)
    if (condition === false) continue
    const key = keyOf(condition)
    const group = groups.get(key) ?? { condition, numbers: [] }
    group.numbers.push(number)
    groups.set(key, group)
  }
  return any(
    [...groups.values()].map(({ condition, numbers }) => all([sql`r.cell = any(${numbers}::integer[])`, condition])),
  )
}

// tests: what is known now is folded away --------------------------------------------------------------------------------

type Test = boolean | Sql

function all(tests: readonly Test[]): Test {
  if (tests.includes(false)) return false
  const open = tests.filter((test) => typeof test !== 'boolean')
  return open.length === 0 ? true : open.length === 1 ? open[0]! : sql`(${join(open, ' and ')})`
}

/** All of them, each said once. */
function once(tests: readonly Test[]): Test {
  return all([...new Map(tests.map((test) => [keyOf(test), test])).values()])
}

function keyOf(test: Test): string {
  const { text, values } = print(toSql(test))
  return JSON.stringify([text, values])
}

function any(tests: readonly Test[]): Test {
  if (tests.includes(true)) return true
  const open = tests.filter((test) => typeof test !== 'boolean')
  return open.length === 0 ? false : open.length === 1 ? open[0]! : sql`(${join(open, ' or ')})`
}

function not(test: Test): Test {
  return typeof test === 'boolean' ? !test : sql`not ${test}`
}

function toSql(test: Test): Sql {
  return typeof test === 'boolean' ? (test ? sql`true` : sql`false`) : test
}

// the formula ------------------------------------------------------------------------------------------------------------

function mayUse(cell: Cell, asking: Asking): Test {
  const { purpose = -1, hand, form, surviving } = asking
  const row = cell.rows.find((one) => one.hand === hand && one.form === form)
  if (!row || purpose < 0 || purpose > 63 || !has(row.based, purpose)) return false
  if (has(row.never, purpose) || has(row.barred, purpose)) return false
  const bit = sql`${toInt64(maskOf(purpose))}::bigint`
  return all([
    ...row.bans.filter(({ purposes }) => has(purposes, purpose)).map((ban) => not(holds(ban, asking))),
    has(surviving, purpose) ? true : sql`not coalesce(p.restricted, false)`,
    ...usesOf(row, purpose).flatMap(({ given, when }) => [isOn(given, asking), isMet(when, asking)]),
    has(row.objectable, purpose) ? sql`(coalesce(p.objected, 0) & ${bit}) = 0` : true,
    ...limitsOf(cell, purpose).map((limit) =>
      not(hasPassed(cell, limit, isWithdrawn(usesOf(row, purpose), asking), asking)),
    ),
    ...partsOf(cell).map((part) => any(limitsOf(cell, purpose).filter((one) => partOf(one) === part).map((limit) => limitHolds(limit, asking)))), // prettier-ignore
    sql`r.law = any(${['', ...lawsNaming(cell, purpose)]}::text[])`,
  ])
}

/** Only observed: no ban closes it. What a law alone keeps is not a matter of observing. */
function mayObserve(cell: Cell, asking: Asking): Test {
  return any([all([sql`r.law = ''`, notBanned(cell, asking)]), all([sql`r.law <> ''`, mayUse(cell, asking)])])
}

function notBanned(cell: Cell, asking: Asking): Test {
  const { purpose = -1, hand, form } = asking
  const row = cell.rows.find((one) => one.hand === hand && one.form === form)
  if (!row) return true
  if (has(row.never, purpose) || has(row.barred, purpose)) return false
  return all(row.bans.filter(({ purposes }) => has(purposes, purpose)).map((ban) => not(holds(ban, asking))))
}

/** Every purpose the record is kept for has ended; under a law's key, every purpose that law names. */
function isDue(cell: Cell, asking: Asking): Test {
  const served = bitsOf(servedBy(cell))
  const own = served.length === 0 ? hasBegun(asking) : once(served.map((purpose) => hasEnded(cell, purpose, asking)))
  const laws = [...new Set(cell.limits.flatMap(({ law }) => law ?? []))].map((law) => {
    const named = bitsOf(namedByLaw(cell, law))
    return all([sql`r.law = ${law}`, once(named.map((purpose) => lawHasEnded(cell, purpose, asking)))])
  })
  return any([all([sql`r.law = ''`, own]), ...laws])
}

function hasBegun({ now }: Asking): Test {
  return sql`r.collected_at <= ${now}`
}

/** Some limit of the purpose that always holds has passed. */
function lawHasEnded(cell: Cell, purpose: number, asking: Asking): Test {
  const own = limitsOf(cell, purpose).filter(({ when }) => when === null)
  return any(own.map((limit) => hasCome(cell, limit, false, asking)))
}

/** Some limit of the purpose has passed, or none holds. */
function hasEnded(cell: Cell, purpose: number, asking: Asking): Test {
  const rows = cell.rows.filter(({ based }) => has(based, purpose))
  const isOff = rows.length > 0 && all(rows.map((row) => isWithdrawn(usesOf(row, purpose), asking)))
  const limits = limitsOf(cell, purpose)
  const unlimited = not(any(limits.map((limit) => limitHolds(limit, asking))))
  return any([all([unlimited, hasBegun(asking)]), ...limits.map((limit) => hasPassed(cell, limit, isOff, asking))])
}

function limitHolds({ when }: Limit, asking: Asking): Test {
  return when === null || isMet(when, asking)
}

/** A limit that holds has passed: at its very end, never a moment later. */
function hasPassed(cell: Cell, limit: Limit, isOff: Test, asking: Asking): Test {
  return all([limitHolds(limit, asking), hasCome(cell, limit, isOff, asking)])
}

function hasCome(cell: Cell, limit: Limit, isOff: Test, { now, timeOnly }: Asking): Test {
  const by = endedBy(cell, limit)
  if (by === 'removal') return false
  if (by === 'withdrawal') return !timeOnly && all([isOff, sql`r.collected_at <= ${now}`])
  const start = by === 'time after collection' ? sql`r.collected_at` : sql`r.ended_at`
  return sql`coalesce(${'after' in limit.end ? later(start, limit.end.after) : start} <= ${now}, false)`
}

// conditions -------------------------------------------------------------------------------------------------------------

function holds({ when, unless }: Ban, asking: Asking): Test {
  return all([when === null || isMet(when, asking), unless === null || not(isMet(unless, asking))])
}

function isMet({ need, block, cases, directed }: Condition, asking: Asking): Test {
  const known =
    (!directed || asking.directed) && cases.every((list) => list.some((name) => asking.cases.includes(name)))
  return known && all([isOn(need, asking), isOff(block, asking)])
}

function isOn(mask: Mask, { on }: Asking): Test {
  if (mask[0] === 0 && mask[1] === 0) return true
  const bits = bind(toInt64(mask))
  return sql`(${on} & ${bits}::bigint) = ${bits}::bigint`
}

function isOff(mask: Mask, { on }: Asking): Test {
  return mask[0] === 0 && mask[1] === 0 ? true : sql`(${on} & ${toInt64(mask)}::bigint) = 0`
}

/** A consent that these uses rest on is off. */
function isWithdrawn(uses: readonly Use[], asking: Asking): Test {
  return not(all(uses.map(({ given }) => isOn(given, asking))))
}

/** Choices on: those the person turned on, and the defaults of those never decided. */
function onOf({ newest: { policy } }: InForce): Sql {
  const defaults = maskOf(...policy.choices.filter((choice) => choice.default === 'on').map(({ bit }) => bit))
  return sql`(coalesce(p.on_mask, 0) | (${bind(toInt64(defaults))}::bigint & ~coalesce(p.set_mask, 0)))`
}

// what a cell says of a purpose ------------------------------------------------------------------------------------------

/** A purpose that the statement does not know is refused in either mode. */
function isKnown({ newest: { policy } }: InForce, purpose: number): boolean {
  return policy.purposes.some(({ bit }) => bit === purpose)
}

function survivingOf({ newest: { policy } }: InForce): Mask {
  return maskOf(...policy.purposes.filter(({ survives }) => survives).map(({ bit }) => bit))
}

function usesOf({ uses }: Row, purpose: number): readonly Use[] {
  return uses.filter((use) => use.purpose === purpose)
}

function limitsOf({ limits }: Cell, purpose: number): readonly Limit[] {
  return limits.filter(({ purposes }) => has(purposes, purpose))
}

function lawsNaming(cell: Cell, purpose: number): readonly string[] {
  const laws = new Set(cell.limits.flatMap(({ law }) => law ?? []))
  return [...laws].filter((law) => has(namedByLaw(cell, law), purpose))
}
