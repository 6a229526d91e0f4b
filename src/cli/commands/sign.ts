// `kept sign`: an officer says that a sentence and what we read in it agree. Shows both first; a later change of either makes it stale.

import { rename, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { Failure } from '../../base/index.ts'
import type { PageClause } from '../../policy/index.ts'
import { signClause } from '../../statement/index.ts'
import { clauseNamed, compiledOrFail } from '../compiled.ts'
import { command, ends, type Run } from '../command.ts'
import { exitCodes, printJson, type ExitCode, type Shell } from '../shell.ts'
import { readStatement } from '../statement-folder.ts'

interface Options {
  readonly officer: string
  readonly folder: string
  readonly on?: string | undefined
  readonly json?: true | undefined
}

/** `kept sign CLAUSE… --officer NAME` */
export function signCommand(run: Run) {
  return command('sign', 'sign clauses: the words and what was read in them agree', [
    ['sign searches --officer ines', 'one clause of the statement in this folder'],
    ['sign --all --officer ines --folder examples/harbour/statement', 'every clause that lacks this officer'],
  ])
    .argument('[clause...]', 'ids of clauses')
    .requiredOption('--officer <name>', 'who signs')
    .option('--all', 'every clause')
    .option('--folder <folder>', 'folder that holds statement.md', '.')
    .option('--on <day>', 'the day of signing: 2026-11-21')
    .action(ends(run, (clauses, { all, ...options }) => sign(run.shell, all ? null : clauses, options)))
}

async function sign(
  shell: Shell,
  asked: readonly string[] | null,
  { officer, folder, on, json }: Options,
): Promise<ExitCode> {
  const compiled = await compiledOrFail(shell, folder)
  const clauses = compiled.page.sections.flatMap((section) => section.clauses)
  const chosen = asked
    ? asked.map((id) => clauseNamed(compiled, id))
    : clauses.filter(({ class: kind }) => kind !== 'bare')
  if (chosen.length === 0) throw new Failure('input_invalid', { clause: 'name at least one, or use --all' })
  const day = on ?? shell.clock.now().toISOString().slice(0, 10)
  let files = await readStatement(shell.cwd, folder)
  for (const { id } of chosen)
    files = { ...files, 'signed.yaml': await signClause(files, { clause: id, officer, on: day }) }
  await replaceFile(join(resolve(shell.cwd, folder), 'signed.yaml'), files['signed.yaml'] ?? '')
  if (json) printJson(shell, { officer, on: day, clauses: chosen.map(({ id }) => id) })
  else for (const clause of chosen) sayClause(shell, clause, officer, day)
  return exitCodes.done.code
}

function sayClause(shell: Shell, { id, number, text, rules, reason }: PageClause, officer: string, day: string): void {
  shell.out(`${number} ${id}: signed by ${officer} on ${day}`)
  shell.out(`  ${text}`)
  for (const { reading } of rules) shell.out(`  we read: ${reading}`)
  if (reason) shell.out(`  we read: ${reason}`)
}

/** Replaces a file at once: a reader sees the old text or the new one. */
async function replaceFile(path: string, text: string): Promise<void> {
  await writeFile(`${path}.new`, text)
  await rename(`${path}.new`, path)
}
