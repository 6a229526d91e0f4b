// Holes: what the statement opens without saying all that must be said of it. Looked for cell by cell in the grid; each hole is raised
// once, at the rule that opened it.

import { bitsOf, has, maskOf, type BasisKind, type Mask, type Purpose } from '../../policy/index.ts'
import type { Name, Rule } from '../1-parse/rule.ts'
import type { Raise, Span } from '../diagnostics.ts'
import { cellsByRule, type Covering, type GridCell } from './grid.ts'
import type { Registers } from './registers.ts'
import type { Resolved } from './resolve.ts'

/** What the checks of holes and clashes look at. */
export interface Compared {
  readonly rules: readonly Resolved[]
  readonly grid: readonly GridCell[]
  readonly registers: Registers
  /** the overlay or contract that a clause stands in, where that only takes away; null for every other clause */
  readonly narrowing: (clause: string) => string | null
  /** the standings that a rule holds in; null: all */
  readonly standingsOf: (rule: Resolved) => readonly string[] | null
}

/** Looks for all holes. */
export function findHoles(compared: Compared, raise: Raise): void {
  const seen = new Set<string>()
  const once: Raise = (code, at, details, related) => {
    const key = JSON.stringify([code, at, 'purpose' in details ? details.purpose : ''])
    if (!seen.has(key)) raise(code, at, details, related)
    seen.add(key)
  }
  for (const cell of compared.grid)
    for (const check of [
      checkCollected,
      checkLimited,
      checkLying,
      checkMarketing,
      checkWayBack,
      checkConsentAlone,
      checkOneEvent,
    ])
      check(cell, compared.registers, once)
  checkNeverCollected(compared, raise)
}

/** `interaction.search in search`: a cell as messages name it. */
export function nameCell({ facts }: GridCell): string {
  return `\`${facts.category}\` in \`${facts.product}\``
}

/**
 * Where a rule says something of this data, for this purpose: lines that differ in one list alone are one rule (normal form), whose place is that of the
 * first; a name that another line brought keeps its own.
 */
export function placeIn({ set, slots }: Rule, category: string | null, purpose: string | null = null): Span {
  const named = [
    ...(slots.for?.names ?? []).filter(({ text }) => text === purpose),
    ...set.names.filter(({ text }) => category !== null && isWithin(category, [text])),
  ]
  return named.find(({ span }) => span.line !== set.span.line)?.span ?? set.span
}

function at({ rule }: Covering, { facts }: GridCell, purpose: string | null = null): Span {
  return placeIn(rule.rule, facts.category, purpose)
}

function used(cell: GridCell): Mask {
  return maskOf(...cell.rules.use.flatMap(({ rule }) => bitsOf(rule.purposes)))
}

type Check = (cell: GridCell, registers: Registers, raise: Raise) => void

/** K303, K306: what is collected serves a purpose, and one that gives the person something. */
const checkCollected: Check = (cell, { purposes }, raise) => {
  const serves = used(cell)
  const opened = purposes.filter(({ bit }) => has(serves, bit))
  for (const collect of [...cell.rules.collect, ...cell.rules.derive])
    if (opened.length === 0) raise('K303', at(collect, cell), { what: nameCell(cell) })
    else if (opened.every(({ gives }) => gives === '')) raise('K306', at(collect, cell), { what: nameCell(cell) })
  for (const { rule } of cell.rules.collect)
    for (const { text, span } of neededFor(rule.rule))
      if (purposes.some(({ name }) => name === text) && !opened.some(({ name }) => name === text))
        raise('K303', span, { what: `${nameCell(cell)}, ${rule.rule.slots.need?.kind ?? ''} for \`${text}\`,` })
}

/** What a `collect` says it is there for: names of purposes, and of products that stop without it. */
function neededFor({ slots: { need } }: Rule): readonly Name[] {
  return need && need.kind !== 'law' ? need.for : []
}

/** K301: each purpose of a use has a limit, whatever the person chose. */
const checkLimited: Check = (cell, { purposes }, raise) => {
  const { category, product } = cell.facts
  for (const use of cell.rules.use)
    for (const purpose of purposesOf(use, purposes)) {
      const keeps = cell.rules.keep.filter(({ rule }) => has(rule.purposes, purpose.bit))
      if (!alwaysHolds(keeps))
        raise('K301', at(use, cell, purpose.name), { what: nameCell(cell), purpose: purpose.name, category, product })
    }
}

function purposesOf({ rule }: Covering, purposes: readonly Purpose[]): readonly Purpose[] {
  return purposes.filter(({ bit }) => has(rule.purposes, bit))
}

const choicesMax = 8

/** Whether of these limits at least one holds for every set of choices a person may have made. */
function alwaysHolds(keeps: readonly Covering[]): boolean {
  if (keeps.some(({ when }) => when === null)) return true
  const conditions = keeps.flatMap(({ when }) => (when && when.cases.length === 0 && !when.directed ? [when] : []))
  const bits = [...new Set(conditions.flatMap(({ need, block }) => [...bitsOf(need), ...bitsOf(block)]))]
  if (conditions.length === 0 || bits.length > choicesMax) return false
  return Array.from({ length: 2 ** bits.length }, (_, pattern) =>
    maskOf(...bits.filter((_bit, i) => (pattern >> i) & 1)),
  ).every((on) =>
    conditions.some(
      ({ need, block }) => bitsOf(need).every((bit) => has(on, bit)) && bitsOf(block).every((bit) => !has(on, bit)),
    ),
  )
}

/** K304: a store line covers it, and a store of the register, at a place that line allows, holds it. */
const checkLying: Check = (cell, { stores, groups }, raise) => {
  const places = new Set(cell.rules.store.flatMap(({ rule }) => rule.at))
  const holds = stores.filter(
    (store) =>
      places.has(store.at) &&
      store.holds.some((name) => name === 'any' || isWithin(cell.facts.category, groups.get(name) ?? [name])),
  )
  if (holds.length > 0) return
  const help = cell.rules.store.length === 0 ? `add \`store ${cell.facts.category} in ${cell.facts.product} at\` and a place` : `add a store to the register \`stores\` that holds \`${cell.facts.category}\` at ${[...places].map((place) => `\`${place}\``).join(' or ')}` // prettier-ignore
  for (const collect of [...cell.rules.collect, ...cell.rules.derive])
    raise('K304', at(collect, cell), { what: nameCell(cell), help })
}

function isWithin(category: string, roots: readonly string[]): boolean {
  return roots.some((root) => category === root || category.startsWith(`${root}.`))
}

const marketingBases: readonly BasisKind[] = ['consent', 'legitimate-interest']

/** K307: direct marketing rests on a consent or an interest. */
const checkMarketing: Check = (cell, { purposes }, raise) => {
  for (const use of cell.rules.use) {
    const because = use.rule.rule.slots.because
    for (const { name, marketing } of purposesOf(use, purposes))
      if (marketing && because && !marketingBases.includes(because.kind))
        raise('K307', basisPlace(because.span, at(use, cell, name)), { purpose: name, basis: because.kind })
  }
}

/** The basis itself, or what was said with it where another line says it of this purpose. */
function basisPlace(basis: Span, said: Span): Span {
  return said.line === basis.line ? basis : said
}

/** K310: a consent can be withdrawn, an interest and direct marketing can be objected to. */
const checkWayBack: Check = (cell, { purposes }, raise) => {
  const offered = (control: string, bit: number): boolean =>
    cell.rules.offer.some(
      ({ rule }) => has(rule.purposes, bit) && rule.rule.controls.some(({ text }) => text === control),
    )
  for (const use of cell.rules.use) {
    const basis = use.rule.rule.slots.because?.kind ?? 'contract'
    for (const { name, bit, marketing } of purposesOf(use, purposes)) {
      const details = { what: nameCell(cell), purpose: name, category: cell.facts.category }
      if (basis === 'consent' && !offered('withdraw', bit))
        raise('K310', at(use, cell, name), { ...details, basis: 'consent', act: 'withdraw it', control: 'withdraw' })
      const objectable = basis === 'legitimate-interest' || basis === 'public-task' || marketing
      if (objectable && !offered('object', bit))
        raise('K310', at(use, cell, name), {
          ...details,
          basis: marketing ? 'direct marketing' : basis,
          act: 'object',
          control: 'object',
        })
    }
  }
}

/** K311: what rests on consent alone leaves when the consent does. */
const checkConsentAlone: Check = (cell, { purposes }, raise) => {
  const { use, keep } = cell.rules
  if (use.length === 0 || use.some(({ rule }) => rule.rule.slots.because?.kind !== 'consent')) return
  for (const covering of use)
    for (const { name, bit } of purposesOf(covering, purposes))
      for (const { rule } of keep.filter((limit) => has(limit.rule.purposes, bit)))
        if (!rule.rule.slots.limits?.some((limit) => 'until' in limit && limit.until.text === 'withdrawal'))
          raise('K311', rule.rule.set.span, { what: nameCell(cell), purpose: name })
}

/** Moments a record knows by itself; of all others it has one. */
const ownEvents: readonly string[] = ['collection', 'removal', 'withdrawal']

/** K113: a record carries the moment of one event beside its collection, so its limits may count from one. */
const checkOneEvent: Check = (cell, _registers, raise) => {
  const events = cell.rules.keep.flatMap(({ rule }) => (rule.rule.slots.limits ?? []).flatMap((limit) => (('until' in limit && ownEvents.includes(limit.until.text)) || (!('until' in limit) && limit.event.text === 'collection') ? [] : ['until' in limit ? limit.until : limit.event]))) // prettier-ignore
  const [first] = events
  const other = events.find(({ text }) => text !== first?.text)
  if (first && other)
    raise('K113', other.span, {
      thing: `counting the limits of ${nameCell(cell)} from two events, \`${first.text}\` and \`${other.text}\`,`,
      help: 'count all of them from one event, from collection, or end them by removal',
    })
}

// --- rules about nothing --------------------------------------------------------------------------------------------

/** K302: each name of a permission, period or control stands for something that is collected. */
function checkNeverCollected({ rules, grid, registers }: Compared, raise: Raise): void {
  const cellsOf = cellsByRule(grid)
  for (const resolved of rules.filter(
    ({ frame }) => frame === 'use' || frame === 'share' || frame === 'keep' || frame === 'offer' || frame === 'store',
  )) {
    const { rule } = resolved
    const cells = cellsOf.get(resolved) ?? []
    if (cells.length === 0) raise('K302', rule.set.span, { verb: rule.verb, what: wholeSet(rule) })
    else {
      for (const name of rule.set.any ? [] : rule.set.names) if (!cells.some(({ facts }) => isWithin(facts.category, registers.groups.get(name.text) ?? [name.text]))) neverCollected(rule, name, raise) // prettier-ignore
      for (const name of rule.slots.in?.names ?? [])
        if (!cells.some(({ facts }) => facts.product === name.text)) neverCollected(rule, name, raise)
    }
  }
}

function neverCollected(rule: Rule, name: Name, raise: Raise): void {
  raise('K302', name.span, { verb: rule.verb, what: `\`${name.text}\`` })
}

function wholeSet({ set, slots }: Rule): string {
  const data = set.any ? 'anything' : set.names.map(({ text }) => `\`${text}\``).join(', ')
  return slots.in
    ? `${data} in ${slots.in.any ? 'any product' : slots.in.names.map(({ text }) => `\`${text}\``).join(', ')}`
    : data
}
