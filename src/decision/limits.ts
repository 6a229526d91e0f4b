// When things end: the moment a limit passes, a purpose ends, a record leaves, and what a law still keeps. Calendar periods count in UTC
// (base/clock.ts); a limit has passed at its very end, never a moment later.

import { addPeriod, hasElapsed } from '../base/index.ts'
import { bitsOf, covers, endedBy, has, maskOf, namedByLaw, servedBy, type Cell, type Limit, type Mask, type Standing } from '../policy/index.ts' // prettier-ignore
import { indexOf, isMet, type PurposeEntry } from './cell-index.ts'

/** The facts of a record that its limits count from. `endedAt`: when the event that starts or ends a period happened; null: not yet. */
export interface Dated {
  readonly collectedAt: Date
  readonly endedAt: Date | null
}

/** What a law still keeps. `until` is null while the event its period counts from has not happened. */
export interface LawHold {
  readonly law: string
  readonly clause: string
  readonly until: Date | null
  /** the only purposes it may still serve */
  readonly purposes: Mask
}

/** Nobody cites a case or acts for themselves when a record's end is counted. */
const noAct = { cases: [], directed: false }

/**
 * The moment a limit of a cell counts from; null: none yet. `until removal` has none, as removing removes the record itself. A withdrawn
 * consent ended `until withdrawal` at an unknown moment: the record's own beginning stands for it.
 */
function beginning(cell: Cell, limit: Limit, { collectedAt, endedAt }: Dated, isWithdrawn: boolean): Date | null {
  const by = endedBy(cell, limit)
  if (by === 'removal') return null
  if (by === 'withdrawal') return isWithdrawn ? collectedAt : null
  return by === 'time after collection' ? collectedAt : endedAt
}

/** The moment a limit of a cell passes; null: no date yet. */
export function limitEnd(cell: Cell, limit: Limit, record: Dated, isWithdrawn: boolean): Date | null {
  const start = beginning(cell, limit, record, isWithdrawn)
  return start && 'after' in limit.end ? addPeriod(start, limit.end.after) : start
}

/** Whether the moment of `limitEnd` has come. Asked of every record, so no date is made where none is told. */
export function isOver(cell: Cell, limit: Limit, act: Dated & { readonly at: Date }, isWithdrawn: boolean): boolean {
  const start = beginning(cell, limit, act, isWithdrawn)
  if (start === null) return false
  return 'after' in limit.end ? hasElapsed(start, limit.end.after, act.at) : start <= act.at
}

/** Whether a consent that these uses rest on is off. */
export function isWithdrawn({ uses }: Pick<PurposeEntry, 'uses'>, on: Mask): boolean {
  return uses.some(({ given }) => !covers(on, given))
}

/** Limits of an entry that hold for this person now, those with a condition only while it is met. */
export function holdingLimits(limits: readonly Limit[], standing: Standing): readonly Limit[] {
  return limits.filter(({ when }) => when === null || isMet(when, standing.on, noAct))
}

/** When a purpose ends for a record: the first of its limits to pass. Null: no date yet. What nothing limits has ended already. */
export function endOf(cell: Cell, purpose: number, record: Dated, standing: Standing): Date | null {
  const entries = entriesUsing(cell, purpose)
  const isOff = entries.length > 0 && entries.every((entry) => isWithdrawn(entry, standing.on))
  const limits = holdingLimits(
    cell.limits.filter(({ purposes }) => has(purposes, purpose)),
    standing,
  )
  if (limits.length === 0) return record.collectedAt
  return limits.map((limit) => limitEnd(cell, limit, record, isOff)).reduce(earlier)
}

/** When a record's last purpose ends: the sweep removes it from then on. Null while one of them has no date. */
export function dueAt(cell: Cell, record: Dated, standing: Standing): Date | null {
  const ends = bitsOf(servedBy(cell)).map((purpose) => endOf(cell, purpose, record, standing))
  return ends.length === 0 ? record.collectedAt : ends.reduce(later)
}

/** The rows that use a purpose. */
function entriesUsing(cell: Cell, purpose: number): readonly PurposeEntry[] {
  return indexOf(cell)
    .entries(purpose)
    .filter(({ based }) => based)
}

/** What laws still keep of a record after an erasure, one entry a law, while a purpose it names has not ended. */
export function lawsHolding(cell: Cell, record: Dated, at: Date): readonly LawHold[] {
  const laws = [...new Set(cell.limits.flatMap(({ law }) => law ?? []))]
  return laws.flatMap((law) => holdOf(law, cell, record, at) ?? [])
}

function holdOf(law: string, cell: Cell, record: Dated, at: Date): LawHold | null {
  const ends = bitsOf(namedByLaw(cell, law)).map((purpose) => {
    const own = cell.limits.filter(({ purposes, when }) => when === null && has(purposes, purpose))
    return { purpose, until: own.map((limit) => limitEnd(cell, limit, record, false)).reduce(earlier) }
  })
  const open = ends.filter(({ until }) => until === null || until > at)
  if (open.length === 0) return null
  const { clause } = cell.limits.findLast((limit) => limit.law === law)!
  const purposes = maskOf(...open.map(({ purpose }) => purpose))
  return { law, clause, until: open.map((end) => end.until).reduce(later), purposes }
}

function earlier(a: Date | null, b: Date | null): Date | null {
  if (a === null || b === null) return a ?? b
  return a <= b ? a : b
}

function later(a: Date | null, b: Date | null): Date | null {
  return a === null || b === null ? null : a >= b ? a : b
}
