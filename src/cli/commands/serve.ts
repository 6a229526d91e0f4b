// `kept serve`: runs an installation until it is ended by SIGINT or SIGTERM.

import type { Page } from '../../policy/index.ts'
import { command, ends, portText, type Run } from '../command.ts'
import { homeOf, readInstallation, rememberSettings, type Settings } from '../config.ts'
import { exitCodes, printJson, type ExitCode, type Shell } from '../shell.ts'
import { readStatement } from '../statement-folder.ts'

interface Options {
  readonly home?: string | undefined
  readonly statement?: string | undefined
  readonly tenant?: string | undefined
  readonly origin?: string | undefined
  readonly host?: string | undefined
  readonly port?: string | undefined
  readonly database?: string | undefined
  readonly json?: true | undefined
}

/** `kept serve` */
export function serveCommand(run: Run) {
  return command('serve', 'run an installation: pages, API, ledger, timers', [
    ['serve --statement examples/harbour/statement', 'the first start publishes this statement'],
    ['serve --home kept-home --port 4700', 'later ones find it in their home'],
  ])
    .option('--home <folder>', 'where the installation keeps its data; KEPT_HOME or .wordkept without it')
    .option('--statement <folder>', 'published as version 1 where none is in force')
    .option('--tenant <name>', 'name of the organisation in database and log: lower case, digits, -; main without it')
    .option('--origin <address>', 'where people reach it; http://localhost:PORT without it')
    .option('--host <name>', 'address to listen on; localhost without it')
    .option('--port <number>', 'port to listen on; 4680 without it, 0 for a free one', portText)
    .option('--database <url>', 'a PostgreSQL instead of the embedded storage')
    .action(ends(run, (options) => keepServing(run.shell, options)))
}

async function keepServing(shell: Shell, { home: folder, statement, json, ...flags }: Options): Promise<ExitCode> {
  const { freePort, serve } = await import('../serve.ts')
  const home = homeOf(shell, folder)
  const asked = await readInstallation(shell, home, settingsOf(flags))
  const port = await freePort(asked.host, asked.port)
  const origin = flags.origin ?? (asked.port === 0 ? `http://${asked.host}:${port}` : asked.app.origin)
  const installation = { ...asked, port, app: { ...asked.app, origin } }
  await rememberSettings(home, { tenant: asked.app.tenant, origin, host: asked.host, port })
  const serving = await serve(installation, {
    log: (line) => shell.err(JSON.stringify({ at: shell.clock.now().toISOString(), ...line })),
    ...(statement !== undefined && { statement: await readStatement(shell.cwd, statement) }),
  })
  const health = await serving.app.health()
  const unsigned = unsignedIn(serving.app.inForce().newest.page)
  const ended = shell.ended()
  if (json) printJson(shell, { url: origin, home, ...health, unsigned })
  else
    for (const line of [
      `${health.name} at ${origin}`,
      `storage: ${health.engine}, ${health.durability}`,
      `custodians: ${health.custodians.words}`,
      `operator’s socket: ${installation.socket}`,
      ...(unsigned.length === 0
        ? []
        : [
            `unsigned: ${unsigned.length} sentences are in force that no officer signed; the page shows them as unproven: ${unsigned.join(', ')}`,
          ]),
    ])
      shell.out(line)
  await ended
  await serving.close()
  return exitCodes.done.code
}

/** Clauses in force that say something and that nobody signed: published all the same, and said here. */
function unsignedIn({ sections }: Page): readonly string[] {
  const clauses = sections.flatMap((section) => section.clauses)
  return clauses
    .filter(({ class: kind, signature }) => kind !== 'bare' && signature.state !== 'signed')
    .map(({ id }) => id)
}

function settingsOf({ port, ...flags }: Omit<Options, 'home' | 'statement' | 'json'>): Settings {
  const given = Object.fromEntries(Object.entries(flags).filter(([, value]) => value !== undefined))
  return { ...given, ...(port !== undefined && { port: Number(port) }) }
}
