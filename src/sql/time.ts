// Times in SQL as base/clock.ts counts them: months and years by the calendar in UTC, clipped to the month's end; a day is 24 hours.
// The session's time zone changes nothing.

import type { Period } from '../base/index.ts'
import { sql, type Sql } from './sql.ts'

const seconds: Record<Exclude<Period['unit'], 'month' | 'year'>, number> = {
  second: 1,
  minute: 60,
  hour: 3_600,
  day: 86_400,
  week: 604_800,
}

/** The moment a period after another, a timestamptz; null after null. */
export function later(start: Sql, { count, unit }: Period): Sql {
  if (unit !== 'month' && unit !== 'year')
    return sql`(${start} + make_interval(secs => ${count * seconds[unit]}::double precision))`
  const months = unit === 'year' ? 12 * count : count
  return sql`((${start} at time zone 'UTC' + make_interval(months => ${months}::integer)) at time zone 'UTC')`
}
