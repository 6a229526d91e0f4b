// Names to what they mean: every name of a rule is looked up in its register, a name means all below it, a group all it lists, and
// `except` takes away. What is not found is raised with the nearest name; a rule with an unknown name takes no further part.

import { nearest } from '../../base/index.ts'
import {
  contexts, maskOf, none, origins, recipientKinds,
  type Account, type BasisKind, type Condition, type Mask, type Origin, type Side,
} from '../../policy/index.ts' // prettier-ignore
import { printRule } from '../1-parse/print-rule.ts'
import type { Cond, Name, NameSet, Rule, SideText } from '../1-parse/rule.ts'
import { frameOf, type Frame } from '../1-parse/slots.ts'
import type { Raise } from '../diagnostics.ts'
import { checkPromise } from './commitments.ts'
import type { Kind } from './register-forms.ts'
import type { Registers } from './registers.ts'

/** Places as a `where` selects them: at or below one that is named, and neither below nor above one excepted. */
export interface PlaceSet {
  readonly any: boolean
  readonly names: readonly string[]
  readonly except: readonly string[]
}

/** A condition, parted in what the cell decides for ever and what the question decides at the act. */
export interface ResolvedCondition {
  readonly signedIn: readonly boolean[]
  readonly accounts: readonly Account[]
  readonly rest: Condition
}

/** A rule whose names were all found. Sets hold every name they mean. */
export interface Resolved {
  readonly clause: string
  /** index within the clause's normal form */
  readonly index: number
  readonly rule: Rule
  readonly frame: Frame
  /** canonical text */
  readonly text: string
  /** all categories it means */
  readonly categories: ReadonlySet<string>
  /** of these the ones it names, itself or by a group */
  readonly named: ReadonlySet<string>
  readonly products: ReadonlySet<string>
  readonly origins: ReadonlySet<Origin>
  /** of what comes from others: from whom; null: from everybody */
  readonly providers: ReadonlySet<string> | null
  /** of a `derive`: all categories it is made from */
  readonly inputs: ReadonlySet<string>
  /** of a `share` or a ban: registered recipients its `with` means */
  readonly recipients: ReadonlySet<string>
  /** of a `combine` */
  readonly sides: readonly [Side, Side] | null
  /** purposes of its `for`; all without one */
  readonly purposes: Mask
  readonly where: PlaceSet | null
  /** places of its `at`, with all below them; empty where it has none */
  readonly at: readonly string[]
  readonly when: ResolvedCondition | null
  readonly unless: ResolvedCondition | null
  /** of a ban: the kinds of basis it closes; null: all */
  readonly bases: ReadonlySet<string> | null
}

/** A rule with the clause it stands in, before its names are looked up. */
export interface PlacedRule {
  readonly clause: string
  readonly index: number
  readonly rule: Rule
}

const basisKinds: readonly BasisKind[] = [
  'contract',
  'vital',
  'instruction',
  'consent',
  'law',
  'public-task',
  'legitimate-interest',
]

/** Fixed words of two slots: portions of a control, and to whom else it is given. */
const portions = ['item', 'day', 'all'] as const
const askers = ['person', 'guardian', 'administrator', 'customer'] as const

/** Looks up all names of all rules. */
export function resolveRules(rules: readonly PlacedRule[], registers: Registers, raise: Raise): readonly Resolved[] {
  const find = createFinder(registers, raise)
  return rules.flatMap((placed) => resolveOne(placed, registers, find, raise) ?? [])
}

// --- looking up -----------------------------------------------------------------------------------------------------

/** One kind of name a slot may hold. `list`: null where a filter of the register's entries leaves some out. */
export interface Vocabulary {
  /** `category`, in "no category is called …" */
  readonly one: string
  readonly names: readonly string[]
  readonly known: ReadonlySet<string>
}

interface Finder {
  /** Whether the name is of this vocabulary; raises when it is not. */
  (name: Name, vocabulary: Vocabulary): boolean
  /** Raises K203 where an exception takes nothing away. */
  readonly nothingTaken: (name: Name) => void
}

function createFinder(registers: Registers, raise: Raise): Finder {
  const find = (name: Name, { one, names, known }: Vocabulary): boolean => {
    if (known.has(name.text)) return true
    const { kinds, retired } = onceOf(registers)
    const other = kinds.get(name.text)
    if (retired.has(name.text) && !other) raise('K207', name.span, { name: name.text })
    else if (other)
      raise('K202', name.span, {
        name: name.text,
        kind: other,
        wanted: article(one),
        help: helpNear(name.text, names, one),
      })
    else raise('K201', name.span, { kind: one, name: name.text, help: helpNear(name.text, names, one) })
    return false
  }
  return Object.assign(find, { nothingTaken: (name: Name) => raise('K203', name.span, { name: name.text }) })
}

function article(one: string): string {
  return `${/^[aeiou]/.test(one) ? 'an' : 'a'} ${one}`
}

function helpNear(word: string, names: readonly string[], one: string): string {
  const meant = nearest(word, names)
  if (meant) return `did you mean \`${meant}\`?`
  const register = registerOf(one)
  if (names.length === 0) return `no ${one} is registered yet: add it to ${register ?? 'its register'}`
  const there = `there is ${names.slice(0, 12).map((name) => `\`${name}\``).join(', ')}${names.length > 12 ? ' …' : ''}` // prettier-ignore
  return register === null ? there : `${there}; a new one is added to ${register}`
}

const registerFiles: Readonly<Record<string, string>> = {
  category: 'taxonomy', purpose: 'taxonomy', event: 'taxonomy', product: 'products', place: 'places', choice: 'choices', note: 'notes', desk: 'desks',
  control: 'desks', surface: 'desks', recipient: 'recipients', mechanism: 'mechanisms', commitment: 'commitments',
} // prettier-ignore

/** Where a new name of a kind is added; null where its names are the language's own. */
function registerOf(one: string): string | null {
  const file = registerFiles[one.split(' ')[0] ?? '']
  return file === undefined ? null : `registers/${file}.yaml`
}

const kindWords: Readonly<Partial<Record<Kind, string>>> = {
  products: 'a product', categories: 'a category', purposes: 'a purpose', events: 'an event', places: 'a place', stores: 'a store',
  desks: 'a desk', officers: 'an officer', sources: 'a source', recipients: 'a recipient', mechanisms: 'a mechanism', cookies: 'a cookie',
  commitments: 'a commitment', representatives: 'a representative', offices: 'an office',
} // prettier-ignore

/** What each known name is, in words: for "`x` is a product, not a category". */
function kindsOf(registers: Registers): ReadonlyMap<string, string> {
  const entries: (readonly [string, string])[] = [...registers.spans.keys()].map((key) => {
    const [kind, name] = key.split(' ') as [Kind | 'groups', string] // the keys are written so in registers.ts
    return [name, kind === 'groups' ? 'a group of categories' : (kindWords[kind] ?? '')]
  })
  for (const note of registers.notes) entries.push([note.name, `a note of kind ${note.kind}`])
  for (const choice of registers.choices) entries.push([choice.name, article(choice.kind)])
  for (const origin of origins) entries.push([origin, 'an origin'])
  for (const { controls, surfaces } of registers.desks) {
    for (const control of controls) entries.push([control, 'a control'])
    for (const surface of surfaces) entries.push([surface, 'a surface'])
  }
  return new Map(entries.filter(([, words]) => words !== '').toReversed())
}

// --- one rule -------------------------------------------------------------------------------------------------------

function resolveOne(
  { clause, index, rule }: PlacedRule,
  registers: Registers,
  find: Finder,
  raise: Raise,
): Resolved | null {
  const { slots } = rule
  const words = onceOf(registers).words
  let known = true
  const check = (names: readonly Name[] | undefined, vocabulary: Vocabulary): void => {
    for (const name of names ?? []) known = find(name, vocabulary) && known
  }
  const expand = (
    set: NameSet | undefined,
    vocabulary: Vocabulary,
    below: (name: string) => readonly string[],
  ): ReadonlySet<string> => {
    check(set?.names, vocabulary)
    check(set?.except, vocabulary)
    if (!known) return new Set()
    return set && (!set.any || set.except.length > 0) ? expandSet(set, vocabulary.names, below, find) : allOf(vocabulary, below) // prettier-ignore
  }
  const itself = (name: string): readonly string[] => [name]
  const isMade = rule.verb === 'derive' || rule.ban === 'derive'
  const categories = expand(rule.set, words.category, (name) => below(name, registers))
  const products = expand(slots.in, words.product, itself)
  const from = isMade ? null : expand(slots.from, words.from, itself)
  const inputs = isMade ? expand(slots.from, words.category, (name) => below(name, registers)) : new Set<string>()
  const recipients = slots.with ? expand(slots.with, words.recipient, (name) => recipientsOf(name, registers)) : new Set<string>() // prettier-ignore
  const expandSide = ({ data, contexts: named }: SideText): Side => {
    const [all, some] = [data && expand(data, words.category, (name) => below(name, registers)), expand(named, words.context, itself)] // prettier-ignore
    const isAny = named.any && named.except.length === 0
    return { categories: all && [...all].toSorted(), contexts: isAny ? null : [...some].toSorted() }
  }
  const sides = rule.sides ? ([expandSide(rule.sides[0]), expandSide(rule.sides[1])] as const) : null
  const purposes = expand(slots.for, words.purpose, itself)
  const at = slots.at ? expand(slots.at, words.place, (name) => placesBelow(name, registers)) : new Set<string>()
  if (slots.where) expand(slots.where, words.place, (name) => placesBelow(name, registers))
  const bases = slots.bases ? expand(slots.bases, words.basis, itself) : null
  check(rule.controls, words.control)
  check(rule.commitment && [rule.commitment], words.commitment)
  check(slots.under, words.mechanism)
  check(slots.on, words.surface)
  check(slots.per, words.portion)
  check(slots.to, words.asker)
  check(slots.unlessLaw, words.law)
  if (slots.need)
    check(
      slots.need.kind === 'law' ? [slots.need.law] : slots.need.for,
      slots.need.kind === 'law' ? words.law : words.needFor,
    )
  if (slots.as?.form === 'de-identified') check([slots.as.method], words.method)
  if (slots.because?.name) check([slots.because.name], words[basisVocabulary[slots.because.kind] ?? 'law'])
  check(
    slots.limits?.map((limit) => ('until' in limit ? limit.until : limit.event)),
    words.event,
  )
  if (rule.verb === 'collect') known = noneInferred(slots.from, raise) && known
  for (const cond of [...(slots.when ?? []), ...(slots.unless ?? [])]) check(cond.kind === 'choice' ? [cond.name] : cond.kind === 'case' ? cond.names : [], cond.kind === 'case' ? words.desk : words.choice) // prettier-ignore
  if (!known) return null
  checkPromise(rule, registers, raise)
  const { bits } = onceOf(registers)
  return {
    clause, index, rule, frame: frameOf(rule), text: printRule(rule), categories, named: namedIn(rule.set, registers), products,
    origins: isMade ? new Set<Origin>(['inferred']) : rule.verb === 'collect' ? takenIn(originsIn(slots.from, from)) : originsIn(slots.from, from), providers: from && providersIn(slots.from, from), inputs, recipients, sides,
    purposes: maskOf(...[...purposes].map((name) => bits.get(name) ?? 0)), where: slots.where ? placeSet(slots.where) : null, at: [...at].toSorted(),
    when: slots.when ? resolveConds(slots.when, registers) : null, unless: slots.unless ? resolveConds(slots.unless, registers) : null, bases,
  } // prettier-ignore
}

const basisVocabulary: Readonly<Partial<Record<BasisKind, 'consent' | 'law' | 'balance'>>> = {
  consent: 'consent', law: 'law', 'public-task': 'law', 'legitimate-interest': 'balance',
} // prettier-ignore

/** A kind of names that a slot takes. */
export type Words = 'category' | 'product' | 'origin' | 'from' | 'recipient' | 'context' | 'mechanism' | 'commitment' | 'purpose' | 'place' | 'basis' | 'control' | 'surface' | 'portion' | 'asker' | 'law' | 'balance' | 'method' | 'needFor' | 'consent' | 'choice' | 'event' | 'desk' // prettier-ignore

/** What of the registers is looked up for every rule, made once. */
interface Once {
  readonly words: Readonly<Record<Words, Vocabulary>>
  readonly kinds: ReadonlyMap<string, string>
  readonly retired: ReadonlySet<string>
  /** each purpose with its bit */
  readonly bits: ReadonlyMap<string, number>
  /** each category and group with the categories it means, in the order of the register */
  readonly below: ReadonlyMap<string, readonly string[]>
}

const onces = new WeakMap<Registers, Once>()

function onceOf(registers: Registers): Once {
  const ready = onces.get(registers)
  if (ready) return ready
  const words = makeVocabularies(registers)
  const retired = new Set([...registers.retired.values()].flatMap((names) => [...names]))
  const bits = new Map(registers.purposes.map(({ name, bit }) => [name, bit]))
  const made: Once = { words, kinds: kindsOf(registers), retired, bits, below: belowEach(registers) }
  onces.set(registers, made)
  return made
}

/** Every kind of names with those the registers have: what an editor proposes. */
export function vocabulariesOf(registers: Registers): Readonly<Record<Words, Vocabulary>> {
  return onceOf(registers).words
}

function makeVocabularies(registers: Registers): Readonly<Record<Words, Vocabulary>> {
  const names = (items: readonly { readonly name: string }[]): readonly string[] => items.map(({ name }) => name)
  const notes = (kind: string): readonly string[] => names(registers.notes.filter((note) => note.kind === kind))
  const sorted = (lists: readonly (readonly string[])[]): readonly string[] => [...new Set(lists.flat())].toSorted()
  return {
    category: vocabulary('category', [...names(registers.categories), ...registers.groups.keys()]),
    product: vocabulary('product', names(registers.products)),
    origin: vocabulary('origin', origins),
    from: vocabulary('origin', [...origins, ...names(registers.providers)]),
    recipient: vocabulary('recipient', [...names(registers.recipients), ...Object.keys(recipientKinds)]),
    context: vocabulary('context', [...names(registers.products), ...contexts]),
    mechanism: vocabulary('mechanism', names(registers.mechanisms)),
    commitment: vocabulary('commitment', names(registers.commitments)),
    purpose: vocabulary('purpose', names(registers.purposes)),
    place: vocabulary('place', names(registers.places)),
    basis: vocabulary('basis', basisKinds),
    control: vocabulary('control', sorted(registers.desks.map(({ controls }) => controls))),
    surface: vocabulary('surface', sorted(registers.desks.map(({ surfaces }) => surfaces))),
    portion: vocabulary('portion', portions),
    asker: vocabulary('asker', askers),
    law: vocabulary('note of kind law', notes('law')),
    balance: vocabulary('note of kind balance', notes('balance')),
    method: vocabulary('note of kind method', notes('method')),
    needFor: vocabulary('purpose or product', [...names(registers.purposes), ...names(registers.products)]),
    consent: vocabulary('choice of kind consent', names(registers.choices.filter(({ kind }) => kind === 'consent'))),
    choice: vocabulary('choice', names(registers.choices)),
    event: vocabulary('event', names(registers.events)),
    desk: vocabulary('desk', names(registers.desks)),
  }
}

function vocabulary(one: string, names: readonly string[]): Vocabulary {
  return { one, names, known: new Set(names) }
}

const alls = new WeakMap<Vocabulary, ReadonlySet<string>>()

/** All that a vocabulary means, by what is below its names (always read the same way): made once, for most rules leave most slots open. */
function allOf(vocabulary: Vocabulary, below: (name: string) => readonly string[]): ReadonlySet<string> {
  const ready = alls.get(vocabulary)
  if (ready) return ready
  const made = new Set(vocabulary.names.flatMap(below))
  alls.set(vocabulary, made)
  return made
}

function expandSet(
  set: NameSet,
  all: readonly string[],
  below: (name: string) => readonly string[],
  find: Finder,
): ReadonlySet<string> {
  const positive = new Set((set.any ? all : set.names.map(({ text }) => text)).flatMap(below))
  for (const name of set.except) {
    const taken = below(name.text).filter((one) => positive.delete(one))
    if (taken.length === 0) find.nothingTaken(name)
  }
  return positive
}

/** A category with all below it, or the categories of a group with all below them. */
function below(name: string, registers: Registers): readonly string[] {
  return onceOf(registers).below.get(name) ?? []
}

function belowEach({ categories, groups }: Registers): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>()
  for (const { name } of categories)
    for (const above of aboveAndItself(name)) {
      const all = found.get(above)
      if (all) all.push(name)
      else found.set(above, [name])
    }
  const order = new Map(categories.map(({ name }, i) => [name, i]))
  for (const [group, roots] of groups) {
    const all = new Set(roots.flatMap((root) => found.get(root) ?? []))
    found.set(
      group,
      [...all].toSorted((a, b) => order.get(a)! - order.get(b)!),
    )
  }
  return found
}

/** `a.b.c` with `a` and `a.b`. */
export function aboveAndItself(name: string): readonly string[] {
  const parts = name.split('.')
  return parts.map((_, i) => parts.slice(0, i + 1).join('.'))
}

function namedIn({ any, names }: NameSet, { groups }: Registers): ReadonlySet<string> {
  return new Set(any ? [] : names.flatMap(({ text }) => groups.get(text) ?? [text]))
}

/** The recipient itself, or all recipients of a kind: there may be none. */
function recipientsOf(name: string, { recipients }: Registers): readonly string[] {
  return recipients.flatMap((one) => (one.name === name || one.kind === name ? [one.name] : []))
}

/** A source is somebody else: its origin is `third-party`. */
function originsIn(set: NameSet | undefined, from: ReadonlySet<string> | null): ReadonlySet<Origin> {
  const named = origins.filter((origin) => from?.has(origin))
  const others = set?.any === false && set.names.some(({ text }) => !origins.some((origin) => origin === text))
  return new Set([...named, ...(others ? (['third-party'] as const) : [])])
}

/** Whoever it is taken in from: what is inferred nobody brings, it is made, and only a `derive` says what of (law 10). */
function takenIn(all: ReadonlySet<Origin>): ReadonlySet<Origin> {
  return new Set([...all].filter((origin) => origin !== 'inferred'))
}

/** Whether a `collect` does not name what is inferred as something to take in; raises K202 where it does. */
function noneInferred(from: NameSet | undefined, raise: Raise): boolean {
  const named = (from?.any ? [] : (from?.names ?? [])).filter(({ text }) => text === 'inferred')
  for (const { span } of named)
    raise('K202', span, {
      name: 'inferred',
      kind: 'the origin of what we make',
      wanted: 'one that a `collect` takes in',
      help: 'write a `derive` line, which says what it is made from and what for',
    })
  return named.length === 0
}

/** From whom, where the set tells it: one that names `third-party`, or any without an exception, means everybody. */
function providersIn(set: NameSet | undefined, from: ReadonlySet<string>): ReadonlySet<string> | null {
  const isTold = set?.any ? set.except.some(({ text }) => !origins.some((one) => one === text)) : set !== undefined && !from.has('third-party') // prettier-ignore
  return isTold ? new Set([...from].filter((name) => !origins.some((one) => one === name))) : null
}

// --- places ---------------------------------------------------------------------------------------------------------

function placesBelow(name: string, registers: Registers): readonly string[] {
  return registers.places.flatMap((place) => (isAtOrBelow(place.name, name, registers) ? [place.name] : []))
}

/** Whether a place is another one or lies within it. */
export function isAtOrBelow(
  place: string,
  other: string,
  registers: Pick<Registers, 'places'>,
  seen: ReadonlySet<string> = new Set(),
): boolean {
  if (place === other) return true
  const within = registers.places.find(({ name }) => name === place)?.within ?? []
  return within.some((next) => !seen.has(next) && isAtOrBelow(next, other, registers, new Set([...seen, next])))
}

function placeSet({ any, names, except }: NameSet): PlaceSet {
  return { any, names: names.map(({ text }) => text), except: except.map(({ text }) => text) }
}

/** Whether a `where` covers everybody of a place: what only opens for a part of it opens for none of it. */
export function coversPlace(
  { any, names, except }: PlaceSet,
  place: string,
  registers: Pick<Registers, 'places'>,
): boolean {
  const inside = any || names.some((name) => isAtOrBelow(place, name, registers))
  return inside && !except.some((name) => isAtOrBelow(place, name, registers) || isAtOrBelow(name, place, registers))
}

/** Whether a `where` touches anybody of a place: a ban or a limit for a part of it holds for all of it. */
export function touchesPlace(
  { any, names, except }: PlaceSet,
  place: string,
  registers: Pick<Registers, 'places'>,
): boolean {
  const inside = any || names.some((name) => isAtOrBelow(place, name, registers) || isAtOrBelow(name, place, registers))
  return inside && !except.some((name) => isAtOrBelow(place, name, registers))
}

// --- conditions -----------------------------------------------------------------------------------------------------

function resolveConds(conds: readonly Cond[], { choices }: Registers): ResolvedCondition {
  const bits = new Map(choices.map(({ name, bit }) => [name, bit]))
  const bitsOf = (value: 'on' | 'off'): readonly number[] =>
    conds.flatMap((cond) => (cond.kind === 'choice' && cond.value === value ? [bits.get(cond.name.text) ?? 0] : []))
  return {
    signedIn: conds.flatMap((cond) => (cond.kind === 'signed' ? [cond.signedIn] : [])),
    accounts: conds.flatMap((cond) => (cond.kind === 'account' ? [cond.account] : [])),
    rest: {
      need: maskOf(...bitsOf('on')),
      block: maskOf(...bitsOf('off')),
      cases: conds.flatMap((cond) => (cond.kind === 'case' ? [cond.names.map(({ text }) => text)] : [])),
      directed: conds.some(({ kind }) => kind === 'directed'),
    },
  }
}

/** The condition of what has none. */
export const unconditional: Condition = { need: none, block: none, cases: [], directed: false }
