// `kept verify`: whether a receipt is what the log says, without a network and without us.

import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { Failure } from '../../base/index.ts'
import { exitCodes as verdictCodes, verifyReceipt } from '../../evidence/index.ts'
import { command, ends, type Run } from '../command.ts'
import { printJson, type ExitCode, type Shell } from '../shell.ts'
import { verdictLines } from '../verdict-words.ts'

interface Options {
  readonly vkey?: string | undefined
  readonly maxAge?: string | undefined
  readonly tiles?: string | undefined
  readonly since?: string | undefined
  readonly json?: true | undefined
}

const dayMs = 86_400_000

/** `kept verify RECEIPT --vkey FILE|KEY` */
export function verifyCommand(run: Run) {
  return command('verify', 'check a receipt, offline', [
    ['verify receipt.json --vkey vkey', 'with the log’s key in a file'],
    ['verify receipt.json', 'without a pinned key: exits 4 and shows the key to pin'],
  ])
    .argument('<receipt>', 'the file receipt.json')
    .option('--vkey <key>', 'the verifier key of the log you trust, or a file that holds it')
    .option('--max-age <days>', 'how old the seal may be')
    .action(ends(run, (file, options) => verify(run.shell, file, options)))
}

async function verify(shell: Shell, file: string, { vkey, maxAge, json }: Options): Promise<ExitCode> {
  const bytes = await readFile(resolve(shell.cwd, file)).catch((cause: unknown) => {
    throw new Failure('file_missing', { file }, cause)
  })
  const pinned = vkey === undefined ? {} : { vkey: await keyOf(shell, vkey) }
  const verdict = await verifyReceipt(bytes, {
    ...pinned,
    now: shell.clock.now(),
    ...(maxAge !== undefined && { maxAgeMs: Number(maxAge) * dayMs }),
  })
  if (json) printJson(shell, verdict)
  else for (const line of verdictLines(shell, file, bytes, verdict)) shell.out(line)
  return verdictCodes[verdict.state] as ExitCode // both tables restate settled 5; src/cli/verify.test.ts holds them equal
}

/** A verifier key has two `+`; anything else is a file that holds one. */
async function keyOf(shell: Shell, key: string): Promise<string> {
  if (/^[^+]+\+[0-9a-f]{8}\+/.test(key)) return key
  const text = await readFile(resolve(shell.cwd, key), 'utf8').catch((cause: unknown) => {
    throw new Failure('file_missing', { file: key }, cause)
  })
  return text.trim()
}
