// The verifier as it is handed out: one file, copied into an empty folder, run without anything of ours beside it.

import { execFile } from 'node:child_process'
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildVerifier } from '../../scripts/verifier.ts'
import { newReceipt } from '../harness/receipt.ts'

let folder = ''
let vkey = ''
let files: readonly string[] = []

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'wordkept-verifier-'))
  const built = mkdtempSync(join(tmpdir(), 'wordkept-built-'))
  await buildVerifier(built)
  files = readdirSync(built)
  copyFileSync(join(built, 'verify.mjs'), join(folder, 'verify.mjs'))
  rmSync(built, { recursive: true })
  const receipt = await newReceipt()
  vkey = receipt.vkey
  writeFileSync(join(folder, 'receipt.json'), receipt.text)
  writeFileSync(join(folder, 'vkey'), `${receipt.vkey}\n`)
  writeFileSync(join(folder, 'changed.json'), receipt.text.replace('"number":"R-2207"', '"number":"R-2307"'))
  writeFileSync(join(folder, 'short.json'), receipt.text.slice(0, -1))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Runs the file with no environment but the path to Node. */
function verify(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, ['verify.mjs', ...args], { cwd: folder, env: {} }, (cause, out, err) =>
      resolve({ code: cause ? Number(cause.code) : 0, out, err }),
    )
  })
}

test('it is one file and imports nothing but Node itself', () => {
  expect(files).toEqual(['verify.mjs'])
  const source = readFileSync(join(folder, 'verify.mjs'), 'utf8')
  const imported = [...source.matchAll(/(?:from|import|require)\s*\(?\s*["']([^"']+)["']/g)].map(([, name]) => name)
  expect(imported.length).toBeGreaterThan(0)
  expect(imported.filter((name) => !name?.startsWith('node:'))).toEqual([])
  expect(source).not.toMatch(/\bfetch\s*\(|node:https?|node:net\b/)
})

test('it answers as `kept verify` does, with its exit codes', async () => {
  expect(await verify('receipt.json', '--vkey', 'vkey')).toMatchObject({
    code: 0,
    out: expect.stringMatching(/^valid: /),
    err: '',
  })
  expect(await verify('receipt.json', '--vkey', vkey)).toMatchObject({ code: 0 })
  const changed = await verify('changed.json', '--vkey', 'vkey')
  expect(changed).toMatchObject({ code: 2, err: '' })
  expect(changed.out).toMatch(/^changed in the body: /)
  expect(changed.out).toContain('^ here stood `2`')
  expect(await verify('short.json', '--vkey', 'vkey')).toMatchObject({ code: 3 })
  expect(await verify('receipt.json')).toMatchObject({ code: 4, out: expect.stringContaining(vkey) })
})

test('used wrongly it says how it is used', async () => {
  for (const args of [[], ['a', 'b'], ['--nothing'], ['receipt.json', '--tiles', 'x']]) {
    expect(await verify(...args)).toMatchObject({ code: 64, err: expect.stringContaining('usage: node verify.mjs') })
  }
  expect(await verify('absent.json')).toMatchObject({
    code: 1,
    err: expect.stringContaining('absent.json is not there'),
  })
})
