// A user of a test's database whose password is a canary: wherever it turns up, a credential has leaked. It works on servers that ask for
// a password and on those that do not.

import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { onTestFinished } from 'vitest'

/** A URL with a canary for its password, and the canary. The user goes after the test. */
export async function canaryUrl(url: string): Promise<{ readonly url: string; readonly canary: string }> {
  const id = randomUUID().slice(0, 8)
  const [role, canary] = [`canary_${id}`, `canary-${id}`]
  const admin = async (query: string): Promise<void> => {
    const client = new pg.Client({ connectionString: new URL('/postgres', url).href })
    await client.connect()
    try {
      await client.query(query)
    } finally {
      await client.end()
    }
  }
  await admin(`create role ${role} login superuser password '${canary}'`)
  onTestFinished(() => admin(`drop role if exists ${role}`).catch(() => {})) // a test may have stopped the server
  const secret = new URL(url)
  ;[secret.username, secret.password] = [role, canary]
  return { url: secret.href, canary }
}
