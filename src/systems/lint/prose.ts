// A privacy text, in Markdown, HTML or plain, cut into sentences that know where they stand. What is no prose (code, tags, addresses of
// links, front matter) becomes blanks of the same length, so that every offset stays true. Each step is one pass over the text.

import { placesOf, type Placed } from '../ddl/places.ts'
import type { Spot } from './findings.ts'

/** A sentence, a heading or a cell of a table. `text` is as long as what it stands for. */
export interface Sentence {
  readonly text: string
  /** offset of its first sign in the file */
  readonly start: number
  readonly kind: 'sentence' | 'heading'
}

/** A text as its sentences. */
export interface Prose {
  readonly sentences: readonly Sentence[]
  /** the place of some signs of a sentence */
  readonly spot: (sentence: Sentence, from: number, length: number) => Spot
}

/** Stands where one thing ends and another begins, as between two cells. */
const border = '\ufdd0'

/** Reads a text. `file` is its name in findings. */
export function readProse(file: string, text: string): Prose {
  const placed = placesOf(text)
  const lines = blankFences(text).split('\n')
  const sentences: Sentence[] = []
  let block: { start: number; text: string; kind: Sentence['kind'] } | null = null
  let at = 0
  const close = (): void => {
    if (block) sentences.push(...cut(block))
    block = null
  }
  for (const line of lines) {
    const { text: words, kind, begins } = readLine(line)
    if (begins || words.trim() === '') close()
    if (words.trim() !== '') {
      if (block) block.text += `\n${words}`
      else block = { start: at, text: words, kind }
      if (kind === 'heading') close()
    }
    at += line.length + 1
  }
  close()
  return { sentences, spot: (sentence, from, length) => spotOf(placed, file, sentence.start + from, length) }
}

/** A place of a file, with the line it stands on. */
export function spotOf(placed: Placed, file: string, start: number, length: number): Spot {
  const place = placed.place(start, start + length)
  return { file, ...place, source: placed.line(place.line) }
}

// --- what is no prose -----------------------------------------------------------------------------------------------

function blank(text: string): string {
  return text.replaceAll(/[^\n]/g, ' ')
}

/** Blanks front matter and fenced blocks, line by line: a fence that nothing closes ends with the text. */
function blankFences(text: string): string {
  const lines = text.split('\n')
  const isRule = (line: string): boolean => /^---\s*$/.test(line)
  let fence = isRule(lines[0] ?? '') && lines.findIndex((line, i) => i > 0 && isRule(line)) > 0 ? '---' : null
  return lines
    .map((line, i) => {
      const [, mark] = /^\s{0,3}(`{3,}|~{3,})/.exec(line) ?? []
      const isEnd = fence !== null && i > 0 && line.trim().startsWith(fence) && /^[`~-]+$/.test(line.trim())
      if (fence === null && mark === undefined) return line
      fence = isEnd ? null : (fence ?? mark ?? null)
      return blank(line)
    })
    .join('\n')
}

/** Signs of HTML and Markdown within a line, each with what is left of it. Every pattern is bounded, so a line costs no more than its length. */
const marks: readonly (readonly [pattern: RegExp, keeps: (found: string) => string])[] = [
  [/<!--.{0,4000}?-->/g, blank],
  [
    /<\/?(?:p|div|li|ul|ol|h[1-6]|tr|td|th|table|br|section|article|dd|dt|blockquote)\b[^<>]{0,400}>/gi,
    (tag) => border + blank(tag.slice(1)),
  ],
  [/<\/?[a-z!][^<>]{0,400}>/gi, blank],
  [/\]\([^()\s]{0,2000}(?:\s"[^"]{0,200}")?\)/g, blank],
  [/\]\[[^[\]]{0,200}\]/g, blank],
  [/\b(?:https?:\/\/|www\.)[^\s<>)\]]{1,2000}/gi, blank],
  [/&(?:nbsp|amp|[lr]squo|[lr]dquo|mdash|ndash|hellip|#\d{1,6}|#x[\da-f]{1,6});/gi, blank],
  [/[*`~[\]\u00a0\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff\r]/g, () => ' '],
  [/(?<![\p{L}\p{N}])_{1,3}|_{1,3}(?![\p{L}\p{N}])/gu, blank],
]

interface Line {
  readonly text: string
  readonly kind: Sentence['kind']
  /** it goes not on with the line before */
  readonly begins: boolean
}

/** A line without its signs, and what it begins. */
function readLine(line: string): Line {
  const bare = marks.reduce((text, [pattern, keeps]) => text.replaceAll(pattern, keeps), line)
  const heading = /^\s{0,3}#{1,6}(?=\s|$)/.exec(bare)?.[0]
  if (heading !== undefined || /<h[1-6]\b/i.test(line))
    return { text: clear(bare, heading ?? ''), kind: 'heading', begins: true }
  if (/^\s*(?:=+|-{2,})\s*$/.test(bare) || /^[\s|:-]+$/.test(bare))
    return { text: blank(bare), kind: 'sentence', begins: true }
  const lead = /^\s*(?:>\s*)*(?:(?:[-+•–]|\d{1,4}[.)]|[a-z][.)])(?=\s))?/i.exec(bare)?.[0] ?? ''
  const isItem = lead.trim() !== '' && !/^[\s>]*$/.test(lead)
  const isRow = bare.includes('|')
  return { text: clear(bare, lead).replaceAll('|', border), kind: 'sentence', begins: isItem || isRow }
}

function clear(line: string, lead: string): string {
  return ' '.repeat(lead.length) + line.slice(lead.length)
}

// --- sentences ------------------------------------------------------------------------------------------------------

/** Longest sentence that is read as one; a longer one is cut. */
const sentenceMax = 2_000

const abbreviated =
  /(?:^|[\s("“])(?:e\.g|i\.e|etc|art|arts|no|nos|inc|ltd|dr|mr|mrs|ms|st|vs|approx|cf|sec|ca|bzw|z\.b|d\.h|u\.s|u\.k|[a-z])$/i

/** Cuts a block at the ends of its sentences and at borders. */
function cut({
  start,
  text,
  kind,
}: {
  readonly start: number
  readonly text: string
  readonly kind: Sentence['kind']
}): Sentence[] {
  const flat = text.replaceAll('\n', ' ')
  const ends = /\ufdd0|[.!?…]["”’)]?(?=\s+["“‘(]?[\p{Lu}\p{N}])/gu
  const sentences: Sentence[] = []
  let from = 0
  const add = (to: number): void => {
    for (let at = from; at < to; at += sentenceMax) {
      const part = flat.slice(at, Math.min(to, at + sentenceMax))
      if (/\p{L}/u.test(part)) sentences.push({ text: part.replaceAll(border, ' '), start: start + at, kind })
    }
    from = to
  }
  for (const found of flat.matchAll(ends)) {
    if (found[0].startsWith('.') && abbreviated.test(flat.slice(Math.max(from, found.index - 12), found.index)))
      continue
    add(found.index + found[0].length)
  }
  add(flat.length)
  return sentences
}
