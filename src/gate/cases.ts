// The gate's port to the desks: is a case open, and whose. A question may cite cases; only those that are open about this person count.

/** Knows which cases are open. */
export interface Cases {
  /** Of the kinds asked for, those of which a case about this person is open now. */
  open(person: string, kinds: readonly string[]): Promise<readonly string[]>
}
