// A piece of SQL: text written by us, names to be quoted, values to be bound. Pieces nest; printing numbers the values.
// The text comes only from template literals in our own source: a piece is known by symbols that nothing read from outside can carry,
// so a value can never become text.

import { isName, quoteName, type Dialect, type Name } from './name.ts'

/** What may be bound to a placeholder. */
export type SqlValue = string | number | boolean | bigint | Date | Uint8Array | null | readonly SqlValue[]

const pieces = Symbol('sql')

/** A piece of SQL, ready to be put into another or to be printed. */
export interface Sql {
  readonly [pieces]: readonly Piece[]
}

type Piece = string | Name | Bound

/** A value, known by itself: the same one is bound once. */
interface Bound {
  readonly value: SqlValue
}

/** SQL as a driver takes it: text with `$1 …` and the values in order. */
export interface PrintedSql {
  readonly text: string
  readonly values: readonly SqlValue[]
}

/**
 * Makes a piece of SQL from a template. What stands in `${}` is another piece, a name, or a value to bind:
 * sql`select ${name('at')} from record where person = ${person}`.
 */
export function sql(strings: TemplateStringsArray, ...inserts: readonly (Sql | Name | SqlValue)[]): Sql {
  return made(strings.flatMap((text, i) => (i === 0 ? [text] : [...piecesOf(inserts[i - 1]!), text])))
}

/** A value to bind. Put into a query several times, it is bound once and its placeholder repeated. */
export function bind(value: SqlValue): Sql {
  return made([{ value }])
}

/** Pieces one after the other with a word of ours between them. */
export function join(parts: readonly Sql[], between: ' and ' | ' or ' | ', '): Sql {
  return made(parts.flatMap((part, i) => (i === 0 ? part[pieces] : [between, ...part[pieces]])))
}

/** Prints for a driver. `first` is the number of the first placeholder, for text that goes into a larger query. */
export function print(
  query: Sql,
  { dialect = 'postgres', first = 1 }: { dialect?: Dialect; first?: number } = {},
): PrintedSql {
  const values: SqlValue[] = []
  const numbers = new Map<Bound, number>()
  const numberOf = (bound: Bound): string => {
    const known = numbers.get(bound)
    if (known !== undefined) return `$${known}`
    const number = first + values.push(bound.value) - 1
    numbers.set(bound, number)
    return `$${number}`
  }
  return { text: written(query, dialect, numberOf), values }
}

/** Prints with every value written by a function, which must write nothing but a literal. For script.ts alone. */
export function printWith(query: Sql, write: (value: SqlValue) => string): string {
  return written(query, 'postgres', ({ value }) => write(value))
}

function written(query: Sql, dialect: Dialect, write: (bound: Bound) => string): string {
  return query[pieces]
    .map((piece) => {
      if (typeof piece === 'string') return piece
      return isName(piece) ? piece.parts.map((part) => quoteName(part, dialect)).join('.') : write(piece)
    })
    .join('')
}

function made(parts: readonly Piece[]): Sql {
  return { [pieces]: parts }
}

function piecesOf(insert: Sql | Name | SqlValue): readonly Piece[] {
  if (isSql(insert)) return insert[pieces]
  return isName(insert) ? [insert] : [{ value: insert }]
}

function isSql(insert: unknown): insert is Sql {
  return typeof insert === 'object' && insert !== null && pieces in insert
}
