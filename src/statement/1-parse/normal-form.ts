// The normal form of a clause's rules: order of lines, order within lists and splitting of lists change nothing (docs/spec/statement.md,
// S4). Every list that only joins things is cut into single things, and what differs in one list alone is joined again, always in the
// same order, so that any way of writing the same rules ends in the same text.

import { printRule } from './print-rule.ts'
import type { Name, NameSet, ParameterText, Rule, SideText, Slots } from './rule.ts'
import { frameOf, type Frame } from './slots.ts'

/** Lists of a rule whose names could as well stand in a rule each. */
const dimensions = [
  'controls', 'set', 'left data', 'left', 'right data', 'right', 'in', 'from', 'with', 'for', 'bases', 'at', 'where',
] as const // prettier-ignore
type Dimension = (typeof dimensions)[number]

/** The rules of a clause in normal form, sorted by verb and text. */
export function normalRules(rules: readonly Rule[]): readonly Rule[] {
  const groups = Map.groupBy(rules.map(sortLists), (rule) => frameOf(rule))
  return verbOrder.flatMap((frame) =>
    joinLists((groups.get(frame) ?? []).flatMap(cutRule)).toSorted((a, b) => order(printRule(a), printRule(b))),
  )
}

const verbOrder: readonly Frame[] = [
  'collect',
  'derive',
  'use',
  'share',
  'combine',
  'keep',
  'never collect',
  'never derive',
  'never use',
  'never share',
  'never combine',
  'never store',
  'offer',
  'promise',
  'store',
]

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** Lists sorted and without repeats, in every slot. */
function sortLists(rule: Rule): Rule {
  const { slots } = rule
  const sorted: Slots = {
    ...slots,
    ...(slots.in && { in: sortSet(slots.in) }),
    ...(slots.from && { from: sortSet(slots.from) }),
    ...(slots.with && { with: sortSet(slots.with) }),
    ...(slots.for && { for: sortSet(slots.for) }),
    ...(slots.bases && { bases: sortSet(slots.bases) }),
    ...(slots.at && { at: sortSet(slots.at) }),
    ...(slots.where && { where: sortSet(slots.where) }),
    ...(slots.on && { on: sortNames(slots.on) }),
    ...(slots.to && { to: sortNames(slots.to) }),
    ...(slots.per && { per: sortNames(slots.per) }),
    ...(slots.under && { under: sortNames(slots.under) }),
    ...(slots.unlessLaw && { unlessLaw: sortNames(slots.unlessLaw) }),
    ...(slots.need && slots.need.kind !== 'law' && { need: { ...slots.need, for: sortNames(slots.need.for) } }),
    ...(slots.limits && { limits: sortBy(slots.limits, (limit) => ('until' in limit ? `until ${limit.until.text}` : `${String(limit.after.count).padStart(8, '0')} ${limit.after.unit} ${limit.event.text}`)) }),
    ...(slots.when && { when: sortBy(slots.when.map(sortCond), (cond) => JSON.stringify(cond, withoutSpans)) }),
    ...(slots.unless && { unless: sortBy(slots.unless.map(sortCond), (cond) => JSON.stringify(cond, withoutSpans)) }),
  } // prettier-ignore
  const { sides, parameters } = rule
  return {
    ...rule,
    controls: sortNames(rule.controls),
    set: sortSet(rule.set),
    slots: sorted,
    ...(sides && { sides: [sortSide(sides[0]), sortSide(sides[1])] as const }),
    ...(parameters && { parameters: sortBy(parameters.map(sortValue), ({ name }) => name.text) }),
  }
}

function sortSide({ data, contexts }: SideText): SideText {
  return { data: data && sortSet(data), contexts: sortSet(contexts) }
}

function sortValue(parameter: ParameterText): ParameterText {
  const { value } = parameter
  return 'names' in value ? { ...parameter, value: { names: sortNames(value.names) } } : parameter
}

/** A pair has no direction: of its two sides the one whose text comes first stands first. */
function orderSides(rule: Rule): Rule {
  if (!rule.sides) return rule
  const [one, two] = rule.sides
  return printRule(rule) <= printRule({ ...rule, sides: [two, one] }) ? rule : { ...rule, sides: [two, one] }
}

type Cond = NonNullable<Slots['when']>[number]

function sortCond(cond: Cond): Cond {
  return cond.kind === 'case' ? { ...cond, names: sortNames(cond.names) } : cond
}

/** For JSON.stringify: the meaning of a part of a rule, without its places. */
function withoutSpans(key: string, value: unknown): unknown {
  return key === 'span' ? undefined : value
}

function sortSet(set: NameSet): NameSet {
  return { ...set, names: sortNames(set.names), except: sortNames(set.except) }
}

/** Origins and portions have an order of their own; all other names follow the alphabet. */
const fixedOrder: readonly string[] = ['person', 'observed', 'system', 'inferred', 'third-party', 'item', 'day', 'all']

function sortNames(names: readonly Name[]): readonly Name[] {
  return sortBy(names, ({ text }) => (fixedOrder.includes(text) ? `!${fixedOrder.indexOf(text)}` : text))
}

/** Sorted by a key; of several with one key the first as written stays. */
function sortBy<T>(items: readonly T[], key: (item: T) => string): readonly T[] {
  if (items.length < 2) return items
  const keyed = new Map<string, T>()
  for (const item of items) if (!keyed.has(key(item))) keyed.set(key(item), item)
  return [...keyed].toSorted(([a], [b]) => order(a, b)).map(([, item]) => item)
}

// --- cutting and joining --------------------------------------------------------------------------------------------

/** A rule cut into what could as well stand in a rule each. */
export function cutRule(rule: Rule): readonly Rule[] {
  const pieces = dimensions.reduce<readonly Rule[]>(
    (some, dimension) => some.flatMap((piece) => cutOne(piece, dimension)),
    [rule],
  )
  return rule.sides ? pieces.map(orderSides) : pieces
}

function cutOne(rule: Rule, dimension: Dimension): readonly Rule[] {
  const names = listAt(rule, dimension)
  return names === null || names.length < 2 ? [rule] : names.map((name) => withList(rule, dimension, [name]))
}

/** Joins what differs in one list alone, last list first; what is said twice is said once. */
function joinLists(pieces: readonly Rule[]): readonly Rule[] {
  if (pieces.length < 2) return pieces
  const joinable = dimensions.filter(
    (dimension) => dimension === 'set' || pieces.some((rule) => listAt(rule, dimension)),
  )
  return joinable.toReversed().reduce((rules, dimension) => {
    const groups = Map.groupBy(rules, (rule) =>
      listAt(rule, dimension) ? printRule(withList(rule, dimension, [])) : printRule(rule),
    )
    return [...groups.values()].map((group) => joinGroup(group, dimension))
  }, pieces)
}

function joinGroup(group: readonly Rule[], dimension: Dimension): Rule {
  const first = group[0]!
  const names = group.flatMap((rule) => listAt(rule, dimension) ?? [])
  return names.length === 0 ? first : withList(first, dimension, sortNames(names))
}

/** The names of a list that may be cut; null for `any`, for a set with `except`, and where the rule has none. */
function listAt(rule: Rule, dimension: Dimension): readonly Name[] | null {
  if (dimension === 'controls') return rule.controls.length > 0 ? rule.controls : null
  const set = setAt(rule, dimension)
  return !set || set.any || set.except.length > 0 ? null : set.names
}

/** Lists that stand in a side: which side, and which of its two sets. */
const inSides = {
  'left data': [0, 'data'], left: [0, 'contexts'], 'right data': [1, 'data'], right: [1, 'contexts'],
} as const // prettier-ignore

function isInSide(dimension: Dimension): dimension is keyof typeof inSides {
  return dimension in inSides
}

function setAt(rule: Rule, dimension: Exclude<Dimension, 'controls'>): NameSet | null | undefined {
  if (dimension === 'set') return rule.set
  if (!isInSide(dimension)) return rule.slots[dimension]
  const [side, part] = inSides[dimension]
  return rule.sides?.[side][part]
}

function withList(rule: Rule, dimension: Dimension, names: readonly Name[]): Rule {
  if (dimension === 'controls') return { ...rule, controls: names }
  const set = setAt(rule, dimension)
  if (!set) return rule
  if (dimension === 'set') return { ...rule, set: { ...set, names } }
  if (!isInSide(dimension)) return { ...rule, slots: { ...rule.slots, [dimension]: { ...set, names } } }
  const [side, part] = inSides[dimension]
  const changed = (one: SideText, index: number): SideText => (index === side ? { ...one, [part]: { ...set, names } } : one) // prettier-ignore
  const [left, right] = rule.sides!
  return { ...rule, sides: [changed(left, 0), changed(right, 1)] }
}
