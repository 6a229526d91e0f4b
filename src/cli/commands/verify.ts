// `kept verify`: whether a receipt is what the log says, or a log what its key signed, without a network and without us.

import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { Failure } from '../../base/index.ts'
import { tileDirectory } from '../../adapters/log/index.ts'
import {
  exitCodes as verdictCodes,
  verifyLog,
  verifyReceipt,
  type LogOptions,
  type ReceiptOptions,
} from '../../evidence/index.ts'
import { command, ends, sayUsage, type Run } from '../command.ts'
import { printJson, type ExitCode, type Shell } from '../shell.ts'
import { logVerdictLines, verdictLines } from '../verdict-words.ts'

interface Options {
  readonly vkey?: string | undefined
  readonly maxAge?: string | undefined
  readonly tiles?: string | undefined
  readonly since?: string | undefined
  readonly json?: true | undefined
}

const dayMs = 86_400_000

/** `kept verify RECEIPT --vkey FILE|KEY`, or `kept verify --tiles DIR --vkey FILE|KEY` */
export function verifyCommand(run: Run) {
  return command('verify', 'check a receipt, or a whole log, offline', [
    ['verify receipt.json --vkey vkey', 'with the log’s key in a file'],
    ['verify receipt.json', 'without a pinned key: exits 4 and shows the key to pin'],
    ['verify --tiles log --vkey vkey', 'every entry of a log against its signed root'],
  ])
    .argument('[receipt]', 'the file receipt.json')
    .option('--vkey <key>', 'the verifier key of the log you trust, or a file that holds it')
    .option('--max-age <days>', 'how old the seal of the receipt may be')
    .option('--tiles <folder>', 'a folder with `checkpoint` and `tile/` of a log')
    .option('--since <file>', 'an older checkpoint that the log must go on from')
    .action(ends(run, (file, options) => verify(run.shell, file, options)))
}

async function verify(shell: Shell, file: string | undefined, options: Options): Promise<ExitCode> {
  const { vkey, tiles } = options
  if ((file === undefined) === (tiles === undefined)) {
    return sayUsage(shell, 'verify', 'name a receipt, or a log with --tiles')
  }
  const pinned = vkey === undefined ? {} : { vkey: await keyOf(shell, vkey) }
  const state =
    file === undefined
      ? await checkLog(shell, tiles ?? '', pinned, options)
      : await checkReceipt(shell, file, pinned, options)
  return verdictCodes[state] as ExitCode // both tables restate settled 5; src/cli/verify.test.ts holds them equal
}

async function checkReceipt(shell: Shell, file: string, pinned: ReceiptOptions, { maxAge, json }: Options) {
  const bytes = await read(shell, file)
  const age = maxAge === undefined ? {} : { maxAgeMs: Number(maxAge) * dayMs }
  const verdict = await verifyReceipt(bytes, { ...pinned, ...age, now: shell.clock.now() })
  if (json) printJson(shell, verdict)
  else for (const line of verdictLines(shell, file, bytes, verdict)) shell.out(line)
  return verdict.state
}

async function checkLog(shell: Shell, folder: string, pinned: LogOptions, { since, json }: Options) {
  const files = tileDirectory(resolve(shell.cwd, folder))
  const older = since === undefined ? {} : { since: new TextDecoder().decode(await read(shell, since)) }
  const verdict = await verifyLog((path) => files.read(path), { ...pinned, ...older })
  if (json) printJson(shell, verdict)
  else for (const line of logVerdictLines(shell, folder, verdict)) shell.out(line)
  return verdict.state
}

function read(shell: Shell, file: string): Promise<Uint8Array> {
  return readFile(resolve(shell.cwd, file)).catch((cause: unknown) => {
    throw new Failure('file_missing', { file }, cause)
  })
}

/** A verifier key has two `+`; anything else is a file that holds one. */
async function keyOf(shell: Shell, key: string): Promise<string> {
  if (/^[^+]+\+[0-9a-f]{8}\+/.test(key)) return key
  return new TextDecoder().decode(await read(shell, key)).trim()
}
