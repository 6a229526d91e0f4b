// The files of a ZIP archive, read by its central directory (APPNOTE 4.3.12): enough to look into an export.

import { inflateRawSync } from 'node:zlib'

const endSignature = 0x06054b50
const entrySignature = 0x02014b50

/** The text of every file of an archive, by name. */
export function filesOf(archive: Uint8Array): ReadonlyMap<string, string> {
  const bytes = Buffer.from(archive)
  let end = bytes.length - 22
  while (end >= 0 && bytes.readUInt32LE(end) !== endSignature) end -= 1
  if (end < 0) throw new Error('not a ZIP archive')
  const files = new Map<string, string>()
  let at = bytes.readUInt32LE(end + 16)
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left -= 1) {
    if (bytes.readUInt32LE(at) !== entrySignature) throw new Error('a broken ZIP archive')
    const [nameBytes, extraBytes, noteBytes] = [
      bytes.readUInt16LE(at + 28),
      bytes.readUInt16LE(at + 30),
      bytes.readUInt16LE(at + 32),
    ]
    files.set(bytes.toString('utf8', at + 46, at + 46 + nameBytes), contentOf(bytes, at))
    at += 46 + nameBytes + extraBytes + noteBytes
  }
  return files
}

function contentOf(bytes: Buffer, at: number): string {
  const [method, size, local] = [bytes.readUInt16LE(at + 10), bytes.readUInt32LE(at + 20), bytes.readUInt32LE(at + 42)]
  const from = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28)
  const packed = bytes.subarray(from, from + size)
  return (method === 0 ? packed : inflateRawSync(packed)).toString('utf8')
}
