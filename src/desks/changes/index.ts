// The desk that changes the statement.

export { createChangesDesk, versionsAt, type ChangesDesk, type Draft } from './desk.ts'
export { differenceOf, materialKeys, sayChange, type Change, type Difference, type Judgement } from './difference.ts'
export type { DraftEffect } from './effect.ts'
