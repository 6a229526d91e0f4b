// What every probe stands on: its parts of the house, test persons and what they hold, and how the cells and choices of a policy are walked.

import type { Clock } from '../base/index.ts'
import { decideWrite } from '../decision/index.ts'
import { formsServed, type Gate } from '../gate/index.ts'
import {
  bitsOf,
  maskOf,
  none,
  plainAct,
  union,
  type Cell,
  type Condition,
  type InForce,
  type Mask,
  type Policy,
  type Row,
  type Standing,
  type Use,
} from '../policy/index.ts'
import type { PromiseParts } from './probes-promises.ts'

/** What the probes need of the house. */
export interface ProbeParts {
  readonly inForce: () => InForce
  readonly gate: Gate
  readonly clock: Clock
  /** records past their time by more than the grace, by the cell they lie under */
  readonly overdue: (at: Date) => Promise<readonly { readonly cell: number; readonly count: number }[]>
  /** records that lie in a store, by cell and store */
  readonly lying: () => Promise<readonly { readonly cell: number; readonly place: string; readonly count: number }[]>
  /** what the trials wrote, by test person: taken away again when the probe ends */
  readonly planted: Map<string, string[]>
  /** test persons of this run that are only asked about, by cell and choices: all trials that change nothing share them */
  readonly asked: Map<string, Promise<Holding>>
  /** what promises are measured by */
  readonly promised: PromiseParts
  /** how long after its time a record may still wait for the sweep, in milliseconds */
  readonly graceMilliseconds: number
}

/** A test person: one for each cell, trial and state of choices, so that nothing is toggled and trials do not disturb each other. */
export interface Canary {
  readonly ref: { readonly field: string; readonly value: string }
  readonly person: string
  readonly cell: Cell
}

/** A test person, and whether a record of it lies in the vault. */
export interface Holding {
  readonly canary: Canary
  readonly hasRecord: boolean
}

/** What one probe saw. */
export interface Seen {
  readonly passed: boolean
  readonly detail: string
}

/** What is seen when all came out as said. */
export const passed = (detail: string): Seen => ({ passed: true, detail })
/** What is seen when something did not. */
export const failed = (detail: string): Seen => ({ passed: false, detail })

/** Whether a product refuses what it may; one that only observes refuses what a `never` forbids. */
export function enforces({ gate }: ProbeParts, { facts }: Cell): boolean {
  return gate.modeOf(facts.product) === 'enforce'
}

/** The uses of a cell. */
export const usesIn = (cell: Cell): readonly Use[] => cell.rows.flatMap(({ uses }) => uses)
/** What a cell may be collected by. */
export const collectsIn = ({ collects }: Cell): Cell['collects'] => collects

/** The cells in which a sentence has such a line. */
export function cellsWith(
  policy: Policy,
  clause: string,
  pick: (cell: Cell) => readonly { readonly clause: string }[],
): readonly Cell[] {
  return policy.cells.filter((cell) => pick(cell).some((line) => line.clause === clause))
}

/** A cell in words. */
export function nameOf(cell: Cell): string {
  return `${cell.facts.category} of ${cell.facts.product}`
}

/** Rows in a form the gate can make; the others are refused whatever they say. */
export function servedRows({ rows }: Cell): readonly Row[] {
  return rows.filter(({ form }) => formsServed.includes(form))
}

/** All choices some entry of the cell depends on. */
export function conditionBits(cell: Cell): Mask {
  const of = (when: Condition | null): Mask => (when ? union(when.need, when.block) : none)
  const bans = [...cell.collectBans, ...cell.storeBans, ...cell.rows.flatMap((row) => row.bans)]
  const conditions = [
    ...cell.collects.map((line) => of(line.when)),
    ...bans.map((ban) => union(of(ban.when), of(ban.unless))),
    ...cell.rows.flatMap((row) => row.uses.map((use) => union(use.given, of(use.when)))),
    ...cell.limits.map((limit) => of(limit.when)),
  ]
  return conditions.reduce(union, none)
}

const bitsTriedMax = 6

/** Every way to decide the choices a cell depends on. */
export function assignments(cell: Cell): readonly Mask[] {
  return waysToDecide(conditionBits(cell))
}

/** Every way to decide some choices: of the first six of them, so up to 64. */
export function waysToDecide(choices: Mask): readonly Mask[] {
  const bits = bitsOf(choices).slice(0, bitsTriedMax)
  return Array.from({ length: 2 ** bits.length }, (_, n) => maskOf(...bits.filter((_, i) => ((n >> i) & 1) === 1)))
}

/** Somebody with these choices on who objects to nothing. */
export function standing(on: Mask): Standing {
  return { on, objected: none, restricted: false }
}

/** Whether these choices let a record be stored. */
export function mayWrite(parts: ProbeParts, policy: Policy, cell: Cell, on: Mask): boolean {
  return decideWrite(policy, cell, standing(on), plainAct(parts.clock.now())).effect === 'permit'
}
