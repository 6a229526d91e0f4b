// One process a data directory. PGlite takes no lock of its own: two processes lost each other's rows when tried. The lock is the
// kernel's (through SQLite on a file beside the data), so kill -9 frees it and containers with equal process ids do not fool it.

import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { Failure } from '../../../base/index.ts'

/** Locks a data directory for this process and answers how to free it; Failure `storage_busy` where somebody has it open. */
export function lockDirectory(home: string): () => void {
  mkdirSync(home, { recursive: true, mode: 0o700 })
  const file = new DatabaseSync(join(home, 'lock.db'), { timeout: 0 })
  try {
    file.exec('begin exclusive')
  } catch (cause) {
    file.close()
    throw new Failure('storage_busy', { directory: home }, cause)
  }
  return () => file.close()
}
