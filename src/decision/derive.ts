// May this be made from that? A `derive` names the inputs and the purpose, each input may be used for it now, those of another context may be
// brought together with it, and the result may be stored (law 10; PUR-04, ADS-05). What is made keeps what its inputs forbid: that stands in
// the policy already, as `barred`, as inherited bans and as the consents its uses rest on.

import { canonicalJson, type Json } from '../base/index.ts'
import {
  bansOn,
  bindingShare,
  bitsOf,
  covers,
  has,
  intersect,
  none,
  partOf,
  union,
  type Act,
  type Cell,
  type Condition,
  type Decision,
  type Derive,
  type Pair,
  type PairBan,
  type Policy,
  type Row,
  type Share,
  type Standing,
  type Use,
} from '../policy/index.ts'
import { holds, indexOf } from './cell-index.ts'
import { closedPair, closedWithin, joinedOf, mayName, type Joined, type JoinedFor } from './combine.ts'
import { stillClosed } from './compare/narrowed.ts'
import { isStronger, isWider } from './compare/strength.ts'
import { ask, bannedWrite, first, notLying, permit, useless } from './decide.ts'
import { bannedPlace, closedBy, noCase, notOpen, type Closing } from './formula.ts'
import { registersOf, type PolicyIndex } from './policy-index.ts'
import { denial } from './words.ts'

/** A record that something is made from: its cell as in force, and the moments its limits count from. */
export interface Input {
  readonly cell: Cell | undefined
  readonly collectedAt: Date
  readonly endedAt: Date | null
  /** older versions that it has lived through; left out: none */
  readonly lived?: readonly Lived[]
}

/** An older version, and the cell that the result would have had in it. */
interface Lived {
  readonly policy: Policy
  readonly result: Cell | undefined
}

/**
 * May a cell of origin `inferred` be made from these for the act's purpose, and stored? The act's hand is not asked: machines make it. `who` is whom it is about:
 * several standings may share a cell, and a `never combine` of one of them stands in none; left out, those of the cell's own standing.
 */
export function decideDerive(
  policy: Policy,
  cell: Cell | undefined,
  inputs: readonly Input[],
  standing: Standing,
  act: Act,
  who: JoinedFor = whoOf(cell),
): Decision {
  const registers = registersOf(policy)
  const deed = { done: 'made from that' }
  if (!cell?.derives || inputs.length === 0) return denial({ term: 'based', line: null }, registers, deed)
  const index = indexOf(cell)
  const closing = first([
    bannedWrite(index, standing, act),
    ...inputs.map((input) => closedInput(registers, cell, input, who, standing, act)),
    ...together(policy, inputs).flatMap(([two, policies]) => [policy, ...policies].map((one) => closedPair(one, two, who, standing, act))), // prettier-ignore
    useless(registers, cell, standing, act),
    notLying(registers, index, standing, act),
  ])
  if (closing) return denial(closing, registers, deed)
  const line = cell.derives.at(-1)!
  return permit(line.clause, line.version, 'This may be made from that: a sentence says what for.')
}

function closedInput(
  registers: PolicyIndex,
  cell: Cell,
  input: Input,
  who: JoinedFor,
  standing: Standing,
  act: Act,
): Closing | null {
  if (!input.cell) return { term: 'based', line: null }
  const { cell: made } = input
  const { facts } = made
  const lived = input.lived ?? []
  const own = joinedOf(registers.policy, made)
  // what older lines made of something that may not be made into this is kept out as that is (laws 2 and 8)
  const from = [facts.category, ...(own.behind ?? []).map(({ category }) => category)]
  const asking: Act = { ...act, hand: 'machines', form: 'identified', place: null, collectedAt: input.collectedAt, endedAt: input.endedAt } // prettier-ignore
  return first([
    ...[cell, ...lived.map(({ result }) => result)].flatMap((one) => [bannedMaking(one, from, standing, act), notMade(one, facts.category, standing, act)]), // prettier-ignore
    closedBy(ask(registers, input.cell, standing, asking)),
    ...[registers, ...lived].map(({ policy }) => closedPair(policy, [own, cell.facts], who, standing, act, 'to')),
    closedWithin([...lived, registers].map(({ policy }) => policy), made, who, standing, act), // prettier-ignore
    partedBefore(registers.policy, made, lived),
    washedOff(input.cell, cell),
    restsOnLess(input.cell, cell),
    act.place === null ? null : bannedPlace(indexOf(input.cell), act.place, standing, act),
  ])
}

function bannedMaking(cell: Cell | undefined, from: readonly string[], standing: Standing, act: Act): Closing | null {
  const ban = cell?.deriveBans?.find((one) => from.some((category) => one.inputs.includes(category)) && has(one.purposes, act.purpose) && holds(one, standing.on, act)) // prettier-ignore
  return ban ? { term: 'never', line: ban, ban } : null
}

function whoOf(cell: Cell | undefined): JoinedFor {
  return { where: cell?.facts.where ?? null, standing: cell?.facts.standing ?? null }
}

/** Every two contexts among the inputs, with the older versions that one of them has lived through: each with the result is not enough, for pairs do not chain (law 13). */
function together(
  policy: Policy,
  inputs: readonly Input[],
): readonly (readonly [readonly [Joined, Joined], readonly Policy[]])[] {
  const known = inputs.flatMap(({ cell, lived = [] }) => (cell ? [{ joined: joinedOf(policy, cell), lived }] : []))
  return known.flatMap(
    (a, i) =>
    known.slice(i + 1).map((b) => [[a.joined, b.joined], [...new Set([...a.lived, ...b.lived].map(({ policy }) => policy))]] as const), // prettier-ignore
  )
}

/**
 * What an older version keeps an input's record from, or does not join it with, the result would not be kept from: it stands under the newest
 * version alone, so nothing is made where the newest keeps it from less or joins it with more (laws 8, 10 and 13).
 */
function partedBefore(policy: Policy, input: Cell, lived: readonly Lived[]): Closing | null {
  const own = joinedOf(policy, input)
  const brought = [own, ...(own.behind ?? [])]
  const said = (lines: readonly (Pair | PairBan)[] = []): readonly string[] =>
    lines.filter((line) => brought.some((one) => mayName(line, one))).map(wordOf)
  const isWithin = (some: readonly string[], all: readonly string[]): boolean => some.every((one) => all.includes(one))
  const isKept = lived.every(({ policy: older }) => isWithin(said(older.pairBans), said(policy.pairBans)) && isWithin(said(policy.pairs), said(older.pairs))) // prettier-ignore
  return isKept ? null : { term: 'barred', line: null }
}

/** A line less where it stands: two that say the same are the same. */
function wordOf({ clause: _clause, rule: _rule, ...line }: Pair | PairBan): string {
  return canonicalJson(line as unknown as Json) // a policy is JSON
}

/** What an input's own record may not serve, in whatever version or standing it lived, the result may not serve either (laws 2, 8 and 10). */
function washedOff(input: Cell, result: Cell): Closing | null {
  const isKept = result.rows.every((row) => {
    const same = input.rows.find(({ hand, form }) => hand === row.hand && form === row.form)
    return !same || isAsClosed(row, row.uses, same)
  })
  const isKeptFromOthers = (result.shares ?? []).every((row) => bindingShare(input, row).every((own) => isAsClosed(row, row.shares, { never: none, ...own }))) // prettier-ignore
  const isKeptInPlace = input.storeBans.every((ban) => result.storeBans.some((one) => isStronger(one, ban) && isWider(one, ban))) // prettier-ignore
  return isKept && isKeptFromOthers && isKeptInPlace ? null : { term: 'barred', line: null }
}

/** What an input's own record may be used on alone for what it is made into, in whatever version it lived, the result must ask for too (laws 8 and 10). */
function restsOnLess(input: Cell, result: Cell): Closing | null {
  const naming = (result.derives ?? []).filter(({ inputs }) => inputs.includes(input.facts.category))
  const purposes = naming.map((line) => line.purposes).reduce(union, none)
  const asked = asking(input.rows.flatMap(({ uses }) => uses).filter(({ purpose }) => has(purposes, purpose)))
  const rows = [...result.rows, ...(result.shares ?? []).map((row) => ({ ...row, uses: row.shares }))]
  const isKept = rows.every(({ based, uses }) =>
    bitsOf(based).every((bit) => {
      const lines = uses.filter(({ purpose }) => purpose === bit)
      const own = asking(lines)
      return lines.length === 0 || (covers(own.need, asked.need) && covers(own.block, asked.block))
    }),
  )
  return isKept ? null : { term: 'barred', line: null }
}

/** The choices that lines ask for together: consents, and others that must be on or off. */
function asking(lines: readonly Pick<Use, 'given' | 'when'>[]): Pick<Condition, 'need' | 'block'> {
  return {
    need: lines.map(({ given, when }) => union(given, when.need)).reduce(union, none),
    block: lines.map(({ when }) => when.block).reduce(union, none),
  }
}

type Closes = Pick<Row, 'based' | 'never' | 'barred' | 'bans'>

/** Whether a row opens nothing that another one closes, always or while a condition holds, and rests nothing on a basis that the other may not rest on. */
function isAsClosed(
  row: Closes,
  lines: readonly (Use | Share)[],
  other: Omit<Closes, 'based'> & Pick<Row, 'onBases'>,
): boolean {
  const bans = [...other.bans, ...bansOn(lines, other.onBases ?? [])]
  return (
    covers(union(row.never, row.barred), intersect(row.based, union(other.never, other.barred))) &&
    bans.every((ban) => covers(stillClosed(ban, row.bans), intersect(row.based, ban.purposes)))
  )
}

/** In each part some line must make it from such data for the purpose, with its condition met. */
function notMade(cell: Cell | undefined, category: string, standing: Standing, act: Act): Closing | null {
  if (!cell) return { term: 'based', line: null }
  const naming = (cell.derives ?? []).filter(
    (line) => line.inputs.includes(category) && has(line.purposes, act.purpose),
  )
  const parts = indexOf(cell).parts
  return first(parts.map((part) => closedLines(naming.filter((line) => partOf(line) === part), standing, act))) // prettier-ignore
}

function closedLines(lines: readonly Derive[], standing: Standing, act: Act): Closing | null {
  if (lines.length === 0) return { term: 'based', line: null }
  const closings = lines.map(
    (line) => notOpen(line, line.when, standing.on, act.directed) ?? noCase(line, line.when.cases, act.cases),
  )
  return closings.includes(null) ? null : closings[0]!
}
