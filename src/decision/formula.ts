// The formula of a use, term by term, in the order in which a denial names them (docs/spec/decision.md):
// allowed = based & given & open & live & ~(objected & objectable) & ~(never | restricted | barred), then place, pair, recipient, case.

import { covers, forms, has, isEmpty, none, partOf, without, type Act, type Ban, type BasisKind, type Line, type Mask, type Standing, type StoreBan, type Term, type Use } from '../policy/index.ts' // prettier-ignore
import { holds, isMet, openStores, type CellIndex, type PurposeEntry } from './cell-index.ts'
import { isOver, isWithdrawn, limitEnd } from './limits.ts'
import { mayLeave } from './mechanisms.ts'
import type { PolicyIndex } from './policy-index.ts'

/** A question about a use, looked up. `entry` is null where the cell says nothing of this hand, form and purpose. */
export interface Asked {
  readonly registers: PolicyIndex
  readonly cell: CellIndex | null
  readonly entry: PurposeEntry | null
  readonly standing: Standing
  readonly act: Act
}

/** Why a term closed it: the line that did, and what the words need. */
export type Closing = { readonly line: Line | null } & (
  | { readonly term: 'never'; readonly ban: Pick<Ban | StoreBan, 'when' | 'unless'> | null }
  | { readonly term: 'barred' | 'restricted' | 'objected' | 'pair' }
  | { readonly term: 'recipient'; readonly unlisted?: string }
  | { readonly term: 'based'; readonly near?: Near; readonly stretched?: Mask }
  | { readonly term: 'given'; readonly missing: Mask }
  | { readonly term: 'open'; readonly off: Mask; readonly on: Mask; readonly directed: boolean; readonly cap?: Cap }
  | { readonly term: 'live'; readonly ended: Date | 'withdrawn' | 'unlimited' }
  | { readonly term: 'place'; readonly place: string | null; readonly lapsed?: readonly string[] }
  | { readonly term: 'case'; readonly cases: readonly string[] }
)

/** At most so many of many, as a use says it. */
export type Cap = NonNullable<Use['cap']>

/** In what a sentence that allows something like it differs: it speaks of another hand, another form, another origin. */
export type Near = 'machines' | 'people' | 'form' | 'origin'

/** A use of the same data for the same purpose that some sentence opens: by another hand first, else in another form. */
function nearOf(cell: CellIndex, { hand, form, purpose }: Act): Near | null {
  const other = hand === 'people' ? 'machines' : 'people'
  if (cell.entry(other, form, purpose)?.based) return other
  return forms.some((one) => cell.entry(hand, one, purpose)?.based || cell.entry(other, one, purpose)?.based) ? 'form' : null // prettier-ignore
}

type Check = (asked: Asked) => Closing | null

const holdsAlways: Check = () => null

/** Each term's own check: null where it holds. */
const checks: Readonly<Record<Term, Check>> = {
  never({ cell, entry, standing, act }) {
    if (entry) {
      for (const ban of entry.bans)
        if (!ban.inherited && holds(ban, standing.on, act)) return { term: 'never', line: ban, ban }
      if (entry.never) return { term: 'never', line: null, ban: null }
    }
    const here = cell && act.place !== null ? bannedPlace(cell, act.place, standing, act) : null
    return here?.term === 'never' ? here : null
  },
  barred({ cell, entry, standing, act }) {
    for (const ban of entry?.bans ?? [])
      if (ban.inherited && holds(ban, standing.on, act)) return { term: 'barred', line: ban }
    if (entry?.barred) return { term: 'barred', line: null }
    const here = cell && act.place !== null ? bannedPlace(cell, act.place, standing, act) : null
    return here?.term === 'barred' ? here : null
  },
  restricted({ registers, standing, act }) {
    return standing.restricted && !(isBit(act.purpose) && has(registers.surviving, act.purpose))
      ? { term: 'restricted', line: null }
      : null
  },
  based({ cell, entry, act }) {
    if (entry?.based) return null
    const [stretched] = entry?.stretched ?? []
    if (stretched) return { term: 'based', line: stretched, stretched: stretched.given }
    const near = cell && nearOf(cell, act)
    return { term: 'based', line: null, ...(near && { near }) }
  },
  given({ entry, standing }) {
    for (const use of entry?.uses ?? []) {
      if (!covers(standing.on, use.given)) return { term: 'given', line: use, missing: without(use.given, standing.on) }
    }
    return null
  },
  open({ entry, standing: { on }, act }) {
    for (const use of entry?.uses ?? []) {
      const closing = notOpen(use, use.when, on, act.directed)
      if (closing) return closing
    }
    const capped = act.drawn ? undefined : entry?.uses.find(({ cap }) => cap !== null)
    return capped ? { term: 'open', line: capped, off: none, on: none, directed: false, cap: capped.cap! } : null // found by its cap
  },
  objected({ entry, standing, act }) {
    if (!entry?.objectable || !has(standing.objected, act.purpose)) return null
    const line = entry.uses.find(({ basis }) => weighed.includes(basis.kind)) ?? entry.uses.at(-1)
    return { term: 'objected', line: line ?? null }
  },
  live: ({ cell, entry, standing, act }) => (cell && entry ? notLive(cell, entry, standing, act) : null),
  place: ({ registers, cell, standing, act }) =>
    cell && act.place !== null ? notPlaced(registers, cell, act.place, standing, act) : null,
  pair: holdsAlways,
  recipient: holdsAlways,
  case({ entry, act }) {
    for (const use of entry?.uses ?? []) {
      const closing = noCase(use, use.when.cases, act.cases)
      if (closing) return closing
    }
    return null
  },
}

/** Bases to which a person may object; to direct marketing on any. */
const weighed: readonly BasisKind[] = ['legitimate-interest', 'public-task']

/** The terms of the formula's mask: a write asks for some purpose that all of these leave open. */
export const maskTerms: readonly Term[] = [
  'never',
  'barred',
  'restricted',
  'based',
  'given',
  'open',
  'objected',
  'live',
]

/** The terms that follow the mask. */
export const laterTerms: readonly Term[] = ['place', 'pair', 'recipient', 'case']

const inOrder: readonly Check[] = [...maskTerms, ...laterTerms].map((term) => checks[term])

/** The first term that closes a use, or null where none does. */
export function closedBy(asked: Asked): Closing | null {
  for (const check of inOrder) {
    const closing = check(asked)
    if (closing) return closing
  }
  return null
}

/** What one term finds. */
export function closedByTerm(term: Term, asked: Asked): Closing | null {
  return checks[term](asked)
}

/** What of a condition is not met, leaving cases aside: they are the last term. */
export function notOpen(
  line: Line,
  { need, block, directed }: { readonly need: Mask; readonly block: Mask; readonly directed: boolean },
  on: Mask,
  isDirected: boolean,
): Closing | null {
  const off = without(need, on)
  const blocking = without(block, without(block, on))
  const undirected = directed && !isDirected
  if (isEmpty(off) && isEmpty(blocking) && !undirected) return null
  return { term: 'open', line, off, on: blocking, directed: undirected }
}

/** The list of cases of which none is open. */
export function noCase(line: Line, lists: readonly (readonly string[])[], open: readonly string[]): Closing | null {
  const missing = lists.find((cases) => !cases.some((name) => open.includes(name)))
  return missing ? { term: 'case', line, cases: missing } : null
}

function notLive({ cell }: CellIndex, entry: PurposeEntry, standing: Standing, act: Act): Closing | null {
  const withdrawn = isWithdrawn(entry, standing.on)
  let limited: number[] | null = null
  for (const limit of entry.limits) {
    if (limit.when !== null) {
      if (!isMet(limit.when, standing.on, act)) continue
      limited = [...(limited ?? []), partOf(limit)]
    }
    if (!isOver(cell, limit, act, withdrawn)) continue
    const isWithdrawal = 'until' in limit.end && limit.end.until === 'withdrawal'
    return { term: 'live', line: limit, ended: isWithdrawal ? 'withdrawn' : limitEnd(cell, limit, act, withdrawn)! } // it has one: it is over
  }
  for (const part of entry.unlimited) {
    if (!limited?.includes(part)) return { term: 'live', line: null, ended: 'unlimited' }
  }
  return null
}

function isBit(purpose: number): boolean {
  return purpose >= 0 && purpose < 64
}

/** A `never store` that closes this place now, its own before one of what it was made from. Without places it closes every place. */
export function bannedPlace({ cell }: CellIndex, place: string, standing: Standing, act: Act): Closing | null {
  if (cell.storeBans.length === 0) return null
  const held = cell.storeBans.filter((ban) => (ban.places.length === 0 || ban.places.includes(place)) && holds(ban, standing.on, act)) // prettier-ignore
  const ban = held.find(({ inherited }) => !inherited) ?? held[0]
  if (!ban) return null
  return ban.inherited ? { term: 'barred', line: ban } : { term: 'never', line: ban, ban }
}

/** Every part must have a store that names this place and, outside the person's zone, a mechanism that holds that day. */
export function notPlaced(
  { policy }: PolicyIndex,
  cell: CellIndex,
  place: string,
  standing: Standing,
  act: Act,
): Closing | null {
  const { where } = cell.cell.facts
  for (const part of cell.parts) {
    const open = openStores(cell, part, standing.on, act)
    const named = open.filter(({ places }) => places.includes(place))
    if (named.some(({ under }) => mayLeave(policy, { where, place, under, at: act.at }))) continue
    const [line] = named
    if (line) return { term: 'place', line, place, lapsed: line.under }
    return { term: 'place', line: open[0] ?? null, place }
  }
  return null
}
