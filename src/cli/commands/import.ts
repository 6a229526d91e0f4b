// `kept import`: brings a CSV or JSON Lines file through the gate into the vault, the same way any service writes.

import { resolve } from 'node:path'
import type { Client } from '../../client/index.ts'
import { command, ends, type Run } from '../command.ts'
import { importFile, readMap, type Imported, type ImportFiles } from '../import/import.ts'
import { productsOf, type ImportMap } from '../import/map.ts'
import { reach, reachOptions, type ReachOptions } from '../reach.ts'
import { exitCodes, printJson, styled, type ExitCode, type Shell } from '../shell.ts'

interface Options extends ReachOptions {
  readonly map: string
  readonly report?: string | undefined
}

/** `kept import FILE --map map.yaml` */
export function importCommand(run: Run) {
  const importer = command('import', 'bring a CSV or JSON Lines file in through the gate', [
    ['import invoices.csv --map invoices.yaml', 'rows become records; refused ones are reported'],
    ['import events.jsonl --map events.yaml', 'repeat it to go on where it stopped: nothing comes in twice'],
  ])
    .argument('<file>', 'the file; .jsonl and .ndjson are JSON Lines, all else CSV')
    .requiredOption('--map <file>', 'which column says who, what, when and from where (docs/guide/import.md)')
    .option('--report <file>', 'where refused rows go; FILE.refused.jsonl without it')
  return reachOptions(importer).action(ends(run, (file, options) => bringIn(run.shell, file, options)))
}

async function bringIn(shell: Shell, file: string, options: Options): Promise<ExitCode> {
  const path = resolve(shell.cwd, file)
  const report = options.report ?? `${file}.refused.jsonl`
  const files = { file: path, map: resolve(shell.cwd, options.map), report: resolve(shell.cwd, report), progress: `${path}.import.json` } // prettier-ignore
  const map = await readMap(files.map)
  const done = await reach(shell, options, async ({ client, withToken }) => {
    const house = await client.vkey()
    return asService({ client, withToken }, map, options, (service) => importFile(service, map, { ...files, house }))
  })
  if (options.json) printJson(shell, inJson(done, files.report))
  else for (const line of doneLines(done, { report, progress: `${file}.import.json` })) shell.out(line)
  if (done.unsaid.length > 0 && !options.json) shell.err(`${styled(shell, 'yellow', 'warning context_unsaid')}: ${unsaidWords(done.unsaid)}`) // prettier-ignore
  return done.refused === 0 ? exitCodes.done.code : exitCodes.refused.code
}

/** `accepted`: what came in with this run; `seen`: what was there already, from an earlier run or told by somebody else. */
function counted({ accepted, seen, refused, fresh }: Imported) {
  return { accepted: fresh, seen: accepted - fresh + seen, refused }
}

function inJson(done: Imported, report: string): object {
  return {
    ...counted(done),
    ...(done.unsaid.length > 0 && { unsaid: done.unsaid }),
    report: done.refused > 0 ? report : null,
  }
}

function doneLines(done: Imported, { report, progress }: Pick<ImportFiles, 'report' | 'progress'>): string[] {
  const { accepted, seen, refused } = counted(done)
  const where = refused > 0 ? `: ${report} says which line and why` : ''
  const again = `nothing was sent again: this file went in whole before; without ${progress} it is sent anew, and what is there is not doubled`
  return [
    `${accepted} new ${accepted === 1 ? 'record' : 'records'} in, ${seen} there already, ${refused} refused${where}`,
    ...(accepted === 0 && done.wasDone ? [again] : []),
  ]
}

function unsaidWords(unsaid: Imported['unsaid']): string {
  const add = unsaid.map((name) => `\`${name}:\``).join(' and ')
  return `the statement tells apart where it was collected, and the map does not say it, so a read hands out one of these records at a time; add ${add} to the map`
}

interface Reached {
  readonly client: Client
  readonly withToken: (token: string) => Client
}

/** Writes under the token given, or under one made for this import alone and revoked after it. */
async function asService<T>(
  { client, withToken }: Reached,
  map: ImportMap,
  { token }: Options,
  work: (service: Client) => Promise<T>,
): Promise<T> {
  if (token !== undefined) return work(client)
  const issued = await client.issueToken({
    body: { role: 'service', service: 'import', products: productsOf(map), days: 1 },
  })
  try {
    return await work(withToken(issued.token))
  } finally {
    await client.revokeToken({ params: { id: issued.id } })
  }
}
