// Files for the lint, read with a cap: what is larger, or no text, becomes a finding that says what to do.

import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { Failure, utf8 } from '../../base/index.ts'
import {
  fileBytesMax,
  readSource,
  standardInput,
  tooLarge,
  type FileKind,
  type SourceFile,
} from '../../systems/index.ts'
import type { Shell } from '../shell.ts'

/** Reads a file, a pipe, or with `-` the standard input. Fails with `file_missing`. */
export async function readFileForLint(shell: Shell, file: string, kind: FileKind): Promise<SourceFile> {
  if (file === '-') return readSource(standardInput, utf8(await shell.input()), kind)
  const path = resolve(shell.cwd, file)
  const missing = (cause: unknown): never => {
    throw new Failure('file_missing', { file }, cause)
  }
  const found = await stat(path).catch(missing)
  if (found.isDirectory()) throw new Failure('file_missing', { file, found: 'a folder; name a file in it' })
  if (found.size > fileBytesMax[kind]) return { finding: tooLarge(file, found.size, kind) }
  return readSource(file, await readUpTo(path, fileBytesMax[kind] + 1).catch(missing), kind)
}

/** The first bytes of a file: a pipe has no size before it is read. */
async function readUpTo(path: string, bytesMax: number): Promise<Uint8Array> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of createReadStream(path, { end: bytesMax - 1 })) {
    if (!(chunk instanceof Buffer)) continue
    chunks.push(chunk)
    bytes += chunk.length
    if (bytes >= bytesMax) break
  }
  return Buffer.concat(chunks)
}
