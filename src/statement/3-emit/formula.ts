// The formula of a use, once for every language it is printed in (architecture, "The waist"): the SQL predicate, the row guard and Cedar
// each say what a fact is, this file says which facts are asked. What is known when printing is folded away.

import type { Period } from '../../base/index.ts'
import {
  bitsOf, endedBy, hands, has, isEmpty, maskOf, mechanismsFor, namedByLaw, partOf, partsOf, servedBy, zonesLeft,
  type Ban, type Basis, type Cell, type Condition, type Form, type Hand, type Limit, type Mask, type Policy, type Recipient, type Row, type Use,
} from '../../policy/index.ts' // prettier-ignore

/** A test: true or false already, or a text that a record and a person decide. */
export type Test<T> = boolean | T

/** A language that the formula is printed in: how it joins tests, and how it asks what is not known when printing. */
export interface Language<T> {
  /** two tests or more */
  all(tests: readonly T[]): T
  any(tests: readonly T[]): T
  not(test: T): T
  /** equal tests have equal keys */
  keyOf(test: T): string
  /** every one of these choices is on; never asked of none */
  isOn(choices: Mask): T
  /** none of these choices is on */
  isOff(choices: Mask): T
  /** one of these cases is cited */
  isCited(cases: readonly string[]): Test<T>
  /** the person's own act */
  readonly isDirected: Test<T>
  readonly isRestricted: T
  /** the person objected to the purpose of this bit */
  isObjected(purpose: number): T
  /** so long after the record's beginning, or after the moment of its event, has come; false while that moment is not there */
  hasCome(from: 'collected' | 'ended', after: Period | null): T
  /** the day is not before the first, and not after the last one: dates like 2026-11-21, in UTC */
  isWithinDays(first: string, last: string | null): T
  /** no law keeps the record, or one of these */
  isKeptFor(laws: readonly string[]): T
  /** this law keeps the record */
  isKeptBy(law: string): T
}

/** What is printed, and in what. */
export interface Printing<T> {
  readonly say: Language<T>
  /** purposes that go on while processing is restricted */
  readonly surviving: Mask
  /** a withdrawal ends nothing: who counts what is overdue knows no moment of one */
  readonly timeOnly?: boolean
}

/** A use as far as the cell's rows tell it apart. */
export interface Way {
  readonly purpose: number
  readonly hand: Hand
  readonly form: Form
}

/** Purposes that go on while processing is restricted. */
export function survivingOf({ purposes }: Policy): Mask {
  return maskOf(...purposes.filter(({ survives }) => survives).map(({ bit }) => bit))
}

// joining ----------------------------------------------------------------------------------------------------------------

/** All of them; each said once. */
export function all<T>(tests: readonly Test<T>[], { say }: Printing<T>): Test<T> {
  if (tests.includes(false)) return false
  const open = distinct(tests, say)
  return open.length === 0 ? true : open.length === 1 ? open[0]! : say.all(open)
}

/** Any of them; each said once. */
export function any<T>(tests: readonly Test<T>[], { say }: Printing<T>): Test<T> {
  if (tests.includes(true)) return true
  const open = distinct(tests, say)
  return open.length === 0 ? false : open.length === 1 ? open[0]! : say.any(open)
}

export function not<T>(test: Test<T>, { say }: Printing<T>): Test<T> {
  return typeof test === 'boolean' ? !test : say.not(test)
}

function distinct<T>(tests: readonly Test<T>[], say: Language<T>): readonly T[] {
  const open = tests.filter((test) => typeof test !== 'boolean') as T[] // what is left of Test<T>
  return open.length < 2 ? open : [...new Map(open.map((test) => [say.keyOf(test), test])).values()]
}

// uses -------------------------------------------------------------------------------------------------------------------

/** The row of a cell for a hand and a form. */
export function rowFor({ rows }: Cell, { hand, form }: Way): Row | undefined {
  return rows.find((row) => row.hand === hand && row.form === form)
}

/** May a record of this cell be used so? No place is asked. */
export function mayUse<T>(cell: Cell, way: Way, printing: Printing<T>): Test<T> {
  return all([isOpened(cell, way, printing), notBanned(cell, way, printing)], printing)
}

/** No `never` closes it, and nothing that its source forbids. */
export function notBanned<T>(cell: Cell, way: Way, printing: Printing<T>): Test<T> {
  return notBannedIn(rowFor(cell, way), way.purpose, printing)
}

function notBannedIn<T>(row: Row | undefined, purpose: number, printing: Printing<T>): Test<T> {
  if (!row) return true
  if (has(row.never, purpose) || has(row.barred, purpose)) return false
  return all(
    bansOf(row, purpose).map((ban) => not(holds(ban, printing), printing)),
    printing,
  )
}

/** Every term of the formula but the bans. */
export function isOpened<T>(cell: Cell, way: Way, printing: Printing<T>): Test<T> {
  return isOpenedIn(cell, rowFor(cell, way), way.purpose, printing)
}

function isOpenedIn<T>(cell: Cell, row: Row | undefined, purpose: number, printing: Printing<T>): Test<T> {
  const { say, surviving } = printing
  if (!row || !isBit(purpose) || !has(row.based, purpose) || has(row.never, purpose) || has(row.barred, purpose)) return false // prettier-ignore
  const uses = usesOf(row, purpose)
  if (uses.some(({ cap }) => cap !== null)) return false // whoever asks has drawn nothing
  const isOff = isWithdrawn(uses, printing)
  const limits = limitsOf(cell, purpose)
  return all<T>(
    [
      has(surviving, purpose) ? true : say.not(say.isRestricted),
      ...uses.flatMap(({ given, when }) => [isOn(given, printing), isMet(when, printing)]),
      has(row.objectable, purpose) ? say.not(say.isObjected(purpose)) : true,
      ...limits.map((limit) => not(hasPassed(cell, limit, isOff, printing), printing)),
      ...partsOf(cell).map((part) => any(limits.filter((one) => partOf(one) === part).map((limit) => limitHolds(limit, printing)), printing)), // prettier-ignore
      say.isKeptFor(lawsNaming(cell, purpose)),
    ],
    printing,
  )
}

/** The uses behind a purpose of a row. */
export function usesOf(row: Row | undefined, purpose: number): readonly Use[] {
  return (row?.uses ?? []).filter((use) => use.purpose === purpose)
}

/** The bans behind a purpose of a row. */
export function bansOf({ bans }: Row, purpose: number): readonly Ban[] {
  return bans.filter(({ purposes }) => has(purposes, purpose))
}

/** A ban holds when its `when` does and its `unless` does not. */
export function holds<T>({ when, unless }: Pick<Ban, 'when' | 'unless'>, printing: Printing<T>): Test<T> {
  return all(
    [when === null || isMet(when, printing), unless === null || not(isMet(unless, printing), printing)],
    printing,
  )
}

function isBit(purpose: number): boolean {
  return purpose >= 0 && purpose < 64
}

// sharing ----------------------------------------------------------------------------------------------------------------

/** A share as far as a cell's rows tell it apart. */
export interface ShareWay {
  readonly recipient: Recipient
  readonly form: Form
  readonly purpose: number
}

/** A recipient's row of a cell, read like one of ours. */
export function shareRowFor({ shares = [] }: Cell, { recipient, form }: Omit<ShareWay, 'purpose'>): Row | undefined {
  const found = shares.find((row) => row.recipient === recipient.name && row.form === form)
  if (!found) return undefined
  const { shares: lines, stretched: _stretched, ...row } = found
  return { ...row, hand: 'machines', uses: lines.map((share): Use => ({ ...share, basis: share.basis ?? ours, cap: null })) } // prettier-ignore
}

/** Whoever acts for us has no basis of its own: ours is asked beside it (law 12). */
const ours: Basis = { kind: 'instruction', name: null }

/** Every term of a share but the bans of the recipient's own row: what it rests on, our own use, the list of that day, the places it works from. */
export function isShared<T>(cell: Cell, way: ShareWay, policy: Policy, printing: Printing<T>): Test<T> {
  const { recipient, purpose, form } = way
  const row = shareRowFor(cell, way)
  const own = (hand: Hand): Test<T> => mayUse(cell, { hand, form, purpose }, printing)
  return all<T>(
    [
      isOpenedIn(cell, row, purpose, printing),
      recipient.role === 'ours' ? any(hands.map(own), printing) : true,
      printing.say.isWithinDays(recipient.since, recipient.until),
      ...recipient.at.map((place) => mayLieAt(cell, place, recipient.under, policy, printing)),
    ],
    printing,
  )
}

/** No `never store` closes a place, and it lies within the person's zones or under a mechanism of that day (LOC-04). */
function mayLieAt<T>(
  { facts, storeBans }: Cell,
  place: string,
  under: readonly string[],
  policy: Policy,
  printing: Printing<T>,
): Test<T> {
  const bans = storeBans.filter(({ places }) => places.length === 0 || places.includes(place))
  const zones = zonesLeft(policy, { where: facts.where, place })
  return all(
    [
      ...bans.map((ban) => not(holds(ban, printing), printing)),
      ...zones.map((zone) => any(mechanismsFor(policy, zone, { place, under }).map(({ valid }) => printing.say.isWithinDays(valid.from, valid.until)), printing)), // prettier-ignore
    ],
    printing,
  )
}

// ends -------------------------------------------------------------------------------------------------------------------

/** Every purpose the record is kept for has ended; under a law's key, every purpose that law names. */
export function isDue<T>(cell: Cell, printing: Printing<T>): Test<T> {
  const { say } = printing
  const served = bitsOf(servedBy(cell))
  const own = served.length === 0 ? say.hasCome('collected', null) : all(served.map((purpose) => hasEnded(cell, purpose, printing)), printing) // prettier-ignore
  const laws = lawsOf(cell).map((law) => {
    const named = bitsOf(namedByLaw(cell, law))
    return all([say.isKeptBy(law), ...named.map((purpose) => lawHasEnded(cell, purpose, printing))], printing)
  })
  return any([all([say.isKeptFor([]), own], printing), ...laws], printing)
}

/** Some limit of the purpose that always holds has passed. */
function lawHasEnded<T>(cell: Cell, purpose: number, printing: Printing<T>): Test<T> {
  const own = limitsOf(cell, purpose).filter(({ when }) => when === null)
  return any(own.map((limit) => hasCome(cell, limit, false, printing)), printing) // prettier-ignore
}

/** Some limit of the purpose has passed, or none holds. */
function hasEnded<T>(cell: Cell, purpose: number, printing: Printing<T>): Test<T> {
  const rows = cell.rows.filter(({ based }) => has(based, purpose))
  const isOff = rows.length > 0 && all(rows.map((row) => isWithdrawn(usesOf(row, purpose), printing)), printing) // prettier-ignore
  const limits = limitsOf(cell, purpose)
  const unlimited = not(any(limits.map((limit) => limitHolds(limit, printing)), printing), printing) // prettier-ignore
  return any(
    [
      all([unlimited, printing.say.hasCome('collected', null)], printing),
      ...limits.map((limit) => hasPassed(cell, limit, isOff, printing)),
    ],
    printing,
  )
}

function limitHolds<T>({ when }: Limit, printing: Printing<T>): Test<T> {
  return when === null || isMet(when, printing)
}

/** A limit that holds has passed: at its very end, never a moment later. */
function hasPassed<T>(cell: Cell, limit: Limit, isOff: Test<T>, printing: Printing<T>): Test<T> {
  return all([limitHolds(limit, printing), hasCome(cell, limit, isOff, printing)], printing)
}

function hasCome<T>(cell: Cell, limit: Limit, isOff: Test<T>, printing: Printing<T>): Test<T> {
  const { say, timeOnly = false } = printing
  const by = endedBy(cell, limit)
  if (by === 'removal') return false
  if (by === 'withdrawal') return timeOnly ? false : all([isOff, say.hasCome('collected', null)], printing)
  const after = 'after' in limit.end ? limit.end.after : null
  return say.hasCome(by === 'time after collection' ? 'collected' : 'ended', after)
}

function limitsOf({ limits }: Cell, purpose: number): readonly Limit[] {
  return limits.filter(({ purposes }) => has(purposes, purpose))
}

function lawsOf({ limits }: Cell): readonly string[] {
  return [...new Set(limits.flatMap(({ law }) => law ?? []))]
}

function lawsNaming(cell: Cell, purpose: number): readonly string[] {
  return lawsOf(cell).filter((law) => has(namedByLaw(cell, law), purpose))
}

// conditions -------------------------------------------------------------------------------------------------------------

function isMet<T>({ need, block, cases, directed }: Condition, printing: Printing<T>): Test<T> {
  const { say } = printing
  return all<T>(
    [
      directed ? say.isDirected : true,
      ...cases.map((list) => say.isCited(list)),
      isOn(need, printing),
      isEmpty(block) ? true : say.isOff(block),
    ],
    printing,
  )
}

function isOn<T>(choices: Mask, { say }: Printing<T>): Test<T> {
  return isEmpty(choices) ? true : say.isOn(choices)
}

/** A consent that these uses rest on is off. */
function isWithdrawn<T>(uses: readonly Use[], printing: Printing<T>): Test<T> {
  const on = uses.map(({ given }) => isOn(given, printing))
  return not(all(on, printing), printing)
}
