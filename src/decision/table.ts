// Answers kept by the names of a question: what a statement says of data, purpose, hand, form and choices never changes, so it is worked
// out once and looked up from then on. Only plain questions are kept: those that name no time, place, case or person's circumstances.

import { forms, hands, type Decision, type Form, type Hand, type Question } from '../policy/index.ts'
import type { PolicyIndex } from './policy-index.ts'

/** Answers of one place of the table, by the choices that are on. */
export type Answers = Map<number, Decision>

/** Where in the table a question's answers stand; null for a question that is not plain, or with a name the registers do not hold. */
export function answersFor(registers: PolicyIndex, question: Question): Answers | null {
  if (!isPlain(question)) return null
  const { product, category, purpose = '', hand = hands[0]!, form = forms[0]! } = question
  const known = registers.answers.get(product)?.get(category)?.get(purpose)
  if (known) return known[3 * handPlace[hand] + formPlace[form]] ?? null
  const { products, categories, purposes } = registers
  if (!products.has(product) || !categories.has(category) || !purposes.has(purpose)) return null
  const made = Array.from({ length: 6 }, (): Answers => new Map())
  within(within(registers.answers, product), category).set(purpose, made)
  return made[3 * handPlace[hand] + formPlace[form]] ?? null
}

const handPlace: Record<Hand, number> = { machines: 0, people: 1 }
const formPlace: Record<Form, number> = { identified: 0, 'de-identified': 1, aggregate: 2 }

function within<Value>(map: Map<string, Map<string, Value>>, name: string): Map<string, Value> {
  const known = map.get(name) ?? new Map<string, Value>()
  map.set(name, known)
  return known
}

/** Whether a question names nothing but what the table has places for. */
function isPlain(q: Question): boolean {
  return (
    q.ask === 'use' && q.profile === undefined && q.overlays === undefined && q.origin === undefined && q.signedIn === undefined &&
    q.account === undefined && q.where === undefined && q.objected === undefined && q.restricted === undefined && q.cases === undefined &&
    q.directed === undefined && q.place === undefined && q.collectedAt === undefined && q.endedAt === undefined && q.at === undefined
  ) // prettier-ignore
}

/** The choices a question turns on or off, as one number; -1 where it names one that the register does not hold. */
export function choicesKey({ choices, defaults }: PolicyIndex, asked: Question['choices']): number {
  let [low, high] = defaults
  for (const name in asked) {
    const choice = choices.get(name)
    if (choice === undefined) return -1
    const { bit } = choice
    const isOn = asked[name] === 'on'
    if (bit < 32) low = isOn ? low | (1 << bit) : low & ~(1 << bit)
    else high = isOn ? high | (1 << (bit - 32)) : high & ~(1 << (bit - 32))
  }
  return (high >>> 0) * 2 ** 32 + (low >>> 0)
}

const answersMax = 256

/** Keeps an answer, unless it tells a time. */
export function keepAnswer(answers: Answers, key: number, decision: Decision): void {
  if (decision.term === 'live') return
  if (answers.size >= answersMax) answers.clear()
  answers.set(key, decision)
}
