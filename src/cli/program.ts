// The commands of `kept` as one list. Help, the reference page and its test are made from it.

import { Command, Help } from '@commander-js/extra-typings'
import { buildCommand } from './commands/build.ts'
import { checkCommand } from './commands/check.ts'
import { decideCommand } from './commands/decide.ts'
import { signCommand } from './commands/sign.ts'
import type { Run } from './command.ts'
import { exitCodes, styled } from './shell.ts'
import { software } from './software.ts'

const exits = Object.values(exitCodes).map(({ code, when }) => `  ${String(code).padStart(2)}  ${when}`)

/** The program with all its commands, printing through the shell. It throws a CommanderError instead of ending the process. */
export function program(run: Run): Command {
  const kept = new Command('kept')
    .description('the privacy statement that runs')
    .version(software, '--version', 'print the version')
  kept.addHelpText('after', `\nExit codes:\n${exits.join('\n')}`)
  const commands = [checkCommand, buildCommand, signCommand, decideCommand].map((make) => make(run))
  for (const command of commands) kept.addCommand(command as unknown as Command) // the typed commands differ only in what their own actions take
  for (const command of [kept, ...kept.commands]) quietly(command as Command, run)
  return kept
}

function quietly(command: Command, { shell }: Run): void {
  const words = (text: string): string => text.trimEnd()
  command.exitOverride().configureOutput({
    writeOut: (text) => shell.out(words(text)),
    writeErr: (text) => shell.err(words(text)),
    outputError: (text, write) => write(text.replace(/^error: /, `${styled(shell, 'red', 'error[usage]')}: `)),
    getOutHelpWidth: () => 100,
    getErrHelpWidth: () => 100,
  })
  command.configureHelp({
    styleTitle: (text) => styled(shell, 'bold', text),
    subcommandTerm: (sub) => new Help().subcommandTerm(sub).replace(/ \[options\]/, ''),
  })
  command.showHelpAfterError(
    `  = help: \`npx kept ${command.parent ? `${command.name()} ` : ''}--help\` says how it is written`,
  )
}
