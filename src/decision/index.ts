// (policy, question) → permit or deny, with the clause that decided; explain; when things end; compare two policies. Pure.

export { answer } from './answer.ts'
export { comparePolicies, type ChangeCode, type PolicyChange } from './compare.ts'
export { decideControl, decideShare, decideUse, decideWrite } from './decide.ts'
export { dueAt, endOf, lawsHolding, type Dated, type LawHold } from './limits.ts'
export { observeUse, observeWrite, onlyObserved } from './observe.ts'
export { trace } from './trace.ts'
export { untilWords } from './until.ts'
export { dayWords } from './words.ts'
