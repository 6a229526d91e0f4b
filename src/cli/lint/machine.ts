// Findings of the lint for programs: SARIF 2.1.0 (OASIS) with what GitHub's code scanning asks for, and annotations of GitHub's workflows.

import { sha256Hex } from '../../base/index.ts'
import { lintTable, type Finding, type Lint, type LintCode, type Severity, type Spot } from '../../systems/index.ts'
import { software } from '../software.ts'

/** The findings as a SARIF log. Places count in UTF-16 units from 1, and a region’s end is exclusive (SARIF 3.30). */
export function sarifOf({ findings }: Pick<Lint, 'findings'>): object {
  const codes = (Object.keys(lintTable) as LintCode[]).toSorted() // the table's own keys
  const seen = new Map<string, number>()
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'kept lint', semanticVersion: software, rules: codes.map(ruleOf) } },
        columnKind: 'utf16CodeUnits',
        invocations: [{ executionSuccessful: true }],
        results: findings.map((finding) => resultOf(finding, codes.indexOf(finding.code), seen)),
      },
    ],
  }
}

const levels: Readonly<Record<Severity, 'error' | 'warning' | 'note'>> = {
  error: 'error',
  warning: 'warning',
  note: 'note',
}

function ruleOf(code: LintCode): object {
  const { severity, title, reference, help } = lintTable[code]
  return {
    id: code,
    name: title.replaceAll(/(?:^|[^a-z])([a-z])/g, (_, letter: string) => letter.toUpperCase()),
    shortDescription: { text: title },
    fullDescription: { text: reference },
    help: { text: help.includes('{') ? reference : help },
    defaultConfiguration: { level: levels[severity] },
    properties: { tags: ['privacy'], precision: severity === 'error' ? 'very-high' : 'high' },
  }
}

function resultOf(finding: Finding, ruleIndex: number, seen: Map<string, number>): object {
  const { code, severity, message, help, reason, confidence, related } = finding
  return {
    ruleId: code,
    ruleIndex,
    level: levels[severity],
    message: { text: `${message}. ${sentence(help)}` },
    locations: [{ physicalLocation: locationOf(finding) }],
    ...(related.length > 0 && {
      relatedLocations: related.map((other, id) => ({
        id,
        message: { text: other.message },
        physicalLocation: locationOf(other),
      })),
    }),
    partialFingerprints: { 'keptLint/v1': fingerprintOf(finding, seen) },
    rank: Math.round(confidence * 1000) / 10,
    properties: { confidence, reason },
  }
}

function locationOf({ file, line, column, length }: Spot): object {
  return {
    artifactLocation: { uri: file.split(/[\\/]/).map(encodeURIComponent).join('/') },
    region: { startLine: line, startColumn: column, endLine: line, endColumn: column + length },
  }
}

/** The same finding on another line keeps its fingerprint: code, file, words of the line, and which of several alike it is. */
function fingerprintOf({ code, file, source, message }: Finding, seen: Map<string, number>): string {
  const key = sha256Hex([code, file, source.trim(), message].join('\u0000'))
  const index = seen.get(key) ?? 0
  seen.set(key, index + 1)
  return `${key}:${index}`
}

function sentence(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1) + (text.endsWith('.') ? '' : '.')
}

/** The findings as annotations of a GitHub workflow, one line each. */
export function annotationsOf({ findings }: Pick<Lint, 'findings'>): readonly string[] {
  return findings.map(({ code, severity, file, line, column, length, message, help }) => {
    const title = `${code} ${lintTable[code].title}`
    const place = `file=${property(file)},line=${line},endLine=${line},col=${column},endColumn=${column + length}`
    return `::${severity === 'note' ? 'notice' : severity} ${place},title=${property(title)}::${data(`${message}. ${sentence(help)}`)}`
  })
}

function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
