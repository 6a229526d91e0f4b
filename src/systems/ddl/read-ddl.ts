// DDL to a catalogue in which every table and column knows its line. Any text is read to its end or to where something is not closed, in
// time linear in its length; what was not understood is told with its line.

import { buildCatalogue, type DdlCatalogue } from './builder.ts'
import { isWord } from './cursor.ts'
import { placesOf, type Place } from './places.ts'
import { readStatement, type Tell } from './statements.ts'
import { scan, type Dialect, type Scanner, type Token } from './tokens.ts'

/** Something the reading could not make sense of. `unclosed`: the rest of the file was not read. */
export interface Trouble {
  readonly kind: 'unclosed' | 'not understood' | 'too much'
  /** what it is; for something not closed, also by what it is closed */
  readonly what: string
  readonly closedBy: string
  readonly at: Place
}

/** What a file of DDL says. */
export interface Ddl {
  readonly dialect: Dialect
  readonly catalogue: DdlCatalogue
  readonly troubles: readonly Trouble[]
  /** lines with a comment that says `not personal`, and the comment */
  readonly notPersonal: ReadonlyMap<number, string>
  /** lines with a comment that says which data their columns hold and what for, `personal: contact for provide`, and where it stands */
  readonly declared: ReadonlyMap<number, Declared>
}

/** What a comment says of the columns of its line, as written. */
export interface Declared {
  readonly text: string
  readonly at: Place
}

/** Most tokens of one statement that makes tables, and most columns of a file: what is above is told, not read. */
const limits = { tokensMax: 200_000, columnsMax: 100_000, troublesMax: 100 } as const

/** Reads DDL. Without a dialect the text's own signs decide. */
export function readDdl(sql: string, dialect: Dialect = guessDialect(sql)): Ddl {
  const placed = placesOf(sql)
  const scanner = scan(sql, dialect)
  const builder = buildCatalogue(dialect, placed)
  const troubles: Trouble[] = []
  const told = (
    kind: Trouble['kind'],
    { start, end }: Pick<Token, 'start' | 'end'>,
    what: string,
    closedBy = '',
  ): void => {
    if (troubles.length < limits.troublesMax) troubles.push({ kind, what, closedBy, at: placed.place(start, end) })
  }
  const tell: Tell = (at, what) => told('not understood', at, what)
  for (let first = scanner.next(); first; first = scanner.next()) {
    if (isWord(first, ';')) continue
    if (builder.columnsMade() > limits.columnsMax) {
      told('too much', first, `more than ${limits.columnsMax} columns`)
      break
    }
    readOne(first, { scanner, sql, dialect, tell, told }, (tokens) => readStatement(tokens, dialect, builder, tell))
  }
  const open = scanner.unclosed()
  if (open) told('unclosed', { start: open.start, end: open.start + 1 }, open.what, open.closedBy)
  const marks = scanner.marks.map(({ start, end, text }) => ({ at: placed.place(start, end), text }))
  return {
    dialect,
    catalogue: builder.catalogue(),
    troubles,
    notPersonal: new Map(marks.flatMap(({ at, text }) => (notPersonal.test(text) ? [[at.line, text]] : []))),
    declared: new Map(marks.flatMap(({ at, text }) => (notPersonal.test(text) ? [] : [[at.line, { at, text }]]))),
  }
}

const notPersonal = /\bnot personal\b/i

interface Reading {
  readonly scanner: Scanner
  readonly sql: string
  readonly dialect: Dialect
  readonly tell: Tell
  readonly told: (kind: Trouble['kind'], at: Pick<Token, 'start' | 'end'>, what: string, closedBy?: string) => void
}

/** Reads the statement that begins with this token, or passes over it. */
function readOne(first: Token, reading: Reading, read: (tokens: readonly Token[]) => void): void {
  const { scanner, dialect, told } = reading
  if (isWord(first, 'delimiter') && dialect === 'mysql') return skipDelimited(first, reading)
  if (isData(first)) return skipData(first, reading)
  const tokens = [first]
  let length = 1
  for (let token = scanner.next(); token && !isWord(token, ';'); token = scanner.next()) {
    length += 1
    if (length <= limits.tokensMax) tokens.push(token)
  }
  if (length > limits.tokensMax) told('too much', first, `a statement of more than ${limits.tokensMax} words`)
  else if (isRoutine(tokens)) skipRoutine(tokens, reading)
  else if (!scanner.unclosed()) read(tokens)
}

const dataWords = ['insert', 'replace', 'update', 'delete', 'copy', 'values', 'select', 'with']

function isData(first: Token): boolean {
  return dataWords.some((word) => isWord(first, word))
}

/** Passes over rows. What follows `copy … from stdin` stands there as it is, up to a line `\.`. */
function skipData(first: Token, { scanner, told }: Reading): void {
  const isCopy = isWord(first, 'copy')
  let isInline = false
  for (let token: Token | null = first; token && !isWord(token, ';'); token = scanner.next()) {
    isInline ||= isCopy && isWord(token, 'stdin')
    if (!isCopy) scanner.skipPlain()
  }
  if (isInline && scanner.skipPast(/^\\\.\r?$/) === null) told('unclosed', first, 'data', '\\.')
}

/** Words within which a statement says that it makes a routine: `create or replace definer = … trigger`. */
const routineWords = 24
const routines = ['trigger', 'procedure', 'function', 'event']
const noRoutines = ['table', 'view', 'index', 'type', 'sequence', 'policy', 'rule']

function isRoutine([first, ...rest]: readonly Token[]): boolean {
  if (!isWord(first, 'create')) return false
  const kind = rest
    .slice(0, routineWords)
    .find((token) => [...routines, ...noRoutines].some((word) => isWord(token, word)))
  return routines.some((word) => isWord(kind, word))
}

/** Passes over a routine: between `begin` and `end` its body has ends of statements in it. */
function skipRoutine(tokens: readonly Token[], { scanner, told }: Reading): void {
  let depth = 0
  let before: Token | undefined
  const count = (token: Token): void => {
    if (isWord(before, 'end')) depth -= insideRoutine.some((word) => isWord(token, word)) ? 0 : 1
    else if (isWord(token, 'begin') || isWord(token, 'case')) depth += 1
    before = token
  }
  for (const token of tokens) count(token)
  if (isWord(before, 'end')) depth -= 1
  for (let token = depth > 0 ? scanner.next() : null; token; token = scanner.next()) {
    count(token)
    if (depth <= 0 && isWord(token, ';')) return
  }
  if (depth > 0 && !scanner.unclosed() && tokens[0]) told('unclosed', tokens[0], 'routine', 'end')
}

/** What `end` may end that `begin` did not begin. */
const insideRoutine = ['if', 'loop', 'while', 'repeat', 'for']

/** Passes over what stands between `delimiter //` and `delimiter ;`: routines. A table made or changed there is told. */
function skipDelimited(first: Token, { scanner, sql, tell }: Reading): void {
  const lineEnd = sql.indexOf('\n', first.end)
  if (sql.slice(first.end, lineEnd < 0 ? undefined : lineEnd).trim() === ';') return void scanner.next()
  const skipped = scanner.skipPast(/^[ \t]*delimiter[ \t]+;[ \t]*\r?$/) ?? sql.slice(first.end)
  if (/^\s*(?:create|alter)\s+(?:temporary\s+)?table\b/im.test(skipped))
    tell(first, 'a table made between two `delimiter`')
}

// --- the dialect ----------------------------------------------------------------------------------------------------

const looked = 1024 * 1024

/** What only one dialect writes. */
const signs: readonly (readonly [dialect: Dialect, pattern: RegExp, weight: number])[] = [
  ['mysql', /\bengine\s*=\s*\w+|\bauto_increment\b|\bdefault charset\b|\/\*!\d{5}|\bunsigned\b|\b(?:tiny|medium)int\b|\b(?:medium|long)text\b|\bon update current_timestamp\b|^\s*use `/gim, 3],
  ['mysql', /`\w+`/g, 1],
  ['sqlite', /\bautoincrement\b|^\s*pragma\b|\bwithout rowid\b|\bsqlite_\w+|\)\s*strict\s*;|\busing fts[345]\b|\bstrftime\s*\(|\bdatetime\s*\(\s*'now'|\[\w+ ?\w*\]\s+\w/gim, 5],
  ['postgres', /^\\(?:c|connect|restrict|\.)\b|\b(?:big|small)?serial\b|\btimestamptz\b|\bjsonb\b|\buuid\b|\bbytea\b|\$\$|::\w|\bcharacter varying\b|\bwith(?:out)? time zone\b|\bsearch_path\b|\bplpgsql\b|\bowner to\b|\bpg_catalog\b|\bgenerated (?:always|by default) as identity\b|\bcomment on\b|\bcreate (?:extension|domain|type)\b|\btext\[\]/gim, 2],
] // prettier-ignore

/** The dialect whose signs weigh most in the first megabyte; PostgreSQL where nothing tells. */
function guessDialect(sql: string): Dialect {
  const text = sql.slice(0, looked).replaceAll(/'[^']*'/g, "''") // what rows say is no sign
  const weights: Record<Dialect, number> = { postgres: 0, mysql: 0, sqlite: 0 }
  for (const [dialect, pattern, weight] of signs) weights[dialect] += weight * (text.match(pattern)?.length ?? 0)
  const order: readonly Dialect[] = ['postgres', 'mysql', 'sqlite']
  return order.reduce((best, one) => (weights[one] > weights[best] ? one : best))
}
