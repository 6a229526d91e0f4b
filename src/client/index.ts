// `wordkept/client`: the typed client.

export { createClient, Problem, type Client, type ClientOptions, type Input, type Output } from './client.ts'
export type { StatementClient, StatementRead, StatementRecord, StatementTypes } from './statement.ts'
