// `kept request`: takes a rights request at the desk for somebody who proved who they are, and lists those that are open with what they
// wait for. Who it is about comes from the standard input or is asked for, never from the command line.

import { writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { Failure } from '../../base/index.ts'
import type { Client, Output } from '../../client/index.ts'
import { resultWords } from '../../evidence/index.ts'
import { command, ends, sayUsage, type Run } from '../command.ts'
import { meantBy } from '../meant.ts'
import { proofOption, type HowKnown } from '../proof.ts'
import { reach, reachOptions, type ReachOptions } from '../reach.ts'
import { exitCodes, printJson, styled, type ExitCode, type Shell } from '../shell.ts'
import { table, visible } from '../table.ts'
import { askWhose } from '../whose.ts'

type Request = Output<'request'>

interface Options extends ReachOptions {
  readonly field: string
  readonly proof?: HowKnown | undefined
  readonly out?: string | undefined
}

/** `kept request [access|erase]` */
export function requestCommand(run: Run) {
  const request =
    command('request', 'take a rights request at the desk, or list what is open', [
    ['request', 'requests that are open, and what each waits for'],
    ['request access --proof document --out copy.zip', 'asks whose, or reads it from the standard input; a copy of everything'],
    ['request erase --proof document', 'erase everything, in every connected system too, and say what became of it'],
  ]) // prettier-ignore
      .argument('[kind]', kinds.join(', '))
      .option('--field <name>', 'what the person is known by', 'email')
      .addOption(proofOption('how it is known who they are'))
      .option('--out <file>', 'where the copy goes')
  return reachOptions(request).action(ends(run, (kind, options) => runRequest(run.shell, kind, options)))
}

const kinds = ['access', 'erase'] as const
/** What people say for it. */
const alike = {
  delete: 'erase',
  remove: 'erase',
  forget: 'erase',
  erasure: 'erase',
  copy: 'access',
  export: 'access',
} as const
const lookEveryMs = 200
/** A request goes on by itself; the command watches it this long. */
const watchedMs = 60_000

async function runRequest(shell: Shell, said: string | undefined, options: Options): Promise<ExitCode> {
  if (said === undefined) return list(shell, options)
  const kind = kinds.find((one) => one === said)
  if (!kind) return sayUsage(shell, 'request', meantBy(said, kinds, alike))
  const { field, proof, out } = options
  if (proof === undefined) return sayUsage(shell, 'request', 'say how the person proved who they are: --proof document')
  const value = await askWhose(shell, field)
  if (value === '') return sayUsage(shell, 'request', `nobody was named: give the ${field} on the standard input`)
  const done = await reach(shell, options, async ({ client }) => {
    const asked = await client.askForPerson({ body: { person: { field, value }, kind, proof } })
    const request = await watch(client, asked.request, asked.link)
    const isSaved = out !== undefined && kind === 'access' && request.state === 'done'
    if (isSaved) await save(shell, client, request, out)
    return { ...asked, request, file: isSaved ? out : null }
  })
  if (options.json) printJson(shell, done)
  else for (const line of doneLines(shell, field, done)) shell.out(line)
  return done.request.state === 'done' ? exitCodes.done.code : exitCodes.refused.code
}

type Done = Output<'askForPerson'> & { readonly file: string | null }

function doneLines(shell: Shell, field: string, { request, address, known, file }: Done): string[] {
  return [
    ...requestLines(shell, request),
    ...(known === false ? ['', nobodyWords[request.kind === 'erase' ? 'erase' : 'access'](visible(field))] : []),
    '',
    ...(file === null ? [] : [`the copy is in ${visible(file)}: hand it to the person`]),
    `their private page: ${address}`,
  ]
}

/** To the operator alone: what people themselves are answered is the same for known and unknown. */
const nobodyWords: Readonly<Record<(typeof kinds)[number], (field: string) => string>> = {
  access: (field) => `nobody of this ${field} is known in any store; the copy holds this ${field} and nothing else. Look how it is written`, // prettier-ignore
  erase: (field) => `nobody of this ${field} is known in any store; there was nothing to erase. Look how it is written`,
}

/** Looks again until the request came to an end, waits for somebody, or has been watched long enough. */
async function watch(client: Client, first: Request, secret: string): Promise<Request> {
  let request = first
  for (
    let waited = 0;
    waited < watchedMs && request.closedAt === null && request.waits === null;
    waited += lookEveryMs
  ) {
    // prettier-ignore
    await pause(lookEveryMs)
    request = (await client.receipt({ params: { secret } })).request
  }
  return request
}

async function save(shell: Shell, client: Client, { number }: Request, out: string): Promise<void> {
  const bytes = await client.deskArtefact({ params: { number, name: 'export.zip' } })
  await writeFile(resolve(shell.cwd, out), bytes, { mode: 0o600 }).catch((cause: unknown) => {
    throw new Failure('input_invalid', { out: `${out} cannot be written` }, cause)
  })
}

/** A request in words: where it stands, each store, and of a connected system what became of each column. */
function requestLines(shell: Shell, { number, stateWords, waits, steps }: Request): string[] {
  const wide = steps.some(({ places }) => places.length > 0)
  const places = steps.flatMap(({ holder, places: of }) => of.map((one) => [`${holder} ${one.place}`, String(one.rows), one.state, endWords(one)])) // prettier-ignore
  return [
    `${styled(shell, 'bold', number)}: ${stateWords}`,
    ...waitsLines(waits),
    ...(steps.length > 0 ? ['', ...table(shell, ['store', 'done', 'read again'], steps.map(({ holder, done, result, places: of }) => [holder, done, resultWords({ result, places: of })]))] : []),
    ...(wide ? ['', ...table(shell, ['where', 'rows', 'result', 'why'], places, [1])] : []),
  ] // prettier-ignore
}

function endWords({ why, until }: Request['steps'][number]['places'][number]): string {
  return [why ?? '', until === null ? '' : `until ${until.slice(0, 10)}`].filter((words) => words !== '').join(', ')
}

function waitsLines(waits: Request['waits']): string[] {
  return waits ? [`waits for ${visible(waits.whom ?? 'us')}: ${visible(waits.words)}`, `what to do: ${visible(waits.help)}`] : [] // prettier-ignore
}

async function list(shell: Shell, options: Options): Promise<ExitCode> {
  const { requests } = await reach(shell, options, ({ client }) => client.deskRequests())
  if (options.json) printJson(shell, { requests })
  else if (requests.length === 0) shell.out('no request is open')
  else
    for (const { number, kind, stateWords, openedAt, waits } of requests)
      for (const line of [`${styled(shell, 'bold', number)}  ${kind}, asked ${openedAt.slice(0, 10)}: ${stateWords}`, ...waitsLines(waits).map((words) => `  ${words}`)]) shell.out(line) // prettier-ignore
  return exitCodes.done.code
}
