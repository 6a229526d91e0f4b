// How often a sign-in may be tried: counted in the database, so that all processes share it, for aliases that exist and for those that
// do not alike. Counted before the password is looked at, forgotten when it was right.

import { Failure, type Clock } from '../../base/index.ts'
import type { Queries } from '../stores/index.ts'

/** So many tries in so many minutes for one alias. */
const attemptLimit = { count: 10, minutes: 15 } as const

/** Counts the tries of aliases. */
export interface Attempts {
  /** One try more. Failure `too_many_requests` with the seconds to wait, whatever the password is. */
  count(alias: string): Promise<void>
  forget(alias: string): Promise<void>
}

/** Counts on the table `accounts.attempt`. */
export function createAttempts(db: Queries, clock: Clock): Attempts {
  const windowMs = attemptLimit.minutes * 60_000
  return {
    async count(alias) {
      const now = clock.now()
      const old = new Date(now.getTime() - windowMs)
      await db.query('delete from accounts.attempt t where t.since <= $1', [old])
      const [row] = await db.query<{ count: number; since: Date }>(oneMore, [alias, now])
      if (!row || row.count <= attemptLimit.count) return
      const seconds = Math.ceil((row.since.getTime() + windowMs - now.getTime()) / 1000)
      throw new Failure('too_many_requests', { seconds })
    },
    async forget(alias) {
      await db.query('delete from accounts.attempt t where t.alias = $1', [alias])
    },
  }
}

const oneMore = `
  insert into accounts.attempt as t (alias, since, count) values ($1, $2, 1)
  on conflict (alias) do update set count = t.count + 1
  returning t.count, t.since`
