// Whether a period has passed, by bounds first and by the calendar where it is near.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addPeriod, hasElapsed } from './clock.ts'

test('whether a period has passed is what the calendar says, from the first to the last moment that counts', () => {
  const units = ['second', 'minute', 'hour', 'day', 'week', 'month', 'year'] as const
  const day = 86_400_000
  const start = fc.integer({ min: 0, max: 60_000 }).map((days) => new Date(days * day + 3_723_004))
  fc.assert(
    fc.property(start, fc.integer({ min: 0, max: 400 }), fc.constantFrom(...units), fc.integer({ min: -day, max: day }), (from, count, unit, off) => {
      const end = addPeriod(from, { count, unit })
      for (const at of [end.getTime() + off, end.getTime() - 1, end.getTime(), end.getTime() + 1].map((time) => new Date(time)))
        expect(hasElapsed(from, { count, unit }, at)).toBe(end <= at)
    }),
  ) // prettier-ignore
})
