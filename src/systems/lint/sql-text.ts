// Whether a file given as the privacy text is SQL: somebody forgot the text, or named the two in the wrong order. Linear in its length.

/** What stands before the first statement of a dump: comments, semicolons left of them, and lines for the shell of a database. */
const lead = /(?:[\s;]+|--[^\n]*(?:\n|$)|#[^\n]*(?:\n|$)|\\[a-z]+[^\n]*(?:\n|$)|\/\*[^]*?\*\/)*/iy

const opening =
  /^(?:(?:create|alter|drop|truncate)\s+(?:or\s+replace\s+|temp\w*\s+|unlogged\s+|unique\s+|global\s+|virtual\s+)*(?:table|schema|database|type|domain|extension|sequence|view|materialized|function|procedure|trigger|index|role|user)\b|insert\s+(?:ignore\s+)?into\b|replace\s+into\b|delete\s+from\b|set\s+[\w.@]+\s*(?:=|to\b)|pragma\s+\w|begin\s*(?:transaction\s*|work\s*)?;|start\s+transaction\s*;|use\s+[`"[\w]+\]?\s*(?:;|\n)|(?:un)?lock\s+tables\b|comment\s+on\s|grant\s+\w+\s+on\s)/i

const statement =
  /^[ \t]*(?:create\s[^;(]{0,200}\b(?:table|type|view|function|index|database|schema|extension)\b|alter\s+table\b|insert\s+into\b|drop\s+(?:table|database|schema|view)\b|comment\s+on\s)/im

/** Signs looked at. */
const lookedAt = 100_000

/** Whether a text is SQL from its first statement on. Markdown with SQL in it is none. */
export function isSql(text: string): boolean {
  const begins = text.slice(0, lookedAt)
  lead.lastIndex = 0
  const [before = ''] = lead.exec(begins) ?? []
  const rest = begins.slice(before.length)
  return opening.test(rest.slice(0, 400)) && statement.test(rest) && /[;(]/.test(rest)
}
