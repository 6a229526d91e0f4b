// Signed notes, verifier keys and checkpoints: what is written is read back, and every changed bit is refused.

import { generateKeyPairSync, sign } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { formatCheckpoint, parseCheckpoint } from './checkpoint.ts'
import {
  formatNote,
  formatVerifierKey,
  noteText,
  openNote,
  parseNote,
  parseVerifierKey,
  signNote,
  verifierKey,
  type NoteSigner,
} from './note.ts'

function newSigner(name: string): NoteSigner {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const raw = Uint8Array.from(Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url'))
  return { key: verifierKey(name, raw), sign: (message) => sign(null, message, privateKey) }
}

describe('a signed note', () => {
  const signer = newSigner('harbour.example/log')
  const note = signNote('harbour.example/log\n7\nAAAA\n', signer)

  test('opens with the key it was signed by', async () => {
    const opened = await openNote(note, [signer.key])
    expect(opened).toMatchObject({ result: 'ok', text: 'harbour.example/log\n7\nAAAA\n', unverified: [] })
  })

  test('a key nobody gave is passed over, and counts for nothing', async () => {
    expect(await openNote(note, [newSigner('harbour.example/log').key])).toEqual({ result: 'unverified' })
    expect(await openNote(note, [])).toEqual({ result: 'unverified' })
  })

  test('a text may have several paragraphs', async () => {
    const long = signNote('one\n\ntwo\n', signer)
    expect(await openNote(long, [signer.key])).toMatchObject({ result: 'ok', text: 'one\n\ntwo\n' })
  })

  test('every bit changed in it is refused', async () => {
    const bytes = Buffer.from(note)
    for (let at = 0; at < bytes.length; at++) {
      for (let bit = 0; bit < 8; bit++) {
        const changed = Buffer.from(bytes)
        changed[at] = changed[at]! ^ (1 << bit)
        const text = noteText(changed)
        const result = text === null ? 'malformed' : (await openNote(text, [signer.key])).result
        expect(result, `bit ${bit} of byte ${at}`).not.toBe('ok')
      }
    }
  })

  test('two keys of one name and hint are a mistake of the caller', async () => {
    await expect(openNote(note, [signer.key, signer.key])).rejects.toThrow('two keys')
  })

  test('is taken apart and put together to the same text', () => {
    const parsed = parseNote(note)
    expect(parsed && formatNote(parsed)).toBe(note)
  })
})

test('a verifier key is read back as it was written, and no other text is one', () => {
  const { key } = newSigner('harbour.example/log')
  const vkey = formatVerifierKey(key)
  expect(parseVerifierKey(vkey)).toEqual(key)
  for (const wrong of [
    '',
    'x',
    vkey.slice(1),
    vkey.slice(0, -1),
    ` ${vkey}`,
    `${vkey} `,
    vkey.replace('harbour', 'marbour'),
  ]) {
    expect(parseVerifierKey(wrong)).toBe(null)
  }
  for (const name of ['', 'two words', 'a+b', 'line\n'])
    expect(() => verifierKey(name, key.publicKey)).toThrow('not a key name')
})

test('a checkpoint is read back as it was written; extensions are kept', () => {
  const checkpoint = { origin: 'harbour.example/log', size: 7, root: new Uint8Array(32), extra: 'one\ntwo\n' }
  expect(parseCheckpoint(formatCheckpoint(checkpoint))).toEqual(checkpoint)
  for (const size of ['07', '-1', '1e3', '9007199254740993', '']) {
    expect(parseCheckpoint(`log\n${size}\nAAAA\n`), size).toBe(null)
  }
  expect(parseCheckpoint('log\n1\nAAAA\n\n')).toBe(null)
})
