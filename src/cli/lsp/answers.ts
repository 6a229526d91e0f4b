// What the language server answers, in the protocol's own shapes: pure, from an edition of the statement and a text. Lines and columns of the
// compiler count from 1, those of the protocol from 0, both in UTF-16 units.

import {
  CompletionItemKind,
  DiagnosticSeverity,
  SymbolKind,
  type CompletionItem,
  type Diagnostic,
  type DocumentSymbol,
  type Hover,
  type Location,
  type Position,
  type Range,
} from 'vscode-languageserver'
import {
  blocksIn,
  entryAt,
  proposalsAt,
  readingsAt,
  tokenAt,
  type Diagnostic as Found,
  type Proposal,
  type Span,
} from '../../statement/index.ts'
import { uriOf, type Edition } from './editions.ts'

/** A text of an edition, and where in it the editor asks. */
export interface AskedText {
  readonly edition: Edition
  /** path within the folder */
  readonly path: string
  readonly text: string
  readonly position: Position
}

type Placed = Pick<Span, 'line' | 'column' | 'length'>

function rangeOf({ line, column, length }: Placed): Range {
  return { start: { line: line - 1, character: column - 1 }, end: { line: line - 1, character: column - 1 + length } }
}

function asked({ path, text, position }: AskedText) {
  return { file: path, text, place: { line: position.line + 1, column: position.character + 1 } }
}

// --- diagnostics ----------------------------------------------------------------------------------------------------

/** The diagnostics of every file of an edition that has one, by path. */
export function diagnosticsOf({ folder, diagnostics }: Edition): ReadonlyMap<string, readonly Diagnostic[]> {
  const byPath = new Map<string, Diagnostic[]>()
  for (const found of diagnostics)
    byPath.set(found.file, [...(byPath.get(found.file) ?? []), diagnosticOf(folder, found)])
  return byPath
}

function diagnosticOf(folder: string, found: Found): Diagnostic {
  const { code, severity, message, help, related } = found
  return {
    range: rangeOf(found),
    severity: severity === 'error' ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning,
    code,
    source: 'kept',
    message: help === '' ? message : `${message}\nhelp: ${help}`,
    relatedInformation: related.map((other) => ({
      location: { uri: uriOf(folder, other.file), range: rangeOf(other) },
      message: other.message,
    })),
  }
}

// --- completion -----------------------------------------------------------------------------------------------------

const kinds: Readonly<Record<Proposal['kind'], CompletionItemKind>> = {
  verb: CompletionItemKind.Keyword,
  slot: CompletionItemKind.Property,
  word: CompletionItemKind.Keyword,
  name: CompletionItemKind.Value,
}

/** What may be written where the editor asks; the word that stands there is replaced whole. */
export function completionOf(ask: AskedText): CompletionItem[] {
  const at = asked(ask)
  const token = tokenAt(at)
  const range = token ? rangeOf(token) : { start: ask.position, end: ask.position }
  return proposalsAt(at, ask.edition.registers).map(({ word, kind, is, says }, i) => ({
    label: word,
    kind: kinds[kind],
    detail: is,
    ...(says !== '' && { documentation: says }),
    sortText: String(i).padStart(4, '0'),
    textEdit: { range, newText: word },
  }))
}

// --- hover and definition -------------------------------------------------------------------------------------------

/** The plain sentence of a rule, and what its register says of the name that is pointed at. */
export function hoverOf(ask: AskedText): Hover | null {
  const at = asked(ask)
  const { registers, diagnostics } = ask.edition
  const entry = entryAt(at, registers)
  const isClean = ([first, last]: readonly [number, number]): boolean =>
    !diagnostics.some(({ severity, file, line }) => severity === 'error' && file === ask.path && line >= first && line <= last) // prettier-ignore
  const readings = readingsAt(at, registers).filter(({ lines }) => isClean(lines))
  const parts = [
    ...(entry ? [`**${entry.name}** (${entry.one}): ${[entry.label, entry.says].filter((text) => text !== '').join('. ')}`] : []), // prettier-ignore
    ...readings.map(({ reading }) => `We read this as: ${reading}`),
  ]
  return parts.length === 0 ? null : { contents: { kind: 'markdown', value: parts.join('\n\n') } }
}

/** Where the register has the name that is pointed at. */
export function definitionOf(ask: AskedText): Location | null {
  const span = entryAt(asked(ask), ask.edition.registers)?.span
  return span ? { uri: uriOf(ask.edition.folder, span.file), range: rangeOf(span) } : null
}

// --- symbols --------------------------------------------------------------------------------------------------------

/** The outline of a file: sections with their clauses, or the entries of a register. */
export function symbolsOf({ edition, path, text }: Omit<AskedText, 'position'>): DocumentSymbol[] {
  return path.endsWith('.yaml') ? entrySymbols(edition, path) : sectionSymbols(path, text)
}

function entrySymbols({ registers }: Edition, path: string): DocumentSymbol[] {
  return [...registers.spans].flatMap(([key, span]) => {
    if (span.file !== path) return []
    const [kind = '', name = ''] = key.split(' ')
    return [{ name, detail: kind, kind: SymbolKind.Constant, range: rangeOf(span), selectionRange: rangeOf(span) }]
  })
}

interface Section extends DocumentSymbol {
  children: DocumentSymbol[]
}

function sectionSymbols(path: string, text: string): DocumentSymbol[] {
  const lines = text.split(/\r?\n/)
  const blocks = blocksIn(path, text)
  const isInside = (line: number): boolean => blocks.some(({ fenceLine, endLine }) => line >= fenceLine && line <= endLine) // prettier-ignore
  const sections: Section[] = lines.flatMap((raw, i) => {
    const [, name] = /^#{1,6}[ \t]+(.+?)[ \t#]*$/.exec(raw) ?? []
    return name === undefined || isInside(i + 1) ? [] : [{ name, kind: SymbolKind.Namespace, range: lineRange(i, i, lines), selectionRange: lineRange(i, i, lines), children: [] }] // prettier-ignore
  })
  sections.forEach((section, i) => {
    const next = sections[i + 1]?.range.start.line ?? lines.length
    section.range = lineRange(section.range.start.line, next - 1, lines)
  })
  const stray: DocumentSymbol[] = []
  for (const { id, fenceLine, endLine, lines: rules } of blocks) {
    const from = wordsAbove(lines, fenceLine - 1)
    const clause: DocumentSymbol = {
      name: id || 'a block without an id',
      detail: [...new Set(rules.flatMap((rule) => /^[a-z]+/.exec(rule.text)?.[0] ?? []))].join(', '),
      kind: SymbolKind.Event,
      range: lineRange(from, Math.min(endLine, lines.length) - 1, lines),
      selectionRange: lineRange(fenceLine - 1, fenceLine - 1, lines),
    }
    ;(sections.findLast(({ range }) => range.start.line < fenceLine)?.children ?? stray).push(clause)
  }
  return [...sections, ...stray]
}

/** The first line of the paragraph that stands above a fence, counted from 0. */
function wordsAbove(lines: readonly string[], fence: number): number {
  let at = fence
  while (at > 0 && lines[at - 1]?.trim() === '') at -= 1
  while (at > 0 && (lines[at - 1] ?? '').trim() !== '' && !(lines[at - 1] ?? '').startsWith('```')) at -= 1
  return at
}

function lineRange(first: number, last: number, lines: readonly string[]): Range {
  return { start: { line: first, character: 0 }, end: { line: last, character: (lines[last] ?? '').length } }
}
