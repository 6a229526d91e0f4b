// The commands of `kept` as one list. Help, the reference page and its test are made from it.

import { Command, Help } from '@commander-js/extra-typings'
import { buildCommand } from './commands/build.ts'
import { checkCommand } from './commands/check.ts'
import { connectCommand } from './commands/connect.ts'
import { decideCommand } from './commands/decide.ts'
import { demoCommand } from './commands/demo.ts'
import { doctorCommand } from './commands/doctor.ts'
import { explainCommand } from './commands/explain.ts'
import { importCommand } from './commands/import.ts'
import { mapCommand } from './commands/map.ts'
import { modeCommand } from './commands/mode.ts'
import { initCommand } from './commands/init.ts'
import { lintCommand } from './commands/lint.ts'
import { probeCommand } from './commands/probe.ts'
import { publishCommand } from './commands/publish.ts'
import { requestCommand } from './commands/request.ts'
import { scanCommand } from './commands/scan.ts'
import { serveCommand } from './commands/serve.ts'
import { signCommand } from './commands/sign.ts'
import { tokenCommand } from './commands/token.ts'
import { verifyCommand } from './commands/verify.ts'
import { usageHelp, type Run } from './command.ts'
import { exitCodes, styled } from './shell.ts'
import { software } from './software.ts'

const commands = {
  lint: lintCommand,
  init: initCommand,
  check: checkCommand,
  build: buildCommand,
  explain: explainCommand,
  sign: signCommand,
  decide: decideCommand,
  publish: publishCommand,
  import: importCommand,
  connect: connectCommand,
  scan: scanCommand,
  map: mapCommand,
  request: requestCommand,
  probe: probeCommand,
  mode: modeCommand,
  verify: verifyCommand,
  token: tokenCommand,
  serve: serveCommand,
  demo: demoCommand,
  doctor: doctorCommand,
}

/** Names of the commands, as the help lists them. */
export const commandNames: readonly string[] = Object.keys(commands)

const exits = Object.values(exitCodes).map(({ code, when }) => `  ${String(code).padStart(2)}  ${when}`)

/** The program with all its commands, printing through the shell. It throws a CommanderError instead of ending the process. */
export function program(run: Run): Command {
  const kept = new Command('kept')
    .description('the privacy statement that runs')
    .version(software, '--version', 'print the version')
  kept.addHelpText('after', `\nExit codes:\n${exits.join('\n')}`)
  for (const make of Object.values(commands)) kept.addCommand(make(run) as unknown as Command) // typed commands differ only in what their own actions take
  for (const command of [kept, ...kept.commands]) speak(command as Command, run)
  return kept
}

/** Prints through the shell, in the words and styles of all other output. */
function speak(command: Command, { shell }: Run): void {
  command.exitOverride().configureOutput({
    writeOut: (text) => shell.out(text.trimEnd()),
    writeErr: (text) => shell.err(text.trimEnd()),
    outputError: (text, write) => write(text.replace(/^error: /, `${styled(shell, 'red', 'error usage')}: `)),
    getOutHelpWidth: () => 100,
    getErrHelpWidth: () => 100,
    getOutHasColors: () => shell.color,
    getErrHasColors: () => shell.color,
  })
  command.configureHelp({
    styleTitle: (text) => styled(shell, 'bold', text),
    subcommandTerm: (sub) => new Help().subcommandTerm(sub).replace(' [options]', ''),
  })
  command.showHelpAfterError(usageHelp(shell, command.parent ? command.name() : ''))
}
