// A file's bytes to text, or to a finding that says why they are none: what is not UTF-8, what no text holds, what is too large.

import { placesOf } from '../ddl/places.ts'
import { finding, type Finding } from './findings.ts'
import { spotOf } from './prose.ts'

/** What a file is for: it decides how large it may be, and how to make it smaller. */
export type FileKind = 'text' | 'schema'

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
  const utf16 = [0xfeff, 0xfffe].includes(((bytes[0] ?? 0) << 8) | (bytes[1] ?? 0))
  if (utf16) return { finding: notText(file, '', 0, 'the file is UTF-16', asUtf8(file, 'UTF-16')) }
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
