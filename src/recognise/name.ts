// From the words of a column's name, its table and its type to the kind of personal data it seems to hold. The longest telling run of
// words wins; words beside it, the table and the type raise or void it (docs/spec/recognise.md, confidence).

import {
  aboutTable,
  aboutWhom,
  cutGlued,
  isColumnWord,
  plain,
  singular,
  weighWord,
  wordsOf,
  type About,
} from './column-words.ts'
import { kindOf, kindRows, type Holds, type Kind, type KindRow, type Reach } from './kinds.ts'

/** A column by its names, and its type's name as its database gives it. */
export interface NamedColumn {
  readonly schema?: string
  readonly table: string
  readonly column: string
  readonly type: string
}

/** What something is taken for, how surely (0–1), and why, in one clause for people. It holds no value of the data. */
export interface Guess {
  readonly kind: Kind
  readonly confidence: number
  readonly reason: string
}

/** From here on a guess is worth a person's time; below it the answer is null. */
export const likelyFrom = 0.5

interface Clue {
  readonly row: KindRow
  readonly weight: number
  readonly reach: Reach
}

const clues = new Map<string, Clue[]>()
for (const row of kindRows)
  for (const [weight, reach, words] of row.words)
    for (const phrase of words.split(', ')) {
      const key = plain(phrase).replace(/[^\p{L}\p{N}]/gu, '')
      clues.set(key, [...(clues.get(key) ?? []), { row, weight, reach }])
    }

const voids = new Map(kindRows.map(({ name, not }) => [name, new Set(not.split(', ').filter((word) => word !== ''))]))

/** Longest run of words that is one telling phrase. */
const runMax = 5

/** How far a word's weight carries, by what its column or table is about. */
const carries: Readonly<Record<Reach, Readonly<Record<About | 'unknown', number>>>> = {
  anywhere: { person: 1, party: 1,   unknown: 0.95, organisation: 0.7, thing: 0.75 },
  party:    { person: 1, party: 1,   unknown: 0.58, organisation: 0.4, thing: 0.25 },
  person:   { person: 1, party: 0.5, unknown: 0.45, organisation: 0.3, thing: 0.2 },
} // prettier-ignore

/** What is left of a clue that the words beside it, or the type, speak against. */
const voided = 0.3

const typeNames: readonly (readonly [RegExp, Holds])[] = [
  [/^(bool|boolean|bit)\b/, 'boolean'],
  [/^(inet|cidr)\b/, 'inet'],
  [/^macaddr/, 'macaddr'],
  [/^(uuid|uniqueidentifier)\b/, 'uuid'],
  [/^(date|time|timestamp|timestamptz|datetime|smalldatetime|year|interval)/, 'moment'],
  [/^(bytea|blob|tinyblob|mediumblob|longblob|binary|varbinary|image|raw)\b/, 'bytes'],
  [/^(json|jsonb|hstore|xml)\b/, 'document'],
  [/^(point|geometry|geography|box|polygon|path|circle|lseg|linestring)\b/, 'place'],
  [/^(int|integer|tinyint|smallint|mediumint|bigint|serial|bigserial|smallserial|numeric|decimal|number|real|float|double|money|smallmoney|int\d)/, 'number'],
  [/^(text|tinytext|mediumtext|longtext|char|character|varchar|nchar|nvarchar|ntext|clob|string|citext|bpchar|enum|set|name)/, 'text'],
] // prettier-ignore

/** What a type of a database holds; undefined for one that is not known here, which speaks neither for nor against anything. */
function holdsOf(type: string): Holds | undefined {
  const name = type.trim().toLowerCase()
  return typeNames.find(([pattern]) => pattern.test(name))?.[1]
}

/** What a column seems to hold by its names and type; null where no word of them says so. */
export function recogniseName(column: NamedColumn): Guess | null {
  const best = guessesByName(column)[0]
  return best !== undefined && best.confidence >= likelyFrom ? best : null
}

/** Every kind that a column's words speak for, the surest first, also those that do not suffice alone. */
export function guessesByName(column: NamedColumn): readonly Guess[] {
  const tableWords = gluedCut(wordsOf(column.table))
  const words = gluedCut(wordsOf(column.column))
  const holds = holdsOf(column.type)
  const table = aboutTable(tableWords) ?? aboutTable(wordsOf(column.schema ?? ''))
  const byWords = runsOf(words).map((run) => weigh(run, { words, tableWords, table, holds }))
  const byType = guessByType(holds, table)
  const best = new Map<string, Guess>()
  for (const guess of [...byWords, ...byType]) {
    const known = best.get(guess.kind.name)
    if (known === undefined || guess.confidence > known.confidence) best.set(guess.kind.name, guess)
  }
  return [...best.values()].toSorted((a, b) => b.confidence - a.confidence)
}

function gluedCut(words: readonly string[]): readonly string[] {
  return words.flatMap((word) => cutGlued(word, (part) => clues.has(part) || isColumnWord(part)))
}

interface Run extends Clue {
  readonly from: number
  readonly to: number
}

/** Telling runs of words; one that lies within a longer one says nothing of its own: `name` in `user name`. */
function runsOf(words: readonly string[]): readonly Run[] {
  const runs: Run[] = []
  for (let from = 0; from < words.length; from += 1)
    for (let to = from + 1; to <= Math.min(words.length, from + runMax); to += 1)
      for (const clue of clues.get(words.slice(from, to).join('')) ?? []) runs.push({ ...clue, from, to })
  const within = (a: Run, b: Run): boolean => b.from <= a.from && a.to <= b.to && b.to - b.from > a.to - a.from
  return runs.filter((run) => !runs.some((other) => within(run, other)))
}

interface Setting {
  readonly words: readonly string[]
  readonly tableWords: readonly string[]
  readonly table: About | undefined
  readonly holds: Holds | undefined
}

function weigh(run: Run, setting: Setting): Guess {
  const place = placeOf(run, setting)
  const reach = isSaidTwice(run, setting) ? 'anywhere' : run.reach
  const carried = run.weight * carries[reach][place ?? 'unknown']
  const sure = place === 'person' ? 1 - (1 - carried) * 0.6 : carried
  const confidence = round(isVoided(run, setting) ? sure * voided : sure)
  const said = setting.words.slice(run.from, run.to).join(' ')
  return { kind: kindOf(run.row.name), confidence, reason: `its name says “${said}”${placeWords[place ?? 'unknown']}` }
}

/** Name and type say the same: `ip inet`. */
function isSaidTwice({ row }: Run, { holds }: Setting): boolean {
  return holds !== undefined && typesThatTell[holds]?.[0] === row.name
}

const placeWords: Readonly<Record<About | 'unknown', string>> = {
  person: ', of a person',
  party: ', where a person takes part',
  organisation: ', though perhaps of an organisation',
  thing: ', though perhaps of a thing',
  unknown: '',
}

/** What the run is about: a person in the run itself, then the word before it (`company_phone`), then the table. */
function placeOf({ from, to, reach }: Run, { words, tableWords, table }: Setting): About | undefined {
  if (words.slice(from, to).some((word) => aboutWhom(word) === 'person')) return 'person'
  const before = words.slice(0, from).filter((word) => !isOwnWord(word, tableWords))
  const said = before.map(aboutWhom).findLast((who) => who !== undefined)
  if (said !== undefined) return said
  const isQualified = before.some((word) => weighWord(word) === 'unknown')
  return isQualified && reach === 'person' ? undefined : table
}

/** A column that repeats its table’s name, or its beginning, says nothing new: `cust_name` in `customers`. */
function isOwnWord(word: string, tableWords: readonly string[]): boolean {
  return word.length > 1 && tableWords.some((tableWord) => tableWord.startsWith(word))
}

function isVoided({ row, from, to }: Run, { words, tableWords, holds }: Setting): boolean {
  const [before, after] = [words.slice(0, from), words.slice(to)]
  const mayBeFlag = row.holds.includes('boolean')
  const not = voids.get(row.name)
  return (
    (holds !== undefined && !row.holds.includes(holds)) ||
    [...before, ...after, ...tableWords].some((word) => not?.has(word) || not?.has(singular(word))) ||
    after.some((word) => weighWord(word) !== 'neutral') ||
    (!mayBeFlag && before.some((word) => weighWord(word) === 'voiding' && aboutWhom(word) !== 'party'))
  )
}

const typesThatTell: Readonly<Partial<Record<Holds, readonly [kind: string, weight: number]>>> = {
  inet: ['ip', 0.85],
  macaddr: ['mac', 0.85],
}

/** Some types hold one kind alone, whatever the column is called. */
function guessByType(holds: Holds | undefined, table: About | undefined): readonly Guess[] {
  const [name, weight] = (holds && typesThatTell[holds]) ?? []
  if (name === undefined || weight === undefined) return []
  const confidence = round(weight * carries.party[table ?? 'unknown'])
  return [{ kind: kindOf(name), confidence, reason: 'its type holds nothing else' }]
}

function round(confidence: number): number {
  return Math.round(confidence * 100) / 100
}
