// Probes of the controls that a sentence offers: each is used by a test person, and what it promises is looked for afterwards.

import { newId } from '../base/index.ts'
import { decideUse } from '../decision/index.ts'
import { has, isEmpty, plainAct, type Cell, type Policy, type Row, type Use } from '../policy/index.ts'
import {
  cellsWith,
  enforces,
  failed,
  nameOf,
  passed,
  servedRows,
  standing,
  type Canary,
  type ProbeParts,
  type Seen,
} from './probe-ground.ts'
import { ask, holding } from './canaries.ts'

/** Uses every control that a sentence offers. */
export async function probeOffer(parts: ProbeParts, clause: string, policy: Policy): Promise<Seen> {
  const cells = cellsWith(policy, clause, (one) => one.controls)
  const controls = [
    ...new Set(
      cells.flatMap((cell) => cell.controls.filter((one) => one.clause === clause).map(({ control }) => control)),
    ),
  ].sort()
  for (const control of controls) {
    const trial = trials[control]
    if (!trial) return failed(`no test is known for \`${control}\``)
    const wrong = await trial(parts, policy, cells)
    if (wrong) return failed(`\`${control}\`: ${wrong}`)
  }
  return passed(`${controls.join(', ')}: each worked on a test person`)
}

/** Tries one control; answers what went wrong. */
type Trial = (parts: ProbeParts, policy: Policy, cells: readonly Cell[]) => Promise<string | null>

const nothingToTry = 'nothing may be stored that it could be tried on'

/** What each control must do. A control without a trial cannot be proved, and its sentence says so. */
const trials: Readonly<Record<string, Trial>> = {
  view: (parts, policy, cells) => tryTelling(parts, policy, cells, 'view'),
  export: (parts, policy, cells) => tryTelling(parts, policy, cells, 'export'),
  clear: tryClearing,
  erase: tryErasing,
  withdraw: tryWithdrawing,
  object: tryObjecting,
}

async function tryTelling(
  parts: ProbeParts,
  policy: Policy,
  cells: readonly Cell[],
  control: 'view' | 'export',
): Promise<string | null> {
  const canary = await holding(parts, policy, cells, control)
  if (!canary) return nothingToTry
  const { category, product } = canary.cell.facts
  return (await parts.gate.tell(canary.person, control, { category, product })).length > 0
    ? null
    : 'showed nothing of what is held'
}

/** Another test person each time: what a killed run or one at the same moment left is not this one's. */
async function tryClearing(parts: ProbeParts, policy: Policy, cells: readonly Cell[]): Promise<string | null> {
  const canary = await holding(parts, policy, cells, `clear ${newId()}`)
  if (!canary) return nothingToTry
  await parts.gate.remove(canary.person, parts.planted.get(canary.person) ?? [], { type: 'clear', case: 'probe' })
  return (await countHeld(parts, canary)) === 0 ? null : 'something was left'
}

/** Another test person each time: who was erased does not come back. */
async function tryErasing(parts: ProbeParts, policy: Policy, cells: readonly Cell[]): Promise<string | null> {
  const canary = await holding(parts, policy, cells, `erase ${newId()}`)
  if (!canary) return nothingToTry
  await parts.gate.forget(canary.person, { case: 'probe', tombstonesUntil: parts.clock.now() })
  await parts.gate.sweepForgotten(canary.person)
  parts.planted.delete(canary.person)
  if (await parts.gate.personOf(canary.ref)) return 'the person could still be found'
  return (await countHeld(parts, canary)) === 0 ? null : 'something was left'
}

async function countHeld({ gate }: ProbeParts, { person }: Canary): Promise<number> {
  return (await gate.holdings(person)).filter(({ law }) => law === '').reduce((sum, { count }) => sum + count, 0)
}

/** With the consent the record is found, and at the next question after its withdrawal it is not. */
async function tryWithdrawing(parts: ProbeParts, policy: Policy): Promise<string | null> {
  return tryClosing(
    parts,
    policy,
    'withdraw',
    ({ given }) => !isEmpty(given),
    async (canary, { given }) => {
      const name = policy.choices.find(({ bit }) => has(given, bit))!.name // a use rests on choices of its policy
      await parts.gate.choose(
        canary.person,
        { kind: 'choice', name, value: 'off' },
        { channel: 'probe', actor: 'probe' },
      )
    },
  )
}

async function tryObjecting(parts: ProbeParts, policy: Policy): Promise<string | null> {
  return tryClosing(
    parts,
    policy,
    'object',
    ({ purpose }, row) => has(row.objectable, purpose),
    async (canary, { purpose }) => {
      const { name } = policy.purposes.find(({ bit }) => bit === purpose)! // a use names a purpose of its policy
      await parts.gate.choose(
        canary.person,
        { kind: 'objection', name, value: 'on' },
        { channel: 'probe', actor: 'probe' },
      )
    },
  )
}

/**
 * Finds a use of the kind, sees that it is open, closes it as the person would, and asks again. A new test person each time. A product
 * that only observes closes nothing; where no other has one, there is nothing to prove.
 */
async function tryClosing(
  parts: ProbeParts,
  policy: Policy,
  control: string,
  isOfKind: (use: Use, row: Row) => boolean,
  close: (canary: Canary, use: Use) => Promise<void>,
): Promise<string | null> {
  const enforced = policy.cells.filter((cell) => enforces(parts, cell))
  for (const cell of enforced) {
    for (const row of servedRows(cell)) {
      for (const use of row.uses.filter((one) => isOfKind(one, row))) {
        const act = plainAct(parts.clock.now(), { purpose: use.purpose, hand: row.hand, form: row.form })
        const canary = await holding(
          parts,
          policy,
          [cell],
          `${control} ${newId()}`,
          (_, on) => decideUse(policy, cell, standing(on), act).effect === 'permit',
        )
        if (!canary) continue
        const { name } = policy.purposes.find(({ bit }) => bit === use.purpose)! // a use names a purpose of its policy
        if ((await ask(parts, canary, row, name)).records.length === 0) return `${nameOf(cell)} was closed before`
        await close(canary, use)
        return (await ask(parts, canary, row, name)).records.length === 0
          ? null
          : `${nameOf(cell)} was given for ${name} afterwards`
      }
    }
  }
  return enforced.length < policy.cells.length ? null : nothingToTry
}
