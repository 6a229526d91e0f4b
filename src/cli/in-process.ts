// The house opened in this process for the length of one command, where no server runs. Requests go in by `inject`: no socket opens.

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { openApp } from '../app.ts'
import { Failure } from '../base/index.ts'
import { createServer } from '../server/index.ts'
import { readInstallation } from './config.ts'
import { injectFetch } from './inject-fetch.ts'
import type { Shell } from './shell.ts'

/** A house that this command opened and will close. */
export interface Opened {
  readonly fetch: typeof fetch
  close(): Promise<void>
}

/**
 * Opens the installation of a home, as its operator. Nothing runs by the clock meanwhile: a command would wait for it at its end. Makes none: where
 * there is none it fails with `installation_missing`.
 */
export async function openInProcess(shell: Shell, home: string): Promise<Opened> {
  const { app: config } = await readInstallation(shell, home)
  if (config.storage.engine === 'pglite' && !existsSync(join(home, 'data')))
    throw new Failure('installation_missing', { home })
  const app = await openApp({ ...config, byClock: false, log: () => {} })
  const server = await createServer(app, { origin: config.origin, operator: true, pages: false, log: () => {} })
  return {
    fetch: injectFetch(server),
    async close() {
      await server.close()
      await app.close()
    },
  }
}
