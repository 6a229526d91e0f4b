// What a use may not rest on (laws 2, 8 and 10). A `never use … because …` is held against the lines of its own version when that is compiled. Here it is
// held against those that a later version, or the standing known now, rests on such a basis, and against those over data that was made of what it names.

import { withBans } from './lines.ts'
import { has, maskOf } from './mask.ts'
import { hands, type Ban, type BasisBan, type Cell, type Form, type Row, type Share, type Use } from './policy.ts'

type Line = Use | Share
type Closable = Pick<Row, 'never' | 'barred' | 'bans'>

/**
 * A cell as older ones leave it: what of it rests on a basis that one of them forbids is closed, whether the older one had a use for that purpose itself or not. The same
 * cell where nothing does. Newer bans are not held against older lines: what is used now rests on the newest.
 */
export function restingAsPromised(cell: Cell, older: readonly Cell[]): Cell {
  if (older.every(({ rows }) => rows.every(({ onBases }) => onBases === undefined))) return cell
  const rows = cell.rows.map((row) => closedOn(row, row.uses, older.flatMap((one) => onBasesLike(one, row)))) // prettier-ignore
  const shares = cell.shares?.map((row) => closedOn(row, row.shares, older.flatMap((one) => onBasesOfNoHand(one, row.form)))) // prettier-ignore
  const isSame = rows.every((row, i) => row === cell.rows[i]) && (shares ?? []).every((row, i) => row === cell.shares![i]) // prettier-ignore
  return isSame ? cell : { ...cell, rows, ...(shares && { shares }) }
}

/** A row with what bans on bases close of its lines; the same one where none rests on these. */
export function closedOn<R extends Closable>(row: R, lines: readonly Line[], onBases: readonly BasisBan[]): R {
  const bans = bansOn(lines, onBases)
  if (bans.length === 0) return row
  return withBans(row, [...row.bans, ...bans])
}

/** What bans on bases close of these lines: as bans on the purposes that rest on one. */
export function bansOn(lines: readonly Line[], onBases: readonly BasisBan[]): readonly Ban[] {
  return onBases.flatMap(({ bases, ...ban }) => {
    const resting = lines.filter(({ purpose, basis }) => basis !== null && has(ban.purposes, purpose) && bases.includes(basis.kind)) // prettier-ignore
    return resting.length === 0 ? [] : [{ ...ban, purposes: maskOf(...resting.map(({ purpose }) => purpose)) }]
  })
}

/** Bans on bases that are on no hand alone: they follow what is passed on, and no recipient's row repeats them. */
export function onBasesOfNoHand(cell: Pick<Cell, 'rows'>, form: Form): readonly BasisBan[] {
  const [first = [], other = []] = hands.map((hand) => onBasesLike(cell, { hand, form }))
  return first.filter((ban) => other.some((one) => one.clause === ban.clause && one.rule === ban.rule && one.version === ban.version)) // prettier-ignore
}

function onBasesLike({ rows }: Pick<Cell, 'rows'>, { hand, form }: Pick<Row, 'hand' | 'form'>): readonly BasisBan[] {
  return rows.find((row) => row.hand === hand && row.form === form)?.onBases ?? []
}
