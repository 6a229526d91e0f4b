// `kept check`: whether a statement compiles, and where it does not. Answers like the best compilers: line, caret, what to do.

import type { Compiled } from '../../policy/index.ts'
import { compileStatement, printDiagnostics } from '../../statement/index.ts'
import { command, ends, type Run } from '../command.ts'
import { exitCodes, printJson, styled, type ExitCode, type Shell } from '../shell.ts'
import { readStatement } from '../statement-folder.ts'

/** `kept check [FOLDER]` */
export function checkCommand(run: Run) {
  return command('check', 'check a statement: names, holes, clashes, words', [
    ['check', 'the statement in this folder'],
    ['check examples/harbour/statement', 'another one'],
    ['check --json', 'diagnostics for a program'],
  ])
    .argument('[folder]', 'folder that holds statement.md', '.')
    .action(ends(run, (folder, { json = false }) => check(run.shell, folder, json)))
}

async function check(shell: Shell, folder: string, json: boolean): Promise<ExitCode> {
  const { diagnostics, compiled } = await compileStatement(await readStatement(shell.cwd, folder))
  if (json)
    printJson(shell, { diagnostics, hash: compiled?.hash ?? null, clauses: compiled?.policy.clauses.length ?? null })
  else {
    if (diagnostics.length > 0) shell.out(printDiagnostics(diagnostics, { color: shell.color }))
    if (compiled) {
      shell.out(
        `${styled(shell, 'green', 'compiles')}: ${folder}: ${compiled.policy.clauses.length} clauses, hash ${compiled.hash.slice(0, 16)}`,
      )
      for (const line of unsignedLines(shell, compiled, folder)) shell.out(line)
    }
  }
  return compiled ? exitCodes.done.code : exitCodes.refused.code
}

/** A clause nobody signed compiles, and is unproven wherever it is published: said here, before anybody wonders. */
function unsignedLines(shell: Shell, { page }: Compiled, folder: string): string[] {
  const clauses = page.sections.flatMap((section) => section.clauses).filter(({ class: kind }) => kind !== 'bare')
  const unsigned = clauses.filter(({ signature }) => signature.state === 'unsigned')
  if (unsigned.length === 0) return []
  return [
    `${styled(shell, 'yellow', 'unsigned')}: ${unsigned.length} of ${clauses.length}: unproven on the page until an officer signs`,
    `  ${styled(shell, 'green', 'help')}: \`npx kept sign --all --officer NAME${folder === '.' ? '' : ` --folder ${folder}`}\``,
  ]
}
