// The rights desk.

export { createCopies, type Archive, type Entry } from './copies.ts'
export { createRightsDesk, type RightsDesk } from './desk.ts'
export type { Going, Preview, Scope } from './preview.ts'
export type { Request } from './request.ts'
export { rightsKinds, type RightsKind } from './table.ts'
