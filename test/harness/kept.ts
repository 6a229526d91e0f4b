// Runs a command of `kept` in this process, with surroundings that a test gives it.

import { systemClock } from '../../src/base/index.ts'
import { main } from '../../src/cli/main.ts'
import type { Shell } from '../../src/cli/shell.ts'

/** How a command ended and what it printed, line by line. */
export interface Printed {
  readonly code: number
  readonly out: readonly string[]
  readonly err: readonly string[]
}

/** What a test may give a command. */
export interface Around {
  readonly cwd?: string
  readonly input?: string
  /** lines typed on a terminal, one a question; without them there is no terminal */
  readonly typed?: readonly string[]
  readonly env?: Shell['env']
  readonly now?: Date
}

/** Runs `kept` with these arguments. */
export async function run(
  args: readonly string[],
  { cwd = process.cwd(), input = '', typed, env = {}, now }: Around = {},
): Promise<Printed> {
  const [out, err]: [string[], string[]] = [[], []]
  const lines = typed && [...typed]
  const shell: Shell = {
    out: (line) => void out.push(...line.split('\n')),
    err: (line) => void err.push(...line.split('\n')),
    input: async () => input,
    ask: lines ? async () => lines.shift() ?? null : null,
    env,
    cwd,
    color: false,
    clock: now ? { now: () => now } : systemClock,
    ended: async () => {},
  }
  return { code: await main(args, shell), out, err }
}
