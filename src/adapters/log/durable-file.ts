// Writing a file so that a crash leaves the old one or the new one, whole: a new file beside it, fsync, rename, fsync of the directory.

import { randomUUID } from 'node:crypto'
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { Failure } from '../../base/index.ts'

/** Writes a file, making its directory; the directory is synced by `syncDirectory`, once for many files. */
export async function writeWhole(path: string, bytes: Uint8Array): Promise<void> {
  const beside = `${path}.${randomUUID()}.new`
  await asStorageFailures(async () => {
    await makeDirectory(dirname(path))
    try {
      const file = await open(beside, 'wx')
      try {
        await file.writeFile(bytes)
        await file.sync()
      } finally {
        await file.close()
      }
      await rename(beside, path)
    } catch (cause) {
      await rm(beside, { force: true })
      throw cause
    }
  })
}

/** Makes a directory and those above it, each of them durable. */
async function makeDirectory(path: string): Promise<void> {
  const first = await mkdir(path, { recursive: true })
  if (first === undefined) return
  for (let at = path; at.length >= first.length; at = dirname(at)) await sync(dirname(at))
}

/** Makes the names in a directory durable. */
export function syncDirectory(path: string): Promise<void> {
  return asStorageFailures(() => sync(path))
}

async function sync(path: string): Promise<void> {
  if (process.platform === 'win32') return // directories cannot be opened there
  const directory = await open(path, 'r')
  try {
    await directory.sync()
  } finally {
    await directory.close()
  }
}

/** The bytes of a file; null where there is none. */
export function readWhole(path: string): Promise<Uint8Array | null> {
  return asStorageFailures(async () => {
    try {
      return new Uint8Array(await readFile(path))
    } catch (cause) {
      if (['ENOENT', 'EISDIR', 'ENOTDIR'].includes(codeOf(cause))) return null
      throw cause
    }
  })
}

/** Runs file work; what the system refuses becomes `storage_full` or `storage_unavailable`, with its code. */
export async function asStorageFailures<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    if (cause instanceof Failure) throw cause
    const code = codeOf(cause)
    throw new Failure(
      code === 'ENOSPC' || code === 'EDQUOT' ? 'storage_full' : 'storage_unavailable',
      { reason: code },
      cause,
    )
  }
}

function codeOf(cause: unknown): string {
  return cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : 'unknown'
}
