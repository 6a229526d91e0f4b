// The embedded database under faults: killed in mid-write, opened twice, its disk full, a statement that never ends.

import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { openDatabase } from '../../src/adapters/stores/index.ts'
import { databaseOn, migrateOn } from '../../src/adapters/stores/open.ts'
import { startEngine } from '../../src/adapters/stores/pglite/engine.ts'
import { Failure, systemClock } from '../../src/base/index.ts'
import { share } from '../harness/databases.ts'
import { thorough } from '../harness/thorough.ts'

const writer = fileURLToPath(new URL('./writer.ts', import.meta.url))
const kills = thorough ? 100 : 10

// seconds on a machine of its own; many minutes on one that is shared
vi.setConfig({ testTimeout: 900_000 })

let home = ''
beforeEach(() => void (home = mkdtempSync(join(tmpdir(), 'wordkept-home-'))))
afterEach(() => rmSync(home, { recursive: true, force: true }))

/** Puts the prepared data directory in place: to migrate anew would cost each test seconds. */
async function prepare(): Promise<void> {
  const { path } = await share('image')
  mkdirSync(join(home, 'data'), { recursive: true })
  execFileSync('tar', ['-xf', path, '-C', join(home, 'data')], { stdio: 'ignore' })
}

interface Written {
  readonly stored: readonly string[]
  readonly found: ReadonlySet<string>
  readonly torn: readonly string[]
}

function read(output: string): Written {
  const complete = output.slice(0, output.lastIndexOf('\n') + 1)
  const told = (word: string): string[] =>
    [...complete.matchAll(new RegExp(`^${word} (.*)$`, 'gm'))].map(([, rest]) => rest!)
  return { stored: told('stored'), found: new Set(told('found')), torn: told('torn') }
}

/** Starts a writer and kills it a moment after its first acknowledged write. */
async function killed(afterMs: number): Promise<Written> {
  const child = spawn(process.execPath, [writer, home, 'kill'], { stdio: ['ignore', 'pipe', 'inherit'] })
  let output = ''
  child.stdout.on('data', (chunk: Buffer) => (output += String(chunk)))
  while (!output.includes('stored ')) await alive(child)
  await pause(afterMs)
  child.kill('SIGKILL')
  await new Promise((resolve) => child.once('close', resolve))
  return read(output)
}

async function alive(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) throw new Error(`the writer ended by itself with ${child.exitCode}`)
  await pause(5)
}

test(`after ${kills} kills in mid-write every acknowledged write is there, whole`, async () => {
  await prepare()
  const stored: string[] = []
  for (let kill = 0; kill <= kills; kill++) {
    const written = await killed((kill * 37) % 200)
    expect(stored.filter((id) => !written.found.has(id))).toEqual([])
    expect(written.torn).toEqual(['0'])
    stored.push(...written.stored)
  }
  expect(stored.length).toBeGreaterThan(kills)
})

test('a second process on the same directory gets one clear line, and the first goes on', async () => {
  await prepare()
  const database = await openDatabase({ engine: 'pglite', home }, 'harbour')
  const { status, stderr, stdout } = spawnSync(process.execPath, [writer, home, 'kill'], { encoding: 'utf8' })
  expect({ status, stdout }).toEqual({ status: 1, stdout: '' })
  expect(stderr).toBe(
    `storage_busy: another process has this data directory open ${JSON.stringify({ directory: home })}\n`,
  )
  await expect(openDatabase({ engine: 'pglite', home }, 'harbour')).rejects.toThrowError(expect.objectContaining({ code: 'storage_busy' })) // prettier-ignore
  expect(await database.query('select 1 as one')).toEqual([{ one: 1 }])
  await database.close()
  await openDatabase({ engine: 'pglite', home }, 'harbour').then((again) => again.close())
})

test('every commit reaches the disk by an fsync', async () => {
  await prepare()
  // both threads write down what they do in one file: `.` an fsync, `s` a write that is acknowledged; what this process hears, and when, has no part in it
  const deeds = join(home, 'deeds')
  writeFileSync(deeds, '')
  const noting = `import fs from 'node:fs'
    import { syncBuiltinESMExports } from 'node:module'
    const { appendFileSync, fsyncSync, writeSync } = fs
    const note = (deed) => appendFileSync(${JSON.stringify(deeds)}, deed)
    fs.fsyncSync = (fd) => (note('.'), fsyncSync(fd))
    fs.writeSync = (fd, ...rest) => (fd === 1 && String(rest[0]).startsWith('stored ') && note('s'), writeSync(fd, ...rest))
    syncBuiltinESMExports()`
  const child = spawn(process.execPath, ['--import', `data:text/javascript,${encodeURIComponent(noting)}`, writer, home, 'kill'], { stdio: ['ignore', 'ignore', 'inherit'] }) // prettier-ignore
  const done = (): string => /s(.*)$/.exec(readFileSync(deeds, 'utf8'))?.[1] ?? '' // since the first write
  const count = (deed: string): number => done().split(deed).length - 1
  while (count('s') < 100) await alive(child)
  child.kill('SIGKILL')
  await new Promise((resolve) => child.once('close', resolve))
  expect(count('.') - count('s')).toBeGreaterThanOrEqual(-2) // three write at a time: when the first is told, two more may have reached the disk
})

// A disk of its own where this machine lets us mount one (as root, or in a user's namespace); else a limit on the size of files.
const mounts =
  spawnSync('unshare', ['--map-root-user', '--mount', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt']).status === 0

function fill(freeBytes: number): string {
  const node = [process.execPath, writer, home, 'full']
  const small = `mount -t tmpfs -o size=160m tmpfs "$2" && cp -a "$0" "$2"/data && shift 0 && exec "$1" "$3" "$2" full ${freeBytes}`
  const [program, ...args] = mounts
    ? ['unshare', '--map-root-user', '--mount', 'sh', '-c', small, `${home}-data`, node[0]!, home, writer]
    : ['sh', '-c', 'ulimit -S -f 20000; exec "$@"', 'sh', ...node, 'limit']
  return execFileSync(program!, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] })
}

test.each([
  ['a table cannot grow', 1_000_000],
  ['its log cannot grow, so PostgreSQL gives up and starts anew', 9_000_000],
])('a full disk refuses, keeps what it acknowledged, and goes on when there is room: %s', async (_, freeBytes) => {
  await prepare()
  execFileSync('cp', ['-a', join(home, 'data'), `${home}-data`])
  const output = fill(freeBytes)
  rmSync(`${home}-data`, { recursive: true })
  expect(output).toMatch(/refused storage_full\n(?:stored .*\n)*refused storage_full\n/)
  expect(output).toContain('recovered\n')
  const { stored, found, torn } = read(output)
  expect(torn).toEqual(['0', '0'])
  expect(new Set(stored)).toEqual(found)
})

test('a session whose thread ended while nobody asked is refused, and who comes next has role and tenant', async () => {
  await prepare()
  const engine = startEngine({ home })
  await engine.ready()
  const database = databaseOn({ engine }, 'harbour', 'disk', () => engine.close())
  const who = (n: number): Promise<unknown> =>
    database.query(
      `select current_user as who, current_setting('wordkept.tenant', true) as tenant, $1::int as ${`n${n}`}`,
      [n],
    )
  expect(await who(1)).toEqual([{ who: 'app', tenant: 'harbour', n1: 1 }])
  engine.end(new Failure('storage_unavailable', { reason: 'the thread ended' }))
  await expect(who(2)).rejects.toThrowError(expect.objectContaining({ code: 'storage_unavailable' }))
  expect(await who(3)).toEqual([{ who: 'app', tenant: 'harbour', n3: 3 }])
  await database.close()
})

const endless = 'select count(*) from generate_series(1, 100000000000) as n where n < $1'

test('on disk a statement that runs away is ended, who waits behind it and who comes next are served, in their roles', async () => {
  await prepare()
  const engine = startEngine({ home, statementMs: 1_000 })
  await engine.ready()
  engine.limit(null)
  await migrateOn({ engine }, systemClock)
  engine.limit(1_000)
  const database = databaseOn({ engine }, 'harbour', 'disk', () => engine.close())
  await database.query('insert into app.message_seen (tenant, token, at) values ($1, $2, $3)', [
    'harbour',
    new Uint8Array(16),
    new Date(0),
  ])
  const served = `select current_user as who, current_setting('wordkept.tenant') as tenant, count(*) as count from app.message_seen`
  const [runaway, waiting] = await Promise.allSettled([database.query(endless, [0]), database.query(served)])
  expect(runaway).toMatchObject({ status: 'rejected', reason: { code: 'storage_unavailable', detail: { reason: 'a statement ran too long and was ended' } } }) // prettier-ignore
  expect(waiting).toMatchObject({ value: [{ who: 'app', tenant: 'harbour', count: '1' }] })
  const inTransaction = database.transaction(async (tx) => {
    await tx.query('delete from app.message_seen')
    await tx.query(endless, [0])
  })
  await expect(inTransaction).rejects.toThrowError(expect.objectContaining({ code: 'storage_unavailable' }))
  expect(await database.query(served)).toEqual([{ who: 'app', tenant: 'harbour', count: '1' }])
  await database.close()
})

test('in memory a statement that runs away ends the database for good: an empty one is not passed off as the old', async () => {
  const { path } = await share('image')
  const engine = startEngine({ home: null, statementMs: 1_000, image: new Uint8Array(readFileSync(path)) })
  await engine.ready()
  const database = databaseOn({ engine }, 'harbour', 'memory', () => engine.close())
  await expect(database.query(endless, [0])).rejects.toThrowError(
    expect.objectContaining({ code: 'storage_unavailable' }),
  )
  await expect(database.query('select 1')).rejects.toThrowError(
    expect.objectContaining({ code: 'storage_unavailable' }),
  )
  await database.close()
})
