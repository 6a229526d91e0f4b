// `kept scan`: looks at a connected database and drafts its data map. It reads names, keys and samples inside the database's own
// process; no value of a row comes back, and nothing is changed there.

import { writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { Failure } from '../../base/index.ts'
import type { Output } from '../../client/index.ts'
import { command, ends, type Run } from '../command.ts'
import { mapLines } from '../map-words.ts'
import { homeGiven, reach, reachOptions, type ReachOptions } from '../reach.ts'
import { exitCodes, printJson, styled, type ExitCode, type Shell } from '../shell.ts'
import { visible } from '../table.ts'

type Scan = Output<'scanSystem'>

interface Options extends ReachOptions {
  readonly out?: string | undefined
}

/** `kept scan NAME` */
export function scanCommand(run: Run) {
  const scan = command('scan', 'look at a connected database and draft what it holds about people', [
    ['scan shop-db', 'whose rows, what they hold, what erasing would mean'],
    ['scan shop-db --out shop-db.yaml', 'the draft as a file, to read, mend and sign'],
  ])
    .argument('<name>', 'the name it was connected with')
    .option('--out <file>', 'where the draft of the data map goes')
  return reachOptions(scan).action(ends(run, (name, options) => look(run.shell, name, options)))
}

async function look(shell: Shell, name: string, options: Options): Promise<ExitCode> {
  const found = await reach(shell, options, ({ client }) => client.scanSystem({ params: { name } }))
  if (options.out !== undefined) await writeDraft(shell, options.out, found.map)
  if (options.json) printJson(shell, found)
  else for (const line of lines(shell, found, options)) shell.out(line)
  return exitCodes.done.code
}

/** Somebody may have edited the file that is there. */
async function writeDraft(shell: Shell, file: string, text: string): Promise<void> {
  await writeFile(resolve(shell.cwd, file), text, { flag: 'wx' }).catch((cause: NodeJS.ErrnoException) => {
    throw cause.code === 'EEXIST' ? new Failure('file_exists', { file }, cause) : new Failure('file_missing', { file }, cause) // prettier-ignore
  })
}

function lines(shell: Shell, scan: Scan, options: Options): string[] {
  const { system, tables, columns, personal, staff, uncovered, drift } = scan
  const signed = drift !== null
  return [
    `${styled(shell, 'bold', system)}: ${tables.length} tables, ${columns} columns; ${personal} hold data of people who may ask, ${staff} of staff`,
    '',
    ...mapLines(shell, tables),
    ...listed(shell, 'no sentence of the statement covers', uncovered.map(({ schema, table, column, category }) => `${schema}.${table}.${column} (${category})`)),
    ...listed(shell, 'differs from the data map that was signed', (drift ?? []).map(({ words, clauses }) => (clauses.length > 0 ? `${words}; concerns ${clauses.join(', ')}` : words))),
    '',
    signed && drift.length === 0 ? 'nothing differs from the data map that was signed' : nextStep(system, options),
  ] // prettier-ignore
}

function listed(shell: Shell, title: string, items: readonly string[]): string[] {
  return items.length === 0
    ? []
    : ['', styled(shell, 'yellow', `${title}:`), ...items.map((item) => `  ${visible(item)}`)]
}

function nextStep(system: string, options: Options): string {
  const home = homeGiven(options)
  const { out } = options
  return out === undefined
    ? `next: \`npx kept scan ${system} --out ${system}.yaml${home}\` writes the draft down; these are guesses until an officer signs`
    : `next: read and mend ${out}, then \`npx kept map ${system} ${out}${home}\` checks it and \`--officer NAME\` signs it`
}
