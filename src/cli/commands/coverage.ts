// `kept coverage`: three figures that are never mixed, each with what it is a part of: sentences kept, reads that passed the gate, and
// kinds of things that a sentence covers. Of a folder, which nothing runs yet: how far its sentences could be kept at all.

import type { Output } from '../../client/index.ts'
import type { Compiled, PageClause } from '../../policy/index.ts'
import { compiledOrFail } from '../compiled.ts'
import { command, ends, type Run } from '../command.ts'
import { homeGiven, reach, reachOptions, type ReachOptions } from '../reach.ts'
import { exitCodes, printJson, styled, type ExitCode, type Shell } from '../shell.ts'

type Coverage = Output<'statement'>['coverage']

/** `kept coverage [FOLDER]` */
export function coverageCommand(run: Run) {
  const coverage = command(
    'coverage',
    'how much of the statement is kept, of all it says; three figures, never mixed',
    [
      ['coverage', 'of the installation that runs'],
      ['coverage statement', 'of a folder: which sentences could be kept at all'],
    ],
  ).argument('[folder]', 'folder that holds statement.md; the installation without one')
  return reachOptions(coverage).action(ends(run, (folder, options) => figures(run.shell, folder, options)))
}

async function figures(shell: Shell, folder: string | undefined, options: ReachOptions): Promise<ExitCode> {
  if (folder !== undefined) {
    const written = writtenOf(await compiledOrFail(shell, folder))
    if (options.json) printJson(shell, written)
    else for (const line of writtenLines(shell, written)) shell.out(line)
    return exitCodes.done.code
  }
  const { version, asOf, coverage } = await reach(shell, options, ({ client }) => client.statement())
  if (options.json) printJson(shell, { version, asOf, ...coverage })
  else for (const line of runningLines(shell, version, asOf, coverage, homeGiven(options))) shell.out(line)
  return exitCodes.done.code
}

// --- an installation ------------------------------------------------------------------------------------------------

function runningLines(shell: Shell, version: number, asOf: string, coverage: Coverage, home: string): string[] {
  const { clauses, reads, covered, systems, findings, inSystems, uncovered, observed } = coverage
  const notKept = (['broken', 'lapsed', 'unproven', 'aim'] as const).flatMap((state) => (clauses[state] > 0 ? [`${clauses[state]} ${state}`] : [])) // prettier-ignore
  const none = (of: number, words: string): string => (of === 0 ? `no ${words}` : '')
  return [
    `version ${version}, ${asOf.slice(0, 16).replace('T', ' ')} UTC`,
    `${styled(shell, 'bold', 'sentences')}  ${share(clauses.kept, clauses.of)} kept${notKept.length > 0 ? `; ${notKept.join(', ')}` : ''}; ${clauses.info} more promise nothing and are not counted`,
    `${styled(shell, 'bold', 'reads')}      ${none(reads.of, 'read in the last 24 hours') || `${share(reads.passed, reads.of)} of the last 24 hours passed the gate`}${systems > 0 ? `; what ${counted(systems, 'connected system')} reads by itself is not seen` : ''}`,
    `${styled(shell, 'bold', 'things')}     ${none(covered.of, 'kind of thing was written in the last 24 hours, and no column is connected') || `${share(covered.covered, covered.of)} kinds written in the last 24 hours and personal columns of connected systems have a sentence`}`,
    ...(findings.length + inSystems.length > 0 ? [`  ${counted(findings.length + inSystems.length, 'finding')} that no sentence covers: \`kept doctor${home}\` and the page name them`] : []),
    ...(uncovered > 0 ? [`  ${counted(uncovered, 'thing')} lie there that no sentence covers`] : []),
    ...(observed.length > 0 ? [`  only observed, so nothing is shown to be refused: ${observed.join(', ')}`] : []),
  ] // prettier-ignore
}

function share(part: number, whole: number): string {
  return `${part} of ${whole}`
}

function counted(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? '' : 's'}`
}

// --- a folder -------------------------------------------------------------------------------------------------------

interface Written {
  /** ruled and signed: what a test may show to be kept */
  readonly ready: number
  /** all clauses but info */
  readonly of: number
  readonly info: number
  readonly aim: readonly string[]
  readonly bare: readonly string[]
  readonly unsigned: readonly string[]
}

function writtenOf({ page }: Compiled): Written {
  const clauses = page.sections.flatMap((section) => section.clauses)
  const ids = (fits: (clause: PageClause) => boolean): readonly string[] => clauses.filter(fits).map(({ id }) => id)
  const isSigned = ({ signature }: PageClause): boolean => signature.state === 'signed'
  const info = clauses.filter((clause) => clause.class === 'info').length
  return {
    ready: clauses.filter((clause) => clause.class === 'ruled' && isSigned(clause)).length,
    of: clauses.length - info,
    info,
    aim: ids((clause) => clause.class === 'aim'),
    bare: ids((clause) => clause.class === 'bare'),
    unsigned: ids((clause) => clause.class === 'ruled' && !isSigned(clause)),
  }
}

function writtenLines(shell: Shell, { ready, of, info, aim, bare, unsigned }: Written): string[] {
  const named = (words: string, ids: readonly string[]): string[] => (ids.length === 0 ? [] : [`  ${ids.length} ${words}: ${ids.join(', ')}`]) // prettier-ignore
  return [
    `${styled(shell, 'bold', 'sentences')}  ${share(ready, of)} could be kept: they have rules and are signed; ${info} more promise nothing and are not counted`,
    ...named('are not signed', unsigned),
    ...named('nobody can test', aim),
    ...named('have no rules', bare),
    'whether they are kept is tested where the statement runs: `kept coverage` without a folder',
  ]
}
