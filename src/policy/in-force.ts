// All published versions of a statement met with one another: what a server asks. A record stands under the meet of every version
// it has lived through (law 8); the meet is computed here over cells, each the first time it is asked for, never over records.

import type { Ban, Cell, Policy, Row, StoreBan } from './policy.ts'
import type { Page } from './page.ts'
import { asking, madeThrough, type MadeFrom } from './asked.ts'
import { barredBy, barring } from './bars.ts'
import { restingAsPromised } from './bases.ts'
import { behindOf, standingBehind } from './behind.ts'
import { cellNow, cellOf, contextCells, plainOf, standingsOf, unknownCells } from './cells.ts'
import { partsContexts } from './contexts.ts'
import { boundBy, partIn } from './inputs.ts'
import { withLaterPurposes } from './later-purposes.ts'
import { isEmpty, maskOf, none, union, type Mask } from './mask.ts'
import { closed, mark, meet, meetEvery } from './meet.ts'
import { newcomersAfter, withNewcomers } from './newcomers.ts'
import { compatibleIn, mayOpen, openedAgain } from './outlive.ts'
import { mayStandIn } from './standings.ts'
import { policyUnstretched } from './stretch.ts'
import {
  bindingCell,
  uncoveredCell,
  uncoveredFacts,
  uncoveredNumbers,
  uncoveredVersion,
  type Binds,
} from './uncovered.ts'

/** One published version. */
export interface Version {
  readonly version: number
  readonly hash: string
  readonly policy: Policy
  readonly page: Page
  readonly publishedAt: Date
  readonly effectiveAt: Date
}

/** The versions in force: the newest one for what is written now, the meets for what was written before. */
export interface InForce {
  readonly newest: Version
  /** oldest first, each with its bans as they stand over the purposes that later ones register */
  readonly versions: readonly Version[]
  /** the newest policy as it holds: without the lines that stretch a consent of an earlier version (law 9). Cells and numbers are the same */
  readonly today: Policy
  /**
   * The cell with the number a record keeps: its own version's entries met with every later version's. Below zero: uncovered data, with the bans
   * that bind everybody; those of some standings alone are known `under` one.
   */
  cell(number: number): Cell | undefined
  /** numbers of all cells of the policies, ascending */
  readonly numbers: readonly number[]
  /**
   * The same for a person as known now: every cell is met with the one that such data would stand in today. Age, enrolment and place count
   * at collection and at use, and both must allow.
   */
  under(now: PersonNow): InForce
  /** numbers that uncovered data may have, of one product and category (with all below it) where they are asked */
  uncovered(asked: { readonly product?: string; readonly category?: string }): readonly number[]
}

/** What of a person counts at use. `standing` is what `standingFor` says. */
export interface PersonNow {
  readonly standing: string
  readonly where: string | null
}

const cellsPerVersionMax = 100_000

/** The number a record of this version and cell keeps for ever. */
export function cellNumber(version: number, cellId: number): number {
  return version * cellsPerVersionMax + cellId
}

/** The version a cell's number belongs to. */
export function versionOf(number: number): number {
  return Math.floor(number / cellsPerVersionMax)
}

/** Puts versions in force, oldest first. Throws a RangeError when there is none or they do not ascend. */
export function putInForce(published: readonly Version[]): InForce {
  const versions = withLaterPurposes(published)
  const newest = versions.at(-1)
  if (!newest || versions.some((v, i) => i > 0 && v.version <= versions[i - 1]!.version))
    throw new RangeError('versions must ascend')
  const own = new Map<number, { readonly cell: Cell; readonly place: number }>()
  versions.forEach(({ version, policy }, place) => {
    const cells = [...policy.cells, ...unknownCells(policy), ...contextCells(policy)]
    if (cells.length >= cellsPerVersionMax) throw new RangeError('too many cells to tell apart by their numbers')
    for (const cell of cells) own.set(cellNumber(version, cell.id), { cell, place })
  })
  const madeFrom = madeThrough(versions.map(({ policy }) => policy))
  const held = heldBy(versions)
  const lived = livedThrough(versions, held, madeFrom)
  const cells = new Map<number, Cell | undefined>()
  // where no later version has rules about contexts, a cell in one says what the plain cell says: most statements need to work out no more
  const likePlain = ({ cell, place }: { readonly cell: Cell; readonly place: number }): Cell | undefined => {
    const plain = plainOf(cell)
    if (!plain || cell.derives || versions.slice(place).some(({ policy }) => partsContexts(policy))) return undefined
    const made = inForce.cell(cellNumber(versions[place]!.version, plain.id))
    return made && { ...made, id: cell.id, facts: cell.facts }
  }
  const inForce: Omit<InForce, 'under'> = {
    newest,
    versions,
    get today() {
      return held(versions.length - 1).policy
    },
    cell(number) {
      if (cells.has(number)) return cells.get(number)
      const written = own.get(number)
      const made = written ? (likePlain(written) ?? lived(written.cell, written.place)) : number < 0 ? uncoveredThrough(number, versions, null) : undefined // prettier-ignore
      if (made) cells.set(number, made)
      return made
    },
    numbers: [...own.keys()],
    uncovered: (asked) => versions.flatMap(({ version, policy }) => uncoveredNumbers(policy, version, asked)),
  }
  const views = new Map<string, InForce>()
  const under = (now: PersonNow): InForce => {
    const key = JSON.stringify([now.standing, now.where])
    const inputs = (number: number): MadeFrom => { const written = own.get(number); return written ? madeFrom(written.cell, written.place) : new Map() } // prettier-ignore
    const known = views.get(key) ?? viewOf(inForce, { under, inputs }, now)
    if (views.size >= viewsMax) views.clear()
    views.set(key, known)
    return known
  }
  return seenBy(inForce, { under, cell: inForce.cell })
}

/** The same versions with another way to a cell; what is worked out when it is first asked for stays so. */
function seenBy(inForce: Omit<InForce, 'under'>, ways: Pick<InForce, 'under' | 'cell'>): InForce {
  const { newest, versions, numbers, uncovered } = inForce
  return { newest, versions, numbers, uncovered, ...ways, get today() { return inForce.today } } // prettier-ignore
}

const viewsMax = 1_000

/** Every cell of a statement met with the one that its data would stand in today, for a person as known now. */
function viewOf(
  inForce: Omit<InForce, 'under'>,
  { under, inputs }: Pick<InForce, 'under'> & { readonly inputs: (number: number) => MadeFrom },
  now: PersonNow,
): InForce {
  const cells = new Map<number, Cell | undefined>()
  return seenBy(inForce, {
    under,
    cell(number) {
      if (cells.has(number)) return cells.get(number)
      const then = inForce.cell(number)
      const made = !then ? then : number < 0 ? uncoveredThrough(number, inForce.versions, now.standing) : metWithNow(then, inForce, inputs(number), now) // prettier-ignore
      if (made) cells.set(number, made)
      return made
    },
  })
}

function metWithNow(
  then: Cell,
  { today: policy, newest: { version } }: Pick<InForce, 'today' | 'newest'>,
  inputs: MadeFrom,
  { standing, where }: PersonNow,
): Cell {
  const known = cellNow(policy, then)
  const today = cellOf(policy, { ...then.facts, standing, where: where ?? then.facts.where })
  const inputNow = (input: Cell): Cell | undefined => cellOf(policy, { ...input.facts, standing, where: where ?? input.facts.where }) // prettier-ignore
  const binding = [...inputs.keys()].map((input) => inputNow(input) ?? bindingCell(policy, input.facts, bindsIn(policy, policy, standing))) // prettier-ignore
  const binds = today && asking(boundBy(today, binding), asksNow(inputs, inputNow))
  if (today === known && binds === today && today) return then
  return meet(then, binds ? restingAsPromised(mark(apart(binds), { version }), [then]) : closed(then))
}

/** What something was made from as another version has it, where it does, with what it was made for. */
function asksNow(inputs: MadeFrom, inputNow: (input: Cell) => Cell | undefined): readonly (readonly [Cell, Mask])[] {
  return [...inputs].flatMap(([input, purposes]) => {
    const now = inputNow(input)
    return now ? [[now, purposes] as const] : []
  })
}

/** Whether a ban of a version binds somebody with a standing of the newest; `null`: nobody in particular, so that it must bind everybody. */
function bindsIn(policy: Policy, newest: Policy, standing: string | null): Binds {
  return ({ standings }) =>
    standing === null ? standings === undefined : mayStandIn(policy, newest, standing, standings ?? null)
}

/** The lines of a cell as a part of their own, beside those of the same version that it is met with. */
function apart(cell: Cell): Cell {
  return hasParts(cell) ? cell : mark(cell, { part: cell.id })
}

function hasParts({ collects, limits, stores }: Cell): boolean {
  return [...collects, ...limits, ...stores].some(({ part }) => part !== undefined)
}

/**
 * Uncovered data stands under the bans of every version it has lived through, as far as they bind somebody with a standing of the newest; `null`: as
 * far as they bind everybody. A statement with one standing has nobody else.
 */
function uncoveredThrough(number: number, versions: readonly Version[], standing: string | null): Cell | undefined {
  const first = versions.findIndex(({ version }) => version === uncoveredVersion(number))
  const facts = first < 0 ? undefined : uncoveredFacts(versions[first]!.policy, number)
  const newest = versions.at(-1)!.policy // there is always a newest one
  const who = standing ?? (newest.standings ? null : newest.profile)
  if (!facts) return undefined
  return versions
    .slice(first)
    .map(({ version, policy }) => mark(uncoveredCell(policy, facts, bindsIn(policy, newest, who)), { version }))
    .reduce(meet)
}

/** A version as it holds: its policy without the lines that stretch a consent of an earlier one (law 9), and its cells by their numbers. */
interface Held {
  readonly policy: Policy
  readonly cells: ReadonlyMap<number, Cell>
}

/** Each version as it holds, worked out when it is first asked for. Lines are left out of each cell before cells meet: of those that met, each must keep one. */
function heldBy(versions: readonly Version[]): (place: number) => Held {
  const known = new Map<number, Held>()
  return (place) => {
    const ready = known.get(place)
    if (ready) return ready
    const policy = policyUnstretched(versions[place]!.policy, versions.slice(0, place).map((one) => one.policy)) // prettier-ignore
    const cells = [...policy.cells, ...unknownCells(policy), ...contextCells(policy)]
    const made = { policy, cells: new Map(cells.map((cell) => [cell.id, cell])) }
    known.set(place, made)
    return made
  }
}

/**
 * What a version that has no cell of such data forbids of it, and of what it was made from: it opens nothing, and what later versions open of what was
 * there before stands under its bans (law 8). It says so in a part of the record's own, for it has none: it opens and ends nothing.
 */
function forbidding(cell: Cell, own: Cell, inputs: readonly Cell[], version: number): Cell {
  const bound = boundBy({ ...closed(cell), rows: own.rows, shares: own.shares ?? [], storeBans: own.storeBans }, inputs)
  const from = partIn(cell)
  const said = <B extends Ban | StoreBan>(bans: readonly B[]): readonly B[] => bans.map((ban) => ({ ...ban, ...from, saidIn: version })) // prettier-ignore
  return {
    ...bound,
    rows: bound.rows.filter(isClosing).map((row) => ({ ...row, bans: said(row.bans), ...(row.onBases && { onBases: said(row.onBases) }) })), // prettier-ignore
    shares: (bound.shares ?? []).filter(isClosing).map((row) => ({ ...row, bans: said(row.bans) })),
    storeBans: said(bound.storeBans),
  }
}

function isClosing({ never, barred, bans, onBases = [] }: Pick<Row, 'never' | 'barred' | 'bans' | 'onBases'>): boolean {
  return bans.length + onBases.length > 0 || !isEmpty(union(never, barred))
}

/** Meets a cell with what every later version says of such data, and forbids of what it was made from then (law 10). */
function livedThrough(
  versions: readonly Version[],
  held: (place: number) => Held,
  madeFrom: (cell: Cell, place: number) => MadeFrom,
): (cell: Cell, place: number) => Cell {
  const policies = versions.map(({ policy }) => policy)
  const choices = policies.map((policy) => maskOf(...policy.choices.map(({ bit }) => bit)))
  const newcomers = newcomersAfter(policies)
  const behindBy = standingBehind(policies)
  const choicesOf = (from: number, to: number): Mask => choices.slice(from, to).reduce(union, none)
  const said = new Map<Cell, Cell>()
  const saidBy = (cell: Cell, place: number): Cell => {
    const known = said.get(cell) ?? mark(cell, versions[place]!)
    said.set(cell, known)
    return known
  }
  return (cell, place) => {
    const from = madeFrom(cell, place)
    const inputs = [...from.keys()]
    const withLater = (one: Cell, at: number): Cell => withNewcomers(one, policies[at]!, newcomers[at]!, { from: inputs, binds: (input) => bindsIn(policies[at]!, policies[place]!, standingsOf(input).join('&')) }) // prettier-ignore
    // what is served now needs no row to be closed: bars without one matter to what is opened later, and to what is made of it then
    const isOlder = place + 1 < versions.length
    const barred = (one: Cell, at: number): Cell => (isOlder ? barring(one, barredBy(policies[at]!, [cell, ...inputs], policies[place]!)) : one) // prettier-ignore
    const first = barred(saidBy(withLater(held(place).cells.get(cell.id) ?? cell, place), place), place)
    const own = [first]
    let met = [first]
    let isPlain = true // every version has its own word on it, and nothing was opened again
    let isKnown = true // a note goes with what every version before used: none of them may not have known such data
    versions.slice(place + 1).forEach(({ version, policy, effectiveAt }, i) => {
      const bindingIn = (one: Cell): Cell => bindingCell(policy, one.facts, bindsIn(policy, versions[place]!.policy, standingsOf(one).join('&'))) // prettier-ignore
      const today = cellNow(held(place + 1 + i).policy, cell)
      const now = today && withLater(today, place + 1 + i)
      const binding = inputs.map((input) => cellNow(policy, input) ?? bindingIn(input))
      const bound = (one: Cell): Cell => mark(asking(boundBy(one, binding), asksNow(from, (input) => cellNow(policy, input))), { version }) // prettier-ignore
      const spoken = !now ? forbidding(first, withLater(bindingIn(cell), place + 1 + i), binding, version) : restingAsPromised(inputs.length === 0 ? saidBy(now, place + 1 + i) : bound(saidBy(now, place + 1 + i)), own) // prettier-ignore
      const next = barred(spoken, place + 1 + i)
      const before = choicesOf(place, place + 1 + i)
      const shown = isKnown ? compatibleIn(policy, cell.facts.category, effectiveAt) : []
      const opens = mayOpen(next, before, shown)
      if (opens) met = [openedAgain(meetEvery(met), next, before, { shown, said: meetEvery(own) })]
      isPlain &&= now !== undefined && !opens
      met.push(next)
      own.push(next)
      isKnown &&= now !== undefined
    })
    const behind = behindOf(cell, behindBy(cell, place), policies.slice(0, place + 1))
    // what opens again, and what stands beside a version that knows no such data, asks for all that is asked of its inputs since
    const asked = isPlain ? [] : policies.slice(place + 1).flatMap((policy) => asksNow(from, (input) => cellNow(policy, input))) // prettier-ignore
    return { ...asking(meetEvery(met), asked), ...(behind && { behind }) }
  }
}
