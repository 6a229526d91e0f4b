// What one entry of a register says: each field read by its form (register-forms.ts), with the place of what is wrong. Nothing here
// knows what an entry is for; registers.ts puts entries together.

import { nearest, type Period, type Unit } from '../../base/index.ts'
import { isName } from '../1-parse/parse-rules.ts'
import type { Value } from '../1-parse/yaml.ts'
import type { Raise, Span } from '../diagnostics.ts'
import type { Field, FieldForm } from './register-forms.ts'

/** Entries of a table as written. */
export type Entries = readonly { readonly key: string; readonly keySpan: Span; readonly value: Value }[]

/** What an entry says, field by field, already of the right form. */
export type Said = Readonly<Record<string, string | number | boolean | Period | readonly Word[] | Value | undefined>>
/** A name said in a field. */
export interface Word {
  readonly text: string
  readonly span: Span
}
/** An entry of a register, read. */
export interface Entry {
  readonly name: string
  readonly span: Span
  readonly said: Said
}

/** The entries of a table; null where the value is none. */
export function mapAt(value: Value | undefined): Entries | null {
  return value?.kind === 'map' ? value.entries : null
}

/** Most names a help lists. */
const helpNamesMax = 24

/** What to write instead of a name nobody knows. */
export function helpNear(word: string, known: readonly string[]): string {
  const meant = nearest(word, known)
  const some = known.slice(0, helpNamesMax).map((name) => `\`${name}\``).join(', ') // prettier-ignore
  return meant ? `did you mean \`${meant}\`?` : `it has ${some}${known.length > helpNamesMax ? ' …' : ''}`
}

/** Reads what an entry says, field by field; what is missing, unknown or of another form is raised. */
export function readFields(
  who: string,
  span: Span,
  value: Value,
  fields: Readonly<Record<string, Field>>,
  raise: Raise,
): Said {
  const given = mapAt(value) ?? []
  if (value.kind !== 'map' && value.kind !== 'nothing') raise('K206', value.span, { problem: `${who} says one text where it says several things`, help: `write ${Object.keys(fields).map((key) => `\`${key}:\``).join(', ')} below it` }) // prettier-ignore
  const said: Record<string, Said[string]> = {}
  for (const { key, keySpan, value: field } of given) {
    const form = fields[key]?.form
    if (form === undefined)
      raise('K206', keySpan, {
        problem: `${who} says \`${key.slice(0, 80)}\`, which nobody reads`,
        help: helpNear(key, Object.keys(fields)),
      })
    else said[key] = readField(`\`${key}\` of ${who}`, field, form, raise)
  }
  for (const [key, { must, form }] of Object.entries(fields))
    if (must && !given.some((field) => field.key === key))
      raise('K206', span, { problem: `${who} does not say its \`${key}\``, help: `add \`${key}: ${exampleOf(form)}\`` })
  return said
}

// --- one field ------------------------------------------------------------------------------------------------------

function exampleOf(form: FieldForm): string {
  if (typeof form !== 'string') return form.join(' | ')
  return {
    text: 'some words',
    flag: 'true',
    bit: '0',
    count: '2',
    years: '16',
    period: '30 days',
    date: '2026-01-31',
    keys: '[one, two]',
    name: 'a-name',
    names: '[one, two]',
    table: '{ one: two }',
  }[form]
}

function readField(what: string, value: Value, form: FieldForm, raise: Raise): Said[string] {
  const wrong = (wanted: string): undefined => {
    raise('K206', value.span, { problem: `${what} is not ${wanted}`, help: `write it like \`${exampleOf(form)}\`` })
    return undefined
  }
  if (typeof form !== 'string') {
    const word = value.kind === 'flag' ? (value.flag ? 'on' : 'off') : value.kind === 'text' ? value.text : ''
    return form.includes(word) ? word : wrong(`one of ${form.join(', ')}`)
  }
  return fieldReaders[form](value) ?? wrong(fieldWords[form])
}

const fieldWords: Readonly<Record<Extract<FieldForm, string>, string>> = {
  text: 'a text', flag: 'true or false', bit: 'a whole number from 0 to 63', count: 'a whole number from 1 to 9', years: 'a whole number from 1 to 99', period: 'a time',
  date: 'a day', keys: 'a list of names', name: 'a name', names: 'a list of names', table: 'a table',
} // prettier-ignore

const fieldReaders: Readonly<Record<Extract<FieldForm, string>, (value: Value) => Said[string]>> = {
  text: (value) =>
    value.kind === 'text' && isPlain(value.text) ? value.text.replaceAll(/\s+/g, ' ').trim() : undefined,
  flag: (value) => (value.kind === 'flag' ? value.flag : undefined),
  bit: (value) =>
    value.kind === 'number' && Number.isInteger(value.number) && value.number >= 0 && value.number < 64
      ? value.number
      : undefined,
  count: (value) =>
    value.kind === 'number' && Number.isInteger(value.number) && value.number >= 1 && value.number < 10
      ? value.number
      : undefined,
  years: (value) =>
    value.kind === 'number' && Number.isInteger(value.number) && value.number >= 1 && value.number < 100
      ? value.number
      : undefined,
  period: (value) => (value.kind === 'text' ? periodOf(value.text) : undefined),
  date: (value) => (value.kind === 'text' && isDate(value.text) ? value.text : undefined),
  name: (value) => (value.kind === 'text' && isName(value.text) ? [{ text: value.text, span: value.span }] : undefined),
  names: listOf,
  keys: listOf,
  table: (value) => (value.kind === 'map' ? value : undefined),
}

/** A text is not empty and holds none of the quotation marks in which readings set names (say.ts). */
function isPlain(text: string): boolean {
  return text.trim() !== '' && !/[“”]/.test(text)
}

/** A list of names, or one name for a list of it; undefined where it is none. */
export function listOf(value: Value): readonly Word[] | undefined {
  const items = value.kind === 'list' ? value.items : [value]
  const listed = items.flatMap((item) =>
    item.kind === 'text' && (isName(item.text) || item.text === 'any') ? [{ text: item.text, span: item.span }] : [],
  )
  return listed.length === items.length ? listed : undefined
}

const units: readonly Unit[] = ['minute', 'hour', 'day', 'week', 'month', 'year']

function periodOf(text: string): Period | undefined {
  const match = /^([1-9][0-9]{0,5}) ([a-z]+?)s?$/.exec(text.trim())
  const unit = units.find((word) => word === match?.[2])
  return match && unit ? { count: Number(match[1]), unit } : undefined
}

/** A day that exists, `2026-01-31`. */
export function isDate(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`)
  return (
    /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(text) && !Number.isNaN(time) && new Date(time).toISOString().startsWith(text)
  )
}

/** A field that is a text; empty where it was not said. */
export function text(value: Said[string]): string {
  return typeof value === 'string' ? value : ''
}

/** A field that is a list of names, sorted. */
export function words(value: Said[string]): readonly string[] {
  return Array.isArray(value) ? (value as readonly Word[]).map((word) => word.text).toSorted() : [] // the form says names
}

/** A field that is a time; null where it was not said. */
export function period(value: Said[string]): Period | null {
  return typeof value === 'object' && 'unit' in value ? value : null
}

/** A member that is left out where there is nothing of it. */
export function some<K extends string, T>(key: K, list: readonly T[]): { readonly [P in K]?: readonly T[] } {
  return (list.length > 0 ? { [key]: list } : {}) as { readonly [P in K]?: readonly T[] } // a computed key of the one name
}
