// The verifier by itself: `node verify.mjs RECEIPT --vkey FILE|KEY`, or `node verify.mjs --tiles DIR --vkey FILE|KEY` for a whole log.
// Bundled to one file without dependencies, so that a stranger can read all of it and run it with the network off. Exits as `kept verify` does.

import { existsSync, readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { tileDirectory } from '../adapters/log/index.ts'
import { systemClock } from '../base/index.ts'
import { exitCodes, verifyLog, verifyReceipt, type VerdictState } from '../evidence/index.ts'
import { logVerdictLines, verdictLines } from './verdict-words.ts'

const usage =
  'usage: node verify.mjs RECEIPT [--vkey FILE|KEY]\n       node verify.mjs --tiles DIR [--vkey FILE|KEY] [--since CHECKPOINT]'

/** Something the command line names that is not there. */
class Absent extends Error {}

function parse() {
  const text = { type: 'string' } as const
  return parseArgs({ options: { vkey: text, tiles: text, since: text }, allowPositionals: true })
}

function read(file: string): Uint8Array {
  if (!existsSync(file)) throw new Absent(file)
  return new Uint8Array(readFileSync(file))
}

function textOf(file: string): string {
  return new TextDecoder().decode(read(file))
}

/** A key is given as it is, or as a file that holds it. */
function keyOf(key: string | undefined): { vkey?: string } {
  return key === undefined ? {} : { vkey: existsSync(key) ? textOf(key).trim() : key }
}

async function run({ values, positionals }: ReturnType<typeof parse>): Promise<VerdictState | null> {
  const [shell, options] = [{ color: process.stdout.isTTY }, keyOf(values.vkey)]
  const print = (lines: readonly string[]): void => lines.forEach((line) => console.log(line))
  if (values.tiles !== undefined && positionals.length === 0) {
    if (!existsSync(values.tiles)) throw new Absent(values.tiles)
    const since = values.since === undefined ? {} : { since: textOf(values.since) }
    const verdict = await verifyLog((path) => tileDirectory(values.tiles!).read(path), { ...options, ...since })
    print(logVerdictLines(shell, values.tiles, verdict))
    return verdict.state
  }
  const [file] = positionals
  if (file === undefined || positionals.length > 1 || values.tiles !== undefined || values.since !== undefined)
    return null
  const bytes = read(file)
  const verdict = await verifyReceipt(bytes, { ...options, now: systemClock.now() })
  print(verdictLines(shell, file, bytes, verdict))
  return verdict.state
}

try {
  const state = await run(parse())
  if (state === null) console.error(usage)
  process.exitCode = state === null ? 64 : exitCodes[state]
} catch (cause) {
  const isUsage = cause instanceof TypeError && 'code' in cause && String(cause.code).startsWith('ERR_PARSE_ARGS')
  if (!isUsage && !(cause instanceof Absent)) throw cause
  console.error(isUsage ? usage : `error file_missing: ${cause.message} is not there`)
  process.exitCode = isUsage ? 64 : 1
}
