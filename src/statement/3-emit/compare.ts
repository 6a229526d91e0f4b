// What changed between two statements, clause by clause: words, rules, or both. Whether a change is material is for `decision` to say,
// which compares the policies; the caller fills that in.

import type { Compiled, PageClause } from '../../policy/index.ts'

/** One clause that differs. */
export interface ClauseChange {
  readonly clause: string
  readonly change: 'added' | 'removed' | 'words' | 'rules' | 'words and rules'
  readonly before: { readonly text: string; readonly rules: readonly string[] } | null
  readonly after: { readonly text: string; readonly rules: readonly string[] } | null
  /** K8 codes that make it material; filled in by the caller */
  readonly material: readonly string[]
}

/** Compares two statements. Clauses of the later one come in its order, removed ones last. */
export function compareStatements(before: Compiled, after: Compiled): readonly ClauseChange[] {
  const [older, newer] = [clausesOf(before), clausesOf(after)]
  const kept = [...newer].flatMap(([id, clause]) => changeOf(id, older.get(id), clause) ?? [])
  const removed = [...older].flatMap(([id, clause]) => (newer.has(id) ? [] : (changeOf(id, clause, undefined) ?? [])))
  return [...kept, ...removed]
}

function clausesOf({ page }: Compiled): ReadonlyMap<string, PageClause> {
  return new Map(page.sections.flatMap(({ clauses }) => clauses.map((clause) => [clause.id, clause] as const)))
}

function changeOf(clause: string, before: PageClause | undefined, after: PageClause | undefined): ClauseChange | null {
  const words = before?.text !== after?.text
  const rules = saidBy(before) !== saidBy(after)
  if (!words && !rules) return null
  const change = !before ? 'added' : !after ? 'removed' : words && rules ? 'words and rules' : words ? 'words' : 'rules'
  return { clause, change, before: shown(before), after: shown(after), material: [] }
}

function saidBy(clause: PageClause | undefined): string {
  return JSON.stringify([clause?.class, clause?.reason, clause?.rules.map(({ text }) => text)])
}

function shown(clause: PageClause | undefined): ClauseChange['before'] {
  return clause ? { text: clause.text, rules: clause.rules.map(({ text }) => text) } : null
}
