// What was made keeps what binds its inputs, through versions (laws 8 and 10). A version's own policy holds what its derived cells inherit by its
// own lines; a record made by the lines of an older version inherits too what later ones forbid of the data that it was made from then.

import { canonicalJson } from '../base/index.ts'
import { closedOn, onBasesOfNoHand } from './bases.ts'
import { cellNow, standingsOf } from './cells.ts'
import { isEmpty, none, union, without, type Mask } from './mask.ts'
import { forms, hands, type Ban, type Cell, type Context, type Derive, type Form, type Line, type Pair, type Policy, type Row, type Share, type ShareRow, type StoreBan, type Use } from './policy.ts' // prettier-ignore
import { standingsJoined } from './standings.ts'

/** Whether a line of a version may make one cell from another at all. */
export type MayMake = (policy: Policy, line: Derive, input: Cell, made: Cell) => boolean

/**
 * Answers the cells that a record of a cell may have been made from, through every step, by the lines of the version at its place and of older ones.
 * `mayMake` leaves out what is named and can never be: what follows inputs without it follows those too.
 */
export function inputsThrough(
  policies: readonly Policy[],
  mayMake: MayMake = () => true,
): (cell: Cell, place: number) => readonly Cell[] {
  const found = new Map<Cell, readonly Cell[]>()
  return (cell, place) => {
    if (!cell.derives) return []
    const known = found.get(cell) ?? reached(cell, place, policies, mayMake)
    found.set(cell, known)
    return known
  }
}

/** An input may be older than what was made from it, and was then made by the lines of its own version; a circle is walked once. */
function reached(cell: Cell, place: number, policies: readonly Policy[], mayMake: MayMake): readonly Cell[] {
  const all = new Map(inputsIn(policies[place]!, cell, mayMake).map((input) => [input, place]))
  for (const [input, at] of all)
    for (let i = at; i >= 0; i--) {
      const then = i === at ? input : cellNow(policies[i]!, input)
      for (const one of then ? inputsIn(policies[i]!, then, mayMake) : []) if (!all.has(one)) all.set(one, i)
    }
  return [...all.keys()]
}

/** Cells of a policy that a cell's own lines may make it from. */
function inputsIn(policy: Policy, cell: Cell, mayMake: MayMake): readonly Cell[] {
  const { cells, pairs = [] } = policy
  const lines = cell.derives ?? []
  const isMade = (line: Derive, input: Cell): boolean => isInput(line, input, cell, pairs) && mayMake(policy, line, input, cell) // prettier-ignore
  return lines.length === 0 ? [] : cells.filter((input) => lines.some((line) => isMade(line, input)))
}

function isInput({ inputs }: Derive, input: Cell, made: Cell, pairs: readonly Pair[]): boolean {
  const standings = standingsOf(made).flatMap(standingsJoined)
  const isSomebody = standingsOf(input).some((one) => standings.includes(one))
  const isHere = input.facts.where === null || made.facts.where === null || input.facts.where === made.facts.where
  return inputs.includes(input.facts.category) && isSomebody && isHere && apart(input, made).every(([a, b]) => pairs.some((pair) => joins(pair, a, b))) // prettier-ignore
}

/** What two cells differ in, as far as it is known of both. */
export function apart({ facts: a }: Cell, { facts: b }: Cell): readonly (readonly [string, string])[] {
  const session = (is: boolean): Context => (is ? 'signed-in' : 'signed-out')
  return [
    ...(a.product === b.product ? [] : [[a.product, b.product] as const]),
    ...(a.signedIn === null || b.signedIn === null || a.signedIn === b.signedIn ? [] : [[session(a.signedIn), session(b.signedIn)] as const]), // prettier-ignore
    ...(a.account === null || b.account === null || a.account === b.account ? [] : [[`${a.account}-account`, `${b.account}-account`] as const]), // prettier-ignore
  ]
}

/** Whether a pair names two contexts, one on each side. */
export function joins({ sides: [left, right] }: Pair, a: string, b: string): boolean {
  const holds = ({ contexts }: Pair['sides'][0], name: string): boolean => contexts?.includes(name) ?? true
  return (holds(left, a) && holds(right, b)) || (holds(left, b) && holds(right, a))
}

// --- what they bind ---------------------------------------------------------------------------------------------------

/** A cell that keeps besides what these of its version forbid: bans on use, sharing and places, and what their sources bar. The same cell where it keeps all that already. */
export function boundBy(cell: Cell, inputs: readonly Cell[]): Cell {
  if (inputs.length === 0 || (cell.rows.length === 0 && !cell.shares)) return cell
  const from = partIn(cell)
  const given = cell.shares ?? []
  const boundRow = (row: Row): Row => bound(row, [...row.uses, ...(row.stretched ?? [])], inputs.flatMap((input) => rowLike(input, row) ?? []), from) // prettier-ignore
  const rows = cell.rows.map(boundRow)
  const boundShare = (row: ShareRow): ShareRow => bound(row, [...row.shares, ...(row.stretched ?? [])], inputs.flatMap((input) => bindingShare(input, row)), from) // prettier-ignore
  const shares = given.map(boundShare)
  // of a hand and form, or a recipient, that it has no row of, what they forbid stands against what a later version opens, or makes of it
  const others = emptyRows.filter((row) => !rowLike(cell, row)).map(boundRow).filter((row) => !emptyRows.includes(row)) // prettier-ignore
  const empty = emptyShares(inputs).filter((row) => !given.some((own) => isShareLike(own, row)))
  const kept = empty.map(boundShare).filter((row) => !empty.includes(row))
  const lying = inputs.flatMap(({ storeBans }) => storeBans).filter(isNewIn(cell.storeBans))
  const isAsBefore = others.length + kept.length + lying.length === 0 && isSame(rows, cell.rows) && isSame(shares, given) // prettier-ignore
  if (isAsBefore) return cell
  return {
    ...cell,
    rows: [...rows, ...others],
    ...((cell.shares || kept.length > 0) && { shares: [...shares, ...kept] }),
    storeBans: [...cell.storeBans, ...onceEach(lying).map((ban) => takenOver(ban, from))],
  }
}

/** A row a hand and form that opens and closes nothing. */
export const emptyRows: readonly Row[] = hands.flatMap((hand) => forms.map((form): Row => ({ hand, form, based: none, objectable: none, never: none, barred: none, uses: [], bans: [] }))) // prettier-ignore

/** The same for whoever some of these cells has a row of. */
function emptyShares(cells: readonly Cell[]): readonly ShareRow[] {
  const all = cells.flatMap(({ shares = [] }) => shares)
  return all
    .filter((row, i) => all.findIndex((one) => isShareLike(one, row)) === i)
    .map(({ recipient, form }) => ({ recipient, form, based: none, objectable: none, never: none, barred: none, shares: [], bans: [] })) // prettier-ignore
}

function isShareLike(a: Pick<ShareRow, 'recipient' | 'form'>, b: Pick<ShareRow, 'recipient' | 'form'>): boolean {
  return a.recipient === b.recipient && a.form === b.form
}

function isSame(some: readonly unknown[], others: readonly unknown[]): boolean {
  return some.every((one, i) => one === others[i])
}

/** What a line says of the part that it is of. */
type From = Pick<Line, 'version' | 'part'>

/** A part of a cell: a ban that comes to it must make no part of its own, for each part must allow by itself. */
export function partIn({ limits, stores, rows }: Cell): From {
  const lines: readonly Line[] = [...limits, ...stores, ...rows.flatMap(({ uses, bans }) => [...uses, ...bans])]
  const [{ version, part } = {} as From] = lines // a cell without any line has no part
  return { ...(version !== undefined && { version }), ...(part !== undefined && { part }) }
}

function takenOver<B extends AnyBan>(
  { version: _version, part: _part, ...ban }: B,
  from: From,
): Omit<B, 'version' | 'part'> & From & { readonly inherited: true } {
  return { ...ban, ...from, inherited: true }
}

type Binding = Pick<Row, 'barred' | 'bans' | 'onBases'>
type Bound = Pick<Row, 'never'> & Binding

function rowLike({ rows }: Pick<Cell, 'rows'>, { hand, form }: Pick<Row, 'hand' | 'form'>): Row | undefined {
  return rows.find((row) => row.hand === hand && row.form === form)
}

/** What binds whoever gets the like of an input: its own row, and every ban on use that is on no hand alone. */
export function bindingShare(
  input: Cell,
  { recipient, form }: Pick<ShareRow, 'recipient' | 'form'>,
): readonly Binding[] {
  const own = input.shares?.find((row) => isShareLike(row, { recipient, form }))
  return [...(own ? [own] : []), { ...ofNoHand(input, form), onBases: onBasesOfNoHand(input, form) }]
}

/** Bans on use that are on no hand alone, and what sources bar: they follow whatever is passed on. */
export function ofNoHand(input: Pick<Cell, 'rows'>, form: Form): Binding {
  const [one, other] = hands.map((hand) => rowLike(input, { hand, form }))
  const either = one ?? other
  if (!either) return { barred: none, bans: [] }
  const bans = one && other ? one.bans.filter((ban) => !isNewIn(other.bans)(ban)) : []
  return { barred: union(barsIn(either), inheritedAlways(bans)), bans }
}

/** A row with what binds its inputs. What of its own lines rests on a basis that they may not rest on is closed too, and what a later version may rest on it stands in `onBases`. */
function bound<R extends Bound>(row: R, lines: readonly (Use | Share)[], inputs: readonly Binding[], from: From): R {
  // one on a basis is held against these lines, below, whatever of the inputs rests on it
  const ofBases = inputs.flatMap((input) => input.onBases ?? [])
  const bans = onceEach(inputs.flatMap((input) => input.bans).filter(isNewIn([...row.bans, ...ofBases])))
  const always = bans.filter(({ when, unless }) => when === null && unless === null)
  const barred = [...always.map(({ purposes }) => purposes), ...inputs.map(barsIn)].reduce(union, row.barred)
  const onBases = onceEach(ofBases.filter(isNewIn(row.onBases ?? []))).map((ban) => takenOver(ban, from)) // prettier-ignore
  if (bans.length + onBases.length === 0 && isEmpty(without(barred, row.barred))) return row
  const taken = { ...row, barred, bans: [...row.bans, ...bans.map((ban) => takenOver(ban, from))] }
  const held = closedOn(taken, lines, onBases)
  return 'hand' in row && onBases.length > 0 ? { ...held, onBases: [...(row.onBases ?? []), ...onBases] } : held
}

/** What no ban bars, but a source. */
function barsIn({ barred, bans }: Binding): Mask {
  return without(barred, inheritedAlways(bans))
}

/** What inherited bans without a condition close. */
function inheritedAlways(bans: readonly Ban[]): Mask {
  const always = bans.filter(({ when, unless, inherited }) => inherited && when === null && unless === null)
  return always.reduce<Mask>((mask, { purposes }) => union(mask, purposes), none)
}

type AnyBan = Ban | StoreBan

/** Whether none of these is the same sentence under the same conditions. */
export function isNewIn(bans: readonly AnyBan[]): (ban: AnyBan) => boolean {
  const known = new Set(bans.map(keyOf))
  return (ban) => !known.has(keyOf(ban))
}

function onceEach<B extends AnyBan>(bans: readonly B[]): readonly B[] {
  return [...new Map(bans.map((ban) => [`${keyOf(ban)} ${'purposes' in ban ? ban.purposes.join() : ''}`, ban])).values()] // prettier-ignore
}

function keyOf({ clause, rule, when, unless }: AnyBan): string {
  return canonicalJson([clause, rule, when, unless])
}
