// What may open an old record after all (law 8): a newer line that a law demands, one that rests on a consent which the older versions did not
// have yet, so that every yes to it was given to the newer words, or one for a purpose that a note shows to be compatible with what the record
// was collected for and that people were told of. Never against a ban of the versions the record has lived through.

import type { Cell, Condition, Limit, Line, Policy, Row, Use } from './policy.ts'
import { isHiddenAs } from './caps.ts'
import { has, intersect, isEmpty, maskOf, none, union, without, type Mask } from './mask.ts'
import { partOf } from './lines.ts'

/** What a note shows to be compatible: these purposes, of data that was collected for one of those `beside`. */
export interface Compatible {
  readonly purposes: Mask
  readonly beside: Mask
}

/** Whether a note is about a category's data, as its version groups them: one without `data` is about all. */
export function isNoteAbout(
  { groups }: Pick<Policy, 'groups'>,
  { data }: Pick<Policy['notes'][number], 'data'>,
  category: string,
): boolean {
  const isIn = (name: string): boolean =>
    category === name || category.startsWith(`${name}.`) || (groups[name]?.includes(category) ?? false)
  return data?.some(isIn) ?? true
}

/** What the notes of a version show of a category's data, as far as people were told of it by the day that version binds. */
export function compatibleIn(
  { notes, purposes, groups }: Pick<Policy, 'notes' | 'purposes' | 'groups'>,
  category: string,
  bindsAt: Date,
): readonly Compatible[] {
  const day = bindsAt.toISOString().slice(0, 10)
  const bits = (names: readonly string[] = []): Mask => maskOf(...purposes.filter(({ name }) => names.includes(name)).map(({ bit }) => bit)) // prettier-ignore
  return notes
    .filter(
      ({ kind, told, until }) =>
        kind === 'compatible' && told !== undefined && told <= day && (until === null || day <= until),
    ) // prettier-ignore
    .filter((note) => isNoteAbout({ groups }, note, category))
    .map((note) => ({ purposes: bits(note.purposes), beside: bits(note.with) }))
}

/** Whether a newer cell has a line that may open an older record at all. */
export function mayOpen(next: Cell, older: Mask, shown: readonly Compatible[]): boolean {
  return next.rows.some(({ uses }) => uses.some((use) => isLawful(use, older) || shownFor(use, shown).length > 0))
}

/**
 * The meet of the older versions as it is to be met with a newer one: with what the newer one opens lawfully. A part that had no word on a
 * purpose takes the newer line; one that had keeps its own. A law's line brings its own limits, for keeping is what the law demands; any other
 * ends with whatever the older versions promised to end. `older`: the choices that those versions had; `shown`: what the newer one's notes show, to go
 * together with what the older versions `said` themselves, and not with what was opened again.
 */
export function openedAgain(
  met: Cell,
  next: Cell,
  older: Mask,
  { shown, said }: { readonly shown: readonly Compatible[]; readonly said: Cell },
): Cell {
  const parts = distinctParts(met)
  const opens = (row: Row, use: Use): boolean =>
    isMissing(met, row, use) &&
    !has(union(row.never, row.barred), use.purpose) && // what bans of before close of it is never served
    (isLawful(use, older) || isCompatible(said, row, use, shown))
  const rows = next.rows.map((row) => ({ row, uses: row.uses.filter((use) => opens(row, use)) }))
  const uses = rows.flatMap((one) => one.uses)
  if (uses.length === 0) return met
  const demanded = purposesOf(uses.filter(({ basis }) => basis.kind === 'law'))
  const agreed = without(purposesOf(uses), demanded)
  const own = met.rows.map((row) => {
    const opened = rows.find((one) => isLike(row, one.row))
    return opened ? addUses(row, opened.uses, parts) : row
  })
  const added = rows
    .filter((one) => one.uses.length > 0 && !met.rows.some((row) => isLike(row, one.row)))
    .map((one) => addUses({ ...one.row, based: none, never: none, barred: none, uses: [], bans: [] }, one.uses, parts))
  return {
    ...met,
    rows: [...own, ...added],
    limits: [
      ...met.limits.flatMap((limit) => asPromised(limit, met, demanded, agreed)),
      ...parts.flatMap((part) => limitsFor(met, next, demanded, part)),
    ],
  }
}

function purposesOf(uses: readonly Use[]): Mask {
  return maskOf(...uses.map(({ purpose }) => purpose))
}

type RowName = Pick<Row, 'hand' | 'form'>

function isLike(a: RowName, b: RowName): boolean {
  return a.hand === b.hand && a.form === b.form
}

/** A line that a law demands; or one on a consent that nobody can have given before this version. */
function isLawful({ basis, given }: Use, older: Mask): boolean {
  return basis.kind === 'law' || (basis.kind === 'consent' && !isEmpty(given) && isEmpty(intersect(given, older)))
}

/** The notes that may open a use: one that rests on no consent, for a purpose that they show. */
function shownFor({ purpose, given }: Use, shown: readonly Compatible[]): readonly Compatible[] {
  return isEmpty(given) ? shown.filter(({ purposes }) => has(purposes, purpose)) : []
}

/**
 * Whether, in every part that has no word of its own on the purpose, the data served one that goes together with it: openly, on no consent, under no condition, no cap and no ban; and as well hidden, and
 * open to an objection if that was.
 */
function isCompatible(said: Cell, row: Row, use: Use, shown: readonly Compatible[]): boolean {
  const own = said.rows.find((other) => isLike(other, row))
  const notes = shownFor(use, shown)
  if (!own || notes.length === 0) return false
  const isOpen = (purpose: number): boolean =>
    notes.some(({ beside }) => has(beside, purpose)) && has(own.based, purpose) && !has(own.barred, purpose) && !own.bans.some(({ purposes }) => has(purposes, purpose))
    && (has(row.objectable, use.purpose) || !has(own.objectable, purpose)) // prettier-ignore
  const showsNoLess = ({ given, when, cap, shape }: Use): boolean => isEmpty(given) && isAlways(when) && cap === null && isHiddenAs(use.shape, shape) // prettier-ignore
  return distinctParts(said).every((part) => {
    const ofPart = Map.groupBy(own.uses.filter((one) => isOf(one, part)), ({ purpose }) => purpose) // prettier-ignore
    return ofPart.has(use.purpose) || [...ofPart].some(([purpose, lines]) => isOpen(purpose) && lines.every(showsNoLess)) // prettier-ignore
  })
}

function isAlways({ need, block, cases, directed }: Condition): boolean {
  return isEmpty(need) && isEmpty(block) && cases.length === 0 && !directed
}

/** Whether the older versions close a use for want of a sentence, and not by a ban. */
function isMissing(met: Cell, row: Row, { purpose }: Use): boolean {
  const own = met.rows.find((other) => isLike(other, row))
  return !own || !(has(own.based, purpose) || has(own.never, purpose) || has(own.barred, purpose))
}

/** What a line says of where it comes from. */
type From = Pick<Line, 'version' | 'part'>

/** Where the lines of each part met come from. */
function distinctParts(met: Cell): readonly From[] {
  const { collects, collectBans, limits, stores, storeBans, controls, rows } = met
  const lines: readonly Line[] = [...collects, ...collectBans, ...limits, ...stores, ...storeBans, ...controls, ...rows.flatMap(({ uses, bans }) => [...uses, ...bans])] // prettier-ignore
  const parts = new Map(lines.map((line) => [partOf(line), line]))
  return [...parts.values()].map(({ version, part }) => ({
    ...(version !== undefined && { version }),
    ...(part !== undefined && { part }),
  }))
}

function isOf(line: Line, part: From): boolean {
  return line.version === part.version && line.part === part.part
}

/** Each part that has no use of the purpose takes the newer one's. */
function addUses(row: Row, uses: readonly Use[], parts: readonly From[]): Row {
  if (uses.length === 0) return row
  const added = uses.flatMap((use) =>
    parts
      .filter((part) => !row.uses.some((own) => own.purpose === use.purpose && isOf(own, part)))
      .map((part): Use => ({ ...unmarked(use), ...part })),
  )
  return { ...row, based: union(row.based, purposesOf(uses)), uses: [...row.uses, ...added] }
}

function unmarked<T extends Line>(line: T): Omit<T, 'version' | 'part'> {
  const { version: _version, part: _part, ...rest } = line
  return rest
}

/** The newer limits of what a law demands, for a part that never used it. */
function limitsFor(met: Cell, next: Cell, demanded: Mask, part: From): readonly Limit[] {
  const missing = without(demanded, usedIn(met, part))
  return next.limits.flatMap((limit) => {
    const purposes = intersect(missing, limit.purposes)
    return isEmpty(purposes) ? [] : [{ ...unmarked(limit), purposes, ...part }]
  })
}

/** The purposes that some row of a part uses, or gives to somebody: the part has a word on them, and its own periods. */
function usedIn({ rows, shares = [] }: Cell, part: From): Mask {
  const lines = [...rows.flatMap(({ uses }) => uses), ...shares.flatMap((row) => row.shares)]
  return maskOf(...lines.flatMap((line) => (isOf(line, part) ? [line.purpose] : [])))
}

/** Of what its part never used, an older limit leaves to the law what the law demands, and ends what the person agreed to. */
function asPromised(limit: Limit, met: Cell, demanded: Mask, agreed: Mask): readonly Limit[] {
  const used = usedIn(met, limit)
  const purposes = union(without(limit.purposes, without(demanded, used)), without(agreed, used))
  return isEmpty(purposes) ? [] : [{ ...limit, purposes }]
}
