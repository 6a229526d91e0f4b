// What a person asks for, turned into an event to append: the words that were shown, and the bit it sets.

import { Failure } from '../base/index.ts'
import { maskOf, none, type Mask, type Policy } from '../policy/index.ts'
import type { ChoiceEvent } from './fold.ts'

/** A press of a button: decide a choice, object to a purpose, or restrict all processing (name `processing`). */
export interface AskedChoice {
  readonly kind: ChoiceEvent['kind']
  readonly name: string
  readonly value: 'on' | 'off'
}

/** The event to append; `bit` is the choice's bit, or the bit of the purpose objected to, or empty for a restriction. */
export interface NewChoice extends AskedChoice {
  readonly wording: string
  readonly bit: Mask
}

/** The name under which a person restricts all processing. */
const processing = 'processing'

const find: Record<ChoiceEvent['kind'], (policy: Policy, name: string) => { wording: string; bit: Mask } | undefined> =
  {
    choice(policy, name) {
      const choice = policy.choices.find((entry) => entry.name === name)
      return choice && { wording: choice.wording, bit: maskOf(choice.bit) }
    },
    objection(policy, name) {
      const purpose = policy.purposes.find((entry) => entry.name === name)
      return purpose && { wording: `I object to: ${purpose.label}`, bit: maskOf(purpose.bit) }
    },
    restriction(_policy, name) {
      return name === processing ? { wording: 'Keep my data and do nothing else with it', bit: none } : undefined
    },
  }

/** The event for what was asked. Throws Failure('input_invalid') for a name that the statement does not know. */
export function toChoice(policy: Policy, { kind, name, value }: AskedChoice): NewChoice {
  const found = find[kind](policy, name)
  if (!found) throw new Failure('input_invalid', { field: 'name', kind })
  return { kind, name, value, ...found }
}
