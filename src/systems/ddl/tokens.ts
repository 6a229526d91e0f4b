// The words of DDL in three dialects: quotes, comments, dollar quotes and conditional comments, each token with its place. One pass from
// left to right; nothing is read twice but what a closing mark is searched in, so time is linear in the text.

/** A dialect of SQL that the lint reads. */
export type Dialect = 'postgres' | 'mysql' | 'sqlite'

/** A token. `name` is a quoted identifier, `text` a string; both carry what they mean, without quotes. */
export interface Token {
  readonly kind: 'word' | 'name' | 'text' | 'number' | 'sign'
  readonly text: string
  /** offsets into the SQL; `end` is exclusive */
  readonly start: number
  readonly end: number
}

/** Something opened that nothing closes: the reading ends there. */
export interface Unclosed {
  readonly what: string
  readonly closedBy: string
  readonly start: number
}

/** A comment that says of the columns on its line that they are not personal, or which data they hold: `personal: contact for provide`. */
export interface Mark {
  readonly start: number
  readonly end: number
  readonly text: string
}

/** Reads tokens one after the other. */
export interface Scanner {
  /** The next token; null at the end, or where something is not closed. */
  readonly next: () => Token | null
  /** Goes on behind the first `mark` that follows and answers what was passed over; null where none follows, and the rest is passed over. */
  readonly skipPast: (mark: RegExp) => string | null
  /** Passes over signs that open nothing and end nothing: rows of an insert are long. */
  readonly skipPlain: () => void
  readonly unclosed: () => Unclosed | null
  readonly marks: readonly Mark[]
}

const spaces = /\s+/y
const words = /[\p{L}\p{M}_@][\p{L}\p{M}\p{N}_$@]*/uy
const numbers = /\d[\w.]*/y
const plainRun = /[^'"`;$#\-/*\\[]+/y
const dollar = /\$(?:[\p{L}_][\p{L}\p{N}_]*)?\$/uy
const conditional = /\/\*M?!\d*/y
const marked = /\bnot personal\b|\bpersonal:/i

/** A scanner over SQL of one dialect. */
export function scan(sql: string, dialect: Dialect): Scanner {
  let at = 0
  let unclosed: Unclosed | null = null
  let inConditional = false
  const marks: Mark[] = []

  const fail = (what: string, closedBy: string, start: number): null => {
    unclosed ??= { what, closedBy, start }
    at = sql.length
    return null
  }
  const match = (pattern: RegExp): string | null => {
    pattern.lastIndex = at
    return pattern.exec(sql)?.[0] ?? null
  }
  const comment = (end: number): void => {
    const text = sql.slice(at, end)
    if (marked.test(text)) marks.push({ start: at, end, text: text.replaceAll(/^(?:--|#|\/\*)\s*|\s*\*\/$/g, '') })
    at = end
  }

  /** Passes over white space, comments and lines for a client; false where a comment never ends. */
  function skipGap(): boolean {
    for (;;) {
      at += match(spaces)?.length ?? 0
      const [one, two] = [sql[at], sql[at + 1]]
      if (isLineComment(one, two, sql[at + 2], dialect) || (one === '\\' && dialect === 'postgres')) comment(lineEnd())
      else if (inConditional && one === '*' && two === '/') [at, inConditional] = [at + 2, false]
      else if (one !== '/' || two !== '*') return true
      else if (dialect === 'mysql' && match(conditional))
        [at, inConditional] = [at + (match(conditional)?.length ?? 0), true]
      else if (!skipBlock()) return false
    }
  }

  function lineEnd(): number {
    const end = sql.indexOf('\n', at)
    return end < 0 ? sql.length : end
  }

  function skipBlock(): boolean {
    const end = dialect === 'postgres' ? nestedEnd() : sql.indexOf('*/', at + 2) + 2
    if (end < 2) {
      fail('comment', '*/', at)
      return false
    }
    comment(end)
    return true
  }

  /** Where a comment that may hold others ends; 0 where it does not. */
  function nestedEnd(): number {
    const edges = /\/\*|\*\//g
    edges.lastIndex = at
    let depth = 0
    for (let found = edges.exec(sql); found; found = edges.exec(sql)) {
      depth += found[0] === '/*' ? 1 : -1
      if (depth === 0) return edges.lastIndex
    }
    return 0
  }

  /** What stands between two quotes; a doubled quote means one, and a backslash takes the next sign with it where the dialect says so. */
  function quoted(kind: 'name' | 'text', close: string, escapes: boolean, from = at + 1): Token | null {
    const start = at
    const edges = escapes ? new RegExp(`[\\\\${close}]`, 'g') : new RegExp(close === ']' ? '\\]' : close, 'g')
    edges.lastIndex = from
    for (let found = edges.exec(sql); found; found = edges.exec(sql)) {
      const isEscape = found[0] === '\\'
      if (isEscape || sql[edges.lastIndex] === close) {
        edges.lastIndex += 1
        continue
      }
      at = edges.lastIndex
      return { kind, text: unquote(sql.slice(from, at - 1), close, escapes), start, end: at }
    }
    return fail(kind === 'name' ? 'quoted name' : 'text', close, start)
  }

  function dollarQuoted(tag: string): Token | null {
    const start = at
    const end = sql.indexOf(tag, at + tag.length)
    if (end < 0) return fail('text', tag, start)
    at = end + tag.length
    return { kind: 'text', text: sql.slice(start + tag.length, end), start, end: at }
  }

  function next(): Token | null {
    if (unclosed || !skipGap() || at >= sql.length) return null
    const one = sql[at] ?? ''
    if (one === "'") return quoted('text', "'", dialect === 'mysql')
    if (one === '"') return quoted('name', '"', dialect === 'mysql')
    if (one === '`') return quoted('name', '`', false)
    if (one === '[' && dialect === 'sqlite') return quoted('name', ']', false)
    if (/[eE]/.test(one) && sql[at + 1] === "'" && dialect === 'postgres') return quoted('text', "'", true, at + 2)
    const tag = one === '$' && dialect === 'postgres' ? match(dollar) : null
    if (tag !== null) return dollarQuoted(tag)
    return plain('word', match(words)) ?? plain('number', match(numbers)) ?? plain('sign', sql.slice(at, at + 1))
  }

  function plain(kind: 'word' | 'number' | 'sign', text: string | null): Token | null {
    if (text === null) return null
    const start = at
    at += text.length
    return { kind, text, start, end: at }
  }

  return {
    next,
    marks,
    unclosed: () => unclosed,
    skipPlain: () => {
      at += match(plainRun)?.length ?? 0
      if (sql[at] === "'" && /[eE]/.test(sql[at - 1] ?? '')) at -= 1 // the E of a text with escapes
    },
    skipPast: (mark) => {
      const from = at
      const found = new RegExp(mark.source, 'gim')
      found.lastIndex = at
      const isThere = found.test(sql)
      at = isThere ? found.lastIndex : sql.length
      return isThere ? sql.slice(from, at) : null
    },
  }
}

/** MySQL takes `--` for a comment only before white space, and has `#` besides. */
function isLineComment(one: string | undefined, two: string | undefined, three = ' ', dialect: Dialect): boolean {
  if (dialect !== 'mysql') return one === '-' && two === '-'
  return one === '#' || (one === '-' && two === '-' && /\s/.test(three))
}

function unquote(text: string, close: string, escapes: boolean): string {
  const once = text.replaceAll(close + close, close)
  return escapes ? once.replaceAll(/\\([\s\S])/g, '$1') : once
}
