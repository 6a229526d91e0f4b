// A cell laid out for deciding: rows by hand and form, entries by purpose. Made once per cell and kept as long as the cell is, so that a
// decision looks up and allocates next to nothing. `parts` are the versions (and cells of one version) met in it: each must allow.

import {
  covers, forms, hands, has, isEmpty, partOf, partsOf, type Ban, type Basis, type Cell, type Condition, type Form, type Hand, type Limit, type Row,
  type Share, type ShareRow, type Standing, type Store, type StoreBan, type Use,
} from '../policy/index.ts' // prettier-ignore

/** All that a row says about one purpose. */
export interface PurposeEntry {
  readonly purpose: number
  readonly based: boolean
  readonly objectable: boolean
  readonly never: boolean
  readonly barred: boolean
  readonly uses: readonly Use[]
  /** uses that rest on a yes which was given to less, and are as if they were not there (law 9) */
  readonly stretched: readonly Use[]
  /** bans of this purpose, unconditional ones first */
  readonly bans: readonly Ban[]
  readonly limits: readonly Limit[]
  /** parts whose only limits have a condition, or that have none: they close the purpose when none of them holds */
  readonly unlimited: readonly number[]
}

export interface CellIndex {
  readonly cell: Cell
  /** keys of all parts met in the cell, see `partOf` */
  readonly parts: readonly number[]
  entry(hand: Hand, form: Form, purpose: number): PurposeEntry | null
  /** what a recipient's row says about a purpose; null where none of its rows is in this form */
  share(recipient: string, form: Form, purpose: number): PurposeEntry | null
  /** every row's entry of a purpose */
  entries(purpose: number): readonly PurposeEntry[]
}

const indexes = new WeakMap<Cell, CellIndex>()

/** The index of a cell; the same one for the same cell. */
export function indexOf(cell: Cell): CellIndex {
  const known = indexes.get(cell)
  if (known) return known
  const made = index(cell)
  indexes.set(cell, made)
  return made
}

/** Whether a condition is met by a person's choices and the act. */
export function isMet(
  { need, block, cases, directed }: Condition,
  on: Standing['on'],
  act: { readonly cases: readonly string[]; readonly directed: boolean },
): boolean {
  return (
    covers(on, need) &&
    isEmpty([on[0] & block[0], on[1] & block[1]]) &&
    (!directed || act.directed) &&
    cases.every((list) => list.some((name) => act.cases.includes(name)))
  )
}

/** Whether a ban holds: its `when` does and its `unless` does not. */
export function holds(
  { when, unless }: Pick<Ban | StoreBan, 'when' | 'unless'>,
  on: Standing['on'],
  act: { readonly cases: readonly string[]; readonly directed: boolean },
): boolean {
  return (when === null || isMet(when, on, act)) && (unless === null || !isMet(unless, on, act))
}

function index(cell: Cell): CellIndex {
  const parts = partsOf(cell)
  const rows = hands.map((hand) => forms.map((form) => cell.rows.find((row) => row.hand === hand && row.form === form)))
  const known = new Map<number, PurposeEntry | null>()
  const entryAt = (hand: number, form: number, purpose: number): PurposeEntry | null => {
    const key = (purpose * hands.length + hand) * forms.length + form
    const found = known.get(key)
    if (found !== undefined) return found
    const row = rows[hand]![form]
    const made = row ? entryOf(cell, row, purpose, parts) : null
    known.set(key, made)
    return made
  }
  return {
    cell,
    parts,
    entry: (hand, form, purpose) => (isBit(purpose) ? entryAt(handOf[hand], formOf[form], purpose) : null),
    share: (recipient, form, purpose) => {
      const row = cell.shares?.find((one) => one.recipient === recipient && one.form === form)
      return row && isBit(purpose) ? entryOf(cell, asRow(row), purpose, parts) : null
    },
    entries: (purpose) => hands.flatMap((_, hand) => forms.flatMap((__, form) => entryAt(hand, form, purpose) ?? [])),
  }
}

/** A recipient's row read like one of ours. What acts for us has no basis of its own: ours is asked beside it. */
function asRow({ shares, stretched, ...row }: ShareRow): Row {
  const asUse = (share: Share): Use => ({ ...share, basis: share.basis ?? ours, cap: null })
  return { ...row, hand: 'machines', uses: shares.map(asUse), ...(stretched && { stretched: stretched.map(asUse) }) }
}

const ours: Basis = { kind: 'instruction', name: null }

const handOf: Record<Hand, number> = { machines: 0, people: 1 }
const formOf: Record<Form, number> = { identified: 0, 'de-identified': 1, aggregate: 2 }

function isBit(purpose: number): boolean {
  return purpose >= 0 && purpose < 64
}

function entryOf(cell: Cell, row: Row, purpose: number, parts: readonly number[]): PurposeEntry {
  const limits = cell.limits.filter(({ purposes }) => has(purposes, purpose))
  const always = new Set(limits.filter(({ when }) => when === null).map(partOf))
  const bans = row.bans.filter(({ purposes }) => has(purposes, purpose))
  const isConditional = ({ when, unless }: Ban): boolean => when !== null || unless !== null
  return {
    purpose,
    based: has(row.based, purpose),
    objectable: has(row.objectable, purpose),
    never: has(row.never, purpose),
    barred: has(row.barred, purpose),
    uses: row.uses.filter((use) => use.purpose === purpose),
    stretched: row.stretched?.filter((use) => use.purpose === purpose) ?? [],
    bans: [...bans.filter((ban) => !isConditional(ban)), ...bans.filter(isConditional)],
    limits,
    unlimited: parts.filter((part) => !always.has(part)),
  }
}

/** The stores of a part that are open now. */
export function openStores(
  { cell }: CellIndex,
  part: number,
  on: Standing['on'],
  act: { readonly cases: readonly string[]; readonly directed: boolean },
): readonly Store[] {
  return cell.stores.filter((store) => partOf(store) === part && (store.when === null || isMet(store.when, on, act)))
}
