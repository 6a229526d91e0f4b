// Find, export, erase, clear and sweep over holders: a ledger of steps with read-back.

export { describeRecord } from './describe.ts'
export type {
  Effect,
  EraseIntent,
  Held,
  Holder,
  Intent,
  Items,
  Part,
  ReadBack,
  RemoveIntent,
  Residue,
} from './holder.ts'
export type {
  Claim,
  CopyIntent,
  NewPlan,
  Plan,
  PlanIntent,
  PlanKind,
  PlanRow,
  PlanState,
  PlanStore,
  Step,
  StepState,
} from './plan.ts'
export { createPlans, type Doer, type Found, type Note, type Plans, type PlansParts } from './plans.ts'
export { remainsOf, type Remains } from './remains.ts'
export { createVaultHolder, type VaultHolderParts } from './vault-holder.ts'
