// Other people's databases: what they are made of, how they are asked, and what of it is about whom.
//
// What is still to come here, so that others can build on it (all in docs/spec/systems.md):
//   readDataMap(text, { file, catalogue, policy }): { map: DataMap | null, problems: readonly MapProblem[] }     problems: line, column, message, help
//   printDataMap(map, notes?: readonly MapNote[]): string                                                       YAML with a comment for each guess
//   candidatePairs(catalogue, profiles): readonly Pick<Overlap, 'from' | 'to'>[]
//   proposeDataMap({ system, catalogue, profiles, overlaps, policy }): { map: DataMap, notes: readonly MapNote[] }
//   compareDataMap(map, catalogue, policy): readonly Drift[]         coverageOf(map, catalogue, policy): Coverage
//   refusals({ map, catalogue, policy }): readonly Refusal[]         what is wrong without asking the database
//   prepareErasure(system: Pick<Connector, 'rows'>, { map, catalogue, policy, identifiers, at }): Promise<
//     { state: 'nobody' } | { state: 'refused', refusals } | { state: 'ready', plan: ErasurePlan }>
//   changesOf(plan): readonly Change[]                               for Connector.change; queries among them lock or guard: rows is what they answer
//   foreseen(plan): readonly Outcome[]                               the preview
//   readBack(system, plan): Promise<readonly Outcome[]>              reads the rows again by key
//   findPerson(system, { map, catalogue, identifiers }): Promise<readonly FoundTable[]>
//   exportPerson(system, { map, catalogue, identifiers }): AsyncIterable<ExportedRow>

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
  type Identifier,
  type KeyColumn,
  type Outcome,
  type PlannedBlank,
  type PlannedReference,
  type PlannedRows,
  type PlannedTable,
  type Refusal,
  type RefusalCode,
  type Tombstone,
} from './erasure.ts'
