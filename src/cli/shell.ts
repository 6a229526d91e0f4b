// What a command may touch of the outside: words out, words in, environment, folder, clock. Handed in, so that tests run commands
// without a process. Colours are for terminals only and never when NO_COLOR is set.

import type { Readable, Writable } from 'node:stream'
import type { Clock } from '../base/index.ts'
import type { AskOnTerminal } from './ask.ts'

/** The surroundings of one run of `kept`. */
export interface Shell {
  /** prints a line to the standard output */
  readonly out: (line: string) => void
  /** prints a line to the standard error */
  readonly err: (line: string) => void
  /** everything on the standard input */
  readonly input: () => Promise<string>
  /** asks a question on the terminal and answers a line, null at its end; null where the standard input is no terminal */
  readonly ask: AskOnTerminal | null
  /** the standard streams themselves, for a protocol that frames its own messages */
  readonly streams?: { readonly input: Readable; readonly output: Writable }
  readonly env: Readonly<Record<string, string | undefined>>
  readonly cwd: string
  readonly color: boolean
  readonly clock: Clock
  /** resolves when somebody ends this process: SIGINT or SIGTERM */
  readonly ended: () => Promise<void>
}

/** Exit codes of every command (docs/reference/cli.md). Those of `verify` are the architecture's (settled 5). */
export const exitCodes = {
  done:       { code: 0,  when: 'done; for `verify`: valid' },
  failed:     { code: 1,  when: 'it could not be done; the words say why and what to do' },
  refused:    { code: 2,  when: 'the answer is no: the statement has errors, the lint found something, the receipt was changed, a test failed, records were refused' },
  incomplete: { code: 3,  when: '`verify`: the receipt is not complete' },
  unpinned:   { code: 4,  when: '`verify`: the checkpoint is stale, or no key was pinned' },
  usage:      { code: 64, when: 'the command was not written as its help says' },
} as const // prettier-ignore

/** One of the documented exit codes. */
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]['code']

/** Prints a value as JSON, indented: what `--json` gives. */
export function printJson(shell: Shell, value: object): void {
  shell.out(JSON.stringify(value, null, 2))
}

const styles = {
  bold: [1, 22],
  quiet: [2, 22],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  blue: [34, 39],
} as const

/** A text in a style, where the terminal shows styles. */
export function styled(shell: Pick<Shell, 'color'>, style: keyof typeof styles, text: string): string {
  const [on, off] = styles[style]
  return shell.color ? `\u001b[${on}m${text}\u001b[${off}m` : text
}
