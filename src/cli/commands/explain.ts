// `kept explain`: one clause, how its rules were read, and every cell it opens, limits or closes.

import { forms, hands } from '../../policy/index.ts'
import { explainClause, type ClauseEffect, type ClauseExplained } from '../../statement/index.ts'
import { clauseNamed, compiledOrFail } from '../compiled.ts'
import { command, ends, type Run } from '../command.ts'
import { exitCodes, printJson, styled, type ExitCode, type Shell } from '../shell.ts'

/** `kept explain CLAUSE [--folder FOLDER]` */
export function explainCommand(run: Run) {
  return command('explain', 'say how a clause was read, and what it opens and closes', [
    ['explain searches', 'a clause of the statement in this folder'],
    ['explain no-ads --folder examples/harbour/statement', 'of another one'],
  ])
    .argument('<clause>', 'id of the clause')
    .option('--folder <folder>', 'folder that holds statement.md', '.')
    .action(ends(run, (clause, { folder, json = false }) => explain(run.shell, clause, folder, json)))
}

async function explain(shell: Shell, id: string, folder: string, json: boolean): Promise<ExitCode> {
  const compiled = await compiledOrFail(shell, folder)
  const explained = explainClause(compiled, clauseNamed(compiled, id).id)!
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

/** What a rule does, one line for each way of doing it: which cells, and for which hands and forms where not for all. */
function effectLines(effects: readonly ClauseEffect[], rule: number): string[] {
  const cells = Map.groupBy(effects.filter((effect) => effect.rule === rule), ({ does, purposes, facts }) => [does, purposes.join(', '), facts.category, facts.product].join('|')) // prettier-ignore
  const ways = Map.groupBy([...cells.values()], (cell) =>
    [cell[0]!.does, cell[0]!.purposes.join(', '), handsAndForms(cell)].join('|'),
  ) // groupBy makes no empty group
  return [...ways.values()].map((way) => {
    const { does, purposes } = way[0]![0]!
    const how = [purposes.join(', '), handsAndForms(way[0]!)].filter(Boolean).join('; ')
    return `    ${does}${how && ` (${how})`}: ${way.map(([{ facts } = way[0]![0]!]) => `${facts.category} in ${facts.product}`).join(', ')}`
  })
}

/** The hands and forms of one cell: empty where they make no difference. */
function handsAndForms(cell: readonly ClauseEffect[]): string {
  const found = [...new Set(cell.map(({ hand, form }) => (hand && form ? `${hand} ${form}` : '')))]
  return found.length === hands.length * forms.length ? '' : found.filter(Boolean).join(', ')
}
