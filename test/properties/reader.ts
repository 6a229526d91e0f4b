// The direct reading: answers a question by reading the parsed rules one after the other, with names and lists, without masks, rows or an
// index. Slow and obvious on purpose. It knows the registers only as plain data (drafts.ts) and nothing of src/decision. Of the policy it
// takes the facts that tell its cells apart, as the names of what is asked about, and nothing of what stands in them.

import { addPeriod, type Period } from '../../src/base/index.ts'
import { cellsOf, standingsOf, type Account, type Cell, type CellFacts, type Form, type Hand, type Policy, type Term } from '../../src/policy/index.ts' // prettier-ignore
import { parseRules, type Cond, type NameSet, type Rule } from '../../src/statement/index.ts'
import { registry, type Draft, type Edition } from './drafts.ts'

/** A rule, the clause it stands in, and that clause's file. */
export interface ReadRule {
  readonly clause: string
  readonly path: string
  readonly rule: Rule
}

/** One version as it is read. */
export interface Reading {
  readonly draft: Draft
  readonly policy: Policy
  readonly rules: readonly ReadRule[]
  /** what the rules say of a cell in a standing, once read */
  readonly said: Map<Cell, Map<string, Said>>
}

/** Reads the lines of a version. */
export function readEdition({ draft, compiled }: Edition): Reading {
  const rules = draft.clauses.flatMap(({ id, path, line }) => {
    const parsed = parseRules([{ text: line, file: path, line: 1, column: 1 }], () => {})
    return parsed.rules.map((rule) => ({ clause: id, path, rule }))
  })
  return { draft, policy: compiled.policy, rules, said: new Map() }
}

/** What the reading says closes it: the term, and the clauses that may have; null where nothing does. */
export interface Closed {
  readonly term: Term
  readonly clauses: readonly string[]
}

/** What of the act and the person does not depend on facts. Names throughout. */
export interface Situation {
  readonly purpose: string
  readonly hand: Hand
  readonly form: Form
  readonly on: ReadonlySet<string>
  readonly objected: ReadonlySet<string>
  readonly restricted: boolean
  readonly cases: readonly string[]
  readonly directed: boolean
  /** the sampler drew it, or a write asks: a capped use counts */
  readonly drawn?: true
  readonly place: string | null
  readonly collectedAt: Date
  readonly endedAt: Date | null
  readonly at: Date
}

/** Data as one version sees it: facts that it tells apart, and the one standing of the person. */
export interface Part {
  readonly reading: Reading
  readonly cell: Cell
  readonly standing: string
  /** of what was made under an older version, what this one forbids and asks of what it was made from then; left out: nothing */
  readonly bound?: Bound
}

/** What a version forbids of data that something was made from, and asks for before it uses that (law 10). */
export interface Bound {
  readonly bans: readonly HeldBan[]
  readonly bars: ReadonlySet<string>
  readonly asked: Asked
}

/** Choices that must be on, by consents and by conditions, and choices that must be off. */
interface Asked {
  readonly given: ReadonlySet<string>
  readonly need: ReadonlySet<string>
  readonly block: ReadonlySet<string>
}

const order: readonly Term[] = ['never', 'barred', 'restricted', 'based', 'given', 'open', 'objected', 'live', 'place', 'pair', 'recipient', 'case'] // prettier-ignore

/** Of several the ones whose term comes first. */
export function firstOf(closed: readonly Closed[]): Closed | null {
  const term = order.find((one) => closed.some((other) => other.term === one))
  return term ? { term, clauses: closed.filter((one) => one.term === term).flatMap(({ clauses }) => clauses) } : null
}

// standings --------------------------------------------------------------------------------------------------------------

/** What is known of a person when a standing is asked for; undefined: not known. */
export interface Who {
  readonly age: number | undefined
  readonly where: string | undefined
  readonly account: Account | undefined
  /** null: nobody runs the account */
  readonly customer: string | null | undefined
  readonly on: ReadonlySet<string>
}

/** The standings of somebody at a moment, all of which must allow: what narrows holds unless it is known not to, what extends when known to. */
export function standingsOfPerson({ draft }: Reading, who: Who, at: Date): readonly string[] {
  const profiles = draft.homes.flatMap(({ path, front }) => (path.startsWith('profiles/') && front ? [front] : []))
  const isBase = (front: Front): boolean => front['kind'] === 'base'
  const other = profiles.find((front) => isBase(front) && front['while'] !== undefined)
  const holds = other ? isTrue(other['while']!, who) : false
  const bases = holds === true ? ['firm'] : holds === false ? ['consumer'] : ['consumer', 'firm']
  return bases
    .flatMap((base) => {
      const laid = profiles.filter((front) => !isBase(front) && (front['over'] ?? base) === base && isLaid(front, who, at)) // prettier-ignore
      const overlays = laid.map((front) => front['profile']!)
      return contractsOf(draft, base, who).map((contracts) => nameOf(base, [...overlays, ...contracts]))
    })
    .toSorted()
}

type Front = Readonly<Record<string, string>>

function isLaid(front: Front, who: Who, at: Date): boolean {
  const holds = isTrue(front['while']!, who)
  if (front['kind'] === 'narrows') return holds !== false
  return holds === true && at.toISOString().slice(0, 10) <= front['ends']!
}

/** Whether a fact of front matter is true of somebody; null: not known. */
function isTrue(fact: string, { age, where, account, on }: Who): boolean | null {
  if (fact === 'child') return age === undefined ? null : age < childAge(where)
  if (fact === 'organisation-account') return account === undefined ? null : account === 'organisation'
  if (fact === 'trial on') return on.has('trial')
  const place = fact.slice('where '.length)
  if (where === undefined) return null
  return isWithin(where, place) || (isWithin(place, where) ? null : false)
}

/** Years under which somebody is a child: those of the nearest place that says so, else the most, and at least 16. */
function childAge(where: string | undefined): number {
  const around = where === undefined ? [] : [where, ...placeOf(where).within]
  return around.map((name) => placeOf(name).childAge).find((age) => age !== null) ?? 16
}

/** The contracts of the customer who runs the account; where that is not known, of each customer in turn. */
function contractsOf(draft: Draft, base: string, { customer }: Who): readonly (readonly string[])[] {
  const own = draft.homes.flatMap(({ path, front }) => (path.startsWith('contracts/') && front?.['profile'] === base && front['customers'] !== 'all' ? [front] : [])) // prettier-ignore
  const named = own.flatMap((front) => front['customers']!.split(', '))
  const of = (name: string): readonly string[] => own.filter((front) => front['customers']!.split(', ').includes(name)).map((front) => front['contract']!) // prettier-ignore
  if (own.length === 0 || customer === null) return [[]]
  if (customer !== undefined) return [of(customer)]
  return [...new Map(named.map((name) => [of(name).join(), of(name)])).values()]
}

function nameOf(base: string, overlays: readonly string[]): string {
  return [base, ...overlays.toSorted()].join('+')
}

/** A standing as a version knows it: less the overlays that it does not have; null where the base is none of its bases. */
export function standingIn({ draft }: Reading, standing: string): string | null {
  const [base = '', ...overlays] = standing.split('+')
  const front = (path: string): Front | undefined => draft.homes.find((home) => home.path === path)?.front ?? undefined
  if (!front(`profiles/${base}.md`)) return null
  const isOver = (name: string): boolean => {
    const profile = front(`profiles/${name}.md`)
    return profile ? (profile['over'] ?? base) === base : front(`contracts/${name}.md`)?.['profile'] === base
  }
  return nameOf(base, overlays.filter(isOver))
}

/** Whether a rule holds in a standing: by the file it stands in. A contract with all customers keeps contexts apart, and opens and closes nothing else. */
function holdsIn({ draft }: Reading, { path, rule }: ReadRule, standing: string): boolean {
  const [base = '', ...overlays] = standing.split('+')
  const front = draft.homes.find((home) => home.path === path)!.front
  const inherits = draft.homes.some((home) => home.path === `profiles/${base}.md` && home.front?.['inherits'] === 'all')
  const isGeneral = inherits || rule.verb === 'never' || rule.verb === 'offer' || rule.verb === 'promise'
  if (path.startsWith('profiles/')) return [base, ...overlays].includes(front!['profile']!)
  const isForAll = front?.['customers'] === 'all'
  if (path.startsWith('contracts/')) return isForAll ? rule.ban === 'combine' && front['profile'] === base : overlays.includes(front!['contract']!) // prettier-ignore
  if (path.startsWith('products/') && front!['profiles'] !== undefined) return front!['profiles'] === base
  return isGeneral
}

/** Data of a version with these facts, for each of these standings; none where one of them knows no such data. */
export function partsIn(reading: Reading, facts: CellFacts, standings: readonly string[]): readonly Part[] {
  const each = standings.map((name) => {
    const standing = standingIn(reading, name)
    return standing === null ? [] : cellsOf(reading.policy, { ...facts, standing }).map((cell) => ({ reading, cell, standing })) // prettier-ignore
  })
  return each.some((parts) => parts.length === 0) ? [] : each.flat()
}

// what the rules say of a cell -------------------------------------------------------------------------------------------

/** A ban, and the facts of the data that it is about: those of an input where it is inherited. */
interface HeldBan {
  readonly clause: string
  readonly rule: Rule
  readonly facts: CellFacts
  readonly inherited: boolean
}

/** All that holds for a cell in a standing. */
interface Said {
  readonly collects: readonly ReadRule[]
  readonly derives: readonly ReadRule[]
  readonly uses: readonly ReadRule[]
  readonly shares: readonly ReadRule[]
  readonly keeps: readonly ReadRule[]
  readonly stores: readonly ReadRule[]
  readonly offers: readonly ReadRule[]
  readonly bans: readonly HeldBan[]
  /** what it takes from what it is made from (law 10), and from whom it comes */
  readonly bars: ReadonlySet<string>
  readonly given: ReadonlySet<string>
  readonly need: ReadonlySet<string>
  readonly block: ReadonlySet<string>
  /** lines that open something, once looked up: as they stand, and those that law 9 leaves */
  readonly written: Map<string, readonly Opening[]>
  readonly kept: Map<string, readonly Opening[]>
}

function saidOf(part: Part): Said {
  const { reading, cell, standing } = part
  const known = reading.said.get(cell) ?? new Map<string, Said>()
  reading.said.set(cell, known)
  const made = known.get(standing) ?? read(part)
  known.set(standing, made)
  return made
}

function read(part: Part): Said {
  const own = covering(part)
  const of = (verb: Rule['verb']): readonly ReadRule[] => own.filter(({ rule }) => rule.verb === verb)
  const inputs = inputsThrough(part)
  const taken = inputs.flatMap(({ input }) => bansOn(input, true)).filter(({ rule }) => rule.ban === 'use' || rule.ban === 'share' || rule.ban === 'store') // prettier-ignore
  const asked = inputs.flatMap((one) => [one.derive, ...usesServing(one)].flatMap(({ rule }) => choicesIn(rule.slots.when ?? []))) // prettier-ignore
  return {
    collects: of('collect'),
    derives: of('derive'),
    uses: of('use'),
    shares: of('share'),
    keeps: of('keep'),
    stores: of('store'),
    offers: of('offer'),
    bans: [...bansOn(part, false), ...taken],
    bars: new Set([part, ...inputs.map(({ input }) => input)].flatMap(({ cell }) => barsOf(cell.facts))),
    given: new Set(inputs.flatMap((one) => consentsOf(one))),
    need: new Set(asked.flatMap(({ name, value }) => (value === 'on' ? [name] : []))),
    block: new Set(asked.flatMap(({ name, value }) => (value === 'off' ? [name] : []))),
    written: new Map(),
    kept: new Map(),
  }
}

/** The rules that hold in the standing and cover the facts. */
function covering({ reading, cell, standing }: Part): readonly ReadRule[] {
  return reading.rules.filter((one) => holdsIn(reading, one, standing) && covers(one, cell.facts))
}

function bansOn(part: Part, inherited: boolean): readonly HeldBan[] {
  return covering(part).flatMap(({ clause, rule }) => (rule.verb === 'never' ? [{ clause, rule, facts: part.cell.facts, inherited }] : [])) // prettier-ignore
}

function barsOf({ source }: CellFacts): readonly string[] {
  return registry.providers.find(({ name }) => name === source)?.bars ?? []
}

function choicesIn(conds: readonly Cond[]): readonly { readonly name: string; readonly value: 'on' | 'off' }[] {
  return conds.flatMap((cond) => (cond.kind === 'choice' ? [{ name: cond.name.text, value: cond.value }] : []))
}

// what is made -----------------------------------------------------------------------------------------------------------

/** A line that makes something, and data that it may be made from. */
interface MadeFrom {
  readonly derive: ReadRule
  readonly input: Part
}

/** All that data may be made from, through every step. A line that finds nothing to make it from asks for its condition all the same. */
function inputsThrough(part: Part): readonly MadeFrom[] {
  const found = new Map<Cell, Part>([[part.cell, part]])
  const steps: MadeFrom[] = []
  for (const one of found.values())
    for (const derive of covering(one).filter(({ rule }) => rule.verb === 'derive'))
      for (const input of inputsOf(one, derive)) {
        steps.push({ derive, input })
        if (!found.has(input.cell)) found.set(input.cell, input)
      }
  return steps
}

/** A step of making, and the place of the version by whose line it was done. */
export interface Source extends MadeFrom {
  readonly place: number
}

/**
 * All that a record may have been made from, through every step: by a line of the version that it was written in; an input may be older, and was then made by a
 * line of its own version. Where a fact is not known, or several standings share a cell, it may be any.
 */
export function sourcesOf(readings: readonly Reading[], place: number, record: Cell): readonly Source[] {
  const ready = knownSources.get(record) ?? sourcesBut(readings, place, record, () => true)
  knownSources.set(record, ready)
  return ready
}

/** By the cell that a record stands in, which is another one in every statement in force. */
const knownSources = new WeakMap<Cell, readonly Source[]>()

/** The same without what a line names and never makes it from. */
function sourcesBut(readings: readonly Reading[], place: number, record: Cell, mayBe: (made: Part, derive: ReadRule, input: Part) => boolean): readonly Source[] {
  const own = standingsJoined(record).map((standing) => partsNamed(readings[place]!, record.facts, standing))
  if (!own.flat().every((part) => linesOfMaking(part).length > 0)) return []
  const asKnown = own.flat().map((part): Part => ({ ...part, cell: { ...part.cell, facts: record.facts } }))
  const found = new Map<Cell, number>()
  const sources: Source[] = []
  const take = (made: Part, derives: readonly ReadRule[], at: number): void => {
    for (const derive of derives)
      for (const input of inputsOf(made, derive).filter((one) => mayBe(made, derive, one))) {
        if (!sources.some((one) => one.derive === derive && one.input.cell === input.cell)) sources.push({ derive, input, place: at })
        if (!found.has(input.cell)) found.set(input.cell, at)
      }
  }
  asKnown.forEach((part, i) => take(part, linesOfMaking(own.flat()[i]!), place))
  for (const [cell, at] of found)
    for (let i = at; i >= 0; i--)
      for (const part of standingsOf(cell).flatMap((standing) => partsNamed(readings[i]!, cell.facts, standing))) take(part, linesOfMaking(part), i)
  return sources
} // prettier-ignore

/** The standings that a cell is of, each by itself. */
function standingsJoined(cell: Cell): readonly string[] {
  return standingsOf(cell).flatMap((name) => name.split('&'))
}

/** Data of a version with these facts for one standing. */
function partsNamed(reading: Reading, facts: CellFacts, name: string): readonly Part[] {
  const standing = standingIn(reading, name)
  return standing === null ? [] : cellsOf(reading.policy, { ...facts, standing }).map((cell) => ({ reading, cell, standing })) // prettier-ignore
}

function linesOfMaking(part: Part): readonly ReadRule[] {
  return saidOf(part).derives
}

/** What a version forbids of what a record was made from under an older one, and what its uses of that, for what it was made, ask for. */
function boundIn(sources: readonly Source[], partsOf: (cell: Cell) => readonly Part[], unknown: (cell: Cell) => readonly HeldBan[]): Bound {
  const cells = [...new Set(sources.map(({ input }) => input.cell))]
  const now = new Map(cells.map((cell) => [cell, partsOf(cell)]))
  const bans = cells.flatMap((cell) => (now.get(cell)!.length > 0 ? now.get(cell)!.flatMap((part) => saidOf(part).bans) : unknown(cell)))
  const following = bans.filter(({ rule }) => rule.ban === 'use' || rule.ban === 'share' || rule.ban === 'store').map((ban) => ({ ...ban, inherited: true }))
  const asked = sources.flatMap(({ derive, input }) => now.get(input.cell)!.flatMap((part) => (usesServing({ derive, input: part }).length > 0 ? [askedFor({ derive, input: part })] : [])))
  return {
    bans: [...new Map(following.map((ban) => [`${ban.clause} ${ban.facts.signedIn} ${ban.facts.account}`, ban])).values()],
    bars: new Set([...now.values()].flat().flatMap((part) => [...saidOf(part).bars])),
    asked: togetherAsked(asked),
  }
} // prettier-ignore

/** What the uses of an input, for what it is made into, ask for: by themselves, and by what the input is made from. */
function askedFor(made: MadeFrom): Asked {
  const uses = usesServing(made)
  const said = saidOf(made.input)
  const chosen = uses.flatMap(({ rule }) => choicesIn(rule.slots.when ?? []))
  const named = (value: 'on' | 'off'): readonly string[] => chosen.flatMap((one) => (one.value === value ? [one.name] : [])) // prettier-ignore
  return {
    given: new Set([...uses.flatMap(({ rule }) => consentOf(rule)), ...said.given]),
    need: new Set([...named('on'), ...said.need]),
    block: new Set([...named('off'), ...said.block]),
  }
}

function togetherAsked(all: readonly Asked[]): Asked {
  const every = (key: keyof Asked): ReadonlySet<string> => new Set(all.flatMap((one) => [...one[key]]))
  return { given: every('given'), need: every('need'), block: every('block') }
}

/** Data that a line may make it from: in the same product, session and account or in one that a `combine` names on the other side. */
function inputsOf({ reading, cell, standing }: Part, { rule }: ReadRule): readonly Part[] {
  const isSame = (a: unknown, b: unknown): boolean => a === null || b === null || a === b
  const isNear = ({ facts }: Cell): boolean =>
    isSame(facts.where, cell.facts.where) &&
    differences(facts, cell.facts).every(([a, b]) => reading.rules.some((one) => one.rule.verb === 'combine' && isNamed(one.rule, a, b))) // prettier-ignore
  return reading.policy.cells
    .filter(
      (one) => standingsOf(one).includes(standing) && isCategoryIn(rule.slots.from!, one.facts.category) && isNear(one),
    ) // prettier-ignore
    .map((one) => ({ reading, cell: one, standing }))
}

/** What two differ in, as far as it is known of both. */
function differences(a: ContextFacts, b: ContextFacts): readonly (readonly [string, string])[] {
  const [one, other] = [contextsOf(a), contextsOf(b)]
  return one.flatMap((name, i) => (name === null || other[i] === null || name === other[i] ? [] : [[name, other[i]!] as const])) // prettier-ignore
}

type ContextFacts = Pick<CellFacts, 'product' | 'signedIn' | 'account'>

function contextsOf({ product, signedIn, account }: ContextFacts): readonly (string | null)[] {
  return [product, signedIn === null ? null : signedIn ? 'signed-in' : 'signed-out', account && `${account}-account`]
}

function isNamed({ sides }: Rule, a: string, b: string): boolean {
  const says = (side: 0 | 1, name: string): boolean => isInSet(sides![side].contexts, name)
  return (says(0, a) && says(1, b)) || (says(0, b) && says(1, a))
}

/** The consents on which the uses of an input rest, for what it is made into. */
function consentsOf(made: MadeFrom): readonly string[] {
  return usesServing(made).flatMap(({ rule }) => consentOf(rule))
}

/** The uses of an input for what it is made into. */
function usesServing({ derive, input }: MadeFrom): readonly ReadRule[] {
  const purposes = purposesIn(derive.rule)
  return covering(input).filter(({ rule }) => rule.verb === 'use' && purposesIn(rule).some((name) => purposes.includes(name))) // prettier-ignore
}

function consentOf({ slots: { because } }: Rule): readonly string[] {
  return because?.kind === 'consent' ? [because.name!.text] : []
}

// what a rule covers -----------------------------------------------------------------------------------------------------

/** Whether a rule speaks of data with these facts: set, product, whom it comes from, place, and the conditions that stay for ever. */
function covers({ path, rule }: ReadRule, facts: CellFacts): boolean {
  const { verb, ban, set, slots } = rule
  if (verb === 'combine' || verb === 'promise' || ban === 'combine') return false
  const isMade = verb === 'derive' || ban === 'derive'
  const isThere = !path.startsWith('products/') || path === `products/${facts.product}.md`
  return (
    isThere &&
    isCategoryIn(set, facts.category) &&
    (!slots.in || isInSet(slots.in, facts.product)) &&
    (isMade ? facts.origin === 'inferred' : comesFrom(rule, facts)) &&
    (!slots.where || facts.where === null || isPerson(slots.where, facts.where, verb === 'never' || verb === 'keep')) &&
    (slots.when ?? []).every((cond) => staysMet(cond, facts))
  )
}

/** A `collect` takes in what others bring: nobody brings what is inferred. */
function comesFrom({ verb, slots: { from } }: Rule, { origin, source = null }: CellFacts): boolean {
  if (verb === 'collect' && origin === 'inferred') return false
  if (!from) return true
  const isOf = (name: string): boolean => name === origin || name === source
  return (from.any || from.names.some(({ text }) => isOf(text))) && !from.except.some(({ text }) => isOf(text))
}

/** A condition on facts that stay: other conditions are looked at when the question comes. */
function staysMet(cond: Cond, { signedIn, account }: Pick<CellFacts, 'signedIn' | 'account'>): boolean {
  if (cond.kind === 'signed') return cond.signedIn === signedIn
  return cond.kind === 'account' ? cond.account === account : true
}

/** Permissions cover a place only whole; bans and limits cover it as soon as they touch it. */
function isPerson(set: NameSet, place: string, narrows: boolean): boolean {
  const touches = (name: string): boolean => isWithin(place, name) || isWithin(name, place)
  const lies = (name: string): boolean => isWithin(place, name)
  const [inside, outside] = narrows ? [touches, lies] : [lies, touches]
  return (set.any || set.names.some(({ text }) => inside(text))) && !set.except.some(({ text }) => outside(text))
}

function isCategoryIn(set: NameSet, category: string): boolean {
  const isBelow = (name: string): boolean =>
    (registry.groups[name] ?? [name]).some((root) => category === root || category.startsWith(`${root}.`))
  return (set.any || set.names.some(({ text }) => isBelow(text))) && !set.except.some(({ text }) => isBelow(text))
}

/** Whether a set means a name. */
function isInSet(set: NameSet, name: string): boolean {
  return (set.any || set.names.some(({ text }) => text === name)) && !set.except.some(({ text }) => text === name)
}

/** The purposes a rule names; one that names none means all. */
function purposesIn({ slots }: Rule): readonly string[] {
  return registry.purposes.map(({ name }) => name).filter((name) => !slots.for || isInSet(slots.for, name))
}

function isFor({ slots }: Rule, purpose: string): boolean {
  return registry.purposes.some(({ name }) => name === purpose) && (!slots.for || isInSet(slots.for, purpose))
}

function placeOf(name: string): (typeof registry.places)[number] {
  return registry.places.find((place) => place.name === name)!
}

function isWithin(place: string, other: string): boolean {
  return place === other || placeOf(place).within.some((next) => isWithin(next, other))
}

/** A place is in a set with everything that lies within it. */
function isPlaceIn(set: NameSet, place: string): boolean {
  const inside = (name: string): boolean => isWithin(place, name)
  return (set.any || set.names.some(({ text }) => inside(text))) && !set.except.some(({ text }) => inside(text))
}

/** A recipient by its name or by its kind. */
function isRecipientIn(set: NameSet, name: string): boolean {
  const { kind } = registry.recipients.find((one) => one.name === name)!
  const isOf = (text: string): boolean => text === name || text === kind
  return (set.any || set.names.some(({ text }) => isOf(text))) && !set.except.some(({ text }) => isOf(text))
}

// conditions -------------------------------------------------------------------------------------------------------------

type Staying = Pick<CellFacts, 'signedIn' | 'account'>

function isMet(cond: Cond, s: Situation, facts: Staying): boolean {
  if (cond.kind === 'choice') return s.on.has(cond.name.text) === (cond.value === 'on')
  if (cond.kind === 'case') return cond.names.some(({ text }) => s.cases.includes(text))
  return cond.kind === 'directed' ? s.directed : staysMet(cond, facts)
}

/** A ban holds when its `when` does and its `unless` does not. */
function banHolds({ rule, facts }: Pick<HeldBan, 'rule' | 'facts'>, s: Situation): boolean {
  const { when = [], unless } = rule.slots
  const isLifted = unless !== undefined && unless.every((cond) => isMet(cond, s, facts))
  return when.every((cond) => isMet(cond, s, facts)) && !isLifted
}

/** Whether a ban on these facts holds whatever the person chose and whoever asks. */
function holdsAlways({ rule, facts }: Pick<HeldBan, 'rule' | 'facts'>): boolean {
  const stays = ({ kind }: Cond): boolean => kind === 'signed' || kind === 'account'
  const { when = [], unless } = rule.slots
  return when.every(stays) && (unless === undefined || unless.some((cond) => stays(cond) && !staysMet(cond, facts)))
}

/** Whether a ban never holds on these facts: its exception stays for ever. */
function isLiftedForGood({ rule, facts }: Pick<HeldBan, 'rule' | 'facts'>): boolean {
  const { unless } = rule.slots
  return unless !== undefined && unless.every((cond) => (cond.kind === 'signed' || cond.kind === 'account') && staysMet(cond, facts)) // prettier-ignore
}

/** What a version forbids of data that it does not know: whatever session, account or place is not known may be the one that a ban names, and not the one that lifts it; so is whoever brought it. */
export function forbiddenBy(reading: Reading, written: Reading, facts: CellFacts, standings: readonly string[]): readonly HeldBan[] {
  return reading.rules
    .filter((one) => one.rule.verb === 'never' && standings.some((standing) => mayBind(reading, written, one, standing)))
    .flatMap((one) => {
      const rule = asFarAsKnown(one.rule, facts)
      const isAbout = rule && covers({ ...one, rule: fromAnybody(rule) }, { ...facts, where: null, source: null })
      return isAbout ? [{ clause: one.clause, rule, facts, inherited: false }] : []
    })
} // prettier-ignore

/** A rule that means all that others bring where it names some of them: whom data came from is not told apart where there is no cell. */
function fromAnybody({ slots, ...rule }: Rule): Rule {
  const { from } = slots
  const isProvider = (text: string): boolean => registry.providers.some(({ name }) => name === text)
  const names = from?.names.map((one) => (isProvider(one.text) ? { ...one, text: 'third-party' } : one))
  return { ...rule, slots: { ...slots, ...(from && { from: { ...from, names: names! } }) } }
}

/** Whether a rule may hold for somebody of an older version's standing: a base or an overlay that came since may be theirs. */
function mayBind(reading: Reading, written: Reading, one: ReadRule, standing: string): boolean {
  const [base = '', ...overlays] = standing.split('+')
  if (!reading.draft.homes.some(({ path }) => path === `profiles/${base}.md`)) return true
  const [now, then] = [overlaysOver(reading, base), overlaysOver(written, base)]
  const { front } = reading.draft.homes.find(({ path }) => path === one.path)!
  if (front?.['customers'] === 'all') return front['profile'] === base
  return holdsIn(
    reading,
    one,
    nameOf(
      base,
      now.filter((name) => overlays.includes(name) || !then.includes(name)),
    ),
  )
}

/** Overlays and contracts that may lie over a base. */
function overlaysOver({ draft }: Reading, base: string): readonly string[] {
  const fronts = draft.homes.flatMap(({ front }) => (front === null ? [] : [front]))
  const profiles = fronts.filter((front) => front['profile'] !== undefined && front['kind'] !== undefined && front['kind'] !== 'base' && (front['over'] ?? base) === base) // prettier-ignore
  const contracts = fronts.filter((front) => front['contract'] !== undefined && front['profile'] === base && front['customers'] !== 'all') // prettier-ignore
  return [...profiles.map((front) => front['profile']!), ...contracts.map((front) => front['contract']!)]
}

/** A ban without what is known of the data's session and account, or may be so; null where it is of others, or is lifted. */
function asFarAsKnown(rule: Rule, facts: Staying): Rule | null {
  const stays = ({ kind }: Cond): boolean => kind === 'signed' || kind === 'account'
  const { when = [], unless, ...slots } = rule.slots
  if (when.some((cond) => stays(cond) && isKnown(cond, facts) && !staysMet(cond, facts))) return null
  const isLiftedHere = unless !== undefined && unless.every((cond) => !stays(cond) || staysMet(cond, facts))
  const asked = (unless ?? []).filter((cond) => !stays(cond))
  if (isLiftedHere && asked.length === 0) return null
  const open = when.filter((cond) => !stays(cond))
  return {
    ...rule,
    slots: { ...slots, ...(open.length > 0 && { when: open }), ...(isLiftedHere && { unless: asked }) },
  }
}

function isKnown({ kind }: Cond, { signedIn, account }: Staying): boolean {
  return kind === 'signed' ? signedIn !== null : account !== null
}

// lines that open --------------------------------------------------------------------------------------------------------

/** A `use` or a `share` that opens a purpose, with all it rests on and asks for. */
interface Opening {
  readonly clause: string
  readonly rule: Rule
  readonly facts: CellFacts
  readonly given: ReadonlySet<string>
  readonly need: ReadonlySet<string>
  readonly block: ReadonlySet<string>
}

/** What is asked of lines that open: by our own hand, or by a recipient. */
type Asker = { readonly hand: Hand } | { readonly recipient: string }

/** The lines of one version that open a purpose; a form without a line takes the next more identifying one's. Before law 9. */
function written(part: Part, asker: Asker, s: Pick<Situation, 'purpose' | 'form'>): readonly Opening[] {
  return remembered(saidOf(part).written, asker, s, () => writtenIn(part, asker, s))
}

function writtenIn(
  part: Part,
  asker: Asker,
  { purpose, form }: Pick<Situation, 'purpose' | 'form'>,
): readonly Opening[] {
  // prettier-ignore
  const said = saidOf(part)
  const lines = 'hand' in asker ? said.uses.filter(({ rule }) => isByHand(rule, asker.hand)) : said.shares.filter(({ rule }) => isRecipientIn(rule.slots.with!, asker.recipient)) // prettier-ignore
  const all = lines.filter(({ rule }) => isFor(rule, purpose))
  const formIn = ({ rule }: ReadRule): Form => rule.slots.as?.form ?? 'identified'
  const plainer: Record<Form, readonly Form[]> = {
    identified: ['identified'],
    'de-identified': ['de-identified', 'identified'],
    aggregate: ['aggregate', 'de-identified', 'identified'],
  }
  const found = plainer[form].find((one) => all.some((line) => formIn(line) === one))
  return all
    .filter((line) => formIn(line) === found)
    .map(({ clause, rule }) => {
      const asked = choicesIn(rule.slots.when ?? [])
      const named = (value: 'on' | 'off'): readonly string[] => asked.flatMap((one) => (one.value === value ? [one.name] : [])) // prettier-ignore
      return {
        clause,
        rule,
        facts: part.cell.facts,
        given: new Set([...consentOf(rule), ...said.given]),
        need: new Set([...named('on'), ...said.need]),
        block: new Set([...named('off'), ...said.block]),
      }
    })
}

function isByHand({ slots: { by } }: Rule, hand: Hand): boolean {
  const named = by?.hand ?? 'machines'
  return named === 'both' || named === hand
}

/** The bans that close a purpose for a hand or a recipient in one version. */
function closing(part: Part, asker: Asker, s: Pick<Situation, 'purpose' | 'form'>): readonly HeldBan[] {
  return closingOf(bansOver(part), written(part, asker, s), asker, s)
}

/** The bans that a version has over a part: its own, those that its lines make it inherit, and those over what it was made from under an older one. */
function bansOver(part: Part): readonly HeldBan[] {
  return part.bound ? [...saidOf(part).bans, ...part.bound.bans] : saidOf(part).bans
}

/** Whether a source of it, or of what it was made from, bars a purpose. */
function isBarred(part: Part, purpose: string): boolean {
  return saidOf(part).bars.has(purpose) || (part.bound?.bars.has(purpose) ?? false)
}

function closingOf(
  bans: readonly HeldBan[],
  lines: readonly Opening[],
  asker: Asker,
  s: Pick<Situation, 'purpose' | 'form'>,
): readonly HeldBan[] {
  const restsOn = ({ slots: { bases } }: Rule, some: readonly Opening[]): boolean => some.some(({ rule }) => rule.slots.because !== undefined && isInSet(bases!, rule.slots.because.kind)) // prettier-ignore
  return bans.filter(({ rule }) => {
    const resting = (ban: Rule): boolean => !ban.slots.bases || restsOn(ban, lines)
    const { slots, ban } = rule
    const hand = slots.by?.hand ?? 'both'
    if (ban === 'use') return isFor(rule, s.purpose) && resting(rule) && (hand === 'both' || ('hand' in asker && hand === asker.hand)) // prettier-ignore
    if (!('recipient' in asker)) return false
    if (ban === 'share') return isFor(rule, s.purpose) && isRecipientIn(slots.with!, asker.recipient)
    if (ban !== 'store' || !slots.with || !isRecipientIn(slots.with, asker.recipient)) return false
    const { at } = registry.recipients.find(({ name }) => name === asker.recipient)!
    return slots.at === undefined || at.some((place) => isPlaceIn(slots.at!, place))
  })
}

// versions ---------------------------------------------------------------------------------------------------------------

/** Data of a record: the versions it lived through, oldest first, each with what it sees; and what it would stand in today. */
export interface Lived {
  readonly versions: readonly (readonly Part[])[]
  /** null: the same as then */
  readonly today: readonly Part[] | null
  readonly where: string | null
  /** of each version what it forbids of such data though it knows none; left out: each knows it */
  readonly forbidden?: readonly Bound[]
}

/** A record as the readings know it: where it was written, the cell whose facts it keeps, and the standings of its own version. */
export interface Placed {
  readonly readings: readonly Reading[]
  readonly place: number
  readonly cell: Cell
  readonly standing: string
}

/** Who somebody is today: the standings, and where they live. */
export interface Today {
  readonly standings: readonly string[]
  readonly where: string | null
}

/** What a record lived through: later versions are asked of everybody with whom its cell is shared. */
export function livedBy(record: Placed, now: Today | null): Lived {
  const { readings, cell, place, standing } = record
  const known = knownLives.get(cell) ?? new Map<string, Lived>()
  knownLives.set(cell, known)
  const lived = known.get(standing) ?? livedThrough(record)
  known.set(standing, lived)
  return now === null
    ? lived
    : { ...lived, today: livedToday(readings.at(-1)!, cell, sourcesOf(readings, place, cell), now) }
}

const knownLives = new WeakMap<Cell, Map<string, Lived>>()

function livedThrough({ readings, place, cell, standing }: Placed): Lived {
  const sharing = standingsJoined(cell)
  const written = readings[place]!
  const sources = sourcesOf(readings, place, cell)
  const later = readings.slice(place).map((reading, i) => {
    const parts = partsIn(reading, cell.facts, i === 0 ? standing.split('&') : sharing)
    if (i === 0) return { parts, bound: nothingBound }
    const bound = sources.length === 0 ? nothingBound : boundIn(sources, (one) => partsIn(reading, one.facts, standingsJoined(one)), (one) => forbiddenBy(reading, written, one.facts, standingsJoined(one)))
    return parts.length > 0 ? { parts: parts.map((part) => ({ ...part, bound })), bound: nothingBound } : { parts, bound: { ...bound, bans: [...forbiddenBy(reading, written, cell.facts, sharing), ...bound.bans] } }
  })
  return { versions: later.map(({ parts }) => parts), today: null, where: cell.facts.where, forbidden: later.map(({ bound }) => bound) }
} // prettier-ignore

function livedToday(newest: Reading, cell: Cell, sources: readonly Source[], { standings, where }: Today): readonly Part[] {
  const there = (facts: CellFacts): CellFacts => ({ ...facts, where: where ?? facts.where })
  const parts = partsIn(newest, there(cell.facts), standings)
  if (sources.length === 0) return parts
  const bound = boundIn(sources, (one) => partsIn(newest, there(one.facts), standings), (one) => standings.flatMap((name) => forbiddenBy(newest, newest, one.facts, [name])))
  return parts.map((part) => ({ ...part, bound }))
} // prettier-ignore

const nothingBound: Bound = {
  bans: [],
  bars: new Set(),
  asked: { given: new Set(), need: new Set(), block: new Set() },
}

/** One part with what opens a purpose in it, and by whose periods it ends. */
interface Opened {
  readonly part: Part
  readonly lines: readonly Opening[]
  /** the parts whose `keep` lines count; `all`: whatever purposes they name */
  readonly keeps: readonly Part[]
  readonly all: boolean
  /** what the versions before forbid to rest on certain bases */
  readonly onBases: readonly HeldBan[]
}

/** What the first so many versions forbid to rest on certain bases: nothing that comes after them rests on one, whatever they had themselves. */
function onBasesOf({ versions, forbidden = [] }: Pick<Lived, 'versions' | 'forbidden'>, first: number): readonly HeldBan[] {
  const older = [...versions.slice(0, first).flatMap((parts) => parts.flatMap((part) => bansOver(part))), ...forbidden.slice(0, first).flatMap(({ bans }) => bans)]
  return older.filter(({ rule }) => rule.slots.bases)
} // prettier-ignore

const handsOf: readonly Hand[] = ['machines', 'people']
const formsOf: readonly Form[] = ['identified', 'de-identified', 'aggregate']

/** The lines of a version that count: a line that comes to rest on an old choice is as if it were not there (law 9). */
function kept(part: Part, asker: Asker, s: Pick<Situation, 'purpose' | 'form'>): readonly Opening[] {
  const lines = unstretched(part, asker, s)
  const { given, need, block } = part.bound?.asked ?? nothingAsked
  if (given.size + need.size + block.size === 0) return lines
  const and = (some: ReadonlySet<string>, others: ReadonlySet<string>): ReadonlySet<string> => new Set([...some, ...others]) // prettier-ignore
  return lines.map((line) => ({ ...line, given: and(line.given, given), need: and(line.need, need), block: and(line.block, block) })) // prettier-ignore
}

const nothingAsked: Asked = { given: new Set(), need: new Set(), block: new Set() }

function unstretched(part: Part, asker: Asker, s: Pick<Situation, 'purpose' | 'form'>): readonly Opening[] {
  return remembered(saidOf(part).kept, asker, s, () => {
    const earlier = allEarlier.get(part.reading) ?? []
    return written(part, asker, s).filter((line) => earlier.every((before) => isCovered(part, line, asker, s, before)))
  })
}

/** The clauses of lines that law 9 leaves out. */
function leftOut(part: Part, asker: Asker, s: Pick<Situation, 'purpose' | 'form'>): readonly string[] {
  const left = unstretched(part, asker, s)
  return written(part, asker, s).flatMap((line) => (left.includes(line) ? [] : [line.clause]))
}

/** Read once for each asker, purpose and form. */
function remembered(
  known: Map<string, readonly Opening[]>,
  asker: Asker,
  { purpose, form }: Pick<Situation, 'purpose' | 'form'>,
  make: () => readonly Opening[],
): readonly Opening[] {
  const key = `${'hand' in asker ? asker.hand : asker.recipient} ${purpose} ${form}`
  const made = known.get(key) ?? make()
  known.set(key, made)
  return made
}

/** Whether an earlier version had none of its choices, or a like line on the same ones, no harder to meet and showing no less, for all whom the cell is about. */
function isCovered(
  part: Part,
  line: Opening,
  asker: Asker,
  s: Pick<Situation, 'purpose' | 'form'>,
  before: Reading,
): boolean {
  // prettier-ignore
  const shared = [...line.given].filter((name) => registry.choices.some((choice) => choice.name === name && choice.since <= before.draft.version)) // prettier-ignore
  if (shared.length === 0) return true
  const then = partsIn(before, part.cell.facts, standingsOf(part.cell))
  const like = then.map((one) => written(one, asker, s))
  return then.length > 0 && like.every((lines) => lines.length > 0 && lines.every((old) => shared.every((name) => old.given.has(name)) && [...old.given].every((name) => line.given.has(name)) && asksAll(line, old) && showsNoMore(line.rule, old.rule))) // prettier-ignore
}

/** Whether a line shows no more than another: no more of many, no longer of each, no less hidden. */
function showsNoMore({ slots }: Rule, { slots: old }: Rule): boolean {
  const [cap, before] = [slots.by?.cap ?? null, old.by?.cap ?? null]
  const isCapped = before === null || (cap !== null && cap.count / cap.of <= before.count / before.of && (before.time === null || (cap.time !== null && isShorter(cap.time, before.time)))) // prettier-ignore
  const [as, asBefore] = [slots.as, old.as]
  if (as?.form === 'aggregate' && asBefore?.form === 'aggregate') return isCapped && as.atLeast >= asBefore.atLeast
  if (as?.form === 'de-identified' && asBefore?.form === 'de-identified') return isCapped && as.method.text === asBefore.method.text // prettier-ignore
  const hides: readonly Form[] = ['identified', 'de-identified', 'aggregate']
  return isCapped && hides.indexOf(as?.form ?? 'identified') >= hides.indexOf(asBefore?.form ?? 'identified')
}

function isShorter(one: Period, other: Period): boolean {
  const starts = [new Date('2023-01-01T00:00:00Z'), new Date('2023-02-01T00:00:00Z'), new Date('2024-02-01T00:00:00Z')]
  return starts.every((start) => addPeriod(start, one) <= addPeriod(start, other))
}

/** Whether a line asks at least all that another asks. */
function asksAll(more: Opening, less: Opening): boolean {
  const conds = (line: Opening, kind: Cond['kind']): readonly Cond[] => (line.rule.slots.when ?? []).filter((cond) => cond.kind === kind) // prettier-ignore
  const lists = (line: Opening): readonly (readonly string[])[] => conds(line, 'case').flatMap((cond) => (cond.kind === 'case' ? [cond.names.map(({ text }) => text)] : [])) // prettier-ignore
  return (
    [...less.need].every((name) => more.need.has(name)) &&
    [...less.block].every((name) => more.block.has(name)) &&
    lists(less).every((list) => lists(more).some((narrower) => narrower.every((name) => list.includes(name)))) &&
    (conds(more, 'directed').length > 0 || conds(less, 'directed').length === 0)
  )
}

/** Every part with the lines that open a purpose for a record; null where some version does not (law 8). */
function openedFor(record: Lived, asker: Asker, s: Pick<Situation, 'purpose' | 'form'>): readonly Opened[] | null {
  const { versions, today, forbidden = [] } = record
  const linesOf = (part: Part, onBases: readonly HeldBan[]): Opened => ({ part, lines: kept(part, asker, s), keeps: [part], all: false, onBases }) // prettier-ignore
  const askers: readonly Asker[] = [...handsOf.map((hand) => ({ hand })), ...registry.recipients.map(({ name }) => ({ recipient: name }))] // prettier-ignore
  const usedAtAll = (part: Part): boolean => askers.some((one) => formsOf.some((form) => kept(part, one, { ...s, form }).length > 0)) // prettier-ignore
  let isOpen = true
  let lived: Opened[] = []
  versions.forEach((parts, k) => {
    const onBases = onBasesOf(record, k)
    const next = parts.map((part) => linesOf(part, onBases))
    const isOpenNow = next.length > 0 && next.every(({ lines }) => lines.length > 0)
    if (
      k > 0 &&
      !isOpen &&
      isOpenNow &&
      'hand' in asker &&
      mayReopen(
        next,
        lived,
        asker,
        s,
        versions.slice(0, k).every((parts) => parts.length > 0),
      ) &&
      !lived.some(({ part }) => isBarredForGood(part, asker, s)) &&
      !closingOf(
        forbidden.slice(0, k).flatMap(({ bans }) => bans),
        [],
        asker,
        s,
      ).some(holdsAlways) &&
      !forbidden.slice(0, k).some(({ bars }) => bars.has(s.purpose)) &&
      !closingOf(onBases, next.flatMap(({ lines }) => lines), asker, s).some(holdsAlways) // prettier-ignore
    ) {
      // prettier-ignore
      const law = next.some(({ lines }) => lines.some(({ rule }) => rule.slots.because!.kind === 'law'))
      const fresh = (one: Opened): Opened => {
        if (one.lines.length > 0) return one
        const lines = next.flatMap((other) => other.lines)
        if (usedAtAll(one.part)) return { ...one, lines }
        return law ? { ...one, lines, keeps: parts } : { ...one, lines, all: true }
      }
      lived = lived.map(fresh)
      isOpen = true
    }
    isOpen = isOpen && isOpenNow
    lived.push(...next)
  })
  const now = (today ?? []).map((part) => linesOf(part, onBasesOf(record, versions.length)))
  if (today !== null && (now.length === 0 || now.some(({ lines }) => lines.length === 0))) return null
  return isOpen ? [...lived, ...now] : null
}

/** What a use of older data may turn on. */
type Turn =
  'law 8' | 'law 9' | 'a note for less' | 'a ban between' | 'a ban on a basis' | 'an input that rests on more since'

/** What of the versions a use turned on: an older one had no line for it, or a line of one of them rests on an old choice and is left out. */
export function turnsOn(lived: Lived, s: Situation): readonly Turn[] {
  const { versions, forbidden = [] } = lived
  const parts = versions.flat()
  const asker = { hand: s.hand }
  return [
    ...(asksForMore(lived, s).length > 0 ? ['an input that rests on more since' as const] : []),
    ...(closingOf(
      forbidden.flatMap(({ bans }) => bans),
      [],
      asker,
      s,
    ).length > 0
      ? ['a ban between' as const]
      : []),
    ...(isBannedBasis(lived, asker, s) ? ['a ban on a basis' as const] : []),
    ...(isShownForLess(versions, asker, s) ? ['a note for less' as const] : []),
    ...(versions.length > 1 && (versions[0] ?? []).some((part) => kept(part, asker, s).length === 0) ? ['law 8' as const] : []), // prettier-ignore
    ...(parts.some((part) => kept(part, asker, s).length < written(part, asker, s).length) ? ['law 9' as const] : []),
  ]
}

/** Whether a version rests a use on a basis that one before it bans. */
function isBannedBasis(lived: Lived, asker: Asker, s: Pick<Situation, 'purpose' | 'form'>): boolean {
  return lived.versions.some((parts, k) => parts.some((part) => closingOf(onBasesOf(lived, k), kept(part, asker, s), asker, s).length > 0)) // prettier-ignore
}

/** Whether a note of the newest version would open a use, if it did not show more than the one that it goes with. */
function isShownForLess(versions: Lived['versions'], asker: Asker, s: Pick<Situation, 'purpose' | 'form'>): boolean {
  const openedIn = (parts: readonly Part[]): readonly Opened[] => parts.map((part) => ({ part, lines: kept(part, asker, s), keeps: [part], all: false, onBases: [] })) // prettier-ignore
  const [older, newer] = [openedIn(versions.slice(0, -1).flat()), openedIn(versions.at(-1) ?? [])]
  const isSilent = older.length > 0 && older.every(({ lines }) => lines.length === 0)
  const isTold = newer.some(({ part }) => part.reading.draft.told)
  return isSilent && isTold && newer.some(({ lines }) => lines.some((line) => line.given.size === 0 && goTogether(line, older, asker, s, () => true) && !goTogether(line, older, asker, s))) // prettier-ignore
}

/** The versions before each version, as they were put in force together. */
const allEarlier = new WeakMap<Reading, readonly Reading[]>()

/** Says of versions in which order they were published: what a consent covered when it was given depends on it. */
export function inOrder(readings: readonly Reading[]): readonly Reading[] {
  readings.forEach((reading, i) => allEarlier.set(reading, readings.slice(0, i)))
  return readings
}

/** A newer line may open older data when a law demands it, when nobody can have given its consent before, or when a note that people were told of shows it. */
function mayReopen(
  next: readonly Opened[],
  lived: readonly Opened[],
  asker: Asker,
  s: Pick<Situation, 'purpose' | 'form'>,
  isKnownByAll: boolean,
): boolean {
  // prettier-ignore
  const { version, told } = next[0]!.part.reading.draft
  const isNew = (name: string): boolean => registry.choices.some((choice) => choice.name === name && choice.since >= version) // prettier-ignore
  const isLawful = ({ rule: { slots }, given }: Opening): boolean => slots.because!.kind === 'law' || (slots.because!.kind === 'consent' && [...given].every(isNew)) // prettier-ignore
  const isShown = (line: Opening): boolean =>
    told && isKnownByAll && line.given.size === 0 && goTogether(line, lived, asker, s)
  return next.every(({ lines }) => lines.every((line) => isLawful(line) || isShown(line)))
}

/**
 * Whether in every part without a line of its own the data served another purpose openly: on no consent, under no condition, no cap and no ban; and showed there no less than the newer line, which nobody may
 * object to less than to what it served in any part. The note shows all to go together. `asks` leaves out the last two.
 */
function goTogether(
  line: Opening,
  lived: readonly Opened[],
  asker: Asker,
  s: Pick<Situation, 'purpose' | 'form'>,
  asks = (old: Opening, purpose: string): boolean => showsNoMore(line.rule, old.rule) && (mayObject(line.rule, s.purpose) || !lived.some(({ part }) => kept(part, asker, { ...s, purpose }).some(({ rule }) => mayObject(rule, purpose)))), // prettier-ignore
): boolean {
  const isOpen = ({ rule, given, need, block }: Opening): boolean =>
    given.size + need.size + block.size === 0 && !rule.slots.by?.cap && (rule.slots.when ?? []).every(({ kind }) => kind === 'signed' || kind === 'account') // prettier-ignore
  const served = registry.purposes.map(({ name: purpose }) => ({ ...s, purpose })).filter((way) => lived.every(({ part, onBases }) => kept(part, asker, way).length > 0 && !isBarred(part, way.purpose) && [...closing(part, asker, way), ...closingOf(onBases, kept(part, asker, way), asker, way)].every(isLiftedForGood))) // prettier-ignore
  return lived.every(({ part }) => kept(part, asker, s).length > 0 || served.some((way) => kept(part, asker, way).every((old) => isOpen(old) && asks(old, way.purpose)))) // prettier-ignore
}

/** Whether somebody may object to what a line opens for a purpose. */
function mayObject({ slots: { because } }: Rule, purpose: string): boolean {
  const isMarketing = registry.purposes.some(({ name, marketing }) => name === purpose && marketing)
  return isMarketing || because?.kind === 'legitimate-interest' || because?.kind === 'public-task'
}

function isBarredForGood(part: Part, asker: Asker, s: Pick<Situation, 'purpose' | 'form'>): boolean {
  return isBarred(part, s.purpose) || closing(part, asker, s).some(holdsAlways)
}

// uses -------------------------------------------------------------------------------------------------------------------

/** May a record be used so? */
export function closedUse(lived: Lived, s: Situation): Closed | null {
  return firstOf(useTerms(lived, { hand: s.hand }, s))
}

/** Every term that closes a use, or a share as far as its own line goes. */
function useTerms(lived: Lived, asker: Asker, s: Situation): readonly Closed[] {
  const parts = [...lived.versions.flat(), ...(lived.today ?? [])]
  const closed: Closed[] = []
  const close = (term: Term, ...clauses: readonly string[]): void => void closed.push({ term, clauses })
  for (const part of parts) {
    for (const ban of closing(part, asker, s).filter((one) => banHolds(one, s)))
      close(ban.inherited ? 'barred' : 'never', ban.clause)
    if (isBarred(part, s.purpose)) close('barred')
    if (s.place !== null) for (const ban of placeBans(part, s, s.place)) close(ban.inherited ? 'barred' : 'never', ban.clause) // prettier-ignore
  }
  for (const [k, rested] of [...lived.versions, lived.today ?? []].entries())
    for (const part of rested)
      for (const ban of closingOf(onBasesOf(lived, k), kept(part, asker, s), asker, s).filter((one) =>
        banHolds(one, s),
      ))
        close(ban.inherited ? 'barred' : 'never', ban.clause)
  const between = lived.forbidden ?? []
  const banned = [...closingOf(between.flatMap(({ bans }) => bans), [], asker, s).filter((one) => banHolds(one, s)), ...(s.place === null ? [] : placeBansIn(between.flatMap(({ bans }) => bans), s, s.place))] // prettier-ignore
  for (const ban of banned) close(ban.inherited ? 'barred' : 'never', ban.clause)
  if (between.some(({ bars }) => bars.has(s.purpose))) close('barred')
  if (isHeldBack(s)) close('restricted')
  const opened = parts.length === 0 ? null : openedFor(lived, asker, s)
  if (!opened) return [...closed, { term: 'based', clauses: parts.flatMap((part) => leftOut(part, asker, s)) }]
  const opening = opened.flatMap(({ lines }) => lines.map(({ clause }) => clause))
  for (const term of asksForMore(lived, s)) close(term, ...opening)
  for (const { part, lines, keeps, all } of opened) {
    for (const line of lines) closed.push(...lineTerms(line, s))
    closed.push(...ended(part, keeps, all, lines, s))
  }
  if (s.place !== null && parts.some((part) => !isPlaced(part, lived.where, s, s.place!)))
    close('place', ...parts.flatMap((part) => saidOf(part).stores.map(({ clause }) => clause)))
  return closed
}

/** What one line asks for that is not so. */
function lineTerms({ clause, rule, facts, given, need, block }: Opening, s: Situation): readonly Closed[] {
  const { when = [], by } = rule.slots
  const closed: Closed[] = []
  const close = (term: Term): void => void closed.push({ term, clauses: [clause] })
  if (![...given].every((name) => s.on.has(name))) close('given')
  const isOpen = when.every((cond) => cond.kind === 'case' || isMet(cond, s, facts))
  if (!isOpen || ![...need].every((name) => s.on.has(name)) || [...block].some((name) => s.on.has(name))) close('open')
  if (by?.cap && !s.drawn) close('open')
  if (!when.every((cond) => cond.kind !== 'case' || isMet(cond, s, facts))) close('case')
  if (mayObject(rule, s.purpose) && s.objected.has(s.purpose)) close('objected')
  return closed
}

/** What a version asks for before it uses what the data was made from under an older one, and that is not chosen. */
function asksForMore({ versions, today, forbidden = [] }: Lived, s: Pick<Situation, 'on'>): readonly Term[] {
  const all = [...[...versions.flat(), ...(today ?? [])].flatMap(({ bound }) => bound ?? []), ...forbidden].map(({ asked }) => asked) // prettier-ignore
  const isGiven = all.every(({ given }) => [...given].every((name) => s.on.has(name)))
  const isOpen = all.every(({ need, block }) => [...need].every((name) => s.on.has(name)) && ![...block].some((name) => s.on.has(name))) // prettier-ignore
  return [...(isGiven ? [] : ['given' as const]), ...(isOpen ? [] : ['open' as const])]
}

/** A restriction holds back every purpose but those that survive it. */
function isHeldBack({ restricted, purpose }: Situation): boolean {
  return restricted && !(registry.purposes.find(({ name }) => name === purpose)?.survives ?? false)
}

/** Limits that have passed; and none at all closes too. */
function ended(
  part: Part,
  keepers: readonly Part[],
  all: boolean,
  lines: readonly Opening[],
  s: Situation,
): readonly Closed[] {
  // prettier-ignore
  const { facts } = part.cell
  const keeps = keepers.flatMap((one) => saidOf(one).keeps)
  const own = keeps.filter(({ rule }) => (all || isFor(rule, s.purpose)) && (rule.slots.when ?? []).every((cond) => isMet(cond, s, facts))) // prettier-ignore
  if (own.length === 0) return [{ term: 'live', clauses: [] }]
  const counted = keeps.flatMap(({ rule }) => rule.slots.limits!.flatMap((limit) => ('after' in limit && limit.event.text !== 'collection' ? [limit.event.text] : []))) // prettier-ignore
  const passed = own.filter(({ rule }) =>
    rule.slots.limits!.some((limit) => {
      if ('after' in limit) {
        const start = limit.event.text === 'collection' ? s.collectedAt : s.endedAt
        return start !== null && addPeriod(start, limit.after) <= s.at
      }
      if (limit.until.text === 'removal') return false
      if (limit.until.text === 'withdrawal') return s.collectedAt <= s.at && lines.some(({ given }) => [...given].some((name) => !s.on.has(name))) // prettier-ignore
      const isTheMoment = counted.length === 0 || counted.includes(limit.until.text)
      return isTheMoment && s.endedAt !== null && s.endedAt <= s.at
    }),
  )
  return passed.map(({ clause }) => ({ term: 'live', clauses: [clause] }))
}

// shares -----------------------------------------------------------------------------------------------------------------

/** May a recipient get it? The hand is not asked. */
export function closedShare(lived: Lived, recipient: string, s: Situation): Closed | null {
  const parts = [...lived.versions.flat(), ...(lived.today ?? [])]
  const { role, at, under, since, until } = registry.recipients.find(({ name }) => name === recipient)!
  const closed = [...useTerms(lived, { recipient }, { ...s, place: null, drawn: true })]
  const ours = handsOf.map((hand) => closedUse(lived, { ...s, hand, place: null }))
  if (role === 'ours' && !ours.includes(null)) closed.push(...ours.filter((one) => one !== null).slice(0, 1))
  for (const place of at) {
    for (const part of parts) for (const ban of placeBans(part, s, place)) closed.push({ term: ban.inherited ? 'barred' : 'never', clauses: [ban.clause] }) // prettier-ignore
    if (parts.length > 0 && !mayLeave(newestOf(lived), lived.where, place, under, s.at)) closed.push({ term: 'place', clauses: [] }) // prettier-ignore
  }
  const day = s.at.toISOString().slice(0, 10)
  if (day < since || (until !== null && day > until)) closed.push({ term: 'recipient', clauses: [] })
  return firstOf(closed)
}

function newestOf({ versions }: Lived): Reading {
  return versions.flat().at(-1)!.reading
}

// places -----------------------------------------------------------------------------------------------------------------

function isPlaced(part: Part, where: string | null, s: Situation, place: string): boolean {
  const { cell } = part
  return saidOf(part).stores.some(
    ({ rule: { slots } }) =>
      isPlaceIn(slots.at!, place) &&
      (slots.when ?? []).every((cond) => isMet(cond, s, cell.facts)) &&
      mayLeave(part.reading, where, place, (slots.under ?? []).map(({ text }) => text), s.at), // prettier-ignore
  )
}

/** Data of people of a zone leaves it only under a mechanism of that day. Where they live is not known: the zone may be theirs. */
function mayLeave(
  { draft }: Reading,
  where: string | null,
  place: string,
  under: readonly string[],
  at: Date,
): boolean {
  // prettier-ignore
  const isHeld = draft.zoned && (where === null || isWithin(where, 'eea')) && !isWithin(place, 'eea')
  const day = at.toISOString().slice(0, 10)
  return !isHeld || registry.mechanisms.some(({ name, from, to, valid, until }) => under.includes(name) && from.some((one) => isWithin('eea', one)) && to.some((one) => isWithin(place, one)) && valid <= day && (until === null || day <= until)) // prettier-ignore
}

/** Bans on a place, whoever it lies with. */
function placeBans(part: Part, s: Situation, place: string): readonly HeldBan[] {
  return placeBansIn(bansOver(part), s, place)
}

function placeBansIn(bans: readonly HeldBan[], s: Situation, place: string): readonly HeldBan[] {
  return bans.filter((one) => one.rule.ban === 'store' && !one.rule.slots.with && (!one.rule.slots.at || isPlaceIn(one.rule.slots.at, place)) && banHolds(one, s)) // prettier-ignore
}

// writes -----------------------------------------------------------------------------------------------------------------

/** May it be written? Asks the same of every cell it may be, and for one purpose that all of them leave open. */
export function closedWrite(parts: readonly Part[], where: string | null, s: Situation): Closed | null {
  if (parts.length === 0) return { term: 'based', clauses: [] }
  const each = parts.flatMap((part) => [...bannedWrite(part, s), ...notCollected(part, s), ...notLying(part, where, s)])
  const useless = noPurpose(parts, where, s)
  return firstOf(useless ? [...each, useless] : each)
}

function bannedWrite(part: Part, s: Situation): readonly Closed[] {
  const bans = saidOf(part).bans.filter((one) => one.rule.ban === 'collect' && !one.inherited && banHolds(one, s))
  const here = s.place === null ? [] : placeBans(part, s, s.place)
  return [...bans, ...here].map(({ clause, inherited }) => ({ term: inherited ? 'barred' : 'never', clauses: [clause] })) // prettier-ignore
}

function notCollected(part: Part, s: Situation): readonly Closed[] {
  return unmet(saidOf(part).collects, part.cell.facts, s)
}

/** One of these lines must have its condition met. */
function unmet(lines: readonly ReadRule[], facts: CellFacts, s: Situation): readonly Closed[] {
  if (lines.length === 0) return [{ term: 'based', clauses: [] }]
  const isMetBut = (isCase: boolean) => ({ rule }: ReadRule): boolean => (rule.slots.when ?? []).filter((cond) => (cond.kind === 'case') === isCase).every((cond) => isMet(cond, s, facts)) // prettier-ignore
  if (lines.some((one) => isMetBut(false)(one) && isMetBut(true)(one))) return []
  return [{ term: isMetBut(false)(lines[0]!) ? 'case' : 'open', clauses: lines.map(({ clause }) => clause) }]
}

/** At the place asked, or where none is at some place, it may lie and no ban closes it. */
function notLying(part: Part, where: string | null, s: Situation): readonly Closed[] {
  const open = registry.places.map(({ name }) => name).filter((place) => isPlaced(part, where, s, place) && (s.place ?? place) === place) // prettier-ignore
  if (open.length === 0) return [{ term: 'place', clauses: saidOf(part).stores.map(({ clause }) => clause) }]
  const bans = open.map((place) => placeBans(part, s, place))
  if (!bans.every((list) => list.length > 0)) return []
  const first = bans.flat().every(({ inherited }) => inherited) ? 'barred' : 'never'
  return [{ term: first, clauses: bans.flat().map(({ clause }) => clause) }]
}

/** What closed the purpose that came furthest, for any hand and form; null where one is open. A few of many are as good as a use. */
function noPurpose(parts: readonly Part[], where: string | null, s: Situation): Closed | null {
  const ways = registry.purposes.flatMap(({ name: purpose }) => handsOf.flatMap((hand) => formsOf.map((form): Situation => ({ ...s, purpose, hand, form, place: null, drawn: true })))) // prettier-ignore
  const based = ways.filter((way) => parts.every((part) => kept(part, { hand: way.hand }, way).length > 0))
  if (based.length === 0) return { term: 'based', clauses: ways.flatMap((way) => parts.flatMap((part) => leftOut(part, { hand: way.hand }, way))) } // prettier-ignore
  const lived: Lived = { versions: [parts], today: null, where }
  const closed = based.map((way) =>
    firstOf(useTerms(lived, { hand: way.hand }, way).filter(({ term }) => term !== 'case')),
  )
  if (closed.includes(null)) return null
  const all = closed.filter((one) => one !== null)
  const furthest = order.findLast((term) => all.some((one) => one.term === term))!
  return { term: furthest, clauses: all.filter((one) => one.term === furthest).flatMap(({ clauses }) => clauses) }
}

// what is made, asked at its making --------------------------------------------------------------------------------------

/** A record that something is made from: where it was written, and what it lived through, for the person as known now. */
export interface MadeOf {
  readonly placed: Placed
  readonly lived: Lived
}

/** What is to be made, by the newest version; and the same data as any version has it. */
export interface ToMake {
  readonly part: Part
  readonly partsIn: (reading: Reading) => readonly Part[]
}

/** May it be made from all of these for the purpose, and stored? Machines make it. */
export function closedDerive(result: ToMake, inputs: readonly MadeOf[], who: JoinedFor, s: Situation): Closed | null {
  const { part } = result
  if (saidOf(part).derives.length === 0 || inputs.length === 0) return { term: 'based', clauses: [] }
  const { where } = part.cell.facts
  const useless = noPurpose([part], where, s)
  const twos = inputs.flatMap((input, i) => inputs.slice(i + 1).map((other) => [input.placed, other.placed] as const))
  return firstOf([
    ...bannedWrite(part, s),
    ...inputs.flatMap((input) => closedInput(result, input, who, s)),
    ...twos.flatMap(([a, b]) => livedOf(a.place < b.place ? a : b).flatMap((reading) => pairTerms(reading, joinedOf(a), joinedOf(b), who, s))), // prettier-ignore
    ...(useless ? [useless] : []),
    ...notLying(part, where, s),
  ])
}

/** The versions that a record lived through, its own first. */
function livedOf({ readings, place }: Pick<Placed, 'readings' | 'place'>): readonly Reading[] {
  return readings.slice(place)
}

function closedInput(result: ToMake, { placed, lived }: MadeOf, who: JoinedFor, s: Situation): readonly Closed[] {
  const { category, product, signedIn, account } = result.part.cell.facts
  const there: Joined = { category, product, signedIn, account } // what it will be made from are the inputs
  const all = livedOf(placed)
  const own = joinedOf(placed)
  const within = closedWithin(all, placed, who, s)
  const places = s.place === null ? [] : bansOverRecord(lived).filter((one) => placeBansIn([one], s, s.place!).length > 0)
  return [
    ...all.flatMap((reading) => closedMaking(reading === result.part.reading ? [result.part] : result.partsIn(reading), placed, s)),
    ...useTerms(lived, { hand: 'machines' }, { ...s, hand: 'machines', form: 'identified', place: null }),
    ...all.flatMap((reading) => pairTerms(reading, own, there, who, s, true)),
    ...(within ? [within] : []),
    ...places.map(({ clause, inherited }): Closed => ({ term: inherited ? 'barred' : 'never', clauses: [clause] })),
    ...(isWashedOff(lived, result.part) || restsOnLess(placed, lived, result.part) || isPartedBefore(placed) ? [{ term: 'barred' as const, clauses: [] }] : []),
  ]
} // prettier-ignore

/** Why one version lets nothing be made of a record: a ban on making from it, or from what it was made from, or no line that holds. */
function closedMaking(parts: readonly Part[], input: Placed, s: Situation): readonly Closed[] {
  if (parts.length === 0) return [{ term: 'based', clauses: [] }]
  const { category } = input.cell.facts
  const behind = (joinedOf(input).behind ?? []).flatMap(({ category }) => category ?? [])
  return parts.flatMap((part) => {
    const kinds = [...kindsBehind(part, category), ...behind]
    const said = saidOf(part)
    const bans = said.bans.filter((one) => one.rule.ban === 'derive' && !one.inherited && (!one.rule.slots.from || kinds.some((name) => isCategoryIn(one.rule.slots.from!, name))) && isFor(one.rule, s.purpose) && banHolds(one, s))
    const lines = said.derives.filter(({ rule }) => isCategoryIn(rule.slots.from!, category) && isFor(rule, s.purpose))
    return [...bans.map(({ clause }): Closed => ({ term: 'never', clauses: [clause] })), ...unmet(lines, part.cell.facts, s)]
  })
} // prettier-ignore

/** A kind of data that something is made from, with all that data of this kind may be made from. */
function kindsBehind(result: Part, category: string): readonly string[] {
  const direct = saidOf(result).derives.flatMap((derive) => inputsOf(result, derive)).filter(({ cell }) => cell.facts.category === category) // prettier-ignore
  return [category, ...direct.flatMap((part) => inputsThrough(part).map(({ input }) => input.cell.facts.category))]
}

/** Everything that a version forbids of a record, and of what it was made from: for as long as it lived, and now. */
function bansOverRecord({ versions, today, forbidden = [] }: Lived): readonly HeldBan[] {
  const all = [...[...versions.flat(), ...(today ?? [])].flatMap(bansOver), ...forbidden.flatMap(({ bans }) => bans)]
  return all.filter((ban) => !isLiftedForGood(ban))
}

/** Whether a record forbids what the result allows: a ban that closes the one and none as strong that closes the other. */
function isWashedOff(lived: Lived, result: Part): boolean {
  const parts = [...lived.versions.flat(), ...(lived.today ?? [])]
  const between = (lived.forbidden ?? []).flatMap(({ bans }) => bans)
  const bars = (purpose: string): boolean => parts.some((part) => isBarred(part, purpose)) || (lived.forbidden ?? []).some((one) => one.bars.has(purpose))
  const all = bansOverRecord(lived)
  const onBases = all.filter(({ rule }) => rule.slots.bases)
  const isElsewhere = all.some((ban) => ban.rule.ban === 'store' && !ban.rule.slots.with && !bansOver(result).some((own) => own.rule.ban === 'store' && !own.rule.slots.with && isAsStrong(own, ban) && registry.places.every(({ name }) => !liesIn(ban.rule, name) || liesIn(own.rule, name))))
  return isElsewhere || askersOf.some((asker) =>
    formsOf.some((form) =>
      registry.purposes.some(({ name: purpose }) => {
        const way = { purpose, form }
        const lines = unstretched(result, asker, way)
        if (lines.length === 0 || isBarredForGood(result, asker, way)) return false
        const own = closing(result, asker, way)
        const closed = [...parts.flatMap((part) => closing(part, asker, way)), ...closingOf(between, [], asker, way), ...closingOf(onBases, lines, asker, way)]
        return bars(purpose) || closed.some((ban) => !isLiftedForGood(ban) && !own.some((one) => isAsStrong(one, ban)))
      }),
    ),
  )
} // prettier-ignore

const askersOf: readonly Asker[] = [...handsOf.map((hand) => ({ hand })), ...registry.recipients.map(({ name }) => ({ recipient: name }))] // prettier-ignore

function liesIn({ slots: { at } }: Rule, place: string): boolean {
  return !at || isPlaceIn(at, place)
}

/** Whether something opens the result that does not ask for all that the record's uses, in any version, for what it is made into, ask for. */
function restsOnLess({ cell }: Placed, { versions, today, forbidden = [] }: Lived, result: Part): boolean {
  const naming = saidOf(result).derives.filter(({ rule }) => isCategoryIn(rule.slots.from!, cell.facts.category))
  const purposes = new Set(naming.flatMap(({ rule }) => purposesIn(rule)))
  const parts = [...versions.flat(), ...(today ?? [])]
  const uses = parts.flatMap((part) => handsOf.flatMap((hand) => formsOf.flatMap((form) => [...purposes].flatMap((purpose) => kept(part, { hand }, { purpose, form })))))
  if (uses.length === 0) return false
  const asked = togetherAsked([...uses, ...forbidden.map((one) => one.asked)])
  const lines = askersOf.flatMap((asker) => formsOf.flatMap((form) => registry.purposes.map(({ name: purpose }) => unstretched(result, asker, { purpose, form }))))
  return lines.some((together) => {
    if (together.length === 0) return false
    const own = togetherAsked(together)
    return ![...asked.given, ...asked.need].every((name) => own.given.has(name) || own.need.has(name)) || ![...asked.block].every((name) => own.block.has(name))
  })
} // prettier-ignore

/** Whether an older version keeps a record, or what stands behind it, apart from more than the newest does, or joins it with less: the result stands under the newest alone. */
function isPartedBefore(placed: Placed): boolean {
  const { behind = [], ...own } = joinedOf(placed)
  const newest = placed.readings.at(-1)!
  const said = (reading: Reading, verb: 'never' | 'combine'): ReadonlySet<string> =>
    new Set(reading.rules.filter(({ rule }) => rule.verb === verb && rule.sides !== undefined && [own, ...behind].some((one) => mayName(rule, one))).map((one) => wordOf(reading, one)))
  return livedOf(placed).some((older) => [...said(older, 'never')].some((one) => !said(newest, 'never').has(one)) || [...said(newest, 'combine')].some((one) => !said(older, 'combine').has(one)))
} // prettier-ignore

/** Whether a side of a pair, or of a ban on one, may mean such data. */
function mayName({ sides }: Rule, one: Joined): boolean {
  const names = [one.product, ...sessionsOf(one), ...accountsOf(one)]
  return sides!.some(({ data, contexts }) => (contexts.any || names.some((name) => isInSet(contexts, name))) && (one.category === null || data === null || isCategoryIn(data, one.category))) // prettier-ignore
}

/** What a pair, or a ban on one, says, wherever it stands: two that say the same are the same. */
function wordOf(reading: Reading, one: ReadRule): string {
  const { sides, slots } = one.rule
  const conds = (list: readonly Cond[] = []): readonly string[] => list.map((cond) => JSON.stringify(cond, (key, value: unknown) => (key === 'span' ? undefined : value))).toSorted()
  const side = ({ data, contexts }: SideText): string => JSON.stringify([data && registry.categories.filter((name) => isCategoryIn(data, name)), contextNames.filter((name) => isInSet(contexts, name))])
  return JSON.stringify([
    one.rule.verb, sides!.map(side).toSorted(), purposesIn(one.rule), conds(slots.when), slots.unless && conds(slots.unless),
    slots.where && registry.places.filter(({ name }) => isPerson(slots.where!, name, one.rule.verb === 'never')).map(({ name }) => name),
    (reading.policy.standings ?? [{ name: reading.policy.profile }]).map(({ name }) => name).filter((name) => !holdsIn(reading, one, name)),
  ])
} // prettier-ignore

const contextNames = [...registry.products, 'signed-in', 'signed-out', 'personal-account', 'organisation-account']

/** Whether a ban holds whenever another does. */
function isAsStrong(one: HeldBan, other: HeldBan): boolean {
  if (one.rule === other.rule || holdsAlways(one)) return true
  const asked = (cond: Cond): string => JSON.stringify(cond, (key, value: unknown) => (key === 'span' ? undefined : value)) // prettier-ignore
  const [when, otherWhen] = [one, other].map(({ rule }) => (rule.slots.when ?? []).map(asked))
  const [unless, otherUnless] = [one, other].map(({ rule }) => rule.slots.unless?.map(asked))
  const isAsWide = when!.every((cond) => otherWhen!.includes(cond))
  return isAsWide && (unless === undefined || (otherUnless?.every((cond) => unless.includes(cond)) ?? false))
}

// bringing together ------------------------------------------------------------------------------------------------------

/** Something brought together; `category` null: who asks, and brings no data. */
export interface Joined {
  readonly product: string
  readonly category: string | null
  readonly signedIn: boolean | null
  readonly account: Account | null
  /** what it may be made from, through every step */
  readonly behind?: readonly Joined[]
}

/** Whom pairs are asked for: every one of the standings, and where they live; null: not known. */
export interface JoinedFor {
  readonly standings: readonly string[]
  readonly where: string | null
}

function mayMeet({ reading, cell: { facts: a } }: Part, { cell: { facts: b } }: Part, purpose: string): boolean {
  const apart = differences(a, b)
  const rules = reading.rules.filter(({ rule }) => rule.sides !== undefined && isFor(rule, purpose))
  const isPaired = apart.every(([one, other]) => rules.some(({ rule }) => rule.verb === 'combine' && isNamed(rule, one, other))) // prettier-ignore
  const says = ({ data, contexts }: SideText, facts: CellFacts): boolean => (data === null || isCategoryIn(data, facts.category)) && (contexts.any || contextsOf(facts).some((name) => name !== null && isInSet(contexts, name))) // prettier-ignore
  const isForGood = (one: ReadRule): boolean => {
    const [left, right] = one.rule.sides!
    return holdsForGood(reading, one) && ((says(left, a) && says(right, b)) || (says(left, b) && says(right, a)))
  }
  return isPaired && !(apart.length > 0 && rules.some((one) => one.rule.verb === 'never' && isForGood(one)))
}

/** Whether a rule holds for everybody, everywhere, on no condition. */
function holdsForGood(reading: Reading, one: ReadRule): boolean {
  const { when, unless, where } = one.rule.slots
  const everybody = reading.policy.standings?.map(({ name }) => name) ?? [reading.policy.profile]
  return !when && !unless && !where && everybody.every((name) => holdsIn(reading, one, name))
}

/**
 * A record with all that it may have been made from, through every step, by the lines of its own version and of older ones. What is not known of that was of the same session and
 * account, unless a pair for a purpose that something was made for joins the two there are.
 */
export function joinedOf(record: Omit<Placed, 'standing'>): Joined {
  const ready = knownJoined.get(record.cell) ?? joinedBy(record)
  knownJoined.set(record.cell, ready)
  return ready
}

const knownJoined = new WeakMap<Cell, Joined>()

function joinedBy({ readings, place, cell }: Omit<Placed, 'standing'>): Joined {
  const { product, category, signedIn, account } = cell.facts
  const sources = sourcesBut(readings, place, cell, (made, { rule }, input) => purposesIn(rule).some((purpose) => mayMeet(made, input, purpose)))
  if (sources.length === 0) return { product, category, signedIn, account }
  const purposes = new Set(linesBehind({ readings, place, cell }, sources).flatMap(({ rule }) => purposesIn(rule)))
  const rules = readings.slice(0, place + 1).flatMap((reading) => reading.rules)
  const isJoined = (one: string, other: string): boolean => rules.some(({ rule }) => rule.verb === 'combine' && isNamed(rule, one, other) && purposesIn(rule).some((name) => purposes.has(name)))
  const session = isJoined('signed-in', 'signed-out') ? null : signedIn
  const kind = isJoined('personal-account', 'organisation-account') ? null : account
  const cells = [...new Set(sources.map(({ input }) => input.cell))]
  const behind = cells.map(({ facts }): Joined => ({ product: facts.product, category: facts.category, signedIn: facts.signedIn ?? session, account: facts.account ?? kind }))
  return { product, category, signedIn, account, behind }
} // prettier-ignore

/** Every line that a record, or what it was made from, may have been made by. */
function linesBehind({ readings, place, cell }: Omit<Placed, 'standing'>, sources: readonly Source[]): readonly ReadRule[] {
  const linesIn = (one: Cell, i: number): readonly ReadRule[] => standingsJoined(one).flatMap((standing) => partsNamed(readings[i]!, one.facts, standing)).flatMap(linesOfMaking)
  const first = new Map<Cell, number>()
  for (const { input, place: at } of sources) first.set(input.cell, Math.max(at, first.get(input.cell) ?? 0))
  return [...linesIn(cell, place), ...[...first].flatMap(([one, at]) => readings.slice(0, at + 1).flatMap((_, i) => linesIn(one, i)))]
} // prettier-ignore

/** May the two be brought together for the purpose? */
export function closedCombine(reading: Reading, a: Joined, b: Joined, who: JoinedFor, s: Situation): Closed | null {
  return firstOf(pairTerms(reading, a, b, who, s))
}

/**
 * What keeps something made from being used by itself: it is itself, and all that it was made from, brought together. Every version that it lived through is
 * heard, its own first; but what that keeps apart for good, whatever it was made for, it was never made from.
 */
export function closedWithin(editions: readonly Reading[], record: Omit<Placed, 'standing'>, who: JoinedFor, s: Situation): Closed | null {
  const { behind = [], ...own } = joinedOf(record)
  const [written] = editions
  const twos = [...behind.map((one) => [own, one] as const), ...behind.flatMap((one, i) => behind.slice(i).map((other) => [one, other] as const))]
  const lines = standingsJoined(record.cell).flatMap((standing) => partsNamed(written!, record.cell.facts, standing)).flatMap(linesOfMaking)
  const purposes = new Set(lines.flatMap(({ rule }) => purposesIn(rule)))
  const bansIn = ({ rules }: Reading): readonly ReadRule[] => rules.filter(({ rule }) => rule.verb === 'never' && rule.sides !== undefined)
  const parts = (reading: Reading, { rule }: ReadRule, a: Joined, b: Joined): boolean => (apartIn(reading, a, b).length > 0 || isOfDifferentData(rule, a, b)) && isAbout(rule, a, b)
  const held = twos.filter(([a, b]) => [...purposes].some((purpose) => !bansIn(written!).some((one) => holdsForGood(written!, one) && isFor(one.rule, purpose) && parts(written!, one, a, b))))
  const closing = editions.flatMap((reading) => bansIn(reading).filter((one) => isFor(one.rule, s.purpose) && isThere(one.rule, who.where) && who.standings.some((name) => holdsIn(reading, one, name)) && held.some(([a, b]) => parts(reading, one, a, b) && bansPair(one.rule, a, b, s))))
  return firstOf(closing.map(({ clause }): Closed => ({ term: 'never', clauses: [clause] })))
} // prettier-ignore

/** What goes over to whoever asks, or into what is made, takes all that it was made from with it. */
function pairTerms(
  reading: Reading,
  a: Joined,
  b: Joined,
  who: JoinedFor,
  s: Situation,
  goesOver = a.category === null || b.category === null,
): readonly Closed[] {
  const rules = reading.rules.filter(({ rule }) => rule.sides !== undefined && isFor(rule, s.purpose))
  const holds = (one: ReadRule, standing: string): boolean => holdsIn(reading, one, standing)
  const [all, others] = [a, b].map((one) => [one, ...(one.behind ?? [])])
  const twos = all!.flatMap((one) => others!.map((other) => ({ one, other, apart: apartIn(reading, one, other) })))
  const closes = ({ rule }: ReadRule, { one, other, apart }: (typeof twos)[number]): boolean =>
    (apart.length > 0 || isOfDifferentData(rule, one, other)) && isAbout(rule, one, other) && bansPair(rule, one, other, s) // prettier-ignore
  const bans = rules.filter((one) => one.rule.verb === 'never' && who.standings.some((name) => holds(one, name)) && isThere(one.rule, who.where) && twos.some((two) => closes(one, two))) // prettier-ignore
  if (bans.length > 0) return bans.map(({ clause }) => ({ term: 'never', clauses: [clause] }))
  const pairs = rules.filter((one) => one.rule.verb === 'combine' && who.standings.every((name) => holds(one, name)) && isThere(one.rule, who.where)) // prettier-ignore
  // what something was made from was brought together with the contexts of that itself when it was made: those that are known, where pairs tell them apart
  const told = toldApart(reading)
  const certain = (may: readonly string[], isTold: boolean): readonly string[] => (isTold && may.length > 1 ? [] : may)
  const ownOf = (one: Joined): readonly string[] => [
    one.product,
    ...certain(sessionsOf(one), told.sessions),
    ...certain(accountsOf(one), told.accounts),
  ]
  const over = (made: Joined, there: Joined) => (made.behind ?? []).flatMap((one) => apartIn(reading, one, there).filter((names) => !ownOf(made).includes(names[1])).map((names) => ({ one, other: there, names }))) // prettier-ignore
  const asks = [...apartIn(reading, a, b).map((names) => ({ one: a, other: b, names })), ...(goesOver ? [...over(a, b), ...over(b, a)] : [])] // prettier-ignore
  return asks.flatMap(({ one: a, other: b, names: [one, other] }): readonly Closed[] => {
    const lines = pairs.filter(({ rule }) => joins(rule, one, other, a, b) && staysOfBoth(rule.slots.when ?? [], a, b))
    const asked = lines.map(({ clause, rule }) => ({ clause, left: (rule.slots.when ?? []).filter((cond) => cond.kind !== 'signed' && cond.kind !== 'account' && !isMet(cond, s, a)) })) // prettier-ignore
    if (asked.some(({ left }) => left.length === 0)) return []
    const [first] = asked
    if (!first) return [{ term: 'pair', clauses: [] }]
    return [{ term: first.left.every(({ kind }) => kind === 'case') ? 'case' : 'open', clauses: [first.clause] }]
  })
}

/** All that two differ in, or may. */
function apartIn(reading: Reading, a: Joined, b: Joined): readonly (readonly [string, string])[] {
  const told = toldApart(reading)
  return [
    ...(a.product === b.product ? [] : [[a.product, b.product] as const]),
    ...differing(sessionsOf(a), sessionsOf(b), told.sessions),
    ...differing(accountsOf(a), accountsOf(b), told.accounts),
  ]
}

/** A ban that names data on both sides keeps it apart within one context too; but nothing from what stands on both sides as it does. */
function isOfDifferentData({ sides }: Rule, a: Joined, b: Joined): boolean {
  const isOnBoth = ({ category }: Joined): boolean => category !== null && sides!.every(({ data }) => isCategoryIn(data!, category)) // prettier-ignore
  return sides!.every((side) => !isAllData(side)) && !(isOnBoth(a) && isOnBoth(b))
}

/** A side that names no data, or any, means all that there is, and whoever asks from there brings some of it. */
function isAllData({ data }: SideText): boolean {
  return data === null || (data.any && data.except.length === 0)
}

/** Whether some pair, or a ban on one, tells sessions apart, or kinds of accounts. */
function toldApart({ rules }: Reading): { readonly sessions: boolean; readonly accounts: boolean } {
  const paired = rules.flatMap(({ rule }) => (rule.sides ? [rule] : []))
  const conds = paired.flatMap(({ slots }) => [...(slots.when ?? []), ...(slots.unless ?? [])])
  const names = paired.flatMap(({ sides }) => sides!.flatMap(({ contexts }) => contexts.names.map(({ text }) => text)))
  return {
    sessions: conds.some(({ kind }) => kind === 'signed') || names.some((name) => name.startsWith('signed-')),
    accounts: conds.some(({ kind }) => kind === 'account') || names.some((name) => name.endsWith('-account')),
  }
}

/** Ways in which two may differ; what is not known of one may be either, where that is told apart at all. */
function differing(
  a: readonly string[],
  b: readonly string[],
  isTold: boolean,
): readonly (readonly [string, string])[] {
  // prettier-ignore
  if (!isTold && (a.length > 1 || b.length > 1)) return []
  return a.flatMap((one) => b.flatMap((other) => (one === other ? [] : [[one, other] as const])))
}

function sessionsOf({ signedIn, category }: Joined): readonly string[] {
  if (signedIn !== null) return [signedIn ? 'signed-in' : 'signed-out']
  return category === null ? [] : ['signed-in', 'signed-out']
}

/** Signed out nobody is in an account. */
function accountsOf({ signedIn, account, category }: Joined): readonly string[] {
  if (account !== null) return [`${account}-account`]
  return category === null || signedIn === false ? [] : ['personal-account', 'organisation-account']
}

/** Where somebody lives is not known: a ban holds, a permission does not. */
function isThere({ verb, slots: { where } }: Rule, place: string | null): boolean {
  if (!where) return true
  return place === null ? verb === 'never' : isPerson(where, place, verb === 'never')
}

type SideText = NonNullable<Rule['sides']>[number]

/** Whether a pair names the two contexts, one on each side, and the data of either. */
function joins({ sides }: Rule, one: string, other: string, a: Joined, b: Joined): boolean {
  const says = ({ data, contexts }: SideText, name: string, { category }: Joined): boolean =>
    isInSet(contexts, name) && (category === null || data === null || isCategoryIn(data, category))
  const [left, right] = sides!
  return (says(left, one, a) && says(right, other, b)) || (says(left, other, b) && says(right, one, a))
}

/** Whether a ban is about the two, whatever they differ in. */
function isAbout({ sides }: Rule, a: Joined, b: Joined): boolean {
  const names = (one: Joined): readonly string[] => [one.product, ...sessionsOf(one), ...accountsOf(one)]
  const says = ({ data, contexts }: SideText, one: Joined): boolean =>
    (contexts.any || names(one).some((name) => isInSet(contexts, name))) && (isAllData({ data, contexts }) || (one.category !== null && isCategoryIn(data!, one.category))) // prettier-ignore
  const [left, right] = sides!
  return (says(left, a) && says(right, b)) || (says(left, b) && says(right, a))
}

/** Whether both are known to be of the sessions and accounts that a condition names. */
function staysOfBoth(conds: readonly Cond[], a: Joined, b: Joined): boolean {
  return conds.every((cond) => [a, b].every((one) => staysMet(cond, one)))
}

/** Whether a ban holds. What is not known may be so for its `when`, and is not so for its `unless`. */
function bansPair({ slots: { when = [], unless } }: Rule, a: Joined, b: Joined, s: Situation): boolean {
  const mayBe = (cond: Cond): boolean => [a, b].every((one) => staysMet(cond, one) || (cond.kind === 'signed' ? one.signedIn === null : cond.kind === 'account' && one.account === null)) // prettier-ignore
  const isOf = ({ kind }: Cond): boolean => kind === 'signed' || kind === 'account'
  const holds = when.every((cond) => (isOf(cond) ? mayBe(cond) : isMet(cond, s, a)))
  const lifts = unless !== undefined && staysOfBoth(unless, a, b) && unless.every((cond) => isOf(cond) || isMet(cond, s, a)) // prettier-ignore
  return holds && !lifts
}

// controls ---------------------------------------------------------------------------------------------------------------

/** May the person use a control? No purpose closes it; a law that still keeps the data may, where every offer says so. */
export function closedControl(part: Part, control: string, s: Situation): Closed | null {
  const said = saidOf(part)
  const offers = said.offers.filter(({ rule }) => rule.controls.some(({ text }) => text === control))
  if (offers.length === 0) return { term: 'based', clauses: [] }
  const isWithheld = ({ rule }: ReadRule): boolean => (rule.slots.unlessLaw ?? []).some(({ text }) => isKeptBy(part, text, s)) // prettier-ignore
  return offers.every(isWithheld) ? { term: 'open', clauses: [] } : null
}

/** Whether a law still keeps data: a purpose that its unconditional periods name has not ended. */
function isKeptBy(part: Part, law: string, s: Situation): boolean {
  const stays = ({ kind }: Cond): boolean => kind === 'signed' || kind === 'account'
  const always = saidOf(part).keeps.filter(({ rule }) => (rule.slots.when ?? []).every(stays))
  const named = registry.purposes.filter(({ name }) => always.some(({ rule }) => rule.slots.because?.name?.text === law && isFor(rule, name))) // prettier-ignore
  const counted = saidOf(part).keeps.flatMap(({ rule }) => rule.slots.limits!.flatMap((limit) => ('after' in limit && limit.event.text !== 'collection' ? [limit.event.text] : []))) // prettier-ignore
  const hasPassed = ({ rule }: ReadRule): boolean =>
    rule.slots.limits!.some((limit) => {
      if ('after' in limit) {
        const start = limit.event.text === 'collection' ? s.collectedAt : s.endedAt
        return start !== null && addPeriod(start, limit.after) <= s.at
      }
      if (limit.until.text === 'removal' || limit.until.text === 'withdrawal') return false
      return (counted.length === 0 || counted.includes(limit.until.text)) && s.endedAt !== null && s.endedAt <= s.at
    })
  return named.some(({ name }) => !always.some((one) => isFor(one.rule, name) && hasPassed(one)))
}

// what there is ----------------------------------------------------------------------------------------------------------

/** Whether the rules of a standing take in or make data of these facts, all of them known. */
export function isOpened(reading: Reading, facts: CellFacts): boolean {
  const held = reading.rules.filter((one) => holdsIn(reading, one, facts.standing))
  const opening = held.filter(({ rule }) => rule.verb === 'collect' || rule.verb === 'derive')
  const isLeaf = !registry.categories.some((name) => name.startsWith(`${facts.category}.`))
  const roots = ({ rule: { set } }: ReadRule): readonly string[] => (set.any ? [] : set.names.flatMap(({ text }) => registry.groups[text] ?? [text])) // prettier-ignore
  const isUnit = isLeaf || opening.some((one) => roots(one).includes(facts.category))
  return isUnit && opening.some((one) => covers(one, facts))
}
