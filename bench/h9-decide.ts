// H9: decisions a second on one core, in process: names in, the clause that decided out, over 200 rules (20 kinds of data, 10 purposes; the
// first on a contract, each other one on a consent). Peers: Cedar with its policies parsed before, CASL with consents as conditions, and
// CASL with an ability made before for each person. All answer the same questions, and every answer is compared before any is timed.

import { preparsePolicySet, statefulIsAuthorized } from '@cedar-policy/cedar-wasm/nodejs'
import { createMongoAbility, subject, type MongoAbility } from '@casl/ability'
import { answer } from '../src/decision/index.ts'
import type { Policy, Question } from '../src/policy/index.ts'
import { versionOf } from '../test/harness/gate.ts'
import { assertRight, ratio, type Metric } from './metric.ts'
import { nameOf, product, statementOf } from './statement.ts'

const [kinds, purposes] = [20, 10]
const now = new Date('2026-11-01T12:00:00Z')

/** A question as each side takes it, and the clause that must answer: null is a denial. */
interface Asked {
  readonly question: Question
  readonly category: string
  readonly purpose: string
  /** the persons' choices: the first has all odd ones on, the second none */
  readonly person: 0 | 1
  readonly clause: string | null
}

export const decide: Metric = {
  name: 'H9',
  figures: [
    { id: 'H9', what: 'decisions a second a core, 200 rules ÷ Cedar', unit: '×', good: 'large', floor: 500, target: 4_000, gated: true, of: ratio('ours', 'Cedar') },
    { id: 'H9 K', what: 'the same ÷ CASL', unit: '×', good: 'large', floor: 1, target: 4, gated: true, of: ratio('ours', 'CASL') },
    { id: 'H9 K+', what: 'the same ÷ CASL with an ability made for each person beforehand', unit: '×', good: 'large', floor: null, target: null, gated: false, of: ratio('ours', 'CASL, made beforehand') },
  ], // prettier-ignore
  sides: { ours: 'decisions/s', Cedar: 'decisions/s', CASL: 'decisions/s', 'CASL, made beforehand': 'decisions/s' },
  async open(ground) {
    const { policy } = await versionOf(statementOf({ clauses: kinds, uses: purposes }))
    const all = questions()
    const sides = { ours: ours(policy), Cedar: cedar(), CASL: casl(), 'CASL, made beforehand': caslMade() }
    for (const asked of all)
      for (const [name, decideOne] of Object.entries(sides)) {
        const clause = decideOne(asked)
        assertRight(clause === asked.clause, `${name} answered ${clause} to ${JSON.stringify(asked.question)}`)
      }
    const milliseconds = ground.size(1_000, 20)
    const run = (decideOne: (asked: Asked) => string | null) => async (): Promise<number> => {
      const began = performance.now()
      let [done, permits] = [0, 0]
      while (performance.now() - began < milliseconds)
        for (const asked of all) {
          if (decideOne(asked) !== null) permits++
          done++
        }
      const elapsed = (performance.now() - began) / 1000
      assertRight(permits / done === all.filter(({ clause }) => clause !== null).length / all.length, 'an answer changed') // prettier-ignore
      return done / elapsed
    }
    return {
      sides: Object.fromEntries(Object.entries(sides).map(([name, decideOne]) => [name, run(decideOne)])),
      close: async () => {},
    }
  },
}

/** Each kind for each purpose by each person. */
function questions(): readonly Asked[] {
  const numbers = (count: number): readonly number[] => Array.from({ length: count }, (_, i) => i)
  return numbers(kinds).flatMap((kind) =>
    numbers(purposes).flatMap((n) =>
      ([0, 1] as const).map((person) => {
        const [category, purpose] = [nameOf.category(kind), nameOf.purpose(n)]
        const isOpen = n === 0 || (person === 0 && n % 2 === 1)
        const question: Question = { ask: 'use', product, category, purpose, choices: choicesOf(person) }
        return { question, category, purpose, person, clause: isOpen ? category : null }
      }),
    ),
  )
}

/** The person whose choices these are: one object, as a service holds it while it answers for them. */
const choices: readonly Readonly<Record<string, 'on'>>[] = [
  Object.fromEntries(Array.from({ length: purposes - 1 }, (_, i) => i + 1).filter((n) => n % 2 === 1).map((n) => [nameOf.choice(n), 'on'])),
  {},
] // prettier-ignore

function choicesOf(person: 0 | 1): Readonly<Record<string, 'on'>> {
  return choices[person]!
}

function ours(policy: Policy): (asked: Asked) => string | null {
  return ({ question }) => {
    const { effect, clause } = answer(policy, question, now)
    return effect === 'permit' ? clause : null
  }
}

function cedar(): (asked: Asked) => string | null {
  const policies = Object.fromEntries(
    Array.from({ length: kinds * purposes }, (_, i) => {
      const [kind, n] = [Math.floor(i / purposes), i % purposes]
      const when = n === 0 ? '' : ` when { context.on.contains("${nameOf.choice(n)}") }`
      return [
        `${nameOf.category(kind)}/${n}`,
        `permit(principal, action == Action::"${nameOf.purpose(n)}", resource == Data::"${nameOf.category(kind)}")${when};`,
      ]
    }),
  )
  const parsed = preparsePolicySet('bench', { staticPolicies: policies })
  if (parsed.type !== 'success') throw new Error(JSON.stringify(parsed.errors))
  return ({ category, purpose, person }) => {
    const answered = statefulIsAuthorized({
      principal: { type: 'Service', id: 'bench' },
      action: { type: 'Action', id: purpose },
      resource: { type: 'Data', id: category },
      context: { on: Object.keys(choicesOf(person)) },
      entities: [],
      preparsedPolicySetId: 'bench',
    })
    if (answered.type !== 'success') throw new Error(JSON.stringify(answered.errors))
    const { decision, diagnostics } = answered.response
    return decision === 'allow' ? (diagnostics.reason[0]?.split('/')[0] ?? null) : null
  }
}

/** One ability for everybody, a consent as a condition on whose data it is; the rule's reason is the clause. */
function casl(): (asked: Asked) => string | null {
  const ability = createMongoAbility(
    rules().map(([kind, n]) => ({ ...caslRule(kind, n), ...(n > 0 && { conditions: { [nameOf.choice(n)]: 'on' } }) })),
  )
  const data = new Map(
    Array.from({ length: kinds }, (_, kind) => [
      nameOf.category(kind),
      ([0, 1] as const).map((person) => subject(nameOf.category(kind), { ...choicesOf(person) })),
    ]),
  )
  return ({ category, purpose, person }) => reasonOf(ability.relevantRuleFor(purpose, data.get(category)![person]!))
}

/** An ability made beforehand for each person out of what that person said yes to: no choice is asked when deciding. */
function caslMade(): (asked: Asked) => string | null {
  const abilities = ([0, 1] as const).map((person) =>
    createMongoAbility(
      rules()
        .filter(([, n]) => n === 0 || nameOf.choice(n) in choicesOf(person))
        .map(([kind, n]) => caslRule(kind, n)),
    ),
  )
  return ({ category, purpose, person }) => reasonOf(abilities[person]!.relevantRuleFor(purpose, category))
}

function rules(): readonly (readonly [kind: number, purpose: number])[] {
  return Array.from({ length: kinds * purposes }, (_, i) => [Math.floor(i / purposes), i % purposes])
}

function caslRule(kind: number, n: number): { action: string; subject: string; reason: string } {
  return { action: nameOf.purpose(n), subject: nameOf.category(kind), reason: nameOf.category(kind) }
}

function reasonOf(rule: ReturnType<MongoAbility['relevantRuleFor']>): string | null {
  return rule && !rule.inverted ? (rule.reason ?? null) : null
}
