// What all commands share: typed options, `--json`, examples in the help, and an exit code as the value of an action.

import { Command, InvalidArgumentError } from '@commander-js/extra-typings'
import { exitCodes, styled, type ExitCode, type Shell } from './shell.ts'

/** One run: its surroundings, and where an action leaves its exit code. */
export interface Run {
  readonly shell: Shell
  code: ExitCode
}

/** An example of the help: the command after `kept `, and what it does. */
export type Example = readonly [command: string, does: string]

/** A command with its summary, `--json` and examples. Its first example also stands in the reference. */
export function command(name: string, summary: string, examples: readonly Example[]) {
  const width = Math.max(...examples.map(([example]) => example.length))
  const lines = examples.map(([example, does]) => `  $ npx kept ${example.padEnd(width)}  # ${does}`)
  return new Command(name)
    .description(summary)
    .option('--json', 'print the answer as JSON')
    .addHelpText('after', `\nExamples:\n${lines.join('\n')}`)
}

/** Makes an action of a function that answers an exit code. */
export function ends<Args extends unknown[]>(
  run: Run,
  act: (...args: Args) => Promise<ExitCode>,
): (...args: Args) => Promise<void> {
  return async (...args) => {
    run.code = await act(...args)
  }
}

/** Reads a port from the command line; anything but 0 to 65535 is a usage error. */
export function portText(text: string): string {
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535)
    throw new InvalidArgumentError('it is a number from 0 to 65535.')
  return text
}

/** Says that a command was not written as its help says, in the words that the parser of arguments uses. */
export function sayUsage(shell: Shell, name: string, words: string): ExitCode {
  shell.err(`${styled(shell, 'red', 'error usage')}: ${words}`)
  shell.err(usageHelp(shell, name))
  return exitCodes.usage.code
}

/** The line below every error of usage. */
export function usageHelp(shell: Shell, name: string): string {
  return `  ${styled(shell, 'green', 'help')}: \`npx kept ${name && `${name} `}--help\` says how it is written`
}
