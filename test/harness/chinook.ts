// Chinook, a music shop's database that nobody here wrote, on a real PostgreSQL; and what a query finds there, copied out as CSV by the
// server itself.

import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import pg from 'pg'
import { freshOnServer } from './databases.ts'

const script = new URL('../../../shared/data/chinook/Chinook_PostgreSql.sql', import.meta.url)

/** The shop's database. */
export interface Chinook {
  rows<Row extends object>(text: string, values?: readonly unknown[]): Promise<readonly Row[]>
  /** Writes what a query finds into a CSV file, with a header; COPY of the server makes it. */
  copyOut(query: string, file: string): Promise<void>
  close(): Promise<void>
}

/** Loads Chinook into a fresh database: the script's text after it connects to its own. */
export async function loadChinook(): Promise<Chinook> {
  const { url, drop } = await freshOnServer('empty')
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(`set timezone = 'UTC'`)
  await client.query(readFileSync(script, 'utf8').split(/^\\c .*$/m)[1]!)
  return {
    rows: async <Row extends object>(text: string, values: readonly unknown[] = []) =>
      (await client.query<Row>(text, [...values])).rows,
    async copyOut(query, file) {
      const chunks: Buffer[] = []
      const copy = Object.assign(new pg.Query(`copy (${query}) to stdout with (format csv, header)`), {
        // pg leaves COPY's data to who asks for it, in memory that it fills again
        handleCopyData: ({ chunk }: { readonly chunk: Buffer }) => void chunks.push(Buffer.from(chunk)),
      })
      client.query(copy)
      await once(copy, 'end')
      writeFileSync(file, Buffer.concat(chunks))
    },
    async close() {
      await client.end()
      await drop()
    },
  }
}
