// Accounts: who may sign in. better-auth in a schema of its own, knowing aliases alone.

export { createAccounts, type Accounts } from './accounts.ts'
export { migrateAccounts } from './auth.ts'
