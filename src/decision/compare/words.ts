// The words in which differences between two policies are told.

import { periodWords } from '../../base/index.ts'
import type { Basis, Form, Limit, Origin, Policy } from '../../policy/index.ts'

export const originWords: Readonly<Record<Origin, string>> = {
  person: 'when people give it',
  observed: 'from what people do',
  system: 'when our systems make it',
  inferred: 'when we guess it',
  'third-party': 'when others give it',
}

export function purposeName({ purposes }: Policy, bit: number): string {
  return purposes.find((purpose) => purpose.bit === bit)?.name ?? `purpose ${bit}`
}

/** Nothing for the plain form. */
export function formWords(form: Form): string {
  return form === 'identified' ? '' : `, ${form}`
}

export function basisWords({ kind, name }: Basis): string {
  return name === null ? kind : `${kind} ${name}`
}

export function limitWords({ end }: Limit): string {
  return 'after' in end ? `${periodWords(end.after)} after ${end.event}` : `until ${end.until}`
}
