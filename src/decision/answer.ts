// A question in words, answered: names are looked up, what is not said is met over all it may be, and one of the deciders asked.
// A name that the statement does not know is denied like anything no sentence speaks of.

import { Failure } from '../base/index.ts'
import {
  cellOf, cellsOf, forms, hands, maskOf, meetAll, none, origins, toldApart, union,
  type Act, type Cell, type CellFacts, type Decision, type Mask, type Policy, type Question, type Standing, type Term,
} from '../policy/index.ts' // prettier-ignore
import { decideCombine, joinedOf, type Joined } from './combine.ts'
import { decideControl, decideWrite } from './decide.ts'
import { decideDerive, type Input } from './derive.ts'
import { registersOf, type PolicyIndex } from './policy-index.ts'
import { answersFor, choicesKey, keepAnswer } from './table.ts'
import { decideThrough } from './through.ts'

/** Answers a question. `now` stands for the times it leaves out. Throws Failure('input_invalid') for a time that is none. */
export function answer(policy: Policy, question: Question, now: Date): Decision {
  const registers = registersOf(policy)
  const answers = answersFor(registers, question)
  const key = answers ? choicesKey(registers, question.choices) : -1
  if (!answers || key < 0) return workOut(registers, question, now)
  const known = answers.get(key)
  if (known) return known
  const made = workOut(registers, question, now)
  keepAnswer(answers, key, made)
  return made
}

function workOut(registers: PolicyIndex, question: Question, now: Date): Decision {
  const { policy } = registers
  const unknown = unknownName(registers, question)
  if (unknown)
    return refuse('based', `The statement knows no ${unknown.kind} called “${unknown.name}”, so no sentence allows it.`)
  const cell = cellAsked(policy, question)
  const standing = standingAsked(registers, question)
  return deciders[question.ask](policy, cell, standing, actAsked(registers, question, now), question)
}

type Decide = (policy: Policy, cell: Cell | undefined, standing: Standing, act: Act, question: Question) => Decision

const deciders: Readonly<Record<Question['ask'], Decide>> = {
  use: (policy, cell, standing, act, question) => answerUse(policy, cell, standing, act, question),
  write: (policy, cell, standing, act) => decideWrite(policy, cell, standing, act),
  control: (policy, cell, standing, act, { control = '' }) => decideControl(policy, cell, control, standing, act),
  share: (policy, cell, standing, act, question) =>
    answerUse(policy, cell, standing, act, question, question.recipient ?? 'anybody'),
  combine: (policy, _cell, standing, act, question) => answerCombine(policy, standing, act, question),
  derive: answerDerive,
}

/** A use, or a handing over: what may be meant and was made from what is kept apart closes it, as it closes such a record. */
function answerUse(
  policy: Policy,
  cell: Cell | undefined,
  standing: Standing,
  act: Act,
  question: Question,
  recipient?: string,
): Decision {
  const who = { where: question.where ?? null, standing: standingNamed(policy, question) }
  const mayBe = question.origin === undefined ? cellsAsked(policy, question) : undefined
  return decideThrough([policy], cell, who, { standing, act }, { ...(recipient !== undefined && { recipient }), ...(mayBe && { mayBe }) }) // prettier-ignore
}

/** What is left out of the session and the account is the same of all inputs and of what is made: each way it may be must allow. */
function answerDerive(
  policy: Policy,
  cell: Cell | undefined,
  standing: Standing,
  act: Act,
  question: Question,
): Decision {
  const { sessions, accounts } = toldApart(policy)
  const { signedIn, account } = question
  const ways = (sessions && signedIn === undefined ? [true, false] : [signedIn]).flatMap((session) =>
    (accounts && account === undefined && session !== false ? (['personal', 'organisation'] as const) : [account]).map(
      (kind): Question => ({ ...question, ...(session !== undefined && { signedIn: session }), ...(kind && { account: kind }) }),
    ),
  ) // prettier-ignore
  const decisions = ways.map((way) => {
    const made = ways.length === 1 ? cell : cellAsked(policy, way)
    return decideDerive(policy, made, inputsAsked(policy, way, act), standing, act, { where: question.where ?? null, standing: standingNamed(policy, question) }) // prettier-ignore
  })
  return decisions.find(({ effect }) => effect === 'deny') ?? decisions[0]! // there is always a way
}

function answerCombine(policy: Policy, standing: Standing, act: Act, question: Question): Decision {
  const { product, category, signedIn = null, account = null, with: other, where = null } = question
  const beside = { product: other?.product ?? product, signedIn: other?.signedIn ?? null, account: other?.account ?? null } // prettier-ignore
  const { origin: _, ...anyhow } = question
  const one = joinedAsked(policy, question, { product, category, signedIn, account })
  const two: Joined =
    other?.category === undefined
      ? { ...beside, category: null }
      : joinedAsked(policy, anyhow, { ...beside, category: other.category })
  return decideCombine(policy, [one, two], { where, standing: standingNamed(policy, question) }, standing, act)
}

/** Data that is brought together. Where the question does not say that it came otherwise, it may have been made. */
function joinedAsked(
  policy: Policy,
  question: Question,
  context: Pick<CellFacts, 'product' | 'category' | 'signedIn' | 'account'>,
): Joined {
  if (question.origin !== undefined && question.origin !== 'inferred') return context
  const facts: CellFacts = { ...context, standing: standingNamed(policy, question), origin: 'inferred', where: question.where ?? null } // prettier-ignore
  const behind = cellsOf(policy, facts).flatMap((cell) => joinedOf(policy, inContext(cell, facts)).behind ?? [])
  return { ...context, ...(behind.length > 0 && { behind }) }
}

/** Inputs of the person's own, collected when the question says. */
function inputsAsked(policy: Policy, question: Question, { collectedAt, endedAt }: Act): readonly Input[] {
  return (question.inputs ?? []).map(({ product, category, signedIn, account }) => {
    const { origin: _, signedIn: session, account: kind, ...rest } = question
    const [inSession, ofAccount] = [signedIn ?? session, account ?? kind]
    const asked: Question = {
      ...rest,
      product: product ?? question.product,
      category: category ?? question.category,
      ...(inSession !== undefined && { signedIn: inSession }),
      ...(ofAccount !== undefined && { account: ofAccount }),
    }
    return { cell: cellAsked(policy, asked), collectedAt, endedAt }
  })
}

/** The standing a question names: its base and the overlays over it. */
function standingNamed(policy: Policy, { profile, overlays = [] }: Question): string {
  return [profile ?? policy.profile, ...overlays.toSorted()].join('+')
}

function refuse(term: Term, why: string): Decision {
  const change = 'Only a new version of the statement could allow it.'
  return { effect: 'deny', clause: null, version: null, term, why, change }
}

/** The first name of a question that its register does not hold. */
function unknownName(registers: PolicyIndex, question: Question): { kind: string; name: string } | null {
  const { policy, purposes, choices, categories, products } = registers
  const { profile, overlays = [], product, category, purpose, objected } = question
  const isWithPurpose = question.ask !== 'write' && question.ask !== 'control'
  const beside = [...(question.with ? [question.with] : []), ...(question.inputs ?? [])]
  const asked: readonly (readonly [string, readonly string[], (name: string) => boolean])[] = [
    [
      'profile',
      profile === undefined ? [] : [profile],
      (name) => name === policy.profile || (policy.standings ?? []).some(({ base }) => base === name),
    ],
    [
      'overlay',
      overlays,
      (name) =>
        (policy.standings ?? []).some((one) => one.base === (profile ?? policy.profile) && one.overlays.includes(name)),
    ],
    ['product', [product, ...beside.flatMap((one) => one.product ?? [])], (name) => products.has(name)],
    ['kind of data', [category, ...beside.flatMap((one) => one.category ?? [])], (name) => categories.has(name)],
    ['purpose', purpose === undefined ? (isWithPurpose ? [''] : []) : [purpose], (name) => purposes.has(name)],
    ['purpose', Array.isArray(objected) ? objected : [], (name) => purposes.has(name)],
    ['choice', Object.keys(question.choices ?? {}), (name) => choices.has(name)],
    [
      'place',
      [question.place, question.where].filter((name) => name !== undefined),
      (name) => policy.places.some((p) => p.name === name),
    ],
  ]
  for (const [kind, names, isKnown] of asked) {
    const name = names.find((one) => !isKnown(one))
    if (name !== undefined) return { kind, name }
  }
  return null
}

/** The cell asked about. Without an origin: the meet over the origins from which such data may have come. */
function cellAsked(policy: Policy, question: Question): Cell | undefined {
  const { signedIn, account } = question
  const facts = factsAsked(policy, question)
  if (question.origin !== undefined) return cellOf(policy, { ...facts, origin: question.origin })
  const byOrigin = origins.map((origin) => cellsOf(policy, { ...facts, origin }))
  const collected = byOrigin.filter((cells) => cells.some(({ collects }) => collects.length > 0))
  const met = meetAll((collected.length > 0 ? collected : byOrigin).flat())
  return met && (signedIn !== undefined || account !== undefined) ? inContext(met, facts) : met
}

/** The cells of such data, of each origin from which it may have come. */
function cellsAsked(policy: Policy, question: Question): readonly Cell[] {
  const facts = factsAsked(policy, question)
  return origins.flatMap((origin) => cellOf(policy, { ...facts, origin }) ?? [])
}

function factsAsked(policy: Policy, question: Question): Omit<CellFacts, 'origin'> {
  const { product, category, signedIn = null, account = null, where = null } = question
  return { standing: standingNamed(policy, question), product, category, signedIn, account, where }
}

/** Data of a cell in the session and the account that were asked, where the cell does not say them itself. */
function inContext(cell: Cell, { signedIn, account }: Pick<CellFacts, 'signedIn' | 'account'>): Cell {
  return { ...cell, facts: { ...cell.facts, signedIn: cell.facts.signedIn ?? signedIn, account: cell.facts.account ?? account } } // prettier-ignore
}

function standingAsked({ policy, purposes }: PolicyIndex, question: Question): Standing {
  const on = policy.choices.filter((choice) => (question.choices?.[choice.name] ?? choice.default) === 'on')
  return {
    on: maskOf(...on.map(({ bit }) => bit)),
    objected: objectedAsked(purposes, question),
    restricted: question.restricted ?? false,
  }
}

function objectedAsked(purposes: PolicyIndex['purposes'], { objected, purpose }: Question): Mask {
  const names = objected === true ? [purpose ?? ''] : Array.isArray(objected) ? objected : []
  return names.reduce<Mask>((mask, name) => union(mask, maskOfName(purposes, name)), none)
}

function maskOfName(purposes: PolicyIndex['purposes'], name: string): Mask {
  const found = purposes.get(name)
  return found ? maskOf(found.bit) : none
}

function actAsked({ purposes }: PolicyIndex, question: Question, now: Date): Act {
  const at = timeOf('at', question.at) ?? now
  return {
    purpose: purposes.get(question.purpose ?? '')?.bit ?? -1,
    hand: question.hand ?? hands[0]!,
    form: question.form ?? forms[0]!,
    cases: question.cases ?? [],
    directed: question.directed ?? false,
    place: question.place ?? null,
    collectedAt: timeOf('collectedAt', question.collectedAt) ?? at,
    endedAt: timeOf('endedAt', question.endedAt),
    at,
  }
}

function timeOf(field: string, text: string | undefined): Date | null {
  if (text === undefined) return null
  const time = new Date(text)
  if (Number.isNaN(time.getTime())) throw new Failure('input_invalid', { field })
  return time
}
