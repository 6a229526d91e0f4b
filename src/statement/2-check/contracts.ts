// Contracts with all customers, and what the law of a place demands: the statement may not be weaker (law 7, ENT-07). Looked for cell by cell:
// what the contract forbids the statement forbids too, what it ends the statement ends as soon, what it offers the statement offers.

import { isNoLonger, periodWords, type Period } from '../../base/index.ts'
import { bitsOf, has, intersect, isEmpty, type CellFacts, type Hand } from '../../policy/index.ts'
import type { LimitText, ParameterText } from '../1-parse/rule.ts'
import type { Frame } from '../1-parse/slots.ts'
import type { Raise, Span } from '../diagnostics.ts'
import { asksAll, exclude } from './conditions.ts'
import { coverOne, type Covering, type GridCell } from './grid.ts'
import { nameCell } from './holes.ts'
import type { Registers } from './registers.ts'
import { coversPlace, isAtOrBelow, type Resolved } from './resolve.ts'
import type { Standings } from './standings.ts'

/** A contract with all customers of a profile, and its rules. */
export interface Demands {
  readonly name: string
  readonly profile: string
  readonly rules: readonly Resolved[]
}

/** What a contract is held against. */
export interface Statement {
  readonly grid: readonly GridCell[]
  /** all rules of the statement itself */
  readonly rules: readonly Resolved[]
  readonly registers: Registers
  readonly standings: Standings
  /** the standings that a rule holds in; null: all */
  readonly standingsOf: (rule: Resolved) => readonly string[] | null
}

/** K405 of every contract, and of the duties of every place. */
export function checkContracts(contracts: readonly Demands[], statement: Statement, raise: Raise): void {
  for (const contract of contracts) {
    const seen = new Set<string>()
    const once: Weaker = (demand, ours, why, help) => {
      const key = `${demand.clause} ${demand.index} ${ours?.clause ?? ''} ${ours?.index ?? ''}`
      if (seen.has(key)) return
      seen.add(key)
      const at = ours ?? demand
      const what = ours ? `\`${ours.clause}\`` : 'the statement'
      const related = ours ? [{ at: spanOf(demand), message: 'what the contract says' }] : []
      raise('K405', spanOf(at), { what, other: `the contract \`${contract.name}\``, why, help }, related)
    }
    const held = new Set(namesOver(contract.profile, statement.standings)) // what an overlay adds, it adds for customers too
    const cells = statement.grid.filter(({ facts, standings }) => [facts.standing, ...standings].some((name) => held.has(name))) // prettier-ignore
    for (const cell of cells)
      for (const rule of contract.rules.filter((one) => touches(one, cell))) {
        for (const facts of partedBy(rule, cell.facts)) {
          const demand = coverOne(facts, rule, statement.registers)
          if (demand) checkDemand(demand, cell, statement.registers, once)
        }
      }
    for (const rule of contract.rules) if (rule.frame === 'promise') checkPromise(rule, [...held], statement, once)
  }
  checkDuties(statement, raise)
}

/** Every standing over a base. */
function namesOver(base: string, { all }: Standings): readonly string[] {
  return all.flatMap((one) => (one.base === base ? [one.name] : []))
}

/** Whether a rule holds in each of these standings. */
function isOfAll(rule: Resolved, names: readonly string[], { standingsOf }: Statement): boolean {
  const held = standingsOf(rule)
  return held === null || names.every((name) => held.includes(name))
}

type Weaker = (demand: Resolved, ours: Resolved | null, why: string, help: string) => void

function spanOf({ rule }: Resolved): Span {
  return rule.commitment?.span ?? rule.set.span
}

/** The facts of a cell, told apart by session and account where only the contract's rule does: what is open to both is open to either. */
function partedBy({ when, unless }: Resolved, facts: CellFacts): readonly CellFacts[] {
  const conditions = [when, unless].filter((one) => one !== null)
  const asksSession = facts.signedIn === null && conditions.some(({ signedIn }) => signedIn.length > 0)
  const asksAccount = facts.account === null && conditions.some(({ accounts }) => accounts.length > 0)
  const sessions = asksSession ? [false, true] : [facts.signedIn]
  const kinds = asksAccount ? (['personal', 'organisation'] as const) : [facts.account]
  return sessions.flatMap((signedIn) => kinds.map((account) => ({ ...facts, signedIn, account })))
}

function touches(rule: Resolved, { facts }: GridCell): boolean {
  const isFrom = rule.providers === null || !facts.source || rule.providers.has(facts.source)
  return rule.categories.has(facts.category) && rule.products.has(facts.product) && rule.origins.has(facts.origin) && isFrom // prettier-ignore
}

function checkDemand(demand: Covering, cell: GridCell, registers: Registers, weaker: Weaker): void {
  if (demand.rule.frame === 'keep') checkPeriod(demand, cell, weaker)
  if (demand.rule.frame === 'offer') checkOffer(demand, cell, weaker)
  const banned = bannedFrames[demand.rule.frame]
  if (banned) checkBan(demand, banned, cell, registers, weaker)
}

// --- what it forbids ------------------------------------------------------------------------------------------------

const bannedFrames: Readonly<Partial<Record<Frame, Frame>>> = {
  'never collect': 'collect', 'never derive': 'derive', 'never use': 'use', 'never share': 'share', 'never store': 'store',
} // prettier-ignore

/** Each permission that the contract's ban would close is closed by one of the statement's own, as widely. */
function checkBan(demand: Covering, opens: Frame, cell: GridCell, { purposes }: Registers, weaker: Weaker): void {
  const bans = cell.rules[demand.rule.frame]
  for (const permission of cell.rules[opens]) {
    if (!isClosedBy(demand, permission) || isKept(permission, demand)) continue
    const open = atomsOf(permission, demand).find((atom) => !bans.some((ban) => closes(ban, atom) && holdsAsWide(ban, demand))) // prettier-ignore
    if (!open) continue
    const name = open.bit === null ? null : purposes.find(({ bit }) => bit === open.bit)?.name
    const why = `it opens ${nameCell(cell)}${name ? ` for \`${name}\`` : ''}, which the contract forbids`
    weaker(demand.rule, permission.rule, why, `take it out, or write the contract’s \`${demand.rule.text}\` into the statement too`) // prettier-ignore
  }
}

/** One thing that a permission opens and a ban may close. */
interface Atom {
  readonly bit: number | null
  readonly hand: Hand | null
  readonly name: string | null
  readonly basis: string | null
}

function atomsOf({ rule }: Covering, demand: Covering): readonly Atom[] {
  const { by, because } = rule.rule.slots
  const basis = because?.kind ?? null
  const names = rule.frame === 'store' ? rule.at : rule.frame === 'share' ? [...rule.recipients] : [null]
  const bits = rule.frame === 'use' || rule.frame === 'share' || rule.frame === 'derive' ? bitsOf(rule.purposes) : [null] // prettier-ignore
  const hands: readonly (Hand | null)[] = rule.frame !== 'use' ? [null] : by?.hand === 'both' ? ['machines', 'people'] : [by?.hand ?? 'machines'] // prettier-ignore
  return names.flatMap((name) => bits.flatMap((bit) => hands.map((hand): Atom => ({ bit, hand, name, basis })))).filter((atom) => closes(demand, atom)) // prettier-ignore
}

/** Whether a ban, while it holds, closes this. */
function closes({ rule }: Covering, { bit, hand, name, basis }: Atom): boolean {
  const by = rule.rule.slots.by?.hand ?? 'both'
  const isNamed = rule.frame === 'never store' ? rule.rule.slots.at === undefined || rule.at.includes(name ?? '') : rule.frame !== 'never share' || rule.recipients.has(name ?? '') // prettier-ignore
  return (
    (bit === null || has(rule.purposes, bit)) &&
    (hand === null || by === 'both' || by === hand) &&
    (rule.bases === null || basis === null || rule.bases.has(basis)) &&
    isNamed
  )
}

/** Whether a ban could touch a permission at all. */
function isClosedBy(demand: Covering, permission: Covering): boolean {
  const isMadeFrom = demand.rule.frame !== 'never derive' || [...permission.rule.inputs].some((input) => demand.rule.inputs.has(input)) // prettier-ignore
  return isMadeFrom && !exclude(demand.when, permission.when)
}

/** Whether a permission stays within what the contract leaves open: it asks for the exception itself. */
function isKept(permission: Covering, { unless }: Covering): boolean {
  return unless !== null && asksAll(permission.when, unless)
}

/** Whether one ban holds whenever another does. */
function holdsAsWide(ban: Covering, demand: Covering): boolean {
  const isLifted = ban.unless === null || (demand.unless !== null && asksAll(ban.unless, demand.unless))
  return isLifted && asksAll(demand.when, ban.when)
}

// --- what it ends ---------------------------------------------------------------------------------------------------

/** Each limit of the contract has one of the statement's that ends the same purposes no later. */
function checkPeriod(demand: Covering, cell: GridCell, weaker: Weaker): void {
  for (const limit of demand.rule.rule.slots.limits ?? [])
    for (const use of cell.rules.use)
      for (const bit of bitsOf(intersect(use.rule.purposes, demand.rule.purposes))) {
        const keeps = cell.rules.keep.filter(({ rule }) => has(rule.purposes, bit))
        const isMet = keeps.some((keep) => asksAll(demand.when, keep.when) && keep.rule.rule.slots.limits?.some((own) => endsBy(own, limit))) // prettier-ignore
        if (isMet) continue
        const why = `it keeps ${nameCell(cell)} for longer than ${limitWords(limit)}`
        weaker(demand.rule, (keeps[0] ?? use).rule, why, `add \`or ${limitWords(limit)}\` to its \`keep\``)
      }
}

function endsBy(own: LimitText, limit: LimitText): boolean {
  if ('until' in own || 'until' in limit)
    return 'until' in own && 'until' in limit && own.until.text === limit.until.text
  return own.event.text === limit.event.text && isNoLonger(own.after, limit.after)
}

function limitWords(limit: LimitText): string {
  return 'until' in limit ? `until ${limit.until.text}` : `${periodWords(limit.after)} after ${limit.event.text}`
}

// --- what it offers and promises ------------------------------------------------------------------------------------

function checkOffer(demand: Covering, cell: GridCell, weaker: Weaker): void {
  const { controls, slots } = demand.rule.rule
  for (const { text: control } of controls) {
    const own = cell.rules.offer.filter(({ rule }) =>
      rule.rule.controls.some(({ text }) => text === control) && !isEmpty(intersect(rule.purposes, demand.rule.purposes)),
    ) // prettier-ignore
    const within = slots.within?.time
    if (own.some(({ rule }) => isAsSoon(rule.rule.slots.within?.time, within))) continue
    const soon = within ? ` within ${periodWords(within)}` : ''
    weaker(
      demand.rule,
      own[0]?.rule ?? null,
      `the contract offers \`${control}\` of ${nameCell(cell)}${soon}`,
      `offer \`${control}\`${soon} in the statement too`,
    )
  }
}

function isAsSoon(own: Period | undefined, asked: Period | undefined): boolean {
  return asked === undefined || (own !== undefined && isNoLonger(own, asked))
}

/** Each promise of the contract is made by the statement to all of these people, with parameters at least as strong. */
function checkPromise(demand: Resolved, names: readonly string[], statement: Statement, weaker: Weaker): void {
  const { rules, registers } = statement
  const name = demand.rule.commitment?.text
  const own = rules.filter(({ rule }) => rule.verb === 'promise' && rule.commitment?.text === name)
  const register = registers.commitments.find((commitment) => commitment.name === name)
  const isThere = (where: Resolved['where'], place: string): boolean => where === null || coversPlace(where, place, registers) // prettier-ignore
  const isEverywhere = (rule: Resolved): boolean => rule.where === null || (demand.where !== null && registers.places.every((place) => !isThere(demand.where, place.name) || isThere(rule.where, place.name))) // prettier-ignore
  const isWide = (rule: Resolved): boolean =>
    [...demand.categories].every((one) => rule.categories.has(one)) && [...demand.products].every((one) => rule.products.has(one)) && isEverywhere(rule) && isOfAll(rule, names, statement) // prettier-ignore
  const isStrong = ({ rule }: Resolved): boolean =>
    (demand.rule.parameters ?? []).every((asked) => {
      const said = rule.parameters?.find((one) => one.name.text === asked.name.text)
      const way = register?.parameters.find((one) => one.name === asked.name.text)?.stronger ?? null
      return said !== undefined && isAsStrong(said, asked, way)
    })
  if (own.some((rule) => isWide(rule) && isStrong(rule))) return
  weaker(demand, own[0] ?? null, `the contract promises \`${demand.text}\``, 'promise as much in the statement')
}

type Value = ParameterText['value']

/** Whether one value of a parameter is as strong as another; where no way is stronger, only the same is. */
function isAsStrong(
  { value: own }: ParameterText,
  { value: asked }: ParameterText,
  way: 'less' | 'more' | null,
): boolean {
  if (isSame(own, asked)) return true
  if (way === null) return false
  const [less, more] = way === 'less' ? [own, asked] : [asked, own]
  if ('time' in less && 'time' in more) return isNoLonger(less.time, more.time)
  if ('number' in less && 'number' in more) return less.number <= more.number
  if ('ratio' in less && 'ratio' in more) return less.ratio.count * more.ratio.of <= more.ratio.count * less.ratio.of
  return false
}

function isSame(a: Value, b: Value): boolean {
  const said = (value: Value): string =>
    'names' in value ? value.names.map(({ text }) => text).toSorted().join() : JSON.stringify(value) // prettier-ignore
  return said(a) === said(b)
}

/** What the law of a place demands is promised to the people there, whoever of them it is. */
function checkDuties(statement: Statement, raise: Raise): void {
  const { rules, registers, standings } = statement
  for (const { name: place, duties = [] } of registers.places)
    for (const duty of duties) {
      const promises = rules.filter(({ rule, where }) => rule.verb === 'promise' && rule.commitment?.text === duty && (where === null || coversPlace(where, place, registers))) // prettier-ignore
      const isPromised = namesThere(place, standings, registers).every((name) => promises.some((rule) => isOfAll(rule, [name], statement))) // prettier-ignore
      const at = registers.spans.get(`places ${place}`)
      if (!isPromised && at)
        raise('K405', at, {
          what: 'the statement',
          other: `the duties of \`${place}\``,
          why: `nothing promises \`${duty}\` to the people there`,
          help: `add \`promise ${duty}\` with its parameters, or take the duty out of the register \`places\``,
        })
    }
}

/** What everybody who lives at a place is under at least: of each base, with the overlays that hang on living there and on nothing else. */
function namesThere(place: string, { all, profiles }: Standings, registers: Registers): readonly string[] {
  const sure = profiles.filter(({ kind, while: facts }) => kind !== 'base' && facts.length > 0 && facts.every((fact) => fact.kind === 'where' && isAtOrBelow(place, fact.name, registers))) // prettier-ignore
  return all.flatMap(({ name, base, overlays }) => {
    const own = sure.filter(({ over }) => over.includes(base)).map((profile) => profile.name)
    return overlays.length === own.length && own.every((one) => overlays.includes(one)) ? [name] : []
  })
}
