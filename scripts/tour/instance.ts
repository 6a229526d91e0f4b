// A fresh demo instance in a process of its own, as a stranger would start it, and the ways to it: people by HTTP with cookies, services
// and officers by token, the operator by the socket.

import { spawn, type ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { withCookies } from '../../src/cli/cookies.ts'
import { socketFetch } from '../../src/cli/socket-fetch.ts'
import { createClient, type Client } from '../../src/client/index.ts'
import { root } from '../run.ts'

/** What `kept demo --json` prints once it is there. */
export interface DemoStarted {
  readonly url: string
  readonly home: string
  /** the moment the demo's data is relative to */
  readonly began: string
  readonly accounts: readonly { readonly name: string; readonly email: string; readonly password: string }[]
}

/** A running instance. `said` is all it printed. */
export interface Instance extends DemoStarted {
  readonly startedMs: number
  readonly operator: Client
  readonly person: () => Client
  readonly bearer: (token: string) => Client
  readonly said: () => string
  readonly stop: () => Promise<void>
}

/** How long a first start may take, which makes the database: on a machine that does much else it has taken half a minute. */
const startMsMax = 180_000

/** Starts the demo in a folder nobody used. `attempts`: how often the newsletter asks for chats before anybody looks. */
export async function startInstance(home: string, { attempts = 0 }: { attempts?: number } = {}): Promise<Instance> {
  const began = performance.now()
  const child = spawn(
    process.execPath,
    ['bin/kept.js', 'demo', '--home', home, '--port', '0', '--attempts', String(attempts), '--json'],
    { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] },
  )
  const printed: string[] = []
  child.stderr.on('data', (bytes: Buffer) => printed.push(bytes.toString('utf8')))
  const started = await firstLine(child, printed)
  const socket = socketFetch(join(home, 'kept.sock'))
  return {
    ...started,
    startedMs: Math.round(performance.now() - began),
    operator: createClient({ origin: started.url, fetch: socket }),
    person: () => createClient({ origin: started.url, fetch: withCookies(fetch) }),
    bearer: (token) => createClient({ origin: started.url, token }),
    said: () => printed.join(''),
    stop: () => stop(child),
  }
}

/** An installation of another statement, served on a port of its own. `kill` ends it without a word, as a power cut does. */
export interface Served {
  readonly url: string
  readonly operator: Client
  readonly person: () => Client
  readonly bearer: (token: string) => Client
  readonly stop: () => Promise<void>
  readonly kill: () => Promise<void>
}

/** Serves a home; the first start publishes the statement of a folder. Port 0 is a free one. */
export async function startServing(home: string, statement: string, port = 0): Promise<Served> {
  const child = spawn(
    process.execPath,
    ['bin/kept.js', 'serve', '--home', home, '--statement', statement, '--port', String(port), '--json'],
    { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] },
  )
  const printed: string[] = []
  child.stderr.on('data', (bytes: Buffer) => printed.push(bytes.toString('utf8')))
  const { url } = await firstLine(child, printed)
  return {
    url,
    operator: createClient({ origin: url, fetch: socketFetch(join(home, 'kept.sock')) }),
    person: () => createClient({ origin: url, fetch: withCookies(fetch) }),
    bearer: (token) => createClient({ origin: url, token }),
    stop: () => stop(child),
    kill: () => stop(child, 'SIGKILL'),
  }
}

/** What a command prints with --json once it is there, on one line or several. */
async function firstLine(child: ChildProcess, printed: string[]): Promise<DemoStarted> {
  const lines = createInterface({ input: child.stdout! }) // stdout is a pipe
  let json = ''
  return new Promise((resolve, reject) => {
    const fail = (why: string): void => reject(new Error(`${why}; it printed: ${printed.join('') || 'nothing'}`))
    const timer = setTimeout(() => fail(`it was not there after ${startMsMax / 1000} seconds`), startMsMax)
    child.once('exit', (code) => fail(`it ended with ${code}`))
    lines.on('line', (line) => {
      printed.push(`${line}\n`)
      if (json === '' && !line.startsWith('{')) return
      json += line
      if (line !== '}' && !/^\{.*\}$/.test(line)) return
      clearTimeout(timer)
      resolve(JSON.parse(json) as DemoStarted) // its own form
    })
  })
}

async function stop(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill(signal)
  await ended
}
