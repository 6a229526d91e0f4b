// A running server: the house, people's address and the operator's socket, until somebody ends it.

import { createServer as createProbe, type AddressInfo } from 'node:net'
import { openApp, type App, type AppConfig } from '../app.ts'
import { Failure } from '../base/index.ts'
import { createServer, listenOn, listenOnSocket } from '../server/index.ts'
import type { StatementFiles } from '../statement/index.ts'
import type { Installation } from './config.ts'
import { injectFetch } from './inject-fetch.ts'

/** A server that runs. */
export interface Serving {
  readonly app: App
  /** closes the doors, waits for what is under way, then closes the house */
  close(): Promise<void>
}

export interface ServeOptions {
  readonly statement?: StatementFiles
  readonly pace?: NonNullable<AppConfig['pace']>
  readonly log: (line: Readonly<Record<string, unknown>>) => void
  /** runs before people come; it is given their door, which is still closed to all others */
  readonly prepare?: (people: typeof fetch) => Promise<void>
}

/** Opens the house and its doors: the operator's first, then people's. */
export async function serve(
  installation: Installation,
  { statement, pace, log, prepare }: ServeOptions,
): Promise<Serving> {
  const { app: config, host, port, socket } = installation
  const app = await openApp({ ...config, log, ...(statement && { statement }), ...(pace !== undefined && { pace }) })
  const servers: { close(): Promise<unknown> }[] = []
  const close = async (): Promise<void> => {
    for (const server of servers.toReversed()) await server.close()
    await app.close()
  }
  try {
    const own = await createServer(app, { origin: config.origin, operator: true, pages: false, log })
    servers.push(own)
    await listenOnSocket(own, socket)
    const people = await createServer(app, { origin: config.origin, pages: true, log })
    servers.push(people)
    await prepare?.(injectFetch(people))
    await listenOn(people, { host, port })
    return { app, close }
  } catch (cause) {
    await close()
    throw portFailure(cause, port)
  }
}

function portFailure(cause: unknown, port: number): unknown {
  return (cause as NodeJS.ErrnoException).code === 'EADDRINUSE' ? new Failure('port_busy', { port }, cause) : cause
}

/** The port, or a free one for 0. It is tried before the house opens: its address names the log, and a busy one costs nothing yet. */
export async function freePort(host: string, port: number): Promise<number> {
  const probe = createProbe()
  await new Promise<void>((resolve, reject) => {
    probe.once('error', (cause) => reject(portFailure(cause, port))).listen(port, host, resolve)
  })
  const { port: found } = probe.address() as AddressInfo // listening on TCP
  await new Promise((resolve) => probe.close(resolve))
  return found
}
