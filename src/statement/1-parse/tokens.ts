// Cuts rule lines into tokens with their places. An indented line goes on with the rule above, so one logical line may span several.

import type { Raise, Span } from '../diagnostics.ts'
import type { RuleLine } from './rule.ts'

/** A word (names, verbs and slot words alike), a whole number, a comma, or a text in double quotes. */
export interface Token {
  readonly kind: 'word' | 'number' | 'comma' | 'text'
  readonly text: string
  readonly span: Span
}

/** One rule as written, over one line or several. `broken`: it holds a sign that means nothing. */
export interface LogicalLine {
  readonly tokens: readonly Token[]
  readonly broken: boolean
  /** where the line ends: a missing name is shown there */
  readonly end: Span
}

const shape =
  /(?<space>[ \t]+)|(?<text>"[^"\n]*")|(?<number>[0-9]+(?![0-9A-Za-z._-]))|(?<word>[0-9A-Za-z][0-9A-Za-z._-]*)|(?<comma>,)|(?<other>[^])/gu

/** Cuts the lines of a block: empty lines are nothing, indented ones continue the line above. */
export function cutLines(lines: readonly RuleLine[], raise: Raise): readonly LogicalLine[] {
  const logical: { tokens: Token[]; broken: boolean; end: Span }[] = []
  for (const line of lines) {
    if (line.text.trim() === '') continue
    const { tokens, broken } = cut(line, raise)
    const above = /^[ \t]/.test(line.text) ? logical.at(-1) : undefined
    const end = endOf(line)
    if (above) Object.assign(above, { tokens: [...above.tokens, ...tokens], broken: above.broken || broken, end })
    else logical.push({ tokens: [...tokens], broken, end })
  }
  return logical
}

function cut(line: RuleLine, raise: Raise): { tokens: readonly Token[]; broken: boolean } {
  const tokens: Token[] = []
  let broken = false
  for (const match of line.text.matchAll(shape)) {
    const { space, text, number, word, comma, other } = match.groups ?? {}
    if (space !== undefined) continue
    const span = { file: line.file, line: line.line, column: line.column + match.index, length: match[0].length }
    if (other !== undefined) {
      broken = true
      raise('K101', span, { sign: printable(other), help: helpFor(other) })
    } else if (text !== undefined) tokens.push({ kind: 'text', text: text.slice(1, -1), span })
    else if (number !== undefined) tokens.push({ kind: 'number', text: number, span })
    else if (word !== undefined) tokens.push({ kind: 'word', text: word, span })
    else if (comma !== undefined) tokens.push({ kind: 'comma', text: ',', span })
  }
  return { tokens, broken }
}

function endOf({ text, file, line, column }: RuleLine): Span {
  return { file, line, column: column + text.trimEnd().length, length: 1 }
}

/** A sign as it can be told apart: one that nobody sees, or that looks like a letter it is not, by its number. */
function printable(sign: string): string {
  const number = `U+${(sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`
  if (/[\p{C}\p{Z}\p{M}]/u.test(sign)) return number
  return /[\p{L}\p{N}]/u.test(sign) ? `${sign} (${number})` : sign
}

/** What people write instead, and what to write. */
function helpFor(sign: string): string {
  if ("“”„«»'‘’".includes(sign)) return 'write texts in straight double quotes: `aim "why nobody can test it"`'
  if (sign === '"') return 'close the text with `"` on the same line'
  if (sign === ';' || sign === '.') return 'take it out; a rule ends with its line'
  if (/[\p{L}\p{M}\p{N}]/u.test(sign))
    return 'write it with the plain letters a to z and the digits 0 to 9: this sign only looks like one of them, or carries an accent'
  if (sign === '#' || sign === '/') return 'take it out; the sentence above is the comment'
  return 'take it out; a rule is made of lower-case names, whole numbers, commas and texts in double quotes'
}
