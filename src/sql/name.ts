// Names of tables, columns and policies. They cannot be bound, so this is the one place that quotes them; what no engine could hold
// as it stands is refused rather than mended (security.md, threat 8).

import { utf8 } from '../base/index.ts'

/** The SQL dialects we print. */
export type Dialect = 'postgres'

/** How a dialect writes a name, and how many bytes of it an engine keeps: a longer one would be cut off without a word. */
const dialects: Record<Dialect, { readonly quote: string; readonly bytesMax: number }> = {
  postgres: { quote: '"', bytesMax: 63 },
}

const named = Symbol('name')

/** A name to be quoted when its dialect is known: one part, or schema and table. Known by a symbol, like a piece of SQL. */
export interface Name {
  readonly [named]: true
  readonly parts: readonly string[]
}

/** A name of one or more parts, for use in a `sql` template: `name('app', 'case')`. */
export function name(...parts: readonly [string, ...string[]]): Name {
  return { [named]: true, parts }
}

/** Whether something is a name made here. */
export function isName(insert: unknown): insert is Name {
  return typeof insert === 'object' && insert !== null && named in insert
}

/**
 * A name in quotes, with quotes inside it doubled. Throws a RangeError on what the dialect cannot hold as written: an empty name, U+0000,
 * a lone surrogate, or more bytes than the engine keeps.
 */
export function quoteName(part: string, dialect: Dialect): string {
  const { quote, bytesMax } = dialects[dialect]
  if (part === '' || part.includes('\0') || !part.isWellFormed()) throw new RangeError('not a name that SQL can hold')
  if (utf8(part).length > bytesMax) throw new RangeError(`a name longer than ${bytesMax} bytes`)
  return quote + part.replaceAll(quote, quote + quote) + quote
}
