// `kept sign`: an officer says that a sentence and what we read in it agree. Shows both first; a later change of either makes it stale.
// Without a clause it lists what still lacks a signature, and how many.

import { rename, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { Compiled, PageClause } from '../../policy/index.ts'
import { signaturesNeeded, signClauses } from '../../statement/index.ts'
import { clauseNamed, compiledOrFail } from '../compiled.ts'
import { command, ends, sayUsage, type Run } from '../command.ts'
import { exitCodes, printJson, styled, type ExitCode, type Shell } from '../shell.ts'
import { folderGiven, readStatement } from '../statement-folder.ts'
import { table } from '../table.ts'

interface Options {
  readonly officer?: string | undefined
  readonly folder: string
  readonly on?: string | undefined
  readonly json?: true | undefined
}

/** `kept sign [CLAUSE…] --officer NAME` */
export function signCommand(run: Run) {
  return command('sign', 'sign clauses: the words and what was read in them agree', [
    ['sign', 'what lacks a signature; exits 2 where anything does'],
    ['sign searches --officer ines', 'one clause of the statement in this folder'],
    [
      'sign --all --officer ines --folder examples/harbour/statement',
      'every clause that lacks this officer’s signature',
    ],
  ])
    .argument('[clause...]', 'ids of clauses')
    .option('--officer <name>', 'who signs: a key of the register `organisation`')
    .option('--all', 'every clause that is not signed, and that this officer did not sign yet')
    .option('--folder <folder>', 'folder that holds statement.md', '.')
    .option('--on <day>', 'the day of signing: 2026-11-21')
    .action(ends(run, (clauses, { all, ...options }) => runSign(run.shell, all ? null : clauses, options)))
}

async function runSign(shell: Shell, asked: readonly string[] | null, options: Options): Promise<ExitCode> {
  const { officer, folder } = options
  const compiled = await compiledOrFail(shell, folder)
  if (asked?.length === 0) return list(shell, compiled, options)
  if (officer === undefined) return sayUsage(shell, 'sign', 'say who signs: --officer ines')
  const chosen = asked
    ? asked.map((id) => clauseNamed(compiled, id))
    : lacking(compiled).filter(({ signature }) => !signature.by.some((one) => one.officer === officer))
  return sign(shell, chosen, officer, options)
}

async function sign(
  shell: Shell,
  chosen: readonly PageClause[],
  officer: string,
  { folder, on, json }: Options,
): Promise<ExitCode> {
  const day = on ?? shell.clock.now().toISOString().slice(0, 10)
  const files = await readStatement(shell.cwd, folder)
  const clauses = chosen.map(({ id }) => id)
  const text = await signClauses(files, { clauses, officer, on: day })
  if (chosen.length > 0) await replaceFile(join(resolve(shell.cwd, folder), 'signed.yaml'), text)
  if (json) printJson(shell, { officer, on: day, clauses })
  else if (chosen.length === 0) shell.out(`nothing lacks a signature of ${officer}`)
  else for (const clause of chosen) sayClause(shell, clause, officer, day)
  return exitCodes.done.code
}

function sayClause(shell: Shell, clause: PageClause, officer: string, day: string): void {
  const { id, number, text, rules, reason, signature, class: kind } = clause
  shell.out(`${number} ${id}: signed by ${officer} on ${day}`)
  shell.out(`  ${text}`)
  for (const { reading } of rules) shell.out(`  we read: ${reading}`)
  if (reason) shell.out(`  we read: ${reason}`)
  const officers = new Set([...signature.by.map((one) => one.officer), officer]).size
  if (officers < signaturesNeeded(kind)) shell.out(`  ${styled(shell, 'yellow', 'one more')}: that words promise nothing is for two officers to say`) // prettier-ignore
}

// --- what lacks a signature -----------------------------------------------------------------------------------------

function lacking({ page }: Compiled): readonly PageClause[] {
  const clauses = page.sections.flatMap((section) => section.clauses)
  return clauses.filter(({ class: kind, signature }) => kind !== 'bare' && signature.state !== 'signed')
}

function list(shell: Shell, compiled: Compiled, { folder, json }: Options): ExitCode {
  const open = lacking(compiled)
  const rows = open.map(({ id, class: kind, signature }) => ({ clause: id, class: kind, state: signature.state, by: signature.by.map(({ officer }) => officer), needs: signaturesNeeded(kind) })) // prettier-ignore
  if (json) printJson(shell, { lacking: rows })
  else if (open.length === 0) shell.out(`${folder}: every clause that says something is signed`)
  else {
    for (const line of table(shell, ['clause', 'class', 'state', 'signed by', 'needs'], rows.map((row) => [row.clause, row.class, row.state, row.by.join(', ') || 'nobody', String(row.needs)]), [4])) shell.out(line) // prettier-ignore
    shell.out(`unproven on the page until signed: \`npx kept sign --all --officer NAME${folderGiven(folder)}\``) // prettier-ignore
  }
  return open.length === 0 ? exitCodes.done.code : exitCodes.refused.code
}

/** Replaces a file at once: a reader sees the old text or the new one. */
async function replaceFile(path: string, text: string): Promise<void> {
  await writeFile(`${path}.new`, text)
  await rename(`${path}.new`, path)
}
