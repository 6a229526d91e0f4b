// What a verifier answers, for receipts and for whole logs: one of four states, each with its exit code, in words a person can use.

/** valid: nothing was changed. changed: something was, and `part` says where. incomplete: a part is missing. stale: it holds, but not for you yet. */
export type VerdictState = 'valid' | 'changed' | 'incomplete' | 'stale'

/** The exit code of each state (architecture, settled 5). */
export const exitCodes: Readonly<Record<VerdictState, number>> = { valid: 0, changed: 2, incomplete: 3, stale: 4 }

/** A place in a file: `byte` counts from 0, line and column from 1; a column is a byte. */
export interface Place {
  readonly byte: number
  readonly line: number
  readonly column: number
}

/** One thing that was looked at. `holds` is null where it was not reached, or could not be decided. */
export interface Check {
  readonly holds: boolean | null
  readonly words: string
}

/** The place of a byte. */
export function placeOf(bytes: Uint8Array, byte: number): Place {
  let [line, start] = [1, 0]
  for (let at = 0; at < byte; at++) if (bytes[at] === 0x0a) [line, start] = [line + 1, at + 1]
  return { byte, line, column: byte - start + 1 }
}

/** A number as people read it: `91,330`. */
export function figure(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',')
}
