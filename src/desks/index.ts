// Everything that takes days and several people. One engine, one folder a desk.

export type { ArtefactStore, LinkStore } from './artefacts.ts'
export type { Approval, Case, CaseEvent, CaseFilter, CaseStore, MoveRow, VersionRow } from './case.ts'
export {
  createChangesDesk, differenceOf, effectiveFrom, noticeOf, sayChange, versionsAt,
  type ChangesDesk, type Difference, type Draft, type DraftEffect,
} from './changes/index.ts' // prettier-ignore
export {
  createCopies, createRightsDesk, rightsKinds,
  type Archive, type Entry, type Going, type Preview, type Request, type RightsDesk, type RightsKind, type Scope,
} from './rights/index.ts' // prettier-ignore
