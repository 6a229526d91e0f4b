// What is refused before a parser sees it: Markdown and YAML parsers are super-linear on hostile text (1,500 nested lists took 83 s).
// One pass over the text, linear, without backtracking. The limits are those of docs/spec/statement.md, "Limits".

import type { Raise, Span } from '../diagnostics.ts'

/** Limits on text from outside, all inclusive. */
const limits = {
  fileBytesMax: 8 * 1024 * 1024,
  registerBytesMax: 2 * 1024 * 1024,
  blockBytesMax: 16 * 1024,
  nestingMax: 32,
  /** lines of one block and signs in it that open emphasis, links, cells, code or HTML: what makes parsing slow */
  marksMax: 2_000,
  /** of one file: blocks, such signs in all of them, clauses, and links defined below the text. What is above takes a parser minutes and gigabytes */
  blocksMax: 100_000,
  fileMarksMax: 250_000,
  clausesMax: 25_000,
  definitionsMax: 1_000,
  /** of one register: lines, and signs that begin a value or an entry */
  registerMarksMax: 150_000,
} as const

/** Whether a text may go to a parser; what is wrong is raised at the first place of each kind. */
export function guardText(file: string, text: string, raise: Raise): boolean {
  const bytesMax = file.endsWith('.yaml') ? limits.registerBytesMax : limits.fileBytesMax
  const refuse = (at: Span, problem: string, help: string): false => {
    raise('K112', at, { problem, help })
    return false
  }
  const start: Span = { file, line: 1, column: 1, length: 1 }
  if (byteLength(text) > bytesMax)
    return refuse(start, `the file is larger than ${bytesMax / 1024} KB`, 'split it into several files')
  if (!text.isWellFormed()) return refuse(start, 'the file is not Unicode text', 'save it as UTF-8')
  const hidden = findHidden(text, file)
  if (hidden) return refuse(hidden.at, `${hidden.what} stands here, which nobody can see`, 'take it out')
  const tooMuch = file.endsWith('.yaml')
    ? findDeepYaml(text, file)
    : (findTooMany(text, file) ?? findHeavyMarkdown(text, file))
  return tooMuch ? refuse(tooMuch.at, tooMuch.what, tooMuch.help) : true
}

/** Control characters but tab and line feed (CR LF has become LF), and signs that change the direction in which text is shown (Trojan Source). */
const hiddenSigns = /(?![\t\n])\p{Cc}|[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb]/u

function findHidden(text: string, file: string): { at: Span; what: string } | null {
  const index = text.search(hiddenSigns)
  if (index < 0) return null
  const code = text.charCodeAt(index)
  const what = `${code < 0x20 || (code >= 0x7f && code <= 0x9f) ? 'a control character' : 'an invisible sign'} (U+${code.toString(16).toUpperCase().padStart(4, '0')})`
  return { at: placeOf(text, index, file), what }
}

/** Line and column of an index into a text. */
function placeOf(text: string, index: number, file: string): Span {
  const before = text.slice(0, index)
  const line = before.split('\n').length
  return { file, line, column: index - before.lastIndexOf('\n'), length: 1 }
}

interface Excess {
  readonly at: Span
  readonly what: string
  readonly help: string
}

/** What a whole file may hold: told at the line where it is too much, with what to do. */
function findTooMany(text: string, file: string): Excess | null {
  let [blocks, marks, clauses, definitions, isOpen] = [0, 0, 0, 0, false]
  for (const [index, line] of text.split('\n').entries()) {
    const isBlank = line.trim() === ''
    if (!isBlank && !isOpen) blocks += 1
    isOpen = !isBlank
    marks += countMarks(line)
    if (/^[ \t]*(?:```+|~~~+)[ \t]*kept\b/.test(line)) clauses += 1
    if (/^[ \t>]*\[[^\]]*\]:/.test(line)) definitions += 1
    const many = tooMany({ blocks, marks, clauses, definitions })
    if (many) return { at: { file, line: index + 1, column: 1, length: 1 }, what: `the file has more than ${many}`, help: 'split it: a file for each product or profile; a statement that people read is far shorter' } // prettier-ignore
  }
  return null
}

type Counted = Readonly<Record<'blocks' | 'marks' | 'clauses' | 'definitions', number>>

function tooMany({ blocks, marks, clauses, definitions }: Counted): string | null {
  if (clauses > limits.clausesMax) return `${limits.clausesMax} clauses`
  if (blocks > limits.blocksMax) return `${limits.blocksMax} paragraphs, headings and lists`
  if (definitions > limits.definitionsMax) return `${limits.definitionsMax} links defined below the text`
  return marks > limits.fileMarksMax ? `${limits.fileMarksMax} signs of emphasis, links, cells or code` : null
}

function findHeavyMarkdown(text: string, file: string): Excess | null {
  let [bytes, marks, first] = [0, 0, 1]
  for (const [index, line] of text.split('\n').entries()) {
    const at = { file, line: index + 1, column: 1, length: 1 }
    if (line.trim() === '') {
      ;[bytes, marks, first] = [0, 0, index + 2]
      continue
    }
    bytes += byteLength(line) + 1
    marks += 1 + countMarks(line)
    if (bytes > limits.blockBytesMax)
      return {
        at: { ...at, line: first },
        what: `this block is larger than ${limits.blockBytesMax / 1024} KB`,
        help: 'split it by an empty line',
      }
    if (marks > limits.marksMax)
      return {
        at: { ...at, line: first },
        what: `this block has more than ${limits.marksMax} lines and signs of emphasis, links, cells or code`,
        help: 'write plain sentences',
      }
    if (nestingOf(line) > limits.nestingMax)
      return {
        at,
        what: `this line is nested more than ${limits.nestingMax} deep`,
        help: 'write it flat: a statement needs no deep lists or quotes',
      }
  }
  return null
}

/** How deep lists and quotes at the start of a line may nest: every marker opens one, and so do two columns of indent. */
function nestingOf(line: string): number {
  let [depth, columns, at] = [0, 0, 0]
  for (;;) {
    const sign = line[at]
    if (sign === ' ') columns += 1
    else if (sign === '\t') columns += 4
    else if (sign === '>') depth += 1
    else {
      const marker = /^(?:[-*+]|[0-9]{1,9}[.)])(?=[ \t]|$)/.exec(line.slice(at, at + 12))
      if (!marker) return depth + Math.floor(columns / 2)
      depth += 1
      at += marker[0].length - 1
    }
    at += 1
  }
}

function countMarks(line: string): number {
  return line.match(/[*_~`[\]<&!|]/g)?.length ?? 0
}

/** Flow collections open and not closed, and block nesting by indent. Quoted brackets count too: a register needs none of either. */
function findDeepYaml(text: string, file: string): Excess | null {
  let [depth, marks] = [0, 0]
  for (const [index, line] of text.split('\n').entries()) {
    const at = { file, line: index + 1, column: 1, length: 1 }
    marks += 1 + (line.match(/[,:[{]/g)?.length ?? 0)
    if (marks > limits.registerMarksMax)
      return { at, what: `the register has more than ${limits.registerMarksMax} lines, commas, colons and brackets`, help: 'take out what no rule names' } // prettier-ignore
    if (byteLength(line) > limits.blockBytesMax)
      return {
        at,
        what: `this line is longer than ${limits.blockBytesMax / 1024} KB`,
        help: 'fold the text over several lines',
      }
    if (/^\S/.test(line)) depth = 0
    for (const sign of line) {
      if (sign === '[' || sign === '{') depth += 1
      else if (sign === ']' || sign === '}') depth = Math.max(0, depth - 1)
      if (depth > limits.nestingMax)
        return { at, what: `this line is nested more than ${limits.nestingMax} deep`, help: 'write it flat' }
    }
    if (yamlNesting(line) > limits.nestingMax)
      return { at, what: `this line is nested more than ${limits.nestingMax} deep`, help: 'write it flat' }
  }
  return null
}

function yamlNesting(line: string): number {
  const lead = /^[ \-?:]*/.exec(line)?.[0] ?? ''
  return (lead.match(/[-?:]/g)?.length ?? 0) + Math.floor((lead.match(/ /g)?.length ?? 0) / 2)
}

function byteLength(text: string): number {
  let bytes = text.length
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code > 0x7ff) bytes += code >= 0xd800 && code <= 0xdfff ? 1 : 2
    else if (code > 0x7f) bytes += 1
  }
  return bytes
}
