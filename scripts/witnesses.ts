// `node scripts/witnesses.ts [COUNT] [--in-process COUNT] [--seed N]`: asks the five witnesses of the formula (decision, direct reading, SQL predicate,
// row guard, Cedar) about so many random cases, 20,000 without a count, on a PostgreSQL of its own or the one DATABASE_URL names; then, with
// `--in-process`, decision and reading alone about so many more, every question that the language has. Prints what was reached and who heard it; a
// disagreement, or a construct that no case reached, ends it with 1.

import { randomUUID } from 'node:crypto'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { startPostgres } from '../test/harness/postgres.ts'
import { hearInProcess, mustReach as mustReachInProcess } from '../test/properties/hearing.ts'
import { seed as usual } from '../test/properties/random.ts'
import { hearWitnesses, mustReach } from '../test/properties/witnesses.ts'

const { values, positionals } = parseArgs({
  options: { seed: { type: 'string' }, 'in-process': { type: 'string' } },
  allowPositionals: true,
})
const count = Number(positionals[0] ?? 20_000)
const inProcess = Number(values['in-process'] ?? 0)
const seed = Number(values.seed ?? usual)
if (![count, inProcess, seed].every(Number.isSafeInteger) || count < 0 || inProcess < 0) {
  console.error('usage: node scripts/witnesses.ts [COUNT] [--in-process COUNT] [--seed N], all whole numbers')
  process.exit(64)
}

/** Questions to one statement in process: statements take longer to draw than many questions to ask. */
const questionsEach = 4_000

try {
  if (count > 0) await hearFive()
  if (inProcess > 0) await hearTwo()
} catch (cause) {
  console.error(cause instanceof Error ? cause.message : cause)
  process.exitCode = 1
}

async function hearFive(): Promise<void> {
  const given = process.env['DATABASE_URL']
  const server = given === undefined ? await startPostgres() : null
  const url = given ?? `${server!.url}/postgres`
  const database = `witnesses_${randomUUID().replaceAll('-', '')}`
  const began = performance.now()
  try {
    await administer(url, `create database ${database}`)
    const { cases, read, shares, reached } = await hearWitnesses(count, { url: new URL(`/${database}`, url).href, seed, rows: 16, questions: 8 }) // prettier-ignore
    console.log(
      'Reached by decision, reading, SQL predicate, row guard and Cedar (`share` by decision, reading and Cedar):',
    )
    printReach(reached, mustReach)
    console.log(
      `${cases} cases of seed ${seed}: five witnesses agree; ${read} of them were read rule by rule; ${shares} shares, where decision, reading and Cedar agree; ${secondsSince(began)}`,
    )
  } finally {
    await administer(url, `drop database if exists ${database} with (force)`)
    await server?.stop()
  }
}

async function hearTwo(): Promise<void> {
  const began = performance.now()
  const reached = await hearInProcess(inProcess, { seed, each: questionsEach })
  console.log('Reached in process, by decision and reading (`derive`, `combine`, `control` and `write` no printed form says: docs/spec/forms.md):') // prettier-ignore
  printReach(reached, mustReachInProcess)
  console.log(`${reached.get('cases')} cases of seed ${seed}: decision and reading agree; ${secondsSince(began)}`)
}

function printReach(reached: ReadonlyMap<string, number>, must: readonly string[]): void {
  const missing = must.filter((what) => !reached.has(what))
  for (const [what, times] of [...reached].toSorted(([a], [b]) => (a < b ? -1 : 1))) console.log(`  ${what}: ${times}`)
  for (const what of missing) console.log(`  never reached: ${what}`)
  if (missing.length > 0) process.exitCode = 1
}

function secondsSince(began: number): string {
  return `${Math.round((performance.now() - began) / 1000)} s`
}

async function administer(url: string, query: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(query)
  } finally {
    await client.end()
  }
}
