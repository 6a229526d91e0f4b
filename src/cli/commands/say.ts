// `kept say`: the plain sentence beside each rule: what we read where a lawyer wrote. The same sentence stands on the page.

import type { PageClause } from '../../policy/index.ts'
import { clauseNamed, compiledOrFail } from '../compiled.ts'
import { command, ends, type Run } from '../command.ts'
import { exitCodes, printJson, styled, type ExitCode, type Shell } from '../shell.ts'

/** `kept say [CLAUSE…]` */
export function sayCommand(run: Run) {
  return command('say', 'say each rule as a plain sentence, beside the words it stands under', [
    ['say searches', 'one clause of the statement in this folder'],
    ['say --folder examples/harbour/statement', 'every clause of another one'],
  ])
    .argument('[clause...]', 'ids of clauses; all without one')
    .option('--folder <folder>', 'folder that holds statement.md', '.')
    .action(ends(run, (clauses, { folder, json = false }) => say(run.shell, clauses, folder, json)))
}

async function say(shell: Shell, asked: readonly string[], folder: string, json: boolean): Promise<ExitCode> {
  const compiled = await compiledOrFail(shell, folder)
  const all = compiled.page.sections.flatMap(({ clauses }) => clauses)
  const clauses = asked.length === 0 ? all : asked.map((id) => clauseNamed(compiled, id))
  if (json)
    printJson(shell, { clauses: clauses.map(({ id, number, class: kind, text, reason, rules }) => ({ clause: id, number, class: kind, text, reason, rules })) }) // prettier-ignore
  else for (const clause of clauses) for (const line of lines(shell, clause)) shell.out(line)
  return exitCodes.done.code
}

function lines(shell: Shell, { id, number, class: kind, text, rules, reason }: PageClause): string[] {
  return [
    styled(shell, 'bold', `${number} ${id}`),
    `  ${text}`,
    ...rules.flatMap((rule) => [`  ${styled(shell, 'blue', rule.text)}`, `    we read: ${rule.reading}`]),
    ...(reason === null ? [] : [`  ${kind}: ${reason}`]),
    ...(kind === 'bare' ? ['  we read nothing: no rule stands under these words'] : []),
    '',
  ]
}
