// The stores: one database on either engine, and the ports of the domain over it. Each port has its file `<port>-store.ts`.

export { createCaseStore, createArtefactStore, createLinkStore } from './case-store.ts'
export type { Database, Queries } from './database.ts'
export { createGateStore } from './gate-store.ts'
export { createKeyStore } from './key-store.ts'
export { createLedgerStore } from './ledger-store.ts'
export { openDatabase, type Where } from './open.ts'
export { createPlanStore } from './plan-store.ts'
export { createProofStore } from './proof-store.ts'
export { createSystemStore } from './system-store.ts'
export { createTokenStore, type TokenStore } from './token-store.ts'
export { loadSources, loadVersions } from './version-store.ts'
