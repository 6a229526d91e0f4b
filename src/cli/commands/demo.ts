// `kept demo`: the organisation Harbour on embedded storage, with people, records and a job that asks for what it may not have. One
// process, one address, no network.

import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createClient } from '../../client/index.ts'
import { command, ends, portText, type Run } from '../command.ts'
import { readInstallation, rememberSettings, type Installation } from '../config.ts'
import { withCookies } from '../cookies.ts'
import { askForChats, fillHarbour, officerTokens, type HarbourClients } from '../demo/harbour.ts'
import { maya, people } from '../demo/people.ts'
import { packageRoot } from '../package-root.ts'
import { sayFailure } from '../failure-words.ts'
import { exitCodes, styled, type ExitCode, type Shell } from '../shell.ts'
import { socketFetch } from '../socket-fetch.ts'
import { readStatement } from '../statement-folder.ts'
import { saveToken } from '../token-file.ts'

interface Options {
  readonly home: string
  readonly port: string
  readonly attempts: string
  readonly json?: true | undefined
}

/** What the demo does more often than a real installation, so that a visitor sees it happen: seconds between runs. */
const pace = { sweep: 5, watch: 5, plans: 5, probe: 600 }
const statementFolder = join(packageRoot, 'examples/harbour/statement')

/** `kept demo` */
export function demoCommand(run: Run) {
  return command('demo', 'run the demo organisation Harbour and print its address', [
    ['demo', 'on embedded storage in .harbour, at http://localhost:4680'],
    ['demo --home memory --port 4700', 'nothing on disk'],
  ])
    .option('--home <folder>', 'where it keeps its data; memory for nowhere', '.harbour')
    .option('--port <number>', 'port to listen on; 0 for a free one', portText, '4680')
    .option('--attempts <number>', 'how often the newsletter asks for chats before you come', '3')
    .action(ends(run, (options) => demo(run.shell, options)))
}

async function demo(shell: Shell, { home: folder, port: asked, attempts, json }: Options): Promise<ExitCode> {
  const { freePort, serve } = await import('../serve.ts')
  const inMemory = folder === 'memory'
  const home = inMemory ? await mkdtemp(join(tmpdir(), 'wordkept-demo-')) : resolve(shell.cwd, folder)
  const port = await freePort('localhost', Number(asked))
  if (!json) shell.err('Harbour starts: keys, database, people and their records; about ten seconds the first time.')
  await rememberSettings(home, { tenant: 'harbour', origin: `http://localhost:${port}` })
  const installation = await installationOf(shell, home, port, inMemory)
  const serving = await serve(installation, {
    statement: await readStatement('/', statementFolder),
    pace,
    log: (line) => shell.err(JSON.stringify(line)),
    prepare: (people) => prepare(shell, installation, people, Number(attempts)),
  })
  const begun = await readBegun(home)
  const ended = shell.ended()
  if (json)
    shell.out(
      JSON.stringify({
        url: installation.app.origin,
        home,
        began: begun,
        accounts: people.map(({ name, email, password }) => ({ name, email, password })),
      }),
    )
  else for (const line of welcome(shell, installation, inMemory ? home : folder, inMemory)) shell.out(line)
  const tests = runTests(shell, installation)
  await ended
  await tests
  await serving.close()
  if (inMemory) await rm(home, { recursive: true, force: true })
  return exitCodes.done.code
}

async function installationOf(shell: Shell, home: string, port: number, inMemory: boolean): Promise<Installation> {
  const found = await readInstallation(shell, home, { port })
  const origin = `http://localhost:${port}`
  return { ...found, app: { ...found.app, origin, ...(inMemory && { storage: { engine: 'pglite', home: null } }) } }
}

/** Fills the house once; a later start of the same home finds it as it was left. */
async function prepare(
  shell: Shell,
  { home, socket, app }: Installation,
  people: typeof fetch,
  attempts: number,
): Promise<void> {
  if ((await readBegun(home)) !== null) return
  const clients = clientsOver(socketFetch(socket), people, app.origin)
  const now = shell.clock.now()
  await fillHarbour(clients, now)
  await askForChats(clients, maya, attempts)
  for (const [officer, token] of Object.entries(await officerTokens(clients)))
    await saveToken(join(home, 'tokens', officer), token)
  await writeFile(join(home, 'demo.json'), JSON.stringify({ began: now.toISOString() }))
}

/** Runs the tests of every sentence while people may already look: a sentence is unproven until its first test passed. */
async function runTests(shell: Shell, { socket, app }: Installation): Promise<void> {
  const operator = createClient({ origin: app.origin, fetch: socketFetch(socket) })
  await operator.probe({ body: {} }).catch((cause: unknown) => sayFailure(shell, cause, false))
}

function clientsOver(send: typeof fetch, people: typeof fetch, origin: string): HarbourClients {
  return {
    operator: createClient({ origin, fetch: send }),
    withToken: (token) => createClient({ origin, fetch: send, token }),
    person: () => createClient({ origin, fetch: withCookies(people) }),
  }
}

async function readBegun(home: string): Promise<string | null> {
  const text = await readFile(join(home, 'demo.json'), 'utf8').catch(() => null)
  return text === null ? null : (JSON.parse(text) as { began: string }).began // `prepare` wrote it
}

function welcome(shell: Shell, { app }: Installation, home: string, inMemory: boolean): string[] {
  const width = Math.max(...people.map(({ name }) => name.length))
  return [
    '',
    `  Harbour is at ${styled(shell, 'bold', app.origin)}`,
    '',
    ...people.map(({ name, email, password }) => `  ${name.padEnd(width)}  ${email}  ${password}`),
    '',
    `  operator: npx kept doctor --home ${home}`,
    `  officers: npx kept publish FOLDER --officer ines --home ${home}`,
    inMemory
      ? '  Nothing is on disk. Ctrl+C ends it.'
      : `  Data lies in ${home}. Ctrl+C ends it; remove the folder to begin anew.`,
    '',
  ]
}
