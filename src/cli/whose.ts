// Who a command is about: never on the command line, where every process of the machine may read it.

import type { Shell } from './shell.ts'

/** The identifier of the person, asked for at a terminal, else read from the standard input; empty where nothing came. */
export async function askWhose(shell: Shell, field: string): Promise<string> {
  return (shell.ask === null ? await shell.input() : ((await shell.ask(`${field}: `)) ?? '')).trim()
}
