// A policy's registers laid out for deciding and for words: by name and by bit. Made once per policy.

import { maskOf, type Choice, type Decision, type Mask, type Policy, type Purpose } from '../policy/index.ts'

export interface PolicyIndex {
  readonly policy: Policy
  readonly purposes: ReadonlyMap<string, Purpose>
  readonly purposeAt: ReadonlyMap<number, Purpose>
  readonly choices: ReadonlyMap<string, Choice>
  /** purposes that go on while processing is restricted */
  readonly surviving: Mask
  readonly categories: ReadonlySet<string>
  readonly products: ReadonlySet<string>
  /** choices that are on for somebody who never chose */
  readonly defaults: Mask
  /** answers worked out already: by product, category, purpose, then hand and form, then choices (table.ts) */
  readonly answers: Map<string, Map<string, Map<string, Map<number, Decision>[]>>>
}

const indexes = new WeakMap<Policy, PolicyIndex>()
/** most questions are about the one statement in force */
let last: PolicyIndex | null = null

/** The index of a policy; the same one for the same policy. */
export function registersOf(policy: Policy): PolicyIndex {
  if (last?.policy === policy) return last
  const known = indexes.get(policy)
  if (known) return (last = known)
  const made: PolicyIndex = {
    policy,
    purposes: new Map(policy.purposes.map((purpose) => [purpose.name, purpose])),
    purposeAt: new Map(policy.purposes.map((purpose) => [purpose.bit, purpose])),
    choices: new Map(policy.choices.map((choice) => [choice.name, choice])),
    surviving: maskOf(...policy.purposes.filter(({ survives }) => survives).map(({ bit }) => bit)),
    categories: new Set(policy.categories.map(({ name }) => name)),
    products: new Set(policy.products.map(({ name }) => name)),
    defaults: maskOf(...policy.choices.filter((choice) => choice.default === 'on').map(({ bit }) => bit)),
    answers: new Map(),
  }
  indexes.set(policy, made)
  return (last = made)
}
