// Which of the uses of the last days a draft would refuse, narrow or open: each question that was counted is asked of both statements, by
// everybody that either of them tells apart. What differs is told with an example that anybody can ask again.

import { decideControl, decideUse, decideWrite } from '../../decision/index.ts'
import type { GateStore, TallyEntry } from '../../gate/index.ts'
import {
  cellOf, every, has, maskOf, none, union, without,
  type Act, type Cell, type Decision, type InForce, type Policy, type Question, type Standing,
} from '../../policy/index.ts' // prettier-ignore

/** A kind of question that was asked, and how often. */
export interface UseTold {
  readonly service: string
  readonly purpose: string
  readonly category: string
  readonly product: string
  readonly ask: string
  readonly count: number
  /** a question that the two statements answer differently, as the JSON that `kept decide` takes */
  readonly example: string
}

/** One that is refused, with the clause and term that refuse it. */
export interface RefusedUse extends UseTold {
  readonly clause: string | null
  readonly term: string | null
}

/** The uses that a draft changes. */
export interface UsesChanged {
  /** refused to everybody from then on */
  readonly usesRefused: readonly RefusedUse[]
  /** refused to some: the tally names no person, so nobody can count to how many; the example says to whom */
  readonly usesNarrowed: readonly RefusedUse[]
  readonly usesOpened: readonly UseTold[]
}

type Tally = Awaited<ReturnType<GateStore['tallySince']>>[number]

/** A statement and the cell that a question meets in it. */
interface Side {
  readonly policy: Policy
  readonly cell: Cell | undefined
}

/** Tries a tally on today's statement and on the next one. */
export function usesChanged(tally: readonly Tally[], today: InForce, next: InForce, now: Date): UsesChanged {
  const found = summed(tally).flatMap(([row, count]) => {
    const cell = today.cell(row.cell)
    if (!cell || row.ask === 'share' || row.ask === 'combine') return [] // the tally does not say with whom
    const { category, product } = cell.facts
    const use = { service: row.service, purpose: row.purpose, category, product, ask: row.ask, count }
    const change = changeOf(row, cell, { today, next, now })
    return change ? [{ ...use, ...change }] : []
  })
  const of = (kind: UseChange['kind']): readonly RefusedUse[] => found.flatMap(({ kind: is, ...use }) => (is === kind ? [use] : [])) // prettier-ignore
  return {
    usesRefused: of('refused'),
    usesNarrowed: of('narrowed'),
    usesOpened: of('opened').map(({ clause: _clause, term: _term, ...use }) => use),
  }
}

interface UseChange {
  readonly kind: 'refused' | 'narrowed' | 'opened'
  readonly clause: string | null
  readonly term: string | null
  readonly example: string
}

/** What becomes of a question that was asked: of one that was given, over what it may find; of one that was refused, over what is new. */
function changeOf(
  row: Tally,
  cell: Cell,
  { today, next, now }: { readonly today: InForce; readonly next: InForce; readonly now: Date },
): UseChange | null {
  const [before, after] = [today, next].map(({ newest }) => newest.policy) as [Policy, Policy] // two policies
  const wasGiven = row.effect === 'permit' || row.effect === 'narrowed'
  const was: Side = { policy: before, cell: wasGiven ? cell : cellOf(before, cell.facts) }
  const is: Side = { policy: after, cell: wasGiven ? next.cell(row.cell) : cellOf(after, cell.facts) }
  const tried = triesOf(was, is, row, now)
  const isOpen = tried.some((one) => one.after.effect === 'permit')
  if (!wasGiven) {
    const opened = tried.find((one) => one.after.effect === 'permit')
    const isNew = opened !== undefined && tried.every((one) => one.before.effect === 'deny')
    return isNew ? { kind: 'opened', clause: null, term: null, example: exampleOf(was, cell, row, opened) } : null
  }
  const lost = tried.find((one) => one.before.effect === 'permit' && one.after.effect === 'deny')
  if (!lost) return null
  const { clause, term } = lost.after
  return { kind: isOpen ? 'narrowed' : 'refused', clause, term, example: exampleOf(was, cell, row, lost) }
}

/** Days and clauses do not matter here: one row for what was asked of what by whom, and how it ended. */
function summed(tally: readonly Tally[]): readonly (readonly [Tally, number])[] {
  const groups = Map.groupBy(tally, ({ cell, purpose, service, ask, effect }) =>
    JSON.stringify([cell, purpose, service, ask, effect]),
  )
  return [...groups.values()].map(
    (rows) => [rows[0]!, rows.reduce((sum, { count }) => sum + Number(count), 0)] as const,
  ) // a group has a row
}

interface Tried {
  readonly standing: Standing
  readonly act: Act
  readonly before: Decision
  readonly after: Decision
}

/** One question asked of both statements by everybody that either of them tells apart. */
function triesOf(was: Side, is: Side, asked: Pick<TallyEntry, 'ask' | 'purpose'>, at: Date): readonly Tried[] {
  return standingsOf(was, is).flatMap((standing) =>
    actsOf(was.cell ?? is.cell, at).map((act) => {
      const [before, after] = [was, is].map((side) => decide(side, asked, standing, act)) as [Decision, Decision] // two sides
      return { standing, act, before, after }
    }),
  )
}

function decide(
  { policy, cell }: Side,
  { ask, purpose: name }: Pick<TallyEntry, 'ask' | 'purpose'>,
  standing: Standing,
  asked: Act,
): Decision {
  // prettier-ignore
  const act = { ...asked, purpose: policy.purposes.find((purpose) => purpose.name === name)?.bit ?? -1 }
  if (ask === 'write') return decideWrite(policy, cell, standing, act)
  return ask === 'control' ? decideControl(policy, cell, name, standing, act) : decideUse(policy, cell, standing, act)
}

/** Whoever decided nothing, everything on, everything off; and whoever just meets a condition of a use, or just does not. */
function standingsOf(...sides: readonly Side[]): readonly Standing[] {
  const uses = sides.flatMap(({ cell }) => cell?.rows.flatMap(({ uses: of }) => of) ?? [])
  const defaults = maskOf(...sides.flatMap(({ policy }) => policy.choices.filter((choice) => choice.default === 'on').map(({ bit }) => bit))) // prettier-ignore
  const masks = uses.flatMap(({ given, when }) => {
    const need = union(given, when.need)
    return [without(need, when.block), without(every, need), union(defaults, when.block)]
  })
  const distinct = new Map([defaults, every, none, ...masks].map((on) => [on.join(' '), on]))
  return [...distinct.values()].map((on) => ({ on, objected: none, restricted: false }))
}

/** The acts of every hand and form a cell knows, citing every case, of something collected just now. */
function actsOf(cell: Cell | undefined, at: Date): readonly Act[] {
  const cases = [...new Set(cell?.rows.flatMap(({ uses }) => uses.flatMap(({ when }) => when.cases.flat())) ?? [])]
  const rows = cell && cell.rows.length > 0 ? cell.rows : [{ hand: 'machines', form: 'identified' } as const]
  return rows.map(({ hand, form }) => ({
    purpose: -1,
    hand,
    form,
    cases,
    directed: true,
    place: null,
    collectedAt: at,
    endedAt: null,
    at,
  }))
}

/** The question as `kept decide` reads it; choices only where they differ from what holds without anybody's word. */
function exampleOf({ policy }: Side, { facts }: Cell, { ask, purpose }: Tally, { standing, act }: Tried): string {
  const { product, category, origin, signedIn, account, where } = facts
  const { hand, form, cases, at } = act
  const choices = policy.choices.flatMap(({ name, bit, default: preset }) => {
    const value = has(standing.on, bit) ? 'on' : 'off'
    return value === preset ? [] : [[name, value] as const]
  })
  const question: Question = {
    ask: ask === 'control' || ask === 'write' ? ask : 'use',
    product,
    category,
    origin,
    ...(ask === 'control' ? { control: purpose } : ask === 'write' ? {} : { purpose, hand, form }),
    ...(signedIn !== null && { signedIn }),
    ...(account !== null && { account }),
    ...(where !== null && { where }),
    ...(choices.length > 0 && { choices: Object.fromEntries(choices) }),
    ...(cases.length > 0 && { cases }),
    directed: true,
    collectedAt: at.toISOString(),
    at: at.toISOString(),
  }
  return JSON.stringify(question)
}
