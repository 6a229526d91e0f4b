// The URL of a foreign database: what it may say, and that no message repeats any of it.

import { expect, test } from 'vitest'
import { placeOf, readDatabaseUrl } from './url.ts'

test.each([
  ['postgres://kept:pw@db.example/shop', { host: 'db.example', port: 5432, user: 'kept', password: 'pw', database: 'shop', tls: 'verify-full', proofs: ['scram-sha-256', 'none'] }],
  ['postgresql://kept@db.example:6432', { port: 6432, password: '', database: 'kept' }],
  ['  postgres://a%40b:p%2Fw%23@db.example/my%20shop\n', { user: 'a@b', password: 'p/w#', database: 'my shop' }],
  ['postgres://kept:pw@127.0.0.1/shop', { tls: 'disable' }],
  ['postgres://kept:pw@[::1]:5433/shop', { host: '::1', port: 5433, tls: 'disable' }],
  ['postgres://kept:pw@127.0.0.1/shop?sslmode=verify-full', { tls: 'verify-full' }],
  ['postgres://kept:pw@localhost/shop', { tls: 'disable' }],
  ['postgres://kept:pw@localhost.example/shop', { tls: 'verify-full' }],
  ['postgres://kept:pw@db.example/shop?sslmode=require&require_auth=scram-sha-256', { tls: 'require', proofs: ['scram-sha-256'] }],
  ['postgres://kept:pw@db.example/shop?sslmode=disable&require_auth=md5,none', { tls: 'disable', proofs: ['none', 'md5'] }],
])('%s', (url, target) => {
  expect(readDatabaseUrl(url)).toMatchObject(target)
}) // prettier-ignore

test.each([
  ['', 'begins with'],
  ['canary', 'begins with'],
  ['mysql://kept:canary@db.example/shop', 'begins with'],
  ['postgres:///canary', 'names no host'],
  ['postgres://db.example/canary', 'names no user'],
  ['postgres://kept:canary@db.example:99999/shop', 'cannot be read'],
  ['postgres://kept:can#ary@db.example/shop', 'write %23 for #'],
  ['postgres://kept:canary@db.example/shop#x', 'has a `#`'],
  ['postgres://kept:canary%@db.example/shop', 'its password holds a `%`'],
  ['postgres://kept:canary%00@db.example/shop', 'its password holds a `%`'],
  ['postgres://kept:canary@db.example/shop?sslmode=prefer', '`sslmode` is one of'],
  ['postgres://kept:canary@db.example/shop?require_auth=canary', '`require_auth` is of'],
  ['postgres://kept:canary@db.example/shop?options=-ccanary', 'only `sslmode` and `require_auth`'],
  ['postgres://kept:canary@a.example,b.example/shop', 'several hosts'],
  [`postgres://kept:canary@db.example/${'x'.repeat(100_000)}?host=/canary`, 'only `sslmode` and `require_auth`'],
])('%s is told what is wrong and nothing of what it holds', (url, words) => {
  const failure = (() => {
    try {
      return readDatabaseUrl(url)
    } catch (cause) {
      return cause
    }
  })()
  expect(failure).toMatchObject({ code: 'input_invalid', detail: { url: expect.stringContaining(words) } })
  const said = failure as Error & { detail: unknown }
  expect(JSON.stringify(said.detail) + said.message + said.stack + String(said.cause)).not.toContain('canary')
})

test('what is shown of it is host, port and database', () => {
  expect(placeOf('postgres://kept:canary@db.example/shop?sslmode=require')).toBe('db.example:5432/shop')
  expect(placeOf('postgres://kept:canary@[::1]/shop')).toBe('[::1]:5432/shop')
})
