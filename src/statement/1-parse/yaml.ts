// YAML to plain data that keeps the place of every key and value. Anchors, aliases, tags and merges are refused: a register is a
// table, and an alias bomb is none. Runs in the worker.

import { isAlias, isMap, isScalar, isSeq, parseDocument, type Node as YamlNode } from 'yaml'
import type { Span } from '../diagnostics.ts'

/** A value with its place. */
export type Value =
  | { readonly kind: 'text'; readonly text: string; readonly span: Span }
  | { readonly kind: 'number'; readonly number: number; readonly span: Span }
  | { readonly kind: 'flag'; readonly flag: boolean; readonly span: Span }
  | { readonly kind: 'nothing'; readonly span: Span }
  | { readonly kind: 'list'; readonly items: readonly Value[]; readonly span: Span }
  | {
      readonly kind: 'map'
      readonly entries: readonly { readonly key: string; readonly keySpan: Span; readonly value: Value }[]
      readonly span: Span
    }

/** What a YAML file holds, or what is wrong with it. */
export interface YamlFile {
  readonly value: Value
  readonly problems: readonly { readonly problem: string; readonly span: Span }[]
}

/** Reads a YAML text whose first line is `firstLine` of the file. The text has passed the guard. */
export function readYaml(file: string, text: string, firstLine = 1): YamlFile {
  const placeOf = countLines(text)
  const document = parseDocument(text, {
    uniqueKeys: false, // told below: the parser compares each key with all before it
    version: '1.2',
    schema: 'core',
    prettyErrors: false,
  })
  const problems: { problem: string; span: Span }[] = []
  const spanAt = (start: number, end: number): Span => {
    const { line, column } = placeOf(start)
    const lineEnd = text.indexOf('\n', start)
    return {
      file,
      line: line + firstLine - 1,
      column,
      length: Math.max(1, Math.min(end, lineEnd < 0 ? text.length : lineEnd) - start),
    }
  }
  for (const { message, pos } of [...document.errors, ...document.warnings])
    problems.push({ problem: sentence(message), span: spanAt(pos[0], pos[1]) })
  const value = convert(document.contents, { spanAt, problems })
  return { value, problems }
}

/** Where an offset stands. The parser's own counter misses line ends behind a mistake. */
function countLines(text: string): (offset: number) => { readonly line: number; readonly column: number } {
  const starts = [0]
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return (offset) => {
    let [low, high] = [0, starts.length - 1]
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((starts[middle] ?? 0) <= offset) low = middle
      else high = middle - 1
    }
    return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 }
  }
}

function sentence(message: string): string {
  const first = message.split('\n')[0] ?? message
  return first.charAt(0).toLowerCase() + first.slice(1)
}

interface Context {
  readonly spanAt: (start: number, end: number) => Span
  readonly problems: { problem: string; span: Span }[]
}

function convert(node: YamlNode | null, context: Context): Value {
  const [start, end] = node?.range ?? [0, 0]
  const span = context.spanAt(start, end)
  if (node === null) return { kind: 'nothing', span }
  if (isAlias(node) || ('anchor' in node && node.anchor !== undefined))
    context.problems.push({ problem: 'anchors and aliases are not read', span })
  if (node.tag?.startsWith('!')) context.problems.push({ problem: 'tags are not read', span })
  if (isSeq(node))
    return { kind: 'list', items: node.items.map((item) => convert(item as YamlNode | null, context)), span } // parsed documents hold nodes
  if (isMap(node)) {
    const names = new Set<string>()
    const entries = node.items.map(({ key, value }) => {
      const name = convert(key as YamlNode | null, context) // parsed documents hold nodes
      const text = name.kind === 'text' ? name.text : name.kind === 'number' ? String(name.number) : null
      if (text === null) context.problems.push({ problem: 'a key is a name', span: name.span })
      else if (names.has(text)) context.problems.push({ problem: 'map keys must be unique', span: name.span })
      else names.add(text)
      return {
        key: text ?? '',
        keySpan: name.span,
        value:
          value === null ? ({ kind: 'nothing', span: name.span } as const) : convert(value as YamlNode | null, context),
      }
    })
    return { kind: 'map', entries, span }
  }
  return scalar(isScalar(node) ? node.value : null, span)
}

function scalar(value: unknown, span: Span): Value {
  if (typeof value === 'string') return { kind: 'text', text: value, span }
  if (typeof value === 'number' && Number.isFinite(value)) return { kind: 'number', number: value, span }
  if (typeof value === 'boolean') return { kind: 'flag', flag: value, span }
  return { kind: 'nothing', span }
}
