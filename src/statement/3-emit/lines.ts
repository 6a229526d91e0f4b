// What every line of the policy has: where it came from, its conditions, its place among others. Shared by all that is printed from rules.

import { canonicalJson } from '../../base/index.ts'
import {
  has,
  maskOf,
  none,
  type Ban,
  type Basis,
  type Form,
  type Mask,
  type Purpose,
  type Use,
} from '../../policy/index.ts'
import type { FormText, Name } from '../1-parse/rule.ts'
import type { Covering } from '../2-check/grid.ts'
import type { Registers } from '../2-check/registers.ts'

/** Clause and rule of a line. */
export function line({ rule }: Covering): { readonly clause: string; readonly rule: number } {
  return { clause: rule.clause, rule: rule.index }
}

/** The conditions of a ban. */
export function conditions({ when, unless }: Covering): Pick<Ban, 'when' | 'unless'> {
  return { when, unless }
}

/** Entries of rules by form: one without a line of its own takes the next more identifying one's (law 5). */
export function byForm<Entry extends { readonly purpose: number }>(
  rules: readonly Covering[],
  emit: (covering: Covering) => readonly Entry[],
): Readonly<Record<Form, readonly Entry[]>> {
  const direct = (form: Form): readonly Entry[] =>
    rules.filter(({ rule }) => (rule.rule.slots.as?.form ?? 'identified') === form).flatMap(emit)
  const orElse = (own: readonly Entry[], plainer: readonly Entry[]): readonly Entry[] => [
    ...own,
    ...plainer.filter(({ purpose }) => !own.some((entry) => entry.purpose === purpose)),
  ]
  const identified = direct('identified')
  const hidden = orElse(direct('de-identified'), identified)
  return { identified, 'de-identified': hidden, aggregate: orElse(direct('aggregate'), hidden) }
}

/** Names as plain texts. */
export function texts(names: readonly Name[] | undefined): readonly string[] {
  return (names ?? []).map(({ text }) => text)
}

/** Sorted by clause, rule and content; alike lines of two clauses stay two. */
export function sortLines<T extends { readonly clause: string; readonly rule: number }>(
  lines: readonly T[],
): readonly T[] {
  const printed = new Map<T, string>()
  const textOf = (item: T): string => {
    const text = printed.get(item) ?? canonicalJson(item)
    printed.set(item, text)
    return text
  }
  return lines.toSorted((a, b) => order(a.clause, b.clause) || a.rule - b.rule || order(textOf(a), textOf(b)))
}

/** Texts in the order of their signs: the same on every machine. */
export function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** What a form that hides needs beside it; nothing for one that does not. */
export function shapeOf(as: FormText | undefined): Pick<Use, 'shape'> {
  if (as?.form === 'de-identified') return { shape: { method: as.method.text } }
  return as?.form === 'aggregate' ? { shape: { atLeast: as.atLeast } } : {}
}

/** The purposes a covering rule names. */
export function purposesOf({ rule }: Covering, { purposes }: Registers): readonly Purpose[] {
  return purposes.filter(({ bit }) => has(rule.purposes, bit))
}

/** The consent a basis is, as a mask; none for any other basis. */
export function givenOf(basis: Basis | null, { choices }: Registers): Mask {
  const consent = basis?.kind === 'consent' ? choices.find(({ name }) => name === basis.name) : undefined
  return consent ? maskOf(consent.bit) : none
}

/** What of a row's entries a ban on certain bases closes: the purposes that rest on one of them. */
export function restingOn(
  { rule: { purposes, bases } }: Covering,
  entries: readonly { readonly purpose: number; readonly basis: Basis | null }[],
): Mask {
  if (bases === null) return purposes
  const resting = entries.filter(({ purpose, basis }) => has(purposes, purpose) && basis && bases.has(basis.kind))
  return maskOf(...resting.map(({ purpose }) => purpose))
}

/** Purposes a person may object to: those that rest on an interest or a public task, and direct marketing on any basis. */
export function objectableIn(
  entries: readonly { readonly purpose: number; readonly basis: Basis | null }[],
  { purposes }: Registers,
): Mask {
  const marketing = purposes.filter((purpose) => purpose.marketing).map(({ bit }) => bit)
  const open = entries.filter(({ basis, purpose }) => basis?.kind === 'legitimate-interest' || basis?.kind === 'public-task' || marketing.includes(purpose)) // prettier-ignore
  return maskOf(...open.map(({ purpose }) => purpose))
}
