// What goes to others, what is made from other data, what may be brought together, and what is promised, as lines of the policy
// (docs/spec/policy.md). Members of cells and of the policy are left out where nothing says them.

import {
  forms, isEmpty, maskOf, none, union, without,
  type Ban, type Cell, type Context, type Derive, type DeriveBan, type Form, type Mask, type Pair, type PairBan, type Policy, type PromiseLine, type Recipient,
  type Share, type ShareRow,
} from '../../policy/index.ts' // prettier-ignore
import { valuesOf } from '../2-check/commitments.ts'
import type { Covering, GridCell } from '../2-check/grid.ts'
import { bannedInputs, barsOf, type Made } from '../2-check/made.ts'
import { some } from '../2-check/register-fields.ts'
import type { Registers } from '../2-check/registers.ts'
import { coversPlace, touchesPlace, unconditional, type Resolved, type ResolvedCondition } from '../2-check/resolve.ts'
import { byForm, conditions, givenOf, line, objectableIn, purposesOf, restingOn, shapeOf, sortLines } from './lines.ts'

// --- cells ----------------------------------------------------------------------------------------------------------

/** A cell's shares and derivations. */
export function emitOthers(
  cell: GridCell,
  made: Made,
  registers: Registers,
): Pick<Cell, 'shares' | 'derives' | 'deriveBans'> {
  const { rules } = cell
  const shares = emitShares(cell, made, registers)
  return {
    ...(shares.length > 0 && { shares }),
    ...(rules.derive.length > 0 && { derives: sortLines(rules.derive.map(emitDerive)) }),
    ...(rules['never derive'].length > 0 && {
      deriveBans: sortLines(rules['never derive'].map((ban) => emitDeriveBan(ban, made))),
    }),
  }
}

/** Whether a `never store` is about who it lies with, and not about places alone: it closes what is shared. */
export function isAboutRecipients({ rule }: Covering): boolean {
  return rule.rule.slots.with !== undefined
}

/** One row a form for every recipient that some rule of the cell, or a ban on what it was made from, speaks of. */
function emitShares({ facts, rules }: GridCell, made: Made, registers: Registers): readonly ShareRow[] {
  const [given, lying] = givingBans(rules['never share'], rules['never store'])
  const [givenOfInputs, lyingOfInputs] = givingBans(made.bans['never share'], made.bans['never store'])
  const spoken = [...rules.share, ...given, ...lying, ...givenOfInputs, ...lyingOfInputs].map(({ rule }) => rule.recipients) // prettier-ignore
  const bars = union(barsOf(facts.source, registers), made.bars)
  return registers.recipients
    .filter(({ name }) => spoken.some((names) => names.has(name)))
    .flatMap((recipient) => {
      const named = ({ rule }: Covering): boolean => rule.recipients.has(recipient.name)
      const opened = byForm(rules.share.filter(named), (covering) => emitShare(covering, made, registers))
      const of = (bans: readonly Covering[], purposes: Mask | null, inherited: boolean): readonly Closing[] =>
        bans.map((covering) => ({ covering, purposes, inherited }))
      const there = (bans: readonly Covering[]): readonly Covering[] => bans.filter(named).filter((ban) => isThere(ban, recipient)) // prettier-ignore
      const closing: readonly Closing[] = [
        ...of(given.filter(named), null, false),
        ...of(there(lying), everyPurpose(registers), false),
        ...of(rules['never use'].filter(isOfNoHand), null, false),
        ...of(givenOfInputs.filter(named), null, true),
        ...of(there(lyingOfInputs), everyPurpose(registers), true),
        ...of(made.bans['never use'].filter(isOfNoHand), null, true),
      ]
      return forms.map((form) => emitShareRow({ recipient, form, shares: opened[form], closing, bars }, registers))
    })
}

/** Bans on giving, and of those on storing the ones about who it lies with. */
function givingBans(
  share: readonly Covering[],
  store: readonly Covering[],
): readonly [given: readonly Covering[], lying: readonly Covering[]] {
  return [share, store.filter(isAboutRecipients)]
}

/** A ban with what it closes: null for the purposes it names. */
interface Closing {
  readonly covering: Covering
  readonly purposes: Mask | null
  readonly inherited: boolean
}

function everyPurpose({ purposes }: Registers): Mask {
  return maskOf(...purposes.map(({ bit }) => bit))
}

/** A ban without `by` follows what is passed on; one on our own hands does not. */
function isOfNoHand({ rule }: Covering): boolean {
  return rule.rule.slots.by === undefined || rule.rule.slots.by.hand === 'both'
}

/** A `never store … at … with` closes recipients that work from one of these places. */
function isThere({ rule }: Covering, { at }: Recipient): boolean {
  return rule.rule.slots.at === undefined || at.some((place) => rule.at.includes(place))
}

function emitShare(covering: Covering, made: Made, registers: Registers): readonly Share[] {
  const { because, as } = covering.rule.rule.slots
  const basis = because ? { kind: because.kind, name: because.name?.text ?? null } : null
  const when = covering.when ?? unconditional
  return purposesOf(covering, registers).map(({ bit }) => ({
    ...line(covering),
    purpose: bit,
    basis,
    given: union(givenOf(basis, registers), made.given),
    when: { ...when, need: union(when.need, made.need), block: union(when.block, made.block) },
    ...shapeOf(as),
  }))
}

interface RowParts {
  readonly recipient: Recipient
  readonly form: Form
  readonly shares: readonly Share[]
  readonly closing: readonly Closing[]
  readonly bars: Mask
}

function emitShareRow({ recipient, form, shares, closing, bars }: RowParts, registers: Registers): ShareRow {
  const bans = closing
    .map(({ covering, purposes, inherited }): Ban => ({
      ...line(covering),
      purposes: purposes ?? restingOn(covering, shares),
      ...conditions(covering),
      ...(inherited && { inherited: true }),
    }))
    .filter(({ purposes }) => !isEmpty(purposes))
  return {
    recipient: recipient.name,
    form,
    based: maskOf(...shares.map(({ purpose }) => purpose)),
    objectable: objectableIn(shares, registers),
    ...closedBy(bans, bars),
    shares: shares.toSorted((a, b) => a.purpose - b.purpose || (a.clause < b.clause ? -1 : a.clause > b.clause ? 1 : a.rule - b.rule)), // prettier-ignore
    bans: sortLines(bans),
  }
}

/** What bans without condition close: those of the cell itself, and those of what it came from together with what its source bars. */
export function closedBy(bans: readonly Ban[], bars: Mask): { readonly never: Mask; readonly barred: Mask } {
  const always = bans.filter(({ when, unless }) => when === null && unless === null)
  const of = (inherited: boolean): Mask =>
    always
      .filter((ban) => (ban.inherited ?? false) === inherited)
      .reduce<Mask>((mask, { purposes }) => union(mask, purposes), none)
  return { never: of(false), barred: union(of(true), bars) }
}

function emitDerive(covering: Covering): Derive {
  const { rule } = covering
  const { as } = rule.rule.slots
  return {
    ...line(covering),
    inputs: [...rule.inputs].toSorted(),
    purposes: rule.purposes,
    form: as?.form ?? 'identified',
    when: covering.when ?? unconditional,
    ...shapeOf(as),
  }
}

function emitDeriveBan(covering: Covering, made: Made): DeriveBan {
  const { rule } = covering
  return { ...line(covering), inputs: bannedInputs(rule, made), purposes: rule.purposes, ...conditions(covering) }
}

// --- the policy -----------------------------------------------------------------------------------------------------

/** Pairs, their bans and promises of the rules, each with the standings it holds in where it does not hold in all. */
export function emitPolicyLines(
  rules: readonly Resolved[],
  registers: Registers,
  standingsOf: (rule: Resolved) => readonly string[] | null,
): Pick<Policy, 'pairs' | 'pairBans' | 'promises'> {
  const of = (frame: Resolved['frame']): readonly Resolved[] => rules.filter((rule) => rule.frame === frame)
  const pairs = of('combine').map((rule): Pair => ({ ...placed(rule, registers, standingsOf), sides: rule.sides!, purposes: rule.purposes, when: rule.when?.rest ?? unconditional, ...contextsOf('whenIn', rule.when) })) // prettier-ignore
  const bans = of('never combine').map((rule): PairBan => ({
    ...placed(rule, registers, standingsOf), sides: rule.sides!, purposes: rule.purposes, ...sparedBy(rule, registers), when: rule.when?.rest ?? null, unless: rule.unless?.rest ?? null,
    ...contextsOf('whenIn', rule.when), ...contextsOf('unlessIn', rule.unless),
  })) // prettier-ignore
  const promises = of('promise').map((rule) => emitPromise(rule, registers, standingsOf))
  return {
    ...(pairs.length > 0 && { pairs: sortLines(pairs) }),
    ...(bans.length > 0 && { pairBans: sortLines(bans) }),
    ...(promises.length > 0 && { promises: sortLines(promises) }),
  }
}

/** The purposes that a ban on any but some spares: it means every other, whenever that is registered. */
export function sparedBy({ rule, purposes }: Resolved, registers: Registers): Pick<PairBan, 'except'> {
  const { for: named } = rule.slots
  return named?.any && named.except.length > 0 ? { except: without(everyPurpose(registers), purposes) } : {}
}

/** The sessions and accounts that a condition names, left out where it names none: no cell decides them for a pair, nor for data without a cell. */
export function contextsOf<K extends 'whenIn' | 'unlessIn'>(
  key: K,
  condition: ResolvedCondition | null,
): { readonly [P in K]?: readonly Context[] } {
  return condition ? some(key, contextsIn(condition)) : {}
}

/** The sessions and accounts that a condition names. */
export function contextsIn({ signedIn, accounts }: ResolvedCondition): readonly Context[] {
  const named: readonly Context[] = [
    ...signedIn.map((is) => (is ? ('signed-in' as const) : ('signed-out' as const))),
    ...accounts.map((account) => `${account}-account` as const),
  ]
  return named.toSorted()
}

type Placed = Pick<Pair, 'clause' | 'rule' | 'where' | 'standings'>

function placed(
  rule: Resolved,
  registers: Registers,
  standingsOf: (rule: Resolved) => readonly string[] | null,
): Placed {
  const { where } = rule
  const touches = rule.rule.verb === 'never' ? touchesPlace : coversPlace
  const places = where && registers.places.map(({ name }) => name).filter((name) => touches(where, name, registers))
  const standings = standingsOf(rule)
  return { clause: rule.clause, rule: rule.index, where: places, ...(standings && { standings }) }
}

function emitPromise(
  rule: Resolved,
  registers: Registers,
  standingsOf: (rule: Resolved) => readonly string[] | null,
): PromiseLine {
  const { set, slots, commitment } = rule.rule
  const isAbout = !set.any || set.except.length > 0
  return {
    ...placed(rule, registers, standingsOf),
    commitment: commitment?.text ?? '',
    categories: isAbout ? [...rule.categories].toSorted() : null,
    products: slots.in ? [...rule.products].toSorted() : null,
    parameters: valuesOf(rule.rule),
  }
}

/** Registers that few folders have: each left out where it is empty. */
export function emitRegisters({ providers, recipients, mechanisms, cookies, commitments }: Registers): Partial<Policy> {
  return {
    ...(providers.length > 0 && { providers }),
    ...(recipients.length > 0 && { recipients }),
    ...(mechanisms.length > 0 && { mechanisms }),
    ...(cookies.length > 0 && { cookies }),
    ...(commitments.length > 0 && { commitments }),
  }
}
