// A statement's tokens, read from left to right: words compared without their case, names taken apart, brackets passed over as a whole.

import type { Dialect, Token } from './tokens.ts'

/** A name as it stands in the SQL: its parts in the database's own spelling, and where its last part stands. */
export interface QualifiedName {
  readonly schema: string | null
  readonly name: string
  readonly at: Token
}

/** Reads through the tokens of one statement. */
export interface Cursor {
  readonly peek: (ahead?: number) => Token | undefined
  readonly take: () => Token | undefined
  /** whether these words come next, in this order */
  readonly sees: (...words: readonly string[]) => boolean
  /** takes these words if they come next */
  readonly takes: (...words: readonly string[]) => boolean
  /** takes a name, quoted or not; null where none stands */
  readonly name: () => { readonly name: string; readonly at: Token } | null
  /** takes `schema.table`, with a catalogue's name before it or not */
  readonly qualified: () => QualifiedName | null
  /** takes a bracket and all that stands in it, and answers what does; null where none opens */
  readonly bracket: () => readonly Token[] | null
  readonly dialect: Dialect
}

/** A cursor at the first of some tokens. */
export function cursorOver(tokens: readonly Token[], dialect: Dialect): Cursor {
  let at = 0
  const sees = (...words: readonly string[]): boolean => words.every((word, i) => isWord(tokens[at + i], word))
  const name = (): { name: string; at: Token } | null => {
    const token = tokens[at]
    if (!token || !isName(token, dialect)) return null
    at += 1
    return { name: spelled(token, dialect), at: token }
  }
  return {
    dialect,
    sees,
    name,
    peek: (ahead = 0) => tokens[at + ahead],
    take: () => tokens[at++],
    takes: (...words) => {
      const isThere = sees(...words)
      if (isThere) at += words.length
      return isThere
    },
    qualified: () => {
      const parts = []
      for (let part = name(); part; part = isWord(tokens[at], '.') ? (at++, name()) : null) parts.push(part)
      const last = parts.at(-1)
      return last ? { schema: parts.at(-2)?.name ?? null, name: last.name, at: last.at } : null
    },
    bracket: () => {
      if (!isWord(tokens[at], '(')) return null
      const from = at + 1
      let depth = 0
      do {
        if (isWord(tokens[at], '(')) depth += 1
        else if (isWord(tokens[at], ')')) depth -= 1
        at += 1
      } while (depth > 0 && at < tokens.length)
      return tokens.slice(from, depth === 0 ? at - 1 : at)
    },
  }
}

/** Whether a token is this word or sign, unquoted. */
export function isWord(token: Token | undefined, word: string): boolean {
  return (
    token !== undefined &&
    token.text.length === word.length &&
    (token.kind === 'word' || token.kind === 'sign') &&
    token.text.toLowerCase() === word
  )
}

/** SQLite and MySQL take a text for a name where only a name can stand. */
function isName({ kind }: Token, dialect: Dialect): boolean {
  return kind === 'word' || kind === 'name' || (kind === 'text' && dialect !== 'postgres')
}

/** PostgreSQL folds what is not quoted to lower case; the others keep it as it was written. */
export function spelled({ kind, text }: Token, dialect: Dialect): string {
  return kind === 'word' && dialect === 'postgres' ? text.toLowerCase() : text
}

/** Cuts tokens at the commas that stand in no bracket. */
export function cutAtCommas(tokens: readonly Token[]): readonly (readonly Token[])[] {
  const parts: Token[][] = [[]]
  let depth = 0
  for (const token of tokens) {
    if (isWord(token, '(')) depth += 1
    else if (isWord(token, ')')) depth -= 1
    if (depth === 0 && isWord(token, ',')) parts.push([])
    else parts.at(-1)?.push(token)
  }
  return parts.filter((part) => part.length > 0)
}
