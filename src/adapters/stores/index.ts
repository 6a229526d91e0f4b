// The stores: one database on either engine, and the ports of the domain over it. Each port has its file `<port>-store.ts`.

export type { Database, Queries } from './database.ts'
export { openDatabase, type Where } from './open.ts'
