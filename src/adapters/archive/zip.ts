// Zip archives, streamed: an entry is read only when the one before it is written, and nothing is held whole.

import { Readable } from 'node:stream'
import { ZipFile } from 'yazl'
import type { Archive, Entry } from '../../desks/index.ts'

/** Archives of the kind everybody can open: ZIP, ZIP64 where needed. */
export function createArchive(): Archive {
  return { pack }
}

async function* pack(entries: AsyncIterable<Entry>, at: Date): AsyncIterable<Uint8Array> {
  const zip = new ZipFile()
  const output = zip.outputStream as Readable // typed as the old stream; yazl gives a PassThrough
  const filled = fill(zip, entries, at).catch((cause: unknown) => void output.destroy(asError(cause)))
  yield* output as AsyncIterable<Uint8Array> // no encoding is set: chunks are bytes
  await filled
}

function asError(cause: unknown): Error {
  return cause instanceof Error ? cause : new Error('packing failed', { cause })
}

async function fill(zip: ZipFile, entries: AsyncIterable<Entry>, mtime: Date): Promise<void> {
  for await (const { name, bytes } of entries) {
    const input = Readable.from(bytes, { objectMode: false })
    const read = new Promise<void>((resolve, reject) => input.once('end', resolve).once('error', reject))
    zip.addReadStream(input, name, { mtime })
    await read
  }
  zip.end()
}
