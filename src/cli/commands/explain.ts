// `kept explain`: one clause, how its rules were read, and every cell it opens, limits or closes.

import { Failure } from '../../base/index.ts'
import { explainClause, type ClauseEffect, type ClauseExplained } from '../../statement/index.ts'
import { compiledOrFail } from '../compiled.ts'
import { command, ends, type Run } from '../command.ts'
import { exitCodes, printJson, styled, type ExitCode, type Shell } from '../shell.ts'

/** `kept explain CLAUSE [FOLDER]` */
export function explainCommand(run: Run) {
  return command('explain', 'say how a clause was read, and what it opens and closes', [
    ['explain searches', 'a clause of the statement in this folder'],
    ['explain no-ads examples/harbour/statement', 'of another one'],
  ])
    .argument('<clause>', 'id of the clause')
    .argument('[folder]', 'folder that holds statement.md', '.')
    .action(ends(run, (clause, folder, { json = false }) => explain(run.shell, clause, folder, json)))
}

async function explain(shell: Shell, id: string, folder: string, json: boolean): Promise<ExitCode> {
  const explained = explainClause(await compiledOrFail(shell, folder), id)
  if (!explained) throw new Failure('not_found', { clause: id })
  if (json) printJson(shell, explained)
  else for (const line of lines(shell, explained)) shell.out(line)
  return exitCodes.done.code
}

function lines(shell: Shell, { section, clause, digest, effects }: ClauseExplained): string[] {
  const { id, number, text, rules, reason, exceptions, signature } = clause
  const by = signature.by.map(({ officer, on }) => `${officer} on ${on}`).join(', ')
  return [
    `${styled(shell, 'bold', `${number} ${id}`)}, in “${section}”`,
    '',
    `  ${text}`,
    ...rules.flatMap((rule, i) => [
      '',
      `  ${styled(shell, 'blue', rule.text)}`,
      `    ${rule.reading}`,
      ...effectLines(effects, i),
    ]),
    ...(reason ? ['', `  ${clause.class}: ${reason}`] : []),
    ...(exceptions.length > 0 ? ['', `  except what ${exceptions.join(', ')} forbids`] : []),
    '',
    `  ${signature.state}${by && `: ${by}`}; ${digest.slice(0, 16)}`,
  ]
}

/** The cells a rule touches, one line for what is alike but for its origin and facts. */
function effectLines(effects: readonly ClauseEffect[], rule: number): string[] {
  const of = effects.filter((effect) => effect.rule === rule)
  const groups = Map.groupBy(of, ({ does, purposes, hand, form, facts }) =>
    [does, purposes.join(', '), hand, form, facts.product].join('|'),
  )
  return [...groups.values()].map((group) => {
    const { does, purposes, hand, form, facts } = group[0]! // groupBy makes no empty group
    const categories = [...new Set(group.map((effect) => effect.facts.category))]
    const how = [purposes.join(', '), hand, form].filter(Boolean).join(', ')
    return `    ${does}${how && ` (${how})`}: ${categories.join(', ')} in ${facts.product}`
  })
}
