// Other people's databases: what they are made of, how they are asked, and what of it is about whom.

export { changesOf, foreseen, readBackErasure, type ReadBackRead } from './carry-out.ts'
export { prepareErasure, type ErasureAsked, type Prepared } from './prepare.ts'
export { copyPerson, findPerson, type CopiedTable, type FoundTable, type PersonAsked } from './person.ts'
export { compareDataMap, coverageOf, type Coverage, type Drift } from './drift.ts'
export { proposeDataMap, type Draft, type Seen } from './discover.ts'
export { printDataMap, type MapNote } from './print-map.ts'
export { readDataMap, type MapGround, type MapProblem, type MapRead } from './read-map.ts'
export { candidatePairs, type Pair } from './references.ts'
export { refusals, type Judged } from './refusals.ts'
export type { Answering, Mapped } from './reach.ts'
export { tableLabel, type Catalogue, type Column, type ForeignKey, type Table } from './catalogue.ts'
export type { Cell, Change, ColumnProfile, Connector, Overlap, Row } from './connector.ts'
export {
  dataMapFormat,
  hashDataMap,
  mappedTable,
  personalColumns,
  plainWords,
  whoseWords,
  type ColumnPlace,
  type DataMap,
  type Erase,
  type Hop,
  type IdentifierLink,
  type Link,
  type MappedColumn,
  type MappedTable,
  type PathLink,
  type Plain,
  type Whose,
} from './data-map.ts'
export {
  erasureFormat,
  type ErasurePlan,
  type FoundPeople,
  type Identifier,
  type KeyColumn,
  type Outcome,
  type People,
  type PlannedBlank,
  type PlannedRows,
  type PlannedTable,
  type Reach,
  type Reference,
  type Refusal,
  type RefusalCode,
  type Tombstone,
} from './erasure.ts'
export type { SignedMap, SystemRow, SystemStore } from './system-store.ts'
export {
  createSystems,
  type Checked,
  type Credential,
  type OpenConnector,
  type Scan,
  type Systems,
  type SystemsCoverage,
  type SystemsParts,
} from './systems.ts'
export type { Dialect } from './ddl/tokens.ts'
export type { Finding, Spot } from './lint/findings.ts'
export { lint, type Lint, type NamedText } from './lint/lint.ts'
export { lintTable, type LintCode, type Severity } from './lint/lint-table.ts'
export { fileBytesMax, readSource, tooLarge, type FileKind, type SourceFile } from './lint/source-file.ts'
