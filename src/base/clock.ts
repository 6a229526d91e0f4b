// Time as a value handed in. Nothing below the composition root reads a clock of its own, and no SQL calls now().
// Calendar months and years count in UTC and are clipped to the month's end; a day is 24 hours (architecture, settled 9).

/** Gives the present moment. */
export interface Clock {
  now(): Date
}

/** The machine's own clock. A server replaces it by one that follows the database's. */
export const systemClock: Clock = { now: () => new Date() }

/** The units a period may be counted in. */
export type Unit = 'second' | 'minute' | 'hour' | 'day' | 'week' | 'month' | 'year'

/** A length of time as a statement writes it: `18 months`. */
export interface Period {
  readonly count: number
  readonly unit: Unit
}

const fixedMilliseconds: Record<Exclude<Unit, 'month' | 'year'>, number> = {
  second: 1_000,
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
  week: 604_800_000,
}

/** The moment a period after another moment: 31 January plus one month is the last day of February. */
export function addPeriod(start: Date, { count, unit }: Period): Date {
  if (unit !== 'month' && unit !== 'year') return new Date(start.getTime() + count * fixedMilliseconds[unit])
  const months = start.getUTCMonth() + (unit === 'year' ? 12 * count : count)
  const day = Math.min(start.getUTCDate(), daysInMonth(start.getUTCFullYear(), months))
  const end = new Date(start)
  end.setUTCFullYear(start.getUTCFullYear(), months, day)
  return end
}

const dayMs = 86_400_000

/** Whether the moment a period after another one has come, as `addPeriod` counts: asked of every record, so the calendar is read only where it is near. */
export function hasElapsed(start: Date, period: Period, at: Date): boolean {
  const passed = at.getTime() - start.getTime()
  const { count, unit } = period
  if (unit !== 'month' && unit !== 'year') return passed >= count * fixedMilliseconds[unit]
  const spanned = unit === 'year' ? 12 * count : count
  if (passed < spanned * shortestMonth * dayMs) return false
  return passed >= spanned * longestMonth * dayMs || addPeriod(start, period) <= at
}

const [shortestMonth, longestMonth] = [28, 31]

function daysInMonth(year: number, month: number): number {
  return new Date(Date.UTC(year, month + 1, 0)).getUTCDate()
}

/** A period in words: `18 months`, `1 day`. */
export function periodWords({ count, unit }: Period): string {
  return `${count} ${unit}${count === 1 ? '' : 's'}`
}

const months: Partial<Record<Unit, number>> = { month: 1, year: 12 }

/** The beginning of each month of four years, a leap year among them: from these a calendar period has every length it can have. */
const starts = Array.from({ length: 48 }, (_, month) => new Date(Date.UTC(2023, month, 1)))

/** Whether a period ends no later than another, wherever in the calendar both begin. */
export function isNoLonger(a: Period, b: Period): boolean {
  const [ofA, ofB] = [months[a.unit], months[b.unit]]
  if (ofA !== undefined && ofB !== undefined) return a.count * ofA <= b.count * ofB
  return starts.every((start) => addPeriod(start, a) <= addPeriod(start, b))
}
