// `kept lint`: what a privacy text leaves untestable or says twice differently, and which columns of a schema it does not speak of.
// Read-only; needs no statement, no installation, no database.

import { lint, type Dialect, type Finding, type Lint, type NamedText, type SourceFile } from '../../systems/index.ts'
import { command, ends, sayUsage, type Run } from '../command.ts'
import { dialectText } from '../dialect.ts'
import { annotationsOf, sarifOf } from '../lint/machine.ts'
import { readFileForLint } from '../lint/read.ts'
import { lintLines } from '../lint/words.ts'
import { exitCodes, printJson, type ExitCode, type Shell } from '../shell.ts'

interface Options {
  readonly schema: readonly string[]
  readonly dialect?: Dialect | undefined
  readonly json?: true | undefined
  readonly sarif?: true | undefined
  readonly github?: true | undefined
}

/** `kept lint TEXT [--schema FILE]…` */
export function lintCommand(run: Run) {
  return command('lint', 'find what a privacy text leaves untestable, and columns it does not speak of', [
    ['lint privacy.md', 'the text alone: Markdown, HTML or plain'],
    ['lint privacy.md --schema schema.sql', 'and the tables: PostgreSQL, MySQL or SQLite'],
    ['lint privacy.md --schema schema.sql --sarif', 'for code scanning; --github for annotations'],
  ])
    .argument('<text>', 'the privacy text; - for the standard input')
    .argument('[schemas...]', 'more schemas, as a shell gives them for *.sql')
    .option('--schema <file>', 'DDL of a database, as often as there are files; - for the standard input', (file: string, before: readonly string[]) => [...before, file], [] as readonly string[]) // prettier-ignore
    .option('--dialect <name>', 'postgres, mysql or sqlite; without it each schema’s own signs decide', dialectText)
    .option('--sarif', 'print the findings as SARIF 2.1.0')
    .option('--github', 'print the findings as annotations of a GitHub workflow')
    .action(ends(run, (text, more, options) => lintFiles(run.shell, text, { ...options, schema: [...options.schema, ...more] }))) // prettier-ignore
}

async function lintFiles(shell: Shell, text: string, options: Options): Promise<ExitCode> {
  const { schema, dialect, json, sarif, github } = options
  if ([json, sarif, github].filter(Boolean).length > 1) return sayUsage(shell, 'lint', 'name one of --json, --sarif and --github') // prettier-ignore
  if ([text, ...schema].filter((file) => file === '-').length > 1) return sayUsage(shell, 'lint', 'the standard input can be one file only') // prettier-ignore
  const source = await readFileForLint(shell, text, 'text')
  const schemas = []
  for (const file of schema) schemas.push(await readFileForLint(shell, file, 'schema'))
  const found = findingsOf(source, schemas, dialect)
  if (json) printJson(shell, { ...found, counts: countsOf(found.findings) })
  else if (sarif) printJson(shell, sarifOf(found))
  else for (const line of github ? annotationsOf(found) : lintLines(shell, found)) shell.out(line)
  return exitOf(found.findings)
}

/** What was found in all files; one that is no text is a finding of its own. */
function findingsOf(text: SourceFile, schemas: readonly SourceFile[], dialect: Dialect | undefined): Lint {
  const unread = [text, ...schemas].flatMap((one) => ('finding' in one ? [one.finding] : []))
  const read = schemas.filter((one): one is NamedText => 'text' in one)
  if ('finding' in text) return { findings: unread, text: { file: text.finding.file, sentences: 0, language: '' }, schemas: [] } // prettier-ignore
  const found = lint(text, read, dialect)
  return { ...found, findings: [...unread, ...found.findings] }
}

function countsOf(findings: readonly Finding[]): Readonly<Record<Finding['severity'], number>> {
  const of = (severity: Finding['severity']): number => findings.filter((one) => one.severity === severity).length
  return { error: of('error'), warning: of('warning'), note: of('note') }
}

/** Codes of files that were not read to their end: the answer is not whole. */
const unreadCodes: readonly string[] = ['L301', 'L302', 'L303', 'L309', 'L310']

function exitOf(findings: readonly Finding[]): ExitCode {
  if (findings.some(({ code }) => unreadCodes.includes(code))) return exitCodes.failed.code
  return findings.some(({ severity }) => severity !== 'note') ? exitCodes.refused.code : exitCodes.done.code
}
