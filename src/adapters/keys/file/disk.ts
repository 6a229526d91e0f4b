// Files that must survive a crash, and files that must not survive at all. Every change is followed by an fsync of file and directory.

import { constants } from 'node:fs'
import { open, rename, stat, unlink } from 'node:fs/promises'
import { randomFillSync } from 'node:crypto'
import { dirname } from 'node:path'

/** Writes a whole file, readable by its owner alone: after a crash the old content stands there or the new one, never a part. */
export async function writeDurably(path: string, content: Uint8Array): Promise<void> {
  const temporary = `${path}.new`
  const file = await open(temporary, 'w', 0o600)
  try {
    await file.writeFile(content)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(temporary, path)
  await syncDirectory(dirname(path))
}

/** Overwrites a file with random bytes, then removes it. A file that is gone already is fine: the call may be repeated. */
export async function destroyFile(path: string): Promise<void> {
  const size = await sizeOf(path)
  if (size === null) return
  const file = await open(path, constants.O_WRONLY)
  try {
    await file.write(randomFillSync(new Uint8Array(size)), 0, size, 0)
    await file.sync()
  } finally {
    await file.close()
  }
  await unlink(path)
  await syncDirectory(dirname(path))
}

/** Makes the directory's own entries durable. Windows has no such call and needs none. */
export async function syncDirectory(path: string): Promise<void> {
  if (process.platform === 'win32') return
  const directory = await open(path, constants.O_RDONLY)
  try {
    await directory.sync()
  } finally {
    await directory.close()
  }
}

async function sizeOf(path: string): Promise<number | null> {
  try {
    return (await stat(path)).size
  } catch (cause) {
    if (isMissing(cause)) return null
    throw cause
  }
}

/** Whether an error of the file system says that there is no such file. */
export function isMissing(cause: unknown): boolean {
  return cause instanceof Error && 'code' in cause && (cause.code === 'ENOENT' || cause.code === 'ENOTDIR')
}
