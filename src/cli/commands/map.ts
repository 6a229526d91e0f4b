// `kept map`: shows, checks and signs the data map of a connected system. Only a signed map is ever used; what is signed is exactly what
// was shown, by its hash.

import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { Failure } from '../../base/index.ts'
import type { Output } from '../../client/index.ts'
import { command, ends, sayUsage, type Run } from '../command.ts'
import { mapLines, problemLines } from '../map-words.ts'
import { officerToken, reach, reachOptions, type ReachOptions } from '../reach.ts'
import { exitCodes, printJson, styled, type ExitCode, type Shell } from '../shell.ts'

interface Options extends ReachOptions {
  readonly officer?: string | undefined
}

/** `kept map NAME [FILE]` */
export function mapCommand(run: Run) {
  const map = command('map', 'check and sign what a connected database holds about people', [
    ['map shop-db', 'the data map that was signed last'],
    ['map shop-db shop-db.yaml', 'what an edited one says, and what is wrong with it'],
    ['map shop-db shop-db.yaml --officer ines', 'sign it: it counts from now on'],
  ])
    .argument('<name>', 'the name it was connected with')
    .argument('[file]', 'an edited data map')
    .option('--officer <name>', 'who signs; the token comes from --token, KEPT_TOKEN or `kept token --save`')
  return reachOptions(map).action(ends(run, (name, file, options) => runMap(run.shell, name, file, options)))
}

async function runMap(shell: Shell, name: string, file: string | undefined, options: Options): Promise<ExitCode> {
  if (file !== undefined) return checkAndSign(shell, name, file, options)
  if (options.officer !== undefined) return sayUsage(shell, 'map', 'name the file that is to be signed')
  const text = await reach(shell, options, ({ client }) => client.dataMap({ params: { name } }))
  if (options.json) printJson(shell, { system: name, map: text })
  else shell.out(text.trimEnd())
  return exitCodes.done.code
}

interface Outcome {
  readonly checked: Output<'checkMap'>
  readonly signed: Output<'signMap'> | null
}

async function checkAndSign(shell: Shell, name: string, file: string, options: Options): Promise<ExitCode> {
  const { officer } = options
  const text = await readFile(resolve(shell.cwd, file), 'utf8').catch((cause: unknown) => {
    throw new Failure('file_missing', { file }, cause)
  })
  const outcome = await reach(shell, options, async ({ client, withToken }): Promise<Outcome> => {
    const token = officer === undefined ? null : await officerToken(shell, options, officer, client)
    const asked = token === null ? client : withToken(token)
    const checked = await asked.checkMap({ params: { name }, body: { map: text } })
    const { hash } = checked
    const signed =
      token !== null && hash !== null ? await asked.signMap({ params: { name }, body: { map: text, hash } }) : null
    return { checked, signed }
  })
  if (options.json) printJson(shell, { ...outcome.checked, signed: outcome.signed?.map ?? null })
  else for (const line of lines(shell, name, { ...outcome, file, text })) shell.out(line)
  return outcome.checked.hash === null ? exitCodes.refused.code : exitCodes.done.code
}

function lines(
  shell: Shell,
  name: string,
  { checked, signed, file, text }: Outcome & { file: string; text: string },
): string[] {
  const { problems, tables, hash } = checked
  if (hash === null) {
    const count = `${problems.length} ${problems.length === 1 ? 'thing' : 'things'} to mend in ${file}; nothing was signed`
    return [...problemLines(shell, file, text, problems), count]
  }
  const map = signed?.map
  const end = map
    ? `${styled(shell, 'bold', name)}: version ${map.version} is signed by ${map.signedBy}, hash ${map.hash.slice(0, 16)}; it counts from now on`
    : `${file} fits the database and the statement, hash ${hash.slice(0, 16)}; \`--officer NAME\` signs it`
  return [...mapLines(shell, tables), '', end]
}
