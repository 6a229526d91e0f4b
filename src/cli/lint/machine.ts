// Findings of the lint for programs: what machine.ts prints, with the lint's own codes.

import { lintTable, type Lint } from '../../systems/index.ts'
import { annotations, sarifLog, type Finder } from '../machine.ts'

const finder: Finder = { name: 'kept lint', fingerprint: 'keptLint/v1', table: lintTable }

/** The findings as a SARIF log. */
export function sarifOf({ findings }: Pick<Lint, 'findings'>): object {
  return sarifLog(findings, finder)
}

/** The findings as annotations of a GitHub workflow, one line each. */
export function annotationsOf({ findings }: Pick<Lint, 'findings'>): readonly string[] {
  return annotations(findings, finder)
}
