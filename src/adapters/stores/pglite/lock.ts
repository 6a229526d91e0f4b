// One process a data directory. PGlite takes no lock of its own: two processes lost each other's rows when tried. The lock is the
// kernel's (through SQLite on a file beside the data), so kill -9 frees it and containers with equal process ids do not fool it.

import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { Failure } from '../../../base/index.ts'

/**
 * Locks a data directory, made where there is none, for this process and answers how to free it. Failure `storage_busy` where somebody
 * has it open, `storage_unavailable` where it cannot be used.
 */
export function lockDirectory(home: string): () => void {
  try {
    mkdirSync(home, { recursive: true, mode: 0o700 })
    return lock(new DatabaseSync(join(home, 'lock.db'), { timeout: 0 }))
  } catch (cause) {
    const { errcode, code = 'unknown' } = cause as { errcode?: number; code?: string } // whatever was thrown: both may be missing
    if (errcode === sqliteBusy) throw new Failure('storage_busy', { directory: home })
    throw new Failure('storage_unavailable', { directory: home, reason: code }, cause)
  }
}

function lock(file: DatabaseSync): () => void {
  try {
    file.exec('begin exclusive')
    return () => file.close()
  } catch (cause) {
    file.close()
    throw cause
  }
}

/** SQLite's number for "somebody else holds the lock". */
const sqliteBusy = 5
