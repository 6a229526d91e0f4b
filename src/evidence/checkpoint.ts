// Checkpoints (C2SP tlog-checkpoint): the head of a log as the text of a signed note. Three lines: origin, size, root; further lines are
// extensions, which are kept and not read.

import { fromBase64, toBase64 } from '../base/index.ts'
import type { TreeHead } from './tree.ts'

/** What a checkpoint says: which log (`origin`), how many entries, and the root over them. */
export interface Checkpoint extends TreeHead {
  readonly origin: string
  /** lines after the third, each with its newline */
  readonly extra: string
}

/** The text of a checkpoint, to be signed. */
export function formatCheckpoint({
  origin,
  size,
  root,
  extra = '',
}: Omit<Checkpoint, 'extra'> & { extra?: string }): string {
  return `${origin}\n${size}\n${toBase64(root)}\n${extra}`
}

/** Reads the text of a checkpoint; null where it is none. */
export function parseCheckpoint(text: string): Checkpoint | null {
  const [, origin, digits, base64, extra] =
    /^([^\n]+)\n(0|[1-9][0-9]{0,15})\n([^\n]+)\n((?:[^\n]+\n)*)$/.exec(text) ?? []
  const size = Number(digits)
  if (origin === undefined || base64 === undefined || extra === undefined || !Number.isSafeInteger(size)) return null
  try {
    return { origin, size, root: fromBase64(base64), extra }
  } catch {
    return null
  }
}
