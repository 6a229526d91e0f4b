// The statement: text to diagnostics, or to a policy and its printed forms (docs/spec/statement.md).

export { readFolder, type StatementFiles } from './1-parse/folder.ts'
export { guardText } from './1-parse/guard.ts'
export { normalRules } from './1-parse/normal-form.ts'
export { parseRules } from './1-parse/parse-rules.ts'
export { printRule } from './1-parse/print-rule.ts'
export type {
  BasisText,
  Block,
  Cond,
  FormText,
  HandText,
  LimitText,
  Name,
  NameSet,
  NeedText,
  Rule,
  RuleLine,
  Slots,
} from './1-parse/rule.ts'
export { readText } from './1-parse/reader.ts'
export type { Value } from './1-parse/yaml.ts'
export { readRegisters, type Officer, type Registers } from './2-check/registers.ts'
export { signaturesNeeded } from './3-emit/signatures.ts'
export { compareStatements, type ClauseChange } from './3-emit/compare.ts'
export { explainClause, type ClauseEffect, type ClauseExplained } from './3-emit/explain.ts'
export type { FormAsks, FormName } from './3-emit/forms.ts'
export {
  printDue,
  printKeepable,
  printPredicate,
  type PredicateAsk,
  type PrintedPredicate,
} from './3-emit/predicate.ts'
export { say } from './3-emit/say.ts'
export { registerSchemas } from './3-emit/schemas.ts'
export { printTypes } from './3-emit/types.ts'
export { compileStatement, nameUnknown, signClauses, type Compilation } from './compile.ts'
export {
  collectRaised,
  diagnosticsTable,
  wordsOf,
  toDiagnostics,
  type Diagnostic,
  type Raise,
  type Span,
} from './diagnostics.ts'
export { printDiagnostics } from './print-diagnostics.ts'
export { entryAt, proposalsAt, readingsAt, tokenAt, type Proposal } from './edit/ask.ts'
export { blocksIn } from './edit/rule-at.ts'

/** The printed forms of a statement, loaded when somebody asks for one. */
export const loadForms = () => import('./3-emit/forms.ts')
