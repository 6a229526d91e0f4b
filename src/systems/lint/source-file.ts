// A file's bytes to text, or to a finding that says why they are none: what is not UTF-8, what no text holds, what is too large.

import { placesOf } from '../ddl/places.ts'
import { finding, type Finding } from './findings.ts'
import { spotOf } from './prose.ts'

/** What a file is for: it decides how large it may be, and how to make it smaller. */
export type FileKind = 'text' | 'schema'

/** What the standard input is called in findings. */
export const standardInput = 'standard input'

/** Largest file that is read, in bytes. */
export const fileBytesMax: Readonly<Record<FileKind, number>> = { text: 2 * 1024 * 1024, schema: 64 * 1024 * 1024 }

const smaller: Readonly<Record<FileKind, string>> = {
  text: 'give the privacy text alone; a text that people read has some hundred lines',
  schema: 'leave the rows out: `pg_dump --schema-only`, `mysqldump --no-data` or `sqlite3 FILE .schema`',
}

/** A file read: its text, or what keeps it from being one. */
export type SourceFile = { readonly file: string; readonly text: string } | { readonly finding: Finding }

/** Reads bytes as UTF-8 without a byte order mark. Linear in their number. */
export function readSource(file: string, bytes: Uint8Array, kind: FileKind): SourceFile {
  if (bytes.length > fileBytesMax[kind]) return { finding: tooLarge(file, bytes.length, kind) }
  const utf16 = utf16Of(bytes)
  if (utf16 !== null) return { finding: notText(file, '', 0, 'the file is UTF-16', asUtf8(file, utf16)) }
  const binary = binaryOf(bytes)
  if (binary) return { finding: notText(file, '', 0, binary.problem, binary.help ?? asText[kind]) }
  const text = new TextDecoder('utf-8').decode(bytes)
  const broken = isUtf8(bytes) ? -1 : text.indexOf('\ufffd')
  if (broken >= 0)
    return {
      finding: notText(
        file,
        text,
        broken,
        'this is not UTF-8: the file is in another encoding, or in two of them',
        `${asUtf8(file, 'WINDOWS-1252')}, or name the encoding it has`,
      ),
    }
  const control = text.search(controls)
  if (control >= 0)
    return {
      finding: notText(
        file,
        text,
        control,
        `a sign stands here that no text has (U+${hex(text.charCodeAt(control))})`,
        `take it out; if every second sign is one, the file is UTF-16: ${asUtf8(file, 'UTF-16LE')}`,
      ),
    }
  return { file, text }
}

const asText: Readonly<Record<FileKind, string>> = {
  text: 'give the file of your privacy text, in Markdown, HTML or plain text; from other forms save it as text first',
  schema: 'give the tables as SQL: `pg_dump --schema-only`, `mysqldump --no-data` or `sqlite3 FILE .schema`',
}

interface Binary {
  readonly problem: string
  readonly help?: string
}

/** First bytes of files that people name by mistake, as Latin 1. */
const beginnings: readonly (readonly [begins: string, is: string, help?: string])[] = [
  ['\x89PNG\r\n\x1a\n', 'a picture (PNG)'],
  ['\xff\xd8\xff', 'a picture (JPEG)'],
  ['GIF8', 'a picture (GIF)'],
  ['%PDF-', 'a PDF'],
  ['PK\x03\x04', 'an archive (ZIP) or a document of a word processor'],
  ['\xd0\xcf\x11\xe0', 'a document of a word processor'],
  ['\x1f\x8b', 'packed (gzip)', 'unpack it first: `gunzip`'],
  ['SQLite format 3\0', 'a database of SQLite', 'give its tables: `sqlite3 FILE .schema > schema.sql`'],
  ['PGDMP', 'a dump of PostgreSQL that is packed', 'unpack its tables: `pg_restore --schema-only -f schema.sql FILE`'],
]

/** Bytes looked at, and how many of them may be control characters in a text, as a number and as a share. */
const sampled = 8_192
const controlsMax = 2
const controlShareMax = 0.05

/** Bytes that are something else than a text in any encoding. */
function binaryOf(bytes: Uint8Array): Binary | null {
  const sample = bytes.subarray(0, sampled)
  const begins = String.fromCharCode(...sample.subarray(0, 16))
  const [, is, help] = beginnings.find(([start]) => begins.startsWith(start)) ?? []
  if (is !== undefined) return { problem: `this is not a text: it is ${is}`, ...(help !== undefined && { help }) }
  const odd = sample.filter((byte) => byte === 0x7f || (byte < 0x20 && !(byte >= 0x09 && byte <= 0x0d))).length
  return odd > controlsMax && odd / sample.length > controlShareMax
    ? { problem: 'this is not a text: its bytes are no words in any encoding' }
    : null
}

/** Which UTF-16 bytes are, with the mark or without: of plain words every second byte is NUL. */
function utf16Of(bytes: Uint8Array): string | null {
  const sample = bytes.subarray(0, sampled)
  if ([0xfeff, 0xfffe].includes(((sample[0] ?? 0) << 8) | (sample[1] ?? 0))) return 'UTF-16'
  const [even = 0, odd = 0] = [0, 1].map((side) => sample.filter((byte, i) => i % 2 === side && byte === 0).length)
  if (Math.max(even, odd) <= sample.length / 4 || Math.min(even, odd) >= sample.length / 20) return null
  return odd > even ? 'UTF-16LE' : 'UTF-16BE'
}

/** Control characters but tab, line ends and form feed. */
const controls = /(?![\t\n\v\f\r\u0085])\p{Cc}/u

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return true
  } catch {
    return false
  }
}

function asUtf8(file: string, encoding: string): string {
  return `save it as UTF-8: \`iconv -f ${encoding} -t UTF-8 ${file} > utf8-copy\``
}

function hex(code: number): string {
  return code.toString(16).toUpperCase().padStart(4, '0')
}

function notText(file: string, text: string, at: number, problem: string, help: string): Finding {
  return finding('L301', spotOf(placesOf(text), file, at, 1), {
    details: { problem, help },
    reason: 'its bytes say so',
    confidence: 1,
  })
}

/** The finding for a file of so many bytes, which was not read. */
export function tooLarge(file: string, bytes: number, kind: FileKind): Finding {
  const problem = `the file has ${megabytes(bytes)} MB, and the lint takes ${megabytes(fileBytesMax[kind])}`
  return finding('L302', spotOf(placesOf(''), file, 0, 1), {
    details: { problem, help: smaller[kind] },
    reason: 'its size says so',
    confidence: 1,
  })
}

function megabytes(bytes: number): string {
  return String(Math.ceil((bytes / 1024 / 1024) * 10) / 10)
}
