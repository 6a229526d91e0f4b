// Tables on a terminal: columns as wide as their widest cell, and nothing that a cell holds can move the cursor.

import { styled, type Shell } from './shell.ts'

/** The lines of a table. `figures`: columns that stand to the right. */
export function table(
  shell: Pick<Shell, 'color'>,
  head: readonly string[],
  rows: readonly (readonly string[])[],
  figures: readonly number[] = [],
): string[] {
  const shown = rows.map((row) => row.map(visible))
  const widths = head.map((name, i) => Math.max(name.length, ...shown.map((row) => row[i]?.length ?? 0)))
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, i) => (figures.includes(i) ? cell.padStart(widths[i]!) : cell.padEnd(widths[i]!)))
      .join('  ')
      .trimEnd()
  return [styled(shell, 'quiet', line(head)), ...shown.map(line)]
}

/** A text with every sign that nobody can see, or that a terminal obeys, as a sign that says so: names of other people’s tables may hold any. */
export function visible(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, '\ufffd')
}
