// The meet of cells: what both allow. Versions, overlays, contracts, double profiles and facts that are not known are all such meets
// (language, "The decision"). Every term narrows: based ∩, objectable ∪, bans ∪, the first limit to pass, fewer places. Each line says which
// version and which part it comes from, because every part must allow.

import type { Cell, Line, Row, ShareRow } from './policy.ts'
import { intersect, none, union, type Mask } from './mask.ts'

/** What both cells allow. Number, facts and standings are those of the first. */
export function meet(a: Cell, b: Cell): Cell {
  const shares = bothRows(a.shares ?? [], b.shares ?? [], likeShare, meetShares)
  const derives = a.derives && b.derives ? [...a.derives, ...b.derives] : []
  const deriveBans = [...(a.deriveBans ?? []), ...(b.deriveBans ?? [])]
  return {
    id: a.id,
    facts: a.facts,
    ...(a.standings && { standings: a.standings }),
    collects: a.collects.length > 0 && b.collects.length > 0 ? [...a.collects, ...b.collects] : [],
    collectBans: [...a.collectBans, ...b.collectBans],
    stores: [...a.stores, ...b.stores],
    storeBans: [...a.storeBans, ...b.storeBans],
    rows: bothRows(a.rows, b.rows, likeRow, meetRows),
    limits: [...a.limits, ...b.limits],
    controls: [...a.controls, ...b.controls.filter((c) => !a.controls.some((d) => d.control === c.control))],
    ...(shares.length > 0 && { shares }),
    ...(derives.length > 0 && { derives }),
    ...(deriveBans.length > 0 && { deriveBans }),
  }
}

/** What all cells of one version allow. Each entry then says which of them it came from. */
export function meetAll(cells: readonly Cell[]): Cell | undefined {
  if (cells.length < 2) return cells[0]
  return cells.map((cell) => mark(cell, { part: cell.id })).reduce(meet)
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
    rows: cell.rows.map((row) => ({ ...row, uses: all(row.uses), bans: all(row.bans) })),
    limits: all(cell.limits),
    controls: all(cell.controls),
    ...(shares && { shares: shares.map((row) => ({ ...row, shares: all(row.shares), bans: all(row.bans) })) }),
    ...(derives && { derives: all(derives) }),
    ...(deriveBans && { deriveBans: all(deriveBans) }),
  }
}

// --- rows -----------------------------------------------------------------------------------------------------------

/** Rows of either: where the other says nothing of the like, nothing is based, and the bans still name their clause. */
function bothRows<R>(
  a: readonly R[],
  b: readonly R[],
  like: (rows: readonly R[], row: R) => R | undefined,
  both: (a: R | undefined, b: R | undefined) => R,
): readonly R[] {
  const onlyB = b.filter((row) => like(a, row) === undefined)
  return [...a.map((row) => both(row, like(b, row))), ...onlyB.map((row) => both(undefined, row))]
}

function likeRow(rows: readonly Row[], { hand, form }: Row): Row | undefined {
  return rows.find((row) => row.hand === hand && row.form === form)
}

function likeShare(rows: readonly ShareRow[], { recipient, form }: ShareRow): ShareRow | undefined {
  return rows.find((row) => row.recipient === recipient && row.form === form)
}

function meetRows(a: Row | undefined, b: Row | undefined): Row {
  const one = (a ?? b)! // one of the two is there
  return { hand: one.hand, form: one.form, ...meetMasks(a, b), uses: [...(a?.uses ?? []), ...(b?.uses ?? [])], bans: [...(a?.bans ?? []), ...(b?.bans ?? [])] } // prettier-ignore
}

function meetShares(a: ShareRow | undefined, b: ShareRow | undefined): ShareRow {
  const one = (a ?? b)! // one of the two is there
  return { recipient: one.recipient, form: one.form, ...meetMasks(a, b), shares: [...(a?.shares ?? []), ...(b?.shares ?? [])], bans: [...(a?.bans ?? []), ...(b?.bans ?? [])] } // prettier-ignore
}

type Masks = Pick<Row, 'based' | 'objectable' | 'never' | 'barred'>

const nothing: Masks = { based: none, objectable: none, never: none, barred: none }

function meetMasks(a: Masks = nothing, b: Masks = nothing): { readonly [key in keyof Masks]: Mask } {
  return {
    based: intersect(a.based, b.based),
    objectable: union(a.objectable, b.objectable),
    never: union(a.never, b.never),
    barred: union(a.barred, b.barred),
  }
}
