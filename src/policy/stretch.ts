// A consent covers what it covered when given (law 9). A line that comes to rest on an old choice covers nobody who said yes before: it needs a
// choice of its own. Until it has one it is as if it were not there, for old records and new ones alike.

import type { Cell, CellFacts, Condition, Policy, Row, Share, ShareRow, Use } from './policy.ts'
import { bitsOf, covers, has, intersect, isEmpty, maskOf, none, union, type Mask } from './mask.ts'
import { isCapWithin, isHiddenAs } from './caps.ts'
import { cellNow } from './cells.ts'

/** A line that rests on a consent which did not cover it in an earlier version. */
export interface Stretched {
  readonly facts: CellFacts
  /** the `use`, or the `share` */
  readonly line: Use | Share
  /** bit of the choice */
  readonly choice: number
}

/** Every line of a policy that stretches a consent of an earlier one: each needs a new choice before it is published. */
export function stretchedBy(policy: Policy, earlier: readonly Policy[]): readonly Stretched[] {
  return policy.cells.flatMap((cell) => {
    const uses = cell.rows.flatMap((row) => row.uses.map((line) => ({ line, rows: rowLike(row) })))
    const shares = (cell.shares ?? []).flatMap((row) => row.shares.map((line) => ({ line, rows: shareLike(row) })))
    return [...uses, ...shares].flatMap(({ line, rows }) =>
      bitsOf(stretchOf(cell, line, rows, earlier)).map((choice) => ({ facts: cell.facts, line, choice })),
    )
  })
}

/** A policy without the lines that stretch a consent of an earlier version: what holds for what is collected today. The same one where none does. */
export function policyUnstretched(policy: Policy, earlier: readonly Policy[]): Policy {
  const cells = policy.cells.map((cell) => withoutStretched(cell, earlier))
  return cells.every((cell, i) => cell === policy.cells[i]) ? policy : { ...policy, cells }
}

/** A cell without the lines that stretch a consent of an earlier version, which its rows keep apart; the same cell where none does. */
function withoutStretched(cell: Cell, earlier: readonly Policy[]): Cell {
  if (earlier.length === 0) return cell
  const kept = <L extends Use | Share>(lines: readonly L[], rows: LinesOf): readonly L[] =>
    lines.filter((line) => isEmpty(stretchOf(cell, line, rows, earlier)))
  const rows = cell.rows.map((row) => {
    const uses = kept(row.uses, rowLike(row))
    return uses.length === row.uses.length ? row : { ...row, uses, based: basedOf(uses), stretched: others(row.uses, uses) } // prettier-ignore
  })
  const shares = cell.shares?.map((row) => {
    const own = kept(row.shares, shareLike(row))
    return own.length === row.shares.length ? row : { ...row, shares: own, based: basedOf(own), stretched: others(row.shares, own) } // prettier-ignore
  })
  const isSame = rows.every((row, i) => row === cell.rows[i]) && (shares ?? []).every((row, i) => row === cell.shares![i]) // prettier-ignore
  return isSame ? cell : { ...cell, rows, ...(shares && { shares }) }
}

function others<L>(all: readonly L[], some: readonly L[]): readonly L[] {
  return all.filter((one) => !some.includes(one))
}

/** The like lines of another cell: of one hand and form, or of one recipient and form. */
type LinesOf = (cell: Cell) => readonly (Use | Share)[]

function rowLike({ hand, form }: Row): LinesOf {
  return ({ rows }) => {
    const row = rows.find((one) => one.hand === hand && one.form === form)
    return row ? opening(row, row.uses) : []
  }
}

function shareLike({ recipient, form }: ShareRow): LinesOf {
  return ({ shares = [] }) => {
    const row = shares.find((one) => one.recipient === recipient && one.form === form)
    return row ? opening(row, row.shares) : []
  }
}

/** The lines of purposes that the row opens: where several cells met, one that not all of them have covers nobody. */
function opening<L extends Use | Share>({ based }: Pick<Row, 'based'>, lines: readonly L[]): readonly L[] {
  return lines.filter(({ purpose }) => has(based, purpose))
}

function basedOf(lines: readonly (Use | Share)[]): Mask {
  return lines.reduce<Mask>((mask, { purpose }) => union(mask, maskOf(purpose)), none)
}

/** The choices of a line that some earlier version had, and that did not cover it there. */
function stretchOf(cell: Cell, line: Use | Share, rows: LinesOf, earlier: readonly Policy[]): Mask {
  if (isEmpty(line.given)) return none
  return earlier.reduce<Mask>((mask, before) => {
    const shared = intersect(line.given, choicesOf(before))
    return isEmpty(shared) || coversLine(before, shared, cell, line, rows) ? mask : union(mask, shared)
  }, none)
}

const choicesKnown = new WeakMap<Policy, Mask>()

function choicesOf(policy: Policy): Mask {
  const known = choicesKnown.get(policy) ?? maskOf(...policy.choices.map(({ bit }) => bit))
  choicesKnown.set(policy, known)
  return known
}

/** Whether an earlier version had a like line resting on the same consents, under conditions no harder to meet, and let through no less. */
function coversLine(before: Policy, shared: Mask, cell: Cell, line: Use | Share, rows: LinesOf): boolean {
  const then = cellNow(before, { ...cell, facts: { ...cell.facts, category: knownCategory(before, cell.facts.category) } }) // prettier-ignore
  const own = then ? rows(then).filter(({ purpose }) => purpose === line.purpose) : []
  return (
    own.length > 0 &&
    own.every((old) => {
      const { given, when } = old
      return covers(line.given, given) && covers(given, shared) && asksAll(line.when, when) && letsNoMore(line, old)
    })
  )
}

/** Whether a line lets through no more of the data than an older one: as few of many, as briefly, as well hidden. */
function letsNoMore(line: Use | Share, old: Use | Share): boolean {
  return isCapWithin(capOf(line), capOf(old)) && isHiddenAs(line.shape, old.shape)
}

function capOf(line: Use | Share): Use['cap'] {
  return 'cap' in line ? line.cap : null
}

/** A category that an earlier version did not tell apart yet was a part of the one above it. */
function knownCategory(policy: Pick<Policy, 'categories'>, category: string): string {
  if (policy.categories.some(({ name }) => name === category)) return category
  const above = category.slice(0, Math.max(0, category.lastIndexOf('.')))
  return above === '' ? category : knownCategory(policy, above)
}

/** Whether a condition asks at least all that another asks. */
function asksAll(more: Condition, less: Condition): boolean {
  const cases = less.cases.every((list) => more.cases.some((narrower) => narrower.every((name) => list.includes(name))))
  return covers(more.need, less.need) && covers(more.block, less.block) && cases && (more.directed || !less.directed)
}
