// better-auth as we use it: passwords and sessions alone, in the schema `accounts`, on our pool. It is never mounted: no route of its own,
// no mail, no plug-in, no telemetry, no log. It knows an alias where it wants an address, and no name.

import { betterAuth, type BetterAuthOptions } from 'better-auth'
import { getMigrations } from 'better-auth/db/migration'
import { Kysely, PostgresDialect } from 'kysely'
import type pg from 'pg'
import type { Clock } from '../../base/index.ts'

/** A session ends this many days after its sign-in. */
export const sessionDays = 7

/** Shortest and longest password. The contract says the same. */
export const passwordLength = { min: 12, max: 200 } as const

/** What better-auth is set up with. */
export interface AuthParts {
  readonly pool: pg.Pool
  /** signs session cookies */
  readonly secret: string
  /** where people reach us: with https its cookies are `Secure` */
  readonly origin: string
  readonly clock: Clock
}

/** Sets better-auth up. Rows are dated by our clock, and sessions hold neither network address nor browser. */
export function openAuth(parts: AuthParts) {
  return betterAuth(optionsOf(parts))
}

function optionsOf({ pool, secret, origin, clock }: AuthParts) {
  const dated = async <Row extends object>(row: Row): Promise<{ data: Row & { createdAt: Date; updatedAt: Date } }> => {
    const at = clock.now()
    return { data: { ...row, createdAt: at, updatedAt: at } }
  }
  const unseen = async <Row extends object>(row: Row): Promise<{ data: Row }> => {
    const { data } = await dated(row)
    return { data: { ...data, ipAddress: null, userAgent: null } }
  }
  return {
    database: {
      db: new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) }),
      type: 'postgres',
      schemaName: 'accounts',
      transaction: true,
    },
    secret,
    baseURL: origin,
    basePath: '/v1/auth',
    trustedOrigins: [origin],
    emailAndPassword: {
      enabled: true,
      autoSignIn: false,
      minPasswordLength: passwordLength.min,
      maxPasswordLength: passwordLength.max,
    },
    session: { expiresIn: sessionDays * 86_400, disableSessionRefresh: true },
    databaseHooks: {
      user: { create: { before: dated } },
      account: { create: { before: dated } },
      session: { create: { before: unseen } },
    },
    advanced: {
      cookiePrefix: 'wordkept',
      useSecureCookies: origin.startsWith('https:'),
      ipAddress: { disableIpTracking: true },
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax', path: '/' },
    },
    logger: { disabled: true },
    telemetry: { enabled: false },
  } satisfies BetterAuthOptions
}

/** Makes or migrates the schema `accounts`, as the owner. */
export async function migrateAccounts(pool: pg.Pool): Promise<void> {
  // nothing is signed and nobody is reached while migrating
  const parts = { secret: 'x'.repeat(64), origin: 'http://localhost', clock: { now: () => new Date(0) } }
  const { runMigrations } = await getMigrations(optionsOf({ pool, ...parts }))
  await runMigrations()
  await pool.query(attempts)
}

/** Sign-ins tried of late, by alias: shared by all processes, and forgotten with their window. */
const attempts = `
  create table if not exists accounts.attempt (
    alias text        primary key,
    since timestamptz not null,
    count integer     not null
  )`
