// The desk that changes the statement.

export { createChangesDesk, versionsAt, type ChangesDesk, type Draft } from './desk.ts'
export { differenceOf, sayChange, type Difference } from './difference.ts'
export { effectiveFrom, noticeOf } from './notice.ts'
export type { DraftEffect } from './effect.ts'
