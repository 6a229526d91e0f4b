// What one version changes against another: its clauses in words and rules, and what that opens, closes, lengthens or weakens. Told alike
// before publishing, by `kept diff`, and on the page of a version (CHG-02). Whatever may take something from somebody is material until
// an officer says otherwise, with a reason that is recorded (CHG-04).

import { comparePolicies, type PolicyChange } from '../../decision/index.ts'
import type { Compiled } from '../../policy/index.ts'
import { compareStatements, wordsOf, type ClauseChange } from '../../statement/index.ts'

/** A change with the key by which officers speak of it: `K804:searches`, `K801:categories/search`. Alike ones of a clause share it. */
export interface Change extends PolicyChange {
  /** null: it takes nothing from anybody, so there is nothing to judge */
  readonly key: string | null
}

/** All that changed between two versions. */
export interface Difference {
  readonly clauses: readonly ClauseChange[]
  readonly changes: readonly Change[]
}

/** An officer's word on whether a change is material. The newest one about a key counts. */
export interface Judgement {
  readonly key: string
  readonly material: boolean
  readonly reason: string
  readonly officer: string
  readonly at: string
}

/** Compares two versions. */
export function differenceOf(before: Compiled, after: Compiled): Difference {
  const changes = comparePolicies(before.policy, after.policy).map((change) => ({ ...change, key: keyOf(change) }))
  const codesOf = (id: string): readonly string[] => [...new Set(changes.flatMap(({ clause, code }) => (clause === id && code !== null ? [code] : [])))] // prettier-ignore
  const clauses = compareStatements(before, after).map((one) => ({ ...one, material: codesOf(one.clause) }))
  return { clauses, changes }
}

function keyOf({ code, clause, of }: PolicyChange): string | null {
  return code === null ? null : `${code}:${clause ?? of[0] ?? ''}`
}

/** The keys that still make a version material: each that some change has and no officer has set aside. */
export function materialKeys(
  { changes }: Pick<Difference, 'changes'>,
  judgements: readonly Judgement[],
): readonly string[] {
  const aside = new Set(newest(judgements).filter(({ material }) => !material).map(({ key }) => key)) // prettier-ignore
  return [...new Set(changes.flatMap(({ key }) => key ?? []))].filter((key) => !aside.has(key))
}

/** One judgement a key: what was said last. */
export function newest(judgements: readonly Judgement[]): readonly Judgement[] {
  return [...new Map(judgements.map((one) => [one.key, one])).values()]
}

/** A change in the words of its code, and what to do about it; null: it takes nothing from anybody. */
export function sayChange({ code, key, clause, what, of }: Change): ReturnType<typeof wordsOf> | null {
  if (code === null || key === null) return null
  const help = `announce it before it binds; or, where it takes nothing from anybody, say so: \`kept publish … --not-material ${key} --reason "…"\``
  return wordsOf(code, { where: clause ?? of.join(', '), what: clause === null ? what : `${what} (${of.join(', ')})`, help }) // prettier-ignore
}
