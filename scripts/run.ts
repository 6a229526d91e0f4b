// How scripts run a program of this project: on this very Node, output shown or kept, the outcome as data.

import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** How a program ended: its exit code, all it printed, and how long it took. */
export interface Ran {
  readonly code: number
  readonly output: string
  readonly seconds: number
}

/** The root of the repository. */
export const root = fileURLToPath(new URL('..', import.meta.url))

/** Runs a program from the root. `show`: its output goes to this terminal instead of being kept. */
export async function run(command: string, args: readonly string[], show = false): Promise<Ran> {
  const began = performance.now()
  const child = spawn(command, args, { cwd: root, stdio: show ? 'inherit' : ['ignore', 'pipe', 'pipe'] })
  const kept: Buffer[] = []
  child.stdout?.on('data', (bytes: Buffer) => kept.push(bytes))
  child.stderr?.on('data', (bytes: Buffer) => kept.push(bytes))
  const code = await new Promise<number>((resolve, reject) =>
    child.once('error', reject).once('close', (ended) => resolve(ended ?? 1)),
  )
  return { code, output: Buffer.concat(kept).toString('utf8'), seconds: (performance.now() - began) / 1000 }
}

/** Runs the program of an installed package: `bin('tsc')` is its script, run by this Node. */
export function bin(name: string): string {
  return `node_modules/.bin/${name}`
}
