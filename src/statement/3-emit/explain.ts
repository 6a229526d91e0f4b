// What one clause does: its words, how each rule was read, and every cell it opens, limits or closes. Data for `kept explain`.

import {
  bitsOf,
  maskOf,
  none,
  type Cell,
  type CellFacts,
  type Compiled,
  type Form,
  type Hand,
  type Line,
  type Mask,
  type PageClause,
} from '../../policy/index.ts'

/** One thing a clause does to one cell. */
export interface ClauseEffect {
  readonly facts: CellFacts
  /** index of the rule within the clause */
  readonly rule: number
  readonly does: 'collect' | 'use' | 'keep' | 'store' | 'offer' | 'ban collect' | 'ban use' | 'ban store'
  /** names of purposes concerned; empty where none are */
  readonly purposes: readonly string[]
  readonly hand: Hand | null
  readonly form: Form | null
}

export interface ClauseExplained {
  readonly section: string
  readonly clause: PageClause
  readonly digest: string
  readonly effects: readonly ClauseEffect[]
}

/** Explains a clause; null when no clause has this id. */
export function explainClause({ policy, page }: Compiled, id: string): ClauseExplained | null {
  const found = page.sections
    .flatMap((section) => section.clauses.map((clause) => ({ section: section.title, clause })))
    .find(({ clause }) => clause.id === id)
  if (!found) return null
  const names = new Map(policy.purposes.map(({ bit, name }) => [bit, name]))
  const purposes = (mask: Mask): readonly string[] => bitsOf(mask).flatMap((bit) => names.get(bit) ?? [])
  const effects = policy.cells.flatMap((cell) =>
    effectsOn(cell, purposes).flatMap(({ clause, effect }) => (clause === id ? [effect] : [])),
  )
  return { ...found, digest: policy.clauses.find((clause) => clause.id === id)?.digest ?? '', effects }
}

/** An effect with the clause it comes from. */
interface Placed {
  readonly clause: string
  readonly effect: ClauseEffect
}

function effectsOn(cell: Cell, purposes: (mask: Mask) => readonly string[]): readonly Placed[] {
  const { facts } = cell
  const plain = (
    does: ClauseEffect['does'],
    { clause, rule }: Line,
    mask: Mask = none,
    row: Pick<ClauseEffect, 'hand' | 'form'> = { hand: null, form: null },
  ): Placed => ({ clause, effect: { facts, rule, does, purposes: purposes(mask), hand: row.hand, form: row.form } })
  const inRows = cell.rows.flatMap((row) => [
    ...row.uses.map((use) => plain('use', use, maskOf(use.purpose), row)),
    ...row.bans.map((ban) => plain('ban use', ban, ban.purposes, row)),
  ])
  return [
    ...cell.collects.map((line) => plain('collect', line)),
    ...inRows,
    ...cell.limits.map((line) => plain('keep', line, line.purposes)),
    ...cell.stores.map((line) => plain('store', line)),
    ...cell.controls.map((line) => plain('offer', line, line.purposes)),
    ...cell.collectBans.map((line) => plain('ban collect', line)),
    ...cell.storeBans.map((line) => plain('ban store', line)),
  ]
}
