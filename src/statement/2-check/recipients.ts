// Who gets data, and where it goes (K5, K6): each `share` is held to the register of recipients, each `store` and each recipient's places to
// the zones of the people it is about. Looked for cell by cell; each finding is raised once, at the name it is about.

import { has, maskOf, type Mask, type Mechanism, type Recipient } from '../../policy/index.ts'
import type { Name, NameSet } from '../1-parse/rule.ts'
import type { Raise, Span } from '../diagnostics.ts'
import type { Covering, GridCell } from './grid.ts'
import { nameCell, type Compared } from './holes.ts'
import { madeFrom } from './made.ts'
import type { Registers } from './registers.ts'
import { isAtOrBelow, type Resolved } from './resolve.ts'

/** Looks for all of K5 and K6. `today` is a day like 2026-11-02: without it no mechanism has lapsed. */
export function checkRecipients({ rules, grid, registers }: Compared, today: string | null, raise: Raise): void {
  const seen = new Set<string>()
  const once: Raise = (code, at, details, related) => {
    const key = JSON.stringify([code, at, 'missing' in details ? details.missing : ''])
    if (!seen.has(key)) raise(code, at, details, related)
    seen.add(key)
  }
  const shares = rules.filter(({ frame }) => frame === 'share')
  for (const rule of shares)
    for (const recipient of sharedWith(rule, registers)) checkListed(rule, recipient, registers, once)
  const zones = createZones(registers)
  const made = madeFrom(grid, rules.filter(({ frame }) => frame === 'combine'), registers) // prettier-ignore
  for (const cell of grid) {
    const lying = [...cell.rules['never store'], ...made(cell).bans['never store']]
    for (const share of cell.rules.share)
      for (const recipient of sharedWith(share.rule, registers)) {
        checkOurselves(cell, share, recipient, registers, once)
        checkCountry(cell, share, { recipient, lying }, once)
        checkAway(cell, share, recipient, zones, today, once)
      }
    for (const store of cell.rules.store) checkStore(cell, store, zones, today, once)
  }
  checkBoundaries({ rules, grid, registers }, once)
}

function sharedWith({ recipients: named }: Resolved, { recipients }: Registers): readonly Recipient[] {
  return recipients.filter(({ name }) => named.has(name))
}

/** Where a set names something: the name itself, or the set where it means it without saying it. */
function placeIn(set: NameSet | undefined, name: string, otherwise: Span): Span {
  return set?.names.find(({ text }) => text === name)?.span ?? set?.span ?? otherwise
}

// --- K5: the register of recipients ---------------------------------------------------------------------------------

function checkListed(rule: Resolved, recipient: Recipient, registers: Registers, raise: Raise): void {
  const { slots, span } = rule.rule
  const at = placeIn(slots.with, recipient.name, span)
  const { name, role } = recipient
  const entry = registers.spans.get(`recipients ${name}`)
  const related = entry ? [{ at: entry, message: 'its entry' }] : []
  if (role === 'ours') {
    if (slots.because) raise('K501', slots.because.span, { recipient: name }, related)
    for (const purpose of registers.purposes.filter(
      ({ bit }) => has(rule.purposes, bit) && !has(recipient.functions, bit),
    ))
      raise('K504', nameOr(slots.for, purpose.name, at), { recipient: name, purpose: purpose.name }, related)
    for (const missing of missingOf(recipient)) raise('K505', at, { recipient: name, missing }, related)
    return
  }
  if (!slots.because) raise('K502', at, { recipient: name }, related)
  if (role === 'authority' && !slots.when?.some(({ kind }) => kind === 'case'))
    raise('K506', at, { recipient: name }, related)
}

function nameOr(set: NameSet | undefined, name: string, otherwise: Span): Span {
  return set?.names.find(({ text }) => text === name)?.span ?? otherwise
}

/** What nobody may work for us without: a contract; and an audit and a notice for who handles customers' data (SHA-06, SUB-03, SUB-06). */
function missingOf({ kind, contract, audit, told }: Recipient): readonly string[] {
  const all = kind === 'subprocessor' ? { contract, audit, told } : { contract }
  return Object.entries(all).flatMap(([field, said]) => (said === null ? [field] : []))
}

/** K503: who acts for us may do what we may, and no more. */
function checkOurselves(
  cell: GridCell,
  share: Covering,
  { name, role }: Recipient,
  { purposes }: Registers,
  raise: Raise,
): void {
  if (role !== 'ours') return
  const ours = cell.rules.use.reduce<Mask>(
    (mask, { rule }) => [mask[0] | rule.purposes[0], mask[1] | rule.purposes[1]],
    maskOf(),
  )
  for (const purpose of purposes.filter(({ bit }) => has(share.rule.purposes, bit) && !has(ours, bit)))
    raise('K503', nameOr(share.rule.rule.slots.for, purpose.name, share.rule.rule.set.span), {
      recipient: name,
      what: nameCell(cell),
      purpose: purpose.name,
    })
}

/** K604: a ban, on the data or on what it is made from, closes the country a recipient works from. */
function checkCountry(
  cell: GridCell,
  { rule }: Covering,
  { recipient: { name, at }, lying }: { readonly recipient: Recipient; readonly lying: readonly Covering[] },
  raise: Raise,
): void {
  const bans = lying.filter((ban) => ban.when === null && ban.unless === null && ban.rule.rule.slots.with === undefined)
  for (const place of at) {
    const ban = bans.find((one) => one.rule.rule.slots.at === undefined || one.rule.at.includes(place))
    if (ban)
      raise(
        'K604',
        placeIn(rule.rule.slots.with, name, rule.rule.span),
        { recipient: name, place, what: nameCell(cell), ban: ban.rule.clause },
        [{ at: ban.rule.rule.set.span, message: 'the ban' }],
      )
  }
}

// --- K6: places and mechanisms --------------------------------------------------------------------------------------

/** Zones of the register, and whether one place lies in another, looked up once for each two. */
interface Zones {
  readonly all: readonly string[]
  readonly isWithin: (place: string, other: string) => boolean
  readonly mechanisms: readonly Mechanism[]
}

function createZones(registers: Registers): Zones {
  const known = new Map<string, boolean>()
  return {
    all: registers.places.flatMap(({ name, zone }) => (zone ? [name] : [])),
    mechanisms: registers.mechanisms,
    isWithin: (place, other) => {
      const key = `${place} ${other}`
      const found = known.get(key) ?? isAtOrBelow(place, other, registers)
      known.set(key, found)
      return found
    },
  }
}

/** Zones whose people a cell may be about and that a place lies outside of. */
function left({ facts: { where } }: GridCell, place: string, { all, isWithin }: Zones): readonly string[] {
  return all.filter((zone) => (where === null || isWithin(where, zone)) && !isWithin(place, zone))
}

function covers({ from, to }: Mechanism, zone: string, place: string, { isWithin }: Zones): boolean {
  return from.some((one) => isWithin(zone, one)) && to.some((one) => isWithin(place, one))
}

/** K601, K602: outside the zone of those it is about, data lies only under a mechanism, and under one that holds. */
function checkStore(cell: GridCell, { rule }: Covering, zones: Zones, today: string | null, raise: Raise): void {
  if (zones.all.length === 0) return
  const { slots } = rule.rule
  const under = (slots.under ?? []).map(({ text }) => text)
  for (const place of rule.at)
    checkLeaving(
      { cell, place, under, at: placeIn(slots.at, place, rule.rule.span), names: slots.under ?? [] },
      zones,
      today,
      raise,
    )
}

function checkAway(
  cell: GridCell,
  { rule }: Covering,
  { name, at, under }: Recipient,
  zones: Zones,
  today: string | null,
  raise: Raise,
): void {
  if (zones.all.length === 0) return
  for (const place of at)
    checkLeaving(
      { cell, place, under, at: placeIn(rule.rule.slots.with, name, rule.rule.span), names: [] },
      zones,
      today,
      raise,
    )
}

interface Leaves {
  readonly cell: GridCell
  readonly place: string
  readonly under: readonly string[]
  readonly at: Span
  readonly names: readonly Name[]
}

function checkLeaving(
  { cell, place, under, at, names }: Leaves,
  zones: Zones,
  today: string | null,
  raise: Raise,
): void {
  for (const zone of left(cell, place, zones)) {
    const fit = zones.mechanisms.filter((one) => under.includes(one.name) && covers(one, zone, place, zones))
    if (fit.length === 0) raise('K601', at, { what: nameCell(cell), place, zone })
    const [lapsed] = today === null ? [] : fit.filter(({ valid }) => valid.until !== null && valid.until < today)
    const holds = fit.some(({ valid }) => valid.until === null || today === null || valid.until >= today)
    if (lapsed && !holds)
      raise('K602', names.find(({ text }) => text === lapsed.name)?.span ?? at, {
        mechanism: lapsed.name,
        until: lapsed.valid.until ?? '',
      })
  }
}

/** The commitment that keeps data in one place, and the parameter that names it (LOC-05). */
const boundary = { commitment: 'boundary', parameter: 'place' } as const

/** K603: outside a boundary that was promised, data lies only under a mechanism that is counted. */
function checkBoundaries(
  { rules, grid, registers }: Pick<Compared, 'rules' | 'grid' | 'registers'>,
  raise: Raise,
): void {
  const promised = rules.filter(({ rule }) => rule.commitment?.text === boundary.commitment)
  if (promised.length === 0) return
  const zones = createZones(registers)
  for (const cell of grid)
    for (const promise of promised.filter(
      ({ categories, products }) => categories.has(cell.facts.category) && products.has(cell.facts.product),
    )) {
      const value = promise.rule.parameters?.find(({ name }) => name.text === boundary.parameter)?.value
      const named = value && 'names' in value ? value.names.map(({ text }) => text) : []
      const places = named.filter((one) => registers.places.some(({ name }) => name === one))
      if (places.length === 0) continue
      for (const { rule } of cell.rules.store)
        for (const place of rule.at.filter((one) => !places.some((inside) => zones.isWithin(one, inside)))) {
          const under = (rule.rule.slots.under ?? []).map(({ text }) => text)
          if (registers.mechanisms.some(({ name, counted }) => counted && under.includes(name))) continue
          raise(
            'K603',
            placeIn(rule.rule.slots.at, place, rule.rule.span),
            { what: nameCell(cell), place, boundary: places.join(', ') },
            [{ at: promise.rule.span, message: 'the boundary' }],
          )
        }
    }
}
