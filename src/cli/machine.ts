// What was found in files, for programs: SARIF 2.1.0 (OASIS) with what GitHub's code scanning asks for, and annotations of GitHub's
// workflows. One way for `kept lint` and for `kept check`: each brings its table of codes.

import { sha256Hex } from '../base/index.ts'
import { software } from './software.ts'

/** How much something that was found matters. */
type Severity = 'error' | 'warning' | 'note'

/** A place in a file: line and column count from 1, in UTF-16 units. */
interface Place {
  readonly file: string
  readonly line: number
  readonly column: number
  readonly length: number
}

/** Something that was found. `confidence` is 0 to 1; what is certain has none. */
export interface Told extends Place {
  readonly code: string
  readonly severity: Severity
  readonly message: string
  readonly help: string
  /** the line itself */
  readonly source: string
  readonly related: readonly (Place & { readonly message: string })[]
  readonly confidence?: number
  readonly reason?: string
}

/** Who found it: the command, the key of its fingerprints, and what its codes mean. */
export interface Finder {
  readonly name: string
  readonly fingerprint: string
  readonly table: Readonly<Record<string, CodeEntry>>
}

interface CodeEntry {
  readonly severity: Severity
  readonly title: string
  readonly reference: string
  readonly help: string
}

/** What was found as a SARIF log. Places count in UTF-16 units from 1, and a region’s end is exclusive (SARIF 3.30). */
export function sarifLog(found: readonly Told[], finder: Finder): object {
  const codes = Object.keys(finder.table).toSorted()
  const seen = new Map<string, number>()
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: finder.name,
            semanticVersion: software,
            rules: Object.entries(finder.table)
              .toSorted(byCode)
              .map(([code, entry]) => ruleOf(code, entry)),
          },
        },
        columnKind: 'utf16CodeUnits',
        invocations: [{ executionSuccessful: true }],
        results: found.map((one) => resultOf(one, codes.indexOf(one.code), finder, seen)),
      },
    ],
  }
}

function byCode([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1
}

function ruleOf(code: string, { severity, title, reference, help }: CodeEntry): object {
  return {
    id: code,
    name: title.replaceAll(/(?:^|[^a-z])([a-z])/g, (_, letter: string) => letter.toUpperCase()),
    shortDescription: { text: title },
    fullDescription: { text: reference },
    help: { text: help.includes('{') ? reference : help },
    defaultConfiguration: { level: severity },
    properties: { tags: ['privacy'], precision: severity === 'error' ? 'very-high' : 'high' },
  }
}

function resultOf(told: Told, ruleIndex: number, { fingerprint }: Finder, seen: Map<string, number>): object {
  const { code, severity, reason, confidence = 1, related } = told
  return {
    ruleId: code,
    ruleIndex,
    level: severity,
    message: { text: inWords(told) },
    locations: [{ physicalLocation: locationOf(told) }],
    ...(related.length > 0 && {
      relatedLocations: related.map((other, id) => ({
        id,
        message: { text: other.message },
        physicalLocation: locationOf(other),
      })),
    }),
    partialFingerprints: { [fingerprint]: fingerprintOf(told, seen) },
    rank: Math.round(confidence * 1000) / 10,
    properties: { confidence, ...(reason !== undefined && { reason }) },
  }
}

function locationOf({ file, line, column, length }: Place): object {
  return {
    artifactLocation: { uri: file.split(/[\\/]/).map(encodeURIComponent).join('/') },
    region: { startLine: line, startColumn: column, endLine: line, endColumn: column + length },
  }
}

/** The same finding on another line keeps its fingerprint: code, file, words of the line, and which of several alike it is. */
function fingerprintOf({ code, file, source, message }: Told, seen: Map<string, number>): string {
  const key = sha256Hex([code, file, source.trim(), message].join('\u0000'))
  const index = seen.get(key) ?? 0
  seen.set(key, index + 1)
  return `${key}:${index}`
}

function inWords({ message, help }: Told): string {
  return help === '' ? message : `${message}. ${sentence(help)}`
}

function sentence(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1) + (text.endsWith('.') ? '' : '.')
}

/** What was found as annotations of a GitHub workflow, one line each. */
export function annotations(found: readonly Told[], { table }: Pick<Finder, 'table'>): readonly string[] {
  return found.map((told) => {
    const { code, severity, file, line, column, length } = told
    const title = `${code} ${table[code]?.title ?? ''}`
    const place = `file=${property(file)},line=${line},endLine=${line},col=${column},endColumn=${column + length}`
    return `::${severity === 'note' ? 'notice' : severity} ${place},title=${property(title)}::${data(inWords(told))}`
  })
}

function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
