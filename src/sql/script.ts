// SQL that stands in a file: where nothing can be bound, as in the text of a policy of a table, values are printed as literals.
// The same pieces, the same names; only what `print` would have bound is written out here.

import { printWith, type PrintedSql, type Sql, type SqlValue } from './sql.ts'

/** Prints a piece of SQL with its values written out, for a script that is run as it stands. Throws a RangeError on U+0000 and on bytes. */
export function printScript(query: Sql): PrintedSql['text'] {
  return printWith(query, literal)
}

function literal(value: SqlValue): string {
  if (value === null) return 'null'
  if (value instanceof Date) return quoted(value.toISOString())
  if (value instanceof Uint8Array) throw new RangeError('bytes do not stand in a script')
  if (Array.isArray(value)) return `array[${(value as readonly SqlValue[]).map(literal).join(', ')}]`
  if (typeof value === 'string') return quoted(value)
  if (typeof value === 'number' && !Number.isFinite(value)) throw new RangeError('not a number that SQL can hold')
  return String(value)
}

/** A text in quotes, the same whatever `standard_conforming_strings` says. */
function quoted(text: string): string {
  if (text.includes('\0') || !text.isWellFormed()) throw new RangeError('not a text that SQL can hold')
  const doubled = text.replaceAll("'", "''")
  return doubled.includes('\\') ? ` E'${doubled.replaceAll('\\', '\\\\')}'` : `'${doubled}'`
}
