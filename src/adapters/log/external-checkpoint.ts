// The external checkpoint as one file. Put it on another disk than the database: it is what finds out that the database was rolled back.

import { dirname } from 'node:path'
import { text, utf8 } from '../../base/index.ts'
import type { ExternalCheckpoint } from '../../ledger/index.ts'
import { readWhole, syncDirectory, writeWhole } from './durable-file.ts'

/** The port `ExternalCheckpoint` over one file. */
export function externalCheckpointFile(path: string): ExternalCheckpoint {
  return {
    async read() {
      const bytes = await readWhole(path)
      return bytes && text(bytes)
    },
    async write(note) {
      await writeWhole(path, utf8(note))
      await syncDirectory(dirname(path))
    },
  }
}
