// A privacy text and the schemas beside it to findings: pure, in time linear in their length. Nothing is read but what is handed in.

import { readDdl, type Ddl, type Trouble } from '../ddl/read-ddl.ts'
import { placesOf } from '../ddl/places.ts'
import type { Dialect } from '../ddl/tokens.ts'
import { claimsIn, type Claim } from './claims.ts'
import { findContradictions } from './contradictions.ts'
import { compareWithText, spokenOf, type Coverage } from './coverage.ts'
import { finding, type Finding } from './findings.ts'
import { languageOf } from './language.ts'
import type { LintCode } from './lint-table.ts'
import { readProse, spotOf, type Prose } from './prose.ts'
import { standardInput } from './source-file.ts'
import { isSql } from './sql-text.ts'
import { otherThanProse } from './other-text.ts'
import { findNumbersInWords, findUntestable } from './untestable.ts'

/** A file by its name and its text. */
export interface NamedText {
  readonly file: string
  readonly text: string
}

/** What was looked at in a schema. */
export type SchemaLooked = Omit<Coverage, 'findings'> & { readonly file: string; readonly dialect: Dialect }

/** What the lint found and what it looked at. */
export interface Lint {
  /** in the order of files and places: the text first, then the schemas as they were given */
  readonly findings: readonly Finding[]
  readonly text: { readonly file: string; readonly sentences: number; readonly language: string }
  readonly schemas: readonly SchemaLooked[]
}

/** Most findings of one file that are shown. */
const findingsMax = 2_000

/** Lints a text, alone or against schemas. Without a dialect each schema’s own signs decide. */
export function lint(text: NamedText, schemas: readonly NamedText[] = [], dialect?: Dialect): Lint {
  if (isSql(text.text)) return sqlInPlaceOf(text, schemas)
  const other = otherThanProse(text.file, text.text)
  if (other !== null) return unreadText(text, other, 'L310', { what: other }, 'its name or its form says so')
  const prose = readProse(text.file, text.text)
  const language = languageOf(prose)
  const claims = claimsIn(prose)
  const spoken = spokenOf(prose, claims)
  const read = schemas.map((schema) => ({ ...schema, ddl: readDdl(schema.text, dialect) }))
  const looked = read.map((schema) => ({ schema, coverage: compareWithText(schema, spoken) }))
  const textFindings = [
    ...readingOf(text, prose, language, schemas.length > 0),
    ...(language === 'English' ? checksOf(prose, claims) : []),
  ]
  return {
    findings: [
      ...shown(textFindings, text),
      ...looked.flatMap(({ schema, coverage }) => shown([...troublesOf(schema), ...coverage.findings], schema)),
    ],
    text: { file: text.file, sentences: prose.sentences.length, language },
    schemas: looked.map(({ schema, coverage: { tables, columns, personal, covered, setAside } }) => ({
      file: schema.file,
      dialect: schema.ddl.dialect,
      tables,
      columns,
      personal,
      covered,
      setAside,
    })),
  }
}

/** The answer to SQL where the text belongs: how to call it, with the files that were given. */
function sqlInPlaceOf({ file, text }: NamedText, schemas: readonly NamedText[]): Lint {
  const named = (name: string): string => (name === standardInput ? '-' : /\s/.test(name) ? `'${name}'` : name)
  const other = schemas.find((schema) => !isSql(schema.text))
  const sql = [file, ...schemas.filter((schema) => schema !== other).map((schema) => schema.file)]
  const call = `kept lint ${named(other?.file ?? 'privacy.md')} --schema ${sql.map(named).join(' ')}`
  return unreadText({ file, text }, 'SQL', 'L309', { call }, 'its first statement says so')
}

/** The answer where the text is none: nothing else is looked at. */
function unreadText(
  { file, text }: NamedText,
  language: string,
  code: LintCode,
  details: Readonly<Record<string, string>>,
  reason: string,
): Lint {
  const spot = spotOf(placesOf(text), file, 0, 1)
  return {
    findings: [finding(code, spot, { details, reason, confidence: 1 })],
    text: { file, sentences: 0, language },
    schemas: [],
  }
}

function checksOf(prose: Prose, claims: readonly Claim[]): readonly Finding[] {
  return [...findUntestable(prose), ...findNumbersInWords(prose), ...findContradictions(prose, claims)]
}

/** What keeps the text from being read. */
function readingOf({ file, text }: NamedText, prose: Prose, language: string, hasSchemas: boolean): readonly Finding[] {
  const start = spotOf(placesOf(text), file, 0, 1)
  if (prose.sentences.length === 0)
    return [finding('L306', start, { details: {}, reason: 'nothing in it reads like a sentence', confidence: 1 })]
  if (language === 'English') return []
  const [first] = prose.sentences
  const consequence =
    language === 'another language' && hasSchemas
      ? 'its words are not checked, and columns are not compared with it'
      : 'its words are not checked'
  return [
    finding('L307', first ? prose.spot(first, 0, first.text.trimEnd().length) : start, {
      details: { language, consequence },
      reason: 'its smallest words say so',
      confidence: 0.8,
    }),
  ]
}

const troubleCodes: Readonly<Record<Trouble['kind'], LintCode>> = {
  unclosed: 'L303',
  'not understood': 'L304',
  'too much': 'L302',
}

/** What of a schema was not read. */
function troublesOf({ file, text, ddl }: NamedText & { readonly ddl: Ddl }): readonly Finding[] {
  const placed = placesOf(text)
  const at = (line: number): string => placed.line(line)
  const found = ddl.troubles.map(({ kind, what, closedBy, at: place }) =>
    finding(
      troubleCodes[kind],
      { file, ...place, source: at(place.line) },
      {
        details: {
          what,
          mark: closedBy,
          problem: `${what}: the rest was not read`,
          help: 'give a smaller file: the tables alone, without rows',
        },
        reason: 'the reading ended there',
        confidence: 1,
      },
    ),
  )
  const isEmpty = ddl.catalogue.tables.length === 0 && found.every(({ severity }) => severity !== 'error')
  return isEmpty
    ? [
        ...found,
        finding('L305', spotOf(placed, file, 0, 1), {
          details: {},
          reason: 'nothing in it makes a table',
          confidence: 1,
        }),
      ]
    : found
}

function shown(findings: readonly Finding[], { file, text }: NamedText): readonly Finding[] {
  const sorted = findings.toSorted((a, b) => a.line - b.line || a.column - b.column || (a.code < b.code ? -1 : 1))
  if (sorted.length <= findingsMax) return sorted
  const count = String(sorted.length - findingsMax)
  const cut = finding('L308', spotOf(placesOf(text), file, 0, 1), {
    details: { count },
    reason: 'so many that nobody would read them',
    confidence: 1,
  })
  return [...sorted.slice(0, findingsMax), cut]
}
