// Where an installation keeps its things and how it is reached: flags first, then the environment, then `kept.yaml` in its home, then
// what suits a small installation. Nothing else in the product reads any of these.

import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { parse as parseYaml, stringify as printYaml } from 'yaml'
import { z } from 'zod'
import type { AppConfig } from '../app.ts'
import { Failure } from '../base/index.ts'
import type { Shell } from './shell.ts'
import { software } from './software.ts'

const settingsShape = z.strictObject({
  /** the organisation's name in the database and the log: once chosen it stays */
  tenant: z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'lower case, digits and -').optional(),
  /** where people reach it: `https://privacy.example.org`; it names the log, so once chosen it stays */
  origin: z.url().optional(),
  host: z.string().optional(),
  port: z.int().min(0).max(65535).optional(),
  /** a PostgreSQL to use instead of the embedded storage */
  database: z.string().optional(),
  keys: z.strictObject({ customer: z.string(), platform: z.string() }).optional(),
  log: z.string().optional(),
  checkpoint: z.string().optional(),
}) // prettier-ignore

/** What `kept.yaml` may say. Paths are relative to the home. */
export type Settings = z.infer<typeof settingsShape>

/** An installation: its settings, all there. */
export interface Installation {
  readonly home: string
  readonly socket: string
  readonly host: string
  readonly port: number
  /** all that `openApp` takes but the statement */
  readonly app: Omit<AppConfig, 'statement' | 'log'>
}

const portDefault = 4680

/** The home of an installation where nothing else is said, from where a command is called. */
export const homeDefault = '.wordkept'

/** The home of an installation: the flag, else KEPT_HOME, else `.wordkept`. */
export function homeOf(shell: Shell, flag: string | undefined): string {
  return resolve(shell.cwd, flag ?? shell.env['KEPT_HOME'] ?? homeDefault)
}

/** Reads the settings of a home; flags win, then the environment. Fails with `input_invalid` naming what is wrong in kept.yaml. */
export async function readInstallation(shell: Shell, home: string, flags: Settings = {}): Promise<Installation> {
  const settings = { ...(await readSettings(home)), ...fromEnvironment(shell), ...flags }
  const {
    tenant = 'main',
    host = 'localhost',
    port = portDefault,
    database,
    keys,
    log = 'log',
    checkpoint = 'checkpoint',
  } = settings
  const inHome = (path: string): string => resolve(home, path)
  return {
    home,
    host,
    port,
    socket: join(home, 'kept.sock'),
    app: {
      tenant,
      storage: database === undefined ? { engine: 'pglite', home } : { engine: 'postgres', url: database },
      keys: {
        customerDir: inHome(keys?.customer ?? 'keys/customer'),
        platformDir: inHome(keys?.platform ?? 'keys/platform'),
      },
      logDir: inHome(log),
      checkpointFile: inHome(checkpoint),
      origin: settings.origin ?? `http://localhost:${port}`,
      software: `kept ${software}`,
      clock: shell.clock,
    },
  }
}

/** Writes down what must stay as it was at the first start: a log that changed its name would be another log. */
export async function rememberSettings(home: string, settings: Settings): Promise<void> {
  await mkdir(home, { recursive: true, mode: 0o700 })
  const file = join(home, 'kept.yaml')
  await writeFile(file, printYaml(settings), { flag: 'wx', mode: 0o600 }).catch((cause: unknown) => {
    if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause
  })
}

/** The settings in `kept.yaml`; none where there is no such file. */
export async function readSettings(home: string): Promise<Settings> {
  const text = await readFile(join(home, 'kept.yaml'), 'utf8').catch(() => '')
  const parsed = settingsShape.safeParse(parseYaml(text) ?? {})
  if (parsed.success) return parsed.data
  throw new Failure('input_invalid', {
    file: 'kept.yaml',
    fields: parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`),
  })
}

/** Every variable of the environment that `kept` reads, and what it is for. */
export const environment = {
  KEPT_HOME: 'the home of the installation, where no --home is given',
  KEPT_TOKEN: 'the token to speak with, where no --token is given',
  KEPT_DATABASE_URL: 'a PostgreSQL instead of the embedded storage',
  KEPT_ORIGIN: 'where people reach it',
  KEPT_HOST: 'the address to listen on',
  KEPT_PORT: 'the port to listen on',
  KEPT_TRACE: 'set to anything: failures say where they came from',
  NO_COLOR: 'set to anything: no colours',
} as const

const settingOf = {
  KEPT_DATABASE_URL: 'database',
  KEPT_ORIGIN: 'origin',
  KEPT_HOST: 'host',
  KEPT_PORT: 'port',
} as const

function fromEnvironment({ env }: Shell): Settings {
  const told = Object.entries(settingOf).flatMap(([variable, name]) => {
    const value = env[variable]
    return value ? [[name, name === 'port' ? Number(value) : value]] : []
  })
  return Object.fromEntries(told) as Settings // the names are those of the settings
}
