// The built site. In a checkout it is built when it is missing or older than what it is made of, so that `npm run demo` is one command;
// an installed package brings it built, and has no sources to compare with.

import { execFile } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import { mkdir, readdir, rm, stat, utimes } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import type { createRequestHandler, RouterContextProvider, ServerBuild } from 'react-router'
import { Failure, systemClock } from '../base/index.ts'

/** What a page is handed: see src/web/context.ts, which cannot be imported here. */
interface Given {
  readonly origin: string
  readonly fetch: typeof fetch
  readonly asked: string
}

/** The site, ready to answer. `files` is the folder of what browsers load. */
export interface Site {
  readonly files: string
  answer(request: Request, given: Given): Promise<Response>
}

/** What src/web/entry.server.tsx exports beside the page: both from the build, so that context keys are the ones its loaders know. */
interface Entry {
  readonly createRequestHandler: typeof createRequestHandler
  readonly contextFor: (given: Given) => RouterContextProvider
}

const root = fileURLToPath(new URL('../..', import.meta.url))
const built = join(root, 'build/server/index.js')
const sources = [
  'src/web',
  'src/contract',
  'src/client',
  'src/evidence',
  'src/base',
  'src/cli/verify-alone.ts',
  'vite.config.ts',
  'package-lock.json',
]

/** Loads the site, building it first where that is needed. Throws `pages_missing` where it can be neither. */
export async function loadSite(): Promise<Site> {
  if (await isStale()) await buildOnce()
  if (!existsSync(built)) throw new Failure('pages_missing')
  const build = (await import(pathToFileURL(built).href)) as ServerBuild // what `react-router build` writes
  const entry = build.entry.module as unknown as Entry // what src/web/entry.server.tsx exports
  const handle = entry.createRequestHandler(build, 'production')
  return { files: join(root, 'build/client'), answer: (request, given) => handle(request, entry.contextFor(given)) }
}

async function isStale(): Promise<boolean> {
  if (!existsSync(join(root, 'src/web'))) return false
  const builtAt = existsSync(built) ? statSync(built).mtimeMs : 0
  const changed = await Promise.all(sources.map((source) => newestIn(join(root, source))))
  return Math.max(...changed) > builtAt
}

/** When the newest file at or below a path was written, in milliseconds; tests are no part of the site. */
async function newestIn(path: string): Promise<number> {
  const found = await stat(path)
  if (!found.isDirectory()) return path.endsWith('.test.ts') ? 0 : found.mtimeMs
  const names = await readdir(path)
  return Math.max(0, ...(await Promise.all(names.map((name) => newestIn(join(path, name))))))
}

const lock = join(root, 'node_modules/.building-pages')
const buildSecondsMax = 120

/** Builds, one process at a time; the others wait for it. A lock left by a killed process is taken over after two minutes. */
async function buildOnce(): Promise<void> {
  if (!(await takeLock())) return
  try {
    const command = join(dirname(createRequire(import.meta.url).resolve('@react-router/dev/package.json')), 'bin.cjs')
    await promisify(execFile)(process.execPath, [command, 'build'], { cwd: root, timeout: buildSecondsMax * 1000 })
    const now = systemClock.now()
    await utimes(built, now, now) // a file that came out the same may keep its old time
  } catch (cause) {
    throw new Failure('pages_missing', {}, cause)
  } finally {
    await rm(lock, { recursive: true, force: true })
  }
}

/** True once the lock is ours; false when another process built meanwhile. */
async function takeLock(): Promise<boolean> {
  for (;;) {
    try {
      await mkdir(lock)
      return isStale().then(async (stale) => {
        if (!stale) await rm(lock, { recursive: true, force: true })
        return stale
      })
    } catch {
      const held = await stat(lock).catch(() => null)
      if (held && systemClock.now().getTime() - held.mtimeMs > buildSecondsMax * 1000)
        await rm(lock, { recursive: true, force: true })
      await pause(100)
    }
  }
}
