// The meet of cells: what both allow. Versions, overlays, contracts, double profiles and facts that are not known are all such meets
// (language, "The decision"). Every term narrows: based ∩, objectable ∪, bans ∪, the first limit to pass, fewer places. Each line says which
// version and which part it comes from, because every part must allow.

import type { Cell, Line, Row, ShareRow } from './policy.ts'
import { intersect, none, union, type Mask } from './mask.ts'

/** What both cells allow. Number, facts and standings are those of the first. */
export function meet(a: Cell, b: Cell): Cell {
  return meetEvery([a, b])
}

/** What every one of these cells allows; at least one is given. Number, facts and standings are those of the first. */
export function meetEvery(cells: readonly Cell[]): Cell {
  const first = cells[0]! // at least one is given
  if (cells.length === 1) return first
  const rows = everyRow(cells.map((cell) => cell.rows), nameOfRow, meetRows) // prettier-ignore
  const shares = everyRow(cells.map((cell) => cell.shares ?? []), nameOfShare, meetShares) // prettier-ignore
  const derives = cells.every((cell) => cell.derives) ? cells.flatMap((cell) => cell.derives ?? []) : []
  const deriveBans = cells.flatMap((cell) => cell.deriveBans ?? [])
  const controls = new Map(cells.toReversed().flatMap((cell) => cell.controls.toReversed().map((line) => [line.control, cell] as const))) // prettier-ignore
  return {
    id: first.id,
    facts: first.facts,
    ...(first.standings && { standings: first.standings }),
    collects: cells.every(({ collects }) => collects.length > 0) ? cells.flatMap(({ collects }) => collects) : [],
    collectBans: cells.flatMap(({ collectBans }) => collectBans),
    stores: cells.flatMap(({ stores }) => stores),
    storeBans: cells.flatMap(({ storeBans }) => storeBans),
    rows,
    limits: cells.flatMap(({ limits }) => limits),
    controls: cells.flatMap((cell) => cell.controls.filter((line) => controls.get(line.control) === cell)),
    ...(shares.length > 0 && { shares }),
    ...(derives.length > 0 && { derives }),
    ...(deriveBans.length > 0 && { deriveBans }),
    ...(first.behind && { behind: first.behind }),
  }
}

/** What all cells of one version allow. Each entry then says which of them it came from. */
export function meetAll(cells: readonly Cell[]): Cell | undefined {
  if (cells.length < 2) return cells[0]
  return meetEvery(cells.map((cell) => mark(cell, { part: cell.id })))
}

/** A version that does not know these facts opens nothing; the limits of the others still remove the bytes. */
export function closed({ id, facts, standings }: Cell): Cell {
  return { id, facts, ...(standings && { standings }), collects: [], collectBans: [], stores: [], storeBans: [], rows: [], limits: [], controls: [] } // prettier-ignore
}

/** Says of every line of a cell which version, or which part of one, it comes from. */
export function mark(cell: Cell, from: { readonly version: number } | { readonly part: number }): Cell {
  const said = 'version' in from ? { version: from.version } : { part: from.part }
  const all = <T extends Line>(lines: readonly T[]): T[] => lines.map((line) => ({ ...line, ...said }))
  const { shares, derives, deriveBans } = cell
  return {
    ...cell,
    collects: all(cell.collects),
    collectBans: all(cell.collectBans),
    stores: all(cell.stores),
    storeBans: all(cell.storeBans),
    rows: cell.rows.map((row) => ({ ...row, uses: all(row.uses), bans: all(row.bans), ...(row.onBases && { onBases: all(row.onBases) }), ...kept(row, all) })), // prettier-ignore
    limits: all(cell.limits),
    controls: all(cell.controls),
    ...(shares && {
      shares: shares.map((row) => ({ ...row, shares: all(row.shares), bans: all(row.bans), ...kept(row, all) })),
    }),
    ...(derives && { derives: all(derives) }),
    ...(deriveBans && { deriveBans: all(deriveBans) }),
  }
}

/** What stretches a consent, kept apart for the words of a denial. */
function kept<L extends Line>(
  { stretched }: { readonly stretched?: readonly L[] },
  all: (lines: readonly L[]) => readonly L[] = (lines) => lines,
): { readonly stretched?: readonly L[] } {
  return stretched ? { stretched: all(stretched) } : {}
}

function allKept<L extends Line>(
  rows: readonly { readonly stretched?: readonly L[] }[],
): { readonly stretched?: readonly L[] } {
  const lines = rows.flatMap(({ stretched = [] }) => stretched)
  return lines.length > 0 ? { stretched: lines } : {}
}

// --- rows -----------------------------------------------------------------------------------------------------------

/** Rows of any of the cells: where one says nothing of the like, nothing is based, and the bans of the others still name their clause. */
function everyRow<R>(
  cells: readonly (readonly R[])[],
  nameOf: (row: R) => string,
  meetAlike: (alike: readonly R[], isWhole: boolean) => R,
): readonly R[] {
  const alike = Map.groupBy(cells.flat(), nameOf)
  return [...alike.values()].map((rows) => meetAlike(rows, rows.length === cells.length))
}

function nameOfRow({ hand, form }: Row): string {
  return `${hand} ${form}`
}

function nameOfShare({ recipient, form }: ShareRow): string {
  return `${recipient} ${form}`
}

function meetRows(rows: readonly Row[], isWhole: boolean): Row {
  const { hand, form } = rows[0]! // a group has one
  const onBases = rows.flatMap((row) => row.onBases ?? [])
  return { hand, form, ...meetMasks(rows, isWhole), uses: rows.flatMap(({ uses }) => uses), bans: rows.flatMap(({ bans }) => bans), ...(onBases.length > 0 && { onBases }), ...allKept(rows) } // prettier-ignore
}

function meetShares(rows: readonly ShareRow[], isWhole: boolean): ShareRow {
  const { recipient, form } = rows[0]! // a group has one
  return { recipient, form, ...meetMasks(rows, isWhole), shares: rows.flatMap(({ shares }) => shares), bans: rows.flatMap(({ bans }) => bans), ...allKept(rows) } // prettier-ignore
}

type Masks = Pick<Row, 'based' | 'objectable' | 'never' | 'barred'>

/** `isWhole`: every cell has such a row. */
function meetMasks(rows: readonly Masks[], isWhole: boolean): Masks {
  const all = (key: keyof Masks): readonly Mask[] => rows.map((row) => row[key])
  return {
    based: isWhole ? all('based').reduce(intersect) : none,
    objectable: all('objectable').reduce(union),
    never: all('never').reduce(union),
    barred: all('barred').reduce(union),
  }
}
