// `kept verify` on real files: its exit codes, its words, and that it never touches the bytes it was given.

import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { newReceipt, newSigner } from '../../test/harness/receipt.ts'
import { run } from '../../test/harness/kept.ts'
import { tileDirectory } from '../adapters/log/index.ts'
import { sha256Hex, utf8 } from '../base/index.ts'
import {
  bundlePath,
  encodeBundle,
  exitCodes as verdictCodes,
  formatCheckpoint,
  formatVerifierKey,
  grow,
  leafHash,
  signNote,
  tilePath,
} from '../evidence/index.ts'
import { exitCodes } from './shell.ts'

let cwd = ''
let receipt: Awaited<ReturnType<typeof newReceipt>>
beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'wordkept-verify-'))
  receipt = await newReceipt()
  await writeFile(join(cwd, 'receipt.json'), receipt.text)
  await writeFile(join(cwd, 'vkey'), `${receipt.vkey}\n`)
  await writeFile(join(cwd, 'changed.json'), receipt.text.replace('R-2207', 'R-2208'))
  await writeFile(join(cwd, 'short.json'), receipt.text.slice(0, 400))
})

test('a receipt nobody touched exits 0, with the key in a file or on the line', async () => {
  for (const vkey of ['vkey', receipt.vkey]) {
    const { code, out } = await run(['verify', 'receipt.json', '--vkey', vkey], { cwd })
    expect([code, out[0]]).toEqual([0, 'valid: Signed, in the log, nothing changed.'])
  }
})

test('one changed byte exits 2 and is shown as a compiler would', async () => {
  const { code, out } = await run(['verify', 'changed.json', '--vkey', 'vkey'], { cwd })
  expect(code).toBe(2)
  expect(out[0]).toBe('changed in the body: The body is not the one that was sealed.')
  expect(out[1]).toMatch(/^ {2}┌ changed\.json:1:\d+, byte \d+$/)
  const caret = out[3]!.indexOf('^')
  expect(out[2]![caret]).toBe('8')
  expect(out[3]).toContain('here stood `7`')
  expect(out.join('\n')).toContain(sha256Hex(receipt.text.replace('R-2207', 'R-2208')))
})

test('one that ends too early exits 3; without a pinned key it is 4 and shows the key', async () => {
  expect((await run(['verify', 'short.json', '--vkey', 'vkey'], { cwd })).code).toBe(3)
  const { code, out } = await run(['verify', 'receipt.json'], { cwd })
  expect(code).toBe(4)
  expect(out.join('\n')).toContain(receipt.vkey)
})

test('a seal that is too old exits 4', async () => {
  expect(
    (
      await run(['verify', 'receipt.json', '--vkey', 'vkey', '--max-age', '1'], {
        cwd,
        now: new Date('2026-05-01T00:00:00Z'),
      })
    ).code,
  ).toBe(4)
})

test('a file that is not there exits 1 and is named', async () => {
  const { code, err } = await run(['verify', 'nothing.json'], { cwd })
  expect([code, err]).toEqual([
    1,
    [
      'error file_missing: a file is not where the command looks for it',
      '  ┌ file: nothing.json',
      '  help: check the path named',
    ],
  ])
})

test('--json gives the whole verdict', async () => {
  const { out } = await run(['verify', 'changed.json', '--vkey', 'vkey', '--json'], { cwd })
  expect(JSON.parse(out.join('\n'))).toMatchObject({ state: 'changed', part: 'body', was: '7' })
})

test('the exit codes are those of the verdicts', () => {
  expect(verdictCodes).toEqual({ valid: exitCodes.done.code, changed: exitCodes.refused.code, incomplete: exitCodes.incomplete.code, stale: exitCodes.unpinned.code }) // prettier-ignore
})

test('a log is checked from its folder; one changed entry exits 2 and is named', async () => {
  const signer = newSigner()
  const vkey = formatVerifierKey(signer.key)
  const entries = [1, 2, 3].map((i) => utf8(`entry ${i}`))
  const { tiles, size, root } = grow(0, [], entries.map(leafHash)) // prettier-ignore
  const note = signNote(formatCheckpoint({ origin: signer.key.name, size, root }), signer)
  const log = tileDirectory(join(cwd, 'log'))
  await log.write([
    { path: 'checkpoint', bytes: utf8(note) },
    { path: tilePath(tiles[0]!), bytes: tiles[0]!.hashes },
    { path: bundlePath(tiles[0]!), bytes: encodeBundle(entries) },
  ])
  await writeFile(join(cwd, 'older'), note)
  const { code, out } = await run(['verify', '--tiles', 'log', '--vkey', vkey, '--since', 'older'], { cwd })
  expect([code, out[0]]).toEqual([0, 'valid: All 3 entries give the root that was signed.'])
  await log.write([{ path: bundlePath(tiles[0]!), bytes: encodeBundle([...entries.slice(0, 2), utf8('entry 9')]) }])
  const changed = await run(['verify', '--tiles', 'log', '--vkey', vkey], { cwd })
  expect(changed.code).toBe(2)
  expect(changed.out.slice(0, 2)).toEqual([
    'changed: Entry 2 is not the one the log hashed.',
    '  ┌ log/tile/entries/000.p/3, entry 2',
  ])
  expect((await run(['verify', '--tiles', 'nothing', '--vkey', vkey], { cwd })).code).toBe(3)
  expect((await run(['verify', 'receipt.json', '--tiles', 'log'], { cwd })).code).toBe(64)
})
