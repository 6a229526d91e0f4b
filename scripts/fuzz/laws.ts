// What must hold of every input, however broken: a parser answers and never throws, every place it names is in the text, every message is
// whole, a rule that was read prints and is read again as the same.

import { nearest } from '../../src/base/index.ts'
import { guardText, parseRules, printRule, proposalsAt, toDiagnostics, collectRaised, type Registers, type RuleLine, type Span } from '../../src/statement/index.ts' // prettier-ignore
import { readMarkdown } from '../../src/statement/1-parse/markdown.ts'
import { readYaml, type Value } from '../../src/statement/1-parse/yaml.ts'
import type { Input, Kind } from './inputs.ts'

/** Throws when an input breaks a law. */
export type Law = (text: string) => void

/** A law an input broke. */
class Broken extends Error {}

function hold(holds: boolean, law: string): void {
  if (!holds) throw new Broken(law)
}

const file = 'statement.md'

/** The laws of each kind of input. `registers` are those that an editor would propose names of. */
export function lawsOf(registers: Registers): Readonly<Record<Kind, Law>> {
  return {
    rules: (text) => {
      const lines = text.split('\n')
      const report = collectRaised()
      const { rules, broken } = parseRules(lines.map(ruleLine), report.raise)
      checkRaised(report.raised, text)
      hold(broken === report.raised.length > 0, 'what is broken is told, and what is told is broken')
      for (const rule of rules) reads(printRule(rule))
      proposalsAt({ file, text: `\`\`\`kept a\n${text}`, place: { line: lines.length + 1, column: (lines.at(-1) ?? '').length + 1 } }, registers) // prettier-ignore
    },
    markdown: (text) => {
      const report = collectRaised()
      if (guardText(file, text.replaceAll('\r\n', '\n'), report.raise))
        for (const part of readMarkdown(file, text)) checkPlaces(part, text)
      checkRaised(report.raised, text)
    },
    yaml: (text) => {
      const report = collectRaised()
      if (guardText('registers/taxonomy.yaml', text.replaceAll('\r\n', '\n'), report.raise)) {
        const { value, problems } = readYaml('registers/taxonomy.yaml', text)
        for (const { span } of problems) checkSpan(span, text)
        checkValue(value, text)
      }
      checkRaised(report.raised, text)
    },
  }
}

function ruleLine(text: string, i: number): RuleLine {
  return { text, file, line: i + 1, column: 1 }
}

/** A rule that was read is read again from what is printed of it, without a word. */
function reads(printed: string): void {
  const report = collectRaised()
  const { rules } = parseRules([ruleLine(printed, 0)], report.raise)
  hold(report.raised.length === 0, `what is printed of a rule is read again: ${printed}`)
  hold(rules.length === 1 && rules.map(printRule).join('') === printed, `and is the same: ${printed}`)
}

function checkRaised(raised: Parameters<typeof toDiagnostics>[0], text: string): void {
  for (const { at, details } of raised) {
    checkSpan(at, text)
    for (const detail of Object.values(details)) hold(typeof detail === 'string' && detail !== '', 'every detail of a message is a text') // prettier-ignore
  }
  for (const { message } of toDiagnostics(raised, { [file]: text })) hold(message.length > 0 && message.length < 2_000, 'a message is of a length that is read') // prettier-ignore
}

/** A place is in the text: on one of its lines, and at most one sign behind its end. */
function checkSpan({ line, column, length }: Span, text: string): void {
  const source = text.split('\n')[line - 1]
  hold(source !== undefined, 'a place is on a line of the text')
  hold(column >= 1 && length >= 1 && column <= (source?.length ?? 0) + 2, 'a place is on its line')
}

/** All spans within plain data. */
function checkPlaces(value: unknown, text: string): void {
  if (typeof value !== 'object' || value === null) return
  for (const [key, inner] of Object.entries(value))
    if (key === 'span')
      checkSpan(inner as Span, text) // what markdown.ts calls a span is one
    else checkPlaces(inner, text)
}

function checkValue(value: Value, text: string): void {
  checkSpan(value.span, text)
  if (value.kind === 'list') for (const item of value.items) checkValue(item, text)
  if (value.kind === 'map')
    for (const { key, value: inner } of value.entries) {
      nearest(key, ['label', 'holds'])
      checkValue(inner, text)
    }
}

/** Why an input breaks a law; null when it keeps all of them. */
export function breaks(laws: Readonly<Record<Kind, Law>>, { kind, text }: Input): string | null {
  try {
    laws[kind](text)
    return null
  } catch (cause) {
    return cause instanceof Error ? `${cause.name === 'Error' ? '' : `${cause.name}: `}${cause.message}` : String(cause)
  }
}
