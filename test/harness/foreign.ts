// Somebody else's database for tests: empty on the real PostgreSQL, filled by a script, and asked through the port of a connected system
// (one transaction for all changes, undone when a number of rows differs) without a child process between.

import pg from 'pg'
import { Failure } from '../../src/base/index.ts'
import type { Change, Connector, OfPerson, Row } from '../../src/systems/index.ts'
import { freshOnServer } from './databases.ts'

/** The database, and what it was asked. */
export interface Foreign extends Pick<Connector, 'rows' | 'change'> {
  readonly url: string
  /** texts of all queries since the last `forget` */
  readonly asked: string[]
  /** runs a script */
  readonly run: (script: string) => Promise<void>
  /** every row of a query as text, for tests that read by themselves */
  readonly read: (text: string, values?: readonly unknown[]) => Promise<readonly Row[]>
  /** ends the connection and drops the database */
  readonly close: () => Promise<void>
}

/** Opens a fresh database and runs a script in it. */
export async function openForeign(script = ''): Promise<Foreign> {
  const { url, drop } = await freshOnServer('empty')
  const client = new pg.Client({ connectionString: url, types: { getTypeParser: () => String } })
  await client.connect()
  await client.query(`set timezone = 'UTC'`)
  const asked: string[] = []
  const query = async (text: string, values: readonly unknown[] = []) =>
    client.query<(string | null)[]>({ text, values: [...values], rowMode: 'array' })
  if (script !== '') await client.query(script)
  return {
    url,
    asked,
    run: async (text) => void (await client.query(text)),
    read: async (text, values) => (await query(text, values)).rows,
    async *rows({ text, values }) {
      asked.push(text)
      yield* (await query(text, values)).rows
    },
    change: (changes) => inTransaction(client, changes, asked),
    async close() {
      await client.end()
      await drop()
    },
  }
}

async function inTransaction(
  client: pg.Client,
  changes: readonly Change[],
  asked: string[],
): Promise<readonly number[]> {
  const counts: number[] = []
  await client.query('begin')
  try {
    for (const { text, values, rows } of changes) {
      asked.push(text)
      const { rowCount } = await client.query(text, [...values])
      if (rows !== null && rowCount !== rows) throw new Failure('system_refused', { reason: 'another number of rows' })
      counts.push(rowCount ?? 0)
    }
    await client.query('commit')
    return counts
  } catch (cause) {
    await client.query('rollback')
    throw cause
  }
}

/** The tables of a person who was found or copied; an error that names why, where that was refused. */
export function foundIn<T>(answer: OfPerson<T>): readonly T[] {
  if (answer.state === 'refused')
    throw new Error(answer.refusals.map(({ code, words }) => `${code}: ${words}`).join(', '))
  return answer.tables
}
