// The page people read, as data: sections and clauses in their order, each rule with the plain reading of it, and who signed.

import type { ClauseClass, Page, PageClause, PrintedRule, Section, Signature } from '../../policy/index.ts'
import type { ParsedClause, ParsedFolder } from '../1-parse/folder.ts'
import type { Rule } from '../1-parse/rule.ts'
import { printRule } from '../1-parse/print-rule.ts'
import type { Registers } from '../2-check/registers.ts'
import { say } from './say.ts'

/** A clause with all that was found out about it. */
export interface CheckedClause {
  readonly parsed: ParsedClause
  readonly class: ClauseClass
  /** rules in normal form: a line of the policy names its rule by the index here */
  readonly rules: readonly Rule[]
  readonly digest: string
  readonly signature: Signature
  /** clauses whose bans take a part of this one away */
  readonly exceptions: readonly string[]
}

/** Emits the page. */
export function emitPage(folder: ParsedFolder, clauses: readonly CheckedClause[], registers: Registers): Page {
  const sections = folder.sections.map(({ id, number, title, short }): Section => ({
    id,
    number,
    title,
    short: short?.text ?? null,
    clauses: clauses
      .filter(({ parsed }) => parsed.section.number === number)
      .map((clause) => emitClause(clause, registers)),
  }))
  return { title: folder.title, language: registers.organisation.languages[0] ?? 'en', sections }
}

function emitClause(
  { parsed, class: kind, rules, signature, exceptions }: CheckedClause,
  registers: Registers,
): PageClause {
  const { id, number, words, passage, block } = parsed
  const printed = rules.map((rule): PrintedRule => ({
    verb: rule.verb,
    text: printRule(rule),
    reading: say(rule, registers),
  }))
  return {
    id,
    number,
    class: kind,
    words,
    text: passage.text,
    reason: block?.mark?.reason ?? null,
    rules: printed,
    exceptions,
    signature,
  }
}
