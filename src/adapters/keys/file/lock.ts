// One process at a time changes a key directory. The lock is SQLite's on `lock.db`: the kernel frees it when a process is killed,
// and it holds between containers that share the directory, where files with process ids do not.

import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'
import { Failure } from '../../../base/index.ts'

const attemptsMax = 200
const pauseMs = 50

/** Runs work while no other process, and nobody else in this one, changes the directory. Failure `keys_unavailable` after ten seconds. */
export async function whileLocked<T>(directory: string, work: () => Promise<T>): Promise<T> {
  const path = join(directory, 'lock.db')
  await writeFile(path, '', { flag: 'a', mode: 0o600 })
  const lock = await take(path)
  try {
    return await work()
  } finally {
    lock.close()
  }
}

async function take(path: string): Promise<DatabaseSync> {
  for (let attempt = 0; attempt < attemptsMax; attempt++) {
    const lock = new DatabaseSync(path, { timeout: 0 })
    try {
      lock.exec('begin exclusive')
      return lock
    } catch (cause) {
      lock.close()
      if (!isBusy(cause)) throw cause
    }
    await sleep(pauseMs)
  }
  throw new Failure('keys_unavailable', { file: 'lock.db' })
}

/** SQLITE_BUSY (5): somebody else holds the lock. */
function isBusy(cause: unknown): boolean {
  return cause instanceof Error && 'errcode' in cause && cause.errcode === 5
}
