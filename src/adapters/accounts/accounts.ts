// Who has an account: an alias, a password's hash, sessions. An alias is made of a blind token, so this directory holds no address, no
// name, no network address. Somebody without an account is answered like somebody with a wrong password, in as much time.

import { isAPIError } from 'better-auth/api'
import { Failure, type Clock } from '../../base/index.ts'
import type { Holder } from '../../plans/index.ts'
import type { Database, Queries } from '../stores/index.ts'
import { createAttempts } from './attempts.ts'
import { openAuth, passwordLength, sessionDays } from './auth.ts'
import { createAccountsHolder, type AccountsHolderParts } from './holder.ts'
import { eraseRows } from './rows.ts'

/** What accounts are made of. */
interface AccountsParts {
  readonly db: Database
  /** signs session cookies: 64 characters of random hexadecimal */
  readonly secret: string
  readonly origin: string
  readonly clock: Clock
}

/** The directory of accounts. An alias is `<hex of the blind token>@alias.invalid`. */
export interface Accounts {
  /** Opens an account. Failure `conflict` where the alias has one, `input_invalid` for a password too short or too long. */
  open(alias: string, password: string): Promise<void>
  /** Cookies of a new session. Failure `sign_in_refused`, the same for a wrong password and an unknown alias; `too_many_requests`. */
  signIn(alias: string, password: string): Promise<{ readonly cookies: readonly string[] }>
  /** Whose session a request's cookie is, and when its sign-in was; null where it is none, or ended. */
  session(headers: Headers): Promise<{ readonly alias: string; readonly signedInAt: Date } | null>
  /** Ends the session of a request's cookie; answers the cookies that clear it. */
  signOut(headers: Headers): Promise<readonly string[]>
  /** Removes everything about an alias, sessions first. Answers how many rows went; 0 when repeated. */
  erase(alias: string): Promise<number>
  find(alias: string): Promise<boolean>
  /** The directory as a holder of people's data. */
  holder(parts: AccountsHolderParts): Holder
}

/** what better-auth wants where we know no name */
const noName = 'account'

/** Opens the directory on the database's schema `accounts`. */
export function createAccounts({ db, secret, origin, clock }: AccountsParts): Accounts {
  const auth = openAuth({ pool: db.pool, secret, origin, clock })
  const attempts = createAttempts(db, clock)
  const bornAfter = (): Date => new Date(clock.now().getTime() - sessionDays * 86_400_000)
  return {
    async open(alias, password) {
      refuseAddress(alias)
      const id = await told(() => auth.api.signUpEmail({ body: { email: alias, password, name: noName } })).then(
        ({ user }) => user.id,
        async (cause: unknown) => {
          if (await hasAccount(db, alias)) return null
          throw cause
        },
      )
      // an alias that was taken is answered with a user that does not exist, or refused by the database
      const [row] = await db.query<{ id: string }>(`select u.id from accounts."user" u where u.email = $1`, [alias])
      if (row?.id !== id) throw new Failure('conflict', { account: 'exists' })
    },
    async signIn(alias, password) {
      refuseAddress(alias)
      await attempts.count(alias)
      const { headers } = await told(() =>
        auth.api.signInEmail({ body: { email: alias, password }, returnHeaders: true }),
      )
      await attempts.forget(alias)
      await db.query(`delete from accounts.session s where s."createdAt" <= $1`, [bornAfter()])
      return { cookies: headers.getSetCookie() }
    },
    async session(headers) {
      if (!headers.has('cookie')) return null
      const found = await auth.api.getSession({ headers: cookieOf(headers) })
      if (!found || found.session.createdAt <= bornAfter()) return null
      return { alias: found.user.email, signedInAt: found.session.createdAt }
    },
    async signOut(headers) {
      const answer = await auth.api.signOut({ headers: cookieOf(headers), returnHeaders: true })
      return answer.headers.getSetCookie()
    },
    erase: (alias) => db.transaction((tx) => eraseRows(tx, alias)),
    find: (alias) => hasAccount(db, alias),
    holder: (parts) => createAccountsHolder(db, parts),
  }
}

/** An address that got here by mistake must not reach the tables. */
function refuseAddress(alias: string): void {
  if (!/^[0-9a-f]{32}@alias\.invalid$/.test(alias)) throw new RangeError('accounts know aliases alone')
}

async function hasAccount(db: Queries, alias: string): Promise<boolean> {
  return (await db.query(`select 1 from accounts."user" u where u.email = $1`, [alias])).length > 0
}

/** The cookie alone: better-auth is given no address and no browser to write down. */
function cookieOf(headers: Headers): Headers {
  return new Headers({ cookie: headers.get('cookie') ?? '' })
}

/** Translates better-auth's refusals; whatever else goes wrong stays what it is. */
async function told<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    if (!isAPIError(cause)) throw cause
    const code = cause.body?.code
    if (code === 'PASSWORD_TOO_SHORT' || code === 'PASSWORD_TOO_LONG')
      throw new Failure('input_invalid', { field: 'password', ...passwordLength }, cause)
    if (cause.statusCode === 401 || cause.statusCode === 400) throw new Failure('sign_in_refused', {}, cause)
    throw cause
  }
}
