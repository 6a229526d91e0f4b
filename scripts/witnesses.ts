// `node scripts/witnesses.ts [COUNT] [--seed N]`: asks the five witnesses of the formula (decision, reading, SQL predicate, row guard,
// Cedar) about so many random cases, 20,000 without a count, on a PostgreSQL of its own or the one DATABASE_URL names. Prints what was
// reached; a disagreement, or a construct that no case reached, ends it with 1.

import { randomUUID } from 'node:crypto'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { startPostgres } from '../test/harness/postgres.ts'
import { seed as usual } from '../test/properties/random.ts'
import { hearWitnesses, mustReach } from '../test/properties/witnesses.ts'

const { values, positionals } = parseArgs({ options: { seed: { type: 'string' } }, allowPositionals: true })
const count = Number(positionals[0] ?? 20_000)
const seed = Number(values.seed ?? usual)
if (!Number.isSafeInteger(count) || count < 1 || !Number.isSafeInteger(seed)) {
  console.error('usage: node scripts/witnesses.ts [COUNT] [--seed N], both whole numbers')
  process.exit(64)
}

const given = process.env['DATABASE_URL']
const server = given === undefined ? await startPostgres() : null
const url = given ?? `${server!.url}/postgres`
const database = `witnesses_${randomUUID().replaceAll('-', '')}`
try {
  await administer(`create database ${database}`)
  const { cases, read, shares, reached } = await hearWitnesses(count, { url: new URL(`/${database}`, url).href, seed })
  const missing = mustReach.filter((what) => !reached.has(what))
  for (const [what, times] of [...reached].toSorted(([a], [b]) => (a < b ? -1 : 1))) console.log(`  ${what}: ${times}`)
  for (const what of missing) console.log(`  never reached: ${what}`)
  console.log(
    `${cases} cases of seed ${seed}: five witnesses agree; ${read} of them were read rule by rule; ${shares} shares, where decision and Cedar agree`,
  )
  process.exitCode = missing.length === 0 ? 0 : 1
} catch (cause) {
  console.error(cause instanceof Error ? cause.message : cause)
  process.exitCode = 1
} finally {
  await administer(`drop database if exists ${database} with (force)`)
  await server?.stop()
}

async function administer(query: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(query)
  } finally {
    await client.end()
  }
}
