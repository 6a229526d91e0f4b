// A piece of SQL: text written by us, names to be quoted, values to be bound. Pieces nest; printing numbers the values.
// The text parts come only from template literals in our own source, so a value can never become text.

import { quoteName, type Dialect, type Name } from './name.ts'

/** What may be bound to a placeholder. */
export type SqlValue = string | number | boolean | bigint | Date | Uint8Array | null | readonly SqlValue[]

/** A piece of SQL, ready to be put into another or to be printed. */
export interface Sql {
  readonly kind: 'sql'
  readonly pieces: readonly Piece[]
}

type Piece = string | Name | { readonly kind: 'value'; readonly value: SqlValue }

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
  return {
    kind: 'sql',
    pieces: strings.flatMap((text, i) => (i === 0 ? [text] : [...piecesOf(inserts[i - 1]!), text])),
  }
}

/** A value to bind. Put into a query several times, it is bound once and its placeholder repeated. */
export function bind(value: SqlValue): Sql {
  return { kind: 'sql', pieces: [{ kind: 'value', value }] }
}

/** Pieces one after the other with a word of ours between them. */
export function join(parts: readonly Sql[], between: ' and ' | ' or ' | ', '): Sql {
  return { kind: 'sql', pieces: parts.flatMap((part, i) => (i === 0 ? part.pieces : [between, ...part.pieces])) }
}

/** Prints for a driver. `first` is the number of the first placeholder, for text that goes into a larger query. */
export function print(
  query: Sql,
  { dialect = 'postgres', first = 1 }: { dialect?: Dialect; first?: number } = {},
): PrintedSql {
  const values: SqlValue[] = []
  const numbers = new Map<Piece, number>()
  const numberOf = (piece: Extract<Piece, { kind: 'value' }>): number => {
    const known = numbers.get(piece)
    if (known !== undefined) return known
    const number = first + values.push(piece.value) - 1
    numbers.set(piece, number)
    return number
  }
  const text = query.pieces.map((piece) => {
    if (typeof piece === 'string') return piece
    if (piece.kind === 'name') return piece.parts.map((part) => quoteName(part, dialect)).join('.')
    return `$${numberOf(piece)}`
  })
  return { text: text.join(''), values }
}

function piecesOf(insert: Sql | Name | SqlValue): readonly Piece[] {
  if (isKind(insert, 'sql')) return insert.pieces
  if (isKind(insert, 'name')) return [insert]
  return [{ kind: 'value', value: insert as SqlValue }] // the two other members of the union are handled above
}

function isKind<K extends 'sql' | 'name'>(
  insert: Sql | Name | SqlValue,
  kind: K,
): insert is Extract<Sql | Name, { kind: K }> {
  return typeof insert === 'object' && insert !== null && 'kind' in insert && insert.kind === kind
}
