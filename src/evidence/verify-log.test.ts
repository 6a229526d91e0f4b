// Whole logs checked from their files: every changed bit is found, and the file it is in is named.

import { describe, expect, test } from 'vitest'
import { newSigner } from '../../test/harness/receipt.ts'
import { utf8 } from '../base/index.ts'
import { formatCheckpoint } from './checkpoint.ts'
import { grow, type Edge } from './grow.ts'
import { formatVerifierKey, signNote } from './note.ts'
import { bundlePath, encodeBundle, tilePath } from './tile.ts'
import { emptyRoot, leafHash } from './tree.ts'
import { verifyLog } from './verify-log.ts'

type Files = Map<string, Uint8Array>

const signer = newSigner()
const vkey = formatVerifierKey(signer.key)
const entry = (i: number): Uint8Array => utf8(`entry ${i}`)

/** The files of a log of some entries; those of `changed` say something else. */
function logOf(size: number, changed: ReadonlyMap<number, Uint8Array> = new Map()): Files {
  const files: Files = new Map()
  const entries = Array.from({ length: size }, (_, i) => changed.get(i) ?? entry(i))
  const growth = grow(0, [] as Edge, entries.map(leafHash)) // prettier-ignore
  for (const tile of growth.tiles) {
    files.set(tilePath(tile), tile.hashes.slice())
    if (tile.level === 0)
      files.set(bundlePath(tile), encodeBundle(entries.slice(tile.index * 256, tile.index * 256 + tile.width)))
  }
  const root = size === 0 ? emptyRoot() : growth.root
  files.set('checkpoint', utf8(signNote(formatCheckpoint({ origin: signer.key.name, size, root }), signer)))
  return files
}

const check = (files: Files, options: { vkey?: string; since?: string } = { vkey }) =>
  verifyLog(async (path) => files.get(path) ?? null, options)

describe('a log', () => {
  test('is valid at every size around a tile', async () => {
    for (const size of [0, 1, 2, 7, 255, 256, 257, 600]) {
      expect(await check(logOf(size))).toMatchObject({ state: 'valid', facts: { origin: 'harbour.example/log', size } })
    }
  })

  test('is changed for one bit of every byte of every file, and the file is named', async () => {
    for (const size of [7, 300]) {
      const files = logOf(size)
      for (const [path, bytes] of files) {
        for (let at = 0; at < bytes.length; at += size === 7 ? 1 : 13) {
          const flipped = bytes.slice()
          flipped[at] = flipped[at]! ^ (1 << (at % 8))
          const verdict = await check(new Map(files).set(path, flipped))
          expect([verdict.state, verdict.file], `${path} byte ${at}: ${verdict.words}`).toEqual(['changed', path])
        }
      }
    }
  })

  test('names the entry that was changed', async () => {
    const files = logOf(300)
    const forged = logOf(300, new Map([[270, utf8('entry 999')]]))
    const path = bundlePath({ index: 1, width: 44 })
    expect(await check(new Map(files).set(path, forged.get(path)!))).toMatchObject({
      state: 'changed',
      entry: 270,
      file: path,
    })
  })

  test('is changed when it was made anew with other entries, whatever its tiles say', async () => {
    const forged = logOf(300, new Map([[3, utf8('another entry')]]))
    forged.set('checkpoint', logOf(300).get('checkpoint')!)
    expect(await check(forged)).toMatchObject({ state: 'changed', file: 'checkpoint' })
  })

  test('is incomplete without any one of its files, and names it', async () => {
    const files = logOf(300)
    for (const path of files.keys()) {
      const fewer = new Map(files)
      fewer.delete(path)
      expect(await check(fewer)).toMatchObject({ state: 'incomplete', file: path })
    }
  })

  test('of which a full tile took the place of a partial one is read from the full one', async () => {
    const [older, newer] = [logOf(300), logOf(600)]
    const files = new Map([...newer, ['checkpoint', older.get('checkpoint')!] as const])
    for (const tile of [tilePath({ level: 1, index: 0, width: 1 })]) files.set(tile, older.get(tile)!)
    expect(await check(files)).toMatchObject({ state: 'valid', facts: { size: 300 } })
  })

  test('goes on from an older checkpoint, or says that it does not', async () => {
    const since = (size: number, changed?: ReadonlyMap<number, Uint8Array>) =>
      new TextDecoder().decode(logOf(size, changed).get('checkpoint'))
    expect(await check(logOf(300), { vkey, since: since(7) })).toMatchObject({ state: 'valid' })
    expect(await check(logOf(300), { vkey, since: since(301) })).toMatchObject({
      state: 'changed',
      words: expect.stringMatching(/shorter/),
    })
    const other = since(7, new Map([[2, utf8('other')]]))
    expect(await check(logOf(300), { vkey, since: other })).toMatchObject({
      state: 'changed',
      words: expect.stringMatching(/older checkpoint/),
    })
    expect(await check(logOf(300), { vkey, since: 'no note' })).toMatchObject({ state: 'stale' })
  })

  test('is stale without a pinned key, and changed under a key that did not sign it', async () => {
    expect(await check(logOf(7), {})).toMatchObject({ state: 'stale' })
    expect(await check(logOf(7), { vkey: 'nonsense' })).toMatchObject({ state: 'stale' })
    expect(await check(logOf(7), { vkey: formatVerifierKey(newSigner().key) })).toMatchObject({
      state: 'changed',
      file: 'checkpoint',
    })
  })
})
