// Commitments: what a promise may say. Their parameters in the register, and each promise held to them (K205): all of them are said, each
// with a value of its type, and names stand in the register that the type names.

import { nearest } from '../../base/index.ts'
import type { CommitmentParameter, PromiseValue } from '../../policy/index.ts'
import { isParameter } from '../1-parse/parse-rules.ts'
import type { ParameterText, Rule } from '../1-parse/rule.ts'
import type { Value } from '../1-parse/yaml.ts'
import type { Raise } from '../diagnostics.ts'
import { mapAt, type Said } from './register-fields.ts'
import type { Registers } from './registers.ts'

const types: readonly CommitmentParameter['type'][] = [
  'time',
  'number',
  'ratio',
  'names',
  'places',
  'products',
  'registers',
]
const ways = ['less', 'more'] as const

/** Reads the table `parameters`: `within: { type: time, stronger: less }`. */
export function readParameters(said: Said[string], raise: Raise): readonly CommitmentParameter[] {
  const table = said as Value | undefined // the form says a table: register-forms.ts
  const read = (mapAt(table) ?? []).flatMap(({ key, keySpan, value }): CommitmentParameter[] => {
    const fields = mapAt(value) ?? []
    const word = (name: string): string => {
      const field = fields.find((one) => one.key === name)?.value
      return field?.kind === 'text' ? field.text : ''
    }
    const [type, stronger] = [types.find((one) => one === word('type')), ways.find((one) => one === word('stronger'))]
    const unread = fields.find(({ key: field }) => field !== 'type' && field !== 'stronger')
    const isOdd = unread !== undefined || (word('stronger') !== '' && stronger === undefined)
    if (isParameter(key) && type && !isOdd) return [{ name: key, type, stronger: stronger ?? null }]
    raise('K206', keySpan, {
      problem: `the parameter \`${key.slice(0, 80)}\` cannot be read`,
      help: `write \`within: { type: time, stronger: less }\`; a type is one of ${types.join(', ')}`,
    })
    return []
  })
  return read.toSorted((a, b) => (a.name < b.name ? -1 : 1))
}

/** Holds a promise to its commitment: K205 for a parameter it does not have, does not say, or says with a value of another type. */
export function checkPromise({ commitment, parameters = [], span }: Rule, registers: Registers, raise: Raise): void {
  const known = registers.commitments.find(({ name }) => name === commitment?.text)
  if (!known) return
  const names = known.parameters.map(({ name }) => name)
  for (const said of parameters) {
    const form = known.parameters.find(({ name }) => name === said.name.text)
    if (form) checkValue(said, form, registers, raise)
    else
      raise('K205', said.name.span, {
        problem: `\`${known.name}\` has no parameter \`${said.name.text}\``,
        help: helpNear(said.name.text, names),
      })
  }
  for (const { name, type } of known.parameters)
    if (!parameters.some((said) => said.name.text === name))
      raise('K205', commitment?.span ?? span, {
        problem: `\`${known.name}\` is promised without its \`${name}\``,
        help: `add \`${name} ${examples[type]}\`, with what you mean`,
      })
}

const examples: Readonly<Record<CommitmentParameter['type'], string>> = {
  time: '30 days', number: '3', ratio: '1 in 1000', names: 'a-name', places: 'eu', products: 'search', registers: 'recipients',
} // prettier-ignore

function helpNear(word: string, names: readonly string[]): string {
  const meant = nearest(word, names)
  if (meant) return `did you mean \`${meant}\`?`
  return names.length === 0 ? 'take it out: this commitment has none' : `it has ${names.map((name) => `\`${name}\``).join(', ')}` // prettier-ignore
}

function checkValue(
  { name, value, span }: ParameterText,
  form: CommitmentParameter,
  registers: Registers,
  raise: Raise,
): void {
  const isFit = form.type in value || ('names' in value && isOfNames(form.type))
  if (!isFit) {
    const help = `write \`${name.text} ${examples[form.type]}\`, with what you mean`
    raise('K205', span, { problem: `\`${name.text}\` does not take ${wordsOf(value)}`, help })
    return
  }
  const known = knownNames(form.type, registers)
  for (const one of 'names' in value && known ? value.names : [])
    if (!known?.includes(one.text))
      raise('K205', one.span, {
        problem: `\`${name.text}\` names ${form.type}, and \`${one.text}\` is none`,
        help: helpNear(one.text, known ?? []),
      })
}

function isOfNames(type: CommitmentParameter['type']): boolean {
  return type === 'names' || type === 'places' || type === 'products' || type === 'registers'
}

function wordsOf(value: ParameterText['value']): string {
  if ('time' in value) return 'a time'
  if ('number' in value) return 'a number'
  return 'ratio' in value ? 'a ratio' : 'names'
}

/** Registers whose table a `publish` may print. */
const published = ['products', 'choices', 'recipients', 'sources', 'places', 'mechanisms', 'notes', 'stores', 'cookies', 'desks', 'commitments', 'purposes', 'categories'] // prettier-ignore

function knownNames(type: CommitmentParameter['type'], { places, products }: Registers): readonly string[] | null {
  if (type === 'places') return places.map(({ name }) => name)
  if (type === 'products') return products.map(({ name }) => name)
  return type === 'registers' ? published : null
}

/** A promise's parameters as the policy has them, sorted by name. */
export function valuesOf({ parameters = [] }: Rule): Readonly<Record<string, PromiseValue>> {
  const plain = ({ value }: ParameterText): PromiseValue =>
    'names' in value ? { names: value.names.map(({ text }) => text) } : value
  return Object.fromEntries(parameters.map((parameter) => [parameter.name.text, plain(parameter)]))
}
