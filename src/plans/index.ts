// Find, export, erase, clear and sweep over holders: a ledger of steps with read-back.

export type { Effect, EraseIntent, Hold, Holder, Part, Place, ReadBack, Residue } from './holder.ts'
export type { Claim, Plan, PlanIntent, PlanRow, PlanStore, Step } from './plan.ts'
export { createPlans, type Doer, type Note, type Plans } from './plans.ts'
export { remainsOf, type Remains } from './remains.ts'
export { createSystemHolder, type ConnectedSystem, type SystemStands } from './system-holder.ts'
export { createVaultHolder } from './vault-holder.ts'
