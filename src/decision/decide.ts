// The three questions to one cell: a use, a write, a control. Sharing, making and joining are beside it. Pure; a default of no.
// An answer names the clause that decided, and a permit is made once per cell and purpose.

import { bitsOf, partOf, type Act, type Cell, type CellFacts, type Collect, type Decision, type Policy, type Standing } from '../policy/index.ts' // prettier-ignore
import { holds, indexOf, openStores, type CellIndex, type PurposeEntry } from './cell-index.ts'
import { bannedPlace, closedBy, closedByTerm, laterTerms, maskTerms, noCase, notOpen, notPlaced, type Asked, type Closing } from './formula.ts' // prettier-ignore
import { lawsHolding } from './limits.ts'
import { mayLeave } from './mechanisms.ts'
import { registersOf, type PolicyIndex } from './policy-index.ts'
import { dayWords, denial, useOf, type Deed } from './words.ts'

const permits = new WeakMap<PurposeEntry, Decision>()

/** May this be used so? `cell` is the record's, as in force; undefined where no sentence speaks of such data. */
export function decideUse(policy: Policy, cell: Cell | undefined, standing: Standing, act: Act): Decision {
  const registers = registersOf(policy)
  const asked = ask(registers, cell, standing, act)
  const closing = closedBy(asked)
  return closing ? denial(closing, registers, useOf(act.purpose, registers)) : permitUse(asked.entry!, registers)
}

/** Looks up what a question about a use is about. */
export function ask(registers: PolicyIndex, cell: Cell | undefined, standing: Standing, act: Act): Asked {
  const index = cell ? indexOf(cell) : null
  return { registers, cell: index, entry: index?.entry(act.hand, act.form, act.purpose) ?? null, standing, act }
}

function permitUse(entry: PurposeEntry, registers: PolicyIndex): Decision {
  const known = permits.get(entry)
  if (known) return known
  const line = entry.uses.at(-1)
  const made = permit(
    line?.clause ?? null,
    line?.version,
    `This may be ${useOf(entry.purpose, registers).done}: a sentence says so.`,
  )
  permits.set(entry, made)
  return made
}

/** A permit, with the clause that opened it. */
export function permit(clause: string | null, version: number | undefined, why: string): Decision {
  return { effect: 'permit', clause, version: version ?? null, term: null, why, change: null }
}

const stored: Deed = { done: 'stored' }

/**
 * May this be written? A `collect` covers it and its conditions hold, a `store` place fits, no ban holds, and some purpose may use it now,
 * for this person. The purpose, hand and form of the act are not asked. `facts` tell where no cell is, whether one of another origin is.
 */
export function decideWrite(
  policy: Policy,
  cell: Cell | undefined,
  standing: Standing,
  act: Act,
  facts?: Pick<CellFacts, 'product' | 'category'>,
): Decision {
  const registers = registersOf(policy)
  if (!cell) return denial({ term: 'based', line: null, ...(facts && otherOrigin(policy, facts)) }, registers, stored)
  const index = indexOf(cell)
  const closing = first([
    bannedWrite(index, standing, act),
    notCollected(index, standing, act),
    useless(registers, cell, standing, act),
    notLying(registers, index, standing, act),
  ])
  if (closing) return denial(closing, registers, stored)
  const line = cell.collects.at(-1)!
  return permit(line.clause, line.version, 'This may be stored: a sentence says what for and until when.')
}

function otherOrigin(
  { cells }: Policy,
  { product, category }: Pick<CellFacts, 'product' | 'category'>,
): { readonly near: 'origin' } | null {
  const isCollected = ({ facts, collects }: Cell): boolean =>
    facts.product === product && facts.category === category && collects.length > 0
  return cells.some(isCollected) ? { near: 'origin' } : null
}

const order = [...maskTerms, ...laterTerms]

/** Of several closings the one whose term a denial names first. */
export function first(closings: readonly (Closing | null)[]): Closing | null {
  return closings
    .filter((closing) => closing !== null)
    .reduce<Closing | null>((a, b) => (a && order.indexOf(a.term) <= order.indexOf(b.term) ? a : b), null)
}

/** The `never` that closes a write. */
export function bannedWrite(index: CellIndex, standing: Standing, act: Act): Closing | null {
  const ban = index.cell.collectBans.find((one) => holds(one, standing.on, act))
  if (ban) return { term: 'never', line: ban, ban }
  return act.place === null ? null : bannedPlace(index, act.place, standing, act)
}

/** In each part a `collect` must cover the cell with its conditions met. */
function notCollected({ cell, parts }: CellIndex, standing: Standing, act: Act): Closing | null {
  return first(
    parts.map((part) =>
      noCollectOf(
        cell.collects.filter((line) => partOf(line) === part),
        standing,
        act,
      ),
    ),
  )
}

function noCollectOf(collects: readonly Collect[], standing: Standing, act: Act): Closing | null {
  if (collects.length === 0) return { term: 'based', line: null }
  const closings = collects.map(
    (line) => notOpen(line, line.when, standing.on, act.directed) ?? noCase(line, line.when.cases, act.cases),
  )
  return closings.includes(null) ? null : closings[0]!
}

/** Nothing is collected that no purpose may use at once: names what closed the purpose that came furthest. */
export function useless(registers: PolicyIndex, cell: Cell, standing: Standing, act: Act): Closing | null {
  const asking = { ...act, place: null, drawn: true as const } // what is drawn from must be there
  let furthest: Closing | null = null
  for (const { hand, form, based } of cell.rows) {
    for (const purpose of bitsOf(based)) {
      const asked = ask(registers, cell, standing, { ...asking, hand, form, purpose })
      const closing = closedByMask(asked)
      if (!closing) return null
      if (!furthest || order.indexOf(closing.term) > order.indexOf(furthest.term)) furthest = closing
    }
  }
  const [stretched] = cell.rows.flatMap((row) => row.stretched ?? [])
  return furthest ?? { term: 'based', line: stretched ?? null, ...(stretched && { stretched: stretched.given }) }
}

function closedByMask(asked: Asked): Closing | null {
  for (const term of maskTerms) {
    const closing = closedByTerm(term, asked)
    if (closing) return closing
  }
  return null
}

/** Where it lies: at the place asked, or, where none is, at some place that is open. */
export function notLying(registers: PolicyIndex, index: CellIndex, standing: Standing, act: Act): Closing | null {
  return act.place === null
    ? nowhere(registers, index, standing, act)
    : notPlaced(registers, index, act.place, standing, act)
}

/** No place was named: in each part one must be open that no ban closes. */
function nowhere(registers: PolicyIndex, index: CellIndex, standing: Standing, act: Act): Closing | null {
  return first(index.parts.map((part) => nowhereIn(registers, index, part, standing, act)))
}

function nowhereIn(
  { policy }: PolicyIndex,
  index: CellIndex,
  part: number,
  standing: Standing,
  act: Act,
): Closing | null {
  const { where } = index.cell.facts
  const places = openStores(index, part, standing.on, act).flatMap(({ places: named, under }) =>
    named.filter((place) => mayLeave(policy, { where, place, under, at: act.at })),
  )
  if (places.length === 0) return { term: 'place', line: null, place: null }
  const bans = places.map((place) => bannedPlace(index, place, standing, act))
  return bans.includes(null) ? null : first(bans)
}

/** May the person use this control on it? No purpose closes it; only `unless law` withholds, and cites the law. */
export function decideControl(
  policy: Policy,
  cell: Cell | undefined,
  control: string,
  _standing: Standing,
  act: Act,
): Decision {
  const registers = registersOf(policy)
  const [found, ...others] = cell?.controls.filter((line) => line.control === control) ?? []
  if (!cell || !found) return denial({ term: 'based', line: null }, registers, { done: `reached by “${control}”` })
  const laws = lawsHolding(cell, act, act.at)
  const open = [found, ...others].find(({ unlessLaw }) => !laws.some(({ law }) => unlessLaw.includes(law)))
  if (open) return permit(open.clause, open.version, `You may use “${control}” on this.`)
  const withheld = laws.find(({ law }) => found.unlessLaw.includes(law))! // no offer is open: one of its laws holds
  const cited = policy.notes.find(({ name }) => name === withheld.law)?.text ?? withheld.law
  const until = withheld.until ? ` until ${dayWords(withheld.until)}` : ''
  const line = cell.limits.find(({ clause, law }) => clause === withheld.clause && law === withheld.law)
  return {
    effect: 'deny',
    clause: withheld.clause,
    version: line?.version ?? null,
    term: 'open',
    why: `A law makes us keep this${until}: ${cited}`,
    change: withheld.until ? `It opens on ${dayWords(withheld.until)}.` : null,
  }
}
