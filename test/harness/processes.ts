// What other users of the machine see of every process: its arguments, and of one's own the environment too, as Linux lists them.

import { readdirSync, readFileSync } from 'node:fs'

/** A process as it is listed. */
export interface Listed {
  readonly pid: number
  readonly parent: number
  readonly cmdline: string
  /** empty where it is somebody else's */
  readonly environ: string
}

/** Every process there is. */
export function listProcesses(): readonly Listed[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      const [cmdline, stat, environ] = ['cmdline', 'stat', 'environ'].map((name) => readOr(`/proc/${pid}/${name}`)) as [
        string,
        string,
        string,
      ] // three names
      const parent = Number(stat.slice(stat.lastIndexOf(')')).split(' ')[2])
      return stat === '' ? [] : [{ pid: Number(pid), parent, cmdline, environ }]
    })
}

/** Empty for one that ended while we looked, or that may not be read. */
function readOr(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
