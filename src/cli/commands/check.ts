// `kept check`: whether a statement compiles, and where it does not. Answers like the best compilers: line, caret, what to do.

import { compileStatement, printDiagnostics, type Diagnostic } from '../../statement/index.ts'
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
  const clauses = compiled?.policy.clauses.length ?? null
  if (json) printJson(shell, { diagnostics, hash: compiled?.hash ?? null, clauses })
  else {
    if (diagnostics.length > 0) shell.out(printDiagnostics(diagnostics, { color: shell.color }))
    shell.out(
      summary(shell, folder, diagnostics, compiled && { clauses: compiled.policy.clauses.length, hash: compiled.hash }),
    )
  }
  return compiled ? exitCodes.done.code : exitCodes.refused.code
}

function summary(
  shell: Shell,
  folder: string,
  diagnostics: readonly Diagnostic[],
  compiled: { clauses: number; hash: string } | null,
): string {
  const count = (severity: string): number =>
    diagnostics.filter((diagnostic) => diagnostic.severity === severity).length
  const found = [plural(count('error'), 'error'), plural(count('warning'), 'warning')].join(', ')
  if (!compiled) return `${styled(shell, 'red', 'does not compile')}: ${folder}: ${found}`
  return `${styled(shell, 'green', 'compiles')}: ${folder}: ${plural(compiled.clauses, 'clause')}, ${found}, ${compiled.hash.slice(0, 16)}`
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}
