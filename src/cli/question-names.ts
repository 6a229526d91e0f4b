// Names of a question that the statement does not know, each with the one that was probably meant. The answer to such a question is no, as
// to anything that no sentence speaks of; these words say that a slip may be why.

import { nearest } from '../base/index.ts'
import type { Policy, Question } from '../policy/index.ts'

/** A kind of name: what it is called in a question, which ones the question says, and which ones there are. */
type Asked = readonly [kind: string, said: readonly (string | undefined)[], known: readonly string[]]

/** One line for each name that is unknown: ``product `serach`: did you mean `search`?`` */
export function unknownNames(policy: Policy, question: Question): readonly string[] {
  const unknown = askedOf(policy, question).flatMap(
    ([kind, said, known]) =>
    said.flatMap((name) => (name === undefined || known.includes(name) ? [] : [`${kind} \`${name}\`: ${mended(name, known)}`])), // prettier-ignore
  )
  const needsPurpose = question.ask !== 'write' && question.ask !== 'control'
  const missing = needsPurpose && question.purpose === undefined ? [`purpose: none was said; ${knownWords(policy.purposes.map(nameOf))}`] : [] // prettier-ignore
  return [...new Set([...unknown, ...missing])]
}

function mended(name: string, known: readonly string[]): string {
  const meant = nearest(name.toLowerCase(), known)
  return meant === null ? `unknown; ${knownWords(known)}` : `did you mean \`${meant}\`?`
}

function knownWords(known: readonly string[]): string {
  return known.length === 0 ? 'the statement has none' : `the statement has ${known.join(', ')}`
}

function askedOf(policy: Policy, question: Question): readonly Asked[] {
  const { product, category, purpose, objected, recipient, control, place, where, profile, overlays = [], choices = {} } = question // prettier-ignore
  const beside = [...(question.with ? [question.with] : []), ...(question.inputs ?? [])]
  const { standings = [], recipients = [], places } = policy
  return [
    ['profile', [profile], [policy.profile, ...new Set(standings.map(({ base }) => base))]],
    ['overlay', overlays, [...new Set(standings.flatMap((one) => one.overlays))]],
    ['product', [product, ...beside.map((one) => one.product)], policy.products.map(nameOf)],
    ['category', [category, ...beside.map((one) => one.category)], policy.categories.map(nameOf)],
    ['purpose', [purpose, ...(Array.isArray(objected) ? objected : [])], policy.purposes.map(nameOf)],
    ['choice', Object.keys(choices), policy.choices.map(nameOf)],
    ['recipient', [recipient], recipients.map(nameOf)],
    ['control', [control], [...new Set(policy.desks.flatMap(({ controls }) => controls))].toSorted()],
    ['place', [place, where], places.map(nameOf)],
  ]
}

function nameOf({ name }: { readonly name: string }): string {
  return name
}
