// A log as a directory of static files, in the paths of C2SP tlog-tiles: any web server can serve it, any tool for such logs can read it.

import { rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { TileFiles } from '../../ledger/index.ts'
import { asStorageFailures, readWhole, syncDirectory, writeWhole } from './durable-file.ts'

/** The port `TileFiles` over a directory. */
export interface TileDirectory extends TileFiles {
  readonly path: string
}

const logPath = /^(?:checkpoint|tile\/(?:entries|[0-9]{1,2})\/(?:x[0-9]{3}\/)*[0-9]{3}(?:\.p\/[1-9][0-9]{0,2})?)$/

/** Opens a directory; it is made when the first file is written. */
export function tileDirectory(path: string): TileDirectory {
  return {
    path,
    async write(files) {
      for (const file of files) await writeWhole(join(path, checked(file.path)), file.bytes)
      const directories = new Set(files.map((file) => dirname(join(path, file.path))))
      for (const directory of directories) await syncDirectory(directory)
      for (const full of files.filter((file) => isFullTile(file.path))) await dropPartials(join(path, full.path))
    },
    read: async (file) => (logPath.test(file) ? readWhole(join(path, file)) : null),
  }
}

function checked(path: string): string {
  if (!logPath.test(path)) throw new RangeError('not a path of a log')
  return path
}

function isFullTile(path: string): boolean {
  return path.startsWith('tile/') && !path.includes('.p/')
}

/** The full tile is durable before its partial ones go. */
function dropPartials(full: string): Promise<void> {
  return asStorageFailures(() => rm(`${full}.p`, { recursive: true, force: true }))
}
