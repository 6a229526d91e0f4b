// A column by both its names and a sample of its values: each alone may be wrong, together they confirm or contradict.

import { guessesByName, likelyFrom, recogniseName, type Guess, type NamedColumn } from './name.ts'
import { recogniseValues } from './value.ts'

/** What a column seems to hold by its names, its type and, where there is a sample, its values; null where neither says enough. */
export function recogniseColumn(column: NamedColumn, values?: readonly string[]): Guess | null {
  const byName = recogniseName(column)
  const byValues = values === undefined ? null : recogniseValues(values)
  if (byValues === null) return byName
  const same = guessesByName(column).find(({ kind }) => kind.name === byValues.kind.name)
  if (same !== undefined && same.confidence > 0) return together(same, byValues)
  if (byName === null) return byValues
  return byName.confidence >= byValues.confidence ? byName : byValues
}

function together(byName: Guess, byValues: Guess): Guess {
  const confidence = Math.round((1 - (1 - byName.confidence) * (1 - byValues.confidence)) * 100) / 100
  const reason = byName.confidence >= likelyFrom ? `${byName.reason}, and ${byValues.reason}` : byValues.reason
  return { kind: byValues.kind, confidence, reason }
}
