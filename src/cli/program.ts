// The commands of `kept` as one list. Help, the reference page and its test are made from it.

import { Command, Help } from '@commander-js/extra-typings'
import { usageHelp, type Run } from './command.ts'
import { exitCodes, styled } from './shell.ts'
import { software } from './software.ts'

/** Each command with the module it stands in: one that is not asked for is not loaded. */
const commands: Readonly<Record<string, () => Promise<(run: Run) => unknown>>> = {
  lint: async () => (await import('./commands/lint.ts')).lintCommand,
  init: async () => (await import('./commands/init.ts')).initCommand,
  check: async () => (await import('./commands/check.ts')).checkCommand,
  lsp: async () => (await import('./commands/lsp.ts')).lspCommand,
  build: async () => (await import('./commands/build.ts')).buildCommand,
  emit: async () => (await import('./commands/emit.ts')).emitCommand,
  say: async () => (await import('./commands/say.ts')).sayCommand,
  explain: async () => (await import('./commands/explain.ts')).explainCommand,
  sign: async () => (await import('./commands/sign.ts')).signCommand,
  decide: async () => (await import('./commands/decide.ts')).decideCommand,
  coverage: async () => (await import('./commands/coverage.ts')).coverageCommand,
  diff: async () => (await import('./commands/diff.ts')).diffCommand,
  simulate: async () => (await import('./commands/simulate.ts')).simulateCommand,
  publish: async () => (await import('./commands/publish.ts')).publishCommand,
  import: async () => (await import('./commands/import.ts')).importCommand,
  connect: async () => (await import('./commands/connect.ts')).connectCommand,
  scan: async () => (await import('./commands/scan.ts')).scanCommand,
  map: async () => (await import('./commands/map.ts')).mapCommand,
  request: async () => (await import('./commands/request.ts')).requestCommand,
  person: async () => (await import('./commands/person.ts')).personCommand,
  probe: async () => (await import('./commands/probe.ts')).probeCommand,
  mode: async () => (await import('./commands/mode.ts')).modeCommand,
  verify: async () => (await import('./commands/verify.ts')).verifyCommand,
  token: async () => (await import('./commands/token.ts')).tokenCommand,
  serve: async () => (await import('./commands/serve.ts')).serveCommand,
  demo: async () => (await import('./commands/demo.ts')).demoCommand,
  doctor: async () => (await import('./commands/doctor.ts')).doctorCommand,
}

/** Names of the commands, as the help lists them. */
export const commandNames: readonly string[] = Object.keys(commands)

const exits = Object.values(exitCodes).map(({ code, when }) => `  ${String(code).padStart(2)}  ${when}`)

/** The program for these words, printing through the shell: with the command they begin with, or with all. It throws a CommanderError instead of ending the process. */
export async function program(run: Run, [name = '']: readonly string[]): Promise<Command> {
  const kept = new Command('kept')
    .description('the privacy statement that runs')
    .version(software, '--version', 'print the version')
  kept.addHelpText('after', `\nExit codes:\n${exits.join('\n')}`)
  const asked = Object.hasOwn(commands, name) ? [name] : commandNames
  const makers = await Promise.all(asked.map((one) => commands[one]!()))
  for (const make of makers) kept.addCommand(make(run) as Command) // every module makes one; typed commands differ only in what their own actions take
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
    // that nothing is given unless something is given goes without saying
    optionDescription: (option) => new Help().optionDescription(option).replace(/ \(default: (?:\[\]|"")\)$/, ''),
  })
  command.showHelpAfterError(usageHelp(shell, command.parent ? command.name() : ''))
}
