// What the lint found, as everybody outside sees it: words filled in, a place, a reason, how sure it is, and what to do.

import type { Place } from '../ddl/places.ts'
import { lintTable, type LintCode, type Severity } from './lint-table.ts'

/** A place in a file, with the line itself. */
export interface Spot extends Place {
  readonly file: string
  readonly source: string
}

/** Another place that belongs to a finding, and what stands there. */
export interface Related extends Spot {
  readonly message: string
}

/** A column of a schema that a finding is about, and the kind of data it seems to hold. */
export interface AboutColumn {
  readonly table: string
  readonly column: string
  readonly kind: string
}

/** A finding. `confidence` is 0 to 1; `about` is null where it is about the text. */
export interface Finding extends Spot {
  readonly code: LintCode
  readonly severity: Severity
  readonly message: string
  readonly reason: string
  readonly confidence: number
  readonly help: string
  readonly related: readonly Related[]
  readonly about: AboutColumn | null
}

/** What a check tells when it raises a code. */
export interface Raised {
  readonly details: Readonly<Record<string, string>>
  readonly reason: string
  readonly confidence: number
  readonly related?: readonly Related[]
  readonly about?: AboutColumn
}

/** Makes a finding of a code at a place. */
export function finding(
  code: LintCode,
  at: Spot,
  { details, reason, confidence, related = [], about }: Raised,
): Finding {
  const { severity, message, help } = lintTable[code]
  return {
    code,
    severity,
    message: fill(message, details),
    reason,
    confidence,
    help: fill(help, details),
    file: at.file,
    line: at.line,
    column: at.column,
    length: at.length,
    source: at.source,
    related,
    about: about ?? null,
  }
}

function fill(template: string, details: Readonly<Record<string, string>>): string {
  return template.replaceAll(/\{([a-z]+)\}/g, (hole, name: string) => details[name] ?? hole)
}
