// The questions to a product that only observes: what a `never` forbids stays closed, and what the statement has no name for; the rest
// passes and is noted (docs/spec/modes.md). Beside the same formula as SQL in statement/3-emit/predicate.ts.

import type { Act, Cell, Decision, Policy, Standing } from '../policy/index.ts'
import { indexOf } from './cell-index.ts'
import { ask, bannedWrite } from './decide.ts'
import { closedByTerm } from './formula.ts'
import { registersOf } from './policy-index.ts'
import { denial, useOf } from './words.ts'

const passes: Decision = {
  effect: 'permit',
  clause: null,
  version: null,
  term: null,
  why: 'This product only observes, and nothing forbids this.',
  change: null,
}

/** Is this use left open by every `never`? `cell` is the record's, as in force; that of uncovered data included. */
export function observeUse(policy: Policy, cell: Cell | undefined, standing: Standing, act: Act): Decision {
  const registers = registersOf(policy)
  const asked = ask(registers, cell, standing, act)
  const closing = closedByTerm('never', asked) ?? closedByTerm('barred', asked)
  if (closing) return denial(closing, registers, useOf(act.purpose, registers))
  return cell && registers.purposeAt.has(act.purpose)
    ? passes
    : denial({ term: 'based', line: null }, registers, useOf(act.purpose, registers))
}

/** May this be written as far as every `never` goes? `cell` is that of uncovered data of its facts. */
export function observeWrite(policy: Policy, cell: Cell, standing: Standing, act: Act): Decision {
  const closing = bannedWrite(indexOf(cell), standing, act)
  return closing ? denial(closing, registersOf(policy), { done: 'stored' }) : passes
}

/** The answer to what only passes because its product observes: a permit with the term, the clause and the words of the denial. */
export function onlyObserved(denied: Decision): Decision {
  return { ...denied, effect: 'permit', why: `Only observed here; enforcing would refuse it. ${denied.why}` }
}
