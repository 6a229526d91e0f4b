// Queries and transactions over a pool, for both engines alike: values bound, texts prepared once a session, failures ours.

import { createHash } from 'node:crypto'
import type pg from 'pg'
import { Failure } from '../../base/index.ts'
import { asStorageFailure } from './errors.ts'
import type { Queries } from './database.ts'

const preparedMax = 500
const names = new Map<string, string>()

/** Queries that take a session of the pool each. */
export function queriesOn(pool: pg.Pool): Queries {
  return { query: (text, values) => withClient(pool, (client) => run(client, text, values)) }
}

/** Runs work between `begin` and `commit`, or `rollback` where it throws. Retries nothing: the caller knows what a second try means. */
export function transactionOn<T>(pool: pg.Pool, work: (tx: Queries) => Promise<T>): Promise<T> {
  return withClient(pool, async (client) => {
    await run(client, 'begin')
    try {
      const answer = await work({ query: (text, values) => run(client, text, values) })
      await commit(client)
      return answer
    } catch (cause) {
      await run(client, 'rollback').catch(() => spoilt.add(client)) // the session is gone, and its transaction with it
      throw cause
    }
  })
}

/** PostgreSQL answers the commit of a failed transaction with `ROLLBACK` and no error: whoever swallowed one must not go on. */
async function commit(client: pg.PoolClient): Promise<void> {
  const { command } = await client.query('commit').catch((cause: unknown) => {
    throw asStorageFailure(cause)
  })
  if (command === 'ROLLBACK')
    throw new Failure('unexpected', { reason: 'a failure inside a transaction was not passed on' })
}

/** Sessions that must not be lent again. */
const spoilt = new WeakSet<pg.PoolClient>()

async function withClient<T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect().catch((cause: unknown) => {
    throw asStorageFailure(cause)
  })
  const lost = (): void => void spoilt.add(client)
  client.once('error', lost)
  try {
    return await work(client)
  } finally {
    client.off('error', lost)
    client.release(spoilt.has(client))
  }
}

async function run<Row extends object>(
  client: pg.PoolClient,
  text: string,
  values?: readonly unknown[],
): Promise<Row[]> {
  try {
    // pg answers one result a statement where a text without values holds several
    const answer = (await client.query(prepared(text, values))) as pg.QueryResult<Row> | pg.QueryResult<Row>[]
    return Array.isArray(answer) ? (answer.at(-1)?.rows ?? []) : answer.rows
  } catch (cause) {
    throw asStorageFailure(cause)
  }
}

/** A text with values is prepared under a name of its own, so a session plans it once; past 500 texts the rest go unnamed. */
function prepared(text: string, values?: readonly unknown[]): pg.QueryConfig {
  if (!values) return { text }
  let name = names.get(text)
  if (name === undefined && names.size < preparedMax) {
    name = `w${createHash('sha256').update(text).digest('hex').slice(0, 24)}`
    names.set(text, name)
  }
  return { text, values: values.map(bound), ...(name !== undefined && { name }) }
}

/** Times go as ISO 8601 in UTC: the driver would print them in the machine's zone. */
function bound(value: unknown): unknown {
  if (value instanceof Date) return value.toISOString()
  return Array.isArray(value) ? value.map(bound) : value
}
