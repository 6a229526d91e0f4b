// `kept check`: whether a statement compiles, and where it does not; with a schema, whether every personal column says which data it is and
// what for. Answers like the best compilers: line, caret, what to do. What only some runs need is loaded by those.

import type { Compiled } from '../../policy/index.ts'
import { printDiagnostics, type Diagnostic } from '../../statement/index.ts'
import { dialectText, type DialectName } from '../dialect.ts'
import { command, ends, sayUsage, type Run } from '../command.ts'
import { exitCodes, printJson, styled, type ExitCode, type Shell } from '../shell.ts'
import { compileFolder } from '../compiled.ts'
import { folderGiven } from '../statement-folder.ts'

interface Options {
  readonly schema: readonly string[]
  readonly dialect?: DialectName | undefined
  readonly json?: true | undefined
  readonly sarif?: true | undefined
  readonly github?: true | undefined
}

/** `kept check [FOLDER] [--schema FILE]…` */
export function checkCommand(run: Run) {
  return command('check', 'check a statement: names, holes, clashes, words', [
    ['check', 'the statement in this folder'],
    ['check examples/harbour/statement', 'another one'],
    ['check statement --schema schema.sql', 'and that its columns say which data they are and what for'],
    ['check statement --schema schema.sql --sarif', 'for code scanning; --github for annotations'],
  ])
    .argument('[folder]', 'folder that holds statement.md', '.')
    .option(
      '--schema <file>',
      'DDL of a database, as often as there are files',
      (file: string, before: readonly string[]) => [...before, file],
      [] as readonly string[],
    ) // prettier-ignore
    .option('--dialect <name>', 'postgres, mysql or sqlite; without it each schema’s own signs decide', dialectText)
    .option('--sarif', 'print what was found as SARIF 2.1.0')
    .option('--github', 'print what was found as annotations of a GitHub workflow')
    .action(ends(run, (folder, options) => check(run.shell, folder, options)))
}

async function check(shell: Shell, folder: string, options: Options): Promise<ExitCode> {
  const { json, sarif, github } = options
  if ([json, sarif, github].filter(Boolean).length > 1) return sayUsage(shell, 'check', 'name one of --json, --sarif and --github') // prettier-ignore
  const { diagnostics, compiled } = await compileFolder(shell, folder)
  const schemas = compiled && options.schema.length > 0 ? await checkSchemas(shell, compiled, options) : []
  const found = [...diagnostics, ...schemas.flatMap((schema) => schema.diagnostics)]
  if (json) printJson(shell, answerOf(found, compiled, options.schema.length > 0 ? schemas : null))
  else if (sarif || github) await printForMachines(shell, folder, diagnostics, schemas, sarif === true)
  else {
    if (found.length > 0) shell.out(printDiagnostics(found, { color: shell.color }))
    if (compiled) {
      shell.out(
        `${styled(shell, 'green', 'compiles')}: ${folder}: ${compiled.policy.clauses.length} clauses, hash ${compiled.hash.slice(0, 16)}`,
      )
      for (const line of unsignedLines(shell, compiled, folder)) shell.out(line)
    }
    for (const schema of schemas) shell.out(schemaLine(schema))
  }
  const hasErrors = found.some(({ severity }) => severity === 'error')
  return compiled && !hasErrors ? exitCodes.done.code : exitCodes.refused.code
}

function answerOf(
  diagnostics: readonly Diagnostic[],
  compiled: Compiled | null,
  schemas: readonly CheckedSchema[] | null,
): object {
  return {
    diagnostics,
    hash: compiled?.hash ?? null,
    clauses: compiled?.policy.clauses.length ?? null,
    ...(schemas && { schemas: schemas.map(({ file, counts }) => ({ file, ...counts })) }),
  }
}

// --- schemas --------------------------------------------------------------------------------------------------------

interface CheckedSchema {
  readonly file: string
  readonly diagnostics: readonly Diagnostic[]
  /** null: it could not be read */
  readonly counts: Readonly<Record<'tables' | 'columns' | 'personal' | 'declared' | 'setAside', number>> | null
}

async function checkSchemas(
  shell: Shell,
  { policy }: Compiled,
  { schema, dialect }: Options,
): Promise<CheckedSchema[]> {
  const [{ checkColumns }, { readFileForLint }] = await Promise.all([import('../../systems/index.ts'), import('../lint/read.ts')]) // prettier-ignore
  const checked: CheckedSchema[] = []
  for (const file of schema) {
    const source = await readFileForLint(shell, file, 'schema')
    if ('finding' in source)
      checked.push({ file, diagnostics: [{ ...source.finding, severity: 'error', code: 'K112', related: [] }], counts: null }) // prettier-ignore
    else {
      const { diagnostics, ...counts } = checkColumns(source, policy, dialect)
      checked.push({ file, diagnostics, counts })
    }
  }
  return checked
}

function schemaLine({ file, counts }: CheckedSchema): string {
  if (!counts) return `${file}: was not read`
  const { tables, columns, personal, declared, setAside } = counts
  const words = `${file}: ${tables} ${tables === 1 ? 'table' : 'tables'}, ${columns} columns, ${personal} of them personal`
  return personal === 0 ? words : `${words}: ${declared} say what they are for, ${setAside} set aside, ${personal - declared - setAside} do not say` // prettier-ignore
}

// --- for programs ---------------------------------------------------------------------------------------------------

/** Files of the statement are named from where we were called, as a repository names them. */
async function printForMachines(
  shell: Shell,
  folder: string,
  diagnostics: readonly Diagnostic[],
  schemas: readonly CheckedSchema[],
  isSarif: boolean,
): Promise<void> {
  const [{ annotations, sarifLog }, { diagnosticsTable }, { posix }] = await Promise.all([import('../machine.ts'), import('../../statement/index.ts'), import('node:path')]) // prettier-ignore
  const placed = <T extends { readonly file: string }>(one: T): T => ({ ...one, file: posix.join(folder.replaceAll('\\', '/'), one.file) }) // prettier-ignore
  const found = [
    ...diagnostics.map((one) => ({ ...placed(one), related: one.related.map(placed) })),
    ...schemas.flatMap((schema) => schema.diagnostics),
  ]
  const finder = { name: 'kept check', fingerprint: 'keptCheck/v1', table: diagnosticsTable }
  if (isSarif) printJson(shell, sarifLog(found, finder))
  else for (const line of annotations(found, finder)) shell.out(line)
}

// --- signatures -----------------------------------------------------------------------------------------------------

/** A clause nobody signed compiles, and is unproven wherever it is published: said here, before anybody wonders. */
function unsignedLines(shell: Shell, { page, policy }: Compiled, folder: string): string[] {
  const clauses = page.sections.flatMap((section) => section.clauses).filter(({ class: kind }) => kind !== 'bare')
  const unsigned = clauses.filter(({ signature }) => signature.state === 'unsigned')
  if (unsigned.length === 0) return []
  return [
    `${styled(shell, 'yellow', 'unsigned')}: ${unsigned.length} of ${clauses.length}: unproven on the page until an officer signs`,
    `  ${styled(shell, 'green', 'help')}: \`npx kept sign --all --officer ${policy.organisation.officers[0] ?? 'NAME'}${folderGiven(folder)}\``,
  ]
}
