// A data map as a terminal shows it: whose rows, what they hold, what erasing means; and what is wrong with an edited one, with the line
// it stands in.

import type { Output } from '../client/index.ts'
import { styled, type Shell } from './shell.ts'
import { table, visible } from './table.ts'

export type ScannedTable = Output<'scanSystem'>['tables'][number]
type Problem = Output<'checkMap'>['problems'][number]

const whoseWords: Readonly<Record<ScannedTable['whose'], string>> = {
  person: 'people',
  staff: 'staff',
  nobody: 'nobody',
}

/** The tables with rows about somebody, and one line for the rest. */
export function mapLines(shell: Shell, tables: readonly ScannedTable[]): string[] {
  const about = tables.filter(({ whose }) => whose !== 'nobody')
  const rest = tables.filter(({ whose }) => whose === 'nobody').map(labelOf)
  const isGuess = tables.some(({ confidence }) => confidence !== null)
  const head = ['table', 'rows', 'whose', 'holds', 'erasing means', ...(isGuess ? ['sure'] : [])]
  return [
    ...(about.length === 0
      ? ['no table holds rows about somebody']
      : table(shell, head, about.map(rowOf(isGuess)), [1, 5])),
    ...(about.some(({ rows }) => rows === null) ? ['', notCountedWhy] : []),
    ...(rest.length === 0
      ? []
      : ['', `${rest.length} ${rest.length === 1 ? 'table holds' : 'tables hold'} nobody’s data: ${few(rest)}`]),
  ]
}

const notCounted = 'not counted'
const notCountedWhy = `${notCounted}: rows are the database's own estimate, and it makes none before its first \`analyze\` of a table`

function rowOf(isGuess: boolean): (table: ScannedTable) => readonly string[] {
  return (one) => [
    labelOf(one),
    one.rows === null ? notCounted : String(one.rows),
    whoseWords[one.whose],
    holdsWords(one),
    one.erase ?? (one.whose === 'staff' ? 'no request touches it' : ''),
    ...(isGuess ? [one.confidence === null ? '' : `${Math.round(one.confidence * 100)} %`] : []),
  ]
}

/** Categories with the number of their columns, most first. */
function holdsWords({ columns }: ScannedTable): string {
  const counts = [...Map.groupBy(columns, ({ category }) => category)].map(
    ([category, of]) => [category, of.length] as const,
  )
  return counts.toSorted(([, a], [, b]) => b - a).map(([category, count]) => (count === 1 ? category : `${category} ×${count}`)).join(', ') // prettier-ignore
}

function labelOf({ schema, table: name }: Pick<ScannedTable, 'schema' | 'table'>): string {
  return visible(`${schema}.${name}`)
}

const fewMax = 8

/** Some names, and how many more. */
export function few(names: readonly string[]): string {
  const shown = names.slice(0, fewMax).join(', ')
  return names.length > fewMax ? `${shown} and ${names.length - fewMax} more` : shown
}

/** What is wrong with an edited map, as the compiler of statements says it. */
export function problemLines(shell: Shell, file: string, text: string, problems: readonly Problem[]): string[] {
  const lines = text.split('\n')
  return problems.flatMap(({ line, column, message, help }) => {
    const margin = String(line).padStart(3)
    return [
      `${styled(shell, 'red', 'error')}: ${visible(message)}`,
      `  ${styled(shell, 'blue', '┌')} ${file}:${line}:${column}`,
      `${styled(shell, 'blue', `${margin} │`)} ${visible(lines[line - 1] ?? '')}`,
      `  ${styled(shell, 'green', 'help')}: ${visible(help)}`,
      '',
    ]
  })
}
