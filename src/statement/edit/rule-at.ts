// Where in a text an editor's cursor stands: in which block of rules, in which rule of it, behind which words. Read from the text alone, line
// by line, so that it answers while a sentence is half written and the file does not compile.

import type { RuleLine } from '../1-parse/rule.ts'
import { cutLines, type Token } from '../1-parse/tokens.ts'

/** A place in a text; line and column count from 1, in UTF-16 units. */
export interface Place {
  readonly line: number
  readonly column: number
}

/** A block of rules as it stands in a text, closed or not. Lines count from 1. */
export interface WrittenBlock {
  /** what stands after `kept` */
  readonly id: string
  readonly fenceLine: number
  /** line of the closing fence; one behind the last line where there is none */
  readonly endLine: number
  readonly lines: readonly RuleLine[]
}

/** What stands around a place within a block. */
export interface RuleAt {
  readonly block: WrittenBlock
  /** the lines of the one rule that the place is in */
  readonly lines: readonly RuleLine[]
  /** words of the rule that end before the place, or begin before it and are not touched by it */
  readonly before: readonly Token[]
  /** the word that the place is in or directly behind */
  readonly token: Token | null
}

const opening = /^([ \t]*)(`{3,}|~{3,})[ \t]*kept(?:[ \t]+(.*?))?[ \t]*$/

/** All blocks of a text, in order. */
export function blocksIn(file: string, text: string): readonly WrittenBlock[] {
  const lines = text.split(/\r?\n/)
  const blocks: WrittenBlock[] = []
  for (let i = 0; i < lines.length; i++) {
    const [, indent = '', fence, id = ''] = opening.exec(lines[i] ?? '') ?? []
    if (fence === undefined) continue
    const inside: RuleLine[] = []
    let at = i + 1
    for (; at < lines.length && !isClosing(lines[at] ?? '', fence); at++)
      inside.push(ruleLine(file, lines[at] ?? '', at + 1, indent))
    blocks.push({ id, fenceLine: i + 1, endLine: at + 1, lines: inside })
    i = at
  }
  return blocks
}

/** A line of a block without the indent of its fence. */
function ruleLine(file: string, raw: string, line: number, indent: string): RuleLine {
  const cut = raw.startsWith(indent) ? indent.length : raw.length - raw.trimStart().length
  return { text: raw.slice(cut), file, line, column: cut + 1 }
}

function isClosing(line: string, fence: string): boolean {
  const bare = line.trim()
  return bare.length >= fence.length && bare === fence.charAt(0).repeat(bare.length)
}

/** The rule a place stands in; null outside of blocks. */
export function ruleAt(file: string, text: string, place: Place): RuleAt | null {
  const block = blocksIn(file, text).find(({ fenceLine, endLine }) => place.line > fenceLine && place.line < endLine)
  if (!block) return null
  const lines = linesOfRule(block.lines, place.line)
  const tokens = cutLines(lines, () => {}).flatMap((logical) => logical.tokens)
  const token = tokens.find((one) => touches(one, place)) ?? null
  return { block, lines, token, before: tokens.filter((one) => one !== token && isBefore(one, place)) }
}

function touches({ kind, span }: Token, { line, column }: Place): boolean {
  return kind !== 'comma' && span.line === line && column >= span.column && column <= span.column + span.length
}

function isBefore({ span }: Token, { line, column }: Place): boolean {
  return span.line < line || (span.line === line && span.column < column)
}

/** The line with the rule above that it continues and the lines below that continue it. */
function linesOfRule(lines: readonly RuleLine[], at: number): readonly RuleLine[] {
  const isContinued = (one: RuleLine | undefined): boolean => one !== undefined && /^[ \t]/.test(one.text)
  const index = lines.findIndex(({ line }) => line === at)
  let [first, last] = [index, index]
  while (first > 0 && isContinued(lines[first])) first -= 1
  while (isContinued(lines[last + 1]) && (lines[last + 1]?.text.trim() ?? '') !== '') last += 1
  return lines.slice(first, last + 1)
}
