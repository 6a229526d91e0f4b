// A verdict over a receipt or a log on a terminal: the answer first, what was looked at, where it was changed, what to do.

import { placeOf, type LogVerdict, type Verdict } from '../evidence/index.ts'
import { styled, type Shell } from './shell.ts'

const shownBytes = 56
const shapes = { valid: ['green', 'valid'], changed: ['red', 'changed'], incomplete: ['yellow', 'incomplete'], stale: ['yellow', 'not confirmed'] } as const // prettier-ignore

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
          `  ${printable(`${facts.organisation}, ${facts.kind} ${facts.number}`)}${facts.at ? `, sealed ${facts.at.toISOString()}` : ''}`,
          `  SHA-256 ${facts.hash}`,
        ]
      : []),
    ...(help ? [`  ${styled(shell, 'green', 'help')}: ${printable(help)}`] : []),
  ]
}

/** The lines for a log in a folder. */
export function logVerdictLines(shell: Pick<Shell, 'color'>, folder: string, verdict: LogVerdict): string[] {
  const { state, words, help, file, byte, entry, facts } = verdict
  const [style, word] = shapes[state]
  const place = [
    `${folder}/${file}`,
    ...(entry === null ? [] : [`entry ${entry}`]),
    ...(byte === null ? [] : [`byte ${byte}`]),
  ]
  return [
    `${styled(shell, style, word)}: ${words}`,
    ...(file === null ? [] : [`  ${styled(shell, 'blue', '┌')} ${place.join(', ')}`]),
    ...(facts ? [`  ${printable(facts.origin)}, ${facts.size} entries`] : []),
    ...(help ? [`  ${styled(shell, 'green', 'help')}: ${help}`] : []),
  ]
}

/** A text out of a file nobody vouches for: no control characters reach the terminal. */
function printable(text: string): string {
  return text.replace(/\p{C}/gu, '·')
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
  const shown = (start: number, end: number): string => printable(new TextDecoder().decode(bytes.subarray(start, end)))
  const [before, after] = [shown(from, byte), shown(byte, from + shownBytes)]
  return [
    `  ${styled(shell, 'blue', '┌')} ${file}:${line}:${column}, byte ${byte}`,
    `  ${styled(shell, 'blue', '│')} ${before}${after}`,
    `  ${styled(shell, 'blue', '│')} ${' '.repeat(before.length)}${styled(shell, 'red', '^')}${was === null ? '' : ` here stood \`${was}\``}`,
  ]
}
