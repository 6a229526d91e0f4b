// Until when, in the words people read beside each thing: "11 October 2027, or until you clear it".

import { periodWords } from '../base/index.ts'
import type { Cell, Limit, Policy, Standing } from '../policy/index.ts'
import { dueAt, holdingLimits, limitEnd, type Dated } from './limits.ts'
import { dayWords } from './words.ts'

/** Until when a record stays: its date where it has one, what it waits for where it has none, and what ends it before. */
export function untilWords(policy: Policy, cell: Cell, record: Dated, standing: Standing): string {
  const limits = holdingLimits(cell.limits, standing)
  const due = dueAt(cell, record, standing)
  const waiting = limits.flatMap((limit) => waitingWords(policy, cell, limit, record))
  const acts = limits.flatMap(({ end }) => ('until' in end ? (actWords[end.until] ?? []) : []))
  const parts = [...new Set([...(due ? [`until ${dayWords(due)}`] : waiting), ...acts])]
  return parts.length === 0 ? 'as long as you have it here' : parts.join(', or ')
}

const actWords: Readonly<Record<string, string>> = {
  removal: 'until you clear it',
  withdrawal: 'until you take your yes back',
}

/** A limit without a date yet: `until 3 years after purchase`. */
function waitingWords({ events }: Policy, cell: Cell, limit: Limit, record: Dated): readonly string[] {
  if (limitEnd(cell, limit, record, false) !== null) return []
  const { end } = limit
  const label = (name: string): string => events.find((event) => event.name === name)?.label ?? name
  if ('after' in end) return [`until ${periodWords(end.after)} after ${label(end.event)}`]
  return end.until in actWords ? [] : [`until ${label(end.until)}`]
}
