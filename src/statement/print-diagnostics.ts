// Diagnostics as a person reads them on a terminal: code, what is wrong, the line with a caret under it, the other place, what to do.

import type { Diagnostic } from './diagnostics.ts'

const paints = { error: '31;1', warning: '33;1', place: '36', help: '32', plain: '0' } as const

/** Most diagnostics that are printed: nobody reads more, and the first ones often cause the others. */
const shownMax = 200

/** Prints diagnostics in the manner of the best compilers, one after the other, with a last line that counts them all. */
export function printDiagnostics(diagnostics: readonly Diagnostic[], { color }: { readonly color: boolean }): string {
  const paint = (kind: keyof typeof paints, text: string): string =>
    color ? `\u001b[${paints[kind]}m${text}\u001b[0m` : text
  const blocks = diagnostics.slice(0, shownMax).map((diagnostic) => printOne(diagnostic, paint))
  const rest = diagnostics.length - blocks.length
  const left = rest > 0 ? [`${rest} more are not printed; \`--json\` gives all of them`] : []
  return [...blocks, ...left, countLine(diagnostics)].join('\n')
}

type Paint = (kind: keyof typeof paints, text: string) => string
type Frame = Pick<Diagnostic, 'file' | 'line' | 'column' | 'length' | 'source'>

function printOne(diagnostic: Diagnostic, paint: Paint): string {
  const { severity, code, message, help, related } = diagnostic
  const frames = related.flatMap((other) => [`  ${other.message}`, ...frame(other, '-', 'place', paint)])
  return [
    `${paint(severity, `${severity} ${code}`)}: ${message}`,
    ...frame(diagnostic, '^', severity, paint),
    ...frames,
    ...(help === '' ? [] : [`  ${paint('help', 'help')}: ${help}`]),
    '',
  ].join('\n')
}

function frame(
  { file, line, column, length, source }: Frame,
  mark: string,
  kind: keyof typeof paints,
  paint: Paint,
): string[] {
  const number = String(line)
  const gutter = ' '.repeat(number.length)
  const lead = source.slice(0, column - 1).replaceAll(/[^\t]/g, ' ')
  return [
    `${gutter} ${paint('place', `┌ ${file}:${line}:${column}`)}`,
    `${paint('place', `${number} │`)} ${visible(source)}`,
    `${gutter} ${paint('place', '│')} ${lead}${paint(kind, mark.repeat(Math.max(1, length)))}`,
  ]
}

/** Control and direction signs of hostile input are shown, never obeyed. */
function visible(source: string): string {
  return source.replaceAll(/(?!\t)[\p{Cc}\p{Cf}]/gu, '\ufffd')
}

function countLine(diagnostics: readonly Diagnostic[]): string {
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length
  const warnings = diagnostics.length - errors
  const count = (n: number, one: string): string => `${n} ${one}${n === 1 ? '' : 's'}`
  return `${count(errors, 'error')}, ${count(warnings, 'warning')}`
}
