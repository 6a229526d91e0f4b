// Other people's databases: what they are made of, how they are asked, and what of it is about whom.

export { changesOf, foreseen, isUndone, readBackErasure } from './carry-out.ts'
export { prepareErasure } from './prepare.ts'
export { copyPerson, findPerson, type CopiedTable, type FoundTable, type OfPerson } from './person.ts'
export { compareDataMap, coverageOf, type Drift } from './drift.ts'
export { proposeDataMap, type Draft } from './discover.ts'
export { printDataMap } from './print-map.ts'
export { readDataMap } from './read-map.ts'
export { candidatePairs } from './references.ts'
export { refusals } from './refusals.ts'
export { tableLabel, type Catalogue, type Column, type ForeignKey, type Table } from './catalogue.ts'
export type { Change, ColumnProfile, Connector, Overlap, Row } from './connector.ts'
export {
  dataMapFormat,
  isOfAnother,
  markOf,
  mappedTable,
  type ColumnPlace,
  type DataMap,
  type Erase,
  type Link,
  type MappedColumn,
  type MappedTable,
} from './data-map.ts'
export { type ErasurePlan, type Identifier, type Outcome, type PlannedTable, type Refusal } from './erasure.ts'
export type { SignedMap, SystemRow, SystemStore } from './system-store.ts'
export { createSystems, type Credential, type Systems } from './systems.ts'
export type { Dialect } from './ddl/tokens.ts'
export type { Finding, Spot } from './lint/findings.ts'
export { lint, type Lint, type NamedText, type SchemaLooked } from './lint/lint.ts'
export { checkColumns } from './lint/columns.ts'
export { lintTable } from './lint/lint-table.ts'
export {
  fileBytesMax,
  readSource,
  standardInput,
  tooLarge,
  type FileKind,
  type SourceFile,
} from './lint/source-file.ts'
