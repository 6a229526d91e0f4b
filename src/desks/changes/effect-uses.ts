// Which of the uses of the last days a draft would refuse, narrow or open: each question that was counted, what was given to a recipient and what
// another product asked among them, is asked of both statements, by everybody that either of them tells apart. What differs is told with an
// example that anybody can ask again.

import {
  decideCombine,
  decideThrough,
  joinedOf,
  decideControl,
  decideWrite,
  type JoinedFor,
} from '../../decision/index.ts'
import type { GateStore, TallyEntry } from '../../gate/index.ts'
import {
  cellOf, every, has, maskOf, none, union, versionOf, without,
  type Act, type Cell, type Decision, type InForce, type Policy, type Question, type Standing,
} from '../../policy/index.ts' // prettier-ignore

/** A kind of question that was asked, and how often. */
export interface UseTold {
  readonly service: string
  readonly purpose: string
  readonly category: string
  readonly product: string
  readonly ask: string
  /** of a share: to whom; else null */
  readonly recipient: string | null
  /** the product that asked; null where it was the data's own */
  readonly inProduct: string | null
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

/** What was asked, of all that a tally tells. */
type Asked = Pick<TallyEntry, 'ask' | 'purpose' | 'recipient' | 'inProduct'>

/** A statement and the cell that a question meets in it. */
interface Side {
  readonly policy: Policy
  /** those that the data lived through, the statement's own last: each must let it be brought together with another product's (law 8) */
  readonly lived: readonly Policy[]
  readonly cell: Cell | undefined
}

/** Tries a tally on today's statement and on the next one. */
export function usesChanged(tally: readonly Tally[], today: InForce, next: InForce, now: Date): UsesChanged {
  const found = summed(tally).flatMap(([row, count]) => {
    const cell = today.cell(row.cell)
    if (!cell || row.ask === 'combine') return [] // nothing counts one alone
    if (row.ask === 'share' && row.recipient === undefined) return [] // counted before the tally told to whom
    const { category, product } = cell.facts
    const { service, purpose, ask, recipient = null, inProduct = null } = row
    const use = { service, purpose, category, product, ask, recipient, inProduct, count }
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
  const wasGiven = row.effect === 'permit' || row.effect === 'narrowed'
  const [was, is] = [today, next].map((inForce) => sideOf(inForce, row, cell, wasGiven)) as [Side, Side] // two of them
  const tried = triesOf(was, is, row, now)
  const isOpen = tried.some((one) => one.after.effect === 'permit')
  if (!wasGiven) {
    const opened = tried.find((one) => one.after.effect === 'permit')
    const isNew = opened !== undefined && tried.every((one) => one.before.effect === 'deny')
    return isNew ? { kind: 'opened', clause: null, term: null, example: exampleOf([was, is], cell, row, opened) } : null
  }
  const lost = tried.find((one) => one.before.effect === 'permit' && one.after.effect === 'deny')
  if (!lost) return null
  const { clause, term } = lost.after
  return { kind: isOpen ? 'narrowed' : 'refused', clause, term, example: exampleOf([was, is], cell, row, lost) }
}

/** What a question meets: data that was given stands under all it lived through, data that is new under the statement alone. */
function sideOf(inForce: InForce, row: Tally, { facts }: Cell, wasGiven: boolean): Side {
  const { policy } = inForce.newest
  if (!wasGiven) return { policy, lived: [policy], cell: cellOf(policy, facts) }
  const lived = inForce.versions.filter(({ version }) => version >= versionOf(row.cell))
  return { policy, lived: lived.map((version) => version.policy), cell: inForce.cell(row.cell) }
}

/** Days and clauses do not matter here: one row for what was asked of what by whom, and how it ended. */
function summed(tally: readonly Tally[]): readonly (readonly [Tally, number])[] {
  const groups = Map.groupBy(tally, ({ cell, purpose, service, ask, effect, recipient, inProduct }) =>
    JSON.stringify([cell, purpose, service, ask, effect, recipient, inProduct]),
  )
  return [...groups.values()].map(
    (rows) => [rows[0]!, rows.reduce((sum, { count }) => sum + Number(count), 0)] as const,
  ) // a group has a row
}

interface Tried {
  readonly standing: Standing
  readonly act: Act
  readonly who: JoinedFor
  readonly before: Decision
  readonly after: Decision
}

/** One question asked of both statements by everybody that either of them tells apart. */
function triesOf(was: Side, is: Side, asked: Asked, at: Date): readonly Tried[] {
  return standingsOf(was, is).flatMap((standing) =>
    actsOf(was.cell ?? is.cell, asked, at).flatMap((act) =>
      peopleOf([was, is], asked).map((who) => {
        const [before, after] = [was, is].map((side) => decide(side, asked, { standing, act, who })) as [Decision, Decision] // two sides
        return { standing, act, who, before, after }
      }),
    ),
  )
} // prettier-ignore

/** What the gate would answer: the use, the handing over or the control itself, and for another product whether the two may be brought together. */
function decide({ policy, lived, cell }: Side, asked: Asked, tried: Pick<Tried, 'standing' | 'act' | 'who'>): Decision {
  const { ask, purpose: name, recipient = '', inProduct } = asked
  const { standing, who } = tried
  const act = { ...tried.act, purpose: bitOf(policy, name) }
  if (ask === 'write') return decideWrite(policy, cell, standing, act)
  if (ask === 'control') return decideControl(policy, cell, name, standing, act)
  const decision = decideThrough(lived, cell, who, { standing, act }, ask === 'share' ? { recipient } : {})
  if (decision.effect === 'deny' || !cell || inProduct === undefined) return decision
  return joinedBy(lived, cell, inProduct, { standing, act, who }) ?? decision
}

/** Why data of a cell may not be brought together with a product that asks, by some version it lived through; null where it may. */
function joinedBy(lived: readonly Policy[], cell: Cell, product: string, tried: Pick<Tried, 'standing' | 'act' | 'who'>): Decision | null {
  const asking = { product, category: null, signedIn: null, account: null }
  const decisions = lived.map((policy) => decideCombine(policy, [joinedOf(lived.at(-1)!, cell), asking], tried.who, tried.standing, tried.act)) // there is always a newest one
  return decisions.find(({ effect }) => effect === 'deny') ?? null
} // prettier-ignore

/** Bits are never given to another name: one policy's is every later one's. */
function bitOf({ purposes }: Policy, name: string): number {
  return purposes.find((purpose) => purpose.name === name)?.bit ?? -1
}

/** Who people are, as far as pairs tell them apart: by where they live, where the cell does not say it. */
function peopleOf(sides: readonly Side[], { inProduct }: Asked): readonly JoinedFor[] {
  const [facts] = sides.flatMap(({ cell }) => cell?.facts ?? [])
  const standing = facts?.standing ?? null
  const pairs = sides.flatMap(({ policy }) => [...(policy.pairs ?? []), ...(policy.pairBans ?? [])])
  const isPlaced = inProduct !== undefined && facts?.where === null && pairs.some(({ where }) => where !== null)
  const places = isPlaced ? [...new Set(sides.flatMap(({ policy }) => policy.places.map(({ name }) => name)))] : []
  return [facts?.where ?? null, ...places].map((where) => ({ standing, where }))
}

/** Whoever decided nothing, everything on, everything off; and whoever just meets a condition of a use, or just does not. */
function standingsOf(...sides: readonly Side[]): readonly Standing[] {
  const uses = sides.flatMap(({ policy, cell }) => [
    ...(cell?.rows.flatMap((row) => row.uses) ?? []),
    ...(cell?.shares?.flatMap((row) => row.shares) ?? []),
    ...(policy.pairs ?? []).map(({ when }) => ({ given: none, when })),
  ])
  const defaults = maskOf(...sides.flatMap(({ policy }) => policy.choices.filter((choice) => choice.default === 'on').map(({ bit }) => bit))) // prettier-ignore
  const masks = uses.flatMap(({ given, when }) => {
    const need = union(given, when.need)
    return [without(need, when.block), without(every, need), union(defaults, when.block)]
  })
  const distinct = new Map([defaults, every, none, ...masks].map((on) => [on.join(' '), on]))
  return [...distinct.values()].map((on) => ({ on, objected: none, restricted: false }))
}

/** The acts of every hand and form a cell knows, citing every case, of something collected just now. */
function actsOf(cell: Cell | undefined, { ask, recipient }: Asked, at: Date): readonly Act[] {
  const shares = (cell?.shares ?? []).filter((row) => row.recipient === recipient)
  const lines = [...(cell?.rows ?? []).flatMap((row) => row.uses), ...shares.flatMap((row) => row.shares)]
  const cases = [...new Set(lines.flatMap(({ when }) => when.cases.flat()))]
  const known = ask === 'share' ? shares.map(({ form }) => ({ hand: 'machines', form }) as const) : (cell?.rows ?? [])
  const rows = known.length > 0 ? known : [{ hand: 'machines', form: 'identified' } as const]
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

/** Whether the two statements answer a question of another product differently by what they let be brought together alone. */
function isByPair(sides: readonly Side[], { ask, purpose, recipient, inProduct }: Asked, tried: Tried): boolean {
  const alone: Asked = { ask, purpose, ...(recipient !== undefined && { recipient }) }
  return inProduct !== undefined && sides.every((side) => decide(side, alone, tried).effect === 'permit')
}

/** The question as `kept decide` reads it; choices only where they differ from what holds without anybody's word. */
function exampleOf(sides: readonly [Side, Side], { facts }: Cell, asked: Tally, tried: Tried): string {
  const [{ policy }] = sides
  const { standing, act, who } = tried
  const { purpose, recipient, inProduct } = asked
  const { product, category, origin, signedIn, account } = facts
  const { where } = who
  const ask = isByPair(sides, asked, tried) ? 'combine' : asked.ask
  const { hand, form, cases, at } = act
  const choices = policy.choices.flatMap(({ name, bit, default: preset }) => {
    const value = has(standing.on, bit) ? 'on' : 'off'
    return value === preset ? [] : [[name, value] as const]
  })
  const question: Question = {
    ask,
    product,
    category,
    origin,
    ...(ask === 'control' ? { control: purpose } : ask === 'write' ? {} : { purpose, hand, form }),
    ...(ask === 'share' && recipient !== undefined && { recipient }),
    ...(ask === 'combine' && inProduct !== undefined && { with: { product: inProduct } }),
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
