// A policy's registers laid out for deciding and for words: by name and by bit. Made once per policy.

import { maskOf, type Choice, type Mask, type Policy, type Purpose } from '../policy/index.ts'

export interface PolicyIndex {
  readonly policy: Policy
  readonly purposes: ReadonlyMap<string, Purpose>
  readonly purposeAt: ReadonlyMap<number, Purpose>
  readonly choices: ReadonlyMap<string, Choice>
  /** purposes that go on while processing is restricted */
  readonly surviving: Mask
  readonly categories: ReadonlySet<string>
  readonly products: ReadonlySet<string>
}

const indexes = new WeakMap<Policy, PolicyIndex>()

/** The index of a policy; the same one for the same policy. */
export function registersOf(policy: Policy): PolicyIndex {
  const known = indexes.get(policy)
  if (known) return known
  const made: PolicyIndex = {
    policy,
    purposes: new Map(policy.purposes.map((purpose) => [purpose.name, purpose])),
    purposeAt: new Map(policy.purposes.map((purpose) => [purpose.bit, purpose])),
    choices: new Map(policy.choices.map((choice) => [choice.name, choice])),
    surviving: maskOf(...policy.purposes.filter(({ survives }) => survives).map(({ bit }) => bit)),
    categories: new Set(policy.categories.map(({ name }) => name)),
    products: new Set(policy.products.map(({ name }) => name)),
  }
  indexes.set(policy, made)
  return made
}
