// `kept`: words on a terminal to one call. The only place that reads environment and configuration files, and one of the two that
// translate failures. Everything a command touches is handed to it as a `Shell`.

import { CommanderError } from '@commander-js/extra-typings'
import { text as textOf } from 'node:stream/consumers'
import { systemClock } from '../base/index.ts'
import { askOnTerminal } from './ask.ts'
import type { Run } from './command.ts'
import { program } from './program.ts'
import { exitCodes, type Shell } from './shell.ts'

/** Runs one command and answers its exit code. Never throws. */
export async function main(args: readonly string[], shell: Shell = processShell()): Promise<number> {
  const run: Run = { shell, code: exitCodes.done.code }
  try {
    await (await program(run, args)).parseAsync(args, { from: 'user' })
    return run.code
  } catch (cause) {
    if (cause instanceof CommanderError) return cause.exitCode === 0 ? exitCodes.done.code : exitCodes.usage.code
    const { sayFailure } = await import('./failure-words.ts')
    sayFailure(shell, cause, args.includes('--json'))
    return exitCodes.failed.code
  }
}

function processShell(): Shell {
  const { stdout, stderr, stdin, env } = process
  // who reads us may stop reading, as `head` does: that is no failure
  for (const stream of [stdout, stderr])
    stream.on('error', (cause: NodeJS.ErrnoException) => {
      if (cause.code !== 'EPIPE') throw cause
    })
  return {
    out: (line) => stdout.write(`${line}\n`),
    err: (line) => stderr.write(`${line}\n`),
    input: () => textOf(stdin),
    ask: stdin.isTTY && stdout.isTTY ? askOnTerminal(stdin, stdout) : null,
    streams: { input: stdin, output: stdout },
    env,
    cwd: process.cwd(),
    color: stdout.isTTY && !env['NO_COLOR'] && env['TERM'] !== 'dumb',
    clock: systemClock,
    ended: () =>
      new Promise((resolve) => ['SIGINT', 'SIGTERM'].forEach((signal) => process.once(signal, () => resolve()))),
  }
}
