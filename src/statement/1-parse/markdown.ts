// Markdown to the parts of a statement: headings, short texts, and clauses with the rule block that directly follows their words.
// Runs in the worker; everything it answers is plain data with places that count from 1.

import remarkGfm from 'remark-gfm'
import remarkParse from 'remark-parse'
import { unified } from 'unified'
import type { Span as Run, Words } from '../../policy/index.ts'
import type { Span } from '../diagnostics.ts'
import { cutChunks } from './chunks.ts'
import type { RuleLine } from './rule.ts'

/** A rule block as it stands in the text. `id` is what stands after `kept`. */
export interface RuleBlock {
  readonly id: string
  readonly span: Span
  readonly lines: readonly RuleLine[]
}

/** Words in the text. `span` is their first line; `lines` are all as they stand in the file: a phrase is looked up there. */
export interface Passage {
  readonly text: string
  readonly span: Span
  readonly lines: readonly string[]
}

/** One part of a Markdown file, in order. */
export type Part =
  | { readonly kind: 'heading'; readonly depth: number; readonly passage: Passage }
  | { readonly kind: 'short'; readonly passage: Passage }
  | { readonly kind: 'clause'; readonly words: Words; readonly passage: Passage; readonly block: RuleBlock | null }
  | { readonly kind: 'stray'; readonly block: RuleBlock }
  | { readonly kind: 'unfit'; readonly what: string; readonly help: string; readonly span: Span }

const processor = unified().use(remarkParse).use(remarkGfm)
type Root = ReturnType<typeof processor.parse>
type Node = Root['children'][number]
type Inline = Extract<Node, { type: 'paragraph' }>['children'][number]

/** Reads a Markdown file into its parts. `text` has passed the guard; front matter has been blanked. */
export function readMarkdown(file: string, text: string): readonly Part[] {
  return [...readChunks(file, text)].flat()
}

/** The same a chunk at a time: no more of a long text is held than its lines and one chunk. */
export function* readChunks(file: string, text: string): Generator<readonly Part[]> {
  const lines = text.split(/\r?\n/)
  const { closed, open } = closeBlocks(lines)
  const unclosed = open.map(({ line, id }): Part => {
    const span = { file, line, column: 1, length: Math.max(1, lines[line - 1]?.length ?? 1) }
    return {
      kind: 'unfit',
      what: `a block that does not end, \`${id}\`,`,
      help: 'write ``` on a line of its own below its rules',
      span,
    }
  })
  for (const { first, end } of cutChunks(closed)) {
    const { children } = processor.parse(closed.slice(first, end).join('\n'))
    yield readNodes(children, { file, lines, before: first })
  }
  yield unclosed
}

const opening = /^( *)(`{3,})kept\s+(\S*)\s*$/

/**
 * Blocks that nobody closed before the next one opens, or before the end: each is closed at its first empty line, so that one sign left out
 * hides nothing of what follows. Every line keeps its number.
 */
function closeBlocks(lines: readonly string[]): {
  readonly closed: readonly string[]
  readonly open: readonly { readonly line: number; readonly id: string }[]
} {
  const closed = [...lines]
  const open: { line: number; id: string }[] = []
  let at: { line: number; indent: string; fence: string; id: string } | null = null
  const close = (before: number): void => {
    if (!at) return
    open.push({ line: at.line, id: at.id })
    let empty = at.line
    while (empty < before && lines[empty]?.trim() !== '') empty += 1
    if (empty < before) closed[empty] = `${at.indent}${at.fence}`
  }
  lines.forEach((one, i) => {
    const [, indent = '', fence = '', id = ''] = opening.exec(one) ?? []
    if (at && /^`+$/.test(one.trim()) && one.trim().startsWith(at.fence)) at = null
    else if (fence !== '') {
      close(i)
      at = { line: i + 1, indent, fence, id }
    }
  })
  close(lines.length)
  return { closed, open }
}

interface Source {
  readonly file: string
  /** of the whole file */
  readonly lines: readonly string[]
  /** how many of them stand above what is read */
  readonly before: number
}

function readNodes(nodes: readonly Node[], source: Source): Part[] {
  const parts: Part[] = []
  nodes.forEach((node, i) => {
    const above = nodes[i - 1]
    if (isBlock(node) && above && mayCarryRules(above)) return // read with the words above it
    parts.push(...readNode(node, nodes[i + 1], above, source))
  })
  return parts
}

function isBlock(node: Node | undefined): node is Extract<Node, { type: 'code' }> {
  return node?.type === 'code' && node.lang === 'kept'
}

function mayCarryRules(node: Node): boolean {
  return node.type === 'paragraph' || node.type === 'table'
}

function readNode(node: Node, next: Node | undefined, above: Node | undefined, source: Source): Part[] {
  const block = isBlock(next) ? blockOf(next, source) : null
  switch (node.type) {
    case 'heading':
      return [{ kind: 'heading', depth: node.depth, passage: passageOf(node, plain(node.children), source) }]
    case 'blockquote':
      if (above?.type !== 'heading')
        return [unfit(node, 'a quote that is no short text', 'put it directly below its heading', source)]
      return [{ kind: 'short', passage: passageOf(node, node.children.map(plainBlock).join(' '), source) }]
    case 'paragraph':
      return [clause({ kind: 'paragraph', spans: runs(node.children) }, node, block, source)]
    case 'table': {
      const rows = node.children.map((row) => row.children.map((cell) => runs(cell.children)))
      return [clause({ kind: 'table', rows }, node, block, source)]
    }
    case 'list':
      return node.children.flatMap((item) => readItem(item.children, source))
    case 'code':
      return isBlock(node)
        ? [{ kind: 'stray', block: blockOf(node, source) }]
        : [unfit(node, 'a block of code', 'take it out, or fence it `kept` and the id of its clause', source)]
    case 'html':
      return node.value.startsWith('<!--') ? [] : [unfit(node, 'raw HTML', 'write it in Markdown', source)]
    case 'thematicBreak':
      return []
    default:
      return [unfit(node, `a ${node.type}`, 'write it as a paragraph, a list item or a table', source)]
  }
}

function readItem(children: readonly Node[], source: Source): Part[] {
  return readNodes(children, source).map((part) =>
    part.kind === 'clause' && part.words.kind === 'paragraph'
      ? { ...part, words: { kind: 'item', spans: part.words.spans } }
      : part,
  )
}

function clause(words: Words, node: Node, block: RuleBlock | null, source: Source): Part {
  return { kind: 'clause', words, passage: passageOf(node, plainWords(words), source), block }
}

function unfit(node: Node, what: string, help: string, source: Source): Part {
  return { kind: 'unfit', what, help, span: spanOf(node, source) }
}

/** The words of a clause as plain text: what is signed, searched and read aloud. */
function plainWords(words: Words): string {
  const line = (spans: readonly Run[]): string => spans.map(({ text }) => text).join('')
  return words.kind === 'table' ? words.rows.map((row) => row.map(line).join(' | ')).join('\n') : line(words.spans)
}

// --- inline text ----------------------------------------------------------------------------------------------------

function plainBlock(node: Node): string {
  return 'children' in node
    ? (node.children as readonly Node[]).map(plainBlock).join('')
    : 'value' in node
      ? oneLine(node.value)
      : '' // children of any node are nodes
}

function plain(nodes: readonly Inline[]): string {
  return runs(nodes).map(({ text }) => text).join('').trim() // prettier-ignore
}

/** Inline nodes as runs of text, each with at most one style and one link; neighbours alike are joined. */
function runs(nodes: readonly Inline[], outer: Omit<Run, 'text'> = {}): readonly Run[] {
  const flat = nodes.flatMap((node): readonly Run[] => {
    switch (node.type) {
      case 'text':
        return [{ text: oneLine(node.value), ...outer }]
      case 'inlineCode':
        return [{ text: oneLine(node.value), ...outer, style: 'code' }]
      case 'break':
        return [{ text: ' ', ...outer }]
      case 'emphasis':
        return runs(node.children, { ...outer, style: 'emphasis' })
      case 'strong':
        return runs(node.children, { ...outer, style: 'strong' })
      case 'link':
        return runs(node.children, isLink(node.url) ? { ...outer, href: node.url } : outer)
      case 'html':
        return node.value.startsWith('<!--') ? [] : [{ text: oneLine(node.value), ...outer }]
      case 'image':
      case 'imageReference':
        return [{ text: oneLine(node.alt ?? ''), ...outer }]
      case 'footnoteReference':
        return [{ text: `[${node.label ?? node.identifier}]`, ...outer }]
      default:
        return runs(node.children, outer)
    }
  })
  return join(flat.filter(({ text }) => text !== ''))
}

function join(flat: readonly Run[]): readonly Run[] {
  const joined: Run[] = []
  for (const run of flat) {
    const last = joined.at(-1)
    if (last && last.style === run.style && last.href === run.href)
      joined[joined.length - 1] = { ...last, text: last.text + run.text }
    else joined.push(run)
  }
  return joined
}

/** Line breaks and runs of white space are one space: layout changes nothing. */
function oneLine(text: string): string {
  return text.replaceAll(/[ \t\r\n]+/g, ' ')
}

/** Links a page may carry: to the web, to a mailbox, or within the page. */
function isLink(url: string): boolean {
  return /^(?:https?:\/\/[^\s/]|mailto:[^\s]|#[A-Za-z0-9-])/i.test(url)
}

// --- places ---------------------------------------------------------------------------------------------------------

function spanOf(node: Node, { file, lines, before }: Source): Span {
  const start = node.position?.start ?? { line: 1, column: 1 }
  const end = node.position?.end ?? start
  const line = start.line + before
  const last = end.line === start.line ? end.column : (lines[line - 1] ?? '').trimEnd().length + 1
  return { file, line, column: start.column, length: Math.max(1, last - start.column) }
}

function passageOf(node: Node, text: string, source: Source): Passage {
  const { start, end } = node.position ?? { start: { line: 1 }, end: { line: 1 } }
  const lines = source.lines.slice(start.line - 1 + source.before, end.line + source.before)
  return { text: text.trim(), span: spanOf(node, source), lines }
}

/** The lines of a fenced block with their places: what the parser cut off the left is counted back on. */
function blockOf(node: Extract<Node, { type: 'code' }>, source: Source): RuleBlock {
  const fence = spanOf(node, source)
  const values = node.value === '' ? [] : node.value.split(/\r?\n/)
  const lines = values.map((text, i) => {
    const line = fence.line + 1 + i
    const raw = source.lines[line - 1] ?? ''
    return { text, file: source.file, line, column: Math.max(0, raw.length - text.length) + 1 }
  })
  return { id: (node.meta ?? '').trim(), span: fence, lines }
}
