// The definition of what a person's choices amount to: the last event about a name decides, defaults fill what was never decided.
// The masks in the database are tested against this (docs/spec/decision.md, "Standing").

import {
  intersect,
  maskOf,
  none,
  union,
  without,
  type Choice,
  type Mask,
  type Policy,
  type Standing,
} from '../policy/index.ts'

/** A choice, an objection or a restriction as it happened (CHO-12). `wording` is what was shown, under the statement's `version`. */
export interface ChoiceEvent {
  readonly at: Date
  readonly kind: 'choice' | 'objection' | 'restriction'
  /** the choice, the purpose objected to, or `processing` */
  readonly name: string
  readonly value: 'on' | 'off'
  readonly wording: string
  readonly version: number
  readonly channel: string
  readonly actor: string
}

/** The folded events as the database keeps them: `on` is a part of `set`. */
export interface Masks {
  readonly set: Mask
  readonly on: Mask
  readonly objected: Mask
  readonly restricted: boolean
}

/** Choices that are on: those the person turned on, and those on by default that the person never decided. */
export function effectiveOn(policy: Pick<Policy, 'choices'>, set: Mask, on: Mask): Mask {
  return union(intersect(on, set), without(defaultsOn(policy.choices), set))
}

/** A person's standing after these events, in the order of the ledger. Names the policy no longer knows are passed over. */
export function fold(policy: Pick<Policy, 'choices' | 'purposes'>, events: readonly ChoiceEvent[]): Standing {
  const { set, on, objected, restricted } = foldMasks(policy, events)
  return { on: effectiveOn(policy, set, on), objected, restricted }
}

/** The masks after these events, in the order of the ledger. */
export function foldMasks(policy: Pick<Policy, 'choices' | 'purposes'>, events: readonly ChoiceEvent[]): Masks {
  const choices = bits(policy.choices)
  const purposes = bits(policy.purposes)
  return events.reduce<Masks>(
    (masks, { kind, name, value }) => {
      if (kind === 'restriction') return { ...masks, restricted: value === 'on' }
      if (kind === 'objection') return { ...masks, objected: turn(masks.objected, purposes.get(name) ?? none, value) }
      const bit = choices.get(name) ?? none
      return { ...masks, set: union(masks.set, bit), on: turn(masks.on, bit, value) }
    },
    { set: none, on: none, objected: none, restricted: false },
  )
}

function turn(mask: Mask, bit: Mask, value: 'on' | 'off'): Mask {
  return value === 'on' ? union(mask, bit) : without(mask, bit)
}

function bits(entries: readonly { readonly name: string; readonly bit: number }[]): Map<string, Mask> {
  return new Map(entries.map(({ name, bit }) => [name, maskOf(bit)]))
}

function defaultsOn(choices: readonly Choice[]): Mask {
  return maskOf(...choices.filter((choice) => choice.default === 'on').map(({ bit }) => bit))
}
