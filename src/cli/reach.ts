// How a command reaches the house: over the running server's socket, whose file permission is the operator's role, or, when none runs,
// by opening the house in this process for the length of the command. Either way it speaks the same typed client.

import { connect } from 'node:net'
import { join } from 'node:path'
import { Failure, nearest } from '../base/index.ts'
import { createClient, type Client } from '../client/index.ts'
import { homeOf } from './config.ts'
import { inForce } from './in-force.ts'
import type { Shell } from './shell.ts'
import { socketFetch } from './socket-fetch.ts'
import { readToken } from './token-file.ts'

/** Options of every command that reaches the house. */
export interface ReachOptions {
  readonly home?: string | undefined
  readonly token?: string | undefined
  readonly json?: true | undefined
}

/** The house as a command sees it. `client` carries the token given, or is the operator. */
export interface Reached {
  readonly client: Client
  readonly withToken: (token: string) => Client
  /** in words: `over its socket`, `in this process` */
  readonly how: string
}

/** Adds the options of every command that reaches the house. */
export function reachOptions<Command extends { option(flags: string, description: string): Command }>(
  command: Command,
) {
  return command
    .option('--home <folder>', 'where the installation keeps its data; KEPT_HOME or .wordkept without it')
    .option('--token <token>', 'speak as the holder of this token instead of the operator; KEPT_TOKEN without it')
}

/** ` --home FOLDER` as it was given, for a command that is shown as the next step: it has to reach the same house. */
export function homeGiven({ home }: Pick<ReachOptions, 'home'>): string {
  if (home === undefined) return ''
  return /^[\w./~-]+$/.test(home) ? ` --home ${home}` : ` --home '${home}'`
}

/** Reaches the house, does the work, leaves it as it was. */
export async function reach<T>(
  shell: Shell,
  options: ReachOptions,
  work: (reached: Reached) => Promise<T>,
): Promise<T> {
  const home = homeOf(shell, options.home)
  const socket = join(home, 'kept.sock')
  const token = options.token ?? shell.env['KEPT_TOKEN']
  if (await isListening(socket)) return work(reachedBy(socketFetch(socket), token, 'over its socket'))
  // loaded only here: commands that need no house start without one
  const { openInProcess } = await import('./in-process.ts')
  const opened = await openInProcess(shell, home)
  try {
    return await work(reachedBy(opened.fetch, token, 'in this process'))
  } finally {
    await opened.close()
  }
}

function reachedBy(send: typeof fetch, token: string | undefined, how: string): Reached {
  const origin = 'http://kept.invalid' // never resolved: the fetch knows where it goes
  const withToken = (bearer: string): Client => createClient({ origin, fetch: send, token: bearer })
  return { client: token === undefined ? createClient({ origin, fetch: send }) : withToken(token), withToken, how }
}

/** Whether a server listens there: a file that a killed one left behind does not answer. */
async function isListening(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const knock = connect(path)
    knock.once('connect', () => resolve(true)).once('error', () => resolve(false))
    knock.once('connect', () => knock.destroy())
  })
}

/** Where `kept token --save` leaves an officer's token: who may read the file is the officer. */
export function officerTokenFile(shell: Shell, options: ReachOptions, officer: string): string {
  return join(homeOf(shell, options.home), 'tokens', officer)
}

/**
 * An officer's token: the one given, else the one that was saved. Fails with `name_unknown` for who is no officer, and with `token_missing` for an
 * officer whose token does not lie here.
 */
export async function officerToken(
  shell: Shell,
  options: ReachOptions,
  officer: string,
  client: Client,
): Promise<string> {
  const given = options.token ?? shell.env['KEPT_TOKEN']
  if (given !== undefined) return given
  const file = officerTokenFile(shell, options, officer)
  const saved = await readToken(file)
  if (saved !== null) return saved
  const { officers } = (await inForce(client)).policy.organisation
  if (!officers.includes(officer)) {
    const meant = nearest(officer, officers)
    throw new Failure('name_unknown', { officer, ...(meant !== null && { meant }), officers })
  }
  const make = `npx kept token --role officer --officer ${officer} --save${homeGiven(options)}`
  throw new Failure('token_missing', { officer, file, make })
}
