// Labels of the registers in another language: `translations/<language>/labels.yaml`, by register and name. Words alone, like a translation's
// sentences: what they name is the registers' own. Whatever has no label there keeps its own.

import { nearest } from '../../base/index.ts'
import type { Labels } from '../../policy/index.ts'
import type { ParsedTranslation } from '../1-parse/folder.ts'
import type { Value } from '../1-parse/yaml.ts'
import type { Raise, Span } from '../diagnostics.ts'
import type { Registers } from './registers.ts'

/** Registers whose entries people read of, and their names: what may be labelled. */
const labelled = ['categories', 'purposes', 'events', 'products', 'places', 'recipients', 'notes'] as const
type Labelled = (typeof labelled)[number]

type Table = Extract<Value, { kind: 'map' }>

/** The labels of a translation; left out where there are none. What is wrong is told by `checkLabels`. */
export function labelsOf({ labels }: ParsedTranslation): Labels | null {
  if (labels?.kind !== 'map') return null
  const said = labels.entries.map(({ key, value }) => [key, textsOf(value)] as const)
  return said.length === 0 ? null : Object.fromEntries(said)
}

function textsOf(value: Value): Readonly<Record<string, string>> {
  const entries = value.kind === 'map' ? value.entries : []
  return Object.fromEntries(entries.flatMap(({ key, value: one }) => (one.kind === 'text' ? [[key, one.text]] : [])))
}

/** K208: labels are of registers that have some, of names that stand there, and texts. */
export function checkLabels({ language, labels }: ParsedTranslation, registers: Registers, raise: Raise): void {
  if (labels === null) return
  if (labels.kind !== 'map') return refuse(raise, labels.span, 'the labels are no table', 'write the name of a register, and below it names with their labels') // prettier-ignore
  for (const { key, keySpan, value } of labels.entries) {
    if (!isLabelled(key)) refuse(raise, keySpan, `\`${key}\` has no labels to translate`, `name one of ${labelled.join(', ')}`) // prettier-ignore
    else if (value.kind !== 'map') refuse(raise, keySpan, `\`${key}\` holds no labels`, 'write below it each name with its label') // prettier-ignore
    else checkNames(value, registers[key].map(({ name }) => name), language, raise) // prettier-ignore
  }
}

function checkNames({ entries }: Table, known: readonly string[], language: string, raise: Raise): void {
  for (const { key, keySpan, value } of entries) {
    const meant = nearest(key, known)
    if (!known.includes(key)) refuse(raise, keySpan, `the register has no \`${key}\``, meant === null ? 'take the line out' : `did you mean \`${meant}\`?`) // prettier-ignore
    else if (value.kind !== 'text' || value.text.trim() === '') refuse(raise, keySpan, `\`${key}\` has no label in \`${language}\``, 'write what people of that language read') // prettier-ignore
  }
}

function isLabelled(key: string): key is Labelled {
  return (labelled as readonly string[]).includes(key) // a wider list for the look-up
}

function refuse(raise: Raise, at: Span, problem: string, help: string): void {
  raise('K208', at, { problem, help })
}
