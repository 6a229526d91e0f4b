// Cases for the witnesses: a statement in one to three versions, a person, a record, a question. Here the decision and the direct reading are
// asked; witnesses.ts asks the databases and Cedar about the same cases. A case that they disagree on is made smaller clause by clause.

import { addPeriod } from '../../src/base/index.ts'
import {
  answer,
  joinedOf as joinedIn,
  decideCombine,
  decideControl,
  decideDerive,
  decideWithin,
  decideShare,
  decideUse,
  decideWrite,
} from '../../src/decision/index.ts'
import { bitsOf, has, cellNumber, cellOf, cellsOf, standingsOf, forms, hands, maskOf, origins, putInForce, standingFor, type Account, type Act, type Cell, type CellFacts, type Decision, type InForce, type Policy, type Question, type Standing } from '../../src/policy/index.ts' // prettier-ignore
import { compileStatement } from '../../src/statement/index.ts'
import { drawEditions, filesOf, registry, type Edition } from './drafts.ts'
import { moment } from './policies.ts'
import { randomFrom, type Random } from './random.ts'
import {
  closedCombine, closedWithin, closedControl, closedDerive, closedShare, closedUse, closedWrite, firstOf, inOrder, isOpened, joinedOf, livedBy as readLives, partsIn, standingIn, readEdition, standingsOfPerson, turnsOn,
  type Closed, type Joined, type Lived, type Part, type Placed, type Reading, type Situation, type Who,
} from './reader.ts' // prettier-ignore

/** A statement in force, and as it is read. */
export interface Subject {
  readonly editions: readonly Edition[]
  readonly readings: readonly Reading[]
  readonly inForce: InForce
}

/** One question about one record, in names alone: it can be asked again of a statement with fewer clauses. */
export interface Case {
  readonly ask: 'use' | 'write' | 'share' | 'words' | 'derive' | 'combine' | 'within' | 'control'
  /** the version in which it was written, from 0 */
  readonly written: number
  readonly facts: CellFacts
  readonly situation: Situation
  readonly recipient: string
  readonly control: string
  /** what it is brought together with */
  readonly beside: Omit<Joined, 'behind'>
  /** what it is made from */
  readonly inputs: readonly Taken[]
  /** who the person is today; null: the same as then */
  readonly now: Who | null
  /** of a question in words: whether it says where the data came from */
  readonly saysOrigin: boolean
}

/** A record that something is made from, or brought together with: the version in which it was written, from 0. */
type Taken = Pick<Case, 'written' | 'facts'>

/** What the two said. */
interface Heard {
  readonly decision: Decision
  readonly reading: Closed | null
  /** what alone closes it */
  readonly by?: string
  /** what else it turned on, as it is counted */
  readonly turned?: readonly string[]
}

/** Puts versions in force. */
function subjectOf(editions: readonly Edition[]): Subject {
  const versions = editions.map(({ compiled }, i) => ({ version: i + 1, hash: compiled.hash, policy: compiled.policy, page: compiled.page, publishedAt: new Date(0), effectiveAt: new Date(0) })) // prettier-ignore
  return { editions, readings: inOrder(editions.map(readEdition)), inForce: putInForce(versions) }
}

/** Draws a statement; null when this chance leads to none. */
export async function drawSubject(random: Random): Promise<Subject | null> {
  const editions = await drawEditions(random)
  return editions && subjectOf(editions)
}

// drawing ----------------------------------------------------------------------------------------------------------------

const places = registry.places.map(({ name }) => name)

/** Draws a question to a statement. Questions in words and controls are asked of its first version alone; something is made by its newest, of what any version took in. */
function drawCase(random: Random, { editions, inForce }: Subject): Case {
  const isMade = editions.at(-1)!.compiled.policy.cells.some(({ derives }) => derives)
  const drawn = random.pick(['use', 'use', 'use', 'use', 'write', 'share', 'share', 'share', 'words', 'derive', 'derive', 'combine', 'within', 'control'] as const) // prettier-ignore
  const ask = (drawn === 'derive' || drawn === 'within') && !isMade && random.chance(0.9) ? 'use' : drawn
  const last = editions.length - 1
  const version = ask === 'write' || ask === 'derive' ? last : ask === 'words' || ask === 'control' ? 0 : random.pick([0, random.below(editions.length)])
  const { policy } = editions[version]!.compiled
  const made = policy.cells.filter(({ facts }) => facts.origin === 'inferred')
  const cell = random.pick(made.length > 0 && (ask === 'derive' || ask === 'within' || random.chance(ask === 'combine' ? 0.6 : 0.2)) ? made : policy.cells)
  const collectedAt = moment(random)
  const endedAt = random.chance(0.4) ? new Date(collectedAt.getTime() + random.below(1_000) * 3_600_000) : null
  const facts = lessKnown(random, ask, { ...cell.facts, standing: random.pick([cell.facts.standing, ...(cell.standings ?? [])]) })
  const speaking = random.chance(0.5) ? cell : (cellOf(inForce.newest.policy, cell.facts) ?? cell)
  const served = ask === 'derive' ? (cell.derives ?? []).flatMap(({ purposes }) => bitsOf(purposes)) : speaking.rows.flatMap(({ uses }) => uses.map(({ purpose }) => purpose)) // prettier-ignore
  const opened = random.chance(ask === 'derive' ? 0.9 : 0.6) ? random.pick([...new Set(served), -1]) : -1
  const known = registry.choices.filter(({ bit }) => inForce.newest.policy.choices.some((choice) => choice.bit === bit))
  return {
    ask,
    written: version,
    facts,
    situation: {
      purpose: registry.purposes.find(({ bit }) => bit === opened)?.name ?? random.pick(registry.purposes).name,
      hand: random.chance(0.7) ? 'machines' : random.pick(hands),
      form: random.chance(0.75) ? 'identified' : random.pick(forms),
      on: new Set(random.some(known, random.pick([0.3, 0.7, 0.95])).map(({ name }) => name)),
      objected: new Set(random.chance(0.2) ? random.some(registry.purposes, 0.5).map(({ name }) => name) : []),
      restricted: random.chance(0.06),
      cases: random.some(registry.desks, 0.5),
      directed: random.chance(0.5),
      place: ask === 'share' || random.chance(0.7) ? null : random.pick(places),
      collectedAt,
      endedAt,
      at: momentNear(random, editions, collectedAt, endedAt),
    },
    recipient: random.pick((cell.shares ?? []).length > 0 && random.chance(0.8) ? cell.shares!.map((row) => row.recipient) : registry.recipients.map(({ name }) => name)), // prettier-ignore
    control: random.pick(registry.controls),
    beside: { product: random.pick(registry.products), category: random.chance(0.3) ? null : random.pick(registry.categories), signedIn: random.pick([null, true, false]), account: random.pick([null, 'personal', 'organisation'] as const) },
    inputs: [1, 2].slice(random.pick([0, 1, 1])).map(() => drawInput(random, editions, facts, (cell.derives ?? []).flatMap(({ inputs, purposes }) => (opened < 0 || has(purposes, opened) ? inputs : [])))),
    now: (ask === 'use' || ask === 'share') && random.chance(0.3) ? drawWho(random) : null,
    saysOrigin: random.chance(0.6),
  }
} // prettier-ignore

/** A record of the same person, of any version, that something may be made from; and now and then another one. */
function drawInput(random: Random, editions: readonly Edition[], { standing, where }: CellFacts, categories: readonly string[]): Taken {
  const written = random.below(editions.length)
  const { cells } = editions[written]!.compiled.policy
  const own = cells.filter((cell) => standingsOf(cell).includes(standing))
  const named = own.filter(({ facts }) => categories.includes(facts.category) && (facts.where === null || facts.where === where))
  const made = named.filter(({ derives }) => derives)
  const fit = made.length > 0 && random.chance(0.3) ? made : named
  const cell = random.pick(fit.length > 0 && random.chance(0.9) ? fit : own.length > 0 ? own : cells)
  const { facts } = cell
  const then = standingsOf(cell).includes(standing) ? standing : random.pick(standingsOf(cell))
  return { written, facts: { ...facts, standing: then, signedIn: facts.signedIn ?? random.pick([null, true, false]), account: facts.account ?? random.pick([null, 'personal', 'organisation'] as const), where: where ?? facts.where } }
} // prettier-ignore

/** Now and then less is known; of what is made or brought together more, for that is asked of one person. */
function lessKnown(random: Random, ask: Case['ask'], facts: CellFacts): CellFacts {
  if (ask === 'derive' || ask === 'combine' || ask === 'within') return { ...facts, signedIn: facts.signedIn ?? random.pick([null, true, false]), account: facts.account ?? random.pick([null, 'personal', 'organisation'] as const), where: facts.where ?? random.pick([null, ...places]) } // prettier-ignore
  if (ask === 'control' || !random.chance(0.2)) return facts
  return { ...facts, ...(random.chance(0.5) && { signedIn: null }), ...(random.chance(0.5) && { account: null }), ...(random.chance(0.5) && { where: null }) } // prettier-ignore
}

/** Somebody of whom more or less is known. */
function drawWho(random: Random): Who {
  const maybe = <T>(value: T): T | undefined => (random.chance(0.7) ? value : undefined)
  return {
    age: maybe(random.pick([9, 12, 13, 14, 15, 16, 40])),
    where: maybe(random.pick(places)),
    account: maybe(random.pick<Account>(['personal', 'organisation'])),
    customer: maybe(random.pick([null, ...registry.customers])),
    on: new Set(random.chance(0.4) ? ['trial'] : []),
  }
}

/** Half of the moments lie soon after the collection, a quarter where some limit passes. */
function momentNear(random: Random, editions: readonly Edition[], collectedAt: Date, endedAt: Date | null): Date {
  if (random.chance(0.2)) return moment(random)
  if (random.chance(0.6)) return new Date(collectedAt.getTime() + random.below(20 * 24) * 3_600_000)
  const cells = random.pick(editions).compiled.policy.cells
  const limit = random.pick(random.pick(cells).limits)?.end
  if (!limit || !('after' in limit)) return endedAt ?? collectedAt
  const start = limit.event === 'collection' ? collectedAt : (endedAt ?? collectedAt)
  return new Date(addPeriod(start, limit.after).getTime() + random.below(3) - 1)
}

// asking -----------------------------------------------------------------------------------------------------------------

/** The number a record of these facts was given; null where its version knows no such data. */
export function numberOf({ editions }: Subject, { written, facts }: Pick<Case, 'written' | 'facts'>): number | null {
  const found = cellOf(editions[written]!.compiled.policy, facts)
  return found && found.id > 0 ? cellNumber(written + 1, found.id) : null
}

/** Asks both; null where a version knows no such data, so that there is no such record. */
function hear(subject: Subject, one: Case): Heard | null {
  if (one.ask === 'words') return hearWords(subject, one)
  const number = numberOf(subject, one)
  if (number === null) return null
  if (one.ask === 'derive' || one.ask === 'combine' || one.ask === 'within' || one.ask === 'control') return hearAlone(subject, one)
  const { newest } = subject.inForce
  const view = one.now ? subject.inForce.under(nowOf(subject, one.now, one.situation.at)) : subject.inForce
  const cell = view.cell(number)
  const [standing, act] = [standingOf(one.situation), actOf(one.situation)]
  const lived = livedBy(subject, one, number)
  switch (one.ask) {
    case 'write':
      return { decision: decideWrite(newest.policy, cell, standing, act), reading: closedWrite(lived.versions[0]!, lived.where, one.situation) }
    case 'use':
      return { decision: decideUse(newest.policy, cell, standing, act), reading: closedUse(lived, one.situation) }
    case 'share':
      return { decision: decideShare(newest.policy, cell, one.recipient, standing, act), reading: closedShare(lived, one.recipient, one.situation) }
  }
} // prettier-ignore

/** What nothing closes. */
const open: Decision = { effect: 'permit', clause: null, version: null, term: null, why: '', change: null }

/** What is asked of a record, and of what it is brought together with. */
function hearAlone(subject: Subject, one: Case): Heard | null {
  const { readings } = subject
  const { facts, situation, beside, control } = one
  const [standing, act] = [standingOf(situation), actOf(situation)]
  if (one.ask === 'control') {
    const part = partOf(readings[0]!, facts)
    return part && { decision: decideControl(part.reading.policy, part.cell, control, standing, act), reading: closedControl(part, control, situation) }
  }
  if (one.ask === 'derive') return hearMade(subject, one)
  const record = placedOf(subject, one)
  const standings = standingsNow(subject, one)
  if (!record || !standings) return null
  const [who, decider] = [{ standings, where: facts.where }, { standing: standings.join('&'), where: facts.where }]
  const policiesSince = (place: number): readonly Policy[] => subject.editions.slice(place).map(({ compiled }) => compiled.policy)
  if (one.ask === 'combine') {
    const other = one.inputs[0] && one.saysOrigin ? placedOf(subject, one.inputs[0]) : null
    const [first, second] = [joinedBy(subject, record.cell), other ? joinedBy(subject, other.cell) : beside]
    const since = Math.min(record.place, other?.place ?? record.place)
    const asked = (joined: readonly JoinedAsked[], policies: readonly Policy[]): Decision => {
      const decisions = policies.map((policy) => decideCombine(policy, joined, decider, standing, act))
      return decisions.find(({ term }) => term === 'never') ?? decisions.find(({ effect }) => effect === 'deny') ?? decisions[0]!
    }
    const decision = asked([first, second], policiesSince(since))
    const bare = asked([first, second].map(({ product, category, signedIn, account }) => ({ product, category, signedIn, account })), policiesSince(since))
    const follows = decision.effect === 'deny' && bare.effect === 'permit'
    const read = [joinedOf(record), other ? joinedOf(other) : beside] as const
    return { decision, reading: firstOf(readings.slice(since).flatMap((reading) => closedCombine(reading, ...read, who, situation) ?? [])), ...(follows && { by: `what it was made from: ${decision.term}` }) }
  }
  const policies = policiesSince(record.place)
  const decision = decideWithin(policies, record.cell, decider, standing, act)
  const lasts = decision && decideWithin(policies.slice(0, 1), record.cell, decider, standing, act) === null
  return { decision: decision ?? open, reading: closedWithin(readings.slice(record.place), record, who, situation), ...(decision && { by: `what it was made from, by itself${lasts ? ', by a later version' : ''}` }) }
} // prettier-ignore

type JoinedAsked = ReturnType<typeof joinedBy>

/** A record's data as something that is brought together. */
function joinedBy({ inForce }: Subject, cell: Cell) {
  return joinedIn(inForce.newest.policy, cell)
}

/** Something made by the newest version of records that any version took in, for the person as known now. */
function hearMade({ inForce, ...subject }: Subject, one: Case): Heard | null {
  const { facts, situation } = one
  const [standing, act] = [standingOf(situation), actOf(situation)]
  const newest = subject.readings.at(-1)!
  const part = partOf(newest, facts)
  const found = part && cellOf(inForce.today, facts)
  if (!part || !found) return null
  const taken = one.inputs.flatMap((input) => placedOf({ ...subject, inForce }, input) ?? [])
  const now = { standing: facts.standing, where: facts.where }
  const given = taken.map(({ place, number }) => {
    const older = inForce.versions.slice(place, -1)
    return { cell: inForce.under(now).cell(number), collectedAt: act.collectedAt, endedAt: act.endedAt, lived: older.map(({ policy }) => ({ policy, result: cellOf(policy, facts) })) }
  })
  const standings = facts.standing.split('&')
  const made = taken.map((placed) => ({ placed, lived: readLives(placed, { standings, where: facts.where }) }))
  const result = { part, partsIn: (reading: Reading) => partsIn(reading, facts, standings) }
  const decide = (inputs: typeof given): Decision => decideDerive(inForce.newest.policy, found, inputs, standing, act, now)
  const decision = decide(given)
  const isOlder = taken.some(({ place }) => place < subject.readings.length - 1)
  const bare = decide(given.map((input) => ({ ...input, lived: [] })))
  const of = taken.some(({ cell }) => cell.derives) ? 'what was made before' : 'an older record'
  const turned = isOlder ? [`derive from ${of}, ${decision.term ?? 'permit'}`, ...(bare.effect === 'permit' && decision.term ? [`derive closed by an older version: ${decision.term}`] : [])] : []
  return { turned, decision, reading: closedDerive(result, made, { standings, where: facts.where }, situation) }
} // prettier-ignore

/** A record as it was given its number; null where its version knows no such data. */
function placedOf(subject: Subject, { written, facts }: Taken): (Placed & { readonly number: number }) | null {
  const number = numberOf(subject, { written, facts })
  return number === null ? null : { readings: subject.readings, place: written, cell: subject.inForce.cell(number)!, standing: facts.standing, number } // prettier-ignore
}

/** The standings of a record's own version as the newest knows them; null where it does not know one. */
function standingsNow({ readings }: Subject, { facts }: Case): readonly string[] | null {
  const named = facts.standing.split('&').map((name) => standingIn(readings.at(-1)!, name))
  return named.every((name) => name !== null) ? named : null
}

/**
 * A question in words, with what is not known left out; of an origin that it does not say, all from which such data is collected. What was made of what is kept apart closes the
 * use as it closes such a record; null where that is to be asked and more than one cell may be meant.
 */
function hearWords({ editions, readings }: Subject, { facts, situation, saysOrigin }: Case): Heard | null {
  const [{ policy }, reading] = [editions[0]!.compiled, readings[0]!]
  const { purpose, hand, form, on, objected, restricted, cases, directed, place, collectedAt, endedAt, at } = situation
  const { standing, product, category, origin, signedIn, account, where } = facts
  const [profile = '', ...overlays] = standing.split('+')
  const choices = Object.fromEntries(registry.choices.filter(({ since }) => since === 1).map(({ name }) => [name, on.has(name) ? 'on' : 'off'] as const)) // prettier-ignore
  const question: Question = {
    ask: 'use', profile, overlays, product, category, purpose, hand, form, choices, objected: [...objected], restricted, cases, directed,
    ...(saysOrigin && { origin }), ...(signedIn !== null && { signedIn }), ...(account !== null && { account }), ...(where !== null && { where }),
    ...(place !== null && { place }), ...(endedAt && { endedAt: endedAt.toISOString() }), collectedAt: collectedAt.toISOString(), at: at.toISOString(),
  } // prettier-ignore
  const { source: _source, ...rest } = facts
  const each = (saysOrigin ? [origin] : origins).map((one) => partsIn(reading, { ...rest, origin: one }, [standing]))
  const collected = saysOrigin ? each : each.filter((parts) => parts.some(({ cell }) => cell.collects.length > 0))
  const parts = (collected.length > 0 ? collected : each).flat()
  // a cell that tells no places apart does not know where somebody lives
  const known = parts.every(({ cell }) => cell.facts.where !== null) ? where : null
  const decision = answer(policy, question, at)
  const use = closedUse({ versions: [parts], today: null, where: known }, situation)
  const asked = (saysOrigin ? [origin] : origins).map((one) => ({ ...rest, origin: one }))
  const mayBe = asked.flatMap((one) => partOf(reading, one) ?? [])
  const isClear = asked.every((one) => cellsOf(policy, one).length <= 1)
  if (use === null && !isClear && policy.pairBans && policy.cells.some(({ derives }) => derives)) return null
  const within = mayBe.map((part) => closedWithin([reading], { readings: [reading], place: 0, cell: part.cell }, { standings: [standing], where }, situation)).find((one) => one !== null) // prettier-ignore
  return {
    decision,
    reading: use ?? within ?? null,
    ...(use === null && within && { by: 'what it was made from, in words' }),
  }
}

/** Data of one cell, in the context that it keeps; null where more than one may be meant. */
function partOf(reading: Reading, facts: CellFacts): Part | null {
  const cell = cellsOf(reading.policy, facts).length === 1 ? cellOf(reading.policy, facts) : undefined
  return cell ? { reading, cell, standing: facts.standing } : null
}

/** The standings of today, as the policy names them. */
function nowOf(
  { inForce }: Pick<Subject, 'inForce'>,
  who: Who,
  at: Date,
): { readonly standing: string; readonly where: string | null } {
  const { policy } = inForce.newest
  const standing = standingFor(policy, { age: who.age ?? null, where: who.where ?? null, account: who.account ?? null, ...(who.customer !== undefined && { customer: who.customer }), on: bitsNamed(who.on) }, at) // prettier-ignore
  return { standing, where: who.where ?? null }
}

/** What a record lived through, worked out once a subject for each number. */
export function livedBy(
  { readings, inForce }: Subject,
  { written, facts, now, situation }: Pick<Case, 'written' | 'facts' | 'now' | 'situation'>,
  number: number,
): Lived {
  // prettier-ignore
  const cell = inForce.cell(number)!
  const today = now && { standings: standingsOfPerson(readings.at(-1)!, now, situation.at), where: now.where ?? null }
  return readLives({ readings, place: written, cell, standing: facts.standing }, today)
}

/** The person as the decision takes one. */
function standingOf({ on, objected, restricted }: Situation): Standing {
  const purposes = registry.purposes.filter(({ name }) => objected.has(name)).map(({ bit }) => bit)
  return { on: bitsNamed(on), objected: maskOf(...purposes), restricted }
}

function bitsNamed(on: ReadonlySet<string>): Standing['on'] {
  return maskOf(...registry.choices.filter(({ name }) => on.has(name)).map(({ bit }) => bit))
}

/** The act as the decision takes one. */
function actOf({ purpose, hand, form, cases, directed, place, collectedAt, endedAt, at }: Situation): Act {
  return { purpose: registry.purposes.find(({ name }) => name === purpose)!.bit, hand, form, cases, directed, place, collectedAt, endedAt, at } // prettier-ignore
}

/**
 * Why they disagree, or null where they agree: effect, and of a use and a write the term, and a clause that the reading names too. What a source
 * alone bars where nothing is opened or banned, a denial need not name.
 */
function disagreement({ decision, reading }: Heard, { ask }: Case): string | null {
  const isSame = (decision.effect === 'permit') === (reading === null)
  const isBarredAlone = reading?.term === 'barred' && reading.clauses.length === 0
  const isNamed = ask === 'use' || ask === 'write' || ask === 'words'
  const isSameTerm = decision.term === (reading?.term ?? null) && (decision.clause === null || reading === null || reading.clauses.includes(decision.clause)) // prettier-ignore
  if (isSame && (!isNamed || isSameTerm || isBarredAlone)) return null
  return `decided ${decision.effect}, ${decision.term}, ${decision.clause}; read ${reading === null ? 'permit' : `${reading.term} ${reading.clauses.join(', ')}`}`
}

/** What the two say of who somebody is; null where they agree. */
function standingDisagreement({ readings, inForce }: Subject, who: Who, at: Date): string | null {
  const said = nowOf({ inForce }, who, at).standing
  const read = standingsOfPerson(readings.at(-1)!, who, at).join('&')
  return said === read ? null : `said ${said}, read ${read}: ${JSON.stringify({ ...who, on: [...who.on], at })}`
}

/** What the two say of whether there may be such data in a version, all facts known; null where they agree. */
function cellDisagreement(reading: Reading, facts: CellFacts): string | null {
  const [has, read] = [cellsOf(reading.policy, facts).length === 1, isOpened(reading, facts)]
  return has === read
    ? null
    : `${has ? 'a cell' : 'no cell'}, read ${read ? 'opened' : 'not opened'}: ${JSON.stringify(facts)}`
}

/** Facts as they may be, all of them known. */
function drawFacts(random: Random, { standings, profile, providers = [] }: Policy): CellFacts {
  const origin = random.pick(origins)
  return {
    standing: standings ? random.pick(standings).name : profile,
    product: random.pick(registry.products),
    category: random.pick(registry.categories),
    origin,
    signedIn: random.chance(0.5),
    account: random.pick(['personal', 'organisation'] as const),
    where: random.pick(places),
    ...(origin === 'third-party' && providers.length > 0 && { source: random.pick(providers).name }),
  }
}

// many of them -----------------------------------------------------------------------------------------------------------

/** How often each thing was reached. */
export type Reach = Map<string, number>

/** Counts what was reached once more. */
export function count(reached: Reach, ...what: readonly string[]): void {
  for (const one of what) reached.set(one, (reached.get(one) ?? 0) + 1)
}

/** Counts what a statement is made of. */
export function countSubject({ editions, readings, inForce }: Subject, reached: Reach): void {
  count(reached, `versions ${editions.length}`)
  const { homes, zoned, provided } = editions[0]!.draft
  for (const { front } of homes) count(reached, `home ${front === null ? 'general text' : kindOf(front)}`)
  if (zoned) count(reached, 'zone')
  if (provided) count(reached, 'brokers')
  if (editions.some(({ draft }) => draft.told)) count(reached, 'note that people were told of')
  const plain = editions.reduce((sum, { compiled }) => sum + compiled.policy.cells.length, 0)
  if (inForce.numbers.length > plain) count(reached, 'facts not known')
  for (const { rule } of readings.flatMap(({ rules }) => rules)) {
    count(reached, `verb ${rule.verb}${rule.ban ? ` ${rule.ban}` : ''}`, ...Object.keys(rule.slots).map((slot) => `slot ${slot}`)) // prettier-ignore
    if (rule.slots.because) count(reached, `basis ${rule.slots.because.kind}`)
    if (rule.slots.by) count(reached, `by ${rule.slots.by.hand}${rule.slots.by.cap ? ' at most' : ''}`)
    for (const { kind } of [...(rule.slots.when ?? []), ...(rule.slots.unless ?? [])])
      count(reached, `condition ${kind}`)
  }
}

function kindOf({ kind, inherits, contract, customers }: Readonly<Record<string, string>>): string {
  if (kind === 'base') return inherits === undefined ? 'base, a closed world' : 'base'
  if (kind !== undefined) return kind
  return contract === undefined ? 'product section' : customers === 'all' ? 'contract with all' : 'contract with a customer' // prettier-ignore
}

function countCase(subject: Subject, one: Case, { decision, by, turned = [] }: Heard, reached: Reach): void {
  count(reached, ...turned)
  if (by !== undefined) count(reached, `closed by ${by}`)
  const { ask, situation, facts, now, recipient } = one
  const role = registry.recipients.find(({ name }) => name === recipient)!.role
  count(reached, `${ask} ${decision.term ?? 'permit'}${ask === 'share' && decision.term === null ? ` ${role}` : ''}`)
  if (ask === 'use' || ask === 'share') count(reached, `${ask} ${situation.form}`)
  const isBefore = one.written < subject.editions.length - 1
  if (isBefore && (ask === 'use' || ask === 'share') && facts.origin === 'inferred') count(reached, `${ask} of what was made before, ${decision.term ?? 'permit'}${now ? ', for somebody who changed since' : ''}`) // prettier-ignore
  if (isBefore && ask === 'combine') count(reached, `combine through versions, ${decision.term ?? 'permit'}`)
  if (one.written > 0 && ask === 'within')
    count(reached, `within what a later version made, ${decision.term ?? 'permit'}`)
  if (ask !== 'use') return
  count(reached, `use by ${situation.hand}`, ...(now ? ['use by somebody who changed since'] : []), ...(facts.standing.includes('+') ? ['use under an overlay'] : [])) // prettier-ignore
  const number = numberOf(subject, one)
  if (number === null || now) return
  for (const law of turnsOn(livedBy(subject, one, number), situation)) count(reached, `${law}, ${decision.effect}`)
}

const asksOf = (ask: Case['ask'], ...what: readonly string[]): readonly string[] => what.map((one) => `${ask} ${one}`)
const formulaTerms = ['permit', 'never', 'barred', 'restricted', 'based', 'given', 'open', 'objected', 'live', 'place', 'case'] // prettier-ignore

/** What a run in process must have reached. */
export const mustReach: readonly string[] = [
  ...asksOf('use', ...formulaTerms, ...forms, ...hands.map((hand) => `by ${hand}`), 'by somebody who changed since', 'under an overlay'),
  ...asksOf('words', ...formulaTerms),
  ...asksOf('write', ...formulaTerms),
  ...asksOf('share', ...formulaTerms.slice(1), 'recipient', 'permit ours', 'permit own', 'permit authority', ...forms),
  ...asksOf('derive', 'permit', 'never', 'barred', 'restricted', 'based', 'given', 'open', 'live', 'place', 'pair'),
  ...asksOf('combine', 'permit', 'never', 'pair', 'open', 'case'),
  ...asksOf('control', 'permit', 'based', 'open'),
  ...asksOf('within', 'permit', 'never'),
  ...['permit', 'never', 'barred', 'based', 'given', 'open', 'pair'].map((term) => `derive from an older record, ${term}`),
  ...['permit', 'never', 'barred', 'based'].map((term) => `derive from what was made before, ${term}`),
  ...['based', 'barred', 'never'].map((term) => `derive closed by an older version: ${term}`),
  ...['permit', 'never', 'barred', 'based', 'given', 'open', 'live', 'permit, for somebody who changed since', 'barred, for somebody who changed since'].map((term) => `use of what was made before, ${term}`),
  ...['permit', 'never', 'barred', 'given'].map((term) => `share of what was made before, ${term}`),
  ...['permit', 'never', 'pair'].map((term) => `combine through versions, ${term}`),
  ...['permit', 'never'].map((term) => `within what a later version made, ${term}`),
  'closed by what it was made from: never', 'closed by what it was made from, by itself', 'closed by what it was made from, by itself, by a later version', 'closed by what it was made from, in words',
  ...['collect', 'derive', 'use', 'share', 'combine', 'store', 'keep', 'offer', 'promise'].map((verb) => `verb ${verb}`),
  ...['collect', 'derive', 'use', 'share', 'combine', 'store'].map((ban) => `verb never ${ban}`),
  ...['in', 'from', 'with', 'need', 'for', 'because', 'bases', 'as', 'by', 'limits', 'at', 'under', 'on', 'per', 'when', 'unless', 'unlessLaw', 'where'].map((slot) => `slot ${slot}`),
  ...['consent', 'contract', 'vital', 'instruction', 'law', 'public-task', 'legitimate-interest'].map((basis) => `basis ${basis}`),
  ...['choice', 'case', 'directed', 'signed', 'account'].map((kind) => `condition ${kind}`),
  ...['machines', 'people', 'both', 'people at most', 'both at most'].map((hand) => `by ${hand}`),
  ...['general text', 'base', 'base, a closed world', 'narrows', 'extends', 'contract with a customer', 'contract with all', 'product section'].map((home) => `home ${home}`),
  ...[1, 2, 3].map((versions) => `versions ${versions}`),
  'law 8, permit', 'law 8, deny', 'law 9, deny', 'a note for less, deny', 'a ban between, deny', 'a ban on a basis, deny', 'an input that rests on more since, deny', 'zone', 'brokers', 'note that people were told of', 'facts not known', 'standing', 'facts',
] // prettier-ignore

/**
 * Asks decision and reading about so many cases, so many a statement; and who somebody is, and what data there is. Throws an Error that tells the
 * smallest statement on which they disagree.
 */
export async function hearInProcess(
  cases: number,
  { seed, each }: { readonly seed: number; readonly each: number },
): Promise<Reach> {
  // prettier-ignore
  const reached: Reach = new Map()
  let asked = 0
  for (let round = seed; asked < cases; round++) {
    const subject = await drawSubject(randomFrom(round))
    if (!subject) continue
    countSubject(subject, reached)
    const random = randomFrom(round + 500_000)
    hearNames(subject, random, reached, round)
    for (let n = 0; n < each && asked < cases; n++) {
      const one = drawCase(random, subject)
      const heard = hear(subject, one)
      if (!heard) continue
      asked += 1
      countCase(subject, one, heard, reached)
      if (disagreement(heard, one) !== null) throw new Error(`seed ${round}, question ${n}: ${await toldSmall(subject, one)}`) // prettier-ignore
    }
  }
  reached.set('cases', asked)
  return reached
}

/** Who people are, and what data there may be, read as often. */
function hearNames(subject: Subject, random: Random, reached: Reach, round: number): void {
  for (let n = 0; n < 40; n++) {
    const at = new Date(Date.UTC(2025, random.below(12), 1 + random.below(30), random.below(24)))
    const other = standingDisagreement(subject, drawWho(random), at)
    if (other !== null) throw new Error(`seed ${round}, standing ${n}: ${other}`)
    count(reached, 'standing')
    for (const reading of subject.readings) {
      const odd = cellDisagreement(reading, drawFacts(random, reading.policy))
      if (odd !== null) throw new Error(`seed ${round}, facts ${n}: ${odd}`)
      count(reached, 'facts')
    }
  }
}

/** A disagreement on the smallest statement that still has it. */
async function toldSmall(subject: Subject, one: Case): Promise<string> {
  const said = (smaller: Subject): string | null => {
    const heard = hear(smaller, one)
    return heard && disagreement(heard, one)
  }
  const small = await shrink(subject, async (smaller) => said(smaller) !== null)
  return `${said(small)}\n${told(small, one)}`
}

// making it smaller ------------------------------------------------------------------------------------------------------

/** The same disagreement with as few clauses as are needed. */
export async function shrink(subject: Subject, isStill: (smaller: Subject) => Promise<boolean>): Promise<Subject> {
  let best = subject
  const ids = [...new Set(subject.editions.flatMap(({ draft }) => draft.clauses.map(({ id }) => id)))]
  for (const id of ids) {
    const without = await Promise.all(best.editions.map(async ({ draft }) => {
      const less = { ...draft, clauses: draft.clauses.filter((clause) => clause.id !== id) }
      const { compiled } = await compileStatement(filesOf(less))
      return compiled && { draft: less, compiled }
    })) // prettier-ignore
    if (without.some((edition) => edition === null)) continue
    const smaller = subjectOf(without.filter((edition) => edition !== null))
    if (await isStill(smaller)) best = smaller
  }
  return best
}

/** A case and its statement, as somebody needs them to see it again. */
export function told({ editions }: Subject, one: Case): string {
  const { situation, ...rest } = one
  return [
    JSON.stringify({ ...rest, ...situation, on: [...situation.on], objected: [...situation.objected] }),
    ...editions.flatMap(({ draft }, i) => [`version ${i + 1}${draft.zoned ? ', zoned' : ''}${draft.provided ? ', brokers' : ''}:`, ...draft.homes.flatMap(({ path, front }) => [`  ${path} ${front ? JSON.stringify(front) : ''}`, ...draft.clauses.filter((clause) => clause.path === path).map(({ id, line }) => `    ${id}: ${line}`)])]),
  ].join('\n')
} // prettier-ignore
