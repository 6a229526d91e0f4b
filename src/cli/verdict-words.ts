// A verdict over a receipt on a terminal: the answer first, what was looked at, where it was changed, what to do.

import { placeOf, type Verdict } from '../evidence/index.ts'
import { styled, type Shell } from './shell.ts'

const shownBytes = 56
const shapes = { valid: ['green', 'valid'], changed: ['red', 'changed'], incomplete: ['yellow', 'incomplete'], stale: ['yellow', 'stale'] } as const // prettier-ignore

/** The lines `kept verify` prints. `bytes` are those of the file. */
export function verdictLines(shell: Pick<Shell, 'color'>, file: string, bytes: Uint8Array, verdict: Verdict): string[] {
  const { state, part, words, help, at, was, checks, facts } = verdict
  const [style, word] = shapes[state]
  return [
    `${styled(shell, style, word)}${part ? ` in the ${part}` : ''}: ${words}`,
    ...(at ? frame(shell, file, bytes, at, was) : []),
    ...checks.map(({ holds, words: checked }) => `  ${holds === null ? '–' : holds ? '✓' : '✗'} ${checked}`),
    ...(facts
      ? [
          `  ${facts.organisation}, ${facts.kind} ${facts.number}${facts.at ? `, sealed ${facts.at.toISOString()}` : ''}`,
          `  SHA-256 ${facts.hash}`,
        ]
      : []),
    ...(help ? [`  ${styled(shell, 'green', 'help')}: ${help}`] : []),
  ]
}

/** The part of the line around the byte, with a caret under it: a receipt is one long line. */
function frame(
  shell: Pick<Shell, 'color'>,
  file: string,
  bytes: Uint8Array,
  { byte, line, column }: ReturnType<typeof placeOf>,
  was: string | null,
): string[] {
  const from = Math.max(0, byte - shownBytes / 2)
  const around = new TextDecoder().decode(bytes.subarray(from, from + shownBytes)).replace(/[\p{C}]/gu, '·')
  return [
    `  ${styled(shell, 'blue', '┌')} ${file}:${line}:${column}, byte ${byte}`,
    `  ${styled(shell, 'blue', '│')} ${around}`,
    `  ${styled(shell, 'blue', '│')} ${' '.repeat(byte - from)}${styled(shell, 'red', '^')}${was === null ? '' : ` here stood \`${was}\``}`,
  ]
}
