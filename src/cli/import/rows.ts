// Rows of a file, one after the other, with the line each began on. The file streams: its size does not matter.

import { parse } from 'csv-parse'
import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline/promises'
import type { Row } from './map.ts'

/** A row, or why a line is none. `line` counts from 1; a header is line 1. */
export type Line = { readonly line: number; readonly row: Row } | { readonly line: number; readonly reason: string }

const recordBytesMax = 1024 * 1024

/** The rows of a CSV file (RFC 4180, a byte order mark allowed) whose first line names the columns. A row of another length is refused. */
export async function* csvRows(path: string, separator = ','): AsyncGenerator<Line> {
  const skipped: Skipped[] = []
  const options = { bom: true, columns: true, delimiter: separator, info: true, max_record_size: recordBytesMax, skip_empty_lines: true, skip_records_with_error: true } // prettier-ignore
  const rows = createReadStream(path).pipe(
    parse({ ...options, on_skip: (error) => void skipped.push(skippedLine(error)) }),
  )
  let over = 0
  for await (const { record, info } of rows as AsyncIterable<{ record: Row; info: { lines: number } }>) {
    const values = Object.values(record).join('')
    // the parser runs ahead of us: what it skipped may lie below this row
    while (skipped[0] && skipped[0].line < info.lines) yield refusedLine(skipped.shift()!, over)
    over += count(values, /\r\n/g)
    yield { line: info.lines - over - count(values, /\r\n|\n|\r/g), row: record }
  }
  for (const one of skipped) yield refusedLine(one, over)
}

interface Skipped {
  readonly line: number
  readonly code: string
}

function skippedLine(
  error: (Error & { readonly code?: string; readonly [detail: string]: unknown }) | undefined,
): Skipped {
  return { line: Number(error?.['lines'] ?? 0), code: error?.code ?? 'unknown' }
}

function refusedLine({ line, code }: Skipped, over: number): Line {
  return { line: line - over, reason: `the row is not CSV as the header says (${code})` }
}

/** The parser counts the line a row ends on, and a CRLF within quotes twice; a row begins above the newlines its values hold. */
function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0
}

/** The rows of a file of JSON Lines: an object a line; empty lines are passed over. */
export async function* jsonRows(path: string): AsyncGenerator<Line> {
  let line = 0
  for await (const text of createInterface({ input: createReadStream(path, 'utf8'), crlfDelay: Infinity })) {
    line += 1
    if (text.trim() !== '') yield jsonLine(line, text.replace(/^\uFEFF/, ''))
  }
}

function jsonLine(line: number, text: string): Line {
  if (text.length > recordBytesMax) return { line, reason: 'the line is longer than 1 MiB' }
  try {
    const row: unknown = JSON.parse(text)
    if (typeof row === 'object' && row !== null && !Array.isArray(row)) return { line, row: row as Row } // any object is a row
  } catch {
    return { line, reason: 'the line is not JSON' }
  }
  return { line, reason: 'the line is not an object' }
}
