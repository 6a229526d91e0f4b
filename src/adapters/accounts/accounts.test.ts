// The directory of accounts on both engines: an alias, a hash, sessions, and not one thing more. Wrong and unknown are answered alike.

import { describe, expect, test } from 'vitest'
import { clockAt, type TestClock } from '../../../test/harness/clocks.ts'
import { forEachEngine, type Open } from '../../../test/harness/databases.ts'
import type { EraseIntent, Hold } from '../../plans/index.ts'
import type { Database } from '../stores/index.ts'
import { createAccounts, type Accounts } from './accounts.ts'

const password = 'a lighthouse at night'
const maya = `${'5a'.repeat(16)}@alias.invalid`
const noor = `${'6b'.repeat(16)}@alias.invalid`
const minute = 60_000

/** Nobody takes the plan over, and this holder has nothing to remember. */
const alone: Hold = {
  beat: async () => {},
  remember: () => Promise.reject(new Error('the directory remembers nothing')),
}

interface Directory {
  readonly db: Database
  readonly clock: TestClock
  readonly accounts: Accounts
}

async function openDirectory(open: Open, origin = 'http://localhost:4680'): Promise<Directory> {
  const db = await open()
  const clock = clockAt('2027-03-01T12:00:00Z')
  return { db, clock, accounts: createAccounts({ db, secret: '7c'.repeat(32), origin, clock }) }
}

function headersOf(cookies: readonly string[]): Headers {
  return new Headers({ cookie: cookies.map((cookie) => cookie.split(';')[0]).join('; ') })
}

/** Every value of every table of the schema, as text. */
async function everything(db: Database): Promise<string> {
  const tables = await db.query<{ name: string }>(
    `select format('%I.%I', table_schema, table_name) as name from information_schema.tables where table_schema = 'accounts'`,
  )
  const rows = await Promise.all(tables.map(({ name }) => db.query(`select t::text as row from ${name} t`)))
  return JSON.stringify(rows)
}

async function gather<Item>(items: Iterable<Item> | AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = []
  for await (const item of items) all.push(item)
  return all
}

const eraseIntent = (person: string, before: number): EraseIntent => ({
  kind: 'erase',
  person,
  before,
  plan: 'plan-1',
  step: 0,
  case: null,
  at: '2027-03-01T12:00:00.000Z',
  tombstonesUntil: '2027-04-01T12:00:00.000Z',
})

forEachEngine((open) => {
  test('an account opened signs in, and its session says whose it is and since when', async () => {
    const { accounts, clock } = await openDirectory(open)
    await accounts.open(maya, password)
    clock.move(5 * minute)
    const { cookies } = await accounts.signIn(maya, password)
    clock.move(2 * minute)
    expect(await accounts.session(headersOf(cookies))).toEqual({
      alias: maya,
      signedInAt: new Date('2027-03-01T12:05:00Z'),
    })
  })

  test('without a cookie, with a forged or changed one, nobody is signed in', async () => {
    const { accounts } = await openDirectory(open)
    await accounts.open(maya, password)
    const { cookies } = await accounts.signIn(maya, password)
    const right = headersOf(cookies).get('cookie')!
    const wrong = [
      right.slice(0, -4),
      right.replace(/=(.)/, (_, first: string) => `=${first === 'x' ? 'y' : 'x'}`), // another first character, whatever it was
      right.replace('.', '.x'),
      'wordkept.session_token=',
      '',
    ]
    expect(await accounts.session(new Headers())).toBeNull()
    for (const cookie of wrong)
      expect([cookie, await accounts.session(new Headers({ cookie }))]).toEqual([cookie, null])
  })

  test('signing out ends the session, and clears the cookie', async () => {
    const { accounts } = await openDirectory(open)
    await accounts.open(maya, password)
    const [one, two] = [await accounts.signIn(maya, password), await accounts.signIn(maya, password)]
    const cleared = await accounts.signOut(headersOf(one.cookies))
    expect(cleared.some((cookie) => /session_token=;.*max-age=0/i.test(cookie))).toBe(true)
    expect(await accounts.session(headersOf(one.cookies))).toBeNull()
    expect((await accounts.session(headersOf(two.cookies)))?.alias).toBe(maya)
  })

  test('a session ends seven days after its sign-in, used or not', async () => {
    const { accounts, clock, db } = await openDirectory(open)
    await accounts.open(maya, password)
    const { cookies } = await accounts.signIn(maya, password)
    for (let days = 0; days < 6; days++) {
      clock.move(1440 * minute)
      expect(await accounts.session(headersOf(cookies))).not.toBeNull()
    }
    clock.move(1440 * minute)
    expect(await accounts.session(headersOf(cookies))).toBeNull()
    await accounts.signIn(maya, password)
    expect(await db.query('select 1 from accounts.session')).toHaveLength(1)
  })

  test('a cookie is HttpOnly and SameSite=Lax, and Secure where we are reached by https', async () => {
    for (const origin of ['http://localhost:4680', 'https://harbour.example']) {
      const { accounts } = await openDirectory(open, origin)
      await accounts.open(maya, password)
      const { cookies } = await accounts.signIn(maya, password)
      for (const cookie of cookies) expect(cookie).toMatch(/HttpOnly/)
      for (const cookie of cookies) expect(cookie).toMatch(/SameSite=Lax/i)
      for (const cookie of cookies) expect(/; Secure/.test(cookie)).toBe(origin.startsWith('https:'))
    }
  })

  test('a password has at least 12 characters; one alias has one account', async () => {
    const { accounts } = await openDirectory(open)
    const short = { code: 'input_invalid', detail: { field: 'password', min: 12, max: 200 } }
    await expect(accounts.open(maya, 'elevenchars')).rejects.toMatchObject(short)
    await expect(accounts.open(maya, 'x'.repeat(201))).rejects.toMatchObject(short)
    expect(await accounts.find(maya)).toBe(false)
    await accounts.open(maya, password)
    await expect(accounts.open(maya, 'another password')).rejects.toMatchObject({ code: 'conflict' })
    expect((await accounts.signIn(maya, password)).cookies.length).toBeGreaterThan(0)
  })

  test('of ten that open one alias at once, one does', async () => {
    const { accounts, db } = await openDirectory(open)
    const tries = await Promise.allSettled(Array.from({ length: 10 }, () => accounts.open(maya, password)))
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    const refused = tries.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []))
    expect(refused).toEqual(Array.from({ length: 9 }, () => expect.objectContaining({ code: 'conflict' })))
    expect(await db.query('select 1 from accounts."user"')).toHaveLength(1)
    expect(await db.query('select 1 from accounts.account')).toHaveLength(1)
  })

  test('a wrong password and an unknown alias are refused with the same words', async () => {
    const { accounts } = await openDirectory(open)
    await accounts.open(maya, password)
    const failures = await Promise.all(
      [maya, noor].map((alias) => accounts.signIn(alias, 'not this password').catch((cause: unknown) => cause)),
    )
    expect(failures[0]).toMatchObject({ code: 'sign_in_refused', detail: {} })
    expect(failures[1]).toMatchObject({ code: 'sign_in_refused', detail: {} })
  })

  test('after ten tries in fifteen minutes the eleventh waits, known or unknown, right or wrong', async () => {
    const { accounts, clock } = await openDirectory(open)
    await accounts.open(maya, password)
    for (const alias of [maya, noor]) {
      for (let i = 0; i < 10; i++) {
        await expect(accounts.signIn(alias, 'not this password')).rejects.toMatchObject({ code: 'sign_in_refused' })
      }
    }
    clock.move(5 * minute)
    for (const alias of [maya, noor]) {
      const waits = { code: 'too_many_requests', detail: { seconds: 600 } }
      await expect(accounts.signIn(alias, password)).rejects.toMatchObject(waits)
    }
    clock.move(10 * minute)
    expect((await accounts.signIn(maya, password)).cookies.length).toBeGreaterThan(0)
  })

  test('fifty tries at once are counted as fifty', async () => {
    const { accounts } = await openDirectory(open)
    const tries = await Promise.all(
      Array.from({ length: 50 }, () => accounts.signIn(noor, 'not this password').catch((cause: unknown) => cause)),
    )
    expect(tries.filter((cause) => (cause as { code: string }).code === 'sign_in_refused')).toHaveLength(10) // every try fails
  })

  test('a sign-in that was right forgets the tries before it', async () => {
    const { accounts, db } = await openDirectory(open)
    await accounts.open(maya, password)
    for (let i = 0; i < 9; i++) await accounts.signIn(maya, 'not this password').catch(() => {})
    await accounts.signIn(maya, password)
    expect(await db.query('select 1 from accounts.attempt')).toEqual([])
  })

  test('tries of aliases nobody has are forgotten with their window', async () => {
    const { accounts, clock, db } = await openDirectory(open)
    await accounts.signIn(noor, 'not this password').catch(() => {})
    clock.move(15 * minute)
    await accounts.signIn(maya, 'not this password').catch(() => {})
    expect(await db.query('select t.alias from accounts.attempt t')).toEqual([{ alias: maya }])
  })

  // SEC-03
  test('the schema holds no address, no name, no network address, no browser, no password', async () => {
    const { accounts, db } = await openDirectory(open)
    await accounts.open(maya, password)
    await accounts.signIn(maya, password)
    const held = await everything(db)
    for (const value of [password, '127.0.0.1', 'node', 'Mozilla', 'localhost']) expect(held).not.toContain(value)
    const addresses = held.match(/[^\s",()]+@[^\s",()]+/g) ?? []
    expect(new Set(addresses)).toEqual(new Set([maya]))
    const [session] = await db.query('select s."ipAddress", s."userAgent" from accounts.session s')
    expect(session).toEqual({ ipAddress: null, userAgent: null })
  })

  test('an address that got there by mistake is refused before it reaches a table', async () => {
    const { accounts, db } = await openDirectory(open)
    await expect(accounts.open('maya@example.org', password)).rejects.toThrow(RangeError)
    await expect(accounts.signIn('maya@example.org', password)).rejects.toThrow(RangeError)
    expect(await everything(db)).not.toContain('maya@example.org')
  })

  test('erasing takes account, password, sessions and tries, and leaves everybody else’s', async () => {
    const { accounts, db } = await openDirectory(open)
    await accounts.open(maya, password)
    await accounts.open(noor, password)
    const [mine, other] = [await accounts.signIn(maya, password), await accounts.signIn(noor, password)]
    await accounts.signIn(maya, 'not this password').catch(() => {})
    expect(await accounts.erase(maya)).toBe(4)
    expect(await accounts.erase(maya)).toBe(0)
    expect([await accounts.find(maya), await accounts.find(noor)]).toEqual([false, true])
    expect(await accounts.session(headersOf(mine.cookies))).toBeNull()
    expect((await accounts.session(headersOf(other.cookies)))?.alias).toBe(noor)
    expect(await everything(db)).not.toContain('5a5a5a5a')
    await expect(accounts.signIn(maya, password)).rejects.toMatchObject({ code: 'sign_in_refused' })
  })

  describe('as a holder', () => {
    const aliasesOf = async (person: string): Promise<readonly string[]> => (person === 'p-maya' ? [maya] : [])

    test('it finds and copies what it has of a person, and nothing of anybody else', async () => {
      const { accounts, clock } = await openDirectory(open)
      const holder = accounts.holder({ aliasesOf })
      expect(await holder.find('p-maya')).toEqual([])
      await accounts.open(maya, password)
      await accounts.open(noor, password)
      clock.move(minute)
      await accounts.signIn(maya, password)
      expect(await holder.find('p-maya')).toEqual([{ kind: 'account', count: 1, oldest: new Date('2027-03-01T12:00:00Z') }]) // prettier-ignore
      expect(await holder.find('p-noor')).toEqual([])
      const parts = await gather(holder.export('p-maya'))
      expect(parts.map(({ file }) => file)).toEqual(['account.json'])
      const items = await gather(parts[0]!.items)
      expect(items).toEqual([
        {
          opened: '2027-03-01T12:00:00.000Z',
          password: 'kept as a hash that nobody can read',
          signIns: [{ at: '2027-03-01T12:01:00.000Z', ends: expect.stringMatching(/^20.*Z$/) }],
        },
      ])
      expect(JSON.stringify(items)).not.toContain('5a5a')
    })

    test('it erases once, answers the same when asked again, and reads its tables back', async () => {
      const { accounts } = await openDirectory(open)
      const until = new Date('2027-03-31T12:00:00Z')
      const holder = accounts.holder({ aliasesOf, copiesUntil: () => until })
      await accounts.open(maya, password)
      await accounts.signIn(maya, password)
      const intent = eraseIntent('p-maya', 1)
      expect((await holder.readBack(intent)).found).toBe(3)
      expect(await holder.erase(intent, alone)).toEqual({ removed: 1, events: [] })
      expect(await holder.erase(intent, alone)).toEqual({ removed: 1, events: [] })
      const back = await holder.readBack(intent)
      expect(back.found).toBe(0)
      expect(back.residue).toMatchObject([{ what: 'backups: your account', until: '2027-03-31T12:00:00.000Z' }])
      expect((await accounts.holder({ aliasesOf }).readBack(intent)).residue).toEqual([])
    })
  })
})
