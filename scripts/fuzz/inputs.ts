// Inputs of the fuzzer: pieces of the examples, changed at random by words, by signs and by whole pieces. The same seed and number give the
// same input on every machine.

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { randomFrom, type Random } from '../../test/properties/random.ts'
import { root } from '../run.ts'

/** What an input is: lines of a rule block, a text, or a table. */
export type Kind = 'rules' | 'markdown' | 'yaml'

/** One input of the fuzzer. */
export interface Input {
  readonly kind: Kind
  readonly text: string
}

/** Pieces that inputs are made of. */
export type Corpus = Readonly<Record<Kind, readonly string[]>>

/** The examples, cut into pieces. */
export function readCorpus(): Corpus {
  const files = ['harbour', 'shop'].flatMap((name) => {
    const folder = join(root, 'examples', name, 'statement')
    const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
    return entries.map((entry) => [entry.name, readFileSync(join(entry.parentPath, entry.name), 'utf8')] as const)
  })
  const texts = files.flatMap(([name, text]) => (name.endsWith('.md') ? [text] : []))
  const tables = files.flatMap(([name, text]) => (name.endsWith('.yaml') ? [text] : []))
  const blocks = texts.flatMap((text) => [...text.matchAll(/```kept [^\n]*\n([^`]*)```/g)].map(([, body = '']) => body.trimEnd())) // prettier-ignore
  return {
    rules: [...blocks, ...blocks.flatMap((block) => block.split('\n'))],
    markdown: texts.flatMap((text) => text.split(/^(?=#)/m)),
    yaml: [...tables, ...tables.flatMap((text) => text.split('\n'))].map((text) => text.slice(0, 4_000)),
  }
}

const odd = ['\u{1f600}', ...'"“”\'`~*_[]()<>{}|\\/#!&;:,.-+= \t\n\r\u0000\u0007\u00a0\u200b\u202e\ufeff\ud800é中0９'.split(''), 'о', '\r\n', '\n\n', '```', '~~~kept x\n', '- ', '> ', '1. ', '|a|\n|-|\n', '<b>', '&#0;', '---\n', '&a ', '*a', '!!x ', '? '] // prettier-ignore
const words = ['any', 'except', 'in', 'from', 'for', 'because', 'as', 'by', 'at', 'most', 'of', 'on', 'off', 'when', 'unless', 'where', 'until', 'after', 'or', 'and', 'with', 'under', 'within', 'law', 'consent', 'needed', 'optional', 'case', 'directed', 'signed-in', 'collect', 'derive', 'use', 'share', 'combine', 'store', 'keep', 'never', 'offer', 'promise', 'info', 'aim', '1', '18', '999999999999', 'months', 'days', ',', '"', '"text"', '__proto__', 'constructor'] // prettier-ignore

/** The input of a number. Most are rules: they are read fastest, and nothing stands between them and their parser. */
export function drawInput(corpus: Corpus, seed: number, number: number): Input {
  const random = randomFrom(seed + Math.imul(number, 2_654_435_761))
  const kind = random.chance(0.9) ? 'rules' : random.chance(0.7) ? 'markdown' : 'yaml'
  let text = random.pick(corpus[kind])
  for (let left = random.below(6); left >= 0; left--) text = change(text, corpus[kind], random)
  return { kind, text: text.slice(0, 20_000) }
}

function change(text: string, pieces: readonly string[], random: Random): string {
  return random.pick(changes)(text, pieces, random)
}

type Change = (text: string, pieces: readonly string[], random: Random) => string

const changes: readonly Change[] = [
  (text, _, random) => insert(text, ` ${random.pick(words)} `, random),
  (text, _, random) => insert(text, random.pick(odd), random),
  (text, _, random) => insert(text, random.pick(odd).repeat(1 + random.below(60)), random),
  (text, pieces, random) => insert(text, random.pick(pieces).slice(0, 400), random),
  (text, _, random) => cut(text, random, () => ''),
  (text, _, random) => cut(text, random, (part) => part + part),
  (text, _, random) => cut(text, random, (part) => part.split('').toReversed().join('')),
  (text, _, random) => text.split(' ').filter(() => random.chance(0.85)).join(' '),
  (text, _, random) => swapWords(text, random),
  (text, _, random) => text.slice(0, random.below(text.length + 1)),
] // prettier-ignore

function insert(text: string, piece: string, random: Random): string {
  const at = random.below(text.length + 1)
  return text.slice(0, at) + piece + text.slice(at)
}

function cut(text: string, random: Random, make: (part: string) => string): string {
  const from = random.below(text.length + 1)
  const to = Math.min(text.length, from + random.below(30))
  return text.slice(0, from) + make(text.slice(from, to)) + text.slice(to)
}

function swapWords(text: string, random: Random): string {
  const parts = text.split(' ')
  const [one, other] = [random.below(parts.length), random.below(parts.length)]
  const [a = '', b = ''] = [parts[one], parts[other]]
  return parts.map((part, i) => (i === one ? b : i === other ? a : part)).join(' ')
}
