// 100,000 random questions to random statements: the decision says what a naive reading of the rules says, with the same term and a
// clause that the reading names too (predicate.test.ts does the same for SQL). What was reached is counted: a term, a verb, a slot or a kind of
// condition that no case touched fails the run.

import { afterAll, assert, beforeAll, describe, expect, test } from 'vitest'
import { addPeriod } from '../../src/base/index.ts'
import { answer } from '../../src/decision/index.ts'
import { forms, hands, origins, type Question, type Term } from '../../src/policy/index.ts'
import {
  closedUse,
  closedWrite,
  everyFact,
  readRules,
  type Closed,
  type ReadRule,
  type Situation,
} from './reference.ts'
import { moment } from './policies.ts'
import { randomFrom, seed, type Random } from './random.ts'
import { drawStatement, world, type DrawnStatement } from './statements.ts'

const statements = 125
const questionsEach = 800

interface Drawn extends DrawnStatement {
  readonly rules: readonly ReadRule[]
  readonly seed: number
}

const drawn: Drawn[] = []
const reached = new Map<string, number>()
const reach = (what: string): void => void reached.set(what, (reached.get(what) ?? 0) + 1)

beforeAll(async () => {
  for (let at = seed; drawn.length < statements && at < seed + 2 * statements; at++) {
    const statement = await drawStatement(randomFrom(at))
    if (statement) drawn.push({ ...statement, rules: readRules(statement.clauses), seed: at })
  }
}, 300_000)

describe('the decision and a naive reading of the rules agree', () => {
  test(`${statements} statements compile, with every verb, slot and condition`, () => {
    expect(drawn).toHaveLength(statements)
    for (const { rules } of drawn)
      for (const { rule } of rules) {
        reach(`verb ${rule.verb}${rule.ban ? ` ${rule.ban}` : ''}`)
        for (const slot of Object.keys(rule.slots)) reach(`slot ${slot}`)
        for (const { kind } of [...(rule.slots.when ?? []), ...(rule.slots.unless ?? [])]) reach(`condition ${kind}`)
      }
  })

  test('100,000 questions have one answer', () => {
    let asked = 0
    for (const one of drawn) {
      const random = randomFrom(one.seed + 1_000_000)
      for (let i = 0; i < questionsEach; i++) {
        const question = ask(random, one)
        const expected = byReading(one.rules, question)
        const { effect, term, clause } = answer(one.compiled.policy, question, new Date(0))
        const agreed = effect === (expected ? 'deny' : 'permit') && term === (expected?.term ?? null)
        const named = clause === null || expected === null || expected.clauses.includes(clause)
        if (!agreed || !named)
          assert.fail(
            `decided ${effect}, ${term}, ${clause}; read ${JSON.stringify(expected)}\n${told(one, i, question)}`,
          )
        reach(`${question.ask} ${term ?? 'permit'}`)
        asked += 1
      }
    }
    expect(asked).toBe(100_000)
  }, 300_000)
})

/** What one needs to see a disagreement again. */
function told({ seed: from, clauses }: Drawn, i: number, question: Question): string {
  return [
    `seed ${from}, question ${i}: ${JSON.stringify(question)}`,
    ...[...clauses].map(([id, line]) => `${id}: ${line}`),
  ].join('\n')
}

/** The terms that a question of this version can reach. `barred`, `pair` and `recipient` belong to verbs that it does not have. */
const useTerms: readonly Term[] = ['never', 'restricted', 'based', 'given', 'open', 'objected', 'live', 'place', 'case']
const writeTerms: readonly Term[] = [
  'never',
  'restricted',
  'based',
  'given',
  'open',
  'objected',
  'live',
  'place',
  'case',
]

afterAll(() => {
  const all = [
    ...['collect', 'use', 'keep', 'offer', 'store', 'never collect', 'never use', 'never store'].map(
      (verb) => `verb ${verb}`,
    ),
    ...['in', 'from', 'for', 'because', 'bases', 'as', 'by', 'when', 'unless', 'where', 'limits', 'at', 'on', 'unlessLaw'].map((slot) => `slot ${slot}`), // prettier-ignore
    ...['choice', 'case', 'directed', 'signed', 'account'].map((kind) => `condition ${kind}`),
    ...useTerms.map((term) => `use ${term}`),
    ...writeTerms.map((term) => `write ${term}`),
    'use permit',
    'write permit',
  ]
  const missing = all.filter((what) => !reached.has(what))
  if (missing.length > 0) throw new Error(`never reached: ${missing.join(', ')}`)
})

function ask(random: Random, { rules }: Drawn): Question {
  const collectedAt = moment(random)
  const endedAt = random.chance(0.4) ? new Date(collectedAt.getTime() + random.below(900) * 3_600_000) : null
  const maybe = <T>(probability: number, value: T): T | undefined => (random.chance(probability) ? value : undefined)
  const chosen = world.choices
    .filter(() => random.chance(0.6))
    .map(({ name }) => [name, random.pick(['on', 'off'] as const)] as const)
  const question = {
    ask: random.chance(0.75) ? ('use' as const) : ('write' as const),
    product: random.pick(world.products),
    category: random.pick(world.categories),
    purpose: random.pick(world.purposes).name,
    origin: maybe(0.6, random.chance(0.8) ? random.pick(['person', 'observed'] as const) : random.pick(origins)),
    signedIn: maybe(0.6, random.chance(0.7)),
    account: maybe(0.6, random.pick(['personal', 'personal', 'organisation'] as const)),
    where: maybe(0.6, random.pick(world.places).name),
    hand: maybe(0.6, random.pick(hands)),
    form: maybe(0.3, random.pick(forms)),
    choices: maybe(0.9, Object.fromEntries(chosen)),
    objected: maybe(0.2, random.pick([true, ['improve', 'advertise']])),
    restricted: maybe(0.08, true),
    cases: maybe(0.5, random.some(world.desks, 0.6)),
    directed: maybe(0.5, true),
    place: maybe(0.3, random.pick(world.places).name),
    collectedAt: collectedAt.toISOString(),
    endedAt: maybe(endedAt ? 1 : 0, endedAt?.toISOString() ?? ''),
    at: momentNear(random, rules, collectedAt, endedAt).toISOString(),
  }
  return Object.fromEntries(Object.entries(question).filter(([, value]) => value !== undefined)) as unknown as Question // the fields left out are optional
}

/** Half of the moments lie soon after the collection, a quarter where some limit passes. */
function momentNear(random: Random, rules: readonly ReadRule[], collectedAt: Date, endedAt: Date | null): Date {
  if (random.chance(0.25)) return moment(random)
  if (random.chance(0.6)) return new Date(collectedAt.getTime() + random.below(20 * 24) * 3_600_000)
  const limits = rules
    .flatMap(({ rule }) => rule.slots.limits ?? [])
    .flatMap((limit) => ('after' in limit ? [limit] : []))
  const limit = random.pick(limits)
  const start = limit && limit.event.text !== 'collection' ? (endedAt ?? collectedAt) : collectedAt
  return limit ? new Date(addPeriod(start, limit.after).getTime() + random.below(3) - 1) : start
}

function byReading(rules: readonly ReadRule[], question: Question): Closed | null {
  const { choices = {}, objected, purpose = '' } = question
  const situation: Situation = {
    purpose,
    hand: question.hand ?? 'machines',
    form: question.form ?? 'identified',
    on: new Set(
      world.choices.filter(({ name, default: preset }) => (choices[name] ?? preset) === 'on').map(({ name }) => name),
    ),
    objected: new Set(objected === true ? [purpose] : Array.isArray(objected) ? objected : []),
    restricted: question.restricted ?? false,
    cases: question.cases ?? [],
    directed: question.directed ?? false,
    place: question.place ?? null,
    collectedAt: new Date(question.collectedAt!),
    endedAt: question.endedAt === undefined ? null : new Date(question.endedAt),
    at: new Date(question.at!),
  }
  const facts = everyFact(rules, question)
  return question.ask === 'use' ? closedUse(rules, facts, situation) : closedWrite(rules, facts, situation)
}
