// The naive witness: answers a question by reading the parsed rules one after the other, with names and lists, without cells, masks,
// rows or an index. Slow and obvious on purpose. It knows the registers only as plain data (statements.ts), and nothing of src/decision.

import { addPeriod } from '../../src/base/index.ts'
import type { Form, Hand, Question, Term } from '../../src/policy/index.ts'
import { parseRules, type Cond, type NameSet, type Rule } from '../../src/statement/index.ts'
import { world } from './statements.ts'

/** A rule and the clause it stands in. */
export interface ReadRule {
  readonly clause: string
  readonly rule: Rule
}

/** Reads the lines of clauses. */
export function readRules(clauses: ReadonlyMap<string, string>): ReadRule[] {
  return [...clauses].flatMap(([clause, line]) => {
    const { rules } = parseRules([{ text: line, file: clause, line: 1, column: 1 }], () => {})
    return rules.map((rule) => ({ clause, rule }))
  })
}

/** What the reference says: the term that closes, and the clauses that may have; null where no term closes. */
export interface Closed {
  readonly term: Term
  readonly clauses: readonly string[]
}

/** All facts of a question. A person at one place, signed in or out, with one kind of account. */
export interface Facts {
  readonly product: string
  readonly category: string
  readonly origin: string
  readonly where: string
  readonly signedIn: boolean
  readonly account: 'personal' | 'organisation'
}

/** What of the act and the person does not depend on facts. */
export interface Situation {
  readonly purpose: string
  readonly hand: Hand
  readonly form: Form
  readonly on: ReadonlySet<string>
  readonly objected: ReadonlySet<string>
  readonly restricted: boolean
  readonly cases: readonly string[]
  readonly directed: boolean
  readonly place: string | null
  readonly collectedAt: Date
  readonly endedAt: Date | null
  readonly at: Date
}

const order: readonly Term[] = ['never', 'barred', 'restricted', 'based', 'given', 'open', 'objected', 'live', 'place', 'pair', 'recipient', 'case'] // prettier-ignore

/** The facts that a question leaves open, each filled in every way in which something is collected. */
export function everyFact(rules: readonly ReadRule[], question: Question): Facts[] {
  const filled = world.places.flatMap(({ name: where }) =>
    [true, false].flatMap((signedIn) =>
      (['personal', 'organisation'] as const).flatMap(
        (account) =>
        world.origins.map((origin): Facts => ({ product: question.product, category: question.category, origin, where, signedIn, account })), // prettier-ignore
      ),
    ),
  )
  return filled.filter(
    (facts) =>
      (question.origin ?? facts.origin) === facts.origin &&
      (question.where ?? facts.where) === facts.where &&
      (question.signedIn ?? facts.signedIn) === facts.signedIn &&
      (question.account ?? facts.account) === facts.account &&
      rules.some(({ rule }) => rule.verb === 'collect' && covers(rule, facts)),
  )
}

// uses -------------------------------------------------------------------------------------------------------------------

/** May it be used so? Every way the facts may be must allow; the first term in order is named. */
export function closedUse(rules: readonly ReadRule[], facts: readonly Facts[], situation: Situation): Closed | null {
  if (facts.length === 0) return { term: isHeldBack(situation) ? 'restricted' : 'based', clauses: [] }
  return firstOf(facts.flatMap((one) => useTerms(rules, one, situation)))
}

/** Of several the ones whose term comes first. */
function firstOf(closed: readonly Closed[]): Closed | null {
  const term = order.find((one) => closed.some((other) => other.term === one))
  return term ? { term, clauses: closed.filter((one) => one.term === term).flatMap(({ clauses }) => clauses) } : null
}

/** Every term that closes a use of this purpose, from one rule or from the lack of one. */
function useTerms(rules: readonly ReadRule[], facts: Facts, s: Situation): Closed[] {
  const uses = usesOf(rules, facts, s)
  const closed: Closed[] = []
  const close = (term: Term, ...clauses: string[]): void => void closed.push({ term, clauses })
  for (const ban of rules.filter(({ rule }) => rule.ban === 'use' && covers(rule, facts))) {
    const { slots } = ban.rule
    const isForHand = !slots.by || slots.by.hand === 'both' || slots.by.hand === s.hand
    const onBasis = !slots.bases || uses.some(({ rule }) => isIn(slots.bases, rule.slots.because!.kind, basisNames))
    if (isForHand && onBasis && isIn(slots.for, s.purpose, purposeNames) && banHolds(ban.rule, s, facts))
      close('never', ban.clause)
  }
  if (s.place !== null) for (const ban of placeBans(rules, facts, s, s.place)) close('never', ban.clause)
  if (isHeldBack(s)) close('restricted')
  if (uses.length === 0) close('based')
  for (const { clause, rule } of uses) {
    const { because, when = [] } = rule.slots
    if (because!.kind === 'consent' && !s.on.has(because!.name!.text)) close('given', clause)
    if (!when.filter(({ kind }) => kind !== 'case').every((cond) => isMet(cond, s, facts))) close('open', clause)
    if (!when.filter(({ kind }) => kind === 'case').every((cond) => isMet(cond, s, facts))) close('case', clause)
    const isMarketing = world.purposes.find(({ name }) => name === s.purpose)!.marketing
    const mayObject = isMarketing || because!.kind === 'legitimate-interest' || because!.kind === 'public-task'
    if (mayObject && s.objected.has(s.purpose)) close('objected', clause)
  }
  closed.push(...ended(rules, facts, s, uses))
  if (s.place !== null && !isPlaced(rules, facts, s, s.place))
    close('place', ...storesOf(rules, facts).map(({ clause }) => clause))
  return closed
}

/** A restriction holds back every purpose but those that survive it. */
function isHeldBack({ restricted, purpose }: Situation): boolean {
  return restricted && !world.purposes.find(({ name }) => name === purpose)!.survives
}

/** The rules that open this purpose to this hand; a form without a line takes the next more identifying one's. */
function usesOf(rules: readonly ReadRule[], facts: Facts, { purpose, hand, form }: Situation): ReadRule[] {
  const all = rules.filter(({ rule }) => {
    const by = rule.slots.by?.hand ?? 'machines'
    return rule.verb === 'use' && covers(rule, facts) && isIn(rule.slots.for, purpose, purposeNames) && (by === 'both' || by === hand) // prettier-ignore
  })
  const plainer: Record<Form, readonly Form[]> = {
    identified: ['identified'],
    'de-identified': ['de-identified', 'identified'],
    aggregate: ['aggregate', 'de-identified', 'identified'],
  }
  const found = plainer[form].find((one) => all.some(({ rule }) => (rule.slots.as?.form ?? 'identified') === one))
  return all.filter(({ rule }) => (rule.slots.as?.form ?? 'identified') === found)
}

// limits -----------------------------------------------------------------------------------------------------------------

/** Limits that have passed; and none at all closes too. */
function ended(rules: readonly ReadRule[], facts: Facts, s: Situation, uses: readonly ReadRule[]): Closed[] {
  const keeps = rules.filter(({ rule }) => rule.verb === 'keep' && covers(rule, facts))
  const own = keeps.filter(({ rule }) => isIn(rule.slots.for, s.purpose, purposeNames) && (rule.slots.when ?? []).every((cond) => isMet(cond, s, facts))) // prettier-ignore
  if (own.length === 0) return [{ term: 'live', clauses: [] }]
  const counted = keeps.flatMap(({ rule }) => rule.slots.limits!.flatMap((limit) => ('after' in limit && limit.event.text !== 'collection' ? [limit.event.text] : []))) // prettier-ignore
  const passed = own.filter(({ rule }) =>
    rule.slots.limits!.some((limit) => {
      if ('after' in limit) {
        const start = limit.event.text === 'collection' ? s.collectedAt : s.endedAt
        return start !== null && addPeriod(start, limit.after) <= s.at
      }
      if (limit.until.text === 'removal') return false
      if (limit.until.text === 'withdrawal') return uses.some(({ rule: use }) => use.slots.because!.kind === 'consent' && !s.on.has(use.slots.because!.name!.text)) // prettier-ignore
      const isTheMoment = counted.length === 0 || counted.includes(limit.until.text)
      return isTheMoment && s.endedAt !== null && s.endedAt <= s.at
    }),
  )
  return passed.map(({ clause }) => ({ term: 'live', clauses: [clause] }))
}

// writes -----------------------------------------------------------------------------------------------------------------

/** May it be written? Asks the same of every way the facts may be, and for one purpose that all of them leave open. */
export function closedWrite(rules: readonly ReadRule[], facts: readonly Facts[], s: Situation): Closed | null {
  if (facts.length === 0) return { term: 'based', clauses: [] }
  const each = facts.flatMap((one) => writeTerms(rules, one, s))
  const useless = noPurpose(rules, facts, s)
  return firstOf(useless ? [...each, useless] : each)
}

function writeTerms(rules: readonly ReadRule[], facts: Facts, s: Situation): Closed[] {
  const closed: Closed[] = []
  for (const ban of rules.filter(({ rule }) => rule.ban === 'collect' && covers(rule, facts) && banHolds(rule, s, facts))) closed.push({ term: 'never', clauses: [ban.clause] }) // prettier-ignore
  if (s.place !== null)
    for (const ban of placeBans(rules, facts, s, s.place)) closed.push({ term: 'never', clauses: [ban.clause] })
  const collects = rules.filter(({ rule }) => rule.verb === 'collect' && covers(rule, facts))
  const isMetBut = (kind: 'case' | 'rest') => ({ rule }: ReadRule): boolean => (rule.slots.when ?? []).filter((cond) => (cond.kind === 'case') === (kind === 'case')).every((cond) => isMet(cond, s, facts)) // prettier-ignore
  if (!collects.some((one) => isMetBut('rest')(one) && isMetBut('case')(one))) {
    const first = collects[0]!
    closed.push({ term: isMetBut('rest')(first) ? 'case' : 'open', clauses: collects.map(({ clause }) => clause) })
  }
  const open = world.places.map(({ name }) => name).filter((place) => isPlaced(rules, facts, s, place) && (s.place ?? place) === place) // prettier-ignore
  const bans = open.map((place) => placeBans(rules, facts, s, place))
  if (open.length === 0) closed.push({ term: 'place', clauses: storesOf(rules, facts).map(({ clause }) => clause) })
  else if (bans.every((list) => list.length > 0))
    closed.push({ term: 'never', clauses: bans.flat().map(({ clause }) => clause) })
  return closed
}

/** What closed the purpose that came furthest, for any hand and form; null where one is open. */
function noPurpose(rules: readonly ReadRule[], facts: readonly Facts[], s: Situation): Closed | null {
  const ways = world.purposes.flatMap(({ name: purpose }) => (['machines', 'people'] as const).flatMap((hand) => (['identified', 'de-identified', 'aggregate'] as const).map((form) => ({ ...s, purpose, hand, form, place: null })))) // prettier-ignore
  const based = ways.filter((way) => facts.every((one) => usesOf(rules, one, way).length > 0))
  if (based.length === 0) return { term: 'based', clauses: [] }
  const closed = based.map((way) => firstOf(facts.flatMap((one) => useTerms(rules, one, way).filter(({ term }) => term !== 'case')))) // prettier-ignore
  if (closed.includes(null)) return null
  const all = closed.filter((one) => one !== null)
  const furthest = order.findLast((term) => all.some((one) => one.term === term))!
  return { term: furthest, clauses: all.filter((one) => one.term === furthest).flatMap(({ clauses }) => clauses) }
}

// places -----------------------------------------------------------------------------------------------------------------

function storesOf(rules: readonly ReadRule[], facts: Facts): ReadRule[] {
  return rules.filter(({ rule }) => rule.verb === 'store' && covers(rule, facts))
}

function isPlaced(rules: readonly ReadRule[], facts: Facts, s: Situation, place: string): boolean {
  return storesOf(rules, facts).some(({ rule }) => isPlaceIn(rule.slots.at!, place) && (rule.slots.when ?? []).every((cond) => isMet(cond, s, facts))) // prettier-ignore
}

function placeBans(rules: readonly ReadRule[], facts: Facts, s: Situation, place: string): ReadRule[] {
  return rules.filter(({ rule }) => rule.ban === 'store' && covers(rule, facts) && (!rule.slots.at || isPlaceIn(rule.slots.at, place)) && banHolds(rule, s, facts)) // prettier-ignore
}

/** A place is in a set with everything that lies within it. */
function isPlaceIn(set: NameSet, place: string): boolean {
  const isIn = (name: string): boolean => isWithin(place, name)
  return (set.any || set.names.some(({ text }) => isIn(text))) && !set.except.some(({ text }) => isIn(text))
}

function isWithin(place: string, other: string): boolean {
  return (
    place === other || world.places.find(({ name }) => name === place)!.within.some((next) => isWithin(next, other))
  )
}

// what a rule covers -----------------------------------------------------------------------------------------------------

/** Whether a rule speaks of data with these facts: set, product, origin, place, and the conditions that stay for ever. */
function covers({ verb, set, slots }: Rule, facts: Facts): boolean {
  const narrows = verb === 'never' || verb === 'keep'
  return (
    isCategoryIn(set, facts.category) &&
    isIn(slots.in, facts.product, world.products) &&
    isIn(slots.from, facts.origin, verb === 'collect' ? collected : world.origins) &&
    (!slots.where || isPerson(slots.where, facts.where, narrows)) &&
    (slots.when ?? []).every((cond) => staysMet(cond, facts))
  )
}

/** A condition on facts that stay: other conditions are looked at when the question comes. */
function staysMet(cond: Cond, facts: Facts): boolean {
  if (cond.kind === 'signed') return cond.signedIn === facts.signedIn
  return cond.kind === 'account' ? cond.account === facts.account : true
}

/** Permissions cover a place only whole; bans and limits cover it as soon as they touch it. */
function isPerson(set: NameSet, place: string, narrows: boolean): boolean {
  const touches = (name: string): boolean => isWithin(place, name) || isWithin(name, place)
  const lies = (name: string): boolean => isWithin(place, name)
  const [inside, outside] = narrows ? [touches, lies] : [lies, touches]
  return (set.any || set.names.some(({ text }) => inside(text))) && !set.except.some(({ text }) => outside(text))
}

function isCategoryIn(set: NameSet, category: string): boolean {
  const groups: Readonly<Record<string, readonly string[]>> = world.groups
  const isBelow = (name: string): boolean =>
    (groups[name] ?? [name]).some((root) => category === root || category.startsWith(`${root}.`))
  return (set.any || set.names.some(({ text }) => isBelow(text))) && !set.except.some(({ text }) => isBelow(text))
}

/** What is inferred nobody brings: a `collect` takes in the other origins. */
const collected = world.origins.filter((origin) => origin !== 'inferred')

const purposeNames = world.purposes.map(({ name }) => name)
const basisNames = ['contract', 'vital', 'instruction', 'consent', 'law', 'public-task', 'legitimate-interest']

/** Whether a slot means a name; a slot that is not there means every name. */
function isIn(set: NameSet | undefined, name: string, all: readonly string[]): boolean {
  if (!set) return all.includes(name)
  return (set.any || set.names.some(({ text }) => text === name)) && !set.except.some(({ text }) => text === name)
}

// conditions -------------------------------------------------------------------------------------------------------------

function isMet(cond: Cond, s: Situation, facts: Facts): boolean {
  if (cond.kind === 'choice') return s.on.has(cond.name.text) === (cond.value === 'on')
  if (cond.kind === 'case') return cond.names.some(({ text }) => s.cases.includes(text))
  return cond.kind === 'directed' ? s.directed : staysMet(cond, facts)
}

/** A ban holds when its `when` does and its `unless` does not. */
function banHolds({ slots: { when = [], unless } }: Rule, s: Situation, facts: Facts): boolean {
  const isLifted = unless !== undefined && unless.every((cond) => isMet(cond, s, facts))
  return when.every((cond) => isMet(cond, s, facts)) && !isLifted
}
