// `kept connect`: connects a foreign database. Its URL is a credential: it comes from the standard input or a file, never from the
// command line, and is never printed. Without a name it lists what is connected.

import { readFile, stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { Failure } from '../../base/index.ts'
import type { Output } from '../../client/index.ts'
import { command, ends, sayUsage, type Run } from '../command.ts'
import { homeGiven, reach, reachOptions, type ReachOptions } from '../reach.ts'
import { exitCodes, printJson, styled, type ExitCode, type Shell } from '../shell.ts'
import { table } from '../table.ts'

type System = Output<'systems'>['systems'][number]

interface Options extends ReachOptions {
  readonly urlFile?: string | undefined
  readonly url?: string | undefined
  readonly ca?: string | undefined
  readonly remove?: true | undefined
}

/** `kept connect [NAME]` */
export function connectCommand(run: Run) {
  const connect = command('connect', 'connect a foreign PostgreSQL, or list what is connected', [
    ['connect', 'what is connected, and how it stands'],
    ['connect shop-db', 'asks for the URL, or reads it from the standard input'],
    ['connect shop-db --url-file ~/.shop-db.url', 'reads postgres://user:password@host:5432/shop from a file'],
    ['connect shop-db --remove', 'forgets it; its database is not touched'],
  ])
    .argument('[name]', 'what to call it: lower case, digits, - and .')
    .option('--url-file <file>', 'a file that holds the URL, readable by you alone')
    .option('--url <url>', 'refused: other users of this machine see the command line')
    .option('--ca <file>', 'certificates (PEM) of the authority that vouches for its server')
    .option('--remove', 'forget credential and data maps')
  return reachOptions(connect).action(ends(run, (name, options) => connectTo(run.shell, name, options)))
}

const exposed =
  'a URL on the command line is seen by every user of this machine and stays in your shell’s history: change its password, then give the URL on the standard input or with --url-file'

async function connectTo(shell: Shell, name: string | undefined, options: Options): Promise<ExitCode> {
  if (options.url !== undefined || (name !== undefined && /:\/\/|@/.test(name)))
    return sayUsage(shell, 'connect', exposed)
  if (name === undefined) return list(shell, options)
  if (!/^[a-z0-9][a-z0-9.-]{0,79}$/.test(name))
    return sayUsage(shell, 'connect', 'a name is lower case, digits, - and .: `shop-db`')
  return options.remove ? remove(shell, name, options) : add(shell, name, options)
}

async function add(shell: Shell, name: string, options: Options): Promise<ExitCode> {
  const url = options.urlFile === undefined ? await askUrl(shell, name) : await readUrl(shell, options.urlFile)
  if (url === '') return sayUsage(shell, 'connect', `no URL came: kept connect ${name} < FILE, or --url-file FILE`)
  const ca = options.ca === undefined ? undefined : await readPem(shell, options.ca)
  const answer = await reach(shell, options, ({ client }) =>
    client.connectSystem({ body: { name, url, ...(ca !== undefined && { ca }) } }),
  )
  if (options.json) printJson(shell, answer)
  else for (const line of connectedLines(shell, answer, homeGiven(options))) shell.out(line)
  return exitCodes.done.code
}

function connectedLines(shell: Shell, { system, version, isNew }: Output<'connectSystem'>, home: string): string[] {
  const { name, place } = system
  return [
    `${styled(shell, 'bold', name)}: ${isNew ? 'connected to' : 'has its new credential for'} ${place}, PostgreSQL ${version}`,
    'its URL is sealed under your keys; only the process that speaks with it gets it, and nothing prints it',
    ...(isNew
      ? [
          `next: \`npx kept scan ${name} --out ${name}.yaml${home}\` drafts what it holds about people; nothing is changed there`,
        ]
      : []),
  ]
}

/** On a terminal it is asked for; else it is all that comes. */
async function askUrl(shell: Shell, name: string): Promise<string> {
  if (shell.ask === null) return (await shell.input()).trim()
  shell.err(`the URL of ${name}, as postgres://user:password@host:5432/database; it does not show while you type`)
  return ((await shell.ask('URL: ', { secret: true })) ?? '').trim()
}

async function readUrl(shell: Shell, file: string): Promise<string> {
  const path = resolve(shell.cwd, file)
  const [text, { mode }] = await Promise.all([readFile(path, 'utf8'), stat(path)]).catch((cause: unknown) => {
    throw new Failure('file_missing', { file }, cause)
  })
  if ((mode & 0o077) !== 0)
    shell.err(`${styled(shell, 'yellow', 'look')}  others on this machine may read ${file}: \`chmod 600 ${file}\``)
  return text.trim()
}

async function readPem(shell: Shell, file: string): Promise<string> {
  const text = await readFile(resolve(shell.cwd, file), 'utf8').catch((cause: unknown) => {
    throw new Failure('file_missing', { file }, cause)
  })
  if (!text.includes('-----BEGIN CERTIFICATE-----')) throw new Failure('input_invalid', { ca: `${file} holds no certificate in PEM` }) // prettier-ignore
  return text
}

async function remove(shell: Shell, name: string, options: Options): Promise<ExitCode> {
  await reach(shell, options, ({ client }) => client.removeSystem({ params: { name } }))
  if (options.json) printJson(shell, { removed: name })
  else shell.out(`${name} is disconnected: its credential and data maps are gone, its database is as it was`)
  return exitCodes.done.code
}

async function list(shell: Shell, options: Options): Promise<ExitCode> {
  const { systems } = await reach(shell, options, ({ client }) => client.systems())
  if (options.json) printJson(shell, { systems })
  else if (systems.length === 0)
    shell.out(`no system is connected: \`npx kept connect NAME${homeGiven(options)}\` connects one`)
  else
    for (const line of table(shell, ['system', 'where', 'data map', 'last read'], systems.map(listRow))) shell.out(line)
  return exitCodes.done.code
}

function listRow({ name, place, map, seenAt, tables, trouble }: System): readonly string[] {
  const signed = map ? `version ${map.version}, ${map.signedBy} ${map.at.slice(0, 10)}` : 'none is signed'
  const seen = seenAt === null ? 'never scanned' : `${minuteOf(seenAt)}, ${tables} tables`
  return [name, place, signed, trouble ? `${minuteOf(trouble.at)}: ${trouble.reason}` : seen]
}

function minuteOf(time: string): string {
  return `${time.slice(0, 10)} ${time.slice(11, 16)}`
}
