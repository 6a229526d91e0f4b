// The software as it is published: bundled into a folder of its own, without our sources, started by bin/kept.js.

import { spawn } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { buildSoftware } from '../../scripts/software.ts'
import { loadSite } from '../../src/server/site.ts'
import { freshOnServer } from '../harness/databases.ts'

const folder = mkdtempSync(join(tmpdir(), 'wordkept-bundle-'))

beforeAll(async () => {
  await loadSite() // builds the pages where they are older than their sources
  mkdirSync(join(folder, 'build'))
  await buildSoftware(join(folder, 'build/kept'))
  for (const part of ['bin', 'examples', 'package.json', 'build/server', 'build/client'])
    cpSync(part, join(folder, part), { recursive: true })
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'))
}, 180_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Runs the bundle; ends it once it has printed what is waited for. */
function kept(args: readonly string[], until?: RegExp, input = ''): Promise<{ code: number | null; output: string }> {
  const child = spawn(process.execPath, ['bin/kept.js', ...args], { cwd: folder, stdio: ['pipe', 'pipe', 'pipe'] })
  child.stdin.end(input)
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (bytes: Buffer) => {
      output += bytes.toString('utf8')
      // once: a second one would end it at once
      if (!child.killed && until?.test(output)) child.kill('SIGTERM')
    })
  return new Promise((done) => child.once('close', (code) => done({ code, output })))
}

test('it compiles a statement: its worker is beside it', async () => {
  const { code, output } = await kept(['check', 'examples/harbour/statement'])
  expect([code, output]).toEqual([0, expect.stringMatching(/^compiles: /)])
})

test('it runs the demo: database, migrations and pages are beside it', { timeout: 180_000 }, async () => {
  const { code, output } = await kept(['demo', '--home', 'memory', '--port', '0', '--json'], /"url":/)
  expect([code, output]).toEqual([0, expect.stringContaining('"url":"http://localhost:')])
})

test(
  'it enters a foreign database: its connector is beside it, and may read nothing else',
  { timeout: 180_000 },
  async () => {
    const { url, drop } = await freshOnServer('empty')
    onTestFinished(drop)
    const home = ['--home', join(folder, 'home')]
    const started = await kept(
      ['serve', '--statement', 'examples/harbour/statement', '--port', '0', '--json', ...home],
      /"url":/,
    )
    expect([started.code, started.output]).toEqual([0, expect.stringContaining('"url":')])
    const { code, output } = await kept(['connect', 'shop-db', ...home], undefined, url)
    expect([code, output]).toEqual([0, expect.stringMatching(/^shop-db: connected to .*, PostgreSQL \d+/)])
    expect((await kept(['scan', 'shop-db', ...home])).output).toMatch(/^shop-db: 0 tables/)
  },
)
