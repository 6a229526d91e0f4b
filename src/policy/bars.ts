// What whoever data came from bars, whatever we say (COL-03). A bar knows no hand, no form and no recipient; a compiled statement says it only in the rows
// that some line of its own opens or closes. Here it stands over an older record in all of them, against what a later version opens (laws 8 and 10).

import { cellsOf, standingsOf } from './cells.ts'
import { emptyRows } from './inputs.ts'
import { covers, isEmpty, none, union, type Mask } from './mask.ts'
import type { Cell, Policy } from './policy.ts'

/** What a version bars of data of these cells, by its sources that this may have come from, as the version it was `written` in has it or this one. */
export function barredBy(policy: Policy, cells: readonly Cell[], written: Policy): Mask {
  const barring = (policy.providers ?? []).filter(({ bars }) => !isEmpty(bars))
  if (barring.length === 0) return none
  const sources = new Set(cells.flatMap((cell) => [...sourcesOf(written, cell), ...sourcesOf(policy, cell)]))
  return barring.filter(({ name }) => sources.has(name)).map(({ bars }) => bars).reduce(union, none) // prettier-ignore
}

/** Whom data came from; where that is not known, whomever a version takes such data from. */
function sourcesOf(policy: Policy, cell: Cell): readonly string[] {
  const { source = null } = cell.facts
  if (source !== null) return [source]
  return cellsOf(policy, { ...cell.facts, standing: standingsOf(cell).join('&') }).flatMap(({ facts }) => facts.source ?? []) // prettier-ignore
}

/** A cell whose every row says these bars, with a row for each hand and form that it had none of; the same one where nothing is barred. */
export function barring(cell: Cell, bars: Mask): Cell {
  if (isEmpty(bars)) return cell
  const barred = <R extends { readonly barred: Mask }>(row: R): R => (covers(row.barred, bars) ? row : { ...row, barred: union(row.barred, bars) }) // prettier-ignore
  const missing = emptyRows.filter(({ hand, form }) => !cell.rows.some((row) => row.hand === hand && row.form === form))
  return { ...cell, rows: [...cell.rows, ...missing].map(barred), ...(cell.shares && { shares: cell.shares.map(barred) }) } // prettier-ignore
}
