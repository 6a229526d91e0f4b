// Reads a ZIP archive back without the library that wrote it: the directory at its end, each file inflated and its checksum compared.
// It knows what our archives have: stored or deflated files, no encryption, no ZIP64 (APPNOTE 6.3, 4.3.12 and 4.3.16).

import { crc32, inflateRawSync } from 'node:zlib'

const endSignature = 0x06054b50
const endBytes = 22
const entrySignature = 0x02014b50
const entryBytes = 46
const localBytes = 30
const deflated = 8

/** The files of an archive by name. Throws where the archive is not whole. */
export function unzip(archive: Uint8Array): ReadonlyMap<string, Buffer> {
  const zip = Buffer.from(archive)
  const end = zip.length - endBytes
  if (zip.readUInt32LE(end) !== endSignature) throw new Error('the archive has no end')
  const files = new Map<string, Buffer>()
  let at = zip.readUInt32LE(end + 16)
  for (let left = zip.readUInt16LE(end + 10); left > 0; left--) {
    if (zip.readUInt32LE(at) !== entrySignature) throw new Error(`no entry of the directory at ${at}`)
    const [nameBytes, extraBytes, commentBytes] = [28, 30, 32].map((offset) => zip.readUInt16LE(at + offset))
    const next = at + entryBytes + nameBytes!
    const name = zip.toString('utf8', at + entryBytes, next)
    files.set(name, contentOf(zip, at, name))
    at = next + extraBytes! + commentBytes!
  }
  return files
}

function contentOf(zip: Buffer, entry: number, name: string): Buffer {
  const packedBytes = zip.readUInt32LE(entry + 20)
  const local = zip.readUInt32LE(entry + 42)
  const from = local + localBytes + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28)
  const packed = zip.subarray(from, from + packedBytes)
  const bytes = zip.readUInt16LE(entry + 10) === deflated ? inflateRawSync(packed) : Buffer.from(packed)
  if (crc32(bytes) !== zip.readUInt32LE(entry + 16) || bytes.length !== zip.readUInt32LE(entry + 24))
    throw new Error(`${name} is not what was packed`)
  return bytes
}
