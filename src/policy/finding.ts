// What a lower layer reports upward: a finding. `proof` implements the port; the gate and the plans raise through it (COL-16).

/** One thing found that a sentence does not cover, or that breaks one. Carries names of registers, never a personal value. */
export interface Finding {
  /** drift: done but not said. unkept: said but not done. attempt: refused, and nobody's sentence is broken. */
  readonly kind: 'drift' | 'unkept'
  /** the clause it stands against; null: it stands on the coverage line */
  readonly clause: string | null
  /** stable key: raising the same one again counts it, and makes no second */
  readonly key: string
  readonly summary: string
  readonly at: Date
}

/** Raises and settles findings. Raising the same key twice counts; settling ends it. Both are in the ledger. */
export interface Findings {
  raise(finding: Finding): Promise<void>
  settle(key: string, at: Date): Promise<void>
}
