// May somebody else get it? The formula over the recipient's own row; for one that acts for us our own use must be open too (law 12), and
// whoever it is must stand on the list that day and be where the data may go (SHA-01, SHA-06, SUB-02).

import {
  hands,
  has,
  type Act,
  type Cell,
  type Decision,
  type Policy,
  type Recipient,
  type Standing,
} from '../policy/index.ts'
import { indexOf, type CellIndex } from './cell-index.ts'
import { ask, first, permit } from './decide.ts'
import { bannedPlace, closedBy, type Closing } from './formula.ts'
import { mayLeave } from './mechanisms.ts'
import { registersOf, type PolicyIndex } from './policy-index.ts'
import { denial, useOf } from './words.ts'

/** May a recipient get this for the act's purpose, in its form? The act's hand is not asked. */
export function decideShare(
  policy: Policy,
  cell: Cell | undefined,
  recipient: string,
  standing: Standing,
  act: Act,
): Decision {
  const registers = registersOf(policy)
  const listed = policy.recipients?.find(({ name }) => name === recipient)
  const deed = { done: `given to “${listed?.label ?? recipient}” and ${useOf(act.purpose, registers).done}` }
  if (!cell || !listed) return denial({ term: 'based', line: null }, registers, deed)
  const index = indexOf(cell)
  const entry = index.share(recipient, act.form, act.purpose)
  const closing = first([
    plainly(closedBy({ registers, cell: index, entry, standing, act: { ...act, place: null } })),
    listed.role === 'ours' ? closedToUs(registers, cell, standing, act) : null,
    notThere(policy, index, listed, standing, act),
    isListed(listed, act.at) ? null : { term: 'recipient', line: entry?.uses.at(-1) ?? null, unlisted: listed.label },
  ])
  if (closing) return denial(closing, registers, deed)
  const line = entry?.uses.at(-1)
  return permit(line?.clause ?? null, line?.version, `This may be ${deed.done}: a sentence says so.`)
}

/** Another hand or form of ours is no way to somebody else. */
function plainly(closing: Closing | null): Closing | null {
  return closing?.term === 'based' && !closing.stretched ? { term: 'based', line: null } : closing
}

/** Whoever acts for us may do what we may: some hand of ours, in this form or a plainer one that we could hide ourselves. Names what came furthest. */
function closedToUs(registers: PolicyIndex, cell: Cell, standing: Standing, act: Act): Closing | null {
  const asked = hands.map((hand) => plainly(closedBy(ask(registers, cell, standing, { ...act, hand, place: null }))))
  return asked.includes(null) ? null : furthest(asked.filter((closing) => closing !== null))
}

function furthest(closings: readonly Closing[]): Closing | null {
  return closings.reduce<Closing | null>((a, b) => (a && first([a, b]) === b ? a : b), null)
}

/** Every place the recipient works from: none that a `never store` closes, none outside the person's zone without a mechanism that holds. */
function notThere(
  policy: Policy,
  index: CellIndex,
  { at, under }: Recipient,
  standing: Standing,
  act: Act,
): Closing | null {
  const { where } = index.cell.facts
  for (const place of at) {
    const banned = bannedPlace(index, place, standing, act)
    if (banned) return banned
    if (!mayLeave(policy, { where, place, under, at: act.at }))
      return { term: 'place', line: null, place, lapsed: under }
  }
  return null
}

/** Whether somebody stands on the list of recipients on the day of a moment, first and last day included. */
export function isListed({ since, until }: Pick<Recipient, 'since' | 'until'>, at: Date): boolean {
  const day = at.toISOString().slice(0, 10)
  return since <= day && (until === null || day <= until)
}

/** A recipient to whom a sentence gives a cell's data, and that sentence. */
interface MayGet {
  readonly recipient: string
  readonly clause: string
}

/** Recipients to whom some sentence gives a cell's data for a purpose, in some form, and no ban without a condition closes it: what the person is shown. */
export function recipientsOf({ shares = [] }: Cell, purpose: number): readonly MayGet[] {
  const given = shares.flatMap(({ recipient, never, shares: lines }) => {
    const line = has(never, purpose) ? undefined : lines.find((one) => one.purpose === purpose)
    return line ? [{ recipient, clause: line.clause }] : []
  })
  return given.filter(({ recipient }, i) => given.findIndex((one) => one.recipient === recipient) === i)
}
