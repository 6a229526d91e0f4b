// Everything that takes days and several people. One engine, one folder a desk.

export {
  createCases,
  isFinal,
  roles,
  step,
  type Approval,
  type Case,
  type CaseEvent,
  type CaseFilter,
  type Cases,
  type CaseStore,
  type DeskTable,
  type Facts,
  type MoveBy,
  type Moved,
  type MoveRow,
  type Role,
  type VersionRow,
} from './case.ts'
export { copyName, createCopies, type Archive, type CopiesParts, type Entry } from './rights/copies.ts'
export {
  createRightsDesk,
  deskOf,
  receiptName,
  type Asked,
  type RightsDesk,
  type RightsParts,
  type Taken,
  type Whose,
} from './rights/desk.ts'
export type { Going, Preview, Scope } from './rights/preview.ts'
export type { Request, StepView } from './rights/request.ts'
export type { ArtefactStore, LinkStore } from './rights/store.ts'
export {
  rightsEvents,
  rightsKinds,
  rightsStates,
  rightsTable,
  signInFor,
  type RightsEvent,
  type RightsKind,
  type RightsState,
} from './rights/table.ts'
export {
  changesTable,
  createChangesDesk,
  draftEvents,
  draftStates,
  materialNotice,
  versionsAt,
  type ChangesDesk,
  type ChangesParts,
  type Compilation,
  type Draft,
  type DraftEvent,
  type DraftState,
  type Files,
  type OpenedDraft,
} from './changes/desk.ts'
export { effectOf, type DraftEffect, type EffectParts } from './changes/effect.ts'
