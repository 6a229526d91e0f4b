// Probes of uses and of bans: what a sentence opens is found with what it needs and not without; what one forbids is tried.

import { decideUse, decideWrite } from '../decision/index.ts'
import {
  covers,
  has,
  intersect,
  isEmpty,
  plainAct,
  type Ban,
  type Cell,
  type Condition,
  type Mask,
  type Policy,
  type Row,
  type Use,
} from '../policy/index.ts'
import { tryForbidden } from './probes-others.ts'
import {
  assignments,
  cellsWith,
  enforces,
  failed,
  mayWrite,
  nameOf,
  passed,
  servedRows,
  standing,
  usesIn,
  type ProbeParts,
  type Seen,
} from './probe-ground.ts'
import { ask, onlyAsked, plant, prepare } from './canaries.ts'

/** Asks for each purpose that a sentence opens. */
export async function probeUse(parts: ProbeParts, clause: string, policy: Policy): Promise<Seen> {
  let [worked, refused] = [0, 0]
  for (const cell of cellsWith(policy, clause, usesIn)) {
    const served = servedRows(cell)
    for (const row of cell.rows) {
      for (const use of row.uses.filter((one) => one.clause === clause && (served.includes(row) || one.shape))) {
        const got = await (served.includes(row) ? probeOneUse : probeOfMany)(parts, policy, cell, row, use)
        if (typeof got === 'string') return failed(got)
        worked += got.worked
        refused += got.refused
      }
    }
  }
  return worked + refused > 0
    ? passed(`${worked} uses worked as said; ${refused} were refused without what they need`)
    : failed('no use of it could be tried')
}

/** Tries one use: with what it needs the planted record is found, without its consent nothing is. Answers what was seen, or what went wrong. */
async function probeOneUse(
  parts: ProbeParts,
  policy: Policy,
  cell: Cell,
  row: Row,
  use: Use,
): Promise<string | { readonly worked: number; readonly refused: number }> {
  const purpose = policy.purposes.find(({ bit }) => bit === use.purpose)!.name // a use names a purpose of its policy
  const act = plainAct(parts.clock.now(), { purpose: use.purpose, hand: row.hand, form: row.form })
  const may = (mask: Mask): boolean => decideUse(policy, cell, standing(mask), act).effect === 'permit'
  const open = assignments(cell).find((mask) => may(mask) && mayWrite(parts, policy, cell, mask))
  if (open) {
    const { canary } = await onlyAsked(parts, policy, cell, open)
    if ((await ask(parts, canary, row, purpose)).records.length === 0)
      return `${nameOf(cell)} was not found for ${purpose}, though a sentence allows it`
  }
  const shut = assignments(cell)
    .toSorted((a, b) => Number(mayWrite(parts, policy, cell, b)) - Number(mayWrite(parts, policy, cell, a)))
    .find((mask) => !may(mask))
  if (shut) {
    const { canary } = await onlyAsked(parts, policy, cell, shut)
    if ((await ask(parts, canary, row, purpose)).records.length > 0)
      return `${nameOf(cell)} was given for ${purpose} without what it needs`
  }
  return { worked: open ? 1 : 0, refused: shut ? 1 : 0 }
}

/** Tries what is opened of many people together, or without who they are: of one person nobody gets it in that form. */
async function probeOfMany(
  parts: ProbeParts,
  policy: Policy,
  cell: Cell,
  row: Row,
  use: Use,
): Promise<string | { readonly worked: number; readonly refused: number }> {
  const purpose = policy.purposes.find(({ bit }) => bit === use.purpose)!.name // a use names a purpose of its policy
  const some = assignments(cell)
  const on = some.find((mask) => mayWrite(parts, policy, cell, mask)) ?? some[0]! // there is always one
  const { canary } = await onlyAsked(parts, policy, cell, on)
  const { decision, records } = await ask(parts, canary, row, purpose)
  if (decision.effect === 'permit' || records.length > 0)
    return `${nameOf(cell)} was given of one person for ${purpose}, though a sentence opens it of many alone`
  return { worked: 0, refused: 1 }
}

/** Tries everything that a sentence forbids. */
export async function probeNever(parts: ProbeParts, clause: string, policy: Policy): Promise<Seen> {
  let tried = 0
  for (const cell of policy.cells) {
    for (const row of cell.rows) {
      for (const ban of row.bans.filter((one) => one.clause === clause)) {
        const got = await probeUseBan(parts, policy, cell, row, ban)
        if (typeof got === 'string') return failed(got)
        tried += got
      }
    }
    for (const ban of [...cell.collectBans, ...cell.storeBans].filter((one) => one.clause === clause)) {
      const got = await probeCollectBan(parts, policy, cell, ban)
      if (typeof got === 'string') return failed(got)
      tried += got
    }
  }
  const others = tryForbidden(policy, clause, parts.clock.now())
  if (typeof others === 'string') return failed(others)
  tried += others
  return tried > 0
    ? passed(`tried ${tried} forbidden things; all were refused`)
    : failed('nothing it forbids could be tried')
}

/** Asks for every purpose a ban closes, with a record at hand where one may be stored. Answers how many were refused, or what got through. */
async function probeUseBan(
  parts: ProbeParts,
  policy: Policy,
  cell: Cell,
  row: Row,
  ban: Ban,
): Promise<number | string> {
  const held = assignments(cell).filter((mask) => holds(ban, mask))
  const on = held.find((mask) => mayWrite(parts, policy, cell, mask)) ?? held[0]
  if (!on) return 0
  const { canary, hasRecord } = await onlyAsked(parts, policy, cell, on)
  const observes = !enforces(parts, cell) // it answers for all sorts of a category together
  const purposes = policy.purposes.filter(({ bit }) => has(ban.purposes, bit))
  for (const { name } of purposes) {
    const { decision, records } = await ask(parts, canary, row, name)
    const gotThrough = records.length > 0 || (!hasRecord && !observes && decision.effect === 'permit')
    if (gotThrough) return `${nameOf(cell)} was given for ${name}, which this sentence forbids`
  }
  return purposes.length
}

/** Writes what a ban closes; a ban on places is asked about each of them. Answers how many were refused, or what got through. */
async function probeCollectBan(
  parts: ProbeParts,
  policy: Policy,
  cell: Cell,
  ban: Pick<Ban, 'when' | 'unless'> & { readonly places?: readonly string[] },
): Promise<number | string> {
  const on = assignments(cell).find((mask) => holds(ban, mask))
  if (!on) return 0
  const { places = [] } = ban
  const open = places.find(
    (place) => decideWrite(policy, cell, standing(on), plainAct(parts.clock.now(), { place })).effect === 'permit',
  )
  if (open !== undefined) return `${nameOf(cell)} may be stored at \`${open}\`, which this sentence forbids`
  if (places.length > 0) return places.length
  const { outcome } = await plant(parts, await prepare(parts, cell, 'never collect', on))
  return outcome === 'stored' ? `${nameOf(cell)} was stored, which this sentence forbids` : 1
}

/** Whether a ban holds for a question without case and direction. */
function holds({ when, unless }: Pick<Ban, 'when' | 'unless'>, on: Mask): boolean {
  const met = (c: Condition): boolean =>
    covers(on, c.need) && isEmpty(intersect(on, c.block)) && c.cases.length === 0 && !c.directed
  return (when === null || met(when)) && !(unless !== null && met(unless))
}
