// Archives as they are packed: read back by their directory, streamed entry by entry, and failing where an entry fails.
// Nothing here knows the library that writes them.

import { expect, test } from 'vitest'
import { unzip } from '../../../test/harness/zip.ts'
import type { Entry } from '../../desks/index.ts'
import { createArchive } from './index.ts'

const at = new Date('2026-04-14T09:44:00Z')

async function* chunks(...texts: readonly string[]): AsyncIterable<Uint8Array> {
  for (const text of texts) yield new TextEncoder().encode(text)
}

async function* entries(...list: readonly Entry[]): AsyncIterable<Entry> {
  yield* list
}

async function packed(from: AsyncIterable<Entry>): Promise<Buffer> {
  const all: Uint8Array[] = []
  for await (const chunk of createArchive().pack(from, at)) all.push(chunk)
  return Buffer.concat(all)
}

test('what was packed is unpacked by its directory, and sums agree', async () => {
  const big = 'tide '.repeat(1_000_000)
  const from = entries(
    { name: 'data/a.json', bytes: chunks('[', '1', ']') },
    { name: 'b.txt', bytes: chunks(big) },
    { name: 'empty.json', bytes: chunks() },
  )
  const bytes = await packed(from)
  expect(bytes.length).toBeLessThan(100_000)
  const files = unzip(bytes)
  expect([...files.keys()]).toEqual(['data/a.json', 'b.txt', 'empty.json'])
  expect([...files.values()].map(String)).toEqual(['[1]', big, ''])
})

test('an entry is asked for only when the one before it was read', async () => {
  const order: string[] = []
  async function* watched(name: string): AsyncIterable<Uint8Array> {
    order.push(`${name} begins`)
    yield* chunks('x')
    order.push(`${name} ends`)
  }
  async function* lazily(): AsyncIterable<Entry> {
    for (const name of ['a.json', 'b.json']) {
      order.push(`${name} asked`)
      yield { name, bytes: watched(name) }
    }
  }
  await packed(lazily())
  expect(order).toEqual([
    'a.json asked',
    'a.json begins',
    'a.json ends',
    'b.json asked',
    'b.json begins',
    'b.json ends',
  ])
})

test('what fails while it is read fails the packing', async () => {
  // oxlint-disable-next-line require-yield
  async function* broken(): AsyncIterable<Uint8Array> {
    throw new Error('the holder went away')
  }
  await expect(packed(entries({ name: 'a.json', bytes: broken() }))).rejects.toThrow('the holder went away')
  async function* failing(): AsyncIterable<Entry> {
    yield { name: 'a.json', bytes: chunks('1') }
    throw new Error('no more')
  }
  await expect(packed(failing())).rejects.toThrow('no more')
})
