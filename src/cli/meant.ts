// A word that a command does not know, and the one that was probably meant.

import { nearest } from '../base/index.ts'

/** What was probably meant by a word that is none of those known: a near one, or one that says the same. */
export function meantBy(said: string, known: readonly string[], alike: Readonly<Record<string, string>> = {}): string {
  const meant = alike[said.toLowerCase()] ?? nearest(said.toLowerCase(), known)
  return `\`${said}\` is none of ${known.join(', ')}${meant === null ? '' : `; did you mean \`${meant}\`?`}`
}
