// Receipts checked: every changed byte is found and its part named, every cut is incomplete, and no key pinned is never valid
// (docs/spec/receipt.md, V1–V4).

import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { newReceipt, newSigner, testBody } from '../../test/harness/receipt.ts'
import { thorough } from '../../test/harness/thorough.ts'
import { canonicalJson, utf8 } from '../base/index.ts'
import { formatVerifierKey } from './note.ts'
import type { Receipt } from './receipt.ts'
import type { ReceiptPart } from './fault.ts'
import { verifyReceipt } from './verify-receipt.ts'

/** The part of a receipt that a byte lies in, told from its text alone. */
function partOf(text: string, at: number): ReceiptPart {
  const bytesTo = (mark: string): number => utf8(text.slice(0, text.indexOf(mark))).length
  const note = bytesTo('"checkpoint":') + '"checkpoint":'.length
  if (at < bytesTo(',"openings":[')) return 'body'
  if (at < bytesTo(',"proof":{')) return 'opening'
  return at >= note && at < bytesTo(',"entries":[{"event"') ? 'checkpoint' : 'proof'
}

/** The receipt with one byte changed by a mask. */
function flip(bytes: Uint8Array, at: number, mask: number): Uint8Array {
  const flipped = bytes.slice()
  flipped[at] = flipped[at]! ^ mask
  return flipped
}

/** The bits to flip in a byte of the body, beside the one that is flipped everywhere. */
const bitsAt = (at: number): readonly number[] => (thorough ? [0, 1, 2, 3, 4, 5, 6, 7] : [(at + 3) % 8, (at + 6) % 8])

const { text, vkey } = await newReceipt()
const bytes = utf8(text)
const change = (mend: (receipt: Receipt) => unknown): Uint8Array =>
  utf8(canonicalJson(mend(JSON.parse(text) as Receipt)))

describe('a receipt', () => {
  test('that nobody touched is valid, and says what was checked', async () => {
    const verdict = await verifyReceipt(bytes, { vkey, now: new Date('2026-04-15T00:00:00Z'), maxAgeMs: 86_400_000 })
    expect(verdict).toMatchObject({ state: 'valid', part: null, at: null, help: null })
    expect(verdict.checks.map(({ holds, words }) => [holds, words])).toEqual([
      [true, 'The signature is by the log key it was compared with.'],
      [true, 'All 3 entries are in checkpoint 7.'],
      [true, 'Every entry opens to what the receipt shows of it.'],
      [true, 'The receipt says what was sealed in the log, to the byte.'],
    ])
    expect(verdict.facts).toMatchObject({ organisation: 'Harbour', kind: 'erasure', number: 'R-2207', origin: 'harbour.example/log', checkpoint: 7, entries: 3, sizeBytes: bytes.length }) // prettier-ignore
    expect(verdict.facts?.at).toEqual(new Date('2026-04-14T09:44:06Z'))
  })

  test('is canonical JSON with three members', () => {
    expect(text).toBe(canonicalJson(JSON.parse(text)))
    expect(Object.keys(JSON.parse(text) as object)).toEqual(['body', 'openings', 'proof'])
  })

  test('is changed, in the part where it was, for one bit of every byte', { timeout: 240_000 }, async () => {
    const wrong: string[] = []
    for (let at = 0; at < bytes.length; at++) {
      const mask = 1 << (at % 8)
      const verdict = await verifyReceipt(flip(bytes, at, mask), { vkey })
      if (verdict.state !== 'changed' || verdict.part !== partOf(text, at)) {
        wrong.push(`byte ${at} (${new TextDecoder().decode(bytes.subarray(at - 8, at + 8))}) mask ${mask}: ${verdict.state} ${verdict.part}, not ${partOf(text, at)}: ${verdict.words}`) // prettier-ignore
      }
    }
    expect(wrong).toEqual([])
  })

  test(
    `is changed for ${thorough ? 'every bit' : 'two more bits'} of every byte of the body, and the byte is named with what stood there`,
    { timeout: 240_000 },
    async () => {
      const end = utf8(text.slice(0, text.indexOf(',"openings":['))).length
      const wrong: string[] = []
      let [named, tried] = [0, 0]
      for (let at = 0; at < end; at++) {
        for (const bit of bitsAt(at)) {
          tried++
          const verdict = await verifyReceipt(flip(bytes, at, 1 << bit), { vkey })
          if (verdict.state !== 'changed' || verdict.part !== 'body')
            wrong.push(`byte ${at} bit ${bit}: ${verdict.state} ${verdict.part}`)
          if (verdict.at?.byte === at && verdict.was === String.fromCharCode(bytes[at]!)) named++
        }
      }
      expect(wrong).toEqual([])
      expect(named / tried).toBeGreaterThan(0.8)
    },
  )

  test('is changed when a byte is put in, taken out or doubled, anywhere', { timeout: 120_000 }, async () => {
    for (let at = 0; at <= bytes.length; at += 101) {
      for (const kept of [at, at + 1]) {
        const put = Uint8Array.of(...bytes.subarray(0, at), 0x39, ...bytes.subarray(kept))
        if (put.length === bytes.length && put.every((byte, i) => byte === bytes[i])) continue
        expect((await verifyReceipt(put, { vkey })).state, `at ${at}`).toBe('changed')
      }
      if (at >= bytes.length - 1) continue
      const taken = Uint8Array.of(...bytes.subarray(0, at), ...bytes.subarray(at + 1))
      expect((await verifyReceipt(taken, { vkey })).state, `without ${at}`).toBe('changed')
    }
  })

  test('that ends too early is incomplete, wherever it ends', async () => {
    for (let length = 0; length < bytes.length; length++) {
      const verdict = await verifyReceipt(bytes.subarray(0, length), { vkey })
      expect([verdict.state, length]).toEqual(['incomplete', length])
    }
  })

  test('that lacks a part is incomplete, and says which', async () => {
    const without = async (mend: (receipt: Receipt) => unknown) => {
      const { state, part, words } = await verifyReceipt(change(mend), { vkey })
      return [state, part, words]
    }
    expect(await without(({ body, openings }) => ({ body, openings }))).toEqual([
      'incomplete',
      'proof',
      'The receipt has no `proof`.',
    ])
    expect(await without(({ openings, proof }) => ({ openings, proof }))).toEqual([
      'incomplete',
      'body',
      'The receipt has no `body`.',
    ])
    expect(await without(({ body, proof }) => ({ body, proof }))).toEqual([
      'incomplete',
      'opening',
      'The receipt has no `openings`.',
    ])
    expect(await without((receipt) => ({ ...receipt, proof: { ...receipt.proof, checkpoint: undefined } }))).toEqual(['incomplete', 'checkpoint', 'The receipt has no `proof.checkpoint`.']) // prettier-ignore
    expect(await without((receipt) => ({ ...receipt, openings: [] }))).toEqual([
      'incomplete',
      'opening',
      'The receipt opens no entry.',
    ])
    expect(await without((receipt) => ({ ...receipt, openings: receipt.openings.slice(1) }))).toEqual(['incomplete', 'opening', 'An entry is proved and not opened.']) // prettier-ignore
    const { proof } = JSON.parse(text) as Receipt
    expect(await without((receipt) => ({ ...receipt, proof: { ...proof, entries: proof.entries.slice(1) } }))).toEqual(['incomplete', 'proof', 'An entry has no proof.']) // prettier-ignore
    const unbound = (receipt: Receipt) => ({ ...receipt, openings: receipt.openings.slice(0, 2), proof: { ...proof, entries: proof.entries.slice(0, 2) } }) // prettier-ignore
    expect(await without(unbound)).toEqual(['incomplete', 'opening', 'No entry of the receipt binds its body.'])
  })

  test('without a pinned key is stale, and says how to pin it', async () => {
    const verdict = await verifyReceipt(bytes)
    expect(verdict).toMatchObject({ state: 'stale', part: null })
    expect(verdict.words).toMatch(/no key is pinned/)
    expect(verdict.help).toContain(`--vkey '${vkey}'`)
    expect(verdict.checks.map(({ holds }) => holds)).toEqual([null, true, true, true])
    expect((await verifyReceipt(bytes, { vkey: '' })).words).toMatch(/no key is pinned/)
    expect((await verifyReceipt(bytes, { vkey: 'nonsense' })).words).toMatch(/is not a verifier key/)
  })

  test('of another log is stale for who pinned this one, whatever that log calls itself', async () => {
    const other = await newReceipt({ signer: newSigner() })
    expect(await verifyReceipt(utf8(other.text), { vkey })).toMatchObject({ state: 'stale', words: expect.stringMatching(/not signed by the key you pinned/) }) // prettier-ignore
    expect(await verifyReceipt(utf8(other.text), { vkey: formatVerifierKey(newSigner('else.example/log').key) })).toMatchObject({ state: 'stale' }) // prettier-ignore
  })

  test('is changed without a pinned key too, when it was', async () => {
    for (let at = 0; at < bytes.length; at += 97) {
      const { state, checks } = await verifyReceipt(flip(bytes, at, 1))
      expect(state, `byte ${at}`).toBe('changed')
      expect(checks.some(({ holds, words }) => holds === true && /compared with/.test(words))).toBe(false)
    }
  })

  test('older than asked for is stale', async () => {
    const now = new Date('2026-04-16T00:00:00Z')
    expect(await verifyReceipt(bytes, { vkey, now, maxAgeMs: 86_400_000 })).toMatchObject({ state: 'stale', words: expect.stringMatching(/14/) }) // prettier-ignore
    expect((await verifyReceipt(bytes, { vkey, now })).state).toBe('valid')
    expect((await verifyReceipt(bytes, { vkey, now, maxAgeMs: 1 })).checks[0]).toMatchObject({ holds: true, words: expect.stringMatching(/compared with/) }) // prettier-ignore
  })

  test('of which two parts were changed together is changed', async () => {
    const { text: second } = await newReceipt({ body: { ...testBody, number: 'R-2208' } })
    const theirs = JSON.parse(second) as Receipt
    const mixed = async (mend: (receipt: Receipt) => unknown) => (await verifyReceipt(change(mend), { vkey })).state
    expect(await mixed((receipt) => ({ ...receipt, body: theirs.body }))).toBe('changed')
    expect(await mixed((receipt) => ({ ...receipt, body: theirs.body, openings: theirs.openings }))).toBe('changed')
    expect(await mixed((receipt) => ({ ...receipt, openings: theirs.openings, proof: { ...receipt.proof, entries: theirs.proof.entries } }))).toBe('changed') // prettier-ignore
    expect(
      await mixed((receipt) => ({ ...theirs, proof: { ...theirs.proof, checkpoint: receipt.proof.checkpoint } })),
    ).toBe('changed')
  })

  test('written otherwise is changed: spaces, another order, escapes, members of one name, a strange member', async () => {
    const pretty = utf8(JSON.stringify(JSON.parse(text), null, 2))
    const twice = utf8(text.replace('"kind":"erasure"', '"kind":"erasure","kind":"erasure"'))
    const escaped = utf8(text.replace('"Harbour"', '"\\u0048arbour"'))
    const strange = utf8(text.replace('{"body":', '{"a":1,"body":'))
    const doubled = utf8(text.replace('"proof":{', '"proof":{"checkpoint":"","checkpoint":"",'))
    for (const one of [pretty, twice, escaped, strange, doubled, utf8(`${text}\n`), utf8(`\ufeff${text}`)]) {
      expect((await verifyReceipt(one, { vkey })).state).toBe('changed')
    }
  })

  test('is not called changed by a browser that cannot check its signature', async () => {
    vi.stubGlobal('crypto', {})
    onTestFinished(() => void vi.unstubAllGlobals())
    const { state, words, checks } = await verifyReceipt(bytes, { vkey })
    expect([state, words]).toEqual(['stale', expect.stringMatching(/cannot check Ed25519/)])
    expect(checks.some(({ holds }) => holds === true)).toBe(false)
  })

  test('is no file of another kind', async () => {
    const states = ['{}', '[]', '"receipt"', 'null', '42', 'hello', '\0\0', '['.repeat(10_000)].map(async (file) => (await verifyReceipt(utf8(file), { vkey })).state) // prettier-ignore
    expect(await Promise.all(states)).toEqual(['incomplete', 'changed', 'changed', 'incomplete', 'incomplete', 'incomplete', 'changed', 'changed']) // prettier-ignore
  })
})
