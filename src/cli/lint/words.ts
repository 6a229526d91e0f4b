// Findings of the lint on a terminal, in the manner of the best compilers: what is wrong, the line with a caret under it, the other place,
// why, what to do. Columns of one table that lack a sentence are told together.

import type { Finding, Lint, SchemaLooked, Spot } from '../../systems/index.ts'
import { styled, type Shell } from '../shell.ts'

type Paint = Pick<Shell, 'color'>

const styleOf = { error: 'red', warning: 'yellow', note: 'blue' } as const
/** Most signs of a line that are shown: a paragraph may be one line. */
const shownMax = 96

/** What `kept lint` prints, line by line. */
export function lintLines(
  paint: Paint,
  { findings, text, schemas }: Pick<Lint, 'findings' | 'text' | 'schemas'>,
): readonly string[] {
  return [
    ...grouped(findings).flatMap((group) => [...groupLines(paint, group), '']),
    ...summaryLines(paint, findings, { text, schemas }),
  ]
}

/** Findings that are told together: uncovered columns of one table and code. */
function grouped(findings: readonly Finding[]): readonly (readonly [Finding, ...Finding[]])[] {
  const groups: [Finding, ...Finding[]][] = []
  const open = new Map<string, [Finding, ...Finding[]]>()
  for (const finding of findings) {
    const key = isUncovered(finding) ? `${finding.file}|${finding.about?.table}|${finding.code}` : ''
    const group = open.get(key)
    if (group && key !== '') group.push(finding)
    else {
      const fresh: [Finding, ...Finding[]] = [finding]
      groups.push(fresh)
      open.set(key, fresh)
    }
  }
  return groups
}

function isUncovered({ code, about }: Finding): boolean {
  return about !== null && (code === 'L201' || code === 'L202' || code === 'L203')
}

function groupLines(paint: Paint, group: readonly [Finding, ...Finding[]]): readonly string[] {
  const [first, ...others] = group
  return others.length > 0 ? togetherLines(paint, group) : oneLines(paint, first)
}

function oneLines(paint: Paint, finding: Finding): readonly string[] {
  const { severity, code, message, help, related, about, reason, confidence } = finding
  const isGuess = about !== null || related.length > 0
  return [
    `${styled(paint, styleOf[severity], `${severity} ${code}`)}: ${printable(message)}`,
    ...frame(paint, finding, styled(paint, styleOf[severity], '^'.repeat(under(finding)))),
    ...related.flatMap((other) =>
      frame(paint, other, styled(paint, 'blue', `${'-'.repeat(under(other))} ${other.message}`)),
    ),
    ...(isGuess ? [`  ${styled(paint, 'blue', 'why')}: ${printable(reason)}; ${sure(confidence)}`] : []),
    `  ${styled(paint, 'green', 'help')}: ${printable(help)}`,
  ]
}

function togetherLines(paint: Paint, group: readonly [Finding, ...Finding[]]): readonly string[] {
  const [first] = group
  const { severity, code, about } = first
  const special = code === 'L203' ? ' like data the law protects specially' : ' personal'
  const width = String(group.at(-1)?.line ?? 1).length
  return [
    `${styled(paint, styleOf[severity], `${severity} ${code}`)}: ${group.length} columns of \`${printable(about?.table ?? '')}\` look${special}, and no sentence speaks of them`,
    `${' '.repeat(width)} ${styled(paint, 'blue', `┌ ${place(first)}`)}`,
    ...group.flatMap((finding) => {
      const kind = /looks like (.*?)(?:, which|, and)/.exec(finding.message)?.[1] ?? ''
      return labelled(paint, finding, width, styled(paint, styleOf[severity], `${'^'.repeat(under(finding))} ${kind}`) + styled(paint, 'quiet', ` (${finding.reason}; ${sure(finding.confidence)})`)) // prettier-ignore
    }),
    `  ${styled(paint, 'green', 'help')}: ${helpForAll[code as keyof typeof helpForAll]}`, // the group has one of these codes
  ]
}

const helpForAll = {
  L201: 'say in the text that you keep them, what for and how long; or drop them; or write `-- not personal: why` behind those that are not',
  L202: 'say in the text that you keep them, what for, how long and who sees them; or drop them; or write `-- not personal: why` behind those that are not',
  L203: 'name the consent or the law that allows them (GDPR Art. 9 and 10) in the text; or drop them; or write `-- not personal: why` behind those that are not',
} as const

function sure(confidence: number): string {
  return `${Math.round(confidence * 100)} % sure`
}

// --- lines of a file ------------------------------------------------------------------------------------------------

function place({ file, line, column }: Spot): string {
  return printable(`${file}:${line}:${column}`)
}

function frame(paint: Paint, spot: Spot, mark: string): readonly string[] {
  const width = String(spot.line).length
  return [`${' '.repeat(width)} ${styled(paint, 'blue', `┌ ${place(spot)}`)}`, ...labelled(paint, spot, width, mark)]
}

/** The line, or the part of it around the place, and below it the mark. */
function labelled(paint: Paint, spot: Spot, width: number, mark: string): readonly string[] {
  const { shown, lead } = excerpt(spot)
  return [
    `${styled(paint, 'blue', `${String(spot.line).padStart(width)} │`)} ${shown}`,
    `${' '.repeat(width)} ${styled(paint, 'blue', '│')} ${lead}${mark}`,
  ]
}

/** How many signs the mark stands under: those of the place that are shown. */
function under(spot: Spot): number {
  const { from, to } = cutOf(spot)
  return Math.max(1, Math.min(spot.column - 1 + spot.length, to) - Math.max(spot.column - 1, from))
}

/** Which part of a long line is shown: around the place, cut between words. */
function cutOf({ source, column, length }: Spot): { readonly from: number; readonly to: number } {
  if (source.length <= shownMax) return { from: 0, to: source.length }
  const spare = Math.max(0, shownMax - Math.min(length, shownMax))
  const begin = Math.max(0, column - 1 - Math.ceil(spare / 2))
  const space = source.indexOf(' ', begin)
  const from = begin === 0 ? 0 : space >= 0 && space < column - 1 ? space + 1 : begin
  const to = Math.min(source.length, from + shownMax)
  const last = source.lastIndexOf(' ', to)
  return { from, to: to < source.length && last >= column - 1 + length ? last : to }
}

function excerpt(spot: Spot): { readonly shown: string; readonly lead: string } {
  const { from, to } = cutOf(spot)
  const [before, after] = [from > 0 ? '… ' : '', to < spot.source.length ? ' …' : '']
  const lead = before + spot.source.slice(from, spot.column - 1).replaceAll(/[^\t]/g, ' ')
  return { shown: before + printable(spot.source.slice(from, to)) + after, lead: lead.replaceAll('…', ' ') }
}

/** Control and direction signs of a stranger’s file are shown, never obeyed. */
function printable(text: string): string {
  return text.replaceAll(/(?!\t)[\p{Cc}\p{Cf}]/gu, '\ufffd')
}

// --- the last lines -------------------------------------------------------------------------------------------------

function count(n: number, one: string, many = `${one}s`): string {
  return `${n} ${n === 1 ? one : many}`
}

function summaryLines(
  paint: Paint,
  findings: readonly Finding[],
  { text, schemas }: Pick<Lint, 'text' | 'schemas'>,
): readonly string[] {
  const number = (severity: Finding['severity']): number => findings.filter((one) => one.severity === severity).length
  const [errors, warnings, notes] = [number('error'), number('warning'), number('note')]
  const counts = [count(errors, 'error'), count(warnings, 'warning'), count(notes, 'note')].join(', ')
  const style = errors > 0 ? 'red' : warnings > 0 ? 'yellow' : 'green'
  return [
    styled(paint, style, findings.length === 0 ? 'nothing to mend' : counts),
    `  ${printable(text.file)}: ${count(text.sentences, 'sentence')} read`,
    ...schemas.map(schemaLine),
  ]
}

function schemaLine({ file, dialect, tables, columns, personal, covered, setAside }: SchemaLooked): string {
  if (tables === 0) return `  ${printable(file)}: no table in it, so there was nothing to compare`
  const read = `  ${printable(file)}, read as ${dialectNames[dialect]}: ${count(tables, 'table')}, ${count(columns, 'column')}`
  if (personal === 0) return `${read}, none of them looks personal`
  const aside = setAside > 0 ? `, ${setAside} set aside by a comment` : ''
  return `${read}, ${personal} of them ${personal === 1 ? 'looks' : 'look'} personal: ${covered} spoken of, ${personal - covered - setAside} not${aside}`
}

const dialectNames = { postgres: 'PostgreSQL', mysql: 'MySQL', sqlite: 'SQLite' } as const
