// What is done with data, told as those who keep records of processing tell it: one activity a product, purpose and basis, with its data,
// recipients, places and time limits. The record of Article 30 and the vocabulary of DPV are printed from it.

import {
  has, isEmpty,
  type Basis, type Category, type Cell, type Compiled, type Hand, type Limit, type Mechanism, type Origin, type Policy, type Product,
  type Purpose, type Recipient,
} from '../../policy/index.ts' // prettier-ignore
import { english } from './phrases-en.ts'
import { periodIn, type Phrases } from './phrases.ts'

/** One activity. Lists are sorted by name; each thing stands once. */
export interface Activity {
  /** `product purpose basis`, unlike any other of the statement */
  readonly key: string
  readonly product: Product
  readonly purpose: Purpose
  readonly basis: Basis
  /** people it is about: the standings of the cells */
  readonly people: readonly string[]
  readonly hands: readonly Hand[]
  readonly origins: readonly Origin[]
  readonly data: readonly ActivityData[]
  readonly recipients: readonly Recipient[]
  /** places where its data may lie or be opened from */
  readonly places: readonly string[]
  /** mechanisms under which it may leave the person's zone */
  readonly mechanisms: readonly Mechanism[]
  /** controls the person has over it */
  readonly controls: readonly string[]
  /** clauses that open it, keep it and hold it back */
  readonly clauses: readonly string[]
}

/** A kind of data of an activity, and until when it is used for it. */
export interface ActivityData {
  readonly category: Category
  readonly limits: readonly TimeLimit[]
}

/** A time limit: in words, and its period in XML Schema's form where it has one. */
export interface TimeLimit {
  readonly words: string
  readonly period: string | null
  readonly event: string
}

/** A use of a cell, before they are gathered. */
interface Found {
  readonly cell: Cell
  readonly hand: Hand
  readonly purpose: Purpose
  readonly basis: Basis
  readonly clause: string
}

/** All activities of a statement, those as a controller and those on instruction. Time limits are told in `phrases`. */
export function activitiesOf({ policy }: Compiled, phrases: Phrases = english): readonly Activity[] {
  const found = policy.cells.flatMap((cell) => usesIn(cell, policy))
  return [...Map.groupBy(found, keyOf)]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, uses]) => gathered(key, uses, policy, phrases))
}

/** Whether we do it on somebody's instruction: as their processor (Article 28). */
export function isInstructed({ basis }: Activity): boolean {
  return basis.kind === 'instruction'
}

function usesIn(cell: Cell, { purposes }: Policy): readonly Found[] {
  return cell.rows.flatMap(({ hand, uses, never, barred }) =>
    uses.flatMap(({ purpose: bit, basis, clause }): readonly Found[] => {
      const purpose = purposes.find((one) => one.bit === bit)
      return purpose && !has(never, bit) && !has(barred, bit) ? [{ cell, hand, purpose, basis, clause }] : []
    }),
  )
}

function keyOf({ cell, purpose, basis }: Found): string {
  return [cell.facts.product, purpose.name, basis.kind, ...(basis.name === null ? [] : [basis.name])].join(' ')
}

function gathered(key: string, uses: readonly Found[], policy: Policy, phrases: Phrases): Activity {
  const [{ cell: first, purpose, basis }] = uses as [Found, ...Found[]] // groupBy makes no empty group
  const cells = [...new Set(uses.map(({ cell }) => cell))]
  const limits = cells.flatMap((cell) => limitsOf(cell, purpose.bit).map((limit) => limit.clause))
  const recipients = recipientsOf(cells, purpose.bit, policy)
  const stored = cells.flatMap((cell) => cell.stores.flatMap(({ under }) => under))
  const names = new Set([...stored, ...recipients.flatMap(({ under }) => under)])
  return {
    key,
    product: named(policy.products, first.facts.product),
    purpose,
    basis,
    people: sorted(cells.flatMap(({ facts, standings = [] }) => [facts.standing, ...standings])),
    hands: sorted(uses.map(({ hand }) => hand)),
    origins: sorted(cells.map(({ facts }) => facts.origin)),
    data: [...Map.groupBy(cells, ({ facts }) => facts.category)]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([category, of]) => ({ category: named(policy.categories, category), limits: timeLimits(of, purpose.bit, policy, phrases) })), // prettier-ignore
    recipients,
    places: sorted(cells.flatMap((cell) => cell.stores.flatMap(({ places }) => places))),
    mechanisms: (policy.mechanisms ?? []).filter(({ name }) => names.has(name)),
    controls: sorted(cells.flatMap((cell) => cell.controls.filter(({ purposes }) => isEmpty(purposes) || has(purposes, purpose.bit)).map(({ control }) => control))), // prettier-ignore
    clauses: sorted([...uses.map(({ clause }) => clause), ...limits]),
  }
}

function named<T extends { readonly name: string }>(list: readonly T[], name: string): T {
  return list.find((one) => one.name === name)! // cells name what the registers hold
}

function sorted<T extends string>(names: readonly T[]): readonly T[] {
  return [...new Set(names)].toSorted()
}

function limitsOf({ limits }: Cell, purpose: number): readonly Limit[] {
  return limits.filter(({ purposes }) => has(purposes, purpose))
}

function timeLimits(cells: readonly Cell[], purpose: number, policy: Policy, phrases: Phrases): readonly TimeLimit[] {
  const limits = cells.flatMap((cell) => limitsOf(cell, purpose)).map((limit) => timeLimit(limit, policy, phrases))
  return [...new Map(limits.map((limit) => [limit.words, limit])).values()].toSorted((a, b) => (a.words < b.words ? -1 : 1)) // prettier-ignore
}

const letters = { second: 'TS', minute: 'TM', hour: 'TH', day: 'D', week: 'W', month: 'M', year: 'Y' } as const

function timeLimit({ end, law, when }: Limit, { events, notes }: Policy, phrases: Phrases): TimeLimit {
  const name = 'after' in end ? end.event : end.until
  const event = events.find((one) => one.name === name)?.label ?? name
  const text = notes.find((note) => note.name === law)?.text ?? law
  const said = phrases.limit
  const tail = `${text === null ? '' : said.law(text.replace(/\.$/, ''))}${when === null ? '' : said.some}`
  if (!('after' in end)) return { words: `${said.until(event)}${tail}`, period: null, event: name }
  const { count, unit } = end.after
  const [days, letter] = unit === 'week' ? [7 * count, 'D'] : [count, letters[unit]]
  const period = letter.length === 2 ? `PT${days}${letter[1]}` : `P${days}${letter}`
  return { words: `${said.after(periodIn(phrases, end.after), event)}${tail}`, period, event: name }
}

function recipientsOf(cells: readonly Cell[], purpose: number, { recipients = [] }: Policy): readonly Recipient[] {
  const open = new Set(
    cells.flatMap(
      ({ shares = [] }) =>
      shares.filter(({ based, never, barred }) => has(based, purpose) && !has(never, purpose) && !has(barred, purpose)).map(({ recipient }) => recipient), // prettier-ignore
    ),
  )
  return recipients.filter(({ name }) => open.has(name))
}
