// The schema against the text: which columns look personal though no sentence speaks of them, and which hold what a sentence says is
// never held. A sentence covers more than it says rather than less: false alarms are the enemy.

import type { Ddl } from '../ddl/read-ddl.ts'
import type { DdlColumn, DdlTable } from '../ddl/builder.ts'
import { placesOf } from '../ddl/places.ts'
import { neverHeld, participle } from './contradictions.ts'
import type { Claim } from './claims.ts'
import { finding, type Finding, type Spot } from './findings.ts'
import { languageOf } from './language.ts'
import type { LintCode } from './lint-table.ts'
import { likelyPersonal, type LikelyColumn } from './likely-personal.ts'
import type { Prose } from './prose.ts'
import { things, thingsIn } from './things.ts'

/** A schema that was read. `file` is its name in findings, `text` what it says. */
export interface SchemaFile {
  readonly file: string
  readonly text: string
  readonly ddl: Ddl
}

/** What became of the columns of a schema that look personal. */
export interface Coverage {
  readonly findings: readonly Finding[]
  /** tables and columns in all */
  readonly tables: number
  readonly columns: number
  readonly personal: number
  readonly covered: number
  /** columns that a comment in the schema says are not personal */
  readonly setAside: number
}

/** What a text speaks of, read once and asked for every column. */
export interface Spoken {
  /** kinds of the recogniser that some sentence covers */
  readonly kinds: ReadonlySet<string>
  /** the words of all sentences that cover something, for names that the text says itself */
  readonly words: string
  readonly never: ReadonlyMap<string, Claim>
  readonly prose: Prose
  /** the text is in a language whose words are known here */
  readonly isKnown: boolean
}

/** Reads what a text speaks of. */
export function spokenOf(prose: Prose, claims: readonly Claim[]): Spoken {
  const never = new Map<string, Claim>()
  const denials = neverHeld(claims)
  for (const claim of denials)
    for (const { single, kinds } of claim.things)
      if (single) for (const kind of kinds) if (!never.has(kind)) never.set(kind, claim)
  const denied = new Map(denials.map((claim) => [claim.sentence, claim]))
  const covering = prose.sentences
    .filter(({ text }) => !isContactLine(text))
    .map((sentence) => without(sentence.text, denied.get(sentence)))
  const kinds = new Set(covering.flatMap((text) => thingsIn(text).flatMap(({ thing }) => thing.kinds)))
  return {
    kinds,
    never,
    prose,
    words: covering.map(wordsOnly).join(' '),
    isKnown: languageOf(prose) !== 'another language',
  }
}

/** A sentence without the part that says that something is never held. */
function without(text: string, claim: Claim | undefined): string {
  return claim ? text.slice(0, claim.at) + text.slice(claim.at + claim.length) : text
}

/** Where to write to says nothing of what is held. */
function isContactLine(text: string): boolean {
  return /\b(?:(?:write|e-?mail|mail|call|phone|contact|reach|ask|reply) (?:to )?us|write to|get in touch|schreiben sie|contactez|escr[ií]b[ae]|escreva)\b/i.test(text) || /[\w.+-]+@[\w-]+\.\w/.test(text) // prettier-ignore
}

function wordsOnly(text: string): string {
  return ` ${text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()} `
}

/** Compares a schema with what a text speaks of. */
export function compareWithText({ file, text, ddl }: SchemaFile, spoken: Spoken): Coverage {
  const placed = placesOf(text)
  const found = likelyPersonal(ddl.catalogue)
  const setAside = found.filter(({ column }) => ddl.notPersonal.has(column.at.line))
  const open = found.filter(({ column }) => !ddl.notPersonal.has(column.at.line))
  const findings = open.flatMap((personal) => {
    const { at } = personal.column
    const spot: Spot = { file, ...at, source: placed.line(at.line) }
    const claim = spoken.never.get(personal.guess.kind.name)
    if (claim) return [heldThoughNever(personal, spot, claim, spoken.prose)]
    return !spoken.isKnown || isCovered(personal, spoken) ? [] : [uncovered(personal, spot)]
  })
  return {
    findings,
    tables: ddl.catalogue.tables.length,
    columns: ddl.catalogue.tables.reduce((sum, { columns }) => sum + columns.length, 0),
    personal: found.length,
    covered: open.length - findings.length,
    setAside: setAside.length,
  }
}

type Personal = LikelyColumn<DdlTable>

/** A sentence speaks of its kind, or says the words of its name or of its kind’s label. */
function isCovered({ column, guess: { kind } }: Personal, { kinds, words }: Spoken): boolean {
  if (kinds.has(kind.name)) return true
  const label = things.some((thing) => thing.kinds.includes(kind.name)) ? null : kind.label
  const said = [nameWords(column), label].filter((name) => name !== null && name.trim().length > 3)
  return said.some((name) => words.includes(` ${wordsOnly(name ?? '').trim()} `))
}

function nameWords({ name }: DdlColumn): string {
  return name.replaceAll(/(\p{Ll})(\p{Lu})/gu, '$1 $2').replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
}

const codeOf: Readonly<Record<'ordinary' | 'high' | 'special', LintCode>> = {
  ordinary: 'L201',
  high: 'L202',
  special: 'L203',
}

function uncovered({ table, column, guess }: Personal, spot: Spot): Finding {
  return finding(codeOf[guess.kind.sensitivity], spot, {
    details: { column: `${table.name}.${column.name}`, kind: guess.kind.label },
    reason: guess.reason,
    confidence: guess.confidence,
    about: { table: table.name, column: column.name, kind: guess.kind.name },
  })
}

function heldThoughNever({ table, column, guess }: Personal, spot: Spot, claim: Claim, prose: Prose): Finding {
  return finding('L204', spot, {
    details: { column: `${table.name}.${column.name}`, kind: guess.kind.label, verb: participle(claim.verb) },
    reason: `${guess.reason}, and a sentence says never`,
    confidence: Math.round(guess.confidence * 90) / 100,
    related: [{ ...prose.spot(claim.sentence, claim.at, claim.length), message: 'the sentence' }],
    about: { table: table.name, column: column.name, kind: guess.kind.name },
  })
}
