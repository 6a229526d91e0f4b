// The page people read, as data: sections and clauses in their order, each rule with the plain reading of it, and who signed.

import type { ClauseClass, Page, PageClause, PrintedRule, Section, Signature, TranslatedPage } from '../../policy/index.ts' // prettier-ignore
import type { ParsedClause, ParsedFolder, ParsedTranslation } from '../1-parse/folder.ts'
import type { Rule } from '../1-parse/rule.ts'
import { printRule } from '../1-parse/print-rule.ts'
import { labelsOf } from '../2-check/labels.ts'
import type { Registers } from '../2-check/registers.ts'
import { tablesOf } from './register-table.ts'
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
  const bySection = Map.groupBy(clauses, ({ parsed }) => parsed.section.number)
  const single = folder.homes.profiles.length < 2
  const sections = folder.sections.map(({ id, number, title, short, home }): Section => ({
    id,
    number,
    title,
    short: short?.text ?? null,
    ...(home.kind !== 'general' &&
      !(single && home.kind === 'profile') && { of: { kind: home.kind, name: home.name } }),
    clauses: (bySection.get(number) ?? []).map((clause) => emitClause(clause, registers)),
  }))
  const language = registers.organisation.languages[0] ?? 'en'
  const translations = folder.translations.map((translation) => emitTranslation(folder, translation))
  return { title: folder.title, language, sections, ...(translations.length > 0 && { translations }) }
}

/** A section is the one that its first clause stands in. */
function emitTranslation(folder: ParsedFolder, translation: ParsedTranslation): TranslatedPage {
  const { language, title, clauses: translated } = translation
  const labels = labelsOf(translation)
  const own = new Map(translated.map((clause) => [clause.id, clause]))
  const found = folder.clauses.flatMap(({ id, section }) => {
    const clause = own.get(id)
    return clause ? [{ section, clause }] : []
  })
  const first = new Map(found.toReversed().map(({ section, clause }) => [section.number, clause.section]))
  return {
    title,
    language,
    sections: folder.sections.flatMap(({ id, number }) => {
      const section = first.get(number)
      return section ? [{ id, title: section.title, short: section.short?.text ?? null }] : []
    }),
    clauses: found.map(({ clause: { id, words, passage } }) => ({ id, words, text: passage.text })),
    ...(labels && { labels }),
  }
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
  const tables = tablesOf(rules, registers)
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
    ...(tables.length > 0 && { tables }),
  }
}
