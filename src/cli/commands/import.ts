// `kept import`: brings a CSV or JSON Lines file through the gate into the vault, the same way any service writes.

import { resolve } from 'node:path'
import type { Client } from '../../client/index.ts'
import { command, ends, type Run } from '../command.ts'
import { importFile, readMap } from '../import/import.ts'
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
    ['import events.jsonl --map events.yaml', 'repeat it to go on where it stopped'],
  ])
    .argument('<file>', 'the file; .jsonl and .ndjson are JSON Lines, all else CSV')
    .requiredOption('--map <file>', 'which column says who, what, when and from where (docs/guide/import.md)')
    .option('--report <file>', 'where refused rows go; FILE.refused.jsonl without it')
  return reachOptions(importer).action(ends(run, (file, options) => bringIn(run.shell, file, options)))
}

async function bringIn(shell: Shell, file: string, options: Options): Promise<ExitCode> {
  const path = resolve(shell.cwd, file)
  const files = { file: path, map: resolve(shell.cwd, options.map), report: resolve(shell.cwd, options.report ?? `${file}.refused.jsonl`), progress: `${path}.import.json` } // prettier-ignore
  const map = await readMap(files.map)
  const { accepted, seen, refused, unsaid } = await reach(shell, options, ({ client, withToken }) =>
    asService({ client, withToken }, map, options, (service) => importFile(service, map, files)),
  )
  if (options.json)
    printJson(shell, {
      accepted,
      seen,
      refused,
      ...(unsaid.length > 0 && { unsaid }),
      report: refused > 0 ? files.report : null,
    })
  else
    shell.out(
      `${accepted} ${accepted === 1 ? 'record' : 'records'} in, ${seen} told before, ${refused} refused${refused > 0 ? `: ${options.report ?? `${file}.refused.jsonl`} says which line and why` : ''}`,
    )
  if (unsaid.length > 0 && !options.json)
    shell.err(
      `${styled(shell, 'yellow', 'warning context_unsaid')}: the statement tells apart where it was collected, and the map does not say it, so a read hands out one of these records at a time; add ${unsaid.map((name) => `\`${name}:\``).join(' and ')} to the map`,
    )
  return refused === 0 ? exitCodes.done.code : exitCodes.refused.code
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
